"""What the first page says, computed for the day in the window: things to do, what is coming, key figures.

Three registries of plain functions `(reader, as_of) -> items`. A later subject adds a function to one of
them and nothing else: the page shows whatever they return. Nothing here is typed by hand or remembered.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from oci_desktop.dates import IN_FORCE, first_day, format_date, last_day
from oci_desktop.formats import number
from oci_desktop.i18n import N_, Message, language, message, plural_message
from oci_desktop.model.association import FiscalYearDraft
from oci_desktop.model.membership import follows
from oci_desktop.queries.association import fiscal_year_of
from oci_desktop.text import sort_key

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader

SOON = 60
"""Days ahead in which the end of a role is something to do now."""
AHEAD = 120
"""Days ahead that « À venir » looks at."""
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


@dataclass(frozen=True)
class Home:
    """Everything that the page shows, from one consistent reading."""

    as_of: str
    fiscal_year: FiscalYearDraft
    to_do: tuple[ToDo, ...]
    upcoming: tuple[Upcoming, ...]
    figures: tuple[Figure, ...]

    @property
    def late(self) -> int:
        return sum(item.tone == "late" for item in self.to_do)


def get_home(reader: Reader, as_of: str) -> Home:
    """The page for the day `as_of`: what is late first, then in the order of the registries."""
    rank = {"late": 0, "pending": 1, "neutral": 2}
    to_do = [item for collect in THINGS_TO_DO for item in collect(reader, as_of)]
    upcoming = [item for collect in COMING_UP for item in collect(reader, as_of)]
    return Home(
        as_of,
        fiscal_year_of(reader, as_of),
        tuple(sorted(to_do, key=lambda item: rank[item.tone])),
        tuple(sorted(upcoming, key=lambda item: (item.day, sort_key(item.title)))),
        tuple(item for collect in KEY_FIGURES for item in collect(reader, as_of)),
    )


def count_things_to_do(reader: Reader, as_of: str) -> int:
    """How many lines « À faire » has on the day: the number in the side bar."""
    return sum(len(collect(reader, as_of)) for collect in THINGS_TO_DO)


# --- things to do -----------------------------------------------------------------------------------------

_MEMBERS = f"""
    SELECT organisation.id, naming.printed
    FROM membership
    JOIN organisation ON organisation.id = membership.organisation_id AND organisation.is_self = 0
    LEFT JOIN organisation_name AS naming
        ON naming.organisation_id = organisation.id AND {IN_FORCE.format("naming")}
    WHERE {IN_FORCE.format("membership")}
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
            detail=_named([name for _id, name in found]),
            gesture=message(N_("Designate…") if only else N_("See them")),
            target=Target("members", ((flag, ("no",)),), only),
        ),
    )


def roles_ending(reader: Reader, as_of: str) -> Sequence[ToDo]:
    """Roles in force whose last day falls within the coming weeks: somebody must follow, or they are extended."""
    horizon = _later(as_of, SOON)
    found = [row for row in _ending_roles(reader, as_of) if last_day(row[1]).isoformat() <= horizon]
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
            detail=_named([_person_at(name, organisation) for _id, _end, name, _person, organisation, _t in found]),
            gesture=message(N_("Prepare")),
            target=Target("people", (("id", tuple(str(row[3]) for row in found)),), only),
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


# --- coming up --------------------------------------------------------------------------------------------


def memberships_ahead(reader: Reader, as_of: str) -> Sequence[Upcoming]:
    """Memberships that start or end after the day."""
    horizon = _later(as_of, AHEAD)
    category = _category_name()
    found = reader.rows(
        f"SELECT membership.starts_on, membership.ends_on, naming.printed, {category}, organisation.id,"
        " (SELECT MIN(other.starts_on) FROM membership AS other"
        "  WHERE other.organisation_id = organisation.id AND other.starts_on > membership.starts_on"
        "  OR other.organisation_id = organisation.id AND membership.starts_on IS NULL AND other.id <> membership.id),"
        " (SELECT MAX(other.ends_on) FROM membership AS other"
        "  WHERE other.organisation_id = organisation.id AND other.ends_on <= membership.starts_on)"
        " FROM membership JOIN organisation ON organisation.id = membership.organisation_id"
        " JOIN category ON category.id = membership.category_id"
        " LEFT JOIN organisation_name AS naming ON naming.organisation_id = organisation.id"
        f" AND {IN_FORCE.format('naming')}"
        " WHERE (membership.starts_on > :day AND membership.starts_on <= :horizon)"
        " OR (membership.ends_on || '~' >= :day AND membership.ends_on <= :horizon)",
        {"day": as_of, "horizon": horizon},
    )
    items = []
    for starts_on, ends_on, name, category_name, organisation, next_start, last_end in found:
        target = Target("organisations", (), organisation)
        if starts_on and as_of < first_day(starts_on).isoformat() <= horizon:
            continued = bool(last_end) and follows(last_end, starts_on)
            words = N_("The category becomes: {category}") if continued else N_("Becomes a member · {category}")
            items.append(
                Upcoming(
                    starts_on, first_day(starts_on).isoformat(), name, message(words, category=category_name), target
                )
            )
        if ends_on and as_of <= last_day(ends_on).isoformat() <= horizon:
            if next_start and follows(ends_on, next_start):
                continue
            words = N_("Last day of membership · {category}")
            items.append(
                Upcoming(ends_on, last_day(ends_on).isoformat(), name, message(words, category=category_name), target)
            )
    return items


