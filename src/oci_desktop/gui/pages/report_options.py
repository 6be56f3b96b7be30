"""The parameter form of a report, made from the options that the report declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from oci_desktop.dates import IN_FORCE
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import ChoiceField, DateField, Field, LineField, TickField
from oci_desktop.i18n import _
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.reports import Option, Report

_SHOWN = 12
_NAME = (
    "SELECT naming.printed FROM organisation_name AS naming WHERE naming.organisation_id = :id AND "  # noqa: S608
    + IN_FORCE.format("naming")
)


class OrganisationField(LineField):
    """An organisation by name: typing offers those that fit, accents ignored. The value is its number, as text."""

    def __init__(self, context: Context, label: str, *, required: bool = False) -> None:
        super().__init__(label, required=required)
        self._context = context
        self._found: dict[str, int] = {}
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_SHOWN)
        completer.activated.connect(lambda _text: self.changed.emit())
        self.edit.setCompleter(completer)
        self.edit.textEdited.connect(self._offer)

    def _offer(self, text: str) -> None:
        self._found = find_organisations(self._context, text)
        self._names.setStringList(list(self._found))

    def value(self) -> str | None:
        text = self.edit.text().strip()
        if text and text not in self._found:
            self._found |= find_organisations(self._context, text)
        found = self._found.get(text)
        return str(found) if found else None

    def set_value(self, value: object) -> None:
        name = organisation_name(self._context, int(str(value))) if value and str(value).isdigit() else ""
        if name:
            self._found[name] = int(str(value))
        self.edit.setText(name)
        self.edit.setCursorPosition(0)

    def tidy(self) -> None:
        """What was typed stays as it is."""


def find_organisations(context: Context, text: str) -> dict[str, int]:
    """The first organisations whose names hold every word, name → number, those whose name begins with it first."""
    words = search_norm(text).split()
    if not words:
        return {}
    where = " AND ".join(f"organisation.search_norm LIKE :w{place}" for place in range(len(words)))
    values = {f"w{place}": f"%{word}%" for place, word in enumerate(words)}
    with context.database.read() as reader:
        rows = reader.rows(
            "SELECT naming.printed, organisation.id FROM organisation"  # noqa: S608 - words are bound
            " JOIN organisation_name AS naming ON naming.organisation_id = organisation.id"
            f" AND {IN_FORCE.format('naming')} WHERE {where}"
            " ORDER BY CASE WHEN naming.sort_key LIKE :start THEN 0 ELSE 1 END, naming.sort_key LIMIT :most",
            {"day": context.as_of, "start": f"{words[0]}%", "most": _SHOWN, **values},
        )
    return dict(rows)


def organisation_name(context: Context, organisation_id: int) -> str:
    """The name as printed on the day in the window; nothing for an organisation that is not there."""
    with context.database.read() as reader:
        found = reader.value(_NAME, {"id": organisation_id, "day": context.as_of})
    return found or ""


class OptionsForm(QWidget):
    """One field per option, and the day; `changed` when a choice is made. Choices are remembered per report."""

    changed = Signal()

    def __init__(self, context: Context, report: Report) -> None:
        super().__init__()
        self._context, self._report = context, report
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.day = DateField(_("As of"), required=True, full_day=True)
        self.day.set_value(context.as_of)
        self.day.changed.connect(self.changed)
        self.fields: dict[str, Field] = {}
        for option in report.options:
            self.fields[option.name] = field = self._field(option)
            remembered = context.settings.get(f"report.{report.name}.{option.name}")
            self._show(option, field, option.default if remembered is None else str(remembered))
            field.changed.connect(lambda option=option, field=field: self._chosen(option, field))
            column.addWidget(field)
        column.addWidget(self.day)

    def _field(self, option: Option) -> Field:
        if option.kind == "choice":
            with self._context.database.read() as reader:
                return ChoiceField(option.title, option.labels(reader), empty=None, required=option.required)
        if option.kind == "boolean":
            return TickField(option.title)
        if option.kind == "organisation":
            return OrganisationField(self._context, option.title, required=option.required)
        return LineField(option.title, required=option.required)

    def _show(self, option: Option, field: Field, value: str) -> None:
        field.set_value(value == "1" if option.kind == "boolean" else value)

    def _chosen(self, option: Option, field: Field) -> None:
        self._context.remember(f"report.{self._report.name}.{option.name}", self._text(option, field))
        self.changed.emit()

    def _text(self, option: Option, field: Field) -> str:
        value = field.readable()[0]
        if option.kind == "boolean":
            return "1" if value else ""
        return str(value or "")

    # What was chosen.

    def values(self) -> Mapping[str, str]:
        """Every option as text, as the command line would give it."""
        return {option.name: self._text(option, self.fields[option.name]) for option in self._report.options}

    def as_of(self) -> str | None:
        """The day of the document; None while it cannot be read, and the field says why."""
        value, error = self.day.readable()
        self.day.say(str(error) if error else "", "error" if error else "")
        return str(value) if value else None

    def missing(self) -> Option | None:
        """The first required option that has nothing yet."""
        values = self.values()
        return next((option for option in self._report.options if option.required and not values[option.name]), None)

    def about(self) -> str:
        """What the document is about, for its file's name: the organisation that was chosen."""
        return next(
            (field.edit.text().strip() for field in self.fields.values() if isinstance(field, OrganisationField)), ""
        )

    def choose(self, name: str, value: str) -> None:
        """Choose as a person would."""
        option = next(option for option in self._report.options if option.name == name)
        self._show(option, self.fields[name], value)
        self._chosen(option, self.fields[name])
