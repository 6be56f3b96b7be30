"""Commands that only read: list, search, history, check."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oci_desktop.cli.output import deliver, say, text_table
from oci_desktop.cli.program import program
from oci_desktop.cli.records import find_record
from oci_desktop.cli.session import Session
from oci_desktop.cli.words import option
from oci_desktop.dates import parse_day, today
from oci_desktop.errors import NotFoundError, StorageError, UserError
from oci_desktop.exchange.export import csv_bytes, json_text, xlsx_bytes
from oci_desktop.formats import datetime_text
from oci_desktop.i18n import N_, _, message, plural_message
from oci_desktop.queries.campaigns import find_campaign
from oci_desktop.queries.definitions import KIND, LISTS, get_list
from oci_desktop.queries.lists import ListDefinition, Query, Reads, list_table, parse_filter
from oci_desktop.tables import BOOLEAN

if TYPE_CHECKING:
    from oci_desktop.queries.history import HistoryEntry
    from oci_desktop.queries.history_words import HistoryWords

LIST_NAMES = tuple(definition.name for definition in LISTS)
KIND_FILTER = "kind"
"""The one filter beside the columns that is not a yes or no."""

_SUFFIXES = {"": "table", ".txt": "table", ".csv": "csv", ".json": "json", ".xlsx": "xlsx"}


class Name(click.ParamType[str]):
    """One of a few names; `-` and `_` are alike."""

    name = "name"

    def __init__(self, *names: str) -> None:
        self.names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        wanted = str(value).replace("_", "-")
        if wanted not in self.names:
            sentence = message(N_("“{name}” is none of: {names}."), name=str(value), names=", ".join(self.names))
            self.fail(str(sentence), param, ctx)
        return wanted


class Day(click.ParamType[str]):
    """A full date, as people write it in the language in force."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return parse_day(str(value)) or today()
        except UserError as error:
            self.fail(str(error), param, ctx)


class Pair(click.ParamType[tuple[str, str]]):
    """`key=value`."""

    name = "key=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        key, equals, rest = str(value).partition("=")
        if not equals or not key.strip():
            self.fail(str(message(N_("“{text}”: key=value is expected."), text=str(value))), param, ctx)
        return key.strip(), rest.strip()


out_option = option("--out", type=click.Path(path_type=Path), metavar="F", help=N_("Write to this file."))
as_of_option = option("--as-of", type=Day(), metavar="D", help=N_("As things stand on this day; today by default."))


@program.command("list", help=N_("Print a list: members, organisations, memberships, people or roles."))
@click.argument("name", type=Name(*LIST_NAMES), metavar="NAME")
@as_of_option
@option(
    "--filter", "filters", type=Pair(), multiple=True, metavar="K=V",
    help=N_("Keep the rows with this value; the same key again means or, another key and. Keys are those of JSON."),
)  # fmt: skip
@option("--search", default="", metavar="TEXT", help=N_("Keep the rows that hold every one of these words."))
@option(
    "--format", "form", type=click.Choice(("table", "csv", "json", "xlsx")),
    help=N_("How to print it: table by default, else what the file's name says."),
)  # fmt: skip
@out_option
@click.pass_obj
def list_command(
    session: Session,
    name: str,
    as_of: str | None,
    filters: tuple[tuple[str, str], ...],
    search: str,
    form: str | None,
    out: Path | None,
) -> None:
    day = as_of or today()
    form = form or _form_of(out)
    if form == "xlsx" and out is None:
        raise click.UsageError(_("A workbook cannot be printed on the screen: say where to write it with --out."))
    with session.reading() as database, database.read() as reader:
        definition = get_list(reader, name)
        only_in_force = as_of is not None  # without a day, every period is listed
        query = Query(day, _filters(reader, definition, filters, day), search, only_in_force=only_in_force)
        table = list_table(reader, definition, query)
    if form == "xlsx":
        deliver(xlsx_bytes(table, as_of=day), out)
    elif form == "csv":
        deliver(csv_bytes(table), out)
    elif form == "json":
        deliver(json_text(table).encode("utf-8"), out)
    else:
        deliver(text_table(table).encode("utf-8"), out)


def _form_of(out: Path | None) -> str:
    """What the name of the file says. Raises: click.UsageError when it promises what no list can be."""
    suffix = out.suffix.casefold() if out else ""
    if suffix not in _SUFFIXES:
        sentence = N_(
            "A list cannot be written as “{suffix}”. Use .xlsx, .csv, .json or .txt, or say which with --format."
        )
        raise click.UsageError(str(message(sentence, suffix=suffix)))
    return _SUFFIXES[suffix]


