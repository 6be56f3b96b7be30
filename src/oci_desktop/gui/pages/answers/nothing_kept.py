"""Why no answer of a member is here: it keeps them itself, has not agreed yet, or has withdrawn its consent."""

from __future__ import annotations

from oci_desktop.gui.widgets import EmptyState
from oci_desktop.i18n import _
from oci_desktop.queries.answer_entry import AnswerEntry


def nothing_kept(entry: AnswerEntry) -> EmptyState:
    """What stands where the questions would be."""
    if entry.level != "B":
        return EmptyState("lock", _("The answers stay with the member"), why_not(entry))
    erased = bool(entry.owner.consent_withdrawn_on)
    return EmptyState("lock", _("No answer is kept") if erased else _("No answer may be kept yet"), why_not(entry))


def why_not(entry: AnswerEntry) -> str:
    """Why no answer of this member is here, in a sentence."""
    if entry.level != "B":
        return _("Attestation only: the association keeps no answer of this member, here or anywhere else.")
    if entry.owner.consent_withdrawn_on:
        return _("The member has withdrawn its consent: its answers were erased.")
    return _("This member has not agreed to share its answers: record its consent first.")
