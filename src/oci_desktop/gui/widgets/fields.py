"""The field that filters or searches: an icon, a way to clear, and its keyboard shortcut."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from oci_desktop.gui import icons, theme
from oci_desktop.i18n import _


class SearchField(QLineEdit):
    """What is typed is announced as `changed_to` after a short rest; Escape clears, Down goes to the list."""

    changed_to = Signal(str)
    down = Signal()

    def __init__(
        self, placeholder: str, *, icon: str = "search", wait: int = 120, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.addAction(icons.icon(icon, theme.colour("secondary"), 16), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(
            icons.icon("x", theme.colour("secondary"), 16), QLineEdit.ActionPosition.TrailingPosition
        )
        self._clear.setToolTip(_("Clear"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(wait)
        self._rest.timeout.connect(self._announce)
        self._said = ""
        self.textChanged.connect(self._typed)

    def set_quietly(self, text: str) -> None:
        """Show a text without announcing it."""
        self._said = text
        self.setText(text)
        self._rest.stop()

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._rest.start()

    def _announce(self) -> None:
        self._rest.stop()
        if self.text() != self._said:
            self._said = self.text()
            self.changed_to.emit(self._said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._announce()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.key() == Qt.Key.Key_Down:
            self._announce()
            self.down.emit()
        else:
            super().keyPressEvent(event)
