"""The command line's help in two languages.

Help texts are English msgids, translated when they are shown: the language is known only once the command line and
the file have been looked at. The words of click itself go through the same catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from oci_desktop.i18n import N_, _

_CLICK_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Aborted!"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} does not take a value."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("Choose from:\n\t{choices}"),
    N_("required"),
    N_("Did you mean {possibility}?"),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("Option {name!r} requires an argument."),
    N_("Option {name!r} requires {nargs} arguments."),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("{value!r} is not {choice}."),
    N_("{value!r} is not one of {choices}."),
)
"""What click says by itself, so that the catalogues have it."""


def speak_our_language() -> None:
    """From now on click takes its words from this program's catalogue, not from the system's."""
    for module in (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types):
        if hasattr(module, "_"):
            module._ = _  # type: ignore[attr-defined]
        if hasattr(module, "ngettext"):
            module.ngettext = _one_or_several  # type: ignore[attr-defined]


def _one_or_several(one: str, several: str, n: int) -> str:
    """click's two forms name different things: each is an entry of the catalogue by itself."""
    return _(one if n == 1 else several)


@contextmanager
def _translated(thing: Any) -> Iterator[None]:
    """The help of a command or an option is in the language in force while it is shown."""
    help_text = thing.help
    thing.help = _(help_text) if help_text else help_text
    try:
        yield
    finally:
        thing.help = help_text


_LONGEST_SHORT_HELP = 200
"""Characters of a command's help in the list of commands: a cut sentence helps nobody."""


class Command(click.Command):
    """A command whose help is translated when it is shown."""

    def get_short_help_str(self, limit: int = 45) -> str:
        with _translated(self):
            return super().get_short_help_str(max(limit, _LONGEST_SHORT_HELP))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with _translated(self):
            super().format_help_text(ctx, formatter)


class Group(click.Group):
    """The program itself; its commands stand in the order in which they were declared."""

    command_class = Command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with _translated(self):
            super().format_help_text(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        with _translated(self):
            return super().get_help_record(ctx)


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """`click.option` with a translated help."""
    return click.option(*names, cls=Option, **settings)
