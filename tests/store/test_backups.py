"""Backups: made, re-opened, checked, with their SHA-256; failures are known."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from oci_desktop import paths
from oci_desktop.errors import StorageError, UserError
from oci_desktop.store import backups
from oci_desktop.store.database import Database
from oci_desktop.store.problems import DamagedFileError
from tests.store.rows import count, name_of, saved_organisation


def damage(path: Path) -> None:
    """One bit, in the middle: what integrity_check often misses, and the sum never."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_backup_is_whole_and_stands_alone(database: Database, tmp_path: Path) -> None:
    organisation = saved_organisation(database)
    backup = database.backup()
    assert backup.path.parent == paths.data_dir() / "backups" / database.database_id
    assert (backup.reason, backup.action_id) == ("asked", 1)
    sum_line = (backup.path.parent / (backup.path.name + ".sha256")).read_text(encoding="utf-8")
    assert sum_line == f"{hashlib.sha256(backup.path.read_bytes()).hexdigest()}  {backup.path.name}\n"
    alone = tmp_path / "alone" / "copy.ocidb"
    alone.parent.mkdir()
    shutil.copy(backup.path, alone)
    with Database.open(alone) as copy:
        assert name_of(copy, organisation) == "Amitié fictive"
    assert not list(backup.path.parent.glob("*.part*"))


def test_closing_backs_up_when_something_changed_and_only_then(database: Database) -> None:
    saved_organisation(database)
    database.close()
    database.close()
    folder = database.backup_folder
    assert [backup.reason for backup in backups.list_backups(folder)] == ["close"]
    Database.open(database.path).close()
    with Database.open(database.path, read_only=True) as window, window.read() as reader:
        reader.rows("SELECT * FROM organisation")
    assert len(backups.list_backups(folder)) == 1


def test_a_throw_away_file_is_not_backed_up(database: Database) -> None:
    database.automatic_backups = False
    saved_organisation(database)
    assert database.backup_if_due(after_minutes=0) is None
    database.close()
    assert not database.backup_folder.exists()


def test_every_thirty_minutes_of_work(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000.0]
    monkeypatch.setattr("oci_desktop.store.database.time.monotonic", lambda: clock[0])
    database._backed_up_at = clock[0]
    clock[0] += 31 * 60
    assert database.backup_if_due() is None
    saved_organisation(database)
    backup = database.backup_if_due()
    assert backup is not None
    assert backup.reason == "work"
    saved_organisation(database)
    clock[0] += 29 * 60
    assert database.backup_if_due() is None
    clock[0] += 2 * 60
    assert database.backup_if_due() is not None


def test_documents_are_copied_once(database: Database) -> None:
    logo = database.documents.add(b"a logo")
    saved_organisation(database)
    folder = database.backup().path.parent / "files"
    copied = folder / logo[:2] / logo
    assert copied.read_bytes() == b"a logo"
    before = copied.stat().st_mtime_ns
    letter = database.documents.add(b"a letter")
    database.backup()
    assert copied.stat().st_mtime_ns == before
    assert (folder / letter[:2] / letter).exists()


def test_a_backup_that_fails_is_remembered_until_one_succeeds(database: Database) -> None:
    saved_organisation(database)
    database.backup_folder.parent.mkdir(parents=True)
    database.backup_folder.write_text("a file where the folder should be")
    assert database.backup_failure() is None
    with pytest.raises(StorageError):
        database.backup()
    failure = database.backup_failure()
    assert failure is not None
    assert failure.reason
    database.backup_folder.unlink()
    assert database.backup_quietly("work") is not None
    assert database.backup_failure() is None


def test_home_knows_of_a_failure_after_a_restart(database: Database) -> None:
    backups.record_failure(database.backup_folder, backups.Failure("2026-11-21T10:00:00Z", "The disk is full."))
    database.close()
    with Database.open(database.path) as again:
        failure = again.backup_failure()
        assert failure is not None
        assert failure.reason == "The disk is full."


