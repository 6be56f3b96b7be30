"""Whether the conditions of membership are met, and why; the self-assessments of every campaign; the dispenses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from oci_desktop.dates import format_date
from oci_desktop.gui.pages.records.reading import Beside, Sheet, name_link
from oci_desktop.gui.widgets import Button, Label, Pill
from oci_desktop.i18n import _
from oci_desktop.queries.standing import STATE, STEP, Fact

if TYPE_CHECKING:
    from oci_desktop.gui.pages.records.organisation_panel import OrganisationPanel
    from oci_desktop.queries.campaigns import CampaignRow


def standing_pills(facts: Sequence[Fact]) -> list[Pill]:
    """« Conditions remplies », or the state of each condition that is not."""
    if not facts:
        return []
    lacking = [fact for fact in facts if not fact.met]
    if not lacking:
        return [Pill(_("Conditions met"), "good", "shield-check")]
    words = {
        fact.state: _("Self-assessment: {state}").format(state=_lower(STATE.format(fact.state))) for fact in lacking
    }
    return [Pill(words[fact.state], fact.tone) for fact in lacking]


def standing_sheet(panel: OrganisationPanel) -> Sheet:
    """Each condition with its reason, then what it rests on."""
    from oci_desktop.gui.pages.campaigns.dispenses import dispenses_timeline
    from oci_desktop.queries.campaigns import exemptions_of, get_campaign, self_assessments_of

    context, day = panel.context, panel.data.day
    with context.database.read() as reader:
        held = self_assessments_of(reader, panel.record, day)
        dispenses = exemptions_of(reader, panel.record)
        titles = {}
        for row in held:
            campaign_id = reader.value("SELECT campaign_id FROM self_assessment WHERE id = :id", {"id": row.id})
            titles[row.id] = str(get_campaign(reader, campaign_id).title)
    sheet = Sheet(context)
    sheet.section(_("Conditions of membership"))
    for fact in panel.data.facts:
        sheet.add(_condition(fact), 2)
    if not panel.data.facts:
        sheet.text(_("Nothing is asked for by that day."), "secondary")
    sheet.section(_("Self-assessments"))
    for row in held:
        sheet.value(row.campaign, _assessment(panel, row, titles[row.id]))
    if not held:
        sheet.text(_("No campaign has addressed it."), "secondary")
    add = None if context.read_only else Button(_("Exempt…"), panel.exempt, look="link")
    sheet.section(_("Dispenses"), add)
    if dispenses:
        sheet.add(dispenses_timeline(context, panel, dispenses, panel.name(), day), 4)
    else:
        sheet.text(_("None."), "secondary")
    return sheet


def _condition(fact: Fact) -> QWidget:
    box = Beside()
    box.column.setSpacing(4)
    box.column.addWidget(Label(_(fact.title), wrap=True))
    box.column.addWidget(Pill(STATE.format(fact.state), fact.tone), 0, Qt.AlignmentFlag.AlignLeft)
    box.column.addWidget(Label(str(fact.reason), "small", wrap=True))
    return box


def _assessment(panel: OrganisationPanel, row: CampaignRow, title: str) -> QWidget:
    box = Beside()
    go = partial(panel.context.go, "campaigns", "self_assessment", row.id)
    box.column.addWidget(name_link(title, go), 0, Qt.AlignmentFlag.AlignLeft)
    when = f" · {format_date(row.step_on)}" if row.step_on else ""
    box.column.addWidget(Label(f"{STEP.format(row.step)}{when}", "small", wrap=True))
    if row.number:
        words = _("Attestation {number}").format(number=row.number)
        box.column.addWidget(Label(words, "small", wrap=True))
    return box


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
