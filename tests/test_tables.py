"""Columns show, read and export their values, and read again what they showed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.errors import UserError
from oci_desktop.i18n import Bilingual, in_language
from oci_desktop.tables import (
    BOOLEAN,
    DATE,
    INTEGER,
    LIST,
    NAME,
    NOTE,
    PHONE,
    TEXT,
    Choice,
    Column,
    Kind,
    Table,
    join_list,
    split_list,
)

CATEGORY = Choice(
    {"regular": Bilingual("Régulier", "Regular"), "sympathiser": Bilingual("Sympathisant", "Sympathiser")}
)
MONTH = Choice({"jan": "January"})
entries = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=";"), min_size=1, max_size=12)
languages = st.sampled_from(("fr", "en"))


@pytest.mark.parametrize(
    ("kind", "value", "shown", "json"),
    [
        (TEXT, "Oxfam", "Oxfam", "Oxfam"),
        (INTEGER, 12345, "12\u00a0345", 12345),
        (DATE, "2017-06-09", "9 juin 2017", "2017-06-09"),
        (BOOLEAN, 1, "oui", True),
        (BOOLEAN, 0, "non", False),
        (LIST, "un\ndeux", "un; deux", ["un", "deux"]),
        (CATEGORY, "regular", "Régulier", "regular"),
        (CATEGORY, "honorary", "honorary", "honorary"),
        (MONTH, "jan", "janvier", "jan"),
        (PHONE, "5148711086", "514\u00a0871-1086", "5148711086"),
    ],
)
def test_values_are_shown_to_people_and_exported_to_programs(kind: Kind, value: Any, shown: str, json: Any) -> None:
    assert kind.format(value) == shown
    assert kind.json(value) == json


@pytest.mark.parametrize("kind", [TEXT, NAME, NOTE, INTEGER, DATE, BOOLEAN, LIST, PHONE, CATEGORY])
def test_nothing_is_nothing(kind: Kind) -> None:
    assert kind.format(None) == ""
    assert kind.parse("") is None
    assert kind.parse(" \u2028 ") is None
    assert kind.json(None) in (None, [])


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (BOOLEAN, "Oui", 1),
        (BOOLEAN, "TRUE", 1),
        (BOOLEAN, "x", 1),
        (BOOLEAN, "faux", 0),
        (BOOLEAN, "0", 0),
        (INTEGER, "1 234", 1234),
        (INTEGER, "1\u202f234", 1234),
        (INTEGER, "1,234", 1234),
        (INTEGER, "-12", -12),
        (INTEGER, "−12", -12),
        (INTEGER, "007", 7),
        (CATEGORY, "régulier", "regular"),
        (CATEGORY, "REGULAR", "regular"),
        (CATEGORY, "Sympathisant", "sympathiser"),
        (MONTH, "janvier", "jan"),
        (LIST, "un; ; deux;un", "un\ndeux"),
        (LIST, "un\r\ndeux", "un\ndeux"),
        (NOTE, "un\r\ndeux ", "un\ndeux"),
        (TEXT, "un\r\ndeux", "un deux"),
    ],
)
def test_values_as_people_type_them(kind: Kind, typed: str, value: Any) -> None:
    assert kind.parse(typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (INTEGER, "1_000"),
        (INTEGER, "1.5"),
        (INTEGER, "1,5"),
        (INTEGER, "12 34"),
        (INTEGER, "1e3"),
        (INTEGER, "９"),
        (INTEGER, "9" * 16),
        (INTEGER, "9" * 5000),
        (INTEGER, "--1"),
        (BOOLEAN, "peut-être"),
        (CATEGORY, "honoraire"),
        (DATE, "31/02/2024"),
        (TEXT, "nul\x00"),
        (LIST, "nul\x07"),
    ],
)
def test_what_does_not_fit_is_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(UserError):
        kind.parse(typed)


@given(st.integers(-(10**15) + 1, 10**15 - 1), languages)
def test_whole_numbers_can_be_read_again(value: int, lang: str) -> None:
    with in_language(lang):
        assert INTEGER.parse(INTEGER.format(value)) == value


@given(st.lists(entries, max_size=5), languages)
def test_lists_can_be_read_again(given_entries: list[str], lang: str) -> None:
    stored = join_list(given_entries)
    with in_language(lang):
        read = LIST.parse(LIST.format(stored))
    assert split_list(read) == [TEXT.parse(entry) for entry in split_list(stored)]


@given(st.text(max_size=60), st.sampled_from((TEXT, NOTE, INTEGER, DATE, BOOLEAN, LIST, PHONE, CATEGORY, MONTH)))
def test_any_text_is_a_value_or_a_clear_refusal(text: str, kind: Kind) -> None:
    try:
        value = kind.parse(text)
    except UserError as error:
        shown = str(error)
    else:
        shown = kind.format(value)
    assert isinstance(shown, str)


def test_a_choice_says_its_labels_in_the_language() -> None:
    assert CATEGORY.labels() == {"regular": "Régulier", "sympathiser": "Sympathisant"}
    with in_language("en"):
        assert CATEGORY.labels() == {"regular": "Regular", "sympathiser": "Sympathiser"}


def test_a_table_gives_the_same_values_to_every_renderer() -> None:
    table = Table(
        (Column("name", "Name"), Column("category", "Category", CATEGORY)), [("Oxfam", "regular"), ("AFS", None)]
    )
    assert len(table) == 2
    assert table.formatted() == [["Oxfam", "Régulier"], ["AFS", ""]]
    assert table.records() == [{"name": "Oxfam", "category": "regular"}, {"name": "AFS", "category": None}]
    assert table.only(["category"]).rows == [("regular",), (None,)]
    assert table.columns[0].title == "Nom"
    with pytest.raises(KeyError):
        table.position("nom")
