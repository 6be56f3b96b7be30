"""A day with the lists: filters, columns, several at once, another day, another language, and all of it remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QListWidget

from oci_desktop.gui import theme
from tests.gui.pages.conftest import Boxes
from tests.journeys.person import Person, plain

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def tick(person: Person, words: str) -> None:
    """A box of the popover that is open."""
    box = next(box for box in person.found(QCheckBox, lambda b: plain(b.accessibleName()) == words))
    person.click(box, box.rect().center().__class__(8, box.height() // 2))


def filter_by(person: Person, chip: str, *values: str) -> None:
    person.click_button(chip)
    for value in values:
        tick(person, value)
    person.press("Escape")
    person.settle()


def test_language_and_theme_at_once_while_a_list_is_filtered_and_a_record_open(person: Person) -> None:
    filter_by(person, "Catégorie", "Sympathisant")
    person.click_line("Abri International-Bureau de Québec")
    person.turn_to("Adhésion")
    kept = person.lines()
    assert len(kept) == 4
    assert person.sees("4 sur 67")
    assert not theme.is_dark()
    person.press("Ctrl+Shift+L")
    person.settle()
    assert (person.title(), person.lines()) == ("Members", kept)
    assert person.headings()[0] == "Name"
    for words in ("4 of 67", "Abri International-Bureau de Québec", "Membership", "Change the category…", "Edit"):
        assert person.sees(words), words
    person.run("Dark theme")
    assert theme.is_dark()
    assert person.lines() == kept
    assert person.sees("Abri International-Bureau de Québec", person.window.page.panel)
    ground = person.window.grab().toImage().pixelColor(6, 300)
    assert ground.name().upper() == "#17191B"  # the side bar in the dark
    person.press("Ctrl+Shift+L")
    person.run("Thème clair")
    assert person.title() == "Membres"
    assert person.sees("4 sur 67")
    assert person.sees("Corriger…", person.window.page.panel)


def test_a_language_switch_keeps_what_is_half_typed(person: Person) -> None:
    person.click_line("Alternatives")
    person.press("Ctrl+Return")
    person.settle()
    person.go_into("Sigle")
    person.type("ALTÉ")
    person.press("Ctrl+Shift+L")
    person.settle()
    assert person.field("Acronym").text() == "ALTÉ"
    assert person.sees("1 field changed")
    person.press("Ctrl+S")
    person.settle()
    assert person.sees("ALTÉ", person.window.page.panel)


def test_filters_columns_and_saved_lists_are_there_after_a_restart(
    sit_down: Callable[..., Person], file: Path, boxes: Boxes
) -> None:
    person = sit_down(file)
    filter_by(person, "Région", "Estrie", "Montérégie")
    expected = person.lines()
    assert 0 < len(expected) < 67
    person.click_button("Choisir les colonnes")
    chooser = person.found(QListWidget, lambda w: True, QApplication.activePopupWidget())[0]
    for row in range(chooser.count()):
        item = chooser.item(row)
        if plain(item.text()) in ("Courriel", "Catégorie"):
            chooser.setCurrentItem(item)
            person.click(chooser.viewport(), chooser.visualItemRect(item).center())
            chooser.setFocus()
            person.press("Space")
    person.press("Escape")
    person.settle()
    headings = person.headings()
    assert "Courriel" in headings
    assert "Catégorie" not in headings
    boxes.text = "Estrie & Montérégie"
    person.click_button("Listes enregistrées")
    person.choose("Enregistrer cette liste…")
    person.click_button("Retirer les filtres")
    assert len(person.lines()) == 67
    person.click_line("Alternatives")
    person.press("Ctrl+Q")

    again = sit_down(file)
    assert again.title() == "Membres"
    assert again.headings() == headings
    assert len(again.lines()) == 67
    again.click_button("Listes enregistrées")
    again.choose("Estrie & Montérégie")
    again.settle()
    assert again.lines() == expected
    assert again.headings() == headings


def test_several_lines_at_once_and_their_addresses(person: Person, boxes: Boxes) -> None:
    person.click_line("Action Haïti-Montérégie")
    person.click_line("Aide internationale pour l'enfance (AIPE)", SHIFT)
    person.click_line("Architecture sans frontières Québec", CONTROL)
    assert person.sees("4 choisis")
    person.click_button("Copier les courriels (Cci)")
    copied = QGuiApplication.clipboard().text().split("; ")
    assert "camille.exemple@example.org" in copied
    assert all(address.endswith("@example.org") for address in copied)
    assert f"{len(copied)} adresses copiées" in person.status()
    person.click_button("Copier le tableau")
    table = QGuiApplication.clipboard().text().splitlines()
    assert len(table) == 5
    assert table[1].split("\t")[0] == "Action Haïti-Montérégie"
    person.click_button("Ne rien choisir")
    assert not person.sees("4 choisis")


def test_the_list_of_31_march_2018(person: Person) -> None:
    today = person.lines()
    person.press("Ctrl+D")
    person.wait(lambda: QApplication.activePopupWidget() is not None)
    person.press("Ctrl+A")
    person.type("31 mars 2018")
    person.press("Return")
    person.settle()
    assert person.sees("Au 31 mars 2018")
    assert person.sees("Vous regardez le 31 mars 2018")
    assert person.lines() == today  # members since always
    person.click_line("Alternatives")
    assert person.sees("Au 31 mars 2018", person.window.page.panel)
    person.click_button("Revenir à aujourd’hui")
    person.settle()
    assert not person.sees("31 mars 2018")


def test_archiving_is_refused_while_a_member_then_done_and_undone_from_the_bar(person: Person, boxes: Boxes) -> None:
    name = "Alternatives"
    person.click_line(name)
    as_it_was = person.file()
    person.press("Delete")
    assert len(boxes.said) == 1
    assert f"« {name} »" in plain(boxes.said[0][1])
    assert "adhésion" in boxes.said[0][1]
    assert person.file() == as_it_was
    boxes.said.clear()

    person.run("Mettre fin à l’adhésion…")
    person.wait(lambda: person.top is not person.window)
    person.fill("Dernier jour comme membre", "31 mars 2020")
    person.pick("Motif", "Démission")
    person.click_button("Mettre fin à l’adhésion")
    person.settle()
    assert name not in person.lines()
    assert person.title_line().startswith("66 membres")
    ended = person.file()

    person.go_to("Organismes")
    person.click_line(name)
    person.press("Delete")
    person.settle()
    assert boxes.said == []
    assert name not in person.lines()
    assert "dans les archives" in person.status()
    assert name in person.undoable()
    person.click(
        next(b for b in person.window.chrome.status.findChildren(type(person.button("Exporter"))) if b.isVisible())
    )
    person.settle()
    assert person.file() == ended
    assert name in person.lines()
