"""The copies of an open file, and whether it is sound: the part of `Database` that loses nothing."""

from __future__ import annotations

import logging
import os
import time
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from oci_desktop.errors import StorageError, UserError
from oci_desktop.i18n import N_
from oci_desktop.store import opening
from oci_desktop.store.journal import Changes, utc_now
from oci_desktop.store.problems import DamagedFileError, storage_errors
from oci_desktop.store.soundness import faults, is_sound

if TYPE_CHECKING:
    from oci_desktop.store.backups import Backup, Failure
    from oci_desktop.store.connection import Links
    from oci_desktop.store.documents import Documents
    from oci_desktop.store.reader import Reader

# Backups and restoring are imported where they are called: the first rows need none of them.

_log = logging.getLogger(__name__)


class Keeping(ABC):
    """Backups, going back to one, checks, documents; `Database` gives the two doors."""

    path: Path
    user: str
    database_id: str
    read_only: bool
    automatic_backups: bool
    """False for a throw-away file (the demonstration): no backup on close nor while working."""
    _links: Links
    # How many times something was saved, and how many of those the newest backup holds.
    _saved: int
    _backed_up: int
    _backed_up_at: float
    _failure: Failure | None

    @abstractmethod
    def read(self) -> AbstractContextManager[Reader]: ...

    @abstractmethod
    def _writing(self) -> AbstractContextManager[None]: ...

    @abstractmethod
    def notify(self, changes: Changes) -> None: ...

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
