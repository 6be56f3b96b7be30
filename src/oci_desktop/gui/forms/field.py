"""One field of a form: a label above, what is typed, and a sentence under it when something is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from oci_desktop.errors import Problem, UserError
from oci_desktop.gui.widgets import Label

_REMARK = 400
"""Pixels of a remark before it would rather break."""


class _Remark(Label):
    """As high as its words are at the width given: Qt guesses a narrower one, and keeps its room free."""

    def sizeHint(self) -> QSize:
        metrics, margins = self.fontMetrics(), self.contentsMargins()
        width = metrics.horizontalAdvance(self.text()) + margins.left() + margins.right() + 2
        return QSize(min(width, _REMARK), metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height())


class Field(QWidget):
    """What every field promises to the form.

    `value()` is what was typed, cleaned; it raises UserError when it cannot be read. `state()` and
    `restore()` carry the very keystrokes, readable or not, over a crash. `changed` says that a key was
    pressed, `left` that the person went elsewhere: only then may the form remark on it.
    """

    changed = Signal()
    left = Signal(object)  # the field, or the part of it, that was left

    def __init__(self, label: str, *, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label
        self.required = required
        self._problems: tuple[Problem, ...] = ()
        self._original: Any = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._label = Label(f"{label} *" if required else label, "small")
        self._column.addWidget(self._label)
        self._label.setVisible(bool(label))  # once it is in the field: before, it would flash as a window of its own
        self._message = _Remark("", "small", wrap=True)
        self._message.setContentsMargins(3, 0, 0, 0)
        self._message.hide()

    # What each kind of field says for itself.

    def value(self) -> Any:
        """What was typed, cleaned.

        Raises: UserError when it cannot be read.
        """
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value, without announcing a change."""
        raise NotImplementedError

    def state(self) -> Any:
        """The very keystrokes, as plain data."""
        return self.value()

    def restore(self, state: Any) -> None:
        """Show what `state()` kept."""
        self.set_value(state)

    def editors(self) -> Sequence[QWidget]:
        """The widgets that take the focus, in the order of Tab."""
        raise NotImplementedError

    def placed(self, widget: QWidget) -> None:
        """Put the editor between the label and the message; called once by each kind of field."""
        self._column.addWidget(widget)
        self._column.addWidget(self._message)
        for editor in self.editors():
            self.watch(editor)
            if not editor.accessibleName():
                editor.setAccessibleName(self.title)
        if self.editors():
            self._label.setBuddy(self.editors()[0])

    def watch(self, editor: QWidget) -> None:
        """Leaving `editor` for a widget outside the field counts as leaving the field."""
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            reason = event.reason()  # type: ignore[attr-defined]
            if reason not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
                self.tidy()
                self.left.emit(self)
        return super().eventFilter(watched, event)

    def words(self, value: Any) -> str:
        """A value of this field as a sentence would say it."""
        if isinstance(value, (tuple, list)):
            return ", ".join(str(part) for part in value)
        return "" if value is None else str(value)

    def tidy(self) -> None:
        """Rewrite what was typed the way it will be kept (dates in full, telephones spaced)."""

    # What the form asks.

    def readable(self) -> tuple[Any, UserError | None]:
        """The value, or the error that says why there is none."""
        try:
            return self.value(), None
        except UserError as error:
            return None, error

    def mark(self) -> None:
        """What is shown now is what is stored: changes are counted from here."""
        self._original = self.readable()[0]

    def changes(self) -> int:
        """How many values differ from what is stored."""
        value, error = self.readable()
        return int(error is not None or value != self._original)

    def parts(self) -> Sequence[Field]:
        """The fields inside this one, or itself."""
        return (self,)

    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong under the field: an error in red before a warning in ochre; nothing when all is well."""
        self._problems = tuple(problems)
        worst = next((p for p in problems if p.severity == "error"), problems[0] if problems else None)
        self.say(str(worst.message) if worst else "", worst.severity if worst else "")

    def say(self, text: str, severity: str = "") -> None:
        """A sentence under the field: "error", "warning", or quiet."""
        self._message.set_look(severity or "small")
        self._message.setText(text)
        self._message.setVisible(bool(text))
        for editor in self.editors():
            if editor.property("state") != severity:
                editor.setProperty("state", severity)
                editor.style().unpolish(editor)
                editor.style().polish(editor)
            editor.setAccessibleDescription(text)

    def said(self) -> str:
        """The sentence under the field now."""
        return self._message.text() if not self._message.isHidden() else ""

    def owns(self, rest: str) -> Field | None:
        """The field inside this one that a problem named `rest` ("2.postal_code") belongs to; itself by default."""
        return self

    def focus(self) -> None:
        """Go there: the first editor takes the focus, its text selected."""
        for editor in self.editors():
            if editor.isEnabled():
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                select = getattr(editor, "selectAll", None)
                if select is not None:
                    select()
                return
