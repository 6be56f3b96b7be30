"""The line under a list: how many are shown, and what can be done with all of them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from oci_desktop.gui.widgets import Button, Label, primary
from oci_desktop.i18n import _


class ListFoot(QWidget):
    """The count at the left with « Effacer les filtres »; print, export and a new record at the right."""

    def __init__(self, new: str) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(22, 9, 14, 10)
        self._row.setSpacing(6)
        self.count = Label("", "secondary")
        self._row.addWidget(self.count)
        self.clear = Button(_("Clear the filters"), look="link")
        self.clear.hide()
        self._row.addSpacing(6)
        self._row.addWidget(self.clear)
        self._row.addStretch()
        self.print = Button(_("Print"), icon="printer")
        self.export = Button(_("Export"), icon="download")
        self.new = primary(new, icon="plus")
        for button in (self.print, self.export, self.new):
            self._row.addWidget(button)
        self.new.setVisible(bool(new))  # after it has a parent: before, it would be a window of its own

    def say(self, count: str) -> None:
        """« 14 sur 67 »."""
        self.count.setText(count)

    def set_covered(self, width: int) -> None:
        """So much at the right lies under a record: no button is half in sight there."""
        self._row.setContentsMargins(22, 9, 14 + width, 10)
        for button in (self.print, self.export):
            button.setVisible(not width)
