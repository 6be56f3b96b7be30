"""One question with its answers side by side; the current one also shows its help, its comment and its action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.formats import with_colon
from oci_desktop.gui import theme
from oci_desktop.gui.forms import DateField, Field, FlowLayout, LineField, NoteField, side_by_side
from oci_desktop.gui.widgets import Button, Label, Pill
from oci_desktop.i18n import _, language
from oci_desktop.model.questionnaire import Item
from oci_desktop.queries.answer_entry import AnswerEntry

_EDGE = 4


class ItemRow(QFrame):
    """`clicked` makes it the current one; `chosen` carries the code of the answer that was clicked."""

    clicked = Signal()
    chosen = Signal(str)

    def __init__(self, entry: AnswerEntry, item: Item, current: bool, writable: bool) -> None:
        super().__init__()
        self.item, self.editor = item, None
        assert item.id is not None
        self._answer = entry.answers.get(item.id)
        colour = theme.tokens().accent if current else "transparent"
        ground = theme.tokens().selected if current else "transparent"
        self.setObjectName("item")
        self.setStyleSheet(
            f"#item {{ border: 0; border-left: {_EDGE}px solid {colour}; background: {ground};"
            f" border-bottom: 1px solid {theme.tokens().line}; }}"
        )
        self.setAccessibleName(f"{item.code} {item.text}")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 9, 18, 10)
        self.column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(10)
        code = Label(item.code, "secondary")
        code.setMinimumWidth(34)
        head.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(str(item.text), "strong" if current else "", wrap=True), 1)
        if self._answer is not None and self._answer.to_confirm:
            head.addWidget(Pill(_("To confirm"), "pending"), 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        if current:
            self._help(entry)
        self.buttons: dict[str, Button] = {}
        if current or self._answer is not None:
            self.column.addWidget(self._choices(entry, current and writable))
        self._said(entry)

    def _inset(self, widget: QWidget) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(44, 0, 0, 0)
        row.addWidget(widget, 1)
        return box

    def _help(self, entry: AnswerEntry) -> None:
        english = language() == "en"
        parts = [self.item.help_en if english and self.item.help_en else self.item.help_fr]
        evidence = self.item.evidence_en if english and self.item.evidence_en else self.item.evidence_fr
        if evidence:
            parts.append(_("For example: {evidence}").format(evidence=evidence))
        said = "\n".join(part for part in parts if part)
        if said:
            self.column.addWidget(self._inset(Label(said, "small", wrap=True)))
        changed = entry.changed.get(self.item.id or 0)
        if changed is not None:
            choice = entry.version.choice(changed.answer.choice)
            before = with_colon(_("The question was another one"))
            words = f"{before} {changed.before}"
            if choice is not None:
                words += "\n" + f"{with_colon(_('Answered then'))} {choice.label}"
                if changed.answer.comment:
                    words += f" · {changed.answer.comment}"
            self.column.addWidget(self._inset(Label(words, "warning", wrap=True)))

    def _choices(self, entry: AnswerEntry, live: bool) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, 6)
        policy = box.sizePolicy()
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        taken = self._answer.choice if self._answer is not None else None
        for key, choice in entry.shortcuts():
            if not live and choice.code != taken:
                continue
            button = Button(f"{key}  {choice.label}", look="chip")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setProperty("active", "true" if choice.code == taken else "false")
            button.setEnabled(live)
            button.clicked.connect(lambda _c=False, code=choice.code: self.chosen.emit(code))
            self.buttons[choice.code] = button
            flow.addWidget(button)
        return self._inset(box)

    def _said(self, entry: AnswerEntry) -> None:
        if self._answer is not None and self._answer.comment:
            words = f"{with_colon(_('Comment'))} {self._answer.comment}"
            self.column.addWidget(self._inset(Label(words, "small", wrap=True)))
        action = entry.actions.get(self.item.id or 0)
        if action is not None:
            parts = [action.text, action.owner or "", format_date(action.due_on)]
            words = f"{with_colon(_('Action'))} {' · '.join(part for part in parts if part)}"
            self.column.addWidget(self._inset(Label(words, "small", wrap=True)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()
        super().mousePressEvent(event)


class ItemEditor(QWidget):
    """The comment, or the action, of the current question, under it: Enter keeps it, Escape leaves it as it was."""

    def __init__(
        self, fields: dict[str, Field], hint: str, keep: Callable[[dict[str, Any]], object], leave: Callable[[], object]
    ) -> None:
        super().__init__()
        self.fields, self._keep, self._leave = fields, keep, leave
        column = QVBoxLayout(self)
        column.setContentsMargins(44, 4, 0, 0)
        column.setSpacing(6)
        parts = list(fields.values())
        column.addWidget(parts[0] if len(parts) == 1 else side_by_side(*parts, shares=(6, 4, 4)))
        foot = QHBoxLayout()
        self.refusal = Label("", "error", wrap=True)
        foot.addWidget(self.refusal, 1)
        foot.addWidget(Label(hint, "small"))
        self.leave_button = Button(_("Cancel"), leave)
        self.keep_button = Button(_("Save"), self.keep, look="primary")
        foot.addWidget(self.leave_button)
        foot.addWidget(self.keep_button)
        column.addLayout(foot)
        for field in parts:
            for editor in field.editors():
                editor.installEventFilter(self)

    def keep(self) -> None:
        """Keep what is typed; a refusal is said under it and nothing is kept."""
        from oci_desktop.errors import UserError, ValidationError

        try:
            values = {name: field.value() for name, field in self.fields.items()}
            self._keep(values)
        except ValidationError as refused:
            self.refusal.setText(" ".join(str(problem.message) for problem in refused.problems))
        except UserError as refused:
            self.refusal.setText(str(refused))

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self.keep()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
        return super().eventFilter(watched, event)


def comment_editor(
    text: str | None, label: str, keep: Callable[[dict[str, Any]], object], leave: Callable[[], object]
) -> ItemEditor:
    field = NoteField(label)
    field.set_value(text)
    return ItemEditor({"comment": field}, _("Enter keeps it, Shift+Enter begins a line"), keep, leave)


def action_editor(
    values: tuple[str | None, str | None, str | None],
    keep: Callable[[dict[str, Any]], object],
    leave: Callable[[], object],
) -> ItemEditor:
    fields: dict[str, Field] = {
        "text": LineField(_("What is to be done")),
        "owner": LineField(_("By whom")),
        "due_on": DateField(_("By when")),
    }
    for field, value in zip(fields.values(), values, strict=True):
        field.set_value(value)
    return ItemEditor(fields, "", keep, leave)
