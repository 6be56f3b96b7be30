"""Statuses as small pills, an icon and a word: colour is never the only sign."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from oci_desktop.gui import fonts, icons, theme

HEIGHT = 22
ICON = 14
ICONS = {
    "good": "circle-check",
    "pending": "clock",
    "late": "alert-triangle",
    "neutral": "circle-minus",
    "accent": "info-circle",
}
_LEFT, _GAP, _RIGHT = 7, 5, 10


def pill_width(metrics: QFontMetrics, text: str) -> int:
    return _LEFT + ICON + _GAP + metrics.horizontalAdvance(text) + _RIGHT


def paint_pill(painter: QPainter, left: int, middle: int, text: str, tone: str, icon: str = "", room: int = 0) -> None:
    """Draw a pill whose left edge is at `left`, centred on the line `middle`; `room` cuts the word."""
    metrics = painter.fontMetrics()
    width = pill_width(metrics, text)
    if 0 < room < width:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - (_LEFT + ICON + _GAP + _RIGHT))
        width = room
    ink, ground = theme.tokens().tone(tone)
    top = middle - HEIGHT // 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(left, top, width, HEIGHT), HEIGHT / 2, HEIGHT / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(left + _LEFT, middle - ICON // 2, icons.pixmap(icon or ICONS[tone], ink, ICON, ratio))
    painter.setPen(ink)
    words = QRectF(left + _LEFT + ICON + _GAP, top, width - _LEFT - ICON - _GAP, HEIGHT)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)


class Pill(QWidget):
    """One status: `Pill("Depuis 1976", "neutral", "history")`."""

    def __init__(self, text: str, tone: str = "neutral", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone, self._icon = text, tone, icon
        self.setFont(fonts.font())
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._text

    def set(self, text: str, tone: str = "neutral", icon: str = "") -> None:
        """Show another status."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(QFontMetrics(fonts.font()), self._text), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(fonts.font())
        paint_pill(painter, 0, self.height() // 2, self._text, self._tone, self._icon, self.width())
