"""The attestation of record: its number, its days, who signed, the document that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from oci_desktop.dates import format_date
from oci_desktop.gui.forms.compound import link_line
from oci_desktop.gui.pages.records.reading import Beside, Sheet
from oci_desktop.gui.widgets import Button, ElidedLabel, Label, Strip
from oci_desktop.i18n import _
from oci_desktop.model.standing import VALID

if TYPE_CHECKING:
    from oci_desktop.gui.pages.campaigns.panel import CampaignPanel
    from oci_desktop.model.campaign import AttestationDraft, AttestationSignatory


def attestation_sheet(panel: CampaignPanel) -> Sheet:
    """What was signed, or how to enter it."""
    sheet = Sheet(panel.context)
    held = panel.data.attestation
    writable = not panel.context.read_only
    if held is None:
        sheet.section(_("Attestation of record"))
        sheet.text(_("None has been entered yet."), "secondary")
        if writable:
            sheet.add(link_line(Button(_("Enter the attestation…"), panel.enter_attestation, icon="paperclip")), 10)
        return sheet
    correct = Button(_("Correct…"), panel.enter_attestation, look="link") if writable else None
    sheet.section(_("Attestation of record"), correct)
    if changed_since_signed(panel, held):
        words = _("The answers changed since it was signed.")
        sheet.add(Strip(words, "pending", closable=False), 2)
    sheet.value(_("Number"), held.number)
    sheet.value(_("Received on"), format_date(held.received_on))
    sheet.value(_("Discussed by the board on"), format_date(held.discussed_on) or _("not said"))
    if panel.data.row.step == VALID:
        sheet.value(_("Valid until"), format_date(panel.data.campaign.valid_until))
    sheet.section(_("Signatures"))
    for signatory in held.signatories:
        sheet.value(signatory.title or _("Signed by"), _signature(signatory))
    if not held.signatories:
        sheet.text(_("No signature was entered."), "secondary")
    if held.explanation:
        sheet.section(_("Comply or explain"))
        sheet.text(held.explanation)
    sheet.section(_("Returned document"))
    if held.document:
        sheet.add(ElidedLabel(held.document_name or _("Document")), 0)
        sheet.add(
            link_line(
                Button(_("Open"), panel.open_document, icon="external-link"),
                Button(_("Save a copy…"), panel.save_document, icon="download"),
            ),
            8,
        )
    else:
        sheet.text(_("No document is attached."), "secondary")
    return sheet


def changed_since_signed(panel: CampaignPanel, held: AttestationDraft) -> bool:
    """At level B: whether the answers are no longer those that were signed."""
    if panel.data.level != "B" or not held.answers_digest:
        return False
    from oci_desktop.queries.answers import answers_digest

    with panel.context.database.read() as reader:
        return bool(answers_digest(reader, panel.record) != held.answers_digest)


def _signature(signatory: AttestationSignatory) -> QWidget:
    box = Beside()
    box.column.addWidget(Label(signatory.name, wrap=True), 0, Qt.AlignmentFlag.AlignLeft)
    words = format_date(signatory.signed_on) or _("date not said")
    box.column.addWidget(Label(words, "small", wrap=True))
    return box
