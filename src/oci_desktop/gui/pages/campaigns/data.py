"""Everything that the record of a member in a campaign shows, from one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_
from oci_desktop.model.campaign import AttestationDraft, CampaignDraft, ExemptionDraft, SelfAssessmentDraft
from oci_desktop.model.standing import SENT
from oci_desktop.queries.relations import RoleRow

if TYPE_CHECKING:
    from oci_desktop.queries.campaigns import CampaignRow, StepRow
    from oci_desktop.queries.mailings import Sent
    from oci_desktop.queries.standing import Fact

ANSWERING = ("security_contact", "signatory")
"""The roles whose change in mid-campaign is to be seen."""


@dataclass(frozen=True)
class Holders:
    """Who holds a role on the day, and who held it when the forms were sent, where that was somebody else."""

    flag: str
    now: tuple[RoleRow, ...]
    before: tuple[str, ...] | None = None

    @property
    def changed(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class MemberData:
    """One member in one campaign, on the day shown."""

    draft: SelfAssessmentDraft
    campaign: CampaignDraft
    row: CampaignRow
    steps: Sequence[StepRow]
    attestation: AttestationDraft | None
    exemptions: Sequence[ExemptionDraft]
    fact: Fact | None
    holders: tuple[Holders, ...]
    sent_on: str | None
    mailings: Sequence[Sent]
    day: str

    @property
    def name(self) -> str:
        return self.row.member

    @property
    def level(self) -> str:
        return self.draft.level or self.campaign.level


def load_member(reader: Any, record: int, day: str) -> MemberData:
    """Raises: NotFoundError."""
    from oci_desktop.queries.campaigns import (
        attestation_of,
        exemptions_of,
        get_campaign,
        get_self_assessment,
        self_assessments_of,
        steps_of,
    )
    from oci_desktop.queries.mailings import mailings_of
    from oci_desktop.queries.standing import conditions_of

    draft = get_self_assessment(reader, record)
    campaign = get_campaign(reader, draft.campaign_id)
    assert campaign.id is not None
    rows = self_assessments_of(reader, draft.organisation_id, max(day, campaign.opens_on))
    row = next((one for one in rows if one.id == record), None)
    if row is None:
        raise NotFoundError(N_("This member is not in the campaign on that day."))
    steps = [step for step in steps_of(reader, record) if step.happened_on <= day]
    sent_on = next((step.happened_on for step in steps if step.step == SENT), None)
    facts = conditions_of(reader, draft.organisation_id, day)
    return MemberData(
        draft,
        campaign,
        row,
        steps,
        attestation_of(reader, record),
        exemptions_of(reader, draft.organisation_id),
        next((fact for fact in facts if fact.code == "self_assessment"), None),
        tuple(_holders(reader, draft.organisation_id, flag, day, sent_on) for flag in ANSWERING),
        sent_on,
        [one for one in mailings_of(reader, draft.organisation_id) if one.campaign_id == campaign.id],
        day,
    )


def _holders(reader: Any, organisation_id: int, flag: str, day: str, sent_on: str | None) -> Holders:
    now = _holding(reader, organisation_id, flag, day)
    if sent_on is None:
        return Holders(flag, now)
    then = _holding(reader, organisation_id, flag, sent_on)
    same = {role.person_id for role in now} == {role.person_id for role in then}
    return Holders(flag, now, None if same else tuple(role.person for role in then))


def _holding(reader: Any, organisation_id: int, flag: str, day: str) -> tuple[RoleRow, ...]:
    from oci_desktop.queries.relations import list_roles

    roles = list_roles(reader, day, organisation_id=organisation_id)
    return tuple(role for role in roles if role.in_force and flag in role.flags)
