"""Writing answers: only where the member agreed to share them (level B), one at a time, and erased when it no longer
agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oci_desktop import dates
from oci_desktop.dates import Day, is_date
from oci_desktop.errors import Problem, UserError
from oci_desktop.i18n import N_, message
from oci_desktop.model import schema
from oci_desktop.model.campaign import AnswerDraft, CampaignDraft, SelfAssessmentDraft
from oci_desktop.model.planned_action import ActionDraft
from oci_desktop.model.standing import ACTION_STATES
from oci_desktop.queries.answers import actions_of, answers_of, applies
from oci_desktop.queries.campaign_facts import ever_addressed
from oci_desktop.queries.campaigns import get_campaign, get_self_assessment, level_of
from oci_desktop.services.answers_erasing import HoldsAnswers, erase_answers
from oci_desktop.services.campaigns import put_campaign, put_level
from oci_desktop.services.drafts import Cleaner, new_ref, refuse_errors

if TYPE_CHECKING:
    from oci_desktop.store.database import Database
    from oci_desktop.store.erasure import Erased, Eraser
    from oci_desktop.store.writer import Writer


@dataclass(frozen=True)
class Carried:
    """What came over from the last campaign: answers and actions, all to confirm; what could not, and why."""

    answers: int
    actions: int
    changed: int
    """Items answered then whose text is another one now: shown beside the old answer, not answered."""
    new: int
    removed: int


def give_consent(write: Writer, self_assessment_id: int, on: str, by: str) -> None:
    """The member agrees, by somebody's word and from that day on, that its answers be shared.

    Raises: ValidationError, UserError where the level asks for no answers.
    """
    stored = _at_level_b(write, self_assessment_id)
    cleaner = Cleaner()
    who = cleaner.line("consent_by", by)
    if not who:
        cleaner.error("consent_by", message(N_("Say who gave the consent.")))
    _full_day(cleaner, "consent_on", on)
    opens_on = get_campaign(write, stored.campaign_id).opens_on
    if not cleaner.problems and on < opens_on:
        sentence = message(N_("The campaign opens on {date} only."), date=Day(opens_on))
        cleaner.error("consent_on", sentence)
    refuse_errors(cleaner.problems)
    values = {"consent_on": on, "consent_by": who, "consent_withdrawn_on": None}
    write.update(schema.self_assessment, self_assessment_id, values)


def save_answer(write: Writer, self_assessment_id: int, draft: AnswerDraft) -> int | None:
    """Keep one answer; its id, None when nothing was answered any more. What is saved counts as confirmed.

    Raises: ValidationError (a reason is needed, an unknown choice), UserError where no answer may be kept.
    """
    return save_answers(write, self_assessment_id, [draft])[0]


def save_answers(write: Writer, self_assessment_id: int, drafts: Sequence[AnswerDraft]) -> list[int | None]:
    """Keep many answers of one member, as `save_answer` does for one; items that are not named stay as they are.

    Raises: ValidationError with all problems, fields by their place ("2.comment") where there are several.
    """
    owner = _consenting(write, self_assessment_id)
    items, scale = _items(write, owner), _scale(write, owner)
    problems: list[Problem] = []
    clean = []
    for place, draft in enumerate(drafts):
        cleaner = Cleaner()
        clean.append(_clean_answer(cleaner, draft, write.user))
        found = cleaner.problems + _answer_problems(owner, clean[-1], items, scale)
        problems += [replace(one, field=f"{place}.{one.field}") if len(drafts) > 1 else one for one in found]
    refuse_errors(problems)
    known = answers_of(write, self_assessment_id)
    write.prefetch(schema.answer, [one.id for one in known.values() if one.id is not None])
    return [_put_answer(write, self_assessment_id, answer, known.get(answer.questionnaire_item_id)) for answer in clean]


def confirm_answer(write: Writer, self_assessment_id: int, item_id: int) -> None:
    """What was carried over still holds: from now on it counts as answered. Raises: UserError."""
    found = answers_of(write, self_assessment_id).get(item_id)
    if found is None:
        raise UserError(N_("There is no answer to confirm."))
    save_answer(write, self_assessment_id, replace(found, answered_on=None, answered_by=None))


def save_action(write: Writer, self_assessment_id: int, draft: ActionDraft) -> int:
    """Keep one planned action; its id. Raises: ValidationError, UserError where no answer may be kept."""
    return save_actions(write, self_assessment_id, [draft])[0]


def save_actions(write: Writer, self_assessment_id: int, drafts: Sequence[ActionDraft]) -> list[int]:
    """Keep many planned actions of one member, as `save_action` does for one; the others stay as they are.

    Raises: ValidationError with all problems, fields by their place ("2.text") where there are several.
    """
    owner = _consenting(write, self_assessment_id)
    items = _items(write, owner)
    known = {one.id for one in actions_of(write, self_assessment_id)}
    problems: list[Problem] = []
    rows = []
    for place, draft in enumerate(drafts):
        if draft.id is not None and draft.id not in known:
            raise UserError(N_("This record no longer exists."))
        cleaner = Cleaner()
        rows.append((draft, _action_values(cleaner, draft, items)))
        problems += [replace(one, field=f"{place}.{one.field}") if len(drafts) > 1 else one for one in cleaner.problems]
    refuse_errors(problems)
    saved = []
    for draft, values in rows:
        if draft.id is not None:
            write.update(schema.planned_action, draft.id, values)
            saved.append(draft.id)
        else:
            own = {"ref": draft.ref or new_ref(), "self_assessment_id": self_assessment_id}
            saved.append(write.insert(schema.planned_action, {**own, **values}))
    return saved


def delete_action(write: Writer, action_id: int) -> None:
    """Take a planned action away. Raises: NotFoundError."""
    write.delete(schema.planned_action, action_id)


def carry_over(write: Writer, self_assessment_id: int, from_id: int) -> Carried:
    """Take the answers of an earlier campaign over by item identifier, all to confirm: none counts until it is.

    An item whose text changed is not answered (see `queries.answers.changed_items`); an answer that is there already
    stays. Raises: UserError where either does not share its answers, or they are not of one organisation.
    """
    owner, source = _consenting(write, self_assessment_id), _consenting(write, from_id)
    if owner.organisation_id != source.organisation_id or self_assessment_id == from_id:
        raise UserError(N_("Answers are carried over from another campaign of the same member only."))
    now = {item.code: item for item in _items(write, owner).values()}
    then = {item.code: item for item in _items(write, source).values()}
    scale = _scale(write, owner)
    known = answers_of(write, self_assessment_id)
    old = {item: answer for item, answer in answers_of(write, from_id).items() if not answer.to_confirm}
    carried = changed = 0
    new_items = {}
    for code, item in now.items():
        was = then.get(code)
        if was is None:
            continue
        new_items[was.id] = item.id
        answer = old.get(was.id)
        if answer is None or not applies(item.profile, owner.profiles):
            continue
        if was.text != item.text:
            changed += 1
        elif item.id not in known and answer.choice in scale:
            carried += 1
            write.insert(schema.answer, _carried_answer(self_assessment_id, item.id, answer))
    actions = [one for one in actions_of(write, from_id) if one.state not in ("done", "dropped") and not one.to_confirm]
    if actions_of(write, self_assessment_id):
        actions = []  # it plans its own already
    for action in actions:
        values = {
            "ref": new_ref(), "self_assessment_id": self_assessment_id, "text": action.text, "owner": action.owner,
            "questionnaire_item_id": new_items.get(action.questionnaire_item_id or 0), "due_on": action.due_on,
            "state": action.state, "to_confirm": 1,
        }  # fmt: skip
        write.insert(schema.planned_action, values)
    write.update(schema.self_assessment, self_assessment_id, {"carried_from_id": from_id})
    return Carried(carried, len(actions), changed, len(now.keys() - then.keys()), len(then.keys() - now.keys()))


def withdraw_consent(
    database: Database, self_assessment_id: int, on: str, *, holds_answers: HoldsAnswers | None = None
) -> Erased:
    """The member no longer agrees: its answers and actions are erased for good, its attestation stays.

    So does the document that came back, unless it `holds_answers`. Slow: call it in a worker.
    Raises: ValidationError, NotFoundError, as `Database.erase`.
    """
    cleaner = Cleaner()
    _full_day(cleaner, "consent_withdrawn_on", on)
    refuse_errors(cleaner.problems)
    with database.read() as reader:
        get_self_assessment(reader, self_assessment_id)  # raises

    def withdraw(eraser: Eraser) -> None:
        eraser.update(schema.self_assessment, self_assessment_id, {"consent_withdrawn_on": on})

    label = message(N_("Consent withdrawn: the answers are erased"))
    return erase_answers(database, [self_assessment_id], label, withdraw, holds_answers)


def lower_level(database: Database, self_assessment_id: int, *, holds_answers: HoldsAnswers | None = None) -> Erased:
    """From now on the member sends its attestation only: what it had answered is erased for good.

    As `withdraw_consent`.
    """

    def lower(eraser: Eraser) -> None:
        stored = get_self_assessment(eraser, self_assessment_id)
        put_level(eraser, stored, get_campaign(eraser, stored.campaign_id), "A")
        _end_consent(eraser, stored, dates.today())

    return erase_answers(database, [self_assessment_id], _LOWERED, lower, holds_answers)


def lower_campaign(database: Database, draft: CampaignDraft, *, holds_answers: HoldsAnswers | None = None) -> Erased:
    """Save a campaign that asks for the attestation only from now on: what any member answered in it is erased.

    As `withdraw_consent`, for all of them; of those taken out of the campaign too.
    """
    assert draft.id is not None
    campaign_id = draft.id
    with database.read() as reader:
        ids = ever_addressed(reader, campaign_id)

    def lower(eraser: Eraser) -> None:
        put_campaign(eraser, replace(draft, level="A"))
        for (one,) in eraser.rows("SELECT id FROM self_assessment WHERE campaign_id = :id", {"id": campaign_id}):
            _end_consent(eraser, get_self_assessment(eraser, one), dates.today())

    return erase_answers(database, ids, _LOWERED, lower, holds_answers)


_LOWERED = message(N_("Attestation only: the answers are erased"))


def _end_consent(eraser: Eraser, stored: SelfAssessmentDraft, on: str) -> None:
    """At level A there is nothing to consent to."""
    assert stored.id is not None
    if stored.consent_on and not stored.consent_withdrawn_on:
        eraser.update(schema.self_assessment, stored.id, {"consent_withdrawn_on": on})


def _at_level_b(write: Any, self_assessment_id: int) -> SelfAssessmentDraft:
    stored = get_self_assessment(write, self_assessment_id)
    if level_of(write, self_assessment_id) != "B":
        raise UserError(N_("At this level the answers stay with the member: nothing of them is kept here."))
    return stored


def _consenting(write: Any, self_assessment_id: int) -> SelfAssessmentDraft:
    """Raises: UserError where no answer may be kept."""
    stored = _at_level_b(write, self_assessment_id)
    if not stored.consent_on or stored.consent_withdrawn_on:
        raise UserError(N_("This member has not agreed to share its answers: record its consent first."))
    return stored


@dataclass(frozen=True)
class _Item:
    """An item of the campaign's version, as the rules need it."""

    id: int
    code: str
    text: str
    profile: str | None


