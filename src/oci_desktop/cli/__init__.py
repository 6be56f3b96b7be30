"""The command line, loaded only when a command is given: the window starts without it.

Exit 0; or 1 with one sentence on the standard error and nothing changed; or 2 for usage.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

OpenWindow = Callable[[Sequence[str]], int]
"""Options of the window (--db, --lang, --demo) → exit code."""


def main(argv: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command; the exit code. `open_window` is called when the options name no command."""
    import click

    from oci_desktop import i18n
    from oci_desktop.cli.output import drop_output, prepare_streams
    from oci_desktop.cli.session import chosen_file, chosen_language
    from oci_desktop.cli.words import speak_our_language
    from oci_desktop.errors import Cancelled, UserError

    prepare_streams()
    speak_our_language()
    before = i18n.language()
    file, lang = _look_ahead(argv)
    i18n.use_language(chosen_language(lang, chosen_file(file)))
    try:
        from oci_desktop.cli import campaigns, printing, questionnaires, reading, writing  # noqa: F401 - they declare their commands
        from oci_desktop.cli.program import program

        with program.make_context("oci-desktop", list(argv), obj=open_window) as context:
            program.invoke(context)
        return 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 1
    except UserError as error:
        click.echo(str(error), err=True)
        return 1
    except (Cancelled, click.Abort, KeyboardInterrupt):
        click.echo(i18n._("Cancelled. Nothing was changed."), err=True)
        return 1
    except BrokenPipeError:
        drop_output()  # whoever read it had enough
        return 1
    except Exception:
        from oci_desktop.log import log_file, start_log

        start_log()
        logging.getLogger(__name__).exception("the command failed")
        sentence = i18n.N_("This is a mistake of the program; nothing was changed. The details are in {path}.")
        click.echo(str(i18n.message(sentence, path=str(log_file()))), err=True)
        return 1
    finally:
        i18n.use_language(before)


def _look_ahead(argv: Sequence[str]) -> tuple[str | None, str | None]:
    """`--db` and `--lang` before click reads them: even its help and its errors must be in the right language."""
    found: dict[str, str] = {}
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name in ("--db", "--lang"):
            if not equals:
                value = rest.pop(0) if rest else ""
            found[name] = value
        elif not word.startswith("-"):
            break
    return found.get("--db"), found.get("--lang")
