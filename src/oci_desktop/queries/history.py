"""Who changed what, when, and from what to what: the journal, read as a person asks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from oci_desktop.i18n import Message
from oci_desktop.store.journal import Kind, label_of
from oci_desktop.store.reader import Reader

_HIDDEN = frozenset(("id", "ref", "version", "search_norm", "sort_key"))
"""Columns that the program keeps for itself, and that nobody wants to read about."""

_UNTOLD = {
    "answer": frozenset(("choice", "comment", "evidence", "confidential", "answered_by")),
    "planned_action": frozenset(("text", "owner")),
}
"""What a member answered is in no history: only that it answered."""

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

    What belongs to it: its names, regions, memberships, contact points, and the contact points of its roles.
    """
    rows = reader.rows(
        f"""
        WITH own AS (
            SELECT id, action_id, table_name, row_id FROM journal_change WHERE record1 = :key
            UNION SELECT id, action_id, table_name, row_id FROM journal_change WHERE record2 = :key
            UNION SELECT id, action_id, table_name, row_id FROM journal_change WHERE former1 = :key
            UNION SELECT id, action_id, table_name, row_id FROM journal_change WHERE former2 = :key
        ), every AS (
            SELECT id, action_id FROM own
            UNION
            SELECT c.id, c.action_id
            FROM (SELECT DISTINCT 'role:' || row_id AS name FROM own WHERE table_name = 'role') AS r
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
        {"key": f"{table}:{record_id}", "limit": limit},
    )
    return _entries(rows)


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
    return tuple(_row_change(*row) for row in rows)


def _entries(rows: list[tuple[Any, ...]]) -> list[HistoryEntry]:
    actions: dict[int, tuple[tuple[Any, ...], list[RowChange]]] = {}
    for row in rows:
        _head, changes = actions.setdefault(row[0], (row, []))
        changes.append(_row_change(*row[-4:]))
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


def _row_change(table: str, row_id: int, before: str | None, after: str | None) -> RowChange:
    old = json.loads(before) if before else {}
    new = json.loads(after) if after else {}
    hidden = _HIDDEN | _UNTOLD.get(table, frozenset())
    fields = tuple(
        FieldChange(column, old.get(column), new.get(column))
        for column in dict.fromkeys((*old, *new))
        if column not in hidden and old.get(column) != new.get(column)
    )
    return RowChange(table, row_id, "added" if before is None else "removed" if after is None else "changed", fields)
