"""A small questionnaire for tests that is not about security: three principles, another scale, one profile."""

from __future__ import annotations

from typing import Any

from oci_desktop.i18n import message
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, Signatory, VersionDraft
from oci_desktop.services.questionnaires import publish, save_version
from oci_desktop.store.database import Database


def harassment(**values: Any) -> VersionDraft:
    """Prevention of harassment, complete in both languages."""
    given: dict[str, Any] = {
        "code": "harassment",
        "title_fr": "Prévention du harcèlement",
        "title_en": "Prevention of harassment",
        "introduction_fr": "Une réponse par énoncé.",
        "introduction_en": "One answer for each statement.",
        "attestation_fr": "Nous avons rempli ce questionnaire de bonne foi.",
        "attestation_en": "We have filled in this questionnaire in good faith.",
        "meaning_fr": "La signature atteste que l’exercice a été fait.",
        "meaning_en": "The signature states that the exercise was done.",
        "scale": (
            ScaleChoice("yes", "Oui", "Yes", 100),
            ScaleChoice("no", "Non", "No", 0),
            ScaleChoice("na", "Sans objet", "Not applicable", None, 1),
        ),
        "profiles": (Profile("employer", "A des personnes salariées", "Has employees"),),
        "signatories": (Signatory("Présidence", "Chair"),),
        "principles": (
            Principle("P", "Politique", "Policy", items=(
                Item("P1", "Une politique est adoptée", "A policy is adopted", evidence_fr="Résolution",
                     evidence_en="Resolution"),
                Item("P2", "Elle est affichée", "It is posted", profile="employer"),
            )),
            Principle("S", "Soutien", "Support", items=(
                Item("S1", "Une personne-ressource est désignée", "A resource person is named", weight=2),
            )),
            Principle("F", "Formation", "Training", items=(
                Item("F1", "Une formation a lieu chaque année", "Training takes place every year"),
            )),
        ),
    }  # fmt: skip
    return VersionDraft(**{**given, **values})


def add_version(database: Database, draft: VersionDraft) -> int:
    with database.write(message("Add {name}", name=draft.title_fr)) as write:
        return save_version(write, draft)


def add_published(database: Database, draft: VersionDraft | None = None, on: str = "2026-01-15") -> int:
    """A published version; its id."""
    with database.write(message("Publish")) as write:
        version_id = save_version(write, draft or harassment())
        publish(write, version_id, on)
    return version_id
