"""Writing questionnaires: a draft is changed freely, a published version never; the next one starts from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import is_date
from oci_desktop.errors import Problem, UserError, ValidationError
from oci_desktop.i18n import N_, message
from oci_desktop.model import schema_assessments as tables
from oci_desktop.model.questionnaire import DRAFT, PUBLISHED, VersionDraft
from oci_desktop.queries.lists import Reads
from oci_desktop.queries.questionnaires import campaigns_using, draft_of, get_version, has_published
from oci_desktop.services.drafts import new_ref, refuse_errors, refuse_stale, save_children
from oci_desktop.services.questionnaire_rules import check_version, clean_version, missing_translations

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer

__all__ = [
    "back_to_draft",
    "check_version",
    "delete_version",
    "missing_translations",
    "publish",
    "refuse_clashes",
    "save_version",
    "start_version",
]


def save_version(write: Writer, draft: VersionDraft) -> int:
    """Keep a draft, as far as it is written: the id of the version. Without ids it begins a new one.

    Raises: ValidationError (fields by their place: `principles.0.items.2.code`), ConflictError, NotFoundError;
    UserError when the version is published.
    """
    clean, problems = clean_version(draft)
    stored = None
    if draft.id is not None:
        stored = get_version(write, draft.id)
        _refuse_frozen(stored)
        refuse_stale(stored, draft)
        clean = replace(clean, questionnaire_id=stored.questionnaire_id)
    refuse_errors(problems)
    refuse_clashes(write, clean)
    questionnaire_id = _keep_questionnaire(write, clean)
    values = {
        "questionnaire_id": questionnaire_id, "number": clean.number, "based_on_id": clean.based_on_id,
        "level": clean.level, "index_shown": clean.index_shown,
        "introduction_fr": clean.introduction_fr, "introduction_en": clean.introduction_en,
        "attestation_fr": clean.attestation_fr, "attestation_en": clean.attestation_en,
        "meaning_fr": clean.meaning_fr, "meaning_en": clean.meaning_en,
    }  # fmt: skip
    if stored is None:
        version_id = write.insert(
            tables.questionnaire_version, {"ref": clean.ref or new_ref(), "state": DRAFT, **values}
        )
        _keep_parts(write, version_id, VersionDraft(), clean)
        return version_id
    assert stored.id is not None
    changed = _keep_parts(write, stored.id, stored, clean)
    if not write.update(tables.questionnaire_version, stored.id, values) and changed:
        write.touch(tables.questionnaire_version, stored.id)
    return stored.id


def publish(write: Writer, version_id: int, on: str) -> list[Problem]:
    """Freeze the version: from that day on campaigns can use it. What is left to translate comes back as warnings.

    Raises: ValidationError with everything that is missing; UserError when it is published already; NotFoundError.
    """
    stored = get_version(write, version_id)
    if stored.is_frozen:
        raise UserError(N_("Version {number} is published already."), number=stored.number)
    if len(on) < 10 or not is_date(on):
        raise ValidationError([Problem("published_on", message(N_("A full date is needed here, with its day.")))])
    problems = check_version(stored)
    refuse_errors(problems)
    write.update(tables.questionnaire_version, version_id, {"state": PUBLISHED, "published_on": on})
    return problems


def back_to_draft(write: Writer, version_id: int) -> None:
    """Thaw a version that was published too early.

    Raises: UserError once a campaign uses it, or another version starts from it or is under way; NotFoundError.
    """
    stored = get_version(write, version_id)
    if not stored.is_frozen:
        return
    _refuse_used(write, stored)
    assert stored.questionnaire_id is not None
    draft = draft_of(write, stored.questionnaire_id)
    if draft is not None:
        raise _second_draft(draft[1])
    if _next_of(write, version_id):
        raise UserError(
            N_("Version {number} stays published: a later version starts from it. Change that one, or start another."),
            number=stored.number,
        )
    write.update(tables.questionnaire_version, version_id, {"state": DRAFT, "published_on": None})


def start_version(write: Writer, version_id: int, number: str) -> int:
    """The next draft, with everything of this version and the same identifiers; its id.

    Raises: UserError when the questionnaire has a draft already; ValidationError when the number is taken;
    NotFoundError.
    """
    stored = get_version(write, version_id)
    if not stored.is_frozen:
        raise _second_draft(stored.number)
    return save_version(
        write,
        replace(copied(stored), questionnaire_id=stored.questionnaire_id, number=number, based_on_id=version_id),
    )


def copied(version: VersionDraft) -> VersionDraft:
    """The content of a version, without the rows it is kept in: ready to be saved as another."""
    return replace(
        version,
        questionnaire_id=None,
        state=DRAFT,
        published_on=None,
        based_on_id=None,
        scale=tuple(replace(one, id=None) for one in version.scale),
        profiles=tuple(replace(one, id=None) for one in version.profiles),
        signatories=tuple(replace(one, id=None) for one in version.signatories),
        principles=tuple(
            replace(one, id=None, items=tuple(replace(item, id=None) for item in one.items))
            for one in version.principles
        ),
        id=None,
        ref=None,
        version=0,
    )


def delete_version(write: Writer, version_id: int) -> None:
    """Take a draft away, with its questionnaire when it was the only version.

    Raises: UserError when it is published; NotFoundError.
    """
    stored = get_version(write, version_id)
    _refuse_used(write, stored)
    if stored.is_frozen:
        raise UserError(
            N_("Version {number} is published: it is not deleted. Take it back to a draft first."),
            number=stored.number,
        )
    _keep_parts(write, version_id, stored, VersionDraft())
    write.delete(tables.questionnaire_version, version_id)
    questionnaire_id = stored.questionnaire_id
    assert questionnaire_id is not None
    others = write.rows("SELECT 1 FROM questionnaire_version WHERE questionnaire_id = :id", {"id": questionnaire_id})
    if not others:
        write.delete(tables.questionnaire, questionnaire_id)


# --- what is refused


def _refuse_frozen(stored: VersionDraft) -> None:
    if stored.is_frozen:
        raise UserError(
            N_("Version {number} is published: it does not change any more. Start the next version to change it."),
            number=stored.number,
        )


def _refuse_used(write: Writer, stored: VersionDraft) -> None:
    assert stored.id is not None
    campaigns = campaigns_using(write, stored.id)
    if campaigns:
        raise UserError(
            N_("Version {number} is used by the campaign {campaigns}: it stays as it is. Start the next version."),
            number=stored.number,
            campaigns=", ".join(campaigns),
        )


def _second_draft(number: str) -> UserError:
    return UserError(
        N_("Version {number} is still a draft: finish and publish it, or delete it, before another one begins."),
        number=number,
    )


def _next_of(write: Writer, version_id: int) -> bool:
    return bool(write.rows("SELECT 1 FROM questionnaire_version WHERE based_on_id = :id LIMIT 1", {"id": version_id}))


def refuse_clashes(reader: Reads, draft: VersionDraft) -> None:
    """The code belongs to one questionnaire, the number to one version of it, and there is one draft at a time.

    Once a version is published, what is printed on it is settled: the code and the titles.
    Raises: ValidationError, UserError.
    """
    rows = reader.rows("SELECT id, title_fr, title_en FROM questionnaire WHERE code = :code", {"code": draft.code})
    if rows and rows[0][0] != draft.questionnaire_id:
        sentence = message(N_("Another questionnaire is called “{code}” already."), code=draft.code)
        raise ValidationError([Problem("code", sentence)])
    if draft.questionnaire_id is None:
        return
    same = reader.rows(
        "SELECT id FROM questionnaire_version WHERE questionnaire_id = :id AND number = :number",
        {"id": draft.questionnaire_id, "number": draft.number},
    )
    if same and same[0][0] != draft.id:
        sentence = message(N_("There is a version {number} already."), number=draft.number)
        raise ValidationError([Problem("number", sentence)])
    other = draft_of(reader, draft.questionnaire_id)
    if other is not None and other[0] != draft.id:
        raise _second_draft(other[1])
    if has_published(reader, draft.questionnaire_id):
        _refuse_other_name(reader, draft)


def _refuse_other_name(reader: Reads, draft: VersionDraft) -> None:
    names = ("code", "title_fr", "title_en")
    kept = reader.rows(
        "SELECT code, title_fr, title_en FROM questionnaire WHERE id = :id", {"id": draft.questionnaire_id}
    )
    for field, value in zip(names, kept[0], strict=True):
        if value and value != getattr(draft, field):
            sentence = N_(
                "A published version is called “{title}”: that does not change."
                " For another name, begin another questionnaire."
            )
            raise ValidationError([Problem(field, message(sentence, title=value))])


# --- what is written


def _keep_questionnaire(write: Writer, draft: VersionDraft) -> int:
    """The questionnaire's own row, shared by its versions."""
    wanted = {"code": draft.code, "title_fr": draft.title_fr, "title_en": draft.title_en}
    if draft.questionnaire_id is None:
        return write.insert(tables.questionnaire, {"ref": new_ref(), **wanted})
    write.update(tables.questionnaire, draft.questionnaire_id, wanted)
    return draft.questionnaire_id


