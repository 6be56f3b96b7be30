"""Writing people and their roles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import covers, day_before, format_date, today
from oci_desktop.errors import Problem, UserError
from oci_desktop.i18n import LANGUAGES, N_, message
from oci_desktop.model import schema
from oci_desktop.model.codes import CIVILITIES, ROLE_FLAGS
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.person import PersonDraft, RoleDraft
from oci_desktop.queries.records import get_organisation, get_person, get_role, roles_of
from oci_desktop.services.drafts import Cleaner, contact_rows, new_ref, refuse_errors, refuse_stale, save_children
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer


def check_person(draft: PersonDraft) -> list[Problem]:
    """Everything that is wrong (errors) or odd (warnings) in the draft, by field."""
    return clean_person(draft)[1]


def check_role(draft: RoleDraft) -> list[Problem]:
    """Everything that is wrong (errors) or odd (warnings) in the draft, by field."""
    return clean_role(draft)[1]


def save_person(write: Writer, draft: PersonDraft) -> int:
    """Create or save one person; the id.

    Raises: ValidationError, ConflictError, NotFoundError.
    """
    draft, problems = clean_person(draft)
    refuse_errors(problems)
    stored = None
    if draft.id is not None:
        stored = get_person(write, draft.id)
        refuse_stale(stored, draft)
    return put_person(write, draft, stored)


def put_person(write: Writer, draft: PersonDraft, stored: PersonDraft | None) -> int:
    """Write a clean draft over what was just read in this same action (None: it is new); imports do it in bulk."""
    if stored is None or stored.id is None:
        person_id = write.insert(schema.person, {"ref": draft.ref or new_ref(), **_person_row(draft)})
        _save_contacts(write, "person_id", person_id, (), draft.contacts)
        return person_id
    changed = _save_contacts(write, "person_id", stored.id, stored.contacts, draft.contacts)
    if not write.update(schema.person, stored.id, _person_row(draft)) and changed:
        write.touch(schema.person, stored.id)
    return stored.id


def archive_person(write: Writer, person_id: int, day: str | None = None) -> None:
    """Put the person away. Raises: UserError while a role is open, NotFoundError."""
    day = day or today()
    stored = get_person(write, person_id)
    for role in roles_of(write, person_id=person_id):
        if covers(role.starts_on, role.ends_on, day) or (role.starts_on and role.starts_on > day):
            organisation = get_organisation(write, role.organisation_id)
            raise UserError(
                N_("“{name}” cannot be archived: a role at “{organisation}” is still open. End it first."),
                name=stored.name, organisation=organisation.name_on(day).printed,
            )  # fmt: skip
    write.update(schema.person, person_id, {"archived_on": day})


def restore_person(write: Writer, person_id: int) -> None:
    """Take the person out of the archive. Raises: NotFoundError."""
    write.update(schema.person, person_id, {"archived_on": None})


def save_role(write: Writer, draft: RoleDraft) -> int:
    """Create or save one role; its id.

    Raises: ValidationError, ConflictError, NotFoundError.
    """
    if draft.id is None:
        get_person(write, draft.person_id)
        get_organisation(write, draft.organisation_id)
        return _keep_role(write, draft, None)
    stored = get_role(write, draft.id)
    refuse_stale(stored, draft)
    return _keep_role(write, draft, stored)


def put_role(write: Writer, draft: RoleDraft, stored: RoleDraft | None) -> int:
    """Write a clean draft over what was just read in this same action (None: it is new); imports do it in bulk."""
    if stored is None or stored.id is None:
        role_id = write.insert(schema.role, {"ref": draft.ref or new_ref(), **_role_row(draft)})
        _save_contacts(write, "role_id", role_id, (), draft.contacts)
        return role_id
    changed = _save_contacts(write, "role_id", stored.id, stored.contacts, draft.contacts)
    if not write.update(schema.role, stored.id, _role_row(draft)) and changed:
        write.touch(schema.role, stored.id)
    return stored.id


def end_role(write: Writer, role_id: int, ends_on: str) -> None:
    """The person holds the role until that day, inclusive.

    Raises: ValidationError, NotFoundError.
    """
    stored = get_role(write, role_id)
    _keep_role(write, replace(stored, ends_on=ends_on), stored)


def succeed_role(write: Writer, role_id: int, person_id: int, from_day: str) -> int:
    """Somebody else takes the role over from that day on, with its title, flags and work contact points.

    The predecessor's role ends the day before. The id of the new role.
    Raises: UserError when the role had ended by then, NotFoundError.
    """
    stored = get_role(write, role_id)
    if not covers(stored.starts_on, stored.ends_on, day_before(from_day)):
        raise UserError(N_("This role is not held on the eve of {date}."), date=format_date(from_day))
    if stored.person_id == person_id:
        raise UserError(N_("The same person holds this role already."))
    get_person(write, person_id)
    _keep_role(write, replace(stored, ends_on=day_before(from_day)), stored)
    contacts = tuple(replace(point, id=None) for point in stored.contacts)
    successor = replace(
        stored, id=None, ref=None, version=0, person_id=person_id, starts_on=from_day, contacts=contacts, notes=None
    )
    return _keep_role(write, successor, None)


def delete_role(write: Writer, role_id: int) -> None:
    """Take away a role that was entered by mistake. Raises: NotFoundError."""
    stored = get_role(write, role_id)
    _save_contacts(write, "role_id", role_id, stored.contacts, ())
    write.delete(schema.role, role_id)


def _keep_role(write: Writer, draft: RoleDraft, stored: RoleDraft | None) -> int:
    draft, problems = clean_role(draft)
    refuse_errors(problems)
    return put_role(write, draft, stored)


def clean_person(draft: PersonDraft) -> tuple[PersonDraft, list[Problem]]:
    """The draft as it would be kept, and everything that is wrong (errors) or odd (warnings) in it, by field."""
    cleaner = Cleaner()
    clean = replace(
        draft,
        given_name=cleaner.line("given_name", draft.given_name),
        family_name=cleaner.line("family_name", draft.family_name),
        sort_as=cleaner.line("sort_as", draft.sort_as),
        form_of_address=cleaner.line("form_of_address", draft.form_of_address),
        pronouns=cleaner.line("pronouns", draft.pronouns),
        civility=draft.civility or None,
        language=draft.language or None,
        contacts=cleaner.contacts(draft.contacts),
        notes=cleaner.note("notes", draft.notes),
        archived_on=draft.archived_on or None,
    )
    if not clean.name:
        cleaner.error("family_name", message(N_("A name is needed.")))
    cleaner.dates(clean, "archived_on")
    cleaner.choice("civility", clean.civility, CIVILITIES)
    cleaner.choice("language", clean.language, dict.fromkeys(LANGUAGES))
    return clean, cleaner.problems


def clean_role(draft: RoleDraft) -> tuple[RoleDraft, list[Problem]]:
    """The draft as it would be kept, and everything that is wrong (errors) or odd (warnings) in it, by field."""
    cleaner = Cleaner()
    cleaner.dates(draft, "starts_on", "ends_on")
    cleaner.period(draft.starts_on, draft.ends_on)
    clean = replace(
        draft,
        title=cleaner.line("title", draft.title),
        starts_on=draft.starts_on or None,
        ends_on=draft.ends_on or None,
        contacts=cleaner.contacts(draft.contacts),
        notes=cleaner.note("notes", draft.notes),
    )
    if not clean.title and not any(getattr(clean, flag) for flag in ROLE_FLAGS):
        cleaner.error("title", message(N_("A title is needed, or one of the roles below.")))
    return clean, cleaner.problems


def _person_row(draft: PersonDraft) -> dict[str, Any]:
    by_family = " ".join(part for part in (draft.family_name, draft.given_name) if part)
    searchable = [draft.name, draft.sort_as or "", *(point.value or "" for point in draft.contacts)]
    return {
        "given_name": draft.given_name,
        "family_name": draft.family_name,
        "sort_as": draft.sort_as,
        # "Des Granges" is sorted at D: no article is skipped in a person's name.
        "sort_key": search_norm(draft.sort_as or by_family),
        "civility": draft.civility,
        "form_of_address": draft.form_of_address,
        "pronouns": draft.pronouns,
        "language": draft.language,
        "notes": draft.notes,
        "archived_on": draft.archived_on,
        "search_norm": " ".join(dict.fromkeys(search_norm(text) for text in searchable if text)),
    }


def _role_row(draft: RoleDraft) -> dict[str, Any]:
    return {
        "person_id": draft.person_id,
        "organisation_id": draft.organisation_id,
        "title": draft.title,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        **{flag: int(bool(getattr(draft, flag))) for flag in ROLE_FLAGS},
        "notes": draft.notes,
        "position": draft.position,
    }


def _save_contacts(
    write: Writer, owner: str, owner_id: int, stored: tuple[ContactPoint, ...], wanted: tuple[ContactPoint, ...]
) -> bool:
    kept = [point.id for point in stored if point.id is not None]
    return save_children(write, schema.contact_point, kept, contact_rows(owner, owner_id, wanted))
