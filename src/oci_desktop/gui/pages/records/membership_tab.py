"""The membership of an organisation as a timeline, its gaps in sight; its names and regions over time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from oci_desktop.dates import covers, day_after, day_before, format_date, format_period
from oci_desktop.formats import with_colon
from oci_desktop.gui.pages.records.reading import Sheet
from oci_desktop.gui.widgets import Button, Moment, Timeline
from oci_desktop.i18n import _
from oci_desktop.model.codes import LEAVING_REASONS, REGIONS
from oci_desktop.model.membership import MembershipDraft, follows

if TYPE_CHECKING:
    from oci_desktop.gui.pages.records.organisation_panel import OrganisationPanel


def membership_sheet(panel: OrganisationPanel) -> Sheet:
    """The periods, newest first, with what can be done about them."""
    sheet = Sheet(panel.context)
    data = panel.data
    sheet.section(_("Membership"))
    if data.memberships:
        sheet.add(Timeline(_moments(panel)), 4)
    elif data.draft.is_self:
        sheet.text(_("The association is not one of its own members."), "secondary")
    else:
        sheet.text(_("This organisation has never been a member."), "secondary")
    if not panel.context.read_only and not data.draft.is_self:
        sheet.add(_gestures(panel), 6)
    _names(sheet, panel)
    _regions(sheet, panel)
    return sheet


def _gestures(panel: OrganisationPanel) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    member = panel.data.on(panel.context.today)
    # Who is admitted from a later day already has that period: to correct or to withdraw, not to admit again.
    later = any((period.starts_on or "") > panel.context.today for period in panel.data.memberships)
    if (member is None or member.ends_on) and not later:
        row.addWidget(Button(_("Admit…"), panel.admit, icon="circle-plus"))
    if member is not None:
        row.addWidget(Button(_("Change the category…"), panel.change_category))
        if not member.ends_on:
            row.addWidget(Button(_("End…"), panel.end_membership, tip=_("End the membership…").rstrip("…")))
    row.addStretch()
    return box


def _moments(panel: OrganisationPanel) -> list[Moment]:
    data = panel.data
    found: list[Moment] = []
    later: MembershipDraft | None = None
    for period in reversed(list(data.memberships)):
        if later is not None and not follows(period.ends_on, later.starts_on):
            assert period.ends_on
            assert later.starts_on
            gap = format_period(day_after(period.ends_on), day_before(later.starts_on))
            found.append(Moment(_("Not a member"), gap, tone="neutral"))
        found.append(_moment(panel, period))
        later = period
    newest = data.memberships[-1]
    if newest.ends_on and not covers(newest.starts_on, newest.ends_on, data.day) and newest.ends_on < data.day:
        found.insert(0, Moment(_("Not a member"), format_period(day_after(newest.ends_on), None), current=True))
    return found


def _moment(panel: OrganisationPanel, period: MembershipDraft) -> Moment:
    data = panel.data
    current = period == data.current
    ahead = bool(period.starts_on and period.starts_on > data.day)
    details = []
    if period.adopted_on or period.decided_by:
        words = " · ".join(filter(None, (format_date(period.adopted_on), period.decided_by)))
        details.append(f"{with_colon(_('Adopted'))} {words}")
    if period.notice_on:
        details.append(f"{with_colon(_('Notice given'))} {format_date(period.notice_on)}")
    if period.reason:
        details.append(f"{with_colon(_('Reason'))} {_(LEAVING_REASONS.get(period.reason, period.reason))}")
    if period.notes:
        details.append(period.notes)
    actions = (
        (_("Correct…"), partial(panel.correct_period, period)),
        (_("Take away"), partial(panel.remove_period, period)),
    )
    since = _("since always; the date is not known")
    return Moment(
        data.categories.get(period.category, period.category),
        format_period(period.starts_on, period.ends_on) if period.starts_on or period.ends_on else since,
        details,
        "good" if current else "pending" if ahead else "neutral",
        current,
        _("in force") if current else _("to come") if ahead else "",
        () if panel.context.read_only else actions,
    )


def _names(sheet: Sheet, panel: OrganisationPanel) -> None:
    draft, day = panel.data.draft, panel.data.day
    rename = None if panel.context.read_only else Button(_("Change the name from a date…"), panel.rename, look="link")
    sheet.section(_("Names"), rename)
    moments = []
    ends: str | None = None
    current = draft.name_on(day)
    for name in reversed(draft.names):
        others = [other for other in (name.acronym, name.english, name.legal, name.usual) if other]
        moments.append(
            Moment(
                name.printed,
                format_period(name.starts_on, ends) if name.starts_on or ends else "",
                [" · ".join(others)] if others else [],
                "accent" if name is current else "neutral",
                name is current,
            )
        )
        ends = day_before(name.starts_on) if name.starts_on else None
    sheet.add(Timeline(moments), 4)


def _regions(sheet: Sheet, panel: OrganisationPanel) -> None:
    regions = panel.data.draft.regions
    if len(regions) < 2:
        return
    sheet.section(_("Administrative region"))
    moments = []
    ends: str | None = None
    for period in reversed(regions):
        current = covers(period.starts_on, ends, panel.data.day)
        title = f"{period.region} {REGIONS.get(period.region, '')}" if period.region else _("no region")
        moments.append(
            Moment(
                title, format_period(period.starts_on, ends), tone="accent" if current else "neutral", current=current
            )
        )
        ends = day_before(period.starts_on) if period.starts_on else None
    sheet.add(Timeline(moments), 4)
