"""Writing organisations: create, save, rename from a date, move, link, archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from oci_desktop.dates import day_before, is_date, last_day, today
from oci_desktop.errors import NotFoundError, Problem, UserError
from oci_desktop.i18n import N_, message
from oci_desktop.model import schema
from oci_desktop.model.codes import LANGUAGES_SPOKEN, LINK_KINDS, ORGANISATION_KINDS, REGIONS
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.queries.records import get_organisation, load_organisations, memberships_of
from oci_desktop.services import fields
from oci_desktop.services.drafts import (
    Cleaner,
    begins,
    contact_rows,
    new_ref,
    refuse_errors,
    refuse_stale,
    save_children,
)
from oci_desktop.tables import join_list
from oci_desktop.text import search_norm, sort_key

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer


def check_organisation(draft: OrganisationDraft) -> list[Problem]:
    """Everything that is wrong (errors) or odd (warnings) in the draft, by field."""
    return clean_organisation(draft)[1]


def save_organisation(write: Writer, draft: OrganisationDraft) -> int:
    """Create or save one organisation; its id.

    Raises: ValidationError, ConflictError, NotFoundError.
    """
    draft, problems = clean_organisation(draft)
    refuse_errors(problems)
    stored = None
    if draft.id is not None:
        stored = get_organisation(write, draft.id)
        refuse_stale(stored, draft)
    return put_organisation(write, draft, stored)


def put_organisation(write: Writer, draft: OrganisationDraft, stored: OrganisationDraft | None) -> int:
    """Write a clean draft over what was just read in this same action (None: it is new); its id.

    Imports call it in bulk, with what `clean_organisation` gave and found nothing wrong with.
    """
    if stored is None or stored.id is None:
        return _insert(write, draft)
    _update(write, stored, draft)
    return stored.id


def _save_over(write: Writer, stored: OrganisationDraft, draft: OrganisationDraft) -> None:
    draft, problems = clean_organisation(draft)
    refuse_errors(problems)
    put_organisation(write, draft, stored)


def rename_organisation(write: Writer, organisation_id: int, naming: NamePeriod) -> None:
    """From the day `naming.starts_on` on, the organisation is called so; before, as it was.

    A naming that began that same day is replaced. Raises: ValidationError, NotFoundError.
    """
    stored = get_organisation(write, organisation_id)
    kept = tuple(period for period in stored.names if begins(period.starts_on) != begins(naming.starts_on))
    _save_over(write, stored, replace(stored, names=(*kept, replace(naming, id=None))))


def set_region(write: Writer, organisation_id: int, region: str | None, from_day: str | None = None) -> None:
    """The organisation is in `region` (a code, or None) from that day on; None: it always was.

    Raises: ValidationError, NotFoundError.
    """
    stored = get_organisation(write, organisation_id)
    _save_over(write, stored, _in_region(stored, region, from_day))


def change_organisations(
    write: Writer,
    ids: Sequence[int],
    *,
    region: str | None = None,
    from_day: str | None = None,
    kind: str | None = None,
    add_tags: Iterable[str] = (),
    remove_tags: Iterable[str] = (),
) -> int:
    """The same change for all of them in one action; the number of organisations that it changed.

    Raises: ValidationError, NotFoundError.
    """
    changed = 0
    gone = set(remove_tags)
    for stored in load_organisations(write, ids).values():
        draft = stored
        if region is not None:
            draft = _in_region(draft, region or None, from_day)
        if kind is not None:
            draft = replace(draft, kind=kind)
        tags = tuple(dict.fromkeys(tag for tag in (*draft.tags, *add_tags) if tag not in gone))
        draft = replace(draft, tags=tags)
        if draft != stored:
            _save_over(write, stored, draft)
            changed += 1
    return changed


def archive_organisation(write: Writer, organisation_id: int, day: str | None = None) -> None:
    """Put the organisation away: lists no longer offer it, nothing is lost.

    Raises: UserError while a membership is open or to come, or for the association itself.
    """
    day = day or today()
    stored = get_organisation(write, organisation_id)
    if stored.is_self:
        raise UserError(N_("This is the association itself: it cannot be archived."))
    for period in memberships_of(write, organisation_id):
        if not period.ends_on or last_day(period.ends_on).isoformat() >= day:
            raise UserError(
                N_("“{name}” cannot be archived: its membership is still open. End the membership first."),
                name=stored.name_on(day).printed,
            )
    write.update(schema.organisation, organisation_id, {"archived_on": day})


def restore_organisation(write: Writer, organisation_id: int) -> None:
    """Take the organisation out of the archive. Raises: NotFoundError."""
    write.update(schema.organisation, organisation_id, {"archived_on": None})


def link_organisations(
    write: Writer,
    organisation_id: int,
    successor_id: int,
    kind: str,
    happened_on: str | None = None,
    notes: str | None = None,
) -> int:
    """Say what an organisation became: `kind` is renamed, merged or split; the link's id.

    Raises: ValidationError, NotFoundError, UserError when it would be linked with itself.
    """
    cleaner = Cleaner()
    cleaner.choice("kind", kind, LINK_KINDS)
    if happened_on and not is_date(happened_on):
        cleaner.error("happened_on", message(N_("“{text}” is not a date."), text=happened_on))
    notes = cleaner.note("notes", notes)
    refuse_errors(cleaner.problems)
    if organisation_id == successor_id:
        raise UserError(N_("An organisation cannot be linked with itself."))
    for each in (organisation_id, successor_id):
        write.touch(schema.organisation, each)
    return write.insert(
        schema.organisation_link,
        {
            "ref": new_ref(), "organisation_id": organisation_id, "successor_id": successor_id,
            "kind": kind, "happened_on": happened_on or None, "notes": notes,
        },
    )  # fmt: skip


def unlink_organisations(write: Writer, link_id: int) -> None:
    """Take a link away. Raises: NotFoundError."""
    write.delete(schema.organisation_link, link_id)


def find_association(write: Writer) -> int | None:
    """The id of the association itself, or None."""
    row = write.execute(select(schema.organisation.c.id).where(schema.organisation.c.is_self == 1)).first()
    return row[0] if row else None


def _in_region(stored: OrganisationDraft, region: str | None, from_day: str | None) -> OrganisationDraft:
    if from_day is None:
        return replace(stored, regions=(RegionPeriod(region),) if region else ())
    kept = tuple(period for period in stored.regions if begins(period.starts_on) < begins(from_day))
    if not kept and not region:
        return replace(stored, regions=())
    if kept and max(kept, key=lambda period: begins(period.starts_on)).region == (region or ""):
        return replace(stored, regions=kept)
    return replace(stored, regions=(*kept, RegionPeriod(region or "", from_day)))


def clean_organisation(draft: OrganisationDraft) -> tuple[OrganisationDraft, list[Problem]]:
    """The draft as it would be kept, and everything that is wrong (errors) or odd (warnings) in it, by field."""
    cleaner = Cleaner()
    cleaner.choice("kind", draft.kind, ORGANISATION_KINDS)
    cleaner.dates(draft, "founded", "archived_on")
    names = _clean_names(cleaner, draft.names)
    regions = _clean_regions(cleaner, draft.regions)
    languages = tuple(code for code in draft.languages if code)
    for code in languages:
        cleaner.choice("languages", code, LANGUAGES_SPOKEN)
    clean = replace(
        draft,
        names=names,
        regions=regions,
        contacts=cleaner.contacts(draft.contacts),
        aliases=cleaner.lines("aliases", draft.aliases),
        tags=cleaner.lines("tags", draft.tags),
        languages=languages,
        neq=cleaner.through("neq", fields.neq, draft.neq),
        charity_number=cleaner.through("charity_number", fields.charity_number, draft.charity_number),
        founded=draft.founded or None,
        web=cleaner.through("web", fields.web, draft.web),
        description_fr=cleaner.note("description_fr", draft.description_fr),
        description_en=cleaner.note("description_en", draft.description_en),
        notes=cleaner.note("notes", draft.notes),
        archived_on=draft.archived_on or None,
    )
    return clean, cleaner.problems


def _clean_names(cleaner: Cleaner, names: Sequence[NamePeriod]) -> tuple[NamePeriod, ...]:
    if not names:
        cleaner.error("names", message(N_("A name is needed.")))
        return ()
    cleaned = []
    for place, period in enumerate(names):
        field = f"names.{place}"
        cleaner.dates(period, "starts_on", field=f"{field}.")
        printed = cleaner.line(f"{field}.printed", period.printed)
        if not printed:
            cleaner.error(f"{field}.printed", message(N_("A name is needed.")))
        cleaned.append(
            replace(
                period,
                printed=printed or "",
                legal=cleaner.line(f"{field}.legal", period.legal),
                usual=cleaner.line(f"{field}.usual", period.usual),
                english=cleaner.line(f"{field}.english", period.english),
                acronym=cleaner.line(f"{field}.acronym", period.acronym),
                sort_as=cleaner.line(f"{field}.sort_as", period.sort_as),
                starts_on=period.starts_on or None,
            )
        )
    if len({begins(period.starts_on) for period in cleaned}) < len(cleaned):
        cleaner.error("names", message(N_("Two names begin on the same day.")))
    cleaned.sort(key=lambda period: begins(period.starts_on))
    # Every day has a name: the first one holds since always.
    cleaned[0] = replace(cleaned[0], starts_on=None)
    return tuple(cleaned)


def _clean_regions(cleaner: Cleaner, regions: Sequence[RegionPeriod]) -> tuple[RegionPeriod, ...]:
    for place, period in enumerate(regions):
        cleaner.dates(period, "starts_on", field=f"regions.{place}.")
        if period.region:
            cleaner.choice(f"regions.{place}.region", period.region, REGIONS)
    if len({begins(period.starts_on) for period in regions}) < len(regions):
        cleaner.error("regions", message(N_("Two regions begin on the same day.")))
    return tuple(sorted(regions, key=lambda period: begins(period.starts_on)))


def _insert(write: Writer, draft: OrganisationDraft) -> int:
    organisation_id = write.insert(
        schema.organisation, {"ref": draft.ref or new_ref(), "is_self": draft.is_self, **_row(draft)}
    )
    for _, values in _name_rows(organisation_id, draft.names):
        write.insert(schema.organisation_name, values)
    for _, values in _region_rows(organisation_id, draft.regions):
        write.insert(schema.organisation_region, values)
    for _, values in contact_rows("organisation_id", organisation_id, draft.contacts):
        write.insert(schema.contact_point, values)
    return organisation_id


def _update(write: Writer, stored: OrganisationDraft, draft: OrganisationDraft) -> None:
    assert stored.id is not None
    if stored.id != (draft.id or stored.id):
        raise NotFoundError(N_("This record no longer exists."))
    organisation_id = stored.id
    changed = save_children(
        write, schema.organisation_name, _ids(stored.names), _name_rows(organisation_id, draft.names)
    )
    changed |= save_children(
        write, schema.organisation_region, _ids(stored.regions), _region_rows(organisation_id, draft.regions)
    )
    changed |= save_children(
        write,
        schema.contact_point,
        _ids(stored.contacts),
        contact_rows("organisation_id", organisation_id, draft.contacts),
    )
    if not write.update(schema.organisation, organisation_id, _row(draft)) and changed:
        write.touch(schema.organisation, organisation_id)


def _ids(children: Iterable[Any]) -> list[int]:
    return [child.id for child in children if child.id is not None]


def _row(draft: OrganisationDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "aliases": join_list(draft.aliases),
        "tags": join_list(draft.tags),
        "languages": join_list(draft.languages),
        "neq": draft.neq,
        "charity_number": draft.charity_number,
        "founded": draft.founded,
        "web": draft.web,
        "description_fr": draft.description_fr,
        "description_en": draft.description_en,
        "notes": draft.notes,
        "media_consent": draft.media_consent,
        "archived_on": draft.archived_on,
        "search_norm": _searchable(draft),
    }


def _searchable(draft: OrganisationDraft) -> str:
    """Everything that the organisation may be found by, each once, folded."""
    texts: dict[str, None] = {}
    for period in draft.names:
        for text in (period.printed, period.legal, period.usual, period.english, period.acronym):
            if text:
                texts[search_norm(text)] = None
    for text in (*draft.aliases, *draft.tags):
        texts[search_norm(text)] = None
    for point in draft.contacts:
        for text in (point.city, point.value):
            if text:
                texts[search_norm(text)] = None
    return " ".join(texts)


def _name_rows(organisation_id: int, names: Sequence[NamePeriod]) -> list[tuple[int | None, dict[str, Any]]]:
    rows = []
    for place, period in enumerate(names):
        following = names[place + 1].starts_on if place + 1 < len(names) else None
        rows.append(
            (
                period.id,
                {
                    "organisation_id": organisation_id, "starts_on": period.starts_on,
                    "ends_on": day_before(following) if following else None, "printed": period.printed,
                    "legal": period.legal, "usual": period.usual, "english": period.english,
                    "acronym": period.acronym, "sort_as": period.sort_as,
                    "sort_key": sort_key(period.sort_as or period.printed),
                },
            )
        )  # fmt: skip
    return rows


def _region_rows(organisation_id: int, regions: Sequence[RegionPeriod]) -> list[tuple[int | None, dict[str, Any]]]:
    rows = []
    for place, period in enumerate(regions):
        following = regions[place + 1].starts_on if place + 1 < len(regions) else None
        rows.append(
            (
                period.id,
                {
                    "organisation_id": organisation_id, "region": period.region, "starts_on": period.starts_on,
                    "ends_on": day_before(following) if following else None,
                },
            )
        )  # fmt: skip
    return rows
