"""The files that are measured: generated once a run, with as many members as asked for."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from oci_desktop.model.membership import MembershipDraft
from oci_desktop.store.database import Database
from tests import generator

DAY = "2018-03-31"
ANOTHER_DAY = "2013-06-30"


def make(path: Path, rows: int) -> Database:
    """A new file with `rows` organisations and about as many people."""
    database = Database.create(path, user="Alix Exemple")
    generator.fill(database, rows)
    return database


def make_members(path: Path, rows: int) -> Database:
    """A new file with exactly `rows` members."""
    from oci_desktop.services.memberships import put_membership
    from oci_desktop.services.organisations import save_organisation

    database = Database.create(path, user="Alix Exemple")
    drafts = generator.generate(rows).organisations
    with database.write("generated") as write:
        categories: dict[str, int] = dict(write.rows("SELECT code, id FROM category"))
        for number, draft in enumerate(drafts):
            place = save_organisation(write, replace(draft, archived_on=None))
            category = "sympathiser" if number % 16 == 15 else "regular"
            put_membership(write, MembershipDraft(place, category), categories)
    return database


def bare(path: Path) -> sqlite3.Connection:
    """SQLite and nothing else, on the same file."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA cache_size=-16000")
    return connection
