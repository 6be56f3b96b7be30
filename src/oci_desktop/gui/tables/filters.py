"""Filters as chips: each opens its values with their counts; one that filters shows what, and a cross."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.gui import fonts, icons, theme
from oci_desktop.gui.widgets import Button, Label, Popover, plain_tip
from oci_desktop.i18n import Bilingual, _, ngettext
from oci_desktop.queries.lists import ListDefinition, Query, Reads, count_by, list_rows
from oci_desktop.tables import BOOLEAN, LIST, NAME, TEXT, Choice, Kind
from oci_desktop.text import search_norm

CHOSEN = "id"
"""The filter that other pages set, by the numbers of the records."""
_MANY = 9
"""From so many values on, the popover has a field to find one."""


class Filter(NamedTuple):
    """One thing to filter by. `labels` gives every value with its words; counts come from the list itself."""

    key: str
    title: str
    kind: Kind
    counted: bool = True
    several: Callable[[int], str] | None = None
    """What the chip says of so many values, instead of the title and the values."""

    def words(self, value: Any) -> str:
        if isinstance(self.kind, Choice) and value == "" and "" in self.kind.choices:
            return self.kind.labels()[""]  # a page has a word for what is empty
        if value is None or value == "":
            return _("(empty)")
        if isinstance(self.kind, Choice):
            return self.kind.labels().get(str(value), str(value))
        return self.kind.format(value)


def filters_of(definition: ListDefinition, extra: Sequence[tuple[str, str, Mapping[str, str]]] = ()) -> list[Filter]:
    """What a list can be filtered by: its columns with few values, and `extra` (key, title msgid, choices)."""
    found = [
        Filter(column.key, column.title, column.kind)
        for column in definition.columns
        if column.kind in (BOOLEAN, LIST) or isinstance(column.kind, Choice)
    ]
    found += [Filter(key, _(title), Choice(dict(choices)), counted=False) for key, title, choices in extra]
    return [
        *found,
        Filter(CHOSEN, definition.column(CHOSEN).title, TEXT, counted=False, several=_several(definition)),
    ]


def _several(definition: ListDefinition) -> Callable[[int], str]:
    """« 5 personnes choisies »: records that another page picked out one by one."""
    if definition.name == "people":
        return lambda n: ngettext("{n} chosen person", "{n} chosen people", n).format(n=formats.number(n))
    if definition.name in ("members", "organisations"):
        return lambda n: ngettext("{n} chosen organisation", "{n} chosen organisations", n).format(n=formats.number(n))
    return lambda n: ngettext("{n} chosen line", "{n} chosen lines", n).format(n=formats.number(n))


def named(reader: Reads, definition: ListDefinition, query: Query, wanted: Filter) -> Filter:
    """The filter on chosen records with their names as words: its values are numbers."""
    key = next((column.key for column in definition.columns if column.kind is NAME), CHOSEN)
    ids = [int(value) for at, values in query.filters if at == wanted.key for value in values]
    rows = list_rows(reader, definition, query, ids, (CHOSEN, key))
    kind = Choice({str(number): Bilingual(name, name) for number, name in rows})
    return wanted._replace(kind=kind, title=wanted.several(len(rows)) if wanted.several is not None else wanted.title)


def options(reader: Reads, definition: ListDefinition, query: Query, wanted: Filter) -> list[tuple[Any, int | None]]:
    """The values to offer, in their own order, with how many rows each would show."""
    if not wanted.counted:
        return [(code, None) for code in wanted.kind.labels()] if isinstance(wanted.kind, Choice) else []
    counts = count_by(reader, definition, query, wanted.key)
    chosen = next((values for key, values in query.filters if key == wanted.key), ())
    values = dict.fromkeys([*counts, *chosen])
    if isinstance(wanted.kind, Choice):
        order = {code: number for number, code in enumerate(wanted.kind.labels())}
        ordered = sorted(values, key=lambda v: (v in (None, ""), order.get(str(v), len(order)), str(v)))
    else:
        ordered = sorted(values, key=lambda v: (v in (None, ""), search_norm(wanted.words(v))))
    return [(value, counts.get(value, 0)) for value in ordered]


class FilterChip(Button):
    """« Catégorie ⌄ », or « Catégorie : Régulier × » once it filters; Delete takes the filter off."""

    cleared = Signal()
    asked = Signal()

    def __init__(self, wanted: Filter, parent: QWidget | None = None) -> None:
        super().__init__(look="chip", parent=parent)
        self._title, self._several = wanted.title, wanted.several
        self._active = False
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the icon stands after the words
        self.setIconSize(QSize(14, 14))
        self.clicked.connect(lambda _checked=False: self.asked.emit())
        self.show_values(())

    @property
    def active(self) -> bool:
        return self._active

    def show_values(self, words: Sequence[str]) -> None:
        """Say what is filtered; nothing for an idle chip."""
        active = bool(words)
        text = self._title
        if active:
            said = words[0] if len(words) == 1 else _("{n} values").format(n=len(words))
            text = f"{formats.with_colon(self._title)} {said}" if self._several is None else self._several(len(words))
        metrics = QFontMetrics(fonts.font(weight=QFont.Weight.DemiBold))
        self.set_text(metrics.elidedText(text, Qt.TextElideMode.ElideRight, 230))
        whole = f"{formats.with_colon(self._title)} {', '.join(words)}" if self._several is None else text
        self.setToolTip(plain_tip(whole) if active else "")
        self.setAccessibleName(whole if active else self._title)
        self.setIcon(icons.icon("x" if active else "chevron-down", theme.colour("accent" if active else "text"), 14))
        if active != self._active:
            self._active = active
            self.setProperty("active", "true" if active else "false")
            self.style().unpolish(self)
            self.style().polish(self)
        self.updateGeometry()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        on_cross = (
            self._active
            and event.position().x() > self.width() - 28
            and self.rect().contains(event.position().toPoint())
        )
        if on_cross:
            self.setDown(False)
            self.cleared.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._active and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class FilterPopover(Popover):
    """The values of one filter: ticking one filters at once; several mean "or"."""

    def __init__(
        self,
        parent: QWidget,
        wanted: Filter,
        choices: Sequence[tuple[Any, int | None]],
        chosen: Sequence[Any],
        apply: Callable[[tuple[Any, ...]], object],
    ) -> None:
        super().__init__(parent)
        self._apply = apply
        self._boxes: list[tuple[QCheckBox, QWidget, Any, str]] = []
        self.body.addWidget(Label(wanted.title, "card"))
        if len(choices) >= _MANY:
            find = QLineEdit()
            find.setPlaceholderText(_("Find a value"))
            find.setAccessibleName(_("Find a value"))
            find.textChanged.connect(self._narrow)
            self.body.addWidget(find)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        for value, number in choices:
            column.addWidget(self._option(wanted.words(value), value, number, value in chosen))
        column.addStretch()
        area = QScrollArea()
        area.setProperty("look", "panel")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        area.setFixedHeight(min(330, inside.sizeHint().height() + 4))
        area.setMinimumWidth(min(420, max(210, inside.sizeHint().width() + 20)))
        self.body.addWidget(area)
        if not choices:
            self.body.addWidget(Label(_("No value in this list."), "small"))
        if chosen:
            self.body.addWidget(Button(_("Remove this filter"), self._clear, look="link"))

    def _option(self, words: str, value: Any, number: int | None, ticked: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        box = QCheckBox(words.replace("&", "&&"))
        box.setAccessibleName(words)
        box.setChecked(ticked)
        box.toggled.connect(lambda _on: self._changed())
        line.addWidget(box, 1)
        if number is not None:
            line.addWidget(Label(formats.number(number), "small"))
        self._boxes.append((box, row, value, search_norm(words)))
        return row

    def _narrow(self, text: str) -> None:
        words = search_norm(text).split()
        for _box, row, _value, folded in self._boxes:
            row.setVisible(all(word in folded for word in words))

    def _changed(self) -> None:
        self._apply(tuple(value for box, _row, value, _folded in self._boxes if box.isChecked()))

    def _clear(self) -> None:
        self._apply(())
        self.close()
