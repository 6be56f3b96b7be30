"""The reports there are, by group: a line each, or all of them folded into one where there is no room."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from oci_desktop.gui import fonts, theme
from oci_desktop.gui.forms.choices import Combo
from oci_desktop.gui.widgets import Label, SectionLabel
from oci_desktop.i18n import _

Groups = Mapping[str, Mapping[str, str]]
"""The title of a group → name and title of each of its reports."""

_WIDTH = 236
_NAME = int(Qt.ItemDataRole.UserRole)


class ReportList(QScrollArea):
    """`chosen` carries the name of the report that was clicked, or reached with the arrows."""

    chosen = Signal(str)

    def __init__(self, groups: Groups) -> None:
        super().__init__()
        self.setProperty("look", "window")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(_WIDTH)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 4, 6, 16)
        column.setSpacing(1)
        together = QButtonGroup(self)
        self._lines: dict[str, _Line] = {}
        for number, (title, reports) in enumerate(groups.items()):
            heading = SectionLabel(title)
            heading.setContentsMargins(10, 14 if number else 4, 0, 4)
            column.addWidget(heading)
            for name, report in reports.items():
                line = self._lines[name] = _Line(report)
                line.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))
                together.addButton(line)
                column.addWidget(line)
        column.addStretch()
        self.setWidget(inside)

    def show_chosen(self, name: str) -> None:
        """Mark a report as the chosen one, and bring it into sight."""
        self._lines[name].setChecked(True)
        self.ensureWidgetVisible(self._lines[name])


class FoldedList(Combo):
    """The same as one line that opens; the groups are headings in it."""

    chosen = Signal(str)

    def __init__(self, groups: Groups) -> None:
        super().__init__()
        self.setAccessibleName(_("Report"))
        model = QStandardItemModel(self)
        for title, reports in groups.items():
            heading = QStandardItem(title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(fonts.font(12, QFont.Weight.Bold))
            model.appendRow(heading)
            for name, report in reports.items():
                item = QStandardItem(report)
                item.setData(name, _NAME)
                model.appendRow(item)
        self.setModel(model)
        self.activated.connect(lambda _row: self.chosen.emit(self.currentData(_NAME)))

    def show_chosen(self, name: str) -> None:
        """Show a report as the chosen one."""
        self.setCurrentIndex(self.findData(name, _NAME))


class _Line(QPushButton):
    """One report to choose, by its title; a long one takes two lines."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setProperty("look", "bare")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 6, 8, 6)
        self._label = Label(title, wrap=True)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column.addWidget(self._label)
        self.toggled.connect(self._mark)

    def _mark(self, chosen: bool) -> None:
        self._label.set_look("strong" if chosen else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.heightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(theme.colour("tint"))
        elif self.underMouse():
            painter.setBrush(theme.colour("neutral_tint"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
