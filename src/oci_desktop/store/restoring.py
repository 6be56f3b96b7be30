"""Going back to a backup, in a file that is open or in the place of one that is damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from oci_desktop import paths
from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, message
from oci_desktop.store import backups, journal
from oci_desktop.store.connection import Link, connect, scalar
from oci_desktop.store.fileformat import SCHEMA_VERSION, beside
from oci_desktop.store.opening import newer_file
from oci_desktop.store.problems import storage_errors


@contextlib.contextmanager
def taken(source: Path, path: Path, work: Path, database_id: str) -> Iterator[None]:
    """`work` is a verified copy of `source`, brought up to date, as long as the block lasts.

    Raises: UserError for the backup of another file, or the file at `path` itself; DamagedFileError, NewerFileError,
    StorageError.
    """
    _refuse_itself(source, path)
    with storage_errors(work):
        work.parent.mkdir(parents=True, exist_ok=True)
        work.unlink(missing_ok=True)
    try:
        backups.take(source, work)
        with storage_errors(work):
            with contextlib.closing(connect(work, "mode=ro&immutable=1")) as raw:
                _refuse_others(raw, source, database_id)
                older = scalar(raw, "PRAGMA user_version") < SCHEMA_VERSION
            if older:
                from oci_desktop.store.migrations import migrate_copy

                migrate_copy(work, paths.migrations_dir())
        yield
    finally:
        work.unlink(missing_ok=True)


def restore(link: Link, path: Path, source: Path, work: Path, user: str) -> None:
    """Make the live file (open as `link`) what `work` holds, which was `taken` from `source`.

    One line of the journal says who restored what, and the counters of ids go on from where the live file is, so that
    nothing new gets an id that was already given. The copy is then written into the live file through SQLite's
    backup API: killed at any moment, the file is all of what it was or all of what it becomes.
    Raises: StorageError.
    """
    with storage_errors(path):
        counters = dict(link.raw.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        with contextlib.closing(sqlite3.connect(work, isolation_level=None)) as copy:
            _continue(copy, counters)
            _sign(copy, source, user)
            with link.writing() as live:
                copy.backup(live)
        from oci_desktop.store import documents

        documents.copy_new(source.parent / "files", documents.folder_of(path), documents.erased(link.raw))


def _refuse_itself(source: Path, path: Path) -> None:
    if source == path:
        raise UserError(
            N_("{file} is the file itself, not a backup of it. Nothing was changed. Choose one of its copies."),
            file=str(source),
        )


def _refuse_others(raw: sqlite3.Connection, source: Path, database_id: str) -> None:
    if scalar(raw, "PRAGMA user_version") > SCHEMA_VERSION:
        raise newer_file(raw, source)
    if scalar(raw, "SELECT value FROM setting WHERE key='database_id'") != database_id:
        raise UserError(
            N_("{file} is a copy of another file, not a backup of this one. Nothing was changed. Open it instead."),
            file=str(source),
        )


def _continue(copy: sqlite3.Connection, counters: dict[str, int]) -> None:
    """No id that was given out since the backup is given out again."""
    for name, used in counters.items():
        there = scalar(copy, "SELECT seq FROM sqlite_sequence WHERE name=?", (name,))
        if there is None:
            copy.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, used))
        elif there < used:
            copy.execute("UPDATE sqlite_sequence SET seq=? WHERE name=?", (used, name))


def _sign(copy: sqlite3.Connection, source: Path, user: str) -> None:
    """The journal of the backup goes on with who restored it, and when. What was done in between is in the backup made
    just before, and nowhere else: a journal that told of it would tell of rows that are not there."""
    made = datetime.fromtimestamp(source.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    listed = next((found.at for found in backups.list_backups(source.parent) if found.path == source), made)
    journal.write_action(
        copy,
        at=journal.utc_now(),
        who=user,
        label=message(N_("Restored from the backup of {date}"), date=listed),
        kind="restore",
        count=0,
    )


def replace_damaged(path: Path, backup: Path) -> Path | None:
    """Put a verified backup at `path`; returns the name under which what was there is kept.

    Raises: DamagedFileError, NewerFileError, StorageError; the damaged file is then still at `path`, or under its new
    name.
    """
    _refuse_itself(backup, path)
    draft = beside(path, ".new")
    try:
        with storage_errors(path):
            draft.unlink(missing_ok=True)
        backups.take(backup, draft)
        with storage_errors(path):
            _refuse_newer(draft, backup)
            kept = _set_aside(path)
        backups.put_back(draft, backup, path)
        return kept
    finally:
        draft.unlink(missing_ok=True)


def _refuse_newer(draft: Path, backup: Path) -> None:
    with contextlib.closing(connect(draft, "mode=ro&immutable=1")) as raw:
        if scalar(raw, "PRAGMA user_version") > SCHEMA_VERSION:
            raise newer_file(raw, backup)


def _set_aside(path: Path) -> Path | None:
    """Free the place of a damaged file, and of the log of one that is gone; returns the damaged file's new name."""
    kept: Path | None = None
    if path.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        kept = path.with_name(f"{path.stem}-damaged-{stamp}{path.suffix}")
    # The log goes with its file: it may hold the last actions, and must not meet the backup.
    for ending in ("-wal", "-shm", "-journal"):
        companion = beside(path, ending)
        if kept is None:
            companion.unlink(missing_ok=True)
        elif companion.exists():
            os.replace(companion, beside(kept, ending))
    if kept is not None:
        os.replace(path, kept)
    return kept
