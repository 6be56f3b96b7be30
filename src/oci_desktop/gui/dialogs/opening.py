"""Opening a file when something stands in the way: what happened, what is safe, and the ways on.

`open_or_explain` never starts empty by surprise: it gives an open file, or None when the person gave up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from oci_desktop import paths
from oci_desktop.errors import NewerFileError, OciError, StorageError
from oci_desktop.formats import datetime_text
from oci_desktop.gui import messages
from oci_desktop.i18n import _

if TYPE_CHECKING:
    from oci_desktop.settings import PersonSettings
    from oci_desktop.store.database import Database

_MOST_RECENT = 8
FILE_FILTER = "(*.ocidb)"


@dataclass(frozen=True)
class Way:
    """One way on: the words of its button, and what it does. It gives the file, or None to ask again or give up."""

    words: str
    go: Callable[[], Database | None]


def open_or_explain(
    path: Path, settings: PersonSettings, *, parent: QWidget | None = None, user: str | None = None
) -> Database | None:
    """Open the file for writing; whatever stands in the way is said, with the ways on. None: the person gave up.

    A file that opens is noted among the recent ones.
    """
    from oci_desktop.store.places import synchronised_by, warning_about

    if path.exists() and synchronised_by(path):
        warned = warning_about(path)
        opened = _ask(
            parent,
            _("This file is in a synchronised folder"),
            f"{warned} " + _("Nothing was opened yet. Move it to a folder of this computer, or only read it."),
            (
                Way(_("Move…"), lambda: move_and_open(path, settings, parent=parent, user=user)),
                Way(_("Open read-only"), lambda: _open(path, read_only=True, user=user)),
            ),
        )
    else:
        opened = _opening(path, settings, parent, user)
    if opened is not None:
        note_recent(settings, opened.path)
    return opened


def _opening(path: Path, settings: PersonSettings, parent: QWidget | None, user: str | None) -> Database | None:
    while True:
        try:
            return _open(path, user=user)
        except StorageError as problem:
            retry, opened = _explain(problem, path, settings, parent, user)
            if not retry:
                return opened


def _open(path: Path, *, read_only: bool = False, user: str | None = None) -> Database:
    from oci_desktop.store.database import Database

    return Database.open(path, read_only=read_only, user=user)


def _explain(
    problem: StorageError, path: Path, settings: PersonSettings, parent: QWidget | None, user: str | None
) -> tuple[bool, Database | None]:
    """Say what is in the way and follow the person's choice: (try again?, the file that was opened instead)."""
    from oci_desktop.store.problems import (
        DamagedFileError,
        FileInUseError,
        MissingFileError,
        NotADatabaseError,
        ReadOnlyError,
    )

    again: list[bool] = []
    retry = Way(_("Try again"), lambda: again.append(True))
    other = Way(_("Open another file…"), lambda: open_another(settings, parent))
    read = Way(_("Open read-only"), lambda: _open(path, read_only=True, user=user))
    text = str(problem)
    ways: tuple[Way, ...]
    if isinstance(problem, FileInUseError):
        title, ways = _("The file is in use"), (read, retry)
        if problem.since:
            text += "\n\n" + _("{who} opened it on {moment}, on the computer {host}.").format(
                who=problem.holder, moment=datetime_text(problem.since), host=problem.host or "?"
            )
    elif isinstance(problem, DamagedFileError):
        title, ways = _("The file is damaged"), (*_backups(path, problem.backup, problem.backup_at, user), other)
    elif isinstance(problem, MissingFileError):
        title, ways = _("The file is not there"), (*_newest_backup(path, user), other)
    elif isinstance(problem, NewerFileError):
        title, ways = _("The file was made by a newer version"), (other,)
    elif isinstance(problem, NotADatabaseError):
        title, ways = _("This is not a file of this program"), (other,)
    elif isinstance(problem, ReadOnlyError):
        title, ways = _("The file cannot be written"), (read, retry)
    else:
        title, ways = _("The file cannot be opened"), (retry, other)
    opened = _ask(parent, title, text, ways)
    return bool(again), opened


