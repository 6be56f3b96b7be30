"""One writer per file, between real processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from oci_desktop.i18n import use_language
from oci_desktop.store.database import Database
from oci_desktop.store.journal import Changes
from oci_desktop.store.locks import holder_of
from oci_desktop.store.problems import FileInUseError
from tests.store.rows import add_organisation, count, saved_organisation

_HOLD = """
import sys
from oci_desktop.store.database import Database
from tests.store.rows import saved_organisation
database = Database.open(sys.argv[1], user="Rosalie Côté-Fictive")
print("open", flush=True)
for line in sys.stdin:
    if line.strip() == "save":
        saved_organisation(database)
        print("saved", flush=True)
    else:
        break
database.close()
print("closed", flush=True)
"""


class Other:
    """Another process that holds a file."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent.parent,
            env=os.environ | {"PYTHONUTF8": "1"},
        )
        assert self.hears() == "open"

    def hears(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ask(self, word: str) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return self.hears()


@contextmanager
def other_process(path: Path) -> Iterator[Other]:
    other = Other(path)
    try:
        yield other
    finally:
        other.process.kill()
        other.process.communicate()


@pytest.fixture
def path(database: Database) -> Path:
    database.close()
    return database.path


def test_a_second_window_is_told_who_holds_the_file(path: Path) -> None:
    use_language("en")
    with other_process(path) as other:
        with pytest.raises(FileInUseError, match="Rosalie Côté-Fictive") as refusal:
            Database.open(path)
        assert refusal.value.holder == "Rosalie Côté-Fictive"
        assert "Nothing was changed" in str(refusal.value)
        assert other.ask("close") == "closed"
    with Database.open(path, user="Me"):
        holder = holder_of(path)
        assert holder is not None
        assert (holder.who, holder.pid) == ("Me", os.getpid())
    assert holder_of(path) is None


def test_a_second_window_of_the_same_program_is_told_too(path: Path) -> None:
    with Database.open(path, user="Me"), pytest.raises(FileInUseError, match="Me"):
        Database.open(path)


def test_another_spelling_of_the_path_is_the_same_file(path: Path) -> None:
    crooked = path.parent / "." / "nowhere" / ".." / path.name
    with Database.open(path), pytest.raises(FileInUseError):
        Database.open(crooked)


def test_reading_is_always_possible_and_follows_the_other(path: Path) -> None:
    heard: list[Changes] = []
    with other_process(path) as other, Database.open(path, read_only=True) as window:
        window.subscribe(heard.append)
        assert window.poll() is None
        assert other.ask("save") == "saved"
        changes = window.poll()
        assert changes is not None
        assert changes.all
        assert changes.touch("anything")
        assert heard == [changes]
        assert window.poll() is None
        assert count(window, "organisation") == 1


def test_a_writer_has_nobody_to_follow(database: Database) -> None:
    saved_organisation(database)
    assert database.poll() is None


def test_a_killed_window_leaves_no_lock_behind(path: Path) -> None:
    with other_process(path) as other:
        assert other.ask("save") == "saved"
    assert holder_of(path) is not None
    with Database.open(path, user="Me") as database:
        assert count(database, "organisation") == 1


def test_two_people_cannot_make_the_same_new_file(tmp_path: Path) -> None:
    with Database.create(tmp_path / "x.ocidb", user="First"), pytest.raises(FileInUseError, match="First"):
        Database.create(tmp_path / "x.ocidb", user="Second")


@contextmanager
def somebody_writing(database: Database) -> Iterator[threading.Event]:
    """A worker in the middle of an action, which it ends when the event is set."""
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        with database.write("slow") as write:
            add_organisation(write)
            begun.set()
            go_on.wait(20)

    worker = threading.Thread(target=work)
    worker.start()
    assert begun.wait(20)
    yield go_on
    go_on.set()
    worker.join(20)


def test_closing_waits_for_what_is_being_written_and_backs_it_up(database: Database) -> None:
    with somebody_writing(database) as go_on:
        threading.Timer(0.2, go_on.set).start()
        database.close()
    assert [backup.action_id for backup in database.backups()] == [1]
    assert holder_of(database.path) is None
    with Database.open(database.path, user="Me") as again:
        assert count(again, "organisation") == 1


def test_a_writer_that_takes_too_long_keeps_the_file_until_it_has_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oci_desktop.store.database._CLOSING_SECONDS", 0.05)
    with somebody_writing(database):
        database.close()
        with pytest.raises(FileInUseError):
            Database.open(database.path)
    assert [backup.action_id for backup in database.backups()] == [1]
    with Database.open(database.path, user="Me") as again:
        assert count(again, "organisation") == 1
    with pytest.raises(RuntimeError, match="closed"), database.write("too late"):
        pass
