"""Where an organisation stands on a day: the lists, the condition and a plain reckoning agree to the name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oci_desktop.i18n import in_language, message
from oci_desktop.model import schema
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, count_by, list_ids, list_table
from oci_desktop.queries.standing import conditions_for, conditions_of
from oci_desktop.services import memberships
from oci_desktop.services.drafts import new_ref
from oci_desktop.store.database import Database
from oci_desktop.store.writer import Writer
from tests.factories import add_member, add_organisation

CAMPAIGNS = {
    "2025": ("2025-09-01", "2025-10-11", "2025-12-31", "2026-03-31"),
    "2026": ("2026-09-01", "2026-10-11", "2026-12-31", "2027-03-31"),
    # It opens while the one before is in grace.
    "2026-X": ("2026-11-20", "2027-01-31", "2027-02-28", "2027-12-31"),
}


def begin(write: Writer, codes: tuple[str, ...] = ("2026",)) -> dict[str, int]:
    """Campaigns on one published version; their ids."""
    questionnaire = write.insert(schema.questionnaire, {"ref": new_ref(), "code": "example", "title_fr": "Exemple"})
    version = write.insert(
        schema.questionnaire_version,
        {"ref": new_ref(), "questionnaire_id": questionnaire, "number": "1.0", "state": "published"},
    )
    ids = {}
    for code in codes:
        opens_on, due_on, grace_until, valid_until = CAMPAIGNS[code]
        ids[code] = write.insert(
            schema.campaign,
            {
                "ref": new_ref(), "code": code, "title_fr": f"Autoévaluation {code}",
                "title_en": f"Self-assessment {code}", "questionnaire_version_id": version, "opens_on": opens_on,
                "due_on": due_on, "grace_until": grace_until, "valid_until": valid_until,
            },
        )  # fmt: skip
    return ids


def ask(write: Writer, campaign_id: int, organisation_id: int, *steps: tuple[str, str]) -> int:
    """Address the organisation, with the steps (step, day) that happened."""
    asked = write.insert(
        schema.self_assessment, {"ref": new_ref(), "campaign_id": campaign_id, "organisation_id": organisation_id}
    )
    for step, day in steps:
        write.insert(
            schema.self_assessment_step,
            {"self_assessment_id": asked, "organisation_id": organisation_id, "step": step, "happened_on": day,
             "who": "Alix"},
        )  # fmt: skip
    return asked


def exempt(write: Writer, organisation_id: int, starts_on: str | None, ends_on: str | None) -> None:
    write.insert(
        schema.exemption,
        {"ref": new_ref(), "organisation_id": organisation_id, "condition": "self_assessment", "decided_by": "CA",
         "starts_on": starts_on, "ends_on": ends_on},
    )  # fmt: skip


def campaign_rows(database: Database, day: str, *keys: str) -> list[tuple]:  # type: ignore[type-arg]
    with database.read() as reader:
        return list(list_table(reader, get_list(reader, "campaign"), Query(day), keys).rows)


def reason(database: Database, organisation_id: int, day: str) -> str:
    with database.read() as reader:
        return str(conditions_of(reader, organisation_id, day)[0].reason)


def members_who_are(database: Database, state: str, day: str) -> list[str]:
    with database.read() as reader:
        query = Query(day).filtered("self_assessment", state)
        return [row[0] for row in list_table(reader, get_list(reader, "members"), query, ["name"]).rows]


def test_after_the_due_date_comes_grace_and_only_after_it_late(database: Database) -> None:
    member = add_member(database, "Membre")
    with database.write(message("x")) as write:
        ask(write, begin(write)["2026"], member, ("sent", "2026-09-02"))
    found = {day: campaign_rows(database, day, "step", "lateness", "due", "grace_until")[0] for day in (
        "2026-10-11", "2026-10-12", "2026-12-31", "2027-01-01")}  # fmt: skip
    dates = ("2026-10-11", "2026-12-31")
    assert found["2026-10-11"] == ("sent", "none", *dates)
    assert found["2026-10-12"] == ("sent", "grace", *dates)
    assert found["2026-12-31"] == ("sent", "grace", *dates)
    assert found["2027-01-01"] == ("sent", "late", *dates)


@pytest.mark.parametrize(
    ("day", "fr", "en"),
    [
        (
            "2026-09-20",
            "Autoévaluation 2026 : à remettre d’ici le 11 octobre 2026",
            "Self-assessment 2026: due on October 11, 2026",
        ),
        (
            "2026-11-21",
            "Autoévaluation 2026 : délai de grâce jusqu’au 31 décembre 2026",
            "Self-assessment 2026: grace until December 31, 2026",
        ),
        ("2027-01-12", "Autoévaluation 2026 : en retard depuis 12 jours", "Self-assessment 2026: late for 12 days"),
        ("2027-01-01", "Autoévaluation 2026 : en retard depuis 1 jour", "Self-assessment 2026: late for 1 day"),
    ],
)
def test_the_condition_says_its_reason(database: Database, day: str, fr: str, en: str) -> None:
    member = add_member(database, "Membre")
    with database.write(message("x")) as write:
        ask(write, begin(write)["2026"], member, ("sent", "2026-09-02"))
    assert reason(database, member, day) == fr.replace(" :", "\N{NO-BREAK SPACE}:")
    with in_language("en"):
        assert reason(database, member, day) == en


def test_a_valid_attestation_meets_the_condition_until_the_common_end(database: Database) -> None:
    member = add_member(database, "Membre")
    with database.write(message("x")) as write:
        ask(write, begin(write)["2026"], member, ("sent", "2026-09-02"), ("valid", "2026-11-30"))
    assert reason(database, member, "2027-03-31") == "Autoévaluation 2026 valide jusqu’au 31 mars 2027"
    with database.read() as reader:
        met = {day: conditions_of(reader, member, day)[0].met for day in ("2026-11-29", "2026-11-30", "2027-03-31",
                                                                           "2027-04-01")}  # fmt: skip
    assert met == {"2026-11-29": False, "2026-11-30": True, "2027-03-31": True, "2027-04-01": False}
    assert members_who_are(database, "expired", "2027-04-01") == ["Membre"]


def test_before_the_first_campaign_nothing_is_asked_for(database: Database) -> None:
    member = add_member(database, "Membre")
    with database.write(message("x")) as write:
        ask(write, begin(write)["2026"], member)
    with database.read() as reader:
        assert conditions_of(reader, member, "2026-08-31") == []
        good = Query("2026-08-31").filtered("in_good_standing", "yes")
        assert list_ids(reader, get_list(reader, "members"), good) == [member]
    assert campaign_rows(database, "2026-08-31", "member") == []


def test_a_dispense_stands_before_any_step_but_valid(database: Database) -> None:
    members = [add_member(database, name) for name in ("A", "B")]
    with database.write(message("x")) as write:
        campaign = begin(write)["2026"]
        ask(write, campaign, members[0], ("sent", "2026-09-02"))
        ask(write, campaign, members[1], ("sent", "2026-09-02"), ("valid", "2026-10-01"))
        for member in members:
            exempt(write, member, "2026-10-20", "2027-06-30")
    day = "2026-10-15"
    assert campaign_rows(database, day, "member", "step", "lateness") == [
        ("A", "sent", "grace"),
        ("B", "valid", "none"),
    ]
    for day in ("2027-06-30", "2027-07-01"):  # over, it still settled that campaign
        assert campaign_rows(database, day, "member", "step", "lateness", "valid_until") == [
            ("A", "exempt", "none", "2027-06-30"), ("B", "valid", "none", "2027-03-31")]  # fmt: skip
    assert members_who_are(database, "exempt", "2027-06-30") == ["A", "B"]
    assert members_who_are(database, "expired", "2027-07-01") == ["A", "B"]
    assert reason(database, members[0], "2027-07-01") == "Dispense échue depuis le 30 juin 2027"


def test_a_new_campaigns_grace_forgives_nothing(database: Database) -> None:
    late, done, excused, settled_before = (add_member(database, name) for name in ("A", "B", "C", "D"))
    with database.write(message("x")) as write:
        campaigns = begin(write, ("2025", "2026"))
        for member, steps in ((late, []), (done, [("valid", "2025-10-01")]), (excused, [])):
            ask(write, campaigns["2025"], member, *steps)
        for member in (late, done, excused, settled_before):
            ask(write, campaigns["2026"], member, ("sent", "2026-09-02"))
        exempt(write, excused, "2025-12-01", "2026-06-30")
    rows = campaign_rows(database, "2026-11-21", "member", "step", "lateness", "grace_until")
    assert rows == [
        ("A", "sent", "late", "2025-12-31"),
        ("B", "sent", "grace", "2026-12-31"),
        ("C", "sent", "grace", "2026-12-31"),
        ("D", "sent", "grace", "2026-12-31"),
    ]
    assert reason(database, late, "2026-11-21").startswith("Autoévaluation 2025")
    assert members_who_are(database, "late", "2026-11-21") == ["A"]


def test_a_third_campaign_forgives_nothing_either(database: Database) -> None:
    member = add_member(database, "Membre")
    with database.write(message("x")) as write:
        for campaign in begin(write, tuple(CAMPAIGNS)).values():
            ask(write, campaign, member)
    assert campaign_rows(database, "2026-11-22", "campaign", "lateness", "grace_until") == [
        ("2026-X", "late", "2025-12-31")
    ]
    assert members_who_are(database, "late", "2026-11-22") == ["Membre"]


def test_a_dispense_decided_late_settles_the_campaign_that_it_was_decided_in(database: Database) -> None:
    member = add_member(database, "Membre")
    with database.write(message("x")) as write:
        campaigns = begin(write, ("2025", "2026"))
        ask(write, campaigns["2025"], member)
        ask(write, campaigns["2026"], member)
        exempt(write, member, "2026-01-20", "2026-03-31")
    assert members_who_are(database, "late", "2026-01-19") == ["Membre"]
    assert members_who_are(database, "exempt", "2026-01-20") == ["Membre"]
    assert members_who_are(database, "late", "2026-04-01") == []
    assert campaign_rows(database, "2026-10-01", "lateness", "grace_until") == [("none", "2026-12-31")]


def test_who_was_no_member_when_the_grace_ended_is_late_for_nothing_of_then(database: Database) -> None:
    member = add_member(database, "Revenue", "2025-01-01", ends_on="2025-09-30")
    with database.write(message("x")) as write:
        campaigns = begin(write, ("2025", "2026"))
        ask(write, campaigns["2025"], member)
        ask(write, campaigns["2026"], member)
        memberships.save_membership(write, MembershipDraft(member, "regular", "2026-08-01"))
    assert campaign_rows(database, "2026-10-01", "lateness") == [("none",)]
    assert reason(database, member, "2026-10-01").startswith("Autoévaluation 2026")


def test_a_member_added_later_has_thirty_days_at_least(database: Database) -> None:
    member = add_member(database, "Nouvelle")
    with database.write(message("x")) as write:
        asked = ask(write, begin(write)["2026"], member)
        write.update(schema.self_assessment, asked, {"added_on": "2027-02-01"})
    assert campaign_rows(database, "2027-02-01", "lateness", "due") == [("none", "2027-03-03")]
    assert campaign_rows(database, "2027-03-04", "lateness") == [("late",)]


def test_a_second_questionnaire_says_nothing_of_membership(database: Database) -> None:
    """A campaign that is no condition settles nothing, makes nobody late in the members' list, and is not the current
    one."""
    member = add_member(database, "Membre")
    with database.write(message("x")) as write:
        ask(write, begin(write)["2026"], member, ("sent", "2026-09-02"))
        values = write.get(schema.campaign, 1)
        assert values is not None
        other = write.insert(
            schema.campaign,
            {**values, "id": None, "ref": new_ref(), "code": "2026-H", "opens_on": "2026-09-15", "counts": 0},
        )
        ask(write, other, member, ("valid", "2026-09-20"))
    assert members_who_are(database, "late", "2027-01-12") == ["Membre"]
    assert campaign_rows(database, "2027-01-12", "campaign", "lateness") == [("2026", "late")]
    with database.read() as reader:
        query = Query("2027-01-12").filtered("campaign", "2026-H")
        assert list_table(reader, get_list(reader, "campaign"), query, ["step"]).rows == [("valid",)]


def test_a_supplementary_campaign_does_not_hide_that_of_everybody(database: Database) -> None:
    members = [add_member(database, f"M{number}") for number in range(5)]
    with database.write(message("x")) as write:
        campaigns = begin(write, ("2025", "2026"))
        write.update(schema.campaign, campaigns["2025"], {"valid_until": "2026-12-31"})
        for member in members:
            ask(write, campaigns["2025"], member)
        ask(write, campaigns["2026"], members[0])
    assert {row[0] for row in campaign_rows(database, "2026-10-01", "campaign")} == {"2025"}
    assert {row[0] for row in campaign_rows(database, "2027-01-01", "campaign")} == {"2026"}


def test_those_that_left_are_no_longer_asked_and_applicants_are(database: Database) -> None:
    gone = add_member(database, "Partie", ends_on="2026-10-01")
    applicant = add_organisation(database, "Candidate")
    with database.write(message("x")) as write:
        campaign = begin(write)["2026"]
        for organisation in (gone, applicant):
            ask(write, campaign, organisation)
    assert [row[0] for row in campaign_rows(database, "2026-10-01", "member")] == ["Candidate", "Partie"]
    assert [row[0] for row in campaign_rows(database, "2026-10-02", "member")] == ["Candidate"]
    with database.read() as reader:
        query = Query("2026-10-02").filtered("applicant", "yes")
        assert len(list_ids(reader, get_list(reader, "campaign"), query)) == 1


def test_without_a_campaign_named_the_list_shows_the_current_one(database: Database) -> None:
    member = add_member(database, "Membre")
    with database.write(message("x")) as write:
        for campaign in begin(write, ("2025", "2026")).values():
            ask(write, campaign, member)
    assert campaign_rows(database, "2026-08-31", "campaign") == [("2025",)]
    assert campaign_rows(database, "2026-09-01", "campaign") == [("2026",)]
    with database.read() as reader:
        found = list_table(
            reader, get_list(reader, "campaign"), Query("2027-01-01").filtered("campaign", "2025"), ["due"]
        )
        assert found.rows == [("2025-10-11",)]
        assert count_by(reader, get_list(reader, "campaign"), Query("2027-01-01"), "lateness") == {"late": 1}


@dataclass
class Case:
    """What happened to one member: steps by campaign, and its dispense."""

    steps: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    dispense: tuple[str | None, str | None] | None = None

    def step(self, code: str, day: str) -> str:
        before = [(on, place, step) for place, (step, on) in enumerate(self.steps[code]) if on <= day]
        return max(before)[2] if before else "to_send"

    def exempted(self, day: str) -> bool:
        if self.dispense is None:
            return False
        starts_on, ends_on = self.dispense
        return (starts_on is None or starts_on <= day) and (ends_on is None or day <= ends_on)

    def dispensed(self, code: str, day: str) -> bool:
        """A dispense in force on the day settles a campaign; so does one that was after its due date, in its life."""
        if self.exempted(day):
            return True
        if self.dispense is None:
            return False
        starts_on, ends_on = self.dispense
        _opens, due_on, _grace, valid_until = CAMPAIGNS[code]
        return (starts_on is None or starts_on <= min(day, valid_until)) and (ends_on is None or ends_on > due_on)

    def state(self, day: str) -> str:
        """The rules of the domain, reckoned plainly."""
        opened = [code for code in sorted(self.steps) if CAMPAIGNS[code][0] <= day]
        if any(self.step(code, day) == "valid" and day <= CAMPAIGNS[code][3] for code in opened):
            return "valid"
        if self.exempted(day):
            return "exempt"
        if not opened:
            return "none"
        step = self.step(opened[-1], day)
        if step == "valid" or (day > CAMPAIGNS[opened[-1]][1] and self.dispensed(opened[-1], day)):
            return "expired"
        if step == "refused":
            return "refused"
        return {"none": "pending"}.get(self.lateness(opened[-1], day), self.lateness(opened[-1], day))

    def lateness(self, code: str, day: str) -> str:
        if self.dispensed(code, day) or self.step(code, day) in ("valid", "refused"):
            return "none"
        for earlier in sorted((one for one in self.steps if one < code), reverse=True):
            if self.step(earlier, day) in ("valid", "refused") or self.dispensed(earlier, day):
                break
            if day > CAMPAIGNS[earlier][2]:
                return "late"
        _opens, due_on, grace_until, _valid = CAMPAIGNS[code]
        return "late" if day > grace_until else "grace" if day > due_on else "none"


_DAYS = st.integers(0, 850).map(lambda n: (date(2025, 9, 1) + timedelta(n)).isoformat())


def _steps(code: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Steps of that campaign: none comes before its opening."""
    days = _DAYS.filter(lambda day: day >= CAMPAIGNS[code][0])
    return st.lists(
        st.tuples(st.sampled_from(["sent", "received", "to_complete", "valid", "refused"]), days), max_size=4
    )


