"""The board's page on a campaign: totals that add up, names by urgency, a draft resolution.

Nothing in it is graded: it says who has done the exercise, who has not yet, and until when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.dates import day_after, format_date, since
from oci_desktop.formats import NBSP
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import EXEMPT, GRACE, LATE, PENDING, REFUSED, STEPS, VALID
from oci_desktop.queries.campaigns import CampaignRow, campaign_rows, campaign_summary
from oci_desktop.queries.portrait import state_of
from oci_desktop.reports.campaign_options import CAMPAIGN_OPTION, chosen_campaign
from oci_desktop.reports.frame import Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.model.bars import Part
    from oci_desktop.reports.kit.pieces import Piece
    from oci_desktop.reports.kit.sheet import Sheet
    from oci_desktop.reports.kit.table import Density, PaperColumn

STATES = (VALID, EXEMPT, PENDING, GRACE, LATE, REFUSED)
"""In the order of the bar: what is settled first, what worries last."""

_MOST_NAMED = 8


@dataclass(frozen=True)
class CampaignStatus:
    """What the page prints: the members by urgency, the applicants apart, and how many left meanwhile."""

    as_of: str
    campaign: CampaignDraft
    members: tuple[CampaignRow, ...]
    applicants: tuple[CampaignRow, ...]
    left: int

    @property
    def counts(self) -> dict[str, int]:
        """Each member once, so that the parts add up to the whole."""
        counted = Counter(state_of(row.step, row.lateness) for row in self.members)
        return {state: counted[state] for state in STATES}

    def in_state(self, state: str) -> list[CampaignRow]:
        return [row for row in self.members if state_of(row.step, row.lateness) == state]

    @property
    def to_follow(self) -> int:
        return sum(self.counts[state] for state in (LATE, REFUSED, GRACE, PENDING))


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> CampaignStatus:
    campaign = chosen_campaign(reader, as_of, options)
    assert campaign.id is not None
    rows = campaign_rows(reader, campaign.id, as_of)
    members = tuple(row for row in rows if row.category is not None)
    applicants = tuple(row for row in rows if row.category is None)
    return CampaignStatus(as_of, campaign, members, applicants, campaign_summary(reader, campaign.id, as_of).left)


def render(data: CampaignStatus, printing: Printing) -> Sheet:
    from oci_desktop.reports.kit.bars import bar_with_legend
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import Heading, Space, para

    date = format_date(data.as_of)
    footer = _("campaign {code} as of {date}").format(code=data.campaign.code, date=date)
    sheet = printing.sheet(str(data.campaign.title), _subtitle(data, date), footer)
    width = sheet.width
    small = Style(size=8.6, leading=12)
    quiet = Style("italic", 8.2, 11.5, "#5B6166")
    head: list[Piece] = bar_with_legend(state_bar(data.counts), width)
    head += [para(text, width=width, style=small, space=3) for text in _remarks(data)]
    tail: list[Piece] = [
        Heading(_("Draft resolution"), width, space=13),
        para(resolution(data), width=width, style=Style(size=9.2, leading=13), space=1),
        para(
            _("The association does not grade practices: each organisation attests that it did its own review."),
            width=width, style=quiet, space=7,
        ),
    ]  # fmt: skip
    note = ngettext("{n} organisation, by urgency", "{n} organisations, by urgency", data.to_follow)
    title: list[Piece] = [Space(2)]
    if data.to_follow:
        title = [Heading(_("To follow up"), width, note=note.format(n=formats.number(data.to_follow)), space=13)]
    sheet.add(head)
    room = sheet.room() - sum(piece.height + piece.space for piece in [*title, *tail])
    sheet.add([*title, *_follow_up(data, width, room), *tail])
    return sheet


def _subtitle(data: CampaignStatus, date: str) -> str:
    campaign, count = data.campaign, len(data.members)
    return " · ".join(
        [
            _("As of {date}").format(date=date),
            ngettext("{n} member addressed", "{n} members addressed", count).format(n=formats.number(count)),
            _("due on {date}").format(date=format_date(campaign.due_on, "medium")),
            _("grace until {date}").format(date=format_date(campaign.grace_until, "medium")),
        ]
    )


def state_bar(counts: Mapping[str, int]) -> list[Part]:
    """Members by state as the parts of a bar; the same fills wherever it stands."""
    from oci_desktop.model.bars import Part

    number = {state: counts.get(state, 0) for state in STATES}
    names = {
        VALID: ngettext("valid", "valid", number[VALID]),
        EXEMPT: ngettext("exempt", "exempt", number[EXEMPT]),
        PENDING: _("under way, on time"),
        GRACE: _("in grace"),
        LATE: _("late"),
        REFUSED: ngettext("refused", "refused", number[REFUSED]),
    }
    fills = {VALID: "solid", EXEMPT: "grey", PENDING: "light", GRACE: "hatched", LATE: "late", REFUSED: "refused"}
    return [Part(names[state], number[state], fills[state]) for state in STATES if number[state]]


def _remarks(data: CampaignStatus) -> list[str]:
    found = []
    exempt = data.in_state(EXEMPT)
    if 0 < len(exempt) <= _MOST_NAMED:
        names = [
            _("{name} (until {date})").format(name=row.member, date=format_date(row.valid_until, "medium"))
            if row.valid_until
            else row.member
            for row in exempt
        ]
        found.append(f"{formats.with_colon(_('Exempt'))} {formats.join_list(names)}.")
    if data.left:
        text = ngettext(
            "{n} organisation that was addressed has left since and is no longer counted.",
            "{n} organisations that were addressed have left since and are no longer counted.",
            data.left,
        )
        found.append(text.format(n=formats.number(data.left)))
    return found


def _follow_up(data: CampaignStatus, width: float, room: float) -> list[Piece]:
    """The names, as airy as one page allows.

    When a table of everybody is too long, those that are on time are named in running text, then those in grace;
    when that is too long as well, the table flows over as many pages as it takes.
    """
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.table import Density

    airy, usual, close, tight = (
        Density(),
        Density(Style(size=8.6, leading=11), 2.4, 1.4),
        Density(Style(size=8.2, leading=10.2), 1.4, 0.8),
        Density(Style(size=7.6, leading=9.2), 1.0, 0.3),
    )
    groups = _groups(data)
    short: tuple[str, ...] = ()
    for more in ((), (PENDING,), (GRACE,)):
        short += more
        if more and not any(group.state in more for group in groups):
            continue
        for setting in (airy, usual, close, tight):
            pieces = _names(groups, short, width, setting)
            if sum(piece.height + piece.space for piece in pieces) <= room:
                return pieces
    return _names(groups, (), width, usual)


def _names(groups: list[_Group], short: tuple[str, ...], width: float, density: Density) -> list[Piece]:
    """The groups as one table; those whose state is in `short` as running text under it."""
    from oci_desktop.reports.kit.table import Group, grouped_table

    tabled = [
        Group(group.title, [_cells(row) for row in group.rows], _("{title} (continued)").format(title=group.title))
        for group in groups
        if group.state not in short
    ]
    pieces = grouped_table(_columns(), tabled, width, density) if tabled else []
    for group in groups:
        if group.state in short:
            pieces += _in_text(group, width)
    return pieces


def _in_text(group: _Group, width: float) -> list[Piece]:
    """A group in running text: by step and last reminder, and who has nobody to answer for it."""
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.lines import Span, emphasis, strong
    from oci_desktop.reports.kit.pieces import para

    found = [para(strong(group.title), width=width, style=Style(size=9.4, leading=12.5), space=9, keep=True)]
    for step, reminded in dict.fromkeys((row.step, row.last_reminder) for row in group.rows):
        rows = [row for row in group.rows if (row.step, row.last_reminder) == (step, reminded)]
        title = _(STEPS[step])
        if reminded:
            title = _("{step}, last reminder {date}").format(step=title, date=format_date(reminded, "medium"))
        parts: list[str | Span] = [strong(formats.with_colon(f"{title} ({formats.number(len(rows))})")), NBSP]
        for number, row in enumerate(rows, start=1):
            parts.append(row.member)
            if not row.focal_point:
                parts.append(emphasis(f" ({_('focal point to be named')})"))
            parts.append("." if number == len(rows) else "; ")
        found.append(para(*parts, width=width, style=Style(size=8, leading=10.6), space=3))
    return found


def _columns() -> list[PaperColumn]:
    from oci_desktop.reports.kit.table import PaperColumn

    titles = (_("Organisation"), _("Step"), _("Since"), _("Last reminder"), _("Focal point"))
    return [PaperColumn(title) for title in titles]


@dataclass(frozen=True)
class _Group:
    """Members in the same situation, by urgency."""

    state: str
    what: str
    rows: tuple[CampaignRow, ...]

    @property
    def title(self) -> str:
        return f"{self.what} ({formats.number(len(self.rows))})"


def _groups(data: CampaignStatus) -> list[_Group]:
    """Late first, those that are late longest before; then refusals, grace, those on time; applicants apart."""
    groups = []
    for until, rows in groupby(data.in_state(LATE), key=lambda row: row.grace_until):
        what = _("Late {since_when}").format(since_when=since(day_after(until)))
        groups.append(_Group(LATE, what, tuple(rows)))
    groups.append(_Group(REFUSED, _(STEPS[REFUSED]), tuple(data.in_state(REFUSED))))
    for until, rows in groupby(data.in_state(GRACE), key=lambda row: row.grace_until):
        groups.append(_Group(GRACE, _("Grace until {date}").format(date=format_date(until)), tuple(rows)))
    on_time = _("On time: due on {date}").format(date=format_date(data.campaign.due_on))
    groups.append(_Group(PENDING, on_time, tuple(data.in_state(PENDING))))
    groups.append(_Group("", _("Applicants, counted apart"), data.applicants))
    return [group for group in groups if group.rows]


def _cells(row: CampaignRow) -> list[str]:
    from oci_desktop.reports.kit.table import Alert, Missing

    step = _(STEPS[row.step])
    return [
        row.member,
        Alert(step) if row.lateness == LATE else step,
        format_date(row.step_on, "medium") if row.step_on else "",
        format_date(row.last_reminder, "medium") if row.last_reminder else "",
        row.focal_point or Missing(_("to be named")),
    ]


def resolution(data: CampaignStatus) -> str:
    """What the board could decide, in neutral words; only those that are late are named."""
    counts, total = data.counts, len(data.members)
    clauses = [
        _("take note that on {date}, {valid} of {total} members hold a valid attestation").format(
            date=format_date(data.as_of), valid=formats.number(counts[VALID]), total=formats.number(total)
        )
    ]
    if counts[EXEMPT]:
        text = ngettext("and that {n} is exempt", "and that {n} are exempt", counts[EXEMPT])
        clauses[0] += " " + text.format(n=formats.number(counts[EXEMPT]))
    if counts[PENDING]:
        text = ngettext(
            "note that {n} member is under way, before the due date of {date}",
            "note that {n} members are under way, before the due date of {date}",
            counts[PENDING],
        )
        clauses.append(text.format(n=formats.number(counts[PENDING]), date=format_date(data.campaign.due_on)))
    if counts[GRACE]:
        text = ngettext(
            "note that {n} member is in the grace period, which ends on {date}",
            "note that {n} members are in the grace period, which ends on {date}",
            counts[GRACE],
        )
        clauses.append(text.format(n=formats.number(counts[GRACE]), date=format_date(data.campaign.grace_until)))
    if counts[LATE]:
        late = [row.member for row in data.in_state(LATE)]
        text = ngettext(
            "ask the secretariat to write to the member that is late, {names}, and to report at the next meeting",
            "ask the secretariat to write to the members that are late, {names}, and to report at the next meeting",
            len(late),
        )
        names = formats.join_list(late)
        if len(late) > _MOST_NAMED:
            names = _("{n} in number, named above").format(n=formats.number(len(late)))
        clauses.append(text.format(names=names))
    if counts[REFUSED]:
        text = ngettext(
            "decide what follows from the refusal of {n} member",
            "decide what follows from the refusal of {n} members",
            counts[REFUSED],
        )
        clauses.append(text.format(n=formats.number(counts[REFUSED])))
    return _("It is proposed that the board {clauses}.").format(clauses="; ".join(clauses))


REPORT = Report(
    name="campaign-status",
    title=N_("Campaign status, for the board"),
    description=N_("Totals that add up, names by urgency with step and last reminder, a draft resolution."),
    collect=collect,
    render=render,
    options=(CAMPAIGN_OPTION,),
)
