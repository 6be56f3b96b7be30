"""Ctrl+K: everything from the keyboard, quickly, the focus always in the field."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oci_desktop.gui.main_window import MainWindow
from oci_desktop.gui.palette import Palette

Open = Callable[..., MainWindow]


@pytest.fixture
def palette(qtbot: QtBot, open_window: Open) -> Palette:
    window = open_window()
    window.actions_.perform("find")
    found = window.findChild(Palette)
    assert found is not None
    return found


def chosen(palette: Palette) -> str:
    return palette._model.entries[palette._list.currentIndex().row()].title


def test_accents_and_ligatures_do_not_count(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "oeuvre")
    assert chosen(palette) == "L’ŒUVRE FICTIVE"
    palette.field.setText("equite")
    assert chosen(palette) == "Équité Essai"


def test_people_pages_reports_and_commands_are_found_in_groups(palette: Palette) -> None:
    palette.field.setText("camille")
    assert palette.titles() == ["Personnes", "Camille Exemple"]
    palette.field.setText("liste des membres")
    assert "Rapports" in palette.titles()
    palette.field.setText("theme sombre")
    assert palette.titles() == ["Commandes", "Thème sombre"]


@pytest.mark.parametrize("typed", ["langue", "language", "français", "anglais", "english", "french"])
def test_the_language_is_found_by_its_plain_names(palette: Palette, typed: str) -> None:
    palette.field.setText(typed)
    assert "Français / English" in palette.titles()


def test_an_action_is_found_by_another_word_for_it(palette: Palette) -> None:
    palette.field.setText("aide")
    assert "Raccourcis clavier" in palette.titles()


def test_without_a_word_it_offers_pages_and_commands(palette: Palette) -> None:
    titles = palette.titles()
    assert titles[0] == "Pages"
    assert "Membres" in titles
    assert "Commandes" in titles
    assert chosen(palette) == "Accueil"


def test_arrows_move_over_headings_while_typing_goes_on(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "exemple")
    assert chosen(palette) == "Action Exemple"
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert chosen(palette) == "Camille Exemple", "the heading « Personnes » is stepped over"
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert chosen(palette) == "Action Exemple"
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert chosen(palette) == "Action Exemple", "the first stays the first"
    qtbot.keyClicks(palette.field, " c")
    assert palette.field.text() == "exemple c"


def test_enter_opens_the_record_and_closes(qtbot: QtBot, palette: Palette) -> None:
    window = palette.window()
    assert isinstance(window, MainWindow)
    qtbot.keyClicks(palette.field, "camille")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.page_id == "people"
    assert not palette.isVisible()


def test_enter_does_a_command(qtbot: QtBot, palette: Palette) -> None:
    window = palette.window()
    qtbot.keyClicks(palette.field, "english")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert isinstance(window, MainWindow)
    assert window.context.language == "en"


def test_escape_and_nothing_found(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "zzzz")
    assert palette.titles() == []
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", "<b>x</b>", "\N{RIGHT-TO-LEFT MARK}", "x" * 5_000])
def test_whatever_is_typed_is_only_looked_for(palette: Palette, text: str) -> None:
    palette.field.setText(text)
    assert "Action Exemple" not in palette.titles()


def test_results_come_within_50_ms(palette: Palette) -> None:
    palette.field.setText("a")
    began = time.perf_counter()
    palette.field.setText("ac")
    assert time.perf_counter() - began < 0.05


def test_a_command_that_cannot_be_done_now_says_what_it_needs(qtbot: QtBot, open_window: Open) -> None:
    window = open_window("home")
    window.actions_.perform("find")
    palette = window.findChild(Palette)
    assert palette is not None
    qtbot.keyClicks(palette.field, "admettre")
    assert palette.titles() == ["Commandes", "Admettre…"]
    entry = palette._model.entries[1]
    assert entry.act is None
    assert entry.detail == "ouvrez d’abord un organisme qui n’est pas membre"
    assert chosen(palette) == "Admettre…", "a screen reader hears it"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert window.page_id == "home"
    palette.field.setText("thème")
    assert all(entry.act for entry in palette._model.entries if not entry.is_heading)