def _clean_answer(cleaner: Cleaner, draft: AnswerDraft, user: str) -> AnswerDraft:
    clean = replace(
        draft,
        choice=draft.choice or None,
        comment=cleaner.note("comment", draft.comment),
        evidence=cleaner.note("evidence", draft.evidence),
        confidential=int(bool(draft.confidential)),
        answered_on=draft.answered_on or dates.today(),
        answered_by=cleaner.line("answered_by", draft.answered_by) or user,
    )
    _full_day(cleaner, "answered_on", clean.answered_on)
    return clean


def _answer_problems(
    owner: SelfAssessmentDraft, answer: AnswerDraft, items: Mapping[int, _Item], scale: Mapping[str, bool]
) -> list[Problem]:
    item = items.get(answer.questionnaire_item_id)
    if item is None:
        return [Problem("questionnaire_item_id", message(N_("This item is not one of this campaign’s.")))]
    if not applies(item.profile, owner.profiles):
        sentence = message(N_("Item {code} does not concern this member: it is for another profile."), code=item.code)
        return [Problem("questionnaire_item_id", sentence)]
    if answer.choice is None:
        return []
    if answer.choice not in scale:
        sentence = message(N_("“{value}” is not one of the answers of this questionnaire."), value=answer.choice)
        return [Problem("choice", sentence)]
    if scale[answer.choice] and not answer.comment:
        return [Problem("comment", message(N_("This answer needs its reason, in a few words.")))]
    return []


