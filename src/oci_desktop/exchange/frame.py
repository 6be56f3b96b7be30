"""The importer frame: a file, its headings, every row judged, then all of it in one action or nothing.

An importer is a `Desk`: it knows its columns, finds the record that a row means, and writes what was judged. The
frame reads the file, says everything that is wrong at once, and keeps the door to the database.
"""

from __future__ import annotations

import gc
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop.errors import Problem, UserError
from oci_desktop.exchange.cells import cell_parser
from oci_desktop.exchange.columns import Headings, places_of, values_of, whole_rows
from oci_desktop.exchange.results import Decision, ImportResult, Remark, RowResult, Status, Suspect
from oci_desktop.exchange.sources import Source, read_source
from oci_desktop.i18n import N_, Message, in_language, language, message
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import ListDefinition
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.store.database import Database
    from oci_desktop.store.reader import Reader
    from oci_desktop.store.writer import Writer

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
    decision: Decision | None = None
    """What the person said of a row that looks like a record."""


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
        self.suspects: list[Suspect] = []
        """Look-alikes; those of which nothing is decided are warnings, or refusals when the import is strict."""

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

    def suspect(
        self, row: Row, column: str | None, sentence: str, *, record_id: int | None = None, **values: Any
    ) -> None:
        """The row looks like that record, or like another line of the file; `other` names it."""
        remark = Remark(row.line, column, message(sentence, **values))
        self.suspects.append(Suspect(remark, row.name, str(values.get("other", "")), record_id, row.decision))

    def said_to_be(self, row: Row, known: Container[int], name: Callable[[int], str], column: str | None) -> int | None:
        """The record that the row is by the person's decision; the row is refused when it is no longer there."""
        decision = row.decision
        if decision is None or decision.what != "same" or decision.record_id is None:
            return None
        if decision.record_id not in known:
            self.refuse(row, column, N_("The record that this row was said to be is no longer there."))
            return None
        sentence = N_("“{name}” is “{other}”, which is on file.")
        other = name(decision.record_id)
        self.suspect(row, column, sentence, record_id=decision.record_id, name=row.name, other=other)
        return decision.record_id

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


@dataclass(frozen=True)
class _Order:
    """What was asked: of which file, read how, with what said of its columns and of its look-alikes."""

    importer: Importer
    path: Path
    lang: str
    sheet: str | None
    mapping: Mapping[str, str | None] | None
    decisions: Mapping[int, Decision]
    strict: bool
    progress: Progress | None


def import_file(
    database: Database,
    importer: Importer,
    path: str | os.PathLike[str],
    *,
    source: Source | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    decisions: Mapping[int, Decision] | None = None,
    lang: str | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
    initiator: Any = None,
) -> ImportResult:
    """Import a workbook or a CSV file, all or nothing, as one action; `dry_run` only says what would happen.

    `source` is what was read of the file before, if it was. `mapping` says of columns of the file, by their label,
    which column of the list they are, or None: not imported; the others are understood by their headings. `decisions`
    says of lines what was found to look like a record. Dates are read in `lang` (the language in force when None).
    A row that is refused stops the whole import, and the result says why for every one.
    Raises: ExchangeError when the file cannot be read at all, Cancelled, StorageError.
    """
    order = _Order(importer, Path(path), lang or language(), sheet, mapping, decisions or {}, strict, progress)
    with _no_collection():
        return _import(database, order, source, dry_run, initiator)


def _import(database: Database, order: _Order, source: Source | None, dry_run: bool, initiator: Any) -> ImportResult:
    if source is None:
        source = _read(database, order)
    with in_language(order.lang), database.read() as reader:
        seen = _last_action(reader)
        judged = _judge(reader, order, source)
    judged.result.dry_run = dry_run
    wanted = any(row.status in ("created", "changed") for row in judged.rows)
    if dry_run or judged.result.refused:
        return judged.result
    if wanted:
        label = message(N_("Import of “{file}”"), file=order.path.name)
        _back_up(database, seen)
        with in_language(order.lang), database.write(label, initiator) as write:
            if _last_action(write) != seen:  # somebody saved in between: judge again what is there now
                judged = _judge(write, order, source)
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


