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

from oci_desktop.i18n import Message, message
from oci_desktop.store import opening
from oci_desktop.store.connection import Link, Links, scalar
from oci_desktop.store.forgetting import Forgetting
from oci_desktop.store.journal import Action, Changes
from oci_desktop.store.locks import WriterLock
from oci_desktop.store.problems import DamagedFileError, read_only_file, storage_errors
from oci_desktop.store.reader import Reader
from oci_desktop.store.writer import Writer

if TYPE_CHECKING:
    from oci_desktop.store.backups import Failure

# Undoing is imported where it is called: the first rows do not need it.

_log = logging.getLogger(__name__)

Listener = Callable[[Changes], None]

_CLOSING_SECONDS = 10.0


class Database(Forgetting):
    """One open file. Everything is read through `read()` and changed through `write()`; nothing else exists.

    Usable from any thread: each `read()` and `write()` is a short session of its own, one writer at a time.
    """

    def __init__(self, path: Path, parameters: str, lock: WriterLock | None, user: str) -> None:
        """Use `create` or `open`."""
        self.path = path
        self.user = user
        self.read_only = lock is None
        self.automatic_backups = True
        self._parameters = parameters
        self._lock = lock
        self._listeners: list[Listener] = []
        self._links = Links(path, parameters)
        self._write_guard = threading.Lock()
        self._writing_thread: int | None = None
        self._closing = self._closed = False
        self._saved = 1 if lock is not None and lock.unclean else 0
        self._backed_up = 0
        self._backed_up_at = time.monotonic()
        self._failure: Failure | None = None
        self._erasing = False
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
                database = cls(place, "mode=rw", lock, who)
            database._finish_erasing()
            return database
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
        if self._erasing:
            self._finish_erasing()
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
        from oci_desktop.store import refusals, undo

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
                refusals.refuse_contradictions(writer, step)
                changes = self._commit(link, writer)
            except sqlite3.IntegrityError as error:
                raise refusals.explain(writer, step, error) from error
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
