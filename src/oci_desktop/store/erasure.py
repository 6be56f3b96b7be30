"""Erasing for good: what a person withdraws leaves the rows, the journal, the documents and the bytes of the file.

Deleting is not enough. The journal keeps the values before and after; SQLite leaves what it deleted in pages that it
will use again, and in its log. So the values are taken out of the journal too, the actions that held them are sealed
(read, never undone), and the file is then rebuilt (`VACUUM`) and its log emptied. Zeroing what is deleted
(`secure_delete`) was measured and is not enough by itself: of 1 226 erased texts it left 6, in the copies that SQLite
makes when it shares a page out; rebuilding left none.

The wish to rebuild is saved in the very transaction that erases. Whoever is killed in between, or finds another window
still reading, finishes at the next occasion: at closing, at the next opening.

What remains, and where: the older backups (and what was put aside as damaged), until the person deletes them; copies
that the person made elsewhere, which nobody here can know; what a disk keeps of the blocks that it freed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop.i18n import Message
from oci_desktop.store import documents, journal
from oci_desktop.store.connection import Link, scalar
from oci_desktop.store.plans import Plan, Row
from oci_desktop.store.problems import storage_errors
from oci_desktop.store.reader import Reader
from oci_desktop.store.writer import Writer

if TYPE_CHECKING:
    from sqlalchemy import Table

    from oci_desktop.store.backups import Backup

UNFINISHED = "erasing"
"""The setting that is there from the erasing until its bytes are gone."""

_EMPTY = "{}"
"""The values of a change of the journal that was erased; no other change has none."""


@dataclass(frozen=True)
class Erased:
    """What was erased, and what is left to do.

    `rows` counts those that were still there (others were in the journal only), `documents` those that are gone.
    `backup` is the fresh one, None when it could not be made (see `Database.backup_failure`) or is not wanted;
    `older_backups` may still hold what was erased: the person decides (`Database.delete_backups`).
    `finished` is False while another window that reads keeps the old bytes in the file; they go when it is closed and
    this file is closed, or opened again.
    """

    action_id: int
    rows: int
    documents: tuple[str, ...]
    backup: Backup | None
    older_backups: tuple[Backup, ...]
    finished: bool


def rows_ever(reader: Reader, table: Table, column: str, record_id: int) -> frozenset[int]:
    """The ids of every row of `table` that belongs, or ever belonged, to a record: those deleted or undone since too,
    whose values the journal still holds. `column` is one of the table's `info["records"]`.
    """
    target = next(iter(table.columns[column].foreign_keys)).column.table.name
    key = f"{target}:{record_id}"
    found = reader.rows(
        f'SELECT id FROM "{table.name}" WHERE "{column}" = :id'
        + "".join(
            f" UNION SELECT row_id FROM journal_change WHERE table_name = :table AND {name} = :key"
            for name in ("record1", "record2", "former1", "former2")
        ),
        {"id": record_id, "table": table.name, "key": key},
    )
    return frozenset(row[0] for row in found)


def has_values(reader: Reader, table: Table, column: str, record_id: int) -> bool:
    """Whether a record has rows in `table`, or the journal still holds values of some: only erasing takes those away.

    `column` is one of the table's `info["records"]`.
    """
    target = next(iter(table.columns[column].foreign_keys)).column.table.name
    found = reader.rows(
        f'SELECT 1 FROM "{table.name}" WHERE "{column}" = :id'
        + "".join(
            f" UNION ALL SELECT 1 FROM journal_change WHERE table_name = :table AND {name} = :key"
            " AND (COALESCE(before, :empty) <> :empty OR COALESCE(after, :empty) <> :empty)"
            for name in ("record1", "record2", "former1", "former2")
        )
        + " LIMIT 1",
        {"id": record_id, "table": table.name, "key": f"{target}:{record_id}", "empty": _EMPTY},
    )
    return bool(found)


class Eraser(Writer):
    """A writer whose action erases: what it takes away leaves the journal too, and it is itself never undone."""

    def __init__(self, link: Link, path: Path, *, user: str, label: Message, initiator: Any) -> None:
        super().__init__(link, path, user=user, label=label, initiator=initiator, kind="erase")
        self.taken = 0
        self.documents: tuple[str, ...] = ()
        self._rows: dict[str, set[int]] = {}
        self._blanks: dict[tuple[str, int], set[str]] = {}

    # What is erased

    def erase(self, rows: Mapping[Table, Iterable[int]]) -> None:
        """Take these rows away, and their values out of the journal; those that are gone already have theirs there."""
        for table, row_ids in rows.items():
            ids = set(row_ids)
            self.prefetch(table, sorted(ids))
            for row_id in sorted(ids):
                if self.get(table, row_id) is not None:
                    self.delete(table, row_id)
                    self.taken += 1
            self._rows.setdefault(table.name, set()).update(ids)

    def blank(self, table: Table, row_id: int, *columns: str) -> None:
        """Empty some columns of a row that stays, and erase what they held from the journal.

        Raises: NotFoundError.
        """
        self.update(table, row_id, dict.fromkeys(columns))
        self._blanks.setdefault((table.name, row_id), set()).update(columns)

    def settle(self, names: Iterable[str]) -> None:
        """Everything was said: rewrite the journal, see which documents go, and save the wish to finish.

        Raises: NotFoundError for what cannot be the name of a document.
        """
        if self.discarded:
            raise RuntimeError("an erasing is not rehearsed")
        names = list(dict.fromkeys(names))
        for name in names:
            documents.place_of(documents.folder_of(self._path), name)
        self._flush()
        with storage_errors(self._path), self._link.writing() as raw:
            self._rewrite_journal(raw)
            still_used = documents.used_by(raw)
            self.documents = tuple(name for name in names if name not in still_used)
            self._seal_documents(raw)
            self._save_wish(raw)

    def _rewrite_journal(self, raw: sqlite3.Connection) -> None:
        for table, ids in self._rows.items():
            pairs = [(table, row_id) for row_id in sorted(ids)]
            self._run_many(raw, _SEAL + "table_name = ? AND row_id = ?)", pairs)
            self._run_many(raw, _REWRITE, pairs)
        for (table, row_id), columns in self._blanks.items():
            for column in sorted(columns):
                place = f"$.{column}"
                held = (table, row_id, place, place)
                self._run_many(raw, _SEAL + _HELD + ")", [held])
                self._run_many(raw, _REMOVE + _HELD, [(place, place, *held)])

    def _seal_documents(self, raw: sqlite3.Connection) -> None:
        """What once pointed to a document that goes would point to nothing if it were undone."""
        texts = [(f'%"{name}"%', f'%"{name}"%') for name in self.documents]
        self._run_many(raw, _SEAL + "before LIKE ? OR after LIKE ?)", texts)

    def _save_wish(self, raw: sqlite3.Connection) -> None:
        pending = unfinished(raw)
        waiting = sorted({*(pending or _NOTHING).documents, *self.documents})
        self._save(raw, UNFINISHED, json.dumps({"rebuilt": False, "documents": waiting}))
        if self.documents:
            gone = sorted(documents.erased_names(raw) | set(self.documents))
            self._save(raw, documents.ERASED, json.dumps(gone))

    def _save(self, raw: sqlite3.Connection, key: str, value: str) -> None:
        self._run_many(raw, "DELETE FROM setting WHERE key = ?", [(key,)])
        self._run_many(raw, "INSERT INTO setting (key, value) VALUES (?, ?)", [(key, value)])

    def _run_many(self, raw: sqlite3.Connection, sql: str, parameters: list[tuple[Any, ...]]) -> None:
        """These rows are not the person's: they are counted, not journalled."""
        if parameters:
            self._counted += raw.executemany(sql, parameters).rowcount

    # Its own lines of the journal

    def _change_row(
        self, action_id: int, plan: Plan, row_id: int, before: Row | None, after: Row | None
    ) -> tuple[Any, ...]:
        line = super()._change_row(action_id, plan, row_id, before, after)
        if row_id in self._rows.get(plan.name, ()):
            return (*line[:-2], None if line[-2] is None else _EMPTY, None if line[-1] is None else _EMPTY)
        blanks = self._blanks.get((plan.name, row_id))
        return (*line[:-2], _without(line[-2], blanks), _without(line[-1], blanks)) if blanks else line

    def _link_action(self, raw: sqlite3.Connection, action_id: int) -> None:
        super()._link_action(raw, action_id)
        self._count(raw.execute("UPDATE journal_action SET sealed = 1 WHERE id = ?", (action_id,)), 1)


