"""Fields for what changes with time: the names of an organisation, its administrative region."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.dates import today
from oci_desktop.gui.forms.choices import RegionField
from oci_desktop.gui.forms.compound import ROW_GAP, PartEditor, PartsField, link_line, side_by_side
from oci_desktop.gui.forms.days import DateField
from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.forms.lines import LineField
from oci_desktop.gui.forms.wording import starting
from oci_desktop.gui.widgets import Button, Label
from oci_desktop.i18n import _, ngettext
from oci_desktop.model.codes import REGIONS
from oci_desktop.model.organisation import NamePeriod, RegionPeriod, in_force


class PeriodEditor(PartEditor):
    """The fields of one period; the first period of all has no start: it was always so."""

    def __init__(self, period: Any, first: bool, remove: Callable[[], object] | None) -> None:
        super().__init__(period)
        self.period = period
        self.first = first
        self.build()
        if not first:
            self.fields["starts_on"] = self.since = DateField(_("Since"), required=True)
            away = QWidget()
            if remove:
                row = QHBoxLayout(away)
                row.setContentsMargins(0, 24, 0, 0)
                row.addWidget(Button(_("Remove this period"), remove, look="link"))
                row.addStretch()
            self.column.addWidget(side_by_side(self.since, away))
        for name, field in self.fields.items():
            field.set_value(getattr(period, name))
            field.mark()

    def build(self) -> None:
        """Make the fields of the period's kind."""


class NameEditor(PeriodEditor):
    """The names of one period; the rarer ones show once they are wanted."""

    def build(self) -> None:
        printed = LineField(_("Name, as printed"), required=True)
        acronym, english = LineField(_("Acronym")), LineField(_("Name in English"))
        legal, usual = LineField(_("Legal name")), LineField(_("Usual name"))
        order = LineField(_("Filed under"), example=_("Only where the printed order is not the alphabetical one."))
        self.fields |= {
            "printed": printed, "acronym": acronym, "english": english,
            "legal": legal, "usual": usual, "sort_as": order,
        }  # fmt: skip
        self.column.addWidget(printed)
        self.column.addWidget(side_by_side(acronym, english))
        self._rare = QWidget()
        rare = QVBoxLayout(self._rare)
        rare.setContentsMargins(0, 0, 0, 0)
        rare.setSpacing(ROW_GAP)
        rare.addWidget(side_by_side(legal, usual))
        rare.addWidget(order)
        self.column.addWidget(self._rare)
        self._opener = Button(_("Legal name, usual name, place in the printed order…"), self.open_rare, look="link")
        self.column.addWidget(link_line(self._opener))
        self._rare.hide()
        if self.period.legal or self.period.usual or self.period.sort_as:
            self.open_rare()

    def open_rare(self) -> None:
        self._rare.show()
        self._opener.hide()

    def read(self) -> NamePeriod:
        read: NamePeriod = super().read()
        return replace(read, printed=read.printed or "")


class RegionEditor(PeriodEditor):
    def build(self) -> None:
        region = RegionField(_("Administrative region"), REGIONS)
        self.fields["region"] = region
        self.column.addWidget(region)

    def read(self) -> RegionPeriod:
        read: RegionPeriod = super().read()
        return replace(read, region=read.region or "")


