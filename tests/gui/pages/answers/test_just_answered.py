"""What C, A and Ctrl+Z act on right after an answer: the question that the person has in mind."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.answers.dialog import AnswersDialog
from oci_desktop.queries.answers import actions_of
from tests.gui.dialogs.records.test_gestures import read
from tests.gui.pages.answers.test_answers import current, dialog, member, press, record, said

__all__ = ["dialog", "member", "record"]


def test_an_action_right_after_a_choice_is_about_that_question_and_one_goes_on(
    dialog: AnswersDialog, context: Context, record: int
) -> None:
    view = dialog.view
    press(view, "2")
    assert current(view) == "A.2"
    press(view, "a")
    assert current(view) == "A.1", "the editor opens under the question just answered"
    assert view.editor is not None
    view.editor.fields["text"].set_value("Écrire la procédure")
    view.editor.keep()
    (action,) = read(context, actions_of, record)
    first = next(item.id for item in view._all() if item.code == "A.1")
    assert action.questionnaire_item_id == first
    assert current(view) == "A.2", "the next figure answers the next question"
    press(view, "c")
    assert current(view) == "A.1", "a comment may still be added to the same"
    assert view.editor is not None
    view.editor.fields["comment"].set_value("Depuis mai.")
    view.editor.keep()
    press(view, "1")
    assert said(context, record) == {"A.1": "partly", "A.2": "yes"}


def test_a_choice_by_the_mouse_while_its_action_is_typed_stays_on_its_question(
    dialog: AnswersDialog, context: Context, record: int
) -> None:
    view = dialog.view
    press(view, "2a")
    assert view.editor is not None
    view.editor.fields["text"].set_value("Écrire la procédure")
    view.choose("yes")
    assert said(context, record) == {"A.1": "yes"}
    assert current(view) == "A.2"


def test_once_one_goes_elsewhere_the_keys_are_about_the_question_shown(dialog: AnswersDialog) -> None:
    view = dialog.view
    press(view, "1↓c")
    assert current(view) == "B.1"
    assert view.editor is not None


def test_undo_goes_back_to_the_question_that_it_undid(
    qtbot: QtBot, dialog: AnswersDialog, context: Context, record: int
) -> None:
    view = dialog.view
    press(view, "12")
    assert current(view) == "B.1"
    dialog.undo()
    assert current(view) == "A.2"
    press(view, "3")
    assert set(said(context, record)) == {"A.1", "A.2"}, "the corrected key answers the question that was undone"
