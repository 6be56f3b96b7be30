"""« Annuler cette action »: at once where one record is concerned, after a question where it reaches many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from oci_desktop import formats
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.queries.history import HistoryEntry


def take_back(context: Context, parent: QWidget, entry: HistoryEntry) -> None:
    """Take an action back; one that changed several records says so first, and how it can be done again."""
    organisations, people = _reach(context, entry.action_id)
    if max(organisations, people) > 1 and not _agreed(parent, entry, organisations, people):
        return
    operations.undo(context, parent, entry.action_id)


def _reach(context: Context, action_id: int) -> tuple[int, int]:
    """How many organisations and how many people an action changed."""
    with context.database.read() as reader:
        names = reader.rows(
            "SELECT record1 FROM journal_change WHERE action_id = :action"
            " UNION SELECT record2 FROM journal_change WHERE action_id = :action"
            " UNION SELECT former1 FROM journal_change WHERE action_id = :action"
            " UNION SELECT former2 FROM journal_change WHERE action_id = :action",
            {"action": action_id},
        )
    kinds = [str(name or "").partition(":")[0] for (name,) in names]
    return kinds.count("organisation"), kinds.count("person")


def _agreed(parent: QWidget, entry: HistoryEntry, organisations: int, people: int) -> bool:
    touched = []
    if organisations:
        words = ngettext("{n} organisation", "{n} organisations", organisations)
        touched.append(words.format(n=formats.number(organisations)))
    if people:
        touched.append(ngettext("{n} person", "{n} people", people).format(n=formats.number(people)))
    rows = ngettext("{n} row", "{n} rows", entry.count).format(n=formats.number(entry.count))
    text = _(
        "“{label}” did not change one record only. All of it would be taken back: {touched}, {rows} in all."
        " Ctrl+Y does it again."
    )
    return messages.confirm(
        parent,
        _("Take back the whole action?"),
        text.format(label=entry.label, touched=", ".join(touched), rows=rows),
        _("Take back the whole action"),
        danger=True,
    )
