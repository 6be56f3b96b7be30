"""A questionnaire as an Excel workbook: both languages side by side, out and in again.

Every sheet begins with a hidden row of stable keys, then the headings in the language of the person: a heading that
was reworded does no harm while the keys are there, and a workbook made by hand needs the headings alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oci_desktop.errors import ExchangeError, Problem, UserError
from oci_desktop.exchange.cells import cell_name
from oci_desktop.exchange.questionnaire_problems import FileProblem, QuestionnaireFileError, checked
from oci_desktop.exchange.workbooks import Sheet, Workbook, read_workbook
from oci_desktop.i18n import LANGUAGES, N_, Message, _, in_language, message
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, Signatory, VersionDraft
from oci_desktop.tables import BOOLEAN
from oci_desktop.text import search_norm

MOST_CHARACTERS = 32_767
"""In one cell of a workbook."""

NOT_COUNTED = "–"
_NOT_COUNTED = ("–", "-", "—", "−")


@dataclass(frozen=True)
class _Part:
    """One sheet: its name, and its columns by key; those with a width are long texts."""

    name: str
    columns: Mapping[str, str]
    needed: tuple[str, ...]
    long: tuple[str, ...] = ()


_FRENCH, _ENGLISH = N_("French"), N_("English")
_CODE = N_("Identifier")

_PARTS: Mapping[str, _Part] = {
    "questionnaire": _Part(
        N_("Questionnaire"),
        {"key": N_("Key"), "what": N_("What"), "fr": _FRENCH, "en": _ENGLISH},
        ("fr",),
        ("fr", "en"),
    ),
    "principles": _Part(
        N_("Principles"),
        {
            "code": _CODE, "title_fr": N_("Title (French)"), "title_en": N_("Title (English)"),
            "help_fr": N_("Help (French)"), "help_en": N_("Help (English)"),
        },
        ("code", "title_fr"),
        ("title_fr", "title_en", "help_fr", "help_en"),
    ),
    "items": _Part(
        N_("Items"),
        {
            "principle": N_("Principle"), "code": _CODE, "text_fr": N_("Text (French)"),
            "text_en": N_("Text (English)"), "help_fr": N_("Help (French)"), "help_en": N_("Help (English)"),
            "evidence_fr": N_("Typical evidence (French)"), "evidence_en": N_("Typical evidence (English)"),
            "weight": N_("Weight"), "profile": N_("Profile"),
        },
        ("principle", "code", "text_fr"),
        ("text_fr", "text_en", "help_fr", "help_en", "evidence_fr", "evidence_en"),
    ),
    "scale": _Part(
        N_("Scale"),
        {
            "code": _CODE, "label_fr": N_("Label (French)"), "label_en": N_("Label (English)"),
            "weight": N_("Counts as"), "reason_required": N_("Reason required"),
        },
        ("code", "label_fr", "weight"),
        ("label_fr", "label_en"),
    ),
    "profiles": _Part(
        N_("Profiles"),
        {"code": _CODE, "name_fr": N_("Name (French)"), "name_en": N_("Name (English)")},
        ("code", "name_fr"),
        ("name_fr", "name_en"),
    ),
    "signatories": _Part(
        N_("Signatories"),
        {"title_fr": N_("Title (French)"), "title_en": N_("Title (English)")},
        ("title_fr",),
        ("title_fr", "title_en"),
    ),
}  # fmt: skip

_FACTS: Mapping[str, tuple[str, bool]] = {
    # what stands on the first sheet: its words, and whether it is written in both languages
    "code": (_CODE, False),
    "number": (N_("Version"), False),
    "level": (N_("Level (A or B)"), False),
    "index_shown": (N_("Index shown"), False),
    "title": (N_("Title"), True),
    "introduction": (N_("Introduction"), True),
    "meaning": (N_("What the signature means"), True),
    "attestation": (N_("Text of the attestation"), True),
}
_NEEDED_FACTS = ("code", "number", "title")


# --- out


def xlsx_bytes(version: VersionDraft) -> bytes:
    """The version as a workbook, its headings in the language in force; every cell is text.

    Raises: ExchangeError for a text longer than a cell can hold.
    """
    from xlsxwriter import Workbook as NewWorkbook

    out = io.BytesIO()
    book = NewWorkbook(out, {"in_memory": True})
    book.set_properties({"title": str(version.title), "subject": version.number})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    for name, part in _PARTS.items():
        sheet = book.add_worksheet(_(part.name))
        for place, (key, heading) in enumerate(part.columns.items()):
            sheet.write_string(0, place, key)
            sheet.write_string(1, place, _(heading), head)
            sheet.set_column(place, place, 44 if key in part.long else 16, text)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        if name == "questionnaire":
            sheet.set_column(0, 0, None, text, {"hidden": True})
        for row, values in enumerate(_rows_of(name, version), start=2):
            for place, value in enumerate(values):
                if len(value) > MOST_CHARACTERS:
                    raise ExchangeError(
                        N_("This text is too long for a cell of a workbook: {n} characters, {most} at most."),
                        n=len(value),
                        most=MOST_CHARACTERS,
                    )
                if value:
                    sheet.write_string(row, place, value, text)
    book.close()
    return out.getvalue()


def _rows_of(name: str, version: VersionDraft) -> list[list[str]]:
    if name == "questionnaire":
        return [_fact_row(key, version) for key in _FACTS]
    if name == "items":
        keys = list(_PARTS["items"].columns)[1:]
        return [
            [principle.code, *(_cell(getattr(item, key)) for key in keys)]
            for principle in version.principles
            for item in principle.items
        ]
    return [
        [_scale_cell(key, thing) if name == "scale" else _cell(getattr(thing, key)) for key in _PARTS[name].columns]
        for thing in getattr(version, name)
    ]


def _fact_row(key: str, version: VersionDraft) -> list[str]:
    what, both = _FACTS[key]
    if both:
        return [key, _(what), *(_cell(getattr(version, f"{key}_{lang}")) for lang in LANGUAGES)]
    value = BOOLEAN.format(version.index_shown) if key == "index_shown" else str(getattr(version, key))
    return [key, _(what), value, ""]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _scale_cell(key: str, choice: ScaleChoice) -> str:
    if key == "weight":
        return NOT_COUNTED if choice.weight is None else f"{choice.weight / 100:g}"
    if key == "reason_required":
        return BOOLEAN.format(choice.reason_required)
    return _cell(getattr(choice, key))


# --- in


def read_xlsx(path: Path) -> VersionDraft:
    """The version that the workbook holds.

    Raises: QuestionnaireFileError with everything that is wrong; ExchangeError when it is no workbook.
    """
    reading = _Reading(read_workbook(path))
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
        sheets = {name: self._sheet(name) for name in _PARTS}
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
        return FileProblem(problem.message, row.sheet, row.number, _(_ENGLISH if lang == "en" else _FRENCH))

    # sheets and headings

    def _sheet(self, name: str) -> Sheet | None:
        wanted = _spellings(name, _PARTS[name].name)
        for sheet in self.book.sheets:
            if search_norm(sheet.name) in wanted:
                return sheet
        self._say(
            message(
                N_("The sheet “{name}” is missing. The workbook has: {names}."),
                name=message(_PARTS[name].name),
                names=", ".join(sheet.name for sheet in self.book.sheets),
            )
        )
        return None

    def _rows(self, name: str, sheet: Sheet) -> list[_Row]:
        """The rows under the headings, blank ones left out."""
        part = _PARTS[name]
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

    def _keys(self, sheet: str, part: _Part, headings: Sequence[str]) -> list[str]:
        """The keys of headings in either language; those that are not known are told."""
        known = {spelling: key for key, heading in part.columns.items() for spelling in _spellings(key, heading)}
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
        for name, part in _PARTS.items():
            if search_norm(sheet) in _spellings(name, part.name) and key in part.columns:
                return _(part.columns[key])
        return ""

    def _say(self, reason: Message, sheet: str = "", row: int | None = None, column: str = "") -> None:
        self.problems.append(FileProblem(reason, sheet, row, column))

    # values

    def _facts(self, rows: Sequence[_Row]) -> dict[str, Any]:
        known = {spelling: key for key, (what, _both) in _FACTS.items() for spelling in (*_spellings(key, what),)}
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
                    message(N_("“{what}” is missing."), what=message(_FACTS[key][0])), _(_PARTS["questionnaire"].name)
                )
        return found

    def _fact(self, key: str, row: _Row) -> dict[str, Any]:
        french, english = row.values.get("fr", ""), row.values.get("en", "")
        if _FACTS[key][1]:
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
        elif text not in _NOT_COUNTED:
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


def _texts(row: _Row, *keys: str) -> dict[str, Any]:
    """What must be there is "" where it is not; the rules tell so."""
    return {
        key: row.values.get(key, "") if key == "code" or not key.endswith("_en") and not key.startswith(("help", "evid"))
        else row.values.get(key) or None
        for key in keys
    }  # fmt: skip


def _profile(row: _Row) -> Profile:
    return Profile(**_texts(row, "code", "name_fr", "name_en"))


def _signatory(row: _Row) -> Signatory:
    return Signatory(**_texts(row, "title_fr", "title_en"))


def _spellings(key: str, title: str) -> set[str]:
    """How people may write it: the key, and the words in each language."""
    found = {search_norm(key)}
    for lang in LANGUAGES:
        with in_language(lang):
            found.add(search_norm(_(title)))
    return found
