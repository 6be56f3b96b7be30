"""Writing campaigns: whom they address, and the dated steps of each member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from oci_desktop import dates
from oci_desktop.dates import Day, is_date
from oci_desktop.errors import Problem, UserError, ValidationError
from oci_desktop.i18n import N_, message
from oci_desktop.model import schema
from oci_desktop.model.campaign import CampaignDraft, SelfAssessmentDraft
from oci_desktop.model.questionnaire import PUBLISHED
from oci_desktop.model.standing import ANSWERS, EXEMPT, LEVELS, RECORDED_STEPS, REFUSED, TO_SEND
from oci_desktop.queries.campaign_facts import (
    campaign_has_answers,
    campaign_is_used,
    has_answers,
    last_steps_of_day,
    opened,
    organisations_that_can_be_asked,
    profile_codes,
    something_happened,
)
from oci_desktop.queries.campaigns import get_campaign, get_self_assessment
from oci_desktop.services.drafts import Cleaner, new_ref, refuse_errors, refuse_stale
from oci_desktop.tables import join_list

if TYPE_CHECKING:
    from oci_desktop.queries.lists import Reads
    from oci_desktop.store.writer import Writer

DAYS = ("opens_on", "due_on", "grace_until", "valid_until")

HELD = N_(
    "Members gave answers in this campaign: even those taken back since are kept in the history."
    " To ask for the attestation only, they must be erased for good."
)
"""Why a campaign is not simply put from level B to A."""

_COLUMNS = ("code", "title_fr", "title_en", "questionnaire_version_id", "level", *DAYS, "counts", "notes")


def check_campaign(draft: CampaignDraft) -> list[Problem]:
    """Everything that is wrong in the draft by itself; the code's uniqueness and the version are seen on saving."""
    return clean_campaign(draft)[1]


def save_campaign(write: Writer, draft: CampaignDraft) -> int:
    """Create or save a campaign; its id. Once something happened in it, its days may change, its version may not.

    Raises: ValidationError (from level B to A where answers were given: `services.answers.lower_campaign` erases
    them), ConflictError, NotFoundError.
    """
    stored = None if draft.id is None else get_campaign(write, draft.id)
    problems = []
    if stored is not None and stored.level == "B" and draft.level == "A" and _has_answers(write, stored):
        problems.append(Problem("level", message(HELD)))
    return put_campaign(write, draft, problems)


def put_campaign(write: Writer, draft: CampaignDraft, found: Sequence[Problem] = ()) -> int:
    """As `save_campaign`, where what a lower level erases was seen to: only `found` is told of it."""
    draft, problems = clean_campaign(draft)
    problems += found
    stored = None if draft.id is None else get_campaign(write, draft.id)
    if stored is not None:
        refuse_stale(stored, draft)
    problems += _problems_in_file(write, draft, stored)
    refuse_errors(problems)
    if draft.counts is None:
        draft = replace(draft, counts=counts_by_default(write, draft.questionnaire_version_id))
    values = {name: getattr(draft, name) for name in _COLUMNS}
    if stored is not None:
        assert stored.id is not None
        write.update(schema.campaign, stored.id, values)
        return stored.id
    return write.insert(schema.campaign, {"ref": draft.ref or new_ref(), **values})


def counts_by_default(reader: Reads, questionnaire_version_id: int | None) -> int:
    """1 when membership should ask for a campaign on this questionnaire: unless it asks for another questionnaire."""
    others = reader.rows(
        "SELECT 1 FROM campaign c JOIN questionnaire_version v ON v.id = c.questionnaire_version_id WHERE c.counts = 1"
        " AND v.questionnaire_id <> (SELECT own.questionnaire_id FROM questionnaire_version own WHERE own.id = :id)",
        {"id": questionnaire_version_id},
    )
    return 0 if others else 1


def delete_campaign(write: Writer, campaign_id: int) -> None:
    """Take away a campaign that was made by mistake, with whom it addresses.

    Raises: NotFoundError; UserError once something happened in it.
    """
    get_campaign(write, campaign_id)
    if campaign_is_used(write, campaign_id):
        raise UserError(N_("Something happened in this campaign already: it stays in the record."))
    for (row_id,) in write.rows("SELECT id FROM self_assessment WHERE campaign_id = :id", {"id": campaign_id}):
        write.delete(schema.self_assessment, row_id)
    write.delete(schema.campaign, campaign_id)


def address(write: Writer, campaign_id: int, organisation_ids: Sequence[int], added_on: str | None = None) -> list[int]:
    """Address these organisations: members or applicants. The new self-assessments; those addressed already are left.

    `added_on` is the day of a later addition; empty, or not after the opening: addressed from the opening on.
    Raises: ValidationError, NotFoundError.
    """
    campaign = get_campaign(write, campaign_id)
    if added_on:
        refuse_errors(_day("added_on", added_on))
    there = {
        found
        for (found,) in write.rows(
            "SELECT organisation_id FROM self_assessment WHERE campaign_id = :id", {"id": campaign_id}
        )
    }
    wanted = [one for one in dict.fromkeys(organisation_ids) if one not in there]
    _refuse_strangers(write, wanted)
    later = added_on if added_on and added_on > campaign.opens_on else None
    return [
        write.insert(
            schema.self_assessment,
            {"ref": new_ref(), "campaign_id": campaign_id, "organisation_id": one, "added_on": later},
        )
        for one in wanted
    ]