def test_a_closing_window_is_not_stopped_by_a_failed_backup(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    saved_organisation(database)
    database.backup_folder.parent.mkdir(parents=True)
    database.backup_folder.write_text("in the way")
    database.close()
    assert "the backup failed" in caplog.text
    with Database.open(database.path) as again:
        assert count(again, "organisation") == 1
        again.automatic_backups = False


def test_a_damaged_backup_does_not_count(database: Database) -> None:
    saved_organisation(database)
    good = database.backup()
    saved_organisation(database, "Second")
    bad = database.backup()
    damage(bad.path)
    with pytest.raises(DamagedFileError):
        backups.verify(bad.path)
    assert backups.newest_verified(database.backup_folder) == good


def test_a_backup_without_its_sum_does_not_count(database: Database) -> None:
    backup = database.backup()
    (backup.path.parent / (backup.path.name + ".sha256")).unlink()
    assert database.backups() == []
    (backup.path.parent / "notes-of-somebody.ocidb").write_text("x")
    assert database.backups() == []


def test_thinning_takes_the_copies_and_their_sums_away(database: Database) -> None:
    now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    folder = database.backup_folder
    with database.read() as reader:
        raw = reader._link.raw
        for days in (0, 1, 5, 5.1, 5.2):
            backups.make(raw, database.path, folder, "work", now - timedelta(days=days))
    gone = backups.thin(folder, database.path, now)
    assert len(gone) == 2
    assert len(database.backups()) == 3
    assert len(list(folder.glob("*.sha256"))) == len(list(folder.glob("*.source.json"))) == 3


def test_a_copy_where_the_person_wants_it(database: Database, tmp_path: Path) -> None:
    organisation = saved_organisation(database)
    target = database.backup_to(tmp_path / "clé USB" / "copie.ocidb")
    with pytest.raises(UserError):
        database.backup_to(target)
    backups.verify(target)
    with Database.open(target, read_only=True) as copy:
        assert name_of(copy, organisation) == "Amitié fictive"


def test_a_window_that_only_reads_can_make_a_copy(database: Database, tmp_path: Path) -> None:
    saved_organisation(database)
    with Database.open(database.path, read_only=True) as window:
        backups.verify(window.backup_to(tmp_path / "copie.ocidb"))


def test_saving_goes_on_while_a_backup_is_made(database: Database) -> None:
    saved_organisation(database)
    with database.read() as reader:
        reader.value("SELECT count(*) FROM organisation")
        saved_organisation(database, "Meanwhile")
        backup = backups.make(reader._link.raw, database.path, database.backup_folder, "work")
    assert backup.action_id == 1
    with sqlite3.connect(backup.path) as raw:
        assert raw.execute("SELECT count(*) FROM organisation").fetchone() == (1,)
    raw.close()


def test_what_is_saved_while_a_backup_is_made_is_in_the_next_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_organisation(database)
    copy = backups.write_copy

    def slow(raw: sqlite3.Connection, target: Path) -> None:
        copy(raw, target)
        saved_organisation(database, "Meanwhile")

    monkeypatch.setattr(backups, "write_copy", slow)
    database.backup("work")
    monkeypatch.undo()
    database.close()
    newest = backups.list_backups(database.backup_folder)[0]
    assert (newest.reason, newest.action_id) == ("close", 2)


@pytest.mark.skipif(sys.platform == "win32", reason="the command is of other systems")
def test_the_sum_is_what_other_programs_read(new_database: Callable[..., Database]) -> None:
    import subprocess

    backup = new_database().backup()
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("sha256sum is not installed")
    assert subprocess.run([tool, "-c", backup.path.name + ".sha256"], cwd=backup.path.parent).returncode == 0


def test_what_a_killed_backup_left_is_swept_away(database: Database) -> None:
    database.backup()
    old, new = (database.backup_folder / name for name in ("old.ocidb.part", "new.ocidb.part"))
    for file in (old, new):
        file.write_text("half")
    os.utime(old, (1, 1))
    database.backup()
    assert (old.exists(), new.exists()) == (False, True)


def twin_of(database: Database) -> Database:
    """A copy made with the system, to try things in: it has the same identity."""
    path = shutil.copy(database.path, database.path.parent / "essai.ocidb")
    return Database.open(path, user="Alix Exemple")


def test_a_file_and_its_copy_each_have_their_own_backups(database: Database) -> None:
    saved_organisation(database)
    database.close()
    with Database.open(database.path) as original, twin_of(database) as twin:
        saved_organisation(twin, "Invented")
        of_twin = twin.backup()
        assert of_twin.source == twin.path
        assert [backup.reason for backup in original.backups()] == ["close"]
        assert twin.backups() == [of_twin]
        assert original.backup_folder == twin.backup_folder


def test_the_backups_of_a_copy_do_not_push_out_those_of_the_file(database: Database) -> None:
    now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    with database.read() as reader:
        backups.make(reader._link.raw, database.path, database.backup_folder, "work", now - timedelta(days=5.1))
    with twin_of(database) as twin, twin.read() as reader:
        backups.make(reader._link.raw, twin.path, twin.backup_folder, "work", now - timedelta(days=5))
        assert backups.thin(twin.backup_folder, twin.path, now) == []
    assert len(database.backups()) == 1


def test_a_file_that_was_moved_keeps_its_backups(database: Database) -> None:
    backup = database.backup()
    database.close()
    moved = database.path.rename(database.path.with_name("ailleurs.ocidb"))
    with Database.open(moved) as again:
        assert again.backups() == [backup]
