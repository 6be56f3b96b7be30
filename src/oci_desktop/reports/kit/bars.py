"""Bars on paper: the drawings of `model.bars`, in inks that a black printer tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.colors import HexColor

from oci_desktop.model.bars import Box, Drawing, Measure, Part, Stroke, bar, legend
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.pen import ACCENT, HAIRLINE, INK, LATE, SECONDARY, Pen
from oci_desktop.reports.kit.pieces import Piece

INKS = {
    "text": INK,
    "secondary": SECONDARY,
    "line": HAIRLINE,
    "accent": ACCENT,
    "accent_light": "#CFE6E3",
    "late": LATE,
    "neutral": "#B9B6AF",
    "ground": "#FFFFFF",
    "on_accent": "#FFFFFF",
}
_SIZE = 8.6


def measure(size: float = _SIZE) -> Measure:
    """How wide texts of that size are on paper."""
    normal, strong = Style(size=size), Style("bold", size)
    return lambda text, bold: (strong if bold else normal).width(text)


def paint(pen: Pen, drawing: Drawing, x: float, top: float, size: float = _SIZE) -> None:
    """Draw on the page, the drawing's corner at that place."""
    pen.flush()
    canvas, height = pen.canvas, pen.height
    shapes = list(drawing.moved(x, top))
    canvas.saveState()
    for shape in shapes:
        if isinstance(shape, Box):
            canvas.setFillColor(HexColor(INKS[shape.ink]))
            canvas.setLineWidth(0.6)
            inset = 0.0
            if shape.outline:
                inset = 0.3
                canvas.setStrokeColor(HexColor(INKS[shape.outline]))
            canvas.rect(
                shape.x + inset,
                height - shape.y - shape.height + inset,
                shape.width - 2 * inset,
                shape.height - 2 * inset,
                stroke=1 if shape.outline else 0,
                fill=1,
            )
        elif isinstance(shape, Stroke):
            canvas.setLineWidth(shape.thickness)
            canvas.setStrokeColor(HexColor(INKS[shape.ink]))
            canvas.line(shape.x1, height - shape.y1, shape.x2, height - shape.y2)
    canvas.restoreState()
    faces = {bold: Style("bold" if bold else "regular", size).face for bold in (False, True)}
    for shape in shapes:
        if not isinstance(shape, Box | Stroke):
            pen.text(shape.x, shape.middle + size * 0.36, shape.text, faces[shape.strong], size, INKS[shape.ink])


class Drawn(Piece):
    """A drawing that stands in the flow of the page."""

    __slots__ = ("drawing", "indent", "size")

    def __init__(
        self, drawing: Drawing, *, indent: float = 0.0, size: float = _SIZE, space: float = 0.0, keep: bool = False
    ) -> None:
        super().__init__(drawing.height, space=space, keep=keep)
        self.drawing, self.indent, self.size = drawing, indent, size

    def draw(self, pen: Pen, x: float, top: float) -> None:
        paint(pen, self.drawing, x + self.indent, top, self.size)


def bar_with_legend(parts: Sequence[Part], width: float, *, height: float = 14.0) -> list[Piece]:
    """The whole as one bar, and under it every part with its figure and its name."""
    return [
        Drawn(bar(parts, width, height, measure()), keep=True),
        Drawn(legend(parts, width, 13.0, measure()), space=6.0),
    ]


def legend_of(parts: Sequence[Part], width: float, size: float = 7.8) -> Piece:
    """The fills and what they stand for, without figures."""
    drawn = legend(parts, width, size * 1.5, measure(size), figures=False)
    return Drawn(replace(drawn, height=drawn.height + 3), size=size, space=4.0, keep=True)


class BarRow(Piece):
    """A text at the left, a bar beside it, a figure at the right; an optional second bar under the first."""

    __slots__ = ("bars", "hang", "layout", "notes", "rule", "text")

    def __init__(
        self,
        text: Sequence[tuple[str, Style]],
        bars: Sequence[tuple[str, Sequence[Part], str]],
        layout: BarLayout,
        *,
        header: Piece | None = None,
        keep: bool = False,
        rule: bool = True,
        hang: float = 0.0,
    ) -> None:
        """`text` are lines that are cut already; each bar has a word before it, its parts, and a note after it."""
        self.text, self.layout, self.rule, self.hang = text, layout, rule, hang
        self.bars = [bar(parts, layout.bar, layout.height, measure(_BAR_SIZE)) for _word, parts, _note in bars]
        self.notes = [(word, note) for word, _parts, note in bars]
        beside = sum(style.leading for _line, style in text)
        height = max(beside, len(bars) * (layout.height + _BAR_GAP) - _BAR_GAP) + 2 * layout.pad
        super().__init__(height, header=header, keep=keep)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        layout = self.layout
        at = top + layout.pad
        for number, (line, style) in enumerate(self.text):
            pen.line(x + self.hang if number else x, at, line, style)
            at += style.leading
        at = top + layout.pad
        note_style = Style(size=_BAR_SIZE, leading=layout.height, color=SECONDARY)
        for drawing, (word, note) in zip(self.bars, self.notes, strict=True):
            left = x + layout.text + _COLUMN_GAP
            if word:
                pen.line(left, at, word, note_style)
            paint(pen, drawing, left + layout.word, at, _BAR_SIZE)
            pen.line_right(x + layout.width, at, note, note_style)
            at += layout.height + _BAR_GAP
        if self.rule:
            pen.rule(x, top + self.height, layout.width)


_BAR_SIZE = 7.6
_BAR_GAP = 2.5
_COLUMN_GAP = 12.0


class BarLayout:
    """How wide the columns of bar rows are: text, the word before a bar, the bar, the note after it."""

    __slots__ = ("bar", "height", "pad", "text", "width", "word")

    def __init__(
        self, width: float, *, text: float, note: float, word: float = 0.0, height: float = 10.5, pad: float = 3.0
    ) -> None:
        self.width, self.text, self.word, self.height, self.pad = width, text, word, height, pad
        self.bar = width - text - _COLUMN_GAP - word - (note + 8 if note else 0)


def widest(texts: Sequence[str], size: float = _BAR_SIZE) -> float:
    """The room that the longest of these takes as a word or a note of a bar."""
    return max((Style(size=size).width(text) for text in texts), default=0.0)
