"""One measure beside its floor, and the table of them all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """What was measured (`ours`), what the bare tool takes for it (`floor`), and what is to be reached.

    `most` is a bound on `ours` in the same unit, `most_ratio` one on ours / floor; either may be absent.
    """

    work: str
    ours: float
    floor: float | None
    unit: str = "ms"
    most: float | None = None
    most_ratio: float | None = None
    floor_is: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        bounds = [self.ours <= self.most] if self.most is not None else []
        if self.most_ratio is not None and self.ratio is not None:
            bounds.append(self.ratio <= self.most_ratio)
        return all(bounds) if bounds else None

    @property
    def target(self) -> str:
        parts = [f"≤ {self.most:g} {self.unit}"] if self.most is not None else []
        if self.most_ratio is not None:
            parts.append(f"≤ {self.most_ratio:g} × floor")
        return ", ".join(parts)


def milliseconds(work: Callable[[], Any], rounds: int = 7, *, before: Callable[[], Any] | None = None) -> float:
    """The median time of several runs, after one that does not count; `before` prepares each and is not counted."""
    times = []
    for _ in range(rounds + 1):
        if before is not None:
            before()
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[1:])


def once(work: Callable[[], Any]) -> float:
    """The time of one run in milliseconds, for what cannot be done twice."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


HEADINGS = ("work", "ours", "floor", "ratio", "to reach", "", "the floor is")


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text."""
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    lines = []
    for number, row in enumerate(rows):
        cells = [
            cell.rjust(width) if place in (1, 2, 3) else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    sign = {True: "ok", False: "MISSED", None: ""}[figure.reached]
    return (
        figure.work,
        f"{_number(figure.ours)} {figure.unit}",
        "" if figure.floor is None else f"{_number(figure.floor)} {figure.unit}",
        "" if figure.ratio is None else f"{figure.ratio:.1f}",
        figure.target,
        sign,
        figure.floor_is,
    )


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
