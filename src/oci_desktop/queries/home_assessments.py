"""What the first page says about the campaign under way: who is late, in grace, waited for; what comes; how many are
valid. One reading of the campaign's list feeds all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.dates import Day, day_after
from oci_desktop.formats import number
from oci_desktop.i18n import N_, Message, message, plural_message
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import EXEMPT, GRACE, LATE, RECEIVED, SETTLED, STEPS, TO_COMPLETE, TO_SEND, VALID
from oci_desktop.queries.home_lines import Figure, Target, ToDo, Upcoming, later, named
from oci_desktop.queries.home_upcoming import AHEAD

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader

BEFORE = 30
"""Days before the due date from which those who have not done it are something to do."""

_WAITING = tuple(step for step in STEPS if step not in SETTLED)
"""The steps of those from whom something is awaited."""

_KEYS = ("organisation_id", "member", "step", "lateness", "due", "grace_until", "last_reminder", "focal_point",
         "email_state")  # fmt: skip


@dataclass(frozen=True)
class _Row:
    organisation_id: int
    member: str
    step: str
    lateness: str
    due: str
    grace_until: str
    last_reminder: str | None
    focal_point: str | None
    email_state: str | None


@dataclass(frozen=True)
class _DayAndMonth:
    """« 12 octobre »: the year goes without saying where it is that of the day shown."""

    iso: str
    as_of: str

    def __str__(self) -> str:
        text = str(Day(self.iso))
        if self.iso[:4] != self.as_of[:4]:
            return text
        return text.replace(f", {self.iso[:4]}", "").replace(f" {self.iso[:4]}", "")


def self_assessments_to_do(reader: Reader, as_of: str) -> Sequence[ToDo]:
    """Late ones, those in grace, those who have until the due date, what came in, who cannot be reached."""
    campaign, rows = _read(reader, as_of)
    if campaign is None:
        return ()
    waiting = [row for row in rows if row.step not in SETTLED]
    found = [*_late(campaign, rows, as_of), *_in_grace(campaign, rows, as_of), *_before_due(campaign, waiting, as_of)]
    if as_of <= campaign.valid_until:
        found += [*_to_send(campaign, waiting), *_came_in(campaign, waiting), *_out_of_reach(campaign, waiting)]
    return found


def campaigns_ahead(reader: Reader, as_of: str) -> Sequence[Upcoming]:
    """Openings, due dates, ends of grace and of validity in the months ahead."""
    from oci_desktop.queries.campaigns import campaign_summary, list_campaigns

    horizon = later(as_of, AHEAD)
    items = []
    for campaign in list_campaigns(reader):
        target = Target("campaigns", (("campaign", (campaign.code,)),))
        days: dict[str, Message] = {}
        for day, words in (
            (campaign.opens_on, message(N_("The campaign opens"))),
            (campaign.due_on, message(N_("Due date"))),
            (campaign.grace_until, message(N_("End of grace"))),
            (campaign.valid_until, message(N_("End of validity"))),
        ):
            both = message(N_("{first} · {second}"), first=days.get(day, ""), second=words)
            days[day] = both if day in days else words
        assert campaign.id is not None
        for day, words in days.items():
            if as_of <= day <= horizon:
                detail = words
                if day in (campaign.due_on, campaign.grace_until) and campaign.opens_on <= as_of:
                    summary = campaign_summary(reader, campaign.id, as_of)
                    awaited = summary.grace + summary.late + summary.pending
                    detail = plural_message(
                        "{what} · {count} member is awaited", "{what} · {count} members are awaited", awaited,
                        what=words, count=number(awaited),
                    )  # fmt: skip
                items.append(Upcoming(day, day, str(campaign.title), detail, target))
    return items


def valid_self_assessments(reader: Reader, as_of: str) -> Sequence[Figure]:
    """How many members of the current campaign are valid, of how many that were asked; none before the first, nor
    once their validity is over."""
    campaign, rows = _read(reader, as_of)
    if campaign is None or as_of > campaign.valid_until:
        return ()
    valid = sum(row.step == VALID for row in rows)
    asked = sum(row.step != EXEMPT for row in rows)
    return (
        Figure(
            "self-assessments",
            valid,
            plural_message("valid self-assessment", "valid self-assessments", valid),
            message(
                N_("out of {count}, until {day}"), count=number(asked), day=_DayAndMonth(campaign.valid_until, as_of)
            ),
            Target("campaigns", (("campaign", (campaign.code,)), ("step", (VALID,)))),
        ),
    )


def _read(reader: Reader, as_of: str) -> tuple[CampaignDraft | None, list[_Row]]:
    from oci_desktop.queries.campaigns import current_campaign
    from oci_desktop.queries.definitions import get_list
    from oci_desktop.queries.lists import Query, list_table

    campaign = current_campaign(reader, as_of)
    if campaign is None:
        return None, []
    query = Query(as_of, (("campaign", (campaign.code,)),))
    return campaign, [_Row(*row) for row in list_table(reader, get_list(reader, "campaign"), query, _KEYS).rows]


def _target(campaign: CampaignDraft, *filters: tuple[str, tuple[str, ...]]) -> Target:
    return Target("campaigns", (("campaign", (campaign.code,)), *filters))


def _late(campaign: CampaignDraft, rows: Sequence[_Row], as_of: str) -> list[ToDo]:
    """One line for those late in this campaign, one for each earlier campaign that was never settled."""
    late = [row for row in rows if row.lateness == LATE]
    found = []
    for grace_until in sorted({row.grace_until for row in late}):
        own = [row for row in late if row.grace_until == grace_until]
        n = len(own)
        if grace_until == campaign.grace_until:
            title = plural_message(
                "{count} self-assessment late since {day}", "{count} self-assessments late since {day}", n,
                count=number(n), day=_DayAndMonth(day_after(grace_until), as_of),
            )  # fmt: skip
        else:
            title = plural_message(
                "{count} self-assessment late since {year}", "{count} self-assessments late since {year}", n,
                count=number(n), year=own[0].due[:4],
            )  # fmt: skip
        several = len({row.grace_until for row in late}) > 1
        narrower = (("grace_until", (grace_until,)),) if several else ()
        found.append(
            ToDo(
                f"self-assessments-late-{grace_until}", "late", "alert-triangle", title, _names(own, as_of),
                message(N_("Send a reminder…")), _target(campaign, ("lateness", (LATE,)), *narrower), "reminder",
            )
        )  # fmt: skip
    return found


def _in_grace(campaign: CampaignDraft, rows: Sequence[_Row], as_of: str) -> list[ToDo]:
    own = [row for row in rows if row.lateness == GRACE]
    if not own:
        return []
    n = len(own)
    title = plural_message(
        "{count} member in grace until {day}", "{count} members in grace until {day}", n,
        count=number(n), day=_DayAndMonth(campaign.grace_until, as_of),
    )  # fmt: skip
    incomplete = sum(row.step == TO_COMPLETE for row in own)
    detail: Message | str = _names(own, as_of)
    if incomplete:
        detail = plural_message(
            "{campaign} · {count} attestation to complete", "{campaign} · {count} attestations to complete", incomplete,
            campaign=campaign.title, count=number(incomplete),
        )  # fmt: skip
    gesture = message(N_("Remind…"))
    target = _target(campaign, ("lateness", (GRACE,)))
    return [ToDo("self-assessments-in-grace", "pending", "clock", title, detail, gesture, target, "reminder")]


def _before_due(campaign: CampaignDraft, waiting: Sequence[_Row], as_of: str) -> list[ToDo]:
    own = [row for row in waiting if row.lateness not in (LATE, GRACE)]
    if not own or not later(campaign.due_on, -BEFORE) <= as_of <= campaign.due_on:
        return []
    n = len(own)
    if as_of == campaign.due_on:
        title = plural_message(
            "{count} self-assessment is due today", "{count} self-assessments are due today", n, count=number(n)
        )
    else:
        title = plural_message(
            "{count} member has until {day}", "{count} members have until {day}", n,
            count=number(n), day=_DayAndMonth(campaign.due_on, as_of),
        )  # fmt: skip
    target = _target(campaign, ("step", _WAITING), ("lateness", ("none",)))
    names, gesture = _names(own, as_of), message(N_("Remind…"))
    return [ToDo("self-assessments-due", "pending", "clock", title, names, gesture, target, "reminder")]


def _to_send(campaign: CampaignDraft, waiting: Sequence[_Row]) -> list[ToDo]:
    own = [row for row in waiting if row.step == TO_SEND]
    if not own:
        return []
    n = len(own)
    title = plural_message("{count} form to send", "{count} forms to send", n, count=number(n))
    target = _target(campaign, ("step", (TO_SEND,)))
    detail = named([row.member for row in own])
    return [ToDo("self-assessments-to-send", "neutral", "send", title, detail, message(N_("Send…")), target, "forms")]


def _came_in(campaign: CampaignDraft, waiting: Sequence[_Row]) -> list[ToDo]:
    """Attestations to look at; those to complete have a line of their own where no line of grace tells of them."""
    found = []
    received = [row for row in waiting if row.step == RECEIVED]
    if received:
        n = len(received)
        title = plural_message("{count} attestation to check", "{count} attestations to check", n, count=number(n))
        target = _target(campaign, ("step", (RECEIVED,)))
        detail = named([row.member for row in received])
        gesture = message(N_("See them"))
        found.append(ToDo("attestations-to-check", "pending", "file-check", title, detail, gesture, target))
    incomplete = [row for row in waiting if row.step == TO_COMPLETE and row.lateness != GRACE]
    if incomplete:
        n = len(incomplete)
        title = plural_message(
            "{count} attestation to complete", "{count} attestations to complete", n, count=number(n)
        )
        target = _target(campaign, ("step", (TO_COMPLETE,)))
        detail = named([row.member for row in incomplete])
        gesture = message(N_("See them"))
        found.append(ToDo("attestations-to-complete", "pending", "file-alert", title, detail, gesture, target))
    return found


def _out_of_reach(campaign: CampaignDraft, waiting: Sequence[_Row]) -> list[ToDo]:
    """Members that are awaited and cannot be reached: nobody is in charge, or the e-mail came back."""
    found = []
    nobody = [row for row in waiting if not row.focal_point]
    if nobody:
        n = len(nobody)
        title = plural_message(
            "{count} member without a focal point", "{count} members without a focal point", n, count=number(n)
        )
        target = _target(campaign, ("focal_point", ("",)), ("step", _WAITING))
        detail = named([row.member for row in nobody])
        found.append(ToDo("no-focal-point", "pending", "user-shield", title, detail, message(N_("See them")), target))
    bounced = [row for row in waiting if row.email_state == "bounced"]
    if bounced:
        n = len(bounced)
        title = plural_message("{count} e-mail came back", "{count} e-mails came back", n, count=number(n))
        target = _target(campaign, ("email_state", ("bounced",)), ("step", _WAITING))
        detail = named([row.member for row in bounced])
        found.append(ToDo("focal-email-bounced", "pending", "mail-x", title, detail, message(N_("Correct")), target))
    return found


def _names(rows: Sequence[_Row], as_of: str) -> Message | str:
    """« Cyclo Nord-Sud · dernier rappel le 12 octobre »."""
    names = named([row.member for row in rows])
    reminders = [row.last_reminder for row in rows if row.last_reminder]
    if not reminders:
        return names
    return message(N_("{names} · last reminder on {day}"), names=names, day=_DayAndMonth(max(reminders), as_of))
