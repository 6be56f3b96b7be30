"""Signatures side by side: a line, the name, the title and the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import INK, SECONDARY, Pen
from oci_desktop.reports.kit.pieces import Piece

_NAME = Style("bold", 10, 13.5)
_TITLE = Style(size=9, leading=12)
_DAY = Style(size=8.6, leading=12, color=SECONDARY)
_GAP = 28.0
_ROOM = 26.0


@dataclass(frozen=True)
class Signature:
    name: str
    title: str
    day: str


class _Pair(Piece):
    """Two signatures beside one another."""

    __slots__ = ("blocks", "width")

    def __init__(self, given: Sequence[Signature], width: float) -> None:
        self.width = (width - _GAP) / 2
        self.blocks = [
            [
                (line, style)
                for text, style in ((one.name, _NAME), (one.title, _TITLE), (one.day, _DAY))
                if text
                for line in wrap(text, style.face, style.size, self.width)
            ]
            for one in given
        ]
        tallest = max(sum(style.leading for _line, style in block) for block in self.blocks)
        super().__init__(_ROOM + 4 + tallest, space=8.0)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for number, block in enumerate(self.blocks):
            left = x + number * (self.width + _GAP)
            pen.rule(left, top + _ROOM, self.width, INK, 0.7)
            at = top + _ROOM + 4
            for line, style in block:
                pen.line(left, at, line, style)
                at += style.leading


def signatures(given: Sequence[Signature], width: float) -> list[Piece]:
    """Two in a row; each row stays on one page."""
    return [_Pair(given[start : start + 2], width) for start in range(0, len(given), 2)]
