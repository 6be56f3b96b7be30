"""Recording what was sent, and keeping the association's edited texts.

Of a letter, only the subject is kept: its text holds what the records hold already, and a copy would have to be
found and taken away with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from oci_desktop.dates import is_date
from oci_desktop.errors import Problem, UserError, ValidationError
from oci_desktop.i18n import LANGUAGES, N_, Message, message, plural_message
from oci_desktop.model import schema
from oci_desktop.model.letter import TemplateDraft, check_text
from oci_desktop.model.standing import CHANNELS, MAILING_KINDS, SENT, TO_SEND
from oci_desktop.queries.letters import default_template, get_template
from oci_desktop.services.drafts import Cleaner, new_ref, refuse_errors, refuse_stale

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer


@dataclass(frozen=True)
class SentTo:
    """One recipient of a mailing, as it went out; `failure` says why it did not."""

    organisation_id: int
    person_id: int | None = None
    name: str | None = None
    address: str | None = None
    language: str | None = None
    failure: str | None = None


def record_mailing(
    write: Writer,
    kind: str,
    channel: str,
    campaign_id: int | None,
    subject: str | None,
    sent_on: str,
    recipients: Sequence[SentTo],
) -> int:
    """Keep that this went out, to whom and how; its id. What failed is kept too, as failed.

    The forms of a campaign make the step "sent" of those that had none yet, in the same action.
    Raises: UserError for nobody, or for a day, a kind or a channel that is none.
    """
    if not recipients:
        raise UserError(N_("Nothing was sent: there is nothing to record."))
    if kind not in MAILING_KINDS or channel not in CHANNELS or len(sent_on) != 10 or not is_date(sent_on):
        raise ValueError(f"no such mailing: {kind!r}, {channel!r}, {sent_on!r}")
    cleaner = Cleaner()
    subject = cleaner.line("subject", subject)
    refuse_errors(cleaner.problems)
    mailing_id = write.insert(
        schema.mailing,
        {
            "ref": new_ref(), "kind": kind, "channel": channel, "campaign_id": campaign_id, "subject": subject,
            "sent_on": sent_on, "who": write.user,
        },
    )  # fmt: skip
    for one in recipients:
        write.insert(
            schema.mailing_recipient,
            {
                "mailing_id": mailing_id, "organisation_id": one.organisation_id, "person_id": one.person_id,
                "name": one.name, "address": one.address, "language": one.language,
                "state": "failed" if one.failure else "sent", "failure": one.failure,
            },
        )  # fmt: skip
    if kind == "forms" and campaign_id is not None:
        _record_forms_sent(write, campaign_id, [one.organisation_id for one in recipients if not one.failure], sent_on)
    return mailing_id


def mailing_label(kind: str, count: int) -> Message:
    """What the journal calls it: « 14 rappels envoyés »."""
    sentences = {
        "forms": plural_message("{n} form sent", "{n} forms sent", count),
        "reminder": plural_message("{n} reminder sent", "{n} reminders sent", count),
        "acknowledgement": plural_message("{n} acknowledgement sent", "{n} acknowledgements sent", count),
    }
    return sentences.get(kind) or plural_message("{n} letter sent", "{n} letters sent", count)


def _record_forms_sent(write: Writer, campaign_id: int, organisation_ids: Sequence[int], sent_on: str) -> None:
    from oci_desktop.services.campaigns import record_step

    a, s, c = schema.self_assessment.c, schema.self_assessment_step.c, schema.campaign.c
    begun = {row[0] for row in write.execute(select(s.self_assessment_id).where(s.step != TO_SEND))}
    concerned = select(a.id, a.organisation_id, a.added_on, c.opens_on).join(schema.campaign, c.id == a.campaign_id)
    waiting = [
        row.id
        for row in write.execute(concerned.where(a.campaign_id == campaign_id))
        # What went out is recorded whatever the day; a step cannot come before the campaign.
        if row.organisation_id in organisation_ids and row.id not in begun and (row.added_on or row.opens_on) <= sent_on
    ]
    if waiting:
        record_step(write, waiting, SENT, sent_on)


def check_template(draft: TemplateDraft) -> list[Problem]:
    """Every fault of the texts, by field: `subject_fr`, `body_en`…"""
    problems = []
    for lang in LANGUAGES:
        for part in ("subject", "body"):
            name = f"{part}_{lang}"
            problems += [Problem(name, said) for said in check_text(getattr(draft, name) or "", draft.fields)]
    return problems


def save_template(write: Writer, draft: TemplateDraft) -> int:
    """Keep the association's own wording of a text; the id of the copy.

    Raises: ValidationError (fields named as in the draft), ConflictError, NotFoundError.
    """
    default = default_template(draft.code)
    cleaner = Cleaner()
    row = {
        "code": draft.code,
        "name_fr": default.name_fr,
        "name_en": default.name_en,
        "subject_fr": cleaner.line("subject_fr", draft.subject_fr),
        "subject_en": cleaner.line("subject_en", draft.subject_en),
        "body_fr": cleaner.note("body_fr", draft.body_fr),
        "body_en": cleaner.note("body_en", draft.body_en),
    }
    refuse_errors([*cleaner.problems, *check_template(draft)])
    if not (row["body_fr"] or row["body_en"]):
        raise ValidationError([Problem("body_fr", message(N_("The text is empty.")))])
    stored = get_template(write, draft.code)
    if stored.id is None:
        return write.insert(schema.letter_template, {"ref": new_ref(), **row})
    refuse_stale(stored, draft)
    write.update(schema.letter_template, stored.id, row)
    return stored.id


def restore_template(write: Writer, code: str) -> None:
    """Go back to the program's own text. Raises: NotFoundError."""
    stored = get_template(write, code)
    if stored.id is not None:
        write.delete(schema.letter_template, stored.id)
