"""« It is done when »: what somebody who has never seen the program does on the first day, in the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.gui.pages.conftest import Boxes
from tests.journeys.person import Person, pdf_text, plain

NAME = "Coopération Étincelle"


def add_organisation(person: Person) -> None:
    person.click_button("Nouvel organisme")
    person.settle()
    person.go_into("Nom, tel qu’imprimé")
    person.type(f"  {NAME} ")
    person.press("Tab")
    person.type("CÉ")
    person.fill("Téléphone", "5145550142")
    person.fill("Courriel", "info@etincelle.example.org")
    person.press("Ctrl+S")
    person.settle()


def add_contact(person: Person) -> None:
    person.turn_to("Personnes")
    person.click_button("Ajouter une fonction…")
    person.wait(lambda: person.top is not person.window)
    person.go_into("Personne")
    person.type("Camille Desrosiers-Éthier")
    person.wait(person.proposals)
    assert person.proposals()[-1] == "Nouvelle personne : Camille Desrosiers-Éthier"
    person.press("Up")  # from the first proposal round to the last one
    person.press("Return")
    person.fill("Titre, tel que la personne", "direction générale")
    person.click(person.field("Contact principal"))
    person.fill("Courriel", "camille@etincelle.example.org")
    person.click_button("Ajouter")
    person.settle()


def admit(person: Person) -> None:
    person.run("Admettre…")
    person.wait(lambda: person.top is not person.window)
    person.pick("Catégorie", "Sympathisant")
    person.fill("Adoptée le", "9 juin 2017")
    person.fill("Entrée en vigueur", "2017-07-01")
    person.click_button("Admettre")
    person.settle()


def change_category(person: Person) -> None:
    person.turn_to("Adhésion")
    person.click_button("Changer de catégorie…")
    person.wait(lambda: person.top is not person.window)
    assert plain(person.field("Nouvelle catégorie").currentText()) == "Régulier"
    person.fill("À partir du", "31/03/2018")
    assert person.sees("30 mars 2018")
    person.click_button("Changer de catégorie")
    person.settle()


def save_member_list(person: Person, boxes: Boxes, day: str, target: Path) -> str:
    """Look at the preview as of a day, save it, and read the saved pages."""
    person.go_to("Rapports")
    person.click_button("Liste des membres")
    person.fill("Au", day)
    workbench = person.window.page.workbench
    person.wait(lambda: workbench.is_settled() and workbench.pane.content)
    person.wait(workbench.pane.view.is_drawn)
    boxes.save_file = target
    person.click_button("Enregistrer en PDF…")
    assert target.read_bytes() == workbench.pane.content  # the very bytes of the preview
    return pdf_text(target)


def test_the_first_day_of_somebody_who_has_never_seen_it(
    sit_down: Callable[..., Person], file: Path, boxes: Boxes, tmp_path: Path
) -> None:
    person = sit_down(file)
    assert person.title() == "Membres"
    assert person.title_line().startswith("67 membres · 63 réguliers · 4 sympathisants")
    assert person.sees("67 sur 67")
    as_it_was = person.file()
    states = [as_it_was]
    steps = []

    for what_is_done in (add_organisation, add_contact, admit, change_category):
        if what_is_done is admit:
            shown = person.search("coöperàtion etincèlle")  # misspelled accents
            assert shown[1] == NAME
            person.press("Return")
            person.settle()
            assert person.title() == "Organismes"
            assert person.sees("514 555-0142")
            assert person.sees("Camille Desrosiers-Éthier")
        what_is_done(person)
        assert boxes.said == [], boxes.said
        states.append(person.file())
        steps.append(person.undoable())
        assert states[-1] != states[-2], what_is_done
    assert [NAME in step for step in steps] == [True] * 4, steps
    assert len(set(steps)) == 4

    before = save_member_list(person, boxes, "30 mars 2018", tmp_path / "avant.pdf")
    after = save_member_list(person, boxes, "31 mars 2018", tmp_path / "après.pdf")
    assert "Au 30 mars 2018 · 68 membres, dont 63 réguliers et 5 sympathisants" in before
    assert "Au 31 mars 2018 · 68 membres, dont 64 réguliers et 4 sympathisants" in after
    assert before.count(NAME) == after.count(NAME) == 1
    assert before.index("Membres réguliers") < before.index("Membres sympathisants") < before.index(NAME)
    assert after.index("Membres réguliers") < after.index(NAME) < after.index("Membres sympathisants")

    person.go_to("Membres")
    assert person.title_line().startswith("68 membres · 64 réguliers · 4 sympathisants")
    assert NAME in person.lines()
    done = list(states)
    while len(states) > 1:
        states.pop()
        person.press("Ctrl+Z")
        person.settle()
        assert person.file() == states[-1]
    assert boxes.said == []
    assert person.title_line().startswith("67 membres · 63 réguliers · 4 sympathisants")
    assert NAME not in person.lines()
    assert person.search("cooperation etincelle")[:1] != ["Organismes"]
    person.press("Escape")

    for state in done[1:]:
        person.press("Ctrl+Shift+Z")
        person.settle()
        assert person.file() == state
    assert person.title_line().startswith("68 membres · 64 réguliers · 4 sympathisants")

    person.click_line(NAME)
    person.press("Ctrl+Q")
    assert person.session.window is None

    again = sit_down(file)
    assert again.file() == done[-1]
    assert again.title_line().startswith("68 membres · 64 réguliers · 4 sympathisants")
    again.click_line(NAME)
    assert again.sees("info@etincelle.example.org")
    assert again.undoable() == steps[-1]
    again.press("Ctrl+Z")  # undo survives a restart
    again.settle()
    assert again.file() == done[-2]
