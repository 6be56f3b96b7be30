"""Membership periods from a file: a period is known by its reference, or by its organisation and its start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import format_period, overlap, today
from oci_desktop.errors import AmbiguousError
from oci_desktop.exchange.frame import Desk, Importer, Row
from oci_desktop.exchange.organisation_drafts import known_ref
from oci_desktop.i18n import N_
from oci_desktop.model import schema
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.naming import organisation_names
from oci_desktop.queries.records import category_codes, load_memberships
from oci_desktop.services.memberships import (
    admissions_unmet,
    clean_membership,
    is_beyond_archive,
    put_membership,
    set_runs,
)

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer

_WRITTEN = ("category", "starts_on", "ends_on", "adopted_on", "notice_on", "decided_by", "reason", "notes")


class MembershipDesk(Desk):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.day = today()
        self.organisations = organisation_names(self.reader, self.day)
        facts = self.reader.rows("SELECT id, ref, is_self, archived_on FROM organisation")
        self.organisation_refs = {ref: i for i, ref, _, _ in facts}
        self.association = next((i for i, _, is_self, _ in facts if is_self), None)
        self.archived = {i: archived_on for i, _, _, archived_on in facts if archived_on}
        stored = list_table(self.reader, self.definition, Query(self.day), ("id", "ref", *_WRITTEN)).rows
        owners = dict(self.reader.rows("SELECT id, organisation_id FROM membership"))
        self.stored = {row[0]: dict(zip(_WRITTEN, row[2:], strict=True)) for row in stored}
        self.refs = {row[1]: row[0] for row in stored}
        self.owner: dict[int, int] = owners
        self.periods: dict[int, list[int]] = defaultdict(list)
        for period_id, owner in owners.items():
            self.periods[owner].append(period_id)
        self.seen: dict[object, int] = {}

    def judge(self, row: Row) -> None:
        values = row.values
        row.name = values.get("organisation") or values.get("organisation_ref") or values.get("ref") or ""
        by_ref = self.refs.get(values.get("ref") or "")
        named = bool(values.get("organisation_ref") or values.get("organisation"))
        if values.get("ref") and by_ref is None and not named:
            self.refuse(row, "ref", N_("No membership has the reference “{ref}”."), ref=values["ref"])
            return
        owner = self._organisation(row) if named or by_ref is None else self.owner[by_ref]
        if owner is None:
            return
        row.name = self.organisations.shown[owner]
        if by_ref is not None and self.owner[by_ref] != owner:
            self.refuse(row, "organisation", N_("A membership stays with its organisation."))
            return
        row.record_id = by_ref if by_ref is not None else self._period(row, owner)
        if row.status == "refused":
            return
        key = row.record_id or values.get("ref") or (owner, values.get("starts_on"))
        before = self.seen.setdefault(key, row.line)
        if before != row.line:
            column = "organisation" if "organisation" in values else "ref"
            self.refuse(row, column, N_("This membership of “{name}” stands on line {line} already."),
                        name=row.name, line=before)  # fmt: skip
            return
        if row.record_id is None:
            self._judge_new(row, owner)
            return
        stored = self.stored[row.record_id]
        row.changes = {key: values[key] for key in self.written if values[key] != stored[key]}
        if "category" in row.changes and row.changes["category"] is None:
            del row.changes["category"]
        if row.changes:
            row.status = "changed"
            row.draft = MembershipDraft(owner, **{**stored, **row.changes})
            if is_beyond_archive(row.draft.ends_on, self.archived.get(owner)):
                self.refuse(row, "ends_on", N_("This organisation is archived. Take it out of the archive first."))
            self.clean(row, clean_membership)

    def _organisation(self, row: Row) -> int | None:
        ref, text = row.values.get("organisation_ref"), row.values.get("organisation")
        if ref and ref in self.organisation_refs:
            return int(self.organisation_refs[ref])
        if not text:
            column = "organisation" if "organisation" in row.values else "organisation_ref"
            if ref:
                self.refuse(row, "organisation_ref", N_("No organisation has the reference “{ref}”."), ref=ref)
            else:
                self.refuse(row, column, N_("An organisation is needed."))
            return None
        try:
            found = self.organisations.one(text)
        except AmbiguousError as error:
            self.refuse(row, "organisation", error.message)
            return None
        if found is None:
            self.refuse(row, "organisation", N_("No organisation is called “{name}”."), name=text)
        return found

    def _period(self, row: Row, owner: int) -> int | None:
        """The period of the organisation that begins the same day; where the file has no start, its only one."""
        mine = self.periods.get(owner, [])
        if "starts_on" in row.values:
            found = [i for i in mine if self.stored[i]["starts_on"] == row.values["starts_on"]]
        else:
            found = mine
        if len(found) > 1:
            self.refuse(
                row, "organisation",
                N_("“{name}” has several memberships: the entry into force, or the reference, is needed."),
                name=row.name,
            )  # fmt: skip
            return None
        return found[0] if found else None

    def _judge_new(self, row: Row, owner: int) -> None:
        values, ref = row.values, row.values.get("ref")
        if ref and not known_ref(ref):
            self.refuse(row, "ref", N_("“{ref}” is not a reference of this program."), ref=ref)
        elif not values.get("category"):
            self.refuse(row, "category" if "category" in values else None, N_("A category is needed."))
        elif owner == self.association:
            self.refuse(row, "organisation",
                        N_("This is the association itself: it cannot be one of its own members."))  # fmt: skip
        elif is_beyond_archive(values.get("ends_on"), self.archived.get(owner)):
            self.refuse(row, "organisation", N_("This organisation is archived. Take it out of the archive first."))
        else:
            row.status = "created"
            row.draft = MembershipDraft(owner, ref=ref, **{key: values[key] for key in self.written})
            self.clean(row, clean_membership)

    def finish(self, rows: list[Row]) -> None:
        """Periods of one organisation may not overlap, those of the file included."""
        touched: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            if row.status in ("created", "changed"):
                touched[row.draft.organisation_id].append(row)
        for owner, mine in touched.items():
            amended = {row.record_id for row in mine}
            others = [self.stored[i] for i in self.periods.get(owner, ()) if i not in amended]
            kept = [(period["starts_on"], period["ends_on"]) for period in others]
            for row in mine:
                period = (row.draft.starts_on, row.draft.ends_on)
                if row.status == "refused":
                    continue
                self._refuse_overlap(row, period, kept)
                kept.append(period)
        self._warn_of_admissions(touched)

    def _warn_of_admissions(self, touched: dict[int, list[Row]]) -> None:
        """A file may admit whom the window would not: it is said, line by line, before anything is kept."""
        rows: list[Row] = []
        others: dict[int, list[MembershipDraft]] = {}
        for owner, mine in touched.items():
            mine = [row for row in mine if row.status != "refused"]
            amended = {row.record_id for row in mine}
            stored = [self.stored[one] for one in self.periods.get(owner, ()) if one not in amended]
            others[owner] = [*(row.draft for row in mine), *(MembershipDraft(owner, **period) for period in stored)]
            rows += [row for row in mine if row.status == "created" or "starts_on" in row.changes]
        unmet = admissions_unmet(self.reader, [row.draft for row in rows], others)
        for row, fact in zip(rows, unmet, strict=True):
            if fact is not None:
                sentence = N_("{what}: it would be admitted without a valid attestation and without a dispense.")
                self.warn(row, "starts_on" if "starts_on" in row.values else None, sentence, what=fact.reason)

    def _refuse_overlap(
        self, row: Row, period: tuple[str | None, str | None], others: Iterable[tuple[str | None, str | None]]
    ) -> None:
        for other in others:
            if overlap(period, other):
                column = "starts_on" if "starts_on" in row.values else "organisation"
                self.refuse(
                    row, column, N_("This overlaps another membership of the same organisation ({period})."),
                    period=_Period(*other),
                )  # fmt: skip
                return

    def save(self, write: Writer, rows: list[Row]) -> None:
        wanted = [row for row in rows if row.status in ("created", "changed")]
        categories = {code: i for i, code in category_codes(write).items()}
        changed = [row.record_id for row in wanted if row.record_id is not None]
        if changed:
            write.prefetch(schema.membership, changed)
        for row in wanted:
            draft = replace(row.draft, id=row.record_id)
            row.record_id = put_membership(write, draft, categories)
        owners = {row.draft.organisation_id for row in wanted}
        periods: dict[int, list[MembershipDraft]] = defaultdict(list)
        for stored in load_memberships(write).values():
            if stored.organisation_id in owners:
                periods[stored.organisation_id].append(stored)
        write.prefetch(schema.membership, [period.id for mine in periods.values() for period in mine if period.id])
        for mine in periods.values():
            set_runs(write, mine)


class _Period:
    """A period as a value of a message: put in words when the message is."""

    def __init__(self, starts_on: str | None, ends_on: str | None) -> None:
        self.starts_on, self.ends_on = starts_on, ends_on

    def __str__(self) -> str:
        return format_period(self.starts_on, self.ends_on)


MEMBERSHIPS = Importer(
    name="memberships",
    title=N_("Memberships"),
    desk=MembershipDesk,
    written=_WRITTEN,
    keys=("organisation", "organisation_ref", "ref"),
    synonyms={
        "organisation": ("organisme", "nom", "name", "member", "membre"),
        "category": ("categorie", "categorie de membre"),
        "starts_on": ("entree en vigueur", "debut", "date de debut", "depuis", "start", "starts"),
        "ends_on": ("fin", "date de fin", "ends"),
        "adopted_on": ("adoptee le", "adoption", "date d adoption"),
        "notice_on": ("avis", "date de l avis", "avis donne le"),
        "decided_by": ("instance", "decide par", "decision"),
        "reason": ("motif", "raison", "motif de depart"),
        "notes": ("remarques", "note"),
    },
)
