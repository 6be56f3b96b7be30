"""Waiting for a file to import: a place to drop it, and a button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oci_desktop.gui import theme
from oci_desktop.gui.widgets import EmptyState
from oci_desktop.i18n import _

FILES = "*.xlsx *.xlsm *.csv *.txt *.tsv"


def waiting(choose: Callable[[], object], receive: Callable[[], object]) -> QWidget:
    """The page while there is no file."""
    state = EmptyState(
        "file-import",
        _("Drop an Excel or CSV file here"),
        _(
            "Organisations, memberships, people or roles. What the file holds is recognised from its headings,"
            " in French or in English; every export of this program can be imported again."
            " Forms that came back can be dropped too, on any page."
        ),
        ((_("Choose a file…"), choose), (_("Receive forms…"), receive)),
        primary=True,
    )
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(22, 14, 22, 16)
    column.addWidget(_DropPlace(state), 3)
    column.addStretch(2)
    return box


def reading_only() -> QWidget:
    """The page of a file that cannot be written."""
    return EmptyState(
        "lock", _("This file is open for reading only"), _("Open it for writing to import something into it.")
    )


class _DropPlace(QWidget):
    """A dashed frame, as wide as a sentence reads well: a file can be dropped there, or anywhere on the page."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setMaximumWidth(760)
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 10, 60, 10)
        column.addWidget(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("field_border"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
