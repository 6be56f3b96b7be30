"""The row above a list: the filter field, the chips, the columns, the saved lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from oci_desktop.gui.tables.filters import CHOSEN, Filter, FilterChip
from oci_desktop.gui.widgets import Button, SearchField
from oci_desktop.i18n import _

_NARROW = 620


class FilterBar(QWidget):
    """Shows what is filtered and asks for changes; the panel does them."""

    searched = Signal(str)
    to_list = Signal()
    values_asked = Signal(object, object)  # Filter, the widget to open its values under
    filter_cleared = Signal(str)
    all_cleared = Signal()
    columns_asked = Signal()

    def __init__(
        self, filters: Mapping[str, Filter], pinned: Sequence[str], make_saved_menu: Callable[[QWidget], QMenu]
    ) -> None:
        super().__init__()
        self._filters, self._pinned = filters, tuple(pinned)
        self._make_saved_menu = make_saved_menu
        self._filtered = False
        self._covered = 0
        self.chips: dict[str, FilterChip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 4, 14, 10)
        row.setSpacing(8)
        self.field = SearchField(_("Filter this list"), icon="filter")
        self.field.setMinimumWidth(96)
        self.field.setMaximumWidth(240)
        self.field.changed_to.connect(self.searched)
        self.field.down.connect(self.to_list)
        row.addWidget(self.field, 1)
        self._row = row
        self.more = Button(_("Filters"), self._more_filters, look="chip", icon="adjustments-horizontal")
        row.addWidget(self.more)
        for key in self._pinned:
            self._add_chip(key)
        row.addStretch()
        self.columns = Button("", self.columns_asked.emit, icon="columns-3", name=_("Choose the columns…").rstrip("…"))
        self.columns.setFixedWidth(36)
        self.columns.setProperty("tight", "true")
        row.addWidget(self.columns)
        self.saved = Button(_("Saved lists"), self._saved_menu, icon="bookmark")
        row.addWidget(self.saved)

    def show_filters(self, active: Mapping[str, tuple[Any, ...]], default: Mapping[str, tuple[Any, ...]]) -> None:
        """A chip for every filter that is on, besides those always in sight."""
        self._filtered = dict(active) != dict(default) or bool(self.field.text())
        for key in [key for key in self.chips if key not in self._pinned and key not in active]:
            self.chips.pop(key).deleteLater()
        for key in active:
            if key not in self.chips and key in self._filters and active[key] != default.get(key):
                self._add_chip(key).show()
        for key, chip in self.chips.items():
            chip.show_values([self._filters[key].words(value) for value in active.get(key, ())])
        self._fold()

    def set_covered(self, width: int) -> None:
        """So much at the right lies under a record: the bar does with the rest."""
        if width != self._covered:
            self._covered = width
            self._row.setContentsMargins(22, 4, 14 + width, 10)
            self._fold()

    def _add_chip(self, key: str) -> FilterChip:
        wanted = self._filters[key]
        chip = FilterChip(wanted)
        chip.asked.connect(lambda: self.values_asked.emit(wanted, chip))
        chip.cleared.connect(lambda: self.filter_cleared.emit(key))
        self._row.insertWidget(self._row.indexOf(self.more), chip)
        QWidget.setTabOrder(next(reversed(self.chips.values()), self.field), chip)
        self.chips[key] = chip
        return chip

    def _more_filters(self) -> None:
        menu = QMenu(self)
        for key, wanted in self._filters.items():
            in_sight = key in self.chips and self.chips[key].isVisible()
            if not in_sight and (key != CHOSEN or key in self.chips):
                act = menu.addAction(wanted.title.replace("&", "&&"))
                act.triggered.connect(lambda _c=False, w=wanted: self.values_asked.emit(w, self.more))
        menu.addSeparator()
        act = menu.addAction(_("Clear the filters"))
        act.setEnabled(self._filtered)
        act.triggered.connect(self.all_cleared)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def _saved_menu(self) -> None:
        self._make_saved_menu(self).popup(self.saved.mapToGlobal(QPoint(0, self.saved.height() + 4)))

    def _fold(self) -> None:
        """Where there is little room, idle chips go under « Filtres » and « Listes enregistrées » keeps its icon; an
        active one goes only where nothing else gives way, and then « Filtres » counts it."""
        room = self.width() - 36 - self._covered
        if room <= 0:
            return
        self.more.set_text(_("Filters"))
        widths = {chip: chip.sizeHint().width() + 8 for chip in self.chips.values()}
        least = self.field.minimumWidth() + self.more.sizeHint().width() + self.columns.width() + 40
        words = Button(_("Saved lists"), icon="bookmark").sizeHint().width()
        narrow = room < _NARROW or room < least + words + sum(w for chip, w in widths.items() if chip.active)
        self.saved.set_text("" if narrow else _("Saved lists"))
        self.saved.setToolTip(_("Saved lists") if narrow else "")
        self.saved.setAccessibleName(_("Saved lists"))
        left = room - least - self.saved.sizeHint().width()
        hidden = 0
        for chip in sorted(self.chips.values(), key=lambda chip: not chip.active):
            chip.setVisible(left >= widths[chip])
            left -= widths[chip] if left >= widths[chip] else 0
            hidden += chip.active and not chip.isVisibleTo(self)
        if hidden:
            self.more.set_text(f"{_('Filters')} ({hidden})")
        if bool(hidden) != (self.more.property("active") == "true"):
            self.more.setProperty("active", "true" if hidden else "false")
            self.more.style().unpolish(self.more)
            self.more.style().polish(self.more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fold()

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 47)
