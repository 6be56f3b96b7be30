"""Somebody in front of the real window: what they see, press, click and type; never a service, never a handler.

Things are found as a person finds them: a button by its words, a field by its label, a line by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from oci_desktop.gui.main_window import MainWindow
from oci_desktop.gui.palette import Palette
from oci_desktop.gui.session import Session

NOT_BREAKING = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{ZERO WIDTH SPACE}": ""})


def plain(text: str) -> str:
    """A text as one says it: its no-break spaces as spaces, its ampersands single."""
    return text.translate(NOT_BREAKING).replace("&&", "&").strip()


class Person:
    """One window and the hands before it."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.qtbot, self.session = qtbot, session

    # What is in sight.

    @property
    def window(self) -> MainWindow:
        assert self.session.window is not None
        return self.session.window

    @property
    def top(self) -> QWidget:
        """What takes the keys now: a popup, a dialog, or the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def wait(self, until: Callable[[], Any], timeout: int = 10_000) -> None:
        self.qtbot.waitUntil(lambda: bool(until()), timeout=timeout)

    def settle(self) -> None:
        """Until nothing is under way and what was clicked is shown."""
        QApplication.processEvents()
        self.wait(lambda: self.session.context is not None and not self.session.context.tasks.running)
        self.awake()
        QApplication.processEvents()

    def awake(self) -> None:
        """The system gives the keys back to the window when a dialog closes; an offscreen one must be told."""
        top = self.top
        if not isinstance(top, QMenu) and QApplication.activePopupWidget() is None and not top.isActiveWindow():
            top.activateWindow()
            self.wait(top.isActiveWindow)

    def found(self, kind: type[Any], fits: Callable[[Any], bool], inside: QWidget | None = None) -> list[Any]:
        place = inside or self.top
        return [widget for widget in place.findChildren(kind) if widget.isVisible() and fits(widget)]

    def sees(self, words: str, inside: QWidget | None = None) -> bool:
        return words in self.words(inside)

    def words(self, inside: QWidget | None = None) -> str:
        """Every word in sight: labels, buttons, fields."""
        QApplication.processEvents()
        place = inside or self.top
        said = [plain(label.text()) for label in self.found(QLabel, lambda w: True, place)]
        said += [plain(button.text()) for button in self.found(QAbstractButton, lambda w: True, place)]
        said += [plain(edit.text()) for edit in self.found(QLineEdit, lambda w: True, place)]
        for bar in self.found(QTabBar, lambda w: True, place):
            said += [plain(bar.tabText(number)) for number in range(bar.count())]
        said += [plain(pill.text) for pill in self.found(_pill(), lambda w: True, place)]
        return "\n".join(text for text in said if text)

    def status(self) -> str:
        return self.words(self.window.chrome.status)

    def title(self) -> str:
        return plain(self.window.chrome.header._title.text())

    def title_line(self) -> str:
        return plain(self.window.chrome.header._line.text())

    # Keys.

    @staticmethod
    def under_the_hands() -> QWidget | None:
        """What a key reaches: within a popup the field that has its focus, else the field of the window."""
        popup = QApplication.activePopupWidget()
        return popup.focusWidget() or popup if popup is not None else QApplication.focusWidget()

    def press(self, keys: str, times: int = 1) -> None:
        """« Ctrl+K », « Tab », « Return »: to whatever has the focus."""
        for _turn in range(times):
            self.awake()
            combined = QKeySequence(keys)[0]
            place = self.under_the_hands() or self.top
            QTest.keyClick(place, combined.key(), combined.keyboardModifiers())
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Key by key to whatever has the focus; `QTest.keyClicks` stops the process at the first accent."""
        for letter in text:
            place = self.under_the_hands()
            assert place is not None, "nothing has the focus"
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(place, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        QApplication.processEvents()

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.press("Ctrl+V")

    # The mouse.

    def click(self, widget: QWidget, at: QPoint | None = None, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
        assert widget.isVisible(), widget
        assert widget.isEnabled(), widget
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, keys, at or widget.rect().center())
        QApplication.processEvents()

    def button(self, words: str, inside: QWidget | None = None) -> Any:
        """The button with these words, or that a screen reader calls so."""
        there = self.found(
            QAbstractButton, lambda b: words in (plain(b.text()), plain(b.accessibleName()), plain(b.toolTip())), inside
        )
        assert there, f"no button « {words} » in:\n{self.words(inside)}"
        return there[0]

    def click_button(self, words: str, inside: QWidget | None = None) -> None:
        button = self.button(words, inside)
        assert button.isEnabled(), words
        self.click(button)

    def can_click(self, words: str, inside: QWidget | None = None) -> bool:
        there = self.found(QAbstractButton, lambda b: words in (plain(b.text()), plain(b.accessibleName())), inside)
        return any(button.isEnabled() for button in there)

    def choose(self, words: str) -> None:
        """A line of the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), menu
        action = next(action for action in menu.actions() if plain(action.text()) == words)
        assert action.isEnabled(), words
        QTest.mouseClick(
            menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center()
        )
        QApplication.processEvents()

    def turn_to(self, tab: str, inside: QWidget | None = None) -> None:
        """A tab by its title."""
        for bar in self.found(QTabBar, lambda w: True, inside):
            for number in range(bar.count()):
                if plain(bar.tabText(number)) == tab:
                    self.click(bar, bar.tabRect(number).center())
                    return
        raise AssertionError(f"no tab « {tab} »")

    def drop(self, paths: Sequence[Path]) -> None:
        """Let go of files over the middle of the window, wherever one is in it."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        under: QWidget | None = self.top.childAt(self.top.rect().center()) or self.top
        while under is not None and not under.acceptDrops():
            under = under.parentWidget()
        assert under is not None, "nothing takes files here"
        at, copy = under.rect().center(), Qt.DropAction.CopyAction
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, copy, data, left, none)
        QApplication.sendEvent(under, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(under, QDropEvent(QPointF(at), copy, data, left, none))
        QApplication.processEvents()

    # Pages and lists.

    def go_to(self, page: str) -> None:
        """A page by its name in the side bar."""
        self.click(next(
            button for button in self.window.chrome.sidebar.findChildren(QAbstractButton)
            if plain(button.text()).split("   ")[0] == page
        ))  # fmt: skip
        self.settle()

    def list(self) -> QTableView:
        return self.found(QTableView, lambda w: True, self.window.page)[0]

    def lines(self) -> list[str]:
        """The names in the list, in the order shown."""
        return [line[0] for line in self.cells(1)]

    def cells(self, columns: int = 0) -> list[list[str]]:
        """The list as it is read, columns in the order shown."""
        view = self.list()
        model, header = view.model(), view.horizontalHeader()
        shown = [header.logicalIndex(n) for n in range(model.columnCount())]
        shown = [n for n in shown if not view.isColumnHidden(n)]
        shown = shown[:columns] if columns else shown
        return [[plain(str(model.index(row, n).data())) for n in shown] for row in range(model.rowCount())]

    def headings(self) -> list[str]:
        view = self.list()
        header = view.horizontalHeader()
        shown = [
            header.logicalIndex(n) for n in range(header.count()) if not view.isColumnHidden(header.logicalIndex(n))
        ]
        return [plain(str(view.model().headerData(n, Qt.Orientation.Horizontal))) for n in shown]

    def click_line(self, name: str, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
        view = self.list()
        row = self.lines().index(name)
        index = view.model().index(row, 0)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center(), keys)
        self.settle()

    def filter(self, text: str) -> None:
        self.press("Ctrl+F")
        self.type(text)
        self.wait(lambda: self.window.page.list.query.search == text)

    # Forms.

    def field(self, label: str, nth: int = 0, inside: QWidget | None = None) -> Any:
        """The editor under a label."""
        there = [
            widget
            for kind in (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton)
            for widget in self.found(kind, lambda w: plain(w.accessibleName()).startswith(label), inside)
        ]
        known = [plain(widget.accessibleName()) for widget in self.found(QWidget, lambda w: bool(w.accessibleName()))]
        assert len(there) > nth, f"no field « {label} » among {known}"
        return there[nth]

    def fill(self, label: str, text: str, nth: int = 0) -> None:
        """Click into a field, replace what it holds, go on with Tab."""
        self.go_into(label, nth)
        self.type(text)
        self.press("Tab")

    def go_into(self, label: str, nth: int = 0) -> Any:
        """Click into a field and select what it holds."""
        edit = self.field(label, nth)
        self.awake()
        edit.setFocus(Qt.FocusReason.MouseFocusReason)
        self.wait(edit.hasFocus)
        if not isinstance(edit, QAbstractButton | QComboBox):
            self.press("Ctrl+A")
        return edit

    def pick(self, label: str, words: str, nth: int = 0) -> None:
        """Choose from a list of choices with the keyboard, as its letters do."""
        combo = self.go_into(label, nth)
        assert words in [plain(combo.itemText(n)) for n in range(combo.count())], words
        steps = [plain(combo.itemText(n)) for n in range(combo.count())].index(words) - combo.currentIndex()
        self.press("Down" if steps > 0 else "Up", abs(steps))
        assert plain(combo.currentText()) == words
        self.press("Tab")

    def proposals(self) -> list[str]:
        """What a field that picks a record proposes under itself."""
        lists = [w for w in QApplication.topLevelWidgets() if isinstance(w, QListWidget) and w.isVisible()]
        return [plain(lists[0].item(n).text()) for n in range(lists[0].count())] if lists else []

    # Dialogs that wait for their answer.

    def when_asked(self, answer: Callable[[], object]) -> Callable[[], None]:
        """Answer the next dialog that stops everything until it is answered; call the result afterwards."""
        timer = QTimer(self.window)
        wrong: list[BaseException] = []
        done: list[bool] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                return
            timer.stop()
            try:
                answer()
                done.append(True)
            except BaseException as problem:
                wrong.append(problem)
                dialog.close()

        def check() -> None:
            timer.stop()
            if wrong:
                raise wrong[0]
            assert done, "nothing was asked"

        timer.timeout.connect(look)
        timer.start(20)
        return check

    # Ctrl+K.

    def palette(self) -> Palette:
        return self.found(Palette, lambda w: True, self.window)[0]

    def search(self, text: str) -> list[str]:
        """Open the palette and type; what it shows."""
        self.press("Ctrl+K")
        self.wait(lambda: self.palette().field.hasFocus())
        self.type(text)
        return [plain(title) for title in self.palette().titles()]

    def run(self, command: str) -> None:
        """Do a command from the palette."""
        shown = self.search(command)
        assert command in shown, shown
        while plain(self.palette()._model.entries[self.palette()._list.currentIndex().row()].title) != command:
            self.press("Down")
        self.press("Return")
        self.settle()

    # The file, as anybody would read it.

    def file(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every table but the journal, every column but `version`."""
        assert self.session.context is not None
        return everything(self.session.context.database)

    def undoable(self) -> str:
        return next((line for line in self.status().split("\n") if line.startswith(("Annuler", "Undo"))), "")


def everything(database: Any) -> dict[str, list[tuple[Any, ...]]]:
    from oci_desktop.model import schema

    found = {}
    with database.read() as reader:
        for table in schema.metadata.sorted_tables:
            if table.name.startswith("journal"):
                continue
            columns = ", ".join(column.name for column in table.columns if column.name != "version")
            order = ", ".join(column.name for column in table.primary_key.columns)
            found[table.name] = reader.rows(f"SELECT {columns} FROM {table.name} ORDER BY {order}")
    return found


def _pill() -> Any:
    from oci_desktop.gui.widgets import Pill

    return Pill


def pdf_text(path: Path) -> str:
    """The words of a PDF on one line."""
    from tests.reports.paper import words

    return plain(words(path.read_bytes()))
