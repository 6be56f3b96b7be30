"""Lists: order, filters, search, and any day of the past or future."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.i18n import in_language, message
from oci_desktop.model.codes import EMAIL
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.organisation import NamePeriod
from oci_desktop.queries.definitions import LISTS, get_list
from oci_desktop.queries.lists import Query, count, count_by, list_ids, list_rows, list_table, parse_filter
from oci_desktop.services import organisations
from oci_desktop.store.database import Database
from oci_desktop.text import search_norm
from tests.factories import add_member, add_organisation, add_person, add_role, organisation

DAY = "2020-01-01"


def names(database: Database, query: Query, name: str = "organisations") -> list[str]:
    with database.read() as reader:
        return [row[0] for row in list_table(reader, get_list(reader, name), query, ["name"]).rows]


def test_the_printed_order_skips_articles_and_accents_and_obeys_the_sort_key(database: Database) -> None:
    for name in ("Équitas", "L’AMIE", "Les Amis de la Saint-Camille", "Alternatives", "Zèbre"):
        add_organisation(database, name)
    add_organisation(database, "Connexion justice", sort_as="Zz")
    assert names(database, Query(DAY)) == [
        "Alternatives",
        "L’AMIE",
        "Les Amis de la Saint-Camille",
        "Équitas",
        "Zèbre",
        "Connexion justice",
    ]


def test_a_repeated_filter_means_or_and_different_filters_mean_and(database: Database) -> None:
    add_member(database, "A", region="06")
    add_member(database, "B", region="14")
    add_member(database, "C", region="06", category="sympathiser")
    add_member(database, "D")
    query = Query(DAY)
    assert names(database, query.filtered("region", "06", "14"), "members") == ["A", "B", "C"]
    assert names(database, query.filtered("region", "06").filtered("category", "regular"), "members") == ["A"]
    assert names(database, query.filtered("region", ""), "members") == ["D"]
    assert names(database, query.filtered("region", "06").filtered("region"), "members") == ["A", "B", "D", "C"]


def test_hyphens_and_underscores_in_keys_are_alike(database: Database) -> None:
    add_member(database, "A", "2017-04-01")
    assert names(database, Query(DAY).filtered("member-since", "2017-04-01"), "members") == ["A"]


def test_an_unknown_key_or_list_is_answered_with_those_that_exist(database: Database) -> None:
    with pytest.raises(UserError, match="member_since"):
        names(database, Query(DAY).filtered("membre", "x"), "members")
    with pytest.raises(NotFoundError, match="organisations"), database.read() as reader:
        get_list(reader, "clients")


def test_a_tag_is_filtered_whole(database: Database) -> None:
    add_organisation(database, "A", tags=("eau", "santé"))
    add_organisation(database, "B", tags=("eau potable",))
    add_organisation(database, "C")
    assert names(database, Query(DAY).filtered("tags", "eau")) == ["A"]
    with database.read() as reader:
        assert count_by(reader, get_list(reader, "organisations"), Query(DAY), "tags") == {
            "eau": 1,
            "santé": 1,
            "eau potable": 1,
            None: 1,
        }


def test_members_without_a_delegate_can_be_listed(database: Database) -> None:
    with_one, person = add_member(database, "A"), add_person(database)
    add_member(database, "B")
    add_role(database, person, with_one, delegate=1, ends_on="2020-06-30")
    assert names(database, Query("2020-06-30").filtered("delegate", "no"), "members") == ["B"]
    assert names(database, Query("2020-07-01").filtered("delegate", "no"), "members") == ["A", "B"]


@pytest.mark.parametrize(
    "typed", ["oeuvre leger", "ŒUVRE", "l œuvre", "léger L'ŒUVRE", "  Lé ger".replace(" ger", "ger")]
)
def test_search_is_blind_to_accents_case_ligatures_and_punctuation(database: Database, typed: str) -> None:
    add_organisation(database, "L’ŒUVRE LÉGER")
    add_organisation(database, "Oxfam-Québec")
    assert names(database, Query(DAY, search=typed)) == ["L’ŒUVRE LÉGER"]


def test_every_word_typed_must_match_and_signs_alone_match_nothing(database: Database) -> None:
    add_organisation(database, "Comité de Solidarité/Trois-Rivières", aliases=("CS/TR",), email="cstr@example.org")
    assert names(database, Query(DAY, search="trois rivieres")) == ["Comité de Solidarité/Trois-Rivières"]
    assert names(database, Query(DAY, search="cs tr")) == ["Comité de Solidarité/Trois-Rivières"]
    assert names(database, Query(DAY, search="trois montagnes")) == []
    assert names(database, Query(DAY, search="%_")) == []


def test_former_names_find_the_organisation_under_its_name_of_the_day(database: Database) -> None:
    organisation_id = add_organisation(database, "Club 2/3")
    with database.write(message("Rename")) as write:
        organisations.rename_organisation(write, organisation_id, NamePeriod("Oxfam Jeunesse", starts_on="2018"))
    assert names(database, Query(DAY, search="club")) == ["Oxfam Jeunesse"]
    assert names(database, Query("2017-01-01", search="jeunesse")) == ["Club 2/3"]


def test_sorting_by_a_column_keeps_what_is_empty_last(database: Database) -> None:
    for name, founded in (("A", None), ("B", "1976"), ("C", "2009-03")):
        add_organisation(database, name, founded=founded)
    assert names(database, Query(DAY, sort=("founded", False))) == ["B", "C", "A"]
    assert names(database, Query(DAY, sort=("founded", True))) == ["C", "B", "A"]


def test_ids_rows_and_counts_agree_with_the_table(database: Database) -> None:
    for n in range(7):
        add_member(database, f"Organisme {n}", region=f"{n + 1:02}", email=f"o{n}@example.org")
    with database.read() as reader:
        for definition in LISTS:
            bound = get_list(reader, definition.name)
            query = Query(DAY, sort=(bound.columns[-1].key, True))
            ids = list_ids(reader, bound, query)
            table = list_table(reader, bound, query)
            assert list_rows(reader, bound, query, ids, [column.key for column in table.columns]) == list(table.rows)
            assert count(reader, bound, query) == len(ids) == len(table)


def test_only_the_first_address_of_a_kind_is_listed(database: Database) -> None:
    add_organisation(database, contacts=tuple(ContactPoint(EMAIL, f"{n}@example.org") for n in range(3)))
    with database.read() as reader:
        table = list_table(reader, get_list(reader, "organisations"), Query(DAY), ["email"])
    assert table.rows == [("0@example.org",)]


def test_labels_follow_the_language_and_codes_do_not(database: Database) -> None:
    add_member(database, "A", region="02")
    with database.read() as reader:
        table = list_table(reader, get_list(reader, "members"), Query(DAY), ["category", "region"])
    assert table.formatted() == [["Régulier", "Saguenay–Lac-Saint-Jean"]]
    with in_language("en"):
        assert table.formatted() == [["Regular", "Saguenay–Lac-Saint-Jean"]]
    assert table.records() == [{"category": "regular", "region": "02"}]


def test_a_typed_filter_may_be_a_label_or_a_code(database: Database) -> None:
    with database.read() as reader:
        members = get_list(reader, "members")
        assert (
            parse_filter(members, "category", "Régulier") == parse_filter(members, "category", "regular") == "regular"
        )
        assert parse_filter(members, "region", "montreal") == "06"
        with pytest.raises(UserError, match="Sympathisant"):
            parse_filter(members, "category", "client")


def test_periods_are_all_listed_unless_only_those_in_force_are_wanted(database: Database) -> None:
    add_member(database, "A", "2010-04-01", ends_on="2012-03-31")
    with database.read() as reader:
        memberships = get_list(reader, "memberships")
        assert count(reader, memberships, Query(DAY)) == 1
        assert count(reader, memberships, Query(DAY, only_in_force=True)) == 0
        assert count(reader, memberships, Query("2011-01-01", only_in_force=True)) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40))
def test_whatever_was_saved_is_found_by_any_of_its_words(database: Database, name: str) -> None:
    try:
        with database.write(message("Add")) as write:
            organisation_id = organisations.save_organisation(write, organisation(name))
    except UserError:
        return  # a name of blanks or control characters is refused in words
    for typed in (name, name.upper(), search_norm(name)):
        if search_norm(typed):
            with database.read() as reader:
                found = list_ids(reader, get_list(reader, "organisations"), Query(DAY, search=typed))
            assert organisation_id in found


def test_signs_in_a_tag_are_signs(database: Database) -> None:
    add_organisation(database, "A", tags=("x_y",))
    add_organisation(database, "B", tags=("xay",))
    assert names(database, Query(DAY).filtered("tags", "x_y")) == ["A"]
    assert names(database, Query(DAY).filtered("tags", "%")) == []


def test_what_was_archived_later_was_not_archived_before(database: Database) -> None:
    organisation_id = add_organisation(database, "A")
    with database.write(message("Archive")) as write:
        organisations.archive_organisation(write, organisation_id, "2020-06-01")
    assert names(database, Query("2020-05-31").filtered("archived", 0)) == ["A"]
    assert names(database, Query("2020-06-01").filtered("archived", 0)) == []
