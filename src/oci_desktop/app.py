"""The window's own process: quick to the first rows, everything else after them.

On the way to the first paint nothing heavy is imported: no SQLAlchemy, Alembic, Babel, click, ReportLab
(tests/gui/test_start.py holds the list). They are loaded by a thread once the rows stand there.
"""

from __future__ import annotations

import builtins
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from oci_desktop import i18n
from oci_desktop.settings import PersonSettings

if TYPE_CHECKING:
    from oci_desktop.gui.session import Session


class Wanted(NamedTuple):
    """What the command line asks of the window."""

    database: Path | None = None
    demo: bool = False
    language: str | None = None


def read_arguments(arguments: Sequence[str]) -> Wanted:
    """`--db FILE`, `--demo`, `--lang fr|en`; the command line proper checks them before.

    Raises: ValueError.
    """
    values: dict[str, str] = {}
    demo = False
    left = list(arguments)
    while left:
        name, _equals, value = left.pop(0).partition("=")
        if name == "--demo":
            demo = True
        elif name in ("--db", "--lang"):
            values[name] = value or (left.pop(0) if left else "")
        else:
            raise ValueError(name)
    file, code = values.get("--db"), values.get("--lang")
    return Wanted(Path(file) if file else None, demo, i18n.known_language(code) if code else None)


def has_display() -> bool:
    """Whether a window can be shown at all (Qt would end the process without a word to the person)."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(arguments: Sequence[str] = (), after_rows: Callable[[Session], object] | None = None) -> int:
    """Show the window until it is closed; the exit code.

    `after_rows` is called once the first rows are on the screen (benchmarks, tests).
    """
    gc.disable()  # nothing to collect before the rows; `Session` turns it on again: 7 ms
    wanted = read_arguments(arguments)
    settings = PersonSettings()
    i18n.use_language(wanted.language or i18n.DEFAULT_LANGUAGE)
    if not has_display():
        sentence = i18n._("There is no display here: the window cannot be shown. Nothing was opened.")
        advice = i18n._("The command line does the same work: oci-desktop --help")
        sys.stderr.write(f"{sentence} {advice}\n")
        return 1

    _load_qt()
    from oci_desktop.gui.session import Session, make_application

    app = make_application()
    session = Session(app, settings, wanted.language)
    if after_rows is not None:
        session.after_rows = after_rows
    session.start(wanted.database, demo=wanted.demo)
    return app.exec()


def _load_qt() -> None:
    """PySide6 puts itself into every later import to look in its source for `from __feature__ import …`.

    Nothing here uses that; taking it out again saves 10 ms before the rows, and the 13 MB of source that stay cached.
    """
    plain = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401

    builtins.__import__ = plain
