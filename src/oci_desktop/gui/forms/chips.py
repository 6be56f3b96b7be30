"""A field for several short texts: each becomes a chip that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QSizePolicy, QWidget

from oci_desktop.errors import UserError
from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.forms.flow import FlowLayout
from oci_desktop.gui.forms.lines import LineEdit
from oci_desktop.gui.widgets import Button
from oci_desktop.i18n import _
from oci_desktop.text import clean_line, search_norm


class _Adder(LineEdit):
    """Where the next chip is typed; it asks for little room and takes what there is."""

    def __init__(self, field: ChipsField) -> None:
        super().__init__()
        self._field = field
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(130, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text() == ";"
        if enters and self.text().strip():
            self._field.take_typed()
        elif event.text() == ";":
            return
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self._field.remove_last()
        else:
            super().keyPressEvent(event)


class ChipsField(Field):
    """Several short texts (aliases, tags): a tuple of them. Enter or « ; » ends one, Backspace takes the last away.

    `known` is asked for texts to propose while one types; accents do not count. With `codes`, the value holds
    codes and the chips show their words.
    """

    def __init__(
        self,
        label: str,
        *,
        known: Callable[[], Sequence[str]] | None = None,
        codes: Mapping[str, str] | None = None,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent=parent)
        self._values: list[str] = []
        self._codes = dict(codes or {})
        self._hint = hint
        self._known = known
        box = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(box, stretch_last=True)
        self.edit = _Adder(self)
        self.edit.setAccessibleName(label)
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        self._flow.addWidget(self.edit)
        self._completer: QCompleter | None = None
        self.placed(box)
        self.say("")

    def editors(self) -> Sequence[QWidget]:
        return (self.edit,) if hasattr(self, "edit") else ()

    def say(self, text: str, severity: str = "") -> None:
        super().say(text or self._hint, severity if text else "")

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == event.Type.FocusIn and self._completer is None:
            self._offer()
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        words = list(self._codes.values()) or list(self._known() if self._known else ())
        self._completer = QCompleter(words, self.edit)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(lambda _text: self.take_typed(), Qt.ConnectionType.QueuedConnection)
        if words:
            self.edit.setCompleter(self._completer)

    # What the person does.

    def take_typed(self) -> None:
        """Make a chip of each text that was typed."""
        typed = self._typed()
        self.edit.clear()
        fresh = [text for text in typed if text not in self._values]
        if fresh:
            self._show([*self._values, *fresh])
            self.changed.emit()

    def remove(self, text: str) -> None:
        self._show([value for value in self._values if value != text])
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def remove_last(self) -> None:
        if self._values:
            self.remove(self._values[-1])

    def tidy(self) -> None:
        if self._typed_readable():
            self.take_typed()

    # What the form asks.

    def value(self) -> Any:
        return tuple(dict.fromkeys([*self._values, *self._typed()]))

    def set_value(self, value: Any) -> None:
        self.edit.clear()
        self._show(list(value or ()))

    def state(self) -> Any:
        return {"chips": self._values, "typed": self.edit.text()}

    def restore(self, state: Any) -> None:
        self._show([str(text) for text in state.get("chips", ())])
        self.edit.setText(str(state.get("typed", "")))

    def words(self, value: Any) -> str:
        return ", ".join(self._codes.get(text, text) for text in value or ())

    def _typed(self) -> list[str]:
        found = [clean_line(part) for part in self.edit.text().split(";")]
        return [self._code(part) for part in found if part]

    def _typed_readable(self) -> bool:
        try:
            self._typed()
        except UserError:
            return False
        return True

    def _code(self, words: str) -> str:
        if not self._codes:
            return words
        wanted = search_norm(words)
        for code, label in self._codes.items():
            if wanted in (search_norm(label), code):
                return code
        raise UserError(_("“{text}” is not in the list.").format(text=words))

    def _show(self, values: list[str]) -> None:
        self._values = values
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            chip = item.widget() if item else None
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        for number, value in enumerate(values):
            words = self._codes.get(value, value)
            shown = words if len(words) <= 48 else words[:46] + "…"
            chip = Button(shown, look="chip", icon="x", name=_("Remove {text}").format(text=words), tip=words)
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.clicked.connect(lambda _on=False, text=value: self.remove(text))
            self._flow.insert(number, chip)
            chip.show()
        self.updateGeometry()
