"""Documents: files kept whole beside the database, in `x.ocidb-files/`, named by what is in them.

Written once and never changed: the same content is kept once, a backup copies only what is new, and
`verify` tells when a disk has altered one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from oci_desktop.errors import NotFoundError, StorageError
from oci_desktop.i18n import N_
from oci_desktop.store.fileformat import beside
from oci_desktop.store.problems import storage_errors


def folder_of(database_path: Path) -> Path:
    """Where the documents of a file are."""
    return beside(database_path, "-files")


def _place(folder: Path, digest: str) -> Path:
    """Raises: NotFoundError for what cannot be the name of a document, so that no name leaves the folder."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise NotFoundError(N_("There is no document “{name}”."), name=digest)
    return folder / digest[:2] / digest


class Documents:
    """The documents of one file. `add` gives the name under which to find one again."""

    def __init__(self, database_path: Path) -> None:
        self.folder = folder_of(database_path)

    def add(self, content: bytes, name: str = "") -> str:
        """Keep `content`; returns its SHA-256. `name` is only what messages call it.

        Raises: StorageError.
        """
        digest = hashlib.sha256(content).hexdigest()
        place = _place(self.folder, digest)
        with storage_errors(place):
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                draft = beside(place, ".part")
                with draft.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(draft, place)
        return digest

    def read(self, digest: str) -> bytes:
        """The document as it was added.

        Raises: NotFoundError; StorageError when the disk has altered it.
        """
        place = _place(self.folder, digest)
        with storage_errors(place):
            try:
                content = place.read_bytes()
            except FileNotFoundError:
                raise NotFoundError(N_("There is no document “{name}”."), name=digest) from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise StorageError(
                N_("The document {name} is damaged. Take it from a backup, in the folder “files”."), name=digest
            )
        return content

    def verify(self) -> list[str]:
        """The names of the documents whose content is not what it was."""
        wrong = []
        for place in _all(self.folder):
            with storage_errors(place), place.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != place.name:
                    wrong.append(place.name)
        return wrong


def _all(folder: Path) -> Iterator[Path]:
    for place in sorted(folder.glob("??/*")):
        if len(place.name) == 64:
            yield place


def copy_new(source: Path, target: Path) -> int:
    """Copy the documents that `target` has not yet; returns how many. Those that are damaged are not copied.

    Raises: OSError.
    """
    copied = 0
    for place in _all(source):
        there = _place(target, place.name)
        if there.exists():
            continue
        there.parent.mkdir(parents=True, exist_ok=True)
        draft = beside(there, ".part")
        shutil.copyfile(place, draft)
        with draft.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest() == place.name
        if whole:
            os.replace(draft, there)
            copied += 1
        else:
            with contextlib.suppress(OSError):
                draft.unlink()
    return copied
