"""Documents: files kept whole beside the database, in `x.ocidb-files/`, named by what is in them.

Written once and never changed: the same content is kept once, a backup copies only what is new, and
`verify` tells when a disk has altered one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from oci_desktop.errors import NotFoundError, StorageError
from oci_desktop.i18n import N_
from oci_desktop.store.connection import scalar
from oci_desktop.store.fileformat import beside
from oci_desktop.store.problems import storage_errors


def folder_of(database_path: Path) -> Path:
    """Where the documents of a file are."""
    return beside(database_path, "-files")


def place_of(folder: Path, digest: str) -> Path:
    """Where a document is in its folder.

    Raises: NotFoundError for what cannot be the name of a document, so that no name leaves the folder.
    """
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
        place = place_of(self.folder, digest)
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
        place = place_of(self.folder, digest)
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


def copy_new(source: Path, target: Path, but_not: Container[str] = ()) -> int:
    """Copy the documents that `target` has not yet; returns how many. Those that are damaged are not copied.

    Raises: OSError.
    """
    copied = 0
    for place in _all(source):
        there = place_of(target, place.name)
        if there.exists() or place.name in but_not:
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


# Which documents a file needs, and which it must not have

ERASED = "erased_documents"
"""The setting that names the documents that were erased: the folder of the backups may still have them."""

_LOGO = "logo"


def used_by(raw: sqlite3.Connection) -> set[str]:
    """The documents that the rows of an open file name: in a column `document` or `…_document`, and the logo."""
    found = {scalar(raw, "SELECT value FROM setting WHERE key = ?", (_LOGO,))}
    for table, column in _naming(raw):
        found.update(row[0] for row in raw.execute(f'SELECT DISTINCT "{column}" FROM "{table}"'))
    return found - {None}


def needed_by(raw: sqlite3.Connection) -> set[str]:
    """The documents that the rows of an open file name, or would name again if some action was undone or redone."""
    tables = {table for table, _column in _naming(raw)} | {"setting"}
    marks = ",".join("?" * len(tables))
    found = used_by(raw)
    for before, after in raw.execute(
        "SELECT c.before, c.after FROM journal_change c JOIN journal_action a ON a.id = c.action_id"
        f" WHERE a.sealed = 0 AND c.table_name IN ({marks})",
        sorted(tables),
    ):
        found.update(_NAME.findall(f"{before} {after}"))
    return found


def erased(raw: sqlite3.Connection) -> set[str]:
    """The documents that were erased from an open file, and that no row names since."""
    names = erased_names(raw)
    return names - used_by(raw) if names else names


def erased_names(raw: sqlite3.Connection) -> set[str]:
    """The documents that were ever erased from an open file."""
    value = scalar(raw, "SELECT value FROM setting WHERE key = ?", (ERASED,))
    return set() if value is None else set(json.loads(value))


_NAME = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def _naming(raw: sqlite3.Connection) -> list[tuple[str, str]]:
    """The columns that name documents, in files of every version: asked of the file itself."""
    return raw.execute(
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND (c.name = 'document' OR c.name LIKE '%\\_document' ESCAPE '\\')"
    ).fetchall()


def remove(folder: Path, names: Iterable[str]) -> None:
    """Take documents away, with what a killed program left half-written of them.

    Raises: OSError when one refuses to go; the others are gone.
    """
    problem: OSError | None = None
    for name in names:
        place = place_of(folder, name)
        try:
            place.unlink(missing_ok=True)
            beside(place, ".part").unlink(missing_ok=True)
        except OSError as error:
            problem = error
    if problem is not None:
        raise problem


def all_names(folder: Path) -> list[str]:
    """The documents of a folder."""
    return [place.name for place in _all(folder)]
