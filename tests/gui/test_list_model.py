"""The one model: right for Qt, quick with 10 000 rows, lazy."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from oci_desktop.errors import StorageError
from oci_desktop.gui.tables.model import ID, PAGE, RAW, ListModel
from oci_desktop.queries.lists import ListDefinition, Query
from oci_desktop.tables import INTEGER, NAME, TEXT, Column

ROWS = 10_000

THINGS = ListDefinition(
    name="things",
    title="Things",
    columns=(
        Column("id", "Number", INTEGER, shown=False, sql="t.id"),
        Column("name", "Name", NAME, sql="t.name"),
        Column("town", "Town", TEXT, sql="t.town"),
        Column("number", "How many", INTEGER, sql="t.number"),
    ),
    id_sql="t.id",
    source="FROM thing t",
    order=("t.name", "t.id"),
    search="t.name",
)


class Reading:
    """What a list needs of the store, over a table in memory; counts the questions."""

    def __init__(self, rows: int) -> None:
        self.raw = sqlite3.connect(":memory:")
        self.raw.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, town TEXT, number INTEGER)")
        self.raw.executemany(
            "INSERT INTO thing VALUES (?, ?, ?, ?)",
            ((n, f"thing {n:06}", ("Laval", "Gaspé\nand more")[n % 2], n * 1000) for n in range(1, rows + 1)),
        )
        self.asked = 0
        self.broken = False

    def rows(self, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        if self.broken:
            raise StorageError("the disk went away")
        self.asked += 1
        return self.raw.execute(sql, params or {}).fetchall()

    @contextmanager
    def open(self) -> Iterator[Reading]:
        yield self


@pytest.fixture
def reading() -> Iterator[Reading]:
    made = Reading(ROWS)
    yield made
    made.raw.close()


@pytest.fixture
def model(qapp: Any, reading: Reading) -> ListModel:
    made = ListModel(THINGS, reading.open, Query("2026-11-21"))
    made.reload()
    return made


def test_it_is_a_right_model_for_qt(qtmodeltester: Any, model: ListModel, reading: Reading) -> None:
    model.set_query(replace(model.query, search="thing 0000"))
    qtmodeltester.check(model)


def test_10_000_rows_are_there_and_only_the_seen_ones_are_read(model: ListModel, reading: Reading) -> None:
    assert model.rowCount() == ROWS
    assert reading.asked == 1
    assert model.data(model.index(9_999, 0)) == "thing 010000"
    assert reading.asked == 2
    for row in range(9_999 - 9_999 % PAGE, ROWS):
        model.data(model.index(row, 1))
    assert reading.asked == 2, "a page is read once"


def test_raw_values_formatted_text_and_ids_are_three_roles(model: ListModel) -> None:
    index = model.index(0, 2)
    assert model.data(index) == "1\N{NO-BREAK SPACE}000"
    assert model.data(index, RAW) == 1000
    assert model.data(index, ID) == 1
    assert model.data(index, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.data(model.index(0, 1)) == "Gaspé and more", "one line in a row, whatever was typed"


def test_the_database_sorts(model: ListModel) -> None:
    model.set_query(replace(model.query, sort=("number", True)))
    assert model.ids[0] == ROWS
    assert model.row_of(ROWS) == 0


def test_a_reload_without_change_keeps_the_rows_in_place(qtbot: Any, model: ListModel, reading: Reading) -> None:
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    reading.raw.execute("UPDATE thing SET town = 'Rimouski' WHERE id = 1")
    with qtbot.waitSignal(model.dataChanged):
        model.reload()
    assert resets == []
    assert model.data(model.index(0, 1)) == "Rimouski"


def test_a_row_that_went_since_is_blank_and_does_not_shift_the_others(model: ListModel, reading: Reading) -> None:
    reading.raw.execute("DELETE FROM thing WHERE id = 2")
    assert [model.data(model.index(row, 0)) for row in range(3)] == ["thing 000001", "", "thing 000003"]


def test_a_file_that_cannot_be_read_shows_what_it_has(model: ListModel, reading: Reading) -> None:
    reading.broken = True
    assert model.data(model.index(500, 0)) == ""
    model.reload()
    assert model.rowCount() == ROWS


def test_a_page_of_10_000_is_quick_at_any_depth(model: ListModel) -> None:
    began = time.perf_counter()
    for row in (0, 4_000, 9_990):
        model.data(model.index(row, 0))
    assert (time.perf_counter() - began) / 3 < 0.02


def test_data_of_a_cached_page_is_cheap(model: ListModel) -> None:
    index = model.index(3, 1)
    model.data(index)
    began = time.perf_counter()
    for _turn in range(5_000):
        model.data(index)
    assert time.perf_counter() - began < 0.5


def test_fonts_and_colours_are_the_delegates_business(model: ListModel) -> None:
    assert model.data(model.index(0, 0), Qt.ItemDataRole.FontRole) is None
    assert not isinstance(model.data(model.index(0, 0), Qt.ItemDataRole.ForegroundRole), QFont)
