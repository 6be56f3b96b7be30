"""The list of forms that came back: what each is, and a box to accept it. The mouse or Space ticks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from oci_desktop.gui import icons, theme
from oci_desktop.gui.dialogs.rows import RowsModel, RowsView
from oci_desktop.gui.tables.delegate import LEFT, Index, RowDelegate
from oci_desktop.i18n import N_, _
from oci_desktop.tables import NAME, TEXT, Choice, Column

ACCEPTED, INCOMPLETE, ATTACHED = "accepted", "incomplete", "attached"
STATUSES = {
    "new": N_("New return"),
    "changed": N_("Addition"),
    "same": N_("Nothing new"),
    "older": N_("Older"),
    "scan": N_("Scan"),
    "refused": N_("Not taken"),
    ACCEPTED: N_("Accepted"),
    INCOMPLETE: N_("Accepted, to complete"),
    ATTACHED: N_("Attached"),
}
TONES = {
    "new": "good", "changed": "good", "same": "neutral", "older": "pending", "scan": "pending", "refused": "late",
    ACCEPTED: "good", INCOMPLETE: "pending", ATTACHED: "good",
}  # fmt: skip

COLUMNS = (
    Column("tick", "", TEXT, 46),
    Column("member", N_("Member"), NAME, 240),
    Column("file", N_("File"), TEXT, 170),
    Column("campaign", N_("Campaign"), TEXT, 86),
    Column("status", N_("What it is"), Choice(STATUSES, TONES), 172),
    Column("remark", N_("Remark"), TEXT, 148),
)
_TICK, _MEMBER, _FILE, _CAMPAIGN, _STATUS, _REMARK = range(6)
_WIDE = 760
"""From this width on there is room for the remarks; the detail has them all."""
_BOX = 16


class _TickModel(RowsModel):
    """Rows of which some can be ticked."""

    def __init__(self, columns: Sequence[Column], title: str) -> None:
        super().__init__(columns, title)
        self.ticks: dict[int, bool] = {}
        """The rows that can be ticked, and whether they are."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.column() == _TICK and index.isValid() and index.row() in self.ticks:
            ticked = self.ticks[index.row()]
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return _("to accept") if ticked else _("left aside")
        return super().data(index, role)


class _TickDelegate(RowDelegate):
    """Paints the box of the rows that can be ticked."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        if index.column() != _TICK or not isinstance(model, _TickModel) or index.row() not in model.ticks:
            return
        rect: QRect = option.rect
        box = QRectF(rect.left() + LEFT, rect.center().y() - _BOX / 2 + 0.5, _BOX, _BOX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ticked = model.ticks[index.row()]
        painter.setPen(QPen(theme.colour("accent" if ticked else "field_border"), 1))
        painter.setBrush(theme.colour("accent" if ticked else "panel"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if ticked:
            ratio = painter.device().devicePixelRatio()
            sign = icons.pixmap("check", theme.tokens().on_accent, 12, ratio)
            painter.drawPixmap(round(box.left()) + 2, round(box.top()) + 2, sign)
        painter.restore()


class ReturnedList(RowsView):
    """`ticked` says that the person changed what is to be accepted."""

    ticked = Signal()

    def __init__(self, row_height: int) -> None:
        super().__init__(COLUMNS, _("Forms that came back"), row_height)
        self.rows_model: _TickModel = _TickModel(COLUMNS, _("Forms that came back"))
        self.setModel(self.rows_model)
        self._cells = _TickDelegate(self)
        self._cells.row_height = row_height
        self.setItemDelegate(self._cells)
        self._arrange()

    def _arrange(self) -> None:
        """Pills whole; the file and the remark share with the member, and the remark goes where there is no room."""
        room = self.viewport().width()
        remarks = room >= _WIDE
        self.setColumnHidden(_REMARK, not remarks)
        widths = [column.width for column in COLUMNS]
        free = room - sum(widths[place] for place in (_TICK, _CAMPAIGN, _STATUS)) - (widths[_REMARK] if remarks else 0)
        widths[_MEMBER] = round(free * 0.6)
        widths[_FILE] = free - widths[_MEMBER]
        for number, width in enumerate(widths):
            self.setColumnWidth(number, max(40, width))

    def show_forms(self, rows: Sequence[tuple[Any, ...]], ticks: dict[int, bool]) -> None:
        """The rows, and which of them can be ticked."""
        self.rows_model.ticks = dict(ticks)
        self.show_rows(rows)

    @property
    def chosen_rows(self) -> list[int]:
        """The rows that are ticked."""
        return [row for row, ticked in sorted(self.rows_model.ticks.items()) if ticked]

    def tick(self, rows: Iterable[int], on: bool) -> None:
        """Tick these rows, or take their tick away; those that cannot be ticked stay as they are."""
        for row in rows:
            if row in self.rows_model.ticks:
                self.rows_model.ticks[row] = on
        self.viewport().update()
        self.ticked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.column() == _TICK and event.button() == Qt.MouseButton.LeftButton:
            self._turn([index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._turn(sorted({index.row() for index in self.selectionModel().selectedRows()}))
        else:
            super().keyPressEvent(event)

    def _turn(self, rows: Sequence[int]) -> None:
        """The first says which way: all of them follow it."""
        able = [row for row in rows if row in self.rows_model.ticks]
        if able:
            self.tick(able, not self.rows_model.ticks[able[0]])
