"""The window's surroundings: a real file, a real theme, no box that waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context
from oci_desktop.gui.main_window import MainWindow
from oci_desktop.gui.theme import Theme
from oci_desktop.settings import PersonSettings
from oci_desktop.store.database import Database
from tests.factories import add_member, add_organisation, add_person

MEMBERS = ("Action Exemple", "Coopération Modèle", "L’ŒUVRE FICTIVE", "Solidarité Trois-Rivières", "Équité Essai")


_OFFSCREEN = ("This plugin does not support", "QFontDatabase", "Populating font family aliases")
"""What the platform without a screen says by itself."""


@pytest.fixture(autouse=True)
def no_word_from_qt(qtlog: Any) -> Iterator[None]:
    """A warning of Qt is a mistake of ours."""
    yield
    said = [record.message for record in qtlog.records if not record.message.startswith(_OFFSCREEN)]
    assert said == []


@pytest.fixture
def kit_theme(qapp: Any) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def members(database: Database) -> Database:
    """Five fictional members in three regions, one of them a sympathiser, a partner and a person."""
    for number, name in enumerate(MEMBERS):
        add_member(
            database, name, "2001-05-01" if number % 2 else None,
            "sympathiser" if number == 4 else "regular",
            region=("06", "06", "03", "04", None)[number], email=f"info{number}@example.org",
        )  # fmt: skip
    add_organisation(database, "Bailleur Inventé", kind="funder")
    add_person(database, "Camille", "Exemple")
    return database


@pytest.fixture
def kit_context(qtbot: QtBot, members: Database, kit_theme: Theme) -> Iterator[Context]:
    made = Context(members, PersonSettings(), kit_theme)
    yield made
    made.tasks.cancel_all()
    qtbot.waitUntil(lambda: not made.tasks.running)
    made.close()


@pytest.fixture
def open_window(qtbot: QtBot, kit_context: Context) -> Iterator[Callable[..., MainWindow]]:
    """Opens the real window on the five members."""
    opened: list[MainWindow] = []

    def make(page: str = "members", width: int = 1280, height: int = 800) -> MainWindow:
        window = MainWindow(kit_context, page)
        window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)
        window.start()
        opened.append(window)
        return window

    yield make
    for window in opened:
        qtbot.waitUntil(lambda: not kit_context.tasks.running)
        window.hide()
        window.deleteLater()
    qtbot.wait(10)
