"""Text cut into lines: nothing lost, nothing too wide, no break where there must be none."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from oci_desktop.reports.kit.fonts import LINE_BREAKS, Style, face
from oci_desktop.reports.kit.lines import strong, wrap, wrap_spans

SIZE = 8.6
SPACES = re.compile(f"[ \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000{LINE_BREAKS}]+")
anything = st.text(st.characters(), max_size=200) | st.text("aà b-/\u00a0\u202f\n\r(", max_size=200)


def solid(text: str) -> str:
    return SPACES.sub("", text)


@settings(max_examples=300, deadline=None)
@given(anything, st.floats(5, 300), st.floats(0, 20))
def test_no_character_but_spaces_is_ever_lost(text: str, width: float, hang: float) -> None:
    lines = wrap(text, face(), SIZE, width, hang)
    assert solid("".join(lines)) == solid(text)


@settings(max_examples=300, deadline=None)
@given(anything, st.floats(60, 300))
def test_no_line_is_wider_than_asked(text: str, width: float) -> None:
    # The widest thing that is never cut is a visible code such as [U+10FFFF].
    for line in wrap(text, face(), SIZE, width):
        assert face().width(line, SIZE) <= width or len(line) == 1


@settings(max_examples=200, deadline=None)
@given(st.lists(anything, min_size=1, max_size=5), st.floats(60, 300))
@example(["00:II\U00010dde", "00000000000", "0:::", " "], 128.0)
def test_paragraphs_in_several_weights_lose_nothing_either(parts: list[str], width: float) -> None:
    spans = [strong(part) if number % 2 else part for number, part in enumerate(parts)]
    lines = wrap_spans(spans, Style(size=SIZE), width)
    assert solid("".join(text for line in lines for text, _face in line)) == solid("".join(parts))
    for line in lines:
        assert sum(one.width(text, SIZE) for text, one in line) <= width + 0.01 or sum(len(t) for t, _ in line) == 1


def test_lines_never_break_at_no_break_spaces() -> None:
    text = "un fonds de 3\u00a0753\u202f745\u00a0$ et plus"
    for width in range(70, 140):
        assert any("3\u00a0753\u202f745\u00a0$" in line for line in wrap(text, face(), SIZE, width))


def test_a_word_that_fits_on_a_line_is_never_cut() -> None:
    text = "Centre de solidarité internationale du Saguenay-Lac-Saint-Jean (CSI-SLSJ)"
    assert wrap(text, face(), SIZE, 241, 10) == [
        "Centre de solidarité internationale du",
        "Saguenay-Lac-Saint-Jean (CSI-SLSJ)",
    ]


def test_a_word_longer_than_a_line_is_cut_after_a_hyphen_or_a_slash() -> None:
    lines = wrap("https://www.example.org/organismes/solidarite-internationale", face(), SIZE, 120)
    assert len(lines) > 1
    assert all(line.endswith(("/", "-", ".")) for line in lines[:-1])


def test_line_breaks_that_were_typed_are_kept() -> None:
    assert wrap("un\r\ndeux\ntrois\u2028quatre", face(), SIZE, 300) == ["un", "deux", "trois", "quatre"]
