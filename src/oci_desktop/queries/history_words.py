"""The history of a record in words: which field, from what, to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from oci_desktop.dates import IN_FORCE
from oci_desktop.i18n import N_, Bilingual, _
from oci_desktop.model.codes import (
    CIVILITIES,
    CONTACT_KINDS,
    EMAIL_STATES,
    LANGUAGES_SPOKEN,
    LEAVING_REASONS,
    LINK_KINDS,
    ORGANISATION_KINDS,
    REGIONS,
    ROLE_FLAGS,
)
from oci_desktop.model.standing import ACTION_STATES, LEVELS, SELF_ASSESSMENT, STEPS
from oci_desktop.queries.history import RowChange
from oci_desktop.queries.lists import Reads
from oci_desktop.tables import BOOLEAN, DATE, LIST, PHONE, TEXT, Choice, Kind

_SUBJECTS: Mapping[str, str] = {
    "organisation": N_("Record"),
    "organisation_name": N_("Name"),
    "organisation_region": N_("Region"),
    "organisation_link": N_("Tie"),
    "membership": N_("Membership"),
    "person": N_("Record"),
    "role": N_("Role"),
    "contact_point": N_("Contact details"),
    "campaign": N_("Campaign"),
    "self_assessment": N_("Self-assessment"),
    "self_assessment_step": N_("Step"),
    "attestation": N_("Attestation"),
    "attestation_signatory": N_("Signatory"),
    "exemption": N_("Dispense"),
    "answer": N_("Answer"),
    "planned_action": N_("Action"),
    "mailing": N_("Mailing"),
    "mailing_recipient": N_("Letter or message"),
}

_LABELS: Mapping[str, str] = {
    "printed": N_("Name, as printed"),
    "legal": N_("Legal name"),
    "usual": N_("Usual name"),
    "english": N_("Name in English"),
    "acronym": N_("Acronym"),
    "sort_as": N_("Filed under"),
    "kind": N_("Kind"),
    "aliases": N_("Other names"),
    "tags": N_("Tags"),
    "languages": N_("Languages"),
    "neq": N_("NEQ"),
    "charity_number": N_("Charity registration (CRA)"),
    "founded": N_("Founded"),
    "web": N_("Web site"),
    "description_fr": N_("Description in French"),
    "description_en": N_("Description in English"),
    "notes": N_("Notes"),
    "media_consent": N_("May be named to the media"),
    "archived_on": N_("Archived on"),
    "region": N_("Region"),
    "category_id": N_("Category"),
    "starts_on": N_("Start"),
    "ends_on": N_("End"),
    "adopted_on": N_("Adopted on"),
    "notice_on": N_("Notice given on"),
    "decided_by": N_("Deciding body"),
    "reason": N_("Reason for leaving"),
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "civility": N_("Civility"),
    "form_of_address": N_("Form of address"),
    "pronouns": N_("Pronouns"),
    "language": N_("Language"),
    "title": N_("Title"),
    "person_id": N_("Person"),
    "organisation_id": N_("Organisation"),
    "successor_id": N_("What it became"),
    "happened_on": N_("When"),
    "label": N_("Whose, or for what"),
    "value": N_("Contact details"),
    "street": N_("Street and suite"),
    "city": N_("Municipality"),
    "province": N_("Province or territory"),
    "postal_code": N_("Postal code"),
    "country": N_("Country"),
    "state": N_("State"),
    "state_on": N_("Since"),
    "code": N_("Short name"),
    "title_fr": N_("Title in French"),
    "title_en": N_("Title in English"),
    "level": N_("Level"),
    "opens_on": N_("Opens on"),
    "due_on": N_("Due date"),
    "grace_until": N_("Grace until"),
    "valid_until": N_("Valid until"),
    "campaign_id": N_("Campaign"),
    "step": N_("Step"),
    "added_on": N_("Added on"),
    "profiles": N_("Profiles"),
    "consent_on": N_("Consent given on"),
    "consent_by": N_("Consent given by"),
    "consent_withdrawn_on": N_("Consent withdrawn on"),
    "condition": N_("Condition"),
    "decided_on": N_("Decided on"),
    "number": N_("Number"),
    "received_on": N_("Received on"),
    "discussed_on": N_("Discussed by the board on"),
    "explanation": N_("Explanation"),
    "document_name": N_("Returned document"),
    "signed_on": N_("Signed on"),
    "questionnaire_item_id": N_("Item"),
    **ROLE_FLAGS,
}

_KINDS: Mapping[str, Kind] = {
    "founded": DATE,
    "archived_on": DATE,
    "starts_on": DATE,
    "ends_on": DATE,
    "adopted_on": DATE,
    "notice_on": DATE,
    "happened_on": DATE,
    "state_on": DATE,
    **dict.fromkeys(
        (
            "sent_on",
            "opens_on",
            "due_on",
            "grace_until",
            "valid_until",
            "added_on",
            "consent_on",
            "decided_on",
            "consent_withdrawn_on",
            "received_on",
            "discussed_on",
            "signed_on",
        ),
        DATE,
    ),
    "step": Choice(STEPS),
    "level": Choice(LEVELS),
    "aliases": LIST,
    "tags": LIST,
    "media_consent": BOOLEAN,
    "is_self": BOOLEAN,
    "reason": Choice(LEAVING_REASONS),
    "civility": Choice(CIVILITIES),
    "language": Choice(LANGUAGES_SPOKEN),
    "state": Choice({**EMAIL_STATES, **ACTION_STATES}),
    "condition": Choice({SELF_ASSESSMENT: N_("Self-assessment")}),
    **dict.fromkeys(ROLE_FLAGS, BOOLEAN),
}

_OWN = frozenset(
    (
        "member_since", "last_day", "position", "organisation_id", "person_id", "role_id", "self_assessment_id",
        "attestation_id", "questionnaire_version_id", "carried_from_id", "document", "answers_digest", "who",
        "to_confirm",
    )
)  # fmt: skip
"""Columns that follow from others, or that the record open says already."""


_PERSON = "SELECT TRIM(COALESCE(given_name, '') || ' ' || COALESCE(family_name, '')) FROM person WHERE id = :id"
_ORGANISATION = "SELECT n.printed FROM organisation_name n WHERE n.organisation_id = :id AND " + IN_FORCE.format("n")


class HistoryWords:
    """Says changes, with the names of `day`; each name is looked up once."""

    def __init__(self, read: Callable[[], AbstractContextManager[Reads]], day: str) -> None:
        self._read, self._day = read, day
        self._names: dict[tuple[str, int], str] = {}
        self._categories: dict[int, str] | None = None

    def lines(self, change: RowChange, record: tuple[str, int]) -> list[str]:
        """« Région : 06 Montréal → 05 Estrie »; what was added or taken away begins with its sign."""
        fields = [f for f in change.fields if f.column not in _OWN or self._tells(change, f.column, record)]
        given: Mapping[str, Any] = {f.column: f.after if f.after is not None else f.before for f in change.fields}
        if change.kind == "changed":
            return [
                _("{what}: {before} → {after}").format(
                    what=self._full_label(change, f.column),
                    before=self._value(change, f.column, f.before) or _("nothing"),
                    after=self._value(change, f.column, f.after) or _("nothing"),
                )
                for f in fields
            ]
        if change.table in ("organisation", "person") and change.kind == "added":
            return []
        sign = "+" if change.kind == "added" else "−"
        subject = _(_SUBJECTS.get(change.table, change.table))
        if change.table == "contact_point" and given.get("kind") in CONTACT_KINDS:
            subject = _(CONTACT_KINDS[given["kind"]])
            fields = [f for f in fields if f.column not in ("kind", "province", "country")]
        if change.table == "mailing_recipient":
            # « + Lettre ou message : Camille Exemple, camille@example.org »; what failed says why.
            fields = [f for f in fields if f.column in ("name", "address", "failure")]
        elif change.table == "mailing":
            fields = [f for f in fields if f.column in ("subject", "sent_on")]
        said = [words for f in fields if (words := self._short(change, f.column, given[f.column]))]
        return [_("{sign} {what}: {values}").format(sign=sign, what=subject, values=", ".join(said) or "—")]

    def _tells(self, change: RowChange, column: str, record: tuple[str, int]) -> bool:
        """In a role, the other end of it is worth saying."""
        return (
            change.table == "role" and column in ("organisation_id", "person_id") and not column.startswith(record[0])
        )

    def _label(self, change: RowChange, column: str) -> str:
        return _(_LABELS.get(column, column))

    def _full_label(self, change: RowChange, column: str) -> str:
        """« Adhésion, fin »: what belongs to a record says which part of it changed."""
        label = self._label(change, column)
        subject = _(_SUBJECTS.get(change.table, change.table))
        if change.table in ("organisation", "person") or subject == label:
            return label
        return f"{subject}, {label[:1].lower()}{label[1:]}" if label[1:2].islower() else f"{subject}, {label}"

    def _short(self, change: RowChange, column: str, value: Any) -> str:
        """A value that needs its name only when it would not be understood without."""
        words = self._value(change, column, value)
        if not words or (column in ROLE_FLAGS and not value):
            return ""
        if column in ROLE_FLAGS:
            return _(ROLE_FLAGS[column])
        alone = {"printed", "title", "value", "region", "category_id", "street", "city", "postal_code", "person_id",
                 "organisation_id", "label", "kind", "name", "address", "failure", "subject", "sent_on",
                 "step", "happened_on", "campaign_id", "number", "decided_by", "document_name",
                 "questionnaire_item_id"}  # fmt: skip
        return words if column in alone else f"{self._label(change, column)} {words}"

    def _value(self, change: RowChange, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        lookups: dict[str, Callable[[Any], str]] = {
            "person_id": lambda v: self._name("person", v),
            "organisation_id": lambda v: self._name("organisation", v),
            "successor_id": lambda v: self._name("organisation", v),
            "category_id": self._category,
            "campaign_id": lambda v: self._text("SELECT code FROM campaign WHERE id = :id", v),
            "questionnaire_item_id": lambda v: self._text("SELECT code FROM questionnaire_item WHERE id = :id", v),
            "region": lambda v: f"{v} {REGIONS.get(v, '')}".strip(),
            "languages": lambda v: ", ".join(_(LANGUAGES_SPOKEN.get(c, c)) for c in LIST.json(v)),
        }
        if column in lookups:
            return lookups[column](value)
        if column == "kind":
            known: Mapping[str, str] = {**ORGANISATION_KINDS, **CONTACT_KINDS, **LINK_KINDS}
            return _(known[value]) if value in known else str(value)
        kind = _KINDS.get(column, TEXT)
        if column == "value" and str(value)[:1].isdigit():
            kind = PHONE
        return kind.format(value)

    def _name(self, table: str, record: Any) -> str:
        key = (table, int(record))
        if key not in self._names:
            sql = _PERSON if table == "person" else _ORGANISATION
            with self._read() as reader:
                found = reader.rows(sql, {"id": key[1], "day": self._day})
            self._names[key] = found[0][0] if found else _("(removed)")
        return self._names[key]

    def _text(self, sql: str, record: Any) -> str:
        with self._read() as reader:
            found = reader.rows(sql, {"id": int(record)})
        return str(found[0][0]) if found else _("(removed)")

    def _category(self, record: Any) -> str:
        if self._categories is None:
            with self._read() as reader:
                rows = reader.rows("SELECT id, name_fr, name_en FROM category")
            self._categories = {i: str(Bilingual(fr, en)) for i, fr, en in rows}
        return self._categories.get(int(record), str(record))
