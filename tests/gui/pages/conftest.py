"""A window's surroundings for pages: a real file, a real theme, boxes that answer by themselves."""

from __future__ import annotations

import inspect
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


@pytest.fixture
def opened(qtbot: QtBot, context: Context) -> Any:
    """Opens a page in a window of its own, connected as the main window does."""

    def open_page(kind: Callable[[Context], Any]) -> Any:
        page = kind(context)
        page.resize(1280, 720)
        qtbot.addWidget(page)
        context.changed.connect(page.on_changes)
        context.as_of_changed.connect(lambda _day: page.on_as_of())
        with qtbot.waitExposed(page):
            page.show()
        return page

    return open_page


class Boxes:
    """What the boxes were asked, and what they answer; every function of `messages` has its method here."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.asked: list[tuple[str, ...]] = []
        self.opened: list[str | Path] = []
        self.started: list[tuple[str, ...]] = []
        self.bugs: list[BaseException] = []
        self.open_file: Path | None = None
        self.folder: Path | None = None
        self.open_files: list[Path] = []
        self.save_file: Path | Callable[[str], Path] | None = None
        self.text: str | None = None
        self.password: str | None = None
        self.agree = True
        self.choice: int | list[int | None] | None = None
        self.answer = "discard"
        self.printer = True
        self.programs = True

    def error(self, _parent: Any, title: str, text: str) -> None:
        self.said.append((title, text))

    def bug(self, _parent: Any, problem: BaseException, _log_place: str) -> None:
        self.bugs.append(problem)

    def confirm(self, _parent: Any, title: str, text: str, yes: str, **_how: Any) -> bool:
        self.said.append((title, text))
        return self.agree

    def choose(self, _parent: Any, title: str, text: str, choices: Any) -> int | None:
        self.said.append((title, text))
        self.asked.append(tuple(choices))
        return self.choice.pop(0) if isinstance(self.choice, list) else self.choice

    def ask_text(self, _parent: Any, _title: str, _label: str, _text: str = "") -> str | None:
        return self.text

    def ask_password(self, _parent: Any, _title: str, _label: str, _yes: str) -> str | None:
        return self.password

    def ask_save_discard_cancel(self, _parent: Any, _what: str) -> str:
        return self.answer

    def choose_open_file(self, _parent: Any, _title: str, _folder: str = "", _filters: str = "") -> Path | None:
        return self.open_file

    def choose_open_files(self, _parent: Any, _title: str, _folder: str = "", _filters: str = "") -> list[Path]:
        return self.open_files

    def choose_save_file(self, _parent: Any, _title: str, suggested: str = "", _filters: str = "") -> Path | None:
        return self.save_file(suggested) if callable(self.save_file) else self.save_file

    def choose_folder(self, _parent: Any, _title: str, _folder: str = "") -> Path | None:
        return self.folder

    def choose_printer(self, _parent: Any, _printer: Any) -> bool:
        return self.printer

    def open_with_program(self, place: str | Path) -> bool:
        self.opened.append(place)
        return self.programs

    def start_program(self, program: str, arguments: Any) -> bool:
        self.started.append((program, *arguments))
        return self.programs


BOXES = tuple(
    name
    for name, thing in vars(messages).items()
    if inspect.isfunction(thing) and thing.__module__ == messages.__name__ and not name.startswith("_")
)
"""Every function that opens a box or a program."""


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Boxes]:
    made = Boxes()
    for name in BOXES:
        monkeypatch.setattr(messages, name, getattr(made, name))
    yield made
    assert made.bugs == []
