"""The log: a file that rolls over, for the person who helps. It never holds what is in the records.

A sentence for the person may name an organisation or quote a telephone number: of such an error, the log keeps the
sentence before its values were put in, and of most others only the kind. Where it happened is kept of all.
"""

from __future__ import annotations

import logging
import logging.handlers
import sqlite3
import traceback
from pathlib import Path
from types import TracebackType

from oci_desktop import paths
from oci_desktop.errors import OciError

_ABOUT_CODE = (AttributeError, ImportError, NameError, sqlite3.Error)
"""What these say names columns, modules and attributes, never values."""


def log_file() -> Path:
    return paths.log_dir() / "oci-desktop.log"


def start_log(level: int = logging.INFO) -> None:
    """Write the log of this process to `log_file()`; a folder that refuses is no reason to stop."""
    root = logging.getLogger("oci_desktop")
    if root.handlers:
        return
    root.setLevel(level)
    root.propagate = True
    try:
        paths.log_dir().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            log_file(), maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(WithoutValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)


class WithoutValues(logging.Formatter):
    """Errors with their kind and where they happened, without what the person typed."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        told: list[str] = []
        problem: BaseException | None = ei[1]
        seen: set[int] = set()
        while problem is not None and id(problem) not in seen:
            seen.add(id(problem))
            lines = traceback.format_tb(problem.__traceback__)
            told.append("".join(lines) + f"{type(problem).__module__}.{type(problem).__name__}: {_reason(problem)}")
            problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
        return "\n-- which came of --\n".join(told)


def _reason(problem: BaseException) -> str:
    if isinstance(problem, OciError):
        sentence = getattr(problem, "message", None)
        return str(getattr(sentence, "msgid", "…"))
    if isinstance(problem, OSError):
        return f"{problem.errno} {problem.strerror}"
    if isinstance(problem, _ABOUT_CODE):
        return str(problem)
    # SQLAlchemy's hide the values of their statement (`hide_parameters`).
    return str(problem) if type(problem).__module__.startswith("sqlalchemy.") else "…"
