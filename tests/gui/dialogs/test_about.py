"""About: where things are, and details to copy that hold nothing of the records."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oci_desktop import __version__, log
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.about import AboutDialog
from oci_desktop.gui.widgets import Button
from tests.factories import add_organisation
from tests.gui.pages.conftest import Boxes


def test_details_are_copied_and_folders_open(qtbot: QtBot, context: Context, boxes: Boxes) -> None:
    add_organisation(context.database, "Nom confidentiel")
    window = QWidget()
    window.context = context  # type: ignore[attr-defined]
    qtbot.addWidget(window)
    dialog = AboutDialog(window)
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert __version__ in copied
    assert str(context.database.path) in copied
    assert str(log.log_file()) in copied
    assert "Nom confidentiel" not in copied
    for button in dialog.findChildren(Button):
        if button.text() == "Ouvrir le dossier":
            button.click()
    assert boxes.opened == [context.database.path.parent, log.log_file().parent]
