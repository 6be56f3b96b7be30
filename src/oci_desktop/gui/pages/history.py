"""History: every action on the file, who did it and when; any of them can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.formats import local_time, time_text
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.rows import RowsView, Shown
from oci_desktop.gui.pages.deferred import DeferredPage
from oci_desktop.gui.pages.history_action import ActionPanel
from oci_desktop.gui.pages.history_undo import take_back
from oci_desktop.gui.widgets import Button, EmptyState, Label, SearchField, line
from oci_desktop.gui.widgets.split import RecordSplit
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.tables import INTEGER, NAME, TEXT, Choice, Column
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.queries.history import HistoryEntry

_BATCH = 500
IN_FORCE, UNDONE, UNDO, REDO, RESTORE, START = "in force", "undone", "undo", "redo", "restore", "start"
ERASE = "erase"
STATES = {
    IN_FORCE: N_("In force"),
    UNDONE: N_("Taken back"),
    UNDO: N_("Undo"),
    REDO: N_("Redo"),
    RESTORE: N_("Return to a backup"),
    START: N_("Start"),
    ERASE: N_("Erased"),
}
TONES = {UNDONE: "neutral", RESTORE: "pending", START: "neutral", ERASE: "neutral"}


def moment_text(utc: str) -> str:
    """« 21 nov. 2026, 21 h 38 »."""
    moment = local_time(utc)
    return f"{format_date(moment.date().isoformat(), 'medium')}, {time_text(moment)}"


COLUMNS = (
    Column("label", N_("Action"), NAME, 320),
    Column("at", N_("When"), Shown(moment_text), 186),
    Column("who", N_("Who"), TEXT, 114),
    Column("count", N_("Rows"), INTEGER, 60),
    Column("state", N_("State"), Choice(STATES, TONES), 112),
)


class HistoryPage(DeferredPage):
    """The newest first; older ones come as they are asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._entries: list[HistoryEntry] = []
        self._shown: list[HistoryEntry] = []
        self._complete = False
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tools())
        column.addWidget(line())
        self.view = RowsView(COLUMNS, _("History"), context.theme.row_height)
        self.view.chosen.connect(lambda _row: self._enable())
        self.view.clicked.connect(self._show_panel)
        self.view.activated_row.connect(self._show_panel)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        for icon, title, text in (
            ("history", _("Nothing was done yet"), _("Every change will be listed here, with who made it and when.")),
            ("filter-off", _("No action fits"), _("Clear the filter to see them all.")),
        ):
            empty = EmptyState(icon, title, text)
            empty.setObjectName("panel")
            self._stack.addWidget(empty)
        column.addWidget(self._stack, 1)
        column.addWidget(line())
        column.addWidget(self._foot())
        self.panel = ActionPanel(context)
        self.split = RecordSplit(main, self.panel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)
        self.refresh()

    def heading(self) -> tuple[str, str]:
        return _("History"), _("Any action can be taken back, save a withdrawn consent.")

    def _tools(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(22, 4, 22, 10)
        self.filter_field = SearchField(_("Filter by action or person"), icon="filter")
        self.filter_field.setFixedWidth(280)
        self.filter_field.changed_to.connect(lambda _text: self._show())
        self.filter_field.down.connect(lambda: self.view.setFocus())
        row.addWidget(self.filter_field)
        row.addStretch()
        return box

    def _foot(self) -> QWidget:
        box = QWidget()
        box.setObjectName("panel")
        row = QHBoxLayout(box)
        row.setContentsMargins(22, 10, 22, 10)
        row.setSpacing(8)
        self._count = Label("", "secondary")
        row.addWidget(self._count)
        row.addStretch()
        self.undo_button = Button(_("Take back this action"), self.undo, icon="arrow-back-up")
        row.addWidget(self.undo_button)
        return box

    # Reading.

    def refresh(self) -> None:
        from oci_desktop.queries.history import recent_actions

        with self.context.database.read() as reader:
            self._entries = recent_actions(reader, max(_BATCH, len(self._entries)))
        self._complete = len(self._entries) < _BATCH
        self._show()

    def _more(self) -> None:
        from oci_desktop.queries.history import recent_actions

        with self.context.database.read() as reader:
            older = recent_actions(reader, _BATCH, self._entries[-1].action_id)
        self._complete = len(older) < _BATCH
        self._entries += older
        self._show()

    def _scrolled(self, value: int) -> None:
        bar = self.view.verticalScrollBar()
        if value == bar.maximum() and value and not self._complete:
            self._more()

    def _show(self) -> None:
        words = search_norm(self.filter_field.text()).split()
        self._shown = [
            entry
            for entry in self._entries
            if not words or all(word in search_norm(f"{entry.label} {entry.who}") for word in words)
        ]
        scrolled = self.view.verticalScrollBar().value()
        self.view.show_rows(
            [(str(entry.label), entry.at, entry.who, entry.count, _state(entry)) for entry in self._shown]
        )
        self.view.verticalScrollBar().setValue(scrolled)
        self._stack.setCurrentIndex(0 if self._shown else 2 if self._entries else 1)
        count = len(self._shown)
        words_ = ngettext("{count} action", "{count} actions", count).format(count=formats.number(count))
        self._count.setText(words_ if self._complete else _("{actions} and older ones").format(actions=words_))
        self._enable()

    def chosen(self) -> HistoryEntry | None:
        """The action under the cursor."""
        row = self.view.row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _enable(self) -> None:
        entry = self.chosen()
        self.panel.show_action(entry, _(STATES[UNDONE]) if entry is not None and entry.undone else "")
        self.undo_button.setEnabled(
            entry is not None and entry.kind == "do" and not entry.undone and not self.context.read_only
        )

    # Gestures.

    def _show_panel(self, _row: object) -> None:
        """Where the window is narrow, the action lies over the list only once it is asked for."""
        self.split.show_side(True)

    def undo(self) -> None:
        """Take back the action under the cursor, or say what stands in the way."""
        entry = self.chosen()
        if entry is not None and self.undo_button.isEnabled():
            take_back(self.context, self, entry)

    def handlers(self) -> dict[str, Any]:
        return {"filter": self.filter_field.setFocus}

    def on_as_of(self) -> None:
        """The history is the same on every day."""

    def state(self) -> dict[str, Any]:
        return {"filter": self.filter_field.text()}

    def restore(self, state: dict[str, Any]) -> None:
        self.filter_field.set_quietly(str(state.get("filter", "")))
        self._show()


def _state(entry: HistoryEntry) -> str | None:
    if entry.kind == "do":
        return UNDONE if entry.undone else None
    return entry.kind
