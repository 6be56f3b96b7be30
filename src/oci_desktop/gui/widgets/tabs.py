"""Tabs with an underline, over a stack of panels."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from oci_desktop.gui import fonts


class TabBar(QTabBar):
    """Room for the selected tab's heavier weight, so that no word is ever cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)

    def tabSizeHint(self, index: int) -> QSize:
        metrics = QFontMetrics(fonts.font(weight=QFont.Weight.DemiBold))
        return QSize(metrics.horizontalAdvance(self.tabText(index).replace("&&", "&")) + 14, 34)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)


class Tabs(QWidget):
    """Named panels, one shown at a time; each has a stable key so that the choice survives a rebuild."""

    changed = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = TabBar()
        self.bar.setAccessibleName(name)
        self.stack = QStackedWidget()
        self._keys: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._turn)

    def add(self, key: str, title: str, panel: QWidget) -> None:
        self._keys.append(key)
        self.stack.addWidget(panel)
        self.bar.addTab(title.replace("&", "&&"))

    def current(self) -> str:
        index = self.bar.currentIndex()
        return self._keys[index] if 0 <= index < len(self._keys) else ""

    def show_tab(self, key: str) -> None:
        """Turn to the panel called `key`, if there is one."""
        if key in self._keys:
            self.bar.setCurrentIndex(self._keys.index(key))

    def _turn(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.changed.emit(self.current())