_SEAL = "UPDATE journal_action SET sealed = 1 WHERE sealed = 0 AND id IN (SELECT action_id FROM journal_change WHERE "
_REWRITE = (
    f"UPDATE journal_change SET before = CASE WHEN before IS NOT NULL THEN '{_EMPTY}' END,"
    f" after = CASE WHEN after IS NOT NULL THEN '{_EMPTY}' END WHERE table_name = ? AND row_id = ?"
)
_REMOVE = "UPDATE journal_change SET before = json_remove(before, ?), after = json_remove(after, ?) WHERE "
_HELD = "table_name = ? AND row_id = ? AND (json_type(before, ?) IS NOT NULL OR json_type(after, ?) IS NOT NULL)"


def _without(values: str | None, columns: set[str]) -> str | None:
    if values is None:
        return None
    return journal.encode({name: value for name, value in journal.decode(values).items() if name not in columns})


# Making the bytes go


@dataclass(frozen=True)
class Unfinished:
    """What an erasing still has to do."""

    rebuilt: bool
    documents: tuple[str, ...]


_NOTHING = Unfinished(rebuilt=False, documents=())


def unfinished(raw: sqlite3.Connection) -> Unfinished | None:
    """What an erasing left to do in an open file; None when nothing."""
    value = scalar(raw, "SELECT value FROM setting WHERE key = ?", (UNFINISHED,))
    if value is None:
        return None
    plain = json.loads(value)
    return Unfinished(plain["rebuilt"], tuple(plain["documents"]))


