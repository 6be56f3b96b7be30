"""Text that means harm, or simply much of it: as typed on screen, on paper and in a spreadsheet, and back again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.gui.pages.conftest import Boxes
from tests.journeys.person import Person, pdf_text, plain

LONG = " ".join(f"mot{number}e" for number in range(1, 620))[:5000].strip()
NAMES = {
    "markup": "<b>Gras</b> & <img src=x> &amp;",
    "formula": "=cmd|' /C calc'!A0",
    "marks": "Solidarité \N{RIGHT-TO-LEFT MARK}שלום \N{ARABIC LETTER AIN}\N{LEFT-TO-RIGHT MARK}",
    "emoji": "Équipe \N{SNOWMAN}\N{EARTH GLOBE AMERICAS}\N{FAMILY} verte",
    "long": LONG,
}


def labels(person: Person) -> list[str]:
    """Every label of the record, as its letters are; none may be read as rich text."""
    found = person.found(QLabel, lambda w: True, person.window.page)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in found if label.text())
    return [label.text() for label in found]


@pytest.mark.parametrize("kind", NAMES)
def test_what_is_typed_is_what_is_read_printed_and_exported(
    person: Person, boxes: Boxes, tmp_path: Path, kind: str
) -> None:
    text = NAMES[kind]
    person.go_to("Organismes")
    as_it_was = person.file()
    person.click_button("Nouvel organisme")
    person.settle()
    for label in ("Nom, tel qu’imprimé", "Notes"):
        person.go_into(label)
        person.paste(text) if len(text) > 1000 else person.type(text)
        person.press("Tab")
    person.press("Ctrl+S")
    person.settle()
    assert person.window.page.panel.form is None, person.words()
    assert boxes.said == []

    # The screen.
    assert labels(person).count(text) >= 2  # the name and the notes
    assert text in [str(person.list().model().index(row, 0).data()) for row in range(len(person.lines()))]
    assert "\N{NO-BREAK SPACE}" not in text
    person.turn_to("Historique")
    labels(person)

    # The paper: the record, and the list.
    person.run("Imprimer…")
    person.wait(lambda: person.top is not person.window)
    workbench = person.top.workbench  # type: ignore[attr-defined]
    person.wait(lambda: workbench.is_settled() and workbench.pane.content)
    boxes.save_file = tmp_path / "liste.pdf"
    person.click_button("Enregistrer en PDF…")
    person.press("Escape")
    person.settle()
    printed = pdf_text(tmp_path / "liste.pdf")
    if kind in ("markup", "formula"):
        assert text in printed
    missing = [word for word in text.split() if word.isascii() and word not in printed]
    assert missing == []  # a long name goes on over the pages, nothing of it is lost

    # The spreadsheet, and back.
    person.go_to("Importer/Exporter")
    person.turn_to("Exporter")
    boxes.save_file = tmp_path / "organismes.csv"
    person.click_button("Exporter… Organismes")
    person.wait(lambda: person.top is not person.window)
    person.button("CSV, pour tout autre logiciel").click()
    person.click_button("Exporter…")
    person.wait((tmp_path / "organismes.csv").exists)
    person.settle()
    with (tmp_path / "organismes.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream, delimiter=";") for cell in row]
    assert cells.count(f"'{text}" if kind == "formula" else text) >= 2
    assert not any(cell.startswith(("=", "@", "\t")) for cell in cells)
    typed = person.file()
    person.turn_to("Importer")
    boxes.open_file = tmp_path / "organismes.csv"
    person.click_button("Choisir un fichier…")
    person.settle()
    person.wait(lambda: not person.window.page.imports.is_busy())
    person.settle()
    assert person.sees("rien ne changerait"), person.words()
    assert person.file() == typed
    person.press("Ctrl+Z")
    person.settle()
    assert person.file() == as_it_was


def test_a_control_character_is_refused_in_words_and_what_was_typed_stays(person: Person) -> None:
    as_it_was = person.file()
    person.press("Ctrl+N")
    person.settle()
    person.go_into("Nom, tel qu’imprimé")
    person.type("Bon nom")
    person.go_into("Notes")
    person.paste("avant\x07après")
    person.press("Ctrl+S")
    person.settle()
    if person.window.page.panel.form is not None:
        assert person.sees("invisible")
        assert plain(person.field("Nom, tel qu’imprimé").text()) == "Bon nom"
        assert person.file() == as_it_was
    else:
        assert "\\x07" not in str(person.file())
