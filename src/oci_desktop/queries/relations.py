"""What a record's panel shows beside its own fields: roles, links, counts, addresses to write to, lookups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from oci_desktop.dates import IN_FORCE
from oci_desktop.model.codes import BOUNCED, ROLE_FLAGS, UNSUBSCRIBED
from oci_desktop.queries.lists import Reads, chunks
from oci_desktop.tables import split_list
from oci_desktop.text import search_norm


@dataclass(frozen=True)
class RoleRow:
    """One role with the names of the day; `emails` are (address, state) pairs of the role itself."""

    id: int
    person_id: int
    person: str
    organisation_id: int
    organisation: str
    title: str | None
    starts_on: str | None
    ends_on: str | None
    in_force: bool
    flags: tuple[str, ...]
    emails: tuple[tuple[str, str | None], ...] = ()
    phone: str | None = None


@dataclass(frozen=True)
class LinkRow:
    """A link seen from one of its two organisations: `other` is what it became, or what it came from."""

    id: int
    kind: str
    happened_on: str | None
    other_id: int
    other: str
    other_is_successor: bool
    notes: str | None


@dataclass(frozen=True)
class Found:
    """A record that a lookup proposes: its name, and a detail that tells it from others of that name."""

    id: int
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Mailing:
    """Addresses to write to, one copy each whatever the number of hats, and who is left out and why."""

    addresses: tuple[str, ...]
    bounced: tuple[str, ...] = ()
    unsubscribed: tuple[str, ...] = ()
    without: int = 0


_FLAG_COLUMNS = ", ".join(f"r.{flag}" for flag in ROLE_FLAGS)


def list_roles(
    reader: Reads, as_of: str, *, organisation_id: int | None = None, person_id: int | None = None
) -> list[RoleRow]:
    """All roles in an organisation or of a person: those in force on the day first, then the others, latest first."""
    owner, value = ("r.organisation_id", organisation_id) if person_id is None else ("r.person_id", person_id)
    rows = reader.rows(
        f"""SELECT r.id, r.person_id, p.given_name, p.family_name, r.organisation_id, n.printed, r.title,
                   r.starts_on, r.ends_on, CASE WHEN {IN_FORCE.format("r")} THEN 1 ELSE 0 END AS held, {_FLAG_COLUMNS}
            FROM role r JOIN person p ON p.id = r.person_id
            JOIN organisation_name n ON n.organisation_id = r.organisation_id AND {IN_FORCE.format("n")}
            WHERE {owner} = :owner
            ORDER BY held DESC, CASE WHEN held = 1 THEN r.position ELSE 0 END,
                     CASE WHEN held = 1 THEN '' ELSE COALESCE(r.ends_on, r.starts_on, '') END DESC, p.sort_key, r.id""",
        {"owner": value, "day": as_of},
    )
    reach = role_contacts(reader, [row[0] for row in rows])
    found = []
    for row in rows:
        points = reach.get(row[0], [])
        flags = tuple(flag for flag, on in zip(ROLE_FLAGS, row[10:], strict=True) if on)
        found.append(
            RoleRow(
                row[0], row[1], _full_name(row[2], row[3]), row[4], row[5], row[6], row[7], row[8], bool(row[9]), flags,
                tuple((point[1], point[2]) for point in points if point[0] == "email"),
                next((point[1] for point in points if point[0] in ("phone", "mobile")), None),
            )
        )  # fmt: skip
    return found


def role_contacts(reader: Reads, role_ids: Sequence[int]) -> dict[int, list[tuple[str, str, str | None]]]:
    """role id → its (kind, value, state) e-mails and telephones, in order."""
    found: dict[int, list[tuple[str, str, str | None]]] = {}
    for chunk in chunks(role_ids):
        numbers = ", ".join(str(int(i)) for i in chunk)
        for role_id, *point in reader.rows(
            "SELECT role_id, kind, value, state FROM contact_point"
            f" WHERE role_id IN ({numbers}) AND value IS NOT NULL ORDER BY role_id, kind DESC, position"
        ):
            found.setdefault(role_id, []).append((point[0], point[1], point[2]))
    return found


def list_links(reader: Reads, organisation_id: int, as_of: str) -> list[LinkRow]:
    """What the organisation came from and became, oldest first."""
    rows = reader.rows(
        f"""SELECT l.id, l.kind, l.happened_on, n.organisation_id, n.printed, l.organisation_id, l.notes
            FROM organisation_link l JOIN organisation_name n ON {IN_FORCE.format("n")}
            AND n.organisation_id = CASE WHEN l.organisation_id = :id THEN l.successor_id ELSE l.organisation_id END
            WHERE l.organisation_id = :id OR l.successor_id = :id ORDER BY l.happened_on, l.id""",
        {"id": organisation_id, "day": as_of},
    )
    return [LinkRow(row[0], row[1], row[2], row[3], row[4], row[5] == organisation_id, row[6]) for row in rows]


def find_organisations(reader: Reads, text: str, as_of: str, limit: int = 12) -> list[Found]:
    """Organisations that every word typed fits (accents, case and punctuation do not count), archived ones last."""
    where, values = _words("o.search_norm", text)
    rows = reader.rows(
        f"""SELECT o.id, n.printed, n.acronym, office.city FROM organisation o
            JOIN organisation_name n ON n.organisation_id = o.id AND {IN_FORCE.format("n")}
            LEFT JOIN contact_point office ON office.organisation_id = o.id
                 AND office.kind = 'office_address' AND office.position = 0
            WHERE {where} ORDER BY CASE WHEN n.sort_key LIKE :first THEN 0 ELSE 1 END,
                  CASE WHEN o.archived_on IS NULL THEN 0 ELSE 1 END, n.sort_key LIMIT :most""",
        {**values, "day": as_of, "first": f"{search_norm(text)}%", "most": limit},
    )
    return [Found(row[0], row[1], _detail(row[2], row[3])) for row in rows]


def find_people(reader: Reads, text: str, as_of: str, limit: int = 12) -> list[Found]:
    """People that every word typed fits, with a role of theirs to tell them apart."""
    where, values = _words("p.search_norm", text)
    rows = reader.rows(
        f"""SELECT p.id, p.given_name, p.family_name,
                   (SELECT COALESCE(r.title || ', ', '') || n.printed FROM role r
                    JOIN organisation_name n ON n.organisation_id = r.organisation_id AND {IN_FORCE.format("n")}
                    WHERE r.person_id = p.id AND {IN_FORCE.format("r")} ORDER BY r.position, r.id LIMIT 1)
            FROM person p WHERE {where}
            ORDER BY CASE WHEN p.archived_on IS NULL THEN 0 ELSE 1 END, p.sort_key LIMIT :most""",
        {**values, "day": as_of, "most": limit},
    )
    return [Found(row[0], _full_name(row[1], row[2]), row[3] or "") for row in rows]


def known_tags(reader: Reads) -> list[str]:
    """Every tag in use, in alphabetical order."""
    rows = reader.rows("SELECT DISTINCT tags FROM organisation WHERE tags IS NOT NULL")
    return sorted({tag for (tags,) in rows for tag in split_list(tags)}, key=search_norm)


def mailing(reader: Reads, list_name: str, ids: Sequence[int], as_of: str) -> Mailing:
    """The addresses of these rows of a list, once each.

    An organisation is written to through its main contacts of the day, else its own address; a person
    through the work addresses of the roles held that day, else the private ones.
    """
    if list_name in ("members", "organisations"):
        direct, through = "organisation_id", "r.main_contact = 1 AND r.organisation_id"
    elif list_name == "people":
        direct, through = "person_id", "r.person_id"
    elif list_name == "roles":
        direct, through = "role_id", "r.id"
    else:
        direct, through = "organisation_id", "r.organisation_id IN (SELECT 0) AND r.organisation_id"
        ids = _organisations_of(reader, ids)
    collected = _Collected()
    for chunk in chunks(ids):
        numbers = ", ".join(str(int(i)) for i in chunk)
        own: dict[int, list[tuple[str, str | None]]] = {}
        column = through.rsplit(" ", 1)[-1]
        for owner, value, state in reader.rows(
            f"""SELECT {column}, c.value, c.state FROM role r JOIN contact_point c ON c.role_id = r.id
                AND c.kind = 'email' AND c.position = 0 AND c.value IS NOT NULL
                WHERE {through} IN ({numbers}) AND {IN_FORCE.format("r")} ORDER BY r.position, r.id""",
            {"day": as_of},
        ):
            own.setdefault(owner, []).append((value, state))
        for owner, value, state in reader.rows(
            f"SELECT {direct}, value, state FROM contact_point WHERE {direct} IN ({numbers})"
            " AND kind = 'email' AND position = 0 AND value IS NOT NULL"
        ):
            if owner not in own:
                own[owner] = [(value, state)]
        for i in chunk:
            collected.add(own.get(i, []))
    return collected.mailing()


@dataclass
class _Collected:
    good: dict[str, str] = field(default_factory=dict)
    bounced: dict[str, str] = field(default_factory=dict)
    unsubscribed: dict[str, str] = field(default_factory=dict)
    without: int = 0

    def add(self, addresses: Sequence[tuple[str, str | None]]) -> None:
        if not addresses:
            self.without += 1
        for value, state in addresses:
            kept = {BOUNCED: self.bounced, UNSUBSCRIBED: self.unsubscribed}.get(state or "", self.good)
            kept.setdefault(value.casefold(), value)

    def mailing(self) -> Mailing:
        refused = self.bounced.keys() | self.unsubscribed.keys()
        good = tuple(value for key, value in self.good.items() if key not in refused)
        return Mailing(good, tuple(self.bounced.values()), tuple(self.unsubscribed.values()), self.without)


def _organisations_of(reader: Reads, membership_ids: Sequence[int]) -> list[int]:
    found: dict[int, None] = {}
    for chunk in chunks(membership_ids):
        numbers = ", ".join(str(int(i)) for i in chunk)
        for (organisation_id,) in reader.rows(f"SELECT organisation_id FROM membership WHERE id IN ({numbers})"):
            found[organisation_id] = None
    return list(found)


def _words(column: str, text: str) -> tuple[str, dict[str, Any]]:
    words = list(dict.fromkeys(search_norm(text).split()))
    values = {f"w{number}": f"%{word}%" for number, word in enumerate(words)}
    return " AND ".join(f"{column} LIKE :{name}" for name in values) or "1 = 1", values


def _full_name(given: str | None, family: str | None) -> str:
    return " ".join(part for part in (given, family) if part)


def _detail(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
