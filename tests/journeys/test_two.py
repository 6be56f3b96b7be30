"""Two windows, two people: one writes, the other reads; nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QRadioButton

from oci_desktop.i18n import message
from tests.gui.pages.conftest import Boxes
from tests.journeys.person import Person, plain


def test_a_second_window_may_only_read_and_follows_the_first(
    sit_down: Callable[..., Person], file: Path, boxes: Boxes
) -> None:
    first = sit_down(file)
    boxes.choice = 0
    second = sit_down(file)
    assert "ouvert" in plain(boxes.said[0][1])
    assert boxes.asked[0][0] == "Ouvrir en lecture seule"
    assert "lecture seule" in second.status()
    second.click_line("Alternatives")
    assert not second.can_click("Modifier")
    assert not second.can_click("Nouvel organisme")
    for keys in ("Ctrl+Return", "Return", "Ctrl+N", "Delete", "F2"):
        second.press(keys)
    assert second.window.page.panel.form is None
    as_it_was = first.file()
    second.press("Ctrl+Z")
    assert first.file() == as_it_was

    first.awake()
    first.click_line("Alternatives")
    first.press("Ctrl+Return")
    first.settle()
    first.fill("Sigle", "ALT-2")
    first.press("Ctrl+S")
    first.settle()
    second.wait(lambda: "ALT-2" in second.words(second.window))
    assert second.file() == first.file()


def change_behind(person: Person, name: str, **values: object) -> None:
    """Somebody else saves the record while its form is open here."""
    from oci_desktop.queries.records import get_organisation
    from oci_desktop.services.organisations import save_organisation

    assert person.session.context is not None
    with person.session.context.database.write(message("ailleurs")) as write:
        record = write.value("SELECT organisation_id FROM organisation_name WHERE printed = :name", {"name": name})
        save_organisation(write, replace(get_organisation(write, record), **values))
    person.settle()


def open_form(person: Person, name: str) -> None:
    person.click_line(name)
    person.press("Ctrl+Return")
    person.settle()


def test_both_values_are_shown_and_the_person_chooses(person: Person) -> None:
    open_form(person, "Alternatives")
    person.fill("Site Web", "www.ici.example.org")
    person.fill("NEQ", "1142345678")
    change_behind(person, "Alternatives", web="www.ailleurs.example.org", notes="écrit ailleurs")

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        words = person.words(dialog)
        for seen in ("www.ici.example.org", "www.ailleurs.example.org", "écrit ailleurs", "Site Web"):
            assert seen in words, words
        theirs = next(
            button for button in dialog.findChildren(QRadioButton)
            if button.accessibleName() == "Site Web: www.ailleurs.example.org"
            or plain(button.accessibleName()) == "Site Web : www.ailleurs.example.org"
        )  # fmt: skip
        person.click(theirs)
        person.click_button("Enregistrer ces valeurs")

    check = person.when_asked(answer)
    person.press("Ctrl+S")
    check()
    person.settle()
    assert person.window.page.panel.form is None
    panel = person.words(person.window.page.panel)
    assert "www.ailleurs.example.org" in panel
    assert "écrit ailleurs" in panel
    assert "1142345678" in panel.replace(" ", "")


def test_one_may_go_on_typing_instead(person: Person) -> None:
    open_form(person, "Alternatives")
    person.fill("Site Web", "www.ici.example.org")
    change_behind(person, "Alternatives", web="www.ailleurs.example.org")
    as_it_is = person.file()
    check = person.when_asked(lambda: person.click_button("Continuer la saisie"))
    person.press("Ctrl+S")
    check()
    assert person.file() == as_it_is
    assert person.field("Site Web").text() == "www.ici.example.org"
