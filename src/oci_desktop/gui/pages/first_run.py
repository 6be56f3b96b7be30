"""No file yet: make one, try the sample data, or open a file that exists."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.errors import OciError
from oci_desktop.gui import messages
from oci_desktop.gui.dialogs.files import Demo, create_file, free_place, open_another, open_or_explain, recent_files
from oci_desktop.gui.dialogs.opening import FILE_FILTER
from oci_desktop.gui.forms import LineField
from oci_desktop.gui.widgets import Button, Card, ElidedLabel, Label, link
from oci_desktop.i18n import _

if TYPE_CHECKING:
    from oci_desktop.settings import PersonSettings

_WIDTH = 520


class FirstRunPage(QWidget):
    """What the window shows while no file is open. `opened(database, demo)`: demo is the `Demo` to discard, or None."""

    opened = Signal(object, object)
    language_asked = Signal(str)

    def __init__(self, settings: PersonSettings, missing: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self._settings = settings
        self._place = free_place()
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        title = Label(_("Welcome"), "title")
        column.addWidget(title)
        column.addWidget(
            Label(
                _("The directory of your member organisations, in one file on this computer. Nothing leaves it."),
                "secondary",
                wrap=True,
            )
        )
        if missing is not None:
            column.addWidget(Label(_("The file {file} is no longer there.").format(file=missing), "warning", wrap=True))
        column.addWidget(self._new_file())
        column.addWidget(self._others())
        recent = recent_files(settings)
        if recent:
            column.addWidget(self._recent(recent))
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 22, 22, 22)
        row.addStretch()
        holder = QVBoxLayout()
        holder.addStretch(2)
        holder.addWidget(middle)
        holder.addStretch(3)
        row.addLayout(holder, 10)
        row.addStretch()
        self._languages()

    def _new_file(self) -> QWidget:
        card = Card(_("A new file"))
        self.name = LineField(_("Name of the association"), required=True)
        card.body.addWidget(self.name)
        place = QHBoxLayout()
        place.setSpacing(8)
        self._place_label = ElidedLabel("", "small")
        place.addWidget(self._place_label, 1)
        place.addWidget(link(_("Elsewhere…"), self._choose_place))
        card.body.addLayout(place)
        row = QHBoxLayout()
        row.addStretch()
        self.create_button = Button(_("New file"), self.create_file, icon="file-plus", look="primary")
        row.addWidget(self.create_button)
        card.body.addLayout(row)
        self._show_place()
        return card

    def _others(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.demo_button = Button(_("Try with sample data"), self.open_demo, icon="flask")
        self.open_button = Button(_("Open another file…"), self.open_other, icon="folder-open")
        row.addWidget(self.demo_button)
        row.addWidget(self.open_button)
        row.addStretch()
        return box

    def _recent(self, recent: list[Path]) -> QWidget:
        card = Card(_("Opened lately"))
        for path in recent[:4]:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(link(path.name, partial(self.open_file, path)))
            row.addWidget(ElidedLabel(str(path.parent), "small"), 1)
            card.body.addLayout(row)
        return card

    def _languages(self) -> None:
        """The other language, in its own words, at the corner: whoever reads it understands it."""
        from oci_desktop.i18n import language

        other = "en" if language() == "fr" else "fr"
        words = {"fr": "Français", "en": "English"}[other]
        self.language_button = Button(words, lambda: self.language_asked.emit(other), icon="language", look="plain")
        self.language_button.setParent(self)
        self.language_button.adjustSize()

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self.language_button.move(self.width() - self.language_button.width() - 16, 16)

    # Gestures.

    def create_file(self) -> None:
        """Make the file, named after the association."""
        name, error = self.name.readable()
        if error is not None or not name:
            self.name.say(str(error) if error else _("Write the association’s name first."), "error")
            self.name.focus()
            return
        self.name.say("")
        try:
            database = create_file(self._place, name, self._settings)
        except OciError as refused:
            messages.error(self, _("No file was made"), str(refused))
            return
        self._give(database)

    def open_demo(self) -> None:
        """Open a throw-away copy of the sample data."""
        self.setCursor(Qt.CursorShape.WaitCursor)
        try:
            demo = Demo()
        except OciError as refused:
            messages.error(self, _("The sample data cannot be opened"), str(refused))
            return
        finally:
            self.unsetCursor()
        self.opened.emit(demo.database, demo)

    def open_file(self, path: Path) -> None:
        self._give(open_or_explain(path, self._settings, parent=self))

    def open_other(self) -> None:
        self._give(open_another(self._settings, self))

    def _give(self, database: object) -> None:
        if database is not None:
            self.opened.emit(database, None)

    def _choose_place(self) -> None:
        chosen = messages.choose_save_file(
            self, _("Where should the file be?"), str(self._place), f"{_('Member files')} {FILE_FILTER}"
        )
        if chosen is not None:
            self._place = chosen if chosen.suffix else chosen.with_suffix(".ocidb")
            self._show_place()

    def _show_place(self) -> None:
        self._place_label.setText(_("In {place}").format(place=self._place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name.edit.hasFocus():
            self.create_file()
        else:
            super().keyPressEvent(event)
