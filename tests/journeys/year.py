"""What the secretariat does in the year of a campaign, gesture by gesture, and who answers how."""

from __future__ import annotations

import email
import email.policy
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint

from oci_desktop import cli
from oci_desktop.gui.dialogs.campaigns.attestation import AttestationDialog
from oci_desktop.gui.pages.questionnaires.outline import Outline
from oci_desktop.gui.tables.filters import FilterPopover
from tests.gui.pages.conftest import Boxes
from tests.journeys.campaigns import (
    PAGE,
    accept,
    drop_forms,
    letters,
    preview,
    put_away,
    save_drafts,
    say_and,
    select,
    texts,
    what_they_are,
    with_selected,
)
from tests.journeys.person import Person, pdf_text, plain
from tests.journeys.test_first_day import NAME as APPLICANT


def get_up(person: Person) -> None:
    """The day is over."""
    person.press("Ctrl+Q")
    assert person.session.window is None


def once_back_and_forth(person: Person, gesture: Callable[[], object]) -> None:
    """What a gesture did is undone by one Ctrl+Z and done again by one Ctrl+Shift+Z, to the last row."""
    before = person.file()
    gesture()
    after = person.file()
    assert after != before, "the gesture did nothing"
    person.press("Ctrl+Z")
    person.settle()
    assert person.file() == before
    person.press("Ctrl+Shift+Z")
    person.settle()
    assert person.file() == after


