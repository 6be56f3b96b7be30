"""The board's page: totals that add up, names by urgency, nothing graded, and one page for all members."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from docx import Document

from oci_desktop import dates
from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.i18n import in_language, message
from oci_desktop.model import schema
from oci_desktop.model.campaign import ExemptionDraft
from oci_desktop.model.standing import EXEMPT, EXPIRED, GRACE, LATE, PENDING, REFUSED, VALID
from oci_desktop.queries.campaigns import campaign_summary
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.portrait import LAPSED
from oci_desktop.reports import get_report, read_printing, render_report, render_word
from oci_desktop.reports.campaign_status import CampaignStatus, resolution
from oci_desktop.services.campaigns import address, record_step
from oci_desktop.services.exemptions import save_exemption
from oci_desktop.store.database import Database
from tests.assessments import add_campaign, published
from tests.factories import add_organisation, add_person, add_role
from tests.reports.paper import pages, right_edges, words

DAYS = ("2026-03-15", "2026-09-30", "2026-10-20", "2026-11-21", "2027-01-05", "2027-04-01")


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
    assert summary.valid == data.counts[VALID] + data.counts[EXPIRED]


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("day", DAYS)
def test_it_is_one_page_with_every_name_to_follow(campaign: Database, day: str, lang: str, paper: str) -> None:
    pdf = render(campaign, day, lang, paper=paper)
    text = words(pdf)
    data = collect(campaign, day)
    assert len(pages(pdf)) == 1
    for state in (LATE, GRACE, PENDING, EXPIRED, LAPSED):
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
        "En retard depuis le 1er janvier 2026 · Autoévaluation 2025 en matière de sécurité (1)",
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
    assert "the refusal of one member" in many


def members_in(database: Database, day: str, state: str) -> set[str]:
    """The names that the member list filtered on the condition shows."""
    with database.read() as reader:
        query = Query(day).filtered("self_assessment", state)
        return {row[0] for row in list_table(reader, get_list(reader, "members"), query, ["name"]).rows}


def test_after_the_end_of_validity_nothing_says_that_attestations_are_valid(campaign: Database) -> None:
    data = collect(campaign, "2027-04-01")
    assert (data.counts[VALID], data.counts[EXPIRED]) == (0, 45)
    assert {row.member for row in data.in_state(EXPIRED)} == members_in(campaign, "2027-04-01", EXPIRED)
    assert {row.member for row in data.in_state(LATE)} == members_in(campaign, "2027-04-01", LATE)
    text = words(render(campaign, "2027-04-01"))
    for expected in (
        "45 attestations, échues depuis le 31 mars 2027",
        "Attestations échues depuis le 31 mars 2027 (45)",
        "plus aucune attestation n’est valide\u00a0: les 45 qui sont au dossier sont échues depuis le 31 mars 2027",
    ):
        assert expected in text, expected
    for wrong in ("45 valides", "ont une attestation valide"):
        assert wrong not in text
    assert collect(campaign, "2027-03-31").counts[EXPIRED] == 0


def test_a_dispense_that_is_over_is_counted_as_expired_too(campaign: Database) -> None:
    with campaign.write(message("End")) as write:
        for (one,) in write.rows("SELECT id FROM exemption"):
            write.update(schema.exemption, one, {"ends_on": "2027-02-28"})
    assert collect(campaign, "2027-02-28").counts[EXEMPT] == 4
    data = collect(campaign, "2027-03-01")
    assert (data.counts[EXEMPT], data.counts[LAPSED]) == (0, 4)
    assert {row.member for row in data.in_state(LAPSED)} == members_in(campaign, "2027-03-01", EXPIRED)
    assert "4 dispenses échues" in words(render(campaign, "2027-03-01"))


def test_before_the_opening_the_campaign_had_not_begun(campaign: Database) -> None:
    with in_language("en"), pytest.raises(UserError, match=r"2026 had not begun on .*: it opens on"):
        collect(campaign, "2026-02-01", campaign="2026")


def test_nobody_valid_yet_is_said_in_words(campaign: Database) -> None:
    with in_language("fr"):
        assert "aucun des 67 membres n’a encore d’attestation valide" in resolution(collect(campaign, "2026-03-15"))


@pytest.mark.parametrize("seed", range(12))
def test_it_is_one_page_whatever_the_mix(campaign: Database, seed: int) -> None:
    """63 late at once, many steps and reminders, all in grace: always one page, and every name in it."""
    data = collect(campaign, "2027-04-01" if seed % 3 == 0 else "2027-01-05")
    dice = random.Random(seed)
    step = [("sent", LATE), ("to_complete", GRACE), ("received", "none"), ("valid", "none"), ("refused", "none")]
    chances = [dice.choice((0, 1, 5)) for _state in step]
    chances[0] = max(chances[0], 1 if seed else 0)
    members = []
    for row in data.members:
        code, lateness = ("to_send", LATE) if seed == 0 else dice.choices(step, chances)[0]
        reminder = dice.choice((None, "2026-10-12", "2026-12-01"))
        members.append(replace(row, step=code, lateness=lateness, last_reminder=reminder))
    data = replace(data, members=tuple(members))
    for lang, paper in (("fr", "letter"), ("en", "a4")):
        with in_language(lang), campaign.read() as reader:
            printing = read_printing(campaign, reader, paper, None, "2026-11-21", True)
            pdf = get_report("campaign-status").render(data, printing).finish()
        assert len(pages(pdf)) == 1
        text = words(pdf)
        followed = [row.member for row in data.members if data.state(row) not in (VALID, EXEMPT)]
        assert [name for name in followed if name not in text] == []
        assert sum(data.counts.values()) == 67
        assert data.counts[REFUSED] == sum(row.step == "refused" for row in members)


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


def test_the_member_list_in_word_says_it_too(campaign: Database) -> None:
    content = render_word(campaign, "member-list", "2026-11-21", "fr", {"self_assessment": "oui"})
    with in_language("fr"):
        texts = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert sum(text.endswith(" (en retard)") for text in texts) == 1
    assert sum(text.endswith(" (valide)") for text in texts) == 45
