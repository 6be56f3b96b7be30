"""Memberships: periods with gaps, never overlapping, counted on any day."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.dates import covers, day_after
from oci_desktop.errors import UserError, ValidationError
from oci_desktop.i18n import message
from oci_desktop.model.membership import MembershipDraft, runs
from oci_desktop.queries.counts import member_counts
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.records import memberships_of
from oci_desktop.services import memberships, organisations
from oci_desktop.store.database import Database
from tests.factories import add_member, add_organisation


def periods(database: Database, organisation_id: int) -> list[tuple[str, str | None, str | None]]:
    with database.read() as reader:
        return [(one.category, one.starts_on, one.ends_on) for one in memberships_of(reader, organisation_id)]


def members(database: Database, day: str) -> list[tuple[str, str, str | None]]:
    with database.read() as reader:
        table = list_table(reader, get_list(reader, "members"), Query(day), ["name", "category", "member_since"])
        return [tuple(row) for row in table.rows]


def test_an_admitted_organisation_is_a_member_from_its_day(database: Database) -> None:
    organisation_id = add_organisation(database, "Oxfam-Québec")
    with database.write(message("Admit")) as write:
        memberships.admit(
            write,
            MembershipDraft(organisation_id, "regular", "2018-04-01", adopted_on="2018-03-23", decided_by="assemblée"),
        )
    assert members(database, "2018-03-31") == []
    assert members(database, "2018-04-01") == [("Oxfam-Québec", "regular", "2018-04-01")]


def test_a_future_admission_is_allowed_and_counts_from_its_day(database: Database) -> None:
    add_member(database, starts_on="2099-04-01")
    with database.read() as reader:
        assert member_counts(reader, "2099-03-31") == {"regular": 0, "sympathiser": 0}
        assert member_counts(reader, "2099-04-01") == {"regular": 1, "sympathiser": 0}


def test_left_counts_from_the_day_after_the_end(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2017-04-01")
    with database.write(message("End")) as write:
        memberships.end_membership(write, organisation_id, "2018-03-31", notice_on="2018-01-15", reason="resignation")
    assert [name for name, *_ in members(database, "2018-03-31")] == ["Oxfam-Québec"]
    assert members(database, "2018-04-01") == []


def test_a_member_without_a_start_was_always_one(database: Database) -> None:
    add_member(database, "Oxfam-Québec")
    assert members(database, "1950-01-01") == [("Oxfam-Québec", "regular", None)]


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(None, None), ("2018-03-31", None), ("2010", "2017-04-01"), ("2017-06-01", "2017-06-02"), (None, "2018")],
)
def test_overlaps_are_refused(database: Database, starts_on: str | None, ends_on: str | None) -> None:
    organisation_id = add_member(database, starts_on="2017-04-01", ends_on="2018-03-31")
    with pytest.raises(ValidationError, match="chevauche"), database.write(message("Admit")) as write:
        memberships.admit(write, MembershipDraft(organisation_id, "regular", starts_on, ends_on))
    assert periods(database, organisation_id) == [("regular", "2017-04-01", "2018-03-31")]


def test_a_gap_and_a_return_are_both_kept(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2010-04-01", ends_on="2014-03-31")
    with database.write(message("Back")) as write:
        memberships.admit(write, MembershipDraft(organisation_id, "regular", "2016-04-01"))
    assert periods(database, organisation_id) == [
        ("regular", "2010-04-01", "2014-03-31"),
        ("regular", "2016-04-01", None),
    ]
    assert members(database, "2015-01-01") == []
    assert members(database, "2017-01-01") == [("Oxfam-Québec", "regular", "2016-04-01")]


def test_a_change_of_category_closes_a_period_and_begins_the_next(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2010-04-01")
    with database.write(message("Change")) as write:
        memberships.change_category(write, organisation_id, "sympathiser", "2018-04-01", decided_by="conseil")
    assert periods(database, organisation_id) == [
        ("regular", "2010-04-01", "2018-03-31"),
        ("sympathiser", "2018-04-01", None),
    ]
    assert members(database, "2018-03-31") == [("Oxfam-Québec", "regular", "2010-04-01")]
    assert members(database, "2018-04-01") == [("Oxfam-Québec", "sympathiser", "2010-04-01")]


def test_a_change_on_the_first_day_leaves_no_empty_period(database: Database) -> None:
    organisation_id = add_member(database, starts_on="2018-04-01")
    with database.write(message("Change")) as write:
        memberships.change_category(write, organisation_id, "sympathiser", "2018-04-01")
    assert periods(database, organisation_id) == [("sympathiser", "2018-04-01", None)]


def test_a_change_within_a_period_that_has_an_end_keeps_the_end(database: Database) -> None:
    organisation_id = add_member(database, starts_on="2018-04-01", ends_on="2020-03-31")
    with database.write(message("Change")) as write:
        memberships.change_category(write, organisation_id, "sympathiser", "2019-04-01")
    assert periods(database, organisation_id)[-1] == ("sympathiser", "2019-04-01", "2020-03-31")


def test_gestures_on_a_day_without_membership_say_so(database: Database) -> None:
    organisation_id = add_member(database, starts_on="2018-04-01")
    with pytest.raises(UserError, match="31 mars 2018"), database.write(message("End")) as write:
        memberships.end_membership(write, organisation_id, "2018-03-31")
    with pytest.raises(UserError, match="31 mars 2018"), database.write(message("Change")) as write:
        memberships.change_category(write, organisation_id, "sympathiser", "2018-03-31")


def test_the_association_is_not_one_of_its_members(database: Database) -> None:
    organisation_id = add_organisation(database, "Association", is_self=1)
    with pytest.raises(UserError), database.write(message("Admit")) as write:
        memberships.admit(write, MembershipDraft(organisation_id, "regular"))


def test_an_archived_organisation_is_not_admitted(database: Database) -> None:
    organisation_id = add_organisation(database)
    with database.write(message("Archive")) as write:
        organisations.archive_organisation(write, organisation_id)
    with pytest.raises(UserError, match="archivé"), database.write(message("Admit")) as write:
        memberships.admit(write, MembershipDraft(organisation_id, "regular", "2020-01-01"))


def test_the_end_may_not_come_before_the_start(database: Database) -> None:
    organisation_id = add_organisation(database)
    with pytest.raises(ValidationError) as error, database.write(message("Admit")) as write:
        memberships.admit(write, MembershipDraft(organisation_id, "regular", "2018-04-01", "2018-03-31"))
    assert set(error.value.fields) == {"ends_on"}


def test_taking_a_period_away_splits_the_run(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2010-04-01", ends_on="2012-03-31")
    with database.write(message("More")) as write:
        middle = memberships.admit(write, MembershipDraft(organisation_id, "regular", "2012-04-01", "2014-03-31"))
        memberships.admit(write, MembershipDraft(organisation_id, "regular", "2014-04-01"))
    assert members(database, "2020-01-01") == [("Oxfam-Québec", "regular", "2010-04-01")]
    with database.write(message("Mistake")) as write:
        memberships.delete_membership(write, middle)
    assert members(database, "2020-01-01") == [("Oxfam-Québec", "regular", "2014-04-01")]
    database.undo()
    assert members(database, "2020-01-01") == [("Oxfam-Québec", "regular", "2010-04-01")]


def test_correcting_a_date_moves_member_since(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2010-04-01")
    with database.read() as reader:
        (period,) = memberships_of(reader, organisation_id)
    with database.write(message("Correct")) as write:
        memberships.save_membership(write, replace(period, starts_on="1976"))
    assert members(database, "2020-01-01") == [("Oxfam-Québec", "regular", "1976")]


DAYS = st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2004, 1, 1))


@given(st.lists(DAYS, min_size=2, max_size=8, unique=True))
def test_runs_begin_where_a_gap_ends(bounds: list[datetime.date]) -> None:
    ordered = sorted(str(day) for day in bounds)
    pairs = [(ordered[i], ordered[i + 1]) for i in range(0, len(ordered) - 1, 2)]
    for (start, _), since in zip(pairs, runs(pairs), strict=True):
        assert since is not None
        # Every day from the start of the run to this period's start is covered by some period.
        day = since
        while day < start:
            assert any(covers(first, last, day) for first, last in pairs)
            day = day_after(day)


def test_periods_that_meet_in_one_year_count_nobody_twice(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2010", "sympathiser", ends_on="2017")
    with database.write(message("Admit")) as write:
        memberships.admit(write, MembershipDraft(organisation_id, "regular", "2017"))
    assert members(database, "2016-12-31") == [("Oxfam-Québec", "sympathiser", "2010")]
    assert members(database, "2017-06-09") == [("Oxfam-Québec", "regular", "2010")]
    with database.read() as reader:
        assert sum(member_counts(reader, "2017-06-09").values()) == 1


@pytest.mark.parametrize("date", ["hier", "31/02/2017", "2017-02-31", "2017-13", "17"])
def test_what_is_no_date_is_refused_by_the_service_itself(database: Database, date: str) -> None:
    organisation_id = add_organisation(database)
    with pytest.raises(ValidationError) as error, database.write(message("Admit")) as write:
        memberships.admit(write, MembershipDraft(organisation_id, "regular", date))
    assert set(error.value.fields) == {"starts_on"}


def test_a_membership_may_not_reach_beyond_the_archive(database: Database) -> None:
    organisation_id = add_organisation(database)
    with database.write(message("Archive")) as write:
        organisations.archive_organisation(write, organisation_id, "2020-01-01")
    for ends_on in ("2099-03-31", "2020-01-01"):
        with pytest.raises(UserError, match="archivé"), database.write(message("Admit")) as write:
            memberships.admit(write, MembershipDraft(organisation_id, "regular", "2016", ends_on))
    with database.write(message("Admit")) as write:
        memberships.admit(write, MembershipDraft(organisation_id, "regular", "2016", "2019-12-31"))


def test_leaving_before_a_planned_period_is_refused_with_the_reason(database: Database) -> None:
    organisation_id = add_member(database, "Oxfam-Québec", "2010-04-01", "sympathiser")
    with database.write(message("Plan")) as write:
        memberships.change_category(write, organisation_id, "regular", "2030-04-01")
    with pytest.raises(UserError, match="1er avril 2030"), database.write(message("End")) as write:
        memberships.end_membership(write, organisation_id, "2025-12-31")
    assert [name for name, *_ in members(database, "2031-01-01")] == ["Oxfam-Québec"]
