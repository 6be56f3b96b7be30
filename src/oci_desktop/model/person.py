"""People, and their dated roles in organisations."""

from __future__ import annotations

from dataclasses import dataclass

from oci_desktop.model.contact import ContactPoint


@dataclass(frozen=True)
class PersonDraft:
    """Somebody; work e-mails and telephones belong to the roles, `contacts` are private ones."""

    given_name: str | None = None
    family_name: str | None = None
    sort_as: str | None = None
    civility: str | None = None
    form_of_address: str | None = None
    pronouns: str | None = None
    language: str | None = None
    contacts: tuple[ContactPoint, ...] = ()
    notes: str | None = None
    archived_on: str | None = None
    id: int | None = None
    ref: str | None = None
    version: int = 0

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given_name, self.family_name) if part)


@dataclass(frozen=True)
class RoleDraft:
    """A person in an organisation under a title as she wants it printed, from a day to a day (inclusive)."""

    person_id: int
    organisation_id: int
    title: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    main_contact: int = 0
    delegate: int = 0
    substitute: int = 0
    security_contact: int = 0
    signatory: int = 0
    contacts: tuple[ContactPoint, ...] = ()
    notes: str | None = None
    position: int = 0
    id: int | None = None
    ref: str | None = None
    version: int = 0
