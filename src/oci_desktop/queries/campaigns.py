"""Campaigns as the records tell them: who is where on a day, and counts that add up.

Plain SQL: the first page and the side bar read from here before anything slow is loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_
from oci_desktop.model.campaign import (
    AttestationDraft,
    AttestationSignatory,
    CampaignDraft,
    ExemptionDraft,
    SelfAssessmentDraft,
)
from oci_desktop.model.standing import EXEMPT, GRACE, LATE, LATENESS, NONE, REFUSED, STEPS, VALID
from oci_desktop.queries.assessment_lists import current_campaign_code
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import ListDefinition, Query, Reads, count, list_rows, list_table
from oci_desktop.tables import split_list

_CAMPAIGN = (
    "SELECT code, title_fr, title_en, questionnaire_version_id, level, opens_on, due_on, grace_until, valid_until,"
    " counts, notes, id, ref, version FROM campaign"
)

_SELF_ASSESSMENT = (
    "id", "campaign_id", "organisation_id", "level", "profiles", "added_on", "consent_on", "consent_by",
    "consent_withdrawn_on", "carried_from_id", "notes", "ref", "version",
)  # fmt: skip

_ATTESTATION = (
    "id", "self_assessment_id", "organisation_id", "questionnaire_version_id", "received_on", "discussed_on",
    "explanation", "document", "document_name", "answers_digest", "number", "notes", "ref", "version",
)  # fmt: skip


@dataclass(frozen=True)
class CampaignSummary:
    """The counts of a campaign on a day. valid + exempt + refused + late + grace + pending = total.

    `steps` and `lateness` count each row once too. `applicants` are part of the total; those that have `left` are not.
    """

    total: int
    steps: Mapping[str, int]
    lateness: Mapping[str, int]
    valid: int
    exempt: int
    grace: int
    late: int
    refused: int
    pending: int
    applicants: int
    left: int


@dataclass(frozen=True)
class CampaignRow:
    """One member in one campaign on a day: a row of the list `campaign`, by the names of its columns."""

    id: int
    organisation_id: int
    member: str
    ref: str
    category: str | None
    """Its category on the day; None for an applicant."""
    step: str
    lateness: str
    due: str
    grace_until: str
    """The campaign's own, or those of the earlier one that the member is late for."""
    valid_until: str | None
    last_reminder: str | None
    focal_point: str | None
    campaign: str
    region: str | None
    step_on: str | None
    days: int
    email: str | None
    email_state: str | None
    level: str
    language: str | None
    number: str | None
    """Of its attestation."""


@dataclass(frozen=True)
class StepRow:
    """A step that was recorded: when it happened, who recorded it, and why where a reason was given."""

    id: int
    step: str
    happened_on: str
    who: str
    reason: str | None


def get_campaign(reader: Reads, campaign_id: int) -> CampaignDraft:
    """Raises: NotFoundError."""
    for row in reader.rows(f"{_CAMPAIGN} WHERE id = :id", {"id": campaign_id}):
        return CampaignDraft(*row)
    raise NotFoundError(N_("This campaign no longer exists."))


def list_campaigns(reader: Reads) -> list[CampaignDraft]:
    """Every campaign, the latest first."""
    return [CampaignDraft(*row) for row in reader.rows(f"{_CAMPAIGN} ORDER BY opens_on DESC, id DESC")]


def current_campaign(reader: Reads, as_of: str) -> CampaignDraft | None:
    """The campaign opened last by that day (of those that membership asks for, if any); None before the first."""
    code = current_campaign_code(reader, as_of)
    return None if code is None else find_campaign(reader, code, as_of)


def find_campaign(reader: Reads, text: str | None, as_of: str) -> CampaignDraft:
    """The campaign of that code, the current one of the day when none is named.

    Raises: NotFoundError naming those that exist.
    """
    wanted = (text or "").strip() or current_campaign_code(reader, as_of)
    campaigns = list_campaigns(reader)
    for campaign in campaigns:
        if wanted and campaign.code.casefold() == wanted.casefold():
            return campaign
    names = ", ".join(campaign.code for campaign in campaigns)
    if not campaigns:
        raise NotFoundError(N_("There is no campaign yet."))
    if not wanted:
        raise NotFoundError(N_("No campaign had begun by that day. There are: {names}."), names=names)
    raise NotFoundError(N_("There is no campaign “{text}”. There are: {names}."), text=wanted, names=names)


def members_to_address(reader: Reads, as_of: str, categories: Sequence[str] = ()) -> list[int]:
    """The organisations that are members on the day, of these categories or all, in the order of the member list."""
    query = Query(as_of, (("category", tuple(categories)),) if categories else ())
    return [row[0] for row in list_table(reader, get_list(reader, "members"), query, ["id"]).rows]


def campaign_summary(reader: Reads, campaign_id: int, as_of: str) -> CampaignSummary:
    """The counts on the day; they add up. Raises: NotFoundError."""
    definition, query = _list(reader, campaign_id, as_of)
    rows = list_table(reader, definition, query, ["step", "lateness"]).rows
    steps = Counter(step for step, _lateness in rows)
    lateness = Counter(late for _step, late in rows)
    settled = {step: steps[step] for step in (VALID, EXEMPT, REFUSED)}
    addressed = reader.rows(
        "SELECT COUNT(*) FROM self_assessment WHERE campaign_id = :id AND (added_on IS NULL OR added_on <= :day)",
        {"id": campaign_id, "day": as_of},
    )[0][0]
    return CampaignSummary(
        total=len(rows),
        steps={step: steps[step] for step in STEPS},
        lateness={code: lateness[code] for code in LATENESS},
        valid=settled[VALID],
        exempt=settled[EXEMPT],
        grace=lateness[GRACE],
        late=lateness[LATE],
        refused=settled[REFUSED],
        pending=lateness[NONE] - sum(settled.values()),
        applicants=count(reader, definition, query.filtered("applicant", "yes")),
        left=addressed - len(rows),
    )


