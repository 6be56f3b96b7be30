"""Where a record says in one strip that it is archived, or what it is still waiting for."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from oci_desktop.gui.pages.records.reading import SIDE
from oci_desktop.gui.widgets import Button, Strip


class StripPlace(QVBoxLayout):
    """Holds one strip, or none."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(SIDE, 0, SIDE, 0)
        self._strip: Strip | None = None

    def show_strip(self, strip: Strip | None) -> None:
        """The one that stands there is left alone where it says the same: its button may have the focus."""
        old = self._strip
        if old is not None and strip is not None and old.words.text() == strip.words.text():
            strip.deleteLater()
            return
        if old is not None:
            self.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._strip = strip
        if strip is not None:
            self.addWidget(strip)
            strip.show()  # now, not at the next turn of the loop: its button may take the focus

    def button(self) -> Button | None:
        """The first button of the strip."""
        found = self._strip.findChild(Button) if self._strip is not None else None
        return found if isinstance(found, Button) else None
