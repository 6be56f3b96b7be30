"""What stands in a workbook that came back: the cells are found by the marks that they went out with.

Called in a process of its own (`form_child`). Headings, labels and the order of rows do not matter; what was moved is
followed and said, what cannot be followed is left out and said.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from oci_desktop.errors import ExchangeError
from oci_desktop.exchange import workbook_child, workbooks
from oci_desktop.exchange.form_xlsx import LISTS_COLUMN, MAP_MARK, split_keys
from oci_desktop.i18n import N_, Message, message, plural_message
from oci_desktop.model.form import PROPERTY, FormIdentity, FormReading, names_check, printed_code, printed_codes

_LONGEST_PRINTED = 200
"""The cell of the identifier holds little else."""

_MARK = re.compile(r"@\d{1,3}")
_MARK_COLUMNS, _MARK_ROWS = 4, 40
_LONGEST_VALUE = 100_000
_MOST_NAMED = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_xlsx(data: bytes) -> FormReading:
    """The reading of a workbook. Raises: ExchangeError with a sentence for what is no form, locked or damaged."""
    workbooks.refuse_others(data)
    plain = workbooks.uncompressed(data, None)
    try:
        sheets = workbook_child.read_sheets(plain)
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            formulas, hidden = _formulas(archive), _property(archive)
    except (workbook_child.TooLarge, MemoryError):
        raise workbooks.fault_error("large") from None
    except BaseException as problem:  # a panic of the reader is no Exception
        fault = "password" if type(problem).__name__ == "PasswordError" else "damaged"
        raise workbooks.fault_error(fault) from None
    return _Book(sheets, formulas, hidden).read()


@dataclass(frozen=True)
class _Place:
    sheet: int
    row: int
    column: int

    @property
    def address(self) -> str:
        letters, column = "", self.column + 1
        while column:
            column, rest = divmod(column - 1, 26)
            letters = _LETTERS[rest] + letters
        return f"{letters}{self.row + 1}"


@dataclass(frozen=True)
class _Entry:
    """What the hidden sheet says of one field."""

    kind: str
    sheet: str
    row: str
    column: str
    words: Mapping[str, str] = field(default_factory=dict)


class _Book:
    def __init__(self, sheets: list[dict[str, Any]], formulas: Mapping[str, set[str]], hidden: str) -> None:
        self.sheets, self.formulas, self.hidden = sheets, formulas, hidden
        self.remarks: list[Message] = []
        own = next((n for n in range(len(sheets)) if self._cell(_Place(n, 0, 0)) == MAP_MARK), None)
        self.map = sheets[own]["rows"] if own is not None else []
        self.about = (self.map[0] + [""] * 5)[:5] if self.map else [""] * 5
        """Its mark, the identity, the language, how many sheets there were, a check of the fields."""
        self.entries = _entries(self.map)
        self.found, self.copies = self._marked(own)

    def _cell(self, place: _Place) -> str:
        rows = self.sheets[place.sheet]["rows"]
        row = rows[place.row] if place.row < len(rows) else []
        return str(row[place.column]) if place.column < len(row) else ""

    def read(self) -> FormReading:
        identity, wrong = FormIdentity.first((self.about[1], self.hidden))
        if wrong is not None:
            self.remarks.append(wrong)
        printed = identity.printed if identity else self._printed()
        if printed is None and not self.found:
            raise ExchangeError(N_("This workbook is not a form of this program: it has no identifier."))
        if identity is None and printed is None:
            self.remarks.append(message(N_("No identifier could be read in this document.")))
        values = self._values()
        remarks = tuple(self.remarks)
        return FormReading("xlsx", identity, printed, values, remarks, len(self.sheets), codes=self._codes())

    def _printed(self) -> str | None:
        for sheet in self.sheets:
            for row in sheet["rows"][:200]:
                for text in row:
                    if found := printed_code(text[:500]):
                        return found
        return None

    def _codes(self) -> tuple[str, ...]:
        """Every identifier that stands in a cell, where a person reads it."""
        found: dict[str, None] = {}
        for sheet in self.sheets:
            for row in sheet["rows"]:
                for text in row:
                    if "-" in text and len(text) <= _LONGEST_PRINTED:
                        found.update(dict.fromkeys(printed_codes(text)))
        return tuple(found)

    def _marked(self, own: int | None) -> tuple[dict[str, _Place], int]:
        """Every field by the marks in the hidden columns and rows, and how many marks stand twice."""
        found: dict[str, _Place] = {}
        copies = 0
        for number, sheet in enumerate(self.sheets):
            if number == own:
                continue
            columns: dict[str, int] = {}
            for row in sheet["rows"][:_MARK_ROWS]:
                marks = {text: place for place, text in enumerate(row) if text[:1] == "@" and _MARK.fullmatch(text)}
                if marks:
                    columns = marks
                    break
            for at, row in enumerate(sheet["rows"]):
                for text in row[:_MARK_COLUMNS]:
                    if text[:1] == "@" and "=" in text:
                        for key, quoted in split_keys(text):
                            name = unquote(quoted)
                            if key not in columns or (self.entries and name not in self.entries):
                                continue
                            copies += name in found
                            found.setdefault(name, _Place(number, at, columns[key]))
        return found, copies

    def _values(self) -> dict[str, str]:
        values: dict[str, str] = {}
        moved: dict[str, None] = {}
        computed, broken, merged = [], [], []
        for name in self.entries or self.found:
            place = self.found.get(name)
            if place is None:
                continue
            entry = self.entries.get(name)
            sheet = self.sheets[place.sheet]
            if entry and (entry.sheet, entry.row, entry.column) != (sheet["name"], str(place.row), str(place.column)):
                moved[sheet["name"]] = None
            address = place.address
            if address in {cell for cell, _error in sheet["errors"]} or address in sheet["unknown"]:
                broken.append(address)
                continue
            hiding = _merged_over(place, sheet["merged"])
            if hiding is not None:
                merged.append(address)
                if hiding != (place.row, place.column):
                    continue
            if address in self.formulas.get(sheet["name"], ()):
                computed.append(address)
            values[name] = _value(self._cell(place), entry)
        self._say(moved, computed, broken, merged, len(self.entries) - len(set(self.entries) & set(self.found)))
        return values

    def _say(
        self, moved: Iterable[str], computed: list[str], broken: list[str], merged: list[str], missing: int
    ) -> None:
        for name in moved:
            sentence = N_("In the sheet “{sheet}”, rows or columns were moved; the answers were followed there.")
            self.remarks.append(message(sentence, sheet=name))
        if missing:
            self.remarks.append(
                plural_message(
                    "One field of this form was taken away.", "{n} fields of this form were taken away.", missing
                )
            )
        if self.copies:
            self.remarks.append(message(N_("Rows of this form were copied; the first of each counts.")))
        if computed:
            sentence = N_("Formulas stand in answers ({cells}): what they showed when the file was saved counts.")
            self.remarks.append(message(sentence, cells=_few(computed)))
        if broken:
            sentence = N_("Some cells hold an error instead of an answer ({cells}); they were left out.")
            self.remarks.append(message(sentence, cells=_few(broken)))
        if merged:
            sentence = N_("Answers were merged into one cell ({cells}): it counts for the first of them.")
            self.remarks.append(message(sentence, cells=_few(merged)))
        if not self.map:
            self.remarks.append(message(N_("The hidden sheet of this form is gone: check what was read.")))
        elif self.about[4] != names_check(self.entries):
            self.remarks.append(message(N_("Fields were added to this form, or taken away from it.")))
        expected = self.about[3]
        if expected.isdecimal() and len(self.sheets) > int(expected):
            self.remarks.append(message(N_("Sheets were added to this form; they were left aside.")))


def _entries(rows: list[list[str]]) -> dict[str, _Entry]:
    lists: dict[str, dict[str, str]] = {}
    for row in rows:
        number, code, label, short = (row + [""] * (LISTS_COLUMN + 4))[LISTS_COLUMN : LISTS_COLUMN + 4]
        if number:
            words = lists.setdefault(number, {})
            words[label] = code
            if short:
                words.setdefault(short, code)
    entries = {}
    for row in rows[1:]:
        name, kind, sheet, at, column, words_of = (row + [""] * 6)[:6]
        if name:
            entries[name] = _Entry(kind, sheet, at, column, lists.get(words_of, {}))
    return entries


def _value(text: str, entry: _Entry | None) -> str:
    given = text[:_LONGEST_VALUE].replace("\r\n", "\n").replace("\r", "\n")
    if entry and entry.words:
        return entry.words.get(given.strip(), given)
    return given


def _merged_over(place: _Place, ranges: Iterable[Any]) -> tuple[int, int] | None:
    """The first cell of the merged ones that the place is part of."""
    for first_row, first_column, last_row, last_column in ranges:
        if first_row <= place.row <= last_row and first_column <= place.column <= last_column:
            return int(first_row), int(first_column)
    return None


def _few(cells: list[str]) -> str:
    return ", ".join(cells[:_MOST_NAMED]) + (", …" if len(cells) > _MOST_NAMED else "")


def _formulas(archive: zipfile.ZipFile) -> dict[str, set[str]]:
    """Sheet → the cells that hold a formula."""
    found: dict[str, set[str]] = {}
    names = set(archive.namelist())
    for sheet, part in workbook_child.sheet_parts(archive).items():
        xml = archive.read(part) if part in names else b""
        if b"<f" not in xml:
            continue
        for cell in workbook_child.CELL.finditer(xml):
            if b"<f" in (cell[2] or b"") and (at := workbook_child.CELL_PLACE.search(cell[1])):
                found.setdefault(sheet, set()).add(at[1].decode("ascii").upper())
    return found


def _property(archive: zipfile.ZipFile) -> str:
    """The identity among the properties of the document; "" without one."""
    try:
        xml = archive.read("docProps/custom.xml")[:100_000].decode("utf-8", "replace")
    except KeyError:
        return ""
    found = re.search(rf'name="{PROPERTY}"[^>]*>\s*<vt:lpwstr>([^<]*)<', xml)
    return found[1].replace("&amp;", "&") if found else ""
