"""Saved lists: a name for a search with its filters, order and columns; the person's own, on this PC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from oci_desktop.gui import icons
from oci_desktop.i18n import _
from oci_desktop.settings import PersonSettings


class SavedLists:
    """The saved lists of one list: `menu` offers, adds and removes them."""

    def __init__(self, settings: PersonSettings, name: str) -> None:
        self._settings = settings
        self._key = f"lists.{name}.saved"

    def all(self) -> list[dict[str, Any]]:
        saved = self._settings.get(self._key, [])
        return [entry for entry in saved if isinstance(entry, dict) and entry.get("name")]

    def add(self, name: str, state: dict[str, Any]) -> None:
        """Keep a state under a name, instead of the one that had it."""
        kept = [entry for entry in self.all() if entry["name"] != name]
        self._settings.set(self._key, [*kept, {"name": name, **state}])
        self._settings.save()

    def remove(self, name: str) -> None:
        self._settings.set(self._key, [entry for entry in self.all() if entry["name"] != name])
        self._settings.save()

    def menu(
        self,
        parent: QWidget,
        state: Callable[[], dict[str, Any]],
        apply: Callable[[dict[str, Any]], object],
        built_in: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> QMenu:
        """The menu as it is now; the lists that every file has come first."""
        made = QMenu(parent)
        for name, show in built_in:
            act = made.addAction(icons.icon("list-check"), _menu_text(name))
            act.triggered.connect(lambda _c=False, do=show: do())
        if built_in:
            made.addSeparator()
        saved = self.all()
        for entry in saved:
            act = made.addAction(icons.icon("bookmark"), _menu_text(entry["name"]))
            act.triggered.connect(lambda _c=False, e=entry: apply(e))
        if not saved:
            made.addAction(_("No saved list yet")).setEnabled(False)
        made.addSeparator()
        keep = made.addAction(icons.icon("plus"), _("Save this list…"))
        keep.triggered.connect(lambda _c=False: self._ask(parent, state()))
        if saved:
            removal = made.addMenu(icons.icon("trash"), _("Remove a saved list"))
            for entry in saved:
                act = removal.addAction(_menu_text(entry["name"]))
                act.triggered.connect(lambda _c=False, e=entry: self.remove(e["name"]))
        return made

    def _ask(self, parent: QWidget, state: dict[str, Any]) -> None:
        from oci_desktop.gui import messages

        name = messages.ask_text(parent, _("Save this list"), _("Name of the list (its search, filters and columns)"))
        if name:
            self.add(name, state)


def _menu_text(name: str) -> str:
    return name.replace("&", "&&")
