"""Any table as an Excel workbook: text stays text, dates and numbers are real ones, headings stay in sight.

The writer of workbooks makes everything but the rows; they are put in as XML, each text in its cell, since handing
it ten thousand rows cell by cell takes four times as long. Text so written can be no formula and no link.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from oci_desktop.dates import format_date
from oci_desktop.errors import ExchangeError
from oci_desktop.exchange.cells import cell_name, list_cell
from oci_desktop.i18n import N_, _, in_language, language
from oci_desktop.tables import BOOLEAN, DATE, INTEGER, LIST, Choice, Column, Table

MOST_CHARACTERS = 32_767
"""In one cell of a workbook."""
_NARROWEST, _WIDEST, _LOOKED_AT = 6, 60, 200
_SHEET = "xl/worksheets/sheet1.xml"
_FIRST_DAY = "1900-03-01"
"""Before it the days of workbooks are off by one, or do not exist: such dates are text."""
_DAY_ZERO = datetime.date(1899, 12, 30).toordinal()

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_STYLE = re.compile(rb'<col min="(\d+)" max="(\d+)"[^>]* style="(\d+)"')
_ODD = re.compile(r"[\x01-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_EDGE = re.compile(r"^\s|\s$|\n")
_BETWEEN = "\x00"


def xlsx_bytes(table: Table, lang: str | None = None, *, as_of: str = "") -> bytes:
    """The table as a workbook of one sheet in `lang` (the language in force when None).

    `as_of` is the day that the rows show, told in the document's properties. Raises: ExchangeError for a text longer
    than a cell can hold.
    """
    with in_language(lang or language()):
        skeleton = _skeleton(table, as_of)
        with zipfile.ZipFile(io.BytesIO(skeleton)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
        sheet = dict(parts)[_SHEET]
        styles = {
            place: int(style)
            for first, last, style in _STYLE.findall(sheet)
            for place in range(int(first) - 1, int(last))
        }
        rows = _rows(table, styles).encode("utf-8", errors="replace")
    last = cell_name(len(table), max(len(table.columns), 1) - 1).encode()
    sheet = re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:%s"/>' % last, sheet, count=1)
    sheet = sheet.replace(b"</sheetData>", rows + b"</sheetData>", 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), sheet if name == _SHEET else content, zipfile.ZIP_DEFLATED, 4)
    return out.getvalue()


def _skeleton(table: Table, as_of: str) -> bytes:
    """The workbook with its headings only."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    properties = {"title": table.title, "comments": table.subtitle}
    if as_of:
        properties["subject"] = _("As of {day}").format(day=format_date(as_of))
    book.set_properties(properties)
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet = book.add_worksheet(_sheet_name(table.title))
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, head)
        sheet.set_column(place, place, _width(table, place, column), day if column.kind is DATE else None)
    if table.columns:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _sheet_name(title: str) -> str:
    """What a workbook takes for the name of a sheet."""
    return _NOT_IN_NAMES.sub(" ", title).strip(" '")[:31].strip(" '") or _("List")


def _width(table: Table, place: int, column: Column) -> float:
    """As wide as its heading with the filter's arrow, and as its first values, within reason."""
    longest = len(column.title) + 3
    for row in table.rows[:_LOOKED_AT]:
        value = row[place]
        if value is not None:
            shown = value if column.kind is LIST else column.kind.format(value)
            longest = max(longest, *(len(line) for line in str(shown).split("\n")))
    return float(min(max(longest + 1, _NARROWEST), _WIDEST))


def _rows(table: Table, styles: dict[int, int]) -> str:
    """Every row below the headings."""
    if not table.rows:
        return ""
    columns = [
        _cells(column, list(values), cell_name(0, place)[:-1], styles.get(place, 0))
        for place, (column, values) in enumerate(zip(table.columns, zip(*table.rows, strict=True), strict=True))
    ]
    return "".join(
        f'<row r="{number}">{"".join(cells)}</row>' for number, cells in enumerate(zip(*columns, strict=True), start=2)
    )


def _cells(column: Column, values: list[Any], letters: str, style: int) -> Sequence[str]:
    """The cells of one column, "" where there is nothing."""
    kind = column.kind
    if kind is INTEGER:
        return [
            "" if value is None else f'<c r="{letters}{number}"><v>{value}</v></c>'
            for number, value in enumerate(values, start=2)
        ]
    texts: list[str]
    if kind is BOOLEAN or isinstance(kind, Choice):
        texts = _known(values, kind.format)
    elif kind is LIST:
        texts = ["" if value is None else list_cell(value) for value in values]
    else:
        texts = ["" if value is None else str(value) for value in values]
    _refuse_too_long(column, texts)
    escaped = _escaped(texts)
    if kind is DATE:
        days = {text: _serial(text) for text in set(texts)}
        return [
            f'<c r="{letters}{number}" s="{style}"><v>{days[text]}</v></c>'
            if days[text]
            else _text_cell(f"{letters}{number}", text)
            for number, text in enumerate(escaped, start=2)
        ]
    return [_text_cell(f"{letters}{number}", text) for number, text in enumerate(escaped, start=2)]


def _text_cell(place: str, text: str) -> str:
    if not text:
        return ""
    if _EDGE.search(text):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _known(values: list[Any], words: Callable[[Any], str]) -> list[str]:
    known = {value: words(value) for value in set(values)}
    return [known[value] for value in values]


def _serial(text: str) -> int:
    """The number of a full date in a workbook; 0 for what has to stay text."""
    return datetime.date.fromisoformat(text).toordinal() - _DAY_ZERO if len(text) == 10 and text >= _FIRST_DAY else 0


def _escaped(texts: list[str]) -> list[str]:
    """The texts as XML holds them, all at once; what XML cannot hold is written `_x0001_`, as workbooks do."""
    joined = _BETWEEN.join(text.replace(_BETWEEN, "") for text in texts)
    escaped = joined.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split(_BETWEEN)
    return [_ODD.sub(_coded, text) for text in escaped] if _ODD.search(joined) else escaped


def _coded(found: re.Match[str]) -> str:
    text = found[0]
    return f"_x005F{text}" if len(text) > 1 else f"_x{ord(text):04X}_"


def _refuse_too_long(column: Column, texts: list[str]) -> None:
    for number, text in enumerate(texts, start=2):
        if len(text) > MOST_CHARACTERS:
            raise ExchangeError(
                N_(
                    "Line {line}, column “{column}”: the text is longer than a cell of a workbook can hold."
                    " Export this list as CSV."
                ),
                line=number,
                column=column.title,
            )
