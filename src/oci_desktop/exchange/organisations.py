"""Organisations from a file: matched by reference, then by exact name, another name or acronym."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import today
from oci_desktop.exchange.frame import Desk, Importer, Row
from oci_desktop.exchange.matching import LookAlikes
from oci_desktop.exchange.organisation_drafts import ADDRESS, NAMES, amended, known_ref, new_draft
from oci_desktop.exchange.saving import save_rows
from oci_desktop.i18n import N_
from oci_desktop.model import schema
from oci_desktop.model.codes import EMAIL, OFFICE_ADDRESS, PHONE
from oci_desktop.model.organisation import OrganisationDraft
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.naming import organisation_names
from oci_desktop.queries.records import load_organisations
from oci_desktop.services import fields
from oci_desktop.services.organisations import clean_organisation, put_organisation
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer

_COLUMN_OF_NAME = {field: key for key, field in NAMES.items()}
_PARTS = {
    "names": schema.organisation_name,
    "regions": schema.organisation_region,
    "contacts": schema.contact_point,
}


class OrganisationDesk(Desk):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.day = today()
        self.names = organisation_names(self.reader, self.day)
        self.association: int | None = self.reader.value("SELECT id FROM organisation WHERE is_self = 1")
        stored = list_table(self.reader, self.definition, Query(self.day), ("id", "ref", *self.written))
        self.stored = {row[0]: row[2:] for row in stored.rows}
        self.refs = {row[1]: row[0] for row in stored.rows}
        self.alike: LookAlikes | None = None
        self.seen: dict[object, int] = {}

    def judge(self, row: Row) -> None:
        values = row.values
        row.name = values.get("name") or values.get("ref") or values.get("acronym") or ""
        if self._match(row):
            return
        if row.record_id is None:
            row.record_id = self.said_to_be(row, self.stored, self.names.shown.__getitem__, "name")
        if row.record_id is None:
            self._judge_new(row)
            return
        row.name = self.names.shown[row.record_id]
        if self._twice(row, row.record_id):
            return
        before = self.stored[row.record_id]
        row.changes = {key: values[key] for key, old in zip(self.written, before, strict=True) if values[key] != old}
        if "name" in row.changes and not self._renames(row):
            del row.changes["name"]
        if "kind" in row.changes and row.changes["kind"] is None:
            del row.changes["kind"]
        if "archived" in row.changes and row.changes["archived"] is None:
            del row.changes["archived"]
        if values.get("is_self") and row.record_id != self.association:
            self.warn(row, "is_self", N_("Another organisation is the association itself: this is left as it is."))
        if row.changes:
            row.status = "changed"

    def _match(self, row: Row) -> bool:
        """Find the record; True when the row had to be refused."""
        values = row.values
        ref, name, acronym, number = (values.get(key) for key in ("ref", "name", "acronym", "id"))
        row.changes = {}
        self._by_ref = False
        if ref and ref in self.refs:
            row.record_id = self.refs[ref]
            self._by_ref = True
            return False
        if name:
            found, _ = self.names.exactly(name)
            if not found and acronym and len(self.names.exactly(acronym)[0]) > 1:
                found = self.names.exactly(acronym)[0]
                return self._ambiguous(row, "acronym", acronym, found)
        elif acronym:
            found, _ = self.names.exactly(acronym)
            if not found:
                self.refuse(row, "acronym", N_("No organisation has the acronym “{text}”."), text=acronym)
                return True
        elif number is not None and "name" not in values:
            found = [number] if number in self.stored else []
            if not found:
                self.refuse(row, "id", N_("There is no organisation number {number}."), number=number)
                return True
        else:
            column = "name" if "name" in values else "ref"
            if ref:
                self.refuse(row, "ref", N_("No organisation has the reference “{ref}”."), ref=ref)
            else:
                self.refuse(row, column, N_("A name is needed."))
            return True
        if len(found) > 1 and number in found:
            found = [number]
        if len(found) > 1:
            return self._ambiguous(row, "name" if name else "acronym", name or acronym or "", found)
        row.record_id = found[0] if found else None
        return False

    def _ambiguous(self, row: Row, column: str, text: str, found: list[int]) -> bool:
        self.refuse(
            row, column, N_("“{asked}” fits several records: {candidates}."),
            asked=text, candidates="; ".join(self.names.candidates(found)),
        )  # fmt: skip
        return True

    def _twice(self, row: Row, key: object) -> bool:
        before = self.seen.setdefault(key, row.line)
        if before != row.line:
            column = next((key for key in ("name", "ref", "acronym", "id") if row.values.get(key)), None)
            self.refuse(row, column, N_("“{name}” stands on line {line} already."), name=row.name, line=before)
        return before != row.line

    def _renames(self, row: Row) -> bool:
        """A row that was found under another of its names does not rename it; one found by its reference does."""
        name = row.changes["name"]
        if not self._by_ref and name:
            self.warn(
                row, "name", N_("“{name}” is another name of “{shown}”, whose name is left as it is."),
                name=name, shown=row.name,
            )  # fmt: skip
        if self._by_ref and name and name in self.names.main:
            self.warn(row, "name", N_("Another organisation is called “{name}” already."), name=name)
        return self._by_ref

    def _judge_new(self, row: Row) -> None:
        if row.status == "refused":
            return
        values, name, ref = row.values, row.values["name"], row.values.get("ref")
        if ref and not known_ref(ref):
            self.refuse(row, "ref", N_("“{ref}” is not a reference of this program."), ref=ref)
            return
        if self._twice(row, ("ref", ref) if ref else ("name", name)):
            return
        if ref and ("name", name) in self.seen:
            self.warn(
                row, "name", N_("“{name}” stands on line {line} already."), name=name, line=self.seen["name", name]
            )
        self.seen.setdefault(("name", name), row.line)
        self._suspect(row, name, values.get("acronym"))
        if values.get("is_self"):
            if self.association is not None:
                self.refuse(row, "is_self", N_("The file has another association already: “{name}”."),
                            name=self.names.shown.get(self.association, ""))  # fmt: skip
                return
            self.association = 0
            self.names.shown[0] = name
        row.status = "created"
        row.draft = new_draft(values, self.day)
        self._check(row)

    def _suspect(self, row: Row, name: str, acronym: str | None) -> None:
        """Remark what a new organisation looks like: one on file, or one of the file."""
        if self.alike is None:
            self.alike = LookAlikes({i: shown for i, shown in self.names.shown.items() if i})
        near = self.alike.find(name)
        known = self.names.exactly(acronym)[0] if acronym else []
        line = self.seen.setdefault(("folded", search_norm(name)), row.line)
        if near is not None:
            self.suspect(row, "name", N_("“{name}” looks like “{other}”, which is on file."),
                         record_id=near, name=name, other=self.names.shown[near])  # fmt: skip
        elif known:
            self.suspect(row, "acronym", N_("“{acronym}” is an acronym of “{other}”, which is on file."),
                         record_id=known[0], acronym=acronym, other=self.names.shown[known[0]])  # fmt: skip
        elif line < self.seen["name", name]:
            self.suspect(row, "name", N_("“{name}” looks like the name on line {line}."), name=name, line=line)

    def _check(self, row: Row) -> None:
        self.clean(row, clean_organisation, _column_of(row.draft))

    def finish(self, rows: list[Row]) -> None:
        changed = [row for row in rows if row.status == "changed"]
        if not changed:
            return
        stored = load_organisations(self.reader, [row.record_id for row in changed if row.record_id is not None])
        open_members: frozenset[int] | None = None
        for row in changed:
            assert row.record_id is not None
            before = stored[row.record_id]
            self._leave_the_past(row, before)
            row.draft = amended(before, row.changes, self.day)
            if row.draft == before:
                row.status, row.changes = "unchanged", {}
                continue
            if row.changes.get("archived"):
                if open_members is None:
                    open_members = frozenset(
                        found[0]
                        for found in self.reader.rows(
                            "SELECT organisation_id FROM membership WHERE ends_on IS NULL OR ends_on || '~' >= :day",
                            {"day": self.day},
                        )
                    )
                if before.is_self:
                    self.refuse(row, "archived", N_("This is the association itself: it cannot be archived."))
                if row.record_id in open_members:
                    self.refuse(
                        row, "archived",
                        N_("“{name}” cannot be archived: its membership is still open. End the membership first."),
                        name=row.name,
                    )  # fmt: skip
            self._check(row)

    def _leave_the_past(self, row: Row, before: OrganisationDraft) -> None:
        """A list that was exported as of another day does not rewrite today's names and region."""
        given = {NAMES[key]: row.values[key] for key in NAMES if key in row.values and key in self.written}
        renamed = [key for key in NAMES if key in row.changes]
        if renamed and any(all(getattr(period, at) == value for at, value in given.items()) for period in before.names):
            for key in renamed:
                del row.changes[key]
            self.warn(
                row, renamed[0], N_("“{name}” had these names on another day; the present ones are left as they are."),
                name=row.name,
            )  # fmt: skip
        if "region" in row.changes and any(period.region == row.changes["region"] for period in before.regions):
            del row.changes["region"]
            self.warn(
                row, "region", N_("“{name}” was in this region on another day; the present one is left as it is."),
                name=row.name,
            )  # fmt: skip

    def save(self, write: Writer, rows: list[Row]) -> None:
        save_rows(write, rows, load_organisations, put_organisation, schema.organisation, _PARTS)


