"""The real window on a real file of the demonstration data; only the boxes answer by themselves."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oci_desktop.exchange.demo import make_demo
from oci_desktop.gui import messages
from oci_desktop.gui.session import Session
from oci_desktop.settings import PersonSettings
from tests.gui.pages.conftest import BOXES, Boxes
from tests.journeys.person import Person


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration data, imported once."""
    path = tmp_path_factory.mktemp("demo") / "aqoci.ocidb"
    make_demo(path, user="Alix Exemple").close()
    return path


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration data of one's own, in a folder with an accent and a space."""
    path = tmp_path / "Données du secrétariat" / "aqoci.ocidb"
    path.parent.mkdir()
    shutil.copy(demo_file, path)
    return path


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Boxes]:
    """Boxes that answer by themselves; a box of a fault of the program fails the test."""
    made = Boxes()
    for name in BOXES:
        monkeypatch.setattr(messages, name, getattr(made, name))
    asked: list[str] = []
    made.questions = asked  # type: ignore[attr-defined]

    def ask(_parent: Any, what: str) -> str:
        asked.append(what)
        return made.answer

    monkeypatch.setattr(messages, "ask_save_discard_cancel", ask)
    yield made
    for fault in made.bugs:
        raise fault


@pytest.fixture
def sit_down(qtbot: QtBot, qapp: QApplication, boxes: Boxes) -> Iterator[Callable[..., Person]]:
    """Starts the program on a file, as many times as a test wants; each has its own window."""
    hook = sys.excepthook
    seats: list[Session] = []

    def start(path: Path, language: str | None = None) -> Person:
        session = Session(qapp, PersonSettings(), language)
        seats.append(session)
        session.start(path)
        person = Person(qtbot, session)
        person.wait(lambda: session.window is not None and session.window._started)
        person.window.resize(1280, 800)
        person.awake()
        person.settle()
        return person

    yield start
    for session in seats:
        session.let_go()
        qapp.aboutToQuit.disconnect(session.let_go)
        session.deleteLater()
    qapp.processEvents()
    sys.excepthook = hook
    gc.enable()


@pytest.fixture
def person(sit_down: Callable[..., Person], file: Path) -> Person:
    """Somebody who has just opened the demonstration data."""
    return sit_down(file)
