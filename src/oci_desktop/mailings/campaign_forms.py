"""The forms of a campaign, made for every member in its language: PDF to fill in, a protected workbook, or both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import today
from oci_desktop.errors import UserError
from oci_desktop.exchange.files import write_file
from oci_desktop.i18n import N_, _, in_language
from oci_desktop.model.form import FormSpec
from oci_desktop.queries.assessment_forms import (
    ATTESTATION,
    QUESTIONNAIRE,
    Addressed,
    FormCampaign,
    addressed_members,
    build_form,
    documents_of,
    form_campaign,
)

if TYPE_CHECKING:
    from oci_desktop.reports.frame import Printing
    from oci_desktop.store.database import Database

PDF, XLSX = "pdf", "xlsx"

FORMATS = (PDF, XLSX)

Progress = Callable[[int, int], None]
"""(members done, members in all); it may raise Cancelled."""

_LONGEST = 60


@dataclass(frozen=True)
class MadeForm:
    """One file for one member."""

    self_assessment_id: int
    organisation_id: int
    member: str
    document: str
    name: str
    """What to call the file."""
    data: bytes


def each_form(
    database: Database,
    campaign_id: int,
    *,
    as_of: str | None = None,
    ids: Sequence[int] | None = None,
    formats: Sequence[str] = (PDF,),
    lang: str | None = None,
    progress: Progress | None = None,
) -> Iterator[MadeForm]:
    """Every form of the campaign, member by member, in the member's language unless `lang` says otherwise.

    `ids` are self-assessments; without them, every member that the campaign addresses on the day. Members that are
    already done (valid, exempt) are made too: who gets what is decided where they are sent.
    Raises: NotFoundError; UserError for a format that does not exist; whatever `progress` raises.
    """
    for name in formats:
        if name not in FORMATS:
            raise UserError(N_("Forms are made as pdf or xlsx, not as “{format}”."), format=name)
    day = as_of or today()
    with database.read() as reader:
        campaign = replace(form_campaign(reader, campaign_id), made_on=day)
        members = addressed_members(reader, campaign_id, day, ids)
        from oci_desktop.reports import read_printing

        printings = {}
        for language in {lang or member.language for member in members}:
            with in_language(language):
                printings[language] = read_printing(database, reader)
    taken: dict[str, int] = {}
    for done, member in enumerate(members, start=1):
        yield from _of_member(campaign, member, formats, lang, printings, taken)
        if progress:
            progress(done, len(members))


def forms_for(
    database: Database,
    self_assessment_id: int,
    *,
    as_of: str | None = None,
    formats: Sequence[str] = (PDF,),
    lang: str | None = None,
) -> list[tuple[str, bytes]]:
    """The files of one member, named: what is attached to its message. Raises: NotFoundError."""
    with database.read() as reader:
        campaign_id = reader.value("SELECT campaign_id FROM self_assessment WHERE id = :id", {"id": self_assessment_id})
    made = each_form(database, campaign_id or 0, as_of=as_of, ids=[self_assessment_id], formats=formats, lang=lang)
    return [(form.name, form.data) for form in made]


def make_forms(
    database: Database,
    campaign_id: int,
    folder: Path,
    *,
    as_of: str | None = None,
    ids: Sequence[int] | None = None,
    formats: Sequence[str] = (PDF,),
    lang: str | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write all the forms of a campaign into a folder; the files, in the order of the members.

    Cancelled on the way, those already written are taken away again: the folder is as it was.
    Raises: StorageError, UserError; whatever `progress` raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    fresh: list[Path] = []
    try:
        for form in each_form(
            database, campaign_id, as_of=as_of, ids=ids, formats=formats, lang=lang, progress=progress
        ):
            place = folder / form.name
            new = not place.exists()
            written.append(write_file(place, form.data))
            if new:
                fresh.append(place)
    except BaseException:
        for place in fresh:
            place.unlink(missing_ok=True)
        raise
    return written


def _of_member(
    campaign: FormCampaign,
    member: Addressed,
    formats: Sequence[str],
    lang: str | None,
    printings: dict[str, Printing],
    taken: dict[str, int],
) -> Iterator[MadeForm]:
    language = lang or member.language
    base = f"{campaign.code} - {member.name}"
    again = taken[base] = taken.get(base, 0) + 1
    for document in documents_of(member.level):
        spec = build_form(campaign, member, document, language)
        for format_name in formats:
            name = _file_name(campaign, member, document, language, again, format_name)
            yield MadeForm(
                member.self_assessment_id, member.organisation_id, member.name, document, name,
                _drawn(spec, format_name, printings[language]),
            )  # fmt: skip


def _drawn(spec: FormSpec, format_name: str, printing: Any) -> bytes:
    if format_name == XLSX:
        from oci_desktop.exchange.form_xlsx import form_workbook

        return form_workbook(spec)
    from oci_desktop.reports.kit.acroform import form_pdf

    return form_pdf(spec, printing)


def _file_name(campaign: FormCampaign, member: Addressed, document: str, language: str, again: int, ending: str) -> str:
    """« 2026 - Oxfam-Québec - attestation.pdf »: sorts by member, and no system refuses it."""
    with in_language(language):
        words = {QUESTIONNAIRE: _("questionnaire to keep"), ATTESTATION: _("attestation to return")}
        what = words.get(document, _("self-assessment"))
    parts = [campaign.code, member.name[:_LONGEST].strip(), what]
    if again > 1:
        parts.insert(2, str(again))
    return f"{' - '.join(_harmless(part) for part in parts)}.{ending}"


def _harmless(text: str) -> str:
    """The text without what a file name may not hold on some system."""
    plain = unicodedata.normalize("NFC", text)
    return re.sub(r"\s+", " ", re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', "-", plain)).strip(" .") or "-"
