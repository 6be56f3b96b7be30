"""A form as a workbook: what to do and whose it is, one sheet per section, lists of answers; only answers can be typed.

How it is found again when it comes back: the first column and the first row of every sheet, hidden, say which field
a cell is, so that nothing depends on headings, on labels or on where a row stands; a sheet that nobody sees says it
once more, with the identity and the words of every answer.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from oci_desktop.i18n import _, in_language
from oci_desktop.model.form import CHECKED, PROPERTY, FormChoice, FormField, FormRow, FormSection, FormSpec, names_check

MAP_SHEET, MAP_MARK = "_oci", "oci-form"
LISTS_COLUMN = 10
FIRST_KEY = "@"
"""What the hidden headings of the columns begin with: « @1 »."""

_ACCENT, _TINT, _BORDER, _GREY = "#0F6B6B", "#DDEEEC", "#8A9096", "#5B6166"
_WIDTHS = {"choice": 17.0, "line": 30.0, "note": 44.0, "date": 15.0, "check": 12.0, "signature": 30.0}
_LINE = 14.5
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


@dataclass(frozen=True)
class _Cell:
    """Where one field stands."""

    field: FormField
    sheet: str
    row: int
    column: int


def form_workbook(spec: FormSpec) -> bytes:
    """The workbook of one form, in its own language, protected without a password."""
    import xlsxwriter

    output = io.BytesIO()
    with in_language(spec.lang):
        book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        _Writer(book, spec).write()
        book.close()
    return output.getvalue()


class _Writer:
    def __init__(self, book: Any, spec: FormSpec) -> None:
        self.book, self.spec = book, spec
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
        answer = {**base, "locked": False, "border": 1, "border_color": _BORDER, "num_format": "@"}
        self.title = book.add_format({**base, "bold": True, "font_size": 18, "text_wrap": False})
        accent = {"bold": True, "font_color": _ACCENT}
        self.section = book.add_format({**base, **accent, "font_size": 14, "text_wrap": False})
        self.text = book.add_format(base)
        self.strong = book.add_format({**base, "bold": True})
        self.code = book.add_format({**base, **accent})
        self.grey = book.add_format({**base, "font_color": _GREY, "font_size": 10})
        self.head = book.add_format({**base, "bold": True, "bg_color": _TINT, "bottom": 1, "bottom_color": _ACCENT})
        self.answer = book.add_format(answer)
        self.chosen = book.add_format({**answer, "bg_color": "#F3F9F8"})
        self.sign = book.add_format({**base, "bottom": 1})
        self.hidden = book.add_format({**base, "text_wrap": False, "font_color": "#FFFFFF"})
        self.cells: list[_Cell] = []
        self.lists: dict[tuple[FormChoice, ...], str] = {}
        self._names: set[str] = {MAP_SHEET}

    def write(self) -> None:
        spec = self.spec
        encoded = spec.identity.encode()
        self.book.set_properties({"title": spec.title, "subject": spec.footer, "comments": spec.identity.printed})
        self.book.set_custom_property(PROPERTY, encoded)
        self._instructions()
        # The map comes after the sheets it tells of, but the lists of answers must have their places before.
        sheets = [(self._sheet(section), section) for section in spec.sections]
        hidden = self.book.add_worksheet(MAP_SHEET)
        self._lists(hidden)
        for sheet, section in sheets:
            self._section(sheet, section)
        self._map(hidden, encoded)
        hidden.very_hidden()
        hidden.protect("")

    def _name(self, wanted: str) -> str:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", wanted).split()).strip("'") or _("Questions")
        for number in range(1, 1000):
            end = f" ({number})" if number > 1 else ""
            name = plain[: _LONGEST_NAME - len(end)].rstrip() + end
            if name.casefold() not in {one.casefold() for one in self._names}:
                self._names.add(name)
                return name
        raise ValueError(wanted)

    def _sheet(self, section: FormSection) -> Any:
        return self.book.add_worksheet(self._name(f"{section.code} {section.title}".strip()))

    def _finish(self, sheet: Any) -> None:
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        sheet.hide_gridlines(2)
        sheet.set_paper(1)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{_plain(self.spec.identity.printed)}&C&8{_plain(self.spec.title)}&R&8&P / &N")

    def _instructions(self) -> None:
        spec, sheet = self.spec, self.book.add_worksheet(self._name(_("Instructions")))
        sheet.set_column(0, 0, 100)
        sheet.write_string(0, 0, spec.title, self.title)
        row = 1
        lines = [(spec.subtitle, self.strong), *((part, self.text) for part in spec.intro.split("\n\n"))]
        lines += [
            ("", self.text),
            (_("Only the framed cells can be filled in; answers are chosen from their list."), self.text),
            (_("Please leave the sheets as they are: the form is recognised when it comes back."), self.text),
        ]
        lines += [("", self.text), *((part, self.text) for part in spec.closing.split("\n\n") if part)]
        for text, look in lines:
            sheet.write_string(row, 0, text.strip(), look)
            sheet.set_row(row, _height(text, 100))
            row += 1
        sheet.write_string(row, 0, _("Identifier: {identifier}").format(identifier=spec.identity.printed), self.grey)
        self._finish(sheet)

    def _section(self, sheet: Any, section: FormSection) -> None:
        columns = _columns(section)
        headings = [column.label for column in columns] if columns else [_("Answer")]
        kinds = [column.kind for column in columns] if columns else ["note"]
        coded = any(row.code for row in section.rows)
        sheet.set_column(0, 0, 2, self.hidden, {"hidden": True})
        sheet.set_column(1, 1, 7 if coded else 2)
        sheet.set_column(2, 2, 48)
        for place, kind in enumerate(kinds, start=3):
            sheet.set_column(place, place, 60.0 if not columns else _WIDTHS[kind])
            sheet.write_string(0, place, f"{FIRST_KEY}{place - 2}", self.hidden)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.write_string(1, 1, section.title, self.section)
        sheet.set_row(1, 24)
        if section.intro:
            sheet.merge_range(2, 1, 2, 2 + len(kinds), section.intro, self.grey)
            sheet.set_row(2, _height(section.intro, 55 + sum(_WIDTHS[kind] for kind in kinds)))
        for place, heading in enumerate(["", "", *headings], start=1):
            sheet.write_string(3, place, heading, self.head)
        sheet.freeze_panes(4, 3)
        sheet.repeat_rows(3)
        if len(kinds) > 2:
            sheet.set_landscape()
        row = 4
        for one in section.rows:
            row = self._row(sheet, one, row) if columns else self._listed(sheet, one, row)
        self._finish(sheet)

    def _row(self, sheet: Any, row: FormRow, at: int) -> int:
        """A question in one row, its fields in their columns."""
        text = f"{row.text}\n{row.help}" if row.help else row.text
        sheet.write_string(at, 1, row.code, self.code)
        sheet.write_string(at, 2, text, self.text)
        keys = []
        tall = _height(text, 46)
        for place, one in enumerate(row.fields, start=3):
            tall = max(tall, self._field(sheet, one, at, place))
            if one.kind != "signature":
                keys.append(f"{FIRST_KEY}{place - 2}={quote(one.name, safe='.')}")
        sheet.write_string(at, 0, ";".join(keys), self.hidden)
        sheet.set_row(at, tall + 3)
        return at + 1

    def _listed(self, sheet: Any, row: FormRow, at: int) -> int:
        """Every field in a row of its own, under what they are asked for."""
        label = row.text
        for one in row.fields:
            own = " – ".join(part for part in (label, one.label, one.help) if part)
            sheet.write_string(at, 1, row.code, self.code)
            sheet.write_string(at, 2, own, self.text)
            tall = max(_height(own, 46), self._field(sheet, one, at, 3))
            if one.kind != "signature":
                sheet.write_string(at, 0, f"{FIRST_KEY}1={quote(one.name, safe='.')}", self.hidden)
            sheet.set_row(at, tall + 3)
            at += 1
        if row.help:
            sheet.write_string(at, 2, row.help, self.grey)
            sheet.set_row(at, _height(row.help, 46))
            at += 1
        return at

    def _field(self, sheet: Any, one: FormField, row: int, column: int) -> float:
        """Write one cell to fill in; how tall it wants its row."""
        if one.kind == "signature":
            sheet.write_blank(row, column, None, self.sign)
            return 36.0
        value = one.value or ""
        look = self.chosen if one.kind in ("choice", "check") else self.answer
        if one.kind in ("choice", "check"):
            choices = one.choices if one.kind == "choice" else _yes_no()
            value = next((choice.label for choice in choices if choice.code == value), value)
            sheet.data_validation(
                row,
                column,
                row,
                column,
                {
                    "validate": "list",
                    "source": self.lists[choices],
                    "error_title": _("Answer"),
                    "error_message": _("Please choose one of the answers of the list."),
                },
            )
        if value:
            sheet.write_string(row, column, value, look)
        else:
            sheet.write_blank(row, column, None, look)
        self.cells.append(_Cell(one, sheet.get_name(), row, column))
        return max(2 * _LINE if one.kind == "note" else _LINE, _height(value, _WIDTHS[one.kind]))

    def _lists(self, sheet: Any) -> None:
        """The words of every answer, each set of answers in its own rows: what the lists of the cells point at."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        row = 0
        for row_of in self.spec.rows():
            for one in row_of.fields:
                choices = one.choices if one.kind == "choice" else _yes_no() if one.kind == "check" else ()
                if not choices or choices in self.lists:
                    continue
                first = row
                for choice in choices:
                    for place, text in enumerate((str(len(self.lists) + 1), choice.code, choice.label, choice.short)):
                        sheet.write_string(row, LISTS_COLUMN + place, text)
                    row += 1
                begin = xl_rowcol_to_cell(first, LISTS_COLUMN + 2, row_abs=True, col_abs=True)
                end = xl_rowcol_to_cell(row - 1, LISTS_COLUMN + 2, row_abs=True, col_abs=True)
                self.lists[choices] = f"={MAP_SHEET}!{begin}:{end}"

    def _map(self, sheet: Any, encoded: str) -> None:
        check = names_check(cell.field.name for cell in self.cells)
        for place, text in enumerate((MAP_MARK, encoded, self.spec.lang, str(len(self._names)), check)):
            sheet.write_string(0, place, text)
        numbers = {choices: str(number) for number, choices in enumerate(self.lists, start=1)}
        for row, cell in enumerate(self.cells, start=1):
            one = cell.field
            choices = one.choices if one.kind == "choice" else _yes_no() if one.kind == "check" else ()
            texts = (one.name, one.kind, cell.sheet, str(cell.row), str(cell.column), numbers.get(choices, ""))
            for place, text in enumerate(texts):
                sheet.write_string(row, place, text)


