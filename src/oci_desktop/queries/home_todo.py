"""Things to do, as the records and the day tell them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from oci_desktop.dates import IN_FORCE, LASTS, format_date, last_day
from oci_desktop.formats import number
from oci_desktop.i18n import N_, Message, message, plural_message
from oci_desktop.queries.home_lines import Target, ToDo, ending_roles, later, named

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader

SOON = 60
"""Days ahead in which the end of a role is something to do now."""

_MEMBERS = f"""
    SELECT organisation.id, naming.printed
    FROM membership
    JOIN organisation ON organisation.id = membership.organisation_id AND organisation.is_self = 0
    LEFT JOIN organisation_name AS naming
        ON naming.organisation_id = organisation.id AND {IN_FORCE.format("naming")}
    WHERE {LASTS.format("membership")}
"""


def members_without_main_contact(reader: Reader, as_of: str) -> Sequence[ToDo]:
    """Members on the day for whom nobody is marked as the main contact."""
    return _members_without(
        reader,
        as_of,
        flag="main_contact",
        icon="user-question",
        title=lambda n: plural_message(
            "{count} member without a main contact", "{count} members without a main contact", n, count=number(n)
        ),
    )


def members_without_delegate(reader: Reader, as_of: str) -> Sequence[ToDo]:
    """Members on the day for whom nobody is the « personne déléguée »: they have no voice in an assembly."""
    return _members_without(
        reader,
        as_of,
        flag="delegate",
        icon="user-off",
        title=lambda n: plural_message(
            "{count} member without a delegate", "{count} members without a delegate", n, count=number(n)
        ),
    )


def _members_without(
    reader: Reader, as_of: str, *, flag: str, icon: str, title: Callable[[int], Message]
) -> Sequence[ToDo]:
    found = reader.rows(
        f"{_MEMBERS} AND NOT EXISTS (SELECT 1 FROM role WHERE role.organisation_id = organisation.id"
        f" AND role.{flag} = 1 AND {IN_FORCE.format('role')}) ORDER BY naming.sort_key, organisation.id",
        {"day": as_of},
    )
    if not found:
        return ()
    only = found[0][0] if len(found) == 1 else None
    return (
        ToDo(
            key=f"members-without-{flag}".replace("_", "-"),
            tone="pending",
            icon=icon,
            title=title(len(found)),
            detail=named([name for _id, name in found]),
            gesture=message(N_("Designate…") if only else N_("See them")),
            target=Target("members", ((flag, ("no",)),), only),
        ),
    )


def roles_ending(reader: Reader, as_of: str) -> Sequence[ToDo]:
    """Roles in force whose last day falls within the coming weeks: somebody must follow, or they are extended."""
    horizon = later(as_of, SOON)
    found = [row for row in ending_roles(reader, as_of) if last_day(row[1]).isoformat() <= horizon]
    if not found:
        return ()
    only = found[0][3] if len(found) == 1 else None
    last = max(last_day(row[1]) for row in found).isoformat()
    return (
        ToDo(
            key="roles-ending",
            tone="pending",
            icon="hourglass",
            title=plural_message(
                "{count} role ends by {day}",
                "{count} roles end by {day}",
                len(found),
                count=number(len(found)),
                day=format_date(last),
            ),
            detail=named([_person_at(name, organisation) for _id, _end, name, _person, organisation, _t in found]),
            gesture=message(N_("Prepare")),
            target=Target("people", (("id", tuple(dict.fromkeys(str(row[3]) for row in found))),), only),
        ),
    )


def backup_that_failed(reader: Reader, as_of: str) -> Sequence[ToDo]:
    """The last backup did not succeed: the work of today stands in one place only."""
    from oci_desktop.store.backups import failure_in, folder_of

    database_id = reader.value("SELECT value FROM setting WHERE key = 'database_id'")
    failure = failure_in(folder_of(database_id)) if database_id else None
    if failure is None:
        return ()
    return (
        ToDo(
            key="backup-failed",
            tone="late",
            icon="database-x",
            title=message(N_("The last backup failed")),
            detail=failure.reason,
            gesture=message(N_("See the backups")),
            target=Target("backups"),
        ),
    )


def _person_at(name: str, organisation: str | None) -> str:
    return f"{name} ({organisation})" if organisation else name
