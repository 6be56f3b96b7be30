"""What one member's answers say, as far as it agreed to share them (level B): counts first, nothing graded.

An answer that was carried over and not confirmed does not count; "no answer" is not "no": it lowers the coverage
and nothing else; "not applicable" leaves the denominator. The index is computed and shown only where asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oci_desktop.dates import IN_FORCE
from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.i18n import N_
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.questionnaire import Item, Principle, ScaleChoice, VersionDraft
from oci_desktop.queries.answers import applies
from oci_desktop.queries.campaigns import get_campaign, get_self_assessment
from oci_desktop.queries.lists import Reads, chunks
from oci_desktop.queries.questionnaires import get_version

NO_ANSWER = ""
"""The code under which what was not answered is counted."""

SAME, CHANGED, NEW, REMOVED = "same", "changed", "new", "removed"


@dataclass(frozen=True)
class Score:
    """The counts of some items: choice code → how many, `NO_ANSWER` among them."""

    counts: Mapping[str, int]
    answered: int
    """Items with an answer that counts; "not applicable" is none."""
    applicable: int
    """Items asked, without those that are not applicable."""
    index: int | None
    """Of a hundred, over what was answered; None where nothing was."""

    @property
    def coverage(self) -> int | None:
        """Per cent of what applies that was answered; None where nothing applies."""
        return None if self.applicable == 0 else round(100 * self.answered / self.applicable)


@dataclass(frozen=True)
class ItemResult:
    """One item: the answer now, and the one of the campaign before.

    `change` compares the two: same, changed, new (it was not in the questionnaire before).
    """

    item: Item
    choice: str | None
    comment: str | None = None
    evidence: str | None = None
    confidential: bool = False
    to_confirm: bool = False
    before: str | None = None
    change: str = SAME
    reworded: bool = False
    """The item's text is not what it was: the two answers are compared with care."""


@dataclass(frozen=True)
class PrincipleResult:
    principle: Principle
    items: tuple[ItemResult, ...]
    score: Score
    before: Score | None = None
    """Of the same items in the campaign before; None without one."""


@dataclass(frozen=True)
class ActionResult:
    """Something that the member plans to do."""

    id: int
    item: str | None
    text: str
    owner: str | None
    due_on: str | None
    state: str
    to_confirm: bool


@dataclass(frozen=True)
class MemberResult:
    """One member in one campaign, beside the last one for which it shared answers."""

    self_assessment_id: int
    organisation_id: int
    member: str
    campaign: CampaignDraft
    version: VersionDraft
    principles: tuple[PrincipleResult, ...]
    total: Score
    previous: CampaignDraft | None
    total_before: Score | None
    removed: tuple[tuple[Item, str | None], ...]
    """Items of the campaign before that are asked no more, with the answer then."""
    actions: tuple[ActionResult, ...]


def shares_answers(reader: Reads, self_assessment_id: int) -> bool:
    """Whether the member's answers may be looked at: level B, and a consent that was not withdrawn."""
    return bool(
        reader.rows(
            f"SELECT 1 FROM self_assessment sa JOIN campaign c ON c.id = sa.campaign_id WHERE sa.id = :id AND {SHARED}",
            {"id": self_assessment_id},
        )
    )


SHARED = "COALESCE(sa.level, c.level) = 'B' AND sa.consent_on IS NOT NULL AND sa.consent_withdrawn_on IS NULL"
"""Portable SQL on a self-assessment `sa` and its campaign `c`: its answers may be read."""


def member_result(reader: Reads, self_assessment_id: int, as_of: str) -> MemberResult:
    """The counts, answers and actions of one member, beside its last campaign; its name is that of the day.

    Raises: NotFoundError; UserError where the answers stay with the member.
    """
    draft = get_self_assessment(reader, self_assessment_id)
    if not shares_answers(reader, self_assessment_id):
        raise UserError(N_("The answers of this organisation stay with it: there is no result to show."))
    campaign = get_campaign(reader, draft.campaign_id)
    assert campaign.questionnaire_version_id is not None
    version = get_version(reader, campaign.questionnaire_version_id)
    answers = _answers(reader, self_assessment_id)
    before = _previous(reader, draft.organisation_id, campaign)
    old_version = before[2] if before else None
    old_items = {item.code: item for item in old_version.items()} if old_version else {}
    old_answers = _by_code(before[1], old_version) if before and old_version else {}
    principles = []
    for principle in version.principles:
        items = tuple(
            _item(item, answers.get(item.id or 0), old_items.get(item.code), old_answers, compared=before is not None)
            for item in principle.items
            if applies(item.profile, draft.profiles)
        )
        old = (
            _score(
                [(old_items[one.item.code], one.before) for one in items if one.item.code in old_items],
                old_version.scale,
            )
            if old_version
            else None
        )
        score = _score([(one.item, _counted(one)) for one in items], version.scale)
        principles.append(PrincipleResult(principle, items, score, old))
    kept = {item.code for item in version.items()}
    removed = tuple((item, old_answers.get(item.code)) for item in old_items.values() if item.code not in kept)
    everything = [one for principle in principles for one in principle.items]
    return MemberResult(
        self_assessment_id,
        draft.organisation_id,
        name_of(reader, draft.organisation_id, as_of),
        campaign,
        version,
        tuple(principles),
        _score([(one.item, _counted(one)) for one in everything], version.scale),
        before[0] if before else None,
        _score(
            [(old_items[one.item.code], one.before) for one in everything if one.item.code in old_items],
            old_version.scale,
        )
        if old_version
        else None,
        removed,
        actions_for(reader, [self_assessment_id])[self_assessment_id],
    )


