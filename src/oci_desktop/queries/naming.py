"""Which record a text means: by number, reference, name, former name, acronym or alias. Never a guess."""

from __future__ import annotations

from collections.abc import Iterable

from oci_desktop.dates import IN_FORCE
from oci_desktop.errors import AmbiguousError, NotFoundError
from oci_desktop.i18n import N_
from oci_desktop.queries.lists import Reads
from oci_desktop.tables import split_list
from oci_desktop.text import search_norm

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
        f" {IN_FORCE.format('organisation_name')} FROM organisation_name ORDER BY sort_key, organisation_id",
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
        for alias in split_list(aliases):
            names.add_other(alias, record_id)
    return names


def person_names(reader: Reads) -> Names:
    """Everybody, as "Given Family"."""
    names = Names()
    for record_id, given, family in reader.rows("SELECT id, given_name, family_name FROM person ORDER BY id"):
        names.add_main(" ".join(part for part in (given, family) if part), record_id)
    return names


def find_organisation(reader: Reads, text: str, day: str) -> int:
    """The id of the one organisation that answers to a number, a reference, an acronym or a name.

    Raises: NotFoundError; AmbiguousError with the candidates when several fit (an acronym is no key).
    """
    given = text.strip()
    found = by_key(reader, "organisation", given)
    if found is None:
        found = organisation_names(reader, day).one(given)
    if found is None:
        raise NotFoundError(N_("No organisation answers to “{text}”."), text=given)
    return found


def by_key(reader: Reads, table: str, given: str) -> int | None:
    """The id of the record with that reference, or with that number; None when there is none."""
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None
    rows = reader.rows(f"SELECT id FROM {table} WHERE ref = :ref OR id = :id", {"ref": given, "id": number})
    return int(rows[0][0]) if rows else None
