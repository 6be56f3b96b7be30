"""Everything that typing the answers of one member needs, in one reading (level B only)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from oci_desktop.model.campaign import AnswerDraft, CampaignDraft, SelfAssessmentDraft
from oci_desktop.model.planned_action import ActionDraft
from oci_desktop.model.questionnaire import Item, ScaleChoice, VersionDraft
from oci_desktop.queries.answers import (
    ChangedItem,
    PrincipleProgress,
    actions_of,
    answers_of,
    applies,
    changed_items,
    progress_of,
)
from oci_desktop.queries.campaigns import get_campaign, get_self_assessment, level_of
from oci_desktop.queries.lists import Reads
from oci_desktop.queries.questionnaires import get_version


@dataclass(frozen=True)
class AnswerEntry:
    """One member's answers in one campaign; at level A there is nothing but who it is."""

    owner: SelfAssessmentDraft
    campaign: CampaignDraft
    member: str
    level: str
    version: VersionDraft
    progress: tuple[PrincipleProgress, ...] = ()
    answers: Mapping[int, AnswerDraft] = field(default_factory=dict, repr=False)
    actions: Mapping[int, ActionDraft] = field(default_factory=dict, repr=False)
    """By item, the first planned."""
    changed: Mapping[int, ChangedItem] = field(default_factory=dict, repr=False)
    earlier: CampaignDraft | None = None
    """The last campaign whose answers can be carried over."""
    earlier_id: int | None = None
    """The member's self-assessment in it."""
    carried_from: CampaignDraft | None = None

    @property
    def consents(self) -> bool:
        return self.level == "B" and bool(self.owner.consent_on) and not self.owner.consent_withdrawn_on

    def items(self, principle_id: int) -> list[Item]:
        """The items of a principle that concern the member."""
        return [
            item
            for principle in self.version.principles
            if principle.id == principle_id
            for item in principle.items
            if applies(item.profile, self.owner.profiles)
        ]

    def shortcuts(self) -> list[tuple[str, ScaleChoice]]:
        """The key that chooses each answer: its number, or N for what leaves the denominator, as on paper."""
        found, number = [], 0
        for choice in self.version.scale:
            if choice.weight is None:
                found.append(("N", choice))
            else:
                number += 1
                found.append((str(number), choice))
        return found

    def is_done(self, item: Item) -> bool:
        """Answered, and confirmed where it was carried over."""
        answer = self.answers.get(item.id or 0)
        return answer is not None and bool(answer.choice) and not answer.to_confirm


def answer_entry(reader: Reads, self_assessment_id: int) -> AnswerEntry:
    """Raises: NotFoundError."""
    owner = get_self_assessment(reader, self_assessment_id)
    campaign = get_campaign(reader, owner.campaign_id)
    assert campaign.questionnaire_version_id is not None
    version = get_version(reader, campaign.questionnaire_version_id)
    named = reader.rows(
        "SELECT printed FROM organisation_name WHERE organisation_id = :id ORDER BY COALESCE(starts_on, '') DESC",
        {"id": owner.organisation_id},
    )
    level = level_of(reader, self_assessment_id)
    bare = AnswerEntry(owner, campaign, str(named[0][0]) if named else "", level, version)
    if not bare.consents:
        return bare
    actions: dict[int, ActionDraft] = {}
    for action in actions_of(reader, self_assessment_id):
        actions.setdefault(action.questionnaire_item_id or 0, action)
    earlier = reader.rows(
        "SELECT sa.id, sa.campaign_id FROM self_assessment sa JOIN campaign c ON c.id = sa.campaign_id"
        " WHERE sa.organisation_id = :organisation AND c.opens_on < :opens AND sa.consent_on IS NOT NULL"
        " AND sa.consent_withdrawn_on IS NULL AND COALESCE(sa.level, c.level) = 'B'"
        " AND EXISTS (SELECT 1 FROM answer a WHERE a.self_assessment_id = sa.id AND a.to_confirm = 0)"
        " ORDER BY c.opens_on DESC, sa.id DESC LIMIT 1",
        {"organisation": owner.organisation_id, "opens": campaign.opens_on},
    )
    carried = None
    if owner.carried_from_id is not None:
        carried = get_campaign(reader, get_self_assessment(reader, owner.carried_from_id).campaign_id)
    return AnswerEntry(
        owner, campaign, bare.member, level, version,
        tuple(progress_of(reader, self_assessment_id)),
        answers_of(reader, self_assessment_id),
        actions,
        {one.item_id: one for one in changed_items(reader, self_assessment_id)},
        get_campaign(reader, earlier[0][1]) if earlier else None,
        earlier[0][0] if earlier else None,
        carried,
    )  # fmt: skip
