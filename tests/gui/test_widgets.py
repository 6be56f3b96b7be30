"""The small pieces: plain text whatever is typed, cut words with their tip, room given and taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

import oci_desktop.gui
from oci_desktop.gui import fonts
from oci_desktop.gui.as_of_panel import AsOfPanel
from oci_desktop.gui.context import Context
from oci_desktop.gui.widgets import (
    Button,
    CopyLabel,
    ElidedLabel,
    Label,
    Moment,
    Pill,
    SearchField,
    SectionLabel,
    Strip,
    Tabs,
    Timeline,
    plain_tip,
)
from oci_desktop.gui.widgets.frames import rounded
from oci_desktop.gui.widgets.split import EDITING, READING, RecordSplit

HOSTILE = "<b>Gras</b> & Cie <img src='/etc/passwd'>"
GUI = Path(oci_desktop.gui.__file__).parent


@pytest.mark.parametrize("kind", [Label, CopyLabel, ElidedLabel])
def test_labels_show_what_was_typed(qtbot: QtBot, kit_theme: object, kind: type[Label]) -> None:
    label = kind(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_an_ampersand_in_a_button_stays(qtbot: QtBot, kit_theme: object) -> None:
    button = Button("Dupont & Cie")
    qtbot.addWidget(button)
    assert button.text() == "Dupont && Cie"
    assert button.accessibleName() == "Dupont & Cie"
    assert button.shortcut().isEmpty()


def test_a_cut_label_has_its_whole_text_as_tip(qtbot: QtBot, kit_theme: object) -> None:
    label = ElidedLabel("Un nom bien trop long pour une si petite place")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    assert label.toolTip() == ""
    label.setText(HOSTILE)
    label.resize(50, 20)
    assert label.toolTip() == plain_tip(HOSTILE)
    assert "&lt;b&gt;" in label.toolTip()


def test_capitals_are_for_the_eye_only(qtbot: QtBot, kit_theme: object) -> None:
    label = SectionLabel("Coordonnées")
    qtbot.addWidget(label)
    assert label.text() == "COORDONNÉES"
    assert label.accessibleName() == "Coordonnées"


def test_a_pill_is_22_px_and_has_room_for_its_word(qtbot: QtBot, kit_theme: object) -> None:
    pill = Pill("Conditions remplies", "good")
    qtbot.addWidget(pill)
    assert pill.sizeHint().height() == 22
    assert pill.sizeHint().width() > QFontMetrics(fonts.font()).horizontalAdvance(pill.text) + 20
    pill.set("En retard", "late")
    assert pill.accessibleName() == "En retard"
    assert not pill.grab().isNull()


def test_the_selected_tab_is_never_cut(qtbot: QtBot, kit_theme: object) -> None:
    tabs = Tabs("Fiche")
    qtbot.addWidget(tabs)
    for key in ("Fiche", "Adhésion", "Personnes & fonctions"):
        tabs.add(key.lower(), key, QWidget())
    bold = QFontMetrics(fonts.font(weight=QFont.Weight.DemiBold))
    for n, words in enumerate(("Fiche", "Adhésion", "Personnes & fonctions")):
        assert tabs.bar.tabSizeHint(n).width() >= bold.horizontalAdvance(words) + 8
    with qtbot.waitSignal(tabs.changed):
        tabs.show_tab("adhésion")
    assert tabs.current() == "adhésion"
    tabs.show_tab("nowhere")
    assert tabs.current() == "adhésion"


def test_a_timeline_replaces_its_moments(qtbot: QtBot, kit_theme: object) -> None:
    done: list[str] = []
    timeline = Timeline([Moment("Régulier", "depuis 1976", ["adoptée"], "good", True, "en cours")])
    qtbot.addWidget(timeline)
    timeline.show_moments([Moment("A", actions=[("Corriger", lambda: done.append("a"))]), Moment("B")])
    timeline.resize(300, 300)
    timeline.show()
    assert [label.text() for label in timeline.findChildren(Label) if label.isVisible()] == ["A", "B"]
    timeline.findChildren(Button)[-1].click()
    assert done == ["a"]
    assert not timeline.grab().isNull()


def test_a_strip_says_and_offers(qtbot: QtBot, kit_theme: object) -> None:
    done: list[str] = []
    strip = Strip("Une copie a échoué.", "late", [("Voir", lambda: done.append("seen"))])
    qtbot.addWidget(strip)
    strip.show()
    buttons = strip.findChildren(Button)
    buttons[0].click()
    assert done == ["seen"]
    with qtbot.waitSignal(strip.closed):
        buttons[-1].click()
    assert not strip.isVisible()


def test_a_search_field_rests_before_it_announces(qtbot: QtBot, kit_theme: object) -> None:
    field = SearchField("Filtrer")
    qtbot.addWidget(field)
    field.show()
    said: list[str] = []
    field.changed_to.connect(said.append)
    qtbot.keyClicks(field, "abc")
    assert said == []
    qtbot.waitUntil(lambda: said == ["abc"])
    field.set_quietly("quiet")
    qtbot.wait(180)
    assert said == ["abc"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert said == ["abc", ""]


# The record beside the list


@pytest.fixture
def split(qtbot: QtBot, kit_theme: object) -> RecordSplit:
    window = QMainWindow()
    made = RecordSplit(QWidget(), QWidget())
    window.setCentralWidget(made)
    window.resize(1280, 700)
    window.show()
    qtbot.addWidget(window)
    qtbot.waitExposed(window)
    made.destroyed.connect(lambda: window)
    return made


def test_the_record_has_372_px_and_470_when_edited(split: RecordSplit) -> None:
    assert split.side.width() == READING
    assert split.main.width() == split.width() - READING
    split.set_editing(True)
    assert split.side.width() == EDITING
    split.set_editing(False)
    assert split.side.width() == READING


def test_under_1180_the_record_lies_over_the_list_when_asked_for(qtbot: QtBot, split: RecordSplit) -> None:
    split.window().resize(1024, 700)
    assert split.main.width() == split.width()
    assert not split.side.isVisible()
    split.show_side(True)
    assert split.side.isVisible()
    assert split.main.width() == split.width(), "the list keeps its width under it"
    split.show_side(False)
    assert not split.side.isVisible()
    split.window().resize(1280, 700)
    split.show_side(True)
    assert split.main.width() < split.width()


def test_the_edge_moves_by_mouse_and_by_keys_within_reason(qtbot: QtBot, split: RecordSplit) -> None:
    widths: list[int] = []
    split.width_changed.connect(lambda width, _editing: widths.append(width))
    qtbot.keyClick(split._handle, Qt.Key.Key_Left)
    assert split.side.width() == READING + 24
    for _turn in range(60):
        qtbot.keyClick(split._handle, Qt.Key.Key_Right)
    assert split.side.width() >= 320
    split._handle.reset.emit()
    assert split.side.width() == READING
    assert widths[-1] == READING


# The day


def test_a_typed_day_is_strict_and_says_what_is_wrong(qtbot: QtBot, kit_context: Context) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    panel = AsOfPanel(parent, kit_context)
    qtbot.addWidget(panel)
    panel._typed.setText("31/02/2018")
    panel._take_typed()
    assert kit_context.is_today
    assert panel._problem.text()
    panel._typed.setText("31 mars 2018")
    panel._take_typed()
    assert kit_context.as_of == "2018-03-31"


def test_the_panel_offers_today_and_the_end_of_the_last_year(qtbot: QtBot, kit_context: Context) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    kit_context.set_as_of("2018-03-31")
    panel = AsOfPanel(parent, kit_context)
    links = [button for button in panel.findChildren(Button) if button.property("look") == "link"]
    assert links[0].text() == "Aujourd’hui"
    assert links[1].text().startswith("Fin du dernier exercice (31 mars")
    links[1].click()
    assert kit_context.as_of.endswith("-03-31")
    kit_context.set_as_of(kit_context.today)
    assert kit_context.is_today


# Rules of the house


def sources() -> list[tuple[str, str]]:
    return [(str(path.relative_to(GUI)), path.read_text(encoding="utf-8")) for path in GUI.rglob("*.py")]


def test_one_module_opens_boxes_and_file_dialogs() -> None:
    boxes = re.compile(r"\b(QMessageBox|QFileDialog|QInputDialog|QPrintDialog|QDesktopServices)\b")
    assert [name for name, text in sources() if name != "messages.py" and boxes.search(text)] == []


def test_qt_labels_are_made_by_one_module() -> None:
    made = re.compile(r"\bQLabel\([^)]")
    assert [name for name, text in sources() if made.search(text) and name != "widgets/labels.py"] == []


def test_a_popover_has_round_corners_where_nothing_can_be_translucent() -> None:
    shape = rounded(QSize(200, 100))
    assert not shape.contains(QPoint(0, 0))
    assert not shape.contains(QPoint(199, 99))
    assert shape.contains(QPoint(10, 1))
    assert shape.contains(QPoint(199, 50))
    assert shape.contains(QPoint(100, 99))
