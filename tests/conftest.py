"""What every test gets: folders of its own, French, and databases copied from one migrated template."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent / "resources" / "locale"))

from build import compile_catalogues

from oci_desktop import i18n, paths
from oci_desktop.log import start_log
from oci_desktop.store.database import Database

compile_catalogues()


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees, or leaves, anything in the person's folders."""
    home = tmp_path / "home"
    monkeypatch.setenv(paths.HOME_VARIABLE, str(home))
    return home


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """The program's default language, whatever the test before left."""
    i18n.use_language("fr")
    yield
    i18n.use_language("fr")


@pytest.fixture(scope="session", autouse=True)
def clipboard_emptied_at_the_end() -> Iterator[None]:
    """Without a screen, what Python put into the clipboard would outlive Python, and the process end in a crash."""
    yield
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance() is not None:
            QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty file made by the migrations, once."""
    path = tmp_path_factory.mktemp("template") / "template.ocidb"
    Database.create(path, user="Alix Exemple").close()
    return path


@pytest.fixture
def new_database(template: Path, tmp_path: Path) -> Iterator[Callable[..., Database]]:
    """Makes as many real, empty, writable databases as a test wants."""
    opened: list[Database] = []

    def make(name: str = "membres") -> Database:
        path = tmp_path / f"{name}.ocidb"
        shutil.copy(template, path)
        opened.append(Database.open(path, user="Alix Exemple"))
        return opened[-1]

    yield make
    for database in opened:
        database.close()


@pytest.fixture
def database(new_database: Callable[..., Database]) -> Database:
    """A real, empty, writable database."""
    return new_database()


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """The program's log, begun anew as at its start; what a test writes in it goes to the log file."""
    root = logging.getLogger("oci_desktop")
    before, root.handlers = root.handlers, []
    start_log()
    yield logging.getLogger("oci_desktop.test")
    for handler in root.handlers:
        handler.close()
    root.handlers = before
