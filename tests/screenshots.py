"""Pictures of every page and dialog, to be looked at: fr/en × light/dark × 1280×800 and 1024×700.

    python -m tests.screenshots DIR [--only NAME] [--lang fr] [--theme light] [--size 1280x800]

A module of tests/scenes/ gives `SCENES`, name → function: it takes the main window, opened on the demonstration
data, and returns the widget to photograph (None: the whole window, with what floats over it). With
`furnish(database)` it may add to the data before. `--only` takes a part of a name.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from oci_desktop import i18n, paths

Scene = Callable[[Any], QWidget | None]

THEMES = ("light", "dark")
SIZES = ("1280x800", "1024x700")


def scenes() -> dict[str, Scene]:
    """Every scene of tests/scenes/, by name."""
    found: dict[str, Scene] = {}
    for module in _modules():
        for name, scene in getattr(module, "SCENES", {}).items():
            if name in found:
                raise ValueError(f"two scenes are called {name}")
            found[name] = scene
    return found


def _modules() -> list[Any]:
    import tests.scenes

    return [importlib.import_module(f"tests.scenes.{m.name}") for m in pkgutil.iter_modules(tests.scenes.__path__)]


def make_template(folder: Path) -> Path:
    """The demonstration file with what the scenes add to it, made once and copied for each picture."""
    from oci_desktop.exchange.demo import make_demo

    path = folder / "demo.ocidb"
    database = make_demo(path, user="Alix Exemple")
    database.automatic_backups = False
    for module in _modules():
        if hasattr(module, "furnish"):
            module.furnish(database)
    database.close()
    return path


@contextmanager
def open_window(template: Path, size: str) -> Iterator[Any]:
    """A main window of that size on a copy of the template."""
    from oci_desktop.gui.context import Context
    from oci_desktop.gui.main_window import MainWindow
    from oci_desktop.gui.session import make_application
    from oci_desktop.settings import PersonSettings
    from oci_desktop.store.database import Database

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "aqoci.ocidb"
        shutil.copy(template, path)
        database = Database.open(path, user="Alix Exemple")
        database.automatic_backups = False
        theme: Any = make_application().property("oci-theme")
        context = Context(database, PersonSettings(Path(folder) / "settings.toml"), theme)
        window = MainWindow(context, "members")
        width, height = map(int, size.split("x"))
        window.resize(width, height)
        window.show()
        settle()
        window.start()
        try:
            yield window
        finally:
            for widget in QApplication.topLevelWidgets():
                if widget is not window:
                    widget.close()
            context.tasks.cancel_all()
            context.close()
            window.hide()
            window.deleteLater()
            settle(50)
            database.close()


def settle(milliseconds: int = 160) -> None:
    """Let the window do what waits: painting, short timers, workers."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    deadline = QDeadlineTimer(5)
    while not deadline.hasExpired():
        QApplication.processEvents()


def photograph(window: QWidget, wanted: QWidget | None) -> QPixmap:
    """One widget, or the whole window with the boxes and panels that float over it."""
    if wanted is not None and wanted is not window:
        return wanted.grab()
    picture = window.grab()
    painter = QPainter(picture)
    origin = window.mapToGlobal(QPoint(0, 0))
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible() and other.width() > 1:
            painter.drawPixmap(other.mapToGlobal(QPoint(0, 0)) - origin, other.grab())
    painter.end()
    return picture


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description="Pictures of every page.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="a part of the names of the scenes wanted")
    parser.add_argument("--lang", choices=i18n.LANGUAGES)
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--size", choices=SIZES)
    wanted = parser.parse_args(arguments)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    chosen = {name: scene for name, scene in scenes().items() if wanted.only in name}
    if not chosen:
        sys.stderr.write(f"no scene is called like {wanted.only!r}; there are: {', '.join(scenes())}\n")
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        os.environ[paths.HOME_VARIABLE] = str(Path(scratch) / "home")
        failed = _take_all(wanted, chosen, make_template(Path(scratch)))
    for sentence in failed:
        sys.stderr.write(sentence + "\n")
    return 1 if failed else 0


def _take_all(wanted: argparse.Namespace, chosen: dict[str, Scene], template: Path) -> list[str]:
    from oci_desktop.gui.qt_texts import QtTexts
    from oci_desktop.gui.session import make_application
    from oci_desktop.gui.theme import Theme

    app = make_application()
    theme = Theme(app, "light")
    app.setProperty("oci-theme", theme)
    texts = QtTexts(app)
    failed: list[str] = []
    for lang in [wanted.lang] if wanted.lang else i18n.LANGUAGES:
        i18n.use_language(lang)
        texts.follow()
        for mode in [wanted.theme] if wanted.theme else THEMES:
            theme.set_mode(mode)
            for size in [wanted.size] if wanted.size else SIZES:
                for name, scene in chosen.items():
                    file = wanted.folder / f"{name}-{lang}-{mode}-{size}.png"
                    try:
                        _take(template, size, scene, file)
                    except Exception as problem:  # the other pictures are still wanted
                        failed.append(f"{file.name}: {type(problem).__name__}: {problem}")
    return failed


def _take(template: Path, size: str, scene: Scene, file: Path) -> None:
    with open_window(template, size) as window:
        widget = scene(window)
        settle()
        photograph(window, widget).save(str(file))
    print(file)


if __name__ == "__main__":
    sys.exit(main())
