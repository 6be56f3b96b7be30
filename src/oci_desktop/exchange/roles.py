"""Roles from a file: a role is known by its reference, or by its person, organisation, title and start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import today
from oci_desktop.errors import AmbiguousError
from oci_desktop.exchange.frame import Desk, Importer, Row
from oci_desktop.exchange.organisation_drafts import amended_contacts, known_ref
from oci_desktop.exchange.organisations import phone_value
from oci_desktop.exchange.people import split_name
from oci_desktop.exchange.saving import save_rows
from oci_desktop.i18n import N_
from oci_desktop.model import schema
from oci_desktop.model.codes import EMAIL, PHONE, ROLE_FLAGS
from oci_desktop.model.person import RoleDraft
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.naming import Names, organisation_names, person_names
from oci_desktop.queries.records import load_roles
from oci_desktop.services import fields
from oci_desktop.services.people import clean_role, put_role

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer

_PLAIN = ("title", "starts_on", "ends_on", "notes")
_CONTACTS = {"email": EMAIL, "phone": PHONE}
_OWNERS = ("person_id", "organisation_id")


def amended(draft: RoleDraft, values: Mapping[str, Any]) -> RoleDraft:
    """The draft with the values of a row."""
    new: dict[str, Any] = {key: values[key] for key in _PLAIN if key in values}
    new |= {flag: int(bool(values[flag])) for flag in ROLE_FLAGS if flag in values}
    new |= {key: values[key] for key in _OWNERS if key in values}
    new["contacts"] = amended_contacts(draft.contacts, values, _CONTACTS)
    return replace(draft, **new)


class RoleDesk(Desk):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        day = today()
        self.people = person_names(self.reader)
        self.organisations = organisation_names(self.reader, day)
        self.person_refs = dict(self.reader.rows("SELECT ref, id FROM person"))
        self.organisation_refs = dict(self.reader.rows("SELECT ref, id FROM organisation"))
        stored = list_table(self.reader, self.definition, Query(day), ("id", "ref", *self.written)).rows
        self.stored = {row[0]: row[2:] for row in stored}
        self.refs = {row[1]: row[0] for row in stored}
        self.owners: dict[int, tuple[int, int]] = {}
        self.known: dict[tuple[int, int, str | None], list[tuple[int, str | None]]] = defaultdict(list)
        for i, person, organisation, title, starts_on in self.reader.rows(
            "SELECT id, person_id, organisation_id, title, starts_on FROM role ORDER BY id"
        ):
            self.owners[i] = person, organisation
            self.known[person, organisation, title].append((i, starts_on))
        self.seen: dict[object, int] = {}

    def judge(self, row: Row) -> None:
        values = row.values
        row.name = values.get("person") or values.get("ref") or ""
        by_ref = self.refs.get(values.get("ref") or "")
        named = any(values.get(key) for key in ("person", "person_ref", "organisation", "organisation_ref"))
        if values.get("ref") and by_ref is None and not named:
            self.refuse(row, "ref", N_("No role has the reference “{ref}”."), ref=values["ref"])
            return
        owners = self._owners(row, by_ref)
        if owners is None:
            return
        person, organisation = owners
        row.name = self.people.shown[person]
        row.record_id = by_ref if by_ref is not None else self._known(row, person, organisation)
        if row.status == "refused":
            return
        key = row.record_id or values.get("ref") or (*owners, values.get("title"), values.get("starts_on"))
        before = self.seen.setdefault(key, row.line)
        if before != row.line:
            column = "person" if "person" in values else "ref"
            self.refuse(row, column, N_("This role of “{name}” stands on line {line} already."),
                        name=row.name, line=before)  # fmt: skip
            return
        if row.record_id is None:
            self._judge_new(row, person, organisation)
            return
        stored = self.stored[row.record_id]
        changes = {key: values[key] for key, old in zip(self.written, stored, strict=True) if values[key] != old}
        row.changes = {key: value for key, value in changes.items() if not (key in ROLE_FLAGS and value is None)}
        if owners != self.owners[row.record_id]:
            row.changes |= {"person_id": person, "organisation_id": organisation}
        if row.changes:
            row.status = "changed"

    def _owners(self, row: Row, by_ref: int | None) -> tuple[int, int] | None:
        """Who and where; a row known by its reference may leave them out. None when it had to be refused."""
        stored = self.owners[by_ref] if by_ref is not None else (None, None)
        person = self._one(row, "person", self.people, self.person_refs, stored[0])
        organisation = self._one(row, "organisation", self.organisations, self.organisation_refs, stored[1])
        return None if person is None or organisation is None else (person, organisation)

    def _one(self, row: Row, key: str, names: Names, refs: Mapping[str, int], stored: int | None) -> int | None:
        ref, text = row.values.get(f"{key}_ref"), row.values.get(key)
        if ref and ref in refs:
            return refs[ref]
        if not text:
            if stored is not None and not ref:
                return stored
            column = key if key in row.values else f"{key}_ref"
            if ref:
                self.refuse(row, f"{key}_ref", N_("There is no record with the reference “{ref}”."), ref=ref)
            elif key == "person":
                self.refuse(row, column, N_("A person is needed."))
            else:
                self.refuse(row, column, N_("An organisation is needed."))
            return None
        try:
            found = names.one(text)
            if found is None and key == "person" and "," in text and (parts := split_name(text)):
                found = names.one(" ".join(part for part in parts if part))
        except AmbiguousError as error:
            self.refuse(row, key, error.message)
            return None
        if found is None:
            if key == "person":
                self.refuse(row, key, N_("Nobody is called “{name}”. Import the people first."), name=text)
            else:
                self.refuse(row, key, N_("No organisation is called “{name}”."), name=text)
        return found

    def _known(self, row: Row, person: int, organisation: int) -> int | None:
        """The role with the same title that begins the same day; where only one may be meant, that one."""
        values = row.values
        if "title" in values:
            found = self.known.get((person, organisation, values["title"]), [])
        else:
            found = [role for (who, where, _), roles in self.known.items()
                     if (who, where) == (person, organisation) for role in roles]  # fmt: skip
        if values.get("starts_on"):
            exact = [role for role in found if role[1] == values["starts_on"]]
            found = exact or [role for role in found if role[1] is None]
        if len(found) > 1:
            self.refuse(
                row, "person", N_("“{name}” has several roles there: the start, or the reference, is needed."),
                name=row.name,
            )  # fmt: skip
            return None
        return found[0][0] if found else None

    def _judge_new(self, row: Row, person: int, organisation: int) -> None:
        ref = row.values.get("ref")
        if ref and not known_ref(ref):
            self.refuse(row, "ref", N_("“{ref}” is not a reference of this program."), ref=ref)
            return
        row.status = "created"
        row.draft = amended(RoleDraft(person, organisation, ref=ref), row.values)
        self.clean(row, clean_role, _column_of(row.draft, row.values))

    def finish(self, rows: list[Row]) -> None:
        changed = [row for row in rows if row.status == "changed"]
        if not changed:
            return
        stored = load_roles(self.reader, [row.record_id for row in changed if row.record_id is not None])
        for row in changed:
            assert row.record_id is not None
            before = stored[row.record_id]
            row.draft = amended(before, row.changes)
            if row.draft == before:
                row.status, row.changes = "unchanged", {}
                continue
            self.clean(row, clean_role, _column_of(row.draft, row.values))

    def save(self, write: Writer, rows: list[Row]) -> None:
        save_rows(write, rows, load_roles, put_role, schema.role, {"contacts": schema.contact_point})


def _column_of(draft: RoleDraft, values: Mapping[str, Any]) -> Callable[[str], str | None]:
    def column(field: str) -> str | None:
        parts = field.split(".")
        if parts[0] == "contacts" and len(parts) == 3:
            return {EMAIL: "email", PHONE: "phone"}.get(draft.contacts[int(parts[1])].kind)
        return parts[0] if parts[0] in values else "person"

    return column


ROLES = Importer(
    name="roles",
    title=N_("Roles"),
    desk=RoleDesk,
    written=(*_PLAIN, *_CONTACTS, *ROLE_FLAGS),
    keys=("person", "person_ref", "ref"),
    rules={"email": fields.email, "phone": phone_value},
    synonyms={
        "person": ("personne", "nom", "name"),
        "organisation": ("organisme",),
        "title": ("titre", "fonction", "poste", "role"),
        "starts_on": ("debut", "date de debut", "depuis", "starts"),
        "ends_on": ("fin", "date de fin", "ends"),
        "email": ("courriel", "email", "e mail", "work e mail", "e mail at work"),
        "phone": ("telephone", "tel", "telephone at work"),
        "main_contact": ("contact principal",),
        "delegate": ("personne deleguee", "delegue", "deleguee"),
        "substitute": ("substitut",),
        "security_contact": (
            "point focal securite",
            "responsable securite",
            "responsable de la securite",
            "point focal",
        ),
        "signatory": ("signataire",),
        "notes": ("remarques", "note"),
    },
)
