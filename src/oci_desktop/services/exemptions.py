"""Writing dispenses: decided by a body, from a day until a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from oci_desktop import dates
from oci_desktop.errors import Problem, UserError
from oci_desktop.i18n import N_, message
from oci_desktop.model import schema
from oci_desktop.model.campaign import ExemptionDraft
from oci_desktop.model.standing import SELF_ASSESSMENT
from oci_desktop.queries.campaigns import get_campaign, get_exemption
from oci_desktop.services.drafts import Cleaner, new_ref, refuse_errors, refuse_stale

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer

_COLUMNS = (
    "organisation_id", "condition", "campaign_id", "decided_by", "decided_on", "starts_on", "ends_on", "reason",
    "notes",
)  # fmt: skip


def check_exemption(draft: ExemptionDraft) -> list[Problem]:
    """Everything that is wrong in the draft by itself."""
    return clean_exemption(draft)[1]


def save_exemption(write: Writer, draft: ExemptionDraft) -> int:
    """Create or save a dispense; its id. Without a start it begins on the day of the decision, else today.

    Raises: ValidationError, ConflictError, NotFoundError.
    """
    draft, problems = clean_exemption(draft)
    refuse_errors(problems)
    organisation = write.get(schema.organisation, draft.organisation_id)
    if organisation is None:
        raise UserError(N_("This record no longer exists."))
    if organisation["is_self"]:
        raise UserError(N_("This is the association itself: it is not asked for anything."))
    if draft.campaign_id is not None:
        get_campaign(write, draft.campaign_id)
    values = {name: getattr(draft, name) for name in _COLUMNS}
    if draft.id is not None:
        refuse_stale(get_exemption(write, draft.id), draft)
        write.update(schema.exemption, draft.id, values)
        return draft.id
    return write.insert(schema.exemption, {"ref": draft.ref or new_ref(), **values})


def delete_exemption(write: Writer, exemption_id: int) -> None:
    """Take away a dispense that was entered by mistake. Raises: NotFoundError."""
    write.delete(schema.exemption, exemption_id)


def clean_exemption(draft: ExemptionDraft) -> tuple[ExemptionDraft, list[Problem]]:
    """The draft as it would be kept, and what is wrong in it by itself, by field."""
    cleaner = Cleaner()
    cleaner.dates(draft, "decided_on", "starts_on", "ends_on")
    clean = replace(
        draft,
        decided_by=cleaner.line("decided_by", draft.decided_by) or "",
        decided_on=draft.decided_on or None,
        starts_on=draft.starts_on or draft.decided_on or dates.today(),
        ends_on=draft.ends_on or None,
        reason=cleaner.note("reason", draft.reason),
        notes=cleaner.note("notes", draft.notes),
    )
    cleaner.period(clean.starts_on, clean.ends_on)
    cleaner.choice("condition", clean.condition, {SELF_ASSESSMENT: ""})
    if not clean.decided_by:
        cleaner.error("decided_by", message(N_("A dispense is decided by a body: say which one.")))
    return clean, cleaner.problems
