"""What an import would do, or did, as rows and sentences to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from oci_desktop import formats
from oci_desktop.i18n import N_, _, ngettext, pgettext
from oci_desktop.tables import INTEGER, NAME, TEXT, Choice, Column

if TYPE_CHECKING:
    from oci_desktop.exchange.results import ImportResult, Remark, Suspect

CREATED, CHANGED, UNCHANGED, REFUSED, WARNED = "created", "changed", "unchanged", "refused", "warned"
ALIKE, UNDECIDED = "alike", "undecided"
DECIDED = {"same": "said-same", "new": "said-new", "skip": "said-skip"}
RESULTS = {
    CREATED: N_("New"),
    CHANGED: N_("Changed"),
    UNCHANGED: N_("Unchanged"),
    REFUSED: N_("Refused"),
    WARNED: N_("To check"),
    UNDECIDED: N_("To decide"),
    DECIDED["same"]: N_("The same"),
    DECIDED["new"]: N_("A new one"),
    DECIDED["skip"]: N_("Left out"),
}
TONES = {
    CREATED: "good",
    CHANGED: "accent",
    UNCHANGED: "neutral",
    REFUSED: "late",
    WARNED: "pending",
    UNDECIDED: "pending",
    DECIDED["same"]: "accent",
    DECIDED["new"]: "good",
    DECIDED["skip"]: "neutral",
}
COLUMNS = (
    Column("line", N_("Line"), INTEGER, 70),
    Column("name", N_("Name"), NAME, 230),
    Column("result", N_("Result"), Choice(RESULTS, TONES), 110),
    Column("column", N_("Column"), TEXT, 130),
    Column("detail", N_("Detail"), TEXT, 360),
)
WIDEST = "detail"
"""The column that takes the room the others leave: it says what is wrong."""


def rows_of(result: ImportResult, titles: Mapping[str, str], suspects: Mapping[int, Suspect]) -> list[tuple[Any, ...]]:
    """One line per row of the file, and one per remark on it; `titles` are the columns' by key."""
    refused, warned = _by_line(result.refused), _by_line(warnings_of(result))
    names = {row.line: row.name for row in result.rows}
    rows: list[tuple[Any, ...]] = [
        (line_number, names.get(line_number or 0, ""), kind, remark.column, str(remark.reason))
        for kind, remarks in ((REFUSED, refused), (WARNED, warned))
        for line_number, those in remarks.items()
        for remark in those
    ]
    for at, suspect in suspects.items():
        kind = DECIDED[suspect.decision.what] if suspect.decision is not None else UNDECIDED
        rows.append((at, suspect.name, kind, suspect.remark.column, str(suspect.remark.reason)))
    for row in result.rows:
        if row.status in (CREATED, CHANGED, UNCHANGED):
            said = ", ".join(titles.get(key, key) for key in row.changes) if row.status == CHANGED else ""
            rows.append((row.line, row.name, row.status, None, said))
    rows.sort(key=lambda row: row[0] or 0)
    return rows


def is_of(row: tuple[Any, ...], kind: str) -> bool:
    """Whether the row stands under that chip; "" is the one of all."""
    if kind == ALIKE:
        return row[2] == UNDECIDED or row[2] in DECIDED.values()
    return not kind or row[2] == kind


def warnings_of(result: ImportResult) -> list[Remark]:
    """What is to be read before importing; look-alikes are asked about instead."""
    asked = {id(suspect.remark) for suspect in result.suspects}
    return [remark for remark in result.warnings if id(remark) not in asked]


def chip_words(kind: str) -> str:
    """« Nouvelles », « Refusées »: said of several rows."""
    return {
        "": pgettext("rows", "All"),
        CREATED: pgettext("rows", "New"),
        CHANGED: pgettext("rows", "Changed"),
        UNCHANGED: pgettext("rows", "Unchanged"),
        REFUSED: pgettext("rows", "Refused"),
        WARNED: pgettext("rows", "To check"),
        ALIKE: pgettext("rows", "Look-alikes"),
    }[kind]


def counts_of(result: ImportResult, suspects: Mapping[int, Suspect]) -> dict[str, int]:
    """How many rows of each sort; "" counts them all."""
    return {
        "": len(result.rows),
        CREATED: result.count("created"),
        CHANGED: result.count("changed"),
        UNCHANGED: result.unchanged,
        REFUSED: len({remark.line for remark in result.refused}),
        ALIKE: len(suspects),
        WARNED: len(warnings_of(result)),
    }


def in_words(result: ImportResult, undecided: int) -> str:
    """One sentence: what stands in the way, or what would happen."""
    if result.refused:
        lines = len({remark.line for remark in result.refused})
        return ngettext(
            "{count} row is refused: correct it in the file, then open the file again. Nothing is imported by halves.",
            "{count} rows are refused: correct them in the file, then open the file again."
            " Nothing is imported by halves.",
            lines,
        ).format(count=formats.number(lines))
    if result.applied:
        return _("Imported.")
    if undecided:
        return ngettext(
            "{count} row looks like a record that is there: say whether it is the same.",
            "{count} rows look like a record that is there: say of each whether it is the same.",
            undecided,
        ).format(count=formats.number(undecided))
    if not result.created + result.changed:
        return _("Everything in this file is already there: nothing would change.")
    return str(result.sentence())


def _by_line(remarks: list[Remark]) -> dict[int | None, list[Remark]]:
    found: dict[int | None, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.line, []).append(remark)
    return found
