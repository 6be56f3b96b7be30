"""What differs between two versions: new, changed and removed items, the old text and the new side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.gui.forms import ChoiceField
from oci_desktop.gui.forms.scroll import SteadyScroll
from oci_desktop.gui.widgets import Button, Card, CopyLabel, Label, Pill, SectionLabel, line
from oci_desktop.i18n import N_, _
from oci_desktop.queries.questionnaire_words import (
    CHANGE,
    field_label,
    field_value,
    moved_words,
    name_of,
    parts_of,
    summary,
)
from oci_desktop.queries.questionnaires import CHANGED, Change, Difference, FieldChange

_HEADINGS = {
    "items": N_("Items"),
    "principles": N_("Principles"),
    "scale": N_("Scale"),
    "profiles": N_("Profiles"),
    "signatories": N_("Signatories"),
}
_ICONS = {"new": "circle-plus", "changed": "pencil", "removed": "circle-minus"}


class DifferenceView(SteadyScroll):
    """The whole difference, to read."""

    def __init__(self, difference: Difference) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(22, 12, 22, 18)
        column.setSpacing(8)
        super().__init__(inside, 22)
        self.setProperty("look", "window")
        if not difference:
            column.addWidget(Label(_("Nothing differs."), "secondary"))
        for part, changes in parts_of(difference):
            column.addWidget(SectionLabel(_(_HEADINGS[part])))
            for change in changes:
                column.addWidget(_card(part, change))
        if difference.texts:
            column.addWidget(SectionLabel(_("Texts")))
            card = Card()
            card.body.addLayout(_fields("", difference.texts))
            column.addWidget(card)
        for code in difference.reordered:
            words = _("Principle {code}: the items stand in another order.").format(code=code)
            column.addWidget(Label(words, "secondary", wrap=True))
        column.addStretch()


def _card(part: str, change: Change) -> Card:
    card = Card()
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(Pill(CHANGE.format(change.kind), CHANGE.tone(change.kind), _ICONS[change.kind]))
    code = "" if part == "signatories" else change.code
    words = "  ".join(word for word in (code, name_of(change)) if word)
    head.addWidget(Label(words, "strong", wrap=True), 1)
    card.body.addLayout(head)
    if change.moved:
        card.body.addWidget(Label(moved_words(change.moved), "secondary", wrap=True))
    if change.kind == CHANGED and change.fields:
        card.body.addLayout(_fields(part, change.fields))
    return card


def _fields(part: str, changes: Sequence[FieldChange]) -> QGridLayout:
    """One line per field: what it was, what it becomes."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    for number, change in enumerate(changes):
        label = field_label(change.field)
        for place, (words, value) in enumerate(((_("before"), change.before), (_("after"), change.after))):
            grid.addWidget(Label(f"{label}, {words}", "small", wrap=True), 2 * number, place)
            shown = CopyLabel(field_value(part, change.field, value))
            grid.addWidget(shown, 2 * number + 1, place, Qt.AlignmentFlag.AlignTop)
    return grid


class DifferenceDialog(QDialog):
    """The difference, with another version to compare with, or with the verb of what it will do."""

    other_asked = Signal(int)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        difference: Difference,
        *,
        verb: str = "",
        others: Sequence[tuple[int, str]] = (),
        other: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(22, 0, 22, 0)
        head.addWidget(Label(title, "record", wrap=True))
        self._summary = Label("", "secondary", wrap=True)
        head.addWidget(self._summary)
        if others:
            field = ChoiceField(_("Compared with"), {str(i): words for i, words in others}, empty=None)
            field.set_value(str(other))
            field.changed.connect(lambda: self.other_asked.emit(int(field.value())))
            field.setMaximumWidth(420)
            self.others = field
            head.addWidget(field)
        column.addLayout(head)
        column.addWidget(line())
        self._room = QVBoxLayout()
        column.addLayout(self._room, 1)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(22, 8, 22, 14)
        foot.addStretch()
        foot.addWidget(Button(_("Cancel") if verb else _("Close"), self.reject))
        if verb:
            self.verb = Button(verb, self.accept, look="primary")
            self.verb.setDefault(True)
            foot.addWidget(self.verb)
        column.addLayout(foot)
        self.view: DifferenceView | None = None
        self.show_difference(difference)
        room = parent.window().screen().availableGeometry()
        self.resize(min(860, room.width() - 60), min(680, room.height() - 60))

    def show_difference(self, difference: Difference) -> None:
        """Show this one instead."""
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
        self._summary.setText(str(summary(difference)))
        self.view = DifferenceView(difference)
        self._room.addWidget(self.view)
