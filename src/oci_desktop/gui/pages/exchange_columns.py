"""Which column of the file is which column of the list: guessed by its heading, said by the person, kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from oci_desktop.gui.context import Context
from oci_desktop.gui.forms.choices import Combo
from oci_desktop.gui.widgets import ElidedLabel, SectionLabel, plain_tip
from oci_desktop.i18n import _

if TYPE_CHECKING:
    from oci_desktop.exchange.recognise import Recognised
    from oci_desktop.exchange.sources import Source

_MOST_KEPT = 30


class ColumnsView(QScrollArea):
    """One line per column of the file: its heading, its first values, and what it is imported as."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Columns of the file"))
        self.combos: dict[str, Combo] = {}
        self._names: dict[str, str] = {}

    def show_columns(self, source: Source, guess: Recognised, mapping: Mapping[str, str | None]) -> None:
        """Show the columns of the file, each with what `mapping` takes it for."""
        self.combos, self._names = {}, {}
        box = QWidget()
        box.setMaximumWidth(900)
        grid = QGridLayout(box)
        grid.setContentsMargins(22, 8, 22, 16)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        for place, title in enumerate((_("Column of the file"), _("First values"), _("Imported as"))):
            grid.addWidget(SectionLabel(title), 0, place)
            grid.setColumnStretch(place, (3, 4, 3)[place])
        labels = source.labels
        for place, label in enumerate(labels):
            samples = source.samples(place)
            heading = source.headings[place].strip()
            if not heading and not samples:
                continue
            name = " ".join(heading.split()) or _("Column {number}, without a heading").format(number=place + 1)
            self._names[label] = name
            grid.addWidget(ElidedLabel(name, "strong"), place + 1, 0)
            values = ElidedLabel(" · ".join(samples) if samples else "—", "secondary")
            grid.addWidget(values, place + 1, 1)
            grid.addWidget(self._combo(label, name, guess, mapping.get(label)), place + 1, 2)
        outer = QWidget()
        column = QVBoxLayout(outer)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(box)
        column.addStretch()
        self.setWidget(outer)

    def _combo(self, label: str, name: str, guess: Recognised, key: str | None) -> Combo:
        combo = Combo()
        combo.setMinimumWidth(200)
        combo.setAccessibleName(_("“{column}” is imported as").format(column=name))
        combo.addItem(_("Do not import"), None)
        for code, title in guess.columns.items():
            combo.addItem(title, code)
        combo.setCurrentIndex(max(combo.findData(key), 0) if key else 0)
        combo.currentIndexChanged.connect(lambda _index: self._turned(label))
        self.combos[label] = combo
        self._mark(combo)
        return combo

    def _turned(self, label: str) -> None:
        """A column of the list is brought by one column of the file: the other gives it up."""
        key = self.combos[label].currentData()
        for other, combo in self.combos.items():
            if other != label and key is not None and combo.currentData() == key:
                combo.blockSignals(True)
                combo.setCurrentIndex(0)
                combo.blockSignals(False)
                self._mark(combo)
        self._mark(self.combos[label])
        self.changed.emit()

    def _mark(self, combo: Combo) -> None:
        combo.setToolTip(plain_tip(combo.currentText()))

    def mapping(self) -> dict[str, str | None]:
        """What each column is imported as; those in sight only."""
        return {label: combo.currentData() for label, combo in self.combos.items()}

    def left_out(self) -> list[str]:
        """The columns that are not imported, as a person calls them."""
        return [self._names[label] for label, key in self.mapping().items() if key is None]


def kept_mapping(context: Context, importer: str, source: Source) -> dict[str, str | None] | None:
    """What the person said the last time of a file with the same headings; None when there was none."""
    for kept in _kept(context, importer):
        if kept.get("headings") == source.labels:
            found = dict(zip(kept["headings"], kept.get("columns", ()), strict=False))
            return {label: str(key) or None for label, key in found.items()}
    return None


def keep_mapping(context: Context, importer: str, source: Source, mapping: Mapping[str, str | None]) -> None:
    """Remember it for the next file with these headings; the oldest of many is forgotten."""
    labels = source.labels
    others = [kept for kept in _kept(context, importer) if kept.get("headings") != labels]
    new = {"headings": labels, "columns": [mapping.get(label) or "" for label in labels]}
    context.remember(f"import.columns.{importer}", [new, *others][:_MOST_KEPT])


def _kept(context: Context, importer: str) -> list[dict[str, list[str]]]:
    found = context.settings.get(f"import.columns.{importer}")
    return [kept for kept in found if isinstance(kept, dict)] if isinstance(found, list) else []
