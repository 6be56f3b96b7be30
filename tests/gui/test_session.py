"""From the start of the process: what cannot be opened is said in a box, and the program ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.errors import StorageError
from oci_desktop.gui import messages
from oci_desktop.gui.dialogs import files
from oci_desktop.gui.session import Session, make_application
from oci_desktop.i18n import N_
from oci_desktop.settings import PersonSettings


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    hook = sys.excepthook
    made = Session(make_application(), PersonSettings())
    yield made
    sys.excepthook = hook
    made.app.aboutToQuit.disconnect(made.let_go)
    made.deleteLater()


def test_sample_data_that_cannot_be_made_are_said_in_a_box_and_the_program_ends(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    codes: list[int] = []

    class Full:
        def __init__(self) -> None:
            raise StorageError(N_("The file is open read-only. Nothing was changed."))

    monkeypatch.setattr(files, "Demo", Full)
    monkeypatch.setattr(messages, "bug", lambda _parent, problem, _log: said.append(repr(problem)))
    monkeypatch.setattr(messages, "error", lambda _parent, _title, text: said.append(text))
    monkeypatch.setattr(type(session.app), "exit", lambda *given: codes.append(given[-1]))
    monkeypatch.setattr(sys, "stderr", None)
    session.start(demo=True)
    qtbot.waitUntil(lambda: codes == [1])
    assert said == ["Le fichier est ouvert en lecture seule. Rien n’a été changé."]