def _yes_no() -> tuple[FormChoice, ...]:
    return (FormChoice(CHECKED, _("Yes")), FormChoice("", _("No")))


def _columns(section: FormSection) -> Sequence[FormField] | None:
    """The fields that every question of the section has alike: they become columns. None when they differ."""
    kinds = {tuple((one.kind, one.label) for one in row.fields) for row in section.rows}
    if len(kinds) != 1 or len(section.rows) < 2 or not section.rows[0].fields:
        return None
    return section.rows[0].fields


def _height(text: str, width: float) -> float:
    """The height of wrapped text: spreadsheets do not all find it by themselves."""
    return _LINE * max(1, sum(_lines(part, width) for part in text.split("\n")))


def _lines(text: str, width: float) -> int:
    return max(1, math.ceil(len(text) * 1.08 / width))


def _plain(text: str) -> str:
    """The text as a footer can hold it, where & begins a command."""
    return text.replace("&", "&&")[:80]


def split_keys(text: str) -> Iterator[tuple[str, str]]:
    """The columns and quoted names in a hidden cell: « @1=item.1.1.answer;@2=item.1.1.comment »."""
    for part in text.split(";"):
        key, equals, name = part.partition("=")
        if equals and key.startswith(FIRST_KEY) and name:
            yield key, name
