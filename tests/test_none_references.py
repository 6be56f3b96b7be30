"""PySide6 6.12.0 on Python 3.11 lost a reference to None at each of these calls, until the process died of it."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox

CALLS = 1000
NOISE = 100
"""References that the interpreter itself may take or give back meanwhile; a loss would be of a thousand."""


class _Empty(QAbstractTableModel):
    """A model that knows nothing: `data()` returns None to every question."""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> None:
        return None


def _add_items() -> None:
    box = QComboBox()
    for number in range(CALLS):
        box.addItem(str(number))


def _append_rows() -> None:
    model = QStandardItemModel()
    for number in range(CALLS):
        model.appendRow([QStandardItem(str(number))])


def _ask_data() -> None:
    model = _Empty()
    base = QStandardItemModel()
    base.appendRow([QStandardItem()])
    for _ in range(CALLS):
        model.index(0, 0).data()
        model.headerData(0, Qt.Orientation.Horizontal)
        base.index(0, 0).data(Qt.ItemDataRole.UserRole)


@pytest.mark.parametrize("call", [_add_items, _append_rows, _ask_data])
@pytest.mark.usefixtures("qapp")
def test_a_thousand_calls_keep_every_reference_to_none(call: Callable[[], None]) -> None:
    call()
    before = sys.getrefcount(None)
    call()
    assert abs(sys.getrefcount(None) - before) < NOISE
