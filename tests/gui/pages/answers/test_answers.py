"""Answers typed without the mouse: every key, every refusal, what is carried over, consent and its end."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.answers.dialog import AnswersDialog, open_answers
from oci_desktop.gui.pages.answers.principles import CHANGED
from oci_desktop.gui.pages.answers.view import AnswersView
from oci_desktop.model.questionnaire import Item, Principle
from oci_desktop.queries.answers import actions_of, answers_of
from oci_desktop.queries.campaigns import get_self_assessment
from tests.assessment_factories import add_attestation, add_campaign, add_version, address, answer, consent, version
from tests.bytes import places_that_hold
from tests.factories import add_member
from tests.gui.dialogs.records.test_gestures import read
from tests.gui.pages.conftest import Boxes

TERRE = "Terre Fictive"


@pytest.fixture
def member(context: Context) -> int:
    return add_member(context.database, TERRE, "2001-05-01")


@pytest.fixture
def record(context: Context, member: int) -> int:
    """A member that shares its answers."""
    campaign = add_campaign(context.database, "2019", [member], level="B")
    found = address(context.database, campaign, member)
    consent(context.database, found)
    return found


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, record: int, boxes: Boxes) -> AnswersDialog:
    return opened(qtbot, context, record)


def opened(qtbot: QtBot, context: Context, record: int) -> AnswersDialog:
    parent = QWidget()
    parent.resize(1280, 800)
    qtbot.addWidget(parent)
    parent.show()
    made = open_answers(context, parent, record)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.kept_parent = parent  # type: ignore[attr-defined]
    qtbot.waitExposed(made)
    return made


def press(view: AnswersView, keys: str) -> None:
    from PySide6.QtTest import QTest

    named = {"⏎": Qt.Key.Key_Return, "↓": Qt.Key.Key_Down, "↑": Qt.Key.Key_Up, "⌫": Qt.Key.Key_Backspace}
    for key in keys:
        if key in named:
            QTest.keyClick(view, named[key])
        else:
            QTest.keyClick(view, key)


def current(view: AnswersView) -> str:
    return view._code()


def said(context: Context, record: int) -> dict[str, str | None]:
    """What is answered, by the code of the question."""
    from oci_desktop.queries.answer_entry import answer_entry

    entry = read(context, answer_entry, record)
    codes = {item.id: item.code for item in entry.version.items()}
    return {codes[item]: found.choice for item, found in entry.answers.items()}


def test_figures_choose_and_go_on_to_the_next_question(dialog: AnswersDialog, context: Context, record: int) -> None:
    assert current(dialog.view) == "A.1"
    press(dialog.view, "12")
    assert said(context, record) == {"A.1": "yes", "A.2": "partly"}
    assert current(dialog.view) == "B.1", "past the last question of a principle comes the next principle"
    press(dialog.view, "↑↑")
    assert current(dialog.view) == "A.1"
    press(dialog.view, "↓⏎")
    assert current(dialog.view) == "B.1"


def test_progress_follows_and_typing_resumes_where_it_stopped(
    qtbot: QtBot, dialog: AnswersDialog, context: Context, record: int
) -> None:
    press(dialog.view, "123")
    entry = dialog.entry
    assert [(one.answered, one.applicable) for one in entry.progress] == [(2, 2), (1, 3)]
    dialog.reject()
    again = opened(qtbot, context, record)
    assert current(again.view) == "B.2"


def test_not_applicable_asks_its_reason_at_once_and_escape_leaves_it(
    qtbot: QtBot, dialog: AnswersDialog, context: Context, record: int
) -> None:
    view = dialog.view
    press(view, "N")
    assert view.editor is not None
    view.editor.keep()
    assert view.editor.refusal.text(), "no reason, no answer"
    assert said(context, record) == {}
    field = view.editor.fields["comment"]
    field.set_value("Nous n’envoyons personne.")
    qtbot.keyClick(field.editors()[0], Qt.Key.Key_Return)
    assert view.editor is None
    assert said(context, record) == {"A.1": "na"}
    assert current(view) == "A.2"
    press(view, "n")
    assert view.editor is not None
    qtbot.keyClick(view.editor.fields["comment"].editors()[0], Qt.Key.Key_Escape)
    assert view.editor is None
    assert said(context, record) == {"A.1": "na"}
    assert dialog.isVisible(), "Escape left the reason, not the dialog"


def test_a_comment_an_action_and_backspace(qtbot: QtBot, dialog: AnswersDialog, context: Context, record: int) -> None:
    view = dialog.view
    press(view, "1↑c")
    assert view.editor is not None
    view.editor.fields["comment"].set_value("Depuis mai.")
    press_in = view.editor.fields["comment"].editors()[0]
    qtbot.keyClick(press_in, Qt.Key.Key_Return)
    assert next(iter(read(context, answers_of, record).values())).comment == "Depuis mai."
    press(view, "a")
    assert view.editor is not None
    view.editor.fields["text"].set_value("Écrire la procédure")
    view.editor.fields["due_on"].set_value("2020-03-31")
    view.editor.keep()
    (action,) = read(context, actions_of, record)
    assert (action.text, action.due_on) == ("Écrire la procédure", "2020-03-31")
    press(view, "⌫")
    (kept,) = read(context, answers_of, record).values()
    assert (kept.choice, kept.comment) == (None, "Depuis mai.")
    press(view, "⌫")
    assert read(context, answers_of, record) == {}


def test_every_answer_is_undone_by_itself(dialog: AnswersDialog, context: Context, record: int) -> None:
    press(dialog.view, "12")
    dialog.undo()
    assert said(context, record) == {"A.1": "yes"}
    dialog.undo()
    assert said(context, record) == {}
    dialog.redo()
    assert said(context, record) == {"A.1": "yes"}
    assert "partly" not in str(context.database.redoable())


def test_what_is_typed_is_kept_when_one_goes_elsewhere(dialog: AnswersDialog, context: Context, record: int) -> None:
    press(dialog.view, "c")
    assert dialog.view.editor is not None
    dialog.view.editor.fields["comment"].set_value("En cours.")
    dialog.view.step(1)
    assert next(iter(read(context, answers_of, record).values())).comment == "En cours."


@pytest.fixture
def next_year(context: Context, member: int, record: int) -> int:
    """The next campaign: of last year's questions one has another text."""
    for code, choice in (("A.1", "yes"), ("A.2", "partly"), ("B.1", "no")):
        answer(context.database, record, code, choice)
    principles = list(version().principles)
    principles[0] = Principle(
        "A", "Premier", "First", items=(Item("A.1", "Un", "One"), Item("A.2", "Deux, autrement", "Two"))
    )
    fresh = add_version(context.database, "2019-12-01", code="autre", principles=tuple(principles))
    campaign = add_campaign(context.database, "2020", [member], fresh, level="B")
    found = address(context.database, campaign, member)
    consent(context.database, found, "2020-09-02")
    return found


