"""Without the mouse: the form that opens takes the keys, and gives them back."""

from __future__ import annotations

import pytest

from tests.journeys.person import Person


@pytest.mark.parametrize("keys", ["Return", "Ctrl+Return"])
def test_what_is_typed_after_opening_a_form_goes_into_it(person: Person, keys: str) -> None:
    before = person.undoable()
    person.click_line("Alternatives")
    person.press(keys)
    person.settle()
    assert person.field("Nom, tel qu’imprimé").hasFocus()
    person.press("End")
    person.type(" abc")
    assert person.field("Nom, tel qu’imprimé").text() == "Alternatives abc"
    person.press("Ctrl+Z")  # in a field, it takes the typing back; the file is left alone
    assert person.undoable() == before


def test_a_new_record_takes_the_keys_and_escape_gives_them_back(person: Person) -> None:
    person.press("Ctrl+N")
    person.settle()
    assert person.field("Nom, tel qu’imprimé").hasFocus()
    person.press("Escape")
    person.settle()
    assert person.list().hasFocus()


def test_arrows_read_one_record_after_another(person: Person) -> None:
    person.click_line("Action Haïti-Montérégie")
    for name in ("AFS Interculture Canada", "Aide internationale pour l’enfance", "Alternatives"):
        person.press("Down")
        person.settle()
        assert person.sees(name.split("’")[0], person.window.page.panel)
