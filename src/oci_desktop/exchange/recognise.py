"""What a file to import holds, told from its headings: which list, which sheet, which columns."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oci_desktop.exchange.columns import Headings
from oci_desktop.exchange.files import read_file as bytes_of
from oci_desktop.exchange.importers import IMPORTERS
from oci_desktop.exchange.sheet_source import sheets_with_data
from oci_desktop.exchange.sources import MOST_BYTES, Source, read_bytes, read_sheet
from oci_desktop.exchange.workbooks import LookIn, Workbook, is_workbook, read_workbook_bytes
from oci_desktop.queries.definitions import get_list

if TYPE_CHECKING:
    from oci_desktop.exchange.frame import Importer
    from oci_desktop.queries.lists import ListDefinition
    from oci_desktop.store.database import Database


@dataclass(frozen=True)
class Recognised:
    """How well a file fits one importer."""

    importer: Importer
    mapping: Mapping[str, str | None]
    """Label of a column of the file → the column of the list that its heading means, None where none does."""
    columns: Mapping[str, str]
    """key → title of the columns of the list that a file may bring, in the list's order."""
    fits: bool
    """Whether a column is there that tells which record a row means."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Labels of the columns that mean nothing."""
        return tuple(label for label, key in self.mapping.items() if key is None)


@dataclass(frozen=True)
class ReadFile:
    """A file that was read, one sheet of it if it is a workbook; its importers come best first."""

    path: Path
    source: Source
    guesses: tuple[Recognised, ...]
    workbook: Workbook | None = None

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that hold anything, when there is a choice."""
        names = tuple(sheet.name for sheet in sheets_with_data(self.workbook)) if self.workbook else ()
        return names if len(names) > 1 else ()


def read_file(
    database: Database, path: str | os.PathLike[str], *, sheet: str | None = None, look_in: LookIn | None = None
) -> ReadFile:
    """Look at a file without judging its rows; of a workbook, at that sheet, or the first that holds anything.

    Raises: ExchangeError when it cannot be read at all; what `look_in` raises.
    """
    data = bytes_of(path, MOST_BYTES)
    workbook = read_workbook_bytes(data, look_in=look_in) if is_workbook(data) else None
    if workbook is not None:
        names = [one.name for one in sheets_with_data(workbook)]
        sheet = sheet if sheet in names else next(iter(names), None)
        return _recognised(database, Path(path), lambda known: read_sheet(workbook, known, sheet=sheet), workbook)
    return _recognised(database, Path(path), lambda known: read_bytes(data, known), None)


def other_sheet(database: Database, file: ReadFile, sheet: str) -> ReadFile:
    """The same workbook, looked at on another sheet. Raises: ExchangeError."""
    workbook = file.workbook
    assert workbook is not None
    return _recognised(database, file.path, lambda known: read_sheet(workbook, known, sheet=sheet), workbook)


def _recognised(
    database: Database, path: Path, read: Callable[[Callable[[str], bool]], Source], workbook: Workbook | None
) -> ReadFile:
    with database.read() as reader:
        lists = {importer.name: get_list(reader, importer.name) for importer in IMPORTERS}
    known = {importer.name: Headings(importer, lists[importer.name]) for importer in IMPORTERS}
    source = read(lambda heading: any(headings.knows(heading) for headings in known.values()))
    guesses = []
    for importer in IMPORTERS:
        mapping = known[importer.name].mapping(source)
        columns = columns_of(importer, lists[importer.name])
        fits = any(key in importer.keys for key in mapping.values())
        guesses.append(Recognised(importer, mapping, columns, fits))
    # The first of equals wins: importers are in the order in which files that belong together are imported.
    guesses.sort(key=lambda guess: (not guess.fits, -_weight(guess)))
    return ReadFile(path, source, tuple(guesses), workbook)


def columns_of(importer: Importer, definition: ListDefinition) -> dict[str, str]:
    """key → title of the columns that an import writes, or finds a record by."""
    wanted = {*importer.written, *importer.keys, *importer.synonyms, "id", "ref", "is_self"}
    return {
        column.key: column.title for column in definition.columns if column.key in wanted or column.key.endswith("_ref")
    }


def _weight(guess: Recognised) -> int:
    """Matched headings that the importer writes count most: a membership file has an organisation's name too."""
    written = set(guess.importer.written)
    keys = [key for key in guess.mapping.values() if key is not None]
    return 2 * len(keys) - 3 * len(guess.unknown) + sum(key in written for key in keys)
