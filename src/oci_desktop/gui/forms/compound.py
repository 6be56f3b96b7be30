"""A field made of several fields: it passes on what they say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.gui.forms.field import Field

COLUMN_GAP, ROW_GAP = 14, 12


def side_by_side(*fields: QWidget, shares: Sequence[int] | None = None) -> QWidget:
    """Fields on one line, tops aligned, of equal width unless `shares` says otherwise."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(COLUMN_GAP)
    for number, field in enumerate(fields):
        row.addWidget(field, shares[number] if shares else 1, Qt.AlignmentFlag.AlignTop)
    return box


def link_line(*links: QWidget) -> QWidget:
    """Quiet actions on one line, their words flush with the fields."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for link in links:
        row.addWidget(link)
    row.addStretch()
    return box


class Compound(Field):
    """The base of fields that hold others. `adopt` each inner field once; the inner ones show the remarks."""

    rebuilt = Signal()  # fields came or went: the order of Tab is to be set again

    def __init__(self, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.box = QWidget()
        self.rows = QVBoxLayout(self.box)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(ROW_GAP)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Preferred)
        self.placed(self.box)

    def adopt(self, *fields: Field) -> None:
        """Let what is typed in these fields count as typed here."""
        for field in fields:
            field.changed.connect(self.changed)
            field.left.connect(self.left)
        self.rebuilt.emit()

    def editors(self) -> Sequence[QWidget]:
        return ()

    def changes(self) -> int:
        return sum(part.changes() for part in self.parts())

    def mark(self) -> None:
        super().mark()
        for part in self.parts():
            part.mark()

    def focus(self) -> None:
        for part in self.parts():
            if part.isVisibleTo(self):
                part.focus()
                return
