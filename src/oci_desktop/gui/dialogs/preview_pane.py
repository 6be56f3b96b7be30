"""A preview with what one needs to look at it: pages, zoom, and what is going on while it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.errors import OciError
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.preview_view import FIT_PAGE, FIT_WIDTH, PreviewView
from oci_desktop.gui.widgets import Button, EmptyState, Label, icon_button, line
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.gui.tasks import Progress, Task
    from oci_desktop.reports.preview import Preview

Make = Callable[["Progress"], bytes]
"""Makes the PDF in a worker; it reports pages done and is stopped by what the report raises."""


class PreviewPane(QWidget):
    """Makes a document in a worker and shows it; `ready` comes with the bytes that print, save and mail take."""

    ready = Signal(bytes)
    started = Signal()
    failed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task | None = None
        self._series = 0
        self.content = b""
        self.view = PreviewView()
        self.view.page_changed.connect(lambda _page: self._tell_page())
        self.view.zoom_changed.connect(lambda _factor: self._tell_zoom())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._message: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tools())
        self._rule = line()
        column.addWidget(self._rule)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Preparing the document"))
        self._bar.setFixedHeight(3)
        self._bar.hide()
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        self._tell_page()
        self._tell_zoom()

    def _tools(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(4)
        self._previous = icon_button("chevron-up", _("Previous page"), lambda: self.view.go_to(self.view.page - 1))
        self._next = icon_button("chevron-down", _("Next page"), lambda: self.view.go_to(self.view.page + 1))
        self._number = QLineEdit()
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number.setFixedWidth(54)
        self._number.setValidator(QIntValidator(1, 99_999, self))
        self._number.setAccessibleName(_("Page"))
        self._number.editingFinished.connect(self._go_to_typed)
        self._of = Label("", "secondary")
        row.addWidget(self._previous)
        row.addWidget(self._next)
        row.addSpacing(4)
        row.addWidget(Label(_("Page"), "secondary"))
        row.addWidget(self._number)
        row.addWidget(self._of)
        row.addStretch()
        self._out = icon_button("zoom-out", _("Smaller (Ctrl+−)"), self.view.zoom_out)
        self._percent = Label("", "secondary")
        self._percent.setMinimumWidth(48)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._in = icon_button("zoom-in", _("Larger (Ctrl++)"), self.view.zoom_in)
        self._width = Button(_("Width"), lambda: self._fit(FIT_WIDTH), look="chip", tip=_("Fit the width (Ctrl+0)"))
        self._whole = Button(_("Page"), lambda: self._fit(FIT_PAGE), look="chip", tip=_("Fit the whole page"))
        for widget in (self._out, self._percent, self._in, self._width, self._whole):
            row.addWidget(widget)
        return box

    # Making.

    def make(self, label: str, make: Make) -> None:
        """Make the document anew; one that is still being made is given up."""
        self.stop()
        self.started.emit()
        series = self._series
        self._task = task = self._context.tasks.start(
            label,
            lambda progress: _opened(make(progress)),
            lambda opened: self._done(series, opened),
            lambda problem: self._refused(series, problem),
        )
        task.progressed.connect(self._progressed)
        task.shown.connect(self._show_progress)

    def stop(self) -> None:
        """Give up the document that is being made; the one shown stays."""
        self._series += 1  # what is still being made comes too late
        if self.is_busy():
            assert self._task is not None
            self._task.cancel()
        self._task = None
        self._bar.hide()

    def is_busy(self) -> bool:
        return self._task is not None and self._task.running

    def _show_progress(self) -> None:
        if self.is_busy():
            self._bar.setRange(0, 0)
            self._bar.show()

    def _progressed(self, share: float, _text: str) -> None:
        if share >= 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(share * 1000))

    def _done(self, series: int, opened: tuple[bytes, Preview, str]) -> None:
        content, preview, text = opened
        if series != self._series:
            preview.close()
            return
        self._task = None
        self._bar.hide()
        self.content = content
        self.view.show_pdf(preview)
        self.view.setAccessibleDescription(text)
        self._stack.setCurrentWidget(self.view)
        self._tell_page()
        self.ready.emit(self.content)

    def _refused(self, series: int, problem: BaseException) -> None:
        if series != self._series:
            return
        self._task = None
        self._bar.hide()
        if not isinstance(problem, OciError):
            raise problem
        self.say("info-circle", _("The document cannot be made"), str(problem))
        self.failed.emit(str(problem))

    def say(self, icon: str, title: str, text: str = "") -> None:
        """A sentence instead of the document: what is missing, or what went wrong."""
        self.content = b""
        self.view.show_pdf(None)
        if self._message is not None:
            self._stack.removeWidget(self._message)
            self._message.deleteLater()
        self._message = EmptyState(icon, title, text)
        self._stack.addWidget(self._message)
        self._stack.setCurrentWidget(self._message)
        self._tell_page()

    def close_pdf(self) -> None:
        """Let the document go, with its worker."""
        self.stop()
        self.view.close_pdf()

    # Telling.

    def summary(self) -> str:
        """« 3 pages »."""
        count = self.view.page_count()
        return ngettext("{count} page", "{count} pages", count).format(count=formats.number(count)) if count else ""

    def _fit(self, zoom: float) -> None:
        self.view.set_zoom(zoom)
        self._tell_zoom()

    def _go_to_typed(self) -> None:
        if self._number.text():
            self.view.go_to(min(max(1, int(self._number.text())), self.view.page_count()) - 1)
        self._tell_page()

    def _tell_page(self) -> None:
        count, page = self.view.page_count(), self.view.page
        self._number.setText(str(page + 1) if count else "")
        self._number.setEnabled(count > 1)
        self._of.setText(_("of {count}").format(count=formats.number(count)) if count else "")
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(page + 1 < count)

    def _tell_zoom(self) -> None:
        self._percent.setText(formats.percent(round(self.view.factor * 100)))
        for button, zoom in ((self._width, FIT_WIDTH), (self._whole, FIT_PAGE)):
            button.setProperty("active", "true" if self.view.zoom == zoom else "false")
            button.style().unpolish(button)
            button.style().polish(button)


def _opened(content: bytes) -> tuple[bytes, Preview, str]:
    """The bytes, the document, and the words of its first page for who listens to the screen."""
    from oci_desktop.reports.preview import Preview

    preview = Preview(content)
    return content, preview, preview.text(0) if preview.page_count else ""
