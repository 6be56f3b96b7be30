"""Key figures, counted on the day and never typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oci_desktop.dates import IN_FORCE, LASTS, format_date
from oci_desktop.formats import number
from oci_desktop.i18n import N_, Message, language, message, plural_message
from oci_desktop.queries.association import fiscal_year_of
from oci_desktop.queries.home_lines import Figure, Share, Target

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader


def members(reader: Reader, as_of: str) -> Sequence[Figure]:
    """Members on the day, by category, and how many more or fewer than when the fiscal year began."""
    now = _count_by_category(reader, as_of)
    year = fiscal_year_of(reader, as_of)
    before = _count_by_category(reader, year.starts_on)
    names = _category_names(reader)
    alone = (1,) if language() == "en" else (0, 1)  # in French nought is singular
    total = sum(now.values())
    shares = tuple(
        Share(
            one if now.get(code, 0) in alone else several,
            now.get(code, 0),
            _change(now.get(code, 0) - before.get(code, 0), year.starts_on),
        )
        for code, (one, several) in names.items()
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
        f" WHERE membership.organisation_id = organisation.id AND {LASTS.format('membership')})"
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
        f" WHERE {LASTS.format('membership')}",
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


def _count_by_category(reader: Reader, day: str) -> dict[str, int]:
    found = reader.rows(
        "SELECT category.code, COUNT(*) FROM membership"
        " JOIN category ON category.id = membership.category_id"
        " JOIN organisation ON organisation.id = membership.organisation_id AND organisation.is_self = 0"
        f" WHERE {LASTS.format('membership')} GROUP BY category.code",
        {"day": day},
    )
    return dict(found)


def _category_names(reader: Reader) -> dict[str, tuple[str, str]]:
    """The word for one of a category, and for several."""
    name, plural = ("name_en", "plural_en") if language() == "en" else ("name_fr", "plural_fr")
    found = reader.rows(f"SELECT code, {name}, {plural} FROM category ORDER BY position, id")
    return {code: (one, several) for code, one, several in found}


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
