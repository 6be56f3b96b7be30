"""Real files in, a real database, and what the import says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oci_desktop.dates import today
from oci_desktop.exchange.frame import import_file
from oci_desktop.exchange.importers import get_importer
from oci_desktop.exchange.results import ImportResult
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.store.database import Database
from oci_desktop.tables import Table

Import = Callable[..., ImportResult]
Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def load(database: Database, tmp_path: Path) -> Import:
    """Import a text (or bytes) as a file: `load("organisations", text)`."""

    def run(name: str, content: str | bytes, **how: Any) -> ImportResult:
        path = tmp_path / f"{name}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return import_file(database, get_importer(name), path, **how)

    return run


@pytest.fixture
def listed(database: Database) -> Rows:
    """The rows of a list, as programs see them."""

    def read(name: str, *keys: str) -> list[dict[str, Any]]:
        return (table_of(database, name).only(keys) if keys else table_of(database, name)).records()

    return read


def table_of(database: Database, name: str) -> Table:
    with database.read() as reader:
        return list_table(reader, get_list(reader, name), Query(today()))


def actions(database: Database) -> int:
    """How many actions the journal has."""
    with database.read() as reader:
        return int(reader.value("SELECT COUNT(*) FROM journal_action"))


def reasons(result: ImportResult) -> list[tuple[int | None, str | None, str]]:
    """Every refusal: line, column, reason."""
    return [(remark.line, remark.column, str(remark.reason)) for remark in result.refused]
