"""Ctrl+/: every action that has a shortcut, by group, straight from the registry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from oci_desktop.gui.actions import ACTIONS, GROUPS, Actions
from oci_desktop.gui.widgets import Label, SectionLabel
from oci_desktop.i18n import N_, _

GESTURES = (
    (N_("Enter, double click"), N_("Edit the record")),
    (N_("Esc"), N_("Leave the form; asks only if something was typed")),
    (N_("Ctrl+C"), N_("Copy the selected rows as a table")),
    (N_("Del"), N_("Archive")),
)


class ShortcutsSheet(QDialog):
    """One page to read; it changes nothing."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 18)
        column.setSpacing(14)
        column.addWidget(Label(_("Keyboard shortcuts"), "record"))
        sides = QHBoxLayout()
        sides.setSpacing(44)
        columns = (QVBoxLayout(), QVBoxLayout())
        groups = [(title, lines) for group, title in GROUPS if (lines := _lines(actions, group))]
        groups.append((N_("In a list or a form"), [(_(what), _(keys)) for keys, what in GESTURES]))
        half = sum(len(lines) + 2 for _title, lines in groups) / 2
        placed = 0
        for title, lines in groups:
            columns[0 if placed + len(lines) / 2 < half else 1].addLayout(_block(_(title), lines))
            placed += len(lines) + 2
        for side in columns:
            side.setSpacing(18)
            side.addStretch()
            sides.addLayout(side)
        column.addLayout(sides)
        buttons = QDialogButtonBox()
        close = QPushButton(_("Close"))
        close.setDefault(True)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)


def _lines(actions: Actions, group: str) -> list[tuple[str, str]]:
    found = []
    for entry in ACTIONS:
        if entry.group == group and entry.shortcut:
            keys = [keys.toString() for keys in actions[entry.id].shortcuts()]
            found.append((entry.label.rstrip("…"), "  ".join(keys_words(text) for text in keys)))
    return found


def keys_words(text: str) -> str:
    """Qt's portable names in the words of a keyboard: "Ctrl+Shift+Z" → « Ctrl+Maj+Z »."""
    names = {"Shift": _("Shift"), "Del": _("Del"), "Return": _("Enter")}
    names |= {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    return "+".join(names.get(part, part) for part in text.split("+"))


def _block(title: str, lines: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(6)
    grid.addWidget(SectionLabel(title), 0, 0, 1, 2)
    for row, (what, keys) in enumerate(lines, start=1):
        grid.addWidget(Label(what), row, 0)
        grid.addWidget(Label(keys, "secondary"), row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return grid
