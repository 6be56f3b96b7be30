"""The tool that looks for a text in the bytes finds it in every container: otherwise its silence would mean nothing."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdf
import pytest
import xlsxwriter
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from oci_desktop import paths
from oci_desktop.model import schema
from oci_desktop.store.database import Database
from tests.bytes import places_that_hold
from tests.store.rows import saved_organisation

NEEDLE = "Réponse-œuvrée-7391"


def spreadsheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_string(0, 0, f"avant {NEEDLE} après")
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    paragraph = document.add_paragraph()
    # In two runs, as Word does at every correction.
    paragraph.add_run(NEEDLE[:6]).bold = True
    paragraph.add_run(NEEDLE[6:])
    document.save(out)
    return out.getvalue()


def page() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter)
    canvas.drawString(72, 700, "7391-plain-in-a-page")
    canvas.save()
    return out.getvalue()


def form() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter)
    canvas.acroForm.textfield(name="answer", x=72, y=600)
    canvas.showPage()
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.update_page_form_field_values(writer.pages[0], {"answer": NEEDLE}, auto_regenerate=False)
    filled = io.BytesIO()
    writer.write(filled)
    return filled.getvalue()


def attached() -> bytes:
    out = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_attachment("x.txt", NEEDLE.encode())
    writer.write(out)
    return out.getvalue()


def zipped(*, stored: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.bin", stored)
    return out.getvalue()


def mail() -> bytes:
    letter_ = EmailMessage()
    letter_["Subject"] = "Formulaire"
    letter_["To"] = "camille@example.org"
    letter_.set_content("Bonjour")
    letter_.add_attachment(form(), maintype="application", subtype="pdf", filename="f.pdf")
    return bytes(letter_)


CONTAINERS: dict[str, Callable[[], bytes]] = {
    "utf-8": lambda: NEEDLE.encode(),
    "utf-16-le": lambda: NEEDLE.encode("utf-16-le"),
    "utf-16-be": lambda: b"\xfe\xff" + NEEDLE.encode("utf-16-be"),
    "windows": lambda: NEEDLE.encode("cp1252"),
    "json": lambda: json.dumps({"x": NEEDLE}).encode(),
    "folded": lambda: b"reponse oeuvree 7391",
    "xlsx": spreadsheet,
    "docx": word,
    "form": form,
    "attached": attached,
    "zip in zip": lambda: zipped(stored=zipped(stored=NEEDLE.encode())),
    "xlsx in zip": lambda: zipped(stored=spreadsheet()),
    "mail": mail,
    "stream": lambda: b"%PDF-1.4\n1 0 obj\n<<>>\nstream\n" + zlib.compress(NEEDLE.encode()) + b"\nendstream",
}


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS.keys())
@pytest.mark.parametrize("where", ["documents", "home", "temporary"])
def test_it_is_found_in_every_container_and_place(
    database: Database, tmp_path: Path, own_folders: Path, make: Callable[[], bytes], where: str
) -> None:
    temporary = tmp_path / "temporary"
    assert places_that_hold(NEEDLE, database, own_folders, temporary) == []
    content = make()
    if where == "documents":
        database.documents.add(content)
    else:
        place = {"home": own_folders / "log" / "x.log", "temporary": temporary / "a" / "b"}[where]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    assert len({found.rpartition(": ")[0] for found in places_that_hold(NEEDLE, database, own_folders, temporary)}) == 1


def test_it_is_found_in_the_words_of_a_page(database: Database, own_folders: Path) -> None:
    database.documents.add(page())
    found = places_that_hold("7391-plain-in-a-page", database, own_folders)
    assert any("stream" in place for place in found)
    assert any("texts" in place for place in found)


def test_it_is_found_in_the_file_its_log_its_backups_and_what_was_deleted(
    database: Database, own_folders: Path
) -> None:
    organisation = saved_organisation(database, notes=NEEDLE)
    held = places_that_hold(NEEDLE, database, own_folders)
    assert any(place.startswith(f"{database.path}-wal: ") for place in held)
    database.backup()
    with database.write("x") as write:
        write.update(schema.organisation, organisation, {"notes": None})
    database.close()
    held = places_that_hold(NEEDLE, database, own_folders)
    assert any(place.startswith(f"{database.path}: ") for place in held)
    assert any(str(paths.data_dir() / "backups") in place for place in held)


def test_it_is_found_where_a_page_ends(database: Database, own_folders: Path) -> None:
    """A long comment is cut into pages; the needle may lie on the cut."""
    with database.write("x") as write:
        for number in range(60):
            write.insert(
                schema.letter_template,
                {"ref": str(number), "code": str(number), "name_fr": "x", "body_fr": "y" * (4000 + number) + NEEDLE},
            )
    database.close()
    assert any("value of letter_template" in place for place in places_that_hold(NEEDLE, database, own_folders))
