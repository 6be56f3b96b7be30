"""The fiscal years of the association: a name, a first day, a last day; they never overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oci_desktop.dates import day_after, day_before, last_day
from oci_desktop.errors import OciError, Problem, ValidationError
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import DateField, LineField
from oci_desktop.gui.widgets import Button, Label, Strip, icon_button, line
from oci_desktop.i18n import N_, _, message

if TYPE_CHECKING:
    from oci_desktop.model.association import FiscalYearDraft

_WIDTHS = (150, 210, 210)


class YearsPanel(QWidget):
    """A table that is edited in place, latest year first; Save keeps all of it as one action."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rows: list[_Row] = []
        self._stored: tuple[FiscalYearDraft, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 0)
        column.setSpacing(8)
        heading = QHBoxLayout()
        heading.addWidget(Label(_("Fiscal years"), "record"))
        heading.addStretch()
        self.add_button = Button(_("Add the next year"), self.add_next, icon="plus")
        heading.addWidget(self.add_button)
        column.addLayout(heading)
        column.addWidget(
            Label(
                _("Figures and changes are counted from the first day of the year that holds the day shown."),
                "small",
                wrap=True,
            )
        )
        titles = QHBoxLayout()
        titles.setContentsMargins(0, 6, 0, 0)
        titles.setSpacing(14)
        for text, width in zip((_("Year"), _("First day"), _("Last day")), _WIDTHS, strict=True):
            label = Label(text, "small")
            label.setFixedWidth(width)
            titles.addWidget(label)
        titles.addStretch()
        column.addLayout(titles)
        self._none = Label(
            _("None is written here: the usual year counts, from April 1 to March 31."), "secondary", wrap=True
        )
        column.addWidget(self._none)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 8)
        self._list.setSpacing(6)
        self._list.addStretch()
        area = QScrollArea()
        area.setProperty("look", "panel")
        area.setWidgetResizable(True)
        area.setWidget(inside)
        column.addWidget(area, 1)
        self._strips = QVBoxLayout()
        column.addLayout(self._strips)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 4, 0, 12)
        foot.setSpacing(8)
        foot.addStretch()
        self.cancel_button = Button(_("Undo what was typed"), self.read)
        self.save_button = Button(_("Save"), self.save, look="primary")
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column.addLayout(foot)
        self.read()

    # Showing.

    def read(self) -> None:
        """Show what is stored."""
        from oci_desktop.queries.association import list_fiscal_years

        with self._context.database.read() as reader:
            self._stored = tuple(list_fiscal_years(reader))
        self._show(self._stored)

    def _show(self, years: Sequence[FiscalYearDraft]) -> None:
        self._say("")
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for year in years:
            self._add(year, len(self._rows))
        self._enable()

    def _add(self, year: FiscalYearDraft, place: int) -> _Row:
        row = _Row(year, self._context.read_only)
        row.changed.connect(self._enable)
        row.remove_button.clicked.connect(lambda _on=False: self._remove(row))
        self._rows.insert(place, row)
        self._list.insertWidget(place, row)
        return row

    def _enable(self) -> None:
        dirty = self.is_dirty() and not self._context.read_only
        self.save_button.setEnabled(dirty)
        self.cancel_button.setEnabled(dirty)
        self.add_button.setEnabled(not self._context.read_only)
        self._none.setVisible(not self._rows)

    def _say(self, text: str) -> None:
        while (item := self._strips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if text:
            self._strips.addWidget(Strip(text, "late"))

    # Gestures.

    def add_next(self) -> None:
        """The year that follows the latest one, ready to be corrected."""
        from oci_desktop.model.association import FiscalYearDraft, usual_fiscal_year

        ends = [row.year.ends_on for row in self._rows if row.year.ends_on]
        if ends:
            start = day_after(max(ends))
            year, rest = int(start[:4]), start[4:]
            following = f"{year + 1}{rest}" if rest != "-02-29" else f"{year + 1}-03-01"
            end = day_before(following)
            label = str(year) if end[:4] == str(year) else f"{year}-{end[:4]}"
            draft = FiscalYearDraft(label, start, last_day(end).isoformat())
        else:
            draft = usual_fiscal_year(self._context.today)
        self._add(draft, 0).label.focus()
        self._enable()

    def _remove(self, row: _Row) -> None:
        self._rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._enable()

    def drafts(self) -> tuple[FiscalYearDraft, ...] | None:
        """What is typed; None when a date cannot be read, which its field then says."""
        drafts = [row.draft() for row in self._rows]
        return None if any(draft is None for draft in drafts) else tuple(draft for draft in drafts if draft)

    def is_dirty(self) -> bool:
        return [row.state() for row in self._rows] != [_typed(year) for year in self._stored]

    def save(self) -> bool:
        """Keep what is typed, as one action; what is wrong is said beside its field."""
        from oci_desktop.services.association import save_fiscal_years

        drafts = self.drafts()
        if drafts is None:
            return False
        for row in self._rows:
            row.show_problems(())
        try:
            operations.run(
                self._context,
                message(N_("Fiscal years")),
                lambda write: save_fiscal_years(write, drafts),
                parent=self,
                raising=True,
            )
        except ValidationError as refused:
            for place, row in enumerate(self._rows):
                row.show_problems(
                    [problem for problem in refused.problems if problem.field.partition(".")[0] == str(place)]
                )
            return False
        except OciError as refused:
            self._say(str(refused))
            return False
        self.read()
        return True

    def may_leave(self) -> bool:
        if not self.is_dirty() or self._context.read_only:
            return True
        answer = messages.ask_save_discard_cancel(self, _("Fiscal years"))
        if answer == "save":
            return self.save()
        if answer == "discard":
            self.read()
            return True
        return False

    def on_changes(self, changes: Any) -> None:
        if changes.touch("fiscal_year") and not self.is_dirty():
            self.read()

    def state(self) -> list[list[Any]] | None:
        return [[row.year.id, row.year.ref, *row.state()] for row in self._rows] if self.is_dirty() else None

    def restore(self, state: Any) -> None:
        from oci_desktop.model.association import FiscalYearDraft

        if state:
            self._show([FiscalYearDraft(label, "", "", id_, ref) for id_, ref, label, _start, _end in state])
            for row, (_id, _ref, _label, start, end) in zip(self._rows, state, strict=True):
                row.starts_on.restore(start)
                row.ends_on.restore(end)
            self._enable()


def _typed(year: FiscalYearDraft) -> tuple[str, str, str]:
    from oci_desktop.dates import format_date

    return year.label, format_date(year.starts_on), format_date(year.ends_on)


class _Row(QWidget):
    """One year: three fields and the way to take it out."""

    def __init__(self, year: FiscalYearDraft, read_only: bool) -> None:
        super().__init__()
        self.year = year
        self.label = LineField("")
        self.starts_on = DateField("", full_day=True)
        self.ends_on = DateField("", full_day=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for field, name, width in zip(
            (self.label, self.starts_on, self.ends_on), (_("Year"), _("First day"), _("Last day")), _WIDTHS, strict=True
        ):
            field.setFixedWidth(width)
            for editor in field.editors():
                editor.setAccessibleName(f"{name}, {year.label}")
                editor.setEnabled(not read_only)
            row.addWidget(field)
        self.remove_button = icon_button("trash", _("Remove {year}").format(year=year.label))
        self.remove_button.setEnabled(not read_only)
        row.addWidget(self.remove_button)
        row.addStretch()
        self.label.set_value(year.label)
        self.starts_on.set_value(year.starts_on)
        self.ends_on.set_value(year.ends_on)
        self.changed = self.label.changed
        self.starts_on.changed.connect(self.label.changed)
        self.ends_on.changed.connect(self.label.changed)

    def state(self) -> tuple[str, str, str]:
        """The very keystrokes."""
        return self.label.state(), self.starts_on.state(), self.ends_on.state()

    def draft(self) -> FiscalYearDraft | None:
        from dataclasses import replace

        values = []
        for field in (self.label, self.starts_on, self.ends_on):
            value, error = field.readable()
            field.say(str(error) if error else "", "error" if error else "")
            if error is not None:
                return None
            values.append(value or "")
        label, starts_on, ends_on = values
        return replace(self.year, label=label, starts_on=starts_on, ends_on=ends_on)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        for name, field in (("label", self.label), ("starts_on", self.starts_on), ("ends_on", self.ends_on)):
            field.show_problems([problem for problem in problems if problem.field.rpartition(".")[2] == name])
