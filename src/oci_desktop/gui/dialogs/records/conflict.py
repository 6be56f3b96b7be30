"""The record was saved by somebody else meanwhile: both values side by side, and the person chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oci_desktop.gui.widgets import Button, Label, line
from oci_desktop.i18n import N_, _

if TYPE_CHECKING:
    from oci_desktop.gui.forms.binder import Binder


@dataclass(frozen=True)
class Difference:
    """One field whose stored value is no longer the one typed; `mine_wins` is what is proposed."""

    key: str
    title: str
    theirs: str
    mine: str
    mine_wins: bool


def differences(binder: Binder, before: Any, theirs: Any, mine: Any) -> list[Difference]:
    """Every field where the two differ. Proposed: mine where I changed something, theirs where only they did."""
    found = []
    for bound in binder.bounds:
        stored, typed, first = bound.read(theirs), bound.read(mine), bound.read(before)
        stored_words, typed_words = bound.field.words(stored), bound.field.words(typed)
        if stored == typed or (stored_words == typed_words and isinstance(stored, tuple)):
            continue
        title = bound.field.title or _(_TITLES.get(bound.key, bound.key))
        found.append(Difference(bound.key, title, stored_words, typed_words, typed != first))
    return found


_TITLES = {
    "names": N_("Names"),
    "regions": N_("Administrative region"),
    "addresses": N_("Addresses"),
    "contacts": N_("Telephones and e-mails"),
}


class ConflictDialog(QDialog):
    """One line per field: what the file holds now, what was typed here."""

    def __init__(self, parent: QWidget | None, title: str, rows: Sequence[Difference]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Changed elsewhere in the meantime"))
        self.setMinimumWidth(640)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(Label(title, "record", wrap=True))
        column.addWidget(
            Label(
                _("Somebody saved this record after you opened it. Nothing of yours is lost: choose what to keep."),
                wrap=True,
            )
        )
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, words in enumerate((_("Field"), _("In the file now"), _("Typed here"))):
            grid.addWidget(Label(words, "section"), 0, place)
        self.groups: dict[str, QButtonGroup] = {}
        for number, row in enumerate(rows, start=1):
            top = number * 2
            grid.addWidget(line(), top - 1, 0, 1, 3)
            grid.addWidget(Label(row.title, "small", wrap=True), top, 0, Qt.AlignmentFlag.AlignTop)
            group = QButtonGroup(self)
            for place, (words, wins) in enumerate(((row.theirs, False), (row.mine, True))):
                cell = QWidget()
                inner = QHBoxLayout(cell)
                inner.setContentsMargins(0, 0, 0, 0)
                button = QRadioButton()
                button.setAccessibleName(f"{row.title}: {words or _('nothing')}")
                button.setChecked(wins == row.mine_wins)
                group.addButton(button, int(wins))
                text = Label(words or "—", wrap=True)
                text.setBuddy(button)
                inner.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
                inner.addWidget(text, 1)
                grid.addWidget(cell, top, place + 1)
            self.groups[row.key] = group
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, 130)
        grid.setRowStretch(grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setProperty("look", "window")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(min(60 + 52 * len(rows), 420))
        column.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(Button(_("Keep editing"), self.reject))
        agree = Button(_("Save these values"), self.accept, look="primary")
        agree.setDefault(True)
        foot.addWidget(agree)
        column.addLayout(foot)

    def chosen(self) -> dict[str, bool]:
        """For each field, whether what was typed here is kept."""
        return {key: bool(group.checkedId()) for key, group in self.groups.items()}


def choose_values(parent: QWidget | None, title: str, rows: Sequence[Difference]) -> Mapping[str, bool] | None:
    """Ask; None when the person would rather go on editing."""
    dialog = ConflictDialog(parent, title, rows)
    agreed = dialog.exec()
    chosen = dialog.chosen() if agreed else None
    dialog.deleteLater()
    return chosen
