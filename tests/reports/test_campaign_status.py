"""The board's page: totals that add up, names by urgency, nothing graded, and one page for all members."""

from __future__ import annotations

import pytest

from oci_desktop import dates
from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.i18n import in_language, message
from oci_desktop.model.campaign import ExemptionDraft
from oci_desktop.model.standing import GRACE, LATE, PENDING, VALID
from oci_desktop.queries.campaigns import campaign_summary
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.reports import get_report, render_report
from oci_desktop.reports.campaign_status import CampaignStatus, resolution
from oci_desktop.services.campaigns import address, record_step
from oci_desktop.services.exemptions import save_exemption
from oci_desktop.store.database import Database
from tests.assessments import add_campaign, published
from tests.factories import add_organisation, add_person, add_role
from tests.reports.paper import pages, right_edges, words

DAYS = ("2026-03-15", "2026-09-30", "2026-10-20", "2026-11-21", "2027-01-05")


@pytest.fixture(autouse=True)
def after_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps below are not in the future."""
    monkeypatch.setattr(dates, "today", lambda: "2027-06-01")


@pytest.fixture
def campaign(printed: Database) -> Database:
    """67 members: 45 valid in autumn, 1 late since the campaign before, 4 exempt, an applicant."""
    with printed.read() as reader:
        ids = [row[0] for row in list_table(reader, get_list(reader, "members"), Query("2026-01-01"), ["id"]).rows]
    person = add_person(printed, "Dominique", "Fictif")
    for number, one in enumerate(ids):
        if number % 3:
            add_role(printed, person, one, security_contact=1)
    applicant = add_organisation(printed, "Coopération Candidate Exemple")
    with printed.write(message("Set up")) as write:
        version = published(write)
        before = address(write, add_campaign(write, 2025, version), ids)
        now = address(write, add_campaign(write, 2026, version), [*ids, applicant])
        record_step(write, before[:62], "valid", "2025-06-01")
        for one in ids[63:]:
            save_exemption(write, ExemptionDraft(one, decided_by="CA", decided_on="2025-01-20", starts_on="2025-01-20"))
        record_step(write, now[:66], "sent", "2026-02-05")
        record_step(write, now[:12], "valid", "2026-09-09")
        record_step(write, now[12:45], "valid", "2026-11-01")
        record_step(write, [now[46]], "to_complete", "2026-10-12", "Il manque une signature")
        record_step(write, [now[47]], "refused", "2026-10-15", "Ne souhaite pas")
    return printed


def collect(database: Database, day: str, **options: str) -> CampaignStatus:
    report = get_report("campaign-status")
    with database.read() as reader:
        data = report.collect(reader, day, report.chosen(reader, options))
    assert isinstance(data, CampaignStatus)
    return data


def render(database: Database, day: str, lang: str = "fr", **values: str) -> bytes:
    return render_report(database, "campaign-status", day, lang, printed_on="2026-11-21", invariant=True, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", DAYS)
def test_the_totals_add_up_and_agree_with_the_list_to_the_name(campaign: Database, day: str) -> None:
    data = collect(campaign, day)
    assert len(data.members) == 67
    assert sum(data.counts.values()) == 67
    with campaign.read() as reader:
        query = Query(day).filtered("campaign", "2026").filtered("applicant", "no").filtered("lateness", LATE)
        late = [row[0] for row in list_table(reader, get_list(reader, "campaign"), query, ["member"]).rows]
        assert data.campaign.id is not None
        summary = campaign_summary(reader, data.campaign.id, day)
    assert [row.member for row in data.in_state(LATE)] == late
    assert summary.total == 67 + len(data.applicants)
    assert summary.valid == data.counts[VALID]


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("day", DAYS)
def test_it_is_one_page_with_every_name_to_follow(campaign: Database, day: str, lang: str, paper: str) -> None:
    pdf = render(campaign, day, lang, paper=paper)
    text = words(pdf)
    data = collect(campaign, day)
    if data.counts[LATE] < 10:
        assert len(pages(pdf)) == 1
    for state in (LATE, GRACE, PENDING):
        for row in data.in_state(state):
            assert row.member in text, row.member
    width, height = (612.0, 792.0) if paper == "letter" else (595.28, 841.89)
    for left, bottom, right, top in right_edges(pdf):
        assert left >= 53
        assert right <= width - 52  # a slanted letter leans over its own end
        assert bottom >= 30
        assert top <= height - 30


def test_the_right_name_is_late_on_three_days(campaign: Database) -> None:
    with campaign.read() as reader:
        names = [row[0] for row in list_table(reader, get_list(reader, "members"), Query("2026-01-01"), ["name"]).rows]
    assert [row.member for row in collect(campaign, "2026-03-15").in_state(LATE)] == [names[62]]
    assert [row.member for row in collect(campaign, "2026-11-21").in_state(LATE)] == [names[62]]
    late = {row.member for row in collect(campaign, "2027-01-05").in_state(LATE)}
    assert late == {*names[45:47], *names[48:63]}


def test_the_page_in_french(campaign: Database) -> None:
    text = words(render(campaign, "2026-11-21"))
    for expected in (
        "Autoévaluation 2026 en matière de sécurité Au 21 novembre 2026 · 67 membres sollicités",
        "45 valides",
        "En retard depuis le 1er janvier 2026 (1)",
        "Délai de grâce jusqu’au 31 décembre 2026",
        "Projet de résolution",
        "Il est proposé que le conseil d’administration prenne acte qu’au 21 novembre 2026, 45 membres sur 67",
        "L’association n’évalue pas les pratiques\u00a0: chaque organisme atteste avoir mené sa propre démarche.",
        "à désigner",
    ):
        assert expected in text, expected


def test_the_page_in_english(campaign: Database) -> None:
    text = words(render(campaign, "2026-11-21", "en"))
    assert "Security self-assessment 2026 As of November 21, 2026 · 67 members addressed" in text
    assert "It is proposed that the board take note that on November 21, 2026, 45 of 67 members" in text


def test_the_resolution_names_those_that_are_late_and_nobody_else(campaign: Database) -> None:
    data = collect(campaign, "2026-11-21")
    with in_language("en"):
        text = resolution(data)
    late = {row.member for row in data.in_state(LATE)}
    assert {row.member for row in data.members if row.member in text} == late
    with in_language("en"):
        many = resolution(collect(campaign, "2027-01-05"))
    assert "17 in number, named above" in many


def test_another_campaign_can_be_chosen_and_an_unknown_one_is_answered(campaign: Database) -> None:
    assert collect(campaign, "2026-11-21", campaign="2025").campaign.code == "2025"
    with pytest.raises(UserError, match="2025"):
        collect(campaign, "2026-11-21", campaign="1999")


def test_without_a_campaign_there_is_a_sentence(printed: Database) -> None:
    with pytest.raises(NotFoundError, match="campa"):
        render(printed, "2026-11-21")


def test_the_same_data_gives_the_same_bytes(campaign: Database) -> None:
    assert render(campaign, "2026-11-21") == render(campaign, "2026-11-21")


def test_the_member_list_says_on_demand_where_each_member_stands(campaign: Database) -> None:
    pdf = render_report(campaign, "member-list", "2026-11-21", "fr", {"self_assessment": "oui"})
    text = words(pdf)
    assert len(pages(pdf)) == 1
    assert text.count("En retard") == 1
    assert "valide 45".replace(" ", "\u00a0") in text.replace(" ", "\u00a0")
    assert "Valide" not in words(render_report(campaign, "member-list", "2026-11-21", "fr"))
