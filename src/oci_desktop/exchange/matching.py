"""Which existing record a new name is probably a misspelling of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIGURES = re.compile(r"\d+")
ALIKE = 88.0
"""Of 100: above it two names are the same but for a slip of the pen."""
_MOST_CANDIDATES = 150


class LookAlikes:
    """Finds an existing name that a new one is probably a misspelling of.

    Only names that share the beginning of a word that few names have are compared, so that ten thousand new
    names against ten thousand old ones stay quick.
    """

    def __init__(self, names: Mapping[int, str]) -> None:
        self._folded = {record_id: search_norm(name) for record_id, name in names.items()}
        self._words: dict[str, list[int]] = {}
        for record_id, folded in self._folded.items():
            for start in {word[:3] for word in folded.split()}:
                self._words.setdefault(start, []).append(record_id)

    def find(self, name: str) -> int | None:
        """The existing record whose name is nearest, when it is near enough."""
        if not self._folded:
            return None
        folded = search_norm(name)
        if len(folded) < 4:
            return None
        from rapidfuzz import fuzz, process

        figures = _FIGURES.findall(folded)
        for candidates in self._candidates(folded):
            found = process.extract(folded, candidates, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
            for other, _score, record_id in found:
                if _FIGURES.findall(other) == figures:
                    return record_id
        return None

    def _candidates(self, folded: str) -> Iterable[dict[int, str]]:
        groups: list[Sequence[int]] = [self._words.get(start, ()) for start in {word[:3] for word in folded.split()}]
        length = len(folded)
        for group in sorted((group for group in groups if group), key=len)[:3]:
            near = {i: self._folded[i] for i in group if abs(len(self._folded[i]) - length) * 4 <= length}
            if len(near) > _MOST_CANDIDATES:
                # A very common word: only names that begin alike are worth a look.
                near = {i: other for i, other in near.items() if other[:6] == folded[:6]}
            if near:
                yield near
