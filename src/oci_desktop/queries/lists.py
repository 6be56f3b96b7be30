"""One engine for every list: declarative SQL in, ids, rows and tables out.

The SQL is portable text with named values, run on the driver itself: lists are on the way to the first
window, where the 0.3 s that SQLAlchemy takes to load would be felt. Sorting, searching and filtering are
done by the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, _
from oci_desktop.tables import BOOLEAN, INTEGER, LIST, LIST_SEPARATOR, Choice, Column, Table
from oci_desktop.text import search_norm

_CHUNK = 500
"""Ids in one `IN (…)`."""


class Reads(Protocol):
    """What a list needs of the store's reader."""

    def rows(self, sql: str, parameters: Mapping[str, Any] = ..., /) -> list[tuple[Any, ...]]: ...


@dataclass(frozen=True)
class ListDefinition:
    """A list: its columns, where its rows come from, and their order when nobody chose another."""

    name: str
    title: str
    columns: tuple[Column, ...]
    id_sql: str
    source: str
    """`FROM …` with the joins that every use needs."""
    order: tuple[str, ...]
    where: str = ""
    in_force: str = ""
    """The condition that keeps only what is in force on the day, for lists that otherwise show all periods."""
    joins: Mapping[str, str] = field(default_factory=dict)
    """alias → join, added only where a column in use mentions the alias."""
    search: str = ""
    """The folded text that every word typed must be found in, as an expression,"""
    search_in: tuple[str, str] | None = None
    """or (id, table): the table's own `search_norm`, read from its covering index alone."""
    record: str = ""
    """The table of the record that a row opens."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """More keys to filter by, beside the columns: key → SQL."""
    complete: Callable[[Reads, Query], Query] | None = None
    """Fills in what the query leaves open (the current campaign), so that every use of the list shows the same."""

    def column(self, key: str) -> Column:
        """The column of that key; `-` and `_` are alike.

        Raises: UserError naming the keys that exist.
        """
        wanted = key.replace("-", "_")
        for column in self.columns:
            if column.key == wanted:
                return column
        keys = [*(column.key for column in self.columns if column.exported), *self.filters]
        raise UserError(
            N_("The list “{list}” has no column “{key}”. It has: {keys}."),
            list=self.name,
            key=key,
            keys=", ".join(dict.fromkeys(keys)),
        )


@dataclass(frozen=True)
class Query:
    """What is wanted of a list.

    A repeated value of one filter means or; different filters mean and. Every word of `search` must match.
    An empty value stands for "nothing there".
    """

    as_of: str
    filters: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    search: str = ""
    sort: tuple[str, bool] | None = None
    """The column's key, and whether it descends."""
    only_in_force: bool = False
    """Whether a list of periods keeps only those in force on the day."""

    def filtered(self, key: str, *values: Any) -> Query:
        """The same query with that filter instead of the one it had; no value takes it away."""
        kept = tuple(item for item in self.filters if item[0] != key)
        return replace(self, filters=(*kept, (key, values)) if values else kept)


def list_ids(reader: Reads, definition: ListDefinition, query: Query) -> list[int]:
    """The ids of all rows that fit, in order."""
    where, params = _conditions(definition, _completed(reader, definition, query))
    order = _order(definition, query)
    sql = _select(definition, definition.id_sql, where, order)
    return [row[0] for row in reader.rows(sql, params)]


def count(reader: Reads, definition: ListDefinition, query: Query) -> int:
    """How many rows fit."""
    where, params = _conditions(definition, _completed(reader, definition, query))
    return int(reader.rows(_select(definition, "COUNT(*)", where, ""), params)[0][0])


def list_rows(
    reader: Reads, definition: ListDefinition, query: Query, ids: Sequence[int], keys: Sequence[str] | None = None
) -> list[tuple[Any, ...]]:
    """The rows of these ids, in their order; an id that is no longer in the list has no row.

    `keys` restricts the columns. The filters of the query do not count here, its day does.
    """
    columns = [definition.column(key) for key in keys] if keys is not None else list(definition.columns)
    what = ", ".join([definition.id_sql, *(column.sql for column in columns)])
    found: dict[int, tuple[Any, ...]] = {}
    for chunk in chunks(ids):
        numbers = ", ".join(str(int(i)) for i in chunk)
        where = [f"{definition.id_sql} IN ({numbers})"]
        for row in reader.rows(_select(definition, what, where, ""), {"day": query.as_of}):
            found[row[0]] = row[1:]
    return [found[i] for i in ids if i in found]


def list_table(reader: Reads, definition: ListDefinition, query: Query, keys: Sequence[str] | None = None) -> Table:
    """All rows that fit, in order, as a table: what exports and reports take."""
    if keys is None:
        keys = [column.key for column in definition.columns if column.exported]
    columns = tuple(definition.column(key) for key in keys)
    where, params = _conditions(definition, _completed(reader, definition, query))
    what = ", ".join(column.sql for column in columns)
    rows = reader.rows(_select(definition, what, where, _order(definition, query)), params)
    return Table(columns, rows, title=_(definition.title))


