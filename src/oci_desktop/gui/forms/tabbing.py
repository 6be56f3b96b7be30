"""Tab in the order that the eye follows, whatever the order in which the widgets were made."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def focusable(widget: QWidget) -> Iterator[QWidget]:
    """The widgets inside `widget` that Tab stops at, in the order of its layouts; hidden ones too."""
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield from focusable(inside)
    elif widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    elif (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from focusable(widget)
        elif (inner := item.layout()) is not None:
            yield from _in_layout(inner)


def chain_tabs(container: QWidget) -> list[QWidget]:
    """Make Tab follow the layouts of `container`; the widgets in their order."""
    stops = list(focusable(container))
    for before, after in itertools.pairwise(stops):
        QWidget.setTabOrder(before, after)
    return stops
