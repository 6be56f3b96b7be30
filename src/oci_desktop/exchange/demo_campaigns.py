"""The demonstration's self-assessments: two fictional campaigns, one past and one under way, with every step.

The dates are fixed, and may lie ahead of the day on which a person makes the file: what checks a person's gestures
against today is passed by, and a test holds the data against the same rules.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop import paths
from oci_desktop.exchange.questionnaire_files import add_example
from oci_desktop.i18n import N_, message
from oci_desktop.model import schema
from oci_desktop.model.campaign import CampaignDraft, ExemptionDraft
from oci_desktop.model.standing import ANSWERS, RECEIVED, REFUSED, SENT, TO_COMPLETE, VALID
from oci_desktop.queries.answers import answers_digest
from oci_desktop.queries.campaigns import members_to_address
from oci_desktop.services.campaigns import address, save_campaign
from oci_desktop.services.drafts import new_ref
from oci_desktop.services.exemptions import save_exemption
from oci_desktop.services.questionnaires import publish

if TYPE_CHECKING:
    from oci_desktop.store.database import Database
    from oci_desktop.store.writer import Writer

_STEPS = (SENT, ANSWERS, RECEIVED, TO_COMPLETE, VALID, REFUSED)
"""The steps as they follow each other; each is a column of the file, with its day."""

_PUBLISHED_ON = "2025-06-12"


def add_campaigns(database: Database) -> None:
    """Add the example questionnaire and the two campaigns on it, in one action."""
    with database.write(message(N_("Fictional self-assessments"))) as write:
        version_id = add_example(write)
        publish(write, version_id, _PUBLISHED_ON)
        _Filler(write, version_id).fill()


class _Filler:
    """Writes the files of the demonstration, row by row, all in one action."""

    def __init__(self, write: Writer, version_id: int) -> None:
        self.write, self.version_id = write, version_id
        self.digests: dict[int, str | None] = {}

    def fill(self) -> None:
        plan = tomllib.loads((_folder() / "campaigns-fictional.toml").read_text(encoding="utf-8"))
        for dispense in plan["dispenses"]:
            category = dispense.pop("category")
            for organisation_id in members_to_address(self.write, dispense["starts_on"], [category]):
                save_exemption(self.write, ExemptionDraft(organisation_id, **dispense))
        rows = list(_rows("self-assessments-fictional.csv"))
        for campaign in plan["campaigns"]:
            draft = CampaignDraft(questionnaire_version_id=self.version_id, **campaign)
            campaign_id = save_campaign(self.write, draft)
            own = [row for row in rows if row["campaign"] == draft.code]
            added = address(self.write, campaign_id, [self.organisations[row["organisation"]] for row in own])
            with_ids = list(zip(own, added, strict=True))
            if draft.level == "B":
                self.add_answers({row["organisation"]: one for row, one in with_ids}, plan["reasons"])
            self.add_members(draft.code, with_ids)
            for mailing in plan["mailings"]:
                if mailing["campaign"] == draft.code:
                    self.add_mailing(campaign_id, mailing, own)
        self.bounce(plan["bounced"])

    def add_members(self, code: str, rows: list[tuple[dict[str, str], int]]) -> None:
        """Level, consent, steps and attestation of every member of one campaign; numbers follow the days."""
        for row, one in rows:
            consent = {"consent_on": row["consent_on"] or None, "consent_by": row["consent_by"] or None}
            self.write.update(schema.self_assessment, one, {"level": row["level"] or None, **consent})
            for step in _STEPS:
                if row[step]:
                    self.add_step(one, row, step)
        signed = [pair for pair in rows if pair[0]["signed_on"]]
        for number, (row, one) in enumerate(sorted(signed, key=lambda pair: pair[0]["received"]), start=1):
            self.add_attestation(one, row, f"{code}-{number:03}")

    def add_step(self, self_assessment_id: int, row: Mapping[str, str], step: str) -> None:
        self.write.insert(
            schema.self_assessment_step,
            {
                "self_assessment_id": self_assessment_id, "step": step, "happened_on": row[step],
                "organisation_id": self.organisations[row["organisation"]], "who": self.write.user,
                "reason": row["reason"] or None if step in (TO_COMPLETE, REFUSED) else None,
            },
        )  # fmt: skip

    def add_attestation(self, self_assessment_id: int, row: Mapping[str, str], number: str) -> None:
        organisation_id = self.organisations[row["organisation"]]
        attestation_id = self.write.insert(
            schema.attestation,
            {
                "ref": new_ref(), "self_assessment_id": self_assessment_id, "organisation_id": organisation_id,
                "questionnaire_version_id": self.version_id, "number": number, "received_on": row["received"],
                "discussed_on": row["discussed_on"], "answers_digest": self.digests.get(self_assessment_id),
            },
        )  # fmt: skip
        titled = zip(("direction", "board"), self.signatory_titles, strict=True)
        for position, (column, title) in enumerate(titled):
            if row[column]:
                self.write.insert(
                    schema.attestation_signatory,
                    {
                        "attestation_id": attestation_id, "organisation_id": organisation_id, "position": position,
                        "name": row[column], "title": title, "signed_on": row["signed_on"],
                        "person_id": self.people.get(row[column]) if column == "direction" else None,
                    },
                )  # fmt: skip

    def add_answers(self, ids: Mapping[str, int], reasons: Mapping[str, str]) -> None:
        """The answers of those who agreed to share them: each cell is the place of the choice in the scale."""
        for row in _rows("answers-2025-fictional.csv"):
            owner = ids[row.pop("organisation")]
            for code, place in row.items():
                if place:
                    choice, leaves = self.scale[int(place) - 1]
                    item_id, profile = self.items[code]
                    reason = reasons.get(profile or "", reasons["default"]) if leaves else None
                    self.write.insert(
                        schema.answer,
                        {
                            "self_assessment_id": owner, "questionnaire_item_id": item_id, "choice": choice,
                            "comment": reason, "answered_on": _ANSWERED_ON, "answered_by": self.write.user,
                        },
                    )  # fmt: skip
        for row in _rows("actions-2025-fictional.csv"):
            self.write.insert(
                schema.planned_action,
                {
                    "ref": new_ref(), "self_assessment_id": ids[row["organisation"]], "text": row["action"],
                    "questionnaire_item_id": self.items[row["item"]][0], "owner": row["owner"],
                    "due_on": row["due_on"], "state": row["state"],
                },
            )  # fmt: skip
        self.digests = {one: answers_digest(self.write, one) for one in ids.values()}

    def add_mailing(self, campaign_id: int, mailing: Mapping[str, str], rows: list[dict[str, str]]) -> None:
        """The letters of one day: drafts to those who have an address, letters to post to the others."""
        day, kind = mailing["sent_on"], mailing["kind"]
        wanted = (
            [row for row in rows if row["sent"] == day]
            if kind == "forms"
            else [row for row in rows if _unsettled(row, day) and row["organisation"] not in self.exempt]
        )
        by_channel: dict[str, list[dict[str, Any]]] = {}
        for row in wanted:
            organisation_id = self.organisations[row["organisation"]]
            person_id, name, address, lang = self.contacts.get(organisation_id, (None, None, None, "fr"))
            by_channel.setdefault("drafts" if address else "letters", []).append(
                {
                    "organisation_id": organisation_id, "person_id": person_id, "name": name or row["organisation"],
                    "address": address, "language": lang,
                }
            )  # fmt: skip
        for channel, recipients in by_channel.items():
            mailing_id = self.write.insert(
                schema.mailing,
                {
                    "ref": new_ref(), "kind": kind, "channel": channel, "campaign_id": campaign_id,
                    "subject": mailing["subject"], "sent_on": day, "who": self.write.user,
                },
            )  # fmt: skip
            for recipient in recipients:
                self.write.insert(schema.mailing_recipient, {"mailing_id": mailing_id, **recipient})

    def bounce(self, bounced: Mapping[str, str]) -> None:
        """The e-mail of one focal point came back."""
        found = self.write.value(
            "SELECT c.id FROM contact_point c JOIN role r ON r.id = c.role_id AND r.security_contact = 1"
            " WHERE r.organisation_id = :id AND c.kind = 'email' ORDER BY c.position LIMIT 1",
            {"id": self.organisations[bounced["organisation"]]},
        )
        self.write.update(schema.contact_point, found, {"state": "bounced", "state_on": bounced["on"]})

    # What the files name, by name

    @cached_property
    def organisations(self) -> dict[str, int]:
        return dict(self.write.rows("SELECT printed, organisation_id FROM organisation_name"))

    @cached_property
    def exempt(self) -> set[str]:
        exempt = {found for (found,) in self.write.rows("SELECT organisation_id FROM exemption")}
        return {name for name, one in self.organisations.items() if one in exempt}

    @cached_property
    def people(self) -> dict[str, int]:
        return dict(self.write.rows("SELECT given_name || ' ' || family_name, id FROM person"))

    @cached_property
    def contacts(self) -> dict[int, tuple[int, str, str, str]]:
        """organisation → (person, name, e-mail, language): the focal point, else the main contact."""
        return {
            row[0]: row[1:]
            for row in self.write.rows(
                "SELECT r.organisation_id, p.id, p.given_name || ' ' || p.family_name, c.value,"
                " COALESCE(p.language, 'fr') FROM role r JOIN person p ON p.id = r.person_id"
                " JOIN contact_point c ON c.role_id = r.id AND c.kind = 'email' AND c.position = 0"
                " WHERE r.ends_on IS NULL OR r.ends_on > '2026' ORDER BY r.security_contact, r.main_contact, r.id DESC"
            )
        }

    @cached_property
    def scale(self) -> list[tuple[str, bool]]:
        return [
            (code, weight is None)
            for code, weight in self.write.rows(
                "SELECT code, weight FROM scale_choice WHERE questionnaire_version_id = :id ORDER BY position, id",
                {"id": self.version_id},
            )
        ]

    @cached_property
    def items(self) -> dict[str, tuple[int, str | None]]:
        return {
            code: (item_id, profile)
            for code, item_id, profile in self.write.rows(
                "SELECT code, id, profile FROM questionnaire_item WHERE questionnaire_version_id = :id",
                {"id": self.version_id},
            )
        }

    @cached_property
    def signatory_titles(self) -> list[str]:
        return [
            title
            for (title,) in self.write.rows(
                "SELECT title_fr FROM required_signatory WHERE questionnaire_version_id = :id ORDER BY position, id",
                {"id": self.version_id},
            )
        ]


_ANSWERED_ON = "2025-10-10"


def _unsettled(row: Mapping[str, str], day: str) -> bool:
    """Whether the member was neither valid nor had refused by the end of that day."""
    return not any(row[step] and row[step] <= day for step in (VALID, REFUSED))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_folder() / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _folder() -> Path:
    return paths.resources_dir() / "demo"
