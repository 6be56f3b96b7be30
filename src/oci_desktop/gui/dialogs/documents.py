"""What can be put on paper from the window: any list, one record, any report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from oci_desktop.dates import format_date
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.paper import Document, Paper
from oci_desktop.i18n import _, in_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from oci_desktop.gui.tasks import Progress
    from oci_desktop.tables import Table


def table_document(context: Context, key: str, title: str, table: Callable[[], Table]) -> Document:
    """A list as it stands on screen; `table` is called now, `key` is the list's name.

    On paper the title is in the language of the paper, like the headings; what was filtered stays as it was said.
    """
    as_of = context.as_of
    rows = table()

    def make(paper: Paper, progress: Progress) -> bytes:
        from oci_desktop.reports import render_table

        with in_language(paper.lang):
            named = replace(rows, title=_title(key, rows.title))
        return render_table(
            context.database, named, as_of, paper.lang, paper=paper.paper, landscape=paper.landscape, progress=progress
        )

    return Document(f"list-{key}", title, f"{title} {as_of}", make, may_turn=True)


def _title(key: str, title: str) -> str:
    """The title of a list in the language in force, when `key` is one."""
    from oci_desktop.queries.definitions import LISTS

    return next((_(definition.title) for definition in LISTS if definition.name == key), title)


def report_document(
    context: Context, name: str, title: str, as_of: str, options: Mapping[str, str], what: str = ""
) -> Document:
    """A report with its options; `what` names what it is about in the title of the file."""

    def make(paper: Paper, progress: Progress) -> bytes:
        from oci_desktop.reports import render_report

        return render_report(
            context.database,
            name,
            as_of,
            paper.lang,
            options,
            paper=paper.paper,
            landscape=bool(paper.landscape),
            progress=progress,
        )

    def word(paper: Paper, _progress: Progress) -> bytes:
        from oci_desktop.reports import render_word

        return render_word(context.database, name, as_of, paper.lang, options, paper=paper.paper)

    from oci_desktop.reports import get_report

    full = f"{title} – {what}" if what else title
    return Document(name, full, f"{full} {as_of}", make, word=word if get_report(name).word is not None else None)


def record_document(context: Context, organisation_id: int, name: str) -> Document:
    """The record of one organisation, as of the day in the window."""
    return report_document(
        context,
        "organisation",
        _("Record of an organisation"),
        context.as_of,
        {"organisation": str(organisation_id)},
        name,
    )


def as_of_line(context: Context) -> str:
    """« Au 31 mars 2018 »."""
    return _("As of {day}").format(day=format_date(context.as_of))
