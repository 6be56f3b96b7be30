"""Erasing what members answered, for good: the rows, what the journal says of them, and documents that hold answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from oci_desktop.errors import UserError
from oci_desktop.i18n import Message
from oci_desktop.model import schema
from oci_desktop.queries.answers import unconfirmed_copies
from oci_desktop.queries.campaigns import attestation_of, get_attestation

if TYPE_CHECKING:
    from sqlalchemy import Table

    from oci_desktop.store.database import Database
    from oci_desktop.store.erasure import Erased, Eraser
    from oci_desktop.store.reader import Reader

HoldsAnswers = Callable[[bytes], bool]


def erase_answers(
    database: Database, ids: Sequence[int], label: Message, also: Callable[[Eraser], None],
    holds_answers: HoldsAnswers | None,
) -> Erased:  # fmt: skip
    """Erase what was ever answered in these self-assessments, and what others took over and never confirmed."""
    from oci_desktop.store.erasure import rows_ever

    rows: dict[Table, set[int]] = {schema.answer: set(), schema.planned_action: set()}
    documents: dict[int, dict[str, str]] = {}
    with database.read() as reader:
        for one in ids:
            for table, copies in zip(rows, unconfirmed_copies(reader, one), strict=True):
                rows[table] |= rows_ever(reader, table, "self_assessment_id", one) | copies
            attestation = attestation_of(reader, one)
            if attestation is not None and attestation.id is not None:
                documents[attestation.id] = documents_ever(reader, attestation.id)
    named = {name for found in documents.values() for name in found}
    gone = {name for name in named if holds_answers is not None and _holds(database, name, holds_answers)}

    def all_of_it(eraser: Eraser) -> None:
        also(eraser)
        for attestation_id in documents:
            columns = ["answers_digest"]
            if get_attestation(eraser, attestation_id).document in gone:
                eraser.update(schema.attestation, attestation_id, {"document_name": None})
                columns.append("document")
            eraser.blank(schema.attestation, attestation_id, *columns)

    return database.erase(label, rows, documents=sorted(gone), also=all_of_it)


def documents_ever(reader: Reader, attestation_id: int) -> dict[str, str]:
    """Every document that the attestation has, or ever had, with what it was called when it came."""
    found = dict(reader.rows("SELECT document, document_name FROM attestation WHERE id = :id", {"id": attestation_id}))
    for texts in reader.rows(
        "SELECT before, after FROM journal_change WHERE table_name = 'attestation' AND row_id = :id",
        {"id": attestation_id},
    ):
        for text in texts:
            values = json.loads(text) if text else {}
            found.setdefault(values.get("document"), values.get("document_name"))
    return {name: called or "" for name, called in found.items() if name}


def _holds(database: Database, name: str, holds_answers: HoldsAnswers) -> bool:
    """Whether a document holds answers; one that cannot be read might."""
    try:
        return holds_answers(database.documents.read(name))
    except UserError:
        return True
