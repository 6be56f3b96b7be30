"""Writing what belongs to the association: its letterhead, the file's language, its fiscal years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from oci_desktop.dates import today
from oci_desktop.errors import Problem, ValidationError
from oci_desktop.i18n import LANGUAGES, N_, Message, message
from oci_desktop.model import schema
from oci_desktop.model.association import AssociationDraft, FiscalYearDraft
from oci_desktop.model.codes import EMAIL, OFFICE_ADDRESS, PHONE
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, in_force
from oci_desktop.queries.records import get_organisation
from oci_desktop.services.drafts import Cleaner, new_ref, refuse_errors, refuse_stale, save_children
from oci_desktop.services.organisations import find_association, save_organisation

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer


def save_association(write: Writer, draft: AssociationDraft) -> int:
    """Save the association's own record and the file's settings; the id of its organisation.

    Its name changes as a correction, for all time; `rename_organisation` changes it from a day on.
    Raises: ValidationError (fields named as in the draft), ConflictError.
    """
    cleaner = Cleaner()
    cleaner.choice("language", draft.language, dict.fromkeys(LANGUAGES))
    refuse_errors(cleaner.problems)
    found = find_association(write)
    if found is None:
        stored = OrganisationDraft(names=(NamePeriod(""),), kind="network", is_self=1)
    else:
        stored = get_organisation(write, found)
        refuse_stale(stored, replace(draft, version=draft.version or stored.version))
    try:
        organisation_id = save_organisation(write, _with(stored, draft))
    except ValidationError as error:
        points = _with(stored, draft).contacts
        raise ValidationError([_own_field(problem, points) for problem in error.problems]) from error
    save_setting(write, "logo", draft.logo)
    save_setting(write, "language", draft.language)
    return organisation_id


def save_setting(write: Writer, key: str, value: str | None) -> None:
    """Keep a setting of the file; None forgets it."""
    c = schema.setting.c
    row = write.execute(select(c.id).where(c.key == key)).first()
    if row is None:
        if value is not None:
            write.insert(schema.setting, {"key": key, "value": value})
    else:
        write.update(schema.setting, row[0], {"value": value})


def save_fiscal_years(write: Writer, years: Sequence[FiscalYearDraft]) -> None:
    """These are the fiscal years now; those left out are taken away.

    Raises: ValidationError (fields `<place>.label` …) on overlaps, wrong order and doubles.
    """
    cleaner = Cleaner()
    labels: set[str] = set()
    for place, year in enumerate(years):
        if not year.label.strip() or not year.starts_on or not year.ends_on:
            cleaner.error(f"{place}.label", message(N_("A fiscal year has a name, a first and a last day.")))
        elif len(year.starts_on) < 10 or len(year.ends_on) < 10:
            cleaner.error(f"{place}.starts_on", message(N_("A full date is needed here, with its day.")))
        elif year.ends_on < year.starts_on:
            cleaner.error(f"{place}.ends_on", message(N_("The end comes before the start.")))
        if year.label in labels:
            cleaner.error(f"{place}.label", _twice(year))
        labels.add(year.label)
        for other in years[:place]:
            if year.starts_on <= other.ends_on and other.starts_on <= year.ends_on:
                cleaner.error(f"{place}.starts_on", message(N_("It overlaps {label}."), label=other.label))
    refuse_errors(cleaner.problems)
    c = schema.fiscal_year.c
    stored = {row.id: row.ref for row in write.execute(select(c.id, c.ref))}
    save_children(
        write,
        schema.fiscal_year,
        stored,
        [
            (
                year.id,
                {
                    "ref": stored.get(year.id or 0) or year.ref or new_ref(), "label": year.label.strip(),
                    "starts_on": year.starts_on, "ends_on": year.ends_on,
                },
            )
            for year in years
        ],
    )  # fmt: skip


def _twice(year: FiscalYearDraft) -> Message:
    return message(N_("{label} stands twice in the list."), label=year.label)


def _with(stored: OrganisationDraft, draft: AssociationDraft) -> OrganisationDraft:
    current = in_force(stored.names, today()) or stored.names[0]
    naming = replace(current, printed=draft.name, acronym=draft.acronym, english=draft.english)
    names = tuple(naming if period is current else period for period in stored.names)
    points = list(stored.contacts)
    _put(points, OFFICE_ADDRESS, street=draft.street, city=draft.city, province=draft.province,
         postal_code=draft.postal_code, country=draft.country)  # fmt: skip
    _put(points, PHONE, value=draft.phone)
    _put(points, EMAIL, value=draft.email)
    return replace(stored, names=names, web=draft.web, contacts=tuple(points))


def _put(points: list[ContactPoint], kind: str, **values: Any) -> None:
    """Change the first point of that kind, or add one."""
    for place, point in enumerate(points):
        if point.kind == kind:
            points[place] = replace(point, **values)
            return
    points.append(replace(ContactPoint(kind), **values))


def _own_field(problem: Problem, points: Sequence[ContactPoint]) -> Problem:
    """`names.0.printed` is `name` here, `contacts.2.postal_code` is `postal_code`, a point's value is its kind."""
    parts = problem.field.split(".")
    if parts[0] == "contacts" and parts[-1] == "value":
        return replace(problem, field=points[int(parts[1])].kind)
    return replace(problem, field="name" if parts[-1] == "printed" else parts[-1])
