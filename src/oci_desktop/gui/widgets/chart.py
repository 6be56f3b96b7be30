"""Bars on the screen: the drawings of `model.bars`, painted in the colours of the theme.

The same layout prints on paper (`reports.kit.bars`); hatches and figures tell the parts apart without colour.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from oci_desktop.gui import fonts, theme
from oci_desktop.gui.style import blend
from oci_desktop.model.bars import Box, Drawing, Measure, Part, Stroke, bar, legend

_SMALL = 12
_LEGEND_LEADING = 20.0


def inks() -> dict[str, QColor]:
    """What the names of a drawing's colours are in the theme in force."""
    t = theme.tokens()
    return {
        "text": QColor(t.text),
        "secondary": QColor(t.secondary),
        "line": QColor(t.line),
        "accent": QColor(t.accent),
        "accent_light": QColor(blend(t.panel, t.accent, 0.24)),
        "late": QColor(t.late),
        "neutral": QColor(blend(t.panel, t.secondary, 0.45)),
        "ground": QColor(t.panel),
        "on_accent": QColor(t.on_accent),
    }


def screen_measure(px: int = _SMALL) -> Measure:
    """How wide texts of that size are on the screen."""
    normal = QFontMetricsF(fonts.font(px))
    strong = QFontMetricsF(fonts.font(px, QFont.Weight.Bold))
    return lambda text, bold: (strong if bold else normal).horizontalAdvance(text)


def paint_drawing(painter: QPainter, drawing: Drawing, x: float, y: float, px: int = _SMALL) -> None:
    """Paint with the drawing's corner at that place."""
    colours = inks()
    painter.save()
    for shape in drawing.moved(x, y):
        if isinstance(shape, Box):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            area = QRectF(shape.x, shape.y, shape.width, shape.height)
            painter.fillRect(area, colours[shape.ink])
            if shape.outline:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(colours[shape.outline], 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        elif isinstance(shape, Stroke):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours[shape.ink], shape.thickness))
            painter.drawLine(QLineF(shape.x1, shape.y1, shape.x2, shape.y2))
        else:
            font = fonts.font(px, QFont.Weight.Bold if shape.strong else QFont.Weight.Normal)
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(colours[shape.ink])
            painter.drawText(QPointF(shape.x, shape.middle + metrics.capHeight() / 2), shape.text)
    painter.restore()


def said(parts: Sequence[Part]) -> str:
    """The parts as a screen reader says them: « 45 valides, 4 dispenses »."""
    return ", ".join(f"{part.shown} {part.label}" for part in parts if part.value)


class _Painted(QWidget):
    """A drawing that is laid out anew for the width it has."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)

    def drawing(self, width: float) -> Drawing:
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_drawing(painter, self.drawing(self.width()), 0, 0)


class Bar(_Painted):
    """One bar of parts; it takes the width it gets."""

    def __init__(self, parts: Sequence[Part], *, height: int = 18, name: str = "") -> None:
        words = said(parts)
        super().__init__(f"{name}: {words}" if name else words)
        self.parts = tuple(parts)
        self.setFixedHeight(height)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def drawing(self, width: float) -> Drawing:
        return bar(self.parts, width, self.height(), screen_measure())

    def sizeHint(self) -> QSize:
        return QSize(220, self.height())


class BarLegend(_Painted):
    """What the fills of bars stand for, over as many lines as it takes."""

    def __init__(self, parts: Sequence[Part], *, figures: bool = False) -> None:
        super().__init__(", ".join(part.label for part in parts))
        self.setToolTip("")
        self.parts, self._figures = tuple(parts), figures
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def drawing(self, width: float) -> Drawing:
        return legend(self.parts, width, _LEGEND_LEADING, screen_measure(), figures=self._figures)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self.drawing(width).height)

    def sizeHint(self) -> QSize:
        return QSize(260, self.heightForWidth(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, round(_LEGEND_LEADING))
