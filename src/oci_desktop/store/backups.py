"""Backups: whole copies made by SQLite itself, opened again and checked before they count.

They are in `backups/<database_id>/` of the data folder, named by moment, last action and reason, each with its
SHA-256 beside it in the form that `sha256sum -c` reads, and the path of the file that it was made from: a file that
was copied with the system shares its identity, and this folder, with the one it was copied from. Documents are copied
once, into `files/`.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from oci_desktop import paths
from oci_desktop.errors import StorageError, UserError
from oci_desktop.i18n import N_
from oci_desktop.store.connection import connect, scalar
from oci_desktop.store.fileformat import APPLICATION_ID, SUFFIX, beside
from oci_desktop.store.problems import DamagedFileError, storage_errors
from oci_desktop.store.soundness import is_sound
from oci_desktop.store.thinning import kept

_STAMP = "%Y%m%dT%H%M%S%f"
_FAILURE = "failure.json"
_SOURCE = ".source.json"
_ALONE = "mode=ro&immutable=1"
"""How a copy is opened that nobody changes any more."""


@dataclass(frozen=True)
class Backup:
    """One copy: where, when it was made (UTC), the last action that it holds, why, and from which file."""

    path: Path
    at: str
    action_id: int
    reason: str
    source: Path | None = None

    @property
    def moment(self) -> datetime:
        return datetime.strptime(self.at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@dataclass(frozen=True)
class Failure:
    """The last backup could not be made; `reason` is the system's or our sentence."""

    at: str
    reason: str


def folder_of(database_id: str) -> Path:
    """Where the backups of a file are, wherever the file is moved."""
    return paths.data_dir() / "backups" / database_id


