"""Files dropped on the window, wherever: forms that came back go to their screen, a list to the import page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.gui.main_window import MainWindow


def dropped_files(data: QMimeData | None) -> list[Path]:
    """The files and folders of this computer that are being dropped."""
    if data is None or not data.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def take_in(window: MainWindow, paths: Sequence[Path]) -> None:
    """Sort the files out and open the screen that fits; what is neither is told, and nothing is guessed."""
    from oci_desktop.exchange.arrivals import sort_out

    arrived = sort_out(paths)
    context = window.context
    if arrived.forms:
        from oci_desktop.gui.dialogs.returned import open_returned

        dialog = open_returned(context, window, arrived.forms)
        if dialog is not None and arrived.lists:
            n = len(arrived.lists)
            words = ngettext(
                "{file} is no form: drop a list by itself to import it.",
                "{n} files are no forms: drop a list by itself to import it.",
                n,
            )
            dialog.say(words.format(file=arrived.lists[0].name, n=n), "neutral")
    elif len(arrived.lists) == 1:
        if window.show_page("exchange"):
            from oci_desktop.gui.context import Place
            from oci_desktop.gui.pages.exchange import ExchangePage

            page = window.page
            assert isinstance(page, ExchangePage)
            page.go(Place("exchange", tab="import"))
            if not context.read_only:
                page.imports.open_file(arrived.lists[0])
    elif arrived.lists:
        context.tell(_("Lists are imported one at a time: drop one of them."), "pending")
