"""Forms that come back: read as they were filled in, or refused with a sentence; nothing of them is left anywhere."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from oci_desktop.errors import Cancelled, UserError
from oci_desktop.exchange import form_reading
from oci_desktop.exchange.form_reading import read_form, read_forms
from oci_desktop.exchange.form_xlsx import form_workbook
from oci_desktop.model.form import FormReading, find_printed
from oci_desktop.reports.kit.acroform import form_pdf
from tests.filled_forms import edit_zip, fill_pdf, fill_xlsx, flatten_pdf, form_cells, set_cell
from tests.form_examples import FILLED, PRINTING, example

SPEC = example()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return form_pdf(SPEC, PRINTING)


@pytest.fixture(scope="module")
def filled(pdf: bytes) -> bytes:
    return fill_pdf(pdf, FILLED)


@pytest.fixture(scope="module")
def xlsx() -> bytes:
    return form_workbook(SPEC)


@pytest.fixture(scope="module")
def filled_xlsx(xlsx: bytes) -> bytes:
    return fill_xlsx(xlsx, FILLED)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], FormReading]:
    def reading(content: bytes) -> FormReading:
        place = tmp_path / "returned form"
        place.write_bytes(content)
        return read_form(place)

    return reading


def changed_pdf(pdf: bytes, change: Callable[[PdfWriter], object], **saving: Any) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    change(writer)
    if saving:
        writer.encrypt(**saving)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def remarks(reading: FormReading) -> str:
    return " ".join(map(str, reading.remarks))


def same_values(reading: FormReading) -> bool:
    wanted = {name: FILLED.get(name, "") for name in SPEC.fields}
    return dict(reading.values) == wanted


# --- as it should be


def test_a_pdf_comes_back_as_it_was_filled_in(read: Callable[[bytes], FormReading], filled: bytes) -> None:
    found = read(filled)
    assert (found.source, found.identity) == ("pdf", SPEC.identity)
    assert same_values(found)
    assert not found.remarks
    assert found.pages == len(PdfReader(io.BytesIO(filled)).pages)


def test_a_workbook_comes_back_as_it_was_filled_in(read: Callable[[bytes], FormReading], filled_xlsx: bytes) -> None:
    found = read(filled_xlsx)
    assert (found.source, found.identity) == ("xlsx", SPEC.identity)
    assert same_values(found)
    assert not found.remarks


def test_values_that_went_out_come_back_alike_from_both(read: Callable[[bytes], FormReading]) -> None:
    spec = example(values=FILLED)
    assert same_values(read(form_pdf(spec, PRINTING)))
    assert same_values(read(form_workbook(spec)))


def test_a_form_printed_into_a_pdf_is_a_scan_with_its_printed_identifier(
    read: Callable[[bytes], FormReading], filled: bytes
) -> None:
    found = read(flatten_pdf(filled))
    assert (found.source, found.identity, found.values) == ("scan", None, {})
    assert found.printed is not None
    assert find_printed(found.printed, [example("x").identity, SPEC.identity]) == SPEC.identity


def test_a_picture_of_the_form_is_a_scan_without_identity(read: Callable[[bytes], FormReading], filled: bytes) -> None:
    found = read(flatten_pdf(filled, text=False))
    assert (found.source, found.identity, found.printed, found.values) == ("scan", None, None, {})
    assert "identifi" in remarks(found).lower()
    assert read(b"\xff\xd8\xff\xe0" + b"\0" * 100).source == "scan"


# --- PDF files that something was done to


def test_a_pdf_locked_against_changes_is_read_and_one_with_a_password_is_refused(
    read: Callable[[bytes], FormReading], filled: bytes
) -> None:
    for algorithm in ("RC4-128", "AES-256"):
        locked = changed_pdf(filled, lambda _: None, user_password="", owner_password="x", algorithm=algorithm)
        assert same_values(read(locked))
    with pytest.raises(UserError, match=r"mot de passe|password"):
        read(changed_pdf(filled, lambda _: None, user_password="secret", algorithm="AES-256"))


def test_scripts_actions_and_attached_files_are_remarked_and_left_alone(
    read: Callable[[bytes], FormReading], filled: bytes
) -> None:
    def change(writer: PdfWriter) -> None:
        script = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
        )
        writer.root_object[NameObject("/AA")] = DictionaryObject({NameObject("/WC"): script})
        writer.add_attachment("x.exe", b"MZ")
        launch = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")})
        writer.root_object[NameObject("/OpenAction")] = launch

    found = read(changed_pdf(filled, change))
    assert same_values(found)
    assert len(found.remarks) == 3
    assert "JavaScript" in remarks(found)


def test_a_field_added_by_hand_is_remarked(read: Callable[[bytes], FormReading], filled: bytes) -> None:
    def change(writer: PdfWriter) -> None:
        own = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("item.1.1.score"),
                NameObject("/V"): TextStringObject("10"),
            }
        )
        writer.root_object["/AcroForm"]["/Fields"].append(writer._add_object(own))

    found = read(changed_pdf(filled, change))
    assert found.remarks
    assert found.values["item.1.1.score"] == "10"


def test_an_altered_identity_is_never_taken_for_another(read: Callable[[bytes], FormReading], filled: bytes) -> None:
    encoded = SPEC.identity.encode()
    other = encoded.replace("essai%201.0", "essai%202.0")

    def change(writer: PdfWriter) -> None:
        for number in range(1, len(writer._objects) + 1):
            own = writer.get_object(number)
            if isinstance(own, DictionaryObject):
                for key in ("/V", "/OciForm"):
                    if own.get(key) == encoded:
                        own[NameObject(key)] = TextStringObject(other)

    found = read(changed_pdf(filled, change))
    assert found.identity is None
    assert find_printed(found.printed or "", [SPEC.identity]) == SPEC.identity
    assert found.remarks


def test_a_cut_pdf_is_refused_wherever_it_is_cut(tmp_path: Path, filled: bytes) -> None:
    places = []
    for number, part in enumerate((0, 1, 5, 100, len(filled) // 2, len(filled) - 20)):
        places.append(tmp_path / str(number))
        places[-1].write_bytes(filled[:part])
    for _place, found in read_forms(places):
        assert isinstance(found, UserError)
        assert str(found).endswith(".")


def test_what_is_no_form_at_all_is_refused_with_a_sentence(tmp_path: Path) -> None:
    contents = {
        "letter.txt": b"Bonjour",
        "page.html": b"<html>" * 50,
        "old.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "nothing.pdf": b"",
        "fake.pdf": b"%PDF-1.7\n" + os.urandom(500) + b"%%EOF",
        "archive.zip": zipped({"a.txt": b"a"}),
        "other.xlsx": other_workbook(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    paths = [*(tmp_path / name for name in contents), tmp_path / "missing.pdf", tmp_path]
    for place, found in read_forms(paths):
        assert isinstance(found, UserError), place
        assert len(str(found)) > 15


def zipped(members: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return output.getvalue()


def other_workbook() -> bytes:
    import xlsxwriter

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    book.add_worksheet().write_string(0, 0, "Budget")
    book.close()
    return output.getvalue()


def test_200_mb_are_refused_before_they_are_read(tmp_path: Path) -> None:
    place = tmp_path / "huge.pdf"
    with place.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * 1024 * 1024)
    before = time.perf_counter()
    with pytest.raises(UserError, match="200"):
        read_form(place)
    assert time.perf_counter() - before < 0.5


def bomb() -> bytes:
    """A PDF whose fields stand in an object of a gigabyte of zeros."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    import zlib

    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(400)) + packer.flush()
    stream = StreamObject()
    stream._data = data
    stream[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")])
    field = DictionaryObject({NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject("a")})
    field[NameObject("/V")] = writer._add_object(stream)
    fields = ArrayObject([writer._add_object(field)])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def nested() -> bytes:
    """A PDF with a value nested a hundred thousand deep, and one whose fields hold each other."""
    deep = b"[" * 100_000 + b"]" * 100_000
    return pdf_of(b"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>", b"<</FT/Tx/T(a)/V " + deep + b">>")


def circular() -> bytes:
    return pdf_of(b"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>", b"<</T(a)/Kids[2 0 R]>>")


def pdf_of(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))


