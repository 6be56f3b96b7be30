"""Which record a text means: by its exact name, another of its names, its acronym, an alias. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from oci_desktop.errors import AmbiguousError
from oci_desktop.queries.lists import Reads
from oci_desktop.tables import LIST_SEPARATOR
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIGURES = re.compile(r"\d+")
ALIKE = 88.0
"""Of 100: above it two names are the same but for a slip of the pen."""
_MOST_CANDIDATES = 150
_MOST_NAMED = 8


class Names:
    """The names of all records of one kind.

    `main` are the names that lists show now; `others` every other one: legal, usual, English, former, acronym, alias.
    """

    def __init__(self) -> None:
        self.main: dict[str, list[int]] = {}
        self.others: dict[str, list[int]] = {}
        self.shown: dict[int, str] = {}
        self._folded: dict[str, list[int]] | None = None

    def add_main(self, name: str, record_id: int) -> None:
        self.shown[record_id] = name
        self.main.setdefault(name, []).append(record_id)

    def add_other(self, name: str, record_id: int) -> None:
        known = self.others.setdefault(name, [])
        if record_id not in known:
            known.append(record_id)

    def exactly(self, text: str) -> tuple[list[int], bool]:
        """The records that are called exactly so, and whether it is the name that lists show."""
        found = self.main.get(text)
        if found:
            return found, True
        return self.others.get(text, []), False

    def named(self, text: str) -> list[int]:
        """The same; where nothing is called exactly so, accents, case and punctuation do not count."""
        found, _ = self.exactly(text)
        if found:
            return found
        if self._folded is None:
            self._folded = {}
            for names in (self.main, self.others):
                for name, ids in names.items():
                    known = self._folded.setdefault(search_norm(name), [])
                    known.extend(i for i in ids if i not in known)
        folded = search_norm(text)
        return self._folded.get(folded, []) if folded else []

    def candidates(self, ids: Iterable[int]) -> list[str]:
        """How the records are told apart: by name, and by number where names are the same."""
        given = list(ids)
        names = [self.shown.get(i, str(i)) for i in given]
        if len(set(names)) < len(names):
            names = [f"{name} (id {i})" for name, i in zip(names, given, strict=True)]
        return names if len(names) <= _MOST_NAMED else [*names[:_MOST_NAMED], "…"]

    def one(self, text: str) -> int | None:
        """The only record that `text` names, or None.

        Raises: AmbiguousError with the candidates.
        """
        found = self.named(text)
        if len(found) > 1:
            raise AmbiguousError(text, self.candidates(found))
        return found[0] if found else None


def organisation_names(reader: Reads, day: str) -> Names:
    """Every name that every organisation has or had; `day` tells which ones lists show."""
    names = Names()
    rows = reader.rows(
        "SELECT organisation_id, printed, legal, usual, english, acronym,"
        " (starts_on IS NULL OR starts_on <= :day) AND (ends_on IS NULL OR ends_on || '~' >= :day)"
        " FROM organisation_name ORDER BY id",
        {"day": day},
    )
    for record_id, printed, legal, usual, english, acronym, current in rows:
        if current:
            names.add_main(printed, record_id)
        else:
            names.add_other(printed, record_id)
        for other in (legal, usual, english, acronym):
            if other and other != printed:
                names.add_other(other, record_id)
    for record_id, aliases in reader.rows("SELECT id, aliases FROM organisation WHERE aliases IS NOT NULL"):
        for alias in aliases.split(LIST_SEPARATOR):
            names.add_other(alias, record_id)
    return names


def person_names(reader: Reads) -> Names:
    """Everybody, as "Given Family"."""
    names = Names()
    for record_id, given, family in reader.rows("SELECT id, given_name, family_name FROM person ORDER BY id"):
        names.add_main(" ".join(part for part in (given, family) if part), record_id)
    return names


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
