"""The demonstration file holds what the annual report prints."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from oci_desktop import paths
from oci_desktop.exchange.demo import FILES, make_demo
from oci_desktop.exchange.frame import import_file
from oci_desktop.exchange.importers import get_importer
from oci_desktop.store.database import Database
from oci_desktop.text import sort_key
from tests.exchange.conftest import table_of

PRINTED = Path(__file__).parent.parent / "data" / "printed_members.txt"


def printed() -> tuple[list[str], list[str]]:
    """The two blocks of the printed list, character for character."""
    regular, sympathisers = PRINTED.read_text(encoding="utf-8").strip().split("\n\n")
    return regular.split("\n")[1:], sympathisers.split("\n")[1:]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with make_demo(tmp_path_factory.mktemp("demo") / "demo.ocidb", user="Alix Exemple") as database:
        yield database


def test_the_members_are_67_in_the_printed_order_under_their_printed_names(demo: Database) -> None:
    regular, sympathisers = printed()
    rows = table_of(demo, "members").records()
    assert (len(regular), len(sympathisers)) == (63, 4)
    assert [row["name"] for row in rows if row["category"] == "regular"] == regular
    assert [row["name"] for row in rows if row["category"] == "sympathiser"] == sympathisers
    assert [row["name"] for row in rows] == regular + sympathisers


def test_no_more_names_are_put_elsewhere_than_the_printed_order_needs() -> None:
    with (paths.resources_dir() / "demo" / "organisations.csv").open(encoding="utf-8", newline="") as file:
        overridden = {row["name"] for row in csv.DictReader(file) if row["sort_key"]}
    assert len(overridden) == sum(
        len(block) - longest_ascent([sort_key(name) for name in block]) for block in printed()
    )


def longest_ascent(keys: list[str]) -> int:
    best = [1] * len(keys)
    for i, key in enumerate(keys):
        best[i] += max((best[j] for j in range(i) if keys[j] < key), default=0)
    return max(best)


def test_dates_of_entry_are_not_public_and_stay_empty(demo: Database) -> None:
    assert {row["starts_on"] for row in table_of(demo, "memberships").records()} == {None}


def test_the_association_has_its_address_and_its_secretariat_of_ten_and_four_interns(demo: Database) -> None:
    (association,) = (row for row in table_of(demo, "organisations").records() if row["is_self"])
    assert association["acronym"] == "AQOCI"
    assert (association["street"], association["city"], association["postal_code"]) == (
        "1001, rue Sherbrooke Est, bureau 540",
        "Montréal",
        "H2L 1L3",
    )
    assert (association["phone"], association["email"]) == ("514 871-1086", "aqoci@aqoci.qc.ca")
    titles = {row["person"]: row["title"] for row in table_of(demo, "roles").records()
              if row["organisation"] == association["name"]}  # fmt: skip
    assert len(titles) == 14
    assert titles["Annick Des Granges"] == "chargée de programmes éducation à la citoyenneté mondiale/RCC"
    assert titles["Denis Côté"] == "Analyste des politiques"
    assert sum(title.startswith("stagiaire") for title in titles.values()) == 4


def test_nobody_real_has_contact_details_and_everybody_else_is_at_example_org(demo: Database) -> None:
    real = {f"{row['given_name']} {row['family_name']}" for row in read_resource("people.csv")}
    for row in table_of(demo, "roles").records():
        if row["person"] in real:
            assert row["email"] is None
            assert row["phone"] is None
        else:
            assert row["email"].endswith("@example.org")
            assert row["notes"] == "Personne fictive"
    members = {row["name"] for row in table_of(demo, "members").records()}
    for row in table_of(demo, "organisations").records():
        if row["name"] in members:
            assert (row["email"], row["phone"], row["street"]) == (None, None, None)


def read_resource(name: str) -> list[dict[str, str]]:
    with (paths.resources_dir() / "demo" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_spellings_that_the_documents_print_find_their_member(demo: Database) -> None:
    with demo.read() as reader:
        from oci_desktop.queries.naming import organisation_names

        names = organisation_names(reader, "2018-03-31")
    for spelling, name in (
        ("SUÇO", "SUCO (Solidarité - Union - Coopération)"),
        ("IISF", "Infirmières et Infirmiers Sans Frontières (IISF)"),
        ("Infirmiers et infirmières sans frontières", "Infirmières et Infirmiers Sans Frontières (IISF)"),
        ("CS/TR", "Comité de Solidarité/Trois-Rivières (CS/TR)"),
        ("Comité de solidarité de Trois-Rivières", "Comité de Solidarité/Trois-Rivières (CS/TR)"),
        ("L’ŒUVRE LÉGER", "L'ŒUVRE LÉGER"),
    ):
        found = names.one(spelling)
        assert found is not None
        assert names.shown[found] == name
    assert len(names.named("CSI")) == 2


def test_importing_the_demonstration_again_changes_nothing(demo: Database) -> None:
    for name, importer in FILES:
        result = import_file(demo, get_importer(importer), paths.resources_dir() / "demo" / name, lang="fr")
        assert (result.created, result.changed, result.refused, result.warnings) == (0, 0, [], [])


def test_nothing_of_it_is_offered_to_undo(demo: Database) -> None:
    assert demo.undoable() is None
    with demo.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM journal_action") == len(FILES) + 1  # and the self-assessments


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    from oci_desktop.errors import UserError

    path = tmp_path / "demo.ocidb"
    path.write_text("mine")
    with pytest.raises(UserError):
        make_demo(path)
    assert path.read_text() == "mine"