def _put_answer(write: Writer, self_assessment_id: int, answer: AnswerDraft, stored: AnswerDraft | None) -> int | None:
    if not (answer.choice or answer.comment or answer.evidence):
        if stored is not None and stored.id is not None:
            write.delete(schema.answer, stored.id)
        return None
    values = {
        "choice": answer.choice, "comment": answer.comment, "evidence": answer.evidence,
        "confidential": answer.confidential, "to_confirm": 0, "answered_on": answer.answered_on,
        "answered_by": answer.answered_by,
    }  # fmt: skip
    if stored is not None and stored.id is not None:
        write.update(schema.answer, stored.id, values)
        return stored.id
    own = {"self_assessment_id": self_assessment_id, "questionnaire_item_id": answer.questionnaire_item_id}
    return write.insert(schema.answer, {**own, **values})


def _action_values(cleaner: Cleaner, draft: ActionDraft, items: Mapping[int, _Item]) -> dict[str, Any]:
    text = cleaner.note("text", draft.text)
    if not text:
        cleaner.error("text", message(N_("Say what is to be done.")))
    cleaner.dates(draft, "due_on")
    cleaner.choice("state", draft.state, ACTION_STATES)
    if draft.questionnaire_item_id is not None and draft.questionnaire_item_id not in items:
        cleaner.error("questionnaire_item_id", message(N_("This item is not one of this campaign’s.")))
    return {
        "questionnaire_item_id": draft.questionnaire_item_id, "text": text,
        "owner": cleaner.line("owner", draft.owner), "due_on": draft.due_on or None, "state": draft.state,
        "to_confirm": 0,
    }  # fmt: skip


