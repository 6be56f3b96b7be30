"""The start: rows first, the heavy libraries after; whose file, which language; nothing without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from oci_desktop import app
from oci_desktop.gui.qt_texts import QtTexts
from oci_desktop.store.database import Database
from tests.factories import add_member

NOT_WITH_THE_FIRST_ROWS = (
    "sqlalchemy", "alembic", "babel", "click", "reportlab", "pypdf", "pypdfium2", "phonenumbers", "email_validator",
    "stdnum", "rapidfuzz", "tomlkit", "pytablericons", "fontpkg_lato", "charset_normalizer", "filelock", "asyncio",
    "PySide6.QtPrintSupport", "PySide6.QtTest", "PySide6.QtNetwork", "oci_desktop.services", "oci_desktop.exchange",
    "oci_desktop.gui.messages", "oci_desktop.gui.palette", "oci_desktop.gui.as_of_panel",
    "oci_desktop.gui.tables.columns", "oci_desktop.model.schema",
)  # fmt: skip

SCRIPT = """
import sys
from oci_desktop import app

from oci_desktop.gui.tables.delegate import RowDelegate
painted = []
paint = RowDelegate.paint
RowDelegate.paint = lambda *given: (painted.append(1), paint(*given))[1]

def after_rows(session):
    from oci_desktop.gui.tables import ListPanel
    loaded = [name for name in {names!r} if name in sys.modules]
    panel = session.window.page.findChild(ListPanel)
    assert painted, "the rows are on the screen"
    print("rows", panel.model.rowCount() if panel else -1, "loaded", loaded, flush=True)
    session.window.close()

sys.exit(app.run(["--db", {path!r}], after_rows))
"""


def run(script: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OCI_DESKTOP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **more}
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_nothing_heavy_is_loaded_before_the_rows(database: Database, tmp_path: Path) -> None:
    for n in range(3):
        add_member(database, f"Organisme Exemple {n}")
    path = database.path
    database.close()
    script = SCRIPT.format(names=NOT_WITH_THE_FIRST_ROWS, path=str(path))
    done = run(script, tmp_path / "home")
    assert done.stdout.strip() == "rows 3 loaded []", done.stderr
    assert done.returncode == 0


def test_without_a_display_it_says_so_and_names_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert app.run([]) == 1
    said = capsys.readouterr().err
    assert "écran" in said
    assert "oci-desktop --help" in said
    assert app.run(["--lang", "en"]) == 1
    assert "display" in capsys.readouterr().err


@pytest.mark.parametrize(("given", "read"), [
    ([], app.Wanted()),
    (["--db", "x.ocidb", "--lang=en"], app.Wanted(Path("x.ocidb"), False, "en")),
    (["--demo"], app.Wanted(None, True, None)),
])  # fmt: skip
def test_arguments(given: list[str], read: app.Wanted) -> None:
    assert app.read_arguments(given) == read


@pytest.mark.parametrize("given", [["--what"], ["members"], ["--lang", "de"]])
def test_arguments_that_mean_nothing_are_refused(given: list[str]) -> None:
    with pytest.raises(ValueError, match=r"what|members|de"):
        app.read_arguments(given)


def test_the_buttons_of_qt_speak_the_language_in_force(qapp: object) -> None:
    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLabel

    from oci_desktop import i18n

    assert isinstance(qapp, QApplication)
    for left_by_a_window in qapp.findChildren(QTranslator):
        qapp.removeTranslator(left_by_a_window)
    texts = QtTexts(qapp)
    kind = QDialogButtonBox.StandardButton

    def said() -> list[str]:
        box = QDialogButtonBox(kind.Save | kind.Cancel | kind.Close)
        return [box.button(k).text().replace("&", "") for k in (kind.Save, kind.Cancel, kind.Close)]

    def asked() -> list[str]:
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setNameFilter("CSV (*.csv)")
        return [
            label.text().replace("&", "").replace("\N{NO-BREAK SPACE}", " ") for label in dialog.findChildren(QLabel)
        ]

    texts.follow()
    assert said() == ["Enregistrer", "Annuler", "Fermer"]
    assert asked() == ["Dossier :", "Nom de fichier :", "Type :"]
    i18n.use_language("en")
    texts.follow()
    assert said() == ["Save", "Cancel", "Close"]


class TestSession:
    """Opening, first run, damaged choices: in this process, with the real application."""

    def session(self, qtbot: object, qapp: object, language: str | None = None):  # type: ignore[no-untyped-def]
        from oci_desktop.gui.session import Session
        from oci_desktop.settings import PersonSettings

        hook = sys.excepthook
        made = Session(qapp, PersonSettings(), language)  # type: ignore[arg-type]
        sys.excepthook = hook
        return made

    def test_no_file_yet_shows_the_first_page(self, qtbot, qapp) -> None:  # type: ignore[no-untyped-def]
        session = self.session(qtbot, qapp)
        session.start()
        assert session.window is None
        assert session._first is not None
        assert session._first.isVisible()
        session._first.close()

    def test_the_files_language_decides_unless_told(self, qtbot, qapp, database: Database) -> None:  # type: ignore[no-untyped-def]
        from oci_desktop import i18n
        from oci_desktop.i18n import message
        from oci_desktop.services.association import save_setting

        with database.write(message("x")) as write:
            save_setting(write, "language", "en")
        path = database.path
        database.close()
        session = self.session(qtbot, qapp)
        session.start(path)
        assert i18n.language() == "en"
        qtbot.waitUntil(lambda: session.window._started)
        session.let_go()
        i18n.use_language("fr")
        session = self.session(qtbot, qapp, "fr")
        session.start(path)
        assert i18n.language() == "fr"
        qtbot.wait(20)
        session.let_go()

    def test_the_last_file_opens_by_itself(self, qtbot, qapp, database: Database) -> None:  # type: ignore[no-untyped-def]
        path = database.path
        database.close()
        session = self.session(qtbot, qapp)
        session.settings.set("files.recent", [str(path)])
        session.start()
        assert session.context.database.path == path
        qtbot.wait(500)
        assert session.window is not None
        session.let_go()
        assert session.context is None
        Database.open(path).close()  # it was let go: it can be written again
