"""The three ways out of a preview, all with the same bytes: on paper, in a file, in a message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from oci_desktop.errors import Cancelled, OciError, StorageError
from oci_desktop.exchange.files import drafts_folder, write_file
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.i18n import N_, _, message
from oci_desktop.mailings.messages import mail_draft, safe_name
from oci_desktop.reports.preview import Preview

if TYPE_CHECKING:
    from oci_desktop.gui.tasks import Progress

PRINT_DPI = 300
"""Enough for 8-point text on office printers; 600 would send four times the data for nothing seen."""


def print_pdf(context: Context, parent: QWidget, content: bytes, title: str) -> bool:
    """Print the bytes that the preview shows, on the printer and the pages that the person chooses.

    The pages are drawn in a worker; cancelling stops the printer.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    with Preview(content) as preview:
        printer.setDocName(title)
        printer.setPageLayout(page_layout(preview))
        printer.setFromTo(1, preview.page_count)
    if not messages.choose_printer(parent, printer):
        return False

    def work(progress: Progress) -> int:
        with Preview(content) as pages:
            return paint_pages(pages, printer, progress)

    def refused(problem: BaseException) -> None:
        if not isinstance(problem, OciError):
            raise problem
        messages.error(parent.window(), _("Not printed"), str(problem))

    context.tasks.start(
        _("Printing: {title}").format(title=title),
        work,
        lambda _pages: context.tell(_("Sent to the printer: {title}").format(title=title)),
        refused,
    )
    return True


def page_layout(preview: Preview) -> QPageLayout:
    """The paper of the document's first page, without margins: they are in the pages themselves."""
    width, height = preview.page_size(0) if preview.page_count else (612.0, 792.0)
    landscape = width > height
    size = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Point)
    turn = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout()
    layout.setPageSize(size)
    layout.setOrientation(turn)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def paint_pages(preview: Preview, printer: QPrinter, progress: Progress | None = None) -> int:
    """Draw the chosen pages on the printer, each in its own size; says how many. Any thread will do.

    Raises: StorageError when the printer refuses; Cancelled.
    """
    printer.setFullPage(True)
    dpi = min(printer.resolution(), PRINT_DPI)
    first = max(1, printer.fromPage()) - 1
    last = min(preview.page_count, printer.toPage() or preview.page_count)
    painter = QPainter()
    if not painter.begin(printer):
        raise StorageError(message(N_("The printer does not answer. Nothing was printed; the document is still here.")))
    try:
        for number, page in enumerate(range(first, last)):
            if progress is not None:
                progress(number, last - first)
            if number and not printer.newPage():
                raise StorageError(message(N_("The printer stopped at page {page}."), page=page + 1))
            made = preview.image(page, dpi / 72)
            image = QImage(made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32)
            width, height = preview.page_size(page)
            per_point = printer.resolution() / 72
            painter.drawImage(QRectF(0, 0, width * per_point, height * per_point), image)
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
    return max(0, last - first)


def save_pdf(context: Context, parent: QWidget, content: bytes, file_name: str) -> Path | None:
    """Write the bytes where the person wants; a file of that name is replaced only whole.

    Raises: StorageError.
    """
    return _save(context, parent, content, file_name, ".pdf", "PDF (*.pdf)")


def save_word(context: Context, parent: QWidget, content: bytes, file_name: str) -> Path | None:
    """The same for a Word document.

    Raises: StorageError.
    """
    return _save(context, parent, content, file_name, ".docx", "Word (*.docx)")


def _save(context: Context, parent: QWidget, content: bytes, file_name: str, ending: str, filters: str) -> Path | None:
    folder = context.settings.get("paper.folder") or str(Path.home())
    suggested = str(Path(folder) / f"{safe_name(file_name)}{ending}")
    chosen = messages.choose_save_file(parent, _("Save the document"), suggested, filters)
    if chosen is None:
        return None
    path = chosen if chosen.suffix.lower() == ending else chosen.with_name(chosen.name + ending)
    write_file(path, content)
    context.remember("paper.folder", str(path.parent))
    context.tell(_("Saved: {file}").format(file=path))
    return path


def mail_pdf(context: Context, content: bytes, title: str, file_name: str) -> Path:
    """Open a draft in the mail program, the document attached; nothing is sent. The next start sweeps it away.

    Raises: StorageError when no mail program answers.
    """
    attachment = f"{safe_name(file_name)}.pdf"
    draft = write_file(drafts_folder() / f"{safe_name(file_name)}.eml", mail_draft(title, content, attachment))
    if not messages.open_with_program(draft):
        raise StorageError(
            message(N_("No mail program opened the draft. It is here, with the document attached: {file}"), file=draft)
        )
    context.tell(_("A draft was opened in the mail program, with the document attached."))
    return draft
