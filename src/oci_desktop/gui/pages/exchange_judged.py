"""The rows of a file with what each would do: chips to see some of them, answers for those that look alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.gui.dialogs.rows import RowsView
from oci_desktop.gui.pages.exchange_alike import AlikeBar, chosen_suspects
from oci_desktop.gui.pages.exchange_rows import (
    ALIKE,
    COLUMNS,
    REFUSED,
    UNDECIDED,
    WARNED,
    WIDEST,
    chip_words,
    counts_of,
    is_of,
    rows_of,
    warnings_of,
)
from oci_desktop.gui.widgets import Button, line
from oci_desktop.i18n import _

if TYPE_CHECKING:
    from oci_desktop.exchange.results import ImportResult, Suspect


class JudgedRows(QWidget):
    def __init__(self, row_height: int, decide: Callable[[list[int], str], object]) -> None:
        super().__init__()
        self._decide = decide
        self._result: ImportResult | None = None
        self._titles: Mapping[str, str] = {}
        self._suspects: Mapping[int, Suspect] = {}
        self.only = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._chips = QHBoxLayout()
        self._chips.setContentsMargins(22, 8, 22, 8)
        self._chips.setSpacing(8)
        column.addLayout(self._chips)
        column.addWidget(line())
        self.view = RowsView(COLUMNS, _("Rows of the file"), row_height, widest=WIDEST)
        column.addWidget(self.view, 1)
        self.bar = AlikeBar(self.view, self._answered)
        column.addWidget(self.bar)
        self.view.chosen.connect(lambda _row: self._ask())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._ask())

    def show_result(self, result: ImportResult, titles: Mapping[str, str], suspects: Mapping[int, Suspect]) -> None:
        """Show what stands in the way first; what looks alike stays in sight until all of it is decided."""
        self._result, self._titles = result, titles
        self._suspects = {} if result.applied else suspects
        undecided = any(suspect.decision is None for suspect in self._suspects.values())
        stays = self.only == ALIKE and bool(self._suspects) and not result.refused
        if not stays:
            self.only = REFUSED if result.refused else ALIKE if undecided else WARNED if warnings_of(result) else ""
        self._fill()
        if self.only == ALIKE:
            shown = self.view.rows_model.rows
            at = next((n for n, row in enumerate(shown) if row[2] == UNDECIDED), None)
            if at is not None:
                self.view.choose(at)

    def show_only(self, kind: str) -> None:
        self.only = kind
        self._fill()

    def _fill(self) -> None:
        result = self._result
        if result is None:
            return
        rows = rows_of(result, self._titles, self._suspects)
        self.view.show_rows([row for row in rows if is_of(row, self.only)])
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for kind, number in counts_of(result, self._suspects).items():
            if number or not kind:
                chip = Button(f"{chip_words(kind)}  {formats.number(number)}", look="chip")
                chip.setProperty("active", "true" if kind == self.only else "false")
                chip.clicked.connect(lambda _on=False, kind=kind: self.show_only(kind))
                self._chips.addWidget(chip)
        self._chips.addStretch()
        self._ask()

    def _ask(self) -> None:
        shown, at = self.view.rows_model.rows, self.view.row()
        told = shown[at] if 0 <= at < len(shown) and shown[at][2] in (REFUSED, WARNED) else None
        self.bar.show_for(chosen_suspects(self.view, self._suspects), str(told[4]) if told is not None else "")

    def _answered(self, what: str) -> None:
        chosen = chosen_suspects(self.view, self._suspects)
        self._decide([suspect.remark.line or 0 for suspect in chosen], what)
        self.view.setFocus()