def rebuild_copy(copy: sqlite3.Connection) -> None:
    """A copy taken between an erasing and its end has the old bytes too: it is rebuilt before anybody keeps it."""
    if scalar(copy, "SELECT 1 FROM sqlite_schema WHERE name = 'setting'") and unfinished(copy) is not None:
        copy.execute("VACUUM")


def finish(raw: sqlite3.Connection, path: Path) -> bool:
    """Rebuild the file, empty its log and remove its erased documents; True when nothing is left to do.

    False while another window reads: its picture of the file is still in the log. Killed at any moment, it begins
    again. `raw` is a connection that nobody else uses.
    Raises: sqlite3.Error, OSError; what is left is done the next time.
    """
    waiting = unfinished(raw)
    if waiting is None:
        return True
    if not waiting.rebuilt:
        raw.execute("VACUUM")
        raw.execute(
            "UPDATE setting SET value = json_set(value, '$.rebuilt', json('true')) WHERE key = ?", (UNFINISHED,)
        )
    # The log is brought into the file and cut to nothing, unless somebody still reads what was before.
    raw.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
    busy = scalar(raw, "PRAGMA wal_checkpoint(TRUNCATE)")
    still_used = documents.used_by(raw)
    documents.remove(documents.folder_of(path), (name for name in waiting.documents if name not in still_used))
    if busy:
        return False
    raw.execute("DELETE FROM setting WHERE key = ?", (UNFINISHED,))
    return True


_PATIENCE_MS = 1_000

_REBUILT = "UPDATE setting SET value = json_set(value, '$.rebuilt', json('true')) WHERE key = ?"

Also = Callable[[Eraser], None]
"""What else is written in the same action: journalled as ever, but sealed with it."""