def ask(person: Person, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """What the file itself says."""
    assert person.session.context is not None
    with person.session.context.database.read() as reader:
        return [tuple(row) for row in reader.rows(sql, values)]


def steps(person: Person, code: str = "2027") -> dict[str, str]:
    """member → its last step."""
    rows = ask(
        person,
        "SELECT n.printed, s.step FROM self_assessment sa JOIN campaign c ON c.id = sa.campaign_id"
        " JOIN organisation_name n ON n.organisation_id = sa.organisation_id AND n.ends_on IS NULL"
        " LEFT JOIN self_assessment_step s ON s.self_assessment_id = sa.id WHERE c.code = :code"
        " ORDER BY s.happened_on, s.id",
        code=code,
    )
    return {name: step for name, step in rows if step}


# Winter: the next version of the questionnaire.


def write_the_next_version(person: Person, boxes: Boxes) -> None:
    """One statement reads better, one is new; what changed is looked at, then it is published."""
    person.go_to("Questionnaires")
    assert [row[1:3] for row in person.cells()] == [["1.0", "Publiée"]]
    person.click_button("Ouvrir")
    boxes.text = "2.0"
    person.click_button("Version suivante…")
    person.settle()
    assert person.title_line() == "Version 2.0 · 5 principes · 45 énoncés"
    tree = person.found(Outline, lambda w: True)[0]
    person.click(tree.viewport(), tree.visualItemRect(tree.topLevelItem(1).child(0)).center())
    person.fill("Texte, en français", "Le CA reçoit et examine la sécurité chaque année, à l’automne")
    person.fill("Texte, en anglais", "The board examines security each year, in autumn")
    person.press("Ctrl+S")
    person.settle()
    person.press("Ctrl+N")
    person.settle()
    person.fill("Identifiant", "1.10")
    person.fill("Texte, en français", "Une œuvre commune d’entraide relie les organismes")
    person.press("Ctrl+S")
    person.settle()
    assert person.title_line().endswith("46 énoncés")
    assert person.sees("1 texte à traduire")
    person.click_button("Suivant")
    person.type("A shared effort of mutual aid links the organisations")
    person.press("Ctrl+S")
    person.settle()
    assert not person.sees("à traduire")
    person.click_button("Différences")
    person.settle()
    assert person.sees("1 nouvel énoncé, 1 modifié, 0 retiré")
    person.click_button("Fermer")
    person.click_button("Publier…")
    person.settle()
    assert [title for title, _text in boxes.said] == [
        "Publier «\xa0Autoévaluation de la sécurité en cinq principes (exemple), 2.0\xa0»?"
    ]
    boxes.said.clear()
    assert person.sees("Publiée le 18 janvier 2027")
    person.click_button("Questionnaires", person.window.page)
    person.settle()
    assert sorted(row[1:3] for row in person.cells()) == [["1.0", "Publiée"], ["2.0", "Publiée"]]


# February: the campaign and its forms.


def create_the_campaign(person: Person, version: str = "version 1.0") -> None:
    """Last year's proposes, with the newest version of its questionnaire; it opens in February this time."""
    person.run("Nouvelle campagne…")
    person.wait(lambda: person.top is not person.window)
    assert plain(person.field("Questionnaire").currentText()).endswith(version)
    assert person.field("Nom court").text() == "2027"
    assert person.field("Titre en français").text() == "Autoévaluation 2027"
    person.fill("Ouverture", "1er février 2027")
    assert person.sees("67 organismes"), person.words()
    person.click_button("Créer la campagne")
    person.settle()


def send_the_forms(person: Person, boxes: Boxes, folder: Path) -> dict[str, bytes]:
    """Drafts with the forms for whoever has an address, letters for the others; member → its attestation to return."""
    person.list().setFocus()
    person.press("Ctrl+A")
    with_selected(person, "Envoyer les formulaires…")
    dialog = letters(person)
    assert person.sees("63 lettres · Français 56 · English 7"), "the four that are exempt get none"
    read = texts(person, dialog)
    assert len(read) == 67
    assert read["Inter Pares"].startswith("Madame, Monsieur,"), "it has no focal point"
    assert read["Oxfam-Québec"].startswith("Bonjour Pascale Témoin,")
    assert read["CUSO"].startswith("Dear")
    boxes.save_file = folder / "formulaires.zip"
    save_drafts(person, dialog)
    assert person.sees("51 formulaires notés comme envoyés, le 1er février 2027. Il en reste 12.")
    person.click(dialog.ways.buttons["letters"])
    person.click(dialog.ways.go_button)
    preview(person)
    boxes.save_file = folder / "lettres.pdf"
    person.click_button("Enregistrer en PDF…")
    person.settle()
    person.press("Escape")
    person.settle()
    assert person.top is person.window, "nobody is left: the review closes"
    assert person.sees("12 formulaires notés comme envoyés, le 1er février 2027.")
    return attestations_in(folder / "formulaires.zip")


def attestations_in(drafts: Path) -> dict[str, bytes]:
    """member → the attestation to return that its draft carries, as a mail program opens it."""
    found = {}
    with zipfile.ZipFile(drafts) as archive:
        for name in archive.namelist():
            draft = email.message_from_bytes(archive.read(name), policy=email.policy.default)
            kept, returned = sorted(draft.iter_attachments(), key=lambda part: "attestation" in part.get_filename())
            assert "questionnaire" in kept.get_filename()
            found[returned.get_filename().split(" - ", 1)[1].rsplit(" - ", 1)[0]] = returned.get_content()
    assert len(found) == 51
    return found


# September: what comes back.

SIGNED = {
    "discussed_on": "2027-09-07", "signatory.0.name": "Noémie Cœur d’Exemple", "signatory.0.date": "2027-09-08",
    "signatory.1.name": "Loïc Modèle", "signatory.1.date": "9 septembre 2027",
}  # fmt: skip
BY_PDF = [
    "Action Haïti-Montérégie", "Alternatives", "Carrefour International", "CUSO", "Equitas", "FEM International",
    "Terre Sans Frontières (TSF)", "Micro-Recyc-Coopération",
]  # fmt: skip
BY_XLSX = ["AFS Interculture Canada", "Jeunesse Canada Monde (JCM)", "L'ŒUVRE LÉGER"]
BY_SCAN = "Oxfam-Québec"
REFUSING = ["Résultats Canada", "Village Monde"]
EXEMPTED = ["Avocats sans frontières Canada", "Mer et Monde"]


def workbooks(file: Path, folder: Path) -> dict[str, bytes]:
    """member → its workbook to return; those who asked for Excel were sent it apart."""
    only = [word for name in BY_XLSX for word in ("--member", name)]
    command = ["--db", str(file), "campaign", "forms", "--campaign", "2027", "--format", "xlsx", "--to", str(folder)]
    assert cli.main([*command, *only], lambda _options: 9) == 0
    made = [path for path in folder.iterdir() if "attestation" in path.name]
    return {path.name.split(" - ", 1)[1].rsplit(" - ", 1)[0]: path.read_bytes() for path in made}


def receive(person: Person, paths: list[Path]) -> None:
    """One drop; they are looked through later, so they are noted as received; then all at once as valid."""
    dialog = drop_forms(person, paths)
    assert set(what_they_are(dialog).values()) == {"new"}
    person.pick("Noter comme", "Reçues, à vérifier")
    accept(person, dialog)
    assert person.sees(f"{len(paths)} formulaires acceptés."), person.words()
    put_away(person, dialog)


def check_all_received(person: Person) -> None:
    show_only(person, "Étape", "Attestation reçue")
    person.list().setFocus()
    person.press("Ctrl+A")
    with_selected(person, "Marquer valide…")
    assert person.sees("11 autoévaluations valides à partir du 20 septembre 2027."), person.words()
    say_and(person, "Marquer valide", {})


def show_only(person: Person, chip: str, value: str) -> None:
    """A filter of the list: its chip, or its line under « Filtres » where there is no room for it; then the value."""
    if person.can_click(chip, person.window.page):
        person.click_button(chip, person.window.page)
    else:
        person.click_button("Filtres", person.window.page)
        person.choose(chip)
    person.wait(lambda: person.found(FilterPopover, lambda w: True, person.window))
    box = person.button(value)
    person.click(box, QPoint(8, box.height() // 2))
    person.press("Escape")
    person.settle()


def type_the_attestation(person: Person, boxes: Boxes, scan: Path) -> None:
    """A scan is the normal return: attach it, two dates and the names, save."""
    person.click_line(BY_SCAN)
    person.click_button("Noter la réception…", person.window.page.panel)
    person.wait(lambda: isinstance(person.top, AttestationDialog))
    boxes.open_file = scan
    person.click(person.field("Attestation signée"))
    person.fill("Discutée au CA le", "7 septembre 2027")
    for nth, name in enumerate(("Camille Exemple", "Dominique Fictif")):
        person.fill("Signée par", name, nth)
        person.fill("Signée le", "2027-09-08", nth)
    person.click_button("Enregistrer")
    person.settle()


def refuse(person: Person) -> None:
    select(person, *REFUSING)
    with_selected(person, "Noter un refus…")
    person.click_button("Noter le refus")
    assert person.sees("Un refus demande une raison"), "nothing is noted without it"
    say_and(person, "Noter le refus", {"Qui a refusé": "Les deux présidences, par lettre."})


def exempt(person: Person) -> None:
    select(person, *EXEMPTED)
    with_selected(person, "Dispenser…")
    say_and(person, "Enregistrer la dispense", {"Instance qui a décidé": "Conseil d’administration"})


# October: reminders, and the page for the board.

LATE_SINCE_2026 = {
    "L'AMIE - Aide internationale à l'enfance", "Architecture sans frontières Québec", "Association Ben-Ba Lanaudière",
    "Centre international de solidarité ouvrière (CISO)", "Cyclo Nord-Sud", "Fondation One Drop", "Inter Pares",
    "IRIS Mundial",
}  # fmt: skip
"""Of those that never settled the campaign before, whoever did not settle this one either."""


def remind(person: Person, boxes: Boxes, folder: Path, waiting: set[str]) -> None:
    """All that are in grace: every text is read first, each in its language; then drafts, and what went is noted."""
    person.click_button(f"{len(waiting)} en délai de grâce")
    assert set(person.lines()) == waiting
    person.list().setFocus()
    person.press("Ctrl+A")
    with_selected(person, "Envoyer un rappel…")
    dialog = letters(person)
    read = texts(person, dialog)
    assert set(read) == waiting
    english = {name for name, text in read.items() if text.startswith("Dear")}
    assert "Groupe d'économie solidaire du Québec (GESQ)" in english
    for name, text in read.items():
        assert ("December 31, 2027" if name in english else "31 décembre 2027") in text, name
    boxes.save_file = folder / "rappels.zip"
    save_drafts(person, dialog)
    person.press("Escape")
    person.settle()


def print_the_page(person: Person, boxes: Boxes, target: Path) -> str:
    """Look at it, save the very bytes, read them."""
    person.click_button("Gestes de la campagne")
    person.choose("Page pour le conseil…")
    shown = preview(person)
    boxes.save_file = target
    person.click_button("Enregistrer en PDF…")
    person.settle()
    assert target.read_bytes() == shown.workbench.pane.content
    person.press("Escape")
    person.settle()
    return pdf_text(target)


# November: an applicant.


def address_the_applicant(person: Person) -> None:
    person.go_to(PAGE)
    person.run("Ajouter des membres à la campagne…")
    person.wait(lambda: person.top is not person.window)
    person.pick("Qui", "Un organisme : un candidat, par exemple")
    person.go_into("Organisme")
    person.type("etincelle")
    person.wait(person.proposals)
    person.press("Return")
    person.click_button("Ajouter")
    person.settle()


def admit(person: Person) -> None:
    """Without the attestation, no; with the dispense that the board decided, yes."""
    before = person.file()
    person.go_to("Organismes")
    person.filter("etincelle")
    person.click_line(APPLICANT)
    person.run("Admettre…")
    person.wait(lambda: person.top is not person.window)
    assert person.sees("Autoévaluation 2027 : à remettre d’ici le 15 décembre 2027."), "it has a month of its own"
    person.click_button("Admettre")
    assert person.sees("Dites quelle instance a décidé la dispense")
    assert person.file() == before, "nothing happens without the dispense"
    person.fill("Dispense décidée par", "Conseil d’administration")
    person.fill("Dispense jusqu’au", "30 juin 2028")
    person.click_button("Admettre")
    person.settle()
