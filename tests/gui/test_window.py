"""The real window: going about, switching language, look and day, live news, what is remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from oci_desktop import i18n
from oci_desktop.gui.actions import ACTIONS, Actions
from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.main_window import MainWindow
from oci_desktop.gui.pages import PAGES
from oci_desktop.gui.tables import ListPanel
from oci_desktop.gui.theme import tokens
from oci_desktop.gui.trail import Trail
from tests.factories import add_member

Open = Callable[..., MainWindow]


def panel_of(window: MainWindow) -> ListPanel:
    found = window.page.findChild(ListPanel)
    assert found is not None
    return found


def test_it_opens_on_the_members(open_window: Open) -> None:
    window = open_window()
    assert panel_of(window).shown == 5
    assert window.page.heading()[0] == "Membres"
    assert window.windowTitle().endswith("membres.ocidb")


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_every_page_opens_in_both_languages_and_themes(qtbot: QtBot, open_window: Open, entry: object) -> None:
    window = open_window()
    name = entry.id  # type: ignore[attr-defined]
    assert window.show_page(name)
    assert window.page.heading()[0]
    window.context.set_language("en")
    assert window.page_id == name
    window.context.theme.set_mode("dark")
    assert window.page_id == name
    assert window.page.heading()[0]
    window.context.theme.set_mode("light")
    assert not window.grab().isNull()


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_every_control_has_a_name_that_can_be_read_aloud(qtbot: QtBot, open_window: Open, entry: object) -> None:
    window = open_window()
    window.show_page(entry.id)  # type: ignore[attr-defined]
    qtbot.wait(30)
    nameless = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if isinstance(widget, (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)):
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            inside = widget.parentWidget()
            if not (widget.accessibleName() or text or (inside and inside.accessibleName())):
                nameless.append(f"{type(widget).__name__} in {type(inside).__name__}")
    assert nameless == []


def test_language_switches_at_once_and_keeps_selection_and_filters(open_window: Open) -> None:
    window = open_window()
    panel = panel_of(window)
    panel.set_filters((("region", ("06",)),))
    record = panel.model.ids[1]
    panel.view.select_record(record)
    window.context.set_language("en")
    again = panel_of(window)
    assert again is not panel
    assert window.page.heading()[0] == "Members"
    assert again.shown == 2
    assert again.current() == record
    assert i18n.language() == "en"


def test_the_theme_switches_at_once(open_window: Open) -> None:
    window = open_window()
    light = tokens().panel
    window.actions_.perform("theme-dark")
    assert tokens().panel != light
    assert window.context.settings.get("look.theme") == "dark"
    window.actions_.perform("theme-light")
    assert tokens().panel == light


def test_another_day_is_shown_everywhere_and_cannot_be_overlooked(open_window: Open) -> None:
    window = open_window()
    assert not window.chrome.other_day.isVisible()
    window.context.set_as_of("2000-01-01")
    assert panel_of(window).shown == 3
    assert window.chrome.other_day.isVisible()
    assert window.chrome.header.as_of.text() == "Au 1er janvier 2000"
    assert window.chrome.header.as_of.property("other-day") == "true"
    window.actions_.perform("today")
    assert panel_of(window).shown == 5
    assert not window.chrome.other_day.isVisible()


def test_a_change_saved_in_a_worker_is_shown_live(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    thread = threading.Thread(target=lambda: add_member(window.context.database, "Aide Inventée"))
    thread.start()
    qtbot.waitUntil(lambda: panel_of(window).shown == 6)
    thread.join()


def test_undo_and_redo_say_what(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    add_member(window.context.database, "Aide Inventée")
    qtbot.waitUntil(lambda: panel_of(window).shown == 6)
    assert "Aide Inventée" in window.chrome.status._undo.text()
    window.actions_.perform("undo")
    qtbot.waitUntil(lambda: panel_of(window).shown == 5)
    assert "Aide Inventée" in window.chrome.status._words.text()
    window.actions_.perform("redo")
    qtbot.waitUntil(lambda: panel_of(window).shown == 6)


def test_alt_left_comes_back_to_the_page_before(open_window: Open) -> None:
    window = open_window()
    window.context.go("people")
    window.context.go("settings")
    window.actions_.perform("back")
    assert window.page_id == "people"
    window.actions_.perform("back")
    assert window.page_id == "members"
    window.actions_.perform("forward")
    assert window.page_id == "people"


def test_the_trail_forgets_what_was_ahead_and_counts_a_record_once() -> None:
    trail = Trail()
    trail.note(Place("members"))
    trail.note(Place("members", "organisation", 1))
    trail.note(Place("members", "organisation", 1))
    trail.note(Place("members", "organisation", 2))
    assert trail.back() == Place("members", "organisation", 1)
    assert trail.back() is None
    assert trail.forward() == Place("members", "organisation", 2)
    trail.back()
    trail.note(Place("people"))
    assert trail.forward() is None
    assert trail.back() == Place("members", "organisation", 1)


def test_page_size_and_place_are_remembered(qtbot: QtBot, open_window: Open, kit_context: Context) -> None:
    window = open_window()
    window.resize(1111, 722)
    window.show_page("people")
    window.close()
    assert not window.isVisible()
    assert kit_context.settings.get("window.page") == "people"
    again = MainWindow(kit_context)
    qtbot.addWidget(again)
    assert again.page_id == "people"
    assert again.height() == 722  # Qt keeps the width inside the screen, which is small in tests


def test_a_page_that_is_gone_does_not_stop_the_start(qtbot: QtBot, kit_context: Context) -> None:
    kit_context.settings.set("window.page", "no-longer-there")
    kit_context.settings.set("window.geometry", "not base64!")
    window = MainWindow(kit_context)
    qtbot.addWidget(window)
    assert window.page_id == "members"


def test_a_page_with_something_typed_can_keep_the_window(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    monkeypatch.setattr(type(window.page), "may_leave", lambda _page: False)
    assert not window.show_page("settings")
    assert window.page_id == "members"
    assert not window.close()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (900, 600)])
def test_nothing_is_wider_than_the_window(qtbot: QtBot, open_window: Open, size: tuple[int, int]) -> None:
    window = open_window("members", *size)
    for entry in PAGES:
        window.show_page(entry.id)
        qtbot.wait(10)
        assert (window.width(), window.height()) == size, entry.id


def test_tab_goes_round_and_comes_back(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.activateWindow()
    window.chrome.header.search.setFocus()
    visited: list[QWidget] = []
    for _turn in range(200):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget() or window.focusWidget()
        if focused is None or focused in visited:
            break
        visited.append(focused)
    kinds = {type(widget).__name__ for widget in visited}
    assert {"ListView", "NavButton", "SearchField", "FilterChip"} <= kinds


# Actions: declared once


def test_every_action_is_declared_once() -> None:
    ids = [entry.id for entry in ACTIONS]
    assert len(set(ids)) == len(ids)
    keys = [keys for entry in ACTIONS for keys in (entry.shortcut, *entry.more) if keys]
    assert len(set(keys)) == len(keys)
    assert {entry.needs for entry in ACTIONS} <= {"page", "write", "window"}


def test_every_window_action_does_something(open_window: Open) -> None:
    window = open_window()
    assert [e.id for e in ACTIONS if e.needs == "window" and not window.actions_.can(e.id)] == []


def test_pages_handle_only_declared_actions(open_window: Open) -> None:
    window = open_window()
    declared = {entry.id for entry in ACTIONS}
    for entry in PAGES:
        window.show_page(entry.id)
        assert set(window.page.handlers()) <= declared, entry.id


def test_an_action_that_needs_writing_is_off_in_a_file_that_is_read(qtbot: QtBot, qapp: QApplication) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = Actions(owner, writable=False)
    done: list[str] = []
    actions.show_page({"new": lambda: done.append("new"), "print": lambda: done.append("print")})
    actions.perform("new")
    actions.perform("print")
    assert done == ["print"]
    assert not actions["new"].isEnabled()
    with pytest.raises(KeyError, match="no-such"):
        actions.show_page({"no-such": print})


def test_menus_hold_every_action(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.chrome.sidebar.open_menu()
    from PySide6.QtWidgets import QMenu

    menus = [menu for menu in window.chrome.sidebar.findChildren(QMenu) if menu.menuAction().menu() is not None]
    names = {action.objectName() for menu in menus for action in menu.actions() if action.objectName()}
    assert names == {entry.id for entry in ACTIONS}
    for menu in menus:
        menu.close()


def test_the_sheet_shows_every_shortcut_in_french(open_window: Open) -> None:
    from oci_desktop.gui.shortcuts import ShortcutsSheet, keys_words
    from oci_desktop.gui.widgets import Label

    window = open_window()
    sheet = ShortcutsSheet(window, window.actions_)
    words = {label.text() for label in sheet.findChildren(Label)}
    assert "Ctrl+Maj+Z  Ctrl+Y" in words
    assert {entry.label.rstrip("…") for entry in ACTIONS if entry.shortcut} <= words
    assert keys_words("Alt+Left") == "Alt+←"
    sheet.deleteLater()
