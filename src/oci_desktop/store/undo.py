"""Taking an action back, and doing it again: one step, one line in the journal.

Undoing applies the inverse of the changes that are in force: those of the action itself or of its last redo.
Redoing applies the inverse of the undo's. Both restore every column but `version`, which only grows, and both are
refused where a later action, still in force, touched the same values or needs the row.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from oci_desktop.i18n import N_, Message, message
from oci_desktop.store import journal
from oci_desktop.store.connection import scalar
from oci_desktop.store.fileformat import SCHEMA_VERSION
from oci_desktop.store.journal import ACTION_COLUMNS, Action, action_of, label_of
from oci_desktop.store.plans import Plan, Row
from oci_desktop.store.problems import Moment, UndoError
from oci_desktop.store.writer import Writer

_IN_FORCE = """
SELECT c.table_name, c.row_id, c.before, c.after, x.before, x.after, a.label, a.at
FROM journal_change x
JOIN journal_change c ON c.table_name = x.table_name AND c.row_id = x.row_id AND c.action_id > x.action_id
JOIN journal_action ca ON ca.id = c.action_id
JOIN journal_action a ON a.id = ca.target_id
WHERE x.action_id = ? AND a.id > ? AND a.undone_by_id IS NULL AND a.applied_by_id = c.action_id
ORDER BY c.id DESC
"""

_LAST_TOUCH = """
SELECT a.label, a.at FROM journal_change c
JOIN journal_action ca ON ca.id = c.action_id
JOIN journal_action a ON a.id = coalesce(ca.target_id, ca.id)
WHERE c.table_name = ? AND c.row_id = ? AND a.id <> ?
ORDER BY c.id DESC LIMIT 1
"""


_STANDING_TOUCH = """
SELECT c.id, a.label, a.at FROM journal_change c
JOIN journal_action ca ON ca.id = c.action_id
JOIN journal_action a ON a.id = coalesce(ca.target_id, ca.id)
WHERE c.table_name = ? AND c.row_id = ? AND a.id <> ? AND a.undone_by_id IS NULL
ORDER BY c.id DESC LIMIT 1
"""


@dataclass(frozen=True)
class Step:
    """What to do: apply the inverse of `source`'s changes, in the name of the action `target`."""

    target: Action
    source: int


# The two ends of the stack


