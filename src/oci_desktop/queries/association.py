"""Reading what belongs to the association: its letterhead, the file's language, its fiscal years."""

from __future__ import annotations

from typing import Any

from oci_desktop.dates import IN_FORCE
from oci_desktop.i18n import DEFAULT_LANGUAGE, LANGUAGES
from oci_desktop.model.association import AssociationDraft, FiscalYearDraft, usual_fiscal_year
from oci_desktop.queries.lists import Reads


def get_association(reader: Reads, as_of: str) -> AssociationDraft:
    """The association with the name it has on the day; blank where the file does not say. No SQLAlchemy."""
    settings = dict(reader.rows("SELECT key, value FROM setting WHERE key IN ('logo', 'language')"))
    common: dict[str, Any] = {"logo": settings.get("logo"), "language": _known(settings.get("language"))}
    rows = reader.rows(
        f"""SELECT o.id, o.version, n.printed, n.acronym, n.english, o.web FROM organisation o
            JOIN organisation_name n ON n.organisation_id = o.id AND {IN_FORCE.format("n")} WHERE o.is_self = 1""",
        {"day": as_of},
    )
    if not rows:
        return AssociationDraft(**common)
    organisation_id, version, name, acronym, english, web = rows[0]
    points = {
        row[0]: row[1:]
        for row in reader.rows(
            "SELECT kind, value, street, city, province, postal_code, country FROM contact_point"
            " WHERE organisation_id = :id AND position = 0",
            {"id": organisation_id},
        )
    }
    nothing = (None,) * 6
    _, street, city, province, postal_code, country = points.get("office_address", nothing)
    return AssociationDraft(
        name, acronym, english, street, city, province, postal_code, country,
        points.get("phone", nothing)[0], points.get("email", nothing)[0], web,
        organisation_id=organisation_id, version=version, **common,
    )  # fmt: skip


def get_setting(reader: Reads, key: str) -> str | None:
    """A setting of the file, or None."""
    rows = reader.rows("SELECT value FROM setting WHERE key = :key", {"key": key})
    return rows[0][0] if rows else None


def file_language(reader: Reads) -> str:
    """The language of the file: "fr" unless it says otherwise."""
    return _known(get_setting(reader, "language"))


def _known(language: str | None) -> str:
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def list_fiscal_years(reader: Reads) -> list[FiscalYearDraft]:
    """The fiscal years that the file knows, latest first."""
    rows = reader.rows("SELECT label, starts_on, ends_on, id, ref FROM fiscal_year ORDER BY starts_on DESC")
    return [FiscalYearDraft(*row) for row in rows]


def fiscal_year_of(reader: Reads, day: str) -> FiscalYearDraft:
    """The fiscal year of a day; the usual one (April to March) where the file does not say."""
    for year in list_fiscal_years(reader):
        if year.starts_on <= day <= year.ends_on:
            return year
    return usual_fiscal_year(day)
