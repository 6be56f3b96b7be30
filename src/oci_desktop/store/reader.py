"""Reading: one consistent picture of the file, for as long as a short piece of work takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop.store.connection import Link
from oci_desktop.store.problems import storage_errors

if TYPE_CHECKING:
    from sqlalchemy import CursorResult
    from sqlalchemy.sql import Executable

Parameters = Mapping[str, Any] | Sequence[Any]


class Reader:
    """One snapshot: what others save meanwhile is not seen. It can change nothing.

    `rows`, `row` and `value` go straight to the driver and never load SQLAlchemy; `execute` takes Core statements.
    Usable from any thread, by one at a time, inside its `with` block only.
    """

    def __init__(self, link: Link, path: Path) -> None:
        self._link = link
        self._path = path

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows of a portable SQL text with named parameters (`:day`), as tuples of raw values."""
        with storage_errors(self._path):
            return self._link.raw.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        with storage_errors(self._path):
            found: tuple[Any, ...] | None = self._link.raw.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def execute(self, statement: Executable) -> CursorResult[Any]:
        """The result of a SQLAlchemy Core `select`.

        Raises: TypeError for anything that is not a select: only a Writer's insert, update and delete change rows.
        """
        if not getattr(statement, "is_select", False):
            raise TypeError("only selects are executed; rows change through Writer.insert, update and delete")
        with storage_errors(self._path):
            return self._link.core.execute(statement)
