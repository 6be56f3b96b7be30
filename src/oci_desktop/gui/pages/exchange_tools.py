"""Above a file to import: its name, what it holds, on which sheet, in which language its dates are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.gui.dialogs.paper import LANGUAGE_NAMES
from oci_desktop.gui.forms.choices import Combo
from oci_desktop.gui.widgets import Button, ElidedLabel, Label, plain_tip
from oci_desktop.i18n import LANGUAGES, _, language

if TYPE_CHECKING:
    from oci_desktop.exchange.recognise import ReadFile


class FileTools(QWidget):
    kind_chosen = Signal()
    sheet_chosen = Signal(str)
    dates_chosen = Signal()

    def __init__(self, choose_columns: Callable[[], object], choose_file: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 10, 22, 8)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(10)
        self.name = ElidedLabel("", "card")
        top.addWidget(self.name, 1)
        self.columns_button = Button(_("Columns…"), choose_columns, icon="columns")
        top.addWidget(self.columns_button)
        self.other_button = Button(_("Another file…"), choose_file, icon="folder-open")
        top.addWidget(self.other_button)
        column.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kind = self._combo(row, _("Holds"), _("What the file holds"), 150)
        self.kind.currentIndexChanged.connect(lambda _index: self.kind_chosen.emit())
        self._of_sheet: list[QWidget] = []
        self.sheet = self._combo(row, _("sheet"), _("Sheet of the workbook"), 130, self._of_sheet)
        self.sheet.currentIndexChanged.connect(lambda _index: self.sheet_chosen.emit(self.sheet.currentText()))
        self.dates = self._combo(row, _("dates written in"), _("Language of the dates"), 110)
        for code in LANGUAGES:
            self.dates.addItem(LANGUAGE_NAMES[code], code)
        self.dates.setCurrentIndex(LANGUAGES.index(language()))
        self.dates.setToolTip(_("02/03/2024 is 2 March in French, February 3 in English."))
        self.dates.currentIndexChanged.connect(lambda _index: self.dates_chosen.emit())
        row.addStretch()
        column.addLayout(row)

    def _combo(self, row: QHBoxLayout, words: str, name: str, width: int, parts: list[QWidget] | None = None) -> Combo:
        label = Label(words, "secondary")
        combo = Combo()
        combo.setMinimumWidth(width)
        combo.setAccessibleName(name)
        row.addWidget(label)
        row.addWidget(combo)
        if parts is not None:
            parts.extend((label, combo))
        return combo

    def show_file(self, file: ReadFile) -> None:
        """The file, taken for what it fits best."""
        self.name.setText(file.path.name)
        self.name.setToolTip(plain_tip(str(file.path)))
        _fill(self.kind, [(_(guess.importer.title), guess.importer.name) for guess in file.guesses])
        _fill(self.sheet, [(name, name) for name in file.sheets], file.source.sheet)
        for part in self._of_sheet:
            part.setVisible(bool(file.sheets))

    def choose_kind(self, name: str) -> None:
        """Take the file for this, without a word."""
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(max(self.kind.findData(name), 0))
        self.kind.blockSignals(False)


def _fill(combo: Combo, choices: list[tuple[str, Any]], chosen: Any = None) -> None:
    combo.blockSignals(True)
    combo.clear()
    for words, data in choices:
        combo.addItem(words, data)
    combo.setCurrentIndex(max(combo.findData(chosen), 0) if choices else -1)
    combo.blockSignals(False)
