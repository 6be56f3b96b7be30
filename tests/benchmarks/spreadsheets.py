"""Lists to workbooks and back, against a bare xlsxwriter and a bare calamine."""

from __future__ import annotations

import csv
from pathlib import Path

import python_calamine
import xlsxwriter

from oci_desktop.exchange.export import write_xlsx
from oci_desktop.exchange.frame import import_file
from oci_desktop.exchange.importers import get_importer
from oci_desktop.exchange.workbooks import read_workbook
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.store.database import Database
from oci_desktop.tables import Table
from tests import generator
from tests.benchmarks.data import DAY, make_members
from tests.benchmarks.figures import Figure, milliseconds


def measure(folder: Path, rows: int) -> list[Figure]:
    """Members out; organisations, the widest of the lists, out, read, and back in as a dry run."""
    size = f"{rows:,}".replace(",", " ")
    figures = []
    with make_members(folder / "members.ocidb", rows) as database:
        for name, most in (("members", 400), ("organisations", None)):
            figures.append(_exported(database, name, size, folder, most))
        source = folder / "organisations.xlsx"
        figures.append(_read(source, size))
        figures.append(_dry_run(database, source, f"{size} rows, nothing changed"))
    with Database.create(folder / "empty.ocidb", user="Alix Exemple") as database:
        figures.append(_dry_run(database, _generated(folder, rows), f"{size} rows, all new"))
    return figures


def bare_write(table: Table, target: Path) -> None:
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table.rows):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write_string(number, place, str(value))


def bare_read(source: Path) -> None:
    python_calamine.load_workbook(source).get_sheet_by_index(0).to_python()


def _exported(database: Database, name: str, size: str, folder: Path, most: float | None) -> Figure:
    target = folder / f"{name}.xlsx"
    with database.read() as reader:
        table = list_table(reader, get_list(reader, name), Query(DAY))

        def ours() -> None:
            write_xlsx(list_table(reader, get_list(reader, name), Query(DAY)), target, "fr", as_of=DAY)

        return Figure(
            f"XLSX of {name}, {size} rows, {len(table.columns)} columns: export",
            milliseconds(ours, 3),
            milliseconds(lambda: bare_write(table, folder / f"bare-{name}.xlsx"), 3),
            most=most,
            floor_is="xlsxwriter, write_string of rows already read",
        )


def _read(source: Path, size: str) -> Figure:
    return Figure(
        f"XLSX of organisations, {size} rows: read, counted, in a process of its own",
        milliseconds(lambda: read_workbook(source), 3),
        milliseconds(lambda: bare_read(source), 3),
        floor_is="calamine, to Python values",
    )


def _dry_run(database: Database, source: Path, what: str) -> Figure:
    importer = get_importer("organisations")

    def run() -> None:
        result = import_file(database, importer, source, lang="fr", dry_run=True)
        assert not result.refused, str(result.refused[0])
        assert not result.changed

    return Figure(
        f"XLSX of organisations, {what}: dry run",
        milliseconds(run, 3),
        milliseconds(lambda: bare_read(source), 3),
        most=2000,
        floor_is="calamine, to Python values",
    )


def _generated(folder: Path, rows: int) -> Path:
    """The generated organisations as a workbook."""
    source = generator.write_csv(folder / "csv-for-xlsx", rows)["organisations"]
    target = folder / "generated.xlsx"
    with (
        source.open(encoding="utf-8-sig", newline="") as file,
        xlsxwriter.Workbook(target, {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet()
        for number, row in enumerate(csv.reader(file, delimiter=";")):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell)
    return target
