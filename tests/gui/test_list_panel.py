"""A whole list: filtering, saved lists, counts, the bar of several, an empty place that says what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from oci_desktop.gui import messages
from oci_desktop.gui.context import Context, News
from oci_desktop.gui.tables import ListPanel, ListSetup
from oci_desktop.gui.tables.columns import ColumnChooser
from oci_desktop.gui.tables.filters import FilterPopover
from oci_desktop.gui.widgets import EmptyState
from oci_desktop.i18n import N_

DELEGATE = (("delegate", N_("Delegate"), {"yes": N_("yes"), "no": N_("no")}),)


@pytest.fixture
def make(qtbot: QtBot, kit_context: Context) -> Callable[..., ListPanel]:
    def made(**setup: object) -> ListPanel:
        panel = ListPanel(
            kit_context,
            ListSetup("members", chips=("category", "region"), extra_filters=DELEGATE, **setup),  # type: ignore[arg-type]
        )
        qtbot.addWidget(panel)
        panel.resize(1000, 600)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    return made


@pytest.fixture
def panel(make: Callable[..., ListPanel]) -> ListPanel:
    return make()


def count_words(panel: ListPanel) -> str:
    return panel.foot.count.text()


def test_n_of_n_is_always_said(panel: ListPanel) -> None:
    assert count_words(panel) == "5 sur 5"
    panel.set_filters((("region", ("06",)),))
    assert count_words(panel) == "2 sur 5"


def test_typing_filters_without_regard_to_accents_and_ligatures(qtbot: QtBot, panel: ListPanel) -> None:
    panel.focus_filter()
    qtbot.keyClicks(panel.bar.field, "oeuvre")
    qtbot.waitUntil(lambda: panel.shown == 1)
    qtbot.keyClick(panel.bar.field, Qt.Key.Key_Escape)
    assert panel.shown == 5


def test_enter_in_the_filter_goes_to_the_first_row(qtbot: QtBot, panel: ListPanel) -> None:
    panel.window().activateWindow()
    panel.focus_filter()
    qtbot.keyClicks(panel.bar.field, "trois rivieres")
    qtbot.keyClick(panel.bar.field, Qt.Key.Key_Return)
    assert panel.shown == 1
    assert panel.current() == panel.model.ids[0]


def test_a_chip_offers_values_with_counts_and_filters_at_once(qtbot: QtBot, panel: ListPanel) -> None:
    chip = panel.bar.chips["region"]
    chip.click()
    popover = panel.findChild(FilterPopover)
    assert popover is not None
    boxes = {box.accessibleName(): box for box in popover.findChildren(QCheckBox)}
    assert list(boxes) == ["Capitale-Nationale", "Mauricie", "Montréal", "(vide)"]
    boxes["Montréal"].click()
    assert panel.shown == 2
    boxes["(vide)"].click()
    assert panel.shown == 3, "several values of one filter mean or"
    assert chip.active
    assert chip.accessibleName() == "Région\N{NO-BREAK SPACE}: Montréal, (vide)"
    popover.close()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert panel.shown == 5
    assert not chip.active


def test_another_filter_gets_a_chip_while_it_filters(panel: ListPanel) -> None:
    panel.set_filters((("delegate", ("no",)),))
    assert "delegate" in panel.bar.chips
    assert panel.filter_words() == "Personne déléguée\N{NO-BREAK SPACE}: non" or "non" in panel.filter_words()
    panel.clear_filters()
    assert "delegate" not in panel.bar.chips


def test_nothing_fits_says_so_and_offers_the_way_back(qtbot: QtBot, panel: ListPanel) -> None:
    panel.set_filters((), "zzz")
    empty = panel.findChild(EmptyState)
    assert empty is not None
    assert empty.accessibleName() == "Rien ne correspond"
    qtbot.mouseClick(empty.buttons[0], Qt.MouseButton.LeftButton)
    assert panel.shown == 5


def test_an_empty_list_says_what_belongs_there(
    qtbot: QtBot, new_database: Callable[..., object], kit_theme: object
) -> None:
    from oci_desktop.settings import PersonSettings

    context = Context(new_database("vide"), PersonSettings(), kit_theme)  # type: ignore[arg-type]
    asked: list[str] = []
    panel = ListPanel(context, ListSetup(
        "people", empty_title="Aucune personne", empty_buttons=[("Nouvelle personne", lambda: asked.append("new"))],
    ))  # fmt: skip
    qtbot.addWidget(panel)
    panel.show()
    empty = panel.findChild(EmptyState)
    assert empty is not None
    qtbot.mouseClick(empty.buttons[0], Qt.MouseButton.LeftButton)
    assert asked == ["new"]
    assert [button.text() for button in empty.buttons] == ["Nouvelle personne", "Voir les données d’exemple"]
    context.perform.connect(asked.append)
    empty.buttons[1].click()
    assert asked == ["new", "sample-data"]
    context.close()


def test_several_rows_bring_the_bar_and_their_addresses(qtbot: QtBot, panel: ListPanel) -> None:
    told: list[News] = []
    panel.context.told.connect(told.append)
    assert not panel._selection_bar.isVisible()
    panel.view.selectAll()
    assert panel._selection_bar.isVisible()
    assert panel._selection_bar.words.text() == "5 choisis"
    panel.copy_emails()
    addresses = QApplication.clipboard().text().split("; ")
    assert sorted(addresses) == [f"info{n}@example.org" for n in range(5)]
    assert told[-1].text.startswith("5 adresses copiées")
    panel._select_one()
    assert not panel._selection_bar.isVisible()


def test_what_is_printed_is_what_is_shown_or_selected(panel: ListPanel) -> None:
    panel.view.set_columns(["name", "region"])
    panel.set_filters((("region", ("06",)),))
    assert panel.table().formatted() == [["Action Exemple", "Montréal"], ["Coopération Modèle", "Montréal"]]
    assert panel.table().subtitle == "Région\N{NO-BREAK SPACE}: Montréal"
    panel.clear_filters()
    panel.view.restore_place({"selected": list(panel.model.ids[1:3]), "current": panel.model.ids[1]})
    assert [row[0] for row in panel.table().rows] == ["Coopération Modèle", "L’ŒUVRE FICTIVE"]


def test_a_saved_list_brings_back_search_filters_order_and_columns(
    qtbot: QtBot, panel: ListPanel, make: Callable[..., ListPanel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "ask_text", lambda *_args: "Montréal & cie")
    panel.view.set_columns(["name", "region"])
    panel.set_filters((("region", ("06", "")),))
    panel.view.set_sort(("name", True))
    menu = panel._saved_menu(panel)
    next(act for act in menu.actions() if "Enregistrer" in act.text()).trigger()
    other = make()
    other.view.set_columns(None)
    menu = other._saved_menu(other)
    next(act for act in menu.actions() if "Montréal && cie" in act.text()).trigger()
    assert other.query.filters == (("region", ("06", "")),)
    assert other.query.sort == ("name", True)
    assert other.view.column_keys() == ["name", "region"]
    assert other.shown == 3
    other.saved.remove("Montréal & cie")
    assert panel.saved.all() == []


def test_state_survives_a_page_built_anew(panel: ListPanel, make: Callable[..., ListPanel]) -> None:
    panel.set_filters((("region", ("06",)),), "modele")
    panel.view.select_record(panel.model.ids[0])
    again = make()
    again.restore(panel.state())
    assert again.query == panel.query
    assert again.current() == panel.current()
    assert again.bar.field.text() == "modele"


def test_opening_a_record_that_filters_hide_takes_them_off(panel: ListPanel) -> None:
    hidden = panel.model.ids[3]
    panel.set_filters((("region", ("06",)),))
    assert panel.open(hidden)
    assert panel.current() == hidden
    assert not panel.open(999_999)


def test_another_day_is_read_at_once(panel: ListPanel) -> None:
    panel.context.set_as_of("2000-01-01")
    panel.on_as_of()
    assert panel.shown == 3
    panel.context.set_as_of(None)
    panel.on_as_of()
    assert panel.shown == 5


def test_the_chooser_shows_hides_and_moves_columns(qtbot: QtBot, panel: ListPanel) -> None:
    panel.view.set_columns(["name", "category", "region"])
    panel.choose_columns()
    chooser = panel.findChild(ColumnChooser)
    assert chooser is not None
    items = {chooser._list.item(n).text(): n for n in range(chooser._list.count())}
    chooser._list.item(items["Région"]).setCheckState(Qt.CheckState.Unchecked)
    assert panel.view.column_keys() == ["name", "category"]
    chooser._list.item(items["Sigle"]).setCheckState(Qt.CheckState.Checked)
    assert panel.view.column_keys() == ["name", "category", "acronym"]
    chooser._list.setCurrentRow(items["Sigle"])
    chooser._move(-1)
    assert not chooser._list.item(0).flags() & Qt.ItemFlag.ItemIsUserCheckable, "the name always stays"
    chooser.close()


def test_in_a_narrow_bar_nothing_is_cut(qtbot: QtBot, panel: ListPanel) -> None:
    panel.set_filters((("region", ("06",)),))
    for width in (420, 500, 606, 700, 1000):
        panel.resize(width, 600)
        qtbot.wait(5)
        shown = [button for button in panel.bar.findChildren(QPushButton) if button.isVisible()]
        assert all(button.geometry().right() <= panel.bar.width() for button in shown)
        assert all(button.width() >= min(button.sizeHint().width(), 36) for button in shown)


def test_no_button_is_ever_a_window_of_its_own(qapp: QApplication, make: Callable[..., ListPanel]) -> None:
    alone: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QPushButton) and watched.isWindow():
                alone.append(watched.text())
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        make(new="Nouvel organisme")
    finally:
        qapp.removeEventFilter(watch)
    assert alone == []


def test_records_picked_by_another_page_have_a_chip_with_their_names(make: Callable[..., ListPanel]) -> None:
    panel = make()
    ids = tuple(str(number) for number in panel.model.ids[:2])
    panel.set_filters((("id", ids),))
    chip = panel.bar.chips["id"]
    assert chip.text() == "2 organismes choisis"
    assert panel.filter_words() == "2 organismes choisis"
    chip.click()
    popover = panel.findChild(FilterPopover)
    assert popover is not None
    boxes = popover.findChildren(QCheckBox)
    assert [box.text() for box in boxes] == ["Action Exemple", "Coopération Modèle"]
    boxes[0].click()
    assert panel.shown == 1
    popover.close()
    panel.clear_filters()
    assert "id" not in panel.bar.chips


def test_a_filter_that_is_on_is_always_in_sight(qtbot: QtBot, panel: ListPanel) -> None:
    panel.resize(712, 600)
    panel.set_filters((("category", ("regular",)), ("region", ("06",))))
    assert all(chip.isVisible() for chip in panel.bar.chips.values())
    panel.resize(470, 600)
    hidden = [chip for chip in panel.bar.chips.values() if not chip.isVisible()]
    assert hidden
    assert panel.bar.more.text() == f"Filtres ({len(hidden)})"
    panel.clear_filters()
    assert panel.bar.more.text() == "Filtres"


def test_no_button_looks_out_from_under_a_record(qtbot: QtBot, panel: ListPanel) -> None:
    panel.resize(828, 600)
    panel.set_covered(372)

    def in_sight() -> bool:
        buttons = [button for button in panel.findChildren(QPushButton) if button.isVisible()]
        return bool(buttons) and all(b.mapTo(panel, b.rect().topRight()).x() < 828 - 372 for b in buttons)

    qtbot.waitUntil(in_sight)
    panel.set_covered(0)
    assert panel.foot.print.isVisible()
