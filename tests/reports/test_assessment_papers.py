"""Attestations, one member's result, the network's portrait and the action plan, on paper."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from oci_desktop import dates
from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.i18n import message
from oci_desktop.model import schema
from oci_desktop.model.campaign import AttestationDraft, AttestationSignatory
from oci_desktop.reports import render_report
from oci_desktop.services.attestations import record_attestation
from oci_desktop.services.campaigns import address
from oci_desktop.store.database import Database
from tests.assessments import add_campaign, item_ids, published, share
from tests.factories import add_member, add_person, add_role
from tests.reports.paper import fonts, outline, pages, right_edges, words

DAY = "2025-11-21"


@pytest.fixture(autouse=True)
def after_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: "2027-06-01")


@pytest.fixture
def network(association: Database) -> Database:
    """Twelve members at level B, all sharing; two attestations, the second member reads English."""
    ids = [add_member(association, f"Organisme exemple {number:02}", region="06") for number in range(12)]
    person = add_person(association, "Sacha", "Modèle", language="en")
    add_role(association, person, ids[1], security_contact=1)
    with association.write(message("Set up")) as write:
        version = published(write)
        items = item_ids(write, version)
        made = address(write, add_campaign(write, 2025, version, "B"), ids)
        for number, one in enumerate(made):
            choices = ("in_place", "partly", "not_in_place")
            answers = {item: choices[(number + place) % 3] for place, item in enumerate(items.values())}
            share(write, one, answers, comment="Secret <b>œuvré</b> & confié", confidential=int(number == 0))
            action = {"ref": f"a{number}", "self_assessment_id": one, "text": f"Plan {number:02}", "state": "to_do"}
            write.insert(schema.planned_action, action)
        for number in (0, 1):
            signatories = (
                AttestationSignatory("Camille Exemple", "Direction générale", "2025-09-01"),
                AttestationSignatory("Alix Fictif", "Membre du CA", "2025-09-02"),
            )
            draft = AttestationDraft(
                made[number], ids[number], version, "2025-09-05", "2025-09-01", "Un plan suit <2026>.", signatories
            )
            record_attestation(write, draft, "valid", "2025-09-05")
    return association


def render(database: Database, name: str, lang: str = "fr", **options: str) -> bytes:
    return render_report(database, name, DAY, lang, options, printed_on="2026-11-21", invariant=True)


def test_an_attestation_says_what_was_signed_by_whom_and_when(network: Database) -> None:
    pdf = render(network, "attestation", number="2025-001")
    text = words(pdf)
    assert len(pages(pdf)) == 1
    for expected in (
        "Attestation d’autoévaluation",
        "Organisme exemple 00",
        "2025-001",
        "Questionnaire exemple, version 1.0",
        "Notre organisme a mené sa propre autoévaluation.",
        "Un plan suit <2026>.",
        "31 mars 2026",
        "Camille Exemple",
        "Direction générale",
        "signé le 1er septembre 2025",
    ):
        assert expected in text, expected
    assert text.index("elle ne dit pas que tout est en place") < text.index("Camille Exemple")
    assert "Changé depuis la signature" not in text
    assert all(fonts(pdf).values())


def test_an_attestation_is_in_its_recipients_language_whatever_the_windows(network: Database) -> None:
    text = words(render(network, "attestation", "fr", number="2025-002"))
    assert "Attestation of self-assessment" in text
    assert "Page 1 of 1" in text
    assert "signed on September 1, 2025" in text
    assert "Attestation d’autoévaluation" in words(
        render(network, "attestation", "en", number="2025-002", language="fr")
    )


def test_all_attestations_of_a_campaign_come_in_one_file(network: Database) -> None:
    pdf = render(network, "attestation")
    first, second = pages(pdf)
    assert "Organisme exemple 00" in first
    assert "Organisme exemple 01" in second
    assert "Page 1 of 1" in second
    assert outline(pdf) == ["2025-001 · Organisme exemple 00", "2025-002 · Organisme exemple 01"]
    assert PdfReader(io.BytesIO(pdf)).root_object["/Lang"] == "fr-CA"


def test_an_attestation_says_when_it_has_expired(network: Database) -> None:
    late = render_report(network, "attestation", "2026-04-01", "fr", {"number": "2025-001"}, printed_on="2026-11-21")
    assert "Le 1er avril 2026, cette attestation était échue." in words(late)
    assert "échue" not in words(render(network, "attestation", number="2025-001"))


def test_the_footer_of_an_attestation_is_never_cut(network: Database) -> None:
    text = words(render(network, "attestation", number="2025-001"))
    assert "Imprimé le 21 novembre 2026 · attestation 2025-001 Page 1 de 1" in text


def test_an_attestation_says_that_answers_changed_since(network: Database) -> None:
    with network.write(message("Change")) as write:
        row = write.value("SELECT id FROM answer WHERE choice = 'in_place' ORDER BY id")
        write.update(schema.answer, row, {"choice": "planned"})
    assert "Changé depuis la signature" in words(render(network, "attestation", number="2025-001"))


def test_the_fingerprint_is_not_shown(network: Database) -> None:
    with network.read() as reader:
        digest = reader.value("SELECT answers_digest FROM attestation ORDER BY id")
    assert digest
    assert digest[:12] not in words(render(network, "attestation", number="2025-001"))


def test_what_does_not_exist_is_said(network: Database) -> None:
    with pytest.raises(NotFoundError, match="2099-001"):
        render(network, "attestation", number="2099-001")
    with pytest.raises(NotFoundError, match="Aucune attestation"):
        render(network, "attestation", organisation="Organisme exemple 05")


def test_a_result_prints_counts_first_and_the_index_only_on_demand(network: Database) -> None:
    text = words(render(network, "self-assessment-result", organisation="Organisme exemple 01"))
    assert "Par principe" in text
    assert "3 réponses sur 3" in text
    assert "indice" not in text
    assert "Secret <b>œuvré</b> & confié" in text
    asked = words(render(network, "self-assessment-result", organisation="Organisme exemple 01", index="oui"))
    assert "indice 50" in asked
    assert "jamais une comparaison avec d’autres" in asked


def test_confidential_comments_are_not_printed(network: Database) -> None:
    text = words(render(network, "self-assessment-result", organisation="Organisme exemple 00"))
    assert "confidentiel" in text
    assert "Secret" not in text


def test_the_portrait_names_nobody_and_prints_no_cell_under_five(network: Database) -> None:
    pdf = render(network, "network-portrait")
    text = words(pdf)
    assert "12 organismes partagent leurs réponses pour ce portrait, où aucun n’est nommé." in text
    assert "n = 12" in text
    assert "Organisme exemple" not in text
    assert "Secret" not in text
    assert "(12)" in text  # four answers each of three: everything is hidden
    for left, bottom, right, _top in right_edges(pdf):
        assert left >= 53
        assert right <= 612 - 53
        assert bottom >= 30


def test_the_portrait_says_which_day_each_part_of_it_holds_for(network: Database) -> None:
    """Who is where is of the day asked for; answers have no past, so that no two days can be subtracted."""
    pdf = render_report(network, "network-portrait", "2025-02-05", "en", printed_on="2026-11-21", invariant=True)
    text = words(pdf)
    assert "Who is where on February 5, 2025" in text
    assert "What organisations have in place (answers known on November 21, 2026)" in text
    assert "12 organisations share their answers" in text
    assert "Never publish it beside another portrait of this campaign" in text
    assert text.count("February 5, 2025") == 1
    with pytest.raises(UserError, match="2025"):
        render_report(network, "network-portrait", "2025-01-05", "fr", {"campaign": "2025"})


def test_a_result_says_on_which_day_its_answers_are_known(network: Database) -> None:
    text = words(render(network, "self-assessment-result", "en", organisation="Organisme exemple 01"))
    assert "Answers known on November 21, 2026" in text
    assert "November 21, 2025" not in text


def test_without_consent_there_is_neither_result_nor_action_nor_portrait(network: Database) -> None:
    with network.write(message("Withdraw")) as write:
        for (one,) in write.rows("SELECT id FROM self_assessment ORDER BY id LIMIT 8"):
            write.update(schema.self_assessment, one, {"consent_withdrawn_on": "2025-10-01"})
    with pytest.raises(UserError, match="restent chez lui"):
        render(network, "self-assessment-result", organisation="Organisme exemple 01")
    assert "Moins de 5 organismes partagent leurs réponses" in words(render(network, "network-portrait"))
    plan = words(render(network, "action-plan"))
    assert "Plan 08" in plan
    assert "Plan 01" not in plan
    assert words(render(network, "attestation", number="2025-001"))  # the attestation stays


def test_the_action_plan_of_one_member_and_of_all(network: Database) -> None:
    whole = words(render(network, "action-plan"))
    assert "12 actions" in whole
    assert "Organisme exemple 11 Plan 11".replace(" ", "") in whole.replace(" ", "")
    one = words(render(network, "action-plan", organisation="Organisme exemple 03"))
    assert "Plan 03" in one
    assert "Plan 04" not in one


@pytest.mark.parametrize("name", ["self-assessment-result", "network-portrait", "action-plan", "attestation"])
def test_every_report_prints_in_english_too(network: Database, name: str) -> None:
    options = {"organisation": "Organisme exemple 01"} if name in ("self-assessment-result", "attestation") else {}
    text = words(render(network, name, "en", **options))
    assert "Printed on November 21, 2026" in text