def _keep_parts(write: Writer, version_id: int, stored: VersionDraft, draft: VersionDraft) -> bool:
    """Make the rows of the version say what the draft says. True if anything changed."""
    owner = {"questionnaire_version_id": version_id}
    changed = save_children(write, tables.scale_choice, _codes(stored.scale), [
        (row_id, {**owner, "position": at, "code": one.code, "label_fr": one.label_fr, "label_en": one.label_en,
                  "weight": one.weight, "reason_required": one.reason_required})
        for at, (row_id, one) in enumerate(_matched(stored.scale, draft.scale))
    ])  # fmt: skip
    changed |= save_children(write, tables.questionnaire_profile, _codes(stored.profiles), [
        (row_id, {**owner, "position": at, "code": one.code, "name_fr": one.name_fr, "name_en": one.name_en})
        for at, (row_id, one) in enumerate(_matched(stored.profiles, draft.profiles))
    ])  # fmt: skip
    changed |= save_children(
        write,
        tables.required_signatory,
        [one.id for one in stored.signatories if one.id is not None],
        [
            (one.id, {**owner, "position": at, "title_fr": one.title_fr, "title_en": one.title_en})
            for at, one in enumerate(draft.signatories)
        ],
    )
    return _keep_principles(write, owner, stored, draft) or changed


