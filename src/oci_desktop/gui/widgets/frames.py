"""Frames: cards, quiet strips of news, popovers, what an empty place says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from oci_desktop.gui import icons, theme
from oci_desktop.gui.widgets.buttons import Button, icon_button
from oci_desktop.gui.widgets.labels import Label
from oci_desktop.gui.widgets.pill import ICONS
from oci_desktop.i18n import _

_ROUND = 10
"""The radius of a popover's corners."""


class Card(QFrame):
    """A white card with round corners; a heading and a link at its right if given. Fill `.body`."""

    def __init__(
        self,
        title: str = "",
        link: str = "",
        on_link: Callable[[], object] | None = None,
        *,
        padding: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, 14, padding, 14)
        self.body.setSpacing(8)
        self.link: Button | None = None
        if title:
            heading = QHBoxLayout()
            heading.addWidget(Label(title, "card"))
            heading.addStretch()
            if link:
                self.link = Button(link, on_link, look="link")
                heading.addWidget(self.link)
            self.body.addLayout(heading)
            self.setAccessibleName(title)


class Strip(QFrame):
    """News above a list, with what can be done about it; it waits to be read and closes on demand."""

    closed = Signal()

    def __init__(
        self,
        text: str,
        tone: str = "pending",
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.setSpacing(10)
        sign = QLabel()
        ink, _ground = theme.tokens().tone(tone)
        sign.setPixmap(icons.pixmap(ICONS[tone], ink, 18, self.devicePixelRatioF()))
        row.addWidget(sign)
        self.words = Label(text, wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(self.words, 1)
        for words, act in actions:
            row.addWidget(Button(words, act))
        if closable:
            row.addWidget(icon_button("x", _("Close"), self.close_strip))
        self.setAccessibleName(text)

    def close_strip(self) -> None:
        self.hide()
        self.closed.emit()


class EmptyState(QWidget):
    """An empty place says what belongs there and offers the way to fill it; the first button is the main one."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        buttons: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(30, 20, 30, 20)
        column.setSpacing(8)
        column.addStretch(2)
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon, theme.colour("secondary"), 36, self.devicePixelRatioF()))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(sign)
        heading = Label(title, "card", wrap=True)
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(heading)
        if text:
            words = Label(text, "secondary", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        self.buttons: list[Button] = []
        if buttons:
            column.addSpacing(8)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addStretch()
            for number, (words_, act) in enumerate(buttons):
                made = Button(words_, act, look="primary" if primary and number == 0 else "normal")
                self.buttons.append(made)
                row.addWidget(made)
            row.addStretch()
            column.addLayout(row)
        column.addStretch(3)
        self.setAccessibleName(title)


class Popover(QFrame):
    """A small panel under a button, closed by Escape or a click elsewhere. Fill `.body`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # so that the corners can be round
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(8)

    def open_under(self, widget: QWidget, *, align_right: bool = False) -> None:
        """Show the panel just under `widget`, inside the screen."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        if align_right:
            corner.setX(corner.x() + widget.width() - self.width())
        room = widget.screen().availableGeometry()
        corner.setX(max(room.left() + 4, min(corner.x(), room.right() - self.width() - 4)))
        if corner.y() + self.height() > room.bottom():
            corner.setY(widget.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4)
        self.move(corner)
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if QGuiApplication.platformName() == "xcb":
            # Without a compositor (remote desktops) what is translucent is black: the corners are cut off.
            self.setMask(rounded(self.size()))

    def paintEvent(self, event: QPaintEvent) -> None:
        # A translucent window gets no background from the style sheet.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("field_border"), 1))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def rounded(size: QSize) -> QRegion:
    """The shape of a popover of that size."""
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(0, 0, size.width(), size.height()), _ROUND, _ROUND)
    return QRegion(shape.toFillPolygon().toPolygon())


def line(parent: QWidget | None = None) -> QFrame:
    """A horizontal hairline in the line colour."""
    made = QFrame(parent)
    made.setObjectName("line")
    made.setFixedHeight(1)
    return made
