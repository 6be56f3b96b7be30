"""Who changed what, when, from what to what; and each action can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.formats import datetime_text
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.history_undo import take_back
from oci_desktop.gui.pages.records.reading import Sheet
from oci_desktop.gui.widgets import Button, Label, Pill, line
from oci_desktop.i18n import _, ngettext
from oci_desktop.queries.history import HistoryEntry, record_history
from oci_desktop.queries.history_words import HistoryWords

_FIRST, _LINES = 30, 6


def history_sheet(context: Context, table: str, record: int, limit: int = _FIRST) -> Sheet:
    """The newest actions on a record; « Annuler cette action » takes one back, or says why it cannot."""
    sheet = Sheet(context)
    with context.database.read() as reader:
        entries = record_history(reader, table, record, limit + 1)
    words = HistoryWords(context.database.read, context.today)
    for number, entry in enumerate(entries[:limit]):
        if number:
            sheet.add(line(), 10)
        sheet.add(_entry(context, words, entry, (table, record)), 10 if number else 4)
    if not entries:
        sheet.text(_("Nothing has been written about this record yet."), "secondary")
    if len(entries) > limit:
        sheet.add(Label(_("Older actions are under History, in the tools."), "small", wrap=True), 12)
    return sheet


def _entry(context: Context, words: HistoryWords, entry: HistoryEntry, record: tuple[str, int]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    head = QHBoxLayout()
    head.addWidget(Label(str(entry.label), "strong", wrap=True), 1)
    if entry.undone:
        head.addWidget(Pill(_("Undone"), "neutral", "arrow-back-up"))
    elif entry.kind == "do" and not context.read_only:
        undo = Button(_("Take back this action"), look="link")
        undo.setAccessibleName(_("Take back this action: {label}").format(label=entry.label))
        undo.clicked.connect(lambda: take_back(context, box.window(), entry))
        head.addWidget(undo, 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(head)
    column.addWidget(Label(f"{datetime_text(entry.at)} · {entry.who}", "small", wrap=True))
    said = [text for change in entry.changes for text in words.lines(change, record)]
    for text in dict.fromkeys(said[:_LINES]):
        shown = text if len(text) <= 400 else text[:398] + "…"
        column.addWidget(Label(shown, wrap=True))
    if len(said) > _LINES:
        more = len(said) - _LINES
        column.addWidget(Label(ngettext("and {n} other", "and {n} others", more).format(n=more), "small"))
    return box
