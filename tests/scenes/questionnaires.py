"""Scenes of the questionnaires: the list, a draft with texts to translate, a published version, what differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QWidget

from oci_desktop.model.questionnaire import VersionDraft

_PATIENCE_MS = 15_000


def furnish(database: Any) -> None:
    """A second questionnaire, published, and its next version under way with texts to translate."""
    from oci_desktop.queries.questionnaires import get_version
    from oci_desktop.services.questionnaires import publish, save_version, start_version
    from tests.services.questionnaire_drafts import harassment

    with database.write("Questionnaires") as write:
        first = save_version(write, harassment())
        publish(write, first, "2026-01-15")
        second = get_version(write, start_version(write, first, "2.0"))
        save_version(write, _reworded(second))


def _reworded(draft: VersionDraft) -> VersionDraft:
    policy, support, training = draft.principles
    one, two = policy.items
    return replace(
        draft,
        principles=(
            replace(policy, items=(replace(one, text_fr="Une politique écrite est adoptée par le CA", text_en=None),)),
            replace(support, items=(*support.items, two)),
            replace(
                training,
                items=(
                    replace(training.items[0], id=None, code="F2", text_fr="Chaque personne est formée", text_en=None),
                ),
            ),
        ),
    )


def until(done: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not done() and clock.elapsed() < _PATIENCE_MS:
        QApplication.processEvents()


def _page(window: Any) -> Any:
    window.show_page("questionnaires")
    return window.page


def _open(window: Any, code: str, state: str) -> Any:
    page = _page(window)
    page.open(next(row.id for row in page.catalogue.rows if row.code == code and row.state == state))
    return page


def catalogue(window: Any) -> QWidget | None:
    _page(window)
    return None


def draft(window: Any) -> QWidget | None:
    """The first text to translate, with the cursor in it."""
    _open(window, "harassment", "draft").editor.next_to_translate()
    return None


def presentation(window: Any) -> QWidget | None:
    _open(window, "harassment", "draft")
    return None


def choice(window: Any) -> QWidget | None:
    from oci_desktop.gui.pages.questionnaires.nodes import Node

    editor = _open(window, "harassment", "draft").editor
    editor.go_to(Node("choice", editor.version.scale[2].id))
    return None


def published(window: Any) -> QWidget | None:
    from oci_desktop.gui.pages.questionnaires.nodes import Node

    editor = _open(window, "five-principles", _state_of(window, "five-principles")).editor
    editor.go_to(Node("item", editor.version.principles[2].items[2].id))
    return None


def _state_of(window: Any, code: str) -> str:
    window.show_page("questionnaires")
    return str(next(row.state for row in window.page.catalogue.rows if row.code == code))


def differences(window: Any) -> QWidget | None:
    return _open(window, "harassment", "draft").gestures.compare()


def preview(window: Any) -> QWidget | None:
    from oci_desktop.gui.dialogs.preview import PreviewDialog

    page = _open(window, "harassment", "draft")
    page.gestures.preview("form")
    dialog = page.findChild(PreviewDialog)
    until(lambda: dialog.workbench.print_button.isEnabled())
    return dialog


SCENES = {
    "questionnaires": catalogue,
    "questionnaire-draft": draft,
    "questionnaire-presentation": presentation,
    "questionnaire-choice": choice,
    "questionnaire-published": published,
    "questionnaire-differences": differences,
    "questionnaire-preview": preview,
}
