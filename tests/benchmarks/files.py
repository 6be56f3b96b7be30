"""Import, undo, re-import and export of a CSV file, against the `csv` module and a bare `executemany`."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from oci_desktop.exchange.export import write_csv as export_csv
from oci_desktop.exchange.frame import import_file
from oci_desktop.exchange.importers import get_importer
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.store.database import Database
from tests import generator
from tests.benchmarks.data import DAY
from tests.benchmarks.figures import Figure, milliseconds, once


def bare_import(source: Path, target: Path) -> None:
    """The rows of the file into one table of a new file, as safely kept (WAL, synchronous=FULL)."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        headings = next(reader)
        rows = list(reader)
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"CREATE TABLE imported (id INTEGER PRIMARY KEY, {', '.join(headings)})")
    connection.executemany(
        f"INSERT INTO imported ({', '.join(headings)}) VALUES ({', '.join('?' * len(headings))})", rows
    )
    connection.commit()
    connection.close()


def measure_import(folder: Path, rows: int) -> list[Figure]:
    """Organisations, the widest of the files, into a new database; then people."""
    sources = generator.write_csv(folder / "csv", rows)
    with Database.create(folder / "import.ocidb", user="Alix Exemple") as database:
        return [
            figure
            for name in ("organisations", "people")
            for figure in _imported(database, name, sources[name], rows, folder / f"bare-{name}.sqlite")
        ]


def _imported(database: Database, name: str, source: Path, rows: int, target: Path) -> Iterator[Figure]:
    importer = get_importer(name)
    size = f"{rows:,}".replace(",", " ")
    floor = once(lambda: bare_import(source, target))

    def run(*, dry_run: bool = False, unchanged: bool = False) -> None:
        result = import_file(database, importer, source, lang="fr", dry_run=dry_run)
        assert not result.refused, str(result.refused[0])
        assert (result.unchanged if unchanged else result.created) == rows

    def figure(work: str, ours: float, most: float) -> Figure:
        floor_is = "csv + executemany into one table"
        return Figure(f"{name}, {size} rows: {work}", ours, floor, most=most, floor_is=floor_is)

    yield figure("dry run", milliseconds(lambda: run(dry_run=True), 2), 1000)
    yield figure("import (with its backup)", once(run), 2000)
    yield figure("undo of the import", once(database.undo), 2000)
    yield figure("redo of it", once(database.redo), 2000)
    yield figure("the same file again, nothing changed", once(lambda: run(unchanged=True)), 2000)


def measure_export(database: Database, folder: Path, rows: int) -> list[Figure]:
    """A list read and written as CSV."""
    size = f"{rows:,}".replace(",", " ")
    figures = []
    with database.read() as reader:
        for name, every in (("members", True), ("organisations", False), ("organisations", True)):
            definition = get_list(reader, name)
            keys = [column.key for column in definition.columns if every or column.shown]
            table = list_table(reader, definition, Query(DAY), keys)

            def ours(name: str = name, keys: list[str] = keys) -> None:
                export_csv(list_table(reader, get_list(reader, name), Query(DAY), keys), folder / f"{name}.csv", "fr")

            def bare(rows: object = table.rows, name: str = name) -> None:
                text = io.StringIO(newline="")
                csv.writer(text, delimiter=";").writerows(rows)  # type: ignore[arg-type]
                (folder / f"bare-{name}.csv").write_bytes(text.getvalue().encode("utf-8-sig"))

            figures.append(
                Figure(
                    f"CSV of {name} ({len(table)} of {size}), {len(keys)} columns",
                    milliseconds(ours),
                    milliseconds(bare),
                    most=100,
                    floor_is="csv.writer on rows already read",
                )
            )
    return figures