def count_by(reader: Reads, definition: ListDefinition, query: Query, key: str) -> dict[Any, int]:
    """How many rows fit for each value of a column; the filter on that column itself does not count."""
    column = definition.column(key)
    where, params = _conditions(definition, _completed(reader, definition, query).filtered(column.key))
    sql = _select(definition, f"{column.compared}, COUNT(*)", where, "") + " GROUP BY 1"
    counted = dict(reader.rows(sql, params))
    if column.kind is LIST:
        split: dict[Any, int] = {}
        for value, n in counted.items():
            for entry in (value or "").split(LIST_SEPARATOR):
                split[entry or None] = split.get(entry or None, 0) + n
        return split
    return counted


def _completed(reader: Reads, definition: ListDefinition, query: Query) -> Query:
    return definition.complete(reader, query) if definition.complete else query


def _conditions(definition: ListDefinition, query: Query) -> tuple[list[str], dict[str, Any]]:
    params: dict[str, Any] = {"day": query.as_of}
    where = [definition.in_force] if query.only_in_force else []
    for number, (key, values) in enumerate(query.filters):
        where.append(_filter(definition, key, values, f"f{number}", params))
    if query.search.strip():
        where.append(_search(definition, query.search, params))
    return where, params


def _search(definition: ListDefinition, typed: str, params: dict[str, Any]) -> str:
    words = {f"s{number}": word for number, word in enumerate(dict.fromkeys(search_norm(typed).split()))}
    if not words:
        return "1 = 0"
    params.update({name: f"%{word}%" for name, word in words.items()})
    text = "search_norm" if definition.search_in else definition.search
    condition = " AND ".join(f"{text} LIKE :{name}" for name in words)
    if definition.search_in:
        owner, table = definition.search_in
        return f"{owner} IN (SELECT id FROM {table} WHERE {condition})"
    return condition


def _filter(definition: ListDefinition, key: str, values: Sequence[Any], prefix: str, params: dict[str, Any]) -> str:
    wanted = key.replace("-", "_")
    if wanted in definition.filters:
        sql, column = definition.filters[wanted], None
    else:
        column = definition.column(wanted)
        sql = column.compared
    either: list[str] = []
    names: list[str] = []
    for number, value in enumerate(values):
        if value is None or value == "":
            blank = f" OR ({sql}) = ''" if column is None or column.kind not in (INTEGER, BOOLEAN) else ""
            either.append(f"({sql}) IS NULL{blank}")
            continue
        name = f"{prefix}_{number}"
        if column is not None and column.kind is LIST:
            params["separator"] = LIST_SEPARATOR
            params[name] = f"%{LIST_SEPARATOR}{_literally(value)}{LIST_SEPARATOR}%"
            either.append(f"(:separator || ({sql}) || :separator) LIKE :{name} ESCAPE '!'")
            continue
        params[name] = value
        names.append(f":{name}")
    if names:
        either.append(f"({sql}) IN ({', '.join(names)})")
    return "(" + " OR ".join(either) + ")" if either else "1 = 0"


def parse_filter(definition: ListDefinition, key: str, text: str) -> Any:
    """The raw value of a filter as typed: a code or its label, a date, yes or no, or text as it is.

    Raises: UserError with what would be right.
    """
    if key.replace("-", "_") in definition.filters:
        return text
    return definition.column(key).kind.parse(text)


def _order(definition: ListDefinition, query: Query) -> str:
    order = list(definition.order)
    if query.sort:
        column = definition.column(query.sort[0])
        down = " DESC" if query.sort[1] else ""
        by = column.sort or column.sql
        # What is empty comes last, whichever the direction.
        order = [f"CASE WHEN {by} IS NULL THEN 1 ELSE 0 END", f"{by}{down}", *order]
    return " ORDER BY " + ", ".join(order)


def _literally(value: Any) -> str:
    """The text as LIKE takes it for itself, with `!` as the escape."""
    return re.sub("[!%_]", r"!\g<0>", str(value))


def _select(definition: ListDefinition, what: str, where: Sequence[str], order: str) -> str:
    conditions = [condition for condition in (definition.where, *where) if condition]
    filters = " WHERE " + " AND ".join(conditions) if conditions else ""
    used = what + filters + order
    joins = ""
    for alias, join in reversed(tuple(definition.joins.items())):
        if re.search(rf"\b{alias}\.", used + joins):
            joins = f" {join}{joins}"
    return f"SELECT {what} {definition.source}{joins}{filters}{order}"


def chunks(ids: Sequence[int], size: int = _CHUNK) -> Iterator[Sequence[int]]:
    """The ids in portions that one `IN (…)` takes."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def with_choices(definition: ListDefinition, key: str, kind: Choice) -> ListDefinition:
    """The same list with other choices in one column: for codes that are the association's data."""
    columns = tuple(replace(column, kind=kind) if column.key == key else column for column in definition.columns)
    return replace(definition, columns=columns)
