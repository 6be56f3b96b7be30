"""What a person does with a list: sort, choose, copy, move columns."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context
from oci_desktop.gui.tables import ListPanel, ListSetup
from oci_desktop.gui.tables.copying import guarded
from oci_desktop.i18n import message
from oci_desktop.services.organisations import save_organisation
from tests.factories import add_member, organisation

NAMES = ["Action Exemple", "Coopération Modèle", "L’ŒUVRE FICTIVE", "Solidarité Trois-Rivières", "Équité Essai"]


@pytest.fixture
def panel(qtbot: QtBot, kit_context: Context) -> ListPanel:
    made = ListPanel(
        kit_context,
        ListSetup(
            "members", chips=("category", "region"), new="Nouvel organisme",
            columns=("name", "category", "region", "member_since"),
        ),
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(760, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(panel: ListPanel) -> list[str]:
    column = panel.view.column_keys().index("name")
    return [panel.model.data(panel.model.index(row, column)) for row in range(panel.model.rowCount())]


def click_heading(qtbot: QtBot, panel: ListPanel, key: str) -> None:
    header = panel.view.horizontalHeader()
    section = [column.key for column in panel.model.columns].index(key)
    place = QPoint(header.sectionViewportPosition(section) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_printed_order_comes_first(panel: ListPanel) -> None:
    assert names(panel) == NAMES


def test_a_heading_sorts_up_then_down_then_as_printed(qtbot: QtBot, panel: ListPanel) -> None:
    click_heading(qtbot, panel, "name")
    assert names(panel) == ["Action Exemple", "Coopération Modèle", "Équité Essai", "L’ŒUVRE FICTIVE",
                            "Solidarité Trois-Rivières"]  # fmt: skip
    click_heading(qtbot, panel, "name")
    assert names(panel)[0] == "Solidarité Trois-Rivières"
    click_heading(qtbot, panel, "name")
    assert names(panel) == NAMES


def test_the_cursor_stays_on_its_record_when_the_order_changes(qtbot: QtBot, panel: ListPanel) -> None:
    record = panel.model.ids[0]
    opened: list[int] = []
    panel.opened.connect(opened.append)
    panel.view.select_record(record)
    click_heading(qtbot, panel, "name")
    click_heading(qtbot, panel, "name")
    assert panel.current() == record
    assert opened == [record], "the same record is not opened again"


def test_a_record_saved_with_ctrl_s_is_the_only_one_chosen(qtbot: QtBot, panel: ListPanel) -> None:
    panel.view.select_record(panel.model.ids[0])
    held = Qt.KeyboardModifier.ControlModifier
    qtbot.keyPress(panel.view, Qt.Key.Key_Control, held)
    panel.view.select_record(panel.model.ids[2])
    qtbot.keyRelease(panel.view, Qt.Key.Key_Control)
    assert panel.selected() == [panel.model.ids[2]]


def test_the_focus_alone_opens_nothing(qtbot: QtBot, panel: ListPanel) -> None:
    opened: list[int] = []
    panel.opened.connect(opened.append)
    panel.window().activateWindow()
    panel.view.setFocus()
    qtbot.wait(20)
    assert opened == []
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert opened == [panel.current()]


def test_a_click_opens_its_record_once(qtbot: QtBot, panel: ListPanel) -> None:
    opened: list[int] = []
    panel.opened.connect(opened.append)
    for row in (2, 0):
        place = panel.view.visualRect(panel.model.index(row, 0)).center()
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [panel.model.ids[2], panel.model.ids[0]]
    panel.view.clearSelection()
    assert opened[-1] == 0


def test_saving_elsewhere_keeps_selection_and_shows_the_new_row(qtbot: QtBot, panel: ListPanel) -> None:
    chosen = [panel.model.ids[1], panel.model.ids[3]]
    panel.view.restore_place({"current": chosen[0], "selected": chosen})
    add_member(panel.context.database, "Aide Inventée")
    panel.reload()
    assert names(panel)[1] == "Aide Inventée"
    assert panel.selected() == chosen
    assert panel.current() == chosen[0]


def test_a_hidden_list_reads_again_only_when_it_is_seen(qtbot: QtBot, panel: ListPanel) -> None:
    panel.hide()
    add_member(panel.context.database, "Aide Inventée")
    panel.reload()
    assert "Aide Inventée" not in names(panel)
    panel.show()
    assert "Aide Inventée" in names(panel)


def test_enter_double_click_and_delete_ask(qtbot: QtBot, panel: ListPanel) -> None:
    panel.view.select_record(panel.model.ids[2])
    with qtbot.waitSignal(panel.activated) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert asked.args == [panel.model.ids[2]]
    with qtbot.waitSignal(panel.archive_asked):
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)


def test_ctrl_c_gives_a_clean_table(qtbot: QtBot, panel: ListPanel) -> None:
    panel.view.restore_place({"selected": list(panel.model.ids[:2]), "current": panel.model.ids[0]})
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QApplication.clipboard()
    assert clipboard.text() == (
        "Nom\tCatégorie\tRégion\tMembre depuis\n"
        "Action Exemple\tRégulier\tMontréal\t\n"
        "Coopération Modèle\tRégulier\tMontréal\t1er mai 2001\n"
    )
    html = clipboard.mimeData().html()
    assert html.count("<tr>") == 3
    assert "mso-number-format" in html


@pytest.mark.parametrize(("typed", "copied"), [
    ("=1+1", "'=1+1"), ("@cmd", "'@cmd"), ("'=1", "''=1"), ("Équité", "Équité"), ("-5", "'-5"), ("", ""),
])  # fmt: skip
def test_no_name_becomes_a_formula(typed: str, copied: str) -> None:
    assert guarded(typed) == copied


def test_hostile_names_are_shown_copied_and_tipped_as_they_are(qtbot: QtBot, panel: ListPanel) -> None:
    name = "=cmd|'x' <b>Gras</b> & Cie 🐟"
    with panel.context.database.write(message("x")) as write:
        from oci_desktop.model.membership import MembershipDraft
        from oci_desktop.services.memberships import admit

        admit(write, MembershipDraft(save_organisation(write, organisation(name)), "regular"))
    panel.reload()
    assert name in names(panel)
    panel.view.selectAll()
    panel.view.copy()
    assert f"'{name}\t" in QApplication.clipboard().text()
    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; Cie" in QApplication.clipboard().mimeData().html()


def test_chosen_columns_and_their_order_are_remembered(qtbot: QtBot, panel: ListPanel) -> None:
    panel.view.set_columns(["name", "email", "category"])
    again = ListPanel(panel.context, panel.setup)
    qtbot.addWidget(again)
    assert again.view.column_keys() == ["name", "email", "category"]
    again.view.set_columns(None)
    assert again.view.column_keys() == ["name", "category", "region", "member_since"]


def test_a_heading_that_is_dragged_moves_its_column(qtbot: QtBot, panel: ListPanel) -> None:
    panel.view.horizontalHeader().moveSection(3, 1)
    qtbot.waitUntil(lambda: [c.key for c in panel.model.columns] == ["name", "member_since", "category", "region"])
    assert panel.view.column_keys() == ["name", "member_since", "category", "region"]
    assert panel.context.settings.get("lists.members.columns") == panel.view.column_keys()


@pytest.mark.parametrize("width", [420, 520, 606, 712, 1080])
def test_the_name_column_never_falls_under_280(qtbot: QtBot, panel: ListPanel, width: int) -> None:
    panel.resize(width, 600)
    qtbot.wait(10)
    view = panel.view
    keys = [column.key for column in panel.model.columns]
    assert view.columnWidth(keys.index("name")) >= 280
    if width >= 606:
        shown = sum(view.columnWidth(n) for n in range(len(keys)) if not view.isColumnHidden(n))
        assert shown == view.viewport().width(), "no sideways scroll where there is room"


def test_the_category_goes_first_then_regions_show_their_number(qtbot: QtBot, panel: ListPanel) -> None:
    keys = [column.key for column in panel.model.columns]
    panel.resize(600, 600)
    qtbot.wait(10)
    assert panel.view.isColumnHidden(keys.index("category"))
    assert panel.view.columnWidth(keys.index("region")) > 84
    panel.resize(500, 600)
    qtbot.wait(10)
    assert panel.view.columnWidth(keys.index("region")) <= 84
    panel.resize(1000, 600)
    qtbot.wait(10)
    assert not panel.view.isColumnHidden(keys.index("category"))


def test_rows_are_34_px_or_28(panel: ListPanel) -> None:
    assert panel.view.rowHeight(0) == 34
    panel.view.set_row_height(28)
    assert panel.view.rowHeight(0) == 28


def test_the_list_is_painted(qtbot: QtBot, panel: ListPanel) -> None:
    """Every kind of cell goes through the delegate: pills, numbers, short forms, the row under the mouse."""
    panel.view.setFocus()
    panel.view.select_record(panel.model.ids[0])
    picture: Any = panel.grab().toImage()
    colours = {picture.pixelColor(5, y).name() for y in range(picture.height())}
    assert "#e3f1ef" in colours, "the selected row has its colour"
    assert "#e2dfd8" in colours, "and every row its line"