def roles_ahead(reader: Reader, as_of: str) -> Sequence[Upcoming]:
    """Roles that start or end after the day."""
    horizon = _later(as_of, AHEAD)
    items = []
    for _role, ends_on, name, person, organisation, title in _ending_roles(reader, as_of):
        if last_day(ends_on).isoformat() <= horizon:
            words = N_("End of role · {what}")
            items.append(
                Upcoming(
                    ends_on,
                    last_day(ends_on).isoformat(),
                    name,
                    message(words, what=_title_at(title, organisation)),
                    Target("people", (), person),
                )
            )
    starting = reader.rows(
        f"{_ROLES} WHERE role.starts_on > :day AND role.starts_on <= :horizon",
        {"day": as_of, "horizon": horizon},
    )
    for _role, starts_on, _end, given, family, person, organisation, title in starting:
        if as_of < first_day(starts_on).isoformat():
            words = N_("Start of role · {what}")
            detail = message(words, what=_title_at(title, organisation))
            items.append(
                Upcoming(
                    starts_on,
                    first_day(starts_on).isoformat(),
                    _full(given, family),
                    detail,
                    Target("people", (), person),
                )
            )
    return items


_ROLES = f"""
    SELECT role.id, role.starts_on, role.ends_on, person.given_name, person.family_name, person.id, naming.printed,
        role.title
    FROM role
    JOIN person ON person.id = role.person_id
    LEFT JOIN organisation_name AS naming
        ON naming.organisation_id = role.organisation_id AND {IN_FORCE.format("naming")}
"""


def _ending_roles(reader: Reader, as_of: str) -> list[tuple[int, str, str, int, str, str | None]]:
    """Roles in force with a known end: (role, end, person's name, person, organisation's name, title), by end."""
    found = reader.rows(
        f"{_ROLES} WHERE {IN_FORCE.format('role')} AND role.ends_on IS NOT NULL ORDER BY role.ends_on, person.sort_key",
        {"day": as_of},
    )
    return [
        (role, ends_on, _full(given, family), person, organisation, title)
        for role, _starts, ends_on, given, family, person, organisation, title in found
    ]


# --- key figures ------------------------------------------------------------------------------------------


def members(reader: Reader, as_of: str) -> Sequence[Figure]:
    """Members on the day, by category, and how many more or fewer than when the fiscal year began."""
    now = _count_by_category(reader, as_of)
    year = fiscal_year_of(reader, as_of)
    before = _count_by_category(reader, year.starts_on)
    names = _category_names(reader)
    total = sum(now.values())
    shares = tuple(
        Share(
            name,
            now.get(code, 0),
            _change(now.get(code, 0) - before.get(code, 0), year.starts_on),
        )
        for code, name in names.items()
        if now.get(code) or before.get(code)
    )
    return (
        Figure(
            "members",
            total,
            plural_message("member organisation", "member organisations", total),
            _change(total - sum(before.values()), year.starts_on),
            Target("members"),
            shares,
        ),
    )


def organisations(reader: Reader, as_of: str) -> Sequence[Figure]:
    """Organisations of every kind that are not archived, the association itself left out."""
    found = reader.row(
        f"SELECT COUNT(*), SUM(CASE WHEN EXISTS (SELECT 1 FROM membership"
        f" WHERE membership.organisation_id = organisation.id AND {IN_FORCE.format('membership')})"
        " THEN 0 ELSE 1 END) FROM organisation"
        " WHERE is_self = 0 AND (archived_on IS NULL OR archived_on > :day)",
        {"day": as_of},
    )
    total, others = (found[0], found[1] or 0) if found else (0, 0)
    return (
        Figure(
            "organisations",
            total,
            plural_message("organisation on file", "organisations on file", total),
            plural_message("{count} is not a member", "{count} are not members", others, count=number(others)),
            Target("organisations"),
        ),
    )


