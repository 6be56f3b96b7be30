"""Memberships: dated periods in a category, never overwritten, with gaps kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.dates import covers, day_after, day_before, first_day, last_day


@dataclass(frozen=True)
class MembershipDraft:
    """One period of membership; both dates are inclusive, None means without limit."""

    organisation_id: int
    category: str
    starts_on: str | None = None
    ends_on: str | None = None
    adopted_on: str | None = None
    notice_on: str | None = None
    decided_by: str | None = None
    reason: str | None = None
    notes: str | None = None
    id: int | None = None
    ref: str | None = None
    version: int = 0


def runs(periods: Sequence[tuple[str | None, str | None]]) -> list[str | None]:
    """For each period (start, end), the start of the uninterrupted run that it belongs to.

    A period that starts the day after another ends continues it; a single day between them is a gap.
    """
    order = sorted(range(len(periods)), key=lambda i: periods[i][0] or "")
    starts: list[str | None] = [None] * len(periods)
    for place, i in enumerate(order):
        starts[i] = periods[i][0]
        if place:
            before = order[place - 1]
            if follows(periods[before][1], periods[i][0]):
                starts[i] = starts[before]
    return starts


def last_days(periods: Sequence[tuple[str | None, str | None]]) -> list[str | None]:
    """For each period (start, end), the full date until which it counts; None without an end.

    Where one ends and the next begins in the same year or month without a day, the later one holds from the
    first day of it: nobody is twice a member on one day.
    """
    last: list[str | None] = [last_day(ends_on).isoformat() if ends_on else None for _, ends_on in periods]
    order = sorted(range(len(periods)), key=lambda i: periods[i][0] or "")
    for place, i in enumerate(order[:-1]):
        following = periods[order[place + 1]][0]
        if following:
            eve = day_before(following)
            last[i] = min(last[i] or eve, eve)
    return last


def membership_on(periods: Sequence[MembershipDraft], day: str) -> MembershipDraft | None:
    """The period in force on that day, or None; of two that meet within a year or a month, the later one."""
    held = [period for period in periods if covers(period.starts_on, period.ends_on, day)]
    return max(held, key=lambda period: period.starts_on or "", default=None)


def follows(ends_on: str | None, starts_on: str | None) -> bool:
    """Whether a period that starts on `starts_on` continues one that ended on `ends_on`, without a gap."""
    if not ends_on or not starts_on:
        return True
    precision = min(len(ends_on), len(starts_on))
    if precision < 10 and ends_on[:precision] == starts_on[:precision]:
        return True
    return first_day(starts_on).isoformat() <= day_after(ends_on)
