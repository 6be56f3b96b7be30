"""`oci-desktop`: the window, or one command.

The window's way is short: nothing of the command line is loaded for it, not even click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code."""
    if getattr(sys, "frozen", False):  # the process that reads a workbook is this program too, started again
        import multiprocessing

        multiprocessing.freeze_support()
    give_streams()
    given = list(sys.argv[1:] if argv is None else argv)
    if asks_for_window(given):
        return open_window(given)
    from oci_desktop.cli import main as command

    return command(given, open_window)


def give_streams() -> None:
    """Without a console (on Windows, the program for the window) Python has no streams: what is written goes nowhere.

    A sentence that nobody can see must not become an error, nor stop what comes after it. The output itself stays
    as it is: a list that nobody can read is said to be undelivered (`cli.output`).
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the whole process
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115


def asks_for_window(argv: Sequence[str]) -> bool:
    """Whether there is no command, only well-formed `--db FILE`, `--lang fr|en` and `--demo`."""
    words = list(argv)
    while words:
        name, equals, value = words.pop(0).partition("=")
        if name == "--demo" and not equals:
            continue
        if name not in ("--db", "--lang"):
            return False
        if not equals:
            value = words.pop(0) if words else ""
        if not value or value.startswith("-") or (name == "--lang" and value not in ("fr", "en")):
            return False
    return True


def open_window(argv: Sequence[str]) -> int:
    """Show the window until it is closed, or say that there is no screen to show it on."""
    from oci_desktop.app import run

    file = os.environ.get("OCI_DESKTOP_DB")
    named = any(word.partition("=")[0] in ("--db", "--demo") for word in argv)
    return run([*argv, "--db", file] if file and not named else argv)


if __name__ == "__main__":
    sys.exit(main())
