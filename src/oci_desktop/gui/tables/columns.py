"""The choice of columns: tick to show, arrows to move, all at once on the list behind."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from oci_desktop.gui.tables.view import ListView
from oci_desktop.gui.widgets import Button, Label, Popover, icon_button
from oci_desktop.i18n import _
from oci_desktop.queries.lists import ListDefinition
from oci_desktop.tables import NAME

_NEVER = {"id"}
_ROW, _MOST_ROWS = 30, 13


class ColumnChooser(Popover):
    """Every column of the list: the shown ones first, in their order."""

    def __init__(self, parent: QWidget, view: ListView, definition: ListDefinition) -> None:
        super().__init__(parent)
        self._view, self._definition = view, definition
        self.body.addWidget(Label(_("Columns"), "card"))
        self._list = QListWidget()
        self._list.setAccessibleName(_("Columns"))
        self._list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self._fill()
        self._list.setFixedHeight(min(self._list.count(), _MOST_ROWS) * _ROW + 4)
        self._list.setMinimumWidth(270)
        self._list.itemChanged.connect(lambda _item: self._apply())
        self._list.model().rowsMoved.connect(lambda *_args: self._apply())
        self.body.addWidget(self._list)
        row = QHBoxLayout()
        row.addWidget(icon_button("arrow-up", _("Move up"), lambda: self._move(-1)))
        row.addWidget(icon_button("arrow-down", _("Move down"), lambda: self._move(1)))
        row.addStretch()
        row.addWidget(Button(_("As at the start"), self._reset, look="link"))
        self.body.addLayout(row)

    def _fill(self) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        shown = self._view.column_keys()
        rest = [c.key for c in self._definition.columns if c.key not in shown and c.key not in _NEVER]
        for key in [*shown, *rest]:
            column = self._definition.column(key)
            item = QListWidgetItem(column.title)
            item.setSizeHint(QSize(0, _ROW))  # the sheet's row height is only painted, not laid out
            item.setData(Qt.ItemDataRole.UserRole, key)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
            if column.kind is not NAME:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.blockSignals(False)

    def _move(self, step: int) -> None:
        row = self._list.currentRow()
        if 0 <= row + step < self._list.count():
            self._list.blockSignals(True)
            item = self._list.takeItem(row)
            self._list.insertItem(row + step, item)
            self._list.setCurrentRow(row + step)
            self._list.blockSignals(False)
            self._apply()

    def _apply(self) -> None:
        items = (self._list.item(row) for row in range(self._list.count()))
        self._view.set_columns(
            [str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked]
        )

    def _reset(self) -> None:
        self._view.forget_widths()
        self._view.set_columns(None)
        self._fill()
