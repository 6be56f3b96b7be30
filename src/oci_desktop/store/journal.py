"""The journal: what each action changed, and how its words are kept.

Every write leaves one `journal_action` and one `journal_change` per row, with the values before and after as JSON.
An insertion has no "before", a deletion no "after", an update only the columns that changed.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from oci_desktop import __version__
from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, Message
from oci_desktop.store.fileformat import SCHEMA_VERSION
from oci_desktop.store.problems import Moment

if TYPE_CHECKING:
    from oci_desktop.store.plans import Plan, Row

Kind = Literal["start", "do", "undo", "redo", "restore", "erase"]
"""A "start" is an action that the file came with (its association's name, the sample data): told, never undone.
An "erase" took values out of the journal itself (see `erasure`)."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
decode = json.JSONDecoder().decode

_INSERT = (
    "INSERT INTO journal_change"
    " (action_id, table_name, row_id, record1, record2, former1, former2, before, after)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True)
class Action:
    """One line of the journal: who did what, when (UTC), on how many rows, and whether it was taken back."""

    id: int
    at: str
    who: str
    label: Message
    kind: Kind
    undone: bool
    count: int


@dataclass(frozen=True)
class Changes:
    """What a commit changed, for whoever shows it; `all` when that is unknown (another window, a restore)."""

    action_id: int | None = None
    initiator: Any = None
    records: Mapping[str, frozenset[int]] = field(default_factory=dict)
    all: bool = False

    def touch(self, *tables: str) -> bool:
        """Does this concern one of `tables`?"""
        return self.all or any(table in self.records for table in tables)


@dataclass(frozen=True)
class Change:
    """One row of one action; None stands for "no row"."""

    table: str
    row_id: int
    before: Row | None
    after: Row | None


def utc_now() -> str:
    """This moment, as every moment is kept: "2026-11-21T15:42:10Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def action_of(row: Sequence[Any]) -> Action:
    """An action from `id, at, who, label, kind, undone_by_id, count`."""
    return Action(row[0], row[1], row[2], label_of(row[3]), row[4], row[5] is not None, row[6])


def label_of(text: str) -> Message:
    """What an action is called, from its line of the journal; a moment in it is kept in UTC, and said when shown."""
    return _with_moments(Message.from_json(text))


def _with_moments(label: Message) -> Message:
    return replace(label, values={name: _shown(value) for name, value in label.values.items()})


def _shown(value: Any) -> Any:
    if isinstance(value, Message):
        return _with_moments(value)
    return Moment(value) if isinstance(value, str) and _MOMENT.fullmatch(value) else value


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

ACTION_COLUMNS = "id, at, who, label, kind, undone_by_id, count"


def change_row(action_id: int, plan: Plan, row_id: int, before: Row | None, after: Row | None) -> tuple[Any, ...]:
    """The line of `journal_change` for one row.

    Raises: UserError when a text holds a control character: some databases refuse it, and it hides the rest.
    """
    columns = plan.columns
    old_json = new_json = None
    former: list[str] = []
    if before is not None and after is not None:
        changed = [position for position, value in enumerate(after) if value != before[position]]
        old_json = encode({columns[position]: before[position] for position in changed})
        new_json = encode({columns[position]: after[position] for position in changed})
        keys = plan.record_keys(after)
        former = [key for key in plan.record_keys(before) if key not in keys]
    elif after is not None:
        new_json = encode({name: value for name, value in zip(columns, after, strict=True) if value is not None})
        keys = plan.record_keys(after)
    else:
        assert before is not None
        old_json = encode({name: value for name, value in zip(columns, before, strict=True) if value is not None})
        keys = plan.record_keys(before)
    if new_json is not None and "\\" in new_json:
        _refuse_control_characters(after or ())
    keys += [None, None]  # type: ignore[list-item]
    former += [None, None]  # type: ignore[list-item]
    return (action_id, plan.name, row_id, keys[0], keys[1], former[0], former[1], old_json, new_json)


def _refuse_control_characters(row: Row) -> None:
    """JSON escapes them, as it does quotes, line ends and backslashes: hence this second look."""
    for value in row:
        if isinstance(value, str) and any(character < " " and character not in "\n\t" for character in value):
            raise UserError(
                N_("The text “{text}” holds a control character. Nothing was saved."),
                text="".join(character if character >= " " else "�" for character in value[:60]),
            )


def write_action(
    connection: sqlite3.Connection,
    *,
    at: str,
    who: str,
    label: Message,
    kind: Kind,
    count: int,
    target_id: int | None = None,
) -> int:
    """Add the action itself; returns its id. One row."""
    cursor = connection.execute(
        "INSERT INTO journal_action (at, who, label, kind, target_id, schema_version, program_version, count, sealed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (at, who, label.to_json(), kind, target_id, SCHEMA_VERSION, __version__, count),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def write_changes(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    """Add the lines that `change_row` made. As many rows."""
    connection.executemany(_INSERT, rows)
