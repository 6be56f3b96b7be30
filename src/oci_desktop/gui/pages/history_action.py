"""One action of the history, beside the list: what it changed, from what to what, and the records it touched."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.formats import datetime_text
from oci_desktop.gui.context import Context
from oci_desktop.gui.widgets import Label, Pill, SectionLabel, link
from oci_desktop.i18n import _, ngettext
from oci_desktop.queries.history_words import HistoryWords

if TYPE_CHECKING:
    from oci_desktop.queries.history import HistoryEntry

_MOST_ROWS = 120
_MOST_RECORDS = 5
_LONGEST = 400
_PAGES = {"organisation": "organisations", "person": "people"}
_NOBODY = ("-", 0)
"""No record is open here: both ends of a role are worth saying."""


class ActionPanel(QFrame):
    """Shows what `show_action` is given; empty until then."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("record")
        self._context = context
        self._area = QScrollArea()
        self._area.setProperty("look", "panel")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self._area)
        self.lines: list[str] = []

    def show_action(self, entry: HistoryEntry | None, state: str = "") -> None:
        """Show one action; None empties the panel."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(22, 16, 14, 18)
        column.setSpacing(6)
        self.lines = []
        if entry is not None:
            self._fill(column, entry, state)
        column.addStretch()
        self._area.setWidget(inside)

    def _fill(self, column: QVBoxLayout, entry: HistoryEntry, state: str) -> None:
        from oci_desktop.queries.history import action_changes

        with self._context.database.read() as reader:
            changes = action_changes(reader, entry.action_id, _MOST_ROWS)
            touched = reader.rows(
                "SELECT record1, MIN(id) FROM journal_change WHERE action_id = :action AND"
                " (record1 LIKE 'organisation:%' OR record1 LIKE 'person:%') GROUP BY record1 ORDER BY 2 LIMIT :most",
                {"action": entry.action_id, "most": _MOST_RECORDS + 1},
            )
        column.addWidget(Label(str(entry.label), "record", wrap=True))
        column.addWidget(Label(f"{datetime_text(entry.at)} · {entry.who}", "secondary", wrap=True))
        if state:
            row = QHBoxLayout()
            row.addWidget(Pill(state, "neutral", "arrow-back-up"))
            row.addStretch()
            column.addLayout(row)
        words = HistoryWords(self._context.database.read, self._context.today)
        said = [line for change in changes for line in words.lines(change, _NOBODY)]
        self.lines = list(dict.fromkeys(said))
        column.addSpacing(8)
        column.addWidget(SectionLabel(_("Changes")))
        for text in self.lines:
            column.addWidget(Label(text if len(text) <= _LONGEST else text[: _LONGEST - 2] + "…", wrap=True))
        if entry.count > _MOST_ROWS:
            more = entry.count - _MOST_ROWS
            column.addWidget(
                Label(
                    ngettext("and {count} more row", "and {count} more rows", more).format(count=formats.number(more)),
                    "small",
                )
            )
        if not self.lines:
            column.addWidget(Label(_("Nothing that a record shows."), "secondary", wrap=True))
        self._links(column, [str(name) for name, _first in touched])

    def _links(self, column: QVBoxLayout, touched: list[str]) -> None:
        """The records that the action touched, when they are few."""
        if not touched or len(touched) > _MOST_RECORDS:
            return
        found = [
            (kind, int(number), self._name(kind, int(number)))
            for kind, _colon, number in (name.partition(":") for name in touched)
        ]
        if not any(name for _kind, _number, name in found):
            return
        column.addSpacing(8)
        column.addWidget(SectionLabel(_("Records")))
        for kind, number, name in found:
            if name:
                row = QHBoxLayout()
                row.addWidget(link(name, partial(self._context.go, _PAGES[kind], kind, number)))
                row.addStretch()
                column.addLayout(row)

    def _name(self, kind: str, number: int) -> str:
        with self._context.database.read() as reader:
            if kind == "person":
                row = reader.row("SELECT given_name, family_name FROM person WHERE id = :id", {"id": number})
                return " ".join(part for part in row or () if part)
            found = reader.value(
                "SELECT printed FROM organisation_name WHERE organisation_id = :id"
                " ORDER BY COALESCE(starts_on, '') DESC",
                {"id": number},
            )
        return str(found or "")
