"""The answers of one member in one campaign: only where it agreed to share them.

Nothing here feeds a list, an export or a search: one asks for one member at a time, knowing why.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.i18n import Bilingual
from oci_desktop.model.campaign import AnswerDraft
from oci_desktop.model.planned_action import ActionDraft
from oci_desktop.queries.lists import Reads
from oci_desktop.tables import split_list

_ANSWER = (
    "SELECT a.questionnaire_item_id, a.choice, a.comment, a.evidence, a.confidential, a.to_confirm, a.answered_on,"
    " a.answered_by, a.id FROM answer a WHERE a.self_assessment_id = :id"
)


@dataclass(frozen=True)
class PrincipleProgress:
    """How far a member is in one principle. Answered of applicable: "not applicable" leaves both.

    What was carried over counts as answered only once it is confirmed.
    """

    principle_id: int
    code: str
    title: Bilingual
    answered: int
    applicable: int
    to_confirm: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.applicable


@dataclass(frozen=True)
class ItemState:
    """One item as it applies to one member, with its answer."""

    item_id: int
    principle_id: int
    code: str
    applies: bool
    """False for an item of a profile that the member does not have."""
    choice: str | None
    to_confirm: bool
    leaves: bool
    """The choice takes the item out of the denominator ("not applicable")."""


@dataclass(frozen=True)
class ChangedItem:
    """An item whose text differs from the one that was answered in the last campaign: shown, never carried over."""

    item_id: int
    code: str
    before: Bilingual
    now: Bilingual
    answer: AnswerDraft
    """What was answered to the item as it was; its item is the old one."""


def answers_of(reader: Reads, self_assessment_id: int) -> dict[int, AnswerDraft]:
    """item → its answer, for one member in one campaign."""
    return {row[0]: AnswerDraft(*row) for row in reader.rows(_ANSWER, {"id": self_assessment_id})}


def actions_of(reader: Reads, self_assessment_id: int) -> list[ActionDraft]:
    """The actions that one member planned in one campaign, the nearest due date first."""
    found = reader.rows(
        "SELECT self_assessment_id, text, questionnaire_item_id, owner, due_on, state, to_confirm, id, ref, version"
        " FROM planned_action WHERE self_assessment_id = :id"
        " ORDER BY CASE WHEN due_on IS NULL THEN 1 ELSE 0 END, due_on, id",
        {"id": self_assessment_id},
    )
    return [ActionDraft(*row) for row in found]


def items_of(reader: Reads, self_assessment_id: int) -> list[ItemState]:
    """Every item of the campaign's version in order, as it applies to the member, with what it chose."""
    found = reader.rows(
        "SELECT i.id, i.principle_id, i.code, i.profile, sa.profiles, a.choice, COALESCE(a.to_confirm, 0),"
        " s.id IS NOT NULL AND s.weight IS NULL"
        " FROM self_assessment sa JOIN campaign c ON c.id = sa.campaign_id"
        " JOIN questionnaire_item i ON i.questionnaire_version_id = c.questionnaire_version_id"
        " JOIN principle p ON p.id = i.principle_id"
        " LEFT JOIN answer a ON a.self_assessment_id = sa.id AND a.questionnaire_item_id = i.id"
        " LEFT JOIN scale_choice s ON s.questionnaire_version_id = c.questionnaire_version_id AND s.code = a.choice"
        " WHERE sa.id = :id ORDER BY p.position, p.id, i.position, i.id",
        {"id": self_assessment_id},
    )
    return [
        ItemState(row[0], row[1], row[2], applies(row[3], split_list(row[4])), row[5], bool(row[6]), bool(row[7]))
        for row in found
    ]


def applies(profile: str | None, profiles: Sequence[str]) -> bool:
    """Whether an item for that profile concerns a member with these; none given means all of them."""
    return not profile or not profiles or profile in profiles


