"""Makes the golden file of the schema in force: `python -m tests.store.released`.

A file of every schema that was ever released stays in `tests/data/released/`, small, filled and fictional. Make it
again only while its schema has not been released.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from oci_desktop.i18n import message
from oci_desktop.model import schema
from oci_desktop.store.database import Database
from oci_desktop.store.fileformat import SCHEMA_VERSION
from oci_desktop.store.writer import Writer

FOLDER = Path(__file__).parent.parent / "data" / "released"
_ORGANISATIONS = (
    "Aide fictive à l’enfance",
    "Coopération d’exemple",
    "L’Œuvre inventée",
    "Sans frontières imaginaires",
)


def make(path: Path) -> None:
    """One row at least in every table, and a journal with an action undone."""
    with Database.create(path, user="Alix Exemple") as database:
        database.automatic_backups = False
        with database.write(message("Import of organisations from {file}", file="exemple.csv")) as write:
            category = write.value("SELECT min(id) FROM category") or write.insert(
                schema.category,
                {
                    "ref": _ref("category"),
                    "code": "regular",
                    "name_fr": "Régulier",
                    "name_en": "Regular",
                    "plural_fr": "Membres réguliers",
                    "plural_en": "Regular members",
                    "position": 1,
                },
            )
            for number, name in enumerate(_ORGANISATIONS):
                _organisation(write, number, name, category)
            write.insert(
                schema.organisation_link,
                {"ref": _ref("link"), "organisation_id": 1, "successor_id": 2, "kind": "merged", "happened_on": "1999"},
            )
            write.insert(
                schema.fiscal_year,
                {"ref": _ref("year"), "label": "2017-2018", "starts_on": "2017-04-01", "ends_on": "2018-03-31"},
            )
        with database.write(message("Change of {name}", name=_ORGANISATIONS[0])) as write:
            write.update(schema.organisation, 1, {"notes": "Première ligne.\nDeuxième « ligne »."})
        with database.write(message("Change of {name}", name=_ORGANISATIONS[1])) as write:
            write.update(schema.organisation, 2, {"notes": "Undone."})
        database.undo()


def _organisation(write: Writer, number: int, name: str, category: int) -> None:
    organisation = write.insert(
        schema.organisation,
        {
            "ref": _ref(name),
            "kind": "ngo",
            "aliases": "Exemple; Modèle" if number == 0 else None,
            "founded": ("1976", "2009-03", "2017-06-09", None)[number],
            "web": f"https://exemple{number}.example.org",
            "search_norm": name.casefold(),
        },
    )
    write.insert(
        schema.organisation_name,
        {"organisation_id": organisation, "printed": name, "acronym": f"EX{number}", "sort_key": name.casefold()},
    )
    write.insert(schema.organisation_region, {"organisation_id": organisation, "region": "06"})
    write.insert(
        schema.membership,
        {"ref": _ref(f"m{name}"), "organisation_id": organisation, "category_id": category, "starts_on": "2001-09"},
    )
    person = write.insert(
        schema.person,
        {
            "ref": _ref(f"p{name}"),
            "given_name": "Camille",
            "family_name": f"Exemple-{number}",
            "sort_key": f"exemple {number} camille",
            "search_norm": f"camille exemple {number}",
        },
    )
    role = write.insert(
        schema.role,
        {
            "ref": _ref(f"r{name}"),
            "person_id": person,
            "organisation_id": organisation,
            "title": "Direction générale",
            "main_contact": 1,
        },
    )
    write.insert(
        schema.contact_point,
        {"role_id": role, "kind": "email", "value": f"camille{number}@example.org", "state": "good"},
    )


def _ref(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/{name}"))


if __name__ == "__main__":
    target = FOLDER / f"{SCHEMA_VERSION:04d}.ocidb"
    FOLDER.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    make(target)
    for companion in FOLDER.glob(target.name + ".*"):
        companion.unlink()
