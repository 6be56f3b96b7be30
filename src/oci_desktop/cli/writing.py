"""Commands that write: demo, import, undo, redo, backup, restore."""

from __future__ import annotations

import json
from pathlib import Path

import click

from oci_desktop.cli.output import confirm, deliver, drop_output, say
from oci_desktop.cli.program import program
from oci_desktop.cli.reading import Day, Name, Pair
from oci_desktop.cli.returned import NAME as SELF_ASSESSMENTS
from oci_desktop.cli.returned import import_self_assessments
from oci_desktop.cli.session import Session
from oci_desktop.cli.words import option
from oci_desktop.errors import StorageError, UserError
from oci_desktop.i18n import N_, _, language, message

IMPORT_NAMES = ("organisations", "memberships", "people", "roles")
"""The names in `exchange.importers.IMPORTERS`, which is loaded only when one is used (a test compares)."""


@program.command("demo", help=N_("Make a new file with the demonstration data. An existing file is never overwritten."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def demo_command(file: Path) -> None:
    from oci_desktop.exchange.demo import make_demo

    make_demo(file).close()
    confirm(message(N_("The demonstration file is ready: {path}"), path=str(file)))


@program.command(
    "import",
    help=N_(
        "Import a workbook (.xlsx) or a CSV file, all or nothing: organisations, memberships, people or roles. "
        "With self-assessments: any number of forms that came back (PDF, XLSX)."
    ),
)
@click.argument("name", type=Name(*IMPORT_NAMES, SELF_ASSESSMENTS), metavar="NAME")
@click.argument("files", type=click.Path(path_type=Path), metavar="F…", nargs=-1, required=True)
@option("--dry-run", is_flag=True, help=N_("Only say what would happen, for every row."))
@option("--strict", is_flag=True, help=N_("Refuse what looks like a record that exists, instead of warning."))
@option("--sheet", metavar="NAME", help=N_("The sheet of a workbook; the first that holds anything by default."))
@option(
    "--map", "pairs", type=Pair(), multiple=True, metavar="HEADING=KEY",
    help=N_("Take the column with this heading for that one; HEADING= leaves it out. Keys are those of JSON."),
)  # fmt: skip
@option("--format", "form", type=click.Choice(("text", "json")), default="text", help=N_("How to print it."))
@option("--on", type=Day(), metavar="DATE", help=N_("The day on which forms came back; today by default."))
@option(
    "--as", "step", type=click.Choice(("valid", "received")), default="valid",
    help=N_("The step that a complete attestation brings its member to."),
)  # fmt: skip
@option("--accept-older", is_flag=True, help=N_("Take forms older than what is on file, too."))
@click.pass_obj
def import_command(
    session: Session,
    name: str,
    files: tuple[Path, ...],
    dry_run: bool,
    strict: bool,
    sheet: str | None,
    pairs: tuple[tuple[str, str], ...],
    form: str,
    on: str | None,
    step: str,
    accept_older: bool,
) -> None:
    if name == SELF_ASSESSMENTS:
        import_self_assessments(session, files, on=on, step=step, dry_run=dry_run, form=form, accept_older=accept_older)
        return
    if len(files) > 1:
        raise click.UsageError(_("One file at a time is imported here."))
    file = files[0]
    from oci_desktop.exchange.frame import import_file
    from oci_desktop.exchange.importers import get_importer

    importer = get_importer(name)
    with session.reading() if dry_run else session.writing() as database:
        result = import_file(
            database,
            importer,
            file,
            sheet=sheet,
            mapping={heading: key.replace("-", "_") or None for heading, key in pairs},
            lang=language(),
            dry_run=dry_run,
            strict=strict,
        )
    try:
        if form == "json":
            deliver((json.dumps(result.json(), ensure_ascii=False, indent=1) + "\n").encode("utf-8"), None)
        else:
            for remark in (*result.warnings, *result.refused, *(() if result.refused else (result.sentence(),))):
                say(remark)
    except (StorageError, BrokenPipeError):
        if not result.applied:
            raise
        drop_output()  # it is done, whether anybody reads so or not
    if result.refused:
        raise UserError(result.sentence())


@program.command("undo", help=N_("Take back the last action of the file."))
@click.pass_obj
def undo_command(session: Session) -> None:
    with session.writing() as database:
        action = database.undo()
    confirm(message(N_("Undone: {action}"), action=action.label))


@program.command("redo", help=N_("Do again the last action that was taken back."))
@click.pass_obj
def redo_command(session: Session) -> None:
    with session.writing() as database:
        action = database.redo()
    confirm(message(N_("Done again: {action}"), action=action.label))


@program.command("backup", help=N_("Make a verified backup, among the others of this file or where you say."))
@option("--to", "target", type=click.Path(path_type=Path), metavar="F", help=N_("Where to put the copy."))
@click.pass_obj
def backup_command(session: Session, target: Path | None) -> None:
    with session.reading() as database:
        place = database.backup_to(target) if target else database.backup().path
    confirm(message(N_("The backup is made and verified: {path}"), path=str(place)))


@program.command("restore", help=N_("Make the file what it was in a backup; what it is now is backed up first."))
@click.argument("file", type=click.Path(path_type=Path), metavar="F")
@click.pass_obj
def restore_command(session: Session, file: Path) -> None:
    from oci_desktop.store.database import Database
    from oci_desktop.store.problems import DamagedFileError, MissingFileError

    try:
        with session.writing() as database:
            database.restore(file)
    except (DamagedFileError, MissingFileError) as error:
        if not file.is_file() or not _is_lost(session.path, error, file):
            raise
        # The file itself is damaged or gone: what is left of it is kept beside, renamed.
        Database.recover(session.path, file).close()
    confirm(message(N_("Restored from {path}."), path=str(file)))


def _is_lost(path: Path, error: Exception, backup: Path) -> bool:
    """Whether the file to restore is damaged or gone, and not the backup.

    Damage may show as late as when the file is copied, and then under the copy's name: the file is looked through.
    """
    from oci_desktop.store.database import Database
    from oci_desktop.store.problems import DamagedFileError

    if not path.exists():
        return True
    if not isinstance(error, DamagedFileError) or error.path.resolve() == backup.resolve():
        return False
    try:
        with Database.open(path, read_only=True) as database:
            return bool(database.check())
    except DamagedFileError:
        return True
