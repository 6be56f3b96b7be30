"""A blank questionnaire in large print: to read, to fill in by hand, to bring to a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.i18n import N_, Bilingual
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.queries.questionnaires import find_version, get_version, list_versions
from oci_desktop.reports.frame import Choices, Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.kit.sheet import Sheet

SIZES = {"14": N_("Large (14 points)"), "16": N_("Larger (16 points)"), "18": N_("Largest (18 points)")}


@dataclass(frozen=True)
class BlankQuestionnaire:
    """The version to print, and the size of its text in points."""

    version: VersionDraft
    size: int


def _versions(reader: Reads) -> Choices:
    found: dict[str, str | Bilingual] = {"": N_("The newest published one")}
    for row in list_versions(reader):
        number = row.number
        found[f"{row.code}@{number}"] = Bilingual(
            f"{row.title.fr}, version {number}", f"{row.title.en}, version {number}"
        )
    return found


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> BlankQuestionnaire:
    """Raises: NotFoundError when there is no questionnaire."""
    chosen = options.get("version", "")
    if chosen:
        code, _at, number = chosen.partition("@")
        version_id = find_version(reader, code, number)
    else:
        rows = list_versions(reader)
        published = sorted((row for row in rows if row.is_frozen), key=lambda row: (row.published_on or "", row.id))
        newest = published[-1] if published else rows[0] if rows else None
        version_id = newest.id if newest else find_version(reader, "")
    return BlankQuestionnaire(get_version(reader, version_id), int(options.get("size") or 14))


def render(data: BlankQuestionnaire, printing: Printing) -> Sheet:
    from oci_desktop.reports import questionnaire_pages

    return questionnaire_pages.render(data.version, data.size, printing)


REPORT = Report(
    name="questionnaire",
    title=N_("Blank questionnaire, in large print"),
    description=N_("Every question with its boxes to tick and lines to write on, then the attestation."),
    collect=collect,
    render=render,
    options=(
        Option("version", N_("Version"), "choice", _versions),
        Option("size", N_("Size of the text"), "choice", SIZES, default="14"),
    ),
)
