"""An empty file of this version, as the migrations make it: what new files start from and migrated ones must equal."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from pathlib import Path

from oci_desktop import paths
from oci_desktop.store.fileformat import APPLICATION_ID


def run_migrations(raw: sqlite3.Connection, folder: Path, target: str = "head") -> None:
    """Bring the schema of `raw` to `target`, in one transaction; foreign keys are off meanwhile.

    With foreign keys on, rebuilding a table would empty the tables that point to it.
    """
    import logging

    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    # Alembic's configuration reads "%" as the beginning of a name.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    raw.execute("PRAGMA foreign_keys=OFF")
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    with engine.connect() as connection:
        raw.execute("BEGIN IMMEDIATE")
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            number = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            raw.execute(f"PRAGMA user_version={int(number)}")
    if raw.in_transaction:
        raw.execute("COMMIT")


@lru_cache(maxsize=4)
def template(folder: Path) -> bytes:
    """The bytes of an empty, complete file, made by the migrations of `folder`; once per process (0.4 s)."""
    raw = sqlite3.connect(":memory:", isolation_level=None)
    try:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        run_migrations(raw, folder)
        return raw.serialize()
    finally:
        raw.close()


def schema_of(raw: sqlite3.Connection) -> dict[str, str]:
    """The tables, indexes, views and triggers of a file, each as its SQL; equal ones are equal texts."""
    rows = raw.execute("SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    return {name: _normal(sql or "") for name, sql in rows}


def _normal(sql: str) -> str:
    """Spaces and quotes made equal, and the constraints of a table sorted: Alembic writes them in any order."""
    text = " ".join(sql.replace('"', "").split())
    head, opened, body = text.partition("(")
    if not text.startswith("CREATE TABLE") or not opened:
        return text
    parts = _parts(body.rstrip().removesuffix(")"))
    constraints = sorted(part for part in parts if part.startswith(_CONSTRAINTS))
    return head + "(" + ", ".join([part for part in parts if not part.startswith(_CONSTRAINTS)] + constraints) + ")"


_CONSTRAINTS = ("CONSTRAINT ", "PRIMARY KEY", "FOREIGN KEY", "UNIQUE ", "UNIQUE(", "CHECK ", "CHECK(")


def _parts(body: str) -> list[str]:
    """What the commas outside brackets and texts separate."""
    parts, start, depth, quoted = [], 0, 0, False
    for position, character in enumerate(body):
        if character == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "," and depth == 0:
            parts.append(body[start:position].strip())
            start = position + 1
    return [*parts, body[start:].strip()]


def template_schema(folder: Path) -> dict[str, str]:
    """`schema_of` an empty file of this version."""
    raw = sqlite3.connect(":memory:")
    try:
        raw.deserialize(template(folder))
        return schema_of(raw)
    finally:
        raw.close()


def tables_rewritten_between(folder: Path, version: int) -> frozenset[str]:
    """The tables whose number of rows the migrations after `version` say that they change (`ROWS_CHANGE = (…)`)."""
    from alembic.script import ScriptDirectory

    found: set[str] = set()
    for script in ScriptDirectory(str(folder)).walk_revisions():
        if int(script.revision) > version:
            found.update(getattr(script.module, "ROWS_CHANGE", ()))
    return frozenset(found)


def schema_faults(raw: sqlite3.Connection) -> list[str]:
    """The tables and indexes that are not what this version makes."""
    ours, wanted = schema_of(raw), template_schema(paths.migrations_dir())
    return sorted(name for name in ours.keys() | wanted.keys() if ours.get(name) != wanted.get(name))
