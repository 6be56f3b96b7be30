"""Which backups stay: a pure function."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.store.thinning import kept

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
_MOMENTS = st.lists(st.integers(0, 60 * 24 * 700), max_size=120).map(
    lambda minutes: [NOW - timedelta(minutes=minute) for minute in minutes]
)


def days_ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=day) for day in days]


def test_all_of_two_days_stay() -> None:
    moments = [NOW - timedelta(minutes=30 * step) for step in range(97)]
    assert kept(moments, NOW) == set(moments)


def test_then_the_newest_of_each_of_twelve_days() -> None:
    moments = days_ago(*(day + part for day in range(3, 30) for part in (0.0, 0.2, 0.4)))
    stays = sorted(kept(moments, NOW), reverse=True)
    assert stays[:12] == days_ago(*range(3, 15))


def test_then_one_of_each_of_ten_weeks_and_of_nine_months() -> None:
    moments = days_ago(*range(800))
    stays = sorted(kept(moments, NOW), reverse=True)
    recent = [moment for moment in stays if NOW - moment <= timedelta(days=2)]
    daily, weekly, monthly = stays[3:15], stays[15:25], stays[25:]
    assert len(recent) == 3
    assert len({moment.date() for moment in daily}) == 12
    assert len({moment.isocalendar()[:2] for moment in weekly}) == 10
    assert all(moment.weekday() == 6 for moment in weekly)
    assert len({(moment.year, moment.month) for moment in monthly}) == len(monthly) == 9
    assert all((moment + timedelta(days=1)).day == 1 for moment in monthly)


def test_an_office_that_backs_up_every_day_keeps_about_a_year() -> None:
    alive: set[datetime] = set()
    for day in range(500):
        now = NOW + timedelta(days=day)
        alive |= {now - timedelta(hours=hours) for hours in (0, 3, 7)}
        alive = kept(alive, now)
    end = NOW + timedelta(days=499)
    ages = sorted((end - moment).days for moment in alive)
    assert len(alive) <= 7 + 12 + 10 + 9
    assert 330 <= ages[-1] <= 400
    # From the last Sunday of a month to that of the next: five weeks at most.
    assert all(later - earlier <= 35 for earlier, later in pairwise(ages))


def test_a_program_unused_for_long_keeps_what_it_had() -> None:
    moments = days_ago(300, 301, 302)
    assert kept(moments, NOW) == set(moments)


@given(_MOMENTS)
def test_the_newest_stays_and_thinning_twice_changes_nothing(moments: list[datetime]) -> None:
    stays = kept(moments, NOW)
    assert stays <= set(moments)
    assert set(sorted(moments)[-1:]) <= stays
    assert kept(stays, NOW) == stays
    assert {moment for moment in moments if NOW - moment <= timedelta(days=2)} <= stays


@given(_MOMENTS)
def test_a_wrong_clock_takes_nothing_away_from_the_future(moments: list[datetime]) -> None:
    future = [NOW + (NOW - moment) for moment in moments]
    assert kept(future, NOW) == set(future)
