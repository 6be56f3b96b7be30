"""What pages are poured from: pieces that are never cut in two, unless one is taller than a page."""

from __future__ import annotations

from collections.abc import Sequence

from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import Line, Span, wrap, wrap_spans
from oci_desktop.reports.kit.pen import ACCENT, SECONDARY, Pen, baseline


class Piece:
    """Something with a height that prints at a place.

    `space` is left above it, except at the top of a column; `keep` says that the next piece follows in the
    same column; `header` is printed again above it when it comes first in a new column.
    """

    __slots__ = ("header", "height", "keep", "space")

    def __init__(self, height: float, *, space: float = 0.0, keep: bool = False, header: Piece | None = None) -> None:
        self.height, self.space, self.keep, self.header = height, space, keep, header

    def draw(self, pen: Pen, x: float, top: float) -> None:
        raise NotImplementedError

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        """What fits in `room`, and the rest; None when it cannot be cut. Only for what no page can hold."""
        return None


class TextLines(Piece):
    """Lines of one style, the second and later ones hanging."""

    __slots__ = ("hang", "lines", "style")

    def __init__(
        self,
        lines: Sequence[str],
        style: Style,
        *,
        hang: float = 0.0,
        space: float = 0.0,
        keep: bool = False,
        header: Piece | None = None,
    ) -> None:
        self.height, self.space, self.keep, self.header = len(lines) * style.leading, space, keep, header
        self.lines, self.style, self.hang = lines, style, hang

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style = self.style
        at, face, size, color = top + baseline(style), style.face, style.size, style.color
        for number, line in enumerate(self.lines):
            pen.text(x + self.hang if number else x, at, line, face, size, color)
            at += style.leading

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        count = int(room / self.style.leading)
        if not 0 < count < len(self.lines):
            return None
        head = TextLines(self.lines[:count], self.style, hang=self.hang, space=self.space, header=self.header)
        rest = TextLines(self.lines[count:], self.style, hang=self.hang, keep=self.keep, header=self.header)
        return head, rest


class Noted(Piece):
    """A text whose later lines hang, with a short note at the right of its first line."""

    __slots__ = ("lines", "note", "note_style", "style", "width")

    def __init__(
        self, text: str, note: str, width: float, *, style: Style, note_style: Style, space: float = 0.0,
        header: Piece | None = None,
    ) -> None:  # fmt: skip
        room = width - note_style.width(note) - 8
        self.lines = wrap(text, style.face, style.size, room, 10)
        self.note, self.note_style, self.style, self.width = note, note_style, style, width
        super().__init__(len(self.lines) * style.leading, space=space, header=header)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for number, line in enumerate(self.lines):
            pen.line(x + 10 if number else x, top + number * self.style.leading, line, self.style)
        pen.line_right(x + self.width, top, self.note, self.note_style)


class RichLines(Piece):
    """Lines whose parts have different weights."""

    __slots__ = ("align", "lines", "style", "width")

    def __init__(
        self, lines: Sequence[Line], style: Style, width: float, *, align: str = "left", space: float = 0.0,
        keep: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(len(lines) * style.leading, space=space, keep=keep)
        self.lines, self.style, self.width, self.align = lines, style, width, align

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style = self.style
        at = top + baseline(style)
        for line in self.lines:
            widths = [face.width(text, style.size) for text, face in line]
            left = x
            if self.align != "left":
                left += (self.width - sum(widths)) / (2 if self.align == "center" else 1)
            for (text, face), width in zip(line, widths, strict=True):
                pen.text(left, at, text, face, style.size, style.color)
                left += width
            at += style.leading

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        count = int(room / self.style.leading)
        if not 0 < count < len(self.lines):
            return None
        head = RichLines(self.lines[:count], self.style, self.width, align=self.align, space=self.space)
        return head, RichLines(self.lines[count:], self.style, self.width, align=self.align, keep=self.keep)


BODY = Style(size=10, leading=14)
LIST = Style(size=8.6, leading=11.5)
SMALL = Style(size=7.5, leading=10)


def para(
    *parts: str | Span,
    width: float,
    style: Style = BODY,
    align: str = "left",
    space: float = 0.0,
    keep: bool = False,
) -> Piece:
    """A paragraph of plain text: the one door for running text on paper.

    Parts are text as it is, or `strong(text)` and `emphasis(text)`; nothing in them is ever read as markup.
    """
    return RichLines(wrap_spans(parts, style, width), style, width, align=align, space=space, keep=keep)


HEADING = Style("bold", 10, 11.5, ACCENT)
HEADING_NOTE = Style(size=8.6, leading=11.5, color=SECONDARY)
_HEADING_RULE = 6.0
_HEADING_AFTER = 1.0


class Heading(Piece):
    """A section's title over a rule, a figure at its right; it stays with what follows and enters the outline."""

    __slots__ = ("level", "lines", "note", "note_style", "outline", "style", "width")

    def __init__(
        self,
        text: str,
        width: float,
        *,
        note: str = "",
        style: Style = HEADING,
        note_style: Style = HEADING_NOTE,
        level: int | None = 0,
        space: float = 12.0,
    ) -> None:
        self.note, self.note_style, self.style, self.width = note, note_style, style, width
        room = width - (note_style.width(note) + 8 if note else 0)
        self.lines = wrap(text, style.face, style.size, room)
        self.outline, self.level = text, level
        super().__init__(len(self.lines) * style.leading + _HEADING_RULE + _HEADING_AFTER, space=space, keep=True)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        at = top
        for line in self.lines:
            pen.line(x, at, line, self.style)
            at += self.style.leading
        if self.note:
            pen.line_right(x + self.width, top, self.note, self.note_style)
        pen.rule(x, at + _HEADING_RULE / 2, self.width, self.style.color, 0.9)
        if self.level is not None:
            pen.bookmark(self.outline, top, self.level)

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        return TextLines(self.lines, self.style, keep=True).split(room)


class Space(Piece):
    """Air that disappears at the top of a column."""

    __slots__ = ()

    def __init__(self, height: float) -> None:
        super().__init__(0.0, space=height, keep=True)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Nothing to draw."""