def newest_undoable(raw: sqlite3.Connection) -> Action | None:
    """What Ctrl+Z takes back: the newest action in force. None before a restore, an erasing, a change of the tables."""
    row = raw.execute(
        f"SELECT {ACTION_COLUMNS}, schema_version, sealed FROM journal_action"
        " WHERE kind IN ('do', 'restore', 'erase') AND undone_by_id IS NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None or row[-2] != SCHEMA_VERSION or row[-1]:
        return None
    action = action_of(row)
    return action if action.kind == "do" else None


def newest_redoable(raw: sqlite3.Connection) -> Action | None:
    """What Ctrl+Shift+Z does again: the last action taken back, while nothing new was done since."""
    row = raw.execute(
        f"SELECT {ACTION_COLUMNS}, schema_version, sealed FROM journal_action"
        " WHERE undone_by_id IS NOT NULL ORDER BY undone_by_id DESC LIMIT 1"
    ).fetchone()
    if row is None or row[-2] != SCHEMA_VERSION or row[-1]:
        return None
    newer = scalar(
        raw, "SELECT 1 FROM journal_action WHERE id > ? AND kind IN ('do', 'restore', 'erase') LIMIT 1", (row[5],)
    )
    return None if newer else action_of(row)


# The steps


def step_to_undo(raw: sqlite3.Connection, action_id: int | None) -> Step:
    """How to take an action back; the newest one when none is named.

    Raises: UndoError.
    """
    if action_id is None:
        newest = newest_undoable(raw)
        if newest is None:
            _explain_the_newest(raw)
            raise UndoError(N_("There is nothing to undo."))
        action_id = newest.id
    action, applied, undone_by, _target = _find(raw, action_id)
    if undone_by is not None:
        raise UndoError(N_("“{action}” was undone already."), action=action.label)
    return Step(action, applied)


def _explain_the_newest(raw: sqlite3.Connection) -> None:
    """Why the last thing done cannot be taken back: a restore, an older program, erased data.

    Raises: UndoError; nothing when nothing was done.
    """
    newest = scalar(
        raw,
        "SELECT id FROM journal_action WHERE kind IN ('do', 'restore', 'erase') AND undone_by_id IS NULL"
        " ORDER BY id DESC LIMIT 1",
    )
    if newest is not None:
        _find(raw, newest)


def step_to_redo(raw: sqlite3.Connection, action_id: int | None) -> Step:
    """How to do again an action that was taken back; the last one when none is named.

    Raises: UndoError.
    """
    if action_id is None:
        newest = newest_redoable(raw)
        if newest is None:
            raise UndoError(N_("There is nothing to redo."))
        action_id = newest.id
    action, _applied, undone_by, _target = _find(raw, action_id)
    if undone_by is None:
        raise UndoError(N_("“{action}” is in force: there is nothing to redo."), action=action.label)
    return Step(action, undone_by)


def _find(raw: sqlite3.Connection, action_id: int) -> tuple[Action, int, int | None, int]:
    """The action that is meant (an undo or a redo stands for what it was about), and what holds of it."""
    row = raw.execute(
        f"SELECT {ACTION_COLUMNS}, applied_by_id, target_id, schema_version, sealed FROM journal_action WHERE id = ?",
        (action_id,),
    ).fetchone()
    if row is None:
        raise UndoError(N_("There is no action number {id} in this file."), id=action_id)
    action = action_of(row)
    applied, target, schema_version, sealed = row[-4:]
    if action.kind in ("undo", "redo"):
        return _find(raw, target)
    if action.kind == "restore":
        raise UndoError(
            N_("“{action}” cannot be undone: restore the backup that was made before it."), action=action.label
        )
    if action.kind == "start":
        raise UndoError(N_("“{action}” is how this file began: it cannot be undone."), action=action.label)
    if schema_version != SCHEMA_VERSION:
        raise UndoError(
            N_("“{action}” was done before the program was updated: it can be read, not undone."), action=action.label
        )
    if sealed:
        raise UndoError(
            N_("“{action}” held personal data that was erased: it can be read, not undone."), action=action.label
        )
    return action, applied, row[5], target


# Applying


def apply(writer: Writer, step: Step) -> None:
    """Stage the inverse of a step's changes in `writer`.

    Raises: UndoError naming the later action that stands in the way.
    """
    raw = writer._link.raw
    _refuse_later_changes(raw, step)
    changes = raw.execute(
        "SELECT table_name, row_id, before, after FROM journal_change WHERE action_id = ? ORDER BY id DESC",
        (step.source,),
    ).fetchall()
    from oci_desktop.model.schema import metadata

    ids: dict[str, list[int]] = {}
    for table, row_id, _before, _after in changes:
        ids.setdefault(table, []).append(row_id)
    for table, row_ids in ids.items():
        writer.prefetch(metadata.tables[table], row_ids)
    decode = journal.decode
    for table, row_id, before, after in changes:
        pending = writer._tables[table]
        slot = pending.slots[row_id]
        try:
            slot.now = _inverse(
                pending.plan,
                slot.now,
                None if before is None else decode(before),
                None if after is None else decode(after),
            )
        except _Differs:
            raise _refusal(raw, step, table, row_id) from None
        pending.dirty[row_id] = None
    _touch_owners(writer, ids)


def _touch_owners(writer: Writer, ids: dict[str, list[int]]) -> None:
    """A part (a name, an e-mail address) has no version: its owner's grows, so that a form opened before is refused.

    Otherwise that form would save what was just taken back, and nobody would be told. A row that has a version of its
    own (a role) is its own owner.
    """
    from oci_desktop.model.schema import metadata

    owners: dict[str, set[int]] = {}
    for table, row_ids in ids.items():
        pending = writer._tables[table]
        if pending.plan.version_at is not None:
            continue
        slots = [pending.slots[row_id] for row_id in row_ids]
        for row in [row for slot in slots for row in (slot.first, slot.now) if row is not None]:
            for position, prefix in pending.plan.records:
                if row[position] is not None:
                    owners.setdefault(prefix[:-1], set()).add(row[position])
    for name, owner_ids in owners.items():
        table_of_owners = metadata.tables[name]
        if "version" not in table_of_owners.columns:
            continue
        # Those that this step changes themselves have grown already.
        others = sorted(owner_ids.difference(ids.get(name, ())))
        writer.prefetch(table_of_owners, others)
        for owner in others:
            if writer._tables[name].slots[owner].now is not None:
                writer.touch(table_of_owners, owner)


class _Differs(Exception):  # noqa: N818 - never leaves this module
    """The row is not as the change left it."""


def _inverse(plan: Plan, now: Row | None, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Row | None:
    """What the row must become.

    Raises: _Differs.
    """
    columns, version_at = plan.columns, plan.version_at
    if after is None:
        assert before is not None
        if now is not None:
            raise _Differs
        row = tuple(before.get(name) for name in columns)
        return row if version_at is None else _with(row, version_at, int(row[version_at] or 0) + 1)
    if now is None:
        raise _Differs
    if before is None:
        left = tuple(after.get(name) for name in columns)
        if version_at is not None:
            left = _with(left, version_at, now[version_at])
        if left != now:
            raise _Differs
        return None
    values = list(now)
    for name, value in before.items():
        position = plan.at[name]
        if position == version_at:
            continue
        if now[position] != after[name]:
            raise _Differs
        values[position] = value
    if version_at is not None:
        values[version_at] = now[version_at] + 1
    return tuple(values)


def _with(row: Row, position: int, value: Any) -> Row:
    return (*row[:position], value, *row[position + 1 :])


# What stands in the way


def _refuse_later_changes(raw: sqlite3.Connection, step: Step) -> None:
    """An earlier action that was undone and redone since is no obstacle: this one was done on top of it.

    Raises: UndoError when an action in force, later than the step's, touched the same values.
    """
    if not scalar(
        raw,
        "SELECT 1 FROM journal_action WHERE applied_by_id > ? AND id > ? AND undone_by_id IS NULL LIMIT 1",
        (step.source, step.target.id),
    ):
        return
    for _table, _row, later_before, later_after, before, after, label, at in raw.execute(
        _IN_FORCE, (step.source, step.target.id)
    ):
        if None in (later_before, later_after, before, after) or _columns(later_after) & _columns(after):
            raise _named(step, label, at)


def _columns(values: str) -> set[str]:
    return set(journal.decode(values)) - {"version"}


def _named(step: Step, label: str, at: str) -> UndoError:
    sentence = (
        N_("“{action}” cannot be redone: “{later}” ({date}) touched the same values since. Nothing was changed.")
        if step.target.undone
        else N_("“{action}” cannot be undone: “{later}” ({date}) touched the same values since. Nothing was changed.")
    )
    return UndoError(sentence, action=step.target.label, later=label_of(label), date=Moment(at))


def _refusal(raw: sqlite3.Connection, step: Step, table: str, row_id: int) -> UndoError:
    """The refusal naming the last action that touched a row."""
    found = raw.execute(_LAST_TOUCH, (table, row_id, step.target.id)).fetchone()
    if found is not None:
        return _named(step, *found)
    return _unnamed(step)


def _unnamed(step: Step) -> UndoError:
    sentence = (
        N_("“{action}” cannot be redone: what it changed is not as it was before. Nothing was changed.")
        if step.target.undone
        else N_("“{action}” cannot be undone: what it changed is not as it left it. Nothing was changed.")
    )
    return UndoError(sentence, action=step.target.label)


def refuse_contradictions(writer: Writer, step: Step) -> None:
    """Send what `apply` staged, and look at it beside what was done since: what every save keeps true must stay so.

    What contradicted itself before this step is no reason to refuse it.
    Raises: UndoError naming the later action; sqlite3.IntegrityError, see `explain`.
    """
    from oci_desktop.store.invariants import REASONS, faults_of

    raw = writer._link.raw
    organisations = _organisations(writer)
    before = faults_of(raw, organisations)
    writer._flush()
    found = sorted(faults_of(raw, organisations) - before, key=lambda fault: (REASONS.index(fault.reason), fault.rows))
    if found:
        raise _contradiction(raw, step, found[0].reason, found[0].rows)


def _organisations(writer: Writer) -> set[int]:
    """Those whose row, or one of whose memberships, this step changes."""
    pending = writer._tables.get("organisation")
    found = set(pending.dirty) if pending is not None else set()
    memberships = writer._tables.get("membership")
    if memberships is not None:
        at = memberships.plan.at["organisation_id"]
        for slot in memberships.slots.values():
            found.update(row[at] for row in (slot.first, slot.now) if row is not None)
    return found


def _contradiction(raw: sqlite3.Connection, step: Step, reason: str, rows: Iterable[tuple[str, int]]) -> UndoError:
    touches = [raw.execute(_STANDING_TOUCH, (*row, step.target.id)).fetchone() for row in rows]
    latest = max((touch for touch in touches if touch is not None), default=None)
    if latest is None:
        sentence = (
            N_("“{action}” cannot be redone: {reason}. Nothing was changed.")
            if step.target.undone
            else N_("“{action}” cannot be undone: {reason}. Nothing was changed.")
        )
        return UndoError(sentence, action=step.target.label, reason=message(reason))
    sentence = (
        N_("“{action}” cannot be redone: {reason}, because of “{later}” ({date}). Nothing was changed.")
        if step.target.undone
        else N_("“{action}” cannot be undone: {reason}, because of “{later}” ({date}). Nothing was changed.")
    )
    return UndoError(
        sentence,
        action=step.target.label,
        reason=message(reason),
        later=label_of(latest[1]),
        date=Moment(latest[2]),
    )


def explain(writer: Writer, step: Step, error: sqlite3.IntegrityError) -> UndoError:
    """Why SQLite refused the step: a row that something later needs, has, or took away. Called before the rollback."""
    raw = writer._link.raw
    unique = re.match(r"UNIQUE constraint failed: (.+)$", str(error))
    if unique:
        table, row_id = _holder_of(writer, [name.split(".") for name in unique[1].split(", ")])
        return _refusal(raw, step, table, row_id)
    for table, row_id, parent, key in raw.execute("PRAGMA foreign_key_check"):
        if table in writer._tables and row_id in writer._tables[table].slots:
            # The row comes back, but what it points to is gone.
            (column,) = [found[3] for found in raw.execute(f'PRAGMA foreign_key_list("{table}")') if found[0] == key]
            return _refusal(raw, step, parent, scalar(raw, f'SELECT "{column}" FROM "{table}" WHERE id=?', (row_id,)))
        return _refusal(raw, step, table, row_id)
    return _unnamed(step)


def _holder_of(writer: Writer, names: Iterable[list[str]]) -> tuple[str, int]:
    """The row that has the unique values that this step wants to give to another."""
    pairs = list(names)
    table, columns = pairs[0][0], [pair[1] for pair in pairs]
    pending = writer._tables[table]
    condition = " AND ".join(f'"{column}"=?' for column in columns)
    for row_id, slot in pending.slots.items():
        if slot.now is None:
            continue
        wanted = [slot.now[pending.plan.at[column]] for column in columns]
        other = scalar(writer._link.raw, f'SELECT id FROM "{table}" WHERE {condition} AND id<>?', (*wanted, row_id))
        if other is not None:
            return table, other
    return table, 0


def undo_label(step: Step) -> Message:
    return message(N_("Undo of “{action}”"), action=step.target.label)


def redo_label(step: Step) -> Message:
    return message(N_("Redo of “{action}”"), action=step.target.label)
