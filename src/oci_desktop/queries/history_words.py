"""The history of a record in words: which field, from what, to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from oci_desktop.dates import IN_FORCE, format_date, format_period
from oci_desktop.formats import percent, quote
from oci_desktop.i18n import Bilingual, _
from oci_desktop.model.codes import CONTACT_KINDS, LANGUAGES_SPOKEN, LINK_KINDS, ORGANISATION_KINDS, REGIONS
from oci_desktop.queries import history_labels as labels
from oci_desktop.queries.history import RowChange
from oci_desktop.queries.lists import Reads
from oci_desktop.tables import BOOLEAN, DATE, LIST, PHONE, TEXT, Choice, split_list

_LONGEST = 160
"""Of one value: the whole text is in the record."""

_NAMES: Mapping[str, str] = {
    "person": "SELECT TRIM(COALESCE(given_name, '') || ' ' || COALESCE(family_name, '')) FROM person WHERE id = :id",
    "organisation": "SELECT n.printed FROM organisation_name n WHERE n.organisation_id = :id AND "
    + IN_FORCE.format("n"),
    "category": "SELECT name_fr, name_en FROM category WHERE id = :id",
    "campaign": "SELECT code FROM campaign WHERE id = :id",
    "self_assessment": "SELECT c.code FROM self_assessment s JOIN campaign c ON c.id = s.campaign_id WHERE s.id = :id",
    "step": "SELECT c.code FROM self_assessment_step t JOIN self_assessment s ON s.id = t.self_assessment_id"
    " JOIN campaign c ON c.id = s.campaign_id WHERE t.id = :id",
    "attestation": "SELECT number FROM attestation WHERE id = :id",
    "questionnaire_item": "SELECT code FROM questionnaire_item WHERE id = :id",
    "answer": "SELECT i.code FROM answer a JOIN questionnaire_item i ON i.id = a.questionnaire_item_id"
    " WHERE a.id = :id",
    "planned_action": "SELECT i.code FROM planned_action a JOIN questionnaire_item i ON i.id = a.questionnaire_item_id"
    " WHERE a.id = :id",
    "principle": "SELECT code FROM principle WHERE id = :id",
    "version": "SELECT q.title_fr || ' ' || v.number, COALESCE(q.title_en, q.title_fr) || ' ' || v.number"
    " FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire_id WHERE v.id = :id",
    "number": "SELECT number FROM questionnaire_version WHERE id = :id",
    "setting": "SELECT key FROM setting WHERE id = :id",
}
"""How what a number stands for is called on `:day`."""

_REFERS: Mapping[str, str] = {
    "person_id": "person",
    "organisation_id": "organisation",
    "successor_id": "organisation",
    "category_id": "category",
    "campaign_id": "campaign",
    "carried_from_id": "self_assessment",
    "questionnaire_item_id": "questionnaire_item",
    "questionnaire_version_id": "version",
    "based_on_id": "version",
}
"""The columns that name another record."""

_WHICH: Mapping[str, str] = {
    "self_assessment": "self_assessment",
    "self_assessment_step": "step",
    "attestation": "attestation",
    "campaign": "campaign",
    "questionnaire_version": "number",
    "principle": "principle",
    "questionnaire_item": "questionnaire_item",
    "answer": "answer",
    "planned_action": "planned_action",
}
"""What tells one row of a table from the others of the same record: « Autoévaluation 2026 », « Énoncé 2.3 »."""

_SAME_MEMBER = ("organisation", "self_assessment")
"""In the history of these, everything is about one organisation."""


class HistoryWords:
    """Says changes, with the names of `day`; each name is looked up once."""

    def __init__(self, read: Callable[[], AbstractContextManager[Reads]], day: str) -> None:
        self._read, self._day = read, day
        self._found: dict[tuple[str, Any], str] = {}

    def lines(self, change: RowChange, record: tuple[str, int]) -> list[str]:
        """« Région : 06 Montréal → 05 Estrie »; what was added or taken away begins with its sign."""
        if change.table == "setting" and self._name("setting", change.row_id) not in labels.SETTINGS:
            return []
        if change.erased:
            return [self._line(change, record, _("(erased)"))]
        fields = [f for f in change.fields if self._tells(change, f.column, record)]
        if change.kind == "changed":
            if change.untold and not fields:
                return [self._line(change, record, _("changed"))]
            return [
                _("{what}: {before} → {after}").format(
                    what=self._full_label(change, f.column, record),
                    before=self._value(change, f.column, f.before) or _("nothing"),
                    after=self._value(change, f.column, f.after) or _("nothing"),
                )
                for f in fields
            ]
        if change.table in ("organisation", "person") and change.kind == "added":
            return []
        given = {f.column: f.after if f.after is not None else f.before for f in change.fields}
        told = {f.column: given[f.column] for f in fields}
        return [self._line(change, record, ", ".join(self._said(change, given, told)))]

    # A row that appeared or went away

    def _line(self, change: RowChange, record: tuple[str, int], words: str) -> str:
        given = {f.column: f.after if f.after is not None else f.before for f in change.fields}
        subject = self._subject(change, record)
        if change.table == "contact_point" and given.get("kind") in CONTACT_KINDS:
            subject = _(CONTACT_KINDS[given["kind"]])
        if change.kind == "changed":
            return _("{what}: {value}").format(what=subject, value=words)
        sign = "+" if change.kind == "added" else "−"
        if not words:
            return f"{sign} {subject}"
        return _("{sign} {what}: {values}").format(sign=sign, what=subject, values=words)

    def _said(self, change: RowChange, given: Mapping[str, Any], told: dict[str, Any]) -> list[str]:
        """The values in the order of reading: those that speak for themselves first."""
        for column in labels.UNSAID_AT_FIRST.get(change.table, ()):
            told.pop(column, None)
        if change.table == "contact_point":
            for column in ("kind", "province", "country"):
                told.pop(column, None)
        if change.table == "mailing_recipient":
            return self._recipient(given)
        said = []
        period = told.pop("starts_on", None), told.pop("ends_on", None)
        alone = labels.ALONE.get(change.table, ())
        for column in (*alone, *(column for column in told if column not in alone)):
            value = told.get(column)
            words = self._value(change, column, value)
            if not words or (labels.kind_of(change.table, column) is BOOLEAN and not value):
                continue
            if column in alone or (not alone and column in labels.EVERYWHERE_ALONE):
                said.append(on_day(value) if labels.kind_of(change.table, column) is DATE else words)
            elif labels.kind_of(change.table, column) is BOOLEAN:
                said.append(self._label(change.table, column))
            else:
                said.append(self._labelled(change, column, words))
        if any(period):
            said.insert(len([column for column in alone if told.get(column)]) or 1, format_period(*period))
        return said

    def _recipient(self, given: Mapping[str, Any]) -> list[str]:
        """« Rappel, le 12 octobre 2026, Camille Exemple, camille@example.org »; what failed says why."""
        sql = "SELECT kind, sent_on FROM mailing WHERE id = :id"
        with self._read() as reader:
            found = reader.rows(sql, {"id": given.get("mailing_id")})
        said = [labels.kind_of("mailing", "kind").format(found[0][0]), on_day(found[0][1])] if found else []
        return said + [str(given[name]) for name in ("name", "address", "failure") if given.get(name)]

    def _labelled(self, change: RowChange, column: str, words: str) -> str:
        """« échéance 30 septembre 2026 », « motif « Lettre de la présidence » »."""
        label = _lowered(self._label(change.table, column))
        text = labels.kind_of(change.table, column) is TEXT and column not in _REFERS and " " in words
        return f"{label} {quote(words) if text and column not in _NUMBERS else words}"

    # What is called how

    def _tells(self, change: RowChange, column: str, record: tuple[str, int]) -> bool:
        """Whether a column says what the record that is open does not."""
        if labels.is_untold(change.table, column):
            return False
        if column == "organisation_id":
            return record[0] not in _SAME_MEMBER and change.table not in _PARTS_OF_AN_ORGANISATION
        if column == "person_id":
            return record[0] != "person"
        if column == "campaign_id":
            return record[0] not in ("campaign", "self_assessment")
        if column == "questionnaire_version_id":
            return change.table in ("campaign", "attestation")
        return True

    def _label(self, table: str, column: str) -> str:
        return _(labels.LABELS[labels.own(column, table, labels.LABELS)])

    def _subject(self, change: RowChange, record: tuple[str, int]) -> str:
        """« Étape 2026 » in the history of a member, « Étape » in that of one campaign."""
        if change.table == "setting":
            return _(labels.SETTINGS[self._name("setting", change.row_id)])
        subject = _(labels.SUBJECTS[change.table])
        which = ""
        if change.kind == "changed" or change.table == "self_assessment_step":
            which = self._which(change, record)
        return f"{subject} {which}" if which else subject

    def _which(self, change: RowChange, record: tuple[str, int]) -> str:
        kind = _WHICH.get(change.table)
        if kind is None or record[0] == change.table:
            return ""
        if kind in ("self_assessment", "step") and record[0] in ("campaign", "self_assessment"):
            return ""
        found = self._name(kind, change.row_id)
        return "" if found == _("(removed)") else found

    def _full_label(self, change: RowChange, column: str, record: tuple[str, int]) -> str:
        """« Adhésion, fin »: what belongs to a record says which part of it changed."""
        subject = self._subject(change, record)
        if change.table == "setting":
            return subject
        label = self._label(change.table, column)
        if change.table in ("organisation", "person"):
            return label
        if label == _(labels.SUBJECTS[change.table]):
            return subject
        return f"{subject}, {_lowered(label)}"

    def _value(self, change: RowChange, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if column in _REFERS:
            return self._name(_REFERS[column], value)
        special: dict[str, Callable[[Any], str]] = {
            "region": lambda v: f"{v} {REGIONS.get(v, '')}".strip(),
            "languages": lambda v: ", ".join(_(LANGUAGES_SPOKEN.get(c, c)) for c in LIST.json(v)),
            "profiles": lambda v: ", ".join(self._profile(code) for code in split_list(v)),
            "profile": self._profile,
            "choice": lambda v: self._choice(change, v),
        }
        if column in special:
            return special[column](value)
        if change.table == "scale_choice" and column == "weight":
            return percent(value)
        kind = labels.kind_of(change.table, column)
        if column == "kind" and kind is TEXT:
            kind = Choice({**ORGANISATION_KINDS, **CONTACT_KINDS, **LINK_KINDS})
        if column == "value" and change.table == "contact_point" and str(value)[:1].isdigit():
            kind = PHONE
        if change.table == "setting":
            kind = Choice(LANGUAGES_SPOKEN)
        return shortened(kind.format(value))

    # What a number or a code stands for

    def _name(self, kind: str, number: Any) -> str:
        return self._look_up((kind, number), _NAMES[kind], {"id": number, "day": self._day}, _("(removed)"))

    def _profile(self, code: str) -> str:
        sql = (
            "SELECT name_fr, COALESCE(name_en, name_fr) FROM questionnaire_profile WHERE code = :code ORDER BY id DESC"
        )
        return self._look_up(("profile", code), sql, {"code": code}, code)

    def _choice(self, change: RowChange, code: str) -> str:
        """The label of an answer, in the scale of its own questionnaire."""
        given = {f.column: f.after if f.after is not None else f.before for f in change.fields}
        sql = """
        SELECT s.label_fr, COALESCE(s.label_en, s.label_fr) FROM scale_choice s
        JOIN questionnaire_item i ON i.questionnaire_version_id = s.questionnaire_version_id
        WHERE s.code = :code
        AND i.id = COALESCE(:item, (SELECT questionnaire_item_id FROM answer WHERE id = :row))
        """
        item = given.get("questionnaire_item_id")
        key = ("choice", (code, item or f"answer {change.row_id}"))
        return self._look_up(key, sql, {"code": code, "item": item, "row": change.row_id}, code)

    def _look_up(self, key: tuple[str, Any], sql: str, values: Mapping[str, Any], otherwise: str) -> str:
        """What the first row says; a second column is its English."""
        if key not in self._found:
            with self._read() as reader:
                rows = reader.rows(sql, values)
            self._found[key] = str(Bilingual(*rows[0]) if rows and len(rows[0]) == 2 else rows[0][0]) if rows else ""
        return self._found[key] or otherwise


_PARTS_OF_AN_ORGANISATION = ("organisation_name", "organisation_region", "organisation_link", "membership")
"""Their history, and the links beside an action, name the organisation."""

_NUMBERS = ("neq", "charity_number", "postal_code", "number", "code")


def on_day(iso: str | None) -> str:
    """« le 2 septembre 2026 », « en mars 2009 »; nothing for None."""
    if not iso:
        return ""
    words = _("on {date}") if len(iso) == 10 else _("in {date}")
    return words.format(date=format_date(iso))


def shortened(text: str) -> str:
    """The beginning of a long text, on one line, cut between words."""
    plain = " ".join(text.split())
    if len(plain) <= _LONGEST:
        return plain
    return plain[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _lowered(label: str) -> str:
    """A label in mid-sentence; an acronym stays as it is."""
    return f"{label[:1].lower()}{label[1:]}" if label[1:2].islower() or label[1:2] in (" ", "’") else label
