"""What comes by mail in a campaign: forms filled in, and what people send by mistake, with answers in it."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from oci_desktop.mailings.campaign_forms import MadeForm, each_form
from oci_desktop.store.database import Database
from tests.filled_forms import edit_zip, fill_pdf, fill_xlsx, flatten_pdf

COMMENT, ACTION, OWNER = "Zzyœuxtémoin", "Qwhârtzplan", "Vlôkmanresp"
"""What answers say: words that nothing else can hold."""

ANSWERED = {
    "item.1.1.answer": "in_place", "item.1.1.comment": COMMENT,
    "item.1.2.answer": "not_applicable", "item.1.2.comment": f"{COMMENT} bis",
    "item.1.2.action": ACTION, "item.1.2.owner": OWNER, "item.1.2.due": "2027-06-30",
}  # fmt: skip
KEPT = "Gknöwnexplique"
SIGNED = {
    "discussed_on": "2026-11-10", "explanation": KEPT,
    "signatory.0.name": "Noémie Cœur d’Exemple", "signatory.0.date": "2026-11-12",
    "signatory.1.name": "Loïc Modèle", "signatory.1.date": "13 novembre 2026",
}  # fmt: skip
"""What an attestation says; it is kept, and must be found."""


def forms(file: Path) -> dict[tuple[str, str, str], MadeForm]:
    """(member, document, "pdf" or "xlsx") → the form as it goes out."""
    with Database.open(file) as database:
        with database.read() as reader:
            campaign = reader.value("SELECT id FROM campaign WHERE code = '2026'")
            ids = [
                row[0]
                for row in reader.rows(
                    "SELECT id FROM self_assessment WHERE campaign_id = :id AND NOT EXISTS"
                    " (SELECT 1 FROM attestation WHERE self_assessment_id = self_assessment.id)",
                    {"id": campaign},
                )
            ]
        made = each_form(database, campaign, ids=ids, formats=("pdf", "xlsx"), as_of="2026-11-21")
        return {(one.member, one.document, one.name.rpartition(".")[2]): one for one in made}


def glued(first: bytes, second: bytes) -> bytes:
    """One PDF of the pages of two, as somebody scans or prints a whole pile into one file."""
    writer = PdfWriter()
    for part in (first, second):
        writer.append(PdfReader(io.BytesIO(part)))
    return written(writer)


def carrying(pdf: bytes, inside: bytes) -> bytes:
    """The PDF with another file inside."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.add_attachment("réponses.txt", inside)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def with_notes(xlsx: bytes) -> bytes:
    """The workbook with answers where people write them too: beside the cells of the form, and in its properties."""

    def change(name: str, content: bytes) -> bytes:
        if name == "docProps/core.xml":
            return content.replace(b"</cp:coreProperties>", f"<dc:description>{ACTION}</dc:description>".encode()
                                   + b"</cp:coreProperties>")  # fmt: skip
        if name == "xl/worksheets/sheet1.xml":
            row = f'<row r="400"><c r="A400" t="inlineStr"><is><t>{COMMENT} {OWNER}</t></is></c></row></sheetData>'
            return content.replace(b"</sheetData>", row.encode())
        return content

    return edit_zip(xlsx, change)


class Post:
    """What came by mail, in a folder of the person's own; who it is of, and what it should be taken for."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.folder, self.forms = folder, forms(file)
        self.holding_answers: list[Path] = []

    def __call__(self, name: str, data: bytes, *, answers: bool = False) -> Path:
        place = self.folder / name
        place.write_bytes(data)
        if answers:
            self.holding_answers.append(place)
        return place

    def questionnaire(self, member: str, ending: str = "pdf") -> bytes:
        return self._filled(member, "questionnaire", ending, ANSWERED)

    def attestation(self, member: str, ending: str = "pdf") -> bytes:
        return self._filled(member, "attestation", ending, SIGNED)

    def _filled(self, member: str, document: str, ending: str, values: dict[str, str]) -> bytes:
        fill = fill_pdf if ending == "pdf" else fill_xlsx
        return fill(self.forms[member, document, ending].data, values)

    def id_of(self, member: str) -> int:
        return self.forms[member, "attestation", "pdf"].self_assessment_id


def pages_with_text(first: bytes, second: bytes) -> bytes:
    return glued(first, flatten_pdf(second))


def printed_together(first: bytes, second: bytes) -> bytes:
    return glued(flatten_pdf(first), flatten_pdf(second))


def printed_before(first: bytes, second: bytes) -> bytes:
    return glued(flatten_pdf(second), flatten_pdf(first))
