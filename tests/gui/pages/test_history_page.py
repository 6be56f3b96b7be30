"""History of the file in the window: every action, filtered, and any of them taken back."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.history import UNDONE, HistoryPage
from oci_desktop.store.database import Database
from tests.factories import add_organisation, add_person
from tests.gui.pages.conftest import Boxes


@pytest.fixture
def page(qtbot: QtBot, context: Context, boxes: Boxes) -> HistoryPage:
    made = HistoryPage(context)
    qtbot.addWidget(made)
    made.show()
    context.changed.connect(made.on_changes)
    return made


def labels(page: HistoryPage) -> list[str]:
    return [row[0] for row in page.view.rows_model.rows]


def test_actions_are_listed_newest_first_with_who_made_them(
    qtbot: QtBot, page: HistoryPage, database: Database
) -> None:
    assert page._stack.currentIndex() == 1
    add_organisation(database, "Un")
    add_organisation(database, "Deux")
    qtbot.waitUntil(lambda: len(labels(page)) == 2)
    assert labels(page) == ["Add Deux", "Add Un"]
    assert page.view.rows_model.rows[0][2] == "Alix Exemple"


def test_any_action_can_be_taken_back_not_only_the_last(qtbot: QtBot, page: HistoryPage, database: Database) -> None:
    add_organisation(database, "Un")
    add_organisation(database, "Deux")
    qtbot.waitUntil(lambda: len(labels(page)) == 2)
    page.view.choose(1)
    page.undo()
    qtbot.waitUntil(lambda: len(labels(page)) == 3)
    with database.read() as reader:
        assert reader.rows("SELECT printed FROM organisation_name") == [("Deux",)]
    assert page.view.rows_model.rows[2][4] == UNDONE
    page.view.choose(2)
    assert not page.undo_button.isEnabled()


def test_what_stands_in_the_way_is_said(qtbot: QtBot, page: HistoryPage, database: Database, boxes: Boxes) -> None:
    from oci_desktop.i18n import message
    from oci_desktop.model import schema

    first = add_organisation(database, "Un")
    with database.write(message("Notes")) as write:
        write.update(schema.organisation, first, {"notes": "plus tard"})
    qtbot.waitUntil(lambda: len(labels(page)) == 2)
    page.view.choose(1)
    page.undo()
    assert len(boxes.said) == 1
    with database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM organisation") == 1


def test_the_filter_looks_at_actions_and_people(qtbot: QtBot, page: HistoryPage, database: Database) -> None:
    add_organisation(database, "Éducation Modèle")
    database.user = "Dominique Fictif"
    add_person(database, "Camille", "Exemple")
    qtbot.waitUntil(lambda: len(labels(page)) == 2)
    page.filter_field.setText("education")
    qtbot.waitUntil(lambda: labels(page) == ["Add Éducation Modèle"])
    page.filter_field.setText("fictif")
    qtbot.waitUntil(lambda: labels(page) == ["Add Exemple"])
    page.filter_field.setText("rien de tel")
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 2)


def test_older_actions_come_as_they_are_asked_for(
    qtbot: QtBot, page: HistoryPage, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oci_desktop.gui.pages.history._BATCH", 3)
    for number in range(7):
        add_organisation(database, f"Organisme {number}")
    page._entries = []
    page.refresh()
    assert len(labels(page)) == 3
    page._more()
    page._more()
    assert len(labels(page)) == 7
    assert "plus anciennes" not in page._count.text()


def test_an_action_says_what_it_changed_and_leads_to_its_record(
    qtbot: QtBot, page: HistoryPage, database: Database, context: Context
) -> None:
    from oci_desktop.gui.context import Place
    from oci_desktop.gui.widgets import Button
    from oci_desktop.i18n import message
    from oci_desktop.model import schema

    first = add_organisation(database, "Éducation Modèle")
    with database.write(message("Notes")) as write:
        write.update(schema.organisation, first, {"notes": "<b>plus tard</b>"})
    qtbot.waitUntil(lambda: len(labels(page)) == 2)
    page.view.choose(0)
    assert any("<b>plus tard</b>" in line for line in page.panel.lines)
    gone: list[Place] = []
    context.go_to.connect(gone.append)
    next(button for button in page.panel.findChildren(Button) if button.text() == "Éducation Modèle").click()
    assert (gone[0].page, gone[0].kind, gone[0].record) == ("organisations", "organisation", first)


def test_an_action_on_many_records_asks_before_it_is_taken_back_even_from_one_of_them(
    qtbot: QtBot, context: Context, database: Database, boxes: Boxes
) -> None:
    from oci_desktop.gui.pages.records.history_tab import history_sheet
    from oci_desktop.gui.widgets import Button
    from tests.assessment_factories import add_campaign
    from tests.factories import add_member

    members = [add_member(database, name, "2001-05-01") for name in ("Un", "Deux", "Trois")]
    add_campaign(database, "2019", members)

    def click() -> None:
        sheet = history_sheet(context, "organisation", members[0])
        qtbot.addWidget(sheet)
        next(button for button in sheet.findChildren(Button) if button.accessibleName()).click()

    def addressed() -> object:
        with database.read() as reader:
            return reader.value("SELECT COUNT(*) FROM self_assessment")

    boxes.agree = False
    click()
    assert "Campa" in boxes.said[0][1]
    assert "3 " in boxes.said[0][1]
    assert "Ctrl+Y" in boxes.said[0][1]
    assert addressed() == 3
    boxes.agree = True
    click()
    assert addressed() == 0
    database.redo()
    assert addressed() == 3
