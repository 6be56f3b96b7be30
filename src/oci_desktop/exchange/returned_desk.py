"""Judges forms that came back, one by one, against the campaigns and members of the file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from oci_desktop.dates import Day, today
from oci_desktop.exchange.files import read_file
from oci_desktop.exchange.returned import Difference, Returned, Status
from oci_desktop.exchange.returned_attestation import differences_of, is_older, with_form
from oci_desktop.exchange.returned_documents import MOST_BYTES, may_hold_answers
from oci_desktop.i18n import N_, Message, message
from oci_desktop.model.campaign import AnswerDraft, AttestationDraft
from oci_desktop.model.form import (
    CHECKED,
    CheckedForm,
    FormIdentity,
    FormProblem,
    FormReading,
    check_reading,
)
from oci_desktop.model.planned_action import ActionDraft
from oci_desktop.queries.answers import actions_of, answers_of
from oci_desktop.queries.assessment_forms import (
    ANSWER_FIELDS,
    ATTESTATION,
    CONSENT,
    KIND,
    QUESTIONNAIRE,
    WHOLE,
    Addressed,
    FormCampaign,
    addressed_members,
    build_form,
    form_campaign,
    identities_by_code,
    item_field,
    items_for,
)
from oci_desktop.queries.campaigns import attestation_of, get_self_assessment

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader


_DUE = ".due"
"""How the field of an action's date ends."""


