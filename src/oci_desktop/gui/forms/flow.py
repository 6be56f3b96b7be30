"""A layout that breaks into lines like words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class FlowLayout(QLayout):
    """Widgets one after the other, on as many lines as the width asks; the last one takes what remains of its line."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6, *, stretch_last: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._stretch_last = gap, stretch_last
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert(self, index: int, widget: QWidget) -> None:
        self.addChildWidget(widget)
        self._items.insert(index, QWidgetItem(widget))
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)  # the lines are as high as they are: what is left goes to others

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        margins = self.contentsMargins()
        height = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(min(widest, 160) + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def _lay(self, rect: QRect, *, place: bool) -> int:
        margins = self.contentsMargins()
        left, right = rect.x() + margins.left(), rect.right() + 1 - margins.right()
        x, y, line = left, rect.y() + margins.top(), 0
        row: list[tuple[QLayoutItem, QRect]] = []
        shown = [item for item in self._items if (w := item.widget()) is None or not w.isHidden()]
        for number, item in enumerate(shown):
            size = item.sizeHint()
            width = min(size.width(), max(right - left, 0))
            if x > left and x + width > right:
                _centre(row, line)
                x, y, line, row = left, y + line + self._gap, 0, []
            if self._stretch_last and number == len(shown) - 1:
                width = max(width, right - x)
            if place:
                row.append((item, QRect(QPoint(x, y), QSize(width, size.height()))))
            x, line = x + width + self._gap, max(line, size.height())
        _centre(row, line)
        return y + line + margins.bottom() - rect.y()


def _centre(row: list[tuple[QLayoutItem, QRect]], height: int) -> None:
    """Put the items of one line on its middle."""
    for item, rect in row:
        item.setGeometry(rect.translated(0, (height - rect.height()) // 2))
