"""Tables on paper: widths by content, a heading row on every page, no row cut in two."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from oci_desktop.reports.kit.fonts import Face, Style
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import ACCENT, HAIRLINE, INK, LATE, SECONDARY, Pen, baseline
from oci_desktop.reports.kit.pieces import LIST, Piece, TextLines

CELL_GAP = 10.0
_HEAD = Style("bold", 7.8, 10.5, "#3A4146")
_GROUP = Style("bold", 9.4, 12.5)
_LONGEST_WORD = 150.0
_TOGETHER = 16


@dataclass(frozen=True)
class PaperColumn:
    """A heading, and whether its cells stand at the right (figures) or at the left."""

    title: str
    right: bool = False


class Missing(str):
    """A cell that says in italics that something is wanting: « à désigner »."""

    __slots__ = ()


class Alert(str):
    """A cell that must not be missed, in bold red: « en retard »."""

    __slots__ = ()


@dataclass(frozen=True)
class Density:
    """How tight a table is set: the style of its rows, and the air above and below each."""

    style: Style = LIST
    pad: float = 3.4
    grouped_pad: float = 2.3


NORMAL = Density()


@dataclass(frozen=True)
class _Layout:
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    rights: tuple[bool, ...]
    width: float
    pad: float = 3.4


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
        self.height, self.space, self.keep, self.header = tallest * style.leading + 2 * layout.pad, 0.0, keep, header
        self.cells, self.layout, self.style, self.rule = cells, layout, style, rule

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style, layout = self.style, self.layout
        first = top + layout.pad + baseline(style)
        for number, lines in enumerate(self.cells):
            used = _used(lines[0], style) if lines else style
            at = first
            for line in lines:
                left = x + layout.lefts[number]
                if layout.rights[number]:
                    left += layout.widths[number] - used.width(line)
                pen.text(left, at, line, used.face, used.size, used.color)
                at += style.leading
        pen.rule(x, top + self.height, layout.width, *self.rule)

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        count = int((room - 2 * self.layout.pad) / self.style.leading)
        if not 0 < count < max(len(lines) for lines in self.cells):
            return None
        head = [lines[:count] for lines in self.cells]
        rest = [lines[count:] for lines in self.cells]
        common = {"layout": self.layout, "style": self.style, "rule": self.rule, "header": self.header}
        return _Row(head, **common), _Row(rest, **common)  # type: ignore[arg-type]


def _used(cell: str, style: Style) -> Style:
    """The style of a cell that says something special."""
    if isinstance(cell, Missing):
        return replace(style, weight="italic", color=SECONDARY)
    return replace(style, weight="bold", color=LATE) if isinstance(cell, Alert) else style


def natural_widths(
    columns: Sequence[PaperColumn], rows: Sequence[Sequence[str]], style: Style = LIST
) -> tuple[list[float], list[float]]:
    """For every column, the width at which nothing wraps, and the least at which no word is cut."""
    face, size = style.face, style.size
    widest, least = [], []
    for number, column in enumerate(columns):
        cells = {row[number] for row in rows}
        words = {word for cell in cells for word in cell.split(" ")}
        heading_words = [_HEAD.width(word) for word in column.title.split(" ")]
        whole = [_used(cell, style).face.width(part, size) for cell in cells for part in cell.split("\n")]
        widest.append(max([_HEAD.width(column.title), *whole]) + 0.1)
        longest = max([*heading_words, *(face.width(part, size) for word in words for part in word.split("\n"))])
        least.append(min(longest, _LONGEST_WORD) + 0.1)
    return widest, least


_SAMPLE = 400


def comfort(columns: Sequence[PaperColumn], rows: Sequence[Sequence[str]], width: float) -> float:
    """How many lines a row takes on average when the columns share that width; infinite when words are cut."""
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    widest, least = natural_widths(columns, sample)
    room = width - CELL_GAP * (len(columns) - 1)
    if sum(least) > room:
        return math.inf
    widths = share_width(widest, least, room)
    face, size = LIST.face, LIST.size
    lines = sum(
        max(_lines_about(cell, face, size, one) for cell, one in zip(row, widths, strict=True)) for row in sample
    )
    return lines / max(1, len(sample))


def _lines_about(cell: str, face: Face, size: float, width: float) -> int:
    # Words do not fill their lines quite: a tenth is lost at the ends.
    return sum(
        1 if (long := face.width(part, size)) <= width else math.ceil(long / (width * 0.9)) for part in cell.split("\n")
    )


def turned(
    columns: Sequence[PaperColumn], rows: Sequence[Sequence[str]], narrow: float, wide: float, asked: bool | None
) -> bool:
    """Whether the page is better turned: as asked, else when most rows would wrap upright."""
    if asked is not None:
        return asked
    upright = comfort(columns, rows, narrow)
    return upright > 1.7 and comfort(columns, rows, wide) < upright


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
    whole: set[int] = set()
    given = _limited(widest, least, width, whole)
    # A column that wants little more than it got is better whole, when the others hardly feel it.
    for at in sorted(range(count), key=lambda at: widest[at]):
        if given[at] < widest[at] <= given[at] * 1.3:
            tried = _limited(widest, least, width, whole | {at})
            if sum(tried) <= width + 0.01 and all(
                new >= 0.8 * old for number, (new, old) in enumerate(zip(tried, given, strict=True)) if number != at
            ):
                whole.add(at)
                given = tried
    return given


def _limited(widest: Sequence[float], least: Sequence[float], width: float, whole: set[int]) -> list[float]:
    """Every column up to the highest common limit at which everything fits; those of `whole` without one."""

    def share(limit: float) -> list[float]:
        return [
            high if at in whole else max(low, min(high, limit))
            for at, (high, low) in enumerate(zip(widest, least, strict=True))
        ]

    bottom, top = 0.0, max(widest)
    for _step in range(40):
        limit = (bottom + top) / 2
        if sum(share(limit)) > width:
            top = limit
        else:
            bottom = limit
    return share(bottom)


class _GroupRow(Piece):
    """A name over the whole width, above the rows that belong to it."""

    __slots__ = ("lines", "outline", "width")

    def __init__(self, text: str, width: float, *, outline: bool = True, space: float = 9.0) -> None:
        self.lines = wrap(text, _GROUP.face, _GROUP.size, width)
        self.outline, self.width = text if outline else "", width
        super().__init__(len(self.lines) * _GROUP.leading + 3.5, space=space, keep=True)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        at = top
        for line in self.lines:
            pen.line(x, at, line, _GROUP)
            at += _GROUP.leading
        pen.rule(x, top + self.height, self.width, ACCENT, 0.7)
        if self.outline:
            pen.bookmark(self.outline, top)

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        return TextLines(self.lines, _GROUP, keep=True).split(room)


class _Stack(Piece):
    """Two headings printed as one."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Piece) -> None:
        self.parts = parts
        super().__init__(sum(part.height + part.space for part in parts), keep=True)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for part in self.parts:
            part.draw(pen, x, top + part.space)
            top += part.space + part.height


