"""The demonstration's self-assessments: fictional, with every step, and the same names wherever one looks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from oci_desktop.exchange.demo import make_demo
from oci_desktop.model.standing import STEPS
from oci_desktop.queries.campaigns import (
    attestation_of,
    campaign_rows,
    campaign_summary,
    current_campaign,
    find_campaign,
    get_self_assessment,
    list_campaigns,
    self_assessments_of,
    steps_of,
)
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.standing import conditions_for
from oci_desktop.services.attestations import check_attestation, what_is_missing
from oci_desktop.services.campaigns import check_campaign
from oci_desktop.store.database import Database

BEFORE_DUE, IN_GRACE, AFTER_GRACE = "2026-10-01", "2026-11-21", "2027-01-15"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with make_demo(tmp_path_factory.mktemp("demo") / "demo.ocidb", user="Alix Exemple") as database:
        yield database


def late_in_campaign(demo: Database, day: str) -> list[str]:
    with demo.read() as reader:
        campaign = find_campaign(reader, None, day)
        assert campaign.id is not None
        return sorted(row.member for row in campaign_rows(reader, campaign.id, day) if row.lateness == "late")


def members_in_state(demo: Database, day: str, *states: str) -> list[str]:
    with demo.read() as reader:
        query = Query(day, (("self_assessment", states),))
        return sorted(row[0] for row in list_table(reader, get_list(reader, "members"), query, ["name"]).rows)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (BEFORE_DUE, {"valid": 23, "exempt": 4, "refused": 0, "late": 1, "grace": 0, "pending": 39}),
        (IN_GRACE, {"valid": 49, "exempt": 4, "refused": 1, "late": 1, "grace": 12, "pending": 0}),
        (AFTER_GRACE, {"valid": 49, "exempt": 4, "refused": 1, "late": 13, "grace": 0, "pending": 0}),
    ],
)
def test_the_campaign_of_67_on_three_days(demo: Database, day: str, counts: dict[str, int]) -> None:
    with demo.read() as reader:
        campaign = current_campaign(reader, day)
        assert campaign is not None
        assert campaign.id is not None
        found = campaign_summary(reader, campaign.id, day)
    assert {name: getattr(found, name) for name in counts} == counts
    assert sum(counts.values()) == found.total == 67
    assert (found.applicants, found.left) == (0, 0)


@pytest.mark.parametrize("day", ["2026-01-15", "2026-05-01", BEFORE_DUE, IN_GRACE, "2026-12-31", AFTER_GRACE])
def test_the_member_list_agrees_with_the_campaign_to_the_name(demo: Database, day: str) -> None:
    assert late_in_campaign(demo, day) == members_in_state(demo, day, "late")
    with demo.read() as reader:
        facts = conditions_for(reader, day)
        names = {
            row[0]: row[1] for row in list_table(reader, get_list(reader, "members"), Query(day), ["id", "name"]).rows
        }
    assert sorted(names[one] for one, (fact,) in facts.items() if fact.state == "late") == late_in_campaign(demo, day)
    with demo.read() as reader:
        query = Query(day, (("in_good_standing", ("yes",)),))
        standing = {row[0] for row in list_table(reader, get_list(reader, "members"), query, ["name"]).rows}
    assert standing == {names[one] for one, (fact,) in facts.items() if fact.met}


def test_one_member_never_did_the_last_one(demo: Database) -> None:
    assert late_in_campaign(demo, "2025-12-31") == []
    for day in ("2026-01-01", "2026-08-31", "2026-09-01", IN_GRACE):
        assert late_in_campaign(demo, day) == ["Cyclo Nord-Sud"], day
    assert len(late_in_campaign(demo, AFTER_GRACE)) == 13


def test_every_step_occurs_and_the_four_sympathisers_are_exempt(demo: Database) -> None:
    with demo.read() as reader:
        campaign = find_campaign(reader, "2026", IN_GRACE)
        past = find_campaign(reader, "2025", IN_GRACE)
        assert campaign.id is not None
        assert past.id is not None
        rows = campaign_rows(reader, campaign.id, IN_GRACE)
        seen = {row.step for row in rows}
        seen |= {row.step for day in ("2025-10-06", "2025-10-08") for row in campaign_rows(reader, past.id, day)}
    assert {row.step for row in rows} == set(STEPS) - {"answers"}
    assert {row.category for row in rows if row.step == "exempt"} == {"sympathiser"}
    assert sum(row.email_state == "bounced" for row in rows) == 1
    assert {row.last_reminder for row in rows if row.lateness in ("grace", "late")} == {"2026-10-12"}
    assert sum(row.focal_point is None for row in rows if row.lateness in ("grace", "late")) == 4


def test_it_says_that_it_is_fictional(demo: Database) -> None:
    with demo.read() as reader:
        assert all("fictives" in (campaign.notes or "") for campaign in list_campaigns(reader))
        reasons = [reason for (reason,) in reader.rows("SELECT reason FROM exemption")]
    assert all("fictive" in reason for reason in reasons)


def test_it_keeps_the_rules_that_a_person_must_keep(demo: Database) -> None:
    """The file is written past the services, which know today; on a day after all of it they would take the same."""
    with demo.read() as reader:
        for campaign in list_campaigns(reader):
            assert check_campaign(campaign) == []
            assert campaign.id is not None
            for row in campaign_rows(reader, campaign.id, "2027-01-15"):
                one = get_self_assessment(reader, row.id)
                steps = steps_of(reader, row.id)
                assert [step.happened_on for step in steps] == sorted(step.happened_on for step in steps)
                assert all(campaign.opens_on <= step.happened_on <= campaign.grace_until for step in steps)
                assert all(step.reason for step in steps if step.step in ("refused", "to_complete"))
                shares = (one.level or campaign.level) == "B"
                assert shares or not any(step.step == "answers" for step in steps)
                attestation = attestation_of(reader, row.id)
                if row.step in ("valid", "to_complete"):
                    assert attestation is not None
                    assert [problem for problem in check_attestation(attestation) if problem.severity == "error"] == []
                    assert bool(what_is_missing(reader, attestation)) == (row.step == "to_complete")


def test_answers_are_there_only_where_they_are_shared(demo: Database) -> None:
    with demo.read() as reader:
        assert (
            reader.value(
                "SELECT COUNT(*) FROM answer a JOIN self_assessment sa ON sa.id = a.self_assessment_id"
                " JOIN campaign c ON c.id = sa.campaign_id"
                " WHERE COALESCE(sa.level, c.level) <> 'B' OR sa.consent_on IS NULL"
            )
            == 0
        )
        assert reader.value("SELECT COUNT(DISTINCT self_assessment_id) FROM answer") == 31
        assert (
            reader.value(
                "SELECT COUNT(*) FROM answer WHERE choice = 'not_applicable' AND comment IS NULL OR choice IS NULL"
            )
            == 0
        )
        assert reader.value("SELECT COUNT(*) FROM planned_action") > 30


def test_numbers_are_in_order_of_arrival(demo: Database) -> None:
    with demo.read() as reader:
        for code in ("2025", "2026"):
            numbers = [
                number
                for (number,) in reader.rows(
                    "SELECT number FROM attestation WHERE number LIKE :like ORDER BY received_on, number",
                    {"like": f"{code}-%"},
                )
            ]
            assert numbers == [f"{code}-{place:03}" for place in range(1, len(numbers) + 1)]


def test_signatories_are_nobody_real(demo: Database) -> None:
    with demo.read() as reader:
        invented = {
            family for (family,) in reader.rows("SELECT family_name FROM person WHERE notes = 'Personne fictive'")
        }
        names = [name for (name,) in reader.rows("SELECT name FROM attestation_signatory")]
    assert all(name.rpartition(" ")[2] in invented for name in names)


def test_a_record_tells_its_campaigns(demo: Database) -> None:
    with demo.read() as reader:
        one = reader.value("SELECT organisation_id FROM organisation_name WHERE printed = 'Cyclo Nord-Sud'")
        found = self_assessments_of(reader, one, IN_GRACE)
    assert [(row.campaign, row.step, row.lateness) for row in found] == [
        ("2026", "sent", "late"),
        ("2025", "sent", "late"),
    ]


def test_making_it_stays_quick(tmp_path: Path) -> None:
    began = time.perf_counter()
    make_demo(tmp_path / "demo.ocidb").close()
    assert time.perf_counter() - began < 2
