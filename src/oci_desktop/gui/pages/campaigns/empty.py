"""The page while no campaign is shown: what a campaign is, and the one thing to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from oci_desktop.dates import format_date
from oci_desktop.gui.context import Context
from oci_desktop.gui.widgets import EmptyState
from oci_desktop.i18n import _
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.questionnaire import PUBLISHED

Buttons = list[tuple[str, Callable[[], object]]]


def no_campaign(
    context: Context, campaigns: Sequence[CampaignDraft], new: Callable[[], object], show: Callable[[str], object]
) -> EmptyState:
    """Nothing had begun on the day, or there is none at all: then a questionnaire may have to be published first."""
    title, text = _("No campaign yet"), ""
    buttons: Buttons = []
    if campaigns:
        first = min(campaigns, key=lambda one: one.opens_on)
        title = _("No campaign on this day")
        text = _("The first one, {title}, opens on {date}.")
        text = text.format(title=str(first.title), date=format_date(first.opens_on))
        buttons = [(_("Show it"), lambda: show(first.code))]
    elif _published(context):
        text = _(
            "A campaign puts a published questionnaire to the members, with one due date and one end of validity for"
            " all. Then this page says who has answered, who is late, and what to print for the board."
        )
        buttons = [(_("New campaign…"), new)]
    else:
        text = _("A campaign puts a published questionnaire to the members. Publish one first, under Questionnaires.")
        buttons = [(_("Open the questionnaires"), lambda: context.go("questionnaires"))]
    if context.read_only:
        buttons = [button for button in buttons if button[1] is not new]
    if not campaigns and not context.is_demo:
        buttons.append((_("See the sample data"), lambda: context.perform.emit("sample-data")))
    made = EmptyState("shield-check", title, text, buttons, primary=True)
    made.setProperty("look", "panel")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def _published(context: Context) -> bool:
    with context.database.read() as reader:
        found = reader.value("SELECT 1 FROM questionnaire_version WHERE state = :state", {"state": PUBLISHED})
    return found is not None
