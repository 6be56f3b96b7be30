"""The page of questionnaires: write, order, translate, compare, publish; any number of principles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from oci_desktop import i18n
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.preview import PreviewDialog
from oci_desktop.gui.pages.questionnaires import nodes
from oci_desktop.gui.pages.questionnaires.comparison import DifferenceDialog, DifferenceView
from oci_desktop.gui.pages.questionnaires.gestures import listed, next_number
from oci_desktop.gui.pages.questionnaires.nodes import Node
from oci_desktop.gui.pages.questionnaires.page import QuestionnairesPage
from oci_desktop.gui.pages.questionnaires.part_form import PartForm
from oci_desktop.gui.pages.questionnaires.part_reading import PartReading
from oci_desktop.gui.widgets import Label, Pill
from oci_desktop.model.questionnaire import Item, VersionDraft
from oci_desktop.queries.questionnaires import get_version, list_versions
from oci_desktop.services.questionnaires import start_version
from oci_desktop.store.database import Database
from tests.gui.pages.conftest import Boxes
from tests.services.questionnaire_drafts import add_published, add_version, harassment

SECOND = Path(__file__).parents[2] / "data" / "questionnaires" / "harassment.toml"

Open = Callable[..., QuestionnairesPage]


@pytest.fixture(autouse=True)
def english(french: None) -> None:
    i18n.use_language("en")


@pytest.fixture
def open_page(qtbot: QtBot, context: Context) -> Iterator[Open]:
    """Opens the page; with a version, that one. What is saved reaches it as in the window."""
    opened: list[QuestionnairesPage] = []

    def make(version_id: int | None = None) -> QuestionnairesPage:
        page = QuestionnairesPage(context)
        context.changed.connect(page.on_changes)
        page.resize(1084, 700)
        page.show()
        qtbot.addWidget(page)
        opened.append(page)
        if version_id is not None:
            page.open(version_id)
        return page

    yield make
    for page in opened:
        context.changed.disconnect(page.on_changes)
        if page._editor is not None and page._editor.form is not None:
            page._editor.form.forget_kept()


def stored(database: Database, page: QuestionnairesPage) -> VersionDraft:
    assert page.editor.version.id is not None
    with database.read() as reader:
        return get_version(reader, page.editor.version.id)


def form(page: QuestionnairesPage) -> PartForm:
    assert page.editor.form is not None
    return page.editor.form


def field(page: QuestionnairesPage, name: str) -> Any:
    return next(bound.field for bound in form(page).binder.bounds if bound.name == name)


def write(page: QuestionnairesPage, name: str, text: str) -> None:
    """Type over what the field holds."""
    edit = field(page, name).edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    if isinstance(edit, QLineEdit):
        edit.insert(text)
        edit.textEdited.emit(text)
    else:
        edit.insertPlainText(text)


def turn_to(page: QuestionnairesPage, kind: str, code: str = "") -> None:
    """Choose a part in the tree, as the arrows do."""
    version = page.editor.version
    for node in nodes.nodes(version):
        if node.kind == kind and (not code or getattr(nodes.thing_of(version, node), "code", "") == code):
            entry = next(one for one in page.editor.outline._all() if page.editor.outline._node(one) == node)
            page.editor.outline.setCurrentItem(entry)
            return
    raise AssertionError(f"no {kind} {code}")


def orders(version: VersionDraft) -> dict[str, list[str]]:
    return {principle.code: [item.code for item in principle.items] for principle in version.principles}


# --- the list


def test_an_empty_page_says_what_belongs_there_and_the_example_opens(
    qtbot: QtBot, open_page: Open, database: Database, boxes: Boxes
) -> None:
    page = open_page()
    assert page.catalogue._stack.currentIndex() == 1
    page.gestures.begin_with_example()
    assert page.is_open
    assert page.heading() == (
        "Security self-assessment in five principles (example)",
        "Version 1.0 · 5 principles · 45 items",
    )
    assert page.editor.to_translate() == 0
    page.show_list()
    assert page.catalogue._stack.currentIndex() == 0


def test_every_version_is_listed_with_its_state(open_page: Open, database: Database) -> None:
    first = add_published(database)
    with database.write("Next") as write_:
        start_version(write_, first, "2.0")
    page = open_page()
    shown = [row[:3] for row in page.catalogue.view.rows_model.rows]
    assert shown == [
        ("Prevention of harassment", "2.0", "draft"),
        ("Prevention of harassment", "1.0", "published"),
    ]
    page.catalogue.view.choose(1)
    page.handlers()["edit"]()
    assert page.editor.version.id == first
    place = page.place()
    assert place is not None
    page.show_list()
    page.go(place)
    assert page.is_open


def test_a_new_questionnaire_needs_only_a_title(open_page: Open, boxes: Boxes, database: Database) -> None:
    page = open_page()
    boxes.text = "Prévention de l’épuisement"
    page.handlers()["new"]()
    assert (page.editor.version.title_fr, page.editor.version.code) == (boxes.text, "prevention-de-l-epuisement")
    page.show_list()
    page.handlers()["new"]()
    assert page.editor.version.code == "prevention-de-l-epuisement-2"


# --- writing


def test_turning_to_another_part_saves_this_one_as_an_action_that_can_be_undone(
    qtbot: QtBot, open_page: Open, database: Database
) -> None:
    page = open_page(add_version(database, harassment()))
    turn_to(page, "item", "P1")
    write(page, "text_fr", "Une politique écrite")
    assert stored(database, page).principles[0].items[0].text_fr == "Une politique est adoptée"
    turn_to(page, "item", "S1")
    assert stored(database, page).principles[0].items[0].text_fr == "Une politique écrite"
    assert field(page, "code").edit.text() == "S1"
    assert "Item P1" in str(database.undoable().label)  # type: ignore[union-attr]
    database.undo()
    qtbot.waitUntil(lambda: page.editor.version.principles[0].items[0].text_fr == "Une politique est adoptée")


def test_ctrl_s_saves_and_what_was_not_changed_saves_nothing(qtbot: QtBot, open_page: Open, database: Database) -> None:
    page = open_page(add_version(database, harassment()))
    before = database.undoable()
    turn_to(page, "attestation")
    page.handlers()["save"]()
    turn_to(page, "about")
    assert database.undoable() == before
    write(page, "introduction_fr", "Lisez bien.")
    typing = form(page)
    page.handlers()["save"]()
    qtbot.wait(50)
    assert form(page) is typing  # the cursor stays where it is
    assert not typing.is_dirty()
    assert stored(database, page).introduction_fr == "Lisez bien."


def test_an_identifier_that_is_taken_is_said_beside_the_field_and_one_stays_there(
    open_page: Open, database: Database
) -> None:
    page = open_page(add_version(database, harassment()))
    turn_to(page, "item", "P1")
    write(page, "code", "S1")
    turn_to(page, "item", "F1")
    assert page.editor.outline.node() == page.editor.node
    assert field(page, "code").edit.text() == "S1"
    assert any("used twice" in str(problem.message) for problem in field(page, "code").problems())
    assert orders(stored(database, page))["P"] == ["P1", "P2"]


def test_a_half_typed_part_survives_a_crash(qtbot: QtBot, open_page: Open, database: Database) -> None:
    version_id = add_version(database, harassment())
    page = open_page(version_id)
    turn_to(page, "item", "P1")
    write(page, "help_fr", "À moitié")
    form(page).keep_now()
    again = open_page(version_id)
    turn_to(again, "item", "P1")
    assert "not saved" in form(again).said()


def test_the_scale_says_how_much_an_answer_counts(qtbot: QtBot, open_page: Open, database: Database) -> None:
    page = open_page(add_version(database, harassment()))
    turn_to(page, "choice", "no")
    write(page, "weight", "1,5")
    assert not page.editor.save()
    write(page, "weight", "0,25")
    assert page.editor.save()
    turn_to(page, "choice", "yes")
    write(page, "weight", "")
    assert page.editor.save()
    assert [choice.weight for choice in stored(database, page).scale] == [None, 25, None]


# --- ordering


def test_parts_are_added_moved_and_taken_away_and_all_of_it_is_undone(
    qtbot: QtBot, open_page: Open, database: Database, boxes: Boxes
) -> None:
    page = open_page(add_version(database, harassment()))
    turn_to(page, "item", "P1")
    page.editor.add("item")
    assert orders(stored(database, page))["P"] == ["P1", "P.3", "P2"]
    assert form(page).node == page.editor.node
    write(page, "text_fr", "Entre les deux")
    page.editor.shift(-1)
    assert orders(stored(database, page))["P"] == ["P.3", "P1", "P2"]
    assert stored(database, page).principles[0].items[0].text_fr == "Entre les deux"
    turn_to(page, "item", "P2")
    page.editor.shift(1)
    assert orders(stored(database, page)) == {"P": ["P.3", "P1"], "S": ["P2", "S1"], "F": ["F1"]}
    turn_to(page, "principle", "S")
    page.editor.take_away()
    assert list(orders(stored(database, page))) == ["P", "F"]
    assert "2" in boxes.said[-1][1]
    for _ in range(5):
        database.undo()
    assert orders(stored(database, page)) == {"P": ["P1", "P2"], "S": ["S1"], "F": ["F1"]}


def test_dragging_says_where_a_part_goes(open_page: Open, database: Database) -> None:
    page = open_page(add_version(database, harassment()))
    version = page.editor.version
    by_code = {item.code: Node("item", item.id or 0) for item in version.items()}
    by_code |= {principle.code: Node("principle", principle.id or 0) for principle in version.principles}
    page.editor.outline.drop_on(by_code["P1"], by_code["F1"], True)
    assert orders(stored(database, page)) == {"P": ["P2"], "S": ["S1"], "F": ["F1", "P1"]}
    page.editor.outline.drop_on(by_code["S1"], by_code["F"], False)
    assert orders(stored(database, page)) == {"P": ["P2"], "S": [], "F": ["S1", "F1", "P1"]}
    page.editor.outline.drop_on(by_code["F"], by_code["P"], False)
    assert list(orders(stored(database, page))) == ["F", "P", "S"]
    before = database.undoable()
    page.editor.outline.drop_on(by_code["F"], Node("attestation"), True)
    assert database.undoable() == before


def test_principles_answers_profiles_and_signatories_are_added_too(open_page: Open, database: Database) -> None:
    page = open_page(add_version(database, harassment()))
    for kind in ("principle", "choice", "profile", "signatory"):
        turn_to(page, kind)
        page.editor._add_actions[kind].trigger()
    version = stored(database, page)
    counts = [len(things) for things in (version.principles, version.scale, version.profiles, version.signatories)]
    assert counts == [4, 4, 2, 2]
    assert [one.code for one in version.principles] == ["P", "4", "S", "F"]


# --- translating


def test_what_is_left_to_translate_is_counted_marked_and_one_jumps_to_the_next(
    open_page: Open, database: Database
) -> None:
    draft = harassment(title_en=None)
    policy = replace(draft.principles[0], items=(Item("P1", "Sans anglais"), Item("P2", "", "Only English")))
    page = open_page(add_version(database, replace(draft, principles=(policy, *draft.principles[1:]))))
    assert page.editor.to_translate() == 3
    assert page.head.count.text() == "3 texts to translate"
    page.editor.next_to_translate()
    assert (page.editor.node.kind, form(page).focusWidget()) == ("item", field(page, "text_en").edit)
    write(page, "text_en", "Translated")
    page.editor.next_to_translate()
    assert form(page).focusWidget() is field(page, "text_fr").edit
    assert page.head.count.text() == "2 texts to translate"
    page.editor.next_to_translate()
    assert page.editor.node == Node("about")
    marks = [entry.text(1).strip() for entry in page.editor.outline._all() if entry.text(1)]
    assert marks == ["1 to translate", "1 to translate"]


# --- publishing


def test_an_incomplete_version_is_not_published_and_one_is_led_to_what_is_missing(
    open_page: Open, database: Database, boxes: Boxes
) -> None:
    draft = harassment()
    support = replace(draft.principles[1], items=(Item("S1", ""),))
    page = open_page(
        add_version(database, replace(draft, principles=(draft.principles[0], support, draft.principles[2])))
    )
    page.gestures.publish()
    assert boxes.said[-1] == ("This version is not complete yet", "Item S1 has no text.")
    assert field(page, "code").edit.text() == "S1"
    assert stored(database, page).state == "draft"


def test_publishing_asks_and_freezes(qtbot: QtBot, open_page: Open, database: Database, boxes: Boxes) -> None:
    page = open_page(add_version(database, harassment(title_en=None)))
    boxes.agree = False
    page.gestures.publish()
    assert "does not change any more" in boxes.said[-1][1]
    assert "1 text is in one language only" in boxes.said[-1][1]
    assert stored(database, page).state == "draft"
    boxes.agree = True
    page.gestures.publish()
    assert stored(database, page).is_frozen
    assert page.editor.form is None
    assert page.findChild(PartReading) is not None
    assert "save" not in page.handlers()
    assert not page.editor._toolbox.isVisibleTo(page)
    page.gestures.thaw()
    assert stored(database, page).state == "draft"


def test_the_next_version_opens_with_everything_of_this_one(open_page: Open, database: Database, boxes: Boxes) -> None:
    first = add_published(database)
    page = open_page(first)
    boxes.text = "2.0"
    page.gestures.start_next()
    version = page.editor.version
    assert (version.number, version.state, version.based_on_id) == ("2.0", "draft", first)
    page.open(first)
    assert not page.head.start.isVisibleTo(page)  # a draft is under way already


def test_a_draft_is_deleted_after_a_question(open_page: Open, database: Database, boxes: Boxes) -> None:
    page = open_page(add_version(database, harassment()))
    page.gestures.delete()
    assert not page.is_open
    assert page.catalogue.rows == []
    database.undo()
    with database.read() as reader:
        assert len(list_versions(reader)) == 1


@pytest.mark.parametrize(("number", "following"), [("1.0", "2.0"), ("2026", "2027"), ("3.2", "4.0"), ("x", "x.2")])
def test_the_next_number_is_suggested(number: str, following: str) -> None:
    assert next_number(number) == following


def test_many_sentences_are_cut_with_how_many_more() -> None:
    assert listed([str(n) for n in range(20)]).endswith("… and 8 more.")


# --- comparing, previewing


def labels(view: DifferenceView) -> str:
    return "\n".join(label.text() for label in view.findChildren(Label))


def test_the_difference_shows_old_and_new_side_by_side(open_page: Open, database: Database, boxes: Boxes) -> None:
    first = add_published(database)
    page = open_page(first)
    boxes.text = "2.0"
    page.gestures.start_next()
    turn_to(page, "item", "P1")
    write(page, "text_fr", "Une politique écrite")
    turn_to(page, "item", "F1")
    page.editor.take_away()
    dialog = page.gestures.compare()
    assert isinstance(dialog, DifferenceDialog)
    assert dialog.view is not None
    text = labels(dialog.view)
    assert "Une politique est adoptée" in text
    assert "Une politique écrite" in text
    assert [pill.text for pill in dialog.view.findChildren(Pill)] == ["Modified", "Removed"]
    dialog.close()


def test_the_preview_is_the_form_that_the_member_gets(qtbot: QtBot, open_page: Open, database: Database) -> None:
    page = open_page(add_version(database, harassment()))
    for what in ("form", "attestation", "large"):
        page.gestures.preview(what)
        dialog = page.findChildren(PreviewDialog)[-1]
        qtbot.waitUntil(dialog.workbench.print_button.isEnabled, timeout=15_000)
        dialog.close()


# --- files


def test_a_questionnaire_goes_out_and_the_same_file_comes_in_without_a_change(
    qtbot: QtBot, open_page: Open, database: Database, boxes: Boxes, tmp_path: Path, context: Context
) -> None:
    page = open_page(add_version(database, harassment()))
    boxes.save_file = tmp_path / "out.xlsx"
    page.handlers()["export"]()
    before = database.undoable()
    boxes.open_file = boxes.save_file
    page.handlers()["import"]()
    qtbot.waitUntil(lambda: not context.tasks.running, timeout=15_000)
    assert database.undoable() == before
    assert page.is_open


def test_a_file_shows_what_it_would_change_before_it_is_taken_in(
    qtbot: QtBot, open_page: Open, database: Database, boxes: Boxes, context: Context
) -> None:
    page = open_page()
    boxes.open_file = SECOND
    page.gestures.import_file()
    qtbot.waitUntil(lambda: hasattr(page.gestures, "asking"), timeout=15_000)
    assert len(page.gestures.asking.findChildren(Pill)) >= 4
    with database.read() as reader:
        assert list_versions(reader) == []
    page.gestures.asking.accept()
    assert page.heading() == ("Prevention of harassment", "Version 1.0 · 3 principles · 4 items")
    with database.read() as reader:
        assert [row.code for row in list_versions(reader)] == ["harassment"]


def test_what_is_wrong_with_a_file_is_said_all_at_once(
    qtbot: QtBot, open_page: Open, boxes: Boxes, tmp_path: Path, context: Context
) -> None:
    page = open_page()
    boxes.open_file = tmp_path / "bad.toml"
    boxes.open_file.write_text('code = "é"\nlevel = "C"\ntitre = "x"', encoding="utf-8")
    page.gestures.import_file()
    qtbot.waitUntil(lambda: bool(boxes.said), timeout=15_000)
    title, text = boxes.said[-1]
    assert title == "Nothing was imported"
    assert len(text.split("\n")) >= 4


# --- another window, another language


def test_what_is_typed_survives_a_window_built_anew(open_page: Open, database: Database) -> None:
    page = open_page(add_version(database, harassment()))
    turn_to(page, "item", "S1")
    write(page, "help_fr", "En cours")
    kept = page.state()
    again = open_page()
    again.restore(kept)
    assert again.editor.node == page.editor.node
    assert field(again, "help_fr").edit.typed() == "En cours"


def test_what_is_typed_stays_when_something_else_is_saved(qtbot: QtBot, open_page: Open, database: Database) -> None:
    version_id = add_version(database, harassment())
    page = open_page(version_id)
    turn_to(page, "item", "S1")
    write(page, "help_fr", "En cours")
    with database.write("Elsewhere") as write_:
        from oci_desktop.services.questionnaires import save_version

        save_version(write_, replace(get_version(write_, version_id), introduction_fr="Ailleurs"))
    qtbot.waitUntil(lambda: page.editor.version.introduction_fr == "Ailleurs")
    assert field(page, "help_fr").edit.typed() == "En cours"
    assert page.editor.save()
    version = stored(database, page)
    assert (version.introduction_fr, version.principles[1].items[0].help_fr) == ("Ailleurs", "En cours")


def test_a_file_open_for_reading_only_shows_and_changes_nothing(
    qtbot: QtBot, database: Database, settings: Any, theme: Any
) -> None:
    version_id = add_version(database, harassment())
    with Database.open(database.path, read_only=True) as reading:
        context = Context(reading, settings, theme)
        page = QuestionnairesPage(context)
        qtbot.addWidget(page)
        page.show()
        page.open(version_id)
        assert page.editor.form is None
        assert not page.head.publish.isEnabled()
        assert "new" not in page.handlers() or page.is_open
        context.close()
