"""Reading a questionnaire from an Excel workbook, with everything that is wrong in it told at its place.

A heading that was reworded does no harm while the hidden keys above it are there; a workbook made by hand needs the
headings alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oci_desktop.errors import Problem, UserError
from oci_desktop.exchange.cells import cell_name
from oci_desktop.exchange.questionnaire_problems import FileProblem, QuestionnaireFileError, checked
from oci_desktop.exchange.questionnaire_sheets import FACTS, NOT_COUNTED, PARTS, Part, spellings
from oci_desktop.exchange.workbooks import Sheet, Workbook, read_workbook
from oci_desktop.i18n import N_, Message, _, message
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, Signatory, VersionDraft
from oci_desktop.tables import BOOLEAN
from oci_desktop.text import search_norm

_DASHES = (NOT_COUNTED, "-", "—", "−")
_NEEDED_FACTS = ("code", "number", "title")


def read_xlsx(path: Path) -> VersionDraft:
    """The version that the workbook holds.

    Raises: QuestionnaireFileError with everything that is wrong; ExchangeError when it is no workbook.
    """
    return version_of(read_workbook(path))


def version_of(book: Workbook) -> VersionDraft:
    """The same for a workbook that is open. Raises: QuestionnaireFileError."""
    reading = _Reading(book)
    draft = reading.version()
    return checked(draft, reading.problems, reading.locate)


@dataclass
class _Row:
    """One row of a sheet, by key."""

    sheet: str
    number: int
    values: dict[str, str]


@dataclass
class _Reading:
    """Goes through the sheets and gathers what does not fit, with the place of every part of the draft."""

    book: Workbook
    problems: list[FileProblem] = field(default_factory=list)
    places: dict[str, _Row] = field(default_factory=dict)
    """A place of the draft ("principles.0.items.2") → the row that it was read from."""

    def version(self) -> VersionDraft:
        """Raises: QuestionnaireFileError when sheets are missing."""
        sheets = {name: self._sheet(name) for name in PARTS}
        if any(sheet is None for sheet in sheets.values()):
            raise QuestionnaireFileError(self.problems)
        rows = {name: self._rows(name, sheet) for name, sheet in sheets.items() if sheet is not None}
        return VersionDraft(
            **self._facts(rows["questionnaire"]),
            scale=tuple(self._placed(f"scale.{at}", row, self._choice) for at, row in enumerate(rows["scale"])),
            profiles=tuple(self._placed(f"profiles.{at}", row, _profile) for at, row in enumerate(rows["profiles"])),
            signatories=tuple(
                self._placed(f"signatories.{at}", row, _signatory) for at, row in enumerate(rows["signatories"])
            ),
            principles=self._principles(rows["principles"], rows["items"]),
        )

    def locate(self, problem: Problem) -> FileProblem:
        """Where the field of the draft stands in the workbook."""
        way, _dot, key = problem.field.rpartition(".")
        row = self.places.get(way)
        if row is not None:
            return FileProblem(problem.message, row.sheet, row.number, self._heading(row.sheet, key))
        first, _line, lang = problem.field.rpartition("_")
        row = self.places.get(f"={problem.field}") or self.places.get(f"={first}")
        if row is None:
            return FileProblem(problem.message)
        return FileProblem(
            problem.message, row.sheet, row.number, _(PARTS["questionnaire"].columns["en" if lang == "en" else "fr"])
        )

    # sheets and headings

    def _sheet(self, name: str) -> Sheet | None:
        wanted = spellings(name, PARTS[name].name)
        for sheet in self.book.sheets:
            if search_norm(sheet.name) in wanted:
                return sheet
        self._say(
            message(
                N_("The sheet “{name}” is missing. The workbook has: {names}."),
                name=message(PARTS[name].name),
                names=", ".join(sheet.name for sheet in self.book.sheets),
            )
        )
        return None

    def _rows(self, name: str, sheet: Sheet) -> list[_Row]:
        """The rows under the headings, blank ones left out."""
        part = PARTS[name]
        first = sheet.rows[0] if sheet.rows else []
        begin = 1
        keys = [cell.strip() for cell in first]
        if any(keys) and all(key in part.columns or not key for key in keys):
            begin = 2  # the headings below are for people
        else:
            keys = self._keys(sheet.name, part, first)
        for key in part.needed:
            if key not in keys:
                self._say(
                    message(
                        N_("The column “{column}” is missing. The columns are: {columns}."),
                        column=message(part.columns[key]),
                        columns=", ".join(_(heading) for heading in part.columns.values()),
                    ),
                    sheet.name,
                    1,
                )
        for key in sorted({key for key in keys if key and keys.count(key) > 1}):
            self._say(
                message(N_("The column “{column}” stands twice."), column=message(part.columns[key])), sheet.name, 1
            )
        self._odd_cells(sheet, begin)
        if any(key not in keys for key in part.needed):
            return []
        rows = []
        for number, cells in enumerate(sheet.rows[begin:], start=begin + 1):
            self._stray(sheet.name, number, cells, keys)
            values = {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if key}
            if any(values.values()):
                rows.append(_Row(sheet.name, number, values))
        return rows

    def _keys(self, sheet: str, part: Part, headings: Sequence[str]) -> list[str]:
        """The keys of headings in either language; those that are not known are told."""
        known = {spelling: key for key, heading in part.columns.items() for spelling in spellings(key, heading)}
        keys = []
        for heading in headings:
            key = known.get(search_norm(heading), "")
            if heading.strip() and not key:
                self._say(
                    message(
                        N_("The heading “{heading}” is not known. The columns are: {columns}."),
                        heading=heading.strip()[:60],
                        columns=", ".join(_(title) for title in part.columns.values()),
                    ),
                    sheet,
                    1,
                )
            keys.append(key)
        return keys

    def _stray(self, sheet: str, number: int, cells: Sequence[str], keys: Sequence[str]) -> None:
        """A text where no column is would be lost without a word."""
        for place, cell in enumerate(cells):
            if cell.strip() and not (place < len(keys) and keys[place]):
                self._say(
                    message(N_("cell {cell} stands under no heading."), cell=cell_name(number - 1, place)),
                    sheet,
                    number,
                )
                return

    def _odd_cells(self, sheet: Sheet, begin: int) -> None:
        for place, error in sheet.errors:
            self._say(message(N_("cell {cell} holds the error {error}."), cell=place, error=error), sheet.name)
        for place in sheet.unknown:
            self._say(
                message(N_("the formula in cell {cell} was never computed: open and save it in Excel."), cell=place),
                sheet.name,
            )
        for row, column, last_row, last_column in sheet.merged:
            if last_row >= begin:
                self._say(
                    message(
                        N_("the cells {first} to {last} are merged: split them."),
                        first=cell_name(row, column),
                        last=cell_name(last_row, last_column),
                    ),
                    sheet.name,
                )

    def _heading(self, sheet: str, key: str) -> str:
        for name, part in PARTS.items():
            if search_norm(sheet) in spellings(name, part.name) and key in part.columns:
                return _(part.columns[key])
        return ""

    def _say(self, reason: Message, sheet: str = "", row: int | None = None, column: str = "") -> None:
        self.problems.append(FileProblem(reason, sheet, row, column))

    # values

    def _facts(self, rows: Sequence[_Row]) -> dict[str, Any]:
        known = {spelling: key for key, (what, _both) in FACTS.items() for spelling in (*spellings(key, what),)}
        found: dict[str, Any] = {}
        for row in rows:
            named = row.values.get("key") or row.values.get("what", "")
            key = known.get(search_norm(named))
            if key is None:
                self._say(message(N_("“{what}” is not known here."), what=named[:60]), row.sheet, row.number)
            elif f"={key}" in self.places:
                self._say(message(N_("“{what}” stands twice."), what=named[:60]), row.sheet, row.number)
            else:
                self.places[f"={key}"] = row
                found.update(self._fact(key, row))
        for key in _NEEDED_FACTS:
            if rows and f"={key}" not in self.places:
                self._say(
                    message(N_("“{what}” is missing."), what=message(FACTS[key][0])), _(PARTS["questionnaire"].name)
                )
        return found

    def _fact(self, key: str, row: _Row) -> dict[str, Any]:
        french, english = row.values.get("fr", ""), row.values.get("en", "")
        if FACTS[key][1]:
            return {f"{key}_fr": french, f"{key}_en": english}
        if key == "index_shown":
            return {key: self._flag(row, "fr")}
        return {key: french.upper() if key == "level" else french} if french else {}

    def _principles(self, rows: Sequence[_Row], item_rows: Sequence[_Row]) -> tuple[Principle, ...]:
        items: dict[str, list[Item]] = {row.values["code"]: [] for row in rows if row.values.get("code")}
        order = list(items)
        for row in item_rows:
            code = row.values.get("principle", "")
            if code not in items:
                self._say(
                    message(
                        N_("There is no principle “{code}”. There are: {codes}."), code=code, codes=", ".join(order)
                    ),
                    row.sheet,
                    row.number,
                    self._heading(row.sheet, "principle"),
                )
                continue
            # The first principle of that code is the one that holds them.
            at = next(place for place, one in enumerate(rows) if one.values.get("code", "") == code)
            self.places[f"principles.{at}.items.{len(items[code])}"] = row
            items[code].append(self._item(row))
        found = []
        for at, row in enumerate(rows):
            self.places[f"principles.{at}"] = row
            found.append(
                Principle(**_texts(row, "code", "title_fr", "title_en", "help_fr", "help_en"),
                          items=tuple(items.pop(row.values.get("code", ""), ())))
            )  # fmt: skip
        return tuple(found)

    def _placed(self, place: str, row: _Row, make: Callable[[_Row], Any]) -> Any:
        self.places[place] = row
        return make(row)

    def _item(self, row: _Row) -> Item:
        weight = 1
        text = row.values.get("weight", "")
        if text:
            if re.fullmatch(r"[0-9]{1,4}", text):
                weight = int(text)
            else:
                self._not("weight", row, message(N_("“{text}” is not a whole number."), text=text[:40]))
        names = ("code", "text_fr", "text_en", "help_fr", "help_en", "evidence_fr", "evidence_en")
        return Item(**_texts(row, *names), weight=weight, profile=row.values.get("profile") or None)

    def _choice(self, row: _Row) -> ScaleChoice:
        text = row.values.get("weight", "").replace(",", ".")
        weight: int | None = None
        if re.fullmatch(r"[01](\.[0-9]{1,2}0*)?", text):
            weight = round(float(text) * 100)
        elif text not in _DASHES:
            self._not(
                "weight",
                row,
                message(
                    N_("how much this answer counts is a number from 0 to 1, or “{sign}” to leave the count."),
                    sign=NOT_COUNTED,
                ),
            )
        return ScaleChoice(
            **_texts(row, "code", "label_fr", "label_en"),
            weight=weight,
            reason_required=self._flag(row, "reason_required"),
        )

    def _flag(self, row: _Row, key: str) -> int:
        text = row.values.get(key, "")
        if not text:
            return 0
        try:
            return int(bool(BOOLEAN.parse(text)))
        except UserError as error:
            self._not(key, row, error.message)
            return 0

    def _not(self, key: str, row: _Row, reason: Message) -> None:
        self._say(reason, row.sheet, row.number, self._heading(row.sheet, key))


_MAY_LACK = re.compile(r".*_en|help_.*|evidence_.*")


def _texts(row: _Row, *keys: str) -> dict[str, Any]:
    """What must be there is "" where it is not; the rules tell so."""
    return {key: row.values.get(key) or (None if _MAY_LACK.fullmatch(key) else "") for key in keys}


def _profile(row: _Row) -> Profile:
    return Profile(**_texts(row, "code", "name_fr", "name_en"))


def _signatory(row: _Row) -> Signatory:
    return Signatory(**_texts(row, "title_fr", "title_en"))
