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

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def can_be_accepted(self) -> bool:
        return self.status in ("new", "changed", "older") and not self.faults
