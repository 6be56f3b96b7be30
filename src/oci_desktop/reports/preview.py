"""The very bytes of a PDF as pictures, for the preview and for printing on paper.

PDFium is not thread-safe: everything goes through one lock.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Any

_pdfium = threading.RLock()


@dataclass(frozen=True)
class PageImage:
    """One page as pixels: `pixels` are rows of blue, green, red and an unused byte (`Format_RGB32` in Qt)."""

    width: int
    height: int
    stride: int
    pixels: bytes


class Preview:
    """A PDF opened for looking at; usable from any thread. Close it, or use it in a `with` block."""

    def __init__(self, content: bytes) -> None:
        """Raises: ValueError when the bytes are no PDF."""
        import pypdfium2

        with _pdfium:
            try:
                self._document: Any = pypdfium2.PdfDocument(content)
                self._document.init_forms()
            except pypdfium2.PdfiumError as error:
                raise ValueError("not a PDF") from error
            self._sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(page) for page in range(len(self._document))
            )

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    def page_size(self, page: int) -> tuple[float, float]:
        """Width and height in points; pages count from 0."""
        return self._sizes[page]

    def image(self, page: int, scale: float) -> PageImage:
        """The page at `scale` pixels per point: 2.0 on a screen of 144 dots per inch."""
        with _pdfium:
            loaded = self._document[page]
            try:
                bitmap = loaded.render(scale=scale, rev_byteorder=False, prefer_bgrx=True, force_bitmap_format=None)
                try:
                    return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
                finally:
                    bitmap.close()
            finally:
                loaded.close()

    def text(self, page: int) -> str:
        """The text of the page in reading order, one line of the page per line."""
        with _pdfium:
            loaded = self._document[page]
            try:
                text_page = loaded.get_textpage()
                try:
                    return str(text_page.get_text_bounded()).replace("\r\n", "\n")
                finally:
                    text_page.close()
            finally:
                loaded.close()

    def close(self) -> None:
        with _pdfium:
            if self._document is not None:
                self._document.close()
                self._document = None

    def __enter__(self) -> Preview:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
