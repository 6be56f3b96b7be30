"""The same context as the forms have, and a window to lie over."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.forms.conftest import context, news

__all__ = ["context", "news"]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """The window that the dialogs lie over."""
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made
