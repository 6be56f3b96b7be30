"""People and their roles: dated, with work contact points that pass to the successor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oci_desktop.errors import ConflictError, UserError, ValidationError
from oci_desktop.i18n import message
from oci_desktop.model.codes import EMAIL, PHONE
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.person import PersonDraft, RoleDraft
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.records import get_person, get_role, roles_of
from oci_desktop.services import people
from oci_desktop.store.database import Database
from tests.factories import add_organisation, add_person, add_role


def names(database: Database) -> list[str]:
    with database.read() as reader:
        return [row[0] for row in list_table(reader, get_list(reader, "people"), Query("2020-01-01"), ["name"]).rows]


def test_a_person_is_sorted_by_family_name_with_its_article(database: Database) -> None:
    for given, family in (("Annick", "Des Granges"), ("Denis", "Côté"), ("Zoé", "Desbiens"), ("Anne", "Éthier")):
        add_person(database, given, family)
    assert names(database) == ["Denis Côté", "Annick Des Granges", "Zoé Desbiens", "Anne Éthier"]


def test_the_sort_key_of_a_person_can_be_overridden(database: Database) -> None:
    add_person(database, "Annick", "Des Granges", sort_as="Granges, Annick des")
    add_person(database, "Éloi", "Fortin")
    assert names(database) == ["Éloi Fortin", "Annick Des Granges"]


def test_a_person_needs_a_name(database: Database) -> None:
    with pytest.raises(ValidationError), database.write(message("Add")) as write:
        people.save_person(write, PersonDraft(" ", ""))


def test_a_stale_person_is_not_overwritten(database: Database) -> None:
    person_id = add_person(database)
    with database.read() as reader:
        read = get_person(reader, person_id)
    with database.write(message("Save")) as write:
        people.save_person(write, replace(read, pronouns="elle"))
    with pytest.raises(ConflictError), database.write(message("Save")) as write:
        people.save_person(write, replace(read, pronouns="il"))


def test_a_role_has_a_title_as_the_person_wants_it_and_its_own_contact_points(database: Database) -> None:
    person_id, organisation_id = add_person(database), add_organisation(database)
    role_id = add_role(
        database,
        person_id,
        organisation_id,
        "directrice générale",
        main_contact=1,
        contacts=(ContactPoint(EMAIL, "direction@example.org"), ContactPoint(PHONE, "5148711086", label="direct")),
    )
    with database.read() as reader:
        role = get_role(reader, role_id)
    assert (role.title, role.main_contact, role.delegate) == ("directrice générale", 1, 0)
    assert [(point.kind, point.value) for point in role.contacts] == [
        (PHONE, "514 871-1086"),
        (EMAIL, "direction@example.org"),
    ]


def test_a_role_without_a_title_or_a_flag_is_refused(database: Database) -> None:
    person_id, organisation_id = add_person(database), add_organisation(database)
    with pytest.raises(ValidationError), database.write(message("Add")) as write:
        people.save_role(write, RoleDraft(person_id, organisation_id))
    add_role(database, person_id, organisation_id, "", delegate=1)


def test_the_successor_takes_the_work_address_and_the_flags_over(database: Database) -> None:
    organisation_id = add_organisation(database)
    first, second = add_person(database, "Camille"), add_person(database, "Dominique")
    role_id = add_role(database, first, organisation_id, "direction", signatory=1, email="direction@example.org")
    with database.write(message("Succeed")) as write:
        new_id = people.succeed_role(write, role_id, second, "2026-01-01")
    with database.read() as reader:
        old, new = get_role(reader, role_id), get_role(reader, new_id)
    assert old.ends_on == "2025-12-31"
    assert (new.person_id, new.starts_on, new.signatory) == (second, "2026-01-01", 1)
    assert [point.value for point in new.contacts] == ["direction@example.org"]
    assert [point.value for point in old.contacts] == ["direction@example.org"]


def test_nobody_succeeds_in_a_role_that_was_over(database: Database) -> None:
    organisation_id, first, second = add_organisation(database), add_person(database), add_person(database, "Sacha")
    role_id = add_role(database, first, organisation_id, ends_on="2020-12-31")
    with pytest.raises(UserError, match="1er janvier 2026"), database.write(message("Succeed")) as write:
        people.succeed_role(write, role_id, second, "2026-01-01")


def test_archiving_a_person_is_refused_while_a_role_is_open(database: Database) -> None:
    organisation_id, person_id = add_organisation(database, "Alternatives"), add_person(database)
    role_id = add_role(database, person_id, organisation_id)
    with pytest.raises(UserError, match="Alternatives"), database.write(message("Archive")) as write:
        people.archive_person(write, person_id)
    with database.write(message("End")) as write:
        people.end_role(write, role_id, "2020-12-31")
        people.archive_person(write, person_id, "2021-01-01")
    with database.read() as reader:
        assert get_person(reader, person_id).archived_on == "2021-01-01"


def test_a_role_entered_by_mistake_goes_away_with_its_addresses_and_comes_back(database: Database) -> None:
    person_id, organisation_id = add_person(database), add_organisation(database)
    role_id = add_role(database, person_id, organisation_id, email="x@example.org")
    with database.write(message("Mistake")) as write:
        people.delete_role(write, role_id)
    with database.read() as reader:
        assert roles_of(reader, person_id=person_id) == []
        assert reader.value("SELECT COUNT(*) FROM contact_point") == 0
    database.undo()
    with database.read() as reader:
        (role,) = roles_of(reader, person_id=person_id)
    assert [point.value for point in role.contacts] == ["x@example.org"]
