"""Searching everything at once: what Ctrl+K and `oci-desktop search` answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.dates import IN_FORCE, LASTS
from oci_desktop.i18n import Bilingual
from oci_desktop.queries.lists import Reads
from oci_desktop.text import search_norm

_CANDIDATES = 200
"""Rows looked at before ranking: more than anybody reads, few enough to stay quick in 100 000."""


@dataclass(frozen=True)
class Hit:
    """One answer: `kind` is "organisation", "person" or "campaign", `detail` what tells it from its namesakes."""

    kind: str
    id: int
    ref: str
    name: str
    detail: str
    rank: int


def search(reader: Reads, text: str, as_of: str, limit: int = 30) -> list[Hit]:
    """The records that every word typed fits, best first; accents, case, œ and punctuation do not count.

    First what is called exactly so, then what begins so, then members, then the rest.
    """
    folded = search_norm(text)
    words = list(dict.fromkeys(folded.split()))
    if not words:
        return []
    values = {f"w{number}": f"%{word}%" for number, word in enumerate(words)}
    hits = _organisations(reader, folded, values, as_of) + _people(reader, folded, values, as_of)
    hits += _campaigns(reader, folded, words)
    hits.sort(key=lambda hit: hit.rank)
    return hits[:limit]


def _organisations(reader: Reads, folded: str, values: dict[str, str], as_of: str) -> list[Hit]:
    ids = _candidates(reader, "organisation", folded, values)
    if not ids:
        return []
    numbers = ", ".join(map(str, ids))
    rows = reader.rows(
        f"""SELECT o.id, o.ref, n.printed, n.acronym, n.sort_key, office.city,
                   EXISTS (SELECT 1 FROM membership m WHERE m.organisation_id = o.id AND {LASTS.format("m")}),
                   o.archived_on, o.aliases
            FROM organisation o JOIN organisation_name n ON n.organisation_id = o.id AND {IN_FORCE.format("n")}
            LEFT JOIN contact_point office ON office.organisation_id = o.id
                 AND office.kind = 'office_address' AND office.position = 0
            WHERE o.id IN ({numbers}) ORDER BY n.sort_key, o.id""",
        {"day": as_of},
    )
    hits = []
    for i, ref, name, acronym, key, city, member, archived, aliases in rows:
        names = [search_norm(name), search_norm(acronym or ""), *(search_norm(a) for a in (aliases or "").split("\n"))]
        rank = _rank(folded, [key, *names]) + (0 if member else 2) + (8 if archived else 0)
        hits.append(Hit("organisation", i, ref, name, " · ".join(part for part in (acronym, city) if part), rank))
    return hits


def _people(reader: Reads, folded: str, values: dict[str, str], as_of: str) -> list[Hit]:
    ids = _candidates(reader, "person", folded, values)
    if not ids:
        return []
    numbers = ", ".join(map(str, ids))
    rows = reader.rows(
        f"""SELECT p.id, p.ref, p.given_name, p.family_name, p.sort_key, p.archived_on,
                   (SELECT COALESCE(r.title || ', ', '') || n.printed FROM role r
                    JOIN organisation_name n ON n.organisation_id = r.organisation_id AND {IN_FORCE.format("n")}
                    WHERE r.person_id = p.id AND {IN_FORCE.format("r")} ORDER BY r.position, r.id LIMIT 1)
            FROM person p WHERE p.id IN ({numbers}) ORDER BY p.sort_key, p.id""",
        {"day": as_of},
    )
    hits = []
    for i, ref, given, family, key, archived, role in rows:
        name = " ".join(part for part in (given, family) if part)
        rank = _rank(folded, [key, search_norm(name)]) + 1 + (8 if archived else 0)
        hits.append(Hit("person", i, ref, name, role or "", rank))
    return hits


def _campaigns(reader: Reads, folded: str, words: Sequence[str]) -> list[Hit]:
    """The campaigns of self-assessment by code and title; there are a few in all."""
    hits = []
    for i, ref, code, *titles in reader.rows(
        "SELECT id, ref, code, title_fr, COALESCE(title_en, title_fr) FROM campaign ORDER BY opens_on DESC, id DESC"
    ):
        names = [search_norm(name) for name in (*titles, code)]
        if all(word in " ".join(names) for word in words):
            hits.append(Hit("campaign", i, ref, str(Bilingual(*titles)), code, _rank(folded, names) + 1))
    return hits


def _candidates(reader: Reads, table: str, folded: str, values: dict[str, str]) -> Sequence[int]:
    """Ids whose folded text holds every word; those that are called so, or begin so, are never cut off."""
    where = " AND ".join(f"search_norm LIKE :{name}" for name in values)
    found = [
        row[0]
        for row in reader.rows(f"SELECT id FROM {table} WHERE {where} LIMIT :most", {**values, "most": _CANDIDATES})
    ]
    if len(found) == _CANDIDATES:
        first = reader.rows(
            f"SELECT id FROM {table} WHERE search_norm >= :from AND search_norm < :to LIMIT :most",
            {"from": folded, "to": folded + "\U0010ffff", "most": _CANDIDATES},
        )
        whole = reader.rows(
            f"SELECT id FROM {table} WHERE ' ' || search_norm || ' ' LIKE :whole LIMIT :most",
            {"whole": f"% {folded} %", "most": _CANDIDATES},
        )
        found = list(dict.fromkeys([*(row[0] for row in whole), *(row[0] for row in first), *found]))
    return found


def _rank(folded: str, names: Sequence[str]) -> int:
    if folded in names:
        return 0
    if any(name.startswith(folded) for name in names):
        return 3
    return 6
