"""Text cut into lines by measured widths, and nothing lost on the way.

Lines break at spaces only: never at U+00A0 or U+202F, never inside a word that fits on a line of its own.
A word longer than a line is cut, after a hyphen or a slash where it can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.reports.kit.fonts import LINE_BREAKS, Face, Style

_BREAKING_SPACES = " \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
_WORDS = re.compile(f"([{_BREAKING_SPACES}]+)")
_PARAGRAPHS = re.compile(f"\r\n|[{LINE_BREAKS}]")
_GOOD_CUTS = "-/\\@._–—|,;:)"


def wrap(text: str, face: Face, size: float, width: float, hang: float = 0.0) -> list[str]:
    """The lines of `text` at that width; those after the first are `hang` narrower."""
    # The usual case first: this runs for every row of a list.
    if sum(map(face.widths.__getitem__, text)) * size <= width:
        return [text]
    lines: list[str] = []
    for paragraph in _PARAGRAPHS.split(text):
        _wrap_paragraph(paragraph, face, size, width, hang, lines)
    return lines


def _wrap_paragraph(text: str, face: Face, size: float, width: float, hang: float, lines: list[str]) -> None:
    current, used = "", 0.0
    room = width - hang if lines else width
    pieces = _WORDS.split(text)
    for index in range(0, len(pieces), 2):
        word = pieces[index]
        gap = pieces[index - 1] if index else ""
        word_width, gap_width = face.width(word, size), face.width(gap, size)
        if used + gap_width + word_width <= room:
            current, used = current + gap + word, used + gap_width + word_width
            continue
        if current:
            lines.append(current)
            room = width - hang
        while word and word_width > room:
            head, word = _cut(word, face, size, room)
            lines.append(head)
            room = width - hang
            word_width = face.width(word, size)
        current, used = word, word_width
    lines.append(current)


def _cut(word: str, face: Face, size: float, room: float) -> tuple[str, str]:
    """As much of the word as fits, at least one character, and the rest."""
    used, end, good = 0.0, 0, 0
    for position, char in enumerate(word):
        char_width = face.widths[char] * size
        if position and used + char_width > room:
            break
        used += char_width
        end = position + 1  # a mark without a width of its own always fits beside its letter
        if char in _GOOD_CUTS and used > room / 2:
            good = end
    cut = good or end
    return word[:cut], word[cut:]


@dataclass(frozen=True)
class Span:
    """A part of a paragraph in another weight: text, never markup."""

    text: str
    weight: str


def strong(text: str) -> Span:
    return Span(text, "bold")


def emphasis(text: str) -> Span:
    return Span(text, "italic")


Line = tuple[tuple[str, Face], ...]
"""One line as runs of text, each with its face."""


def wrap_spans(parts: Sequence[str | Span], style: Style, width: float, hang: float = 0.0) -> list[Line]:
    """The lines of a paragraph made of parts in several weights."""
    if len(parts) == 1 and isinstance(parts[0], str):
        return [((line, style.face),) for line in wrap(parts[0], style.face, style.size, width, hang)]
    joined = "".join(part if isinstance(part, str) else part.text for part in parts)
    faces: list[Face] = []
    for part in parts:
        if isinstance(part, str):
            faces.extend([style.face] * len(part))
        else:
            faces.extend([Style(part.weight).face] * len(part.text))
    measure = _MixedFace(faces)
    lines: list[Line] = []
    for start, end in measure.lines(joined, style.size, width, hang):
        runs: list[tuple[str, Face]] = []
        for position in range(start, end):
            if runs and runs[-1][1] is faces[position]:
                runs[-1] = (runs[-1][0] + joined[position], faces[position])
            else:
                runs.append((joined[position], faces[position]))
        lines.append(tuple(runs))
    return lines


class _MixedFace:
    """Cuts a text whose characters have different faces, by positions."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.faces = faces

    def _width(self, text: str, start: int, end: int, size: float) -> float:
        return sum(self.faces[at].widths[text[at]] for at in range(start, end)) * size

    def lines(self, text: str, size: float, width: float, hang: float) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        begin = 0
        for paragraph in _PARAGRAPHS.split(text):
            end = begin + len(paragraph)
            self._paragraph(text, begin, end, size, width, hang, found)
            begin = end + (2 if text[end : end + 2] == "\r\n" else 1)
        return found

    def _paragraph(
        self, text: str, begin: int, end: int, size: float, width: float, hang: float, found: list[tuple[int, int]]
    ) -> None:
        room = width - hang if found else width
        start, good, used, at = begin, 0, 0.0, begin
        while at < end:
            step = self._width(text, at, at + 1, size)
            while used + step > room and at > start and not _WORDS.fullmatch(text[at]):
                cut = good if good > start else at
                stop = _before_spaces(text, start, cut)
                if stop > start:
                    found.append((start, stop))
                    room = width - hang
                start, good = cut, 0
                used = self._width(text, start, at, size)
            used += step
            at += 1
            if _WORDS.fullmatch(text[at - 1]):
                good = at
        found.append((start, _before_spaces(text, start, end)))


def _before_spaces(text: str, start: int, stop: int) -> int:
    """Where the line ends without the spaces that would stand over its edge."""
    while stop > start and _WORDS.fullmatch(text[stop - 1]):
        stop -= 1
    return stop
