"""What stands in a cell of a CSV file or of a sheet, and what it means when it comes back.

A spreadsheet takes text that begins with = + - @ for a formula. Such text gets one apostrophe in front when
it leaves, and loses exactly one when it comes back. Telephones and figures are exempt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from oci_desktop.tables import BOOLEAN, DATE, INTEGER, LIST, PHONE, Choice, Kind, join_list, split_list
from oci_desktop.text import clean_line, clean_text

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SUSPECT = frozenset("=+-@\t\r'")

# A foreign telephone begins with +, and no spreadsheet runs it; anything else in that column is guarded like text.
_TELEPHONE = re.compile(r"\+?[\d\s().\-]+(?: x\d+)?")


def guard(text: str) -> str:
    """The text with an apostrophe in front when a spreadsheet would take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text without the one apostrophe that `guard` put in front."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def cell_name(row: int, column: int) -> str:
    """ "B3" of row 2 and column 1, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def column_cells(kind: Kind, values: list[Any]) -> list[Any]:
    """A whole column of raw values as the cells of a CSV file, in the language in force."""
    if not any(value is not None for value in values):
        return values
    if kind is INTEGER or kind is DATE:
        return values
    if kind is PHONE:
        return [value if not value or _TELEPHONE.fullmatch(value) else guard(value) for value in values]
    if kind is BOOLEAN or isinstance(kind, Choice):
        words = {value: guard(kind.format(value)) for value in set(values)}
        return [words[value] for value in values]
    if kind is LIST:
        return [value and guard(list_cell(value)) for value in values]
    suspect = _SUSPECT
    return [guard(value) if value and value[0] in suspect else value for value in values]


def list_cell(value: str) -> str:
    """ "a; b"; one entry a line where an entry itself has a semicolon."""
    entries = split_list(value)
    if any(";" in entry for entry in entries):
        return "\n".join([*entries, ""])
    return "; ".join(entries)


def list_value(text: str) -> str | None:
    """A stored list from a cell: entries are separated by semicolons, or stand one a line."""
    if "\n" in text:
        return join_list([clean_line(part) for part in clean_text(text).split("\n")])
    return join_list([clean_line(part) for part in text.split(";")])


def cell_parser(
    kind: Kind, rule: Callable[[str], Any] | None = None, plain: Callable[[str], str] = unguard
) -> Callable[[str], Any]:
    """What reads one cell of a column of that kind: the raw value, None when it is blank.

    `plain` makes the text of a cell: in CSV without what `guard` put there, in a sheet the text as it is.
    Raises (the parser): UserError with what is wrong.
    """
    parse: Callable[[str], Any]
    if kind is LIST:
        parse = list_value
    elif rule is not None:
        parse = rule
    else:
        parse = kind.parse
    if kind is INTEGER:
        plain = str
    elif isinstance(kind, Choice):
        plain = _with_zeros(kind, plain)
    known: dict[str, Any] | None = {} if kind in (DATE, BOOLEAN) or isinstance(kind, Choice) else None

    def read(text: str) -> Any:
        if known is not None and text in known:
            return known[text]
        if not text:
            return None
        value = parse(plain(text))
        if known is not None and len(known) < 100_000:
            known[text] = value
        return value

    return read


def _with_zeros(kind: Choice, plain: Callable[[str], str]) -> Callable[[str], str]:
    """Codes of figures only (regions) get back the zeros that a spreadsheet takes from "06"."""
    lengths = {len(code) for code in kind.choices}
    if len(lengths) != 1 or not all(code.isdigit() for code in kind.choices):
        return plain
    length = lengths.pop()
    return lambda text: given.zfill(length) if (given := plain(text)).isdigit() else given
