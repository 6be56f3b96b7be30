"""A form that came back, judged: what it is, what it would change, what is wrong or missing in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from oci_desktop.i18n import Message
from oci_desktop.model.campaign import AnswerDraft, AttestationDraft
from oci_desktop.model.form import FormProblem
from oci_desktop.model.planned_action import ActionDraft

Status = Literal["new", "changed", "same", "older", "scan", "refused"]
"""`older`: what is on file was signed later. `scan`: recognised at best, to attach and type in by hand."""


@dataclass(frozen=True)
class Difference:
    """One thing that the attestation on file does not say, or says otherwise; days as ISO dates, "" for nothing."""

    field: str
    """"discussed_on", "explanation", "document", "signatories.0.name", "….title" or "….signed_on"."""
    label: Message
    before: str
    after: str

    @property
    def replaces(self) -> bool:
        """Whether something on file would no longer be there."""
        return bool(self.before)

    def texts(self) -> tuple[str, str]:
        """Before and after as people read them, in the language in force."""
        if self.field.endswith("_on"):
            from oci_desktop.dates import format_date

            return format_date(self.before), format_date(self.after)
        return self.before, self.after


@dataclass(frozen=True)
class Returned:
    """One file that came back, judged: whose it is, what it would change, what is wrong or missing in it."""

    path: Path
    status: Status
    reason: Message | None = None
    """Why it is refused, or what to do with it."""
    member: str = ""
    campaign: str = ""
    self_assessment_id: int | None = None
    organisation_id: int | None = None
    level: str = "A"
    attestation: AttestationDraft | None = None
    answers: tuple[AnswerDraft, ...] = field(default=(), repr=False)
    actions: tuple[ActionDraft, ...] = field(default=(), repr=False)
    gives_consent: bool = False
    """The form itself brings the consent under which its answers are kept."""
    faults: tuple[Message, ...] = ()
    """What no attestation of record may say (a day to come): it must be mended in the form first."""
    problems: tuple[FormProblem, ...] = ()
    """Errors and warnings by field; an answer that contradicts itself is left out until it is corrected."""
    missing: tuple[Message, ...] = ()
    """What keeps the attestation from being complete."""
    attach: bool = False
    """Whether the file itself is kept beside the attestation."""
    fingerprint: str = ""
    differences: tuple[Difference, ...] = ()
    """What accepting it would add to the attestation on file, and what it would put in the place of what is there."""

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def can_be_accepted(self) -> bool:
        return self.status in ("new", "changed", "older") and not self.faults

    @property
    def is_sound(self) -> bool:
        """Whether nothing in it has to be mended first."""
        return self.can_be_accepted and not any(problem.severity == "error" for problem in self.problems)

    @property
    def is_proposed(self) -> bool:
        """Whether it is accepted unless the person says otherwise: the one rule of the window and the command line."""
        return self.is_sound and self.status != "older"
