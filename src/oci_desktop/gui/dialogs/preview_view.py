"""The pages of a PDF one under the other, drawn by a worker as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from oci_desktop.gui import theme
from oci_desktop.i18n import _

if TYPE_CHECKING:
    from oci_desktop.reports.preview import Preview

FIT_WIDTH, FIT_PAGE = -1.0, -2.0
SMALLEST, LARGEST = 0.25, 4.0
STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
_MARGIN, _GAP = 20, 16
_PER_POINT = 96 / 72
"""Screen pixels per point at 100 %."""
_KEPT = 16


class PreviewView(QAbstractScrollArea):
    """Shows the very bytes: nothing is laid out again. `zoom` is a factor, or one of the two fits."""

    page_changed = Signal(int)  # the page that fills most of the view, from 0
    zoom_changed = Signal(float)  # the factor in force
    _drawn = Signal(int, int, float, QImage)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Preview"))
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._preview: Preview | None = None
        self._zoom = FIT_WIDTH
        self._factor = 1.0
        self._frames: list[QRect] = []
        self._extent = QSize()
        self._images: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._asked: set[tuple[int, float]] = set()
        self._series = 0
        self._page = 0
        self._worker = worker = ThreadPoolExecutor(1, "preview")
        self._drawn.connect(self._take)
        # A page that is rebuilt (language, theme) takes its view with it: the document and the worker go too.
        held: list[Preview] = []
        self._held = held
        self.destroyed.connect(lambda: _let_go(worker, held))

    # What is shown.

    def show_pdf(self, preview: Preview | None) -> None:
        """Show another document; the place on the page is kept when there is the same number of pages."""
        old, same = self._preview, False
        if old is not None:
            self._held.remove(old)
            same = preview is not None and preview.page_count == old.page_count
            self._worker.submit(old.close)
        self._preview = preview
        if preview is not None:
            self._held.append(preview)
        self._series += 1
        self._asked.clear()
        if not same:
            self._images.clear()
            self.verticalScrollBar().setValue(0)
            self._page = 0
        self._arrange()
        self._images.clear()
        self.viewport().update()
        self.page_changed.emit(self._page)

    def page_count(self) -> int:
        return self._preview.page_count if self._preview else 0

    @property
    def page(self) -> int:
        return self._page

    def go_to(self, page: int) -> None:
        """Scroll to the top of a page."""
        if 0 <= page < len(self._frames):
            self.verticalScrollBar().setValue(self._frames[page].top() - _MARGIN)
            self._set_page(page)

    @property
    def zoom(self) -> float:
        """The factor asked for, or FIT_WIDTH, FIT_PAGE."""
        return self._zoom

    @property
    def factor(self) -> float:
        """The factor in force: 1.0 is the size on paper on a screen of 96 dots per inch."""
        return self._factor

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom if zoom in (FIT_WIDTH, FIT_PAGE) else max(SMALLEST, min(LARGEST, zoom))
        bar, middle = self.verticalScrollBar(), self.viewport().height() / 2
        share = (bar.value() + middle) / max(1, self._extent.height())
        self._arrange()
        bar.setValue(round(share * self._extent.height() - middle))
        self.viewport().update()

    def zoom_in(self) -> None:
        self.set_zoom(next((step for step in STEPS if step > self._factor + 0.01), LARGEST))

    def zoom_out(self) -> None:
        self.set_zoom(next((step for step in reversed(STEPS) if step < self._factor - 0.01), SMALLEST))

    def close_pdf(self) -> None:
        """Let the document and the worker go."""
        self.show_pdf(None)
        self._worker.shutdown(wait=True, cancel_futures=False)

    # Where the pages are.

    def _arrange(self) -> None:
        self._frames = []
        if self._preview is None or not self._preview.page_count:
            self._extent = QSize()
            self._set_bars()
            return
        sizes = [self._preview.page_size(page) for page in range(self._preview.page_count)]
        widest, tallest = max(w for w, _h in sizes), max(h for _w, h in sizes)
        room = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width()
        by_width = (room.width() - bar - 2 * _MARGIN) / (widest * _PER_POINT)
        if self._zoom == FIT_WIDTH:
            factor = min(by_width, 2.0)
        elif self._zoom == FIT_PAGE:
            factor = min(by_width, (room.height() - 2 * _MARGIN) / (tallest * _PER_POINT))
        else:
            factor = self._zoom
        factor = max(0.05, factor)
        if abs(factor - self._factor) > 1e-6:
            self._factor = factor
            self._asked.clear()
            self.zoom_changed.emit(factor)
        points = factor * _PER_POINT
        top, width = _MARGIN, round(widest * points) + 2 * _MARGIN
        for page_width, page_height in sizes:
            w, h = round(page_width * points), round(page_height * points)
            self._frames.append(QRect((width - w) // 2, top, w, h))
            top += h + _GAP
        self._extent = QSize(width, top - _GAP + _MARGIN)
        self._set_bars()

    def _set_bars(self) -> None:
        view = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(view.height())
        vertical.setRange(0, max(0, self._extent.height() - view.height()))
        horizontal.setPageStep(view.width())
        horizontal.setRange(0, max(0, self._extent.width() - view.width()))

    def _offset(self) -> QPoint:
        left = (self.viewport().width() - self._extent.width()) // 2
        return QPoint(max(0, left) - self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page, frames = self._page, self._frames
        within = 0.0
        if frames:
            within = (self.verticalScrollBar().value() - frames[page].top()) / max(1, frames[page].height())
        self._arrange()
        if self._frames and page < len(self._frames):
            self.verticalScrollBar().setValue(round(self._frames[page].top() + within * self._frames[page].height()))

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        for number, frame in enumerate(self._frames):
            if middle <= frame.bottom() + _GAP:
                self._set_page(number)
                break
        self.viewport().update()

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    # Drawing.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("side"))
        offset = self._offset()
        for number, frame in enumerate(self._frames):
            shown = frame.translated(offset)
            if not shown.intersects(event.rect()):
                continue
            painter.fillRect(shown.adjusted(-1, -1, 1, 1), theme.colour("line"))
            painter.fillRect(shown, Qt.GlobalColor.white)
            image = self._image(number)
            if image is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(shown, image)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _image(self, page: int) -> QImage | None:
        """The page as it must be drawn now; the nearest one that is ready, while the worker makes it."""
        scale = round(self._factor * _PER_POINT * self.devicePixelRatioF(), 4)
        found = self._images.get((page, scale))
        if found is not None:
            self._images.move_to_end((page, scale))
            return found
        self._ask(page, scale)
        return next((image for (number, _scale), image in reversed(self._images.items()) if number == page), None)

    def _ask(self, page: int, scale: float) -> None:
        if self._preview is None or (page, scale) in self._asked:
            return
        self._asked.add((page, scale))
        self._worker.submit(self._draw, self._preview, self._series, page, scale)

    def _draw(self, preview: Preview, series: int, page: int, scale: float) -> None:
        if series != self._series or (page, scale) not in self._asked:
            return  # another document or another zoom was asked for meanwhile
        made = preview.image(page, scale)
        image = QImage(made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32).copy()
        try:
            self._drawn.emit(series, page, scale, image)
        except RuntimeError:
            return  # the view is gone

    @Slot(int, int, float, QImage)
    def _take(self, series: int, page: int, scale: float, image: QImage) -> None:
        if series != self._series:
            return
        self._images[page, scale] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.viewport().update()

    def is_drawn(self) -> bool:
        """Whether the page in view is shown as sharp as it will be (tests, screenshots)."""
        scale = round(self._factor * _PER_POINT * self.devicePixelRatioF(), 4)
        return (self._page, scale) in self._images

    # Hands.

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_in() if event.angleDelta().y() > 0 else self.zoom_out()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        bar = self.verticalScrollBar()
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif control and event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        elif control and event.key() == Qt.Key.Key_0:
            self.set_zoom(FIT_WIDTH)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)


def _let_go(worker: ThreadPoolExecutor, held: list[Preview]) -> None:
    """Close what the view still held, after what is being drawn."""
    try:
        for preview in held:
            worker.submit(preview.close)
        worker.shutdown(wait=False)
    except RuntimeError:
        return  # closed already
