"""Opening what is missing, foreign, damaged, newer, unwritable: a clear message, and nothing is ever lost."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from oci_desktop.errors import NewerFileError, StorageError, UserError
from oci_desktop.i18n import use_language
from oci_desktop.store import backups
from oci_desktop.store.connection import connect
from oci_desktop.store.database import Database
from oci_desktop.store.locks import WriterLock
from oci_desktop.store.problems import (
    DamagedFileError,
    MissingFileError,
    NotADatabaseError,
    ReadOnlyError,
)
from tests.store.rows import count, name_of, saved_organisation


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def path(database: Database) -> Path:
    """A closed file with two organisations and a backup."""
    for number in range(2):
        saved_organisation(database, f"n{number}")
    database.close()
    return database.path


def change(path: Path, sql: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(sql)


def break_pages(path: Path) -> None:
    """Zeros over the middle of the file: tables that cannot be read any more."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 8192 * 4096
    content[middle - 40_960 : middle] = bytes(40_960)
    path.write_bytes(content)


def leave_unclean(path: Path) -> None:
    """As a program that was killed leaves the file."""
    (path.parent / (path.name + ".holder")).write_text(
        json.dumps({"who": "x", "host": "y", "since": "2026-01-01T00:00:00Z", "pid": 1}), encoding="utf-8"
    )


def test_a_missing_file_is_never_replaced_by_an_empty_one(tmp_path: Path) -> None:
    for read_only in (False, True):
        with pytest.raises(MissingFileError, match=r"gone\.ocidb"):
            Database.open(tmp_path / "gone.ocidb", read_only=read_only)
    assert list(tmp_path.glob("gone*")) == []