def _keep_principles(write: Writer, owner: Mapping[str, int], stored: VersionDraft, draft: VersionDraft) -> bool:
    left = set(_codes(stored.principles))
    changed = False
    rows: list[tuple[int | None, dict[str, Any]]] = []
    known_items = _matched(list(stored.items()), list(draft.items()))
    item_ids = iter([row_id for row_id, _item in known_items])
    for position, (row_id, principle) in enumerate(_matched(stored.principles, draft.principles)):
        values = {
            **owner, "position": position, "code": principle.code, "title_fr": principle.title_fr,
            "title_en": principle.title_en, "help_fr": principle.help_fr, "help_en": principle.help_en,
        }  # fmt: skip
        if row_id in left:
            left.discard(row_id)
            principle_id = row_id
            changed |= write.update(tables.principle, principle_id, values)
        else:
            principle_id = write.insert(tables.principle, values)
            changed = True
        rows.extend(
            (
                next(item_ids),
                {
                    **owner, "principle_id": principle_id, "position": at, "code": item.code,
                    "text_fr": item.text_fr, "text_en": item.text_en, "help_fr": item.help_fr, "help_en": item.help_en,
                    "evidence_fr": item.evidence_fr, "evidence_en": item.evidence_en, "weight": item.weight,
                    "profile": item.profile,
                },
            )
            for at, item in enumerate(principle.items)
        )  # fmt: skip
    changed |= save_children(write, tables.questionnaire_item, _codes(list(stored.items())), rows)
    for row_id in left:
        write.delete(tables.principle, row_id)
        changed = True
    return changed


def _codes(things: Iterable[Any]) -> dict[int, str]:
    """Row → code."""
    return {thing.id: thing.code for thing in things if thing.id is not None}


def _matched(stored: Iterable[Any], wanted: Iterable[Any]) -> list[tuple[int | None, Any]]:
    """Each wanted thing with the row to keep it in: its own, else the one with its code, else none yet.

    A row never takes over a code that another row has until now: the file would have it twice for a moment.
    """
    own = _codes(stored)
    by_code = {code: row_id for row_id, code in own.items()}
    things = list(wanted)
    named = {thing.id for thing in things if thing.id in own}
    found: list[tuple[int | None, Any]] = []
    for thing in things:
        holder = by_code.get(thing.code)
        if thing.id in own:
            found.append((thing.id if holder in (None, thing.id) else None, thing))
        else:
            found.append((holder if holder not in named else None, thing))
    return found
