"""Bringing a file of an older version up to date, without ever risking it.

A backup first; the migrations run on a copy, with foreign keys off; the copy is verified; it is then written back
into the live file through SQLite's backup API, which leaves all of the old or all of the new, even when killed.
(Swapping the files could leave an old log beside a new file, and Windows refuses to swap a file in use.)
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from oci_desktop import __version__
from oci_desktop.errors import StorageError
from oci_desktop.i18n import N_
from oci_desktop.store.backups import copy_database
from oci_desktop.store.connection import connect, scalar
from oci_desktop.store.problems import storage_errors
from oci_desktop.store.soundness import faults
from oci_desktop.store.template import run_migrations, schema_of, tables_rewritten_between, template_schema


def bring_up_to_date(path: Path, work: Path, folder: Path) -> None:
    """Migrate the file at `path`, backed up and whose writer lock is held; `work` is where the copy may be.

    `folder` holds the migrations.
    Raises: StorageError; the file is then as it was.
    """
    with storage_errors(path):
        work.parent.mkdir(parents=True, exist_ok=True)
        work.unlink(missing_ok=True)
        try:
            with contextlib.closing(connect(path)) as live:
                copy_database(live, work)
            migrate_copy(work, folder)
            write_back(work, path)
        finally:
            work.unlink(missing_ok=True)


def migrate_copy(work: Path, folder: Path) -> None:
    """Run what is missing on a copy that nobody else has open, and verify the result.

    Raises: StorageError naming what went wrong.
    """
    with contextlib.closing(sqlite3.connect(work, isolation_level=None)) as raw:
        raw.execute("PRAGMA trusted_schema=OFF")
        before = scalar(raw, "PRAGMA user_version")
        counts = _counts(raw)
        try:
            run_migrations(raw, folder)
        except Exception as error:
            raise _failed(str(error)) from error
        raw.execute("UPDATE setting SET value=? WHERE key='program_version'", (__version__,))
        _verify(raw, counts, tables_rewritten_between(folder, before), folder)


def _verify(raw: sqlite3.Connection, counts: dict[str, int], rewritten: frozenset[str], folder: Path) -> None:
    """Raises: StorageError when the copy is not whole, lost rows, or is not what a new file would be."""
    found = faults(raw)
    if found:
        raise _failed(found[0])
    now = _counts(raw)
    for table, count in counts.items():
        if table not in rewritten and table in now and now[table] != count:
            raise _failed(f"{table}: {count} → {now[table]}")
    ours, wanted = schema_of(raw), template_schema(folder)
    differing = sorted(name for name in ours.keys() | wanted.keys() if ours.get(name) != wanted.get(name))
    if differing:
        raise _failed(", ".join(differing))


def _failed(reason: str) -> StorageError:
    return StorageError(
        N_("The file could not be brought up to date ({reason}). It was left exactly as it was."), reason=reason
    )


def _counts(raw: sqlite3.Connection) -> dict[str, int]:
    names = [
        row[0]
        for row in raw.execute(
            "SELECT name FROM sqlite_schema"
            " WHERE type='table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        )
    ]
    return {name: scalar(raw, f'SELECT count(*) FROM "{name}"') for name in names}


def write_back(work: Path, path: Path) -> None:
    """Make the live file what `work` is, in one transaction of SQLite's."""
    with (
        contextlib.closing(sqlite3.connect(work, isolation_level=None)) as source,
        contextlib.closing(connect(path)) as live,
    ):
        source.backup(live)
