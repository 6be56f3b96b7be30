"""The dispenses of an organisation, one under the other, with what can be done about each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import covers, format_date, format_period
from oci_desktop.formats import with_colon
from oci_desktop.gui.context import Context
from oci_desktop.gui.widgets import Moment, Timeline
from oci_desktop.i18n import _
from oci_desktop.model.campaign import ExemptionDraft


def dispenses_timeline(
    context: Context, owner: QWidget, exemptions: Sequence[ExemptionDraft], name: str, day: str
) -> Timeline:
    """The latest first; the one in force on the day is filled."""
    return Timeline([_moment(context, owner, one, name, day) for one in exemptions])


def _moment(context: Context, owner: QWidget, one: ExemptionDraft, name: str, day: str) -> Moment:
    current = covers(one.starts_on, one.ends_on, day)
    decided = f"{with_colon(_('Decided by'))} {one.decided_by}"
    if one.decided_on:
        decided = f"{decided} · {format_date(one.decided_on)}"
    details = [decided, *([one.reason] if one.reason else [])]
    actions = ((_("Correct…"), partial(_correct, context, owner, one, name)),
               (_("Take away"), partial(_take_away, context, owner, one, name)))  # fmt: skip
    return Moment(
        _("Dispense"),
        format_period(one.starts_on, one.ends_on),
        details,
        "accent" if current else "neutral",
        current,
        _("in force") if current else "",
        () if context.read_only else actions,
    )


def _correct(context: Context, owner: QWidget, one: ExemptionDraft, name: str) -> None:
    from oci_desktop.gui.dialogs.campaigns.dispense import correct_dispense

    correct_dispense(context, owner.window(), one, name)


def _take_away(context: Context, owner: QWidget, one: ExemptionDraft, name: str) -> None:
    from oci_desktop.gui.dialogs.campaigns.dispense import take_away_dispense

    assert one.id is not None
    take_away_dispense(context, owner.window(), one.id, name)
