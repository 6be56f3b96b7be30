"""A window's surroundings for pages: a real file, a real theme, boxes that answer by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.theme import Theme
from oci_desktop.settings import PersonSettings
from oci_desktop.store.database import Database


@pytest.fixture
def settings() -> PersonSettings:
    return PersonSettings()


@pytest.fixture
def theme(qapp: Any) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def context(qtbot: QtBot, database: Database, settings: PersonSettings, theme: Theme) -> Iterator[Context]:
    made = Context(database, settings, theme)
    yield made
    made.tasks.cancel_all()
    qtbot.waitUntil(lambda: not made.tasks.running)
    made.close()


class Boxes:
    """What the boxes were asked, and what they answer; every function of `messages` is replaced."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.asked: list[tuple[str, ...]] = []
        self.opened: list[Path] = []
        self.open_file: Path | None = None
        self.save_file: Path | Callable[[str], Path] | None = None
        self.text: str | None = None
        self.agree = True
        self.choice: int | list[int | None] | None = None
        self.answer = "discard"
        self.printer = True
        self.programs = True

    def error(self, _parent: Any, title: str, text: str) -> None:
        self.said.append((title, text))

    def confirm(self, _parent: Any, title: str, text: str, yes: str, **_how: Any) -> bool:
        self.said.append((title, text))
        return self.agree

    def choose(self, _parent: Any, title: str, text: str, choices: Any) -> int | None:
        self.said.append((title, text))
        self.asked.append(tuple(choices))
        return self.choice.pop(0) if isinstance(self.choice, list) else self.choice

    def choose_save_file(self, _parent: Any, _title: str, suggested: str = "", _filters: str = "") -> Path | None:
        return self.save_file(suggested) if callable(self.save_file) else self.save_file

    def open_with_program(self, place: Path) -> bool:
        self.opened.append(Path(place))
        return self.programs


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> Boxes:
    made = Boxes()
    for name in ("error", "confirm", "choose", "choose_save_file", "open_with_program"):
        monkeypatch.setattr(messages, name, getattr(made, name))
    monkeypatch.setattr(messages, "choose_open_file", lambda *_args, **_how: made.open_file)
    monkeypatch.setattr(messages, "ask_text", lambda *_args, **_how: made.text)
    monkeypatch.setattr(messages, "ask_save_discard_cancel", lambda *_args: made.answer)
    monkeypatch.setattr(messages, "choose_printer", lambda *_args: made.printer)
    return made
