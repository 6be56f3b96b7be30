"""The side bar: the association, the pages, the tools, the settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QVBoxLayout

from oci_desktop.gui import icons, theme
from oci_desktop.gui.actions import ACTIONS, GROUPS, Actions
from oci_desktop.gui.page import BOTTOM, TOOLS, PageEntry
from oci_desktop.gui.widgets import Button, ElidedLabel, SectionLabel, icon_button
from oci_desktop.i18n import _, ngettext

WIDTH = 196
_SPACE = "\N{NO-BREAK SPACE}"  # between the icon and the name


class NavButton(Button):
    """One page: its icon, its name, a count of what waits there."""

    def __init__(self, entry: PageEntry) -> None:
        super().__init__(_SPACE + entry.label, look="nav", name=entry.label)
        self.setToolTip("")
        self._label = entry.label
        self._sign = entry.icon
        self.setIconSize(icons.icon_size(18))
        self.setCheckable(True)
        self.toggled.connect(self._show_icon)
        self._show_icon(False)
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)

    def _show_icon(self, on: bool) -> None:
        self.setIcon(icons.icon(self._sign, theme.tokens().accent if on else theme.tokens().text, 18))

    def set_count(self, n: int) -> None:
        self.set_text(_SPACE + (f"{self._label}   {n}" if n else self._label))
        waiting = ngettext("{n} thing to do", "{n} things to do", n).format(n=n)
        self.setAccessibleName(f"{self._label}, {waiting}" if n else self._label)


class Sidebar(QFrame):
    """Asks for a page with `asked`; the window says which one is shown with `mark`."""

    asked = Signal(str)

    def __init__(self, pages: Sequence[PageEntry], actions: Actions) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Pages"))
        self._actions = actions
        self._group = QButtonGroup(self)
        self._buttons: dict[str, NavButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 9, 10)
        column.setSpacing(2)
        column.addLayout(self._make_top())
        for entry in pages:
            if entry.section not in (TOOLS, BOTTOM):
                column.addWidget(self._make(entry))
        column.addSpacing(14)
        heading = SectionLabel(_("Tools"))
        heading.setContentsMargins(13, 0, 0, 5)
        column.addWidget(heading)
        for entry in pages:
            if entry.section == TOOLS:
                column.addWidget(self._make(entry))
        column.addStretch()
        for entry in pages:
            if entry.section == BOTTOM:
                column.addWidget(self._make(entry))

    def set_association(self, acronym: str, name: str) -> None:
        """Who the file belongs to, on top."""
        self._acronym.setText(acronym)
        self._acronym.setToolTip(name)

    def mark(self, page: str) -> None:
        """Show which page is open."""
        if page in self._buttons:
            self._buttons[page].setChecked(True)

    def set_count(self, page: str, n: int) -> None:
        if page in self._buttons:
            self._buttons[page].set_count(n)

    def focus(self) -> None:
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_menu(self) -> None:
        """Every action, by group: what menus are for."""
        menu = QMenu(self)
        for group, title in GROUPS:
            inner = menu.addMenu(_(title))
            for entry in ACTIONS:
                if entry.group == group:
                    inner.addAction(self._actions.with_icon(entry.id))
        menu.popup(self._menu.mapToGlobal(QPoint(0, self._menu.height() + 2)))

    def _make_top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(13, 0, 0, 3)
        self._acronym = ElidedLabel("")
        self._acronym.setObjectName("acronym")
        row.addWidget(self._acronym, 1)
        self._menu = icon_button("menu-2", _("Menu"), self.open_menu)
        row.addWidget(self._menu)
        return row

    def _make(self, entry: PageEntry) -> NavButton:
        button = NavButton(entry)
        button.clicked.connect(lambda _checked=False, name=entry.id: self.asked.emit(name))
        self._group.addButton(button)
        self._buttons[entry.id] = button
        return button
