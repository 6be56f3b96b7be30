"""Questionnaires, campaigns and answers for tests; whoever appears is fictional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oci_desktop.model import schema
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, Signatory, VersionDraft
from oci_desktop.services.campaigns import save_campaign
from oci_desktop.services.questionnaires import publish, save_version
from oci_desktop.store.writer import Writer

SCALE = (
    ScaleChoice("in_place", "En place", "In place", 100),
    ScaleChoice("partly", "En partie", "Partly", 50),
    ScaleChoice("planned", "Prévu", "Planned", 0),
    ScaleChoice("not_in_place", "Pas en place", "Not in place", 0),
    ScaleChoice("not_applicable", "Sans objet", "Not applicable", None, 1),
)


def version(
    code: str = "exemple",
    principles: int = 3,
    items: int = 3,
    *,
    scale: Sequence[ScaleChoice] = SCALE,
    **values: object,
) -> VersionDraft:
    """A questionnaire with that many principles of that many items; the last item is for those that travel."""
    profiles = (Profile("travel", "Envoie des personnes à l’étranger", "Sends people abroad"),)
    made = tuple(
        Principle(
            str(number),
            f"Principe exemple {number}",
            f"Example principle {number}",
            items=tuple(
                Item(
                    f"{number}.{place}",
                    f"Énoncé {number}.{place} sur l’œuvre commune",
                    f"Statement {number}.{place} on what is done together",
                    profile="travel" if (number, place) == (principles, items) else None,
                )
                for place in range(1, items + 1)
            ),
        )
        for number in range(1, principles + 1)
    )
    return VersionDraft(
        code=code,
        title_fr="Questionnaire exemple",
        title_en="Example questionnaire",
        scale=tuple(scale),
        profiles=profiles,
        signatories=(Signatory("Direction générale", "Executive director"), Signatory("Membre du CA", "Board member")),
        principles=made,
        attestation_fr="Notre organisme a mené sa propre autoévaluation.",
        attestation_en="Our organisation carried out its own self-assessment.",
        meaning_fr="La signature atteste que l’exercice a été mené; elle ne dit pas que tout est en place.",
        meaning_en="The signature states that the exercise was done; it does not say that everything is in place.",
        **values,  # type: ignore[arg-type]
    )


def published(write: Writer, draft: VersionDraft | None = None, on: str = "2024-12-01") -> int:
    """A published version; its id."""
    made = save_version(write, draft or version())
    publish(write, made, on)
    return made


def add_campaign(write: Writer, year: int, version_id: int, level: str = "A", **values: object) -> int:
    """The campaign of a year: opens in February, due in October, grace until December, valid until March after."""
    draft = {
        "code": str(year),
        "title_fr": f"Autoévaluation {year} en matière de sécurité",
        "title_en": f"Security self-assessment {year}",
        "questionnaire_version_id": version_id,
        "level": level,
        "opens_on": f"{year}-02-02",
        "due_on": f"{year}-10-11",
        "grace_until": f"{year}-12-31",
        "valid_until": f"{year + 1}-03-31",
    }
    return save_campaign(write, CampaignDraft(**{**draft, **values}))  # type: ignore[arg-type]


def share(write: Writer, self_assessment_id: int, answers: Mapping[int, str | None], **values: object) -> None:
    """Consent, and these answers: item id → choice."""
    write.update(
        schema.self_assessment,
        self_assessment_id,
        {"consent_on": "2025-03-01", "consent_by": "Camille Exemple"},
    )
    for item_id, choice in answers.items():
        write.insert(
            schema.answer,
            {
                "self_assessment_id": self_assessment_id, "questionnaire_item_id": item_id, "choice": choice,
                "answered_on": "2025-03-02", **values,
            },
        )  # fmt: skip


def item_ids(write: Writer, version_id: int) -> dict[str, int]:
    """code → id of every item of a version."""
    return dict(
        write.rows("SELECT code, id FROM questionnaire_item WHERE questionnaire_version_id = :id", {"id": version_id})
    )
