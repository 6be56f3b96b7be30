"""What every save keeps true, asked again where undoing or redoing puts older rows beside newer ones.

Each subject has its checks and its reasons: memberships in `invariants_memberships`, self-assessments in
`invariants_assessments`. Foreign keys and unique keys are SQLite's, and are not asked again here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

Touched = Mapping[str, Collection[int]]
"""The rows that a step changes and the records that they belong to, by table."""

_CHUNK = 500


@dataclass(frozen=True)
class Fault:
    """One thing that is not true any more: the reason, and the rows that contradict each other, the latest first."""

    reason: str
    rows: tuple[tuple[str, int], ...]


def faults_of(raw: sqlite3.Connection, touched: Touched) -> frozenset[Fault]:
    """Everything that is not as a save would have left it, in the records that a step touches."""
    from oci_desktop.store import invariants_assessments, invariants_memberships

    return frozenset((*invariants_memberships.faults(raw, touched), *invariants_assessments.faults(raw, touched)))


def reasons() -> tuple[str, ...]:
    """All of them, the plainest first: it is the one that is told."""
    from oci_desktop.store import invariants_assessments, invariants_memberships

    return (*invariants_memberships.REASONS, *invariants_assessments.REASONS)


def chunks(ids: Collection[int]) -> Iterator[tuple[list[int], str]]:
    """The ids in order, few enough at a time for one statement, with as many question marks."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        yield chunk, ",".join("?" * len(chunk))