def _column_of(draft: OrganisationDraft) -> Callable[[str], str | None]:
    """From a field of the draft to the column of the file."""

    def column(field: str) -> str | None:
        parts = field.split(".")
        if parts[0] == "names":
            return _COLUMN_OF_NAME.get(parts[-1], "name")
        if parts[0] == "regions":
            return "region"
        if parts[0] == "contacts" and len(parts) == 3:
            kind = draft.contacts[int(parts[1])].kind
            return parts[2] if kind == OFFICE_ADDRESS else {EMAIL: "email", PHONE: "phone"}.get(kind)
        return parts[0]

    return column


def phone_value(text: str) -> str | None:
    return fields.phone(text)[0]


ORGANISATIONS = Importer(
    name="organisations",
    title=N_("Organisations"),
    desk=OrganisationDesk,
    written=(
        *NAMES, "aliases", "kind", "email", "phone", "web", "region", "founded", "neq", "charity_number", "archived",
        *ADDRESS, "languages", "tags", "description_fr", "description_en", "media_consent", "notes",
    ),
    keys=("name", "ref", "acronym", "id"),
    rules={
        "email": fields.email,
        "phone": phone_value,
        "web": fields.web,
        "neq": fields.neq,
        "charity_number": fields.charity_number,
        "postal_code": lambda text: fields.postal_code(text)[0],
    },
    synonyms={
        "name": ("nom", "organisme", "nom de l organisme", "organisation", "nom complet"),
        "name_en": ("nom anglais", "nom en anglais", "english name"),
        "acronym": ("sigle", "acronyme"),
        "aliases": ("autres noms", "autres noms anciens sigles graphies", "alias"),
        "kind": ("type", "genre", "sorte"),
        "email": ("courriel", "email", "e mail", "mail", "adresse courriel", "courrier electronique"),
        "phone": ("telephone", "tel", "numero de telephone", "phone number"),
        "web": ("site web", "site internet", "website", "url"),
        "region": ("region administrative", "administrative region"),
        "founded": ("fonde en", "annee de fondation", "fondation", "founded in"),
        "charity_number": ("no d enregistrement arc", "numero de bienfaisance", "cra number"),
        "city": ("municipalite", "ville", "town"),
        "street": ("adresse", "rue", "address"),
        "postal_code": ("code postal", "zip"),
        "country": ("pays",),
        "languages": ("langues",),
        "tags": ("etiquettes", "mots cles"),
        "notes": ("remarques", "note"),
        "legal_name": ("nom legal", "denomination sociale"),
        "usual_name": ("nom usuel",),
        "sort_key": ("cle de tri",),
        "archived": ("archive",),
    },
)  # fmt: skip
