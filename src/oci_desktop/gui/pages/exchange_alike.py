"""Rows that look like a record on file: the person says of each whether it is that one, a new one, or neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.gui.widgets import Button, Label, line
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.exchange.results import Decision, ImportResult, Suspect

SAME, NEW, SKIP = "same", "new", "skip"


class LookAlikes:
    """What looks alike in the file under way, and what was said of it, by line."""

    def __init__(self) -> None:
        self.decisions: dict[int, Decision] = {}
        self.suspects: dict[int, Suspect] = {}

    def forget(self) -> None:
        self.decisions, self.suspects = {}, {}

    def take(self, result: ImportResult) -> None:
        """What was found now, in the words in which it was found first.

        Rows that are left out are not judged again, but may be taken back.
        """
        left_out = {at: suspect for at, suspect in self.suspects.items() if self._is_left_out(at)}
        found = {at: self.suspects.get(at, new) for new in result.suspects if (at := new.remark.line or 0)}
        self.suspects = {
            at: replace(suspect, decision=self.decisions.get(at)) for at, suspect in sorted((left_out | found).items())
        }

    def _is_left_out(self, at: int) -> bool:
        return at in self.decisions and self.decisions[at].what == SKIP

    def say(self, lines: Sequence[int], what: str) -> bool:
        """Take these lines so; whether that changes anything. What is like another line is not the same as a record."""
        from oci_desktop.exchange.results import Decision

        before = dict(self.decisions)
        for at in lines:
            suspect = self.suspects.get(at)
            if suspect is None:
                continue
            if what == NEW:
                self.decisions[at] = Decision("new")
            elif what == SKIP:
                self.decisions[at] = Decision("skip")
            elif suspect.record_id is not None:
                self.decisions[at] = Decision("same", suspect.record_id)
        return self.decisions != before

    @property
    def undecided(self) -> int:
        return sum(suspect.decision is None for suspect in self.suspects.values())

    def state(self) -> list[list[Any]]:
        return [[at, said.what, said.record_id] for at, said in self.decisions.items()]

    def restore(self, state: Sequence[Sequence[Any]]) -> None:
        from oci_desktop.exchange.results import Decision

        self.forget()
        self.decisions = {at: Decision(what, record_id) for at, what, record_id in state}


class AlikeBar(QWidget):
    """All that is said of the row under the cursor; where it looks like a record, the three answers.

    The keys 1, 2 and 3 of the list give them too.
    """

    def __init__(self, view: QWidget, answered: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(22, 8, 22, 8)
        row.setSpacing(8)
        self._asks, self._answered = False, answered
        self._question = Label("", wrap=True)
        row.addWidget(self._question, 1)
        self.buttons: dict[str, Button] = {}
        for number, (what, words) in enumerate(
            ((SAME, _("It is the same")), (NEW, _("It is a new one")), (SKIP, _("Leave it out"))), start=1
        ):
            button = Button(words, partial(answered, what))
            button.setToolTip(_("Key {key}").format(key=number))
            self.buttons[what] = button
            row.addWidget(button)
            shortcut = QShortcut(QKeySequence(str(number)), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._pressed, what))
        column.addLayout(row)
        self.hide()

    def _pressed(self, what: str) -> None:
        if self._asks:
            self._answered(what)

    def show_for(self, suspects: Sequence[Suspect], detail: str = "") -> None:
        """Ask about these rows; where nothing looks alike, only say the `detail` in full."""
        n = len(suspects)
        self._asks = bool(suspects)
        self.setVisible(bool(suspects or detail))
        for button in self.buttons.values():
            button.setVisible(bool(suspects))
        self.buttons[SAME].setEnabled(any(suspect.record_id is not None for suspect in suspects))
        self._question.setText(
            ngettext("{count} row looks like a record.", "{count} rows look like a record.", n).format(count=n)
            if n > 1
            else str(suspects[0].remark.reason)
            if suspects
            else detail
        )


def chosen_suspects(view: Any, suspects: Mapping[int, Suspect]) -> list[Suspect]:
    """Those of the selected rows of the list, or of the row under the cursor."""
    rows = {index.row() for index in view.selectionModel().selectedRows()} or {view.row()}
    shown = view.rows_model.rows
    lines = {shown[row][0] for row in sorted(rows) if 0 <= row < len(shown)}
    return [suspects[at] for at in sorted(lines & suspects.keys())]
