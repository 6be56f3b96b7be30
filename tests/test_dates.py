"""Dates with a precision, read strictly and written as the language wants."""

from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop import dates
from oci_desktop.dates import (
    covers,
    day_after,
    day_before,
    first_day,
    format_date,
    format_period,
    last_day,
    overlap,
    parse_date,
    parse_day,
)
from oci_desktop.errors import UserError
from oci_desktop.i18n import in_language

days = st.dates(datetime.date(1000, 1, 2), datetime.date(2999, 12, 30))


@st.composite
def partial_dates(draw: st.DrawFn) -> str:
    return draw(days).isoformat()[: draw(st.sampled_from((4, 7, 10)))]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("9 juin 2017", "2017-06-09"),
        ("1er avril 2018", "2018-04-01"),
        ("1ER AVRIL 2018", "2018-04-01"),
        ("le 9 juin 2017", "2017-06-09"),
        ("June 9, 2017", "2017-06-09"),
        ("9 févr. 2017", "2017-02-09"),
        ("9 fevrier 2017", "2017-02-09"),
        ("31 août 2017", "2017-08-31"),
        ("sept. 2017", "2017-09"),
        ("mars 2009", "2009-03"),
        ("March 2009", "2009-03"),
        ("03/2009", "2009-03"),
        ("2009-03", "2009-03"),
        ("2009-3", "2009-03"),
        ("2017-6-9", "2017-06-09"),
        ("2017-06-09", "2017-06-09"),
        ("1976", "1976"),
        ("29/02/2024", "2024-02-29"),
        ("9.6.2017", "2017-06-09"),
        ("  2017-06-09 ", "2017-06-09"),
        ("9\u00a0juin\u00a02017", "2017-06-09"),
        ("９ juin ２０１７", "2017-06-09"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_dates_as_people_write_them(text: str, iso: str) -> None:
    assert parse_date(text) == iso


def test_numbers_are_day_first_in_french_and_month_first_in_english() -> None:
    assert parse_date("02/03/2024", "fr") == "2024-03-02"
    assert parse_date("02/03/2024", "en") == "2024-02-03"
    with in_language("en"):
        assert parse_date("02/03/2024") == "2024-02-03"


def test_the_order_is_never_guessed_from_the_figures() -> None:
    with pytest.raises(UserError, match="13"):
        parse_date("02/13/2024", "fr")
    with pytest.raises(UserError, match="13"):
        parse_date("13/02/2024", "en")


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2024", "2024-02-31", "29/02/2023", "30 février 2024", "2023-13-01", "2023-00-10", "2023-01-00",
        "0000", "0999", "3000", "12", "hier", "juin", "9 juin", "32 janvier 2020", "2020-01-01T10:00",
        "٢٠١٧", "９/６/２０１７", "2017-06-09-", "20170609", "1/2/17", "9 juinette 2017", "<b>2017</b>", "=2017",
        "1976\x00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_date(text)
    assert text in str(caught.value)


def test_a_full_day_is_asked_for_where_only_that_will_do() -> None:
    assert parse_day("9 juin 2017") == "2017-06-09"
    assert parse_day("") == ""
    with pytest.raises(UserError):
        parse_day("mars 2009")


@pytest.mark.parametrize(
    ("iso", "french", "english"),
    [
        ("2017-06-09", "9 juin 2017", "June 9, 2017"),
        ("2017-04-01", "1er avril 2017", "April 1, 2017"),
        ("2009-03", "mars 2009", "March 2009"),
        ("1976", "1976", "1976"),
        ("", "", ""),
    ],
)
def test_dates_in_words(iso: str, french: str, english: str) -> None:
    assert format_date(iso) == french
    with in_language("en"):
        assert format_date(iso) == english


def test_nothing_is_shown_for_no_date() -> None:
    assert format_date(None) == ""
    assert format_date("2017-06-09", "short") == "2017-06-09"


@given(partial_dates(), st.sampled_from(("fr", "en")), st.sampled_from(("long", "medium", "short")))
def test_what_is_shown_can_be_typed_again(iso: str, lang: str, style: str) -> None:
    with in_language(lang):
        assert parse_date(format_date(iso, style)) == iso  # type: ignore[arg-type]


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_clear_refusal(text: str) -> None:
    try:
        iso = parse_date(text)
    except UserError:
        return
    assert iso.isascii()
    assert len(iso) in (0, 4, 7, 10)
    assert not iso or first_day(iso) <= last_day(iso)


@given(partial_dates())
def test_a_date_covers_its_days(iso: str) -> None:
    first, last = first_day(iso), last_day(iso)
    lengths = {
        4: 366 if calendar.isleap(first.year) else 365,
        7: calendar.monthrange(first.year, first.month)[1],
        10: 1,
    }
    assert (last - first).days + 1 == lengths[len(iso)]
    assert day_before(iso) < first.isoformat() <= last.isoformat() < day_after(iso)
    assert covers(iso, iso, first.isoformat())
    assert covers(iso, iso, last.isoformat())
    assert not covers(iso, iso, day_before(iso))
    assert not covers(iso, iso, day_after(iso))
    assert covers(None, None, first.isoformat())
    assert covers("", "", first.isoformat())


@given(partial_dates(), partial_dates(), partial_dates(), partial_dates())
def test_overlap_is_the_same_both_ways(a: str, b: str, c: str, d: str) -> None:
    assert overlap((a, b), (c, d)) == overlap((c, d), (a, b))


@given(days, days, days, days)
def test_full_periods_overlap_when_they_share_a_day(a: datetime.date, b: datetime.date, c: datetime.date,
                                                    d: datetime.date) -> None:  # fmt: skip
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    assert overlap((a.isoformat(), b.isoformat()), (c.isoformat(), d.isoformat())) == (max(a, c) <= min(b, d))


def test_a_year_that_ends_and_begins_periods_is_shared_without_overlap() -> None:
    assert not overlap((None, "2017"), ("2017", None))
    assert overlap((None, "2017"), ("2016", None))
    assert overlap((None, None), ("2016", "2016"))


def test_periods_in_words() -> None:
    assert format_period("2017-04-01", "2018-03-31") == "1er avril 2017 – 31 mars 2018"
    assert format_period("1976", None) == "depuis 1976"
    assert format_period(None, "2017-06-09") == "jusqu’au 9 juin 2017"
    assert format_period(None, None)


def test_today_is_a_day() -> None:
    assert parse_date(dates.today()) == dates.today()
