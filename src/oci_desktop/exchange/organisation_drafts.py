"""What a row of a file makes of an organisation: a new one, or the one on file with its values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from oci_desktop.model.codes import EMAIL, OFFICE_ADDRESS, PHONE
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod, in_force
from oci_desktop.tables import split_list

NAMES = {
    "name": "printed",
    "legal_name": "legal",
    "usual_name": "usual",
    "name_en": "english",
    "acronym": "acronym",
    "sort_key": "sort_as",
}
CONTACTS = {"email": EMAIL, "phone": PHONE}
ADDRESS = ("street", "city", "province", "postal_code", "country")
_LISTS = ("aliases", "tags", "languages")
_PLAIN = (
    "kind",
    "web",
    "founded",
    "neq",
    "charity_number",
    "description_fr",
    "description_en",
    "media_consent",
    "notes",
)
_REF = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def known_ref(text: str) -> bool:
    """Whether it has the form of the references that this program gives."""
    return _REF.fullmatch(text) is not None


def amended_contacts(
    contacts: tuple[ContactPoint, ...], values: Mapping[str, Any], kinds: Mapping[str, str]
) -> tuple[ContactPoint, ...]:
    """The contact points with the first of each kind in `kinds` (column → kind) as the file has it.

    A new value is a new address: what was known of the old one's state goes. A blank one takes the first away.
    """
    kept = list(contacts)
    for key, kind in kinds.items():
        if key not in values:
            continue
        value = values[key]
        place = next((i for i, point in enumerate(kept) if point.kind == kind), None)
        if place is None:
            if value:
                kept.append(ContactPoint(kind, value))
        elif not value:
            del kept[place]
        elif kept[place].value != value:
            kept[place] = replace(kept[place], value=value, state=None, state_on=None)
    return tuple(kept)


def _amended_address(contacts: tuple[ContactPoint, ...], values: Mapping[str, Any]) -> tuple[ContactPoint, ...]:
    given = {key: values[key] for key in ADDRESS if key in values}
    if not given:
        return contacts
    place = next((i for i, point in enumerate(contacts) if point.kind == OFFICE_ADDRESS), None)
    if place is None:
        point = ContactPoint(OFFICE_ADDRESS, **given)
        return contacts if point.is_blank else (*contacts, point)
    point = replace(contacts[place], **given)
    between = () if point.is_blank else (point,)
    return (*contacts[:place], *between, *contacts[place + 1 :])


def new_draft(values: Mapping[str, Any], day: str) -> OrganisationDraft:
    """The draft of a row that no record answers to: it is called so, and stands there, since always."""
    contacts = tuple(ContactPoint(kind, values[key]) for key, kind in CONTACTS.items() if values.get(key))
    return OrganisationDraft(
        names=(NamePeriod(**{NAMES[key]: values[key] for key in NAMES if key in values}),),
        regions=(RegionPeriod(values["region"]),) if values.get("region") else (),
        contacts=_amended_address(contacts, values),
        archived_on=day if values.get("archived") else None,
        is_self=1 if values.get("is_self") else 0,
        ref=values.get("ref"),
        **_plain_values(values, "ngo"),
    )


def amended(draft: OrganisationDraft, values: Mapping[str, Any], day: str) -> OrganisationDraft:
    """The draft with the values of a row: names and region are those of the day, the dated ones stay."""
    new = _plain_values(values, draft.kind)
    naming = {NAMES[key]: values[key] for key in NAMES if key in values}
    if naming:
        current = draft.name_on(day)
        new["names"] = tuple(replace(period, **naming) if period is current else period for period in draft.names)
    if "region" in values:
        new["regions"] = _amended_regions(draft.regions, values["region"], day)
    new["contacts"] = _amended_address(amended_contacts(draft.contacts, values, CONTACTS), values)
    if values.get("archived") is not None and bool(values["archived"]) != bool(draft.archived_on):
        new["archived_on"] = day if values["archived"] else None
    return replace(draft, **new)


def _plain_values(values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What stands in the draft as it stands in the file; a blank kind is the `kind` that it has."""
    new: dict[str, Any] = {key: values[key] for key in _PLAIN if key in values}
    for key in _LISTS:
        if key in values:
            new[key] = tuple(split_list(values[key]))
    if "kind" in new and new["kind"] is None:
        new["kind"] = kind
    return new


def _amended_regions(regions: tuple[RegionPeriod, ...], region: str | None, day: str) -> tuple[RegionPeriod, ...]:
    current = in_force(regions, day)
    if current is None:
        return (RegionPeriod(region), *regions) if region else regions
    if not region and len(regions) == 1:
        return ()
    return tuple(replace(period, region=region or "") if period is current else period for period in regions)
