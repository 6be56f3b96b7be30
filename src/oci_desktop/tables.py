"""Columns that know how to show, read and export their values, and tables of raw values.

A query returns raw values; the screen, paper, CSV and JSON are thin renderers that format last, so
that the same figures stand everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from oci_desktop import dates, formats
from oci_desktop.errors import UserError
from oci_desktop.i18n import LANGUAGES, N_, Bilingual, _, in_language
from oci_desktop.text import clean_line, clean_text, search_norm

LIST_SEPARATOR = "\n"
"""Between the entries of a stored list (aliases, tags, languages)."""

Align = Literal["left", "right"]


@cache
def _whole_number() -> re.Pattern[str]:
    """As people and Babel group figures: "3 753 745" with any space, "3,753,745"; never more than a database holds."""
    sign, spaces = r"[+\-−]?", r"[ \u00a0\u202f\u2009]"
    return re.compile(
        rf"{sign}[0-9]{{1,15}}|{sign}[0-9]{{1,3}}(?:(?:{spaces}[0-9]{{3}}){{1,4}}|(?:,[0-9]{{3}}){{1,4}})"
    )


class Kind:
    """What a column holds; the plain one is a line of text."""

    align: Align = "left"

    def format(self, value: Any) -> str:
        """The value as shown to a person, in the language in force; nothing for None."""
        return "" if value is None else str(value)

    def json(self, value: Any) -> Any:
        """The value as exported to programs: codes, ISO dates, true and false."""
        return value

    def parse(self, text: str) -> Any:
        """The raw value of what a person typed or a file holds; None for nothing.

        Raises: UserError with what is wrong.
        """
        return clean_line(text) or None


class _Note(Kind):
    def parse(self, text: str) -> Any:
        return clean_text(text) or None


class _Integer(Kind):
    align: Align = "right"

    def format(self, value: Any) -> str:
        return "" if value is None else formats.number(value)

    def parse(self, text: str) -> Any:
        given = clean_line(text)
        if not given:
            return None
        if not _whole_number().fullmatch(given):
            raise UserError(N_("“{text}” is not a whole number."), text=text.strip())
        return int(re.sub(r"[^\d\-−]", "", given).replace("−", "-"))


class _Date(Kind):
    def format(self, value: Any) -> str:
        return dates.format_date(value)

    def parse(self, text: str) -> Any:
        return dates.parse_date(clean_line(text)) or None


class _Boolean(Kind):
    def format(self, value: Any) -> str:
        return "" if value is None else _("yes") if value else _("no")

    def json(self, value: Any) -> Any:
        return None if value is None else bool(value)

    def parse(self, text: str) -> Any:
        given = search_norm(text)
        if not given:
            return None
        if given in {"1", "yes", "y", "true", "vrai", "oui", "o", "x"}:
            return 1
        if given in {"0", "no", "n", "false", "faux", "non"}:
            return 0
        raise UserError(N_("“{text}”: yes or no is expected."), text=text.strip())


class _List(Kind):
    def format(self, value: Any) -> str:
        return "; ".join(split_list(value))

    def json(self, value: Any) -> Any:
        return split_list(value)

    def parse(self, text: str) -> Any:
        return join_list([clean_line(part) for part in clean_text(text).replace("\n", ";").split(";")])


class _Phone(Kind):
    def format(self, value: Any) -> str:
        return "" if value is None else formats.phone(value)


@dataclass(frozen=True, eq=False)
class Choice(Kind):
    """A code with a label: `choices` gives code → English msgid, in the order to offer them.

    Where the codes are the association's own data, the label is a `Bilingual`.
    """

    choices: Mapping[str, str | Bilingual]
    tones: Mapping[str, str] = field(default_factory=dict)
    """code → good, pending, late or neutral: such a value is shown as a pill."""
    short: Callable[[str], str] | None = None
    """What remains of the label where room is scarce."""

    def labels(self) -> dict[str, str]:
        """Every code with its label in the language in force."""
        return {code: translated(label) for code, label in self.choices.items()}

    def format(self, value: Any) -> str:
        if value is None:
            return ""
        return translated(self.choices[value]) if value in self.choices else str(value)

    def tone(self, value: Any) -> str:
        """The tone of the pill that shows this value, "" for plain text."""
        return self.tones.get(str(value), "")

    def parse(self, text: str) -> Any:
        given = clean_line(text)
        if not given:
            return None
        if given in self.choices:
            return given
        wanted = search_norm(given)
        for code, label in self.choices.items():
            if wanted in known_spellings(code, label):
                return code
        names, codes = ", ".join(self.labels().values()), list(self.choices)
        if all(code.isdigit() for code in codes):  # the numbers say it in a few words; the names come after
            raise UserError(
                N_("“{text}” is neither a number from {first} to {last} nor one of: {choices}."),
                text=given, first=codes[0], last=codes[-1], choices=names,
            )  # fmt: skip
        raise UserError(N_("“{text}” is not one of: {choices}."), text=given, choices=names)


def translated(label: str | Bilingual) -> str:
    """The label in the language in force."""
    return _(label) if isinstance(label, str) else str(label)


def known_spellings(code: str, label: str | Bilingual) -> set[str]:
    """The code and its label in every language, folded as for searching."""
    spellings = {search_norm(code)}
    for lang in LANGUAGES:
        with in_language(lang):
            spellings.add(search_norm(translated(label)))
    return spellings


def split_list(value: str | None) -> list[str]:
    """The entries of a stored list."""
    return value.split(LIST_SEPARATOR) if value else []


def join_list(entries: Sequence[str]) -> str | None:
    """A stored list without its blank and double entries; None when nothing is left."""
    return LIST_SEPARATOR.join(dict.fromkeys(entry for entry in entries if entry)) or None


TEXT = Kind()
NAME = Kind()
NOTE = _Note()
INTEGER = _Integer()
DATE = _Date()
BOOLEAN = _Boolean()
LIST = _List()
EMAIL = Kind()
PHONE = _Phone()
URL = Kind()


@dataclass(frozen=True)
class Column:
    """One column of a list: the same key in JSON, CSV, filters and code; the label is an English msgid."""

    key: str
    label: str
    kind: Kind = TEXT
    width: int = 120
    """Pixels at the start, before the person resizes it."""
    shown: bool = True
    """Whether the list shows it before the person chooses otherwise."""
    sql: str = ""
    """The raw value, in portable SQL."""
    sort: str = ""
    """What to order by, when it is not `sql`."""
    code: str = ""
    """What filters and counts compare, when it is not `sql`: of a value with a detail, the code alone."""
    exported: bool = True
    """False: a help to the eye, found in full in another list; whole exports leave it out."""

    @property
    def title(self) -> str:
        return _(self.label)

    @property
    def compared(self) -> str:
        """The SQL that filters and counts compare."""
        return self.code or self.sql


@dataclass(frozen=True)
class Table:
    """Rows of raw values under typed columns; `rows` are tuples in the order of `columns`."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    title: str = ""
    subtitle: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def position(self, key: str) -> int:
        """The index of the column named `key`.

        Raises: KeyError.
        """
        for index, column in enumerate(self.columns):
            if column.key == key:
                return index
        raise KeyError(key)

    def only(self, keys: Sequence[str]) -> Table:
        """The same rows with these columns, in this order."""
        places = [self.position(key) for key in keys]
        return Table(
            tuple(self.columns[place] for place in places),
            [tuple(row[place] for place in places) for row in self.rows],
            self.title,
            self.subtitle,
        )

    def formatted(self) -> list[list[str]]:
        """Every cell as a person reads it, in the language in force."""
        kinds = [column.kind for column in self.columns]
        return [[kind.format(value) for kind, value in zip(kinds, row, strict=True)] for row in self.rows]

    def records(self) -> list[dict[str, Any]]:
        """Every row as an object for programs: English keys, ISO dates, codes."""
        keys = [(column.key, column.kind.json) for column in self.columns]
        return [{key: json(value) for (key, json), value in zip(keys, row, strict=True)} for row in self.rows]
