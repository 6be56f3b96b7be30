"""The usages of Quebec for figures, telephones, addresses and punctuation."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop import formats
from oci_desktop.i18n import in_language

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (-999, "-999", "-999"),
        (3753745, "3 753 745", "3,753,745"),
        (1000, "1 000", "1,000"),
    ],
)
def test_figures_are_grouped(value: int, french: str, english: str) -> None:
    assert formats.number(value) == french.replace(" ", NBSP)
    with in_language("en"):
        assert formats.number(value) == english


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (375374500, "3 753 745 $", "$3,753,745"),
        (5, "0,05 $", "$0.05"),
        (123450, "1 234,50 $", "$1,234.50"),
        (-34800, "-348 $", "-$348"),
        (0, "0 $", "$0"),
    ],
)
def test_whole_dollars_have_no_cents(cents: int, french: str, english: str) -> None:
    assert formats.money(cents) == french.replace(" ", NBSP)
    with in_language("en"):
        assert formats.money(cents) == english


def test_percentages() -> None:
    assert formats.percent(40.05, 2) == f"40,05{NBSP}%"
    assert formats.percent(40) == f"40{NBSP}%"
    with in_language("en"):
        assert formats.percent(40.05, 2) == "40.05%"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("5148711086", f"514{NBSP}871-1086"),
        ("+1 (514) 871-1086", f"514{NBSP}871-1086"),
        ("514.871.1086", f"514{NBSP}871-1086"),
        ("514 871-1086 x23", f"514{NBSP}871-1086, poste 23"),
        ("514 871-1086, poste 23", f"514{NBSP}871-1086, poste 23"),
        ("+33 1 42 68 53 00", "+33 1 42 68 53 00"),
        ("demander Alix", "demander Alix"),
        ("", ""),
    ],
)
def test_telephones(typed: str, shown: str) -> None:
    assert formats.phone(typed) == shown


def test_an_address_has_two_spaces_before_the_postal_code() -> None:
    lines = formats.address_lines("1001, rue Sherbrooke Est, bureau 540", "Montréal", "QC", "h2l1l3", "CA")
    assert lines == ["1001, rue Sherbrooke Est, bureau 540", "Montréal (Québec)  H2L 1L3"]


def test_an_address_says_only_what_is_known() -> None:
    assert formats.address_lines(None, None, None, None) == []
    assert formats.address_lines(None, "Gatineau", None, None) == ["Gatineau"]
    assert formats.address_lines("BP 12", None, None, "01 BP 515", "BF") == ["BP 12", "01 BP 515", "Burkina Faso"]
    assert formats.address_lines(None, None, "QC", None) == ["Québec"]
    assert formats.address_lines("un\ndeux", "Laval", "Québec", None, "Canada") == ["un", "deux", "Laval (Québec)"]


def test_countries_have_names_in_the_language() -> None:
    assert formats.country_name("HT") == "Haïti"
    with in_language("en"):
        assert formats.country_name("HT") == "Haiti"
    assert formats.country_name("Palestine") == "Palestine"
    assert formats.country_name("qx") == "qx"


def test_quotation_marks_and_colons() -> None:
    assert formats.quote("AFS") == f"«{NBSP}AFS{NBSP}»"
    assert formats.with_colon("Nom") == f"Nom{NBSP}:"
    with in_language("en"):
        assert formats.quote("AFS") == "“AFS”"
        assert formats.with_colon("Name") == "Name:"


def test_lists_of_words() -> None:
    assert formats.join_list([]) == ""
    assert formats.join_list(["a"]) == "a"
    assert formats.join_list(["a", "b", "c"]) == "a, b et c"


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [
        (14, 0, "14 h", "2 p.m."),
        (14, 30, "14 h 30", "2:30 p.m."),
        (9, 5, "9 h 05", "9:05 a.m."),
        (0, 0, "0 h", "12 a.m."),
        (12, 0, "12 h", "12 p.m."),
    ],
)
def test_times(hour: int, minute: int, french: str, english: str) -> None:
    moment = datetime.time(hour, minute)
    assert formats.time_text(moment) == french.replace(" ", NBSP)
    with in_language("en"):
        assert formats.time_text(moment) == english.replace(" ", NBSP)


def test_a_stored_moment_is_shown_in_local_time() -> None:
    local = formats.local_time("2026-11-21T15:42:10Z")
    assert local == datetime.datetime(2026, 11, 21, 15, 42, 10, tzinfo=datetime.UTC)
    shown = formats.datetime_text("2026-11-21T15:42:10Z")
    assert formats.time_text(local) in shown
    assert "novembre 2026" in shown


@given(st.text(max_size=60))
def test_no_text_is_lost_or_refused(text: str) -> None:
    assert formats.phone(text) or not text
    assert formats.postal_code(text) or not text
    assert text in formats.quote(text)


@given(st.integers(-(10**15), 10**15), st.sampled_from(("fr", "en")))
def test_figures_keep_every_digit(value: int, lang: str) -> None:
    with in_language(lang):
        for shown in (formats.number(value), formats.money(value * 100)):
            assert "".join(c for c in shown if c.isdigit()) == str(abs(value))
            assert shown.startswith("-") == (value < 0)