def _filters(
    reader: Reads, definition: ListDefinition, given: tuple[tuple[str, str], ...], day: str
) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The filters with raw values; a repeated key is gathered into one filter.

    Raises: click.UsageError for a key that the list does not have; UserError for a value that does not fit.
    """
    gathered: dict[str, list[Any]] = {}
    for key, text in given:
        wanted = key.replace("-", "_")
        if wanted not in definition.filters:
            try:
                wanted = definition.column(wanted).key
            except UserError as error:
                raise click.UsageError(str(error)) from None
        wanted, value = _value(reader, definition, wanted, text, day)
        gathered.setdefault(wanted, []).append(value)
    return tuple((key, tuple(values)) for key, values in gathered.items())


def _value(reader: Reads, definition: ListDefinition, key: str, text: str, day: str) -> tuple[str, Any]:
    """One filter as the list takes it: where a record is named, by its reference."""
    if text and key in ("organisation", "person"):
        record = find_record(reader, text, day, (key,))
        if any(column.key == f"{key}_ref" for column in definition.columns):
            return f"{key}_ref", record.ref
        return key, record.name
    if text and key == "member" and key not in definition.filters:
        return "ref", find_record(reader, text, day, ("organisation",)).ref
    if text and key == definition.name == "campaign":
        return key, find_campaign(reader, text, day).code
    if text and key == "name":
        table = "person" if definition.name == "people" else "organisation"
        try:
            return "id", find_record(reader, text, day, (table,)).id
        except NotFoundError:
            return key, text
    if text and key in definition.filters:
        if key == KIND_FILTER:
            return key, KIND.parse(text)
        return key, "yes" if BOOLEAN.parse(text) else "no"
    return key, parse_filter(definition, key, text) if text else ""


@program.command("search", help=N_("Find organisations and people; accents, capitals and œ do not count."))
@click.argument("text", metavar="TEXT")
@as_of_option
@option("--format", "form", type=click.Choice(("table", "json")), default="table", help=N_("How to print it."))
@click.pass_obj
def search_command(session: Session, text: str, as_of: str | None, form: str) -> None:
    from oci_desktop.queries.search import search

    with session.reading() as database, database.read() as reader:
        hits = search(reader, text, as_of or today(), limit=200)
    if form == "json":
        keys = ("kind", "id", "ref", "name", "detail")
        _print_json([{key: getattr(hit, key) for key in keys} for hit in hits])
        return
    for hit in hits:
        say(f"{hit.name}  ({hit.detail})" if hit.detail else hit.name)
    if not hits:
        say(_("Nothing was found."))


@program.command("history", help=N_("Who changed what, and when: the whole file, or one record."))
@option(
    "--record", metavar="RECORD",
    help=N_("A record: its reference, acronym, exact name or number (person:12 for a person)."),
)  # fmt: skip
@option("--limit", type=click.IntRange(1, 10_000), default=50, metavar="N", help=N_("How many actions at most."))
@option("--format", "form", type=click.Choice(("table", "json")), default="table", help=N_("How to print it."))
@click.pass_obj
def history_command(session: Session, record: str | None, limit: int, form: str) -> None:
    from oci_desktop.queries.history import recent_actions, record_history
    from oci_desktop.queries.history_words import HistoryWords

    shown = ("", 0)
    with session.reading() as database, database.read() as reader:
        if record is None:
            entries = recent_actions(reader, limit)
        else:
            found = find_record(reader, record, today())
            shown = (found.table, found.id)
            entries = record_history(reader, found.table, found.id, limit)
    if form == "json":
        _print_json([_entry_json(entry) for entry in entries])
        return
    with session.reading() as database:
        _say_history(entries, HistoryWords(database.read, today()), shown)


def _say_history(entries: Sequence[HistoryEntry], words: HistoryWords, shown: tuple[str, int]) -> None:
    """Who, when and what; then from what to what, in words."""
    for entry in entries:
        undone = f" ({_('undone')})" if entry.undone else ""
        say(f"{entry.action_id:>5}  {datetime_text(entry.at)}  {entry.who}  {entry.label}{undone}")
        for change in entry.changes:
            for line in words.lines(change, shown):
                say(f"         {line}")
    if not entries:
        say(_("Nothing was changed yet."))


def _entry_json(entry: Any) -> dict[str, Any]:
    return {
        "id": entry.action_id,
        "at": entry.at,
        "who": entry.who,
        "label": str(entry.label),
        "kind": entry.kind,
        "undone": entry.undone,
        "count": entry.count,
        "changes": [
            {
                "table": change.table,
                "id": change.row_id,
                "kind": change.kind,
                "fields": {field.column: [field.before, field.after] for field in change.fields},
            }
            for change in entry.changes
        ],
    }


@program.command("check", help=N_("Check that the file and its documents are whole."))
@click.pass_obj
def check_command(session: Session) -> None:
    with session.reading() as database:
        faults = database.check()
    for fault in faults:
        say(fault)
    if faults:
        n = len(faults)
        raise StorageError(plural_message("The file has {n} fault.", "The file has {n} faults.", n))
    say(message(N_("The file {file} is whole."), file=str(session.path)))


def _print_json(value: Any) -> None:
    deliver((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), None)