def people(reader: Reader, as_of: str) -> Sequence[Figure]:
    """People who are not archived, and how many roles are held on the day."""
    total = reader.value("SELECT COUNT(*) FROM person WHERE archived_on IS NULL OR archived_on > :day", {"day": as_of})
    roles = reader.value(f"SELECT COUNT(*) FROM role WHERE {IN_FORCE.format('role')}", {"day": as_of})
    return (
        Figure(
            "people",
            total,
            plural_message("person", "people", total),
            plural_message("{count} role held", "{count} roles held", roles, count=number(roles)),
            Target("people"),
        ),
    )


def regions(reader: Reader, as_of: str) -> Sequence[Figure]:
    """Administrative regions in which a member has its seat on the day, and members whose region is unknown."""
    found = reader.row(
        f"SELECT COUNT(DISTINCT area.region), SUM(CASE WHEN area.region IS NULL THEN 1 ELSE 0 END)"
        " FROM membership JOIN organisation ON organisation.id = membership.organisation_id"
        " AND organisation.is_self = 0 LEFT JOIN organisation_region AS area"
        f" ON area.organisation_id = organisation.id AND area.region <> '' AND {IN_FORCE.format('area')}"
        f" WHERE {IN_FORCE.format('membership')}",
        {"day": as_of},
    )
    total, unknown = (found[0], found[1] or 0) if found else (0, 0)
    return (
        Figure(
            "regions",
            total,
            plural_message("region represented", "regions represented", total),
            plural_message(
                "{count} without a region",
                "{count} without a region",
                unknown,
                count=number(unknown),
            )
            if unknown
            else message(N_("out of the 17 of Quebec")),
            Target("members", (("region", ("",)),) if unknown else ()),
        ),
    )


Collect = Callable[["Reader", str], Sequence[ToDo]]
THINGS_TO_DO: tuple[Collect, ...] = (
    backup_that_failed,
    members_without_delegate,
    members_without_main_contact,
    roles_ending,
)
COMING_UP: tuple[Callable[[Reader, str], Sequence[Upcoming]], ...] = (memberships_ahead, roles_ahead)
KEY_FIGURES: tuple[Callable[[Reader, str], Sequence[Figure]], ...] = (members, organisations, people, regions)


# --- words ------------------------------------------------------------------------------------------------


def _count_by_category(reader: Reader, day: str) -> dict[str, int]:
    found = reader.rows(
        "SELECT category.code, COUNT(*) FROM membership"
        " JOIN category ON category.id = membership.category_id"
        " JOIN organisation ON organisation.id = membership.organisation_id AND organisation.is_self = 0"
        f" WHERE {IN_FORCE.format('membership')} GROUP BY category.code",
        {"day": day},
    )
    return dict(found)


def _category_name() -> str:
    return "category.name_en" if language() == "en" else "category.name_fr"


def _category_names(reader: Reader) -> dict[str, str]:
    plural = "plural_en" if language() == "en" else "plural_fr"
    return dict(reader.rows(f"SELECT code, {plural} FROM category ORDER BY position, id"))


def _change(difference: int, since: str) -> Message:
    day = _day_of_year(since)
    if difference > 0:
        return plural_message(
            "{count} more than on {day}", "{count} more than on {day}", difference, count=difference, day=day
        )
    if difference < 0:
        return plural_message(
            "{count} fewer than on {day}", "{count} fewer than on {day}", -difference, count=-difference, day=day
        )
    return message(N_("as many as on {day}"), day=day)


def _day_of_year(iso: str) -> str:
    """« 1er avril », "April 1": the year goes without saying."""
    return format_date(iso).replace(f", {iso[:4]}", "").replace(f" {iso[:4]}", "")


def _named(names: Sequence[str]) -> Message | str:
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


def _full(given: str | None, family: str | None) -> str:
    return " ".join(part for part in (given, family) if part)


def _person_at(name: str, organisation: str | None) -> str:
    return f"{name} ({organisation})" if organisation else name


def _title_at(title: str | None, organisation: str | None) -> str:
    return " · ".join(part for part in (title, organisation) if part)


def _later(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
