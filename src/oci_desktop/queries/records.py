"""Single records, as the drafts that forms edit; in bulk for imports and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select, Table, select

from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_
from oci_desktop.model import schema
from oci_desktop.model.codes import CONTACT_KINDS
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.model.person import PersonDraft, RoleDraft
from oci_desktop.queries.lists import chunks
from oci_desktop.tables import split_list

_Draft = TypeVar("_Draft")


class Executes(Protocol):
    """What reading one record needs of the store's reader."""

    def execute(self, statement: Any) -> Any: ...


def get_organisation(reader: Executes, organisation_id: int) -> OrganisationDraft:
    """Raises: NotFoundError."""
    return _one(load_organisations(reader, [organisation_id]), organisation_id)


def get_person(reader: Executes, person_id: int) -> PersonDraft:
    """Raises: NotFoundError."""
    return _one(load_people(reader, [person_id]), person_id)


def get_role(reader: Executes, role_id: int) -> RoleDraft:
    """Raises: NotFoundError."""
    return _one(load_roles(reader, [role_id]), role_id)


def get_membership(reader: Executes, membership_id: int) -> MembershipDraft:
    """Raises: NotFoundError."""
    return _one(load_memberships(reader, [membership_id]), membership_id)


def get_association(reader: Executes) -> OrganisationDraft | None:
    """The association itself, or None while it has no name."""
    row = reader.execute(select(schema.organisation.c.id).where(schema.organisation.c.is_self == 1)).first()
    return get_organisation(reader, row[0]) if row else None


def load_organisations(reader: Executes, ids: Sequence[int] | None = None) -> dict[int, OrganisationDraft]:
    """The organisations of these ids (None: all), by id."""
    names: dict[int, list[NamePeriod]] = defaultdict(list)
    n = schema.organisation_name.c
    for row in _rows(reader, schema.organisation_name, n.organisation_id, ids):
        names[row.organisation_id].append(
            NamePeriod(row.printed, row.legal, row.usual, row.english, row.acronym, row.sort_as, row.starts_on, row.id)
        )
    regions: dict[int, list[RegionPeriod]] = defaultdict(list)
    r = schema.organisation_region.c
    for row in _rows(reader, schema.organisation_region, r.organisation_id, ids):
        regions[row.organisation_id].append(RegionPeriod(row.region, row.starts_on, row.id))
    contacts = _contacts(reader, "organisation_id", ids)
    found: dict[int, OrganisationDraft] = {}
    for row in _rows(reader, schema.organisation, schema.organisation.c.id, ids):
        found[row.id] = OrganisationDraft(
            names=tuple(sorted(names[row.id], key=lambda period: period.starts_on or "")),
            kind=row.kind,
            regions=tuple(sorted(regions[row.id], key=lambda period: period.starts_on or "")),
            contacts=tuple(contacts.get(row.id, ())),
            aliases=tuple(split_list(row.aliases)),
            tags=tuple(split_list(row.tags)),
            languages=tuple(split_list(row.languages)),
            neq=row.neq,
            charity_number=row.charity_number,
            founded=row.founded,
            web=row.web,
            description_fr=row.description_fr,
            description_en=row.description_en,
            notes=row.notes,
            media_consent=row.media_consent,
            archived_on=row.archived_on,
            is_self=row.is_self,
            id=row.id,
            ref=row.ref,
            version=row.version,
        )
    return found


def load_people(reader: Executes, ids: Sequence[int] | None = None) -> dict[int, PersonDraft]:
    """The people of these ids (None: all), by id."""
    contacts = _contacts(reader, "person_id", ids)
    return {
        row.id: PersonDraft(
            given_name=row.given_name,
            family_name=row.family_name,
            sort_as=row.sort_as,
            civility=row.civility,
            form_of_address=row.form_of_address,
            pronouns=row.pronouns,
            language=row.language,
            contacts=tuple(contacts.get(row.id, ())),
            notes=row.notes,
            archived_on=row.archived_on,
            id=row.id,
            ref=row.ref,
            version=row.version,
        )
        for row in _rows(reader, schema.person, schema.person.c.id, ids)
    }


def load_roles(reader: Executes, ids: Sequence[int] | None = None) -> dict[int, RoleDraft]:
    """The roles of these ids (None: all), by id."""
    contacts = _contacts(reader, "role_id", ids)
    return {row.id: _role(row, contacts) for row in _rows(reader, schema.role, schema.role.c.id, ids)}


