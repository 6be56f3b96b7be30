"""A panel that scrolls up and down, whose content keeps its width whether or not the bar shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

BAR = 12
"""Width of the slim bar, as the style sheet has it."""


class SteadyScroll(QScrollArea):
    """`right` pixels stay free at the right of what `inside` lays out; the bar, when there is one, is among them."""

    def __init__(self, inside: QWidget, right: int) -> None:
        super().__init__()
        self._inside, self._right = inside, right
        self.setProperty("look", "panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.verticalScrollBar().rangeChanged.connect(lambda _least, most: self._keep_right(most > 0))
        self._keep_right(False)

    def _keep_right(self, bar: bool) -> None:
        layout = self._inside.layout()
        if layout is not None:
            margins = layout.contentsMargins()
            wanted = self._right - BAR if bar else self._right
            if margins.right() != wanted:
                margins.setRight(wanted)
                layout.setContentsMargins(margins)
