"""Typing the answers of one member without the mouse; each is saved as soon as it is given (level B only)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oci_desktop.errors import UserError
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.answers.item_row import ItemEditor, ItemRow, action_editor, comment_editor
from oci_desktop.gui.pages.answers.nothing_kept import nothing_kept
from oci_desktop.gui.pages.answers.pen import Pen
from oci_desktop.gui.pages.answers.principles import CHANGED, Principles
from oci_desktop.gui.widgets import Button, Label
from oci_desktop.i18n import _, ngettext
from oci_desktop.model.campaign import AnswerDraft
from oci_desktop.model.questionnaire import Item
from oci_desktop.queries.answer_entry import AnswerEntry, answer_entry

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}


class AnswersView(QWidget):
    """At the left the principles with how far each is, at the right the questions of one of them.

    1, 2, 3… and N choose and go on; C comments and A plans an action, right after a choice on the question just
    answered, else on the current one. Enter or ↓ goes on, ↑ back, Backspace clears. `shown` is emitted after each
    reading.
    """

    shown = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.entry: AnswerEntry | None = None
        self.record = 0
        self.item: int = 0
        """The current question."""
        self._just = 0
        """The question just answered, from which the choice itself went on; 0 once one goes anywhere else."""
        self._next = 0
        """Where to go on once what is typed about the question just answered is kept."""
        self.rows: dict[int, ItemRow] = {}
        self.editor: ItemEditor | None = None
        self._pen = Pen(context, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Questions"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.principles = Principles()
        self.principles.asked.connect(self.show_principle)
        row.addWidget(self.principles)
        self._area = QScrollArea()
        self._area.setProperty("look", "panel")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        right = QWidget()
        right.setObjectName("panel")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head_place = QVBoxLayout()
        column.addLayout(self._head_place)
        column.addWidget(self._area, 1)
        row.addWidget(right, 1)
        context.changed.connect(self._changed)

    # Reading.

    def show(self, self_assessment_id: int = 0) -> None:
        """Show one member's questions, at the first that waits; without a number, just as any widget."""
        if self_assessment_id:
            self.record = self_assessment_id
            self.item = self._just = self._next = 0
            self.reload()
        super().show()

    def reload(self) -> None:
        """Read again; the current question stays so."""
        if self.editor is not None:
            return  # what is being typed stays on the screen; leaving it reads again
        with self.context.database.read() as reader:
            self.entry = answer_entry(reader, self.record)
        self._pen.record, self._pen.name = self.record, self.entry.member
        if not self.entry.consents:
            self._show_head(None)
            self._area.setWidget(nothing_kept(self.entry))
            self.rows = {}
            self.principles.show_progress(self.entry, 0)
        else:
            if self.item not in {item.id for item in self._all()}:
                self.principles.current = 0
                self.item = self._first_waiting()
            self._fill()
        self.shown.emit()

    def _all(self) -> list[Item]:
        assert self.entry is not None
        return [item for one in self.entry.version.principles if one.id for item in self.entry.items(one.id)]

    def _first_waiting(self) -> int:
        assert self.entry is not None
        items = self._all()
        waiting = next((item for item in items if not self.entry.is_done(item)), items[0] if items else None)
        return (waiting.id or 0) if waiting is not None else 0

    def _principle_of(self, item_id: int) -> int:
        assert self.entry is not None
        for principle in self.entry.version.principles:
            if any(item.id == item_id for item in principle.items):
                return principle.id or 0
        return 0

    def shown_items(self) -> list[Item]:
        """The questions at the right now, in order."""
        assert self.entry is not None
        if self.principles.current == CHANGED:
            return [item for item in self._all() if item.id in self.entry.changed]
        return self.entry.items(self.principles.current)

    def _fill(self) -> None:
        entry = self.entry
        assert entry is not None
        if self.principles.current != CHANGED or self.item not in entry.changed:
            self.principles.current = self._principle_of(self.item)
        self.principles.show_progress(entry, self.principles.current)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        self._show_head(self._head(entry))
        self.rows = {}
        for item in self.shown_items():
            assert item.id is not None
            row = ItemRow(entry, item, item.id == self.item, not self.context.read_only)
            row.clicked.connect(lambda number=item.id: self.go(number))
            row.chosen.connect(self.choose)
            column.addWidget(row)
            self.rows[item.id] = row
        column.addStretch()
        at = self._area.verticalScrollBar().value()
        self._area.setWidget(inside)
        inside.show()
        self._area.verticalScrollBar().setValue(at)
        QTimer.singleShot(0, self, self._reveal)

    def _show_head(self, head: QWidget | None) -> None:
        while (item := self._head_place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if head is not None:
            self._head_place.addWidget(head)
            head.show()

    def _head(self, entry: AnswerEntry) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(20, 14, 18, 10)
        principle = next((one for one in entry.version.principles if one.id == self.principles.current), None)
        title = str(principle.title) if principle is not None else _("Questions whose text changed")
        row.addWidget(Label(title, "card", wrap=True), 1)
        waiting = len(self.to_confirm())
        self.confirm_button = Button(
            ngettext("Confirm the answer carried over", "Confirm the {n} answers carried over", waiting).format(
                n=waiting
            ),
            self.confirm_all,
            icon="checks",
        )
        self.confirm_button.setVisible(bool(waiting) and not self.context.read_only)
        row.addWidget(self.confirm_button, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _reveal(self) -> None:
        row = self.rows.get(self.item)
        if row is not None:
            self._area.ensureWidgetVisible(row, 0, 60)

    def _changed(self, changes: Any) -> None:
        if (
            self.record
            and changes.initiator is not self
            and changes.touch("answer", "planned_action", "self_assessment", "campaign")
        ):
            self.reload()

    # Going about.

    def show_principle(self, principle_id: int) -> None:
        """Turn to a principle, at its first question that waits."""
        if self.entry is None or not self._may_go():
            return
        self._just = self._next = 0
        self.principles.current = principle_id
        items = self.shown_items()
        waiting = next((item for item in items if not self.entry.is_done(item)), items[0] if items else None)
        if waiting is not None:
            self.item = waiting.id or 0
            self._fill()
        self.setFocus()

    def go(self, item_id: int) -> None:
        """Make a question the current one."""
        if item_id != self.item and self._may_go():
            self._just = self._next = 0
            self.item = item_id
            self._fill()
        if self.editor is None:
            self.setFocus()

    def step(self, by: int) -> None:
        """The next question, or the one before; past the last one of a principle comes the next principle."""
        items = self.shown_items() if self.principles.current == CHANGED else self._all()
        places = [item.id for item in items]
        if self.item in places and self._may_go():
            self.go(places[min(max(places.index(self.item) + by, 0), len(places) - 1)] or 0)

    def _may_go(self) -> bool:
        """A comment that is being typed is kept first; one that is refused keeps the person there."""
        if self.editor is not None:
            self.editor.keep()
        return self.editor is None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.entry is None or not self.entry.consents or self.context.read_only:
            super().keyPressEvent(event)
            return
        key, text = Qt.Key(event.key()), event.text().upper()
        free = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        codes = {name: choice.code for name, choice in reversed(self.entry.shortcuts())}
        if not free:
            super().keyPressEvent(event)
        elif key in _STEPS:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_to_confirm():
                self.confirm()
            self.step(_STEPS[key])
        elif text in codes:
            self.choose(codes[text])
        elif text == "C":
            self._back()
            self.comment()
        elif text == "A":
            self._back()
            self.plan()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.clear()
        else:
            super().keyPressEvent(event)

    # Answering.

    def answer(self) -> AnswerDraft:
        """The answer to the current question, as it is kept."""
        assert self.entry is not None
        return self.entry.answers.get(self.item) or AnswerDraft(self.item)

    def choose(self, code: str) -> None:
        """Keep this answer and go on; one that needs a reason asks for it at once."""
        assert self.entry is not None
        asked = self.item
        if self.context.read_only or not self._may_go():
            return
        self.go(asked)  # keeping what was typed may have gone on
        choice = self.entry.version.choice(code)
        needs = choice is not None and (choice.weight is None or bool(choice.reason_required))
        if needs and (not self.answer().comment or self.answer().choice != code):
            words = _("“{answer}”: for which reason?").format(answer=str(choice.label) if choice else code)
            self._edit(
                comment_editor(None, words, lambda values: self._keep_answer(code, values["comment"]), self._leave)
            )
            return
        if self._save(replace(self.answer(), choice=code)):
            self._go_on()

    def _go_on(self) -> None:
        answered = self.item
        self.step(1)
        self._just = answered

    def _back(self) -> None:
        """To the question just answered, which C and A are about as long as one went nowhere else."""
        if self._just and self._just != self.item and self.editor is None:
            just, after = self._just, self.item
            self.go(just)
            self._just, self._next = just, after

    def comment(self) -> None:
        """Type a comment under the current question."""
        answer = self.answer()
        self._edit(
            comment_editor(
                answer.comment, _("Comment"), lambda values: self._keep_answer(answer.choice, values["comment"]),
                self._leave,
            )
        )  # fmt: skip

    def plan(self) -> None:
        """Type what will be done about the current question, by whom and when."""
        assert self.entry is not None
        known = self.entry.actions.get(self.item)
        values = (known.text, known.owner, known.due_on) if known is not None else (None, None, None)
        self._edit(action_editor(values, self._keep_action, self._leave))

    def clear(self) -> None:
        """Take the answer away; a second time, its comment too."""
        answer = self.answer()
        if answer.choice:
            self._save(replace(answer, choice=None))
        elif answer.comment:
            self._save(replace(answer, comment=None))

    def to_confirm(self) -> list[int]:
        """The questions at the right whose answer was carried over and is not confirmed."""
        assert self.entry is not None
        return [
            item.id
            for item in self.shown_items()
            if item.id is not None and (found := self.entry.answers.get(item.id)) is not None and found.to_confirm
        ]

    def _is_to_confirm(self) -> bool:
        return bool(self.answer().to_confirm and self.answer().choice)

    def confirm(self) -> None:
        """What was carried over for the current question still holds."""
        self._confirm([self.item])

    def confirm_all(self) -> None:
        """All that was carried over in this principle still holds: one action."""
        if self._may_go():
            self._confirm(self.to_confirm())
            self.setFocus()

    def _confirm(self, items: list[int]) -> None:
        self._pen.confirm(items)
        self.reload()

    def _code(self) -> str:
        return next((item.code for item in self._all() if item.id == self.item), "")

    def _save(self, draft: AnswerDraft) -> bool:
        try:
            self._write_answer(draft)
        except UserError as refused:
            self.context.tell(str(refused), "late")
            return False
        return True

    def _write_answer(self, draft: AnswerDraft) -> None:
        """Raises: UserError."""
        self._pen.answer(self._code(), draft)
        if self.editor is None:
            self.reload()

    def _keep_answer(self, choice: str | None, comment: str | None) -> None:
        on = bool(choice) and choice != self.answer().choice
        self._write_answer(replace(self.answer(), choice=choice, comment=comment))
        self._leave()
        if on:
            self._go_on()

    def _keep_action(self, values: dict[str, Any]) -> None:
        assert self.entry is not None
        self._pen.action(self._code(), self.item, self.entry.actions.get(self.item), values)
        self._leave()

    # The editor under the current question.

    def _edit(self, editor: ItemEditor) -> None:
        if self.context.read_only or self.item not in self.rows or not self._may_go():
            editor.deleteLater()
            return
        self.editor = editor
        self.rows[self.item].column.addWidget(editor)
        editor.show()
        next(iter(editor.fields.values())).focus()
        QTimer.singleShot(0, self, self._reveal)

    def _leave(self) -> None:
        """The editor goes; what was saved meanwhile is shown, and one is again where the last choice led."""
        self.editor = None
        self.setFocus()
        self.reload()
        if self._next:
            just = self._just
            self.go(self._next)
            self._just = just
