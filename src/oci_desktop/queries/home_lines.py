"""What the lines of the first page are made of, and the words that they share."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from oci_desktop.dates import IN_FORCE
from oci_desktop.formats import number
from oci_desktop.i18n import N_, Message, message, plural_message

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader

_NAMED = 3
"""How many records a line names before it says « et n autres »."""

Tone = Literal["late", "pending", "neutral"]


@dataclass(frozen=True)
class Target:
    """Where a line leads: a page, filtered; with `record`, that record open beside the list."""

    page: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    record: int | None = None


@dataclass(frozen=True)
class ToDo:
    """One thing to do: what, for whom, and the gesture that goes there."""

    key: str
    tone: Tone
    icon: str
    title: Message
    detail: Message | str
    gesture: Message
    target: Target
    writes: str = ""
    """The kind of letters that the gesture prepares for those of the target, if any."""


@dataclass(frozen=True)
class Upcoming:
    """Something dated ahead; `date` is ISO text with its own precision, `day` the full day to sort it by."""

    date: str
    day: str
    title: str
    detail: Message
    target: Target


@dataclass(frozen=True)
class Share:
    """A part of a figure: so many of that sort."""

    label: str
    value: int
    change: Message | None = None


@dataclass(frozen=True)
class Figure:
    """One figure, in words under it what it counts, and a second line that puts it in its place."""

    key: str
    value: int
    label: Message
    detail: Message | None
    target: Target
    shares: tuple[Share, ...] = ()


def named(names: Sequence[str]) -> Message | str:
    """« A, B et C », « A, B et 65 autres »."""
    if len(names) == 1:
        return names[0]
    if len(names) <= _NAMED:
        return message(N_("{items} and {last}"), items=", ".join(names[:-1]), last=names[-1])
    rest = len(names) - _NAMED + 1
    return plural_message(
        "{items} and {count} other",
        "{items} and {count} others",
        rest,
        items=", ".join(names[: _NAMED - 1]),
        count=number(rest),
    )


def full_name(given: str | None, family: str | None) -> str:
    return " ".join(part for part in (given, family) if part)


def later(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


ROLES = f"""
    SELECT role.id, role.starts_on, role.ends_on, person.given_name, person.family_name, person.id, naming.printed,
        role.title
    FROM role
    JOIN person ON person.id = role.person_id
    LEFT JOIN organisation_name AS naming
        ON naming.organisation_id = role.organisation_id AND {IN_FORCE.format("naming")}
"""


def ending_roles(reader: Reader, as_of: str) -> list[tuple[int, str, str, int, str, str | None]]:
    """Roles in force with a known end: (role, end, person's name, person, organisation's name, title), by end."""
    found = reader.rows(
        f"{ROLES} WHERE {IN_FORCE.format('role')} AND role.ends_on IS NOT NULL ORDER BY role.ends_on, person.sort_key",
        {"day": as_of},
    )
    return [
        (role, ends_on, full_name(given, family), person, organisation, title)
        for role, _starts, ends_on, given, family, person, organisation, title in found
    ]
