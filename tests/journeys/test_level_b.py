"""A small campaign of level B in the real window: answers shared with consent, typed, looked at, taken back for good.

Its questionnaire is another one than security, with another scale: nothing in the program knows the subject.
"""

from __future__ import annotations

import email
import email.policy
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu

from oci_desktop.gui.dialogs.erasing import ErasingDialog
from oci_desktop.gui.pages.answers.dialog import AnswersDialog
from tests.bytes import places_that_hold
from tests.filled_forms import fill_pdf
from tests.gui.pages.conftest import Boxes
from tests.journeys.campaigns import (
    PAGE,
    accept,
    drop_forms,
    letters,
    put_away,
    save_drafts,
    say_and,
    select,
    what_they_are,
    with_selected,
)
from tests.journeys.clock import Clock
from tests.journeys.person import Person

QUESTIONNAIRE = Path(__file__).parents[1] / "data" / "questionnaires" / "harassment.toml"
SHARING, TYPING = "Humanité et inclusion", "Abri International-Bureau de Québec"
COMMENT, ACTION, TYPED = "Zzyœuxtémoin", "Qwhârtzplan", "Vlôkmantapé"

ANSWERED = {
    "consent": "yes", "item.P1.answer": "yes", "item.P1.comment": COMMENT, "item.P2.answer": "no",
    "item.P2.action": ACTION, "item.P2.owner": "direction", "item.P2.due": "2027-06-30",
    "discussed_on": "2026-11-10", "signatory.0.name": "Camille Exemple", "signatory.0.date": "2026-11-12",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock("2026-11-21").set_on(monkeypatch)


def bring_in_the_questionnaire(person: Person, boxes: Boxes) -> None:
    person.go_to("Questionnaires")
    boxes.open_file = QUESTIONNAIRE
    person.click_button("Importer…", person.window.page)
    person.wait(lambda: person.top is not person.window)
    person.click_button("Importer")
    person.settle()
    assert person.title_line() == "Version 1.0 · 3 principes · 4 énoncés"
    person.click_button("Publier…")
    person.settle()
    boxes.said.clear()


def create_the_campaign(person: Person) -> None:
    person.go_to(PAGE)
    person.run("Nouvelle campagne…")
    person.wait(lambda: person.top is not person.window)
    person.pick("Questionnaire", "Prévention du harcèlement, version 1.0")
    person.fill("Titre en français", "Prévention 2026")
    person.fill("Titre en anglais", "Prevention 2026")
    person.fill("Nom court", "2026-H")
    person.pick("Ce qui revient", "L’attestation et les réponses")
    for label, day in {
        "Ouverture": "2026-11-01", "Échéance": "2027-02-01", "Délai de grâce": "2027-03-31", "Valide": "2028-03-31",
    }.items():  # fmt: skip
        person.fill(label, day)
    person.pick("Membres sollicités", "La catégorie « Sympathisant »")
    assert person.sees("4 organismes sont sollicités.")
    person.click_button("Créer la campagne")
    person.settle()
    assert person.sees("4 à envoyer")


def send_the_forms(person: Person, boxes: Boxes, drafts: Path) -> dict[str, bytes]:
    """member → the whole form that its draft carries, with the attestation to sign on paper beside it."""
    select(person, SHARING, TYPING)
    with_selected(person, "Envoyer les formulaires…")
    boxes.save_file = drafts
    save_drafts(person, letters(person))
    found = {}
    with zipfile.ZipFile(drafts) as archive:
        for name in archive.namelist():
            draft = email.message_from_bytes(archive.read(name), policy=email.policy.default)
            form, attestation = draft.iter_attachments()
            assert "attestation" in attestation.get_filename()
            found[form.get_filename().split(" - ")[1]] = form.get_content()
    return found


def open_answers_tab(person: Person, member: str) -> None:
    person.click_line(member)
    person.turn_to("Réponses", person.window.page.panel)
    person.settle()


def type_answers(person: Person) -> None:
    """The consent by telephone first; then keys alone: 1, N with its reason, Enter goes on."""
    open_answers_tab(person, TYPING)
    person.click_button("Inscrire le consentement…")
    person.wait(lambda: person.top is not person.window)
    say_and(person, "Inscrire le consentement", {"Par qui": "Swan Spécimen"})
    person.click_button("Saisir les réponses…")
    person.wait(lambda: isinstance(person.top, AnswersDialog))
    person.settle()
    person.press("1")
    person.press("N")
    person.type(TYPED)
    person.press("Ctrl+Return")
    person.press("2")
    assert person.sees("2 sur 3"), "what does not apply is not counted"
    person.press("Ctrl+Z")
    assert person.sees("1 sur 3"), "each answer is an action of its own"
    person.press("Ctrl+Shift+Z")
    person.press("Escape")
    person.settle()
    assert person.top is person.window


def answers(person: Person, member: str) -> list[tuple[Any, ...]]:
    assert person.session.context is not None
    with person.session.context.database.read() as reader:
        return [
            tuple(row)
            for row in reader.rows(
                "SELECT i.code, a.choice, a.comment FROM answer a JOIN questionnaire_item i"
                " ON i.id = a.questionnaire_item_id JOIN self_assessment sa ON sa.id = a.self_assessment_id"
                " JOIN campaign c ON c.id = sa.campaign_id JOIN organisation_name n"
                " ON n.organisation_id = sa.organisation_id WHERE c.code = '2026-H' AND n.printed = :name ORDER BY 1",
                {"name": member},
            )
        ]


def look_at_the_results(person: Person) -> None:
    """Counts first; the window of one's own is closed with Escape."""
    person.click_line(SHARING)
    person.click_button("Autres gestes", person.window.page.panel)
    person.choose("Résultats…")
    person.wait(lambda: person.top is not person.window and not isinstance(person.top, QMenu))
    assert person.sees("2 réponses sur 2")
    assert person.sees(COMMENT), "what it wrote itself"
    person.press("Escape")
    person.settle()


def withdraw(person: Person) -> None:
    """What goes and what stays is said first; the older backups that hold the answers go with them."""
    open_answers_tab(person, SHARING)
    person.click_button("Retirer le consentement…")
    person.wait(lambda: isinstance(person.top, ErasingDialog))
    assert person.sees("Ce qui disparaît pour de bon")
    person.click_button("Retirer et effacer")
    dialog: Any = person.top
    person.wait(lambda: dialog.erased is not None)
    person.settle()
    assert person.sees("3 réponses et actions sont effacées, y compris de l’historique.")
    person.click(dialog.backups.delete_button)
    person.settle()
    person.click_button("Fermer")
    person.settle()


def test_answers_are_shared_typed_looked_at_and_taken_back(
    sit_down: Callable[..., Person], file: Path, boxes: Boxes, own_folders: Path, tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    desk = tmp_path_factory.mktemp("Bureau")
    person = sit_down(file)
    bring_in_the_questionnaire(person, boxes)
    create_the_campaign(person)
    forms = send_the_forms(person, boxes, desk / "formulaires.zip")
    come = desk / "formulaire rempli.pdf"
    come.write_bytes(fill_pdf(forms[SHARING], ANSWERED))
    dialog = drop_forms(person, [come])
    assert what_they_are(dialog) == {come.name: "new"}
    accept(person, dialog)
    put_away(person, dialog)
    assert answers(person, SHARING) == [("P1", "yes", COMMENT), ("P2", "no", None)]
    type_answers(person)
    assert answers(person, TYPING) == [("P1", "yes", None), ("P2", "na", TYPED), ("S1", "no", None)]
    look_at_the_results(person)

    person.run("Faire une copie de sécurité maintenant")
    assert person.session.context is not None
    database = person.session.context.database
    for needle in (COMMENT, ACTION):
        found = places_that_hold(needle, database, own_folders, tmp_path)
        assert any("backups" in place for place in found), "there is something to erase"
    withdraw(person)
    assert person.sees("Le membre a retiré son consentement : ses réponses ont été effacées.")
    assert answers(person, SHARING) == []
    assert len(answers(person, TYPING)) == 3, "the others' stay"
    assert person.undoable() == "", "nothing of what was erased can be undone"
    person.turn_to("Attestation", person.window.page.panel)
    assert person.sees("Camille Exemple"), "the attestation stays"
    assert person.sees("1 valide"), "and so does the step"
    for needle in (COMMENT, ACTION):
        assert places_that_hold(needle, database, own_folders, tmp_path) == []
    assert places_that_hold(TYPED, database, own_folders, tmp_path)
    person.press("Ctrl+Q")
    for needle in (COMMENT, ACTION):
        assert places_that_hold(needle, file, own_folders, tmp_path) == []
    assert boxes.said == []
