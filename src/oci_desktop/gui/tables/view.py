"""The one view of every list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView, QWidget

from oci_desktop.gui.tables.copying import table_mime
from oci_desktop.gui.tables.delegate import COMFORTABLE_CHOICE, RowDelegate, short_form
from oci_desktop.gui.tables.header import ListHeader
from oci_desktop.gui.tables.model import ListModel
from oci_desktop.queries.lists import list_rows
from oci_desktop.settings import PersonSettings
from oci_desktop.tables import NAME, Choice, Table

NAME_ROOM = 280
"""The name column never falls under this; the others give way (EXPERIENCE)."""
_NARROWEST = 84
_TIGHT = 0.8
"""How much of its width a column keeps before another one has to go."""
_SHORT = 64
_GIVE_WAY = ("category", "last_reminder", "focal_point")
"""What goes where there is no room, in this order; the record beside the list has it all."""


class ListView(QTableView):
    """A list with its columns, its selection and its order, all remembered for the person."""

    opened = Signal(int)  # the record under the cursor changed; 0 for none
    activated_record = Signal(int)  # Enter or double click
    selection_counted = Signal(int)
    sort_changed = Signal()
    columns_asked = Signal()
    archive_asked = Signal()  # Del

    def __init__(
        self,
        model: ListModel,
        settings: PersonSettings,
        row_height: int = 34,
        columns: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._first_choice = tuple(columns)
        self._settings = settings
        self._rows = model
        self._key = f"lists.{model.definition.name}"
        self._wanted: dict[str, int] = {}
        self._arranging = False
        self._restoring = False
        self._said = 0
        self._room = 0
        self._cells = RowDelegate(self)
        self._cells.row_height = row_height
        self.setItemDelegate(self._cells)
        header = ListHeader(self)
        self._header = header
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.setAccessibleName(model.definition.title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setDefaultSectionSize(row_height)
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._resized_by_hand)
        header.sectionMoved.connect(self._moved_by_hand)
        header.customContextMenuRequested.connect(lambda _place: self.columns_asked.emit())
        self.doubleClicked.connect(self._activate)
        model.modelReset.connect(self._after_reset)
        self._load_columns()
        self.show_sort()

    # --- columns

    def column_keys(self) -> list[str]:
        """The chosen columns, in the order shown."""
        return [self._rows.columns[self._header.logicalIndex(n)].key for n in range(len(self._rows.columns))]

    def set_columns(self, keys: Sequence[str] | None) -> None:
        """Show these columns in this order and remember it; None for the list's own choice."""
        known = {column.key for column in self._rows.definition.columns}
        chosen = [key for key in keys if key in known] if keys is not None else self.default_columns()
        place = self.place()
        self._rows.set_columns(chosen or self.default_columns())
        self._settings.set(f"{self._key}.columns", None if keys is None else list(chosen))
        self.restore_place(place)
        self.arrange()

    def default_columns(self) -> list[str]:
        """The columns of the start: the page's choice, else the list's."""
        if self._first_choice:
            return list(self._first_choice)
        return [column.key for column in self._rows.definition.columns if column.shown and column.key != "id"]

    def forget_widths(self) -> None:
        """Back to the widths of the start."""
        self._wanted = {}
        self._settings.set(f"{self._key}.widths", None)
        self.arrange()

    def _load_columns(self) -> None:
        known = {column.key for column in self._rows.definition.columns}
        saved = self._settings.get(f"{self._key}.columns")
        keys = [key for key in saved if key in known] if isinstance(saved, list) else []
        self._rows.set_columns(keys or self.default_columns())
        widths = self._settings.get(f"{self._key}.widths")
        if isinstance(widths, dict):
            self._wanted = {key: int(width) for key, width in widths.items() if isinstance(width, int)}

    def arrange(self) -> None:
        """Give the name column the room it needs: the others become a little narrower, then the category goes, then
        regions show their number only, then the others become narrow; after that the list scrolls sideways. A pill
        is never cut: its column keeps its width, and a detail of a campaign goes instead."""
        columns = self._rows.columns
        room = self._room
        if not columns or room <= 0 or self._arranging:
            return
        main = next((n for n, column in enumerate(columns) if column.kind is NAME), 0)
        widths = {n: self._width(n) for n in range(len(columns)) if n != main}
        least = max(NAME_ROOM, self._wanted.get(columns[main].key, 0))
        whole = {n: widths[n] for n in widths if isinstance(kind := columns[n].kind, Choice) and kind.tones}
        self._tighten(
            widths, room - least, lambda n: whole.get(n) or max(self._header.title_width(n), round(widths[n] * _TIGHT))
        )
        hidden: set[int] = set()
        for key in _GIVE_WAY:
            for number in [n for n in widths if columns[n].key == key]:
                if sum(widths.values()) + least > room:
                    hidden.add(number)
                    del widths[number]
        for number, column in enumerate(columns):
            if number in widths and short_form(column, "06") and sum(widths.values()) + least > room:
                widths[number] = max(_SHORT, min(COMFORTABLE_CHOICE, self._header.title_width(number) - 10))
        self._tighten(widths, room - NAME_ROOM, lambda n: whole.get(n) or min(widths[n], _NARROWEST))
        widths[main] = max(NAME_ROOM, room - sum(widths.values()))
        self._arranging = True
        for number in range(len(columns)):
            self.setColumnHidden(number, number in hidden)
            if number in widths:
                self.setColumnWidth(number, widths[number])
        self._arranging = False

    def _tighten(self, widths: dict[int, int], room: int, least: Callable[[int], int]) -> None:
        """Take from the widest, down to what each needs at least, until they fit. A width set by hand is kept."""
        floors = {n: self._wanted.get(self._rows.columns[n].key, 0) or least(n) for n in widths}
        while (over := sum(widths.values()) - room) > 0:
            spare = {n: width - floors[n] for n, width in widths.items() if width > floors[n]}
            if not spare:
                return
            most = max(spare, key=lambda n: (widths[n], n))
            widths[most] -= min(over, spare[most], 8)

    def _width(self, number: int) -> int:
        column = self._rows.columns[number]
        return self._wanted.get(column.key) or max(column.width, self._header.title_width(number))

    def _resized_by_hand(self, section: int, _old: int, new: int) -> None:
        if self._arranging or not 0 <= section < len(self._rows.columns) or new <= 0:
            return
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            return  # Qt's own doing, not the person's
        self._wanted[self._rows.columns[section].key] = new
        self._settings.set(f"{self._key}.widths", dict(self._wanted))

    def _moved_by_hand(self, _logical: int, _old: int, _new: int) -> None:
        # The model takes over the order once the drag is done, so that visual and logical places agree again.
        QTimer.singleShot(0, self, self._take_order)

    def _take_order(self) -> None:
        keys = self.column_keys()
        if keys != [column.key for column in self._rows.columns]:
            header = self._header
            for number in range(header.count()):
                header.moveSection(header.visualIndex(number), number)
            self.set_columns(keys)

    # --- order

    def _sort_by(self, section: int) -> None:
        """First click ascending, second descending, third the list's own order again."""
        key = self._rows.columns[section].key
        now = self._rows.query.sort
        following: tuple[str, bool] | None = (key, False)
        if now is not None and now[0] == key:
            following = (key, True) if not now[1] else None
        self.set_sort(following)

    def set_sort(self, sort: tuple[str, bool] | None) -> None:
        place = self.place()
        self._rows.set_query(replace(self._rows.query, sort=sort))
        self.restore_place(place, scroll=False)
        self.show_sort()
        self.sort_changed.emit()

    def show_sort(self) -> None:
        """Put the arrow on the column that the query sorts by."""
        sort = self._rows.query.sort
        keys = [column.key for column in self._rows.columns]
        sorted_by = (keys.index(sort[0]), sort[1]) if sort and sort[0] in keys else None
        if sorted_by != self._header.sorted_by:
            self._header.sorted_by = sorted_by
            self._header.viewport().update()

    # --- records

    def current_record(self) -> int:
        """The record under the cursor, 0 for none."""
        return self._rows.id_at(self.currentIndex().row()) or 0

    def selected_records(self) -> list[int]:
        """The selected records, in the order shown."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._rows.ids[row] for row in rows if row < len(self._rows.ids)]

    def select_record(self, record: int) -> bool:
        """Put the cursor on a record and show it; False when the list does not hold it."""
        row = self._rows.row_of(record)
        if row < 0:
            return False
        if row != self.currentIndex().row() or not self.selectionModel().isRowSelected(row):
            # Not `selectRow`: it heeds the keys held down, and Ctrl+S would keep the line chosen before.
            self.selectionModel().setCurrentIndex(
                self._rows.index(row, self._first_column()),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
        self.scrollTo(self._rows.index(row, self._first_column()))
        return True

    def step(self, rows: int) -> None:
        """The next record, or the one before."""
        row = max(0, min(self._rows.rowCount() - 1, self.currentIndex().row() + rows))
        record = self._rows.id_at(row)
        if record:
            self.select_record(record)

    def place(self) -> dict[str, Any]:
        """Cursor, selection and scroll, by records: they survive a reload."""
        return {
            "current": self.current_record(),
            "selected": self.selected_records(),
            "top": self._rows.id_at(self.rowAt(1)) or 0,
            "scroll": self.verticalScrollBar().value(),
        }

    def restore_place(self, place: dict[str, Any], *, scroll: bool = True) -> None:
        self._restoring = True
        selection = QItemSelection()
        last = self._rows.columnCount() - 1
        for record in place.get("selected", ()):
            row = self._rows.row_of(record)
            if row >= 0:
                selection.select(self._rows.index(row, 0), self._rows.index(row, last))
        row = self._rows.row_of(place.get("current", 0))
        if row >= 0:
            self.selectionModel().setCurrentIndex(
                self._rows.index(row, self._first_column()), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scroll:
            self.verticalScrollBar().setValue(place.get("scroll", 0))
            top = self._rows.row_of(place.get("top", 0))
            if top >= 0 and self.rowAt(1) != top:
                self.scrollTo(self._rows.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        elif row >= 0:
            self.scrollTo(self._rows.index(row, self._first_column()))
        self._restoring = False
        self._announce()

    def reload(self) -> None:
        """Read the list again; cursor, selection and scroll stay where they are."""
        place = self.place()
        self._rows.reload()
        self.restore_place(place)

    def table(self, *, selected: bool = False) -> Table:
        """What is shown (or selected), with the chosen columns, as raw values: to print, export or copy."""
        definition = self._rows.definition
        ids = self.selected_records() if selected else list(self._rows.ids)
        keys = self.column_keys()
        with self._rows.open_reader() as reader:
            rows = list_rows(reader, definition, self._rows.query, ids, keys)
        return Table(tuple(definition.column(key) for key in keys), rows)

    def copy(self) -> None:
        """The selected rows on the clipboard, as a clean table."""
        if self.selected_records():
            QApplication.clipboard().setMimeData(table_mime(self.table(selected=True)))

    def set_row_height(self, height: int) -> None:
        self._cells.row_height = height
        self.verticalHeader().setDefaultSectionSize(height)

    # --- Qt

    def _first_column(self) -> int:
        return self._header.logicalIndex(0)

    def _after_reset(self) -> None:
        self.show_sort()
        self.arrange()

    def _activate(self, index: QModelIndex) -> None:
        record = self._rows.id_at(index.row())
        if record:
            self.activated_record.emit(record)

    def currentChanged(self, current: QModelIndex | Any, previous: QModelIndex | Any) -> None:
        super().currentChanged(current, previous)
        # Qt puts the cursor on the first row when the list gets the focus: that opens nothing, a selected row does.
        if self.selectionModel().isRowSelected(current.row()):
            self._announce()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._announce()

    def _announce(self) -> None:
        if self._restoring:
            return
        selected = self.selectionModel().isRowSelected(self.currentIndex().row())
        record = self.current_record() if selected else 0
        if record != self._said:
            self._said = record
            self.opened.emit(record)
        self.selection_counted.emit(len(self.selectionModel().selectedRows()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The event is the viewport's; asking for `viewport()` would make PySide load every kind of widget, 7 ms.
        self._room = event.size().width()
        self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activate(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.archive_asked.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: Any) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._cells.hovered:
            self._cells.hovered = row
            self.viewport().update()
