"""What the first page says of the campaign under way, on every day of its year."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from oci_desktop.i18n import in_language
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.home import Home, get_home
from oci_desktop.queries.lists import Query, count
from oci_desktop.store.database import Database
from tests.assessment_factories import add_campaign, add_version, address, exempt, step
from tests.factories import add_member, add_person, add_role


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with in_language("en"):
        yield


def home(database: Database, day: str) -> Home:
    with database.read() as reader:
        return get_home(reader, day)


def said(database: Database, day: str) -> dict[str, str]:
    """The lines about self-assessments, by key."""
    own = ("self-assessments", "attestations", "no-focal", "focal-email")
    return {item.key: str(item.title) for item in home(database, day).to_do if item.key.startswith(own)}


def played(database: Database) -> dict[str, int]:
    """A campaign of five members: one done, one exempt, three awaited, of whom one has a focal point."""
    members = {name: add_member(database, name) for name in ("Un", "Deux", "Trois", "Quatre", "Cinq")}
    campaign_id = add_campaign(database, organisation_ids=tuple(members.values()))
    ids = {name: address(database, campaign_id, one) for name, one in members.items()}
    for name in ("Un", "Deux", "Trois"):
        step(database, ids[name], "sent", "2019-09-02")
    step(database, ids["Un"], "valid", "2019-09-20")
    step(database, ids["Deux"], "to_complete", "2019-10-02")
    exempt(database, members["Cinq"])
    add_role(database, add_person(database), members["Deux"], security_contact=1)
    return members


def test_a_year_without_a_campaign_says_nothing_of_it(database: Database) -> None:
    add_member(database)
    found = home(database, "2019-10-01")
    assert not [item for item in found.to_do if "assessment" in item.key]
    assert "self-assessments" not in {figure.key for figure in found.figures}


def test_the_lines_follow_the_days_of_the_campaign(database: Database) -> None:
    played(database)
    assert said(database, "2019-08-31") == {}
    assert said(database, "2019-09-01")["self-assessments-to-send"] == "4 forms to send"
    assert "self-assessments-due" not in said(database, "2019-09-10")
    assert said(database, "2019-09-11")["self-assessments-due"] == "4 members have until October 11"
    assert said(database, "2019-10-10")["self-assessments-due"] == "3 members have until October 11"
    assert said(database, "2019-10-11")["self-assessments-due"] == "3 self-assessments are due today"
    assert said(database, "2019-10-12") == {
        "self-assessments-in-grace": "3 members in grace until December 31",
        "no-focal-point": "2 members without a focal point",
        "self-assessments-to-send": "1 form to send",
    }
    assert said(database, "2020-01-01") == {
        "self-assessments-late-2019-12-31": "3 self-assessments late since January 1",
        "attestations-to-complete": "1 attestation to complete",
        "no-focal-point": "2 members without a focal point",
        "self-assessments-to-send": "1 form to send",
    }


def test_late_is_red_and_comes_first(database: Database) -> None:
    played(database)
    found = home(database, "2020-01-01")
    assert (found.to_do[0].key, found.to_do[0].tone, found.late) == ("self-assessments-late-2019-12-31", "late", 1)
    assert str(found.to_do[0].gesture) == "Send a reminder…"
    assert {item.tone for item in home(database, "2019-12-31").to_do} <= {"pending", "neutral"}


def test_one_that_never_did_the_last_campaign_has_a_line_of_its_own(database: Database) -> None:
    members, version_id = [add_member(database, name) for name in ("Un", "Deux")], add_version(database)
    past = add_campaign(database, "2018", members, version_id)
    step(database, address(database, past, members[0]), "valid", "2018-10-01")
    add_campaign(database, "2019", members, version_id)
    found = said(database, "2019-10-12")
    assert found["self-assessments-late-2018-12-31"] == "1 self-assessment late since 2018"
    assert found["self-assessments-in-grace"] == "1 member in grace until December 31"


def test_every_line_leads_to_as_many_rows_as_it_says(database: Database) -> None:
    played(database)
    for day in ("2019-09-15", "2019-10-11", "2019-10-12", "2020-01-01"):
        for item in home(database, day).to_do:
            if item.target.page == "campaigns":
                with database.read() as reader:
                    rows = count(reader, get_list(reader, "campaign"), Query(day, item.target.filters))
                assert rows == int(re.findall(r"\d+", str(item.title))[0]), (day, str(item.title))


def test_what_is_coming_and_the_figure(database: Database) -> None:
    played(database)
    found = home(database, "2019-09-15")
    coming = [(item.day, str(item.detail)) for item in found.upcoming]
    assert coming == [
        ("2019-10-11", "Due date · 4 members are awaited"),
        ("2019-12-31", "End of grace · 4 members are awaited"),
    ]
    (figure,) = (figure for figure in home(database, "2019-09-20").figures if figure.key == "self-assessments")
    assert (figure.value, str(figure.label), str(figure.detail)) == (
        1, "valid self-assessment", "out of 4, until March 31, 2020",
    )  # fmt: skip
    assert home(database, "2019-08-15").upcoming[0].day == "2019-09-01"


def test_a_campaign_without_grace_says_both_of_its_one_day(database: Database) -> None:
    add_campaign(database, organisation_ids=[add_member(database)], grace_until="2019-10-11")
    (coming,) = [item for item in home(database, "2019-09-15").upcoming if item.day == "2019-10-11"]
    assert str(coming.detail) == "Due date · End of grace · 1 member is awaited"