@dataclass(frozen=True)
class Group:
    """Rows under a name; a few of them stay on one page together."""

    title: str
    rows: Sequence[Sequence[str]]
    again: str = ""
    """The name as it stands on the next page, when the rows do go on there."""


def table(
    columns: Sequence[PaperColumn], rows: Sequence[Sequence[str]], width: float, density: Density = NORMAL
) -> list[Piece]:
    """The rows as pieces, under a heading row that comes back on every page.

    A cell that is `Missing` prints in italics, one that is an `Alert` in bold red; line breaks inside cells are kept.
    """
    layout = _layout(columns, rows, width, density)
    heading = _heading(columns, layout)
    return [heading, *_rows(rows, layout, heading, density.style)]


def grouped_table(
    columns: Sequence[PaperColumn], groups: Sequence[Group], width: float, density: Density = NORMAL
) -> list[Piece]:
    """One table whose rows stand under names: the same columns throughout."""
    layout = _layout(columns, [row for group in groups for row in group.rows], width, density)
    heading = _heading(columns, layout)
    layout = replace(layout, pad=density.grouped_pad)
    pieces: list[Piece] = [heading]
    for group in groups:
        name = _GroupRow(group.title, width)
        name.header = heading
        again = _Stack(heading, _GroupRow(group.again or group.title, width, outline=False))
        pieces.append(name)
        # A long group would not fit on any page: its rows find their places one by one.
        together = len(group.rows) <= _TOGETHER
        pieces += _rows(group.rows, layout, again, density.style, together=together)
    return pieces


def _layout(columns: Sequence[PaperColumn], rows: Sequence[Sequence[str]], width: float, density: Density) -> _Layout:
    widest, least = natural_widths(columns, rows, density.style)
    widths = share_width(widest, least, width - CELL_GAP * (len(columns) - 1))
    lefts, left = [], 0.0
    for one in widths:
        lefts.append(left)
        left += one + CELL_GAP
    return _Layout(tuple(lefts), tuple(widths), tuple(column.right for column in columns), width, density.pad)


def _heading(columns: Sequence[PaperColumn], layout: _Layout) -> Piece:
    titles = [
        wrap(column.title, _HEAD.face, _HEAD.size, one) for column, one in zip(columns, layout.widths, strict=True)
    ]
    tallest = max((len(lines) for lines in titles), default=1)
    titles = [[""] * (tallest - len(lines)) + lines for lines in titles]
    return _Row(titles, layout, _HEAD, rule=(INK, 0.8), keep=True)


def _rows(
    rows: Sequence[Sequence[str]], layout: _Layout, header: Piece, style: Style, *, together: bool = False
) -> Iterator[Piece]:
    face, size = style.face, style.size
    for number, row in enumerate(rows, start=1):
        cells = [
            [cell] if isinstance(cell, Missing | Alert) else wrap(cell, face, size, one)
            for cell, one in zip(row, layout.widths, strict=True)
        ]
        yield _Row(cells, layout, style, header=header, keep=together and number < len(rows))
