"""The reminders of a campaign as letters to post: each in its recipient's language, all in one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.dates import format_date
from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_, Bilingual, _
from oci_desktop.model.letter import Letter
from oci_desktop.model.standing import GRACE, LATE, SETTLED
from oci_desktop.queries.assessment_lists import current_campaign_code
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.letters import compose_for, occasion_of
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.mailings import recipients
from oci_desktop.reports.frame import Choices, Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.kit.sheet import Sheet

ALL = "all"

WHO = {
    LATE: N_("Those that are late"),
    GRACE: N_("Those in their grace period"),
    ALL: N_("All that are not complete"),
}


@dataclass(frozen=True)
class ReminderLetters:
    as_of: str
    campaign: Bilingual
    letters: tuple[Letter, ...]

    @property
    def title(self) -> str:
        return _("Reminder letters")


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> ReminderLetters:
    code = options.get("campaign") or current_campaign_code(reader, as_of)
    found = reader.rows("SELECT id, title_fr, title_en FROM campaign WHERE code = :code", {"code": code or ""})
    if not found:
        raise NotFoundError(N_("No campaign was open on {date}."), date=format_date(as_of))
    campaign_id, title_fr, title_en = found[0]
    sender = tuple(line.strip() for line in options.get("sender", "").split(";") if line.strip())
    letters = compose_for(
        reader,
        occasion_of("reminder"),
        recipients(reader, reminded(reader, code or "", as_of, options.get("who") or ALL), as_of),
        as_of,
        campaign_id=campaign_id,
        sender=sender,
    )
    return ReminderLetters(as_of, Bilingual(title_fr, title_en or title_fr), tuple(letters))


def reminded(reader: Reads, code: str, as_of: str, who: str) -> list[int]:
    """The organisations of a campaign whose file is not complete on the day, in the order of the list; only those
    that are late, or in their grace period, when `who` says so."""
    query = Query(as_of, sort=("member", False)).filtered("campaign", code)
    rows = list_table(reader, get_list(reader, "campaign"), query, ("organisation_id", "step", "lateness")).rows
    return [
        organisation_id for organisation_id, step, lateness in rows if step not in SETTLED and who in (ALL, lateness)
    ]


def render(data: ReminderLetters, printing: Printing) -> Sheet:
    from oci_desktop.reports.letters import letter_sheet

    return letter_sheet(data.letters, printing, data.title)


def word(data: ReminderLetters, printing: Printing) -> bytes:
    from oci_desktop.reports.word import letters_document

    return letters_document(data.letters, data.title, printing.letterhead, printing.paper)


def _campaigns(reader: Reads) -> Choices:
    rows = reader.rows("SELECT code, title_fr, title_en FROM campaign ORDER BY opens_on DESC, id DESC")
    return {"": N_("The current one"), **{code: Bilingual(fr, en or fr) for code, fr, en in rows}}


REPORT = Report(
    name="reminder-letters",
    title=N_("Reminder letters"),
    description=N_("The reminders of a campaign to post, each in its recipient’s language."),
    collect=collect,
    render=render,
    word=word,
    options=(
        Option("campaign", N_("Campaign"), "choice", _campaigns),
        Option("who", N_("To whom"), "choice", WHO, default=LATE),
        Option("sender", N_("Who signs (a semicolon begins a new line)")),
    ),
)
