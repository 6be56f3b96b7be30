"""One connection to a file, with the settings that every connection has."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from oci_desktop.store.problems import storage_errors

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

_BUSY_SECONDS = 10.0

_SETTINGS = """
PRAGMA foreign_keys=ON;
PRAGMA trusted_schema=OFF;
PRAGMA cell_size_check=ON;
PRAGMA temp_store=MEMORY;
PRAGMA cache_size=-4000;
PRAGMA synchronous=FULL;
"""


def uri(path: Path, parameters: str) -> str:
    """`path` as SQLite wants it: accents, spaces, `#`, `?`, drive letters and `\\\\server` shares included."""
    text = path.absolute().as_posix()
    return f"file://{'' if text.startswith('/') else '/'}{quote(text)}?{parameters}"


def connect(path: Path, parameters: str = "mode=rw") -> sqlite3.Connection:
    """A bare connection with our settings; transactions are begun and ended by hand.

    `parameters` are SQLite's own: "mode=rw" never creates a file, "mode=ro" never writes,
    "mode=ro&immutable=1" is for a folder where nothing can be written.
    """
    connection = sqlite3.connect(
        uri(path, parameters),
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        connection.executescript(_SETTINGS)
        if "mode=ro" not in parameters and connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode=WAL")
    except BaseException:
        connection.close()
        raise
    return connection


_handed = threading.local()


@lru_cache(maxsize=1)
def _core_engine() -> Engine:
    """One engine, and one cache of compiled statements, for every connection of the process.

    Its first connection is an empty one in memory: SQLAlchemy rolls that one back after looking at it, which
    would end the transaction of a connection already in use.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    # Its errors go to the log, which must not hold what is in the records.
    engine = create_engine("sqlite://", creator=lambda: _handed.connection, poolclass=NullPool, hide_parameters=True)
    _handed.connection = sqlite3.connect(":memory:")
    engine.connect().close()
    return engine


class Link:
    """A connection of the pool: the driver's own, and SQLAlchemy's over the same one from its first use.

    It can change nothing outside `writing()`.
    """

    def __init__(self, path: Path, parameters: str) -> None:
        self.raw = connect(path, parameters)
        self.raw.execute("PRAGMA query_only=ON")
        self._core: Connection | None = None

    @property
    def core(self) -> Connection:
        """SQLAlchemy over this very connection: it sees the transaction that is going on."""
        if self._core is None:
            engine = _core_engine()
            _handed.connection = self.raw
            self._core = engine.connect()
        return self._core

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only place where rows can change."""
        self.raw.execute("PRAGMA query_only=OFF")
        try:
            yield self.raw
        finally:
            self.raw.execute("PRAGMA query_only=ON")

    def end(self) -> None:
        """Forget the transaction, if one is still open."""
        if self._core is not None:
            self._core.rollback()
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    def close(self) -> None:
        if self._core is not None:
            self._core.close()
        self.raw.close()


class Links:
    """The connections of one file that wait for the next session; a few of them stay open."""

    _KEPT = 3

    def __init__(self, path: Path, parameters: str) -> None:
        self._path, self._parameters = path, parameters
        self._waiting: list[Link] = []
        self._guard = threading.Lock()
        self._closed = False

    def take(self) -> Link:
        """A connection outside any transaction, to be given back.

        Raises: StorageError; RuntimeError once the file is closed.
        """
        with self._guard:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._waiting:
                return self._waiting.pop()
        with storage_errors(self._path):
            return Link(self._path, self._parameters)

    def give_back(self, link: Link) -> None:
        """End what the session left open, and keep the connection for the next."""
        try:
            link.end()
        except sqlite3.Error:
            link.close()
            return
        with self._guard:
            if not self._closed and len(self._waiting) < self._KEPT:
                self._waiting.append(link)
                return
        link.close()

    def close(self) -> None:
        """Close those that wait; the others close as they come back."""
        with self._guard:
            self._closed = True
            links, self._waiting = self._waiting, []
        for link in links:
            link.close()


def scalar(connection: sqlite3.Connection, sql: str, parameters: Any = ()) -> Any:
    """The first column of the first row, or None."""
    row = connection.execute(sql, parameters).fetchone()
    return None if row is None else row[0]
