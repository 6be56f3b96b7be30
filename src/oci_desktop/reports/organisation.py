"""The record of one organisation: identity, names through time, contact points, memberships, people, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.dates import covers
from oci_desktop.i18n import N_, Bilingual
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.model.organisation import OrganisationDraft
from oci_desktop.model.person import RoleDraft
from oci_desktop.queries.naming import find_organisation
from oci_desktop.reports.frame import Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.kit.sheet import Sheet


@dataclass(frozen=True)
class Link:
    """A tie with what the organisation became (`onward`) or came from."""

    kind: str
    other: str
    happened_on: str | None
    onward: bool


@dataclass(frozen=True)
class OrganisationRecord:
    """All that the page prints; `roles` are those in force on the day, each with the person's name."""

    as_of: str
    draft: OrganisationDraft
    memberships: tuple[MembershipDraft, ...]
    categories: Mapping[str, Bilingual]
    roles: tuple[tuple[str, RoleDraft], ...]
    links: tuple[Link, ...]
    with_notes: bool = False


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> OrganisationRecord:
    from oci_desktop.queries.definitions import categories
    from oci_desktop.queries.records import get_organisation, links_of, load_people, memberships_of, roles_of

    draft = get_organisation(reader, find_organisation(reader, options["organisation"], as_of))
    assert draft.id is not None
    roles = [role for role in roles_of(reader, organisation_id=draft.id) if covers(role.starts_on, role.ends_on, as_of)]
    people = load_people(reader, [role.person_id for role in roles])
    links = []
    for row in links_of(reader, draft.id):
        onward = row.organisation_id == draft.id
        other = get_organisation(reader, row.successor_id if onward else row.organisation_id)
        links.append(Link(row.kind, other.name_on(as_of).printed, row.happened_on, onward))
    return OrganisationRecord(
        as_of,
        draft,
        tuple(memberships_of(reader, draft.id)),
        categories(reader),
        tuple((people[role.person_id].name, role) for role in roles),
        tuple(links),
        bool(options.get("notes")),
    )


def render(data: OrganisationRecord, printing: Printing) -> Sheet:
    from oci_desktop.reports import organisation_page

    return organisation_page.render(data, printing)


REPORT = Report(
    name="organisation",
    title=N_("Record of an organisation"),
    description=N_("Everything on one organisation: identity, contact points, memberships, people, links."),
    collect=collect,
    render=render,
    options=(
        Option("organisation", N_("Organisation"), "organisation", required=True),
        Option("notes", N_("With the notes"), "boolean"),
    ),
)
