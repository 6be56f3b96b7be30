"""A step of one member or of many at once: its date, why, and one undo for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import format_date
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.campaigns.chosen import Chosen
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import DateField, NoteField
from oci_desktop.i18n import N_, Message, _, message, ngettext, plural_message
from oci_desktop.model.standing import RECEIVED, REFUSED, SENT, TO_COMPLETE, VALID

_WHEN = N_("A date is needed.")


class _Words(NamedTuple):
    """How one step is asked for, announced and remembered."""

    title: str
    verb: str
    said: Callable[[int], str]
    one: str
    several: Callable[[int], Message]
    reason: str
    needs_reason: str = ""


def _sent() -> _Words:
    return _Words(
        _("Note that the forms were sent"),
        _("Note the sending"),
        lambda n: ngettext("{n} form sent on {date}.", "{n} forms sent on {date}.", n),
        N_("Forms sent to {name}"),
        lambda n: plural_message("Forms sent to {n} member", "Forms sent to {n} members", n),
        _("Remark"),
    )


def _received() -> _Words:
    return _Words(
        _("Note the reception"),
        _("Note the reception"),
        lambda n: ngettext(
            "{n} attestation received on {date}. It remains to be checked.",
            "{n} attestations received on {date}. They remain to be checked.",
            n,
        ),
        N_("Attestation received from {name}"),
        lambda n: plural_message("Attestations received from {n} member", "Attestations received from {n} members", n),
        _("Remark"),
    )


def _to_complete() -> _Words:
    return _Words(
        _("Ask to complete"),
        _("Ask to complete"),
        lambda n: ngettext(
            "{n} attestation to complete, since {date}.", "{n} attestations to complete, since {date}.", n
        ),
        N_("Attestation of {name} to complete"),
        lambda n: plural_message(
            "Attestations of {n} member to complete", "Attestations of {n} members to complete", n
        ),
        _("What is missing"),
        N_("Say what is missing."),
    )


def _valid() -> _Words:
    return _Words(
        _("Mark as valid"),
        _("Mark as valid"),
        lambda n: ngettext("{n} self-assessment valid from {date}.", "{n} self-assessments valid from {date}.", n),
        N_("Self-assessment of {name} valid"),
        lambda n: plural_message("Self-assessments of {n} member valid", "Self-assessments of {n} members valid", n),
        _("Remark"),
    )


def _refused() -> _Words:
    return _Words(
        _("Note a refusal"),
        _("Note the refusal"),
        lambda n: ngettext(
            "{n} member refuses since {date}. Its membership does not change: that is for a body to decide.",
            "{n} members refuse since {date}. Their membership does not change: that is for a body to decide.",
            n,
        ),
        N_("Refusal of {name}"),
        lambda n: plural_message("Refusals of {n} member", "Refusals of {n} members", n),
        _("Who refused, and why"),
        N_("A refusal needs its reason: who said so, and why."),
    )


_STEPS = {SENT: _sent, RECEIVED: _received, TO_COMPLETE: _to_complete, VALID: _valid, REFUSED: _refused}


@dataclass(frozen=True)
class _Step:
    on: str | None = None
    reason: str | None = None


def note_step(context: Context, parent: QWidget | None, step: str, members: Chosen) -> GestureDialog:
    """Ask for the date and the reason of a step, and record it for all of them as one action."""
    words = _STEPS[step]()

    def check(draft: _Step) -> Sequence[Problem]:
        missing = required("reason", draft.reason, words.needs_reason) if words.needs_reason else []
        return required("on", draft.on, _WHEN) + missing

    def sentence(draft: _Step) -> str:
        n = len(members)
        return words.said(n).format(n=n, date=format_date(draft.on))

    def act(draft: _Step) -> Any:
        from oci_desktop.services.campaigns import record_step

        day = draft.on
        assert day
        return operations.run(
            context,
            members.label(words.one, words.several),
            lambda write: record_step(write, members.ids, step, day, draft.reason),
            parent=parent,
            raising=True,
        )

    dialog = GestureDialog(parent, words.title, members.subject, words.verb, check=check, sentence=sentence, act=act)
    dialog.row(dialog.bind("on", DateField(_("Date"), required=True, full_day=True)))
    dialog.row(dialog.bind("reason", NoteField(words.reason, required=bool(words.needs_reason))))
    return dialog.start(_Step(context.today))


def take_back(context: Context, parent: QWidget | None, step_id: int, name: str, step: str) -> None:
    """Take away a step that was noted by mistake; the bar offers to undo."""
    from oci_desktop.model.standing import STEPS
    from oci_desktop.services.campaigns import delete_step

    label = message(N_("Step “{step}” of {name} taken back"), step=message(STEPS[step]), name=name)
    operations.run(context, label, lambda write: delete_step(write, step_id), parent=parent)
