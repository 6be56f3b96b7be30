"""The fields of one question on paper: circles, boxes, lines to sign, with their labels; and where each one stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from oci_desktop.i18n import _
from oci_desktop.model.form import FormChoice, FormField, FormRow
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import ACCENT, SECONDARY, Pen

BORDER = "#8A9096"
MOST_CIRCLES = 7
"""More answers than that are a list to open."""
_GAP = 9.0
_CIRCLE = 0.5523  # how far the handles of a Bézier stand for a quarter of a circle


@dataclass(frozen=True)
class Sizes:
    """Every size of a form, from the size of its text."""

    base: float = 9.0

    @property
    def scale(self) -> float:
        return self.base / 9.0

    def _style(self, size: float, leading: float, weight: str = "regular", color: str = "#1F2428") -> Style:
        return Style(weight, size * self.scale, leading * self.scale, color)

    @cached_property
    def body(self) -> Style:
        return self._style(9.4, 13.2)

    @cached_property
    def text(self) -> Style:
        return self._style(9.2, 12.2)

    @cached_property
    def code(self) -> Style:
        return self._style(9.2, 12.2, "bold", ACCENT)

    @cached_property
    def help(self) -> Style:
        return self._style(7.8, 10.4, color=SECONDARY)

    @cached_property
    def head(self) -> Style:
        return self._style(7.2, 8.8, "bold", "#3A4146")

    @cached_property
    def label(self) -> Style:
        return self._style(7.2, 9.6, color=SECONDARY)

    @cached_property
    def short(self) -> Style:
        return self._style(7.6, 10, color=SECONDARY)

    @cached_property
    def value(self) -> Style:
        return self._style(9.0, 11.0)

    @cached_property
    def subtitle(self) -> Style:
        return Style(size=10.5 * min(self.scale, 1.4), leading=14.5 * min(self.scale, 1.4))

    @cached_property
    def identity(self) -> Style:
        return Style(size=7.5, leading=10)

    heading = ACCENT

    @property
    def radio(self) -> float:
        return 10.5 * self.scale

    @property
    def pad(self) -> float:
        return 5.0 * self.scale

    @property
    def line_height(self) -> float:
        return 16.5 * self.scale

    @property
    def note_height(self) -> float:
        return 28.0 * self.scale


@dataclass(frozen=True)
class Box:
    """A rectangle; `top` counts down."""

    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Place:
    """Where one field, or one answer of it, stands on the finished pages."""

    field: FormField
    row: FormRow
    kind: Literal["radio", "text", "list", "check"]
    page: int
    box: Box
    choice: FormChoice | None = None


@dataclass(frozen=True)
class Mark:
    """One thing to draw, measured from the left margin and from the top of its row."""

    row: FormRow
    field: FormField
    box: Box
    kind: Literal["radio", "text", "list", "check", "signature"]
    texts: tuple[tuple[float, float, str, Style], ...] = ()
    choice: FormChoice | None = None

    def moved(self, down: float) -> Mark:
        return replace(
            self,
            box=replace(self.box, top=self.box.top + down),
            texts=tuple((x, top + down, text, style) for x, top, text, style in self.texts),
        )


def radio_marks(
    row: FormRow, field: FormField, choices: Sequence[FormChoice], left: float, column: float, sizes: Sizes
) -> list[Mark]:
    """One circle per answer in its column, the answer's figure or letter at its right."""
    size, found = sizes.radio, []
    for place, choice in enumerate(choices):
        x = left + place * column
        wide = size + (2.5 + sizes.short.width(choice.short) if choice.short else 0)
        x += (column - wide) / 2
        top = (sizes.text.leading - size) / 2
        beside = ((x + size + 2.5, (sizes.text.leading - sizes.short.leading) / 2, choice.short, sizes.short),)
        found.append(Mark(row, field, Box(x, top, size, size), "radio", beside if choice.short else (), choice))
    return found