def roles_of(reader: Executes, *, organisation_id: int | None = None, person_id: int | None = None) -> list[RoleDraft]:
    """All roles, past and future too, in an organisation or of a person, in the order to show them."""
    c = schema.role.c
    statement = select(c.id).order_by(c.position, c.starts_on.desc(), c.id)
    if organisation_id is not None:
        statement = statement.where(c.organisation_id == organisation_id)
    if person_id is not None:
        statement = statement.where(c.person_id == person_id)
    ids = [row[0] for row in reader.execute(statement)]
    found = load_roles(reader, ids)
    return [found[i] for i in ids]


def load_memberships(reader: Executes, ids: Sequence[int] | None = None) -> dict[int, MembershipDraft]:
    """The membership periods of these ids (None: all), by id."""
    return _memberships(_rows(reader, schema.membership, schema.membership.c.id, ids), category_codes(reader))


def memberships_of(reader: Executes, organisation_id: int) -> list[MembershipDraft]:
    """All membership periods of an organisation, oldest first."""
    rows = _rows(reader, schema.membership, schema.membership.c.organisation_id, [organisation_id])
    found = _memberships(rows, category_codes(reader))
    return sorted(found.values(), key=lambda period: (period.starts_on or "", period.id or 0))


def category_codes(reader: Executes) -> dict[int, str]:
    """id → code of every category of membership, in order."""
    c = schema.category.c
    return {row.id: row.code for row in reader.execute(select(c.id, c.code).order_by(c.position, c.id))}


def links_of(reader: Executes, organisation_id: int) -> list[Any]:
    """The links with what the organisation came from or became: rows of `organisation_link`."""
    c = schema.organisation_link.c
    statement = select(schema.organisation_link).where(
        (c.organisation_id == organisation_id) | (c.successor_id == organisation_id)
    )
    return list(reader.execute(statement.order_by(c.happened_on, c.id)))


def _one(found: dict[int, _Draft], wanted: int) -> _Draft:
    if wanted not in found:
        raise NotFoundError(N_("This record no longer exists."))
    return found[wanted]


def _rows(reader: Executes, table: Table, column: Any, ids: Sequence[int] | None) -> Iterable[Any]:
    statement: Select[Any] = select(table).order_by(table.c.id)
    if ids is None:
        yield from reader.execute(statement)
        return
    for chunk in chunks(ids):
        yield from reader.execute(statement.where(column.in_(chunk)))


def _contacts(reader: Executes, owner: str, ids: Sequence[int] | None) -> dict[int, list[ContactPoint]]:
    column = schema.contact_point.c[owner]
    found: dict[int, list[tuple[int, int, ContactPoint]]] = defaultdict(list)
    for row in _rows(reader, schema.contact_point, column, ids):
        owner_id = getattr(row, owner)
        if owner_id is None:
            continue
        point = ContactPoint(
            row.kind, row.value, row.label, row.street, row.city, row.province, row.postal_code,
            row.country, row.state, row.state_on, row.id,
        )  # fmt: skip
        found[owner_id].append((row.position, row.id, point))
    # By kind in the order of the form, and within a kind the one that lists show first.

    order = {kind: place for place, kind in enumerate(CONTACT_KINDS)}
    return {
        owner_id: [point for *_, point in sorted(points, key=lambda p: (order.get(p[2].kind, 99), p[0], p[1]))]
        for owner_id, points in found.items()
    }


def _role(row: Any, contacts: dict[int, list[ContactPoint]]) -> RoleDraft:
    return RoleDraft(
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        title=row.title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        main_contact=row.main_contact,
        delegate=row.delegate,
        substitute=row.substitute,
        security_contact=row.security_contact,
        signatory=row.signatory,
        contacts=tuple(contacts.get(row.id, ())),
        notes=row.notes,
        position=row.position,
        id=row.id,
        ref=row.ref,
        version=row.version,
    )


def _memberships(rows: Iterable[Any], codes: dict[int, str]) -> dict[int, MembershipDraft]:
    return {
        row.id: MembershipDraft(
            organisation_id=row.organisation_id,
            category=codes[row.category_id],
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            adopted_on=row.adopted_on,
            notice_on=row.notice_on,
            decided_by=row.decided_by,
            reason=row.reason,
            notes=row.notes,
            id=row.id,
            ref=row.ref,
            version=row.version,
        )
        for row in rows
    }
