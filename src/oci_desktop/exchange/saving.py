"""Writing the rows of an import in bulk: all that they touch is read once, then each draft is put over what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Table

    from oci_desktop.exchange.frame import Row
    from oci_desktop.store.writer import Writer

Load = Callable[["Writer", list[int]], Mapping[int, Any]]
"""(writer, ids) → the drafts that are stored, by id."""

Put = Callable[["Writer", Any, Any], int]
"""(writer, clean draft, the stored one or None) → its id."""


def save_rows(
    write: Writer, rows: Iterable[Row], load: Load, put: Put, table: Table, children: Mapping[str, Table]
) -> None:
    """Write those that are changed, then those that are created, which learn their number.

    `children` are the parts of a draft that are rows of their own, with their tables.
    """
    rows = list(rows)
    changed = [(row.record_id, row) for row in rows if row.status == "changed" and row.record_id is not None]
    if changed:
        ids = [record_id for record_id, _row in changed]
        stored = load(write, ids)
        write.prefetch(table, ids)
        for name, part in children.items():
            write.prefetch(part, [one.id for draft in stored.values() for one in getattr(draft, name) if one.id])
        for record_id, row in changed:
            put(write, row.draft, stored[record_id])
    for row in rows:
        if row.status == "created":
            row.record_id = put(write, row.draft, None)
