"""A pen that writes straight into the page: text, hairlines, bars, pictures.

Text goes as PDF operators built here; ReportLab's own string drawing takes ten times as long for a list of
names. Colours are "#RRGGBB".
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from oci_desktop.reports.kit.fonts import Face, Ink, Style, face

INK = "#1F2428"
SECONDARY = "#5B6166"
ACCENT = "#0F6B6B"
HAIRLINE = "#C4C1BA"
LATE = "#A8322A"


@lru_cache(maxsize=64)
def _rgb(color: str) -> str:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(f"{part:.3f}" for part in parts)


def readable(text: str) -> str:
    """The text as the properties and the outline of a PDF can hold it."""
    return text.encode("utf-16", "replace").decode("utf-16")


class Pen:
    """Draws on one document; `top` counts down from the top of the current page."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas, self.height = canvas, height
        self._ink = Ink(canvas._doc)  # type: ignore[attr-defined]
        self._code: list[str] = []
        self._in_text = False
        self._font: tuple[str, float] | None = None
        self._color = ""
        self._bookmarks = 0

    def text(self, x: float, baseline: float, text: str, face: Face, size: float, color: str = INK) -> None:
        """One line of text, its baseline that far from the top."""
        if not text:
            return
        code = self._code
        if not self._in_text:
            code.append("BT")
            self._in_text = True
        if color != self._color:
            code.append(f"{_rgb(color)} rg")
            self._color = color
        code.append(f"1 0 0 1 {x:.2f} {self.height - baseline:.2f} Tm")
        for name, literal in self._ink.runs(text, face):
            if (name, size) != self._font:
                code.append(f"{name} {size:g} Tf")
                self._font = (name, size)
            code.append(f"({literal}) Tj")

    def line(self, x: float, top: float, text: str, style: Style) -> None:
        """One line of text whose line box begins at `top`."""
        self.text(x, top + baseline(style), text, style.face, style.size, style.color)

    def line_right(self, right: float, top: float, text: str, style: Style) -> None:
        self.line(right - style.width(text), top, text, style)

    def rule(self, x: float, top: float, width: float, color: str = HAIRLINE, thickness: float = 0.5) -> None:
        """A horizontal line."""
        self._graphic(f"{_rgb(color)} RG {thickness:g} w")
        y = self.height - top
        self._code.append(f"{x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S")

    def bar(self, x: float, top: float, width: float, height: float, color: str = ACCENT) -> None:
        """A filled rectangle."""
        self._graphic(f"{_rgb(color)} rg")
        self._color = color
        self._code.append(f"{x:.2f} {self.height - top - height:.2f} {width:.2f} {height:.2f} re f")

    def picture(self, image: Picture, x: float, top: float) -> None:
        self.flush()
        self.canvas.drawImage(image.reader, x, self.height - top - image.height, image.width, image.height, mask="auto")

    def _graphic(self, operator: str) -> None:
        if self._in_text:
            self._code.append("ET")
            self._in_text = False
        self._code.append(operator)

    def flush(self) -> None:
        """Hand what was written to the page, so that the canvas itself may draw next."""
        if self._in_text:
            self._code.append("ET")
        if self._code:
            self.canvas.addLiteral("\n".join(self._code))
        self._code = []
        self._in_text = False
        # The canvas keeps its own idea of font and colour.
        self._font, self._color = None, ""

    def bookmark(self, title: str, top: float, level: int = 0) -> None:
        """An entry of the PDF's outline that leads here."""
        self._bookmarks += 1
        key = f"b{self._bookmarks}"
        self.canvas.bookmarkHorizontal(key, 0, self.height - top)
        self.canvas.addOutlineEntry(readable(title), key, level)

    def new_page(self) -> None:
        self.flush()
        self.canvas.showPage()


@lru_cache(maxsize=256)
def baseline(style: Style) -> float:
    """How far under the top of its line box the text of that style stands."""
    return (style.leading - style.size) / 2 + style.size * 0.82


class Picture:
    """A logo, scaled to fit a box; its proportions are kept."""

    def __init__(self, content: bytes, max_width: float, max_height: float) -> None:
        self.reader = ImageReader(io.BytesIO(content))
        width, height = self.reader.getSize()
        scale = min(max_width / width, max_height / height)
        self.width, self.height = width * scale, height * scale


def picture_or_none(content: bytes | None, max_width: float, max_height: float) -> Picture | None:
    """The picture, or None when the bytes are none: a bad logo must not stop a report."""
    if not content:
        return None
    try:
        return Picture(content, max_width, max_height)
    except Exception:  # Pillow raises whatever its many decoders raise
        return None


def open_canvas(
    output: io.BytesIO, size: Sequence[float], *, title: str, author: str, subject: str, language: str, **options: Any
) -> Canvas:
    """An empty document with its properties set and no font that is not embedded."""
    canvas = Canvas(
        output,
        pagesize=(size[0], size[1]),
        # ReportLab would list an unembedded Helvetica.
        initialFontName=face().main.fontName,  # type: ignore[arg-type]
        pageCompression=1,
        pdfVersion=(1, 5),
        lang={"fr": "fr-CA", "en": "en-CA"}[language],
        **options,
    )
    canvas.setTitle(readable(title))
    canvas.setAuthor(readable(author))
    canvas.setSubject(readable(subject))
    canvas.setCreator("oci-desktop")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas
