"""The association's own record, as its letterhead shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from oci_desktop.errors import OciError, UserError
from oci_desktop.formats import province_name
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import Field, Form, LineField, NoteField, PhoneField, PostalCodeField, WebField
from oci_desktop.gui.widgets import Button
from oci_desktop.i18n import N_, _, message

_LARGEST_LOGO = 5_000_000
_TABLES = ("organisation", "organisation_name", "contact_point", "setting")


class AssociationPanel(QWidget):
    """One form; what it saves is what letterheads print from then on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.form = self._form()
        column.addWidget(self.form)
        self.read()

    def _form(self) -> Form:
        form = Form(_("Association"), lambda _draft: (), self._save)
        bind = form.bind
        form.section(_("Name"))
        form.row(bind("name", LineField(_("Name"), required=True)))
        form.row(
            bind("acronym", LineField(_("Acronym"))), bind("english", LineField(_("Name in English"))), shares=(1, 2)
        )
        form.section(_("Letterhead"))
        form.row(bind("street", NoteField(_("Street and office"), least=1, most=3)))
        form.row(
            bind("city", LineField(_("Municipality"))),
            bind("province", LineField(_("Province"), show=province_name, read=_province_code)),
            bind("postal_code", PostalCodeField(_("Postal code"))),
            shares=(2, 1, 1),
        )
        form.row(bind("phone", PhoneField(_("Telephone"))), bind("email", LineField(_("E-mail"))))
        form.row(bind("web", WebField(_("Web site"))))
        form.row(bind("logo", LogoField(self._context, _("Logo"))))
        form.close_button.set_text(_("Undo what was typed"))
        form.closed.connect(self.read)
        if self._context.read_only:
            form.save_button.setEnabled(False)
        return form

    def read(self) -> None:
        """Show what is stored."""
        from oci_desktop.queries.association import get_association

        with self._context.database.read() as reader:
            self.form.open(get_association(reader, self._context.today))

    def _save(self, draft: Any) -> int:
        from oci_desktop.queries.association import file_language
        from oci_desktop.services.association import save_association

        saved = operations.run(
            self._context,
            message(N_("Settings of the association")),
            # The language has its own place, in « Fichier »: this form does not bring an older one back.
            lambda write: save_association(write, replace(draft, language=file_language(write))),
            parent=self,
            raising=True,
        )
        self.read()
        return saved or 0

    def may_leave(self) -> bool:
        return self.form.may_leave()

    def on_changes(self, changes: Any) -> None:
        if changes.touch(*_TABLES) and not self.form.is_dirty():
            self.read()

    def on_as_of(self) -> None:
        """The settings are today's, whatever day is shown."""

    def state(self) -> Mapping[str, Any] | None:
        return self.form.binder.state() if self.form.is_dirty() else None

    def restore(self, state: Any) -> None:
        if state:
            self.form.binder.restore(state)


def _province_code(text: str) -> str:
    return "QC" if text.strip().casefold() in {"québec", "quebec", "qc"} else text


class LogoField(Field):
    """The logo of the letterhead: its name among the file's documents; None for no logo."""

    def __init__(self, context: Context, label: str) -> None:
        super().__init__(label)
        self._context = context
        self._name: str | None = None
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._picture = QLabel()
        self._picture.setFixedSize(QSize(168, 62))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setProperty("look", "secondary")
        self._picture.setStyleSheet("border: 1px solid palette(mid); border-radius: 6px; background: white;")
        self.choose_button = Button(_("Choose a picture…"), self.choose, icon="photo")
        self.remove_button = Button(_("Remove"), self.remove)
        for widget in (self._picture, self.choose_button, self.remove_button):
            row.addWidget(widget)
        row.addStretch()
        self.placed(box)

    def editors(self) -> Sequence[QWidget]:
        return (self.choose_button, self.remove_button) if hasattr(self, "remove_button") else ()

    def value(self) -> str | None:
        return self._name

    def set_value(self, value: Any) -> None:
        self._name = value or None
        picture = QPixmap()
        if self._name:
            try:
                picture.loadFromData(self._context.database.documents.read(self._name))
            except OciError as problem:
                self.say(str(problem), "warning")
        if picture.isNull():
            self._picture.setText(_("No logo"))
        else:
            room = self._picture.size() - QSize(12, 10)
            ratio = self.devicePixelRatioF()
            shown = picture.scaled(
                room * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            shown.setDevicePixelRatio(ratio)
            self._picture.setPixmap(shown)
        self.remove_button.setVisible(self._name is not None)

    def words(self, value: Any) -> str:
        return _("a picture") if value else ""

    def choose(self) -> None:
        """Take a PNG or JPEG file in."""
        chosen = messages.choose_open_file(self, _("Choose a picture"), "", f"{_('Pictures')} (*.png *.jpg *.jpeg)")
        if chosen is None:
            return
        try:
            content = read_picture(chosen.read_bytes())
            name = self._context.database.documents.add(content, chosen.name)
        except OSError as problem:
            self.say(_("The picture cannot be read: {reason}").format(reason=problem.strerror), "error")
            return
        except OciError as problem:
            self.say(str(problem), "error")
            return
        self.say("")
        self.set_value(name)
        self.changed.emit()

    def remove(self) -> None:
        self.set_value(None)
        self.changed.emit()


def read_picture(content: bytes) -> bytes:
    """The content itself when it is a PNG or JPEG picture of a reasonable size.

    Raises: UserError.
    """
    if len(content) > _LARGEST_LOGO:
        raise UserError(N_("This picture is too large: 5 MB at most."))
    if not content.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")) or QImage.fromData(content).isNull():
        raise UserError(N_("This is not a PNG or JPEG picture, or it is damaged."))
    return content
