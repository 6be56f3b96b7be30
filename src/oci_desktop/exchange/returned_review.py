"""What a person decides about forms that came back: each with what would keep it from being kept, and what it changes.

The answers of a form that differ from those on file are accepted one by one (level B); what is new comes with the form.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from oci_desktop.i18n import Message

if TYPE_CHECKING:
    from oci_desktop.exchange.returned import Returned
    from oci_desktop.queries.lists import Reads
    from oci_desktop.store.database import Database

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Change:
    """One answer or action on file that the form says otherwise; texts as people read them, in the language in force.

    Its texts are in no `repr`: an answer goes into no log.
    """

    key: tuple[str, int]
    """("answer", item) or ("action", id)."""
    code: str
    question: str
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True)
class Reviewed:
    """One file with what there is to decide about it."""

    form: Returned
    changes: tuple[Change, ...] = ()

    @property
    def can_be_accepted(self) -> bool:
        return self.form.can_be_accepted

    @property
    def faults(self) -> tuple[Message, ...]:
        """What would be refused if it were accepted: it must be mended in the form first."""
        return self.form.faults

    @property
    def has_errors(self) -> bool:
        return bool(self.form.faults) or any(problem.severity == "error" for problem in self.form.problems)

    @property
    def is_proposed(self) -> bool:
        return self.form.is_proposed

    def without(self, left_out: Collection[tuple[str, int]]) -> Returned:
        """The form to accept, but for the changes that are left as they are on file."""
        answers = tuple(one for one in self.form.answers if ("answer", one.questionnaire_item_id) not in left_out)
        actions = tuple(one for one in self.form.actions if ("action", one.id or 0) not in left_out)
        return replace(self.form, answers=answers, actions=actions)


def review_forms(
    database: Database, paths: Sequence[Path], *, as_of: str, on: str | None = None, progress: Progress | None = None
) -> list[Reviewed]:
    """Every file judged, as `judge_forms`; nothing is written. Raises: only what `progress` raises."""
    from oci_desktop.exchange.returned_forms import judge_forms

    judged = judge_forms(database, paths, as_of=as_of, on=on, progress=progress)
    with database.read() as reader:
        return [Reviewed(one, _changes(reader, one)) for one in judged]


def _changes(reader: Reads, one: Returned) -> tuple[Change, ...]:
    if one.self_assessment_id is None or not (one.answers or one.actions):
        return ()
    from oci_desktop.dates import format_date
    from oci_desktop.queries.answers import actions_of, answers_of
    from oci_desktop.queries.campaigns import get_campaign, get_self_assessment
    from oci_desktop.queries.questionnaires import get_version

    campaign = get_campaign(reader, get_self_assessment(reader, one.self_assessment_id).campaign_id)
    assert campaign.questionnaire_version_id is not None
    version = get_version(reader, campaign.questionnaire_version_id)
    items = {item.id: item for item in version.items()}
    known = answers_of(reader, one.self_assessment_id)
    found = []
    for answer in one.answers:
        before = known.get(answer.questionnaire_item_id)
        item = items.get(answer.questionnaire_item_id)
        if before is None or item is None or (before.choice, before.comment) == (answer.choice, answer.comment):
            continue
        texts = []
        for said in (before, answer):
            choice = version.choice(said.choice)
            texts.append(" · ".join(part for part in (str(choice.label) if choice else "", said.comment or "") if part))
        key = ("answer", answer.questionnaire_item_id)
        found.append(Change(key, item.code, str(item.text), texts[0], texts[1]))
    planned = {action.id: action for action in actions_of(reader, one.self_assessment_id)}
    for action in one.actions:
        was = planned.get(action.id) if action.id else None
        if was is None:
            continue
        item = items.get(action.questionnaire_item_id)
        texts = [
            " · ".join(part for part in (said.text, said.owner or "", format_date(said.due_on)) if part)
            for said in (was, action)
        ]
        found.append(
            Change(("action", action.id or 0), item.code if item else "", str(item.text) if item else "", *texts)
        )
    return tuple(found)
