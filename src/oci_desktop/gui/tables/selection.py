"""The bar under a list once several rows are selected: how many, what can be done with them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from oci_desktop.gui.widgets import Button, Label, icon_button
from oci_desktop.i18n import _

_LEFT, _RIGHT, _GAP = 22, 14, 14


class SelectionBar(QFrame):
    """The gestures in their order; those that find no room are in the menu at the end."""

    def __init__(self, gestures: Sequence[tuple[str, Callable[[], object]]], select_none: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("selection")
        self._gestures = tuple(gestures)
        self._covered = 0
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT, 6, _RIGHT, 6)
        row.setSpacing(_GAP)
        self.words = Label("", "strong")
        row.addWidget(self.words)
        self.buttons = [Button(words, act, look="link") for words, act in gestures]
        for button in self.buttons:
            row.addWidget(button)
        self.more = Button(_("More…"), self._open_menu, look="link")
        row.addWidget(self.more)
        row.addStretch()
        self._none = icon_button("x", _("Select nothing"), select_none)
        row.addWidget(self._none)

    def say(self, text: str) -> None:
        self.words.setText(text)
        self._fold()

    def set_covered(self, width: int) -> None:
        """So much at the right lies under a record."""
        if width != self._covered:
            self._covered = width
            self._row.setContentsMargins(_LEFT, 6, _RIGHT + width, 6)
            self._fold()

    def menu(self) -> QMenu:
        """The gestures that are not in sight."""
        made = QMenu(self)
        for button, (words, act) in zip(self.buttons, self._gestures, strict=True):
            if button.isHidden():
                made.addAction(words.replace("&", "&&")).triggered.connect(lambda _c=False, do=act: do())
        return made

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def _fold(self) -> None:
        widths = [button.sizeHint().width() + _GAP for button in self.buttons]
        room = self.width() - self._covered - _LEFT - _RIGHT
        room -= self.words.sizeHint().width() + self._none.sizeHint().width() + 2 * _GAP
        all_fit = sum(widths) <= room
        if not all_fit:
            room -= self.more.sizeHint().width() + _GAP
        for button, width in zip(self.buttons, widths, strict=True):
            room -= width
            button.setVisible(all_fit or room >= 0)
        self.more.setVisible(not all_fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fold()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())
