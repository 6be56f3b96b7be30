"""Import and export: what comes in is judged row by row before anything is written; what goes out is any list."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.pages.deferred import DeferredPage
from oci_desktop.gui.pages.exchange_export import ExportPanel
from oci_desktop.gui.pages.exchange_import import ImportPanel
from oci_desktop.gui.widgets import Tabs
from oci_desktop.i18n import _


class ExchangePage(DeferredPage):
    """Two panels: import, export."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.imports = ImportPanel(context)
        self.exports = ExportPanel(context)
        self.tabs = Tabs(_("Import/Export"))
        self.tabs.add("import", _("Import"), self.imports)
        self.tabs.add("export", _("Export"), self.exports)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # The panels go to the edges of the page, the tabs stand under its title.
        bar = QHBoxLayout()
        bar.setContentsMargins(22, 0, 22, 0)
        bar.addWidget(self.tabs.bar)
        column.addLayout(bar)
        column.addWidget(self.tabs)

    def heading(self) -> tuple[str, str]:
        return _("Import/Export"), _("You see first what would change.")

    def go(self, place: Place) -> None:
        self.tabs.show_tab(place.tab)

    def handlers(self) -> dict[str, Any]:
        return {} if self.context.read_only else {"import": self._import}

    def _import(self) -> None:
        self.tabs.show_tab("import")
        self.imports.choose_file()

    def on_changes(self, changes: Any) -> None:
        self.imports.on_changes(changes)
        self.refresh_when_seen()

    def refresh(self) -> None:
        self.exports.refresh()

    def state(self) -> dict[str, Any]:
        return {"tab": self.tabs.current(), "file": self.imports.state()}

    def restore(self, state: dict[str, Any]) -> None:
        self.tabs.show_tab(str(state.get("tab", "")))
        self.imports.restore(state.get("file"))
