"""A timeline: what was in force when, newest first, with dots on a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.gui import theme
from oci_desktop.gui.widgets.buttons import Button
from oci_desktop.gui.widgets.labels import Label
from oci_desktop.gui.widgets.pill import Pill


@dataclass(frozen=True)
class Moment:
    """One step: what, when, details; `tone` colours the dot, `current` fills it."""

    title: str
    period: str = ""
    details: Sequence[str] = ()
    tone: str = "neutral"
    current: bool = False
    status: str = ""
    """A word for a pill at the right, in the same tone."""
    actions: Sequence[tuple[str, Callable[[], object]]] = field(default=())


class Timeline(QWidget):
    """Moments one under the other; `show_moments` replaces them all."""

    def __init__(self, moments: Sequence[Moment] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.show_moments(moments)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, moment in enumerate(moments):
            self._column.addWidget(_Row(moment, number == 0, number == len(moments) - 1))


class _Row(QWidget):
    def __init__(self, moment: Moment, first: bool, last: bool) -> None:
        super().__init__()
        self._moment, self._first, self._last = moment, first, last
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 0, 16)
        words = QVBoxLayout()
        words.setSpacing(1)
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(Label(moment.title, "strong", wrap=True), 1)
        if moment.status:
            heading.addWidget(Pill(moment.status, moment.tone), 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(heading)
        if moment.period:
            words.addWidget(Label(moment.period, wrap=True))
        for detail in moment.details:
            words.addWidget(Label(detail, "small", wrap=True))
        if moment.actions:
            links = QHBoxLayout()
            links.setContentsMargins(0, 2, 0, 0)
            for text, act in moment.actions:
                links.addWidget(Button(text, act, look="link"))
            links.addStretch()
            words.addLayout(links)
        row.addLayout(words)
        self.setAccessibleName(", ".join(part for part in (moment.title, moment.status, moment.period) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, radius, x = 10.0, 5.0, 7.0
        painter.setPen(QPen(theme.colour("line"), 2))
        if not self._first:
            painter.drawLine(QPointF(x, 0), QPointF(x, middle - radius))
        if not self._last:
            painter.drawLine(QPointF(x, middle + radius), QPointF(x, self.height()))
        ink, _ground = theme.tokens().tone(self._moment.tone)
        painter.setPen(QPen(ink, 2))
        painter.setBrush(ink if self._moment.current else theme.colour("panel"))
        painter.drawEllipse(QRectF(x - radius + 1, middle - radius + 1, 2 * radius - 2, 2 * radius - 2))
