"""The principles of a questionnaire with how far a member is in each, and in all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from oci_desktop.gui.widgets import Button, ElidedLabel, Label, SectionLabel
from oci_desktop.i18n import _, ngettext
from oci_desktop.queries.answer_entry import AnswerEntry

CHANGED = -1
"""Stands for the questions whose text changed since the campaign that was carried over."""
_WIDTH = 264


class Principles(QScrollArea):
    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.current = 0
        self.buttons: dict[int, Button] = {}
        self.setProperty("look", "window")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_progress(self, entry: AnswerEntry, current: int) -> None:
        """How far the member is now; `current` is marked."""
        self.current = current
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(4)
        self.buttons = {}
        if entry.consents:
            answered = sum(one.answered for one in entry.progress)
            applicable = sum(one.applicable for one in entry.progress)
            column.addWidget(SectionLabel(_("All principles")))
            self._bar(column, answered, applicable, sum(one.to_confirm for one in entry.progress))
            column.addSpacing(8)
            for one in entry.progress:
                if entry.items(one.principle_id):
                    self._button(column, one.principle_id, str(one.title))
                    self._bar(column, one.answered, one.applicable, one.to_confirm)
            if entry.changed:
                column.addSpacing(8)
                self._button(column, CHANGED, _("Questions whose text changed"))
                done = sum(entry.is_done(item) for item in entry.version.items() if item.id in entry.changed)
                self._bar(column, done, len(entry.changed), 0)
        column.addStretch()
        self.setWidget(inside)
        inside.show()

    def _button(self, column: QVBoxLayout, principle_id: int, title: str) -> None:
        button = Button("", lambda: self.asked.emit(principle_id), look="nav", name=title)
        button.setCheckable(True)
        button.setChecked(principle_id == self.current)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(button.sizePolicy().Policy.Ignored, button.sizePolicy().Policy.Fixed)
        words = ElidedLabel(title, "strong" if principle_id == self.current else "")
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(button)
        row.setContentsMargins(10, 0, 8, 0)
        row.addWidget(words)
        self.buttons[principle_id] = button
        column.addWidget(button)

    def _bar(self, column: QVBoxLayout, answered: int, applicable: int, to_confirm: int) -> None:
        words = _("{answered} of {total}").format(answered=answered, total=applicable) if applicable else "—"
        if to_confirm:
            waiting = ngettext("{n} to confirm", "{n} to confirm", to_confirm).format(n=to_confirm)
            words = f"{words} · {waiting}"
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setFixedHeight(4)
        bar.setRange(0, max(applicable, 1))
        bar.setValue(answered)
        bar.setAccessibleName(words)
        box = QWidget()
        inner = QVBoxLayout(box)
        inner.setContentsMargins(11, 0, 11, 6)
        inner.setSpacing(3)
        inner.addWidget(bar)
        inner.addWidget(Label(words, "small"))
        column.addWidget(box)
