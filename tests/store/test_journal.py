"""Who changed what, when, from what: the journal and the history of a record."""

from __future__ import annotations

import re

from oci_desktop.i18n import Message, in_language, message, plural_message
from oci_desktop.model import schema
from oci_desktop.queries.history import (
    FieldChange,
    RowChange,
    action_changes,
    recent_actions,
    record_history,
)
from oci_desktop.store.database import Database
from tests.store.rows import add_organisation, add_person, add_role, count, saved_organisation


def test_an_action_says_who_when_and_what(database: Database) -> None:
    with database.write(message("Change of {name}", name="Oxfam-Québec")) as write:
        add_organisation(write)
    with database.read() as reader:
        (entry,) = recent_actions(reader)
    assert entry.who == "Alix Exemple"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.at)
    assert (entry.kind, entry.undone, entry.count) == ("do", False, 2)
    with in_language("en"):
        assert str(entry.label) == "Change of Oxfam-Québec"


def test_a_label_keeps_its_number_and_its_inner_labels(database: Database) -> None:
    inner = message("Change of {name}", name="<b>X</b>")
    label = plural_message("{n} row, {what}", "{n} rows, {what}", 3, what=inner)
    with database.write(label) as write:
        add_person(write)
    with database.read() as reader:
        (entry,) = recent_actions(reader)
    with in_language("en"):
        assert str(entry.label) == "3 rows, Change of <b>X</b>"


def test_a_label_may_become_more_precise_while_writing(database: Database) -> None:
    with database.write("Import") as write:
        add_person(write)
        write.label = Message("Import of {n} people", n=1, plural="Import of {n} people")
    with database.read() as reader:
        assert recent_actions(reader)[0].label.n == 1


def test_each_field_tells_from_what_to_what(database: Database) -> None:
    organisation = saved_organisation(database, notes="old", web="https://example.org")
    with database.write("change") as write:
        write.update(schema.organisation, organisation, {"notes": "new", "neq": "1160000000"})
        write.update(schema.organisation, organisation, {"web": None})
    with database.read() as reader:
        entry = record_history(reader, "organisation", organisation)[0]
    assert entry.changes == (
        RowChange(
            "organisation",
            organisation,
            "changed",
            (
                FieldChange("neq", None, "1160000000"),
                FieldChange("web", "https://example.org", None),
                FieldChange("notes", "old", "new"),
            ),
        ),
    )


def test_an_action_has_one_line_for_each_row_whatever_happened_on_the_way(database: Database) -> None:
    person = 0
    with database.write("back and forth") as write:
        person = add_person(write, notes="1")
        write.value("SELECT 1")
        write.update(schema.person, person, {"notes": "2"})
        gone = add_person(write, "Passing")
        write.value("SELECT 1")
        write.delete(schema.person, gone)
        write.update(schema.person, person, {"notes": "3"})
    with database.read() as reader:
        (change,) = action_changes(reader, 1)
        assert change.kind == "added"
        assert FieldChange("notes", None, "3") in change.fields
    with database.write("there and back") as write:
        write.update(schema.person, person, {"notes": "4"})
        write.value("SELECT 1")
        write.update(schema.person, person, {"notes": "3"})
    assert count(database, "journal_action") == 1


def test_the_history_of_a_record_has_what_belongs_to_it_and_nothing_else(database: Database) -> None:
    organisation = saved_organisation(database)
    saved_organisation(database, "Another")
    with database.write("contact") as write:
        write.insert(schema.contact_point, {"organisation_id": organisation, "kind": "phone", "value": "1"})
    with database.write("role") as write:
        person = add_person(write)
        role = add_role(write, organisation, person, title="Directrice")
    with database.write("work phone") as write:
        write.insert(schema.contact_point, {"role_id": role, "kind": "phone", "value": "2"})
    with database.write("note") as write:
        write.update(schema.person, person, {"notes": "x"})
    with database.read() as reader:
        of_organisation = [str(entry.label) for entry in record_history(reader, "organisation", organisation)]
        of_person = [str(entry.label) for entry in record_history(reader, "person", person)]
        limited = record_history(reader, "organisation", organisation, limit=2)
    assert of_organisation == ["work phone", "role", "contact", "Add Amitié fictive"]
    assert of_person == ["note", "work phone", "role"]
    assert [str(entry.label) for entry in limited] == ["work phone", "role"]
    assert [change.table for change in limited[1].changes] == ["role"]


def test_a_row_that_moves_is_told_in_both_histories(database: Database) -> None:
    here, there = saved_organisation(database, "Here"), saved_organisation(database, "There")
    with database.write("hired") as write:
        role = add_role(write, here, add_person(write))
    with database.write("moved") as write:
        write.update(schema.role, role, {"organisation_id": there})
    with database.read() as reader:
        assert str(record_history(reader, "organisation", here)[0].label) == "moved"
        assert str(record_history(reader, "organisation", there)[0].label) == "moved"


def test_what_was_deleted_keeps_its_history(database: Database) -> None:
    with database.write("add") as write:
        person = add_person(write, notes="kept in the journal")
    with database.write("delete") as write:
        write.delete(schema.person, person)
    with database.read() as reader:
        entry = record_history(reader, "person", person)[0]
    assert entry.changes[0].kind == "removed"
    assert FieldChange("notes", "kept in the journal", None) in entry.changes[0].fields


def test_bulk_work_is_journalled_row_by_row(database: Database) -> None:
    with database.write("import") as write:
        ids = [add_person(write, f"P{number}") for number in range(1_200)]
    with database.write("all of them") as write:
        write.prefetch(schema.person)
        for person in ids:
            write.update(schema.person, person, {"notes": "x"})
    with database.write("none of them") as write:
        write.prefetch(schema.person, ids)
        for person in ids:
            write.delete(schema.person, person)
    with database.read() as reader:
        assert [entry.count for entry in recent_actions(reader)] == [1_200] * 3
        assert reader.value("SELECT count(*) FROM journal_change") == 3_600
        assert [entry.action_id for entry in recent_actions(reader, limit=1, before_id=3)] == [2]
