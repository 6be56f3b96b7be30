"""The action plan: what members that share their answers plan to do, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import ACTION_STATES
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.results import ActionResult, actions_for
from oci_desktop.reports.campaign_options import CAMPAIGN_OPTION, begun_campaign
from oci_desktop.reports.frame import Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.kit.sheet import Sheet
    from oci_desktop.reports.kit.table import PaperColumn

DONE = ("done", "dropped")


@dataclass(frozen=True)
class ActionPlan:
    """Every member's actions, in the printed order of the members; `member` is the only one asked for, or empty.

    Actions have no past: they are as known on the day of printing.
    """

    campaign: CampaignDraft
    members: tuple[tuple[str, tuple[ActionResult, ...]], ...]
    member: str = ""
    only_open: bool = False

    @property
    def count(self) -> int:
        return sum(len(actions) for _name, actions in self.members)


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> ActionPlan:
    from oci_desktop.queries.results import name_of
    from oci_desktop.reports.self_assessment_result import chosen_self_assessment

    campaign = begun_campaign(reader, as_of, options)
    query = Query(as_of, sort=("member", False)).filtered("campaign", campaign.code)
    names = dict(list_table(reader, get_list(reader, "campaign"), query, ["id", "member"]).rows)
    member = ""
    if options.get("organisation"):
        one = chosen_self_assessment(reader, as_of, options)
        rows = reader.rows("SELECT organisation_id FROM self_assessment WHERE id = :id", {"id": one})
        member = name_of(reader, rows[0][0], as_of)
        names = {one: member}
    only_open = bool(options.get("open"))
    found = (
        (names[one], tuple(action for action in actions if not only_open or action.state not in DONE))
        for one, actions in actions_for(reader, list(names)).items()
    )
    return ActionPlan(campaign, tuple(one for one in found if one[1]), member, only_open)


def render(data: ActionPlan, printing: Printing) -> Sheet:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import para
    from oci_desktop.reports.kit.table import Group, grouped_table, table

    known = _("Actions known on {date}").format(date=format_date(printing.printed_on))
    parts = [known, data.member, str(data.campaign.title)]
    parts.append(ngettext("{n} action", "{n} actions", data.count).format(n=formats.number(data.count)))
    if data.only_open:
        parts.append(_("open ones only"))
    footer = _("action plan, campaign {code}").format(code=data.campaign.code)
    sheet = printing.sheet(_("Action plan"), " · ".join(part for part in parts if part), footer)
    if not data.members:
        text = _("No action is recorded. Actions are kept only where an organisation shares its answers.")
        sheet.add([para(text, width=sheet.width, style=Style("italic", 10, 14, "#5B6166"))])
    elif data.member:
        rows = [action_cells(action) for _name, actions in data.members for action in actions]
        sheet.add(table(action_columns(), rows, sheet.width))
    else:
        groups = [
            Group(name, [action_cells(action) for action in actions], _("{title} (continued)").format(title=name))
            for name, actions in data.members
        ]
        sheet.add(grouped_table(action_columns(), groups, sheet.width))
    return sheet


def action_columns() -> Sequence[PaperColumn]:
    from oci_desktop.reports.kit.table import PaperColumn

    return [PaperColumn(title) for title in (_("Item"), _("Action"), _("Owner"), _("Due"), _("State"))]


def action_cells(action: ActionResult) -> list[str]:
    from oci_desktop.reports.kit.table import Missing

    return [
        action.item or "",
        action.text,
        action.owner or Missing(_("to be named")),
        format_date(action.due_on, "medium") or Missing(_("to be set")),
        Missing(_("to confirm")) if action.to_confirm else _(ACTION_STATES.get(action.state, action.state)),
    ]


REPORT = Report(
    name="action-plan",
    title=N_("Action plan"),
    description=N_("What organisations that share their answers plan to do: action, owner, due date, state."),
    collect=collect,
    render=render,
    options=(
        CAMPAIGN_OPTION,
        Option("organisation", N_("Organisation"), "organisation"),
        Option("open", N_("Open actions only"), "boolean"),
    ),
)
