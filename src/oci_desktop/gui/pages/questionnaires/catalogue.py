"""Every version of every questionnaire: its state, what is in it, how many campaigns use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.rows import RowsView
from oci_desktop.gui.widgets import Button, EmptyState
from oci_desktop.i18n import N_, _
from oci_desktop.queries.questionnaire_words import STATE
from oci_desktop.queries.questionnaires import VersionRow, list_versions
from oci_desktop.tables import DATE, INTEGER, NAME, TEXT, Column

COLUMNS = (
    Column("title", N_("Questionnaire"), NAME),
    Column("number", N_("Version"), TEXT, 72),
    Column("state", N_("State"), STATE, 118),
    Column("published_on", N_("Published on"), DATE, 134),
    Column("principles", N_("Principles"), INTEGER, 90),
    Column("items", N_("Items"), INTEGER, 84),
    Column("campaigns", N_("Campaigns"), INTEGER, 98),
)


class Catalogue(QWidget):
    """`opened` carries the version that the person wants to see; `acts` are the buttons under the list."""

    opened = Signal(int)

    def __init__(self, context: Context, acts: Mapping[str, Callable[[], object]]) -> None:
        super().__init__()
        self._context = context
        self.rows: list[VersionRow] = []
        self.view = RowsView(COLUMNS, _("Questionnaires"))
        self.view.activated_row.connect(lambda row: self.opened.emit(self.rows[row].id))
        box = QWidget()
        box.setObjectName("panel")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        writable = not context.read_only
        offered = (
            (_("New questionnaire…"), acts["new"]),
            (_("Import…"), acts["import"]),
            (_("Begin with the example"), acts["example"]),
        )
        empty = EmptyState(
            "list-check",
            _("No questionnaire yet"),
            _("A questionnaire has principles and items of your own; a campaign puts a published version to members."),
            offered if writable else (),
            primary=True,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(box)
        self._stack.addWidget(empty)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.open_button = Button(_("Open"), self.open_chosen)
        foot.addWidget(self.open_button)
        foot.addStretch()
        self.buttons = [Button(words, act) for words, act in offered[1:]]
        self.buttons.append(Button(offered[0][0], offered[0][1], look="primary"))
        for button in self.buttons:
            button.setEnabled(writable)
            foot.addWidget(button)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        foot.setContentsMargins(22, 10, 22, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        with self._context.database.read() as reader:
            self.rows = list_versions(reader)
        self.view.show_rows(
            [
                (str(row.title), row.number, row.state, row.published_on, row.principles, row.items, row.campaigns)
                for row in self.rows
            ]
        )
        self._stack.setCurrentIndex(0 if self.rows else 1)
        self._foot.setVisible(bool(self.rows))

    def chosen(self) -> VersionRow | None:
        """The version under the cursor."""
        row = self.view.row()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def open_chosen(self) -> None:
        found = self.chosen()
        if found is not None:
            self.opened.emit(found.id)