def _listed_answers(
    row: FormRow, field: FormField, left: float, top: float, width: float, sizes: Sizes
) -> tuple[list[Mark], float]:
    """The answers with their words: one after the other where they are short, else one under the other."""
    style, size = sizes.text, sizes.radio
    found: list[Mark] = []
    words = [f"{choice.short}  {choice.label}" if choice.short else choice.label for choice in field.choices]
    widths = [size + 4 + style.width(text) for text in words]
    beside = sum(widths) + 16 * sizes.scale * (len(widths) - 1) <= 2.2 * width and max(widths) <= width
    x, at = left, top
    for choice, text, needed in zip(field.choices, words, widths, strict=True):
        if found and (not beside or x + needed > left + width):
            x, at = left, at + style.leading + 2
        lines = wrap(text, style.face, style.size, width - size - 4)
        texts = tuple((x + size + 4, at + place * style.leading, line, style) for place, line in enumerate(lines))
        box = Box(x, at + (style.leading - size) / 2, size, size)
        found.append(Mark(row, field, box, "radio", texts, choice))
        x += needed + 16 * sizes.scale
        at += (len(lines) - 1) * style.leading
    return found, at - top + style.leading


_SHARES = {"note": 6.0, "line": 4.0, "choice": 3.5, "date": 0.0, "check": 0.0, "signature": 5.0}


def _least(field: FormField, sizes: Sizes) -> float:
    label = sizes.label.width(_label(field))
    if field.kind == "check":
        return sizes.radio + 6 + min(sizes.text.width(field.label), 300 * sizes.scale)
    least = {"note": 210.0, "line": 104.0, "choice": 104.0, "date": 84.0, "signature": 190.0}[field.kind]
    return max(least * sizes.scale, min(label + 2, 170 * sizes.scale))


def _label(field: FormField) -> str:
    hint = field.help or (_("YYYY-MM-DD") if field.kind == "date" else "")
    return " · ".join(part for part in (field.label, hint) if part)


def _lines_of(fields: Sequence[FormField], width: float, sizes: Sizes) -> list[list[FormField]]:
    """Which fields stand side by side: as many as fit, in their order; notes only where all fit on one line."""
    if sum(_least(one, sizes) for one in fields) + _GAP * (len(fields) - 1) <= width:
        return [list(fields)] if fields else []
    lines: list[list[FormField]] = []
    used = 0.0
    for one in fields:
        needed = _least(one, sizes) + _GAP
        alone = not lines or one.kind == "note" or lines[-1][-1].kind == "note"
        pair = bool(lines) and one.kind == lines[-1][-1].kind == "note" and len(lines[-1]) == 1
        if (alone and not pair) or used + needed > width + _GAP:
            lines.append([one])
            used = needed
        else:
            lines[-1].append(one)
            used += needed
    return lines


def field_marks(
    row: FormRow, fields: Sequence[FormField], left: float, top: float, width: float, sizes: Sizes
) -> tuple[list[Mark], float]:
    """The fields under or beside a question, in lines; and where the last line ends."""
    marks: list[Mark] = []
    boxed: list[FormField] = []
    at = top

    def flow() -> None:
        nonlocal at
        for line in _lines_of(boxed, width, sizes):
            found, height = _line_marks(row, line, left, at, width, sizes)
            marks.extend(found)
            at += height + 4 * sizes.scale
        boxed.clear()

    for one in fields:
        if one.kind != "choice" or not 1 < len(one.choices) <= MOST_CIRCLES:
            boxed.append(one)
            continue
        flow()
        found, height = _listed_answers(row, one, left, at, width, sizes)
        marks.extend(found)
        at += height + 4 * sizes.scale
    flow()
    return marks, at - 2 * sizes.scale if marks else top