def withdraw_from(write: Writer, self_assessment_id: int) -> None:
    """Address this organisation no more: only as long as nothing happened. Raises: UserError, NotFoundError."""
    get_self_assessment(write, self_assessment_id)
    if something_happened(write, self_assessment_id):
        raise UserError(
            N_("Something happened for this member already. Record a dispense or a refusal instead: the history stays.")
        )
    write.delete(schema.self_assessment, self_assessment_id)


def save_self_assessment(write: Writer, draft: SelfAssessmentDraft) -> int:
    """Save the profiles and the notes of a member in a campaign; level, consent and steps have their own gestures.

    Raises: ConflictError, NotFoundError, ValidationError for a profile that the version does not have.
    """
    assert draft.id is not None
    refuse_stale(get_self_assessment(write, draft.id), draft)
    cleaner = Cleaner()
    profiles = cleaner.lines("profiles", draft.profiles)
    known = profile_codes(write, draft.campaign_id)
    for profile in profiles:
        if profile not in known:
            cleaner.error("profiles", message(N_("This questionnaire has no profile “{code}”."), code=profile))
    notes = cleaner.note("notes", draft.notes)
    refuse_errors(cleaner.problems)
    write.update(schema.self_assessment, draft.id, {"profiles": join_list(profiles) or None, "notes": notes})
    return draft.id


def record_step(
    write: Writer, self_assessment_ids: Sequence[int], step: str, on: str, reason: str | None = None
) -> list[int]:
    """Record that this step happened on that day, for one member or many; the new steps. Who: the person at work.

    A step that is the last one of that very day already is not recorded twice. It is recorded as it was said: gestures
    of people go through `services.steps.note_step`, which moves nobody backwards. Raises: ValidationError,
    NotFoundError.
    """
    ids = list(dict.fromkeys(self_assessment_ids))
    cleaner = Cleaner()
    reason = cleaner.note("reason", reason)
    _check_step(cleaner, step, reason)
    cleaner.problems += _day("on", on) or _not_ahead("on", on)
    refuse_errors(cleaner.problems)
    found = opened(write, ids)
    problems = []
    for one in ids:
        if one not in found:
            get_self_assessment(write, one)  # raises
        own = found[one]
        if on < own.begins_on:
            sentence = N_("{name}: a step cannot come before {date}, when the campaign began for it.")
            problems.append(Problem("on", message(sentence, name=own.name, date=Day(own.begins_on))))
        elif step == ANSWERS and own.level != "B":
            sentence = N_("{name}: its answers stay with it (attestation only), they cannot be received.")
            problems.append(Problem("step", message(sentence, name=own.name)))
    refuse_errors(problems)
    last = last_steps_of_day(write, ids, on)
    return [
        put_step(write, one, found[one].organisation_id, step, on, reason)
        for one in ids
        if last.get(one) != (step, reason)
    ]


def put_step(
    write: Writer, self_assessment_id: int, organisation_id: int, step: str, on: str, reason: str | None = None
) -> int:
    """Write a step that was checked."""
    return write.insert(
        schema.self_assessment_step,
        {
            "self_assessment_id": self_assessment_id, "organisation_id": organisation_id, "step": step,
            "happened_on": on, "who": write.user, "reason": reason,
        },
    )  # fmt: skip


def delete_step(write: Writer, step_id: int) -> None:
    """Take away a step that was recorded by mistake. Raises: NotFoundError."""
    write.delete(schema.self_assessment_step, step_id)


def set_level(write: Writer, self_assessment_id: int, level: str | None) -> None:
    """The level of one member: None is the campaign's. It may be lowered to A, never raised above the campaign's.

    Raises: ValidationError; UserError where answers were given, even if they were taken back since: they are in the
    journal (`services.answers.lower_level` erases them for good).
    """
    stored = get_self_assessment(write, self_assessment_id)
    campaign = get_campaign(write, stored.campaign_id)
    if level is not None and level not in LEVELS:
        raise ValidationError([Problem("level", message(N_("“{value}” is not one of the choices."), value=level))])
    if level == "B" and campaign.level != "B":
        sentence = N_("This campaign asks for the attestation only: no member can share its answers in it.")
        raise ValidationError([Problem("level", message(sentence))])
    if (level or campaign.level) == "A" and has_answers(write, self_assessment_id):
        raise UserError(
            N_(
                "This member gave answers: even those taken back since are kept in the history."
                " “Keep the attestation only” erases them for good."
            )
        )
    put_level(write, stored, campaign, level)


