"""Questionnaires and their versions, read whole; which there are; and what differs between two versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_, Bilingual
from oci_desktop.model.questionnaire import (
    DRAFT,
    PUBLISHED,
    Item,
    Principle,
    Profile,
    ScaleChoice,
    Signatory,
    VersionDraft,
)
from oci_desktop.queries.lists import Reads

# --- what there is


@dataclass(frozen=True)
class VersionRow:
    """One version in the list of questionnaires; `campaigns` counts those that use it."""

    id: int
    questionnaire_id: int
    code: str
    title: Bilingual
    number: str
    state: str
    published_on: str | None
    level: str
    principles: int
    items: int
    campaigns: int

    @property
    def is_frozen(self) -> bool:
        return self.state == PUBLISHED


def list_versions(reader: Reads) -> list[VersionRow]:
    """Every version of every questionnaire: questionnaires in the order they came, the latest version first."""
    rows = reader.rows(
        """SELECT v.id, q.id, q.code, q.title_fr, q.title_en, v.number, v.state, v.published_on, v.level,
                  (SELECT count(*) FROM principle p WHERE p.questionnaire_version_id = v.id),
                  (SELECT count(*) FROM questionnaire_item i WHERE i.questionnaire_version_id = v.id),
                  (SELECT count(*) FROM campaign c WHERE c.questionnaire_version_id = v.id)
           FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire_id
           WHERE q.archived_on IS NULL ORDER BY q.id, v.id DESC"""
    )
    return [VersionRow(row[0], row[1], row[2], Bilingual(row[3], row[4] or row[3]), *row[5:]) for row in rows]


def find_version(reader: Reads, code: str, number: str | None = None) -> int:
    """The id of a version by its questionnaire's code; without a number the newest published one, else the draft.

    Raises: NotFoundError naming what there is.
    """
    rows = list_versions(reader)
    own = [row for row in rows if row.code.casefold() == code.strip().casefold()]
    if not own:
        codes = ", ".join(dict.fromkeys(row.code for row in rows))
        if not codes:
            raise NotFoundError(N_("There is no questionnaire yet."))
        raise NotFoundError(N_("There is no questionnaire “{code}”. There are: {codes}."), code=code, codes=codes)
    if number is None:
        return next((row for row in own if row.is_frozen), own[0]).id
    for row in own:
        if row.number == number.strip():
            return row.id
    raise NotFoundError(
        N_("The questionnaire “{code}” has no version {number}. It has: {numbers}."),
        code=own[0].code,
        number=number,
        numbers=", ".join(row.number for row in own),
    )


def campaigns_using(reader: Reads, version_id: int) -> list[str]:
    """The codes of the campaigns that put this version to members."""
    rows = reader.rows(
        "SELECT code FROM campaign WHERE questionnaire_version_id = :id ORDER BY opens_on", {"id": version_id}
    )
    return [row[0] for row in rows]


def has_published(reader: Reads, questionnaire_id: int) -> bool:
    """Whether a version of the questionnaire is published, which settles its code and its titles."""
    return bool(
        reader.rows(
            "SELECT 1 FROM questionnaire_version WHERE questionnaire_id = :id AND state = :state LIMIT 1",
            {"id": questionnaire_id, "state": PUBLISHED},
        )
    )


def draft_of(reader: Reads, questionnaire_id: int) -> tuple[int, str] | None:
    """The draft (id and number) of a questionnaire, which has one at most."""
    rows = reader.rows(
        "SELECT id, number FROM questionnaire_version WHERE questionnaire_id = :id AND state = :state",
        {"id": questionnaire_id, "state": DRAFT},
    )
    return (rows[0][0], rows[0][1]) if rows else None


# --- one version, whole


def get_version(reader: Reads, version_id: int) -> VersionDraft:
    """The version with its principles, items, scale, profiles and signatories. Raises: NotFoundError."""
    rows = reader.rows(
        """SELECT q.id, q.code, q.title_fr, q.title_en, v.number, v.state, v.published_on, v.based_on_id, v.level,
                  v.introduction_fr, v.introduction_en, v.attestation_fr, v.attestation_en, v.meaning_fr, v.meaning_en,
                  v.index_shown, v.id, v.ref, v.version
           FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire_id WHERE v.id = :id""",
        {"id": version_id},
    )
    if not rows:
        raise NotFoundError(N_("This version of the questionnaire no longer exists: it was deleted in the meantime."))
    return replace(
        VersionDraft(*rows[0][:16]),
        scale=tuple(
            ScaleChoice(*row)
            for row in _children(
                reader, "scale_choice", "code, label_fr, label_en, weight, reason_required", version_id
            )
        ),
        profiles=tuple(
            Profile(*row) for row in _children(reader, "questionnaire_profile", "code, name_fr, name_en", version_id)
        ),
        signatories=tuple(
            Signatory(*row) for row in _children(reader, "required_signatory", "title_fr, title_en", version_id)
        ),
        principles=_principles(reader, version_id),
        id=rows[0][16],
        ref=rows[0][17],
        version=rows[0][18],
    )


def _children(reader: Reads, table: str, columns: str, version_id: int) -> list[tuple[Any, ...]]:
    return reader.rows(
        f"SELECT {columns}, id FROM {table} WHERE questionnaire_version_id = :id ORDER BY position, id",
        {"id": version_id},
    )


def _principles(reader: Reads, version_id: int) -> tuple[Principle, ...]:
    items: dict[int, list[Item]] = defaultdict(list)
    for principle_id, *row in _children(
        reader,
        "questionnaire_item",
        "principle_id, code, text_fr, text_en, help_fr, help_en, evidence_fr, evidence_en, weight, profile",
        version_id,
    ):
        items[principle_id].append(Item(*row))
    return tuple(
        Principle(code, title_fr, title_en, help_fr, help_en, tuple(items[row_id]), row_id)
        for code, title_fr, title_en, help_fr, help_en, row_id in _children(
            reader, "principle", "code, title_fr, title_en, help_fr, help_en", version_id
        )
    )


# --- what differs

NEW, REMOVED, CHANGED = "new", "removed", "changed"


@dataclass(frozen=True)
class FieldChange:
    """A value that differs: the attribute of the draft ("text_fr"), and both values as they are kept."""

    field: str
    before: str | int | None
    after: str | int | None


@dataclass(frozen=True)
class Change:
    """Something of one version that is not the same in the other; `code` identifies it in both."""

    kind: str
    code: str
    before: Any = None
    after: Any = None
    fields: tuple[FieldChange, ...] = ()
    moved: tuple[str, str] | None = None
    """An item's principle before and after, by code."""


