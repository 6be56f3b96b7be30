"""The consent to share answers: recorded with its day and who gave it, withdrawn with what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from oci_desktop.dates import format_date, today
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import DateField, LineField
from oci_desktop.i18n import N_, _, message

if TYPE_CHECKING:
    from oci_desktop.gui.dialogs.erasing import ErasingDialog
    from oci_desktop.queries.answer_entry import AnswerEntry


@dataclass(frozen=True)
class _Consent:
    consent_on: str | None = None
    consent_by: str | None = None


def record_consent(context: Context, parent: QWidget | None, entry: AnswerEntry) -> GestureDialog:
    """Ask when the member agreed to share its answers, and by whose word."""
    record = entry.owner.id
    assert record is not None

    def check(draft: _Consent) -> Sequence[Problem]:
        return [
            *required("consent_on", draft.consent_on, N_("A date is needed.")),
            *required("consent_by", draft.consent_by, N_("Say who gave the consent.")),
        ]

    def sentence(draft: _Consent) -> str:
        words = _("From {date} on, the answers of {name} may be kept. The member may withdraw its consent at any time.")
        return words.format(date=format_date(draft.consent_on), name=entry.member)

    def act(draft: _Consent) -> Any:
        from oci_desktop.services.answers import give_consent

        day, by = draft.consent_on or "", draft.consent_by or ""
        label = message(N_("Consent of {name}"), name=entry.member)
        return operations.run(
            context, label, lambda write: give_consent(write, record, day, by), parent=parent, raising=True
        )

    dialog = GestureDialog(
        parent, _("Record the consent"), f"{entry.member} · {entry.campaign.title}", _("Record the consent"),
        check=check, sentence=sentence, act=act,
    )  # fmt: skip
    dialog.row(
        dialog.bind("consent_on", DateField(_("Given on"), required=True, full_day=True)),
        dialog.bind("consent_by", LineField(_("By whom"), required=True)),
    )
    return dialog.start(_Consent(today()))


def withdraw(context: Context, parent: QWidget | None, entry: AnswerEntry) -> ErasingDialog:
    """Ask before the consent is withdrawn: the answers go for good."""
    from oci_desktop.services.answers import withdraw_consent

    record, database, day = entry.owner.id, context.database, today()
    assert record is not None
    return _ask(
        context, parent, entry, _("Withdraw the consent"), _("Withdraw and erase"),
        lambda shows: withdraw_consent(database, record, day, holds_answers=shows),
    )  # fmt: skip


def keep_attestation_only(context: Context, parent: QWidget | None, entry: AnswerEntry) -> ErasingDialog:
    """Ask before a member is lowered to its attestation alone: what it answered goes for good."""
    from oci_desktop.services.answers import lower_level

    record, database = entry.owner.id, context.database
    assert record is not None
    return _ask(
        context, parent, entry, _("Keep the attestation only"), _("Lower and erase"),
        lambda shows: lower_level(database, record, holds_answers=shows),
    )  # fmt: skip


def _ask(
    context: Context, parent: QWidget | None, entry: AnswerEntry, title: str, verb: str, erase: Any
) -> ErasingDialog:
    from oci_desktop.exchange.returned_documents import doubtful_documents
    from oci_desktop.gui.dialogs.erasing import DoubtfulDocuments, ErasingDialog

    assert entry.owner.id is not None
    doubtful = doubtful_documents(context.database, [entry.owner.id])
    more = DoubtfulDocuments(doubtful) if doubtful else None
    goes = (
        _(
            "every answer and planned action of this member in this campaign, and what later ones took over "
            "unconfirmed;"
        ),
        _("their values in the history: the actions that wrote them can be read, and no longer undone;"),
        _("the answers in this file’s bytes. Older backups are listed afterwards, to delete."),
    )
    stays = (
        _("the attestation: dates and names, and its document unless it is ticked below;")
        if more is not None
        else _("the attestation: dates, names and document;"),
        _("the steps of the campaign: the member is as valid as it was;"),
        _("what the member has confirmed since in a later campaign: these are that campaign’s own answers."),
    )
    subject = f"{entry.member} · {entry.campaign.title}"
    shows = more.holds_answers if more is not None else None
    dialog = ErasingDialog(context, parent, title, subject, verb, goes, stays, lambda: erase(shows), more)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
