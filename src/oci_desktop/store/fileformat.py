"""What a file of this program looks like, told without opening it as a database."""

from __future__ import annotations

from pathlib import Path

APPLICATION_ID = 0x4F434944
"""`PRAGMA application_id`: "OCID" in ASCII; `file` and SQLite browsers show it."""

SCHEMA_VERSION = 2
"""The number of the last migration; `PRAGMA user_version` of a file that has them all."""

SUFFIX = ".ocidb"

_MAGIC = b"SQLite format 3\x00"


def looks_like_sqlite(path: Path) -> bool:
    """Does the file begin as every SQLite database does?

    Raises: OSError.
    """
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def has_our_mark(path: Path) -> bool:
    """Does its first page bear our application_id (bytes 68 to 71)?

    Raises: OSError.
    """
    with path.open("rb") as file:
        return int.from_bytes(file.read(72)[68:72], "big") == APPLICATION_ID


def beside(path: Path, ending: str) -> Path:
    """The companion of a database: `x.ocidb` and ".lock" give `x.ocidb.lock`."""
    return path.with_name(path.name + ending)
