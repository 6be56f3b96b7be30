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
        if not len(self.label) <= count < len(self.lines):
            return None
        return _Fact(self.label, self.lines[:count], self.space), _Fact([], self.lines[count:], 0)


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

    __slots__ = ("current", "details", "last", "what", "when")

    def __init__(
        self, when: Sequence[str], what: Sequence[str], details: Sequence[str], current: bool, last: bool
    ) -> None:
        text = len(what) * _STRONG.leading + len(details) * _DETAIL.leading
        super().__init__(max(len(when) * _LABEL.leading, text) + 7, space=0)
        self.when, self.what, self.details, self.current, self.last = when, what, details, current, last

    def draw(self, pen: Pen, x: float, top: float) -> None:
        line_x = x + LABEL_WIDTH - 4
        if not self.last:
            pen.bar(line_x + 2.4, top + 6.5, 0.7, self.height, HAIRLINE)
        color = ACCENT if self.current else HAIRLINE
        pen.bar(line_x, top + 4, 5.5, 5.5, color)
        at = top
        for line in self.when:
            pen.line(x, at, line, _LABEL)
            at += _LABEL.leading
        at = top
        for line in self.what:
            pen.line(line_x + 14, at, line, _STRONG)
            at += _STRONG.leading
        for line in self.details:
            pen.line(line_x + 14, at, line, _DETAIL)
            at += _DETAIL.leading

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        count = int((room - 7) / _STRONG.leading)
        if not 0 < count < max(len(self.what), len(self.details), len(self.when)):
            return None
        head = _Step(self.when[:count], self.what[:count], [], self.current, False)
        return head, _Step(self.when[count:], self.what[count:], self.details, self.current, self.last)


def timeline(periods: Sequence[Period], width: float) -> list[Piece]:
    """The periods one under the other, along a line; the one in force has the accent."""
    room = width - LABEL_WIDTH - 14
    found: list[Piece] = []
    for number, period in enumerate(periods, start=1):
        details = [line for text in period.details for line in wrap(text, _DETAIL.face, _DETAIL.size, room)]
        found.append(
            _Step(
                wrap(period.when, _LABEL.face, _LABEL.size, LABEL_WIDTH - 12),
                wrap(period.what, _STRONG.face, _STRONG.size, room),
                details,
                period.current,
                number == len(periods),
            )
        )
    return found
