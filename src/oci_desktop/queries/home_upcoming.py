"""What is coming: memberships and roles that start or end in the months ahead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oci_desktop.dates import IN_FORCE, first_day, last_day
from oci_desktop.i18n import N_, language, message
from oci_desktop.model.membership import follows
from oci_desktop.queries.home_lines import ROLES, Target, Upcoming, ending_roles, full_name, later

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader

AHEAD = 120
"""Days ahead that « À venir » looks at."""


def memberships_ahead(reader: Reader, as_of: str) -> Sequence[Upcoming]:
    """Memberships that start or end after the day."""
    horizon = later(as_of, AHEAD)
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
    horizon = later(as_of, AHEAD)
    items = []
    for _role, ends_on, name, person, organisation, title in ending_roles(reader, as_of):
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
        f"{ROLES} WHERE role.starts_on > :day AND role.starts_on <= :horizon",
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
                    full_name(given, family),
                    detail,
                    Target("people", (), person),
                )
            )
    return items


def _category_name() -> str:
    return "category.name_en" if language() == "en" else "category.name_fr"


def _title_at(title: str | None, organisation: str | None) -> str:
    return " · ".join(part for part in (title, organisation) if part)
