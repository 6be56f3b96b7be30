"""What the first page says: every line and figure follows from the records and the day, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from oci_desktop.i18n import in_language, message
from oci_desktop.model.association import FiscalYearDraft
from oci_desktop.queries.home import COMING_UP, KEY_FIGURES, THINGS_TO_DO, Home, count_things_to_do, get_home
from oci_desktop.services.association import save_fiscal_years
from oci_desktop.services.memberships import change_category, end_membership
from oci_desktop.store import backups
from oci_desktop.store.database import Database
from tests.factories import add_member, add_organisation, add_person, add_role

DAY = "2026-11-21"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with in_language("en"):
        yield


def home(database: Database, day: str = DAY) -> Home:
    with database.read() as reader:
        return get_home(reader, day)


def to_do(database: Database, key: str, day: str = DAY) -> tuple[str, str] | None:
    found = next((item for item in home(database, day).to_do if item.key == key), None)
    return (str(found.title), str(found.detail)) if found else None


def test_an_empty_file_has_nothing_to_do(database: Database) -> None:
    found = home(database)
    assert not found.to_do
    assert not found.upcoming
    assert [figure.value for figure in found.figures] == [0, 0, 0, 0]


def test_a_member_without_a_contact_is_named_and_opens(database: Database) -> None:
    member = add_member(database, "Cyclo Modèle")
    add_role(database, add_person(database), member, delegate=1)
    found = next(item for item in home(database).to_do if item.key == "members-without-main-contact")
    assert (str(found.title), str(found.detail)) == ("1 member without a main contact", "Cyclo Modèle")
    assert found.target.page == "members"
    assert found.target.record == member
    assert found.target.filters == (("main_contact", ("no",)),)
    assert to_do(database, "members-without-delegate") is None


def test_several_members_are_named_then_counted(database: Database) -> None:
    for name in ("D", "A", "C", "B"):
        add_member(database, f"Organisme {name}")
    title, detail = to_do(database, "members-without-delegate") or ("", "")
    assert title == "4 members without a delegate"
    assert detail == "Organisme A, Organisme B and 2 others"
    found = next(item for item in home(database).to_do if item.key == "members-without-delegate")
    assert found.target.record is None


def test_a_role_counts_only_while_it_is_in_force(database: Database) -> None:
    member = add_member(database)
    add_role(database, add_person(database), member, main_contact=1, ends_on="2026-06")
    assert to_do(database, "members-without-main-contact", "2026-06-30") is None
    assert to_do(database, "members-without-main-contact", "2026-07-01") is not None


def test_organisations_that_are_not_members_ask_for_nothing(database: Database) -> None:
    add_organisation(database, "Partenaire Exemple", kind="partner")
    add_member(database, "Ancien Exemple", ends_on="2020-03-31")
    assert not home(database).to_do
    assert to_do(database, "members-without-main-contact", "2020-03-31") is not None


def test_roles_that_end_soon(database: Database) -> None:
    organisation = add_organisation(database, "Alternatives Exemple")
    for name, end in (("Proche", "2026-12-31"), ("Lointain", "2027-12-31"), ("Finie", "2026-10-01")):
        add_role(database, add_person(database, "Sacha", name), organisation, ends_on=end)
    assert to_do(database, "roles-ending") == (
        "1 role ends by December 31, 2026",
        "Sacha Proche (Alternatives Exemple)",
    )


def test_a_year_alone_ends_with_its_last_day(database: Database) -> None:
    add_role(database, add_person(database), add_organisation(database), ends_on="2027")
    assert to_do(database, "roles-ending", "2027-01-05") is None
    assert to_do(database, "roles-ending", "2027-11-21") is not None


def test_a_failed_backup_comes_first_and_is_late(database: Database) -> None:
    add_member(database)
    backups.record_failure(database.backup_folder, backups.Failure("2026-11-21T15:00:00Z", "The disk is full."))
    found = home(database)
    assert found.to_do[0].key == "backup-failed"
    assert str(found.to_do[0].detail) == "The disk is full."
    assert found.late == 1
    database.backup()
    assert to_do(database, "backup-failed") is None


def upcoming(database: Database, day: str = DAY) -> list[tuple[str, str, str]]:
    return [(item.date, item.title, str(item.detail)) for item in home(database, day).upcoming]


def test_future_and_ending_memberships_are_coming_up(database: Database) -> None:
    add_member(database, "Nouveau Exemple", "2027-01-01")
    leaving = add_member(database, "Partant Exemple")
    with database.write(message("End")) as write:
        end_membership(write, leaving, "2026-12-31")
    assert upcoming(database) == [
        ("2026-12-31", "Partant Exemple", "Last day of membership · Regular"),
        ("2027-01-01", "Nouveau Exemple", "Becomes a member · Regular"),
    ]
    assert upcoming(database, "2026-01-01") == []


def test_a_change_of_category_is_one_line(database: Database) -> None:
    member = add_member(database, "Constant Exemple")
    with database.write(message("Category")) as write:
        change_category(write, member, "sympathiser", "2027-01-01")
    assert upcoming(database) == [("2027-01-01", "Constant Exemple", "The category becomes: Sympathiser")]


def test_roles_that_start_and_end_are_coming_up(database: Database) -> None:
    organisation = add_organisation(database, "Alternatives Exemple")
    add_role(database, add_person(database, "Sacha", "Nouvelle"), organisation, "direction", starts_on="2027-01")
    add_role(database, add_person(database, "Alix", "Partante"), organisation, "direction", ends_on="2026-12-15")
    assert upcoming(database) == [
        ("2026-12-15", "Alix Partante", "End of role · direction · Alternatives Exemple"),
        ("2027-01", "Sacha Nouvelle", "Start of role · direction · Alternatives Exemple"),
    ]


def figures(database: Database, day: str = DAY) -> dict[str, tuple[int, str, str]]:
    found = home(database, day).figures
    return {figure.key: (figure.value, str(figure.label), str(figure.detail or "")) for figure in found}


def test_members_are_counted_by_category_with_the_change_of_the_year(database: Database) -> None:
    with database.write(message("Fiscal years")) as write:
        save_fiscal_years(write, [FiscalYearDraft("2026-2027", "2026-04-01", "2027-03-31")])
    add_member(database, "Un")
    add_member(database, "Deux", "2026-06-12")
    add_member(database, "Trois", category="sympathiser")
    add_member(database, "Quatre", category="sympathiser", ends_on="2026-05-01")
    assert figures(database)["members"] == (3, "member organisations", "as many as on April 1")
    shares = next(figure.shares for figure in home(database).figures if figure.key == "members")
    assert [(share.label, share.value, str(share.change)) for share in shares] == [
        ("Regular members", 2, "1 more than on April 1"),
        ("Sympathiser", 1, "1 fewer than on April 1"),
    ]
    assert home(database).fiscal_year.label == "2026-2027"


def test_the_fiscal_year_is_the_associations_own(database: Database) -> None:
    with database.write(message("Fiscal years")) as write:
        save_fiscal_years(write, [FiscalYearDraft("2026", "2026-01-01", "2026-12-31")])
    add_member(database, "Un", "2026-02-01")
    found = home(database)
    assert found.fiscal_year.label == "2026"
    assert figures(database)["members"] == (1, "member organisation", "1 more than on January 1")


def test_where_the_file_does_not_say_the_year_begins_in_april(database: Database) -> None:
    with database.write(message("Fiscal years")) as write:
        save_fiscal_years(write, [])
    add_member(database, starts_on="2026-04-02")
    assert home(database).fiscal_year.label == "2026-2027"
    assert figures(database)["members"] == (1, "member organisation", "1 more than on April 1")


def test_organisations_people_and_regions(database: Database) -> None:
    first = add_member(database, "Un", region="06")
    add_member(database, "Deux", region="06")
    add_member(database, "Trois")
    add_organisation(database, "Partenaire Exemple", kind="partner", region="03")
    add_organisation(database, "L’association", is_self=1)
    add_role(database, add_person(database), first)
    found = figures(database)
    assert found["organisations"] == (4, "organisations on file", "1 is not a member")
    assert found["people"] == (1, "person", "1 role held")
    assert found["regions"] == (1, "region represented", "1 without a region")


def test_the_number_in_the_side_bar_is_that_of_the_lines(database: Database) -> None:
    add_member(database)
    with database.read() as reader:
        assert count_things_to_do(reader, DAY) == len(home(database).to_do) == 2


def test_french_has_its_own_words(database: Database) -> None:
    add_member(database, "Cyclo Modèle")
    with in_language("fr"):
        assert all(str(item.title) != item.title.msgid for item in home(database).to_do)


def test_every_registry_is_made_of_plain_functions_that_say_their_promise() -> None:
    for collect in (*THINGS_TO_DO, *COMING_UP, *KEY_FIGURES):
        assert collect.__doc__
