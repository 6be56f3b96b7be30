"""Writing memberships: admit, change category, end; periods are closed, never overwritten, never overlapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oci_desktop import dates
from oci_desktop.dates import day_before, first_day, format_date, format_period, last_day, overlap
from oci_desktop.errors import Problem, UserError, ValidationError
from oci_desktop.i18n import N_, message
from oci_desktop.model import schema
from oci_desktop.model.campaign import ExemptionDraft
from oci_desktop.model.codes import LEAVING_REASONS
from oci_desktop.model.membership import MembershipDraft, last_days, membership_on, runs
from oci_desktop.model.standing import SELF_ASSESSMENT
from oci_desktop.queries.records import category_codes, get_membership, get_organisation, memberships_of
from oci_desktop.queries.standing import Fact, conditions_for, conditions_of
from oci_desktop.services.drafts import Cleaner, new_ref, refuse_errors, refuse_stale
from oci_desktop.services.exemptions import save_exemption

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader
    from oci_desktop.store.writer import Writer


def check_membership(draft: MembershipDraft) -> list[Problem]:
    """Everything that is wrong in the draft by itself; overlaps with other periods are found when saving."""
    return clean_membership(draft)[1]


def save_membership(write: Writer, draft: MembershipDraft) -> int:
    """Create or save one period; its id.

    A period that makes it a member from today or later on is an admission: see `admission_obstacle`.
    Raises: ValidationError (overlaps and archived organisations included), ConflictError, NotFoundError.
    """
    draft, problems = clean_membership(draft)
    refuse_errors(problems)
    begins_on = None
    if draft.id is not None:
        stored = get_membership(write, draft.id)
        begins_on = stored.starts_on
        refuse_stale(stored, draft)
        if stored.organisation_id != draft.organisation_id:
            raise ValidationError(
                [Problem("organisation_id", message(N_("A membership stays with its organisation.")))]
            )
    others = [period for period in memberships_of(write, draft.organisation_id) if period.id != draft.id]
    refuse_overlap(draft, others)
    _refuse_archived(write, draft)
    if draft.id is None or draft.starts_on != begins_on:
        _refuse_unmet(*admissions_unmet(write, [draft], {draft.organisation_id: others}))
    saved = put_membership(write, draft, {code: i for i, code in category_codes(write).items()})
    set_runs(write, memberships_of(write, draft.organisation_id))
    return saved


def admit(write: Writer, draft: MembershipDraft, dispense: ExemptionDraft | None = None) -> int:
    """Make an organisation a member from a day on (a future day too); the id of the new period.

    A `dispense` is recorded first, in the same action. Without a valid attestation or a dispense, an organisation is
    not admitted once the association asks for one (see `admission_obstacle`).
    Raises: ValidationError where it is a member already on that day, or where that condition is not met.
    """
    if dispense is not None:
        save_exemption(write, dispense)
    admitted = save_membership(write, replace(draft, id=None, version=0))
    _refuse_unmet(admission_obstacle(write, draft))
    return admitted


def _refuse_unmet(obstacle: Fact | None) -> None:
    if obstacle is not None:
        sentence = N_("{reason}. Record its attestation in the campaign, or a dispense with the body that decided it.")
        raise ValidationError([Problem("starts_on", message(sentence, reason=obstacle.reason))])


def admissions_unmet(
    reader: Reader, drafts: Sequence[MembershipDraft], others: Mapping[int, Sequence[MembershipDraft]]
) -> list[Fact | None]:
    """For each draft, what stands against it. Those that begin today or later and follow no other are admissions.

    `others` are the other periods of each organisation.
    """
    firsts = [first_day(draft.starts_on).isoformat() if draft.starts_on else "" for draft in drafts]
    by_day: dict[str, list[int]] = {}
    for draft, first in zip(drafts, firsts, strict=True):
        if first >= dates.today() and not membership_on(others.get(draft.organisation_id, ()), day_before(first)):
            by_day.setdefault(first, []).append(draft.organisation_id)
    unmet = {
        (organisation_id, day): fact
        for day, ids in by_day.items()
        for organisation_id, facts in conditions_for(reader, day, ids).items()
        for fact in facts
        if fact.code == SELF_ASSESSMENT and not fact.met
    }
    return [unmet.get((draft.organisation_id, first)) for draft, first in zip(drafts, firsts, strict=True)]


def admission_day(draft: MembershipDraft) -> str:
    """The day on which an admission is judged: its first day, or today where that has passed."""
    first = first_day(draft.starts_on).isoformat() if draft.starts_on else ""
    last = last_day(draft.ends_on).isoformat() if draft.ends_on else "9"
    return max(first, min(dates.today(), last))


def admission_obstacle(reader: Reader, draft: MembershipDraft) -> Fact | None:
    """The condition that stands against admitting the organisation: neither a valid attestation nor a dispense.

    None where it is met, and for a membership that begins before the association asked for any.
    """
    if not draft.starts_on:
        return None
    for asked in conditions_of(reader, draft.organisation_id, first_day(draft.starts_on).isoformat()):
        if asked.code == SELF_ASSESSMENT:
            judged = conditions_of(reader, draft.organisation_id, admission_day(draft))
            return next((fact for fact in judged if fact.code == SELF_ASSESSMENT and not fact.met), None)
    return None


def change_category(
    write: Writer,
    organisation_id: int,
    category: str,
    from_day: str,
    *,
    adopted_on: str | None = None,
    decided_by: str | None = None,
) -> int:
    """The member is in another category from that day on: its period ends the day before, another begins.

    The new period ends when the old one would have. Raises: UserError when it is no member on that day.
    """
    stored = period_on(write, organisation_id, from_day)
    if stored is None:
        raise UserError(N_("It is not a member on {date}: admit it instead."), date=format_date(from_day))
    if stored.category == category:
        raise UserError(N_("It is in this category already on {date}."), date=format_date(from_day))
    if stored.starts_on and first_day(stored.starts_on) == first_day(from_day):
        # It begins that very day: there is no earlier part to keep.
        return save_membership(write, replace(stored, category=category, adopted_on=adopted_on, decided_by=decided_by))
    save_membership(write, replace(stored, ends_on=day_before(from_day), reason="category_change"))
    return save_membership(
        write,
        MembershipDraft(
            organisation_id, category, from_day, stored.ends_on, adopted_on or None, None, decided_by,
            stored.reason if stored.ends_on else None,
        ),
    )  # fmt: skip


def end_membership(
    write: Writer,
    organisation_id: int,
    ends_on: str,
    *,
    notice_on: str | None = None,
    reason: str | None = None,
    decided_by: str | None = None,
) -> None:
    """The organisation is a member until that day, inclusive; it has left from the next day on.

    Raises: UserError when it is no member on that day.
    """
    stored = period_on(write, organisation_id, ends_on)
    if stored is None:
        raise UserError(N_("It is not a member on {date}."), date=format_date(ends_on))
    for later in memberships_of(write, organisation_id):
        if later.starts_on and (stored.starts_on or "") < later.starts_on:
            raise UserError(
                N_("Another membership begins later ({period}): take it away first, or end that one."),
                period=format_period(later.starts_on, later.ends_on),
            )
    draft = replace(stored, ends_on=ends_on, notice_on=notice_on or stored.notice_on, reason=reason or stored.reason)
    save_membership(write, replace(draft, decided_by=decided_by or stored.decided_by))


def delete_membership(write: Writer, membership_id: int) -> None:
    """Take away a period that was entered by mistake. Raises: NotFoundError."""
    stored = get_membership(write, membership_id)
    write.delete(schema.membership, membership_id)
    write.touch(schema.organisation, stored.organisation_id)
    set_runs(write, memberships_of(write, stored.organisation_id))


def period_on(write: Writer, organisation_id: int, day: str) -> MembershipDraft | None:
    """The period in force on that day, or None."""
    return membership_on(memberships_of(write, organisation_id), day)


def refuse_overlap(draft: MembershipDraft, others: list[MembershipDraft]) -> None:
    """Raises: ValidationError naming the period of the same organisation that shares days with the draft."""
    for other in others:
        if overlap((draft.starts_on, draft.ends_on), (other.starts_on, other.ends_on)):
            raise ValidationError(
                [
                    Problem(
                        "starts_on",
                        message(
                            N_("This overlaps another membership of the same organisation ({period})."),
                            period=format_period(other.starts_on, other.ends_on),
                        ),
                    )
                ]
            )


def put_membership(write: Writer, draft: MembershipDraft, categories: dict[str, int]) -> int:
    """Write a clean draft as it is; imports call it in bulk, and `set_runs` afterwards."""
    if draft.category not in categories:
        raise ValidationError([Problem("category", message(N_("There is no category “{code}”."), code=draft.category))])
    values: dict[str, Any] = {
        "category_id": categories[draft.category],
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "adopted_on": draft.adopted_on,
        "notice_on": draft.notice_on,
        "decided_by": draft.decided_by,
        "reason": draft.reason,
        "notes": draft.notes,
    }
    if draft.id is not None:
        write.update(schema.membership, draft.id, values)
        return draft.id
    return write.insert(
        schema.membership,
        {"ref": draft.ref or new_ref(), "organisation_id": draft.organisation_id, **values},
    )


def set_runs(write: Writer, periods: list[MembershipDraft]) -> None:
    """Keep `member_since` and `last_day` true for all periods of one organisation."""
    bounds = [(period.starts_on, period.ends_on) for period in periods]
    for period, since, last in zip(periods, runs(bounds), last_days(bounds), strict=True):
        assert period.id is not None
        write.update(schema.membership, period.id, {"member_since": since, "last_day": last})


def clean_membership(draft: MembershipDraft) -> tuple[MembershipDraft, list[Problem]]:
    """The draft as it would be kept, and what is wrong in it by itself, by field."""
    cleaner = Cleaner()
    cleaner.dates(draft, "starts_on", "ends_on", "adopted_on", "notice_on")
    cleaner.period(draft.starts_on, draft.ends_on)
    if not draft.category:
        cleaner.error("category", message(N_("A category is needed.")))
    clean = replace(
        draft,
        starts_on=draft.starts_on or None,
        ends_on=draft.ends_on or None,
        adopted_on=draft.adopted_on or None,
        notice_on=draft.notice_on or None,
        decided_by=cleaner.line("decided_by", draft.decided_by),
        reason=draft.reason or None,
        notes=cleaner.note("notes", draft.notes),
    )
    cleaner.choice("reason", clean.reason, LEAVING_REASONS)
    return clean, cleaner.problems


def _refuse_archived(write: Writer, draft: MembershipDraft) -> None:
    organisation = get_organisation(write, draft.organisation_id)
    if organisation.is_self:
        raise UserError(N_("This is the association itself: it cannot be one of its own members."))
    if is_beyond_archive(draft.ends_on, organisation.archived_on):
        raise UserError(N_("This organisation is archived. Take it out of the archive first."))


def is_beyond_archive(ends_on: str | None, archived_on: str | None) -> bool:
    """Whether a period would still be open on the day from which its organisation is archived."""
    return bool(archived_on) and (not ends_on or last_day(ends_on) >= first_day(archived_on or ""))