def actions_for(reader: Reads, self_assessment_ids: Sequence[int]) -> dict[int, tuple[ActionResult, ...]]:
    """self-assessment id → its actions: open ones first, by due date. Only where the answers are shared."""
    found: dict[int, list[ActionResult]] = {one: [] for one in self_assessment_ids}
    for chunk in chunks(self_assessment_ids):
        numbers = ", ".join(str(int(one)) for one in chunk)
        for row in reader.rows(
            "SELECT sa.id, pa.id, qi.code, pa.text, pa.owner, pa.due_on, pa.state, pa.to_confirm"
            " FROM planned_action pa JOIN self_assessment sa ON sa.id = pa.self_assessment_id"
            " JOIN campaign c ON c.id = sa.campaign_id"
            " LEFT JOIN questionnaire_item qi ON qi.id = pa.questionnaire_item_id"
            f" WHERE sa.id IN ({numbers}) AND {SHARED}"
            " ORDER BY CASE WHEN pa.state IN ('done', 'dropped') THEN 1 ELSE 0 END,"
            " CASE WHEN pa.due_on IS NULL THEN 1 ELSE 0 END, pa.due_on, pa.id"
        ):
            found[row[0]].append(ActionResult(row[1], row[2], row[3], row[4], row[5], row[6], bool(row[7])))
    return {one: tuple(actions) for one, actions in found.items()}


def name_of(reader: Reads, organisation_id: int, as_of: str) -> str:
    """The name that the organisation has on the day.

    Raises: NotFoundError.
    """
    rows = reader.rows(
        f"SELECT n.printed FROM organisation_name n WHERE n.organisation_id = :id AND {IN_FORCE.format('n')}",
        {"id": organisation_id, "day": as_of},
    )
    if not rows:
        raise NotFoundError(N_("This record no longer exists."))
    return str(rows[0][0])


def _answers(reader: Reads, self_assessment_id: int) -> dict[int, tuple[Any, ...]]:
    return {
        row[0]: row[1:]
        for row in reader.rows(
            "SELECT questionnaire_item_id, choice, comment, evidence, confidential, to_confirm FROM answer"
            " WHERE self_assessment_id = :id",
            {"id": self_assessment_id},
        )
    }


def _previous(
    reader: Reads, organisation_id: int, campaign: CampaignDraft
) -> tuple[CampaignDraft, dict[int, tuple[Any, ...]], VersionDraft] | None:
    """The last earlier campaign on the same questionnaire for which the member shared answers."""
    rows = reader.rows(
        "SELECT sa.id, c.id, c.questionnaire_version_id FROM self_assessment sa"
        " JOIN campaign c ON c.id = sa.campaign_id JOIN questionnaire_version v ON v.id = c.questionnaire_version_id"
        f" WHERE sa.organisation_id = :organisation AND c.opens_on < :opens AND {SHARED}"
        " AND v.questionnaire_id = (SELECT w.questionnaire_id FROM questionnaire_version w WHERE w.id = :version)"
        " AND EXISTS (SELECT 1 FROM answer a WHERE a.self_assessment_id = sa.id)"
        " ORDER BY c.opens_on DESC LIMIT 1",
        {
            "organisation": organisation_id,
            "opens": campaign.opens_on,
            "version": campaign.questionnaire_version_id,
        },
    )
    if not rows:
        return None
    assessment_id, campaign_id, version_id = rows[0]
    return get_campaign(reader, campaign_id), _answers(reader, assessment_id), get_version(reader, version_id)


def _by_code(answers: Mapping[int, tuple[Any, ...]], version: VersionDraft) -> dict[str, str | None]:
    """Item code → the answer that counted."""
    found = {}
    for item in version.items():
        row = answers.get(item.id) if item.id is not None else None
        if row is not None and not row[4]:
            found[item.code] = row[0]
    return found


def _item(
    item: Item,
    row: tuple[Any, ...] | None,
    old: Item | None,
    old_answers: Mapping[str, str | None],
    *,
    compared: bool,
) -> ItemResult:
    choice, comment, evidence, confidential, to_confirm = row or (None, None, None, 0, 0)
    before = old_answers.get(item.code)
    counted = None if to_confirm else choice
    change = SAME
    if compared:
        change = NEW if old is None else CHANGED if counted != before else SAME
    return ItemResult(
        item,
        choice,
        comment,
        evidence,
        bool(confidential),
        bool(to_confirm),
        before,
        change,
        old is not None and (old.text_fr, old.text_en) != (item.text_fr, item.text_en),
    )


def _counted(one: ItemResult) -> str | None:
    return None if one.to_confirm else one.choice


def _score(items: Sequence[tuple[Item, str | None]], scale: Sequence[ScaleChoice]) -> Score:
    choices = {choice.code: choice for choice in scale}
    counts = Counter(choice if choice in choices else NO_ANSWER for _item, choice in items)
    best = max((choice.weight for choice in scale if choice.weight is not None), default=0)
    reached = possible = answered = aside = 0
    for item, code in items:
        choice = choices.get(code or "")
        if choice is None:
            continue
        if choice.weight is None:
            aside += 1
            continue
        answered += 1
        reached += item.weight * choice.weight
        possible += item.weight * best
    return Score(
        {**{choice.code: counts[choice.code] for choice in scale}, NO_ANSWER: counts[NO_ANSWER]},
        answered,
        len(items) - aside,
        round(100 * reached / possible) if possible > 0 else None,
    )
