"""The power goes while a form is half filled: nothing typed is lost, nothing half saved."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import oci_desktop
from oci_desktop import paths
from tests.journeys.person import Person

TYPING = textwrap.dedent(
    """
    import os
    import sys
    import threading

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLineEdit

    from oci_desktop import paths
    from oci_desktop.app import run
    from oci_desktop.gui import messages

    watch = threading.Timer(60, os._exit, (3,))
    watch.daemon = True
    watch.start()
    messages.bug = lambda _parent, problem, _log: os._exit(4)


    def type_and_wait(session):
        session.window.actions_.install()
        session.window.actions_.perform("new")
        timer = QTimer(session.window)
        typed = {"Nom, tel qu’imprimé": "Coopération Orage", "Téléphone": "514 555"}

        def look():
            edits = session.window.findChildren(QLineEdit)
            for edit in [edit for edit in edits if edit.isVisible() and edit.accessibleName() in typed]:
                edit.insert(typed.pop(edit.accessibleName()))
                edit.textEdited.emit(edit.text())
            if not typed and list(paths.data_dir().glob("unsaved/*/*.json")):
                timer.stop()
                print("typed", flush=True)

        timer.timeout.connect(look)
        timer.start(20)


    run(["--db", sys.argv[1]], after_rows=lambda session: QTimer.singleShot(0, lambda: type_and_wait(session)))
    """
)


def test_a_half_filled_form_survives_a_kill_and_is_offered_again(
    sit_down: Callable[..., Person], file: Path, own_folders: Path
) -> None:
    source = str(Path(oci_desktop.__file__).parent.parent)
    environment = {
        **os.environ,
        paths.HOME_VARIABLE: str(own_folders),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": source,
        "PYTHONIOENCODING": "utf-8",
    }
    with subprocess.Popen(
        [sys.executable, "-c", TYPING, str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"typed", other.stderr and other.stderr.read().decode()
        other.kill()

    person = sit_down(file)
    assert person.title_line() == "67 membres · 63 réguliers · 4 sympathisants"
    person.press("Ctrl+N")
    person.settle()
    assert person.field("Nom, tel qu’imprimé").text() == ""
    assert person.sees("n’a pas été enregistré")
    person.click_button("La reprendre")
    assert person.field("Nom, tel qu’imprimé").text() == "Coopération Orage"
    assert person.field("Téléphone").text() == "514 555"
    person.fill("Téléphone", "514 555-0177")
    person.press("Ctrl+S")
    person.settle()
    assert person.sees("Coopération Orage", person.window.page.panel)
    assert list(paths.data_dir().glob("unsaved/*/*.json")) == []
    person.press("Ctrl+N")
    person.settle()
    assert not person.sees("n’a pas été enregistré")
