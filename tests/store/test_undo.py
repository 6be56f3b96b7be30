"""Undo and redo: any action as one step, refused with an explanation where a later one is in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from oci_desktop.i18n import use_language
from oci_desktop.model import schema
from oci_desktop.store.database import Database
from oci_desktop.store.problems import UndoError
from tests.store.rows import (
    add_organisation,
    add_person,
    add_role,
    count,
    notes_of,
    picture,
    saved_organisation,
)


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def set_notes(database: Database, organisation: int, notes: str | None) -> int:
    with database.write(f"notes {notes}") as write:
        write.update(schema.organisation, organisation, {"notes": notes})
    with database.read() as reader:
        found: int = reader.value("SELECT max(id) FROM journal_action")
        return found


def test_an_import_is_undone_in_one_step_and_done_again(database: Database) -> None:
    before = picture(database)
    with database.write("Import of 300 organisations") as write:
        for number in range(300):
            add_organisation(write, f"n{number}")
    after = picture(database)
    action = database.undo()
    assert (str(action.label), action.undone) == ("Import of 300 organisations", True)
    assert picture(database) == before
    assert database.redo().id == action.id
    assert picture(database) == after


def test_ctrl_z_walks_back_and_ctrl_shift_z_forward(database: Database) -> None:
    organisation = saved_organisation(database, notes="0")
    for notes in "123":
        set_notes(database, organisation, notes)
    seen = []
    while (action := database.undoable()) is not None and action.id > 1:
        assert database.undo().id == action.id
        seen.append(notes_of(database, organisation))
    assert seen == ["2", "1", "0"]
    while (action := database.redoable()) is not None:
        assert database.redo().id == action.id
        seen.append(notes_of(database, organisation))
    assert seen == ["2", "1", "0", "1", "2", "3"]


def test_doing_something_new_ends_redo(database: Database) -> None:
    organisation = saved_organisation(database)
    set_notes(database, organisation, "a")
    database.undo()
    assert database.redoable() is not None
    set_notes(database, organisation, "b")
    assert database.redoable() is None
    with pytest.raises(UndoError, match="nothing to redo"):
        database.redo()
    assert str((database.undoable() or database.undo()).label) == "notes b"


def test_there_may_be_nothing_to_undo(database: Database) -> None:
    assert database.undoable() is None
    with pytest.raises(UndoError, match="nothing to undo"):
        database.undo()
    with pytest.raises(UndoError, match="no action number 7"):
        database.undo(7)


def test_an_older_action_is_undone_when_nothing_later_depends_on_it(database: Database) -> None:
    organisation = saved_organisation(database)
    first = set_notes(database, organisation, "a")
    with database.write("web") as write:
        write.update(schema.organisation, organisation, {"web": "https://example.org"})
    database.undo(first)
    with database.read() as reader:
        assert reader.row("SELECT notes, web FROM organisation") == (None, "https://example.org")
    with pytest.raises(UndoError, match="already"):
        database.undo(first)


def test_a_later_change_of_the_same_value_refuses_and_is_named(database: Database) -> None:
    organisation = saved_organisation(database)
    first = set_notes(database, organisation, "a")
    set_notes(database, organisation, "b")
    set_notes(database, organisation, "a")
    before = picture(database, versions=True)
    with pytest.raises(UndoError, match=r"“notes a” cannot be undone: “notes a” \(.+\)"):
        database.undo(first)
    assert picture(database, versions=True) == before
    database.undo()
    with pytest.raises(UndoError, match="“notes b”"):
        database.undo(first)
    database.undo()
    database.undo(first)
    assert notes_of(database, organisation) is None


def test_what_a_later_action_needs_is_not_taken_away(database: Database) -> None:
    organisation = saved_organisation(database)
    with database.write("hire") as write:
        add_role(write, organisation, add_person(write))
    with pytest.raises(UndoError, match="“Add Amitié fictive” cannot be undone: “hire”"):
        database.undo(1)
    database.undo()
    database.undo()
    assert count(database, "organisation") == 0


def test_what_came_back_must_find_what_it_needs(database: Database) -> None:
    organisation = saved_organisation(database)
    with database.write("person") as write:
        person = add_person(write)
    with database.write("hire") as write:
        role = add_role(write, organisation, person)
    with database.write("leave") as write:
        write.delete(schema.role, role)
    with database.write("forget") as write:
        write.delete(schema.person, person)
    with pytest.raises(UndoError, match="“leave” cannot be undone: “forget”"):
        database.undo(4)
    database.undo()
    database.undo()
    assert count(database, "role") == 1


def test_a_unique_value_taken_since_refuses_and_is_named(database: Database) -> None:
    with database.write("logo") as write:
        setting = write.insert(schema.setting, {"key": "logo", "value": "1"})
    with database.write("no logo") as write:
        write.delete(schema.setting, setting)
    with database.write("other logo") as write:
        write.insert(schema.setting, {"key": "logo", "value": "2"})
    with pytest.raises(UndoError, match="“no logo” cannot be undone: “other logo”"):
        database.undo(2)


def test_a_deleted_row_comes_back_with_its_id_and_a_newer_version(database: Database) -> None:
    with database.write("add") as write:
        person = add_person(write, notes="x")
    with database.write("delete") as write:
        write.delete(schema.person, person)
    database.undo()
    with database.read() as reader:
        assert reader.row("SELECT id, notes, version FROM person") == (person, "x", 2)


def test_the_version_only_grows(database: Database) -> None:
    organisation = saved_organisation(database)
    set_notes(database, organisation, "a")
    versions = []
    for step in (database.undo, database.redo, database.undo, database.undo, database.redo, database.redo):
        step()
        with database.read() as reader:
            versions.append(reader.value("SELECT version FROM organisation"))
    assert [version for version in versions if version] == [3, 4, 5, 6, 7]


def test_undo_is_an_action_of_the_journal_too(database: Database) -> None:
    heard = []
    organisation = saved_organisation(database)
    database.subscribe(heard.append)
    database.undo(initiator="window")
    with database.read() as reader:
        kinds = reader.rows("SELECT kind, target_id, who FROM journal_action ORDER BY id")
        assert reader.value("SELECT count(*) FROM journal_change") == 4
    assert kinds == [("do", 1, "Alix Exemple"), ("undo", 1, "Alix Exemple")]
    assert heard[0].records["organisation"] == {organisation}
    assert (heard[0].action_id, heard[0].initiator) == (2, "window")


def test_undoing_an_undo_is_a_redo_by_its_other_name(database: Database) -> None:
    saved_organisation(database)
    database.undo()
    with pytest.raises(UndoError, match="already"):
        database.undo(2)
    assert database.redo(2).id == 1
    assert database.undo(3).id == 1
    assert count(database, "organisation") == 0


def test_redoing_an_older_action_respects_what_came_since(database: Database) -> None:
    organisation = saved_organisation(database)
    first = set_notes(database, organisation, "a")
    database.undo()
    set_notes(database, organisation, "b")
    with pytest.raises(UndoError, match="“notes a” cannot be redone: “notes b”"):
        database.redo(first)
    with pytest.raises(UndoError, match="in force"):
        database.redo(first + 2)


def versions_of(database: Database, table: str) -> list[int]:
    with database.read() as reader:
        return [row[0] for row in reader.rows(f"SELECT version FROM {table} ORDER BY id")]


def test_taking_back_a_part_is_seen_by_a_form_that_is_open_on_its_owner(database: Database) -> None:
    with database.write("add") as write:
        organisation, person = add_organisation(write), add_person(write)
        role = add_role(write, organisation, person)
        points = {
            owner: write.insert(schema.contact_point, {f"{owner}_id": row, "kind": "email", "value": "a@example.org"})
            for owner, row in (("organisation", organisation), ("person", person), ("role", role))
        }
    for owner, point in points.items():
        with database.write("the address is bad") as write:
            write.update(schema.contact_point, point, {"state": "bounced"})
            write.touch(schema.metadata.tables[owner], 1)
        (opened,) = versions_of(database, owner)
        for take in (database.undo, database.redo):
            take()
            (now,) = versions_of(database, owner)
            assert now > opened
            opened = now
    assert [len(versions_of(database, owner)) for owner in points] == [1, 1, 1]


def test_a_part_that_goes_with_its_owner_touches_nothing(database: Database) -> None:
    saved_organisation(database)
    database.undo()
    database.redo()
    assert versions_of(database, "organisation") == [2]


def test_redo_is_refused_when_what_it_stood_on_is_gone(database: Database) -> None:
    organisation = saved_organisation(database)
    base = set_notes(database, organisation, "a")
    upper = set_notes(database, organisation, "b")
    database.undo()
    database.undo()
    with pytest.raises(UndoError):
        database.redo(upper)
    assert database.redo().id == base
    assert database.redo().id == upper


def test_undo_survives_a_restart(database: Database, new_database: Callable[..., Database]) -> None:
    organisation = saved_organisation(database)
    set_notes(database, organisation, "a")
    database.undo()
    database.close()
    with Database.open(database.path) as again:
        assert str((again.redoable() or again.redo()).label) == "notes a"
        again.redo()
        assert notes_of(again, organisation) == "a"
        again.undo()
        again.undo()
        assert count(again, "organisation") == 0


@pytest.mark.parametrize(
    ("column", "value", "reason"), [("schema_version", 0, "updated"), ("sealed", 1, "personal data")]
)
def test_undo_stops_at_a_change_of_the_tables_and_at_erased_data(
    database: Database, column: str, value: int, reason: str
) -> None:
    saved_organisation(database)
    link = database._links.take()
    with link.writing() as raw:
        raw.execute(f"UPDATE journal_action SET {column} = ?", (value,))
    database._links.give_back(link)
    assert database.undoable() is None
    with pytest.raises(UndoError, match=reason):
        database.undo(1)


def test_how_a_file_began_is_told_and_never_undone(database: Database) -> None:
    organisation = saved_organisation(database)
    database.begin_here()
    assert database.undoable() is None
    assert database.redoable() is None
    with database.read() as reader:
        assert reader.rows("SELECT kind FROM journal_action") == [("start",)]
    with pytest.raises(UndoError, match="how this file began"):
        database.undo(1)
    set_notes(database, organisation, "later")
    assert database.undo().id == 2
    assert database.undoable() is None
    assert database.redo().id == 2
