"""The file and its two doors: `read()` and `write()`."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from oci_desktop.errors import StorageError, UserError
from oci_desktop.i18n import N_, Message, message
from oci_desktop.store import opening
from oci_desktop.store.connection import Link, Links, scalar
from oci_desktop.store.journal import Action, Changes, utc_now
from oci_desktop.store.locks import WriterLock
from oci_desktop.store.problems import DamagedFileError, read_only_file, storage_errors
from oci_desktop.store.reader import Reader
from oci_desktop.store.soundness import faults, is_sound
from oci_desktop.store.writer import Writer

if TYPE_CHECKING:
    from oci_desktop.store.backups import Backup, Failure
    from oci_desktop.store.documents import Documents

# Backups, restoring and undoing are imported where they are called: the first rows need none of them.

_log = logging.getLogger(__name__)

Listener = Callable[[Changes], None]

_CLOSING_SECONDS = 10.0


class Database:
    """One open file. Everything is read through `read()` and changed through `write()`; nothing else exists.

    Usable from any thread: each `read()` and `write()` is a short session of its own, one writer at a time.
    """

    def __init__(self, path: Path, parameters: str, lock: WriterLock | None, user: str) -> None:
        """Use `create` or `open`."""
        self.path = path
        self.user = user
        self.read_only = lock is None
        self.automatic_backups = True
        """False for a throw-away file (the demonstration): no backup on close nor while working."""
        self._parameters = parameters
        self._lock = lock
        self._listeners: list[Listener] = []
        self._links = Links(path, parameters)
        self._write_guard = threading.Lock()
        self._writing_thread: int | None = None
        self._closing = self._closed = False
        # How many times something was saved, and how many of those the newest backup holds.
        self._saved = 1 if lock is not None and lock.unclean else 0
        self._backed_up = 0
        self._backed_up_at = time.monotonic()
        self._failure: Failure | None = None
        with storage_errors(path):
            # The first connection stays: it keeps the log of the file open, and tells what others saved.
            self._watch = Link(path, parameters)
            self._seen = scalar(self._watch.raw, "PRAGMA data_version")
            self.database_id: str = scalar(self._watch.raw, "SELECT value FROM setting WHERE key='database_id'")

    # Opening and closing

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, user: str | None = None) -> Database:
        """Make a new, empty file and open it.

        Raises: UserError when something is already there; StorageError.
        """
        import uuid

        place = opening.place_of(path)
        who = user or default_user()
        with storage_errors(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(place, who)
        try:
            opening.create_file(place, str(uuid.uuid4()))
            return cls(place, "mode=rw", lock, who)
        except BaseException:
            # What was refused may be a file that a killed program left: the next opening must still check it.
            lock.release(clean=not lock.unclean)
            raise

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, read_only: bool = False, user: str | None = None) -> Database:
        """Open a file that exists; unless `read_only`, nobody else can write in it until `close()`.

        Raises: MissingFileError, NotADatabaseError, NewerFileError, FileInUseError, ReadOnlyError, DamagedFileError.
        """
        place = opening.place_of(path)
        who = user or default_user()
        try:
            opening.refuse_strangers(place)
            if read_only:
                with storage_errors(place):
                    parameters = opening.reading_parameters(place)
                    opening.refuse_other_versions(place, parameters)
                    return cls(place, parameters, None, who)
            return cls._open_for_writing(place, who)
        except DamagedFileError as error:
            raise opening.with_backup(error, place) from error

    @classmethod
    def _open_for_writing(cls, place: Path, who: str) -> Database:
        lock = WriterLock(place, who)
        return cls._open_locked(place, who, lock, check_first=lock.unclean)

    @classmethod
    def _open_locked(cls, place: Path, who: str, lock: WriterLock, *, check_first: bool) -> Database:
        try:
            with storage_errors(place):
                opening.prepare_for_writing(place, check_first=check_first)
                return cls(place, "mode=rw", lock, who)
        except DamagedFileError:
            # Whoever comes next must look again before writing.
            lock.release(clean=False)
            raise
        except BaseException:
            lock.release(clean=not lock.unclean)
            raise

    @classmethod
    def recover(cls, path: str | os.PathLike[str], backup: Path, *, user: str | None = None) -> Database:
        """Open `backup` in the place of a damaged or missing file; what was there is kept beside, renamed.

        Raises: DamagedFileError when the backup is damaged too, NewerFileError; FileInUseError, StorageError.
        Whatever is refused, a file that was not closed properly is still checked at the next opening.
        """
        from oci_desktop.store import restoring

        place = opening.place_of(path)
        who = user or default_user()
        lock = WriterLock(place, who)
        try:
            restoring.replace_damaged(place, opening.place_of(backup))
        except BaseException:
            lock.release(clean=not lock.unclean)
            raise
        return cls._open_locked(place, who, lock, check_first=False)

    def close(self) -> None:
        """Back up what changed, and let the file go; a second call does nothing.

        Waits a while for the thread that writes. One that takes longer lets the file go itself when it has done:
        nobody else may write in it before.
        """
        self._closing = True
        if self._writing_thread != threading.get_ident() and self._write_guard.acquire(timeout=_CLOSING_SECONDS):
            try:
                self._let_go()
            finally:
                self._write_guard.release()

    def _let_go_if_asked(self) -> None:
        """`close` came while this thread was writing, and may not have waited."""
        if self._closing:
            self._let_go()

    def _let_go(self) -> None:
        """Nobody writes any more, and nobody will."""
        if self._closed:
            return
        if self._saved != self._backed_up and self.automatic_backups:
            self.backup_quietly("close")
        self._closed = True
        self._links.close()
        self._watch.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent picture of the file; it never changes anything. Keep it short."""
        link = self._links.take()
        try:
            with storage_errors(self.path):
                link.raw.execute("BEGIN")
            yield Reader(link, self.path)
        finally:
            self._links.give_back(link)

    # Writing

    @contextmanager
    def write(self, label: Message | str, initiator: Any = None) -> Iterator[Writer]:
        """One action of a person: all of it is kept when the block ends, or nothing of it when something is raised.

        `label` is what undo and history call it; `initiator` comes back in the notice to the listeners.
        Raises: ReadOnlyError, StorageError; RuntimeError inside another `write` of the same thread.
        """
        words = label if isinstance(label, Message) else message(label)
        with self._writing(), self._transaction() as link:
            writer = Writer(link, self.path, user=self.user, label=words, initiator=initiator)
            yield writer
            changes = self._commit(link, writer)
        if changes is not None:
            self.notify(changes)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time; threads wait, the same thread is a mistake."""
        if self.read_only:
            raise read_only_file()
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a write inside a write: one action is one transaction")
        with self._write_guard:
            if self._closing:
                raise RuntimeError("the database is closed")
            self._writing_thread = threading.get_ident()
            try:
                yield
            finally:
                self._writing_thread = None
                self._let_go_if_asked()

    @contextmanager
    def _transaction(self) -> Iterator[Link]:
        """Begun for writing at once; whatever was not committed at the end is forgotten."""
        link = self._links.take()
        try:
            with storage_errors(self.path), link.writing() as raw:
                raw.execute("BEGIN IMMEDIATE")
                raw.execute("PRAGMA defer_foreign_keys=ON")
            yield link
        finally:
            self._links.give_back(link)

    def _commit(self, link: Link, writer: Writer) -> Changes | None:
        if writer.discarded:
            return None
        changes = writer._finish()
        if changes is None:
            return None
        with storage_errors(self.path):
            link.raw.execute("COMMIT")
        self._saved += 1
        return changes

    def begin_here(self) -> None:
        """What was done so far is how this file began: the journal tells it, and nothing of it is offered to undo.

        Whoever makes a file calls this before anybody sees it: the first Ctrl+Z of a person must not take away what
        that person never did (the association's name, half of the sample data).
        """
        with self._writing(), self._transaction() as link, storage_errors(self.path), link.writing() as raw:
            raw.execute("UPDATE journal_action SET kind = 'start' WHERE kind = 'do'")
            raw.execute("COMMIT")

    # Undoing

    def undoable(self) -> Action | None:
        """What `undo()` would take back now."""
        from oci_desktop.store import undo

        with self.read() as reader, storage_errors(self.path):
            return undo.newest_undoable(reader._link.raw)

    def redoable(self) -> Action | None:
        """What `redo()` would do again now."""
        from oci_desktop.store import undo

        with self.read() as reader, storage_errors(self.path):
            return undo.newest_redoable(reader._link.raw)

    def undo(self, action_id: int | None = None, initiator: Any = None) -> Action:
        """Take back the newest action, or any older one, as one step; returns the action taken back.

        Raises: UndoError naming the later action that stands in the way; ReadOnlyError, StorageError.
        """
        return self._revert("undo", action_id, initiator)

    def redo(self, action_id: int | None = None, initiator: Any = None) -> Action:
        """Do again the last action taken back, or the one named; returns it.

        Raises: UndoError, ReadOnlyError, StorageError.
        """
        return self._revert("redo", action_id, initiator)

    def _revert(self, kind: Literal["undo", "redo"], action_id: int | None, initiator: Any) -> Action:
        from oci_desktop.store import undo

        with self._writing(), self._transaction() as link:
            find = undo.step_to_undo if kind == "undo" else undo.step_to_redo
            step = find(link.raw, action_id)
            writer = Writer(
                link,
                self.path,
                user=self.user,
                label=undo.undo_label(step) if kind == "undo" else undo.redo_label(step),
                initiator=initiator,
                kind=kind,
                target_id=step.target.id,
            )
            undo.apply(writer, step)
            try:
                undo.refuse_contradictions(writer, step)
                changes = self._commit(link, writer)
            except sqlite3.IntegrityError as error:
                raise undo.explain(writer, step, error) from error
        if changes is not None:
            self.notify(changes)
        return replace(step.target, undone=kind == "undo")

    # Listeners

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit, in the thread that wrote. Returns what stops it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def notify(self, changes: Changes) -> None:
        """Tell every listener. What is saved is saved: one that fails is logged, and the others are told."""
        for listener in tuple(self._listeners):
            try:
                listener(changes)
            except Exception:
                _log.exception("a listener failed")

    def poll(self) -> Changes | None:
        """Did somebody else save since the last look? For a window that only reads: `Changes(all=True)`, already sent
        to the listeners, or None."""
        if not self.read_only or self._closed:
            return None
        with storage_errors(self.path):
            seen = scalar(self._watch.raw, "PRAGMA data_version")
        if seen == self._seen:
            return None
        self._seen = seen
        changes = Changes(all=True)
        self.notify(changes)
        return changes

    # Backups and checks

    @property
    def backup_folder(self) -> Path:
        """Where the backups of this file are, wherever the file is moved."""
        from oci_desktop.store import backups

        return backups.folder_of(self.database_id)

    def backups(self) -> list[Backup]:
        """The backups of this file, the newest first; not those of a copy of it that is somewhere else."""
        from oci_desktop.store import backups

        return backups.of_file(backups.list_backups(self.backup_folder), self.path)

    def backup(self, reason: str = "asked") -> Backup:
        """Make a backup now, verified; older ones are thinned.

        Raises: StorageError; the failure is remembered for `backup_failure`.
        """
        from oci_desktop.store import backups

        backup = self._back_up(reason)
        backups.thin(self.backup_folder, self.path)
        return backup

    def _back_up(self, reason: str) -> Backup:
        """Make a backup and leave the others alone."""
        from oci_desktop.store import backups
        from oci_desktop.store.backups import Failure

        # Before the picture that is copied: what is saved meanwhile is in the next backup.
        saved = self._saved
        try:
            with self.read() as reader:
                backup = backups.make(reader._link.raw, self.path, self.backup_folder, reason)
        except StorageError as error:
            self._failure = Failure(utc_now(), str(error))
            backups.record_failure(self.backup_folder, self._failure)
            raise
        self._backed_up = max(self._backed_up, saved)
        self._failure = None
        self._backed_up_at = time.monotonic()
        return backup

    def backup_to(self, target: str | os.PathLike[str]) -> Path:
        """Write a verified copy of the file to a place of the person's choice, with its SHA-256 beside.

        Raises: UserError when something is there already; StorageError.
        """
        from oci_desktop.store import backups

        place = opening.place_of(target)
        if place.exists():
            raise UserError(N_("The file {file} exists already. It was left as it is."), file=str(place))
        with self.read() as reader:
            backups.write_copy(reader._link.raw, place)
        return place

    def backup_quietly(self, reason: str) -> Backup | None:
        """As `backup`, but a failure only leaves its note: it must not stop what the person is doing."""
        try:
            return self.backup(reason)
        except StorageError:
            _log.warning("the backup failed", exc_info=True)
            return None

    def backup_if_due(self, after_minutes: float = 30.0) -> Backup | None:
        """Make a backup when something changed and the last one is old enough: the window's timer calls this."""
        if self.read_only or self._saved == self._backed_up or not self.automatic_backups:
            return None
        if time.monotonic() - self._backed_up_at < after_minutes * 60:
            return None
        # When it fails, the next attempt is half an hour later too.
        self._backed_up_at = time.monotonic()
        return self.backup_quietly("work")

    def backup_failure(self) -> Failure | None:
        """Why the last backup could not be made; None when it was."""
        from oci_desktop.store import backups

        return self._failure or backups.failure_in(self.backup_folder)

    def restore(self, backup: str | os.PathLike[str]) -> None:
        """Make the file what it was in `backup`; what it is now is backed up first. The journal says so.

        Raises: DamagedFileError when the backup is damaged, UserError when it is another file's or the file itself;
        NewerFileError, StorageError.
        """
        from oci_desktop.store import restoring

        source = opening.place_of(backup)
        opening.refuse_strangers(source)
        work = self.backup_folder / f"restoring-{os.getpid()}.part"
        with self._writing(), restoring.taken(source, self.path, work, self.database_id):
            # Thinning now could take away the very copy that is being gone back to, and those beside it in the list.
            self._back_up("before-restore")
            link = self._links.take()
            try:
                restoring.restore(link, self.path, source, work, self.user)
            finally:
                self._links.give_back(link)
            self._saved += 1
        self.notify(Changes(all=True))

    def damage(self) -> DamagedFileError | None:
        """Is the file damaged? Asked in a worker once the rows are shown; carries the newest verified backup."""
        with self.read() as reader, storage_errors(self.path):
            sound = is_sound(reader._link.raw)
        return None if sound else opening.with_backup(DamagedFileError(self.path), self.path)

    def check(self) -> list[str]:
        """Everything that is wrong with the file and its documents; empty when all is well. For the command line:
        it compares with a new, empty file too, which takes half a second."""
        from oci_desktop.store.template import schema_faults

        with self.read() as reader, storage_errors(self.path):
            found = faults(reader._link.raw) + schema_faults(reader._link.raw)
        return found + [f"{name[:12]}…" for name in self.documents.verify()]

    @property
    def documents(self) -> Documents:
        """The documents beside the file."""
        from oci_desktop.store.documents import Documents

        return Documents(self.path)


def default_user() -> str:
    """The name in the person's settings, else the operating system's."""
    from oci_desktop.settings import PersonSettings

    name = PersonSettings().get("person.name")
    if isinstance(name, str) and name.strip():
        return name.strip()
    try:
        import getpass

        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
