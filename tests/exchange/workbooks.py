"""Workbooks made for the tests: sound ones, and ones that somebody tampered with."""

from __future__ import annotations

import datetime
import io
import random
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import xlsxwriter


def make_workbook(
    sheets: dict[str, Sequence[Sequence[Any]]],
    *,
    hidden: Iterable[str] = (),
    more: Callable[[Any], object] | None = None,
) -> bytes:
    """A workbook with those rows; a date stands as a date, anything in a str as text. `more(workbook)` adds to it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(at, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(at, place, value)
                elif value is not None:
                    sheet.write(at, place, value)
    if more is not None:
        more(book)
    book.close()
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet_data(rows: str, shared: str = "") -> bytes:
    """A workbook whose first sheet has that XML for its rows."""
    parts = parts_of(make_workbook({"Liste": [["x"]]}))
    xml = parts["xl/worksheets/sheet1.xml"]
    start, end = xml.index(b"<sheetData>"), xml.index(b"</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = xml[:start] + b"<sheetData>" + rows.encode() + xml[end:]
    if shared:
        start = parts["xl/sharedStrings.xml"].index(b"<sst")
        head = parts["xl/sharedStrings.xml"][:start]
        space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        parts["xl/sharedStrings.xml"] = head + f"<sst {space}>{shared}</sst>".encode()
    return zipped(parts)


def mutated(data: bytes, seed: int) -> bytes:
    """The same file with something wrong in it: bytes turned, cut or doubled, in the zip or in one of its parts."""
    chance = random.Random(seed)
    if chance.random() < 0.4:
        return _damaged(data, chance)
    parts = parts_of(data)
    name = chance.choice(sorted(parts))
    if chance.random() < 0.1:
        del parts[name]
    else:
        parts[name] = _damaged(parts[name], chance)
    return zipped(parts)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(4)
    at = chance.randrange(len(data))
    if kind == 0:
        return data[:at]
    if kind == 1:
        length = chance.randrange(1, 60)
        return data[:at] + data[at + length :]
    if kind == 2:
        length = chance.randrange(1, 60)
        return data[:at] + data[at : at + length] * 2 + data[at + length :]
    turned = bytearray(data)
    for _ in range(chance.randrange(1, 12)):
        turned[chance.randrange(len(turned))] = chance.randrange(256)
    return bytes(turned)
