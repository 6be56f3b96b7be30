"""Nothing flashes: only windows, dialogs, popovers and menus are ever shown on their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from tests.journeys.person import Person


class StrayWindows(QObject):
    """Notes every part of a window that is shown, for an instant, as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.windowType() == Qt.WindowType.Window
            and not isinstance(watched, QMainWindow | QDialog)
        ):
            self.seen.append(f"{type(watched).__name__} « {watched.accessibleName()} »")
        return False


@pytest.fixture
def stray(qapp: QApplication) -> Iterator[StrayWindows]:
    made = StrayWindows()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_no_part_of_the_window_is_shown_outside_it(
    stray: StrayWindows, sit_down: Callable[..., Person], file: Path
) -> None:
    person = sit_down(file)
    pages = ("Accueil", "Organismes", "Personnes", "Rapports", "Importer/Exporter", "Historique")
    for page in (*pages, "Copies de sécurité", "Réglages", "Membres"):
        person.go_to(page)
    person.click_line("Alternatives")
    for tab in ("Adhésion", "Personnes", "Historique", "Fiche"):
        person.turn_to(tab)
    person.press("Ctrl+Return")
    person.settle()
    person.press("Escape")
    for command in ("Ajouter une fonction…", "Mettre fin à l’adhésion…", "Changer de catégorie…"):
        person.run(command)
        person.wait(lambda: person.top is not person.window)
        person.press("Escape")
        person.settle()
    person.press("Ctrl+P")
    person.settle()
    person.press("Escape")
    person.press("Ctrl+Shift+L")
    person.settle()
    assert person.title() == "Members"
    assert stray.seen == []
