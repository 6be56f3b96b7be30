"""Plain makers of records for tests; whoever appears is fictional, at example.org."""

from __future__ import annotations

from typing import Any

from oci_desktop.i18n import message
from oci_desktop.model.codes import EMAIL
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.model.person import PersonDraft, RoleDraft
from oci_desktop.services import memberships, organisations, people
from oci_desktop.store.database import Database


def organisation(name: str = "Organisme Exemple", **values: Any) -> OrganisationDraft:
    """A draft; `acronym`, `email` and `region` are short for their places."""
    naming = NamePeriod(name, acronym=values.pop("acronym", None), sort_as=values.pop("sort_as", None))
    if email := values.pop("email", None):
        values["contacts"] = (*values.get("contacts", ()), ContactPoint(EMAIL, email))
    if region := values.pop("region", None):
        values["regions"] = (RegionPeriod(region),)
    return OrganisationDraft(names=(naming,), **values)


def add_organisation(database: Database, name: str = "Organisme Exemple", **values: Any) -> int:
    with database.write(message("Add {name}", name=name)) as write:
        return organisations.save_organisation(write, organisation(name, **values))


def add_member(
    database: Database,
    name: str = "Organisme Exemple",
    starts_on: str | None = None,
    category: str = "regular",
    **values: Any,
) -> int:
    """An organisation that is a member since that day; its id."""
    ends_on = values.pop("ends_on", None)
    with database.write(message("Add {name}", name=name)) as write:
        organisation_id = organisations.save_organisation(write, organisation(name, **values))
        memberships.admit(write, MembershipDraft(organisation_id, category, starts_on, ends_on))
    return organisation_id


def add_person(database: Database, given_name: str = "Camille", family_name: str = "Exemple", **values: Any) -> int:
    with database.write(message("Add {name}", name=family_name)) as write:
        return people.save_person(write, PersonDraft(given_name, family_name, **values))


def add_role(database: Database, person_id: int, organisation_id: int, title: str = "direction", **values: Any) -> int:
    if email := values.pop("email", None):
        values["contacts"] = (ContactPoint(EMAIL, email),)
    with database.write(message("Add {name}", name=title)) as write:
        return people.save_role(write, RoleDraft(person_id, organisation_id, title, **values))
