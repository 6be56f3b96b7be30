"""The demonstration file: the data of the 2017-2018 annual report, through the program's own importer; then what is
fictional, its self-assessments included."""

from __future__ import annotations

import os
from pathlib import Path

from oci_desktop import paths
from oci_desktop.errors import ExchangeError
from oci_desktop.exchange.demo_campaigns import add_campaigns
from oci_desktop.exchange.frame import import_file
from oci_desktop.exchange.importers import get_importer
from oci_desktop.i18n import N_, message
from oci_desktop.store.database import Database

FILES = (
    # file, importer; people before the roles that name them
    ("organisations.csv", "organisations"),
    ("memberships.csv", "memberships"),
    ("people.csv", "people"),
    ("roles.csv", "roles"),
    ("people-fictional.csv", "people"),
    ("roles-fictional.csv", "roles"),
)


def make_demo(path: str | os.PathLike[str], *, user: str | None = None) -> Database:
    """A new file at `path` with the demonstration data, open for writing, and nothing to undo.

    Raises: UserError when something is already there; StorageError.
    """
    database = Database.create(path, user=user)
    database.automatic_backups = False
    try:
        for name, importer in FILES:
            fill(database, paths.resources_dir() / "demo" / name, importer)
        add_campaigns(database)
        database.begin_here()
    except BaseException:
        database.close()
        raise
    database.automatic_backups = True
    return database


def fill(database: Database, path: Path, importer: str) -> None:
    """Import one of the files; a row that is refused is a mistake in the resources.

    Raises: ExchangeError.
    """
    result = import_file(database, get_importer(importer), path, lang="fr")
    if result.refused:
        raise ExchangeError(message(N_("{file}: {reason}"), file=path.name, reason=str(result.refused[0])))