class Desk:
    """Knows the campaigns and members of the file, each read once."""

    def __init__(self, reader: Reader, as_of: str, on: str | None = None) -> None:
        self.reader = reader
        self.as_of = as_of
        self._on = on
        self._campaigns: dict[str, FormCampaign] = {}
        self._members: dict[str, dict[str, Addressed]] = {}

    def judge(self, path: Path, reading: FormReading) -> Returned:
        found = reading.identity or self._printed(reading)
        if found is None:
            return self._unrecognised(path, reading)
        if reading.identity is not None:
            # The hidden identifier alone decides nothing: what a person reads on the page is the same, or nobody knows.
            seen = [self.identities[code] for code in reading.codes if code in self.identities]
            if seen and found not in seen:
                sentence = N_("The identifier printed on this form and the one inside it are not the same.")
                return Returned(path, "refused", message(sentence))
        if found.kind != KIND:
            return Returned(path, "refused", message(N_("This form is not of a self-assessment.")))
        campaign = self._campaign(found)
        if campaign is None:
            return Returned(path, "refused", message(N_("This form is of a campaign that this file does not hold.")))
        too_early = self._too_early(campaign.opens_on)
        if too_early is not None:
            return Returned(path, "refused", too_early, campaign=campaign.code)
        member = self._members_of(campaign).get(found.member)
        if member is None:
            sentence = N_("The campaign {campaign} does not address the organisation whose form this is.")
            return Returned(path, "refused", message(sentence, campaign=campaign.code))
        return self._judge_known(path, reading, found, campaign, member)

    def _judge_known(
        self, path: Path, reading: FormReading, found: FormIdentity, campaign: FormCampaign, member: Addressed
    ) -> Returned:
        base = Returned(
            path, "refused", None, member.name, campaign.code, member.self_assessment_id, member.organisation_id,
            member.level,
        )  # fmt: skip
        too_early = self._too_early(get_self_assessment(self.reader, member.self_assessment_id).added_on or "")
        if too_early is not None:
            return replace(base, reason=too_early)
        if found.document == QUESTIONNAIRE:
            sentence = N_(
                "This is the questionnaire, which stays with the member: nothing in it was read or kept. "
                "The attestation is what comes back."
            )
            return replace(base, reason=message(sentence))
        if found.version != campaign.version.ref:
            return replace(base, reason=message(N_("This form is of another version of the questionnaire.")))
        if reading.source == "scan":
            return self._scan(base, reading, found)
        lang = member.language
        spec = build_form(campaign, member, found.document, lang)
        checked = check_reading(replace(spec, identity=found), reading)
        problems = [_left_out(problem) for problem in checked.problems]
        stored = attestation_of(self.reader, member.self_assessment_id)
        if not any(checked.values.values()):
            return replace(base, reason=message(N_("Nothing is filled in in this form.")))
        blank = AttestationDraft(member.self_assessment_id, member.organisation_id, campaign.version.id or 0)
        draft = with_form(stored or blank, campaign.version, checked.values, lang)
        answers: tuple[AnswerDraft, ...] = ()
        actions: tuple[ActionDraft, ...] = ()
        ticked = checked.values.get(CONSENT) == CHECKED
        consent, remark = self._consent(member, ticked) if found.document == WHOLE else (False, None)
        if remark:
            problems.append(_remark(remark))
        if consent:
            answers, actions = self._answers(campaign, member, checked)
        else:
            # Nothing of an answer stays in what is shown, logged or passed on.
            problems = [one for one in problems if not one.name.startswith(ANSWER_FIELDS)]
        problems += [FormProblem("", "", remark) for remark in reading.remarks]
        attach = reading.source == "pdf" and not reading.remarks and not may_hold_answers(reading, self.identities)
        missing = tuple(problem.message for problem in self._missing(draft))
        content = _fingerprint(path) if attach else ""
        differences = differences_of(stored, draft)
        fresh = stored is None or bool(differences or actions) or self._says_more(member, answers)
        if stored is not None and attach and content != stored.document and (fresh or not stored.document):
            # The document that came with the same words is kept already; one is all that an attestation has.
            label = message(N_("Document"))
            differences += (Difference("document", label, stored.document_name or "", path.name),)
        status = _status(stored, draft, fresh or bool(differences))
        reason = None
        if status == "same":
            reason = message(N_("Nothing in it differs from what is on file."))
        elif status == "older":
            reason = message(N_("What is on file was discussed or signed later than this form."))
        return replace(
            base, status=status, reason=reason, attestation=draft, answers=answers, actions=actions,
            gives_consent=consent and not self._has_consented(member),
            faults=_faults(draft), problems=tuple(problems), missing=missing, attach=attach, fingerprint=content,
            differences=differences,
        )  # fmt: skip

    def _too_early(self, begins_on: str) -> Message | None:
        """Why nothing could come in on the day of receipt, of what began on that day."""
        if self._on is None:
            return None
        if self._on > today():
            return message(N_("The day of receipt is still to come."))
        if self._on < begins_on:
            sentence = N_("It cannot come in on {day}: the campaign begins on {date} for this member.")
            return message(sentence, day=Day(self._on), date=Day(begins_on))
        return None

    def _consent(self, member: Addressed, ticked: bool) -> tuple[bool, str | None]:
        """Whether the answers may be kept; if not, the sentence that says why they are left aside."""
        if member.level == "A":
            return False, N_("This member shares no answers: those of this form are left aside.")
        if get_self_assessment(self.reader, member.self_assessment_id).consent_withdrawn_on:
            # The form may be older than the withdrawal: a box in it brings nothing back.
            return False, N_(
                "This member withdrew its consent: its answers are left aside. Record a new consent first."
            )
        if ticked or self._has_consented(member):
            return True, None
        return False, N_("Without the member's consent, the answers of this form are left aside.")

    def _has_consented(self, member: Addressed) -> bool:
        asked = get_self_assessment(self.reader, member.self_assessment_id)
        return bool(asked.consent_on and not asked.consent_withdrawn_on)

    def _scan(self, base: Returned, reading: FormReading, found: FormIdentity) -> Returned:
        if found.document == WHOLE:
            sentence = N_(
                "This is a print or a scan of the whole form, which shows answers: it is not kept. The answers are "
                "typed, or come back by the form filled in on the computer; attach the signed attestation alone."
            )
            return replace(base, reason=message(sentence))
        if may_hold_answers(reading, self.identities):
            sentence = N_(
                "This scan holds pages of the questionnaire. Scan the attestation alone: answers are not kept."
            )
            return replace(base, reason=message(sentence))
        stored = attestation_of(self.reader, base.self_assessment_id or 0)
        if stored is None:
            sentence = N_("A scan of {member}: attach it, and type in the dates and the names.")
        elif stored.document or reading.remarks:
            sentence = N_("A scan of {member}, whose attestation is on file already. Attach it there if it is better.")
        else:
            content = _fingerprint(base.path)
            return replace(
                base, status="changed", reason=message(N_("The document of an attestation that is on file already.")),
                attestation=stored, attach=True, fingerprint=content,
                missing=tuple(problem.message for problem in self._missing(stored)),
                differences=(Difference("document", message(N_("Document")), "", base.path.name),),
            )  # fmt: skip
        return replace(base, status="scan", reason=message(sentence, member=base.member))

    def _unrecognised(self, path: Path, reading: FormReading) -> Returned:
        if reading.source == "scan":
            sentence = N_("A scan without a readable identifier: choose its member, then attach it.")
            return Returned(path, "scan", message(sentence))
        return Returned(
            path, "refused", message(N_("This is none of the forms that went out: it bears no identifier."))
        )

    def _printed(self, reading: FormReading) -> FormIdentity | None:
        """The identity that a printed identifier stands for, looked for in every campaign, the latest first."""
        if not reading.printed:
            return None
        known = [self.identities[code] for code in reading.codes or (reading.printed,) if code in self.identities]
        return next((one for one in known if one.document == ATTESTATION), known[0] if known else None)

    @cached_property
    def identities(self) -> Mapping[str, FormIdentity]:
        return identities_by_code(self.reader)

    def _campaign(self, found: FormIdentity) -> FormCampaign | None:
        known = self.reader.value("SELECT id FROM campaign WHERE ref = :ref", {"ref": found.campaign})
        return None if known is None else self._by_ref(found.campaign)

    def _by_ref(self, ref: str) -> FormCampaign:
        if ref not in self._campaigns:
            campaign_id = self.reader.value("SELECT id FROM campaign WHERE ref = :ref", {"ref": ref})
            self._campaigns[ref] = form_campaign(self.reader, campaign_id)
        return self._campaigns[ref]

    def _members_of(self, campaign: FormCampaign) -> Mapping[str, Addressed]:
        if campaign.ref not in self._members:
            members = addressed_members(self.reader, campaign.id, self.as_of)
            self._members[campaign.ref] = {member.organisation_ref: member for member in members}
        return self._members[campaign.ref]

    def _missing(self, draft: AttestationDraft) -> list[FormProblem]:
        from oci_desktop.services.attestations import what_is_missing

        return [FormProblem(one.field, "", one.message) for one in what_is_missing(self.reader, draft)]

    def _answers(
        self, campaign: FormCampaign, member: Addressed, checked: CheckedForm
    ) -> tuple[tuple[AnswerDraft, ...], tuple[ActionDraft, ...]]:
        """Every item that the form answers; one whose answer contradicts itself is left out."""
        wrong = {
            one.name.rpartition(".")[0]
            for one in checked.problems
            if one.severity == "error" and not one.name.endswith(_DUE)
        }
        stored = answers_of(self.reader, member.self_assessment_id)
        planned = {one.questionnaire_item_id: one for one in actions_of(self.reader, member.self_assessment_id)}
        answers, actions = [], []
        for item in items_for(campaign.version, member.profiles):
            if item.id is None or f"{ANSWER_FIELDS}{item.code}" in wrong:
                continue
            choice, comment, action, owner, due = (
                checked.values.get(item_field(item.code, part)) or None
                for part in ("answer", "comment", "action", "owner", "due")
            )
            if choice or comment:
                known = stored.get(item.id) or AnswerDraft(item.id)
                answers.append(
                    replace(known, choice=choice or known.choice, comment=comment or known.comment, to_confirm=0)
                )
            if action:
                before = planned.get(item.id) or ActionDraft(member.self_assessment_id, questionnaire_item_id=item.id)
                after = replace(before, text=action, owner=owner or before.owner, due_on=due or before.due_on)
                if after != before:
                    actions.append(after)
        return tuple(answers), tuple(actions)

    def _says_more(self, member: Addressed, answers: Sequence[AnswerDraft]) -> bool:
        known = answers_of(self.reader, member.self_assessment_id) if answers else {}
        return any(_said(one) != _said(known.get(one.questionnaire_item_id)) for one in answers)


def _status(stored: AttestationDraft | None, draft: AttestationDraft, fresh: bool) -> Status:
    if stored is None:
        return "new"
    if not fresh:
        return "same"
    return "older" if is_older(stored, draft) else "changed"


def _faults(draft: AttestationDraft) -> tuple[Message, ...]:
    from oci_desktop.services.attestations import check_attestation

    return tuple(problem.message for problem in check_attestation(draft) if problem.severity == "error")


def _said(answer: AnswerDraft | None) -> tuple[str | None, str | None] | None:
    return (answer.choice, answer.comment) if answer else None


def _left_out(problem: FormProblem) -> FormProblem:
    """What is said of the fields of an item, and what becomes of it: an unreadable day takes nothing else with it."""
    if problem.severity != "error" or not problem.name.startswith(ANSWER_FIELDS):
        return problem
    if problem.name.endswith(_DUE):
        sentence = message(N_("{reason} The date is left out."), reason=problem.message)
        return replace(problem, message=sentence, severity="warning")
    return replace(problem, message=message(N_("{reason} The answer is left aside."), reason=problem.message))


def _remark(sentence: str) -> FormProblem:
    return FormProblem("", "", message(sentence))


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(read_file(path, MOST_BYTES)).hexdigest()