@dataclass(frozen=True)
class Difference:
    """What changes from one version to another; items are the same when their code is."""

    old: VersionDraft
    new: VersionDraft
    texts: tuple[FieldChange, ...]
    principles: tuple[Change, ...]
    items: tuple[Change, ...]
    scale: tuple[Change, ...]
    profiles: tuple[Change, ...]
    signatories: tuple[Change, ...]
    reordered: tuple[str, ...]
    """Codes of the principles whose items that stayed stand in another order."""

    def __bool__(self) -> bool:
        return any((self.texts, self.principles, self.items, self.scale, self.profiles, self.signatories)) or bool(
            self.reordered
        )

    def codes(self, kind: str) -> frozenset[str]:
        """The codes of the items that are new, removed or changed."""
        return frozenset(change.code for change in self.items if change.kind == kind)

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.items)


_OWN = ("id", "ref", "version", "items")
_VERSION_TEXTS = (
    "title_fr", "title_en", "level", "introduction_fr", "introduction_en", "attestation_fr", "attestation_en",
    "meaning_fr", "meaning_en", "index_shown",
)  # fmt: skip


def difference(old: VersionDraft, new: VersionDraft) -> Difference:
    """What the new version says otherwise than the old one. Numbers, states and days are not part of it."""
    places_before = {item.code: principle.code for principle in old.principles for item in principle.items}
    places_after = {item.code: principle.code for principle in new.principles for item in principle.items}
    return Difference(
        old,
        new,
        tuple(_field_changes(old, new, _VERSION_TEXTS)),
        _changes(old.principles, new.principles),
        _changes(old.items(), new.items(), places_before, places_after),
        _changes(old.scale, new.scale),
        _changes(old.profiles, new.profiles),
        _signatories(old.signatories, new.signatories),
        tuple(_reordered(old, new)),
    )


def _field_changes(before: Any, after: Any, names: Iterable[str]) -> Iterator[FieldChange]:
    for name in names:
        values = getattr(before, name), getattr(after, name)
        if values[0] != values[1] and not {None, ""}.issuperset(values):
            yield FieldChange(name, *values)


def _names(thing: Any) -> list[str]:
    return [field.name for field in fields(thing) if field.name not in (*_OWN, "code")]


def _changes(
    old: Iterable[Any],
    new: Iterable[Any],
    before_in: dict[str, str] | None = None,
    after_in: dict[str, str] | None = None,
) -> tuple[Change, ...]:
    """In the order of the new version; what was removed comes last."""
    before = {thing.code: thing for thing in old}
    found: list[Change] = []
    known = set()
    for thing in new:
        known.add(thing.code)
        was = before.get(thing.code)
        if was is None:
            found.append(Change(NEW, thing.code, None, thing))
            continue
        places = ((before_in or {}).get(thing.code, ""), (after_in or {}).get(thing.code, ""))
        moved = places if places[0] != places[1] else None
        changed = tuple(_field_changes(was, thing, _names(thing)))
        if changed or moved:
            found.append(Change(CHANGED, thing.code, was, thing, changed, moved))
    found.extend(Change(REMOVED, code, thing) for code, thing in before.items() if code not in known)
    return tuple(found)


def _signatories(old: tuple[Signatory, ...], new: tuple[Signatory, ...]) -> tuple[Change, ...]:
    """They have no code: they are compared by their place."""
    found: list[Change] = []
    for place in range(max(len(old), len(new))):
        before = old[place] if place < len(old) else None
        after = new[place] if place < len(new) else None
        code = str(place + 1)
        if before is None or after is None:
            found.append(Change(NEW if before is None else REMOVED, code, before, after))
        elif changed := tuple(_field_changes(before, after, _names(after))):
            found.append(Change(CHANGED, code, before, after, changed))
    return tuple(found)


def _reordered(old: VersionDraft, new: VersionDraft) -> Iterator[str]:
    orders = {principle.code: [item.code for item in principle.items] for principle in old.principles}
    for principle in new.principles:
        after = [item.code for item in principle.items]
        before = orders.get(principle.code, [])
        if [code for code in before if code in after] != [code for code in after if code in before]:
            yield principle.code
