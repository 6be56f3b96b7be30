"""Ctrl+K: one box over organisations and people."""

from __future__ import annotations

from dataclasses import replace

from oci_desktop.i18n import message
from oci_desktop.model.codes import EMAIL
from oci_desktop.model.contact import ContactPoint
from oci_desktop.queries.records import get_role
from oci_desktop.queries.relations import find_organisations, find_people, known_tags, list_roles, mailing
from oci_desktop.queries.search import Hit, search
from oci_desktop.services import organisations, people
from oci_desktop.store.database import Database
from tests.factories import add_member, add_organisation, add_person, add_role, organisation

DAY = "2020-01-01"


def hits(database: Database, text: str) -> list[Hit]:
    with database.read() as reader:
        return search(reader, text, DAY)


def test_an_acronym_used_by_two_members_finds_both(database: Database) -> None:
    add_member(database, "Carrefour de solidarité internationale (CSI) Sherbrooke", acronym="CSI")
    add_member(database, "Collaboration Santé Internationale (CSI)", acronym="CSI")
    assert [hit.name for hit in hits(database, "csi")] == [
        "Carrefour de solidarité internationale (CSI) Sherbrooke",
        "Collaboration Santé Internationale (CSI)",
    ]


def test_several_spellings_of_one_member_find_it(database: Database) -> None:
    add_member(database, "SUCO (Solidarité - Union - Coopération)", acronym="SUCO", aliases=("SUÇO",))
    for typed in ("suco", "SUÇO", "solidarite union"):
        assert [hit.detail for hit in hits(database, typed)] == ["SUCO"]


def test_what_is_called_so_comes_before_what_contains_it(database: Database) -> None:
    add_organisation(database, "Réseau Alternatives jeunesse")
    add_member(database, "Alternatives")
    assert [hit.name for hit in hits(database, "alternatives")] == ["Alternatives", "Réseau Alternatives jeunesse"]


def test_people_are_found_with_a_role_that_tells_them_apart(database: Database) -> None:
    organisation_id, person_id = (
        add_organisation(database, "Oxfam-Québec"),
        add_person(database, "Annick", "Des Granges"),
    )
    add_role(database, person_id, organisation_id, "présidente")
    (hit,) = hits(database, "granges annick")
    assert (hit.kind, hit.name, hit.detail) == ("person", "Annick Des Granges", "présidente, Oxfam-Québec")


def test_an_empty_search_finds_nothing(database: Database) -> None:
    add_organisation(database)
    assert hits(database, " ") == hits(database, "'%") == []


def test_lookups_while_typing(database: Database) -> None:
    add_organisation(database, "Équitas", tags=("eau",))
    add_person(database, "Zoé", "Éthier")
    with database.read() as reader:
        assert [found.name for found in find_organisations(reader, "equi", DAY)] == ["Équitas"]
        assert [found.name for found in find_people(reader, "ethier", DAY)] == ["Zoé Éthier"]
        assert known_tags(reader) == ["eau"]


def test_one_copy_per_address_whatever_the_number_of_hats(database: Database) -> None:
    shared, direct, bounced, silent = (add_member(database, name) for name in ("A", "B", "C", "D"))
    person = add_person(database)
    add_role(database, person, shared, main_contact=1, email="Camille@example.org")
    add_role(database, person, direct, main_contact=1, email="camille@example.org")
    add_role(
        database, person, bounced, main_contact=1, contacts=(ContactPoint(EMAIL, "x@example.org", state="bounced"),)
    )
    with database.read() as reader:
        found = mailing(reader, "members", [shared, direct, bounced, silent], DAY)
    assert (found.addresses, found.bounced, found.without) == (("Camille@example.org",), ("x@example.org",), 1)


def test_roles_in_force_come_first(database: Database) -> None:
    organisation_id = add_organisation(database)
    past, present = add_person(database, "Alix", "Ancien"), add_person(database, "Zoé", "Zénith")
    add_role(database, past, organisation_id, ends_on="2019-12-31")
    add_role(database, present, organisation_id, email="z@example.org", signatory=1)
    with database.read() as reader:
        roles = list_roles(reader, DAY, organisation_id=organisation_id)
    assert [(role.person, role.in_force, role.flags) for role in roles] == [
        ("Zoé Zénith", True, ("signatory",)),
        ("Alix Ancien", False, ()),
    ]
    assert roles[0].emails == (("z@example.org", None),)


def test_an_exact_acronym_is_found_among_hundreds_that_contain_it(database: Database) -> None:
    with database.write(message("Many")) as write:
        for n in range(260):
            organisations.save_organisation(write, organisation(f"Organisme Acsium {n}"))
    add_organisation(database, "Zone de solidarité", acronym="CSI")
    assert hits(database, "csi")[0].name == "Zone de solidarité"


def test_a_good_address_is_preferred_to_one_that_bounced(database: Database) -> None:
    organisation_id, person = add_member(database, "A", email="info@example.org"), add_person(database)
    old, new = ContactPoint(EMAIL, "old@example.org", state="bounced"), ContactPoint(EMAIL, "new@example.org")
    role_id = add_role(database, person, organisation_id, main_contact=1, contacts=(old, new))
    with database.read() as reader:
        assert mailing(reader, "members", [organisation_id], DAY).addresses == ("new@example.org",)
        assert mailing(reader, "roles", [role_id], DAY).addresses == ("new@example.org",)
    with database.write(message("Bounce")) as write:
        role = get_role(write, role_id)
        people.save_role(write, replace(role, contacts=(replace(role.contacts[0], state="bounced"),)))
    with database.read() as reader:
        assert mailing(reader, "members", [organisation_id], DAY).addresses == ("info@example.org",)


def test_memberships_are_written_to_through_the_main_contact(database: Database) -> None:
    organisation_id, person = add_member(database, "A", email="info@example.org"), add_person(database)
    add_role(database, person, organisation_id, main_contact=1, email="camille@example.org")
    with database.read() as reader:
        ids = [reader.value("SELECT id FROM membership")]
        assert mailing(reader, "memberships", ids, DAY).addresses == ("camille@example.org",)
