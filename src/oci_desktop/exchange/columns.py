"""Which column of a file means which column of the list, and what its cells say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from oci_desktop.errors import ExchangeError, UserError
from oci_desktop.exchange.results import ImportResult, Remark
from oci_desktop.i18n import LANGUAGES, N_, in_language, message
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.exchange.frame import Importer
    from oci_desktop.exchange.sources import Source
    from oci_desktop.queries.lists import ListDefinition

_MOST_COLUMNS = 500


class Headings:
    """Which heading means which column, in every language."""

    def __init__(self, importer: Importer, definition: ListDefinition) -> None:
        self.keys: dict[str, str] = {}
        for column in definition.columns:
            self.keys[search_norm(column.key)] = column.key
            for code in LANGUAGES:
                with in_language(code):
                    self.keys.setdefault(search_norm(column.title), column.key)
        for key, headings in importer.synonyms.items():
            for heading in headings:
                self.keys.setdefault(heading, key)

    def knows(self, heading: str) -> bool:
        return search_norm(heading) in self.keys

    def key(self, heading: str) -> str | None:
        return self.keys.get(search_norm(heading))

    def mapping(self, source: Source) -> dict[str, str | None]:
        """The column that each column of the file is taken for, by its label; the first of two that mean the same."""
        taken: dict[str, str | None] = {}
        for label, heading in zip(source.labels, source.headings, strict=True):
            key = self.key(heading)
            taken[label] = key if key not in taken.values() else None
        return taken


def places_of(
    importer: Importer,
    definition: ListDefinition,
    source: Source,
    mapping: Mapping[str, str | None] | None,
    result: ImportResult,
) -> dict[str, int]:
    """key → place of every column that is read: as `mapping` has it by label, else as its heading is understood.

    Raises: ExchangeError when none is, when one is there twice, or when nothing tells which record a row means.
    """
    line = source.header_line
    if len(source.headings) > _MOST_COLUMNS:
        sentence = N_("Line {line} has {n} columns, {most} at most: this is not a list of this program.")
        raise ExchangeError(sentence, line=line, n=len(source.headings), most=_MOST_COLUMNS)
    headings = Headings(importer, definition)
    wanted = _by_label(mapping or {}, source, definition)
    places: dict[str, int] = {}
    for place, (label, heading) in enumerate(zip(source.labels, source.headings, strict=True)):
        if label in wanted:
            key = wanted[label]
        elif (key := headings.key(heading)) is None:
            _say_left_out(source, place, result)
        if key is None:
            continue
        if key in places:
            raise ExchangeError(
                N_("Line {line}: the headings “{first}” and “{second}” mean the same column. Remove one of them."),
                line=line,
                column=heading.strip(),
                first=source.headings[places[key]].strip(),
                second=heading.strip(),
            )
        places[key] = place
    _refuse_useless(importer, definition, line, places)
    return places


def _by_label(mapping: Mapping[str, str | None], source: Source, definition: ListDefinition) -> dict[str, str | None]:
    """The mapping under the labels of the file; accents, case and punctuation do not count.

    Raises: ExchangeError for a column that the file does not have, UserError for one that the list does not have.
    """
    folded = {search_norm(label): label for label in reversed(source.labels)}
    exact = set(source.labels)
    found: dict[str, str | None] = {}
    for heading, key in mapping.items():
        label = heading if heading in exact else folded.get(search_norm(heading))
        if label is None:
            raise ExchangeError(
                N_("The file has no column “{heading}”. It has: {headings}."),
                heading=heading,
                headings=", ".join(source.labels),
            )
        found[label] = None if key is None else definition.column(key).key
    return found


def _say_left_out(source: Source, place: int, result: ImportResult) -> None:
    line, shown = source.header_line, source.headings[place].strip()
    if shown:
        sentence = N_("The heading “{heading}” is not known: this column is left out.")
        result.warnings.append(Remark(line, shown, message(sentence, heading=shown)))
    elif any(len(row) > place and row[place].strip() for row in source.rows):
        sentence = N_("Column {number} has no heading: it is left out.")
        result.warnings.append(Remark(line, None, message(sentence, number=place + 1)))


def _refuse_useless(importer: Importer, definition: ListDefinition, line: int, places: Mapping[str, int]) -> None:
    if not places:
        raise ExchangeError(
            N_(
                "Line {line} should hold the headings of the columns; none is known. Expected, for example: {examples}."
            ),
            line=line,
            examples=", ".join(definition.column(key).title for key in (*importer.keys, *importer.written)[:4]),
        )
    if not any(key in places for key in importer.keys):
        raise ExchangeError(
            N_("No column tells which record a row means. One of these is needed: {columns}."),
            line=line,
            columns=", ".join(definition.column(key).title for key in importer.keys),
        )


def whole_rows(source: Source, result: ImportResult) -> tuple[list[list[str]], list[int]]:
    """The rows that have a cell under every heading, and no other; the rest is refused."""
    width = len(source.headings)
    kept: list[list[str]] = []
    lines: list[int] = []
    for row, line in zip(source.rows, source.lines, strict=True):
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            row = row[:width]
        if len(row) != width:
            sentence = N_("This row is cut, or shifted (cells: {cells}; headings: {headings}).")
            result.refused.append(Remark(line, None, message(sentence, cells=len(row), headings=width)))
            continue
        kept.append(row)
        lines.append(line)
    return kept, lines


def values_of(
    cells: list[str], read: Callable[[str], Any], lines: list[int], heading: str, faults: dict[int, list[Remark]]
) -> list[Any]:
    """The values of one column; what cannot be read is remarked, and stands as None."""
    try:
        return [read(cell) for cell in cells]
    except UserError:
        pass
    values: list[Any] = []
    for cell, line in zip(cells, lines, strict=True):
        try:
            values.append(read(cell))
        except UserError as error:
            faults.setdefault(line, []).append(Remark(line, heading, error.message))
            values.append(None)
    return values