def _line_marks(
    row: FormRow, line: Sequence[FormField], left: float, top: float, width: float, sizes: Sizes
) -> tuple[list[Mark], float]:
    """Fields side by side, sharing what room is left."""
    least = [_least(one, sizes) for one in line]
    shares = [_SHARES[one.kind] for one in line]
    spare = max(0.0, width - sum(least) - _GAP * (len(line) - 1))
    if not sum(shares) and len(line) == 1 and line[0].kind == "check":
        least = [width]
    elif sum(shares):
        least = [one + spare * share / sum(shares) for one, share in zip(least, shares, strict=True)]
    tall = max(_height(one, sizes) for one in line)
    labels = [
        wrap(_label(one), sizes.label.face, sizes.label.size, wide) if one.kind != "check" and _label(one) else []
        for one, wide in zip(line, least, strict=True)
    ]
    head = max(map(len, labels)) * sizes.label.leading
    under = 1.5 * sizes.scale if head else 0.0
    head += under
    found, x, lowest = [], left, 0.0
    for one, wide, words in zip(line, least, labels, strict=True):
        if one.kind == "check":
            mark, height = _check_mark(row, one, x, top + head, wide, tall, sizes)
            lowest = max(lowest, height)
        else:
            # A line beside a note is as tall as it; beside a line for the hand, it stands at its foot.
            signed = one.kind != "signature" and any(other.kind == "signature" for other in line)
            high = _height(one, sizes) if signed else tall
            foot = top + head + tall - high
            texts = tuple(
                (x, foot - under - (len(words) - place) * sizes.label.leading, word, sizes.label)
                for place, word in enumerate(words)
            )
            kind: Literal["text", "list", "signature"] = "text"
            if one.kind in ("choice", "signature"):
                kind = "list" if one.kind == "choice" else "signature"
            mark = Mark(row, one, Box(x, foot, wide, high), kind, texts)
        found.append(mark)
        x += wide + _GAP
    return found, head + max(tall, lowest)


def _height(one: FormField, sizes: Sizes) -> float:
    if one.kind == "check":
        return sizes.text.leading
    heights = {"note": sizes.note_height, "signature": 26 * sizes.scale}
    return heights.get(one.kind, sizes.line_height)


def _check_mark(
    row: FormRow, one: FormField, x: float, top: float, width: float, tall: float, sizes: Sizes
) -> tuple[Mark, float]:
    lines = wrap(one.label, sizes.text.face, sizes.text.size, width - sizes.radio - 6)
    first = top + max(0.0, (tall - sizes.text.leading * len(lines)) / 2)
    texts = tuple(
        (x + sizes.radio + 6, first + place * sizes.text.leading, line, sizes.text) for place, line in enumerate(lines)
    )
    box = Box(x, first + (sizes.text.leading - sizes.radio) / 2, sizes.radio, sizes.radio)
    return Mark(row, one, box, "check", texts), len(lines) * sizes.text.leading


def circle(x: float, y: float, radius: float) -> str:
    """The path of a circle around a point, in the operators of a page."""
    far = radius * _CIRCLE
    return (
        f"{x + radius:.2f} {y:.2f} m "
        f"{x + radius:.2f} {y + far:.2f} {x + far:.2f} {y + radius:.2f} {x:.2f} {y + radius:.2f} c "
        f"{x - far:.2f} {y + radius:.2f} {x - radius:.2f} {y + far:.2f} {x - radius:.2f} {y:.2f} c "
        f"{x - radius:.2f} {y - far:.2f} {x - far:.2f} {y - radius:.2f} {x:.2f} {y - radius:.2f} c "
        f"{x + far:.2f} {y - radius:.2f} {x + radius:.2f} {y - far:.2f} {x + radius:.2f} {y:.2f} c h"
    )


def draw_marks(pen: Pen, marks: Iterable[Mark], x: float, top: float, page: int) -> list[Place]:
    """Draw what stands on the paper itself; the places of the fields on that page."""
    places: list[Place] = []
    paths: list[str] = []
    for mark in marks:
        for left, down, text, style in mark.texts:
            pen.line(x + left, top + down, text, style)
        box = replace(mark.box, x=x + mark.box.x, top=top + mark.box.top)
        bottom = pen.height - box.top - box.height
        if mark.kind == "radio":
            half = box.width / 2
            paths.append(f"{circle(box.x + half, bottom + half, half - 0.5)} S")
        elif mark.kind == "signature":
            paths.append(f"{box.x:.2f} {bottom:.2f} m {box.x + box.width:.2f} {bottom:.2f} l S")
        else:
            paths.append(f"{box.x:.2f} {bottom:.2f} {box.width:.2f} {box.height:.2f} re S")
        if mark.kind != "signature":
            places.append(Place(mark.field, mark.row, mark.kind, page, box, mark.choice))
    pen.flush()
    if paths:
        pen.canvas.addLiteral("q 0.541 0.565 0.588 RG 0.7 w " + "\n".join(paths) + " Q")
    return places
