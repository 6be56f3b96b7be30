"""Fonts that are embedded, and characters that are never lost.

Noto Sans carries every text. What it lacks and a symbol font has (−, ≥, arrows, ticks) is drawn from there;
anything else prints as a visible `[U+1F600]`. A no-break space stays one in the text of the PDF.
"""

from __future__ import annotations

import io
import math
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import pymupdf_fonts
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

# ASCII85 makes every stream a quarter larger, for printers of the last century.
rl_config.useA85 = 0

LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_SOFT_HYPHEN, _NO_WIDTH = 0xAD, 0x200B
_TAB_WIDTH = 4
# Drawn with the shape of another character, while the text of the PDF keeps its own.
_SAME_SHAPE = {0x2714: 0x2713, 0x2717: 0xD7, 0x2718: 0xD7, 0x2610: 0x25A1, 0x2611: 0x2713, 0x2612: 0xD7}
_NBSP_STAND_IN = 0xE0A0

_STYLES = {
    "regular": ("notos", "figo"),
    "bold": ("notosbo", "figbo"),
    "italic": ("notosit", "figit"),
    "bold-italic": ("notosbi", "figbi"),
}
_LAST_RESORT = "cascadia"  # ticks and squares
_loading = threading.RLock()


@cache
def _font(code: str) -> TTFont:
    """One font file, read once and registered for ReportLab."""
    font = TTFont(f"oci-{code}", io.BytesIO(pymupdf_fonts.myfont(code)), shapable=False)
    glyphs, widths = font.face.charToGlyph, font.face.charWidths
    for code_point, model in _SAME_SHAPE.items():
        if code_point not in glyphs and model in glyphs:
            glyphs[code_point], widths[code_point] = glyphs[model], widths[model]
    if _NO_WIDTH in glyphs:
        glyphs[_SOFT_HYPHEN], widths[_SOFT_HYPHEN] = glyphs[_NO_WIDTH], 0
    # ReportLab turns U+00A0 into a plain space; a stand-in takes its place until the code is given.
    glyphs[_NBSP_STAND_IN], widths[_NBSP_STAND_IN] = glyphs[0xA0], widths[0xA0]
    pdfmetrics.registerFont(font)
    return font


def visible_code(char: str) -> str:
    """What stands on paper for a character that no font here can draw."""
    return f"[U+{ord(char):04X}]"


class _Widths(dict[str, float]):
    """Character → width at 1 pt. A line break is infinitely wide: such a text never fits on one line."""

    def __init__(self, face: Face) -> None:
        self.face = face

    def __missing__(self, char: str) -> float:
        if char in LINE_BREAKS:
            width = math.inf
        elif char == "\t":
            width = _TAB_WIDTH * self[" "]
        else:
            font = self.face.font_for(char)
            if font is None:
                width = sum(self[one] for one in visible_code(char))
            else:
                width = font.face.charWidths.get(ord(char), font.face.defaultWidth) / 1000
        self[char] = width
        return width


class Face:
    """One weight of the family: measures text and says which font draws a character."""

    def __init__(self, style: str) -> None:
        self.style = style
        code, self._symbols = _STYLES[style]
        self.main = _font(code)
        self._glyphs = self.main.face.charToGlyph
        self.widths = _Widths(self)

    def width(self, text: str, size: float) -> float:
        """The length of the text on one line; infinite when it holds a line break."""
        return sum(map(self.widths.__getitem__, text)) * size

    def font_for(self, char: str) -> TTFont | None:
        """The font that draws `char`; None when none can."""
        code = ord(char)
        category = unicodedata.category(char)
        if category in {"Cc", "Cs", "Co", "Cn"}:
            return None
        if code in self._glyphs:
            return self.main
        # Other scripts need shaping or another direction: only signs come from the symbol fonts.
        if category[0] in "SNP":
            for name in (self._symbols, _LAST_RESORT):
                font = _font(name)
                if code in font.face.charToGlyph:
                    return font
        return None


@cache
def _face(style: str) -> Face:
    return Face(style)


def face(style: str = "regular") -> Face:
    """The face for "regular", "bold", "italic" or "bold-italic", loaded when first asked for."""
    with _loading:
        return _face(style)


@dataclass(frozen=True)
class Style:
    """How a text is set: weight, size, distance from line to line, colour."""

    weight: str = "regular"
    size: float = 10.0
    leading: float = 14.0
    color: str = "#1F2428"

    @property
    def face(self) -> Face:
        return face(self.weight)

    def width(self, text: str) -> float:
        return self.face.width(text, self.size)


def _escaped(codes: bytes) -> str:
    return "".join(chr(c) if 32 <= c < 127 and c not in b"\\()" else f"\\{c:03o}" for c in codes)


class _Codes(dict[int, str]):
    """Character code → its bytes inside a PDF string, for the first 256 characters of a document.

    Everything else maps to NUL, which cannot stand there otherwise: such a text goes the long way.
    """

    def __init__(self, font: TTFont, owner: Face, document: Any) -> None:
        self.font, self.owner, self.document = font, owner, document

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = "\0"
        if self.owner.font_for(char) is self.font:
            subset, codes = encode(self.font, char, self.document)
            if subset == 0:
                found = _escaped(codes)
        self[code] = found
        return found


def encode(font: TTFont, char: str, document: Any) -> tuple[int, bytes]:
    """The subset and the code that draw one character of `font` in that document."""
    if char != "\N{NO-BREAK SPACE}":
        found: tuple[int, bytes] = font.splitString(char, document)[0]
        return found
    subset, codes = font.splitString(chr(_NBSP_STAND_IN), document)[0]
    font.state[document].subsets[subset][codes[0]] = 0xA0
    return subset, codes


class Ink:
    """Turns text into PDF operators for one document."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._codes: dict[str, _Codes] = {}
        self._names: dict[tuple[str, int], str] = {}

    def _name(self, font: TTFont, subset: int) -> str:
        key = (font.fontName, subset)
        if key not in self._names:
            self._names[key] = font.getSubsetInternalName(subset, self.document)
        return self._names[key]

    def runs(self, text: str, face: Face) -> list[tuple[str, str]]:
        """Pairs of a PDF font name and an escaped string, in the order to show them."""
        codes = self._codes.get(face.style)
        if codes is None:
            # A font knows its subset 0 once a first character was asked for.
            encode(face.main, " ", self.document)
            codes = self._codes[face.style] = _Codes(face.main, face, self.document)
        literal = text.translate(codes)
        if "\0" not in literal:
            return [(self._name(face.main, 0), literal)]
        return self._long_way(text, face)

    def _long_way(self, text: str, face: Face) -> list[tuple[str, str]]:
        runs: list[tuple[str, str]] = []
        for char in text:
            font = face.font_for(char)
            if char == "\t":
                font, shown = face.main, " " * _TAB_WIDTH
            elif font is None:
                font, shown = face.main, visible_code(char)
            else:
                shown = char
            for one in shown:
                subset, codes = encode(font, one, self.document)
                name, literal = self._name(font, subset), _escaped(codes)
                if runs and runs[-1][0] == name:
                    runs[-1] = (name, runs[-1][1] + literal)
                else:
                    runs.append((name, literal))
        return runs
