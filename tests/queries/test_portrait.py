"""The network's portrait hides every cell under five, and nobody can find it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.i18n import message
from oci_desktop.model import schema
from oci_desktop.queries.portrait import LEAST, Shown, network_portrait, portraits, protect
from oci_desktop.queries.results import NO_ANSWER
from oci_desktop.services.campaigns import address
from oci_desktop.store.database import Database
from tests.assessments import add_campaign, item_ids, published, share
from tests.factories import add_member

ROWS = st.lists(st.integers(0, 30), min_size=2, max_size=7)


def rows(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every row of that many cells with that total."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in rows(total - first, cells - 1):
            yield (first, *rest)


def shown(row: tuple[int, ...]) -> Shown:
    return protect({str(place): count for place, count in enumerate(row)})


@pytest.mark.parametrize(("cells", "most"), [(2, 40), (3, 28), (4, 24), (5, 17), (6, 13)])
def test_whoever_knows_the_rule_still_finds_no_hidden_cell(cells: int, most: int) -> None:
    for total in range(LEAST, most + 1):
        alike: dict[tuple[tuple[str, int | None], ...], list[tuple[int, ...]]] = defaultdict(list)
        for row in rows(total, cells):
            alike[tuple(shown(row).cells.items())].append(row)
        for seen, possible in alike.items():
            hidden = [place for place, (_code, count) in enumerate(seen) if count is None]
            for place in hidden:
                assert len({row[place] for row in possible}) >= 3, (seen, possible)
                for own in hidden:  # a member knows the cell in which she is
                    others = {row[place] for row in possible if row[own] > 0}
                    assert len(others) >= 2, (seen, own)


@given(ROWS)
def test_what_is_shown_is_true_and_never_under_five(counts: list[int]) -> None:
    row = tuple(counts)
    seen = shown(row)
    if sum(row) < LEAST:
        assert seen.is_empty
        assert set(seen.cells.values()) == {None}
        return
    assert seen.n == sum(row)
    for count, visible in zip(row, seen.cells.values(), strict=True):
        assert visible is None or (visible == count and count >= LEAST)
    assert seen.hidden == seen.n - sum(count for count in seen.cells.values() if count is not None)


@given(ROWS)
def test_hidden_cells_are_never_alone_and_together_at_least_five(counts: list[int]) -> None:
    seen = shown(tuple(counts))
    hidden = [code for code, count in seen.cells.items() if count is None]
    assert len(hidden) != 1
    if 0 < len(hidden) < len(counts):
        assert seen.hidden >= LEAST


@given(ROWS, st.integers(0, 6))
def test_the_order_of_further_hiding_does_not_follow_the_counts(counts: list[int], added: int) -> None:
    """A visible cell that grows changes nothing but itself."""
    seen = shown(tuple(counts))
    for place, (_code, count) in enumerate(seen.cells.items()):
        if count is not None:
            larger = list(counts)
            larger[place] += added
            again = shown(tuple(larger))
            assert [one is None for one in again.cells.values()] == [one is None for one in seen.cells.values()]


def test_a_row_without_small_cells_is_shown_whole() -> None:
    assert shown((12, 7, 5)).cells == {"0": 12, "1": 7, "2": 5}
    assert shown((12, 7, 5)).hidden == 0


def test_a_small_cell_takes_the_end_of_the_row_along() -> None:
    assert shown((20, 3, 15, 9)).cells == {"0": 20, "1": None, "2": 15, "3": None}


@pytest.fixture
def network(database: Database) -> Database:
    """Twelve members at level B of whom ten share answers: eight "in place" for 1.1, two "partly"."""
    ids = [add_member(database, f"Organisme exemple {number:02}") for number in range(12)]
    with database.write(message("Set up")) as write:
        version = published(write)
        items = item_ids(write, version)
        campaign = add_campaign(write, 2025, version, "B")
        made = address(write, campaign, ids)
        for number, one in enumerate(made[:10]):
            choices = {items["1.1"]: "in_place" if number < 8 else "partly", items["1.2"]: "not_in_place"}
            share(write, one, choices)
    return database


def campaign_id(database: Database) -> int:
    with database.read() as reader:
        return int(reader.value("SELECT id FROM campaign"))


def test_the_portrait_counts_those_that_share_with_their_n(network: Database) -> None:
    with network.read() as reader:
        portrait = network_portrait(reader, campaign_id(network))
    assert portrait.members == 10
    first, second, *_rest = portrait.principles[0].items
    assert first.item.code == "1.1"
    assert first.shown.n == 10
    assert first.shown.cells["partly"] is None
    assert second.shown.cells["not_in_place"] in (None, 10)
    assert [gap.item.code for gap in portrait.gaps][:1] in ([], ["1.2"])


def test_a_withdrawn_consent_an_answer_to_confirm_and_level_a_do_not_count(network: Database) -> None:
    with network.write(message("Change")) as write:
        made = [row[0] for row in write.rows("SELECT id FROM self_assessment ORDER BY id")]
        write.update(schema.self_assessment, made[0], {"consent_withdrawn_on": "2025-05-01"})
        write.update(schema.self_assessment, made[1], {"level": "A"})
        answer = write.value("SELECT id FROM answer WHERE self_assessment_id = :id ORDER BY id", {"id": made[2]})
        write.update(schema.answer, answer, {"to_confirm": 1})
    with network.read() as reader:
        portrait = network_portrait(reader, campaign_id(network))
    first = portrait.principles[0].items[0].shown
    assert portrait.members == 8
    assert first.n == 8
    counted = sum(count for count in first.cells.values() if count is not None) + first.hidden
    assert counted == 8


def test_under_five_members_there_is_no_portrait(network: Database) -> None:
    with network.write(message("Change")) as write:
        for (one,) in write.rows("SELECT id FROM self_assessment ORDER BY id LIMIT 6"):
            write.update(schema.self_assessment, one, {"consent_withdrawn_on": "2025-05-01"})
    with network.read() as reader:
        portrait = network_portrait(reader, campaign_id(network))
        assert portraits(reader, "2026-01-01") == []
    assert portrait.too_few
    assert (portrait.members, portrait.principles, portrait.gaps) == (0, (), ())


def test_a_principle_is_added_up_from_what_is_shown(network: Database) -> None:
    with network.read() as reader:
        portrait = network_portrait(reader, campaign_id(network))
    for principle in portrait.principles:
        for code, count in principle.shown.cells.items():
            seen = [one.shown.cells[code] for one in principle.items if one.shown.cells[code] is not None]
            assert count == (sum(n for n in seen if n is not None) if seen else None)
        shares = sum(count or 0 for count in principle.shown.cells.values()) + principle.shown.hidden
        assert shares == principle.shown.n
    assert NO_ANSWER in portrait.principles[0].shown.cells


def test_members_of_other_campaigns_and_those_that_keep_theirs_do_not_count_in_between(network: Database) -> None:
    """Rows of another campaign, and of who does not share, stand between those of this one."""
    late = [add_member(network, f"Organisme ajouté {number}") for number in range(6)]
    with network.write(message("Another campaign")) as write:
        version = write.value("SELECT MAX(id) FROM questionnaire_version")
        items = item_ids(write, version)
        other = add_campaign(write, 2026, version, "B")
        first = campaign_id_in(write, "2025")
        for one in late:
            (there,) = address(write, other, [one])
            share(write, there, {items["1.1"]: "in_place"})
            (here,) = address(write, first, [one], added_on="2025-06-01")
            share(write, here, {items["1.1"]: "partly" if one != late[-1] else "in_place"})
        write.update(schema.self_assessment, here, {"consent_on": None})
    with network.read() as reader:
        portrait = network_portrait(reader, campaign_id_in(reader, "2025"))
        apart = network_portrait(reader, campaign_id_in(reader, "2026"))
    assert portrait.members == 15
    first_item = portrait.principles[0].items[0].shown
    assert (first_item.n, first_item.cells["in_place"], first_item.hidden) == (15, 8, 7)
    assert apart.principles[0].items[0].shown.n == 6


def campaign_id_in(reader: Any, code: str) -> int:
    return int(reader.value("SELECT id FROM campaign WHERE code = :code", {"code": code}))
