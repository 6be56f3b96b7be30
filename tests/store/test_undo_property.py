"""Any sequence of actions: undoing all of it restores every column but `version`, and redoing all of it too."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oci_desktop.model import schema
from oci_desktop.store.database import Database
from oci_desktop.store.problems import UndoError
from oci_desktop.store.writer import Writer
from tests.store.rows import add_organisation, add_person, add_role, picture

_TEXTS = st.one_of(st.none(), st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), max_size=8))
_GESTURES = st.one_of(
    st.tuples(st.just("organisation"), _TEXTS),
    st.tuples(st.just("person"), _TEXTS),
    st.tuples(st.just("role"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("setting"), st.sampled_from("abc"), _TEXTS),
    st.tuples(st.just("note"), st.sampled_from(("organisation", "person")), st.integers(0, 5), _TEXTS),
    st.tuples(st.just("rename"), st.integers(0, 5), _TEXTS),
    st.tuples(st.just("delete"), st.sampled_from(("role", "setting", "person")), st.integers(0, 5)),
    st.tuples(st.just("read")),
)
_ACTIONS = st.lists(st.lists(_GESTURES, min_size=1, max_size=6), min_size=1, max_size=6)


def _ids(writer: Writer, table: str) -> list[int]:
    own = " WHERE key IN ('a', 'b', 'c')" if table == "setting" else ""
    return [row[0] for row in writer.rows(f"SELECT id FROM {table}{own} ORDER BY id")]


def _pick(ids: list[int], number: int) -> int | None:
    return ids[number % len(ids)] if ids else None


def _perform(writer: Writer, gesture: tuple[Any, ...]) -> None:
    kind, *values = gesture
    if kind == "organisation":
        add_organisation(writer, notes=values[0])
    elif kind == "person":
        add_person(writer, notes=values[0])
    elif kind == "role":
        organisation = _pick(_ids(writer, "organisation"), values[0])
        person = _pick(_ids(writer, "person"), values[1])
        if organisation and person:
            add_role(writer, organisation, person)
    elif kind == "setting":
        there = writer.value("SELECT id FROM setting WHERE key = :key", {"key": values[0]})
        if there is None:
            writer.insert(schema.setting, {"key": values[0], "value": values[1]})
        else:
            writer.update(schema.setting, there, {"value": values[1]})
    elif kind == "note":
        row = _pick(_ids(writer, values[0]), values[1])
        if row:
            writer.update(schema.metadata.tables[values[0]], row, {"notes": values[2]})
    elif kind == "rename":
        row = _pick(_ids(writer, "organisation_name"), values[0])
        if row:
            owner = writer.value("SELECT organisation_id FROM organisation_name WHERE id = :id", {"id": row})
            if writer.update(schema.organisation_name, row, {"printed": values[1] or "?"}):
                writer.touch(schema.organisation, owner)
    elif kind == "delete":
        row = _pick(_ids(writer, values[0]), values[1])
        if row and not (
            values[0] == "person" and writer.value("SELECT 1 FROM role WHERE person_id = :id", {"id": row})
        ):
            writer.delete(schema.metadata.tables[values[0]], row)
    else:
        writer.value("SELECT 1")


def _play(database: Database, actions: list[list[tuple[Any, ...]]]) -> list[dict[str, Any]]:
    """Do everything; the pictures before, between and after."""
    pictures = [picture(database)]
    for number, gestures in enumerate(actions):
        with database.write(f"action {number}") as write:
            for gesture in gestures:
                _perform(write, gesture)
        after = picture(database)
        if after != pictures[-1]:
            pictures.append(after)
    return pictures


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=_ACTIONS)
def test_undoing_all_restores_and_redoing_all_returns(template: Path, actions: list[list[tuple[Any, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, _copy(template, folder) as database:
        pictures = _play(database, actions)
        for _ in range(2):
            for wanted in reversed(pictures[:-1]):
                before = _parts(database)
                database.undo()
                assert picture(database) == wanted
                _assert_owners_grew(before, _parts(database))
            assert database.undoable() is None
            for wanted in pictures[1:]:
                database.redo()
                assert picture(database) == wanted
            assert database.redoable() is None
        assert database.check() == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=_ACTIONS, order=st.lists(st.tuples(st.booleans(), st.integers(1, 12)), max_size=12))
def test_undoing_and_redoing_in_any_order_refuses_or_keeps_the_file_sound(
    template: Path, actions: list[list[tuple[Any, ...]]], order: list[tuple[bool, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, _copy(template, folder) as database:
        pictures = _play(database, actions)
        for undo, number in order:
            before = picture(database, versions=True)
            try:
                (database.undo if undo else database.redo)(number)
            except UndoError:
                assert picture(database, versions=True) == before
        # Ctrl+Z to the end comes back to the beginning, or says which undo of an older action is in the way.
        try:
            while database.undoable() is not None:
                database.undo()
        except UndoError:
            assert any(undo for undo, _ in order)
        else:
            assert picture(database) == pictures[0]
        assert database.check() == []


def _parts(database: Database) -> dict[int, tuple[int, Any]]:
    """Each organisation's version, and the names that are parts of it."""
    with database.read() as reader:
        names: dict[int, list[Any]] = {}
        for owner, *name in reader.rows("SELECT organisation_id, id, printed FROM organisation_name ORDER BY id"):
            names.setdefault(owner, []).append(name)
        return {row[0]: (row[1], names.get(row[0])) for row in reader.rows("SELECT id, version FROM organisation")}


def _assert_owners_grew(before: dict[int, tuple[int, Any]], after: dict[int, tuple[int, Any]]) -> None:
    for owner in before.keys() & after.keys():
        (version, names), (version_after, names_after) = before[owner], after[owner]
        assert names == names_after or version_after > version


def _copy(template: Path, folder: str) -> Database:
    path = Path(folder) / "x.ocidb"
    shutil.copy(template, path)
    database = Database.open(path, user="Alix Exemple")
    database.automatic_backups = False
    return database
