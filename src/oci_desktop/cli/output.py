"""What the command line prints: UTF-8 whatever the console is, files whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from oci_desktop.errors import StorageError
from oci_desktop.exchange.files import write_file
from oci_desktop.i18n import N_, message
from oci_desktop.tables import NAME, Table

_GAP = "  "
_WIDEST = 50


def prepare_streams() -> None:
    """Accents come out whatever the console's code page, and nothing that is printed can fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: object) -> None:
    """A line for the person. Raises: StorageError."""
    with _output():
        click.echo(str(text))


def warn(text: object) -> None:
    """A line on the standard error, about what went well but for that."""
    with contextlib.suppress(OSError):
        click.echo(str(text), err=True)


def confirm(text: object) -> None:
    """A line about what is done already: that nobody can read it undoes nothing, and is no failure."""
    try:
        say(text)
    except (StorageError, BrokenPipeError):
        drop_output()


def drop_output() -> None:
    """Nobody reads the output any more: what is left of it goes nowhere, without a word at the end."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextmanager
def _output() -> Iterator[None]:
    """A disk that is full, a closed output: one sentence. A reader that has had enough is no fault.

    Raises: StorageError, BrokenPipeError.
    """
    try:
        yield
    except (BrokenPipeError, StorageError):
        raise
    except OSError as error:
        drop_output()
        raise StorageError(N_("The result cannot be printed: {reason}."), reason=error.strerror or str(error)) from None


def deliver(data: bytes, out: Path | None) -> None:
    """Send the result to the file that was asked for, else to the standard output, byte for byte.

    Raises: StorageError.
    """
    if out is None:
        if sys.stdout is None:  # it was closed before the program began
            raise StorageError(N_("The result cannot be printed: the output is closed."))
        with _output():
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return
    write_file(out, data)
    say(message(N_("Written: {path}"), path=str(out)))


def text_table(table: Table) -> str:
    """The columns that the list shows, aligned; names are whole, other long texts are cut with "…"."""
    shown = table.only([column.key for column in table.columns if column.shown])
    widest = [None if column.kind is NAME else _WIDEST for column in shown.columns]
    cells = [[_one_line(cell, most) for cell, most in zip(row, widest, strict=True)] for row in shown.formatted()]
    titles = [column.title for column in shown.columns]
    widths = [max(map(len, column)) for column in zip(titles, *cells, strict=True)]
    right = [column.kind.align == "right" for column in shown.columns]
    lines = [_line(titles, widths, right), _GAP.join("─" * width for width in widths)]
    lines += [_line(row, widths, right) for row in cells]
    return "\n".join(lines) + "\n"


def _one_line(text: str, most: int | None) -> str:
    flat = " ".join(text.split("\n"))
    return flat if most is None or len(flat) <= most else flat[: most - 1] + "…"


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    )
    return _GAP.join(padded).rstrip()
