"""The importer frame: a file, its headings, every row judged, then all of it in one action or nothing.

An importer is a `Desk`: it knows its columns, finds the record that a row means, and writes what was judged. The
frame reads the file, says everything that is wrong at once, and keeps the door to the database.
"""

from __future__ import annotations

import gc
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop.errors import ExchangeError, Problem, UserError
from oci_desktop.exchange.cells import cell_parser
from oci_desktop.exchange.results import ImportResult, Remark, RowResult, Status
from oci_desktop.exchange.sources import Source, read_source
from oci_desktop.i18n import LANGUAGES, N_, Message, in_language, language, message
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import ListDefinition
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.store.database import Database
    from oci_desktop.store.reader import Reader
    from oci_desktop.store.writer import Writer

_MOST_COLUMNS = 500

_STEP = 500
"""Rows between two looks at the progress."""

Progress = Callable[[int, int], None]
"""(rows done, rows in all); it may raise Cancelled, and then nothing was changed."""


@dataclass(frozen=True)
class Importer:
    """One kind of file that can be imported: the list that it mirrors, and what judges its rows."""

    name: str
    title: str
    desk: type[Desk]
    written: tuple[str, ...]
    """Keys of the columns that an import writes; the list's other columns are read over in silence."""
    keys: tuple[str, ...]
    """Columns of which at least one must be there to tell which record a row means."""
    rules: Mapping[str, Callable[[str], Any]] = field(default_factory=dict)
    """key → what makes the stored value of a cell, where the kind of the column is not enough."""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """key → other headings that people write, folded."""


@dataclass
class Row:
    """One row while it is judged."""

    line: int
    values: dict[str, Any]
    status: Status = "unchanged"
    name: str = ""
    record_id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    draft: Any = None


class Desk(ABC):
    """Judges the rows of one file against what is stored. `keys` are the columns that the file has."""

    def __init__(self, reader: Reader, definition: ListDefinition, importer: Importer, keys: Sequence[str]) -> None:
        self.reader = reader
        self.definition = definition
        self.importer = importer
        self.keys = tuple(keys)
        self.written = tuple(key for key in keys if key in importer.written)
        self.refusals: list[tuple[int, str | None, Message]] = []
        self.warnings: list[tuple[int, str | None, Message]] = []
        self.suspects: list[tuple[int, str | None, Message]] = []
        """Look-alikes: warnings, or refusals when the import is strict."""

    @abstractmethod
    def judge(self, row: Row) -> None:
        """Say what becomes of the row: its record, its draft or its changes; or refuse it."""

    def finish(self, rows: list[Row]) -> None:  # noqa: B027 - most have nothing more to do
        """After the last row: what can only be told, or read, for all rows together."""

    @abstractmethod
    def save(self, write: Writer, rows: list[Row]) -> None:
        """Write every row that is created or changed."""

    def refuse(self, row: Row, column: str | None, reason: Message | str, **values: Any) -> None:
        row.status = "refused"
        self.refusals.append((row.line, column, reason if isinstance(reason, Message) else message(reason, **values)))

    def warn(self, row: Row, column: str | None, reason: Message | str, **values: Any) -> None:
        self.warnings.append((row.line, column, reason if isinstance(reason, Message) else message(reason, **values)))

    def suspect(self, row: Row, column: str | None, sentence: str, **values: Any) -> None:
        self.suspects.append((row.line, column, message(sentence, **values)))

    def clean(
        self,
        row: Row,
        rule: Callable[[Any], tuple[Any, Iterable[Problem]]],
        column_of: Callable[[str], str | None] = str,
    ) -> None:
        """Make the row's draft what would be kept of it; what the service finds wrong refuses the row, or warns."""
        row.draft, problems = rule(row.draft)
        for problem in problems:
            if problem.severity == "error":
                self.refuse(row, column_of(problem.field), problem.message)
            else:
                self.warn(row, column_of(problem.field), problem.message)


class _Headings:
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


def import_file(
    database: Database,
    importer: Importer,
    path: str | os.PathLike[str],
    *,
    lang: str | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
    initiator: Any = None,
) -> ImportResult:
    """Import a CSV file, all or nothing, as one action; `dry_run` only says what would happen.

    Dates are read in `lang` (the language in force when None). A row that is refused stops the whole import, and the
    result says why for every one. Raises: ExchangeError when the file cannot be read at all, Cancelled, StorageError.
    """
    with _no_collection():
        return _import(database, importer, Path(path), lang or language(), dry_run, strict, progress, initiator)


def _import(
    database: Database,
    importer: Importer,
    path: Path,
    lang: str,
    dry_run: bool,
    strict: bool,
    progress: Progress | None,
    initiator: Any,
) -> ImportResult:
    with in_language(lang), database.read() as reader:
        definition = get_list(reader, importer.name)
        headings = _Headings(importer, definition)
        source = read_source(path, headings.knows)
        seen = _last_action(reader)
        judged = _judge(reader, importer, definition, headings, source, strict, progress)
    judged.result.dry_run = dry_run
    wanted = any(row.status in ("created", "changed") for row in judged.rows)
    if dry_run or judged.result.refused:
        return judged.result
    if wanted:
        label = message(N_("Import of “{file}”"), file=path.name)
        _back_up(database, seen)
        with in_language(lang), database.write(label, initiator) as write:
            if _last_action(write) != seen:  # somebody saved in between: judge again what is there now
                judged = _judge(write, importer, definition, headings, source, strict, progress)
                if judged.result.refused:
                    write.discard()
                    return judged.result
            try:
                judged.desk.save(write, judged.rows)
            except UserError:
                write.discard()
                raise
    judged.result.applied = True
    return judged.result