def _ask(parent: QWidget | None, title: str, text: str, ways: tuple[Way, ...]) -> Database | None:
    chosen = messages.choose(parent, title, text, [way.words for way in ways])
    if chosen is None:
        return None
    try:
        return ways[chosen].go()
    except OciError as refused:
        messages.error(parent, _("The file cannot be opened"), str(refused))
        return None


def _newest_backup(path: Path, user: str | None) -> tuple[Way, ...]:
    from oci_desktop.store.backups import newest_verified_for

    found = newest_verified_for(path)
    return _backups(path, found.path, found.at, user) if found else ()


def _backups(path: Path, backup: Path | None, at: str | None, user: str | None) -> tuple[Way, ...]:
    """The way back to a verified backup; what is at `path` is kept beside it, renamed."""
    if backup is None or at is None:
        return ()

    def recover() -> Database:
        from oci_desktop.store.database import Database

        return Database.recover(path, backup, user=user)

    return (Way(_("Take up the backup of {moment}").format(moment=datetime_text(at)), recover),)


# Another file, another place


def open_another(settings: PersonSettings, parent: QWidget | None = None) -> Database | None:
    """Ask for a file and open it."""
    recent = recent_files(settings)
    folder = str((recent[0] if recent else paths.default_database()).parent)
    chosen = messages.choose_open_file(
        parent, _("Open a file"), folder, f"{_('Member files')} {FILE_FILTER};;{_('All files')} (*)"
    )
    return open_or_explain(chosen, settings, parent=parent) if chosen else None


def move_and_open(
    path: Path, settings: PersonSettings, *, parent: QWidget | None = None, user: str | None = None
) -> Database | None:
    """Copy the file, verified, to a folder that the person chooses; the old one is kept, renamed `.moved`.

    Raises: StorageError; nothing was moved then.
    """
    suggested = paths.data_dir() / path.name
    target = messages.choose_save_file(
        parent, _("Where should the file go?"), str(suggested), f"{_('Member files')} {FILE_FILTER}"
    )
    if target is None:
        return None
    moved = move_file(path, target if target.suffix else target.with_suffix(".ocidb"), user=user)
    return _opening(moved, settings, parent, user)


def move_file(path: Path, target: Path, *, user: str | None = None) -> Path:
    """A verified copy at `target`, its documents with it; what was at `path` stays there as `x.ocidb.moved`.

    What an earlier move left is kept too.
    Raises: UserError when something is at `target`; StorageError.
    """
    from oci_desktop.store import documents
    from oci_desktop.store.fileformat import beside
    from oci_desktop.store.problems import storage_errors

    database = _open(path, user=user)
    database.automatic_backups = False
    try:
        with storage_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        place = database.backup_to(target)
        with storage_errors(place):
            documents.copy_new(documents.folder_of(database.path), documents.folder_of(place))
            beside(place, ".sha256").unlink(missing_ok=True)
    finally:
        database.close()
    with storage_errors(path):
        path.rename(_free_name(path))
    return place


def _free_name(path: Path) -> Path:
    """`x.ocidb.moved`, or with a number where an earlier move left one: what was kept is never overwritten."""
    kept, number = path.with_name(f"{path.name}.moved"), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.moved-{number}")
    return kept


# Recent files


def recent_files(settings: PersonSettings) -> list[Path]:
    """The files opened lately, the last one first; those that went away are left out."""
    kept = settings.get("files.recent", [])
    return [Path(name) for name in kept if isinstance(name, str) and Path(name).is_file()]


def note_recent(settings: PersonSettings, path: Path) -> None:
    """This file was opened last."""
    kept = [str(path), *(str(old) for old in recent_files(settings) if old != path)]
    settings.set("files.recent", kept[:_MOST_RECENT])
    settings.save()