def test_bombs_do_no_harm_and_the_next_file_is_read(tmp_path: Path, filled: bytes, filled_xlsx: bytes) -> None:
    sheet = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 300_000_000})
    contents = [bomb(), nested(), circular(), sheet, filled, filled_xlsx]
    places = []
    for number, content in enumerate(contents):
        places.append(tmp_path / str(number))
        places[-1].write_bytes(content)
    before = time.perf_counter()
    found = [one for _place, one in read_forms(places)]
    assert time.perf_counter() - before < 25
    for one in found[:4]:
        assert isinstance(one, UserError) or not one.values.get("a")
    for one in found[4:]:
        assert isinstance(one, FormReading)
        assert same_values(one)


def test_a_file_that_takes_for_ever_is_given_up(tmp_path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "form.pdf"
    place.write_bytes(filled)
    monkeypatch.setattr(form_reading, "MOST_SECONDS", -1.0)
    monkeypatch.setattr(form_reading, "_POLL", 0.0)
    with pytest.raises(UserError):
        read_form(place)


# --- workbooks that something was done to


def part_of(xlsx: bytes, name: str) -> tuple[str, str]:
    part, address, _list = form_cells(xlsx)[0][name]
    return part, address


def in_part(part: str, change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda name, content: change(content) if name == part else content


def moved_down(xml: bytes, first: int, by: int = 1) -> bytes:
    """The rows from `first` on (counted from 1) further down, as when a row is inserted."""

    def row(found: re.Match[bytes]) -> bytes:
        number = int(found[2])
        return found[1] + str(number + by if number >= first else number).encode() + found[3]

    xml = re.sub(rb'(<row r=")(\d+)(")', row, xml)
    return re.sub(rb'(<c r="[A-Z]+)(\d+)(")', row, xml)


def test_changed_headings_do_not_matter(read: Callable[[bytes], FormReading], filled_xlsx: bytes) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return content
        return content.replace("Action prévue".encode(), b"To do").replace(b"Principe", b"Chapitre")

    assert same_values(read(edit_zip(filled_xlsx, change)))


def test_an_inserted_row_is_noticed_and_followed(read: Callable[[bytes], FormReading], filled_xlsx: bytes) -> None:
    part, _address = part_of(filled_xlsx, "item.1.1.answer")
    found = read(edit_zip(filled_xlsx, in_part(part, lambda xml: moved_down(xml, 5))))
    assert same_values(found)
    assert "Principe 1" in remarks(found)


def test_a_renamed_sheet_is_followed(read: Callable[[bytes], FormReading], filled_xlsx: bytes) -> None:
    rename = in_part("xl/workbook.xml", lambda xml: xml.replace(b'name="1 Principe 1 fr"', b'name="Feuille"'))
    found = read(edit_zip(filled_xlsx, rename))
    assert same_values(found)
    assert "Feuille" in remarks(found)


def test_a_row_that_was_taken_away_is_said(read: Callable[[bytes], FormReading], filled_xlsx: bytes) -> None:
    part, address = part_of(filled_xlsx, "item.1.2.answer")
    row = address.lstrip("ABCDEFGH")
    cut = in_part(part, lambda xml: re.sub(rf'<row r="{row}".*?</row>'.encode(), b"", xml, flags=re.DOTALL))
    found = read(edit_zip(filled_xlsx, cut))
    assert "item.1.2.answer" not in found.values
    assert found.values["item.1.1.answer"] == "partly"
    assert "3" in remarks(found)


def test_formulas_count_for_what_they_showed(read: Callable[[bytes], FormReading], filled_xlsx: bytes) -> None:
    part, address = part_of(filled_xlsx, "item.1.3.comment")
    formula = "<f>CONCATENATE(&quot;vu&quot;)</f><v>vu</v>"
    found = read(edit_zip(filled_xlsx, in_part(part, lambda xml: set_cell(xml, address, formula, "str"))))
    assert found.values["item.1.3.comment"] == "vu"
    assert address in remarks(found)


def test_cells_in_error_and_merged_cells_are_said(read: Callable[[bytes], FormReading], filled_xlsx: bytes) -> None:
    part, address = part_of(filled_xlsx, "item.1.3.comment")
    found = read(edit_zip(filled_xlsx, in_part(part, lambda xml: set_cell(xml, address, "<v>#REF!</v>", "e"))))
    assert "item.1.3.comment" not in found.values
    assert address in remarks(found)
    merge = b'<mergeCells count="1"><mergeCell ref="%s:%s"/></mergeCells>'
    _part, below = part_of(filled_xlsx, "item.1.4.comment")
    merged = merge % (address.encode(), below.encode())
    found = read(
        edit_zip(filled_xlsx, in_part(part, lambda xml: xml.replace(b"<dataValidations", merged + b"<dataValidations")))
    )
    assert "item.1.4.comment" not in found.values
    assert found.values["item.1.1.answer"] == "partly"
    assert below in remarks(found)


def test_without_the_hidden_sheet_the_printed_identifier_is_left(
    read: Callable[[bytes], FormReading], filled_xlsx: bytes
) -> None:
    number = len(SPEC.sections) + 2

    def change(name: str, content: bytes) -> bytes | None:
        if name == f"xl/worksheets/sheet{number}.xml" or name.startswith("docProps/"):
            return None
        if name == "xl/workbook.xml":
            return re.sub(rb'<sheet name="_oci".*?/>', b"", content)
        if name == "xl/_rels/workbook.xml.rels":
            return re.sub(rf'<Relationship [^>]*sheet{number}\.xml"/>'.encode(), b"", content)
        return content

    found = read(edit_zip(filled_xlsx, change))
    assert found.identity is None
    assert find_printed(found.printed or "", [SPEC.identity]) == SPEC.identity
    assert found.values["item.1.1.answer"] == "En partie"
    assert found.values["item.1.1.comment"] == FILLED["item.1.1.comment"]


def test_a_workbook_saved_again_by_another_program_is_read(
    read: Callable[[bytes], FormReading], filled_xlsx: bytes
) -> None:
    """Texts shared or in place, attributes in another order, numbers for figures: what Calc and Numbers write."""
    part, address = part_of(filled_xlsx, "item.1.3.action")
    found = read(edit_zip(filled_xlsx, in_part(part, lambda xml: set_cell(xml, address, "<v>12</v>", "n"))))
    assert found.values["item.1.3.action"] == "12"


# --- many of them


def test_one_process_reads_a_whole_drop_and_can_be_stopped(tmp_path: Path, filled: bytes, filled_xlsx: bytes) -> None:
    places = []
    for number in range(6):
        places.append(tmp_path / f"{number}.bin")
        places[-1].write_bytes(filled_xlsx if number % 2 else filled)
    seen: list[int] = []
    found = list(read_forms(places, lambda done, total: seen.append(done)))
    assert [place for place, _found in found] == places
    assert sorted(set(seen)) == list(range(7))

    def cancel(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    stopped = read_forms(places, cancel)
    assert len([next(stopped), next(stopped)]) == 2
    with pytest.raises(Cancelled):
        next(stopped)


def test_not_one_answer_is_left_in_any_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    secret = "RÉPONSE-QUI-RESTE-CHEZ-EUX"
    values = {"item.1.1.comment": secret}
    returned = tmp_path / "returned"
    returned.mkdir()
    (returned / "a.pdf").write_bytes(fill_pdf(form_pdf(SPEC, PRINTING), values))
    (returned / "b.xlsx").write_bytes(fill_xlsx(form_workbook(SPEC), values))
    (returned / "c.pdf").write_bytes(fill_pdf(form_pdf(SPEC, PRINTING), values)[:-5000] + b"%%EOF")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    read_all = list(read_forms(sorted(returned.iterdir())))
    assert isinstance(read_all[0][1], FormReading)
    assert read_all[0][1].values["item.1.1.comment"] == secret
    for place in tmp_path.rglob("*"):
        if place.is_file() and place.parent != returned:
            assert secret.encode() not in place.read_bytes()
    assert not list(temporary.rglob("*.p*"))
    shown = capfd.readouterr()
    assert "QUI-RESTE" not in shown.out + shown.err + caplog.text


def test_reading_loads_neither_reportlab_nor_the_database() -> None:
    """The process that reads starts in the blink of an eye."""
    code = "import sys, oci_desktop.exchange.form_child; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.split())
    assert not loaded & {"reportlab", "sqlalchemy", "pypdf", "pypdfium2", "xlsxwriter", "PySide6"}
