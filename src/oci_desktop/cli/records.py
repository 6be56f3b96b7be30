"""Which record a person means on the command line: by number, reference, acronym or exact name, never by a guess."""

from __future__ import annotations

from dataclasses import dataclass

from oci_desktop.errors import AmbiguousError, NotFoundError
from oci_desktop.i18n import N_
from oci_desktop.queries.lists import Reads
from oci_desktop.queries.naming import Names, by_key, organisation_names, person_names

TABLES = ("organisation", "person", "membership", "role")


@dataclass(frozen=True)
class Record:
    """One record: the table that it is in, its number, reference and name."""

    table: str
    id: int
    ref: str
    name: str


def find_record(reader: Reads, text: str, day: str, tables: tuple[str, ...] = TABLES) -> Record:
    """The one record that `text` names; "person:12" says in which table to look.

    A bare number is an organisation's where organisations are among the `tables`.
    Raises: NotFoundError; AmbiguousError with the candidates.
    """
    given = text.strip()
    table, colon, rest = given.partition(":")
    if colon and table.strip() in TABLES and rest.strip():
        tables, given = (table.strip(),), rest.strip()
    for table in tables:
        record_id = by_key(reader, table, given)
        if record_id is not None:
            return Record(table, record_id, _ref(reader, table, record_id), _name(reader, table, record_id, day))
    named: list[tuple[str, int, Names]] = []
    exact: list[tuple[str, int, Names]] = []
    for table in tables:
        if table not in ("organisation", "person"):
            continue
        names = organisation_names(reader, day) if table == "organisation" else person_names(reader)
        exact += [(table, i, names) for i in names.exactly(given)[0]]
        named += [(table, i, names) for i in names.named(given)]
    found_here = exact or named
    if not found_here:
        raise NotFoundError(N_("No record answers to “{text}”."), text=given)
    if len(found_here) > 1:
        raise AmbiguousError(given, [f"{names.shown[i]} ({table}:{i})" for table, i, names in found_here[:12]])
    table, record_id, names = found_here[0]
    return Record(table, record_id, _ref(reader, table, record_id), names.shown[record_id])


def _ref(reader: Reads, table: str, record_id: int) -> str:
    return str(reader.rows(f"SELECT ref FROM {table} WHERE id = :id", {"id": record_id})[0][0])  # noqa: S608


def _name(reader: Reads, table: str, record_id: int, day: str) -> str:
    if table == "person":
        return person_names(reader).shown.get(record_id, "")
    owner = record_id
    if table in ("membership", "role"):
        sql = f"SELECT organisation_id FROM {table} WHERE id = :id"  # noqa: S608
        owner = reader.rows(sql, {"id": record_id})[0][0]
    return organisation_names(reader, day).shown.get(owner, "")
