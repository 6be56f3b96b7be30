"""A whole campaign put from level B to level A: what its members answered is erased for good, after a question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.erasing import DoubtfulDocuments, ErasingDialog
from oci_desktop.i18n import _
from oci_desktop.model.campaign import CampaignDraft


def keep_attestations_only(context: Context, parent: QWidget | None, draft: CampaignDraft) -> ErasingDialog:
    """Ask before the campaign asks for attestations alone: what its members answered goes for good."""
    from oci_desktop.exchange.returned_documents import doubtful_documents
    from oci_desktop.services.answers import lower_campaign

    with context.database.read() as reader:
        found = reader.rows("SELECT id FROM self_assessment WHERE campaign_id = :id ORDER BY id", {"id": draft.id})
    doubtful = doubtful_documents(context.database, [row[0] for row in found])
    more = DoubtfulDocuments(doubtful) if doubtful else None
    shows = more.holds_answers if more is not None else None
    goes = (
        _("every answer and planned action of every member in this campaign;"),
        _("their values in the history: the actions that wrote them can be read, and no longer undone;"),
        _("the answers in this file’s bytes. Older backups are listed afterwards, to delete."),
    )
    stays = (
        _("the attestations: dates and names, and their documents unless they are ticked below;")
        if more is not None
        else _("the attestations: dates, names and documents;"),
        _("the steps of the campaign: its members are as valid as they were."),
    )
    database = context.database
    dialog = ErasingDialog(
        context, parent, _("Keep the attestations only"), str(draft.title), _("Lower and erase"), goes, stays,
        lambda: lower_campaign(database, draft, holds_answers=shows), more,
    )  # fmt: skip
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
