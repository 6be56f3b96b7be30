"""Of memberships: no overlap, nobody archived and still a member, one true beginning of an uninterrupted run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from oci_desktop.dates import overlap
from oci_desktop.i18n import N_
from oci_desktop.model.membership import runs
from oci_desktop.store.invariants import Fault, Touched, chunks

OVERLAP = N_("two memberships of the same organisation would overlap")
ARCHIVED = N_("an archived organisation would have a membership still open")
SINCE = N_("a later membership counts from the one that would change")

REASONS = (OVERLAP, ARCHIVED, SINCE)


def faults(raw: sqlite3.Connection, touched: Touched) -> Iterator[Fault]:
    """What is wrong in the memberships of the organisations touched."""
    for chunk, marks in chunks(touched.get("organisation", ())):
        periods: dict[int, list[tuple[Any, ...]]] = {}
        for row in raw.execute(
            "SELECT m.organisation_id, m.id, m.starts_on, m.ends_on, m.member_since, o.archived_on"
            f" FROM membership m JOIN organisation o ON o.id = m.organisation_id WHERE o.id IN ({marks})"
            " ORDER BY m.organisation_id, m.starts_on, m.id",
            chunk,
        ):
            periods.setdefault(row[0], []).append(row[1:])
        for organisation_id, rows in periods.items():
            yield from _of_one(organisation_id, rows)


def _of_one(organisation_id: int, rows: list[tuple[Any, ...]]) -> Iterator[Fault]:
    for first, second in combinations(rows, 2):
        if overlap((first[1], first[2]), (second[1], second[2])):
            yield Fault(OVERLAP, (("membership", second[0]), ("membership", first[0])))
    since = runs([(starts_on, ends_on) for _id, starts_on, ends_on, _since, _archived in rows])
    for (membership_id, _starts, ends_on, kept, archived_on), true in zip(rows, since, strict=True):
        if archived_on is not None and ends_on is None:
            yield Fault(ARCHIVED, (("organisation", organisation_id), ("membership", membership_id)))
        if kept != true:
            yield Fault(SINCE, (("membership", membership_id),))
