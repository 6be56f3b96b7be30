"""The one model behind every list: ordered ids at once, rows by pages when they come into view."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from oci_desktop.errors import OciError
from oci_desktop.queries.lists import ListDefinition, Query, Reads, list_ids, list_rows
from oci_desktop.tables import Column

_log = logging.getLogger(__name__)

PAGE = 64
_PAGES_KEPT = 24
RAW = Qt.ItemDataRole.UserRole
ID = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
OpenReader = Callable[[], AbstractContextManager[Reads]]


class ListModel(QAbstractTableModel):
    """Rows of a list as the query wants them; sorting, searching and filtering are the database's."""

    def __init__(self, definition: ListDefinition, open_reader: OpenReader, query: Query) -> None:
        super().__init__()
        self.definition = definition
        self.open_reader = open_reader
        self._query = query
        self._columns: tuple[Column, ...] = tuple(c for c in definition.columns if c.shown)
        self._ids: list[int] = []
        self._places: dict[int, int] | None = None
        self._pages: OrderedDict[int, list[tuple[tuple[Any, ...], tuple[str, ...]] | None]] = OrderedDict()

    # --- what is shown

    @property
    def query(self) -> Query:
        return self._query

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def ids(self) -> Sequence[int]:
        """Every row's id, in the order shown."""
        return self._ids

    def set_query(self, query: Query) -> None:
        """Read another selection or order."""
        self._query = query
        self.reload()

    def set_day(self, day: str) -> None:
        """Another day from the next reading on."""
        self._query = replace(self._query, as_of=day)

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self.beginResetModel()
        self._columns = tuple(self.definition.column(key) for key in keys)
        self._pages.clear()
        self.endResetModel()

    def reload(self) -> None:
        """Read again. Where the rows are the same ones, only what they show is renewed."""
        try:
            with self.open_reader() as reader:
                ids = list_ids(reader, self.definition, self._query)
        except OciError:
            _log.warning("list %s cannot be read", self.definition.name, exc_info=True)
            return
        if ids == self._ids:
            self._pages.clear()
            if ids and self._columns:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self._columns) - 1))
            return
        self.beginResetModel()
        self._ids, self._places = ids, None
        self._pages.clear()
        self.endResetModel()

    def id_at(self, row: int) -> int | None:
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, record: int) -> int:
        """Where a record stands, -1 when it is not in the list."""
        if self._places is None:
            self._places = {number: row for row, number in enumerate(self._ids)}
        return self._places.get(record, -1)

    def cell(self, row: int, column: int) -> tuple[Column, Any, str]:
        """The column, the raw value and the text of a cell at once: what painting asks for."""
        found = self._row(row)
        if found is None:
            return self._columns[column], None, ""
        return self._columns[column], found[0][column], found[1][column]

    # --- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if not (index.isValid() and 0 <= row < len(self._ids) and 0 <= column < len(self._columns)):
            return None
        if role == ID:
            return self._ids[row]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, RAW):
            found = self._row(row)
            if found is None:
                return None if role == RAW else ""
            return found[0][column] if role == RAW else found[1][column]
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        right = self._columns[column].kind.align == "right"
        return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter

    def _row(self, row: int) -> tuple[tuple[Any, ...], tuple[str, ...]] | None:
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._fetch(number)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def _fetch(self, number: int) -> list[tuple[tuple[Any, ...], tuple[str, ...]] | None]:
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        keys = ["id", *(column.key for column in self._columns)]
        try:
            with self.open_reader() as reader:
                rows = list_rows(reader, self.definition, self._query, ids, keys)
        except OciError:
            _log.warning("rows of %s cannot be read", self.definition.name, exc_info=True)
            rows = []
        # A row that left the list since its id was read has none: it stays blank until the notice of the change.
        found = {row[0]: row[1:] for row in rows}
        formats = [column.kind.format for column in self._columns]
        page: list[tuple[tuple[Any, ...], tuple[str, ...]] | None] = []
        for record in ids:
            row = found.get(record)
            if row is None:
                page.append(None)
            else:
                texts = tuple(write(value).replace("\n", " ") for write, value in zip(formats, row, strict=True))
                page.append((row, texts))
        return page
