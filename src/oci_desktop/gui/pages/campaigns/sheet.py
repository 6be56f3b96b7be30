"""The first tab: the reason in a sentence, who answers, every step with its date, what was sent, the dispenses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.formats import join_list, with_colon
from oci_desktop.gui.pages.campaigns.data import Holders, MemberData
from oci_desktop.gui.pages.campaigns.dispenses import dispenses_timeline
from oci_desktop.gui.pages.records.reading import Beside, Sheet, email_line, name_link
from oci_desktop.gui.widgets import Button, Label, Moment, Timeline
from oci_desktop.i18n import _
from oci_desktop.model.codes import ROLE_FLAGS
from oci_desktop.model.standing import CHANNELS, MAILING_KINDS, STEPS
from oci_desktop.queries.standing import STEP

if TYPE_CHECKING:
    from oci_desktop.gui.pages.campaigns.panel import CampaignPanel
    from oci_desktop.queries.campaigns import StepRow
    from oci_desktop.queries.mailings import Sent


def follow_up_sheet(panel: CampaignPanel) -> Sheet:
    """What the secretariat looks a member up for, the most needed first."""
    data = panel.data
    sheet = Sheet(panel.context)
    sheet.section(_("Condition of membership"))
    if data.fact is not None:
        sheet.text(str(data.fact.reason))
    else:
        sheet.text(_("Nothing was asked for yet on that day."), "secondary")
    if data.draft.notes:
        sheet.text(data.draft.notes, "secondary")
    _people(sheet, panel)
    _steps(sheet, panel)
    _sent(sheet, data)
    _dispenses(sheet, panel)
    return sheet


def _people(sheet: Sheet, panel: CampaignPanel) -> None:
    sheet.section(_("People"))
    for held in panel.data.holders:
        sheet.value(_(ROLE_FLAGS[held.flag]), _holders(panel, held))


def _holders(panel: CampaignPanel, held: Holders) -> QWidget:
    box = Beside()
    for role in held.now:
        go: Callable[[], object] = partial(panel.context.go, "people", "person", role.person_id)
        box.column.addWidget(name_link(role.person, go), 0, Qt.AlignmentFlag.AlignLeft)
        if role.title:
            box.column.addWidget(Label(role.title, "small", wrap=True))
        if held.flag == "security_contact" and role.emails:
            address, state = role.emails[0]
            box.column.addWidget(email_line(panel.context, address, state))
    if not held.now:
        box.column.addWidget(_vacant(panel, held.flag))
    if held.changed:
        day = format_date(panel.data.sent_on)
        before = join_list(held.before or ()) or _("nobody")
        words = _("Changed since the forms were sent, on {date} (before: {names}).").format(date=day, names=before)
        box.column.addWidget(Label(words, "warning", wrap=True))
    return box


def _vacant(panel: CampaignPanel, flag: str) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(Label(_("to be named"), "warning"))
    if not panel.context.read_only:
        row.addWidget(Button(_("Name somebody…"), partial(name_somebody, panel, flag), look="link"))
    row.addStretch()
    return box


def name_somebody(panel: CampaignPanel, flag: str) -> object:
    """Give the role that is vacant to a person."""
    from oci_desktop.gui.dialogs.records.role import NOBODY, edit_role
    from oci_desktop.model.person import RoleDraft

    flags: dict[str, Any] = {flag: 1}
    role = RoleDraft(person_id=NOBODY, organisation_id=panel.data.draft.organisation_id, **flags)
    return edit_role(panel.context, panel.window(), role, fixed="organisation", subject=panel.name())


def _steps(sheet: Sheet, panel: CampaignPanel) -> None:
    data = panel.data
    sheet.section(_("Steps"))
    moments = [
        _moment(panel, step, current=number == len(data.steps) - 1 and data.row.step == step.step)
        for number, step in enumerate(data.steps)
    ]
    moments.reverse()
    begun = max(data.campaign.opens_on, data.draft.added_on or "")
    moments.append(Moment(_("Addressed"), format_date(begun), current=not data.steps))
    sheet.add(Timeline(moments), 4)


def _moment(panel: CampaignPanel, step: StepRow, *, current: bool) -> Moment:
    by = _("by {who}").format(who=step.who)
    details = [step.reason] if step.reason else []
    actions = ((_("Take back"), partial(panel.take_back, step.id, step.step)),)
    return Moment(
        _(STEPS.get(step.step, step.step)),
        f"{format_date(step.happened_on)} · {by}",
        details,
        STEP.tone(step.step) or "neutral",
        current,
        actions=() if panel.context.read_only else actions,
    )


def _sent(sheet: Sheet, data: MemberData) -> None:
    if not data.mailings:
        return
    sheet.section(_("Sent to the member"))
    for sent in data.mailings:
        sheet.value(format_date(sent.sent_on, "medium"), _mailing(sent))


def _mailing(sent: Sent) -> QWidget:
    box = Beside()
    words = f"{_(MAILING_KINDS.get(sent.kind, sent.kind))} · {_(CHANNELS.get(sent.channel, sent.channel))}"
    box.column.addWidget(Label(words, wrap=True))
    to = " · ".join(part for part in (sent.name, sent.address) if part)
    if to:
        box.column.addWidget(Label(to, "small", wrap=True))
    if sent.state != "sent":
        box.column.addWidget(
            Label(f"{with_colon(_('Not delivered'))} {sent.failure or ''}".rstrip(), "error", wrap=True)
        )
    return box


def _dispenses(sheet: Sheet, panel: CampaignPanel) -> None:
    if not panel.data.exemptions:
        return
    sheet.section(_("Dispenses"))
    sheet.add(dispenses_timeline(panel.context, panel, panel.data.exemptions, panel.name(), panel.data.day), 4)