class PeriodsField(PartsField):
    """Periods one under the other, the one in force today first; with several, each says since when.

    A form edits what is stored. A change that begins on a day is a period of its own: `add`.
    """

    editor: type[PeriodEditor] = PeriodEditor
    period: type = NamePeriod

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._editors: list[PeriodEditor]
        self._others = QWidget()
        self._other_list = QVBoxLayout(self._others)
        self._other_list.setContentsMargins(0, 0, 0, 0)
        self._other_list.setSpacing(ROW_GAP)
        self.rows.addWidget(self._others)
        self._opener = Button("", self.open_others, look="link")
        self._opener_line = link_line(self._opener)
        self.rows.addWidget(self._opener_line)

    def open_others(self) -> None:
        """Show the periods that are not in force today."""
        self._others.show()
        self._opener_line.hide()

    def opener_words(self, n: int) -> str:
        """The words of the link that shows the other periods."""
        return ngettext("{n} other period…", "{n} other periods…", n).format(n=n)

    def blank(self) -> Any:
        """The single period of a new organisation."""
        raise NotImplementedError

    def _read(self) -> list[tuple[PeriodEditor, Any]]:
        read = [(editor, editor.read()) for editor in self._editors]
        return sorted(read, key=lambda pair: pair[1].starts_on or "")

    def value(self) -> Any:
        return tuple(period for _editor, period in self._read() if self._kept(period))

    def _kept(self, period: Any) -> bool:
        return True

    def set_value(self, value: Any) -> None:
        self._removed = 0
        self._rebuild(list(value or ()) or [self.blank()])

    def _rebuild(self, periods: Sequence[Any]) -> None:
        for place in (self._list, self._other_list):
            while (item := place.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
        opened = bool(self._editors) and not self._others.isHidden()
        self._editors = []
        current = in_force(periods, today())
        ordered = sorted(periods, key=lambda p: (p is not current, _reversed(p.starts_on)))
        for period in ordered:
            self._append(period, several=len(ordered) > 1, current=period is current)
        others = sum(period is not current for period in ordered)
        self._opener.set_text(self.opener_words(others))
        self._others.setVisible(others > 0 and opened)
        self._opener_line.setVisible(others > 0 and not opened)

    def _append(self, period: Any, *, several: bool, current: bool) -> PeriodEditor:
        if several and not current:
            words = starting(period.starts_on)
            label = Label(words or (_("Before") if several else ""), "strong")
            label.setContentsMargins(0, 4, 0, 0)
            self._other_list.addWidget(label)
            label.show()
        first = period.starts_on is None
        editor: PeriodEditor = self.editor(period, first, None if first else lambda: self.remove(editor))
        self._editors.append(editor)
        (self._list if current or not several else self._other_list).addWidget(editor)
        editor.show()  # in a form already seen, not at the next turn of the loop: the first focus goes there now
        self.adopt(*editor.fields.values())
        return editor

    def remove(self, editor: PeriodEditor) -> None:
        """Take a period away: the one before it then lasts on."""
        typed = [(other.period, other.state()) for other in self._editors if other is not editor]
        self._removed += 1
        self._refill(typed)
        self.changed.emit()

    def add(self, starts_on: str, **values: Any) -> PeriodEditor:
        """One more period, from that day on."""
        typed = [(other.period, other.state()) for other in self._editors]
        fresh = self.period(starts_on=starts_on, **values)
        self._refill([*typed, (fresh, None)])
        self.open_others()
        self.changed.emit()
        return next(editor for editor in self._editors if editor.period is fresh)

    def _refill(self, typed: Sequence[tuple[Any, dict[str, Any] | None]]) -> None:
        originals = {id(editor.period): editor.originals() for editor in self._editors}
        self._rebuild([period for period, _state in typed])
        for editor in self._editors:
            states = next(state for period, state in typed if period is editor.period)
            editor.restore(states or {}, originals.get(id(editor.period), []))

    def state(self) -> Any:
        return [{"period": asdict(editor.period), "typed": editor.state()} for editor in self._editors]

    def restore(self, state: Any) -> None:
        mine = {(e.period.id, e.period.starts_on): e.period for e in self._editors}
        typed = []
        for kept in state:
            given = self.period(**kept["period"])
            typed.append((mine.get((given.id, given.starts_on), given), kept["typed"]))
        self._refill(typed)

    def owns(self, rest: str) -> Field | None:
        number, _dot, name = rest.partition(".")
        editor: PeriodEditor | None = self.editor_at(number)
        if editor is None:
            return self.parts()[0] if self.parts() else None
        found = editor.fields.get(name)
        if found is not None and not found.isVisibleTo(self):
            self.open_others()
        return found or next(iter(editor.fields.values()))


def _reversed(starts_on: str | None) -> tuple[int, ...]:
    """Sorts the newest first; what was always so comes last."""
    return (*(-ord(letter) for letter in starts_on or ""), 1)


class NamesField(PeriodsField):
    """How the organisation is called, and was: a tuple of NamePeriod."""

    editor = NameEditor
    period = NamePeriod

    def opener_words(self, n: int) -> str:
        return ngettext("{n} other name in time…", "{n} other names in time…", n).format(n=n)

    def blank(self) -> NamePeriod:
        return NamePeriod("")

    def words(self, value: Any) -> str:
        lines = []
        for name in value or ():
            words = " · ".join(filter(None, (name.printed, name.acronym, name.english, name.legal, name.usual)))
            lines.append(" ".join(filter(None, (starting(name.starts_on), words))))
        return "\n".join(lines)


class RegionsField(PeriodsField):
    """The administrative region, and since when: a tuple of RegionPeriod."""

    editor = RegionEditor
    period = RegionPeriod

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._other = Button(_("It changed on a day…"), self.add_today, look="link")
        self.rows.addWidget(link_line(self._other))

    def blank(self) -> RegionPeriod:
        return RegionPeriod("")

    def add_today(self) -> None:
        """A change of region, from today unless another day is typed."""
        editor = self.add(today(), region="")
        editor.fields["region"].focus()

    def _kept(self, period: Any) -> bool:
        return bool(period.region) or len(self._editors) > 1

    def words(self, value: Any) -> str:
        return ", ".join(f"{p.region} {REGIONS.get(p.region, '')}".strip() for p in value or ())