@pytest.mark.parametrize("content", [b"", b"Name;Region\nX;06\n", b"PK\x03\x04" + bytes(100), bytes(5_000)])
def test_another_kind_of_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.ocidb"
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(NotADatabaseError):
            Database.open(path, read_only=read_only)
    assert path.read_bytes() == content
    with pytest.raises(NotADatabaseError):
        Database.open(tmp_path)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.ocidb"
    change(path, "CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(NotADatabaseError):
            Database.open(path, read_only=read_only)
    assert path.read_bytes()[100:] == before[100:]


def test_a_newer_file_is_refused_with_the_version_named(path: Path) -> None:
    change(path, "UPDATE setting SET value = '7.3' WHERE key = 'program_version'")
    change(path, "PRAGMA user_version = 99")
    for read_only in (False, True):
        with pytest.raises(NewerFileError, match=r"version 7\.3"):
            Database.open(path, read_only=read_only)
    change(path, "DROP TABLE setting")
    with pytest.raises(NewerFileError):
        Database.open(path)


def test_a_damaged_file_is_found_after_an_unclean_close_and_the_newest_backup_offered(path: Path) -> None:
    (backup,) = backups.list_backups(next((path.parent / "home" / "data" / "backups").iterdir()))
    break_pages(path)
    leave_unclean(path)
    damaged = path.read_bytes()
    for _ in range(2):
        with pytest.raises(DamagedFileError, match="A verified backup can take its place") as refusal:
            Database.open(path)
        assert (refusal.value.backup, refusal.value.backup_at) == (backup.path, backup.at)
    assert path.read_bytes() == damaged


def test_a_damaged_file_is_offered_its_own_backup_before_a_newer_one_of_its_copy(path: Path) -> None:
    own = backups.newest_verified_for(path)
    assert own is not None
    with Database.open(shutil.copy(path, path.parent / "essai.ocidb")) as twin:
        saved_organisation(twin, "Invented")
        of_twin = twin.backup()
        twin_path = twin.path
    with contextlib.closing(connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE organisation_name SET organisation_id = 77 WHERE id = 1")
    leave_unclean(path)
    with pytest.raises(DamagedFileError) as refusal:
        Database.open(path)
    assert (refusal.value.backup, refusal.value.made_from) == (own.path, None)
    own.path.unlink()
    with pytest.raises(DamagedFileError, match=f"one of the file {twin_path}") as refusal:
        Database.open(path)
    assert (refusal.value.made_from, refusal.value.backup_at) == (twin_path, of_twin.at)


def test_a_file_that_lost_its_beginning_is_offered_its_backup_too(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[16:4096] = os.urandom(4080)
    path.write_bytes(content)
    with pytest.raises(StorageError) as refusal:
        Database.open(path)
    assert isinstance(refusal.value, DamagedFileError)
    assert refusal.value.backup is not None


def test_a_damaged_file_without_backup_says_so(path: Path) -> None:
    shutil.rmtree(path.parent / "home" / "data" / "backups")
    break_pages(path)
    leave_unclean(path)
    with pytest.raises(DamagedFileError, match="no verified backup") as refusal:
        Database.open(path)
    assert refusal.value.backup is None


def test_recovering_keeps_the_damaged_file(path: Path) -> None:
    break_pages(path)
    leave_unclean(path)
    damaged = path.read_bytes()
    with pytest.raises(DamagedFileError) as refusal:
        Database.open(path)
    assert refusal.value.backup is not None
    with Database.recover(path, refusal.value.backup, user="Me") as database:
        assert name_of(database, 2) == "n1"
        assert database.check() == []
    (kept,) = path.parent.glob("membres-damaged-*.ocidb")
    assert kept.read_bytes() == damaged


def test_a_file_that_vanished_can_be_recovered(path: Path) -> None:
    path.unlink()
    with pytest.raises(MissingFileError):
        Database.open(path)
    backup = backups.newest_verified_for(path)
    assert backup is not None
    with Database.recover(path, backup.path) as database:
        assert count(database, "organisation") == 2


def test_a_damaged_backup_recovers_nothing(path: Path) -> None:
    backup = backups.newest_verified_for(path)
    assert backup is not None
    break_pages(backup.path)
    before = path.read_bytes()
    with pytest.raises(DamagedFileError):
        Database.recover(path, backup.path)
    assert path.read_bytes() == before
    assert backups.newest_verified_for(path) is None


def test_a_refused_recovery_or_creation_leaves_the_mark_that_makes_the_next_opening_check(path: Path) -> None:
    # Such damage is only found by looking for it.
    with contextlib.closing(connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE organisation_name SET organisation_id = 77 WHERE id = 1")
    leave_unclean(path)
    broken = path.parent / "broken.ocidb"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    with pytest.raises(DamagedFileError):
        Database.recover(path, broken)
    with pytest.raises(DamagedFileError):
        Database.open(path)
    with pytest.raises(UserError):
        Database.create(path)
    with pytest.raises(DamagedFileError):
        Database.open(path)


def test_a_newer_copy_takes_the_place_of_nothing(path: Path) -> None:
    backup = backups.newest_verified_for(path)
    assert backup is not None
    newer = shutil.copy(backup.path, path.parent / "newer.ocidb")
    change(newer, "PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(NewerFileError):
        Database.recover(path, newer)
    assert path.read_bytes() == before
    assert list(path.parent.glob("*-damaged-*")) == []


def test_nobody_comes_in_between_while_a_file_is_recovered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = backups.newest_verified_for(path)
    assert backup is not None
    locks = []
    take = WriterLock.__init__

    def taken(lock: WriterLock, place: Path, who: str) -> None:
        locks.append(place)
        take(lock, place, who)

    monkeypatch.setattr(WriterLock, "__init__", taken)
    with Database.recover(path, backup.path):
        assert locks == [path]


def test_check_names_what_is_wrong(path: Path) -> None:
    change(path, "DROP INDEX ix_organisation_search")
    with contextlib.closing(connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE organisation_name SET organisation_id = 77 WHERE id = 1")
    with Database.open(path) as database:
        document = database.documents.add(b"x")
        place = database.documents.folder / document[:2] / document
        place.write_bytes(b"y")
        found = database.check()
        database.automatic_backups = False
    assert found == ["organisation_name 1: no such organisation", "index ix_organisation_search", document[:12] + "…"]


def test_damage_is_looked_for_once_the_rows_are_shown(path: Path) -> None:
    with Database.open(path) as database:
        assert database.damage() is None
        database.automatic_backups = False
    with contextlib.closing(connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE organisation_name SET organisation_id = 77 WHERE id = 1")
    with Database.open(path) as database:
        found = database.damage()
        assert found is not None
        assert found.backup is not None


def test_damage_met_while_reading_is_said_in_words(path: Path) -> None:
    with Database.open(path, read_only=True) as database:
        break_pages(path)
        with pytest.raises(DamagedFileError):
            count(database, "journal_change")
    with pytest.raises(DamagedFileError, match="A verified backup"):
        Database.open(path, read_only=True)


@contextlib.contextmanager
def folder_that_refuses() -> Iterator[Path]:
    """A folder where this process can write nothing, even when root runs the tests."""
    if sys.platform == "win32":
        pytest.skip("rights of folders are another matter on Windows")
    root = Path(tempfile.mkdtemp())
    was_root = os.geteuid() == 0
    root.chmod(0o755)
    folder = root / "partage"
    folder.mkdir()
    try:
        yield folder
    finally:
        if was_root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(root)


def refuse_from_now_on(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65_534)


def test_a_folder_that_cannot_be_written_is_read(path: Path) -> None:
    with folder_that_refuses() as folder:
        shutil.copy(path, folder / "x.ocidb")
        refuse_from_now_on(folder)
        with Database.open(folder / "x.ocidb", read_only=True, user="x") as window:
            assert count(window, "organisation") == 2
            assert window.poll() is None
        with pytest.raises(ReadOnlyError, match="read-only"):
            Database.open(folder / "x.ocidb", user="x")
        with pytest.raises(ReadOnlyError):
            Database.create(folder / "new.ocidb", user="x")
        assert [file.name for file in folder.iterdir()] == ["x.ocidb"]


def test_a_file_that_cannot_be_written_is_said_before_anything_is_typed(path: Path) -> None:
    with folder_that_refuses() as folder:
        shutil.copy(path, folder / "x.ocidb")
        folder.chmod(0o777)
        (folder / "x.ocidb").chmod(0o444)
        if os.geteuid() == 0:
            os.seteuid(65_534)
        with pytest.raises(ReadOnlyError):
            Database.open(folder / "x.ocidb", user="x")


def test_the_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "autre.db"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (a)")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(NotADatabaseError):
        Database.open(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [found.name for found in tmp_path.iterdir() if found.name != "home"] == ["autre.db"]


@pytest.mark.parametrize("address", ["sqlite:///x.ocidb", "postgresql://h/d", "mysql+x:/h/d", "postgresql:d"])
def test_the_address_of_a_server_is_refused_even_folded_to_a_path(address: str) -> None:
    for given in (address, Path(address)):
        with pytest.raises(StorageError, match="Database servers"):
            Database.create(given)
