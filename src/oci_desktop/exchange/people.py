"""People from a file: matched by reference, then by their full name, and by e-mail among namesakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import today
from oci_desktop.exchange.frame import Desk, Importer, Row
from oci_desktop.exchange.matching import LookAlikes
from oci_desktop.exchange.organisation_drafts import amended_contacts, known_ref
from oci_desktop.exchange.organisations import phone_value
from oci_desktop.exchange.saving import save_rows
from oci_desktop.i18n import N_
from oci_desktop.model import schema
from oci_desktop.model.codes import EMAIL, PHONE
from oci_desktop.model.person import PersonDraft
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.naming import person_names
from oci_desktop.queries.records import load_people
from oci_desktop.services import fields
from oci_desktop.services.people import clean_person, put_person
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer

_PLAIN = {
    "given_name": "given_name",
    "family_name": "family_name",
    "sort_key": "sort_as",
    "civility": "civility",
    "form_of_address": "form_of_address",
    "pronouns": "pronouns",
    "language": "language",
    "notes": "notes",
}
_CONTACTS = {"email": EMAIL, "phone": PHONE}


def split_name(name: str) -> tuple[str | None, str] | None:
    """Given and family name of "Family, Given" or "Given Family"; None when it cannot be told."""
    family, comma, given = name.partition(",")
    if comma:
        return (given.strip() or None, family.strip()) if family.strip() and "," not in given else None
    words = name.split(" ")
    if len(words) == 1:
        return None, name
    return (words[0], words[1]) if len(words) == 2 else None


def _straight(name: str) -> str:
    """ "Given Family", of "Family, Given" too."""
    parts = split_name(name) if "," in name else None
    return " ".join(part for part in parts if part) if parts else name


def family_of(name: str | None, given: str | None) -> str | None:
    """The family name in a column called "Nom" that stands beside "Prénom"; it may hold the whole name as well."""
    if not name or not given or name == given:
        return name
    if name.startswith(f"{given} "):
        return name[len(given) :].strip()
    return name.removesuffix(f", {given}")


def amended(draft: PersonDraft, values: Mapping[str, Any], day: str) -> PersonDraft:
    """The draft with the values of a row."""
    new: dict[str, Any] = {field: values[key] for key, field in _PLAIN.items() if key in values}
    new["contacts"] = amended_contacts(draft.contacts, values, _CONTACTS)
    if values.get("archived") is not None and bool(values["archived"]) != bool(draft.archived_on):
        new["archived_on"] = day if values["archived"] else None
    return replace(draft, **new)


class PersonDesk(Desk):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.day = today()
        self.names = person_names(self.reader)
        self.halves = "family_name" not in self.keys and {"given_name", "name"} <= set(self.keys)
        """Whether "Nom" is what goes with "Prénom": the family name."""
        if self.halves:
            self.written = (*self.written, "family_name")
        stored = list_table(self.reader, self.definition, Query(self.day), ("id", "ref", "email", *self.written))
        self.stored = {row[0]: row[3:] for row in stored.rows}
        self.refs = {row[1]: row[0] for row in stored.rows}
        self.emails = {row[0]: row[2] for row in stored.rows}
        self.alike: LookAlikes | None = None
        self.seen: dict[object, int] = {}

    def judge(self, row: Row) -> None:
        values = row.values
        self._name(row)
        ref = values.get("ref")
        if ref and ref in self.refs:
            row.record_id = self.refs[ref]
        elif row.name:
            self._match(row)
        elif ref:
            self.refuse(row, "ref", N_("No person has the reference “{ref}”."), ref=ref)
        else:
            self.refuse(row, self._column(), N_("A name is needed."))
        if row.status == "refused":
            return
        if row.record_id is None:
            row.record_id = self.said_to_be(row, self.stored, self.names.shown.__getitem__, self._column())
        if row.record_id is None:
            self._judge_new(row)
            return
        named, row.name = row.name, self.names.shown[row.record_id]
        self._tell_apart(row, named)
        if self._twice(row, row.record_id):
            return
        before = self.stored[row.record_id]
        row.changes = {key: values[key] for key, old in zip(self.written, before, strict=True) if values[key] != old}
        if "archived" in row.changes and row.changes["archived"] is None:
            del row.changes["archived"]
        if row.changes:
            row.status = "changed"

    def _column(self) -> str | None:
        return next((key for key in ("family_name", "given_name", "name", "ref") if key in self.keys), None)

    def _name(self, row: Row) -> None:
        """The full name that the row means."""
        values = row.values
        if self.halves:
            values["family_name"] = family_of(values["name"], values["given_name"])
        if "given_name" in values or "family_name" in values:
            row.name = " ".join(part for part in (values.get("given_name"), values.get("family_name")) if part)
        else:
            row.name = _straight(values.get("name") or "")

    def _tell_apart(self, row: Row, named: str) -> None:
        """A whole name is not what is kept: one that was changed in the file changes nothing, and that is said."""
        whole = _straight(row.values.get("name") or "")
        has_halves = self.halves or "given_name" in self.keys or "family_name" in self.keys
        if whole and not self.halves and whole not in (row.name, named if has_halves else row.name):
            self.warn(
                row, "name",
                N_("“{name}” is left as it is: to change a name, give its two halves, each in its own column."),
                name=row.name,
            )  # fmt: skip

    def _match(self, row: Row) -> None:
        found = self.names.exactly(row.name)[0]
        email, number = row.values.get("email"), row.values.get("id")
        if len(found) > 1 and number in found:
            found = [number]
        if len(found) > 1 and email:
            found = [i for i in found if self.emails.get(i) == email] or found
        if len(found) > 1:
            self.refuse(
                row, self._column(), N_("“{asked}” fits several records: {candidates}."),
                asked=row.name, candidates="; ".join(self.names.candidates(found)),
            )  # fmt: skip
            return
        row.record_id = found[0] if found else None

    def _twice(self, row: Row, key: object) -> bool:
        before = self.seen.setdefault(key, row.line)
        if before != row.line:
            self.refuse(row, self._column(), N_("“{name}” stands on line {line} already."), name=row.name, line=before)
        return before != row.line

    def _judge_new(self, row: Row) -> None:
        if row.status == "refused":
            return
        values, ref = row.values, row.values.get("ref")
        if ref and not known_ref(ref):
            self.refuse(row, "ref", N_("“{ref}” is not a reference of this program."), ref=ref)
            return
        if self._twice(row, ("ref", ref) if ref else ("name", row.name, values.get("email"))):
            return
        namesake = self.seen.get(("name", row.name))
        if namesake is not None and not ref:
            self.warn(row, self._column(), N_("Another “{name}” stands on line {line}: two people are created."),
                      name=row.name, line=namesake)  # fmt: skip
        first = self.seen.setdefault(("name", row.name), row.line)
        draft = amended(PersonDraft(ref=ref), values, self.day)
        if not draft.name:
            parts = split_name(values.get("name") or "")
            if parts is None:
                self.refuse(
                    row, "name",
                    N_("Given name and family name of “{name}” cannot be told apart: put them in two columns."),
                    name=values.get("name"),
                )  # fmt: skip
                return
            draft = replace(draft, given_name=parts[0], family_name=parts[1])
        if self.alike is None:
            self.alike = LookAlikes(self.names.shown)
        near = self.alike.find(row.name)
        if near is not None:
            self.suspect(row, self._column(), N_("“{name}” looks like “{other}”, which is on file."),
                         record_id=near, name=row.name, other=self.names.shown[near])  # fmt: skip
        elif (line := self.seen.setdefault(("folded", search_norm(row.name)), row.line)) < first:
            self.suspect(row, self._column(), N_("“{name}” looks like the name on line {line}."),
                         name=row.name, line=line)  # fmt: skip
        row.status, row.draft = "created", draft
        self.clean(row, clean_person, _column_of(draft, self.halves))

    def finish(self, rows: list[Row]) -> None:
        changed = [row for row in rows if row.status == "changed"]
        if not changed:
            return
        stored = load_people(self.reader, [row.record_id for row in changed if row.record_id is not None])
        busy: frozenset[int] | None = None
        for row in changed:
            assert row.record_id is not None
            before = stored[row.record_id]
            row.draft = amended(before, row.changes, self.day)
            if row.draft == before:
                row.status, row.changes = "unchanged", {}
                continue
            if row.changes.get("archived"):
                if busy is None:
                    found = self.reader.rows(
                        "SELECT person_id FROM role WHERE ends_on IS NULL OR ends_on || '~' >= :day", {"day": self.day}
                    )
                    busy = frozenset(person_id for (person_id,) in found)
                if row.record_id in busy:
                    self.refuse(row, "archived", N_("“{name}” cannot be archived: a role is still open. End it first."),
                                name=row.name)  # fmt: skip
            self.clean(row, clean_person, _column_of(row.draft, self.halves))

    def save(self, write: Writer, rows: list[Row]) -> None:
        save_rows(write, rows, load_people, put_person, schema.person, {"contacts": schema.contact_point})


def _column_of(draft: PersonDraft, halves: bool) -> Callable[[str], str | None]:
    def column(field: str) -> str | None:
        parts = field.split(".")
        if parts[0] == "contacts" and len(parts) == 3:
            return {EMAIL: "email", PHONE: "phone"}.get(draft.contacts[int(parts[1])].kind)
        if parts[0] == "family_name" and halves:
            return "name"
        return {"sort_as": "sort_key"}.get(parts[0], parts[0])

    return column


PEOPLE = Importer(
    name="people",
    title=N_("People"),
    desk=PersonDesk,
    written=(*_PLAIN, *_CONTACTS, "archived"),
    keys=("name", "family_name", "given_name", "ref"),
    rules={"email": fields.email, "phone": phone_value},
    synonyms={
        "name": ("nom complet", "full name", "personne", "person"),
        "given_name": ("prenom", "first name"),
        "family_name": ("nom de famille", "last name", "surname"),
        "sort_key": ("cle de tri",),
        "civility": ("civilite", "titre de civilite"),
        "form_of_address": ("appellation", "formule d appel"),
        "pronouns": ("pronoms",),
        "language": ("langue", "langue de correspondance"),
        "email": ("courriel personnel", "courriel", "email", "e mail", "private e mail", "courriel prive"),
        "phone": ("telephone personnel", "telephone", "tel", "telephone prive"),
        "notes": ("remarques", "note"),
        "archived": ("archive",),
    },
)
