"""Scenes of the window itself: lists in their states, the day, the palette, the sheet of shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget


def _list(window: Any) -> Any:
    from oci_desktop.gui.tables import ListPanel

    window.show_page("members")
    return window.page.findChild(ListPanel)


def list_selected(window: Any) -> QWidget | None:
    """Several rows: the bar of what can be done with them."""
    panel = _list(window)
    panel.view.setFocus()
    panel.view.selectAll()
    return None


def list_filtered(window: Any) -> QWidget | None:
    panel = _list(window)
    panel.set_filters((("region", ("03", "16")),), "a")
    return None


def list_nothing_fits(window: Any) -> QWidget | None:
    _list(window).set_filters((), "zzz")
    return None


def list_filter_values(window: Any) -> QWidget | None:
    panel = _list(window)
    panel.bar.chips["region"].click()
    return None


def list_columns(window: Any) -> QWidget | None:
    _list(window).choose_columns()
    return None


def other_day(window: Any) -> QWidget | None:
    """31 March 2018: nobody should take it for today."""
    _list(window)
    window.context.set_as_of("2018-03-31")
    return None


def day_panel(window: Any) -> QWidget | None:
    window.chrome.header.as_of.open_panel()
    return None


def palette(window: Any) -> QWidget | None:
    window.open_palette().field.setText("sol")
    return None


def palette_empty(window: Any) -> QWidget | None:
    window.open_palette()
    return None


def shortcuts(window: Any) -> QWidget | None:
    from oci_desktop.gui.shortcuts import ShortcutsSheet

    sheet = ShortcutsSheet(window, window.actions_)
    sheet.show()
    return sheet


def compact(window: Any) -> QWidget | None:
    """28 px rows."""
    panel = _list(window)
    panel.view.set_row_height(28)
    return None


def news(window: Any) -> QWidget | None:
    _list(window).copy_emails()
    return None


SCENES: dict[str, Callable[[Any], QWidget | None]] = {
    "list-selected": list_selected,
    "list-filtered": list_filtered,
    "list-nothing-fits": list_nothing_fits,
    "list-filter-values": list_filter_values,
    "list-columns": list_columns,
    "list-compact": compact,
    "other-day": other_day,
    "day-panel": day_panel,
    "palette": palette,
    "palette-empty": palette_empty,
    "shortcuts": shortcuts,
    "news": news,
}
