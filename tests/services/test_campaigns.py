"""Campaigns: dates in order, a published version, members addressed, and dated steps with who recorded them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oci_desktop.errors import ConflictError, NotFoundError, UserError, ValidationError
from oci_desktop.i18n import message
from oci_desktop.model.campaign import CampaignDraft, ExemptionDraft
from oci_desktop.queries.campaigns import (
    campaign_rows,
    campaign_summary,
    current_campaign,
    exemptions_of,
    find_campaign,
    get_campaign,
    get_self_assessment,
    list_campaigns,
    members_to_address,
    self_assessments_of,
    steps_of,
)
from oci_desktop.services import campaigns, exemptions
from oci_desktop.store.database import Database
from tests.assessment_factories import add_campaign, add_version, address, campaign, exempt, step
from tests.factories import add_member, add_organisation, add_person, add_role


def save(database: Database, draft: CampaignDraft) -> int:
    with database.write(message("Campaign")) as write:
        return campaigns.save_campaign(write, draft)


def wrong(database: Database, draft: CampaignDraft) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        save(database, draft)
    return list(refused.value.fields)


def test_every_field_that_is_wrong_is_named(database: Database) -> None:
    draft = CampaignDraft(level="C", opens_on="2019-09", due_on="2019-02-30", grace_until="", valid_until="2020-03-31")
    assert set(wrong(database, draft)) == {
        "code", "title_fr", "questionnaire_version_id", "level", "opens_on", "due_on", "grace_until",
    }  # fmt: skip


@pytest.mark.parametrize("field", ["due_on", "grace_until", "valid_until"])
def test_the_days_follow_each_other(database: Database, field: str) -> None:
    draft = campaign(add_version(database))
    assert wrong(database, replace(draft, **{field: "2019-08-31"}))[0] == field
    save(database, replace(draft, due_on=draft.opens_on, grace_until=draft.opens_on, valid_until=draft.opens_on))


def test_two_campaigns_have_two_codes(database: Database) -> None:
    version_id = add_version(database)
    save(database, campaign(version_id, "2019a"))
    assert wrong(database, replace(campaign(version_id), code=" 2019A ")) == ["code"]


def test_only_a_published_version_is_put_to_members(database: Database) -> None:
    draft = add_version(database, published_on=None)
    assert wrong(database, campaign(draft)) == ["questionnaire_version_id"]
    assert wrong(database, campaign(999)) == ["questionnaire_version_id"]


def test_under_way_the_days_may_change_and_the_version_may_not(database: Database) -> None:
    first, other = add_version(database), add_version(database, code="autre")
    campaign_id = add_campaign(database, version_id=first)
    one = address(database, campaign_id, add_member(database))
    with database.read() as reader:
        stored = get_campaign(reader, campaign_id)
    save(database, replace(stored, questionnaire_version_id=other))
    step(database, one, "sent", "2019-09-02")
    with database.read() as reader:
        stored = get_campaign(reader, campaign_id)
    assert wrong(database, replace(stored, questionnaire_version_id=first)) == ["questionnaire_version_id"]
    save(database, replace(stored, grace_until="2020-01-15"))
    with pytest.raises(ConflictError):
        save(database, replace(stored, grace_until="2020-01-16"))
    database.undo()
    with database.read() as reader:
        assert get_campaign(reader, campaign_id).grace_until == "2019-12-31"


def test_a_campaign_addresses_a_category_a_list_or_all_of_a_day(database: Database) -> None:
    regular = add_member(database, "Régulier")
    friend = add_member(database, "Sympathisant", category="sympathiser")
    add_member(database, "Parti", ends_on="2019-08-31")
    late = add_member(database, "Tardif", starts_on="2019-10-01")
    with database.read() as reader:
        assert members_to_address(reader, "2019-09-01") == [regular, friend]
        assert members_to_address(reader, "2019-09-01", ["sympathiser"]) == [friend]
    campaign_id = add_campaign(database, organisation_ids=[regular, friend])
    with database.write(message("Address")) as write:
        added = campaigns.address(write, campaign_id, [friend, late, late], added_on="2019-10-01")
    assert len(added) == 1
    with database.read() as reader:
        assert get_self_assessment(reader, added[0]).added_on == "2019-10-01"
        before, after = (campaign_rows(reader, campaign_id, day) for day in ("2019-09-30", "2019-10-01"))
    assert {row.member for row in before} == {"Régulier", "Sympathisant"}
    assert {row.member for row in after} == {"Régulier", "Sympathisant", "Tardif"}


def test_nobody_that_does_not_exist_is_addressed(database: Database) -> None:
    campaign_id = add_campaign(database)
    association = add_organisation(database, "Association Exemple", is_self=1)
    for stranger in (999, association):
        with pytest.raises(ValidationError):
            address(database, campaign_id, stranger)


def test_one_that_left_is_no_longer_asked_and_keeps_its_history(database: Database) -> None:
    member = add_member(database, "Parti", ends_on="2019-10-31")
    campaign_id = add_campaign(database, organisation_ids=[member])
    with database.read() as reader:
        assert campaign_summary(reader, campaign_id, "2019-10-31").total == 1
        after = campaign_summary(reader, campaign_id, "2019-11-01")
        assert (after.total, after.left) == (0, 1)
        assert [row.campaign for row in self_assessments_of(reader, member, "2019-11-01")] == ["2019"]


def test_withdrawing_is_possible_only_while_nothing_happened(database: Database) -> None:
    campaign_id = add_campaign(database)
    one, two = (address(database, campaign_id, add_member(database, name)) for name in ("Un", "Deux"))
    step(database, two, "sent", "2019-09-02")
    with database.write(message("Withdraw")) as write:
        campaigns.withdraw_from(write, one)
    with pytest.raises(UserError), database.write(message("Withdraw")) as write:
        campaigns.withdraw_from(write, two)
    with pytest.raises(UserError), database.write(message("Delete")) as write:
        campaigns.delete_campaign(write, campaign_id)


def test_steps_have_their_date_and_who(database: Database) -> None:
    one = address(database, add_campaign(database), add_member(database))
    step(database, one, "received", "2019-10-01")
    step(database, one, "sent", "2019-09-02")  # entered later, happened before
    step(database, one, "sent", "2019-09-02")  # the same again changes nothing
    with database.read() as reader:
        assert [(s.step, s.happened_on, s.who) for s in steps_of(reader, one)] == [
            ("sent", "2019-09-02", "Alix Exemple"),
            ("received", "2019-10-01", "Alix Exemple"),
        ]
        days = ("2019-09-01", "2019-09-02", "2019-10-01")
        assert [campaign_rows(reader, 1, day)[0].step for day in days] == ["to_send", "sent", "received"]


@pytest.mark.parametrize(
    ("name", "on", "field"),
    [
        ("sent", "2019-08-31", "on"),
        ("sent", "2999-01-01", "on"),
        ("sent", "2019-09", "on"),
        ("sent", "", "on"),
        ("refused", "2019-09-02", "reason"),
        ("answers", "2019-09-02", "step"),
        ("exempt", "2019-09-02", "step"),
        ("to_send", "2019-09-02", "step"),
        ("lost", "2019-09-02", "step"),
    ],
)
def test_steps_that_cannot_be(database: Database, name: str, on: str, field: str) -> None:
    one = address(database, add_campaign(database), add_member(database))
    with pytest.raises(ValidationError) as refused:
        step(database, one, name, on)
    assert list(refused.value.fields) == [field]


def test_a_step_for_many_is_one_action_or_none(database: Database) -> None:
    campaign_id = add_campaign(database)
    early = [address(database, campaign_id, add_member(database, f"Membre {n}")) for n in range(3)]
    late = address(database, campaign_id, add_member(database, "Tardif"), "2019-10-01")
    with pytest.raises(ValidationError, match="Tardif"), database.write(message("Sent")) as write:
        campaigns.record_step(write, [*early, late], "sent", "2019-09-02")
    with database.write(message("Sent")) as write:
        assert len(campaigns.record_step(write, early, "sent", "2019-09-02")) == 3
    with database.read() as reader:
        assert campaign_summary(reader, campaign_id, "2019-10-02").steps["sent"] == 3
    database.undo()
    with database.read() as reader:
        assert campaign_summary(reader, campaign_id, "2019-10-02").steps["sent"] == 0


def test_a_refusal_says_why(database: Database) -> None:
    one = address(database, add_campaign(database), add_member(database))
    step(database, one, "refused", "2019-09-10", "Lettre de la présidence")
    with database.read() as reader:
        assert [(s.step, s.reason) for s in steps_of(reader, one)] == [("refused", "Lettre de la présidence")]


def test_a_member_lowers_its_level_and_never_raises_it_above_the_campaigns(database: Database) -> None:
    at_a = address(database, add_campaign(database), add_member(database))
    with pytest.raises(ValidationError), database.write(message("Level")) as write:
        campaigns.set_level(write, at_a, "B")
    at_b = address(database, add_campaign(database, "2020", version_id=1, level="B"), add_member(database, "Autre"))
    for level, kept in (("A", "A"), ("B", None), (None, None)):
        with database.write(message("Level")) as write:
            campaigns.set_level(write, at_b, level)
            assert get_self_assessment(write, at_b).level == kept


def test_counts_add_up_and_rows_come_by_urgency(database: Database) -> None:
    members = {
        name: add_member(database, name) for name in ("Expédiée", "Reçue", "Dispensé", "Refus", "Valide", "Sans")
    }
    version_id = add_version(database)
    past = add_campaign(database, "2018", [members["Sans"]], version_id)
    now = add_campaign(database, "2019", tuple(members.values()), version_id)
    assert past != now
    ids = {name: address(database, now, one) for name, one in members.items()}
    step(database, ids["Expédiée"], "sent", "2019-09-02")
    step(database, ids["Reçue"], "received", "2019-10-01")
    step(database, ids["Refus"], "refused", "2019-10-01", "Non")
    step(database, ids["Valide"], "valid", "2019-10-01")
    exempt(database, members["Dispensé"])
    for day in ("2019-08-01", "2019-09-15", "2019-10-11", "2019-10-12", "2019-12-31", "2020-01-01", "2020-07-01"):
        with database.read() as reader:
            found = campaign_summary(reader, now, day)
            rows = campaign_rows(reader, now, day)
        parts = (found.valid, found.exempt, found.refused, found.late, found.grace, found.pending)
        assert sum(parts) == sum(found.steps.values()) == sum(found.lateness.values()) == found.total == 6, day
        assert len(rows) == 6
    with database.read() as reader:
        found = campaign_summary(reader, now, "2019-10-12")
        assert (found.valid, found.exempt, found.refused, found.late, found.grace) == (1, 1, 1, 1, 2)
        rows = campaign_rows(reader, now, "2019-10-12")
        assert [row.member for row in rows[:3]] == ["Sans", "Reçue", "Expédiée"]
        assert (rows[0].lateness, rows[0].due, rows[0].grace_until) == ("late", "2018-10-11", "2018-12-31")


def test_an_applicant_is_counted_as_one(database: Database) -> None:
    campaign_id = add_campaign(
        database, organisation_ids=[add_member(database), add_organisation(database, "Candidat")]
    )
    with database.read() as reader:
        found = campaign_summary(reader, campaign_id, "2019-10-01")
        assert (found.total, found.applicants) == (2, 1)
        assert [row.category for row in campaign_rows(reader, campaign_id, "2019-10-01")].count(None) == 1


def test_the_focal_point_of_the_day_is_shown(database: Database) -> None:
    member = add_member(database)
    for given, starts_on, ends_on in (("Alix", None, "2019-09-30"), ("Camille", "2019-10-01", None)):
        add_role(
            database, add_person(database, given), member, security_contact=1, starts_on=starts_on, ends_on=ends_on,
            email=f"{given.lower()}@example.org",
        )  # fmt: skip
    campaign_id = add_campaign(database, organisation_ids=[member])
    with database.read() as reader:
        shown = [campaign_rows(reader, campaign_id, day)[0] for day in ("2019-09-30", "2019-10-01")]
    assert [(row.focal_point, row.email) for row in shown] == [
        ("Alix Exemple", "alix@example.org"), ("Camille Exemple", "camille@example.org"),
    ]  # fmt: skip


def test_the_current_campaign_is_the_one_opened_last(database: Database) -> None:
    version_id = add_version(database)
    for code in ("2018", "2019"):
        add_campaign(database, code, version_id=version_id)
    with database.read() as reader:
        assert current_campaign(reader, "2018-08-31") is None
        assert [find_campaign(reader, None, day).code for day in ("2018-09-01", "2019-08-31", "2019-09-01")] == [
            "2018", "2018", "2019",
        ]  # fmt: skip
        assert find_campaign(reader, " 2018 ", "2030-01-01").code == "2018"
        assert [one.code for one in list_campaigns(reader)] == ["2019", "2018"]
        with pytest.raises(NotFoundError, match="2019, 2018"):
            find_campaign(reader, "2020", "2019-10-01")
        with pytest.raises(NotFoundError, match="2019, 2018"):
            find_campaign(reader, None, "2000-01-01")


def test_a_dispense_says_who_decided_and_until_when(database: Database) -> None:
    member = add_member(database)
    with pytest.raises(ValidationError) as refused:
        exempt(database, member, decided_by=" ", starts_on="2019-06-01", ends_on="2019-05-01")
    assert set(refused.value.fields) == {"decided_by", "ends_on"}
    with database.write(message("Dispense")) as write:
        exemptions.save_exemption(write, ExemptionDraft(member, decided_by="CA", decided_on="2019-06-12"))
    with database.read() as reader:
        (found,) = exemptions_of(reader, member)
    assert (found.starts_on, found.ends_on) == ("2019-06-12", None)
    with database.write(message("Dispense")) as write:
        exemptions.save_exemption(write, replace(found, ends_on="2020-06-30"))
    with pytest.raises(ConflictError), database.write(message("Dispense")) as write:
        exemptions.save_exemption(write, found)


def test_a_dispense_settles_the_campaign_that_it_was_given_in(database: Database) -> None:
    member = add_member(database)
    campaign_id = add_campaign(database, organisation_ids=[member])
    exempt(database, member, starts_on="2019-10-01", ends_on="2020-01")
    with database.read() as reader:
        shown = [
            (row.step, row.lateness)
            for day in ("2019-09-30", "2019-10-01", "2020-01-31", "2020-02-01")
            for row in campaign_rows(reader, campaign_id, day)
        ]
    assert shown == [("to_send", "none"), ("exempt", "none"), ("exempt", "none"), ("exempt", "none")]
