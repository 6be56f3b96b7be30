"""What happens before a file is open: is it there, is it ours, is it whole, which version made it."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from pathlib import Path

from oci_desktop import __version__, paths
from oci_desktop.errors import NewerFileError, StorageError, UserError
from oci_desktop.i18n import N_
from oci_desktop.store.connection import connect, scalar
from oci_desktop.store.fileformat import APPLICATION_ID, SCHEMA_VERSION, beside, has_our_mark, looks_like_sqlite
from oci_desktop.store.problems import (
    DamagedFileError,
    MissingFileError,
    NotADatabaseError,
    storage_errors,
)
from oci_desktop.store.soundness import is_sound

_ADDRESS = re.compile(r"[a-z][a-z0-9+.]+:/|postgres(ql)?:", re.IGNORECASE)
"""The address of a database server, its slashes folded by `Path` or not; a Windows drive has one letter only."""


def place_of(path: str | os.PathLike[str]) -> Path:
    """The absolute path of a file.

    Raises: StorageError for the address of a database server: files only, for now.
    """
    text = os.fspath(path)
    if _ADDRESS.match(text):
        raise StorageError(
            N_("Database servers are not supported yet: give the path of an .ocidb file instead of an address.")
        )
    # Two spellings of one place must find the same lock.
    return Path(os.path.realpath(text))


def refuse_strangers(path: Path) -> None:
    """Nothing at all, a folder, or a file of another program.

    Raises: MissingFileError, NotADatabaseError, DamagedFileError, StorageError.
    """
    with storage_errors(path):
        if not path.exists():
            raise MissingFileError(
                N_("There is no file {file}. Nothing was created: open another file, or make a new one."),
                file=str(path),
            )
        if not path.is_file() or not looks_like_sqlite(path) or _is_of_another_program(path):
            raise NotADatabaseError(N_("{file} is not a file of this program. It was left as it is."), file=str(path))


def _is_of_another_program(path: Path) -> bool:
    """A sound database without our mark; ours, when it is damaged, may have lost it.

    Looked at as if it could not change: opening it for writing would already alter it, and leave files beside.
    """
    if has_our_mark(path):
        return False
    try:
        with contextlib.closing(connect(path, "mode=ro&immutable=1")) as raw:
            return is_sound(raw)
    except sqlite3.DatabaseError:
        return False


def reading_parameters(path: Path) -> str:
    """How to open a file that is only read: where nothing can be written, SQLite is told that nothing will change.

    Tried rather than asked: what the system says of a folder's rights is not always what it does.
    Raises: sqlite3.Error, among others where unfinished changes lie beside the file and the folder refuses.
    """
    try:
        with contextlib.closing(connect(path, "mode=ro")) as raw:
            scalar(raw, "SELECT count(*) FROM sqlite_schema")
        return "mode=ro"
    except sqlite3.OperationalError as error:
        log = beside(path, "-wal")
        refused = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not refused or (log.exists() and log.stat().st_size):
            raise
        return "mode=ro&immutable=1"


def refuse_other_versions(path: Path, parameters: str) -> None:
    """A file that is read must have exactly our tables.

    Raises: NewerFileError, NotADatabaseError, StorageError.
    """
    with contextlib.closing(connect(path, parameters)) as raw:
        if _version(raw, path) < SCHEMA_VERSION:
            raise StorageError(
                N_(
                    "The file {file} was made by an older version."
                    " Open it once for writing: it will be brought up to date."
                ),
                file=path.name,
            )


def prepare_for_writing(path: Path, *, check_first: bool) -> None:
    """Check what a killed program left, and bring an older file up to date.

    Raises: DamagedFileError, NewerFileError, NotADatabaseError, StorageError.
    """
    from oci_desktop.store import backups

    # SQLite opens a file that it may not write without a word, and refuses at the first save only.
    path.open("r+b").close()
    with contextlib.closing(connect(path)) as raw:
        version = _version(raw, path)
        if check_first and not is_sound(raw):
            raise DamagedFileError(path)
        if version == SCHEMA_VERSION:
            return
        folder = backups.folder_of(scalar(raw, "SELECT value FROM setting WHERE key='database_id'"))
        # A migrated file that was not sound before would only hide it.
        if not is_sound(raw):
            raise DamagedFileError(path)
        backups.make(raw, path, folder, "before-update")
    from oci_desktop.store.migrations import bring_up_to_date

    bring_up_to_date(path, folder / f"updating-{os.getpid()}.part", paths.migrations_dir())


def with_backup(error: DamagedFileError, path: Path) -> DamagedFileError:
    """The same refusal, offering the newest verified backup: made from this very file, or else from one with the same
    identity (it was moved, or copied), which is then named."""
    from oci_desktop.store import backups

    backup = None
    with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(path, "mode=ro")) as raw:
        identity = scalar(raw, "SELECT value FROM setting WHERE key='database_id'")
        backup = backups.newest_verified(backups.folder_of(identity), path) if identity else None
    backup = backup or backups.newest_verified_for(path)
    if backup is None:
        return error
    other = backup.source if backup.source != path else None
    return DamagedFileError(path, backup.path, backup.at, other)


def _version(raw: sqlite3.Connection, path: Path) -> int:
    """The schema version of an open file of ours."""
    if scalar(raw, "PRAGMA application_id") != APPLICATION_ID:
        raise NotADatabaseError(N_("{file} is not a file of this program. It was left as it is."), file=str(path))
    version: int = scalar(raw, "PRAGMA user_version")
    if version > SCHEMA_VERSION:
        raise newer_file(raw, path)
    return version


def newer_file(raw: sqlite3.Connection, path: Path) -> NewerFileError:
    """The refusal of a file made by a newer program, naming that program's version where the file tells it."""
    try:
        written_by = scalar(raw, "SELECT value FROM setting WHERE key='program_version'")
    except sqlite3.Error:
        written_by = None
    return NewerFileError(
        N_(
            "The file {file} was made by version {theirs} of this program; this is version {ours}. Nothing was changed."
        ),
        file=path.name,
        theirs=written_by or "?",
        ours=__version__,
    )


def create_file(path: Path, database_id: str) -> None:
    """Put a new, empty file at `path`: whole, or not at all.

    Raises: UserError when something is there already; StorageError.
    """
    if path.exists():
        raise UserError(N_("The file {file} exists already. It was left as it is."), file=str(path))
    from oci_desktop.store.template import template

    draft = beside(path, ".new")
    with storage_errors(path):
        draft.unlink(missing_ok=True)
        draft.write_bytes(template(paths.migrations_dir()))
        with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous=FULL")
            raw.execute("BEGIN")
            raw.executemany(
                "INSERT INTO setting (key, value) VALUES (?, ?)",
                [("database_id", database_id), ("program_version", __version__)],
            )
            raw.execute("COMMIT")
        os.replace(draft, path)
