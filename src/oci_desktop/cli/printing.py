"""The reports, as PDF files."""

from __future__ import annotations

from pathlib import Path

import click

from oci_desktop.cli.output import deliver, say
from oci_desktop.cli.program import program
from oci_desktop.cli.reading import Pair, as_of_option
from oci_desktop.cli.session import Session
from oci_desktop.cli.words import option
from oci_desktop.dates import today
from oci_desktop.i18n import N_, _, language, message
from oci_desktop.reports import PAPERS, REPORTS, get_report, render_report, render_word


@program.command("report", help=N_("Print a report as a PDF; without a name, list the reports and their options."))
@click.argument("name", required=False, metavar="[NAME]")
@option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="F.pdf",
    help=N_("Write the PDF to this file; a Word document when its name ends in .docx and the report has one."),
)
@as_of_option
@option("--set", "settings", type=Pair(), multiple=True, metavar="K=V", help=N_("An option of the report."))
@option("--paper", type=click.Choice(tuple(PAPERS)), default="letter", help=N_("The paper: letter or a4."))
@click.pass_obj
def report_command(
    session: Session,
    name: str | None,
    out: Path | None,
    as_of: str | None,
    settings: tuple[tuple[str, str], ...],
    paper: str,
) -> None:
    if name is None:
        _list_reports()
        return
    if name.replace("_", "-") not in [entry.name for entry in REPORTS]:
        names = ", ".join(entry.name for entry in REPORTS)
        raise click.UsageError(
            str(message(N_("There is no report “{name}”. There are: {names}."), name=name, names=names))
        )
    if out is None:
        raise click.UsageError(_("A PDF needs a file to go to: --out F.pdf."))
    options = {choice.name for choice in get_report(name).options}
    chosen: dict[str, str] = {}
    for key, value in settings:
        wanted = key.replace("-", "_")
        if wanted not in options:
            sentence = N_("The report “{report}” has no option “{option}”. It has: {options}.")
            known = ", ".join(sorted(options))
            raise click.UsageError(str(message(sentence, report=name, option=key, options=known)))
        if wanted in chosen:
            raise click.UsageError(
                str(message(N_("The option “{option}” is given twice: it takes one value."), option=key))
            )
        chosen[wanted] = value
    make = render_word if out.suffix.lower() == ".docx" else render_report
    with session.reading() as database:
        made = make(database, name, as_of or today(), language(), chosen, paper=paper)
    deliver(made, out)


def _list_reports() -> None:
    for entry in REPORTS:
        report = get_report(entry.name)
        say(f"{report.name}  {_(report.title)}")
        for choice in report.options:
            say(f"    --set {choice.name}=…  {choice.title}")