_CASES = st.builds(
    Case,
    st.fixed_dictionaries({}, optional={code: _steps(code) for code in CAMPAIGNS}),
    st.none() | st.tuples(st.none() | _DAYS, st.none() | _DAYS),
)


@given(cases=st.lists(_CASES, min_size=1, max_size=8), days=st.lists(_DAYS, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lists_and_condition_agree_with_the_rules_on_any_day(new_database, cases: list[Case], days: list[str]) -> None:
    from uuid import uuid4

    database = new_database(str(uuid4()))
    members = [add_member(database, f"Membre {number}") for number in range(len(cases))]
    with database.write(message("x")) as write:
        campaigns = begin(write, tuple(CAMPAIGNS))
        asked = {}
        for member, case in zip(members, cases, strict=True):
            for code in sorted(case.steps):
                asked[code, member] = ask(write, campaigns[code], member, *case.steps[code])
            if case.dispense:
                exempt(write, member, *case.dispense)
    with database.read() as reader:
        for day in days:
            states = {member: facts[0].state for member, facts in conditions_for(reader, day).items()}
            wanted = {member: case.state(day) for member, case in zip(members, cases, strict=True)}
            assert states == wanted, day
            for state in set(wanted.values()):
                query = Query(day).filtered("self_assessment", state)
                listed = set(list_ids(reader, get_list(reader, "members"), query))
                assert listed == {member for member, one in wanted.items() if one == state}
            for code in CAMPAIGNS:
                query = Query(day).filtered("campaign", code).filtered("lateness", "late")
                late = set(list_ids(reader, get_list(reader, "campaign"), query))
                assert late == {
                    asked[code, member]
                    for member, case in zip(members, cases, strict=True)
                    if code in case.steps and case.lateness(code, day) == "late"
                }
    database.close()
