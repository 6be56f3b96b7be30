"""`questionnaire`: which there are, out to a file, in from a file, and what differs between two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oci_desktop.cli.output import confirm, deliver, say, text_table
from oci_desktop.cli.program import program
from oci_desktop.cli.session import Session
from oci_desktop.cli.words import Group, option
from oci_desktop.i18n import N_, Message, _, message
from oci_desktop.tables import DATE, INTEGER, NAME, TEXT, Column, Table

if TYPE_CHECKING:
    from oci_desktop.model.questionnaire import VersionDraft
    from oci_desktop.queries.questionnaires import VersionRow

_FILES = (".toml", ".xlsx")


@program.group("questionnaire", cls=Group, help=N_("Questionnaires: list, export, import, and what differs."))
def questionnaire_group() -> None:
    """The commands below it do the work."""


@questionnaire_group.command("list", help=N_("List the questionnaires and their versions."))
@option("--format", "form", type=click.Choice(("table", "json")), default="table", help=N_("How to print it."))
@click.pass_obj
def list_command(session: Session, form: str) -> None:
    from oci_desktop.queries.questionnaires import list_versions

    with session.reading() as database, database.read() as reader:
        table = _table(list_versions(reader))
    if form == "json":
        _print_json(table.records())
    else:
        deliver(text_table(table).encode("utf-8"), None)


def _table(rows: list[VersionRow]) -> Table:
    from oci_desktop.queries.questionnaire_words import STATE

    columns = (
        Column("code", N_("Identifier"), TEXT),
        Column("number", N_("Version"), TEXT),
        Column("title", N_("Title"), NAME),
        Column("state", N_("State"), STATE),
        Column("published_on", N_("Published on"), DATE),
        Column("level", N_("Level"), TEXT),
        Column("principles", N_("Principles"), INTEGER),
        Column("items", N_("Items"), INTEGER),
        Column("campaigns", N_("Campaigns"), INTEGER),
    )
    cells = [
        (r.code, r.number, str(r.title), r.state, r.published_on, r.level, r.principles, r.items, r.campaigns)
        for r in rows
    ]
    return Table(columns, cells, _("Questionnaires"))


@questionnaire_group.command("export", help=N_("Write a version (CODE or CODE@NUMBER) to a file .xlsx or .toml."))
@click.argument("version", metavar="CODE[@NUMBER]")
@option("--out", type=click.Path(path_type=Path), required=True, metavar="F", help=N_("Write to this file."))
@click.pass_obj
def export_command(session: Session, version: str, out: Path) -> None:
    from oci_desktop.exchange.questionnaire_files import write_questionnaire_file

    confirm(message(N_("Written: {path}"), path=str(write_questionnaire_file(_stored(session, version), out))))


@questionnaire_group.command("import", help=N_("Take in a questionnaire (.xlsx or .toml) as a draft, all or nothing."))
@click.argument("file", type=click.Path(path_type=Path), metavar="F")
@option("--dry-run", is_flag=True, help=N_("Only say what would happen."))
@option("--format", "form", type=click.Choice(("text", "json")), default="text", help=N_("How to print it."))
@click.pass_obj
def import_command(session: Session, file: Path, dry_run: bool, form: str) -> None:
    from oci_desktop.exchange.questionnaire_files import import_version, judge_version, read_questionnaire_file
    from oci_desktop.queries.questionnaire_words import difference_json, difference_lines
    from oci_desktop.services.questionnaires import check_version

    draft = read_questionnaire_file(file)
    if dry_run:
        with session.reading() as database, database.read() as reader:
            imported = judge_version(reader, draft)
    else:
        with session.writing() as database, database.write(_label(draft)) as write:
            imported = import_version(write, draft)
    remarks = check_version(draft)
    if form == "json":
        _print_json(
            {
                "code": draft.code, "number": draft.number, "new": imported.is_new, "changed": imported.changed,
                "applied": imported.changed and not dry_run, "remarks": [str(remark.message) for remark in remarks],
                "difference": difference_json(imported.changes),
            }
        )  # fmt: skip
        return
    for line in difference_lines(imported.changes) if imported.changed else ():
        confirm(line)
    for remark in remarks:
        confirm(remark.message)
    confirm(imported.sentence())
    if dry_run:
        confirm(_("This was only a rehearsal: nothing was changed."))


def _label(draft: VersionDraft) -> Message:
    return message(
        N_("Import of the questionnaire “{title}”, version {number}"), title=draft.title_fr, number=draft.number
    )


@questionnaire_group.command("diff", help=N_("What differs between A and B: each a file, CODE, or CODE@NUMBER."))
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@option("--format", "form", type=click.Choice(("text", "json")), default="text", help=N_("How to print it."))
@click.pass_obj
def diff_command(session: Session, a: str, b: str, form: str) -> None:
    from oci_desktop.queries.questionnaire_words import difference_json, difference_lines
    from oci_desktop.queries.questionnaires import difference

    found = difference(_named(session, a), _named(session, b))
    if form == "json":
        _print_json(difference_json(found))
        return
    for line in difference_lines(found):
        say(line)


def _named(session: Session, name: str) -> VersionDraft:
    """A file where the name ends like one, else a version of the file of the association."""
    if Path(name).suffix.casefold() in _FILES:
        from oci_desktop.exchange.questionnaire_files import read_questionnaire_file

        return read_questionnaire_file(name)
    return _stored(session, name)


def _stored(session: Session, name: str) -> VersionDraft:
    from oci_desktop.queries.questionnaires import find_version, get_version

    code, at, number = name.partition("@")
    with session.reading() as database, database.read() as reader:
        return get_version(reader, find_version(reader, code, number if at else None))


def _print_json(content: object) -> None:
    deliver((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), None)
