"""A step of one member or of many at once: its date, why, and one undo for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import format_date
from oci_desktop.errors import Problem, UserError
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.campaigns.chosen import Chosen
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import DateField, NoteField
from oci_desktop.i18n import N_, Message, _, message, ngettext, plural_message
from oci_desktop.model.standing import ANSWERS, RECEIVED, REFUSED, SENT, STEPS, TO_COMPLETE, VALID

if TYPE_CHECKING:
    from oci_desktop.services.steps import Judged, Left

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


def _answers() -> _Words:
    return _Words(
        _("Note that the answers came in"),
        _("Note the answers"),
        lambda n: ngettext(
            "Answers of {n} member received on {date}. The attestation is still awaited.",
            "Answers of {n} members received on {date}. The attestations are still awaited.",
            n,
        ),
        N_("Answers received from {name}"),
        lambda n: plural_message("Answers received from {n} member", "Answers received from {n} members", n),
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


_STEPS = {
    SENT: _sent, ANSWERS: _answers, RECEIVED: _received, TO_COMPLETE: _to_complete, VALID: _valid, REFUSED: _refused,
}  # fmt: skip


@dataclass(frozen=True)
class _Step:
    on: str | None = None
    reason: str | None = None


def note_step(context: Context, parent: QWidget | None, step: str, members: Chosen) -> GestureDialog:
    """Ask for the date and the reason of a step, and record it for all of them as one action.

    Of several members, those further on or settled are left as they are, and counted; one member is asked about.
    """
    words = _STEPS[step]()
    known: dict[str, Judged] = {}

    def judged(day: str) -> Judged:
        if day not in known:
            from oci_desktop.services.steps import judge_step

            with context.database.read() as reader:
                known[day] = judge_step(reader, members.ids, step, day)
        return known[day]

    def check(draft: _Step) -> Sequence[Problem]:
        missing = required("reason", draft.reason, words.needs_reason) if words.needs_reason else []
        return required("on", draft.on, _WHEN) + missing

    def sentence(draft: _Step) -> str:
        n = len(judged(draft.on or "").takes)
        told = [words.said(n).format(n=n, date=format_date(draft.on))] if n else []
        return "\n".join([*told, judged(draft.on or "").said()]).strip()

    def act(draft: _Step) -> Any:
        from oci_desktop.services.steps import note_step as service
        from oci_desktop.services.steps import note_step_back

        day = draft.on or ""
        found = judged(day)
        do = service
        taken = members.only(found.takes)
        if len(members) == 1 and found.left and not found.left[0].missing:
            _ask_about(parent, words, found.left[0])
            do, taken = note_step_back, members
        return operations.run(
            context,
            taken.label(words.one, words.several) if taken else message(words.title),
            lambda write: do(write, members.ids, step, day, draft.reason),
            parent=parent,
            raising=True,
        )

    dialog = GestureDialog(parent, words.title, members.subject, words.verb, check=check, sentence=sentence, act=act)
    dialog.row(dialog.bind("on", DateField(_("Date"), required=True, full_day=True)))
    dialog.row(dialog.bind("reason", NoteField(words.reason, required=bool(words.needs_reason))))
    return dialog.start(_Step(context.today))


def _ask_about(parent: QWidget | None, words: _Words, left: Left) -> None:
    """One member goes backwards, or from what was settled, only when the person says so. Raises: UserError."""
    stood = left.stood
    where = _(STEPS[stood.step]).lower()
    if stood.since:
        text = _("{name} is at “{step}” since {date}. It would go back from there.")
        text = text.format(name=stood.name, step=where, date=format_date(stood.since))
    else:
        text = _("{name} has a dispense: nothing is asked of it.").format(name=stood.name)
    if not messages.confirm(parent, words.title, text, words.verb):
        raise UserError(N_("Nothing was changed."))


def take_back(context: Context, parent: QWidget | None, step_id: int, name: str, step: str) -> None:
    """Take away a step that was noted by mistake; the bar offers to undo."""
    from oci_desktop.services.campaigns import delete_step

    label = message(N_("Step “{step}” of {name} taken back"), step=message(STEPS[step]), name=name)
    operations.run(context, label, lambda write: delete_step(write, step_id), parent=parent)
