"""The board's page on a campaign: totals that add up, names by urgency, a draft resolution.

Nothing in it is graded: it says who has done the exercise, who has not yet, and until when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.dates import day_after, format_date, since
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import EXEMPT, EXPIRED, GRACE, LATE, PENDING, REFUSED, STEPS, VALID
from oci_desktop.queries.campaigns import CampaignRow, campaign_rows, campaign_summary, list_campaigns
from oci_desktop.queries.portrait import LAPSED, state_of
from oci_desktop.reports.campaign_names import APPLICANTS, Named, names
from oci_desktop.reports.campaign_options import CAMPAIGN_OPTION, begun_campaign
from oci_desktop.reports.frame import Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.model.bars import Part
    from oci_desktop.reports.kit.pieces import Piece
    from oci_desktop.reports.kit.sheet import Sheet

STATES = (VALID, EXEMPT, PENDING, GRACE, EXPIRED, LAPSED, LATE, REFUSED)
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
    earlier: Mapping[str, CampaignDraft]
    """End of grace → the campaign before this one that some are still late for."""

    def state(self, row: CampaignRow) -> str:
        return state_of(row.step, row.lateness, row.valid_until, self.as_of)

    @property
    def counts(self) -> dict[str, int]:
        """Each member once, so that the parts add up to the whole."""
        counted = Counter(self.state(row) for row in self.members)
        return {state: counted[state] for state in STATES}

    def in_state(self, state: str) -> list[CampaignRow]:
        return [row for row in self.members if self.state(row) == state]

    @property
    def to_follow(self) -> int:
        return len(self.members) - self.counts[VALID] - self.counts[EXEMPT]


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> CampaignStatus:
    """Raises: NotFoundError; UserError for a day before the campaign began."""
    campaign = begun_campaign(reader, as_of, options)
    assert campaign.id is not None
    rows = campaign_rows(reader, campaign.id, as_of)
    members = tuple(row for row in rows if row.category is not None)
    applicants = tuple(row for row in rows if row.category is None)
    before = [one for one in list_campaigns(reader) if one.opens_on < campaign.opens_on]
    earlier = {one.grace_until: one for one in reversed(before) if one.grace_until < campaign.grace_until}
    left = campaign_summary(reader, campaign.id, as_of).left
    return CampaignStatus(as_of, campaign, members, applicants, left, earlier)


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
    head: list[Piece] = bar_with_legend(_figures(data), width)
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
    sheet.add([*title, *names(_groups(data), width, room), *tail])
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


def _figures(data: CampaignStatus) -> list[Part]:
    """The bar; here all attestations have expired on the same day, which the legend says."""
    found = state_bar(data.counts)
    number = data.counts[EXPIRED]
    label = ngettext("attestation, expired since {date}", "attestations, expired since {date}", number)
    label = label.format(date=format_date(data.campaign.valid_until))
    return [replace(part, label=label) if part.fill == FILLS[EXPIRED] else part for part in found]


FILLS = {
    VALID: "solid", EXEMPT: "grey", PENDING: "light", GRACE: "hatched", EXPIRED: "dotted", LAPSED: "lines",
    LATE: "late", REFUSED: "refused",
}  # fmt: skip


def state_bar(counts: Mapping[str, int]) -> list[Part]:
    """Members by state as the parts of a bar; the same fills wherever it stands."""
    from oci_desktop.model.bars import Part

    number = {state: counts.get(state, 0) for state in STATES}
    labels = {
        VALID: ngettext("valid", "valid", number[VALID]),
        EXEMPT: ngettext("exempt", "exempt", number[EXEMPT]),
        PENDING: _("under way, on time"),
        GRACE: _("in grace"),
        EXPIRED: ngettext("expired attestation", "expired attestations", number[EXPIRED]),
        LAPSED: ngettext("expired dispense", "expired dispenses", number[LAPSED]),
        LATE: _("late"),
        REFUSED: ngettext("refused", "refused", number[REFUSED]),
    }
    return [Part(labels[state], number[state], FILLS[state]) for state in STATES if number[state]]


def _remarks(data: CampaignStatus) -> list[str]:
    found = []
    exempt = data.in_state(EXEMPT)
    if 0 < len(exempt) <= _MOST_NAMED:
        who = [
            _("{name} (until {date})").format(name=row.member, date=format_date(row.valid_until, "medium"))
            if row.valid_until
            else row.member
            for row in exempt
        ]
        found.append(f"{formats.with_colon(_('Exempt'))} {formats.join_list(who)}.")
    if data.left:
        text = ngettext(
            "{n} organisation that was addressed has left since and is no longer counted.",
            "{n} organisations that were addressed have left since and are no longer counted.",
            data.left,
        )
        found.append(text.format(n=formats.number(data.left)))
    return found


def _groups(data: CampaignStatus) -> list[Named]:
    """Late first, those that are late longest before; then refusals, grace, what has expired, those on time."""
    groups = []
    for until, rows in _by(data.in_state(LATE), "grace_until"):
        what = _("Late {since_when}").format(since_when=since(day_after(until)))
        if owed := data.earlier.get(until):
            what = f"{what} · {owed.title}"
        groups.append(Named(LATE, what, rows))
    groups.append(Named(REFUSED, _(STEPS[REFUSED]), tuple(data.in_state(REFUSED))))
    for until, rows in _by(data.in_state(GRACE), "grace_until"):
        groups.append(Named(GRACE, _("Grace until {date}").format(date=format_date(until)), rows))
    for state, title in (
        (EXPIRED, N_("Attestations expired since {date}")),
        (LAPSED, N_("Dispenses expired since {date}")),
    ):
        for until, rows in _by(data.in_state(state), "valid_until"):
            groups.append(Named(state, _(title).format(date=format_date(until)), rows))
    for due, rows in _by(data.in_state(PENDING), "due"):
        groups.append(Named(PENDING, _("On time: due on {date}").format(date=format_date(due)), rows))
    groups.append(Named(APPLICANTS, _("Applicants, counted apart"), data.applicants))
    return [group for group in groups if group.rows]


def _by(rows: list[CampaignRow], day: str) -> list[tuple[str, tuple[CampaignRow, ...]]]:
    """The rows by one of their dates, the earliest first; those of one date stay by urgency."""
    ordered = sorted(rows, key=lambda row: str(getattr(row, day)))
    return [(str(key), tuple(found)) for key, found in groupby(ordered, key=lambda row: getattr(row, day))]


def resolution(data: CampaignStatus) -> str:
    """What the board could decide, in neutral words; only those that are late are named."""
    counts = data.counts
    clauses = [_acknowledged(data)]
    for due, rows in _by(data.in_state(PENDING), "due"):
        text = ngettext(
            "note that {n} member is under way, before the due date of {date}",
            "note that {n} members are under way, before the due date of {date}",
            len(rows),
        )
        clauses.append(text.format(n=formats.number(len(rows)), date=format_date(due)))
    for until, rows in _by(data.in_state(GRACE), "grace_until"):
        text = ngettext(
            "note that {n} member is in the grace period, which ends on {date}",
            "note that {n} members are in the grace period, which ends on {date}",
            len(rows),
        )
        clauses.append(text.format(n=formats.number(len(rows)), date=format_date(until)))
    if counts[LATE]:
        late = [row.member for row in data.in_state(LATE)]
        text = ngettext(
            "ask the secretariat to write to the member that is late, {names}, and to report at the next meeting",
            "ask the secretariat to write to the members that are late, {names}, and to report at the next meeting",
            len(late),
        )
        who = formats.join_list(late)
        if len(late) > _MOST_NAMED:
            who = _("{n} in number, named above").format(n=formats.number(len(late)))
        clauses.append(text.format(names=who))
    if counts[REFUSED]:
        text = ngettext(
            "decide what follows from the refusal of one member",
            "decide what follows from the refusal of {n} members",
            counts[REFUSED],
        )
        clauses.append(text.format(n=formats.number(counts[REFUSED])))
    return _("It is proposed that the board {clauses}.").format(clauses="; ".join(clauses))


def _acknowledged(data: CampaignStatus) -> str:
    """How many hold a valid attestation or a dispense on the day, and what has expired."""
    counts, total, date = data.counts, formats.number(len(data.members)), format_date(data.as_of)
    valid, expired = counts[VALID], counts[EXPIRED]
    if expired:
        text = ngettext(
            "take note that on {date}, no attestation is valid any more: the only one on record expired on {until}",
            "take note that on {date}, no attestation is valid any more: the {n} on record expired on {until}",
            expired,
        ).format(date=date, n=formats.number(expired), until=format_date(data.campaign.valid_until))
    elif valid:
        text = ngettext(
            "take note that on {date}, {valid} of {total} members holds a valid attestation",
            "take note that on {date}, {valid} of {total} members hold a valid attestation",
            valid,
        ).format(date=date, valid=formats.number(valid), total=total)
    else:
        text = _("take note that on {date}, none of the {total} members holds a valid attestation yet").format(
            date=date, total=total
        )
    if counts[EXEMPT]:
        more = ngettext("and that {n} is exempt", "and that {n} are exempt", counts[EXEMPT])
        text += " " + more.format(n=formats.number(counts[EXEMPT]))
    if counts[LAPSED]:
        more = ngettext("and that {n} dispense has expired", "and that {n} dispenses have expired", counts[LAPSED])
        text += " " + more.format(n=formats.number(counts[LAPSED]))
    return text


REPORT = Report(
    name="campaign-status",
    title=N_("Campaign status, for the board"),
    description=N_("Totals that add up, names by urgency with step and last reminder, a draft resolution."),
    collect=collect,
    render=render,
    options=(CAMPAIGN_OPTION,),
)
