"""Bringing files of older versions up to date: all of the new, or exactly the old."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from oci_desktop import paths
from oci_desktop.errors import StorageError
from oci_desktop.i18n import use_language
from oci_desktop.model.schema import metadata
from oci_desktop.queries.history import action_changes, recent_actions, record_history
from oci_desktop.store import backups, opening
from oci_desktop.store.database import Database
from oci_desktop.store.fileformat import SCHEMA_VERSION
from oci_desktop.store.migrations import bring_up_to_date
from oci_desktop.store.problems import UndoError
from oci_desktop.store.template import schema_of, template
from tests.store.released import FOLDER, add_self_assessments
from tests.store.rows import BUSINESS, count, picture, saved_organisation
from tests.store.synthetic import NEXT, REBUILD, folder_with


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def path(database: Database) -> Path:
    """A closed file of the schema in force, filled."""
    for number in range(50):
        saved_organisation(database, f"n{number}")
    database.close()
    return database.path


def scalar(path: Path, sql: str) -> object:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchone()[0]


def test_the_migrations_make_what_the_model_describes() -> None:
    migrated = sqlite3.connect(":memory:")
    described = sqlite3.connect(":memory:")
    migrated.deserialize(template(paths.migrations_dir()))
    with create_engine("sqlite://", creator=lambda: described, poolclass=StaticPool).begin() as connection:
        metadata.create_all(connection)
    ours, wanted = schema_of(migrated), schema_of(described)
    ours.pop("table alembic_version")
    assert ours == wanted
    with create_engine("sqlite://", creator=lambda: migrated, poolclass=StaticPool).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    described.close()
    migrated.close()


def test_migrations_are_numbered_in_one_line_and_the_program_knows_the_last() -> None:
    names = sorted(file.name for file in (paths.migrations_dir() / "versions").glob("*.py"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert len(names) == SCHEMA_VERSION


@pytest.mark.parametrize("released", sorted(FOLDER.glob("*.ocidb")), ids=lambda path: path.stem)
def test_a_file_of_every_released_schema_opens(released: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.ocidb"
    shutil.copy(released, path)
    with Database.open(path, user="Me") as database:
        assert database.check() == []
        assert all(count(database, table) > 0 for table in ("organisation", "membership", "role", "contact_point"))
        with database.read() as reader:
            assert reader.value("SELECT notes FROM organisation WHERE id = 1") == "Première ligne.\nDeuxième « ligne »."
            assert len(record_history(reader, "organisation", 2)) >= 3
        saved_organisation(database, "After the update")
        database.undo()


def test_every_schema_has_its_released_file() -> None:
    assert [int(file.stem) for file in sorted(FOLDER.glob("*.ocidb"))] == list(range(1, SCHEMA_VERSION + 1))


def test_the_released_file_of_the_schema_in_force_has_a_row_in_every_table(tmp_path: Path) -> None:
    """Otherwise the next migration would be tried on empty tables."""
    path = tmp_path / "x.ocidb"
    shutil.copy(FOLDER / f"{SCHEMA_VERSION:04d}.ocidb", path)
    with Database.open(path, read_only=True) as window:
        assert [table.name for table in BUSINESS if count(window, table.name) == 0] == []
        with window.read() as reader:
            assert recent_actions(reader)[0].kind == "erase"
            assert action_changes(reader, recent_actions(reader)[1].action_id)[0].fields == ()


def test_a_file_of_the_first_schema_is_updated_used_and_gone_back_to(tmp_path: Path) -> None:
    """The real way: the file of a person who worked with the version before."""
    path = tmp_path / "x.ocidb"
    shutil.copy(FOLDER / "0001.ocidb", path)
    before = _rows_of(path)
    with pytest.raises(StorageError, match="older version"):
        Database.open(path, read_only=True)
    begun = time.perf_counter()
    database = Database.open(path, user="Me")
    assert time.perf_counter() - begun < 3
    with database:
        # The copy made first is the file as it was, and a person can go back to it in this version.
        backup = database.backups()[-1]
        assert (backup.reason, scalar(backup.path, "PRAGMA user_version")) == ("before-update", 1)
        assert _rows_of(backup.path) == before
        assert {name: rows for name, rows in _rows_of(path).items() if name in before} == before
        with pytest.raises(UndoError, match="was done before the program was updated: it can be read, not undone"):
            database.undo(2)
        with pytest.raises(UndoError, match="before the program was updated"):
            database.undo()
        assert database.undoable() is None
        with database.write("first of the new tables") as write:
            add_self_assessments(write)
        assert count(database, "answer") == 1
        database.undo()
        assert count(database, "answer") == 0
        database.redo()
        database.restore(backup.path)
        assert count(database, "answer") == 0
        assert database.check() == []
        with database.write("again") as write:
            add_self_assessments(write)
        database.undo()
    with Database.open(path, read_only=True) as window:
        assert count(window, "organisation") == 4
    # Opened a second time, nothing is left to update: no copy is made.
    with Database.open(path) as database:
        assert [backup.reason for backup in database.backups()].count("before-update") == 1


def _rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but what an update says of itself."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = {name: raw.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in names}
    found["setting"] = [row for row in found["setting"] if row[1] != "program_version"]
    return {name: rows for name, rows in found.items() if not name.startswith(("sqlite_", "alembic_"))}


def test_rebuilding_a_table_keeps_what_points_to_it(path: Path, tmp_path: Path) -> None:
    bring_up_to_date(path, tmp_path / "work.part", folder_with(tmp_path / "migrations"))
    assert scalar(path, "PRAGMA user_version") == NEXT
    assert scalar(path, "SELECT version_num FROM alembic_version") == f"{NEXT:04d}"
    assert scalar(path, "SELECT count(*) FROM organisation_name") == 50
    assert scalar(path, "SELECT motto FROM organisation WHERE id = 7") == "devise de 7"
    assert scalar(path, "SELECT seq FROM sqlite_sequence WHERE name = 'organisation'") == 50
    assert scalar(path, "PRAGMA integrity_check") == "ok"
    assert scalar(path, "PRAGMA journal_mode") == "wal"
    assert not (tmp_path / "work.part").exists()


def test_opening_an_older_file_backs_it_up_and_migrates_it(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_with(tmp_path / "migrations")
    monkeypatch.setattr(paths, "migrations_dir", lambda: folder)
    for module in ("opening", "restoring", "undo", "journal"):
        monkeypatch.setattr(f"oci_desktop.store.{module}.SCHEMA_VERSION", NEXT)
    with pytest.raises(StorageError, match="older version"):
        Database.open(path, read_only=True)
    with Database.open(path) as database:
        backup = database.backups()[0]
        assert backup.reason == "before-update"
        assert scalar(backup.path, "PRAGMA user_version") == SCHEMA_VERSION
        assert database.check() == []
        # History stays, undo stops.
        assert database.undoable() is None
        with pytest.raises(UndoError, match="updated"):
            database.undo(1)
        with database.read() as reader:
            assert len(record_history(reader, "organisation", 1)) == 1
        # An older backup is brought up to date while it is restored.
        database.restore(backup.path)
        assert database.check() == []
        assert count(database, "colour") == 0
    with Database.open(path, read_only=True) as window:
        assert count(window, "organisation") == 50


_FAILURES = {
    "an error in the middle": REBUILD + "    op.execute('SELECT nonsense FROM nowhere')\n",
    "rows lost": REBUILD + "    op.execute('DELETE FROM contact_point WHERE id > 0')\n"
    "    op.execute('DELETE FROM organisation_name WHERE id > 40')\n",
    "a reference left hanging": REBUILD + "    op.execute('UPDATE organisation_name SET organisation_id = 999')\n",
    "tables that a new file would not have": REBUILD
    + "    if op.get_bind().execute(sa.text('SELECT count(*) FROM organisation')).scalar():\n"
    "        op.create_index('ix_surprise', 'colour', ['name'])\n",
}


@pytest.mark.parametrize("second", _FAILURES.values(), ids=_FAILURES.keys())
def test_a_migration_that_fails_leaves_the_file_exactly_as_it_was(path: Path, tmp_path: Path, second: str) -> None:
    before = path.read_bytes()
    with pytest.raises(StorageError, match="left exactly as it was"):
        bring_up_to_date(path, tmp_path / "work.part", folder_with(tmp_path / "migrations", second))
    assert path.read_bytes() == before
    assert not (tmp_path / "work.part").exists()


def test_a_migration_may_say_that_it_changes_the_number_of_rows(path: Path, tmp_path: Path) -> None:
    second = REBUILD + "    op.execute('DELETE FROM organisation_name WHERE id > 40')\n"
    second += "\n\nROWS_CHANGE = ('organisation_name',)\n"
    bring_up_to_date(path, tmp_path / "work.part", folder_with(tmp_path / "migrations", second))
    assert scalar(path, "SELECT count(*) FROM organisation_name") == 40


def test_a_window_that_reads_keeps_its_picture_while_the_file_is_migrated(path: Path, tmp_path: Path) -> None:
    with Database.open(path, read_only=True) as window:
        with window.read() as reader:
            assert reader.value("SELECT count(*) FROM organisation") == 50
            bring_up_to_date(path, tmp_path / "work.part", folder_with(tmp_path / "migrations"))
            assert reader.value("SELECT count(*) FROM organisation_name") == 50
            assert reader.rows("SELECT 1 FROM sqlite_schema WHERE name = 'colour'") == []
        assert window.poll() is not None
        assert count(window, "colour") == 0


def test_a_damaged_older_file_is_not_migrated(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE organisation_name SET organisation_id = 999 WHERE id = 3")
    monkeypatch.setattr(paths, "migrations_dir", lambda: folder_with(tmp_path / "migrations"))
    monkeypatch.setattr(opening, "SCHEMA_VERSION", NEXT)
    with pytest.raises(StorageError):
        Database.open(path)
    assert scalar(path, "PRAGMA user_version") == SCHEMA_VERSION


def test_a_new_file_says_which_program_made_it(new_database: Callable[..., Database]) -> None:
    from oci_desktop import __version__

    with new_database().read() as reader:
        assert reader.value("SELECT value FROM setting WHERE key = 'program_version'") == __version__


def test_no_backup_no_migration(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(paths, "migrations_dir", lambda: folder_with(tmp_path / "migrations"))
    monkeypatch.setattr(opening, "SCHEMA_VERSION", NEXT)
    monkeypatch.setattr(backups, "make", full)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="full"):
        Database.open(path)
    assert path.read_bytes() == before


def test_the_same_rows_before_and_after(path: Path, tmp_path: Path) -> None:
    with Database.open(path, read_only=True) as window:
        before = picture(window)
    bring_up_to_date(path, tmp_path / "work.part", folder_with(tmp_path / "migrations"))
    with contextlib.closing(sqlite3.connect(path)) as raw:
        after = raw.execute("SELECT id, ref, search_norm FROM organisation ORDER BY id").fetchall()
    assert after == [(row["id"], row["ref"], row["search_norm"]) for row in before["organisation"]]
