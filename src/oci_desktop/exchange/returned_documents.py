"""The document that came back, kept beside the attestation: the one door, which lets no answers in.

A workbook is never attached: its values are read, and another sheet of it could hold anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oci_desktop.errors import UserError
from oci_desktop.exchange.form_reading import read_form_data
from oci_desktop.i18n import N_
from oci_desktop.model.form import FILES_INSIDE, FormReading, find_printed
from oci_desktop.queries.assessment_forms import (
    ANSWER_FIELDS,
    ATTESTATION,
    QUESTIONNAIRE,
    WHOLE,
    addressed_members,
    form_campaign,
    identity,
)
from oci_desktop.queries.campaigns import get_self_assessment
from oci_desktop.services.attestations import keep_document

if TYPE_CHECKING:
    from oci_desktop.store.database import Database

MOST_BYTES = 50 << 20
"""A scan of a few pages is far smaller."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
"""PNG, JPEG, TIFF."""


def keep_returned(database: Database, self_assessment_id: int, content: bytes, name: str) -> str:
    """Keep a scan or a filled attestation; its name among the documents.

    Raises: UserError for a file that holds answers, for what is neither a PDF nor a picture, and for what cannot be
    read; nothing of it is then kept.
    """
    if content.startswith(_PICTURES):
        return keep_document(database, self_assessment_id, content, name, holds_answers=lambda _content: False)
    if not content.lstrip()[:5] == b"%PDF-":
        raise UserError(N_("“{name}” cannot be attached: a PDF or a picture (PNG, JPEG, TIFF) can."), name=name)
    reading = read_form_data(content)
    # A form edited by hand, or with something inside, is asked for again; of a scan, only what it carries matters.
    if reading.remarks and (reading.source == "pdf" or any(one.msgid == FILES_INSIDE for one in reading.remarks)):
        raise UserError(
            N_("“{name}” was not attached: {reason} Print it to a PDF anew, or scan it."),
            name=name,
            reason=reading.remarks[0],
        )
    found = may_hold_answers(reading) or _is_questionnaire(database, self_assessment_id, reading)
    return keep_document(database, self_assessment_id, content, name, holds_answers=lambda _content: found)


def may_hold_answers(reading: FormReading) -> bool:
    """Whether what was read has fields of answers, or is one of the documents that have."""
    if reading.identity is not None and reading.identity.document != ATTESTATION:
        return True
    return any(name.startswith(ANSWER_FIELDS) for name in reading.values)


def _is_questionnaire(database: Database, self_assessment_id: int, reading: FormReading) -> bool:
    """Whether the printed identifier is that of a document with answers: of a flattened questionnaire."""
    if not reading.printed:
        return False
    with database.read() as reader:
        asked = get_self_assessment(reader, self_assessment_id)
        campaign = form_campaign(reader, asked.campaign_id)
        candidates = [
            identity(campaign, member.organisation_ref, document)
            for member in addressed_members(reader, asked.campaign_id, "9999-12-31")
            for document in (QUESTIONNAIRE, WHOLE)
        ]
    return find_printed(reading.printed, candidates) is not None
