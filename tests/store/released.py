"""Makes the golden file of the schema in force: `python -m tests.store.released`.

A file of every schema that was ever released stays in `tests/data/released/`, small, filled and fictional. Make it
again only while its schema has not been released.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from oci_desktop.i18n import message
from oci_desktop.model import schema
from oci_desktop.store.database import Database
from oci_desktop.store.fileformat import SCHEMA_VERSION
from oci_desktop.store.writer import Writer

FOLDER = Path(__file__).parent.parent / "data" / "released"
_ORGANISATIONS = (
    "Aide fictive à l’enfance",
    "Coopération d’exemple",
    "L’Œuvre inventée",
    "Sans frontières imaginaires",
)


def make(path: Path) -> None:
    """One row at least in every table, and a journal with an action undone and another erased."""
    with Database.create(path, user="Alix Exemple") as database:
        database.automatic_backups = False
        with database.write(message("Import of organisations from {file}", file="exemple.csv")) as write:
            category = write.value("SELECT min(id) FROM category") or write.insert(
                schema.category,
                {
                    "ref": _ref("category"),
                    "code": "regular",
                    "name_fr": "Régulier",
                    "name_en": "Regular",
                    "plural_fr": "Membres réguliers",
                    "plural_en": "Regular members",
                    "position": 1,
                },
            )
            for number, name in enumerate(_ORGANISATIONS):
                _organisation(write, number, name, category)
            write.insert(
                schema.organisation_link,
                {"ref": _ref("link"), "organisation_id": 1, "successor_id": 2, "kind": "merged", "happened_on": "1999"},
            )
            write.insert(
                schema.fiscal_year,
                {"ref": _ref("year"), "label": "2017-2018", "starts_on": "2017-04-01", "ends_on": "2018-03-31"},
            )
        with database.write(message("Self-assessments of {year}", year="2018")) as write:
            add_self_assessments(write)
        with database.write(message("Change of {name}", name=_ORGANISATIONS[0])) as write:
            write.update(schema.organisation, 1, {"notes": "Première ligne.\nDeuxième « ligne »."})
        with database.write(message("Change of {name}", name=_ORGANISATIONS[1])) as write:
            write.update(schema.organisation, 2, {"notes": "Undone."})
        database.undo()
        with database.write(message("Action planned")) as write:
            values = {"ref": _ref("erased"), "self_assessment_id": 1, "text": "Action effacée"}
            action = write.insert(schema.planned_action, values)
        database.erase(message("Consent withdrawn: the answers are erased"), {schema.planned_action: [action]})


def add_self_assessments(write: Writer) -> None:
    """One row at least in every table of the second schema."""
    questionnaire = write.insert(
        schema.questionnaire,
        {"ref": _ref("q"), "code": "exemple", "title_fr": "Sécurité d’exemple", "title_en": "Example security"},
    )
    version = write.insert(
        schema.questionnaire_version,
        {
            "ref": _ref("qv"),
            "questionnaire_id": questionnaire,
            "number": "1.0",
            "state": "published",
            "published_on": "2018-01-10",
            "level": "B",
            "attestation_fr": "Nous avons fait l’exercice.",
        },
    )
    of_version = {"questionnaire_version_id": version}
    write.insert(
        schema.questionnaire_profile, {**of_version, "position": 0, "code": "abroad", "name_fr": "Envoie des personnes"}
    )
    for position, (code, label, weight) in enumerate(
        (("yes", "Oui", 100), ("no", "Non", 0), ("na", "Sans objet", None))
    ):
        write.insert(
            schema.scale_choice,
            {**of_version, "position": position, "code": code, "label_fr": label, "weight": weight},
        )
    write.insert(schema.required_signatory, {**of_version, "position": 0, "title_fr": "Présidence"})
    principle = write.insert(
        schema.principle, {**of_version, "position": 0, "code": "1", "title_fr": "Premier principe d’exemple"}
    )
    item = write.insert(
        schema.questionnaire_item,
        {**of_version, "principle_id": principle, "position": 0, "code": "1.1", "text_fr": "L’avez-vous fait ?"},
    )
    campaign = write.insert(
        schema.campaign,
        {
            "ref": _ref("c"),
            "code": "2018",
            "title_fr": "Exercice 2018",
            "level": "B",
            "opens_on": "2018-01-15",
            "due_on": "2018-03-31",
            "grace_until": "2018-06-30",
            "valid_until": "2019-03-31",
            **of_version,
        },
    )
    _assessed(write, campaign, version, item)
    write.insert(
        schema.exemption,
        {
            "ref": _ref("x"),
            "organisation_id": 2,
            "condition": "self_assessment",
            "campaign_id": campaign,
            "decided_by": "Conseil d’administration",
            "decided_on": "2018-02",
        },
    )
    write.insert(
        schema.letter_template,
        {"ref": _ref("l"), "code": "reminder", "name_fr": "Rappel", "body_fr": "Bonjour {name},\nMerci."},
    )
    mailing = write.insert(
        schema.mailing,
        {
            "ref": _ref("ml"),
            "kind": "forms",
            "channel": "letters",
            "campaign_id": campaign,
            "sent_on": "2018-01-16",
            "who": "Alix Exemple",
        },
    )
    write.insert(
        schema.mailing_recipient,
        {"mailing_id": mailing, "organisation_id": 1, "person_id": 1, "name": "Camille", "language": "fr"},
    )


def _assessed(write: Writer, campaign: int, version: int, item: int) -> None:
    assessment = write.insert(
        schema.self_assessment,
        {
            "ref": _ref("sa"),
            "campaign_id": campaign,
            "organisation_id": 1,
            "consent_on": "2018-01-20",
            "consent_by": "Camille Exemple-0",
        },
    )
    for step, day in (("sent", "2018-01-16"), ("answers", "2018-02-20"), ("valid", "2018-03-01")):
        write.insert(
            schema.self_assessment_step,
            {
                "self_assessment_id": assessment,
                "organisation_id": 1,
                "step": step,
                "happened_on": day,
                "who": "Alix Exemple",
            },
        )
    attestation = write.insert(
        schema.attestation,
        {
            "ref": _ref("a"),
            "self_assessment_id": assessment,
            "organisation_id": 1,
            "questionnaire_version_id": version,
            "number": "2018-001",
            "received_on": "2018-02-20",
            "discussed_on": "2018-02",
        },
    )
    write.insert(
        schema.attestation_signatory,
        {"attestation_id": attestation, "organisation_id": 1, "position": 0, "name": "Camille Exemple-0"},
    )
    write.insert(
        schema.answer,
        {
            "self_assessment_id": assessment,
            "questionnaire_item_id": item,
            "choice": "yes",
            "comment": "Réponse fictive.",
            "answered_on": "2018-02-20",
        },
    )
    write.insert(
        schema.planned_action,
        {
            "ref": _ref("pa"),
            "self_assessment_id": assessment,
            "questionnaire_item_id": item,
            "text": "Action fictive",
            "due_on": "2018-06",
        },
    )


def _organisation(write: Writer, number: int, name: str, category: int) -> None:
    organisation = write.insert(
        schema.organisation,
        {
            "ref": _ref(name),
            "kind": "ngo",
            "aliases": "Exemple; Modèle" if number == 0 else None,
            "founded": ("1976", "2009-03", "2017-06-09", None)[number],
            "web": f"https://exemple{number}.example.org",
            "search_norm": name.casefold(),
        },
    )
    write.insert(
        schema.organisation_name,
        {"organisation_id": organisation, "printed": name, "acronym": f"EX{number}", "sort_key": name.casefold()},
    )
    write.insert(schema.organisation_region, {"organisation_id": organisation, "region": "06"})
    write.insert(
        schema.membership,
        {"ref": _ref(f"m{name}"), "organisation_id": organisation, "category_id": category, "starts_on": "2001-09"},
    )
    person = write.insert(
        schema.person,
        {
            "ref": _ref(f"p{name}"),
            "given_name": "Camille",
            "family_name": f"Exemple-{number}",
            "sort_key": f"exemple {number} camille",
            "search_norm": f"camille exemple {number}",
        },
    )
    role = write.insert(
        schema.role,
        {
            "ref": _ref(f"r{name}"),
            "person_id": person,
            "organisation_id": organisation,
            "title": "Direction générale",
            "main_contact": 1,
        },
    )
    write.insert(
        schema.contact_point,
        {"role_id": role, "kind": "email", "value": f"camille{number}@example.org", "state": "good"},
    )


def _ref(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/{name}"))


if __name__ == "__main__":
    target = FOLDER / f"{SCHEMA_VERSION:04d}.ocidb"
    FOLDER.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    make(target)
    for companion in FOLDER.glob(target.name + ".*"):
        companion.unlink()
