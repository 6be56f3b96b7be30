"""Fields of an attestation: the document that came back, and who signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.gui import messages, theme
from oci_desktop.gui.forms import DateField, Field, LineField
from oci_desktop.gui.forms.compound import ROW_GAP, Compound, link_line, side_by_side
from oci_desktop.gui.widgets import Button, ElidedLabel, icon_button
from oci_desktop.i18n import _
from oci_desktop.model.campaign import AttestationSignatory


class _DropArea(QFrame):
    """Takes one file dropped from a folder."""

    def __init__(self, take: Callable[[Path], object]) -> None:
        super().__init__()
        self._take = take
        self.setAcceptDrops(True)
        self.setObjectName("drop")
        self.setStyleSheet(f"#drop {{ border: 1px dashed {theme.tokens().field_border}; border-radius: 6px; }}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()


class DocumentField(Field):
    """The file to attach: a Path once one is chosen or dropped, None to leave what is there."""

    def __init__(self, label: str, attached: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self._path: Path | None = None
        self._attached = attached
        box = _DropArea(self.take)
        row = QHBoxLayout(box)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(10)
        self.choose_button = Button(_("Choose a file…"), self.choose, icon="paperclip")
        self.choose_button.setAccessibleName(f"{label}, {_('Choose a file…')}")
        self._name = ElidedLabel("", "secondary")
        row.addWidget(self.choose_button)
        row.addWidget(self._name, 1)
        self._none = icon_button("x", _("Attach nothing"), self.clear)
        row.addWidget(self._none)
        self.placed(box)
        self.set_value(None)

    def editors(self) -> Sequence[QWidget]:
        return (self.choose_button,) if hasattr(self, "choose_button") else ()

    def value(self) -> Path | None:
        return self._path

    def set_value(self, value: Any) -> None:
        self._path = Path(value) if value else None
        self._none.setVisible(self._path is not None)
        self._name.setText(self._path.name if self._path else self._attached or _("or drop it here"))

    def state(self) -> Any:
        return str(self._path) if self._path else None

    def words(self, value: Any) -> str:
        return Path(value).name if value else ""

    def choose(self) -> None:
        filters = f"{_('Attestations')} (*.pdf *.png *.jpg *.jpeg *.tif *.tiff);;{_('All files')} (*)"
        path = messages.choose_open_file(self, _("Attach the attestation"), "", filters)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Attach this file when the dialog is saved."""
        self.set_value(path)
        self.changed.emit()

    def clear(self) -> None:
        self.set_value(None)
        self.changed.emit()
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)


class _Signature(QWidget):
    """Name, title and day of one signature, on one line."""

    def __init__(self, signatory: AttestationSignatory) -> None:
        super().__init__()
        self.signatory = signatory
        self.fields: dict[str, Field] = {
            "name": LineField(_("Signed by")),
            "title": LineField(_("As")),
            "signed_on": DateField(_("Signed on"), full_day=True),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(side_by_side(*self.fields.values(), shares=(5, 5, 4)))
        for name, field in self.fields.items():
            field.set_value(getattr(signatory, name))
            field.mark()

    def read(self) -> AttestationSignatory:
        values = {name: field.value() for name, field in self.fields.items()}
        same = values["name"] == self.signatory.name
        return replace(
            self.signatory,
            **{**values, "name": values["name"] or ""},
            person_id=self.signatory.person_id if same else None,
        )


class SignatoriesField(Compound):
    """Who signed: a tuple of AttestationSignatory; lines without a name are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._lines: list[_Signature] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(ROW_GAP)
        self.rows.addLayout(self._list)
        self.rows.addWidget(link_line(Button(_("One more signature"), self.add, look="link")))

    def value(self) -> Any:
        return tuple(one for one in (line.read() for line in self._lines) if one.name or one.signed_on)

    def set_value(self, value: Any) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = []
        for signatory in value or (AttestationSignatory(""),):
            self._append(signatory)

    def add(self) -> None:
        line = self._append(AttestationSignatory(""))
        line.fields["name"].focus()

    def _append(self, signatory: AttestationSignatory) -> _Signature:
        line = _Signature(signatory)
        self._lines.append(line)
        self._list.addWidget(line)
        line.show()
        self.adopt(*line.fields.values())
        return line

    def state(self) -> Any:
        return [
            {"one": asdict(line.signatory), "typed": {name: field.state() for name, field in line.fields.items()}}
            for line in self._lines
        ]

    def restore(self, state: Any) -> None:
        self.set_value(tuple(AttestationSignatory(**kept["one"]) for kept in state))
        for line, kept in zip(self._lines, state, strict=True):
            for name, keys in kept["typed"].items():
                line.fields[name].restore(keys)

    def parts(self) -> Sequence[Field]:
        return [field for line in self._lines for field in line.fields.values()]

    def owns(self, rest: str) -> Field | None:
        number, _dot, name = rest.partition(".")
        named = [
            line for line in self._lines if line.fields["name"].readable()[0] or line.fields["signed_on"].readable()[0]
        ]
        lines = named or self._lines
        if number.isdigit() and int(number) < len(lines):
            return lines[int(number)].fields.get(name) or lines[int(number)].fields["name"]
        return self.parts()[0]
