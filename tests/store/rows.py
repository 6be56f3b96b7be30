"""Plain rows for the tests of the store: fictional organisations, at example.org."""

from __future__ import annotations

import uuid
from typing import Any

from oci_desktop.model import schema
from oci_desktop.store.database import Database
from oci_desktop.store.reader import Reader
from oci_desktop.store.writer import Writer

BUSINESS = tuple(table for table in schema.metadata.sorted_tables if not table.name.startswith("journal_"))


def add_organisation(writer: Writer, name: str = "Amitié fictive", **values: Any) -> int:
    """An organisation with its one name."""
    organisation_id = writer.insert(
        schema.organisation,
        {"ref": str(uuid.uuid4()), "kind": "ngo", "search_norm": name.casefold(), **values},
    )
    writer.insert(
        schema.organisation_name,
        {"organisation_id": organisation_id, "printed": name, "sort_key": name.casefold()},
    )
    return organisation_id


def add_person(writer: Writer, family_name: str = "Exemple", **values: Any) -> int:
    return writer.insert(
        schema.person,
        {
            "ref": str(uuid.uuid4()),
            "family_name": family_name,
            "sort_key": family_name.casefold(),
            "search_norm": family_name.casefold(),
            **values,
        },
    )


def add_role(writer: Writer, organisation_id: int, person_id: int, **values: Any) -> int:
    return writer.insert(
        schema.role,
        {"ref": str(uuid.uuid4()), "organisation_id": organisation_id, "person_id": person_id, **values},
    )


def saved_organisation(database: Database, name: str = "Amitié fictive", **values: Any) -> int:
    """The same, as one action of its own."""
    with database.write(f"Add {name}") as write:
        return add_organisation(write, name, **values)


def picture(database: Database, *, versions: bool = False) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the journal's; without `version` unless asked."""
    with database.read() as reader:
        return {table.name: _rows(reader, table.name, versions) for table in BUSINESS}


def _rows(reader: Reader, table: str, versions: bool) -> list[dict[str, Any]]:
    names = [row[1] for row in reader.rows(f"SELECT * FROM pragma_table_info('{table}')")]
    rows = [dict(zip(names, row, strict=True)) for row in reader.rows(f"SELECT * FROM {table} ORDER BY id")]
    return rows if versions else [{k: v for k, v in row.items() if k != "version"} for row in rows]


def name_of(database: Database, organisation_id: int) -> Any:
    with database.read() as reader:
        return reader.value(
            "SELECT printed FROM organisation_name WHERE organisation_id = :id", {"id": organisation_id}
        )


def notes_of(database: Database, organisation_id: int) -> Any:
    with database.read() as reader:
        return reader.value("SELECT notes FROM organisation WHERE id = :id", {"id": organisation_id})


def count(database: Database, table: str) -> int:
    with database.read() as reader:
        found: int = reader.value(f"SELECT count(*) FROM {table}")
        return found
