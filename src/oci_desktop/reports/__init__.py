"""Paper: one file per report, `collect()` then `render()`; `REPORTS` lists them all.

Nothing here loads ReportLab until a report is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import today
from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.i18n import N_, in_language
from oci_desktop.reports.frame import Option, Printing, Report, ReportEntry

if TYPE_CHECKING:
    from oci_desktop.tables import Table

__all__ = [
    "PAPERS",
    "REPORTS",
    "Option",
    "Report",
    "ReportEntry",
    "get_report",
    "read_printing",
    "render_report",
    "render_table",
    "render_word",
]

_MEMBERS, _SELF_ASSESSMENTS = N_("Members"), N_("Self-assessments")

REPORTS = (
    ReportEntry("member-list", N_("Membership list"), "member_list", _MEMBERS),
    ReportEntry("organisation", N_("Record of an organisation"), "organisation", _MEMBERS),
    ReportEntry("contacts", N_("Who answers for what"), "contacts", _MEMBERS),
    ReportEntry("campaign-status", N_("Campaign status, for the board"), "campaign_status", _SELF_ASSESSMENTS),
    ReportEntry("reminder-letters", N_("Reminder letters"), "reminder_letters", _SELF_ASSESSMENTS),
    ReportEntry("attestation", N_("Attestation of self-assessment"), "attestation", _SELF_ASSESSMENTS),
    ReportEntry(
        "self-assessment-form", N_("Self-assessment form of a member"), "self_assessment_form", _SELF_ASSESSMENTS
    ),
    ReportEntry(
        "self-assessment-result", N_("Result of a self-assessment"), "self_assessment_result", _SELF_ASSESSMENTS
    ),
    ReportEntry("action-plan", N_("Action plan"), "action_plan", _SELF_ASSESSMENTS),
    ReportEntry("network-portrait", N_("Portrait of the network"), "network_portrait", _SELF_ASSESSMENTS),
    ReportEntry("questionnaire", N_("Blank questionnaire, in large print"), "questionnaire", _SELF_ASSESSMENTS),
)
"""Those of one group stand together, the most used first."""

PAPERS = {"letter": N_("Letter"), "a4": N_("A4")}

Progress = Callable[[int, int], None]
"""Called with pages done and pages in all; what it raises (Cancelled) stops the report."""


def get_report(name: str) -> Report:
    """The report of that name, loaded; `-` and `_` are alike.

    Raises: NotFoundError naming the reports that exist.
    """
    for entry in REPORTS:
        if entry.name == name.replace("_", "-"):
            return entry.load()
    raise NotFoundError(
        N_("There is no report “{name}”. There are: {names}."),
        name=name,
        names=", ".join(entry.name for entry in REPORTS),
    )


def render_report(
    database: Any,
    name: str,
    as_of: str,
    lang: str,
    options: Mapping[str, str] | None = None,
    *,
    paper: str = "letter",
    landscape: bool | None = None,
    progress: Progress | None = None,
    printed_on: str | None = None,
    invariant: bool = False,
) -> bytes:
    """The PDF of a report, in its own language, as of any day.

    `options` are as a person gives them (codes or labels); without a choice of `landscape` the page turns when the
    content needs it; `printed_on` is an ISO date, today by default; with
    `invariant`, the same data gives the same bytes.
    Raises: UserError for options that do not fit; NotFoundError; whatever `progress` raises.
    """
    report = get_report(name)
    with in_language(lang):
        with database.read() as reader:
            chosen = report.chosen(reader, options or {})
            data = report.collect(reader, as_of, chosen)
            printing = read_printing(database, reader, paper, landscape, printed_on, invariant)
        return report.render(data, printing).finish(progress)


def render_word(
    database: Any,
    name: str,
    as_of: str,
    lang: str,
    options: Mapping[str, str] | None = None,
    *,
    paper: str = "letter",
    printed_on: str | None = None,
) -> bytes:
    """The same report as a Word document that offices rework.

    Raises: UserError for a report that has none, and for options that do not fit; NotFoundError.
    """
    report = get_report(name)
    if report.word is None:
        names = ", ".join(entry.name for entry in REPORTS if entry.load().word is not None)
        raise UserError(
            N_("The report “{report}” has no Word document. These have one: {names}."), report=name, names=names
        )
    with in_language(lang):
        with database.read() as reader:
            data = report.collect(reader, as_of, report.chosen(reader, options or {}))
            printing = read_printing(database, reader, paper, None, printed_on)
        return report.word(data, printing)


def render_table(
    database: Any,
    table: Table,
    as_of: str,
    lang: str,
    *,
    paper: str = "letter",
    landscape: bool | None = None,
    progress: Progress | None = None,
    printed_on: str | None = None,
    invariant: bool = False,
) -> bytes:
    """The PDF of any list: `table.title` above, `table.subtitle` says what was filtered.

    Without a choice of `landscape`, the page turns when the columns need it. Make the table in the same language.
    """
    from oci_desktop.reports import table_report

    with in_language(lang):
        with database.read() as reader:
            printing = read_printing(database, reader, paper, landscape, printed_on, invariant)
        return table_report.render(table, as_of, printing).finish(progress)


def read_printing(
    database: Any,
    reader: Any,
    paper: str = "letter",
    landscape: bool | None = None,
    printed_on: str | None = None,
    invariant: bool = False,
) -> Printing:
    """How paper is made for this file: its letterhead, and the day on which it is printed (today unless told).

    Raises: UserError for a paper that does not exist.
    """
    from oci_desktop.reports.letterhead import read_letterhead

    if paper not in PAPERS:
        raise UserError(N_("There is no paper “{paper}”. There are: {papers}."), paper=paper, papers=", ".join(PAPERS))
    day = printed_on or today()
    return Printing(read_letterhead(reader, day, database.path), day, paper, landscape, invariant)
