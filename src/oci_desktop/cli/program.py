"""The command line: `oci-desktop [--db FILE] [--lang fr|en] COMMAND`, same services as the window, no Qt."""

from __future__ import annotations

import click

from oci_desktop import __version__
from oci_desktop.cli.session import Session, chosen_file
from oci_desktop.cli.words import Group, Option, option
from oci_desktop.i18n import LANGUAGES, N_, _


@click.group(
    cls=Group,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND]…",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help=N_(
        "The member directory of an association. Without a command, the window opens.\n\n"
        "The file is the one that --db names, else the environment variable OCI_DESKTOP_DB, else your own file. "
        "The language is --lang, else that of the file, else French."
    ),
)
@option("--db", "file", metavar="FILE", help=N_("The file to work on."))
@option("--lang", type=click.Choice(LANGUAGES), help=N_("The language: fr or en."))
@option("--demo", is_flag=True, help=N_("Open the window on a throw-away copy of the demonstration data."))
@click.version_option(__version__, "--version", prog_name="oci-desktop", cls=Option)
@click.pass_context
def program(context: click.Context, file: str | None, lang: str | None, demo: bool) -> None:
    if file is not None and not file.strip():  # an unset variable of a script must not mean another file
        raise click.UsageError(_("--db names no file."))
    open_window, context.obj = context.obj, Session(chosen_file(file))
    if context.invoked_subcommand is None:
        options = [
            *(("--db", file) if file else ()),
            *(("--lang", lang) if lang else ()),
            *(("--demo",) if demo else ()),
        ]
        context.exit(open_window(options))
    if demo:
        raise click.UsageError(_("--demo opens the window: no command goes with it."))