def list_backups(folder: Path) -> list[Backup]:
    """The backups of a folder that have their SHA-256, the newest first. They are not verified yet."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            backup = _parsed(path)
            if backup is not None and beside(path, ".sha256").exists():
                found.append(backup)
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


def _parsed(path: Path) -> Backup | None:
    if path.suffix != SUFFIX or path.name.count("-") < 2:
        return None
    stamp, action, reason = path.stem.split("-", 2)
    try:
        moment = datetime.strptime(stamp, _STAMP)
        return Backup(path, moment.strftime("%Y-%m-%dT%H:%M:%SZ"), int(action), reason, _source_of(path))
    except ValueError:
        return None


def _source_of(path: Path) -> Path | None:
    """The file that a backup was made from; None when the note is gone."""
    try:
        return Path(json.loads(beside(path, _SOURCE).read_text(encoding="utf-8"))["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def of_file(backups: Iterable[Backup], path: Path) -> list[Backup]:
    """Those of the file at `path`, in the same order: made from it there, or from where it was before it moved.

    A backup made from another file that is still there is that other file's.
    """
    there: dict[Path, bool] = {}

    def is_anothers(source: Path | None) -> bool:
        if source is None or source == path:
            return False
        if source not in there:
            there[source] = source.exists()
        return there[source]

    return [backup for backup in backups if not is_anothers(backup.source)]


def verify(path: Path) -> None:
    """Is this copy what was written, whole, and ours? Without a `.sha256` beside, only the last two are asked.

    Raises: DamagedFileError, StorageError.
    """
    with storage_errors(path):
        _verify_sum(path)
        with contextlib.closing(connect(path, _ALONE)) as raw:
            if scalar(raw, "PRAGMA application_id") != APPLICATION_ID:
                raise StorageError(N_("{file} is not a file of this program. It was left as it is."), file=str(path))
            if not is_sound(raw):
                raise DamagedFileError(path)


def _verify_sum(path: Path) -> None:
    """Raises: DamagedFileError when the bytes are not those that were written."""
    expected = _expected_sum(path)
    if expected is not None and sha256_of(path) != expected:
        raise DamagedFileError(path)


def _expected_sum(path: Path) -> str | None:
    try:
        return beside(path, ".sha256").read_text(encoding="utf-8").split()[0]
    except (FileNotFoundError, IndexError):
        return None


def newest_verified(folder: Path, path: Path | None = None) -> Backup | None:
    """The newest backup that is whole, if any: one made from the file at `path` rather than any other."""
    listed = list_backups(folder)
    for backup in sorted(listed, key=lambda backup: path is not None and backup.source != path):
        with contextlib.suppress(StorageError):
            verify(backup.path)
            return backup
    return None


def newest_verified_for(path: Path) -> Backup | None:
    """The newest whole backup of the file that was at `path`, for a file that cannot tell its identity any more."""
    found: list[Backup] = []
    with contextlib.suppress(OSError):
        for folder in (paths.data_dir() / "backups").iterdir():
            found.extend(backup for backup in list_backups(folder) if backup.source == path)
    for backup in sorted(found, key=lambda backup: backup.path.name, reverse=True):
        with contextlib.suppress(StorageError):
            verify(backup.path)
            return backup
    return None


def sha256_of(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Making them


def make(raw: sqlite3.Connection, source: Path, folder: Path, reason: str, now: datetime | None = None) -> Backup:
    """Copy the open file `raw` (at `source`) into `folder`, with its documents; returns it verified.

    Raises: StorageError; nothing half-made is left under a name that counts.
    """
    now = now or datetime.now(UTC)
    with storage_errors(folder / "backup"):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder, now)
        action = scalar(raw, "SELECT max(id) FROM journal_action") or 0
        stamp = now.strftime(_STAMP)[:-3]
        target = folder / f"{stamp}-{action:07d}-{reason}{SUFFIX}"
        note = json.dumps({"path": str(source)}, ensure_ascii=False)
        beside(target, _SOURCE).write_text(note, encoding="utf-8")
        try:
            write_copy(raw, target)
        except BaseException:
            beside(target, _SOURCE).unlink(missing_ok=True)
            raise
        from oci_desktop.store import documents

        documents.copy_new(documents.folder_of(source), folder / "files", documents.erased(raw))
        (folder / _FAILURE).unlink(missing_ok=True)
    backup = _parsed(target)
    assert backup is not None
    return backup


def _sweep(folder: Path, now: datetime) -> None:
    """Take away what a killed program left half-made, an hour later."""
    for draft in folder.glob("*.part*"):
        with contextlib.suppress(OSError):
            if now.timestamp() - draft.stat().st_mtime > 3600:
                draft.unlink()


def write_copy(raw: sqlite3.Connection, target: Path) -> None:
    """Write the open file `raw` to `target`, verified, with its SHA-256 beside; `target` appears whole or not at all.

    Raises: StorageError.
    """
    draft = beside(target, ".part")
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        try:
            copy_database(raw, draft)
            verify(draft)
            _to_disk(draft)
            sum_file = beside(target, ".sha256")
            sum_file.write_text(f"{sha256_of(draft)}  {target.name}\n", encoding="utf-8")
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)


def copy_database(raw: sqlite3.Connection, target: Path) -> None:
    """A consistent copy through SQLite's backup API: copying the bytes of a file in use would lose its log."""
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy:
        raw.backup(copy)
        from oci_desktop.store import erasure

        erasure.rebuild_copy(copy)
        # The copy stands alone, and opens in a folder where nothing can be written.
        copy.execute("PRAGMA journal_mode=DELETE")


def _to_disk(path: Path) -> None:
    """Wait until the disk has it."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def record_failure(folder: Path, failure: Failure) -> None:
    """Leave a note for Home; where even that cannot be written, the open window still knows."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FAILURE).write_text(
            json.dumps({"at": failure.at, "reason": failure.reason}, ensure_ascii=False), encoding="utf-8"
        )


