"""Erasing for good, and deleting older backups: the part of `Database` that lets go of what must not stay."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from oci_desktop.i18n import Message, message
from oci_desktop.store.connection import Link, connect
from oci_desktop.store.journal import Changes
from oci_desktop.store.keeping import Keeping
from oci_desktop.store.problems import read_only_file, storage_errors

if TYPE_CHECKING:
    from sqlalchemy import Table

    from oci_desktop.store.backups import Backup
    from oci_desktop.store.erasure import Also, Erased
    from oci_desktop.store.writer import Writer

# Erasing is imported where it is called: the first rows do not need it.

_log = logging.getLogger(__name__)


class Forgetting(Keeping):
    """What goes for good; `Database` gives the two doors."""

    _erasing: bool
    """Something that was erased is not gone from the bytes yet."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Link]: ...

    @abstractmethod
    def _commit(self, link: Link, writer: Writer) -> Changes | None: ...

    def erase(
        self,
        label: Message | str,
        rows: Mapping[Table, Iterable[int]],
        *,
        documents: Iterable[str] = (),
        also: Also | None = None,
        initiator: Any = None,
    ) -> Erased:
        """Take rows away for good, in one action: from the journal too, and from the bytes of the file.

        The actions that held their values are read ever after, and never undone; nor is this one, with what `also`
        writes in it. `documents` that nothing refers to any more go too. Then a fresh backup is made, and the older
        ones are listed. Slow (it rebuilds the file): call it in a worker. No value may be in `label`.
        Raises: as `write`.
        """
        from oci_desktop.store import erasure

        words = label if isinstance(label, Message) else message(label)
        with self._writing():
            with self._transaction() as link:
                eraser = erasure.Eraser(link, self.path, user=self.user, label=words, initiator=initiator)
                eraser.erase(rows)
                if also is not None:
                    also(eraser)
                eraser.settle(documents)
                changes = self._commit(link, eraser)
            assert changes is not None
            assert changes.action_id is not None
            finished = self._finish_erasing()
        self.notify(changes)
        backup = self.backup_quietly("erased") if self.automatic_backups else None
        return erasure.Erased(
            changes.action_id, eraser.taken, eraser.documents, backup, self.backups_before_erasing(), finished
        )

    def finish_erasing(self) -> bool:
        """Is everything that was erased gone from the bytes? Tries again when it was not."""
        if not self._erasing:
            return True
        with self._writing():
            return self._finish_erasing()

    def _finish_erasing(self) -> bool:
        """What stands in the way (another window, a full disk) only puts it off: what is erased is erased."""
        with self.read() as reader:
            self._erasing = reader.value("SELECT 1 FROM setting WHERE key='erasing'") is not None
        if self._erasing:
            from oci_desktop.store import erasure

            try:
                # A connection of its own: nothing that somebody has begun to read on it forbids rebuilding.
                with contextlib.closing(connect(self.path)) as raw:
                    self._erasing = not erasure.finish(raw, self.path)
            except (OSError, sqlite3.Error):
                _log.warning("what was erased is not gone from the file yet", exc_info=True)
        return not self._erasing

    def backups_before_erasing(self) -> tuple[Backup, ...]:
        """The backups of this file that may still hold what was erased, the newest first; what was put aside beside
        it as damaged too. Empty when nothing was ever erased.

        Going back to one of them brings what was erased back, as it was.
        """
        from oci_desktop.store import backups

        with self.read() as reader:
            erasing = reader.value("SELECT max(id) FROM journal_action WHERE kind = 'erase'")
        if erasing is None:
            return ()
        older = [backup for backup in self.backups() if backup.action_id < erasing]
        return (*older, *backups.put_aside(self.path))

    def delete_backups(self, chosen: Iterable[Backup]) -> tuple[Backup, ...]:
        """Delete these backups of this file, which the person confirmed; returns those that are gone.

        The copies of documents that no other backup needs go too, unless the file itself still has them: those would
        only be copied again. What other backups need stays, erased or not, until they are deleted in turn; so does
        what a copy of this file elsewhere has in its own backups.
        Raises: UserError when no sound backup would be left; ReadOnlyError, StorageError.
        """
        from oci_desktop.store import backups

        if self.read_only:
            raise read_only_file()
        with storage_errors(self.backup_folder / "backup"):
            return backups.delete(self.backup_folder, self.path, tuple(chosen))
