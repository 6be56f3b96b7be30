"""Search, sorted pages, counts and whole lists, against the same question put to SQLite by hand."""

from __future__ import annotations

from pathlib import Path

from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_ids, list_rows, list_table
from oci_desktop.queries.search import search
from oci_desktop.store.database import Database
from tests.benchmarks.data import DAY, bare
from tests.benchmarks.figures import Figure, milliseconds

PAGE = 100
SHOWN = ("name", "category", "region", "email", "member_since")

_FROM = """FROM membership m JOIN organisation o ON o.id = m.organisation_id
JOIN organisation_name n ON n.organisation_id = o.id
  AND (n.starts_on IS NULL OR n.starts_on <= ?) AND (n.ends_on IS NULL OR n.ends_on >= ?)
JOIN category c ON c.id = m.category_id"""
_IN_FORCE = "(m.starts_on IS NULL OR m.starts_on <= ?) AND (m.ends_on IS NULL OR m.ends_on >= ?)"
_CELLS = f"""SELECT n.printed, c.code, r.region, e.value, m.member_since {_FROM}
LEFT JOIN organisation_region r ON r.organisation_id = o.id
LEFT JOIN contact_point e ON e.organisation_id = o.id AND e.kind = 'email' AND e.position = 0
WHERE {_IN_FORCE}"""


def measure(database: Database, path: Path, rows: int, *, search_most: float, page_most: float | None) -> list[Figure]:
    """The figures for a file of `rows` organisations."""
    raw = bare(path)
    size = f"{rows:,}".replace(",", " ")
    days = (DAY, DAY, DAY, DAY)
    with database.read() as reader:
        members, organisations = get_list(reader, "members"), get_list(reader, "organisations")
        everyone = Query(DAY)
        total = len(list_ids(reader, members, everyone))

        def page(start: int, query: Query) -> None:
            ids = list_ids(reader, members, query)
            found = list_rows(reader, members, query, ids[start : start + PAGE], SHOWN)
            assert len(found) == PAGE

        def bare_page(start: int, order: str) -> None:
            found = raw.execute(f"{_CELLS} ORDER BY {order} LIMIT {PAGE} OFFSET {start}", days).fetchall()
            assert len(found) == PAGE

        def find(text: str) -> None:
            query = Query(DAY, search=text)
            ids = list_ids(reader, organisations, query)
            assert ids
            list_rows(reader, organisations, query, ids[:PAGE], ("name", "acronym", "kind", "region"))

        def bare_find(*words: str) -> None:
            likes = " AND ".join("search_norm LIKE ?" for _ in words)
            raw.execute(f"SELECT id FROM organisation WHERE {likes}", [f"%{word}%" for word in words]).fetchall()

        by_email = Query(DAY, sort=("email", False))
        printed = "c.position, n.sort_key, o.id"
        hand = "the same SQL by hand"
        like = "LIKE on the folded text"
        figures = [
            Figure(
                f"search in {size}, typed in a list: « œuvre santé »",
                milliseconds(lambda: find("œuvre santé")),
                milliseconds(lambda: bare_find("oeuvre", "sante")),
                most=search_most,
                floor_is=like,
            ),
            Figure(
                f"search in {size}, a word that fits a tenth: « éducation »",
                milliseconds(lambda: find("éducation")),
                milliseconds(lambda: bare_find("education")),
                most=search_most,
                floor_is=like,
            ),
            Figure(
                f"search everywhere in {size} (Ctrl+K): « hélène côté »",
                milliseconds(lambda: search(reader, "hélène côté", DAY, 20)),
                milliseconds(lambda: bare_find("helene", "cote")),
                most=search_most,
                floor_is=like,
            ),
            Figure(
                f"members of {size}: first page, printed order",
                milliseconds(lambda: page(0, everyone)),
                milliseconds(lambda: bare_page(0, printed)),
                most=page_most,
                floor_is=hand,
            ),
            Figure(
                f"members of {size}: last page, printed order",
                milliseconds(lambda: page(total - PAGE, everyone)),
                milliseconds(lambda: bare_page(total - PAGE, printed)),
                most=page_most,
                floor_is=hand,
            ),
            Figure(
                f"members of {size}: middle page, by e-mail",
                milliseconds(lambda: page(total // 2, by_email)),
                milliseconds(lambda: bare_page(total // 2, "e.value IS NULL, e.value")),
                most=page_most,
                floor_is=hand,
            ),
            Figure(
                f"members of {size}: the whole list",
                milliseconds(lambda: list_table(reader, members, everyone, SHOWN)),
                milliseconds(lambda: raw.execute(f"{_CELLS} ORDER BY {printed}", days).fetchall()),
                floor_is=hand,
            ),
        ]
    raw.close()
    return figures
