"""Organisations: their dated names and regions, and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from oci_desktop.dates import covers
from oci_desktop.model.contact import ContactPoint


@dataclass(frozen=True)
class NamePeriod:
    """How an organisation is called from a day on, until the next one begins.

    `printed` is the name that lists show; `sort_as`, when given, is its place in the printed order.
    The first period of an organisation begins with None: since always.
    """

    printed: str
    legal: str | None = None
    usual: str | None = None
    english: str | None = None
    acronym: str | None = None
    sort_as: str | None = None
    starts_on: str | None = None
    id: int | None = None


@dataclass(frozen=True)
class RegionPeriod:
    """The administrative region of an organisation from a day on; "" is none."""

    region: str
    starts_on: str | None = None
    id: int | None = None


@dataclass(frozen=True)
class OrganisationDraft:
    """One organisation as a form edits it; `version` is the one that was read (0: it is new)."""

    names: tuple[NamePeriod, ...]
    kind: str = "ngo"
    regions: tuple[RegionPeriod, ...] = ()
    contacts: tuple[ContactPoint, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    neq: str | None = None
    charity_number: str | None = None
    founded: str | None = None
    web: str | None = None
    description_fr: str | None = None
    description_en: str | None = None
    notes: str | None = None
    media_consent: int | None = None
    archived_on: str | None = None
    is_self: int = 0
    id: int | None = None
    ref: str | None = None
    version: int = 0

    def name_on(self, day: str) -> NamePeriod:
        """The naming in force on `day`."""
        return in_force(self.names, day) or self.names[0]

    def region_on(self, day: str) -> str | None:
        """The region's code on `day`, or None."""
        found = in_force(self.regions, day)
        return (found.region or None) if found else None


class _Dated(Protocol):
    @property
    def starts_on(self) -> str | None: ...


_D = TypeVar("_D", bound=_Dated)


def in_force(periods: Sequence[_D], day: str) -> _D | None:
    """The last of the periods that began by `day`."""
    begun = [period for period in periods if covers(period.starts_on, None, day)]
    return max(begun, key=lambda period: period.starts_on or "", default=None)
