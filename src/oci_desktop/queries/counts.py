"""How many members there are: asked for at every start, so it stands apart from what a record shows."""

from __future__ import annotations

from oci_desktop.dates import LASTS
from oci_desktop.queries.lists import Reads


def member_counts(reader: Reads, as_of: str) -> dict[str, int]:
    """category code → members on the day, in the order of the categories; zero is said too."""
    rows = reader.rows(
        f"""SELECT c.code, (SELECT COUNT(*) FROM membership m JOIN organisation o ON o.id = m.organisation_id
                            WHERE m.category_id = c.id AND o.is_self = 0 AND {LASTS.format("m")})
            FROM category c ORDER BY c.position, c.id""",
        {"day": as_of},
    )
    return dict(rows)
