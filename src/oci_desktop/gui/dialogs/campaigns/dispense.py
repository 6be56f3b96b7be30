"""A dispense: which body decided, when, from when until when; for one member or for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import format_date
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.campaigns.chosen import Chosen
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import DateField, LineField, NoteField
from oci_desktop.i18n import N_, _, message, ngettext, plural_message
from oci_desktop.model.campaign import CampaignDraft, ExemptionDraft

_BODY = N_("Say which body decided.")
_ORDER = N_("The end is before the start.")


def exempt(
    context: Context, parent: QWidget | None, members: Chosen, campaign: CampaignDraft | None = None
) -> GestureDialog:
    """Record the dispense of these members, as one action; until the campaign's end of validity at first."""
    draft = ExemptionDraft(
        0,
        campaign_id=campaign.id if campaign else None,
        decided_on=context.today,
        starts_on=context.today,
        ends_on=campaign.valid_until if campaign else None,
    )

    def act(given: ExemptionDraft) -> Any:
        from oci_desktop.services.exemptions import save_exemption

        label = members.label(
            N_("Dispense of {name}"), lambda n: plural_message("Dispense of {n} member", "Dispenses of {n} members", n)
        )
        return operations.run(
            context,
            label,
            lambda write: [
                save_exemption(write, replace(given, organisation_id=organisation_id))
                for organisation_id in members.organisation_ids
            ],
            parent=parent,
            raising=True,
        )

    return _ask(parent, _("Exempt"), members, _("Record the dispense"), draft, act)


def correct_dispense(context: Context, parent: QWidget | None, draft: ExemptionDraft, name: str) -> GestureDialog:
    """Change a dispense already recorded: its end above all."""

    def act(given: ExemptionDraft) -> Any:
        from oci_desktop.services.exemptions import save_exemption

        label = message(N_("Dispense of {name}"), name=name)
        return operations.run(context, label, lambda write: save_exemption(write, given), parent=parent, raising=True)

    members = Chosen((draft.id or 0,), (draft.organisation_id,), (name,))
    return _ask(parent, _("Correct the dispense"), members, _("Save"), draft, act)


def take_away_dispense(context: Context, parent: QWidget | None, dispense_id: int, name: str) -> None:
    """Take away a dispense entered by mistake; the bar offers to undo."""
    from oci_desktop.services.exemptions import delete_exemption

    label = message(N_("Dispense of {name} taken away"), name=name)
    operations.run(context, label, lambda write: delete_exemption(write, dispense_id), parent=parent)


def _check(draft: ExemptionDraft) -> Sequence[Problem]:
    found = required("decided_by", draft.decided_by, _BODY)
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on[: len(draft.ends_on)]:
        found.append(Problem("ends_on", message(_ORDER)))
    return found


def _ask(
    parent: QWidget | None, title: str, members: Chosen, verb: str, draft: ExemptionDraft, act: Any
) -> GestureDialog:
    def sentence(given: ExemptionDraft) -> str:
        n = len(members)
        if given.ends_on:
            words = ngettext("{n} member exempt until {date}.", "{n} members exempt until {date}.", n)
        else:
            words = ngettext("{n} member exempt until further notice.", "{n} members exempt until further notice.", n)
        return words.format(n=n, date=format_date(given.ends_on))

    dialog = GestureDialog(parent, title, members.subject, verb, check=_check, sentence=sentence, act=act)
    dialog.row(
        dialog.bind(
            "decided_by",
            LineField(_("Deciding body"), required=True, example=_("For example: Board of directors")),
            write=lambda held, value: replace(held, decided_by=value or ""),
        )
    )
    dialog.row(dialog.bind("decided_on", DateField(_("Decided on"))))
    dialog.row(
        dialog.bind("starts_on", DateField(_("From"))),
        dialog.bind("ends_on", DateField(_("Until"), hint=_("Empty: until further notice"))),
    )
    dialog.row(dialog.bind("reason", NoteField(_("Reason"))))
    return dialog.start(draft)
