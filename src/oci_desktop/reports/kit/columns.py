"""Short texts one under the other, in columns of about equal height: many names on little paper."""

from __future__ import annotations

from collections.abc import Sequence

from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import Line, Span, wrap_spans
from oci_desktop.reports.kit.pen import Pen, baseline
from oci_desktop.reports.kit.pieces import Piece

_HANG = 8.0
_BETWEEN = 14.0


class InColumns(Piece):
    """The texts read down the first column, then down the next; a text is never cut between two columns."""

    __slots__ = ("columns", "step", "style")

    def __init__(
        self, texts: Sequence[Sequence[str | Span]], width: float, style: Style, *, columns: int = 2, space: float = 0.0
    ) -> None:
        one = (width - (columns - 1) * _BETWEEN) / columns
        cut = [wrap_spans(text, style, one, _HANG) for text in texts]
        self.columns, self.step, self.style = _balanced(cut, columns), one + _BETWEEN, style
        super().__init__(max(_lines(column) for column in self.columns) * style.leading, space=space)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style = self.style
        for number, column in enumerate(self.columns):
            at = top + baseline(style)
            for text in column:
                for place, line in enumerate(text):
                    left = x + number * self.step + (_HANG if place else 0)
                    for words, face in line:
                        pen.text(left, at, words, face, style.size, style.color)
                        left += face.width(words, style.size)
                    at += style.leading


Text = Sequence[Line]


def _lines(texts: Sequence[Text]) -> int:
    return sum(len(text) for text in texts)


def _balanced(texts: Sequence[Text], columns: int) -> list[list[Text]]:
    """The texts in that many columns, the first ones never shorter than they need be."""
    found: list[list[Text]] = []
    rest = list(texts)
    for left in range(columns, 0, -1):
        goal = -(-_lines(rest) // left)
        column: list[Text] = []
        while rest and (not column or _lines(column) + len(rest[0]) <= goal):
            column.append(rest.pop(0))
        found.append(column)
    found[-1] += rest
    return found