def _read(database: Database, order: _Order) -> Source:
    with in_language(order.lang), database.read() as reader:
        headings = Headings(order.importer, get_list(reader, order.importer.name))
    progress = order.progress
    wanted = {search_norm(label) for label in order.mapping or ()}
    return read_source(
        order.path,
        lambda heading: headings.knows(heading) or search_norm(heading) in wanted,
        sheet=order.sheet,
        look_in=None if progress is None else lambda: progress(0, 0),
    )


@dataclass
class _Judged:
    desk: Desk
    rows: list[Row]
    result: ImportResult


def _judge(reader: Reader, order: _Order, source: Source) -> _Judged:
    importer, progress = order.importer, order.progress
    definition = get_list(reader, importer.name)
    result = ImportResult(importer.name, warnings=[Remark(line, None, reason) for line, reason in source.warnings])
    places = places_of(importer, definition, source, order.mapping, result)
    headed = {key: source.headings[place].strip() for key, place in places.items()}
    kept, lines = whole_rows(source, result)
    faults: dict[int, list[Remark]] = {}
    used = {place: headed[key] for key, place in places.items()}
    for line, place, reason in source.faults:
        if place in used:
            faults.setdefault(line, []).append(Remark(line, used[place], reason))
    columns: list[list[Any]] = []
    for key, place in places.items():
        read = cell_parser(definition.column(key).kind, importer.rules.get(key), source.plain)
        columns.append(values_of([row[place] for row in kept], read, lines, headed[key], faults))
    desk = importer.desk(reader, definition, importer, tuple(places))
    rows: list[Row] = []
    keys = tuple(places)
    total = len(kept)
    for number, (line, values) in enumerate(zip(lines, zip(*columns, strict=True), strict=True)):
        if progress is not None and number % _STEP == 0:
            progress(number, total)
        row = Row(line, dict(zip(keys, values, strict=True)), decision=order.decisions.get(line))
        rows.append(row)
        if row.decision is not None and row.decision.what == "skip":
            row.status = "skipped"
            row.name = _name_in_file(row.values)
        elif line in faults:
            row.status = "refused"
            row.name = _name_in_file(row.values)
            result.refused.extend(faults[line])
        else:
            desk.judge(row)
    desk.finish(rows)
    if progress is not None:
        progress(total, total)
    _gather(desk, rows, headed, order.strict, result)
    return _Judged(desk, rows, result)


def _gather(desk: Desk, rows: list[Row], headed: Mapping[str, str], strict: bool, result: ImportResult) -> None:
    """Put what the desk found into the result, under the headings of the file."""
    for remarks, wanted in ((desk.refusals, result.refused), (desk.warnings, result.warnings)):
        wanted.extend(Remark(line, headed.get(column or ""), reason) for line, column, reason in remarks)
    result.suspects = [
        replace(suspect, remark=replace(suspect.remark, column=headed.get(suspect.remark.column or "")))
        for suspect in desk.suspects
    ]
    (result.refused if strict else result.warnings).extend(suspect.remark for suspect in result.undecided)
    result.refused.sort(key=lambda remark: remark.line or 0)
    result.warnings.sort(key=lambda remark: remark.line or 0)
    refused = {remark.line for remark in result.refused}
    result.rows = [
        RowResult(row.line, "refused" if row.line in refused else row.status, row.name, tuple(row.changes))
        for row in rows
    ]


def _name_in_file(values: Mapping[str, Any]) -> str:
    """How the file itself calls a row that no desk has judged, "" when even that could not be read."""
    given = " ".join(part for key in ("given_name", "family_name") if (part := values.get(key)))
    keys = ("name", "organisation", "person", "ref", "organisation_ref", "person_ref")
    return given or next((str(found) for key in keys if (found := values.get(key))), "")


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
