"""Taking an action back, and doing it again: one step, one line in the journal.

Undoing applies the inverse of the changes that are in force: those of the action itself or of its last redo.
Redoing applies the inverse of the undo's. Both restore every column but `version`, which only grows, and both are
refused where a later action, still in force, touched the same values or needs the row.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from oci_desktop.i18n import N_, Message, message
from oci_desktop.store import journal
from oci_desktop.store.connection import scalar
from oci_desktop.store.fileformat import SCHEMA_VERSION
from oci_desktop.store.journal import ACTION_COLUMNS, Action, action_of
from oci_desktop.store.plans import Plan, Row
from oci_desktop.store.problems import UndoError
from oci_desktop.store.refusals import refusal, refuse_later_changes
from oci_desktop.store.writer import Writer


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
    refuse_later_changes(raw, step)
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
            raise refusal(raw, step, table, row_id) from None
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


def undo_label(step: Step) -> Message:
    return message(N_("Undo of “{action}”"), action=step.target.label)


def redo_label(step: Step) -> Message:
    return message(N_("Redo of “{action}”"), action=step.target.label)
