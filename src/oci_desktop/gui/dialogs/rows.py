"""Rows that are already in memory (backups, actions, the rows of an import), with the look of every list."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from oci_desktop.gui.tables.copying import table_mime
from oci_desktop.gui.tables.delegate import RowDelegate
from oci_desktop.gui.tables.header import ListHeader
from oci_desktop.gui.tables.model import PAGE, ListModel
from oci_desktop.queries.lists import ListDefinition, Query
from oci_desktop.tables import NAME, Column, Kind, Table

_NAME_ROOM, _SENTENCE_ROOM = 220, 340


class RowsModel(ListModel):
    """The model of the lists over rows that are given; the id of a row is its place."""

    def __init__(self, columns: Sequence[Column], title: str = "") -> None:
        definition = ListDefinition("rows", title, tuple(columns), id_sql="", source="", order=())
        super().__init__(definition, nullcontext, Query(as_of=""))  # type: ignore[arg-type]
        self.rows: Sequence[tuple[Any, ...]] = ()

    def show_rows(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Show these instead, raw values in the order of the columns."""
        self.beginResetModel()
        self.rows = rows
        self._ids, self._places = list(range(len(rows))), None
        self._pages.clear()
        self.endResetModel()

    def reload(self) -> None:
        """The rows are those that were given."""

    def _fetch(self, number: int) -> list[tuple[tuple[Any, ...], tuple[str, ...]] | None]:
        formats = [column.kind.format for column in self.columns]
        return [
            (row, tuple(write(value).replace("\n", " ") for write, value in zip(formats, row, strict=True)))
            for row in self.rows[number * PAGE : (number + 1) * PAGE]
        ]


class RowsView(QTableView):
    """One list of given rows; the name column, or `widest`, takes the room that the others leave."""

    chosen = Signal(int)  # the row under the cursor, -1 for none
    activated_row = Signal(int)  # Enter or double click

    def __init__(
        self,
        columns: Sequence[Column],
        title: str,
        row_height: int = 34,
        parent: QWidget | None = None,
        *,
        widest: str = "",
    ) -> None:
        super().__init__(parent)
        self._widest = widest
        self.rows_model = RowsModel(columns, title)
        self._cells = RowDelegate(self)
        self._cells.row_height = row_height
        self.setItemDelegate(self._cells)
        header = ListHeader(self)
        header.setSectionsClickable(False)
        header.setSectionsMovable(False)
        self.setHorizontalHeader(header)
        self.setModel(self.rows_model)
        self.setAccessibleName(title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.doubleClicked.connect(lambda index: self.activated_row.emit(index.row()))
        self._arrange()

    def show_rows(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Show these, the cursor where it was."""
        row = max(0, self.row())
        self.rows_model.show_rows(rows)
        if rows:
            self.choose(min(row, len(rows) - 1))
        else:
            self.chosen.emit(-1)

    def row(self) -> int:
        """The row under the cursor, -1 for none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        self.setCurrentIndex(self.rows_model.index(row, 0))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        self.chosen.emit(current.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = self.rows_model.columns
        main = next(
            (
                n
                for n, column in enumerate(columns)
                if (column.key == self._widest if self._widest else column.kind is NAME)
            ),
            0,
        )
        others = {n: column.width for n, column in enumerate(columns) if n != main}
        room = self.viewport().width()
        least = _SENTENCE_ROOM if self._widest else _NAME_ROOM
        over = sum(others.values()) + least - room
        while over > 0 and (widest := max(others, key=lambda n: others[n], default=-1)) >= 0 and others[widest] > 84:
            less = min(over, others[widest] - 84, 20)
            others[widest] -= less
            over -= less
        for number, width in others.items():
            self.setColumnWidth(number, width)
        self.setColumnWidth(main, max(least, room - sum(others.values())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        row = self.rowAt(round(event.position().y()))
        if row != self._cells.hovered:
            self._cells.hovered = row
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row() >= 0:
            self.activated_row.emit(self.row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The chosen rows as a table, headings included."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        table = Table(self.rows_model.columns, [self.rows_model.rows[row] for row in rows])
        QGuiApplication.clipboard().setMimeData(table_mime(table))


class Shown(Kind):
    """A column whose values show themselves through a function: a moment, a size."""

    def __init__(self, show: Any, align: str = "left") -> None:
        self._show = show
        self.align = "right" if align == "right" else "left"

    def format(self, value: Any) -> str:
        return "" if value is None else str(self._show(value))
