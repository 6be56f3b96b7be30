"""Ctrl+K: everything and every command from one field. The arrows move while typing goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from oci_desktop.gui import fonts, icons, theme
from oci_desktop.gui.actions import ACTIONS, Actions
from oci_desktop.gui.context import Context
from oci_desktop.gui.page import PageEntry
from oci_desktop.gui.shortcuts import keys_words
from oci_desktop.gui.widgets import Label
from oci_desktop.i18n import _
from oci_desktop.text import search_norm

WIDTH, TOP, ROW, HEADING = 640, 64, 38, 30
_SHOWN_ROWS = 11
_COMMANDS = 8

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """One line: what `act` does, or what is missing before it can be done; a heading has neither."""

    title: str
    icon: str = ""
    detail: str = ""
    keys: str = ""
    strong: bool = False
    act: Callable[[], object] | None = None
    missing: str = ""

    @property
    def is_heading(self) -> bool:
        return self.act is None and not self.missing


class Finder:
    """What fits a text: records from the database, then pages, reports and commands, what can be done now first."""

    def __init__(self, context: Context, pages: Sequence[PageEntry], actions: Actions) -> None:
        self._context, self._pages, self._actions = context, pages, actions

    def find(self, text: str) -> list[Entry]:
        words = search_norm(text).split()
        found: list[Entry] = []
        if words:
            found += self._records(text)
        found += _group(_("Pages"), self._page_entries(words))
        if words:
            found += _group(_("Reports"), self._report_entries(words))
        found += _group(_("Commands"), self._command_entries(words))
        return found

    def _records(self, text: str) -> list[Entry]:
        from oci_desktop.queries.search import search

        context = self._context
        with context.database.read() as reader:
            hits = search(reader, text, context.as_of, limit=24)
        found: list[Entry] = []
        for kind, page, title, icon in (
            ("organisation", "organisations", _("Organisations"), "building"),
            ("person", "people", _("People"), "user"),
            ("campaign", "campaigns", _("Campaigns"), "shield-check"),
        ):
            found += _group(
                title,
                (
                    Entry(hit.name, icon, hit.detail, strong=True, act=_going(context, page, kind, hit.id))
                    for hit in hits
                    if hit.kind == kind
                ),
            )
        return found

    def _page_entries(self, words: Sequence[str]) -> Iterator[Entry]:
        for page in self._pages:
            if _fits(page.label, words):
                yield Entry(page.label, page.icon, act=_going(self._context, page.id))

    def _report_entries(self, words: Sequence[str]) -> Iterator[Entry]:
        from oci_desktop.reports import REPORTS

        for report in REPORTS:
            if _fits(_(report.title), words):
                yield Entry(_(report.title), "report", act=_going(self._context, "reports", "report", 0, report.name))

    def _command_entries(self, words: Sequence[str]) -> Iterator[Entry]:
        fitting = [entry for entry in ACTIONS if entry.id != "find" and _fits(f"{entry.label} {entry.also}", words)]
        for entry in fitting:
            if self._actions.can(entry.id):
                keys = keys_words(self._actions[entry.id].shortcut().toString())
                yield Entry(entry.label, entry.icon, keys=keys, act=_doing(self._actions, entry.id))
        if not words:
            return
        for entry in fitting:  # whoever looks for « admettre » learns where it is done
            if missing := self._actions.missing(entry.id):
                yield Entry(entry.label, entry.icon, detail=missing, missing=missing)


def _going(context: Context, *place: Any) -> Callable[[], object]:
    return lambda: context.go(*place)


def _doing(actions: Actions, name: str) -> Callable[[], object]:
    return lambda: actions.perform(name)


def _fits(title: str, words: Sequence[str]) -> bool:
    folded = search_norm(title)
    return all(word in folded for word in words)


def _group(title: str, entries: Any) -> list[Entry]:
    found = list(entries)
    return [Entry(title), *found] if found else []


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.title, entry.detail, entry.keys) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entries[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Lines(QStyledItemDelegate):
    """A heading in small capitals; a result with its icon, its detail at the right or the keys of a command."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, _Entries)
        return QSize(100, HEADING if model.entries[index.row()].is_heading else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Entries)
        entry = model.entries[index.row()]
        rect: QRect = option.rect
        painter.save()
        middle = Qt.AlignmentFlag.AlignVCenter
        if entry.is_heading:
            painter.setFont(fonts.font(12, QFont.Weight.Bold))
            painter.setPen(theme.colour("secondary"))
            painter.drawText(rect.adjusted(16, 6, -16, 0), middle, entry.title.upper())
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("tint"))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
        ink = theme.colour("accent" if chosen and not entry.missing else "secondary")
        if entry.icon:
            drawn = icons.pixmap(entry.icon, ink, 18, painter.device().devicePixelRatio())
            painter.drawPixmap(rect.left() + 16, rect.center().y() - 8, drawn)
        side = entry.keys or entry.detail
        painter.setFont(fonts.font(13))
        metrics = painter.fontMetrics()
        room = rect.width() - 44 - 16
        width = min(metrics.horizontalAdvance(side), round(room * (0.65 if entry.missing else 0.45)))
        painter.setPen(theme.colour("secondary"))
        text = metrics.elidedText(side, Qt.TextElideMode.ElideRight, width + 1)
        place = QRect(rect.right() - 16 - width, rect.top(), width + 2, rect.height())
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, text)
        painter.setFont(fonts.font(weight=QFont.Weight.DemiBold if entry.strong else QFont.Weight.Normal))
        painter.setPen(theme.colour("secondary" if entry.missing else "text"))
        words = QRect(rect.left() + 44, rect.top(), room - width - 14, rect.height())
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, middle, title)
        painter.restore()


