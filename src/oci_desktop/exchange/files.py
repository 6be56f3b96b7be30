"""A person's file, read with a sentence when it cannot be, and written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

from oci_desktop import paths
from oci_desktop.errors import ExchangeError, StorageError
from oci_desktop.i18n import N_


def read_file(path: str | os.PathLike[str], most_bytes: int) -> bytes:
    """The bytes of a file. Raises: ExchangeError when there is none, it cannot be read or it is too large."""
    place = Path(path)
    try:
        size = place.stat().st_size
        if size > most_bytes:
            raise ExchangeError(
                N_("The file is too large: {size} MB, {most} MB at most."), size=size >> 20, most=most_bytes >> 20
            )
        with place.open("rb") as file:
            data = file.read(most_bytes + 1)
    except FileNotFoundError:
        raise ExchangeError(N_("There is no file “{path}”."), path=str(place)) from None
    except IsADirectoryError:
        raise ExchangeError(N_("“{path}” is a folder, not a file."), path=str(place)) from None
    except OSError as error:
        if place.is_dir():
            raise ExchangeError(N_("“{path}” is a folder, not a file."), path=str(place)) from None
        raise ExchangeError(
            N_("“{path}” cannot be read: {reason}."), path=str(place), reason=error.strerror or str(error)
        ) from None
    if len(data) > most_bytes:
        raise ExchangeError(
            N_("The file is too large: {size} MB, {most} MB at most."), size=len(data) >> 20, most=most_bytes >> 20
        )
    return data


def write_file(path: str | os.PathLike[str], data: bytes) -> Path:
    """Put `data` at `path` in one move: the file is whole, or it is the one that was there before.

    Raises: StorageError with the reason, when the folder or an open file refuses.
    """
    place = Path(path)
    draft: str | None = None
    try:
        if place.is_dir():
            raise StorageError(N_("“{path}” is a folder, not a file."), path=str(place))
        if place.exists() and not place.is_file():  # /dev/stdout, a pipe: written straight
            place.write_bytes(data)
            return place
        handle, draft = tempfile.mkstemp(prefix=f".{place.name[:40]}.", suffix=".part", dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask())
        os.replace(draft, place)
        draft = None
    except FileNotFoundError:
        raise StorageError(N_("The folder “{path}” does not exist."), path=str(place.parent)) from None
    except PermissionError:
        raise StorageError(
            N_("“{path}” cannot be written: the folder refuses, or the file is open in another program."),
            path=str(place),
        ) from None
    except OSError as error:
        raise StorageError(
            N_("“{path}” cannot be written: {reason}."), path=str(place), reason=error.strerror or str(error)
        ) from None
    finally:
        if draft is not None and os.path.exists(draft):
            os.unlink(draft)
    return place


def drafts_folder() -> Path:
    """Where what another program must read for a moment (a message with its document) is put: the person's own
    folder, which nobody else may look into and `sweep_drafts` empties.

    Raises: StorageError.
    """
    folder = _drafts()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise StorageError(
            N_("“{path}” cannot be written: {reason}."), path=str(folder), reason=error.strerror or str(error)
        ) from None
    return folder


def sweep_drafts(older_than_minutes: float = 60.0) -> None:
    """Take away the drafts of before; one that was just handed to the mail program stays until the next start."""
    limit = time.time() - older_than_minutes * 60
    with contextlib.suppress(OSError):
        for draft in _drafts().iterdir():
            with contextlib.suppress(OSError):
                if draft.stat().st_mtime < limit:
                    draft.unlink()


def _drafts() -> Path:
    return paths.cache_dir() / "drafts"


def _umask() -> int:
    """The process's mask for new files; a temporary file is made private otherwise."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
