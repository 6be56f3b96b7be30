"""Any table as a workbook, CSV or JSON: what the person sees in a list, for spreadsheets and for programs."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

from oci_desktop.exchange.cells import column_cells, guard
from oci_desktop.exchange.files import write_file
from oci_desktop.exchange.xlsx_export import xlsx_bytes
from oci_desktop.i18n import in_language, language
from oci_desktop.tables import Table

__all__ = ["CSV_SEPARATORS", "csv_bytes", "csv_text", "json_text", "write_csv", "write_xlsx", "xlsx_bytes"]

CSV_SEPARATORS = {"fr": ";", "en": ","}
"""What the spreadsheets of each language expect."""


def csv_text(table: Table, lang: str | None = None, *, keys_as_headings: bool = False) -> str:
    """The table as CSV in `lang` (the language in force when None): `;` in French, `,` in English.

    Headings and codes are in words of that language, dates are ISO, and nothing can be taken for a formula.
    With `keys_as_headings` the headings are the JSON keys.
    """
    lang = lang or language()
    with in_language(lang):
        headings = [column.key if keys_as_headings else guard(column.title) for column in table.columns]
        columns: list[Sequence[object]]
        if table.rows:
            kinds = [column.kind for column in table.columns]
            columns = [
                column_cells(kind, list(values))
                for kind, values in zip(kinds, zip(*table.rows, strict=True), strict=True)
            ]
        else:
            columns = []
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=CSV_SEPARATORS[lang], lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


def csv_bytes(table: Table, lang: str | None = None) -> bytes:
    """The same as a file: UTF-8 with its mark, which spreadsheets need to read accents."""
    return csv_text(table, lang).encode("utf-8-sig")


def write_csv(table: Table, path: str | os.PathLike[str], lang: str | None = None) -> Path:
    """Save the table as a CSV file, whole or not at all.

    Raises: StorageError.
    """
    return write_file(path, csv_bytes(table, lang))


def write_xlsx(table: Table, path: str | os.PathLike[str], lang: str | None = None, *, as_of: str = "") -> Path:
    """Save the table as an Excel workbook, whole or not at all; `as_of` is the day that its rows show.

    Raises: StorageError, ExchangeError.
    """
    return write_file(path, xlsx_bytes(table, lang, as_of=as_of))


def json_text(table: Table) -> str:
    """An array of objects: English keys, ISO dates, codes instead of labels."""
    return json.dumps(table.records(), ensure_ascii=False, indent=1) + "\n"
