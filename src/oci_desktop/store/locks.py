"""One writer per file: an operating system's lock on `x.ocidb.lock`, and who holds it in `x.ocidb.holder`.

The system lets the lock go by itself when the program is killed; a number of process in a file would stay.
The lock is on a file of its own because Windows makes a locked file unreadable.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from oci_desktop.store.fileformat import beside
from oci_desktop.store.journal import utc_now
from oci_desktop.store.problems import FileInUseError, cannot_write_folder, storage_errors

# Written here rather than taken from `filelock`, which does the same: importing that costs as much as
# half a bare window (it brings asyncio), and every start pays.
if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _let_go(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@dataclass(frozen=True)
class Holder:
    """Who writes in a file, on which computer, since when (UTC)."""

    who: str
    host: str
    since: str
    pid: int


class WriterLock:
    """Held while a file is open for writing.

    `unclean` says that whoever held it before did not close the file: the program was killed, or the power failed.
    Raises: FileInUseError naming the holder; ReadOnlyError where nothing can be written.
    """

    def __init__(self, path: Path, who: str) -> None:
        self._holder_path = beside(path, ".holder")
        self._descriptor = _open(beside(path, ".lock"))
        try:
            _take(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK):
                raise _in_use(path) from None
            with storage_errors(path):
                raise
        self.unclean = self._holder_path.exists()
        holder = Holder(who=who, host=_this_host(), since=utc_now(), pid=os.getpid())
        try:
            self._holder_path.unlink(missing_ok=True)
            self._holder_path.write_text(json.dumps(asdict(holder), ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            self.release()
            with storage_errors(path):
                raise error

    def release(self, *, clean: bool = True) -> None:
        """Others may write in the file; `clean` says that it was closed properly."""
        if self._descriptor < 0:
            return
        if clean:
            with contextlib.suppress(OSError):
                self._holder_path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            _let_go(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = -1


def _this_host() -> str:
    """The computer's name; `socket.gethostname` says the same and takes 2 ms to import."""
    return os.uname().nodename if sys.platform != "win32" else os.environ.get("COMPUTERNAME", "?")


def _open(path: Path) -> int:
    """The lock file, created when absent; it stays, since taking it away would let two people hold it."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        # In a shared folder, somebody else's lock file may be readable only; that is enough to lock it.
        with contextlib.suppress(OSError):
            return os.open(path, os.O_RDONLY)
        raise cannot_write_folder(path.parent) from error


def holder_of(path: Path) -> Holder | None:
    """Who wrote last, or writes now, in the file; None when it was closed properly or cannot be told."""
    try:
        values = json.loads(beside(path, ".holder").read_text(encoding="utf-8"))
        return Holder(str(values["who"]), str(values["host"]), str(values["since"]), int(values["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _in_use(path: Path) -> FileInUseError:
    holder = holder_of(path)
    if holder is None:
        return FileInUseError("?")
    return FileInUseError(holder.who, holder.since, holder.host)
