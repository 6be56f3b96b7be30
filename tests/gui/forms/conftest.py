"""A context over a real file, and what a person does with fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from oci_desktop.gui.context import Context
from oci_desktop.gui.theme import Theme
from oci_desktop.settings import PersonSettings
from oci_desktop.store.database import Database


@pytest.fixture
def context(qapp: QApplication, database: Database) -> Iterator[Context]:
    """What every page shares, over an empty file."""
    made = Context(database, PersonSettings(), Theme(qapp, "light"))
    yield made
    made.tasks.cancel_all()
    made.close()


@pytest.fixture
def news(context: Context) -> list[str]:
    """What the status bar was told."""
    told: list[str] = []
    context.told.connect(lambda said: told.append(said.text))
    return told


def bound(form: Any, key: str) -> Any:
    """The field of a form or a dialog by its key."""
    return next(bound.field for bound in form.binder.bounds if bound.key == key)


def part(field: Any, title: str) -> Any:
    """A field inside a field, by how its label begins."""
    return next(part for part in field.parts() if part.title.startswith(title))


def type_in(widget: QWidget, text: str) -> None:
    """Type, key by key; `QTest.keyClicks` stops the process at the first accent."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def leave(field: QWidget) -> None:
    """Go elsewhere, as Tab does: the field may be remarked on from now on."""
    field.tidy()  # type: ignore[attr-defined]
    field.left.emit(field)  # type: ignore[attr-defined]
