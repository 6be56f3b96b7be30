"""Pages that read again only when they are seen: what is saved meanwhile costs nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QShowEvent

from oci_desktop.gui.context import Context
from oci_desktop.gui.page import Page


class DeferredPage(Page):
    """Override `refresh`: it runs when something was saved or another day is shown, at once or when next seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._stale = False

    def refresh(self) -> None:
        """Read again what the page shows."""
        raise NotImplementedError

    def refresh_when_seen(self) -> None:
        """Read again now, or as soon as the page is shown."""
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def on_changes(self, changes: Any) -> None:
        self.refresh_when_seen()

    def on_as_of(self) -> None:
        self.refresh_when_seen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()
