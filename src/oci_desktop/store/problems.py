"""What the disk, the folder or the file can refuse, each with what happened, what is safe and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oci_desktop.errors import StorageError
from oci_desktop.i18n import N_, Message, message


class Moment(str):
    """A moment (UTC) inside a sentence: kept as it is, written as the language in force wants it when it is shown."""

    __slots__ = ()

    def __str__(self) -> str:
        from oci_desktop.formats import datetime_text

        return datetime_text(str.__str__(self))


class MissingFileError(StorageError):
    """There is no file at that place."""


class NotADatabaseError(StorageError):
    """The file is something else than a database of this program."""


class FileInUseError(StorageError):
    """Another window, or another person, writes in the file; `holder` is their name and `since` when they began."""

    def __init__(self, holder: str, since: str | None = None, host: str | None = None) -> None:
        self.holder, self.since, self.host = holder, since, host
        super().__init__(
            N_(
                "The file is open for writing elsewhere ({holder}). Nothing was changed."
                " Close it in the other window, or open it read-only."
            ),
            holder=holder,
        )


class ReadOnlyError(StorageError):
    """The file was opened for reading, or its folder cannot be written."""


class DamagedFileError(StorageError):
    """The file is damaged; it is kept as it is. `backup` is the newest verified copy, made at `backup_at` (UTC).

    `made_from` is the other file that this copy was made from, where there is none of this very file.
    """

    def __init__(
        self, path: Path, backup: Path | None = None, backup_at: str | None = None, made_from: Path | None = None
    ) -> None:
        self.path, self.backup, self.backup_at, self.made_from = path, backup, backup_at, made_from
        super().__init__(_damaged(path, backup_at, made_from))


def _damaged(path: Path, backup_at: str | None, made_from: Path | None) -> Message:
    if backup_at is None:
        return message(
            N_("The file {file} is damaged. It was kept as it is; no verified backup of it was found."),
            file=path.name,
        )
    if made_from is not None:
        return message(
            N_(
                "The file {file} is damaged. It was kept as it is, and nothing was written."
                " There is no verified backup of it, but one of the file {other} ({date}), which it was copied or"
                " moved from: look whether that is what you want."
            ),
            file=path.name,
            other=str(made_from),
            date=Moment(backup_at),
        )
    return message(
        N_(
            "The file {file} is damaged. It was kept as it is, and nothing was written."
            " A verified backup can take its place ({date})."
        ),
        file=path.name,
        date=Moment(backup_at),
    )


class UndoError(StorageError):
    """That action cannot be undone or redone; the sentence says what stands in the way."""


def read_only_file() -> ReadOnlyError:
    return ReadOnlyError(N_("The file is open read-only. Nothing was changed."))


def cannot_write_folder(folder: Path) -> ReadOnlyError:
    return ReadOnlyError(
        N_("The folder {folder} cannot be written. The file can only be opened read-only there."), folder=str(folder)
    )


def storage_error(error: BaseException, path: Path) -> StorageError | None:
    """The sentence for what SQLite or the system says about `path`; None when it is a bug and not the disk."""
    error = getattr(error, "orig", None) or error
    if isinstance(error, sqlite3.Error):
        return _sqlite_error(error, path)
    if isinstance(error, PermissionError):
        return cannot_write_folder(path.parent)
    if isinstance(error, OSError):
        return StorageError(
            N_("The disk refuses: {reason}. What was saved before is safe."), reason=error.strerror or str(error)
        )
    return None


def _sqlite_error(error: sqlite3.Error, path: Path) -> StorageError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StorageError(
            N_(
                "The disk is full. Nothing of this change was saved, and what was saved before is safe."
                " Make room, then try again."
            )
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DamagedFileError(path)
    if code == sqlite3.SQLITE_READONLY:
        return cannot_write_folder(path.parent)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StorageError(
            N_("Another program is holding the file {file}. Nothing was changed; try again."), file=path.name
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return StorageError(N_("The file {file} cannot be opened. Nothing was changed."), file=path.name)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_PERM):
        return StorageError(N_("The disk refuses: {reason}. What was saved before is safe."), reason=str(error))
    return None


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """What the disk refuses inside the block is raised as a sentence; bugs stay bugs."""
    try:
        yield
    except StorageError:
        raise
    except Exception as error:
        sentence = storage_error(error, path)
        if sentence is None:
            raise
        raise sentence from error
