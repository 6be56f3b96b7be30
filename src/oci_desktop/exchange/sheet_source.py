"""The list in a sheet: its headings wherever they stand, merged cells spread out, errors said with their cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oci_desktop.errors import ExchangeError
from oci_desktop.exchange.cells import cell_name
from oci_desktop.i18n import N_, Message, message

if TYPE_CHECKING:
    from oci_desktop.exchange.workbooks import Sheet, Workbook

_LOOKED_AT = 30
"""Rows among which the headings are looked for: above them stand a title, a date, a logo's blank rows."""
_MOST_SAID = 20


@dataclass(frozen=True)
class SheetRows:
    """What a list needs of a sheet; lines count from 1, `faults` are (line, place of the column, reason)."""

    headings: list[str]
    rows: list[list[str]]
    lines: list[int]
    header_line: int
    warnings: list[tuple[int | None, Message]] = field(default_factory=list)
    faults: list[tuple[int, int, Message]] = field(default_factory=list)


def choose_sheet(workbook: Workbook, name: str | None) -> tuple[Sheet, list[tuple[int | None, Message]]]:
    """The sheet of that name, or the first in sight that holds anything; other sheets with data are said.

    Raises: ExchangeError.
    """
    if name is not None:
        return workbook.sheet(name), []
    filled = sheets_with_data(workbook)
    if not filled:
        raise ExchangeError(N_("The workbook is empty."))
    if len(filled) == 1:
        return filled[0], []
    sentence = N_("The sheet “{name}” was read; the others were not: {others}.")
    others = ", ".join(sheet.name for sheet in filled[1:])
    return filled[0], [(None, message(sentence, name=filled[0].name, others=others))]


def sheets_with_data(workbook: Workbook) -> list[Sheet]:
    """Those in sight; those that are hidden only when there is nothing else."""
    filled = [sheet for sheet in workbook.sheets if any(_is_filled(row) for row in sheet.rows)]
    return [sheet for sheet in filled if sheet.visible] or filled


def rows_of_sheet(sheet: Sheet, is_heading: Callable[[str], bool]) -> SheetRows:
    """The headings, then every row that is not blank, as wide as the headings or the widest of them.

    Raises: ExchangeError when the sheet is empty.
    """
    filled = [at for at, row in enumerate(sheet.rows) if _is_filled(row)]
    if not filled:
        raise ExchangeError(N_("The sheet “{name}” is empty."), name=sheet.name)
    cells = [list(row) for row in sheet.rows]
    header = _heading_row(cells, filled[:_LOOKED_AT], is_heading)
    warnings: list[tuple[int | None, Message]] = []
    above = [at for at in filled if at < header]
    if above:
        sentence = N_("What stands above the headings is left out: “{text}”.")
        text = " ".join(cell.strip() for at in above for cell in cells[at] if cell.strip())
        warnings.append((above[0] + 1, message(sentence, text=_shortened(text))))
    first = _spread_merged(sheet, cells, header, warnings)
    kept = [at for at in filled if at >= first]
    width = max(len(cells[at]) for at in (header, *kept))
    rows = [[*cells[at], *[""] * (width - len(cells[at]))] for at in kept]
    headings = [*cells[header], *[""] * (width - len(cells[header]))]
    return SheetRows(headings, rows, [at + 1 for at in kept], header + 1, warnings, _faults(sheet))


def _heading_row(cells: list[list[str]], filled: list[int], is_heading: Callable[[str], bool]) -> int:
    """The row with the most headings that are known; where none is, the first that is not a mere title."""
    known = {at: sum(bool(cell.strip()) and is_heading(cell) for cell in cells[at]) for at in filled}
    most = max(known.values())
    if most:
        return next(at for at in filled if known[at] == most)
    widths = {at: sum(bool(cell.strip()) for cell in cells[at]) for at in filled}
    return next(at for at in filled if widths[at] * 2 > max(widths.values()))


def _spread_merged(
    sheet: Sheet, cells: list[list[str]], header: int, warnings: list[tuple[int | None, Message]]
) -> int:
    """Give every line of a merged cell its value, as it is seen; the first line below the headings."""
    first = header + 1
    said: list[tuple[int | None, Message]] = []
    for top, left, bottom, _right in sorted(sheet.merged):
        bottom = min(bottom, len(cells) - 1)
        value = cells[top][left] if top <= bottom and left < len(cells[top]) else ""
        if not value or bottom < header:
            continue
        if top <= header:  # a heading as high as two rows: the lower ones are no data
            _put(cells[header], left, value)
            first = max(first, bottom + 1)
            continue
        for at in range(top, bottom + 1):
            _put(cells[at], left, value)
        if bottom > top:
            sentence = N_("Lines {first} to {last} share the merged cell {cell}: “{text}” counts for each of them.")
            found = message(sentence, first=top + 1, last=bottom + 1, cell=cell_name(top, left), text=_shortened(value))
        else:
            sentence = N_("The merged cell {cell} counts for its first column only: “{text}”.")
            found = message(sentence, cell=cell_name(top, left), text=_shortened(value))
        said.append((top + 1, found))
    if len(said) > _MOST_SAID:
        sentence = N_("{count} merged cells: the value of each counts for every line of it, in its first column.")
        said = [(said[0][0], message(sentence, count=len(said)))]
    warnings.extend(said)
    return first


def _faults(sheet: Sheet) -> list[tuple[int, int, Message]]:
    found = []
    for cell, error in sheet.errors:
        sentence = N_("The cell {cell} of the sheet “{sheet}” holds an error: {error}.")
        found.append((cell, message(sentence, cell=cell, sheet=sheet.name, error=error)))
    for cell in sheet.unknown:
        sentence = N_(
            "The formula of the cell {cell} (sheet “{sheet}”) was never computed: open the workbook in Excel, save it."
        )
        found.append((cell, message(sentence, cell=cell, sheet=sheet.name)))
    return [(*place, reason) for cell, reason in found if (place := _place(cell)) is not None]


def _place(cell: str) -> tuple[int, int] | None:
    """Line (from 1) and column (from 0) of "B3"."""
    letters = cell.rstrip("0123456789")
    if not letters.isascii() or not letters.isalpha() or letters == cell:
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]), column - 1


def _put(row: list[str], place: int, value: str) -> None:
    row.extend([""] * (place + 1 - len(row)))
    row[place] = value


def _is_filled(row: list[str]) -> bool:
    return any(row) and any(cell.strip() for cell in row)


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
