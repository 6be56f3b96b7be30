"""Tables on paper: widths by content, a heading row on every page, no row cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import HAIRLINE, INK, SECONDARY, Pen, baseline
from oci_desktop.reports.kit.pieces import LIST, Piece

CELL_GAP = 10.0
_PAD = 3.4
_HEAD = Style("bold", 7.8, 10.5, "#3A4146")
_MISSING = Style("italic", 8.6, 11.5, SECONDARY)
_LONGEST_WORD = 150.0


@dataclass(frozen=True)
class PaperColumn:
    """A heading, and whether its cells stand at the right (figures) or at the left."""

    title: str
    right: bool = False


class Missing(str):
    """A cell that says in italics that something is wanting: « à désigner »."""

    __slots__ = ()


@dataclass(frozen=True)
class _Layout:
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    rights: tuple[bool, ...]
    width: float


class _Row(Piece):
    """One row, every cell already cut into lines."""

    __slots__ = ("cells", "layout", "rule", "style")

    def __init__(
        self,
        cells: Sequence[Sequence[str]],
        layout: _Layout,
        style: Style,
        *,
        rule: tuple[str, float] = (HAIRLINE, 0.5),
        keep: bool = False,
        header: Piece | None = None,
    ) -> None:
        tallest = max((len(lines) for lines in cells), default=1)
        self.height, self.space, self.keep, self.header = tallest * style.leading + 2 * _PAD, 0.0, keep, header
        self.cells, self.layout, self.style, self.rule = cells, layout, style, rule

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style, layout = self.style, self.layout
        first = top + _PAD + baseline(style)
        for number, lines in enumerate(self.cells):
            used = _MISSING if lines and isinstance(lines[0], Missing) else style
            at = first
            for line in lines:
                left = x + layout.lefts[number]
                if layout.rights[number]:
                    left += layout.widths[number] - used.width(line)
                pen.text(left, at, line, used.face, used.size, used.color)
                at += style.leading
        pen.rule(x, top + self.height, layout.width, *self.rule)

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        count = int((room - 2 * _PAD) / self.style.leading)
        if not 0 < count < max(len(lines) for lines in self.cells):
            return None
        head = [lines[:count] for lines in self.cells]
        rest = [lines[count:] for lines in self.cells]
        common = {"layout": self.layout, "style": self.style, "rule": self.rule, "header": self.header}
        return _Row(head, **common), _Row(rest, **common)  # type: ignore[arg-type]


def natural_widths(columns: Sequence[PaperColumn], rows: Sequence[Sequence[str]]) -> tuple[list[float], list[float]]:
    """For every column, the width at which nothing wraps, and the least at which no word is cut."""
    face, size = LIST.face, LIST.size
    widest, least = [], []
    for number, column in enumerate(columns):
        cells = {row[number] for row in rows}
        words = {word for cell in cells for word in cell.split(" ")}
        heading_words = [_HEAD.width(word) for word in column.title.split(" ")]
        whole = [face.width(part, size) for cell in cells for part in cell.split("\n")]
        widest.append(max([_HEAD.width(column.title), *whole]) + 0.1)
        longest = max([*heading_words, *(face.width(part, size) for word in words for part in word.split("\n"))])
        least.append(min(longest, _LONGEST_WORD) + 0.1)
    return widest, least


def fits(columns: Sequence[PaperColumn], rows: Sequence[Sequence[str]], width: float, comfort: float = 0.6) -> bool:
    """Whether the columns stand side by side in that width without cutting words or wrapping most cells."""
    widest, least = natural_widths(columns, rows)
    gaps = CELL_GAP * (len(columns) - 1)
    wanted = sum(max(low, min(high, 60 + comfort * (high - 60))) for low, high in zip(least, widest, strict=True))
    return min(wanted, sum(least) * 1.6) + gaps <= width and sum(least) + gaps <= width


def share_width(widest: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    """Widths that add up to `width`: every column gets what it needs, then the rest is spread.

    When not everything fits, the widest columns give way first, down to their longest word.
    """
    count = len(widest)
    total = sum(widest)
    if total <= width:
        extra = (width - total) / total if total else 0.0
        return [one * (1 + extra) for one in widest]
    low = sum(least)
    if low >= width:
        return [one * width / low for one in least]
    # The highest common limit at which everything fits.
    bottom, top = 0.0, max(widest)
    for _step in range(40):
        limit = (bottom + top) / 2
        if sum(max(least[at], min(widest[at], limit)) for at in range(count)) > width:
            top = limit
        else:
            bottom = limit
    return [max(least[at], min(widest[at], bottom)) for at in range(count)]


def table(columns: Sequence[PaperColumn], rows: Sequence[Sequence[str]], width: float) -> list[Piece]:
    """The rows as pieces, under a heading row that comes back on every page.

    A cell that is `Missing` prints in italics; line breaks inside cells are kept.
    """
    widest, least = natural_widths(columns, rows)
    widths = share_width(widest, least, width - CELL_GAP * (len(columns) - 1))
    lefts, left = [], 0.0
    for one in widths:
        lefts.append(left)
        left += one + CELL_GAP
    layout = _Layout(tuple(lefts), tuple(widths), tuple(column.right for column in columns), width)
    titles = [wrap(column.title, _HEAD.face, _HEAD.size, one) for column, one in zip(columns, widths, strict=True)]
    tallest = max((len(lines) for lines in titles), default=1)
    titles = [[""] * (tallest - len(lines)) + lines for lines in titles]
    heading = _Row(titles, layout, _HEAD, rule=(INK, 0.8), keep=True)
    pieces: list[Piece] = [heading]
    face, size = LIST.face, LIST.size
    for row in rows:
        cells = [
            [cell] if isinstance(cell, Missing) else wrap(cell, face, size, one)
            for cell, one in zip(row, widths, strict=True)
        ]
        pieces.append(_Row(cells, layout, LIST, header=heading))
    return pieces
