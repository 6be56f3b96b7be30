"""Going back to a backup, in the open file."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from oci_desktop.errors import StorageError, UserError
from oci_desktop.formats import datetime_text
from oci_desktop.i18n import use_language
from oci_desktop.model import schema
from oci_desktop.queries.history import recent_actions
from oci_desktop.store import backups
from oci_desktop.store.database import Database
from oci_desktop.store.problems import DamagedFileError, MissingFileError, UndoError
from tests.store.rows import add_person, count, picture, saved_organisation
from tests.store.test_backups import damage


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def test_restoring_brings_everything_back_and_loses_nothing(database: Database) -> None:
    saved_organisation(database, "Kept")
    wanted = picture(database)
    backup = database.backup()
    saved_organisation(database, "Only in the newest backup")
    lost = picture(database)
    heard = []
    database.subscribe(heard.append)
    database.restore(backup.path)
    assert picture(database) == wanted
    assert heard[0].all
    assert database.check() == []
    newest = database.backups()[0]
    assert newest.reason == "before-restore"
    database.restore(newest.path)
    assert picture(database) == lost


def test_going_back_to_any_copy_of_an_older_day_leaves_every_copy_where_it_is(database: Database) -> None:
    morning = datetime.now(UTC).replace(hour=10) - timedelta(days=5)
    with database.read() as reader:
        raw = reader._link.raw
        made = [
            backups.make(raw, database.path, database.backup_folder, "work", morning + timedelta(hours=hour))
            for hour in range(3)
        ]
    for number, backup in enumerate(made):
        saved_organisation(database, f"n{number}")
        database.restore(backup.path)
        assert count(database, "organisation") == 0
    assert {backup.path for backup in made} < {backup.path for backup in database.backups()}


def test_the_journal_says_who_restored_and_undo_stops_there(database: Database) -> None:
    saved_organisation(database)
    database.restore(database.backup().path)
    with database.read() as reader:
        entry = recent_actions(reader)[0]
    assert (entry.kind, entry.who, entry.count) == ("restore", "Alix Exemple", 0)
    assert str(entry.label).startswith("Restored from the backup of ")
    assert database.undoable() is None
    with pytest.raises(UndoError, match="restore the backup"):
        database.undo(entry.action_id)
    assert database.undo(1).id == 1


def test_the_date_of_what_was_restored_is_said_in_the_language_of_the_moment(database: Database) -> None:
    backup = database.backup()
    use_language("fr")
    database.restore(backup.path)
    use_language("en")
    with database.read() as reader:
        entry = recent_actions(reader)[0]
    assert str(entry.label) == f"Restored from the backup of {datetime_text(backup.at)}"
    use_language("fr")
    assert str(entry.label).endswith(datetime_text(backup.at))
    use_language("en")
    with pytest.raises(UndoError, match=r"[ap]\.m\."):
        database.undo(entry.action_id)
    assert json.loads(entry.label.to_json())["values"] == {"date": backup.at}


def test_ids_given_since_the_backup_are_not_given_again(database: Database) -> None:
    backup = database.backup()
    with database.write("three people") as write:
        last = [add_person(write, name) for name in "abc"][-1]
    database.restore(backup.path)
    with database.write("another") as write:
        assert add_person(write, "d") == last + 1
        assert write.value("SELECT max(id) FROM journal_action") == 2


def test_the_file_stays_what_it_was_for_sqlite(database: Database) -> None:
    saved_organisation(database)
    database.restore(database.backup().path)
    with database.read() as reader:
        assert reader.value("PRAGMA journal_mode") == "wal"
    database.close()
    assert not (database.path.parent / (database.path.name + "-wal")).exists()


def test_readers_of_the_moment_keep_their_picture(database: Database) -> None:
    backup = database.backup()
    saved_organisation(database)
    with Database.open(database.path, read_only=True) as window, window.read() as reader:
        assert reader.value("SELECT count(*) FROM organisation") == 1
        database.restore(backup.path)
        assert reader.value("SELECT count(*) FROM organisation") == 1
        assert window.poll() is not None
        assert count(window, "organisation") == 0


def test_documents_come_back_too(database: Database) -> None:
    name = database.documents.add(b"a logo")
    backup = database.backup()
    (database.documents.folder / name[:2] / name).unlink()
    database.restore(backup.path)
    assert database.documents.read(name) == b"a logo"


def copy_with_log(database: Database, target: Path) -> Path:
    """What a copy of an open file, or of one that a killed program left, looks like: most of it is in its log."""
    for ending in ("", "-wal"):
        shutil.copy(f"{database.path}{ending}", f"{target}{ending}")
    assert Path(f"{target}-wal").stat().st_size > 0
    return target


def test_a_copy_that_has_its_log_beside_it_comes_back_with_its_last_actions(database: Database, tmp_path: Path) -> None:
    for name in "ABC":
        saved_organisation(database, name)
    wanted = picture(database)
    copy = copy_with_log(database, tmp_path / "key.ocidb")
    saved_organisation(database, "D")
    database.restore(copy)
    assert picture(database) == wanted


def test_recovering_from_a_copy_with_its_log_brings_its_last_actions_too(database: Database, tmp_path: Path) -> None:
    for name in "ABC":
        saved_organisation(database, name)
    wanted = picture(database)
    copy = copy_with_log(database, tmp_path / "key.ocidb")
    database.close()
    database.path.unlink()
    with Database.recover(database.path, copy) as recovered:
        assert picture(recovered) == wanted


def test_a_log_is_read_where_sqlite_may_write_nothing_beside_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_organisation(database)
    wanted = picture(database)
    copy = copy_with_log(database, tmp_path / "key.ocidb")
    through = backups._copy_through

    def refused(source: Path, parameters: str, draft: Path) -> None:
        if source == copy:
            raise sqlite3.OperationalError("unable to open database file")
        through(source, parameters, draft)

    monkeypatch.setattr(backups, "_copy_through", refused)
    database.restore(copy)
    assert picture(database) == wanted


def test_the_file_is_not_its_own_backup(database: Database) -> None:
    saved_organisation(database)
    before = picture(database)
    with pytest.raises(UserError, match="is the file itself"):
        database.restore(database.path)
    assert picture(database) == before
    database.close()
    with pytest.raises(UserError, match="is the file itself"):
        Database.recover(database.path, database.path)
    assert database.path.exists()


def test_what_cannot_be_trusted_is_not_restored(database: Database, new_database: Callable[..., Database]) -> None:
    saved_organisation(database)
    before = picture(database)
    backup = database.backup()
    damage(backup.path)
    with pytest.raises(DamagedFileError):
        database.restore(backup.path)
    with pytest.raises(MissingFileError):
        database.restore(database.path.parent / "nothing.ocidb")
    with pytest.raises(StorageError):
        database.restore(database.path.parent)
    assert picture(database) == before


def test_another_file_is_not_a_backup_of_this_one(database: Database) -> None:
    saved_organisation(database)
    with Database.create(database.path.parent / "other.ocidb") as other:
        stranger = other.backup().path
    with pytest.raises(UserError, match="copy of another file"):
        database.restore(stranger)
    assert count(database, "organisation") == 1


def test_restoring_is_refused_when_the_backup_before_it_fails(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = database.backup()
    saved_organisation(database)

    def full(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr("oci_desktop.store.backups.make", full)
    with pytest.raises(StorageError):
        database.restore(backup.path)
    assert count(database, schema.organisation.name) == 1
    database.automatic_backups = False


def test_undo_after_a_restore_says_why_it_cannot(database: Database) -> None:
    saved_organisation(database, "A")
    database.restore(database.backup("asked").path)
    with pytest.raises(UndoError, match=r"restore the backup|copie de sécurité"):
        database.undo()