def _items(write: Any, owner: SelfAssessmentDraft) -> dict[int, _Item]:
    """The items of the campaign's version, by id."""
    return {
        row[0]: _Item(*row)
        for row in write.rows(
            "SELECT i.id, i.code, i.text_fr, i.profile FROM questionnaire_item i JOIN campaign c"
            " ON c.questionnaire_version_id = i.questionnaire_version_id WHERE c.id = :campaign",
            {"campaign": owner.campaign_id},
        )
    }


def _scale(write: Any, owner: SelfAssessmentDraft) -> dict[str, bool]:
    """choice → whether it needs a reason: where it says so, and where it leaves the denominator."""
    return {
        code: bool(reason_required) or weight is None
        for code, reason_required, weight in write.rows(
            "SELECT s.code, s.reason_required, s.weight FROM scale_choice s JOIN campaign c"
            " ON c.questionnaire_version_id = s.questionnaire_version_id WHERE c.id = :campaign",
            {"campaign": owner.campaign_id},
        )
    }


def _carried_answer(self_assessment_id: int, item_id: int, answer: AnswerDraft) -> dict[str, Any]:
    return {
        "self_assessment_id": self_assessment_id, "questionnaire_item_id": item_id, "choice": answer.choice,
        "comment": answer.comment, "evidence": answer.evidence, "confidential": answer.confidential,
        "to_confirm": 1, "answered_on": answer.answered_on, "answered_by": answer.answered_by,
    }  # fmt: skip


def _full_day(cleaner: Cleaner, field: str, iso: str | None) -> None:
    if not iso or len(iso) != 10 or not is_date(iso):
        cleaner.error(field, message(N_("“{text}”: a full date is needed here, with its day."), text=iso or ""))
    elif iso > dates.today():
        cleaner.error(field, message(N_("This day is still to come.")))
