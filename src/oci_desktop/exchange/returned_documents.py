"""The document that came back, kept beside the attestation: the one door, which lets no answers in.

A workbook is never attached: its values are read, and another sheet of it could hold anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.exchange.document_kinds import is_pdf, picture_suffix
from oci_desktop.exchange.form_reading import read_form_data
from oci_desktop.i18n import N_
from oci_desktop.model.form import FILES_INSIDE, MOST_TEXT_PAGES, FormIdentity, FormReading
from oci_desktop.queries.assessment_forms import ANSWER_FIELDS, ATTESTATION, identities_by_code
from oci_desktop.queries.campaigns import attestation_of
from oci_desktop.services.answers_erasing import documents_ever
from oci_desktop.services.attestations import keep_document
from oci_desktop.store.documents import all_names, remove

if TYPE_CHECKING:
    from oci_desktop.store.database import Database

MOST_BYTES = 50 << 20
"""A scan of a few pages is far smaller."""


@contextmanager
def only_if_written(database: Database) -> Iterator[set[str]]:
    """Documents whose names are put into the set are taken away again when the block fails: no row names them then."""
    names: set[str] = set()
    folder = database.documents.folder
    there = set(all_names(folder))
    try:
        yield names
    except BaseException:
        with suppress(OSError):
            remove(folder, names - there)
        raise


def keep_returned(database: Database, self_assessment_id: int, content: bytes, name: str) -> str:
    """Keep a scan or a filled attestation; its name among the documents.

    Raises: UserError for a file that holds answers, for what is neither a PDF nor a picture, and for what cannot be
    read; nothing of it is then kept.
    """
    if picture_suffix(content):
        return keep_document(database, self_assessment_id, content, name, holds_answers=lambda _content: False)
    if not content.lstrip()[:5] == b"%PDF-":
        raise UserError(N_("“{name}” cannot be attached: a PDF or a picture can."), name=name)
    reading = read_form_data(content)
    # A form edited by hand, or with something inside, is asked for again; of a scan, only what it carries matters.
    if reading.remarks and (reading.source == "pdf" or any(one.msgid == FILES_INSIDE for one in reading.remarks)):
        raise UserError(
            N_("“{name}” was not attached: {reason} Print it to a PDF anew, or scan it."),
            name=name,
            reason=reading.remarks[0],
        )
    with database.read() as reader:
        found = may_hold_answers(reading, identities_by_code(reader))
    return keep_document(database, self_assessment_id, content, name, holds_answers=lambda _content: found)


@dataclass(frozen=True)
class Doubtful:
    """A document kept beside an attestation that may show answers: a picture, or a scan."""

    digest: str
    name: str
    member: str


def doubtful_documents(database: Database, self_assessment_ids: Sequence[int]) -> list[Doubtful]:
    """What no machine can look into of all that was ever attached to these attestations, whatever is there now.

    A filled attestation that is as it went out shows none, and is not listed.
    """
    found = []
    with database.read() as reader:
        for one in self_assessment_ids:
            held = attestation_of(reader, one)
            if held is None or held.id is None:
                continue
            member = reader.value(
                "SELECT printed FROM organisation_name WHERE organisation_id = :id"
                " ORDER BY ends_on IS NULL DESC, id DESC",
                {"id": held.organisation_id},
            )
            named = documents_ever(reader, held.id)
            found += [Doubtful(digest, called, str(member or "")) for digest, called in named.items()]
    return [one for one in found if not _is_attestation(database, one.digest)]


def _is_attestation(database: Database, digest: str) -> bool:
    """Whether a document is the attestation itself, filled in, and nothing else; or is gone already."""
    try:
        content = database.documents.read(digest)
    except NotFoundError:
        return True
    except UserError:
        return False
    try:
        reading = read_form_data(content) if is_pdf(content) else None
    except UserError:
        return False
    if reading is None or reading.source != "pdf" or reading.remarks:
        return False
    return reading.identity is not None and not may_hold_answers(reading, {})


def may_hold_answers(reading: FormReading, identities: Mapping[str, FormIdentity]) -> bool:
    """Whether a document has fields of answers, is one that asks for them, or has a page of such a one in it.

    A form with more pages than it went out with is taken for one: they may be pictures. `identities` are those of
    `identities_by_code`: of every campaign, since last year's answers are answers too.
    """
    if reading.identity is not None and reading.identity.document != ATTESTATION:
        return True
    if any(name.startswith(ANSWER_FIELDS) for name in reading.values):
        return True
    if reading.pages > MOST_TEXT_PAGES or (reading.source == "pdf" and reading.pages != (reading.went_out or 1)):
        return True
    known = (identities.get(code) for code in reading.codes)
    return any(one is not None and one.document != ATTESTATION for one in known)