def progress_of(reader: Reads, self_assessment_id: int) -> list[PrincipleProgress]:
    """How far one member is, principle by principle."""
    counted: dict[int, list[int]] = {}
    for item in items_of(reader, self_assessment_id):
        tally = counted.setdefault(item.principle_id, [0, 0, 0])
        if not item.applies:
            continue
        confirmed = item.choice is not None and not item.to_confirm
        tally[0] += confirmed and not item.leaves
        tally[1] += not (confirmed and item.leaves)
        tally[2] += item.to_confirm
    titles = reader.rows(
        "SELECT p.id, p.code, p.title_fr, p.title_en FROM self_assessment sa JOIN campaign c ON c.id = sa.campaign_id"
        " JOIN principle p ON p.questionnaire_version_id = c.questionnaire_version_id WHERE sa.id = :id"
        " ORDER BY p.position, p.id",
        {"id": self_assessment_id},
    )
    return [
        PrincipleProgress(principle, code, Bilingual(fr, en or fr), *counted.get(principle, (0, 0, 0)))
        for principle, code, fr, en in titles
    ]


def changed_items(reader: Reads, self_assessment_id: int) -> list[ChangedItem]:
    """The items answered in the campaign that was carried over whose text is another one now, with the old answer."""
    found = reader.rows(
        "SELECT i.id, i.code, oi.text_fr, oi.text_en, i.text_fr, i.text_en, a.questionnaire_item_id, a.choice,"
        " a.comment, a.evidence, a.confidential, a.to_confirm, a.answered_on, a.answered_by, a.id"
        " FROM self_assessment sa JOIN campaign c ON c.id = sa.campaign_id"
        " JOIN questionnaire_item i ON i.questionnaire_version_id = c.questionnaire_version_id"
        " JOIN principle p ON p.id = i.principle_id"
        " JOIN answer a ON a.self_assessment_id = sa.carried_from_id AND a.choice IS NOT NULL AND a.to_confirm = 0"
        " JOIN questionnaire_item oi ON oi.id = a.questionnaire_item_id AND oi.code = i.code"
        " WHERE sa.id = :id ORDER BY p.position, i.position, i.id",
        {"id": self_assessment_id},
    )
    return [
        ChangedItem(row[0], row[1], Bilingual(row[2], row[3] or row[2]), Bilingual(row[4], row[5] or row[4]),
                    AnswerDraft(*row[6:]))
        for row in found
        if row[2] != row[4]
    ]  # fmt: skip


def answers_digest(reader: Reads, self_assessment_id: int) -> str | None:
    """A fingerprint of what the member answered; None while it has no answer. It tells "changed since signed"."""
    found = reader.rows(
        "SELECT i.code, a.choice, a.comment, a.evidence FROM answer a"
        " JOIN questionnaire_item i ON i.id = a.questionnaire_item_id"
        " WHERE a.self_assessment_id = :id AND a.to_confirm = 0 ORDER BY i.code, a.id",
        {"id": self_assessment_id},
    )
    if not found:
        return None
    return hashlib.sha256(json.dumps(found, ensure_ascii=False).encode("utf-8")).hexdigest()


def changed_since_signed(reader: Reads, self_assessment_id: int) -> bool:
    """Whether the answers are no longer those that the attestation was signed for."""
    for (signed,) in reader.rows(
        "SELECT answers_digest FROM attestation WHERE self_assessment_id = :id", {"id": self_assessment_id}
    ):
        return signed is not None and signed != answers_digest(reader, self_assessment_id)
    return False


def unconfirmed_copies(reader: Reads, self_assessment_id: int) -> tuple[set[int], set[int]]:
    """The answers and the actions carried over from this self-assessment that nobody made the later one's own.

    Those that wait to be confirmed, and those deleted or undone since: their values are in the journal.
    """
    answers, actions = (
        {found for (found,) in reader.rows(_COPIES.format(table=table), {"id": self_assessment_id})}
        for table in ("answer", "planned_action")
    )
    return answers, actions


_COPIES = (
    "SELECT x.id FROM {table} x JOIN self_assessment later ON later.id = x.self_assessment_id"
    " WHERE later.carried_from_id = :id AND x.to_confirm = 1"
    " UNION SELECT j.row_id FROM journal_change j WHERE j.table_name = '{table}'"
    " AND json_extract(j.after, '$.to_confirm') = 1 AND j.row_id NOT IN (SELECT id FROM {table})"
    " AND j.record1 IN (SELECT 'self_assessment:' || s.row_id FROM journal_change s"
    " WHERE s.table_name = 'self_assessment' AND (json_extract(s.before, '$.carried_from_id') = :id"
    " OR json_extract(s.after, '$.carried_from_id') = :id))"
)
"""A carrying over is journalled; one that was undone is in the journal only."""
