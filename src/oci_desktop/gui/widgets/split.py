"""A list with its record beside it; where the window is narrow, the record lies over the list."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from oci_desktop.gui import theme
from oci_desktop.i18n import _

READING, EDITING = 372, 470
OVERLAY_UNDER = 1180
_SMALLEST, _HANDLE = 320, 7


class SplitHandle(QWidget):
    """The edge of a side panel: drag it, or move it with the arrow keys once it has the focus."""

    moved_to = Signal(int)
    reset = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(QCursor(Qt.CursorShape.SplitHCursor))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Width of the record"))
        self._from: int | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = round(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self.moved_to.emit(self.mapToParent(event.position().toPoint()).x() - self._from)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -24, Qt.Key.Key_Right: 24}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved_to.emit(self.x() + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        focused = self.hasFocus()
        painter.fillRect(0, 0, 2 if focused else 1, self.height(), theme.colour("accent" if focused else "line"))


class RecordSplit(QWidget):
    """`main` at the left, `side` at the right at its own width; `side` covers `main` under 1180 px of window."""

    width_changed = Signal(int, bool)  # width, while editing
    side_shown = Signal(bool)

    def __init__(self, main: QWidget, side: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.main, self.side = main, side
        main.setParent(self)
        side.setParent(self)
        self._handle = SplitHandle(self)
        self._handle.moved_to.connect(self._dragged)
        self._handle.reset.connect(self._restore_width)
        self._widths = {False: READING, True: EDITING}
        self._editing = False
        self._open = True
        self._asked = False

    @property
    def editing(self) -> bool:
        return self._editing

    @property
    def overlaid(self) -> bool:
        """The record covers the list: the window is too narrow for both."""
        return self.window().width() < OVERLAY_UNDER

    def set_widths(self, reading: int, editing: int) -> None:
        self._widths = {False: max(_SMALLEST, reading), True: max(_SMALLEST, editing)}
        self._place()

    def set_editing(self, editing: bool) -> None:
        """Give the record the room of a form, or take it back."""
        if editing != self._editing:
            self._editing = editing
            self._place()

    def show_side(self, shown: bool, *, asked: bool = True) -> None:
        """Open or close the record; over a narrow list it opens only when it was asked for."""
        self._open, self._asked = shown, asked and shown
        self._place()

    def side_visible(self) -> bool:
        return self._open and (self._asked or self._editing or not self.overlaid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(1000, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.main.minimumSizeHint().width(), 300)

    def _place(self) -> None:
        shown = self.side_visible()
        before = self.side.isVisibleTo(self)
        full = self.rect()
        width = min(self._widths[self._editing], max(_SMALLEST, full.width() - (40 if self.overlaid else 360)))
        room = full.width() - (width if shown and not self.overlaid else 0)
        self.main.setGeometry(QRect(0, 0, room, full.height()))
        self.side.setVisible(shown)
        self._handle.setVisible(shown)
        if shown:
            self.side.setGeometry(QRect(full.width() - width, 0, width, full.height()))
            self.side.raise_()
            self._handle.setGeometry(QRect(full.width() - width, 0, _HANDLE, full.height()))
            self._handle.raise_()
        set_covered = getattr(self.main, "set_covered", None)  # a list moves its buttons out from under the record
        if set_covered is not None:
            set_covered(width if shown and self.overlaid else 0)
        if shown != before:
            self.side_shown.emit(shown)

    def _dragged(self, left: int) -> None:
        width = max(_SMALLEST, min(self.width() - left, round(self.width() * 0.7)))
        self._widths[self._editing] = width
        self._place()
        self.width_changed.emit(width, self._editing)

    def _restore_width(self) -> None:
        self._dragged(self.width() - (EDITING if self._editing else READING))

    def handle_centre(self) -> QPoint:
        """Where the handle can be taken (tests)."""
        return self._handle.geometry().center()
