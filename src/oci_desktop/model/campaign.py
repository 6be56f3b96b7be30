"""Campaigns, one member's self-assessment in a campaign, its attestation of record, and dispenses."""

from __future__ import annotations

from dataclasses import dataclass

from oci_desktop.i18n import Bilingual


@dataclass(frozen=True)
class CampaignDraft:
    """A published version put to members: all days are full ISO days, the end of validity is common to all."""

    code: str = ""
    title_fr: str = ""
    title_en: str | None = None
    questionnaire_version_id: int | None = None
    level: str = "A"
    opens_on: str = ""
    due_on: str = ""
    grace_until: str = ""
    valid_until: str = ""
    counts: int | None = None
    """1 when membership asks for it; None: decided when it is created (see `services.campaigns.counts_by_default`)."""
    notes: str | None = None
    id: int | None = None
    ref: str | None = None
    version: int = 0

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_fr, self.title_en or self.title_fr)


@dataclass(frozen=True)
class SelfAssessmentDraft:
    """One member in one campaign; `level` is None where it is the campaign's."""

    campaign_id: int
    organisation_id: int
    level: str | None = None
    profiles: tuple[str, ...] = ()
    added_on: str | None = None
    consent_on: str | None = None
    consent_by: str | None = None
    consent_withdrawn_on: str | None = None
    carried_from_id: int | None = None
    notes: str | None = None
    id: int | None = None
    ref: str | None = None
    version: int = 0


@dataclass(frozen=True)
class AttestationSignatory:
    name: str
    title: str | None = None
    signed_on: str | None = None
    person_id: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class AttestationDraft:
    """The signed statement of record. `document` is a name in the folder of documents; `number` is given on saving."""

    self_assessment_id: int
    organisation_id: int
    questionnaire_version_id: int
    received_on: str | None = None
    discussed_on: str | None = None
    explanation: str | None = None
    signatories: tuple[AttestationSignatory, ...] = ()
    document: str | None = None
    document_name: str | None = None
    answers_digest: str | None = None
    number: str | None = None
    notes: str | None = None
    id: int | None = None
    ref: str | None = None
    version: int = 0


@dataclass(frozen=True)
class ExemptionDraft:
    """A dispense: decided by a body, from a day until a day (inclusive; an empty end: until further notice)."""

    organisation_id: int
    condition: str = "self_assessment"
    campaign_id: int | None = None
    decided_by: str = ""
    decided_on: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    reason: str | None = None
    notes: str | None = None
    id: int | None = None
    ref: str | None = None
    version: int = 0


@dataclass(frozen=True)
class AnswerDraft:
    """One answer of one member (level B only). `to_confirm`: carried over, it does not count until confirmed."""

    questionnaire_item_id: int
    choice: str | None = None
    comment: str | None = None
    evidence: str | None = None
    confidential: int = 0
    to_confirm: int = 0
    answered_on: str | None = None
    answered_by: str | None = None
    id: int | None = None
