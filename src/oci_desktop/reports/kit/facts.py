"""Facts beside their labels, and periods along a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import ACCENT, HAIRLINE, SECONDARY, Pen
from oci_desktop.reports.kit.pieces import Piece

_LABEL = Style(size=9, leading=13, color=SECONDARY)
_VALUE = Style(size=9, leading=13)
_STRONG = Style("bold", 9, 13)
_DETAIL = Style(size=8.6, leading=12, color=SECONDARY)
LABEL_WIDTH = 138.0
_STEP_AFTER = 7.0


class _Fact(Piece):
    __slots__ = ("label", "lines")

    def __init__(self, label: Sequence[str], lines: Sequence[str], space: float) -> None:
        super().__init__(max(len(label), len(lines)) * _VALUE.leading, space=space)
        self.label, self.lines = label, lines

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for left, lines, style in ((x, self.label, _LABEL), (x + LABEL_WIDTH, self.lines, _VALUE)):
            at = top
            for line in lines:
                pen.line(left, at, line, style)
                at += style.leading

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        count = int(room / _VALUE.leading)
        if not 0 < count < max(len(self.label), len(self.lines)):
            return None
        head = _Fact(self.label[:count], self.lines[:count], self.space)
        return head, _Fact(self.label[count:], self.lines[count:], 0)


def facts(pairs: Iterable[tuple[str, str]], width: float) -> list[Piece]:
    """One fact under the other, label at the left; facts without a value are left out."""
    found: list[Piece] = []
    for label, value in pairs:
        if value:
            labels = wrap(label, _LABEL.face, _LABEL.size, LABEL_WIDTH - 10)
            lines = wrap(value, _VALUE.face, _VALUE.size, width - LABEL_WIDTH)
            found.append(_Fact(labels, lines, 2.0))
    return found


@dataclass(frozen=True)
class Period:
    """One stretch of time: when, what, and more about it; `current` is in force on the day."""

    when: str
    what: str
    details: Sequence[str] = ()
    current: bool = False


class _Step(Piece):
    """A period beside the line that leads from one to the next."""

    __slots__ = ("current", "last", "text", "when")

    def __init__(self, when: Sequence[str], text: Sequence[tuple[str, Style]], *, current: bool, last: bool) -> None:
        beside = sum(style.leading for _line, style in text)
        super().__init__(max(len(when) * _LABEL.leading, beside) + _STEP_AFTER)
        self.when, self.text, self.current, self.last = when, text, current, last

    def draw(self, pen: Pen, x: float, top: float) -> None:
        line_x = x + LABEL_WIDTH - 4
        if not self.last:
            pen.bar(line_x + 2.4, top + 6.5, 0.7, self.height, HAIRLINE)
        pen.bar(line_x, top + 4, 5.5, 5.5, ACCENT if self.current else HAIRLINE)
        at = top
        for line in self.when:
            pen.line(x, at, line, _LABEL)
            at += _LABEL.leading
        at = top
        for line, style in self.text:
            pen.line(line_x + 14, at, line, style)
            at += style.leading

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        count = int((room - _STEP_AFTER) / _STRONG.leading)
        if not 0 < count < max(len(self.text), len(self.when)):
            return None
        head = _Step(self.when[:count], self.text[:count], current=self.current, last=False)
        return head, _Step(self.when[count:], self.text[count:], current=self.current, last=self.last)


def timeline(periods: Sequence[Period], width: float) -> list[Piece]:
    """The periods one under the other, along a line; the one in force has the accent."""
    room = width - LABEL_WIDTH - 14
    found: list[Piece] = []
    for number, period in enumerate(periods, start=1):
        text = [(line, _STRONG) for line in wrap(period.what, _STRONG.face, _STRONG.size, room)]
        for detail in period.details:
            text += [(line, _DETAIL) for line in wrap(detail, _DETAIL.face, _DETAIL.size, room)]
        when = wrap(period.when, _LABEL.face, _LABEL.size, LABEL_WIDTH - 12)
        found.append(_Step(when, text, current=period.current, last=number == len(periods)))
    return found