class Palette(QWidget):
    """Lies over the window; Escape, a click beside it or a choice closes it, and the focus goes back."""

    def __init__(self, window: QWidget, finder: Finder) -> None:
        super().__init__(window)
        self._finder = finder
        self._before = window.focusWidget()
        self._frame = QFrame(self)
        self._frame.setObjectName("palette")
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find an organisation, a person, a page, a command…"))
        self.field.setAccessibleName(_("Search everywhere"))
        self.field.addAction(
            icons.icon("search", theme.colour("secondary"), 18), QLineEdit.ActionPosition.LeadingPosition
        )
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self._model = _Entries()
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Lines(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(_("Results"))
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(lambda _index: self._choose())
        column.addWidget(self._list)
        self._nothing = Label(_("Nothing fits."), "secondary")
        self._nothing.setContentsMargins(16, 14, 16, 14)
        column.addWidget(self._nothing)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 7, 16, 8)
        foot.addWidget(Label(_("↑ ↓ to move · Enter to open · Esc to close"), "small"))
        column.addLayout(foot)
        window.installEventFilter(self)
        self._look("")

    def open(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def titles(self) -> list[str]:
        """What is shown, headings included (tests)."""
        return [entry.title for entry in self._model.entries]

    def _look(self, text: str) -> None:
        self._model.show(self._finder.find(text))
        lines = [n for n, entry in enumerate(self._model.entries) if not entry.is_heading]
        first = next((n for n in lines if self._model.entries[n].act), lines[0] if lines else -1)
        self._list.setCurrentIndex(self._model.index(first) if first >= 0 else QModelIndex())
        if first >= 0:
            self._list.scrollToTop()
        self._list.setVisible(first >= 0)
        self._nothing.setVisible(first < 0)
        self._fit()

    def _fit(self) -> None:
        rows = sum(HEADING if entry.is_heading else ROW for entry in self._model.entries)
        self._list.setFixedHeight(min(rows + 6, _SHOWN_ROWS * ROW, max(200, self.height() - TOP - 140)))
        width = min(WIDTH, self.width() - 40)
        self._frame.setFixedWidth(width)
        self._frame.adjustSize()
        self._frame.move((self.width() - width) // 2, TOP)

    def _step(self, step: int) -> None:
        row, last = self._list.currentIndex().row(), len(self._model.entries) - 1
        moved = row
        while 0 <= moved + step <= last:
            moved += step
            if not self._model.entries[moved].is_heading:
                break
        else:
            return
        self._list.setCurrentIndex(self._model.index(moved))
        above = moved - 1 if moved and self._model.entries[moved - 1].is_heading else moved
        self._list.scrollTo(self._model.index(above))
        self._list.scrollTo(self._model.index(moved))

    def _choose(self) -> None:
        row = self._list.currentIndex().row()
        if 0 <= row < len(self._model.entries):
            act = self._model.entries[row].act
            if act is not None:
                self.close_palette()
                act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and watched is self.parent() and event.type() == QEvent.Type.Resize:
            self.setGeometry(watched.rect())
            self._fit()
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            for _turn in range(_COMMANDS):
                self._step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return True

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 90 if theme.is_dark() else 46))
