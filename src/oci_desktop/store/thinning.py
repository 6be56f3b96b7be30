"""Which backups stay: all of two days, then one for each of 12 days, 10 weeks and 9 months."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

ALL_OF = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The moments of the backups that stay; the others may go. Moments in the future stay: the clock was wrong.

    For each day, week (from Monday) and month that counts, the newest backup of it stays. Only those that hold a
    backup count, so that a program unused all summer keeps what it had.
    """
    newest_first = sorted(set(moments), reverse=True)
    stays = {moment for moment in newest_first if now - moment <= ALL_OF}
    older = [moment for moment in newest_first if moment not in stays]
    stays.update(newest_first[:1])
    periods: tuple[tuple[int, Callable[[datetime], Any]], ...] = (
        (DAYS, lambda moment: moment.date()),
        (WEEKS, lambda moment: moment.isocalendar()[:2]),
        (MONTHS, lambda moment: (moment.year, moment.month)),
    )
    for count, period in periods:
        # A period that already keeps one is not given another: the newest of it stays, as time goes on.
        taken = {period(moment) for moment in stays}
        found: dict[Any, datetime] = {}
        for moment in older:
            if period(moment) not in taken and len(found) < count:
                found.setdefault(period(moment), moment)
        stays.update(found.values())
        last = min(found.values(), default=None)
        older = [moment for moment in older if last is None or moment < last]
    return stays
