"""Saving organisations: names through time, cleaned fields, conflicts, the archive."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oci_desktop.errors import ConflictError, UserError, ValidationError
from oci_desktop.i18n import message
from oci_desktop.model.codes import EMAIL, OFFICE_ADDRESS, PHONE
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.records import get_organisation, links_of
from oci_desktop.services import memberships, organisations
from oci_desktop.store.database import Database
from tests.factories import add_member, add_organisation, organisation


def stored(database: Database, organisation_id: int) -> OrganisationDraft:
    with database.read() as reader:
        return get_organisation(reader, organisation_id)


def save(database: Database, draft: OrganisationDraft) -> int:
    with database.write(message("Save")) as write:
        return organisations.save_organisation(write, draft)


def name_on(database: Database, day: str) -> list[str]:
    with database.read() as reader:
        return [row[0] for row in list_table(reader, get_list(reader, "organisations"), Query(day), ["name"]).rows]


def test_what_is_saved_is_what_is_read_again(database: Database) -> None:
    draft = organisation(
        "L’ŒUVRE LÉGER",
        acronym="OL",
        email="info@example.org",
        region="06",
        aliases=("Œuvre du cardinal Léger",),
        tags=("santé", "eau"),
        languages=("fr", "en"),
        neq="1142345678",
        founded="1976",
        web="www.example.org",
        description_fr="Première ligne\nseconde ligne",
        media_consent=1,
    )
    again = stored(database, save(database, draft))
    assert again.version == 1
    assert again.ref
    fresh = replace(
        again,
        id=None,
        ref=None,
        version=0,
        names=(replace(again.names[0], id=None),),
        regions=(replace(again.regions[0], id=None),),
        contacts=tuple(replace(point, id=None) for point in again.contacts),
    )
    assert fresh == draft


def test_saving_without_a_change_changes_nothing(database: Database) -> None:
    organisation_id = add_organisation(database, email="info@example.org", region="06")
    before = stored(database, organisation_id)
    last = database.undoable()
    save(database, before)
    assert stored(database, organisation_id) == before
    assert database.undoable() == last


def test_pasted_text_is_cleaned(database: Database) -> None:
    draft = organisation("  Oxfam\t Québec\n", aliases=("Oxfam  Québec", " ", "Oxfam Québec"), notes="une  \r\ndeux ")
    saved = stored(database, save(database, draft))
    assert saved.names[0].printed == "Oxfam Québec"
    assert saved.aliases == ("Oxfam Québec",)
    assert saved.notes == "une\ndeux"


def test_every_wrong_field_is_named_at_once_and_nothing_is_saved(database: Database) -> None:
    draft = organisation("", neq="1142 345", charity_number="12345", web="a b", contacts=(ContactPoint(EMAIL, "x@"),))
    with pytest.raises(ValidationError) as error:
        save(database, draft)
    assert set(error.value.fields) == {"names.0.printed", "neq", "charity_number", "web", "contacts.0.value"}
    assert str(error.value.fields["neq"]) == "Dix chiffres attendus, 7 lus."
    assert name_on(database, "2020-01-01") == []


def test_control_characters_are_refused_in_words(database: Database) -> None:
    with pytest.raises(ValidationError, match=r"U\+0000"):
        save(database, organisation("Oxfam\x00Québec"))


def test_an_odd_postal_code_is_a_warning_and_does_not_stop_the_save(database: Database) -> None:
    draft = organisation(contacts=(ContactPoint(OFFICE_ADDRESS, street="1, rue X", postal_code="K1A 0B1"),))
    problems = organisations.check_organisation(draft)
    assert [(problem.field, problem.severity) for problem in problems] == [("contacts.0.postal_code", "warning")]
    assert stored(database, save(database, draft)).contacts[0].postal_code == "K1A 0B1"


def test_a_new_name_holds_from_its_day_and_the_old_one_before(database: Database) -> None:
    organisation_id = add_organisation(database, "Club 2/3", acronym="C23")
    with database.write(message("Rename")) as write:
        organisations.rename_organisation(write, organisation_id, NamePeriod("Oxfam Jeunesse", starts_on="2018-04-01"))
    assert name_on(database, "2018-03-31") == ["Club 2/3"]
    assert name_on(database, "2018-04-01") == ["Oxfam Jeunesse"]
    assert name_on(database, "1950-01-01") == ["Club 2/3"]


def test_a_new_name_between_two_keeps_every_day_named(database: Database) -> None:
    organisation_id = add_organisation(database, "Premier")
    for name, day in (("Troisième", "2020-01-01"), ("Second", "2015")):
        with database.write(message("Rename")) as write:
            organisations.rename_organisation(write, organisation_id, NamePeriod(name, starts_on=day))
    assert [name_on(database, day) for day in ("2014-12-31", "2015-01-01", "2019-12-31", "2020-01-01")] == [
        ["Premier"],
        ["Second"],
        ["Second"],
        ["Troisième"],
    ]


def test_two_names_cannot_begin_on_the_same_day(database: Database) -> None:
    names = (NamePeriod("Un"), NamePeriod("Deux", starts_on="2017"), NamePeriod("Trois", starts_on="2017-01-01"))
    with pytest.raises(ValidationError, match="même jour"):
        save(database, OrganisationDraft(names=names))


def test_the_region_changes_from_a_day(database: Database) -> None:
    organisation_id = add_organisation(database, region="06")
    with database.write(message("Region")) as write:
        organisations.set_region(write, organisation_id, "14", "2018-01-01")
    saved = stored(database, organisation_id)
    assert (saved.region_on("2017-12-31"), saved.region_on("2018-01-01")) == ("06", "14")


def test_a_region_of_all_times_replaces_what_was_there(database: Database) -> None:
    organisation_id = add_organisation(database, region="06")
    with database.write(message("Region")) as write:
        organisations.set_region(write, organisation_id, "14")
    assert [(period.region, period.starts_on) for period in stored(database, organisation_id).regions] == [("14", None)]


def test_an_unknown_region_is_refused(database: Database) -> None:
    with pytest.raises(ValidationError):
        save(database, OrganisationDraft(names=(NamePeriod("X"),), regions=(RegionPeriod("18"),)))


def test_a_stale_save_shows_both_values(database: Database) -> None:
    organisation_id = add_organisation(database, "Ancien")
    read = stored(database, organisation_id)
    save(database, replace(read, web="www.example.org"))
    with pytest.raises(ConflictError) as conflict:
        save(database, replace(read, web="www.example.com"))
    assert conflict.value.theirs.web == "www.example.org"
    assert conflict.value.mine.web == "www.example.com"
    assert stored(database, organisation_id).web == "www.example.org"


def test_a_change_of_an_address_alone_makes_other_drafts_stale(database: Database) -> None:
    organisation_id = add_organisation(database, contacts=(ContactPoint(PHONE, "514 871-1086"),))
    read = stored(database, organisation_id)
    save(database, replace(read, contacts=(replace(read.contacts[0], label="accueil"),)))
    with pytest.raises(ConflictError):
        save(database, replace(read, notes="autre"))


def test_contact_points_come_and_go(database: Database) -> None:
    organisation_id = add_organisation(
        database, contacts=(ContactPoint(EMAIL, "un@example.org"), ContactPoint(EMAIL, "deux@example.org"))
    )
    read = stored(database, organisation_id)
    save(
        database, replace(read, contacts=(read.contacts[1], ContactPoint(PHONE, "(514) 871-1086"), ContactPoint(EMAIL)))
    )
    assert [(point.kind, point.value) for point in stored(database, organisation_id).contacts] == [
        (PHONE, "514 871-1086"),
        (EMAIL, "deux@example.org"),
    ]


def test_archiving_is_refused_while_a_membership_is_open(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2017-04-01")
    with (
        pytest.raises(UserError, match=r"Oxfam-Québec.*adhésion"),
        database.write(message("Archive")) as write,
    ):
        organisations.archive_organisation(write, organisation_id)
    assert stored(database, organisation_id).archived_on is None


def test_archiving_after_the_end_of_the_membership_and_back(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2017-04-01")
    with database.write(message("End")) as write:
        memberships.end_membership(write, organisation_id, "2018-03-31")
        organisations.archive_organisation(write, organisation_id, "2018-04-01")
    assert stored(database, organisation_id).archived_on == "2018-04-01"
    with database.write(message("Back")) as write:
        organisations.restore_organisation(write, organisation_id)
    assert stored(database, organisation_id).archived_on is None


def test_the_association_itself_is_never_archived(database: Database) -> None:
    organisation_id = add_organisation(database, "Association", is_self=1)
    with pytest.raises(UserError), database.write(message("Archive")) as write:
        organisations.archive_organisation(write, organisation_id)


def test_the_lot_is_changed_in_one_action(database: Database) -> None:
    ids = [add_organisation(database, f"Organisme {n}", tags=("ancien",)) for n in range(3)]
    with database.write(message("Lot")) as write:
        assert (
            organisations.change_organisations(write, ids, region="06", add_tags=["eau"], remove_tags=["ancien"]) == 3
        )
    assert [(stored(database, i).region_on("2020-01-01"), stored(database, i).tags) for i in ids] == [
        ("06", ("eau",))
    ] * 3
    database.undo()
    assert [(stored(database, i).region_on("2020-01-01"), stored(database, i).tags) for i in ids] == [
        (None, ("ancien",))
    ] * 3


def test_organisations_are_linked_with_what_they_became(database: Database) -> None:
    first, second = add_organisation(database, "Club 2/3"), add_organisation(database, "Oxfam-Québec")
    with database.write(message("Link")) as write:
        organisations.link_organisations(write, first, second, "merged", "2011")
    with database.read() as reader:
        assert [(link.organisation_id, link.successor_id, link.kind) for link in links_of(reader, second)] == [
            (first, second, "merged")
        ]
    with pytest.raises(UserError), database.write(message("Link")) as write:
        organisations.link_organisations(write, first, first, "merged")
