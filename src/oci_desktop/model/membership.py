"""Memberships: dated periods in a category, never overwritten, with gaps kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.dates import day_after, first_day


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


def follows(ends_on: str | None, starts_on: str | None) -> bool:
    """Whether a period that starts on `starts_on` continues one that ended on `ends_on`, without a gap."""
    if not ends_on or not starts_on:
        return True
    precision = min(len(ends_on), len(starts_on))
    if precision < 10 and ends_on[:precision] == starts_on[:precision]:
        return True
    return first_day(starts_on).isoformat() <= day_after(ends_on)
