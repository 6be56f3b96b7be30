"""The association that owns the file, as the settings page edits it, and its fiscal years."""

from __future__ import annotations

from dataclasses import dataclass

FISCAL_YEAR_START = (4, 1)
"""1 April: the model association's; a file may say otherwise, year by year."""


@dataclass(frozen=True)
class AssociationDraft:
    """Name, address and logo of the association: its letterhead. They are its own organisation's record."""

    name: str = ""
    acronym: str | None = None
    english: str | None = None
    street: str | None = None
    city: str | None = None
    province: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None
    email: str | None = None
    web: str | None = None
    logo: str | None = None
    """The document's name in the folder of documents (its SHA-256)."""
    language: str = "fr"
    """The language in which the file opens and prints unless somebody says otherwise."""
    organisation_id: int | None = None
    version: int = 0


@dataclass(frozen=True)
class FiscalYearDraft:
    """One fiscal year, written "2017-2018"; both days are inclusive."""

    label: str
    starts_on: str
    ends_on: str
    id: int | None = None
    ref: str | None = None


def usual_fiscal_year(day: str) -> FiscalYearDraft:
    """The fiscal year of a day when the file does not say otherwise: 1 April to 31 March."""
    year = int(day[:4]) - (day[5:] < "04-01")
    return FiscalYearDraft(f"{year}-{year + 1}", f"{year}-04-01", f"{year + 1}-03-31")
