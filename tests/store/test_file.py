"""The file itself: its settings, its doors, and what they refuse."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from oci_desktop.errors import NotFoundError, StorageError, UserError
from oci_desktop.i18n import use_language
from oci_desktop.model import schema
from oci_desktop.store.database import Database
from oci_desktop.store.fileformat import APPLICATION_ID, SCHEMA_VERSION
from oci_desktop.store.problems import ReadOnlyError
from oci_desktop.store.writer import UnjournalledError
from tests.store.rows import add_organisation, add_person, count, name_of, notes_of, saved_organisation


def test_every_connection_has_the_settings_that_keep_data_safe(database: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA_VERSION,
        "busy_timeout": 10_000,
    }
    with database.read() as reader:
        assert {name: reader.value(f"PRAGMA {name}") for name in wanted} == wanted
    with database.write("settings") as write:
        assert {name: write.value(f"PRAGMA {name}") for name in wanted} == wanted


def test_a_new_file_has_an_identity_of_its_own(tmp_path: Path) -> None:
    with Database.create(tmp_path / "a.ocidb") as a, Database.create(tmp_path / "b.ocidb") as b:
        assert len(a.database_id) == 36
        assert a.database_id != b.database_id


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "letters.ocidb"
    path.write_text("something precious")
    with pytest.raises(UserError):
        Database.create(path)
    assert path.read_text() == "something precious"
    with pytest.raises(UserError):
        Database.create(path)


@pytest.mark.parametrize("name", ["é à ü.ocidb", "100 % #1?.ocidb", "x" * 120 + ".ocidb", "l’été & <b>.ocidb"])
def test_any_name_and_folder_serves(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32":
        name = name.translate(str.maketrans("", "", '?<>"|*:'))
    folder = tmp_path / "Élise Côté-Gagné 100%"
    with Database.create(folder / name) as database:
        organisation = saved_organisation(database)
        database.backup()
    with Database.open(folder / name, read_only=True) as database:
        assert name_of(database, organisation) == "Amitié fictive"


@pytest.mark.parametrize("address", ["postgresql://office/members", "postgres://u:p@office/x", "mysql://x/y"])
def test_a_server_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(StorageError, match="ocidb"):
        Database.open(address)
    with pytest.raises(StorageError, match="ocidb"):
        Database.create(address)


def test_what_is_written_is_read(database: Database) -> None:
    organisation = saved_organisation(database, "Forêt claire", notes="ligne 1\nligne 2\t« œ »")
    with database.read() as reader:
        assert reader.rows("SELECT printed FROM organisation_name") == [("Forêt claire",)]
        assert reader.row("SELECT notes FROM organisation WHERE id = :id", {"id": organisation}) == (
            "ligne 1\nligne 2\t« œ »",
        )
        row = reader.execute(select(schema.organisation)).one()
    assert (row.id, row.version, row.is_self, row.kind) == (organisation, 1, 0, "ngo")


def test_ids_are_known_at_once_and_never_serve_again(database: Database) -> None:
    with database.write("two") as write:
        first = add_person(write, "Un")
        second = add_person(write, "Deux")
    assert (first, second) == (1, 2)
    with database.write("one less") as write:
        write.delete(schema.person, second)
    with database.write("one more") as write:
        assert add_person(write, "Trois") == 3
    with database.write("none left, and one") as write:
        write.delete(schema.person, 1)
        write.delete(schema.person, 3)
        assert add_person(write, "Quatre") == 4


def test_a_writer_sees_what_it_wrote(database: Database) -> None:
    with database.write("see") as write:
        organisation = add_organisation(write, notes="avant")
        assert write.value("SELECT notes FROM organisation") == "avant"
        assert write.update(schema.organisation, organisation, {"notes": "après"})
        assert write.execute(select(schema.organisation.c.notes)).scalar_one() == "après"
        assert (write.get(schema.organisation, organisation) or {})["notes"] == "après"
        write.delete(schema.organisation, organisation)
        assert write.get(schema.organisation, organisation) is None
        assert write.row("SELECT 1 FROM organisation") is None
        write.delete(schema.organisation_name, 1)


def test_only_real_differences_are_written_and_the_version_grows_by_one(database: Database) -> None:
    organisation = saved_organisation(database, notes="a")
    with database.write("nothing new") as write:
        assert write.update(schema.organisation, organisation, {"notes": "a"}) is False
    assert count(database, "journal_action") == 1
    with database.write("twice") as write:
        assert write.update(schema.organisation, organisation, {"notes": "b", "version": 40}) is True
        write.value("SELECT 1")
        assert write.update(schema.organisation, organisation, {"notes": "c"}) is True
    with database.read() as reader:
        assert reader.row("SELECT notes, version FROM organisation") == ("c", 2)


def test_two_rows_may_exchange_a_unique_value(database: Database) -> None:
    with database.write("two settings") as write:
        a = write.insert(schema.setting, {"key": "a", "value": "1"})
        b = write.insert(schema.setting, {"key": "b", "value": "2"})
    with database.write("exchange") as write:
        write.update(schema.setting, a, {"key": "b"})
        write.update(schema.setting, b, {"key": "a"})
    with database.read() as reader:
        rows = reader.rows("SELECT id, key FROM setting WHERE id IN (:a, :b) ORDER BY id", {"a": a, "b": b})
    assert rows == [(a, "b"), (b, "a")]
    database.undo()
    with database.read() as reader:
        assert reader.value("SELECT id FROM setting WHERE key = 'a'") == a


def test_a_missing_row_is_not_changed_by_mistake(database: Database) -> None:
    with pytest.raises(NotFoundError), database.write("ghost") as write:
        write.update(schema.person, 99, {"notes": "x"})
    with pytest.raises(NotFoundError), database.write("ghost") as write:
        write.delete(schema.person, 99)


@pytest.mark.parametrize(
    "values", [{"colour": "red"}, {"notes": 1.5}, {"notes": b"x"}, {"notes": True}, {"notes": ["x"]}]
)
def test_a_mistake_of_the_program_is_no_silent_loss(database: Database, values: dict[str, object]) -> None:
    person = 0
    with database.write("person") as write:
        person = add_person(write)
    with pytest.raises(TypeError), database.write("wrong") as write:
        write.update(schema.person, person, values)
    with pytest.raises(TypeError), database.write("wrong") as write:
        add_person(write, **values)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\x07", "a\rb"])
def test_control_characters_stop_at_the_door(database: Database, text: str) -> None:
    with pytest.raises(UserError), database.write("hostile") as write:
        add_person(write, notes=text)
    assert count(database, "person") == 0


def test_what_looks_like_an_escape_is_text(database: Database) -> None:
    with database.write("backslash") as write:
        add_person(write, notes="\\u0000 and \\\\u0007 and C:\\u00e9")
    with database.read() as reader:
        assert reader.value("SELECT notes FROM person") == "\\u0000 and \\\\u0007 and C:\\u00e9"


def test_an_exception_leaves_nothing(database: Database) -> None:
    def half() -> None:
        with database.write("half") as write:
            add_organisation(write)
            write.value("SELECT 1")
            add_organisation(write)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert count(database, "organisation") == 0
    assert count(database, "journal_action") == 0


def test_a_rehearsal_leaves_nothing_and_tells_nobody(database: Database) -> None:
    told: list[object] = []
    database.subscribe(told.append)
    with database.write("dry run") as write:
        add_organisation(write)
        assert write.value("SELECT count(*) FROM organisation") == 1
        write.discard()
    assert count(database, "organisation") == 0
    assert told == []


def test_rows_change_through_the_writer_only(database: Database) -> None:
    with database.read() as reader, pytest.raises(StorageError):
        reader.rows("DELETE FROM setting")
    with database.read() as reader, pytest.raises(TypeError):
        reader.execute(insert(schema.setting).values(key="x"))
    with database.write("sneaky") as write, pytest.raises(StorageError):
        write.rows("DELETE FROM setting")
    with database.write("sneaky") as write, pytest.raises(TypeError):
        write.execute(schema.setting.delete())
    assert count(database, "setting") >= 2


def test_a_change_that_the_journal_does_not_know_is_rolled_back(database: Database) -> None:
    saved_organisation(database)

    def sneak() -> None:
        with database.write("around the door") as write:
            add_person(write)
            with write._link.writing() as raw:
                raw.execute("UPDATE organisation SET notes = 'unseen'")

    with pytest.raises(UnjournalledError):
        sneak()
    assert notes_of(database, 1) is None
    assert count(database, "person") == 0


def test_a_reader_keeps_its_picture_while_others_save(database: Database) -> None:
    organisation = saved_organisation(database, notes="before")
    with database.read() as reader:
        assert reader.value("SELECT notes FROM organisation") == "before"
        with database.write("meanwhile") as write:
            write.update(schema.organisation, organisation, {"notes": "after"})
        assert reader.value("SELECT notes FROM organisation") == "before"
    assert notes_of(database, organisation) == "after"


def test_a_write_inside_a_write_is_a_mistake(database: Database) -> None:
    with database.write("outer") as write:
        add_person(write)
        with pytest.raises(RuntimeError), database.write("inner"):
            pass


def test_threads_take_turns(database: Database) -> None:
    def work(number: int) -> None:
        for step in range(5):
            with database.write(f"{number}.{step}") as write:
                add_person(write, f"P{number}.{step}")
            with database.read() as reader:
                reader.execute(select(schema.person)).all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database, "person") == 20
    assert count(database, "journal_action") == 20


def test_listeners_hear_what_changed_and_whose_it_is(database: Database) -> None:
    heard = []
    stop = database.subscribe(heard.append)
    me = object()
    with database.write("contact", initiator=me) as write:
        organisation = add_organisation(write)
        write.insert(schema.contact_point, {"organisation_id": organisation, "kind": "phone", "value": "x"})
    assert heard[0].initiator is me
    assert heard[0].action_id == 1
    assert heard[0].records == {
        "organisation": {organisation},
        "organisation_name": {1},
        "contact_point": {1},
    }
    with database.write("nothing"):
        pass
    stop()
    saved_organisation(database)
    assert len(heard) == 1


def test_a_listener_that_fails_does_not_unsave(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    heard = []

    def broken(_changes: object) -> None:
        raise ValueError("a bug in a page")

    database.subscribe(broken)
    database.subscribe(heard.append)
    saved_organisation(database)
    assert len(heard) == 1
    assert "a listener failed" in caplog.text


def test_a_file_opened_for_reading_cannot_change(new_database: Callable[..., Database]) -> None:
    database = new_database()
    saved_organisation(database)
    with Database.open(database.path, read_only=True) as window:
        assert count(window, "organisation") == 1
        with pytest.raises(ReadOnlyError), window.write("no"):
            pass
        with pytest.raises(ReadOnlyError):
            window.undo()


def test_a_full_disk_keeps_what_was_saved_and_saves_nothing_by_halves(database: Database) -> None:
    saved_organisation(database)
    use_language("en")

    def fill() -> None:
        with database.write("too much") as write:
            write._link.raw.execute("PRAGMA max_page_count=1")
            for number in range(2_000):
                add_organisation(write, f"n{number}", notes="x" * 1_000)

    with pytest.raises(StorageError, match="The disk is full"):
        fill()
    assert count(database, "organisation") == 1
    assert database.check() == []


def test_opening_and_reading_lists_load_no_sqlalchemy(template: Path) -> None:
    program = (
        "import sys\n"
        "from oci_desktop.store.database import Database\n"
        f"with Database.open({str(template)!r}, user='x') as database, database.read() as reader:\n"
        "    reader.rows('SELECT * FROM organisation')\n"
        "heavy = {'sqlalchemy', 'alembic', 'babel', 'asyncio', 'hashlib', 'uuid'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_foreign_key_has_an_index_so_that_deleting_stays_quick() -> None:
    for table in schema.metadata.sorted_tables:
        indexed = {next(iter(index.columns)).name for index in table.indexes}
        indexed |= {column.name for column in table.columns if column.unique}
        for key in table.foreign_keys:
            if table.name != "journal_action":
                assert key.parent.name in indexed, f"{table.name}.{key.parent.name}"


def test_sqlite_is_recent_enough() -> None:
    assert sqlite3.sqlite_version_info >= (3, 35)
