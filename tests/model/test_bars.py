"""Bars stay inside their frame, in proportion, and can be told apart without colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.model.bars import FILLS, Box, Drawing, Part, Stroke, Words, bar, legend, swatch, widths


def measure(text: str, strong: bool) -> float:
    return len(text) * (5.5 if strong else 5.0)


def inside(drawing: Drawing) -> bool:
    for shape in drawing.shapes:
        if isinstance(shape, Words):
            continue
        if isinstance(shape, Box):
            corners = [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        else:
            corners = [(shape.x1, shape.y1), (shape.x2, shape.y2)]
        for x, y in corners:
            if not (-0.01 <= x <= drawing.width + 0.01 and -0.01 <= y <= drawing.height + 0.01):
                return False
    return True


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8), st.floats(60, 900))
def test_parts_fill_the_width_and_none_disappears(values: list[int], width: float) -> None:
    given = widths(values, width)
    present = [wide for wide in given if wide]
    assert [wide > 0 for wide in given] == [value > 0 for value in values]
    if present:
        assert sum(present) + 1.6 * (len(present) - 1) == pytest.approx(width)
    for left, right in ((a, b) for a in range(len(values)) for b in range(len(values)) if values[a] < values[b]):
        assert given[left] <= given[right] + 1e-6


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from(sorted(FILLS))), min_size=1, max_size=8),
    st.floats(60, 700),
    st.floats(8, 24),
)
def test_nothing_is_drawn_outside_of_the_bar(given: list[tuple[int, str]], width: float, height: float) -> None:
    assert inside(bar([Part("x", value, fill) for value, fill in given], width, height, measure))


def figures(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Words)]


def test_a_figure_stands_in_its_part_where_it_fits_and_a_hatch_leaves_it_room() -> None:
    parts = [Part("valid", 49, "solid"), Part("in grace", 12, "hatched"), Part("late", 1, "late")]
    drawing = bar(parts, 400, 14, measure)
    assert figures(drawing) == ["49", "12", "1"]
    assert next(shape for shape in drawing.shapes if isinstance(shape, Words)).ink == "on_accent"
    assert figures(bar(parts, 24, 14, measure)) == []


@given(st.lists(st.tuples(st.integers(0, 5000), st.sampled_from(sorted(FILLS))), min_size=1, max_size=8))
def test_every_figure_is_printed_however_thin_its_part(given: list[tuple[int, str]]) -> None:
    drawing = bar([Part("x", value, fill) for value, fill in given], 300, 10.5, measure)
    assert figures(drawing) == [str(value) for value, _fill in given if value]
    assert inside(drawing)


def test_an_empty_bar_is_an_empty_frame() -> None:
    drawing = bar([Part("valid", 0, "solid")], 200, 10, measure)
    assert [type(shape) for shape in drawing.shapes] == [Box]


def test_a_legend_wraps_and_names_every_part() -> None:
    parts = [Part(f"partie {number}", number, "solid") for number in range(8)]
    drawing = legend(parts, 200, 12, measure)
    texts = [shape.text for shape in drawing.shapes if isinstance(shape, Words)]
    assert [text for text in texts if text.startswith("partie")] == [part.label for part in parts]
    assert drawing.height > 12
    assert inside(drawing)


def test_every_fill_is_told_apart_without_its_colour() -> None:
    """By its hatch, its outline, or a ground that is far darker or lighter."""
    grey = {"accent": 0.35, "accent_light": 0.87, "late": 0.36, "neutral": 0.71, "ground": 1.0}
    seen = set()
    for name, fill in FILLS.items():
        hatch = tuple(sorted({type(shape) for shape in swatch(name, 12).shapes}, key=str))
        seen.add((round(grey[fill.ground], 1), fill.hatch, bool(fill.outline), hatch))
    assert len(seen) == len(FILLS)
    assert any(isinstance(shape, Stroke) for shape in swatch("hatched", 12).shapes)
