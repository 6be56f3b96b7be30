"""An applicant without a self-assessment: the window says why it cannot be admitted, and takes the dispense."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oci_desktop.gui.dialogs.records import membership
from tests.gui.pages.conftest import Boxes
from tests.journeys.person import Person
from tests.journeys.test_first_day import NAME, add_organisation


@pytest.fixture(autouse=True)
def in_november_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's campaign is under way, whatever the day on which the tests are run."""
    for place in ("oci_desktop.dates", membership.__name__):
        monkeypatch.setattr(f"{place}.today", lambda: "2026-11-21")


def test_an_applicant_is_admitted_with_a_dispense(sit_down: Callable[..., Person], file: Path, boxes: Boxes) -> None:
    person = sit_down(file)
    add_organisation(person)
    before = person.file()
    person.run("Admettre…")
    person.wait(lambda: person.top is not person.window)
    assert person.sees("Aucune autoévaluation ne lui a été demandée")
    person.click_button("Admettre")
    assert person.sees("Dites quelle instance a décidé la dispense")
    assert person.file() == before, "nothing happens without the dispense"
    person.fill("Dispense décidée par", "Conseil d’administration")
    person.fill("Dispense jusqu’au", "30 juin 2027")
    person.click_button("Admettre")
    person.settle()
    assert boxes.said == []
    assert person.file() != before
    person.go_to("Membres")
    assert person.title_line().startswith("68 membres · 64 réguliers · 4 sympathisants")
    person.press("Ctrl+Z")
    person.settle()
    assert person.file() == before, "the dispense goes with the admission"
    assert NAME not in person.lines()
