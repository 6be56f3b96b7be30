"""Who changed what, when, and from what to what: the journal, read as a person asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from oci_desktop.i18n import Message
from oci_desktop.store.journal import Kind, label_of
from oci_desktop.store.reader import Reader

_HIDDEN = frozenset(("id", "ref", "version", "search_norm", "sort_key", "document", "answers_digest"))
"""Columns that the program keeps for itself, and that nobody wants to read about."""

_UNTOLD: Mapping[str, frozenset[str]] = {
    "answer": frozenset(("choice", "comment", "evidence", "confidential", "answered_by")),
    "planned_action": frozenset(("text", "owner")),
}
"""What a member answered is told where its self-assessment is open, and in no other history: only that it answered."""

_ANSWERED = "self_assessment"

Untold = Mapping[str, frozenset[str]]
"""table → the columns that a history leaves out."""

_ACTION = "a.id, a.at, a.who, a.label, a.kind, a.undone_by_id, a.count"


@dataclass(frozen=True)
class FieldChange:
    """One column of one row: what it was and what it became; None is "empty"."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowChange:
    """One row of one action; all its columns where it appeared or went away."""

    table: str
    row_id: int
    kind: Literal["added", "changed", "removed"]
    fields: tuple[FieldChange, ...]
    untold: bool = False
    """Something changed that this history does not tell."""
    erased: bool = False
    """Its values were erased for good: only that there were some is known."""


@dataclass(frozen=True)
class HistoryEntry:
    """One action, and what it did to the record that was asked about."""

    action_id: int
    at: str
    who: str
    label: Message
    kind: Kind
    undone: bool
    count: int
    changes: tuple[RowChange, ...]


def record_history(reader: Reader, table: str, record_id: int, limit: int = 200) -> list[HistoryEntry]:
    """All that happened to a record and to what belongs to it, the newest first.

    What belongs to it: its names, regions, memberships, contact points, and the contact points of its roles; of a
    questionnaire, the parts of its versions. Answers are told in the history of their own self-assessment only.
    """
    rows = reader.rows(
        f"""
        WITH own AS (
            SELECT id, action_id, table_name, row_id FROM journal_change WHERE record1 = :key
            UNION SELECT id, action_id, table_name, row_id FROM journal_change WHERE record2 = :key
            UNION SELECT id, action_id, table_name, row_id FROM journal_change WHERE former1 = :key
            UNION SELECT id, action_id, table_name, row_id FROM journal_change WHERE former2 = :key
            UNION SELECT id, action_id, table_name, row_id FROM journal_change
            WHERE table_name = :table AND row_id = :row
        ), every AS (
            SELECT id, action_id FROM own
            UNION
            SELECT c.id, c.action_id
            FROM (
                SELECT DISTINCT table_name || ':' || row_id AS name FROM own
                WHERE table_name IN ('role', 'questionnaire_version')
            ) AS r
            JOIN journal_change c ON c.record1 = r.name
        ), recent AS (
            SELECT DISTINCT action_id FROM every ORDER BY action_id DESC LIMIT :limit
        )
        SELECT {_ACTION}, c.table_name, c.row_id, c.before, c.after
        FROM recent
        JOIN every ON every.action_id = recent.action_id
        JOIN journal_change c ON c.id = every.id
        JOIN journal_action a ON a.id = c.action_id
        ORDER BY a.id DESC, c.id
        """,
        {"key": f"{table}:{record_id}", "table": table, "row": record_id, "limit": limit},
    )
    return _entries(rows, {} if table == _ANSWERED else _UNTOLD)


def recent_actions(reader: Reader, limit: int = 100, before_id: int | None = None) -> list[HistoryEntry]:
    """The newest actions of the whole file, without their rows; `before_id` asks for the ones before."""
    rows = reader.rows(
        f"""
        SELECT {_ACTION} FROM journal_action a
        WHERE :before IS NULL OR a.id < :before
        ORDER BY a.id DESC LIMIT :limit
        """,
        {"before": before_id, "limit": limit},
    )
    return [_entry(row, ()) for row in rows]


def action_changes(reader: Reader, action_id: int, limit: int = 1_000) -> tuple[RowChange, ...]:
    """What one action did, row by row."""
    rows = reader.rows(
        """
        SELECT table_name, row_id, before, after FROM journal_change
        WHERE action_id = :action ORDER BY id LIMIT :limit
        """,
        {"action": action_id, "limit": limit},
    )
    return tuple(_row_change(*row, untold=_UNTOLD) for row in rows)


def _entries(rows: list[tuple[Any, ...]], untold: Untold) -> list[HistoryEntry]:
    actions: dict[int, tuple[tuple[Any, ...], list[RowChange]]] = {}
    for row in rows:
        _head, changes = actions.setdefault(row[0], (row, []))
        changes.append(_row_change(*row[-4:], untold=untold))
    return [_entry(head, tuple(changes)) for head, changes in actions.values()]


def _entry(row: tuple[Any, ...], changes: tuple[RowChange, ...]) -> HistoryEntry:
    return HistoryEntry(
        action_id=row[0],
        at=row[1],
        who=row[2],
        label=label_of(row[3]),
        kind=row[4],
        undone=row[5] is not None,
        count=row[6],
        changes=changes,
    )


def _row_change(table: str, row_id: int, before: str | None, after: str | None, *, untold: Untold) -> RowChange:
    old = json.loads(before) if before else {}
    new = json.loads(after) if after else {}
    unsaid = untold.get(table, frozenset())
    changed = [column for column in dict.fromkeys((*old, *new)) if old.get(column) != new.get(column)]
    return RowChange(
        table,
        row_id,
        "added" if before is None else "removed" if after is None else "changed",
        tuple(
            FieldChange(column, old.get(column), new.get(column))
            for column in changed
            if column not in _HIDDEN and column not in unsaid
        ),
        untold=any(column in unsaid for column in changed),
        erased=not old and not new,
    )
