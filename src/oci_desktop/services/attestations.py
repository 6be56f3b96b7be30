"""Writing attestations of record: who signed, when the board discussed it, and the document that came back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oci_desktop import dates
from oci_desktop.dates import Day, first_day, is_date
from oci_desktop.errors import Problem, UserError, ValidationError
from oci_desktop.i18n import N_, Bilingual, message
from oci_desktop.model import schema
from oci_desktop.model.campaign import AttestationDraft, AttestationSignatory
from oci_desktop.model.standing import ANSWERS, RECEIVED, TO_COMPLETE, VALID
from oci_desktop.queries.answers import answers_digest, answers_of
from oci_desktop.queries.campaign_facts import opened
from oci_desktop.queries.campaigns import (
    attestation_of,
    get_attestation,
    get_campaign,
    get_self_assessment,
    level_of,
    steps_of,
)
from oci_desktop.services.campaigns import record_step
from oci_desktop.services.drafts import Cleaner, new_ref, refuse_errors, refuse_stale, save_children
from oci_desktop.store.documents import Documents
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.store.database import Database
    from oci_desktop.store.writer import Writer

STEPS = (RECEIVED, TO_COMPLETE, VALID)
"""What an attestation that came in can bring the member to."""

_COLUMNS = (
    "organisation_id", "questionnaire_version_id", "number", "received_on", "discussed_on", "explanation", "document",
    "document_name", "answers_digest", "notes",
)  # fmt: skip


def check_attestation(draft: AttestationDraft) -> list[Problem]:
    """Everything that is wrong in the draft by itself."""
    return clean_attestation(draft)[1]


def what_is_missing(write: Any, draft: AttestationDraft) -> list[Problem]:
    """What keeps a clean draft from being complete, as warnings: signatories that the version asks for, their days,
    the day on which the board discussed it."""
    problems = [
        Problem("signatories", message(N_("A signature is missing: {title}."), title=title), "warning")
        for title in _missing_signatories(_required(write, draft.questionnaire_version_id), draft.signatories)
    ]
    for place, one in enumerate(draft.signatories):
        if not one.signed_on:
            sentence = message(N_("The day of the signature of {name} is missing."), name=one.name)
            problems.append(Problem(f"signatories.{place}.signed_on", sentence, "warning"))
    if not draft.discussed_on:
        sentence = message(N_("The day on which the board discussed it is missing."))
        problems.append(Problem("discussed_on", sentence, "warning"))
    return problems


def save_attestation(write: Writer, draft: AttestationDraft) -> int:
    """Create or save the attestation of one member in one campaign; its id. Its number is given when it has none.

    A valid member whose attestation is no longer complete is "to complete" from today on, in the same action.
    Raises: ValidationError, ConflictError, NotFoundError.
    """
    saved = _put(write, draft)
    missing = what_is_missing(write, get_attestation(write, saved))
    if missing:
        _no_longer_valid(write, draft.self_assessment_id, _reason(missing))
    return saved


def _reason(missing: Sequence[Problem]) -> str:
    return " ".join(str(problem.message) for problem in missing)


def _no_longer_valid(write: Writer, self_assessment_id: int, reason: str) -> None:
    steps = steps_of(write, self_assessment_id)
    if steps and steps[-1].step == VALID:
        record_step(write, [self_assessment_id], TO_COMPLETE, max(dates.today(), steps[-1].happened_on), reason)


def _put(write: Writer, draft: AttestationDraft) -> int:
    draft, problems = clean_attestation(draft)
    owner = get_self_assessment(write, draft.self_assessment_id)
    campaign = get_campaign(write, owner.campaign_id)
    stored = attestation_of(write, draft.self_assessment_id)
    if draft.id is None and stored is not None:
        sentence = N_("This member has an attestation in this campaign already: number {number}.")
        raise ValidationError([Problem("self_assessment_id", message(sentence, number=stored.number or "—"))])
    if draft.id is not None:
        refuse_stale(get_attestation(write, draft.id), draft)
    if draft.organisation_id != owner.organisation_id:
        problems.append(Problem("organisation_id", message(N_("An attestation stays with its organisation."))))
    if draft.received_on and is_date(draft.received_on) and draft.received_on < campaign.opens_on:
        sentence = N_("It cannot come in before the campaign opens, on {date}.")
        problems.append(Problem("received_on", message(sentence, date=Day(campaign.opens_on))))
    problems += _number_problems(write, draft) + _document_problems(write, draft, stored)
    refuse_errors(problems)
    signed_answers = stored.answers_digest if stored else None
    if level_of(write, draft.self_assessment_id) == "A":
        signed_answers = None
    elif stored is None or _last_signature(draft) > _last_signature(stored):
        # Signed now, or anew: these are the answers that the signature is for.
        signed_answers = answers_digest(write, draft.self_assessment_id)
    draft = replace(draft, number=draft.number or next_number(write, campaign.code), answers_digest=signed_answers)
    values = {name: getattr(draft, name) for name in _COLUMNS}
    if draft.id is None:
        own = {"ref": draft.ref or new_ref(), "self_assessment_id": draft.self_assessment_id}
        saved = write.insert(schema.attestation, {**own, **values})
    else:
        saved = draft.id
        write.update(schema.attestation, saved, values)
    if _save_signatories(write, saved, draft, stored) and draft.id is not None:
        write.touch(schema.attestation, saved)
    return saved


def _last_signature(draft: AttestationDraft) -> str:
    return max((one.signed_on or "" for one in draft.signatories), default="")


def record_attestation(write: Writer, draft: AttestationDraft, step: str, on: str, reason: str | None = None) -> int:
    """Save the attestation that came in and the step that it brings: received, to complete or valid; its id.

    "Valid" becomes "to complete", with what is missing as the reason, as long as something is; where answers came and
    nobody signed yet, "answers". That it was received on its day is recorded too.
    Raises: ValidationError, ConflictError, NotFoundError.
    """
    if step not in STEPS:
        raise ValidationError([Problem("step", message(N_("“{value}” is not one of the choices."), value=step))])
    saved = _put(write, draft)
    kept = get_attestation(write, saved)
    missing = what_is_missing(write, kept)
    if missing and not reason and step != RECEIVED:
        step, reason = TO_COMPLETE, _reason(missing)
        if not _last_signature(kept) and _gave_answers(write, kept):
            step = ANSWERS
    if step != ANSWERS:
        _note_received(write, kept, on)
    record_step(write, [draft.self_assessment_id], step, on, reason)
    return saved


def _note_received(write: Writer, kept: AttestationDraft, on: str) -> None:
    """What is typed in January was in time when it came in December."""
    day = kept.received_on
    if not day or day >= on:
        return
    steps = [one for one in steps_of(write, kept.self_assessment_id) if one.happened_on <= on]
    before = [one.step for one in steps if one.happened_on <= day]
    begun = all(day >= one.begins_on for one in opened(write, [kept.self_assessment_id]).values())
    if begun and all(one.step != RECEIVED for one in steps) and before[-1:] not in ([TO_COMPLETE], [VALID]):
        record_step(write, [kept.self_assessment_id], RECEIVED, day)


def _gave_answers(write: Writer, kept: AttestationDraft) -> bool:
    """At level B: whether answers are there."""
    return level_of(write, kept.self_assessment_id) == "B" and bool(answers_of(write, kept.self_assessment_id))


def delete_attestation(write: Writer, attestation_id: int) -> None:
    """Take away an attestation that was entered by mistake; who was valid by it is "to complete".

    Raises: NotFoundError.
    """
    stored = get_attestation(write, attestation_id)
    for one in stored.signatories:
        assert one.id is not None
        write.delete(schema.attestation_signatory, one.id)
    write.delete(schema.attestation, attestation_id)
    reason = message(N_("The attestation {number} was taken away."), number=stored.number or "—")
    _no_longer_valid(write, stored.self_assessment_id, str(reason))


def keep_document(
    database: Database,
    self_assessment_id: int,
    content: bytes,
    name: str,
    *,
    holds_answers: Callable[[bytes], bool],
) -> str:
    """Put the returned document among those of the file; the name to give to `AttestationDraft.document`.

    This is the only door: a document that `holds_answers` never touches the disk, whatever the level. Answers that are
    shared are kept as answers only, where they can be erased one day.
    Raises: UserError, NotFoundError, StorageError.
    """
    with database.read() as reader:
        get_self_assessment(reader, self_assessment_id)
    if holds_answers(content):
        raise UserError(
            N_(
                "“{name}” holds the fields of answers: the file was not attached, and nothing of it was kept."
                " Attach the signed attestation alone, or a scan of it."
            ),
            name=name,
        )
    return database.documents.add(content, name)


def next_number(write: Any, campaign_code: str) -> str:
    """The number after the highest given in the campaign: "2026-001", "2026-002"…"""
    prefix = f"{campaign_code}-"
    given = [
        int(number[len(prefix) :])
        for (number,) in write.rows(
            "SELECT number FROM attestation WHERE substr(number, 1, :length) = :prefix",
            {"length": len(prefix), "prefix": prefix},
        )
        if number[len(prefix) :].isascii() and number[len(prefix) :].isdigit()
    ]
    return f"{prefix}{max(given, default=0) + 1:03}"


def clean_attestation(draft: AttestationDraft) -> tuple[AttestationDraft, list[Problem]]:
    """The draft as it would be kept, and what is wrong in it by itself, by field."""
    cleaner = Cleaner()
    cleaner.dates(draft, "discussed_on")
    _day(cleaner, "received_on", draft.received_on)
    if draft.discussed_on and is_date(draft.discussed_on) and first_day(draft.discussed_on).isoformat() > dates.today():
        cleaner.error("discussed_on", message(N_("This day is still to come.")))
    clean = replace(
        draft,
        received_on=draft.received_on or None,
        discussed_on=draft.discussed_on or None,
        explanation=cleaner.note("explanation", draft.explanation),
        signatories=tuple(_signatories(cleaner, draft.signatories)),
        document=draft.document or None,
        document_name=cleaner.line("document_name", draft.document_name) if draft.document else None,
        number=cleaner.line("number", draft.number),
        notes=cleaner.note("notes", draft.notes),
    )
    return clean, cleaner.problems


def _signatories(cleaner: Cleaner, given: Sequence[AttestationSignatory]) -> list[AttestationSignatory]:
    kept = []
    for place, one in enumerate(given):
        field = f"signatories.{place}"
        name, title = cleaner.line(f"{field}.name", one.name), cleaner.line(f"{field}.title", one.title)
        if not (name or title or one.signed_on):
            continue
        if not name:
            cleaner.error(f"{field}.name", message(N_("The name of who signed is needed.")))
        _day(cleaner, f"{field}.signed_on", one.signed_on)
        kept.append(replace(one, name=name or "", title=title, signed_on=one.signed_on or None))
    return kept


def _day(cleaner: Cleaner, field: str, iso: str | None) -> None:
    """Empty, or a full day that has come."""
    if not iso:
        return
    if len(iso) != 10 or not is_date(iso):
        cleaner.error(field, message(N_("“{text}”: a full date is needed here, with its day."), text=iso))
    elif iso > dates.today():
        cleaner.error(field, message(N_("This day is still to come.")))


def _number_problems(write: Writer, draft: AttestationDraft) -> list[Problem]:
    taken = write.value("SELECT id FROM attestation WHERE number = :number", {"number": draft.number})
    if draft.number and taken is not None and taken != draft.id:
        sentence = message(N_("The number {number} is that of another attestation."), number=draft.number)
        return [Problem("number", sentence)]
    return []


def _document_problems(write: Writer, draft: AttestationDraft, stored: AttestationDraft | None) -> list[Problem]:
    if not draft.document or (stored is not None and stored.document == draft.document):
        return []
    folder = Documents(write._path).folder
    if draft.document not in (place.name for place in folder.glob(f"{draft.document[:2]}/*")):
        return [Problem("document", message(N_("The document was not kept: attach it again.")))]
    return []


def _required(write: Any, version_id: int) -> list[Bilingual]:
    return [
        Bilingual(fr, en or fr)
        for fr, en in write.rows(
            "SELECT title_fr, title_en FROM required_signatory WHERE questionnaire_version_id = :id"
            " ORDER BY position, id",
            {"id": version_id},
        )
    ]


def _missing_signatories(required: Sequence[Bilingual], given: Sequence[AttestationSignatory]) -> list[Bilingual]:
    """The titles that nobody signed for: titles that agree first, then whoever else signed, in order."""
    titles = [search_norm(one.title or "") for one in given]
    left = []
    for title in required:
        own = next((name for name in titles if name and name in map(search_norm, (title.fr, title.en))), None)
        if own is None:
            left.append(title)
        else:
            titles.remove(own)
    return left[len(titles) :]


def _save_signatories(write: Writer, saved: int, draft: AttestationDraft, stored: AttestationDraft | None) -> bool:
    kept = [one.id for one in stored.signatories if one.id is not None] if stored else []
    wanted = [
        (
            one.id,
            {
                "attestation_id": saved, "organisation_id": draft.organisation_id, "position": place,
                "name": one.name, "title": one.title, "signed_on": one.signed_on, "person_id": one.person_id,
            },
        )
        for place, one in enumerate(draft.signatories)
    ]  # fmt: skip
    return save_children(write, schema.attestation_signatory, kept, wanted)