def test_last_years_answers_come_over_to_be_confirmed(
    qtbot: QtBot, context: Context, next_year: int, boxes: Boxes
) -> None:
    dialog = opened(qtbot, context, next_year)
    view = dialog.view
    assert "2019" in dialog.carry_button.text()
    dialog.carry_over()
    assert said(context, next_year) == {"A.1": "yes", "B.1": "no"}
    assert sum(one.answered for one in dialog.entry.progress) == 0, "nothing counts before it is confirmed"
    assert dialog.carry_button.isHidden()
    assert current(view) == "A.1"
    press(view, "⏎")
    assert sum(one.answered for one in dialog.entry.progress) == 1
    assert current(view) == "A.2"
    view.show_principle(CHANGED)
    assert [item.code for item in view.shown_items()] == ["A.2"]
    view.show_principle(dialog.entry.version.principles[1].id or 0)
    assert not view.confirm_button.isHidden()
    view.confirm_all()
    assert view.to_confirm() == []
    dialog.undo()
    assert len(view.to_confirm()) == 1


def test_without_consent_nothing_can_be_typed_and_consent_is_recorded(
    qtbot: QtBot, context: Context, member: int, boxes: Boxes
) -> None:
    campaign = add_campaign(context.database, "2019", [member], level="B")
    record = address(context.database, campaign, member)
    dialog = opened(qtbot, context, record)
    press(dialog.view, "1")
    assert said(context, record) == {}
    assert not dialog.consent_button.isHidden()
    dialog.record_consent()
    from oci_desktop.gui.dialogs.records.gesture import GestureDialog

    asked = dialog.findChild(GestureDialog)
    assert isinstance(asked, GestureDialog)
    assert not asked.do_it(), "by whom is asked"
    for bound in asked.binder.bounds:
        if bound.name == "consent_by":
            bound.field.set_value("Camille Exemple")
            bound.field.changed.emit()
    qtbot.wait(50)
    words = asked._what.words
    assert words.height() >= words.heightForWidth(words.width()), "the sentence is whole"
    assert asked.area.height() >= asked.area.widget().sizeHint().height(), "and so are the fields"
    assert asked.do_it()
    press(dialog.view, "1")
    assert said(context, record) == {"A.1": "yes"}
    assert "Camille Exemple" in dialog._consent.text()


