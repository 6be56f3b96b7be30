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

    An organisation is written to through its main contacts of the day, else at its own address; a person through
    the work addresses of the roles held that day, else the private one. Of several addresses, the first that can
    receive is taken; where none can, they are said to bounce, or to be unsubscribed.
    """
    if list_name == "memberships":
        ids, list_name = _organisations_of(reader, ids), "organisations"
    owner = {"people": "person_id", "roles": "role_id"}.get(list_name, "organisation_id")
    collected = _Collected()
    for chunk in chunks(ids):
        through = _role_addresses(reader, owner, chunk, as_of)
        own = _own_addresses(reader, owner, chunk)
        for i in chunk:
            collected.add(through.get(i, []), own.get(i, []))
    return collected.mailing()


_Address = tuple[str, str | None]


def _role_addresses(reader: Reads, owner: str, ids: Sequence[int], as_of: str) -> dict[int, list[list[_Address]]]:
    """For each owner, the addresses of each role of the day through which it is written to."""
    which = {"organisation_id": "r.organisation_id", "person_id": "r.person_id", "role_id": "r.id"}[owner]
    main = "r.main_contact = 1 AND " if owner == "organisation_id" else ""
    held = "" if owner == "role_id" else f" AND {IN_FORCE.format('r')}"
    found: dict[int, dict[int, list[_Address]]] = {}
    for record, role, value, state in reader.rows(
        f"""SELECT {which}, r.id, c.value, c.state FROM role r JOIN contact_point c ON c.role_id = r.id
            AND c.kind = 'email' AND c.value IS NOT NULL
            WHERE {main}{which} IN ({", ".join(str(int(i)) for i in ids)}){held}
            ORDER BY r.position, r.id, c.position""",
        {"day": as_of},
    ):
        found.setdefault(record, {}).setdefault(role, []).append((value, state))
    return {record: list(roles.values()) for record, roles in found.items()}


def _own_addresses(reader: Reads, owner: str, ids: Sequence[int]) -> dict[int, list[_Address]]:
    found: dict[int, list[_Address]] = {}
    for record, value, state in reader.rows(
        f"SELECT {owner}, value, state FROM contact_point WHERE {owner} IN ({', '.join(str(int(i)) for i in ids)})"
        " AND kind = 'email' AND value IS NOT NULL ORDER BY position"
    ):
        found.setdefault(record, []).append((value, state))
    return found


@dataclass
class _Collected:
    good: dict[str, str] = field(default_factory=dict)
    bounced: dict[str, str] = field(default_factory=dict)
    unsubscribed: dict[str, str] = field(default_factory=dict)
    without: int = 0

    def add(self, through: Sequence[Sequence[_Address]], own: Sequence[_Address]) -> None:
        """One record: the addresses of each of its roles, and its own for when no role can receive."""
        chosen = [found for role in through if (found := _first_good(role))]
        if not chosen and (found := _first_good(own)):
            chosen = [found]
        for value in chosen:
            self.good.setdefault(value.casefold(), value)
        if chosen:
            return
        refused = [address for role in (*through, own) for address in role]
        if not refused:
            self.without += 1
        for value, state in refused:
            (self.bounced if state == BOUNCED else self.unsubscribed).setdefault(value.casefold(), value)

    def mailing(self) -> Mailing:
        return Mailing(
            tuple(self.good.values()),
            tuple(value for key, value in self.bounced.items() if key not in self.good),
            tuple(value for key, value in self.unsubscribed.items() if key not in self.good),
            self.without,
        )


def _first_good(addresses: Sequence[_Address]) -> str | None:
    return next((value for value, state in addresses if state not in (BOUNCED, UNSUBSCRIBED)), None)


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