def put_level(write: Writer, stored: SelfAssessmentDraft, campaign: CampaignDraft, level: str | None) -> None:
    """Write a level that was checked."""
    assert stored.id is not None
    write.update(schema.self_assessment, stored.id, {"level": None if level == campaign.level else level})


def clean_campaign(draft: CampaignDraft) -> tuple[CampaignDraft, list[Problem]]:
    """The draft as it would be kept, and what is wrong in it by itself, by field."""
    cleaner = Cleaner()
    clean = replace(
        draft,
        code=cleaner.line("code", draft.code) or "",
        title_fr=cleaner.line("title_fr", draft.title_fr) or "",
        title_en=cleaner.line("title_en", draft.title_en),
        notes=cleaner.note("notes", draft.notes),
    )
    if not clean.code:
        cleaner.error("code", message(N_("A short name is needed, for example the year.")))
    if not clean.title_fr:
        cleaner.error("title_fr", message(N_("A title in French is needed.")))
    if clean.questionnaire_version_id is None:
        cleaner.error("questionnaire_version_id", message(N_("Choose a published questionnaire.")))
    cleaner.choice("level", clean.level, LEVELS)
    for name in DAYS:
        cleaner.problems += _day(name, getattr(clean, name))
    sentences = {
        "due_on": N_("The due date comes before the opening."),
        "grace_until": N_("The grace ends before the due date."),
        "valid_until": N_("The validity ends before the grace does."),
    }
    wrong = {problem.field for problem in cleaner.problems}
    for earlier, later in pairwise(DAYS):
        if not {earlier, later} & wrong and getattr(clean, later) < getattr(clean, earlier):
            cleaner.error(later, message(sentences[later]))
    return clean, cleaner.problems


def _problems_in_file(write: Writer, draft: CampaignDraft, stored: CampaignDraft | None) -> list[Problem]:
    problems = []
    for other_id, code in write.rows("SELECT id, code FROM campaign"):
        if other_id != draft.id and draft.code and code.casefold() == draft.code.casefold():
            problems.append(Problem("code", message(N_("There is a campaign “{code}” already."), code=code)))
    if draft.questionnaire_version_id is not None:
        state = write.value(
            "SELECT state FROM questionnaire_version WHERE id = :id", {"id": draft.questionnaire_version_id}
        )
        if state is None:
            problems.append(Problem("questionnaire_version_id", message(N_("This questionnaire no longer exists."))))
        elif state != PUBLISHED:
            sentence = N_("This version of the questionnaire is a draft: publish it first.")
            problems.append(Problem("questionnaire_version_id", message(sentence)))
    if stored is not None and draft.opens_on > stored.opens_on:
        first = write.value(
            "SELECT MIN(s.happened_on) FROM self_assessment_step s JOIN self_assessment sa"
            " ON sa.id = s.self_assessment_id WHERE sa.campaign_id = :id",
            {"id": draft.id},
        )
        if first is not None and first < draft.opens_on:
            sentence = N_("Something happened in it on {date} already: it cannot open later.")
            problems.append(Problem("opens_on", message(sentence, date=Day(first))))
    if stored is not None:
        assert stored.id is not None
        if stored.questionnaire_version_id != draft.questionnaire_version_id and campaign_is_used(write, stored.id):
            sentence = N_("The campaign is under way: its questionnaire cannot be exchanged for another one.")
            problems.append(Problem("questionnaire_version_id", message(sentence)))
    return problems


def _has_answers(write: Writer, stored: CampaignDraft) -> bool:
    assert stored.id is not None
    return campaign_has_answers(write, stored.id)


def _check_step(cleaner: Cleaner, step: str, reason: str | None) -> None:
    if step == EXEMPT:
        cleaner.error("step", message(N_("A dispense is recorded with the body that decided it and its days.")))
    elif step == TO_SEND:
        cleaner.error("step", message(N_("“To send” is where everybody begins: take the other steps away instead.")))
    elif step not in RECORDED_STEPS:
        cleaner.error("step", message(N_("“{value}” is not one of the choices."), value=step))
    elif step == REFUSED and not reason:
        cleaner.error("reason", message(N_("A refusal needs its reason: who said so, and why.")))


def _day(field: str, iso: str | None) -> list[Problem]:
    """The problem of what is not a full day."""
    if not iso:
        return [Problem(field, message(N_("A date is needed.")))]
    if len(iso) != 10 or not is_date(iso):
        return [Problem(field, message(N_("“{text}”: a full date is needed here, with its day."), text=iso))]
    return []


def _not_ahead(field: str, iso: str) -> list[Problem]:
    if iso > dates.today():
        sentence = N_("{date} is still to come: only what has happened is recorded.")
        return [Problem(field, message(sentence, date=Day(iso)))]
    return []


def _refuse_strangers(write: Writer, organisation_ids: Sequence[int]) -> None:
    if not organisations_that_can_be_asked(write, organisation_ids).issuperset(organisation_ids):
        sentence = N_("One of these organisations no longer exists, or is the association itself.")
        raise ValidationError([Problem("organisation_ids", message(sentence))])
