"""What the window expects of a page, and the entry by which a page is registered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oci_desktop.gui.context import Context, Place
from oci_desktop.i18n import _

MAIN, TOOLS, BOTTOM = "main", "tools", "bottom"


class PageEntry(NamedTuple):
    """One line of PAGES: `factory(context)` makes the page the first time it is shown."""

    id: str
    title: str
    """English msgid, as in the side bar."""
    icon: str
    factory: Callable[[Context], Page]
    section: str = MAIN
    badge: Callable[[Context], int] | None = None
    """A count beside the name in the side bar, when it is not zero; computed in a worker, so no widget in it."""

    @property
    def label(self) -> str:
        return _(self.title)


class Page(QWidget):
    """The base of every page. Override what the page has; the rest does nothing."""

    header_changed = Signal()
    actions_changed = Signal()
    place_changed = Signal()  # another record was opened: the window notes it for Alt+←

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def heading(self) -> tuple[str, str]:
        """The title and the line under it."""
        return "", ""

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What this page does now, by action id (see ACTIONS): `{"new": self.add, "print": …}`.

        An action that is absent is disabled while this page is shown.
        """
        return {}

    def take_focus(self) -> None:
        """The page was turned to: the keys go to its list, if it has one. (A focus proxy would make Tab skip the
        rest of the page.)"""
        from oci_desktop.gui.tables import ListView

        view = self.findChild(ListView)
        if isinstance(view, ListView):
            view.setFocus()
        else:
            self.setFocus()

    def place(self) -> Place | None:
        """Where the person is, to come back to; None when the page alone says it."""
        return None

    def go(self, place: Place) -> None:
        """Open the record that `place` names."""

    def may_leave(self) -> bool:
        """Asked before another page, another file or the end: False when the person wants to stay."""
        return True

    def state(self) -> dict[str, Any]:
        """Selection, filters, scroll: what a page built anew (language, theme) gets back."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Take back what `state` gave."""

    def on_changes(self, changes: Any) -> None:
        """Something was saved, here or elsewhere: read again what is affected."""

    def on_as_of(self) -> None:
        """Another day is shown."""
