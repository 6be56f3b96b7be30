"""Writing: one action of a person, all of it or nothing, with its line in the journal."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_, Message
from oci_desktop.store import journal
from oci_desktop.store.connection import Link, scalar
from oci_desktop.store.journal import Changes, Kind
from oci_desktop.store.plans import Plan, Row, plan_of
from oci_desktop.store.problems import storage_errors
from oci_desktop.store.reader import Parameters, Reader

if TYPE_CHECKING:
    from sqlalchemy import CursorResult, Table
    from sqlalchemy.sql import Executable

_CHUNK = 500
_PLAIN = frozenset((str, int, type(None)))


class UnjournalledError(Exception):
    """SQLite changed other rows than the journal knows: a bug, and everything was rolled back."""


class _Slot:
    """One row in this action: as it was at first, as the file has it now, as it must become."""

    __slots__ = ("first", "now", "stored")

    def __init__(self, first: Row | None, stored: Row | None, now: Row | None) -> None:
        self.first, self.stored, self.now = first, stored, now


class _Pending:
    """The rows of one table that this action has read or changed."""

    __slots__ = ("dirty", "next_id", "plan", "slots")

    def __init__(self, plan: Plan, next_id: int) -> None:
        self.plan, self.next_id = plan, next_id
        self.slots: dict[int, _Slot] = {}
        self.dirty: dict[int, None] = {}


class Writer(Reader):
    """The only door through which rows change; reads inside it see what it has written.

    Rows wait in memory and are sent together, before the next read or at the end: prefer reading first
    (`prefetch`), then writing. Foreign keys are checked at the end, so the order of writing does not matter.
    `now` is the action's moment (UTC), `user` who does it; `label` may be made more precise while writing.
    """

    def __init__(
        self,
        link: Link,
        path: Path,
        *,
        user: str,
        label: Message,
        initiator: Any,
        kind: Kind = "do",
        target_id: int | None = None,
    ) -> None:
        super().__init__(link, path)
        self.user = user
        self.now = journal.utc_now()
        self.label = label
        self.initiator = initiator
        self.discarded = False
        self._kind: Kind = kind
        self._target_id = target_id
        self._tables: dict[str, _Pending] = {}
        self._counted = 0
        self._started_at = link.raw.total_changes

    # What services call

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Add a row; its id is known at once. Absent columns take their default, `version` begins at 1."""
        pending = self._pending(table)
        row = pending.plan.row(dict(values))
        given = row[pending.plan.id_at]
        row_id = pending.next_id if given is None else given
        if given is None:
            row = (*row[: pending.plan.id_at], row_id, *row[pending.plan.id_at + 1 :])
        pending.next_id = max(pending.next_id, row_id + 1)
        _check_types(pending.plan, row)
        slot = pending.slots.get(row_id)
        if slot is None:
            pending.slots[row_id] = _Slot(None, None, row)
        elif slot.now is not None:
            raise ValueError(f"{pending.plan.name} {row_id} exists already")
        else:
            slot.now = row
        pending.dirty[row_id] = None
        return row_id

    def update(self, table: Table, row_id: int, values: Mapping[str, Any]) -> bool:
        """Set columns of a row. True when something really differed; `version` then grows by one.

        Raises: NotFoundError.
        """
        pending = self._pending(table)
        plan = pending.plan
        slot = self._existing(pending, row_id)
        assert slot.now is not None
        row = list(slot.now)
        for name, value in values.items():
            if name not in plan.at:
                raise TypeError(f"{plan.name} has no column {name!r}")
            if name not in ("id", "version"):
                row[plan.at[name]] = value
        new = tuple(row)
        if new == slot.now:
            return False
        _check_types(plan, new)
        self._put(pending, row_id, slot, new)
        return True

    def touch(self, table: Table, row_id: int) -> None:
        """Something that belongs to this row changed in another table: its `version` grows by one in this action."""
        pending = self._pending(table)
        slot = self._existing(pending, row_id)
        assert slot.now is not None
        self._put(pending, row_id, slot, slot.now)

    def delete(self, table: Table, row_id: int) -> None:
        """Take a row away; its id never serves again.

        Raises: NotFoundError.
        """
        pending = self._pending(table)
        slot = self._existing(pending, row_id)
        slot.now = None
        pending.dirty[row_id] = None

    def get(self, table: Table, row_id: int) -> dict[str, Any] | None:
        """The row as it is now, changes of this action included, by column name; None when there is none."""
        pending = self._pending(table)
        self._load(pending, (row_id,))
        now = pending.slots[row_id].now
        return None if now is None else dict(zip(pending.plan.columns, now, strict=True))

    def prefetch(self, table: Table, row_ids: Iterable[int] | None = None) -> None:
        """Read many rows at once (all of them when no ids are given), so that changing them asks nothing more."""
        pending = self._pending(table)
        if row_ids is None:
            self._flush()
            row_ids = [found[0] for found in self._link.raw.execute(f'SELECT id FROM "{table.name}"')]
        self._load(pending, row_ids)

    def discard(self) -> None:
        """Keep nothing of this action when the block ends: a rehearsal (a dry run), without error or notice."""
        self.discarded = True

    # Reading sees what was written

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        self._flush()
        return super().rows(sql, parameters)

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        self._flush()
        return super().row(sql, parameters)

    def execute(self, statement: Executable) -> CursorResult[Any]:
        self._flush()
        return super().execute(statement)

    # How rows wait

    def _pending(self, table: Table) -> _Pending:
        pending = self._tables.get(table.name)
        if pending is None:
            plan = plan_of(table)
            raw = self._link.raw
            used = scalar(raw, "SELECT seq FROM sqlite_sequence WHERE name=?", (plan.name,)) or 0
            highest = scalar(raw, f'SELECT max(id) FROM "{plan.name}"') or 0
            pending = self._tables[table.name] = _Pending(plan, max(used, highest) + 1)
        return pending

    def _load(self, pending: _Pending, row_ids: Iterable[int]) -> None:
        """Read the rows that are not in memory yet; those that do not exist are remembered as such."""
        slots, plan = pending.slots, pending.plan
        missing = [row_id for row_id in dict.fromkeys(row_ids) if row_id not in slots]
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            with storage_errors(self._path):
                found = self._link.raw.execute(f"{plan.select} WHERE id IN ({marks})", chunk).fetchall()
            for row in found:
                slots[row[plan.id_at]] = _Slot(row, row, row)
        for row_id in missing:
            if row_id not in slots:
                slots[row_id] = _Slot(None, None, None)

    def _existing(self, pending: _Pending, row_id: int) -> _Slot:
        slot = pending.slots.get(row_id)
        if slot is None:
            self._load(pending, (row_id,))
            slot = pending.slots[row_id]
        if slot.now is None:
            raise NotFoundError(N_("This record no longer exists: it was deleted in the meantime."))
        return slot

    def _put(self, pending: _Pending, row_id: int, slot: _Slot, row: Row) -> None:
        """The row must become `row`; its version is one more than the one that the file had before this action."""
        at = pending.plan.version_at
        if at is not None:
            version = slot.first[at] + 1 if slot.first is not None else 1
            row = (*row[:at], version, *row[at + 1 :])
        slot.now = row
        pending.dirty[row_id] = None

    # Sending

    def _flush(self) -> None:
        """Send what waits: deletions, then updates, then insertions, table by table."""
        waiting = [pending for pending in self._tables.values() if pending.dirty]
        if not waiting:
            return
        with storage_errors(self._path), self._link.writing() as raw:
            for pending in waiting:
                slots = [pending.slots[row_id] for row_id in pending.dirty]
                self._delete(
                    raw, pending.plan, [slot for slot in slots if slot.now is None and slot.stored is not None]
                )
            for pending in waiting:
                slots = [pending.slots[row_id] for row_id in pending.dirty]
                self._update(
                    raw, pending.plan, [slot for slot in slots if slot.now is not None and slot.stored is not None]
                )
                self._insert(
                    raw, pending.plan, [slot for slot in slots if slot.now is not None and slot.stored is None]
                )
                for slot in slots:
                    slot.stored = slot.now
                pending.dirty.clear()

    def _delete(self, raw: sqlite3.Connection, plan: Plan, slots: list[_Slot]) -> None:
        ids = [(slot.stored[plan.id_at],) for slot in slots if slot.stored is not None]
        if ids:
            self._count(raw.executemany(plan.delete, ids), len(ids))

    def _insert(self, raw: sqlite3.Connection, plan: Plan, slots: list[_Slot]) -> None:
        rows = [slot.now for slot in slots if slot.now is not None]
        if rows:
            self._count(raw.executemany(plan.insert, rows), len(rows))

    def _update(self, raw: sqlite3.Connection, plan: Plan, slots: list[_Slot]) -> None:
        groups: dict[tuple[int, ...], list[Row]] = {}
        for slot in slots:
            now, stored = slot.now, slot.stored
            if now is stored or now is None or stored is None:
                continue
            changed = tuple(position for position, value in enumerate(now) if value != stored[position])
            if changed:
                groups.setdefault(changed, []).append((*(now[position] for position in changed), now[plan.id_at]))
        if not groups:
            return
        before = raw.total_changes
        counted = self._counted
        raw.execute("SAVEPOINT updates")
        try:
            for positions, rows in groups.items():
                self._count(raw.executemany(plan.update(positions), rows), len(rows))
        except sqlite3.IntegrityError:
            # Two rows may exchange a unique value: out with the old ones, then in with the new ones.
            raw.execute("ROLLBACK TO updates")
            self._counted = counted + raw.total_changes - before
            changed_slots = [slot for slot in slots if slot.now != slot.stored]
            self._delete(raw, plan, changed_slots)
            self._insert(raw, plan, changed_slots)
        raw.execute("RELEASE updates")

    def _count(self, cursor: sqlite3.Cursor, expected: int) -> None:
        if cursor.rowcount != expected:
            raise UnjournalledError(f"{cursor.rowcount} rows changed where {expected} were expected")
        self._counted += expected

    # The end, called by the database

    def _finish(self) -> Changes | None:
        """Send the rest, write the journal, compare; None when nothing differs from the beginning.

        Raises: UnjournalledError when SQLite changed rows that the journal does not know.
        """
        with _no_collection():
            return self._journalled()

    def _journalled(self) -> Changes | None:
        self._flush()
        raw = self._link.raw
        self._compare(raw)
        changed = self._changed()
        # An erasing is told even where all that it erased was in the journal only.
        if not changed and self._kind != "erase":
            return None
        with storage_errors(self._path), self._link.writing():
            action_id = journal.write_action(
                raw,
                at=self.now,
                who=self.user,
                label=self.label,
                kind=self._kind,
                count=len(changed),
                target_id=self._target_id,
            )
            journal.write_changes(raw, [self._change_row(action_id, *change) for change in changed])
            self._counted += 1 + len(changed)
            self._link_action(raw, action_id)
        self._compare(raw)
        return Changes(action_id, self.initiator, _records(changed))

    def _changed(self) -> list[tuple[Plan, int, Row | None, Row | None]]:
        """The rows that differ from what they were at first, sent already or not."""
        return [
            (pending.plan, row_id, slot.first, slot.now)
            for pending in self._tables.values()
            for row_id, slot in pending.slots.items()
            if slot.first is not slot.now and not _same(pending.plan, slot.first, slot.now)
        ]

    def _touched(self) -> dict[str, frozenset[int]]:
        """Those rows, and the records that they belong to, by table."""
        return _records(self._changed())

    def _change_row(
        self, action_id: int, plan: Plan, row_id: int, before: Row | None, after: Row | None
    ) -> tuple[Any, ...]:
        return journal.change_row(action_id, plan, row_id, before, after)

    def _link_action(self, raw: sqlite3.Connection, action_id: int) -> None:
        """A plain action is in force by itself; an undo takes its target back, a redo puts it in force again."""
        sql, parameters = {
            "undo": ("UPDATE journal_action SET undone_by_id=? WHERE id=?", (action_id, self._target_id)),
            "redo": (
                "UPDATE journal_action SET undone_by_id=NULL, applied_by_id=? WHERE id=?",
                (action_id, self._target_id),
            ),
        }.get(self._kind, ("UPDATE journal_action SET target_id=id, applied_by_id=id WHERE id=?", (action_id,)))
        self._count(raw.execute(sql, parameters), 1)

    def _compare(self, raw: sqlite3.Connection) -> None:
        changed = raw.total_changes - self._started_at
        if changed != self._counted:
            raise UnjournalledError(f"SQLite changed {changed} rows, the journal knows {self._counted}")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without Python's collector looking again and again at many small tuples: a sixth of an import's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_types(plan: Plan, row: Row) -> None:
    if not _PLAIN.issuperset(map(type, row)):
        column, kind = next(
            (name, type(value)) for name, value in zip(plan.columns, row, strict=True) if type(value) not in _PLAIN
        )
        raise TypeError(f"{plan.name}.{column}: {kind.__name__} is neither text, integer nor None")


def _same(plan: Plan, first: Row | None, now: Row | None) -> bool:
    """Is the row what it was? A version that grew on the way does not count."""
    if first is None or now is None or plan.version_at is None:
        return first == now
    at = plan.version_at
    return first[:at] == now[:at] and first[at + 1 :] == now[at + 1 :]


def _records(changed: Iterable[tuple[Plan, int, Row | None, Row | None]]) -> dict[str, frozenset[int]]:
    """The rows that changed and the records that they belong to, by table."""
    found: dict[str, set[int]] = {}
    for plan, row_id, before, after in changed:
        found.setdefault(plan.name, set()).add(row_id)
        for row in (before, after):
            if row is not None:
                for position, prefix in plan.records:
                    if row[position] is not None:
                        found.setdefault(prefix[:-1], set()).add(row[position])
    return {table: frozenset(ids) for table, ids in found.items()}
