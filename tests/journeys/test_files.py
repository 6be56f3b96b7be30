"""Files in and out: a file with mistakes, mended, taken back in one step; what goes out comes back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.pages.conftest import Boxes
from tests.journeys.person import Person

HEADING = "Nom;Sigle;Courriel;Région;Fondation;NEQ\r\n"
GOOD = "Coopération Hirondelle;CH;info@hirondelle.example.org;06;juin 1998;\r\n"
KNOWN = "Alternatives;ALT;;;1994;\r\n"


def choose(person: Person, boxes: Boxes, path: Path, button: str = "Choisir un fichier…") -> None:
    boxes.open_file = path
    person.click_button(button)
    person.settle()
    person.wait(lambda: not person.window.page.imports.is_busy())
    person.settle()


def test_refused_rows_are_said_mended_imported_and_taken_back(person: Person, boxes: Boxes, tmp_path: Path) -> None:
    as_it_was = person.file()
    path = tmp_path / "à importer.csv"
    wrong = "Coopération Pie;CP;info@pie.example.org;99;31/02/2001;12\r\n"
    path.write_bytes((HEADING + GOOD + wrong + KNOWN).encode("cp1252"))
    person.go_to("Importer/Exporter")
    choose(person, boxes, path)
    refused = person.cells()
    assert {(row[0], row[3]) for row in refused} == {("3", "Région"), ("3", "Fondation"), ("3", "NEQ")}
    assert person.sees("1 ligne est refusée")
    assert not person.can_click("Importer")
    assert person.file() == as_it_was

    mended = wrong.replace(";99;", ";05;").replace("31/02/2001", "28/02/2001").replace(";12", ";1142345678")
    path.write_bytes((HEADING + GOOD + mended + KNOWN).encode("cp1252"))
    choose(person, boxes, path, "Autre fichier…")
    assert [row[2] for row in person.cells()] == ["Nouvelle", "Nouvelle", "Modifiée"]
    person.click_button("Importer 3 lignes")
    person.settle()
    imported = person.file()
    assert imported != as_it_was
    assert "à importer.csv" in person.undoable()
    person.go_to("Organismes")
    assert "Coopération Pie" in person.lines()
    person.press("Ctrl+Z")
    person.settle()
    assert person.file() == as_it_was
    assert "Coopération Pie" not in person.lines()
    person.press("Ctrl+Y")
    person.settle()
    assert person.file() == imported
    assert boxes.said == []


@pytest.mark.parametrize("title", ["Organismes", "Adhésions", "Personnes", "Fonctions"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_exported_changes_nothing_when_it_comes_back(
    person: Person, boxes: Boxes, tmp_path: Path, title: str, form: str
) -> None:
    path = tmp_path / f"{title}.{form}"
    person.go_to("Importer/Exporter")
    person.turn_to("Exporter")
    boxes.save_file = path
    person.click_button(f"Exporter… {title}")
    person.wait(lambda: person.top is not person.window)
    if form == "csv":
        person.button("CSV, pour tout autre logiciel").click()
    person.click_button("Exporter…")
    person.wait(path.exists)
    person.settle()
    as_it_was = person.file()
    person.turn_to("Importer")
    choose(person, boxes, path)
    assert person.sees("rien ne changerait"), person.words()
    assert {row[2] for row in person.cells()} == {"Inchangée"}
    assert not person.can_click("Importer")
    assert person.file() == as_it_was