def test_a_withdrawn_consent_erases_says_so_and_deletes_older_backups(
    qtbot: QtBot, dialog: AnswersDialog, context: Context, record: int
) -> None:
    secret = "Confidence Unique 7321"
    press(dialog.view, "c")
    assert dialog.view.editor is not None
    dialog.view.editor.fields["comment"].set_value(secret)
    dialog.view.editor.keep()
    context.database.backup()
    assert places_that_hold(secret, context.database)
    from oci_desktop.gui.dialogs.erasing import ErasingDialog

    dialog.withdraw()
    asked = dialog.findChild(ErasingDialog)
    assert isinstance(asked, ErasingDialog)
    said = " ".join(label.text() for label in asked.findChildren(QLabel))
    assert "sans le confirmer" in said  # what a later campaign confirmed is its own, and stays
    assert "ce que le membre a confirmé depuis dans une campagne suivante" in said
    asked.reject()
    assert read(context, answers_of, record), "it was only a question"
    dialog.withdraw()
    asked = dialog.findChildren(ErasingDialog)[-1]
    asked.erase()
    qtbot.waitUntil(lambda: asked.erased is not None, timeout=15_000)
    assert asked.erased is not None
    assert asked.erased.backup is not None
    assert read(context, answers_of, record) == {}
    assert read(context, get_self_assessment, record).consent_withdrawn_on
    assert asked.backups is not None
    assert len(asked.backups.ticked()) == 1
    asked.backups.delete()
    assert asked.backups.ticked() == []
    assert places_that_hold(secret, context.database) == []
    asked.reject()
    qtbot.waitUntil(lambda: dialog.view.rows == {})


def test_at_level_a_the_tab_says_why_and_nothing_is_typed(
    qtbot: QtBot, context: Context, member: int, boxes: Boxes
) -> None:
    campaign = add_campaign(context.database, "2019", [member])
    record = address(context.database, campaign, member)
    dialog = opened(qtbot, context, record)
    press(dialog.view, "1cna")
    assert said(context, record) == {}
    assert dialog.view.editor is None
    assert dialog.consent_button.isHidden()
    assert "ttestation" in dialog._consent.text()


def test_a_refused_answer_changes_nothing(
    dialog: AnswersDialog, context: Context, record: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    context.told.connect(told.append)
    context.database.read_only = True
    try:
        press(dialog.view, "1")
    finally:
        context.database.read_only = False
    assert said(context, record) == {}


@pytest.mark.parametrize("shows", [True, False])
def test_a_scan_that_may_show_answers_goes_with_them_unless_the_person_says_that_it_shows_none(
    qtbot: QtBot, dialog: AnswersDialog, context: Context, record: int, shows: bool
) -> None:
    from oci_desktop.exchange.returned_documents import keep_returned
    from oci_desktop.gui.dialogs.erasing import DoubtfulDocuments, ErasingDialog
    from oci_desktop.queries.campaigns import attestation_of

    press(dialog.view, "1")
    kept = keep_returned(context.database, record, b"\x89PNG\r\n\x1a\n a photo", "photo.png")
    add_attestation(context.database, record, document=kept, document_name="photo.png")
    dialog.withdraw()
    asked = dialog.findChild(ErasingDialog)
    assert isinstance(asked, ErasingDialog)
    listed = asked.findChild(DoubtfulDocuments)
    assert isinstance(listed, DoubtfulDocuments)
    (box,) = listed.boxes.values()
    assert "photo.png" in box.text()
    assert box.isChecked()
    box.setChecked(shows)
    asked.erase()
    qtbot.waitUntil(lambda: asked.erased is not None, timeout=15_000)
    held = read(context, attestation_of, record)
    assert held.document == (None if shows else kept)
    assert bool(list(context.database.documents.folder.glob("??/*"))) is not shows
    assert [one.name for one in held.signatories]