def campaign_rows(reader: Reads, campaign_id: int, as_of: str) -> list[CampaignRow]:
    """Every member in the campaign on the day, by urgency: late first, the oldest first, then grace, by step.

    Raises: NotFoundError.
    """
    definition, query = _list(reader, campaign_id, as_of)
    return [CampaignRow(*row) for row in list_table(reader, definition, query, _KEYS).rows]


def self_assessments_of(reader: Reads, organisation_id: int, as_of: str) -> list[CampaignRow]:
    """Where one organisation is in each campaign that addressed it by the day, the latest campaign first."""
    ids = [
        found
        for (found,) in reader.rows(
            "SELECT sa.id FROM self_assessment sa JOIN campaign c ON c.id = sa.campaign_id"
            " WHERE sa.organisation_id = :id AND c.opens_on <= :day AND (sa.added_on IS NULL OR sa.added_on <= :day)"
            " ORDER BY c.opens_on DESC, sa.id DESC",
            {"id": organisation_id, "day": as_of},
        )
    ]
    definition = replace(get_list(reader, "campaign"), where="")  # one that left keeps its history
    return [CampaignRow(*row) for row in list_rows(reader, definition, Query(as_of), ids, _KEYS)]


def get_self_assessment(reader: Reads, self_assessment_id: int) -> SelfAssessmentDraft:
    """Raises: NotFoundError."""
    for row in reader.rows(
        f"SELECT {', '.join(_SELF_ASSESSMENT)} FROM self_assessment WHERE id = :id",
        {"id": self_assessment_id},
    ):
        values = dict(zip(_SELF_ASSESSMENT, row, strict=True))
        return SelfAssessmentDraft(**{**values, "profiles": tuple(split_list(values["profiles"]))})
    raise NotFoundError(N_("This self-assessment no longer exists."))


def find_self_assessment(reader: Reads, campaign_id: int, organisation_id: int) -> SelfAssessmentDraft | None:
    """The self-assessment of one organisation in one campaign, or None when it was not addressed."""
    for (found,) in reader.rows(
        "SELECT id FROM self_assessment WHERE campaign_id = :campaign AND organisation_id = :organisation",
        {"campaign": campaign_id, "organisation": organisation_id},
    ):
        return get_self_assessment(reader, found)
    return None


def level_of(reader: Reads, self_assessment_id: int) -> str:
    """The level in force for one member: its own, else the campaign's. Raises: NotFoundError."""
    for (level,) in reader.rows(
        "SELECT COALESCE(a.level, c.level) FROM self_assessment a JOIN campaign c ON c.id = a.campaign_id"
        " WHERE a.id = :id",
        {"id": self_assessment_id},
    ):
        return str(level)
    raise NotFoundError(N_("This self-assessment no longer exists."))


def steps_of(reader: Reads, self_assessment_id: int) -> list[StepRow]:
    """Every step recorded for one member, the oldest first."""
    found = reader.rows(
        "SELECT id, step, happened_on, who, reason FROM self_assessment_step WHERE self_assessment_id = :id"
        " ORDER BY happened_on, id",
        {"id": self_assessment_id},
    )
    return [StepRow(*row) for row in found]


def attestation_of(reader: Reads, self_assessment_id: int) -> AttestationDraft | None:
    """The attestation of record of one member in one campaign, or None."""
    for row in reader.rows(
        f"SELECT {', '.join(_ATTESTATION)} FROM attestation WHERE self_assessment_id = :id",
        {"id": self_assessment_id},
    ):
        signatories = reader.rows(
            "SELECT name, title, signed_on, person_id, id FROM attestation_signatory WHERE attestation_id = :id"
            " ORDER BY position, id",
            {"id": row[0]},
        )
        values = dict(zip(_ATTESTATION, row, strict=True))
        return AttestationDraft(**values, signatories=tuple(AttestationSignatory(*one) for one in signatories))
    return None


def get_attestation(reader: Reads, attestation_id: int) -> AttestationDraft:
    """Raises: NotFoundError."""
    for (owner,) in reader.rows("SELECT self_assessment_id FROM attestation WHERE id = :id", {"id": attestation_id}):
        found = attestation_of(reader, owner)
        assert found is not None
        return found
    raise NotFoundError(N_("This attestation no longer exists."))


_EXEMPTION = (
    "SELECT organisation_id, condition, campaign_id, decided_by, decided_on, starts_on, ends_on, reason, notes, id,"
    " ref, version FROM exemption"
)


def exemptions_of(reader: Reads, organisation_id: int) -> list[ExemptionDraft]:
    """Every dispense of one organisation, past ones too, the latest first."""
    found = reader.rows(
        f"{_EXEMPTION} WHERE organisation_id = :id ORDER BY starts_on DESC, id DESC", {"id": organisation_id}
    )
    return [ExemptionDraft(*row) for row in found]


def get_exemption(reader: Reads, exemption_id: int) -> ExemptionDraft:
    """Raises: NotFoundError."""
    for row in reader.rows(f"{_EXEMPTION} WHERE id = :id", {"id": exemption_id}):
        return ExemptionDraft(*row)
    raise NotFoundError(N_("This dispense no longer exists."))


_KEYS = tuple(field.name for field in fields(CampaignRow))


def _list(reader: Reads, campaign_id: int, as_of: str) -> tuple[ListDefinition, Query]:
    campaign = get_campaign(reader, campaign_id)
    return get_list(reader, "campaign"), Query(as_of, (("campaign", (campaign.code,)),))
