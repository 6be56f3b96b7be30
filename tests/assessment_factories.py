"""Plain makers of questionnaires, campaigns and what happens in them; whoever appears is fictional."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oci_desktop.i18n import message
from oci_desktop.model.campaign import (
    AnswerDraft,
    AttestationDraft,
    AttestationSignatory,
    CampaignDraft,
    ExemptionDraft,
)
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, Signatory, VersionDraft
from oci_desktop.queries.campaigns import get_campaign, get_self_assessment
from oci_desktop.services import answers, attestations, campaigns, exemptions
from oci_desktop.services.questionnaires import publish, save_version
from oci_desktop.store.database import Database

SCALE = (
    ScaleChoice("yes", "Oui", "Yes", 100),
    ScaleChoice("partly", "En partie", "Partly", 50),
    ScaleChoice("no", "Non", "No", 0),
    ScaleChoice("na", "Sans objet", "Not applicable", None, 1),
)


def version(**values: Any) -> VersionDraft:
    """A small questionnaire: two principles, five items, one of them for those who send people abroad."""
    own: dict[str, Any] = {
        "code": "prevention",
        "title_fr": "Questionnaire d’essai",
        "title_en": "Test questionnaire",
        "number": "1.0",
        "attestation_fr": "Nous attestons.",
        "attestation_en": "We attest.",
        "meaning_fr": "La signature dit que l’exercice a été fait.",
        "meaning_en": "The signature says that the exercise was done.",
        "scale": SCALE,
        "profiles": (Profile("abroad", "Envoie des personnes", "Sends people"), Profile("youth", "Jeunes", "Youth")),
        "signatories": (Signatory("Direction", "Management"), Signatory("Conseil", "Board")),
        "principles": (
            Principle("A", "Premier", "First", items=(Item("A.1", "Un", "One"), Item("A.2", "Deux", "Two"))),
            Principle(
                "B",
                "Second",
                "Second",
                items=(
                    Item("B.1", "Trois", "Three"),
                    Item("B.2", "Quatre", "Four"),
                    Item("B.3", "Cinq", "Five", profile="abroad"),
                ),
            ),
        ),
    }
    return VersionDraft(**{**own, **values})


def add_version(database: Database, published_on: str | None = "2018-06-01", **values: Any) -> int:
    """The id of a version of the questionnaire, published unless no day is given."""
    with database.write(message("Questionnaire")) as write:
        version_id = save_version(write, version(**values))
        if published_on:
            publish(write, version_id, published_on)
    return version_id


def campaign(version_id: int, code: str = "2019", **values: Any) -> CampaignDraft:
    """Opens in September of the year that it is named after, due on 11 October, grace until the end of the year."""
    year = int(code[:4])
    own: dict[str, Any] = {
        "code": code,
        "title_fr": f"Autoévaluation {code}",
        "title_en": f"Self-assessment {code}",
        "questionnaire_version_id": version_id,
        "opens_on": f"{year}-09-01",
        "due_on": f"{year}-10-11",
        "grace_until": f"{year}-12-31",
        "valid_until": f"{year + 1}-03-31",
    }
    return CampaignDraft(**{**own, **values})


def add_campaign(
    database: Database, code: str = "2019", organisation_ids: Sequence[int] = (), version_id: int = 0, **values: Any
) -> int:
    """A campaign that addresses these organisations; on a new version of the questionnaire when none is given."""
    version_id = version_id or add_version(database)
    with database.write(message("Campaign")) as write:
        campaign_id = campaigns.save_campaign(write, campaign(version_id, code, **values))
        campaigns.address(write, campaign_id, organisation_ids)
    return campaign_id


def address(database: Database, campaign_id: int, organisation_id: int, added_on: str | None = None) -> int:
    """Its self-assessment, whether it was addressed already or not."""
    with database.write(message("Address")) as write:
        campaigns.address(write, campaign_id, [organisation_id], added_on)
        return int(
            write.value(
                "SELECT id FROM self_assessment WHERE campaign_id = :campaign AND organisation_id = :organisation",
                {"campaign": campaign_id, "organisation": organisation_id},
            )
        )


def step(database: Database, self_assessment_id: int, name: str, on: str, reason: str | None = None) -> None:
    with database.write(message("Step")) as write:
        campaigns.record_step(write, [self_assessment_id], name, on, reason)


def attestation(database: Database, self_assessment_id: int, **values: Any) -> AttestationDraft:
    """A complete attestation of that member, signed by two fictional people."""
    with database.read() as reader:
        owner = get_self_assessment(reader, self_assessment_id)
        year = get_campaign(reader, owner.campaign_id).opens_on[:4]
        version_id = get_campaign(reader, owner.campaign_id).questionnaire_version_id
    own: dict[str, Any] = {
        "self_assessment_id": self_assessment_id,
        "organisation_id": owner.organisation_id,
        "questionnaire_version_id": version_id,
        "received_on": f"{year}-10-01",
        "discussed_on": f"{year}-09-20",
        "signatories": (
            AttestationSignatory("Camille Exemple", "Direction", f"{year}-09-21"),
            AttestationSignatory("Dominique Fictif", "Conseil", f"{year}-09-22"),
        ),
    }
    return AttestationDraft(**{**own, **values})


def add_attestation(database: Database, self_assessment_id: int, to: str = "valid", on: str = "", **values: Any) -> int:
    """The attestation came in, and brought the member to that step."""
    draft = attestation(database, self_assessment_id, **values)
    with database.write(message("Attestation")) as write:
        return attestations.record_attestation(write, draft, to, on or draft.received_on or "")


def exempt(database: Database, organisation_id: int, **values: Any) -> int:
    own = {"decided_by": "Conseil d’administration", "starts_on": "2019-06-01", "ends_on": "2020-06-30"}
    with database.write(message("Dispense")) as write:
        return exemptions.save_exemption(write, ExemptionDraft(organisation_id, **{**own, **values}))


def consent(database: Database, self_assessment_id: int, on: str = "2019-09-02", by: str = "Camille Exemple") -> None:
    with database.write(message("Consent")) as write:
        answers.give_consent(write, self_assessment_id, on, by)


def item_id(database: Database, self_assessment_id: int, code: str) -> int:
    """The item of that code in the version that the member answers."""
    with database.read() as reader:
        return int(
            reader.value(
                "SELECT i.id FROM questionnaire_item i JOIN campaign c"
                " ON c.questionnaire_version_id = i.questionnaire_version_id"
                " JOIN self_assessment sa ON sa.campaign_id = c.id WHERE sa.id = :id AND i.code = :code",
                {"id": self_assessment_id, "code": code},
            )
        )


def answer(database: Database, self_assessment_id: int, code: str, choice: str | None, **values: Any) -> int | None:
    draft = AnswerDraft(item_id(database, self_assessment_id, code), choice, **values)
    with database.write(message("Answer")) as write:
        return answers.save_answer(write, self_assessment_id, draft)
