"""Why an action is not undone or redone: something later stands in the way, and is named."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from oci_desktop.i18n import N_, message
from oci_desktop.store import journal
from oci_desktop.store.connection import scalar
from oci_desktop.store.journal import label_of
from oci_desktop.store.problems import Moment, UndoError
from oci_desktop.store.writer import Writer

if TYPE_CHECKING:
    from oci_desktop.store.undo import Step

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


_PUBLISHED_SINCE = """
SELECT 1 FROM journal_change WHERE table_name = 'questionnaire_version' AND row_id = ? AND action_id > ?
AND json_extract(after, '$.state') = 'published' LIMIT 1
"""

_STANDING_TOUCH = """
SELECT c.id, a.label, a.at FROM journal_change c
JOIN journal_action ca ON ca.id = c.action_id
JOIN journal_action a ON a.id = coalesce(ca.target_id, ca.id)
WHERE c.table_name = ? AND c.row_id = ? AND a.id <> ? AND a.undone_by_id IS NULL
ORDER BY c.id DESC LIMIT 1
"""


def refuse_later_changes(raw: sqlite3.Connection, step: Step) -> None:
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


def refusal(raw: sqlite3.Connection, step: Step, table: str, row_id: int) -> UndoError:
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
    from oci_desktop.store.invariants import Fault, faults_of, reasons
    from oci_desktop.store.invariants_assessments import FROZEN, changed_versions, published

    raw = writer._link.raw
    touched, versions = writer._touched(), changed_versions(raw, writer._changed())
    before, were_published = faults_of(raw, touched), published(raw, versions)
    writer._flush()
    found = set(faults_of(raw, touched) - before)
    for version_id in published(raw, versions) & were_published:
        # What a save may still change of a published one may be taken back; what was changed before may not.
        if scalar(raw, _PUBLISHED_SINCE, (version_id, step.source)):
            found.add(Fault(FROZEN, (("questionnaire_version", version_id),)))
    if found:
        order = reasons()
        first = min(found, key=lambda fault: (order.index(fault.reason), fault.rows))
        raise _contradiction(raw, step, first.reason, first.rows)


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
        return refusal(raw, step, table, row_id)
    for table, row_id, parent, key in raw.execute("PRAGMA foreign_key_check"):
        if table in writer._tables and row_id in writer._tables[table].slots:
            # The row comes back, but what it points to is gone.
            (column,) = [found[3] for found in raw.execute(f'PRAGMA foreign_key_list("{table}")') if found[0] == key]
            return refusal(raw, step, parent, scalar(raw, f'SELECT "{column}" FROM "{table}" WHERE id=?', (row_id,)))
        return refusal(raw, step, table, row_id)
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