def failure_in(folder: Path) -> Failure | None:
    """The note that the last attempt left, if it failed."""
    try:
        values = json.loads((folder / _FAILURE).read_text(encoding="utf-8"))
        return Failure(str(values["at"]), str(values["reason"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def thin(folder: Path, path: Path, now: datetime | None = None) -> list[Backup]:
    """Take away the backups of the file at `path` that need not stay (see `thinning`); returns them. Documents stay."""
    backups = of_file(list_backups(folder), path)
    stays = kept((backup.moment for backup in backups), now or datetime.now(UTC))
    gone = [backup for backup in backups if backup.moment not in stays]
    for backup in gone:
        with contextlib.suppress(OSError):
            _unlink(backup.path)
    return gone


def put_aside(path: Path) -> list[Backup]:
    """What was set aside beside the file at `path` because it was damaged, the newest first."""
    found = []
    with contextlib.suppress(OSError):
        for place in path.parent.glob(f"{glob.escape(path.stem)}-damaged-*{path.suffix}"):
            at = datetime.fromtimestamp(place.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            found.append(Backup(place, at, 0, "damaged", path))
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


def delete(folder: Path, path: Path, chosen: tuple[Backup, ...]) -> tuple[Backup, ...]:
    """Delete some backups of the file at `path`, and the copies of documents that nobody needs any more.

    Raises: UserError when no sound backup of it would be left; OSError when one cannot be deleted, the others are.
    """
    from oci_desktop.store import documents

    known = {backup.path for backup in (*of_file(list_backups(folder), path), *put_aside(path))}
    gone = tuple(backup for backup in chosen if backup.path in known)
    _refuse_the_last(folder, path, {backup.path for backup in gone})
    problem: OSError | None = None
    for backup in gone:
        try:
            _unlink(backup.path)
        except OSError as error:
            problem = error
    _sweep(folder, datetime.now(UTC))
    needed = set(documents.all_names(documents.folder_of(path)))
    for backup in list_backups(folder):
        # Nobody can go back to one that is damaged: it needs nothing.
        with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(backup.path, _ALONE)) as raw:
            needed.update(documents.needed_by(raw))
    copies = folder / "files"
    documents.remove(copies, [name for name in documents.all_names(copies) if name not in needed])
    if problem is not None:
        raise problem
    return gone


def _refuse_the_last(folder: Path, path: Path, going: set[Path]) -> None:
    for backup in of_file(list_backups(folder), path):
        if backup.path not in going:
            with contextlib.suppress(StorageError):
                verify(backup.path)
                return
    raise UserError(N_("No sound backup would be left. Nothing was deleted: make a backup first."))


def _unlink(place: Path) -> None:
    """A copy with all that is beside it; its sum last: without the copy it means nothing, and without its sum the copy
    does not count."""
    place.unlink(missing_ok=True)
    for ending in (*_COMPANIONS[1:], _SOURCE, ".sha256"):
        beside(place, ending).unlink(missing_ok=True)


def take(source: Path, draft: Path) -> None:
    """A verified copy of `source` at `draft`, with what the log beside it still holds; `source` stays as it is.

    A file that a killed program left, or that is open elsewhere, has its last actions in that log only.
    Raises: DamagedFileError, StorageError about `source`.
    """
    for ending in _COMPANIONS:
        beside(draft, ending).unlink(missing_ok=True)
    with storage_errors(source):
        _verify_sum(source)
        if not _has_log(source):
            _copy_through(source, _ALONE, draft)
        else:
            try:
                _copy_through(source, "mode=ro", draft)
            except sqlite3.OperationalError:
                # Its folder refuses what SQLite needs to read the log there: it is read from a copy of both.
                _copy_with_log(source, draft)
    try:
        verify(draft)
    except DamagedFileError as error:
        raise DamagedFileError(source) from error


_COMPANIONS = ("", "-wal", "-shm", "-journal")


def _has_log(path: Path) -> bool:
    logs = (beside(path, ending) for ending in ("-wal", "-journal"))
    return any(log.exists() and log.stat().st_size for log in logs)


def _copy_through(source: Path, parameters: str, draft: Path) -> None:
    with contextlib.closing(connect(source, parameters)) as raw:
        copy_database(raw, draft)


def _copy_with_log(source: Path, draft: Path) -> None:
    import shutil

    for ending in ("", "-wal", "-journal"):
        if beside(source, ending).exists():
            shutil.copyfile(beside(source, ending), beside(draft, ending))
    with contextlib.closing(connect(draft)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")


def put_back(draft: Path, backup: Path, path: Path) -> None:
    """Put what was taken from `backup` to `draft` where nothing is: whole, or not at all.

    Raises: StorageError.
    """
    from oci_desktop.store import documents

    with storage_errors(path):
        _to_disk(draft)
        with contextlib.closing(connect(draft, _ALONE)) as raw:
            erased = documents.erased(raw)
        os.replace(draft, path)
        documents.copy_new(backup.parent / "files", documents.folder_of(path), erased)
