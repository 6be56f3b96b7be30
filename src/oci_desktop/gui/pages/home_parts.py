"""The pieces of the first page: a line to do, a dated line, a figure, a ring."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.dates import MONTHS, SHORT_MONTHS
from oci_desktop.gui import fonts, icons, theme
from oci_desktop.gui.style import blend
from oci_desktop.gui.widgets import Button, Card, ElidedLabel, Label, line
from oci_desktop.i18n import _
from oci_desktop.queries.home import Figure, Share, ToDo, Upcoming

_SHADES = (1.0, 0.45, 0.22, 0.7, 0.34)
"""How much of the accent colour each part of a ring has: parts are told apart in black and white too."""


class ToDoRow(QWidget):
    """An icon, what there is to do, for whom, and the button that goes there."""

    def __init__(self, item: ToDo, act: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(12)
        ink, _ground = theme.tokens().tone(item.tone)
        sign = QLabel()
        sign.setPixmap(icons.pixmap(item.icon, ink, 20, self.devicePixelRatioF()))
        row.addWidget(sign)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(str(item.title), "strong", wrap=True))  # its end may be a date: never cut
        words.addWidget(ElidedLabel(str(item.detail), "small"))
        row.addLayout(words, 1)
        self.button = Button(str(item.gesture), act)
        self.button.setAccessibleName(f"{item.gesture} – {item.title}")
        row.addWidget(self.button)
        column.addLayout(row)
        column.addWidget(line())
        self.setAccessibleName(f"{item.title}, {item.detail}")


class Row(QWidget):
    """Something that can be clicked, or chosen with Tab and Enter; it shows where the keyboard is."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.colour("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 6, 6)


class DateBlock(QWidget):
    """« 27 » over « nov. »; « nov. » over « 2026 » when the day is not known; the year alone otherwise."""

    def __init__(self, iso: str) -> None:
        super().__init__()
        year, month, day = iso[:4], iso[5:7], iso[8:10]
        short = _(SHORT_MONTHS[int(month) - 1]) if month else ""
        self._large, self._small = (str(int(day)), short) if day else (short or year, year if month else "")
        self.setFixedSize(46, 40)
        said = f"{int(day)} {_(MONTHS[int(month) - 1])} {year}" if day else f"{short} {year}".strip()
        self.setAccessibleName(said)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        large = fonts.font(weight=fonts.font().Weight.Bold)
        large.setPixelSize(18 if len(self._large) < 3 else 14)
        painter.setFont(large)
        painter.setPen(theme.colour("text"))
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect().adjusted(0, 0, 0, -16 if self._small else 0), middle, self._large)
        if self._small:
            small = fonts.font()
            small.setPixelSize(12)
            painter.setFont(small)
            painter.setPen(theme.colour("secondary"))
            painter.drawText(self.rect().adjusted(0, 22, 0, 0), middle, self._small)


class UpcomingRow(Row):
    """A day and what happens on it; it opens the record."""

    def __init__(self, item: Upcoming) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 6, 3)
        row.setSpacing(8)
        row.addWidget(DateBlock(item.date))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(item.title, "strong"))
        words.addWidget(ElidedLabel(str(item.detail), "small"))
        row.addLayout(words, 1)
        self.setAccessibleName(f"{item.title}, {item.detail}")


class FigureCard(Card):
    """A figure, what it counts and a second line; a click goes to the list that it counts."""

    clicked = Signal()

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.body.setContentsMargins(18, 12, 12, 12)
        self.body.setSpacing(1)
        self.body.addWidget(Label(formats.number(figure.value), "figure"))
        self.body.addWidget(ElidedLabel(str(figure.label)))
        self.body.addWidget(ElidedLabel(str(figure.detail or ""), "small"))
        self.setAccessibleName(f"{figure.value} {figure.label}")
        if figure.detail:
            self.setAccessibleDescription(str(figure.detail))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() or self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "field_border"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)


class Ring(QWidget):
    """The parts of a whole as a ring, with the whole in its middle."""

    def __init__(self, total: int, word: str, shares: Sequence[Share], inks: Sequence[QColor] = ()) -> None:
        super().__init__()
        self._total, self._word = total, word
        self._values = [share.value for share in shares]
        self._inks = list(inks) or shades(len(shares))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(f"{total} {word}: " + ", ".join(f"{s.value} {s.label}" for s in shares))

    def sizeHint(self) -> QSize:
        return QSize(132, 132)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 15
        area = QRectF(self.rect()).adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
        whole = sum(self._values)
        gap = 2.2 if sum(value > 0 for value in self._values) > 1 else 0.0
        if not whole:
            painter.setPen(QPen(theme.colour("line"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(area, 0, 360 * 16)
        start = 90.0
        for value, ink in zip(self._values, self._inks, strict=True):
            if not value:
                continue
            span = 360.0 * value / whole
            painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(area, round((start - gap / 2) * 16), round(-(span - gap) * 16))
            start -= span
        large = fonts.font()
        large.setPixelSize(28)
        painter.setFont(large)
        painter.setPen(theme.colour("text"))
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(self.rect().adjusted(0, 0, 0, -14), centre, formats.number(self._total))
        small = fonts.font()
        small.setPixelSize(13)
        painter.setFont(small)
        painter.setPen(theme.colour("secondary"))
        painter.drawText(self.rect().adjusted(0, 32, 0, 0), centre, self._word)


class Legend(QWidget):
    """Each part with its colour, its number, its name and how it changed."""

    def __init__(self, shares: Sequence[Share]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch()
        for share, ink in zip(shares, shades(len(shares)), strict=True):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(_Dot(ink), 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(0)
            heading = QHBoxLayout()
            heading.setSpacing(6)
            heading.addWidget(Label(formats.number(share.value), "card"), 0, Qt.AlignmentFlag.AlignTop)
            heading.addWidget(Label(share.label[:1].lower() + share.label[1:], wrap=True), 1)
            words.addLayout(heading)
            if share.change:
                words.addWidget(Label(str(share.change), "small", wrap=True))
            row.addLayout(words, 1)
            column.addLayout(row)
        column.addStretch()


class _Dot(QWidget):
    def __init__(self, ink: QColor) -> None:
        super().__init__()
        self._ink = ink
        self.setFixedSize(12, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink)
        painter.drawRoundedRect(QRectF(0, 4, 12, 12), 3, 3)


def shades(count: int) -> list[QColor]:
    """As many tints of the accent colour, far apart enough to be told from one another."""
    t = theme.tokens()
    return [QColor(blend(t.panel, t.accent, _SHADES[place % len(_SHADES)])) for place in range(count)]
