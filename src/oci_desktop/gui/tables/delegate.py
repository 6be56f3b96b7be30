"""How a cell is painted: names semibold, the rest in secondary text, statuses as pills, one line under a row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QStyleOptionViewItem, QTableView, QToolTip

from oci_desktop.gui import fonts, theme
from oci_desktop.gui.tables.model import ListModel
from oci_desktop.gui.widgets.labels import plain_tip
from oci_desktop.gui.widgets.pill import paint_pill, pill_width
from oci_desktop.tables import NAME, Choice, Column

LEFT, CELL, RIGHT = 22, 8, 8
"""Padding of the first column, of the others, and at the right of each."""

Index = QModelIndex | QPersistentModelIndex

_ALIGN = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
}


class RowDelegate(QAbstractItemDelegate):
    """Paints every list. It is asked for each visible cell, so it keeps its fonts and measures."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._text = fonts.font()
        self._name = fonts.font(weight=QFont.Weight.DemiBold)
        self._text_metrics = QFontMetrics(self._text)
        self._name_metrics = QFontMetrics(self._name)
        self.row_height = 34
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The room a cell would like: used when a column is fitted to its content."""
        column, value, text = self._cell(index)
        if pill_tone(column, value):
            width = pill_width(self._text_metrics, text)
        elif column.kind is NAME:
            width = self._name_metrics.horizontalAdvance(text)
        else:
            width = self._text_metrics.horizontalAdvance(text)
        return QSize(width + self._left(index) + RIGHT + 2, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        first = self._first(index)
        painter.save()
        # Asked of the view: with the flags of `option`, Python would build the enumerations of QStyle, 4 ms at start;
        # the line is drawn as one because `fillRect` would have it build those of QGradient.
        if self._view.selectionModel().isSelected(index):
            painter.fillRect(rect, theme.colour("selected"))
        elif index.row() == self.hovered:
            painter.fillRect(rect, theme.colour("hover"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if first and index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            painter.setPen(theme.colour("accent"))
            for x in range(rect.left(), rect.left() + 3):
                painter.drawLine(x, rect.top(), x, rect.bottom() - 1)
        column, value, text = self._cell(index)
        if not text:
            painter.restore()
            return
        inside = rect.adjusted(LEFT if first else CELL, 0, -RIGHT, -1)
        tone = pill_tone(column, value)
        named = column.kind is NAME
        painter.setFont(self._name if named else self._text)
        if tone:
            paint_pill(painter, inside.left() - 2, inside.center().y() + 1, text, tone, room=inside.width() + 2)
        else:
            metrics = self._name_metrics if named else self._text_metrics
            painter.setPen(theme.colour("text" if named else "secondary"))
            shown = self._shortened(column, value, text, metrics, inside.width(), rect.width())
            painter.drawText(inside, _ALIGN[column.kind.align], shown)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text of a cell that is cut or shortened."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            column, value, text = self._cell(index)
            rect: QRect = view.visualRect(index)
            room = rect.width() - self._left(index) - RIGHT
            metrics = self._name_metrics if column.kind is NAME else self._text_metrics
            width = pill_width(metrics, text) - 2 if pill_tone(column, value) else metrics.horizontalAdvance(text)
            QToolTip.showText(event.globalPos(), plain_tip(text) if width > room else "", view)
            return True
        return super().helpEvent(event, view, option, index)

    def text_width(self, text: str) -> int:
        return self._text_metrics.horizontalAdvance(text)

    def _cell(self, index: Index) -> tuple[Column, object, str]:
        model = index.model()
        assert isinstance(model, ListModel)
        return model.cell(index.row(), index.column())

    def _shortened(self, column: Column, value: object, text: str, metrics: QFontMetrics, room: int, width: int) -> str:
        if width <= COMFORTABLE_CHOICE and (short := short_form(column, value)):
            return short  # for the whole column, even where the words of one row would fit
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _first(self, index: Index) -> bool:
        return self._view.horizontalHeader().visualIndex(index.column()) == 0

    def _left(self, index: Index) -> int:
        return LEFT if self._first(index) else CELL


COMFORTABLE_CHOICE = 84
"""Under this width a label that has a short form shows that one (a region its number)."""


def short_form(column: Column, value: object) -> str:
    """What remains of a label where room is scarce: a region its number; "" for what has no short form."""
    if not isinstance(column.kind, Choice):
        return ""
    if column.kind.short is not None:
        return column.kind.short(str(value))
    return str(value) if column.key == "region" else ""


def pill_tone(column: Column, value: object) -> str:
    """The tone of the pill that shows this value, "" for plain text."""
    return column.kind.tone(value) if isinstance(column.kind, Choice) else ""
