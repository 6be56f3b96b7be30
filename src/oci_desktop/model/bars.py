"""Bars that read well in black and white: where every rectangle, hatch and word goes, on screen and on paper alike.

Pure geometry, counted from the top left: points on paper, pixels on the screen. A `Drawing` names its colours by
what they are for; whoever paints it (`reports.kit.bars`, `gui.widgets.chart`) knows them. A part is told apart by
its hatch, its figure and the legend, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

Measure = Callable[[str, bool], float]
"""How wide a text is; the second value asks for the strong weight."""


@dataclass(frozen=True)
class Fill:
    """The ground of a part, what is drawn over it, its outline and the ink of the figure on it."""

    ground: str
    hatch: str = ""
    ink: str = ""
    outline: str = ""
    words: str = "text"


FILLS = {
    "solid": Fill("accent", words="on_accent"),
    "hatched": Fill("accent_light", "rising", "accent"),
    "dotted": Fill("accent_light", "dots", "accent"),
    "light": Fill("accent_light", outline="accent"),
    "empty": Fill("ground", "falling", "accent", "accent"),
    "late": Fill("late", "falling", "ground", words="late"),
    "refused": Fill("ground", "crossed", "late", "late"),
    "grey": Fill("neutral"),
    "lines": Fill("ground", "level", "secondary", "secondary"),
    "blank": Fill("ground", outline="secondary"),
}
"""In an order in which neighbours are well apart, without colour too."""

SCALE_FILLS = ("solid", "hatched", "dotted", "light", "empty")
"""For the answers that count, the best first."""
ASIDE_FILLS = ("grey", "lines")
"""For those that leave the denominator."""
NOTHING_FILL = "blank"
"""For what has no answer."""


@dataclass(frozen=True)
class Part:
    """One part of a bar. `figure` stands instead of the value (« moins de 5 »)."""

    label: str
    value: int
    fill: str
    figure: str = ""

    @property
    def shown(self) -> str:
        return self.figure or str(self.value)


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    ink: str
    outline: str = ""


@dataclass(frozen=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float
    ink: str
    thickness: float = 0.8


@dataclass(frozen=True)
class Words:
    """A text on one line; `middle` is the height of its middle."""

    x: float
    middle: float
    text: str
    ink: str = "text"
    strong: bool = False


Shape = Box | Stroke | Words


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    shapes: tuple[Shape, ...]

    def moved(self, x: float, y: float) -> Iterator[Shape]:
        """The shapes as they stand when the drawing begins at that point."""
        for shape in self.shapes:
            if isinstance(shape, Stroke):
                yield replace(shape, x1=shape.x1 + x, y1=shape.y1 + y, x2=shape.x2 + x, y2=shape.y2 + y)
            elif isinstance(shape, Words):
                yield replace(shape, x=shape.x + x, middle=shape.middle + y)
            else:
                yield replace(shape, x=shape.x + x, y=shape.y + y)


_GAP = 1.6
_LEAST = 5.0
_INSIDE = 3.0
_EDGE = 3.5


def widths(
    values: Sequence[int], width: float, gap: float = _GAP, least: float = _LEAST, wanted: Sequence[float] = ()
) -> list[float]:
    """The width of each part: in proportion, but one member of five hundred can still be seen. Zero has none.

    `wanted` is what each part is to have at the least, where there is room for all of them.
    """
    present = [at for at, value in enumerate(values) if value > 0]
    if not present:
        return [0.0] * len(values)
    room = width - gap * (len(present) - 1)
    floor = list(wanted)
    if not floor or sum(floor[at] for at in present) > room:
        floor = [min(least, room / len(present))] * len(values)
    small: set[int] = set()
    while True:
        shared = room - sum(floor[at] for at in small)
        rest = sum(values[at] for at in present if at not in small)
        fresh = [at for at in present if at not in small and values[at] * shared < floor[at] * rest]
        if not fresh:
            return [
                0.0 if value <= 0 else floor[at] if at in small else value * shared / rest
                for at, value in enumerate(values)
            ]
        small.update(fresh)


def bar(parts: Sequence[Part], width: float, height: float, measure: Measure) -> Drawing:
    """One bar of all the parts side by side, each wide enough for its figure where there is room for all of them.

    Without any value, an empty frame.
    """
    shapes: list[Shape] = []
    if all(part.value <= 0 for part in parts):
        shapes.append(Box(0, 0, width, height, "ground", "line"))
    plates = [measure(part.shown, True) + 2 * _INSIDE for part in parts]
    # Beside a plate, enough of the hatch is left to tell it.
    wanted = [plate + (2 * _EDGE if FILLS[part.fill].hatch else 0) for plate, part in zip(plates, parts, strict=True)]
    x = 0.0
    given = widths([part.value for part in parts], width, wanted=wanted)
    for part, wide, plate in zip(parts, given, plates, strict=True):
        if wide <= 0:
            continue
        shapes += filled(part.fill, x, 0, wide, height)
        if plate <= wide:
            fill = FILLS[part.fill]
            left = x + (wide - plate) / 2
            if fill.hatch:  # a figure on a hatch needs a plate of its own to be read
                shapes.append(Box(left, height * 0.14, plate, height * 0.72, "ground"))
            shapes.append(Words(left + _INSIDE, height / 2, part.shown, fill.words, True))
        x += wide + _GAP
    return Drawing(width, height, tuple(shapes))


def swatch(fill: str, size: float) -> Drawing:
    """The little square of a legend."""
    return Drawing(size, size, tuple(filled(fill, 0, 0, size, size)))


_BETWEEN = 1.6


def legend(parts: Sequence[Part], width: float, leading: float, measure: Measure, *, figures: bool = True) -> Drawing:
    """Every part with its square, its figure and its name, on as many lines as it takes."""
    shapes: list[Shape] = []
    x = y = 0.0
    size = leading * 0.64
    for part in parts:
        figure = f"{part.shown} " if figures else ""
        lead = size + leading * 0.42
        wide = lead + measure(figure, True) + measure(part.label, False)
        if x > 0 and x + wide > width:
            x, y = 0.0, y + leading
        middle = y + leading / 2
        shapes += Drawing(0, 0, swatch(part.fill, size).shapes).moved(x, middle - size / 2)
        if figure:
            shapes.append(Words(x + lead, middle, figure, strong=True))
        shapes.append(Words(x + lead + measure(figure, True), middle, part.label))
        x += wide + leading * _BETWEEN
    return Drawing(width, y + leading if parts else 0.0, tuple(shapes))


def filled(name: str, x: float, y: float, width: float, height: float) -> list[Shape]:
    """A rectangle in one of the fills, its hatch cut at its edges."""
    fill = FILLS[name]
    shapes: list[Shape] = [Box(x, y, width, height, fill.ground, fill.outline)]
    if fill.hatch == "dots":
        step, dot = 4.4, 1.5
        rows = max(1, int((height - dot) / step) + 1)
        top = y + (height - (rows - 1) * step - dot) / 2
        columns = max(1, int((width - dot) / step) + 1)
        left = x + (width - (columns - 1) * step - dot) / 2
        shapes += [
            Box(
                left + column * step + (step / 2 if row % 2 and column + 1 < columns else 0),
                top + row * step,
                dot,
                dot,
                fill.ink,
            )
            for row in range(rows)
            for column in range(columns)
        ]
    elif fill.hatch == "level":
        lines = max(1, int(height / 3.6) - 1)
        shapes += [
            Stroke(x, y + height * (n + 1) / (lines + 1), x + width, y + height * (n + 1) / (lines + 1), fill.ink, 0.7)
            for n in range(lines)
        ]
    if fill.hatch in ("rising", "crossed"):
        shapes += _diagonals(x, y, width, height, fill.ink, up=True)
    if fill.hatch in ("falling", "crossed"):
        shapes += _diagonals(x, y, width, height, fill.ink, up=False)
    return shapes


def _diagonals(x: float, y: float, width: float, height: float, ink: str, *, up: bool) -> Iterator[Stroke]:
    """Parallel lines at 45°, cut at the rectangle's edges."""
    step = 4.6
    start = step / 2
    while start < width + height:
        # Along the line, `along` to the right and as much down (or up).
        first, last = max(0.0, start - height), min(start, width)
        top, bottom = start - first, start - last
        if up:
            yield Stroke(x + first, y + top, x + last, y + bottom, ink)
        else:
            yield Stroke(x + first, y + height - top, x + last, y + height - bottom, ink)
        start += step
