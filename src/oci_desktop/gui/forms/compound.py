"""A field made of several fields: it passes on what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

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


class PartEditor(QWidget):
    """The fields of one part, a frozen draft; `fields` by the attribute of it that each holds."""

    def __init__(self, part: Any) -> None:
        super().__init__()
        self.part = part
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(ROW_GAP)

    def read(self) -> Any:
        """What was typed, over what the part was.

        Raises: UserError.
        """
        return replace(self.part, **{name: field.value() for name, field in self.fields.items()})

    def state(self) -> dict[str, Any]:
        """The keystrokes, by field."""
        return {name: field.state() for name, field in self.fields.items()}

    def restore(self, typed: Mapping[str, Any], originals: Sequence[Any]) -> None:
        """Show the keystrokes of another time; `originals` are what the fields were compared with then."""
        for name, keys in typed.items():
            if name in self.fields:
                self.fields[name].restore(keys)
        for field, original in zip(self.fields.values(), originals, strict=False):
            field._original = original

    def originals(self) -> list[Any]:
        return [field._original for field in self.fields.values()]


class PartsField(Compound):
    """A compound of several parts that come and go, each with its editor in `_editors`; one taken away is a change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._editors: list[Any] = []
        self._removed = 0
        self._list = QVBoxLayout()
        self._list.setSpacing(ROW_GAP)
        self.rows.addLayout(self._list)

    def _read(self) -> list[tuple[Any, Any]]:
        """Each editor with what it reads, in the order of the value. Raises: UserError."""
        raise NotImplementedError

    def changes(self) -> int:
        return super().changes() + self._removed

    def mark(self) -> None:
        super().mark()
        self._removed = 0

    def parts(self) -> Sequence[Field]:
        return [field for editor in self._editors for field in editor.fields.values()]

    def editor_at(self, number: str) -> Any:
        """The editor of the part at that place of the value ("2"); None when it is not there, or cannot be read."""
        if number.isdigit() and not any(part.readable()[1] for part in self.parts()):
            read = self._read()
            if int(number) < len(read):
                return read[int(number)][0]
        return None
