"""What every command gets: the file, opened as the command needs it, and the language."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oci_desktop import paths
from oci_desktop.cli.output import warn
from oci_desktop.errors import OciError
from oci_desktop.i18n import DEFAULT_LANGUAGE, LANGUAGES, N_, message

if TYPE_CHECKING:
    from oci_desktop.store.database import Database

FILE_VARIABLE = "OCI_DESKTOP_DB"
"""The file to work on, where `--db` does not say."""


@dataclass
class Session:
    """The file that was named, not opened yet."""

    path: Path

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """The file, for reading only: a window may have it open, and neither check nor backup is made."""
        from oci_desktop.store.database import Database

        with _logged(), Database.open(self.path, read_only=True) as database:
            yield database

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """The file, for this command alone; when what was done could not be backed up, that is said.

        Raises: FileInUseError naming who has it open; StorageError.
        """
        from oci_desktop.store.database import Database
        from oci_desktop.store.problems import storage_errors

        with _logged():
            with storage_errors(self.path), Database.open(self.path) as database:
                yield database
            failure = database.backup_failure()
        if failure:
            warn(message(N_("The backup could not be made: {reason}"), reason=failure.reason))


class _LogOnceNeeded(logging.Handler):
    """The log begins with the first thing to write in it: a command that goes well leaves none."""

    def emit(self, record: logging.LogRecord) -> None:
        from oci_desktop.log import start_log

        program = logging.getLogger("oci_desktop")
        program.removeHandler(self)
        start_log()
        program.handle(record)


@contextmanager
def _logged() -> Iterator[None]:
    """What the program notes goes to its log: the standard error is for sentences."""
    program, handler = logging.getLogger("oci_desktop"), _LogOnceNeeded(logging.WARNING)
    program.addHandler(handler)
    try:
        yield
    finally:
        program.removeHandler(handler)


def chosen_file(given: str | None) -> Path:
    """`--db`, else the environment, else the person's own file."""
    named = given or os.environ.get(FILE_VARIABLE)
    return Path(named) if named else paths.default_database()


def chosen_language(given: str | None, path: Path) -> str:
    """`--lang`, else what the file says, else French; the system's locale is never asked."""
    if given in LANGUAGES:
        return str(given)
    try:
        if not path.is_file():
            return DEFAULT_LANGUAGE
        from oci_desktop.queries.association import file_language

        with Session(path).reading() as database, database.read() as reader:
            return file_language(reader)
    except (OciError, OSError, ValueError):
        return DEFAULT_LANGUAGE
