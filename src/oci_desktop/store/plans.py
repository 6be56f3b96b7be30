"""What the writer must know of a table, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Column, Table

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Plan:
    """One table: its columns in order, what an absent value becomes, whose history a row belongs to, its SQL."""

    name: str
    columns: tuple[str, ...]
    at: dict[str, int]
    id_at: int
    version_at: int | None
    defaults: Row
    makers: tuple[tuple[int, Callable[[], Any]], ...]
    records: tuple[tuple[int, str], ...]
    insert: str
    delete: str
    select: str

    def row(self, values: dict[str, Any]) -> Row:
        """A whole row, in the order of `columns`, with the defaults of what `values` does not say.

        Raises: TypeError for a column that the table has not.
        """
        row = list(self.defaults)
        at = self.at
        try:
            for name, value in values.items():
                row[at[name]] = value
        except KeyError as error:
            raise TypeError(f"{self.name} has no column {error.args[0]!r}") from None
        for position, make in self.makers:
            if row[position] is None:
                row[position] = make()
        if self.version_at is not None:
            row[self.version_at] = 1
        return tuple(row)

    def update(self, positions: tuple[int, ...]) -> str:
        """The statement that sets the columns at `positions`; the id comes last."""
        assignments = ", ".join(f'"{self.columns[position]}"=?' for position in positions)
        return f'UPDATE "{self.name}" SET {assignments} WHERE id=?'

    def record_keys(self, row: Row) -> list[str]:
        """ "organisation:12": the records in whose history a change of this row is shown."""
        return [prefix + str(row[position]) for position, prefix in self.records if row[position] is not None][:2]


@lru_cache(maxsize=256)
def plan_of(table: Table) -> Plan:
    """The plan of a table of `model.schema`."""
    # SQLAlchemy's names are a subclass of str, which the driver asks how to adapt, one by one.
    table_name = _text(table.name)
    columns = tuple(_text(column.name) for column in table.columns)
    at = {name: position for position, name in enumerate(columns)}
    makers = []
    defaults: list[Any] = []
    for position, column in enumerate(table.columns):
        value = _default(column)
        if callable(value):
            makers.append((position, value))
            value = None
        defaults.append(value)
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" for _ in columns)
    return Plan(
        name=table_name,
        columns=columns,
        at=at,
        id_at=at["id"],
        version_at=at.get("version"),
        defaults=tuple(defaults),
        makers=tuple(makers),
        records=tuple((at[name], _prefix(table, name)) for name in table.info.get("records", ("id",))),
        insert=f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})',
        delete=f'DELETE FROM "{table.name}" WHERE id=?',
        select=f'SELECT {names} FROM "{table.name}"',
    )


def _text(name: str) -> str:
    return "".join(name)


def _prefix(table: Table, name: str) -> str:
    """The record that a column points to: itself for "id", else the target of its foreign key."""
    for key in table.columns[name].foreign_keys:
        return key.column.table.name + ":"
    return table.name + ":"


def _default(column: Column[Any]) -> Any:
    """What an absent value becomes: a plain value, a function that makes one, or None."""
    if column.default is not None and column.default.is_scalar:
        return column.default.arg  # type: ignore[attr-defined]
    if column.default is not None and column.default.is_callable:
        make = column.default.arg  # type: ignore[attr-defined]
        return lambda: make(None)
    if column.server_default is not None:
        text = str(column.server_default.arg)  # type: ignore[attr-defined]
        return int(text) if column.type.python_type is int else text
    return None