@dataclass
class _Judged:
    desk: Desk
    rows: list[Row]
    result: ImportResult


def _judge(
    reader: Reader,
    importer: Importer,
    definition: ListDefinition,
    headings: _Headings,
    source: Source,
    strict: bool,
    progress: Progress | None,
) -> _Judged:
    result = ImportResult(importer.name, warnings=[Remark(line, None, reason) for line, reason in source.warnings])
    places = _columns(importer, definition, headings, source, result)
    headed = {key: source.headings[place].strip() for key, place in places.items()}
    kept, lines = _whole_rows(source, result)
    faults: dict[int, list[Remark]] = {}
    columns: list[list[Any]] = []
    for key, place in places.items():
        kind = definition.column(key).kind
        read = cell_parser(kind, importer.rules.get(key))
        columns.append(_parse([row[place] for row in kept], read, lines, headed[key], faults))
    desk = importer.desk(reader, definition, importer, tuple(places))
    rows: list[Row] = []
    keys = tuple(places)
    total = len(kept)
    for number, (line, values) in enumerate(zip(lines, zip(*columns, strict=True), strict=True)):
        if progress is not None and number % _STEP == 0:
            progress(number, total)
        row = Row(line, dict(zip(keys, values, strict=True)))
        rows.append(row)
        if line in faults:
            row.status = "refused"
            row.name = _name_in_file(row.values)
            result.refused.extend(faults[line])
        else:
            desk.judge(row)
    desk.finish(rows)
    if progress is not None:
        progress(total, total)
    for remarks, wanted in ((desk.refusals, result.refused), (desk.warnings, result.warnings)):
        wanted.extend(Remark(line, headed.get(column or ""), reason) for line, column, reason in remarks)
    suspects = [Remark(line, headed.get(column or ""), reason) for line, column, reason in desk.suspects]
    (result.refused if strict else result.warnings).extend(suspects)
    result.refused.sort(key=lambda remark: remark.line or 0)
    result.warnings.sort(key=lambda remark: remark.line or 0)
    refused = {remark.line for remark in result.refused}
    result.rows = [
        RowResult(row.line, "refused" if row.line in refused else row.status, row.name, tuple(row.changes))
        for row in rows
    ]
    return _Judged(desk, rows, result)


def _columns(
    importer: Importer, definition: ListDefinition, headings: _Headings, source: Source, result: ImportResult
) -> dict[str, int]:
    """key → place of every column that is known.

    Raises: ExchangeError when none is, when one is there twice, or when nothing tells which record a row means.
    """
    places: dict[str, int] = {}
    line = source.header_line
    if len(source.headings) > _MOST_COLUMNS:
        sentence = N_("Line {line} has {n} columns, {most} at most: this is not a list of this program.")
        raise ExchangeError(sentence, line=line, n=len(source.headings), most=_MOST_COLUMNS)
    for place, heading in enumerate(source.headings):
        key = headings.key(heading)
        shown = heading.strip()
        if key is None:
            blank = not any(len(row) > place and row[place].strip() for row in source.rows)
            if shown:
                sentence = N_("The heading “{heading}” is not known: this column is left out.")
                result.warnings.append(Remark(line, shown, message(sentence, heading=shown)))
            elif not blank:
                sentence = N_("Column {number} has no heading: it is left out.")
                result.warnings.append(Remark(line, None, message(sentence, number=place + 1)))
            continue
        if key in places:
            raise ExchangeError(
                N_("Line {line}: the headings “{first}” and “{second}” mean the same column. Remove one of them."),
                line=line,
                column=shown,
                first=source.headings[places[key]].strip(),
                second=shown,
            )
        places[key] = place
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
    return places


def _name_in_file(values: Mapping[str, Any]) -> str:
    """How the file itself calls a row that no desk has judged, "" when even that could not be read."""
    given = " ".join(part for key in ("given_name", "family_name") if (part := values.get(key)))
    keys = ("name", "organisation", "person", "ref", "organisation_ref", "person_ref")
    return given or next((str(found) for key in keys if (found := values.get(key))), "")


def _whole_rows(source: Source, result: ImportResult) -> tuple[list[list[str]], list[int]]:
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


def _parse(
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


def _last_action(reader: Reader) -> int | None:
    found: int | None = reader.value("SELECT MAX(id) FROM journal_action")
    return found


def _back_up(database: Database, last_action: int | None) -> None:
    """Keep the file as it was before the import, unless its newest backup or an empty file is just that."""
    if last_action is None or not database.automatic_backups:
        return
    newest = next(iter(database.backups()), None)
    if newest is None or newest.action_id != last_action:
        database.backup_quietly("before-import")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Ten thousand drafts make no cycles: looking for some would take a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
