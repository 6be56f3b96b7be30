"""Any workbook is read right or refused with a sentence; none takes the program along."""

from __future__ import annotations

import datetime
import io
import multiprocessing
import os
import struct
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from oci_desktop.errors import Cancelled, ExchangeError
from oci_desktop.exchange import workbook_child, workbooks
from oci_desktop.exchange.workbooks import Workbook, read_workbook, read_workbook_bytes
from tests.exchange.workbooks import make_workbook, mutated, parts_of, with_sheet_data, zipped


def refusal(data: bytes) -> str:
    with pytest.raises(ExchangeError) as refused:
        read_workbook_bytes(data)
    assert not multiprocessing.active_children()
    return str(refused.value)


def test_values_become_the_text_that_a_person_sees() -> None:
    row = ["Œuvre", 3, 0.5, 1141234567, -3, True, datetime.date(2017, 6, 9), "006", "=1+1", "", None, "fin"]
    sheet = read_workbook_bytes(make_workbook({"Liste": [row]})).sheets[0]
    assert sheet.rows == [["Œuvre", "3", "0.5", "1141234567", "-3", "TRUE", "2017-06-09", "006", "=1+1", "", "", "fin"]]


def test_rows_are_counted_as_a_person_counts_them_and_hidden_sheets_are_told_apart() -> None:
    book = read_workbook_bytes(make_workbook({"Un": [[], ["a"], [None, "b"]], "Deux": [["c"]]}, hidden=["Deux"]))
    assert [(sheet.name, sheet.visible) for sheet in book.sheets] == [("Un", True), ("Deux", False)]
    assert book.sheet("Un").rows == [[], ["a"], ["", "b"]]
    with pytest.raises(ExchangeError, match="Un"):
        book.sheet("Trois")


def test_a_formula_counts_for_its_value_and_errors_are_said_with_their_cell() -> None:
    def more(book: Any) -> None:
        sheet = book.add_worksheet("Calculs")
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("A2", '="a"', None, "a")
        sheet.write_formula("B3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C4", "=A1", None, "")
        sheet.merge_range("A5:A6", "deux lignes")

    sheet = read_workbook_bytes(make_workbook({}, more=more)).sheets[0]
    assert [row[:1] for row in sheet.rows[:2]] == [["2"], ["a"]]
    assert sheet.errors == (("B3", "#DIV/0!"),)
    assert sheet.unknown == ("C4",)
    assert sheet.merged == ((4, 0, 5, 0),)


def test_a_macro_file_is_read_for_its_values_only() -> None:
    parts = parts_of(make_workbook({"Liste": [["a"]]})) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100}
    assert read_workbook_bytes(zipped(parts)).sheets[0].rows == [["a"]]


def test_what_is_no_workbook_is_refused_with_the_reason(tmp_path: Path) -> None:
    word = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert "Word" in refusal(word)
    assert "OpenDocument" in refusal(zipped({"content.xml": b"<x/>"}))
    assert ".xlsb" in refusal(zipped({"xl/workbook.bin": b"x"}))
    assert ".zip" in refusal(zipped({"photo.jpg": b"x"}))
    assert ".xls)" in refusal(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    encrypted = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(encrypted) != refusal(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert refusal(b"")
    assert refusal(b"Nom;Sigle\n")
    with pytest.raises(ExchangeError, match="nulle"):
        read_workbook(tmp_path / "nulle-part.xlsx")
    with pytest.raises(ExchangeError):
        read_workbook(tmp_path)


def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "enorme.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        os.truncate(path, 200 << 20)
    with pytest.raises(ExchangeError, match="200"):
        read_workbook(path)


def test_a_truncated_workbook_is_refused() -> None:
    data = make_workbook({"Liste": [["a"] * 50] * 50})
    for share in (0.1, 0.5, 0.9, 0.99):
        assert refusal(data[: int(len(data) * share)])


def test_a_member_with_a_password_is_refused() -> None:
    data = bytearray(make_workbook({"Liste": [["a"]]}))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "passe" in refusal(bytes(data)) or "password" in refusal(bytes(data))


def test_a_bomb_is_refused_whatever_size_it_declares() -> None:
    parts = parts_of(make_workbook({"Liste": [["a"]]}))
    parts["xl/sharedStrings.xml"] = b"<sst><si><t>" + b"A" * (300 << 20) + b"</t></si></sst>"
    data = bytearray(zipped(parts))
    assert len(data) < 1 << 20
    begun = time.monotonic()
    said = refusal(bytes(data))
    at = data.index(b"xl/sharedStrings.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 12)  # "twelve bytes", says the zip
    assert refusal(bytes(data))
    assert time.monotonic() - begun < 10
    assert said


def test_a_cell_at_the_far_end_is_refused_before_anything_is_laid_out() -> None:
    far = with_sheet_data('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    begun = time.monotonic()
    assert refusal(far) == refusal(
        with_sheet_data("<row r = '1048576'><c s=\"0\"r = 'XFD1'><v>1</v></c><c><v>2</v></c></row>")
    )
    assert time.monotonic() - begun < 5


def test_a_long_text_shown_by_every_cell_is_refused() -> None:
    shared = f"<si><t>{'A' * 100_000}</t></si>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_000))
    assert refusal(with_sheet_data(cells, shared))


def test_a_process_that_dies_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "answer", os._exit)
    assert refusal(make_workbook({"Liste": [["a"]]}))


def test_reading_stops_when_the_person_gives_up() -> None:
    def look_in() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_workbook_bytes(make_workbook({"Liste": [["a"]]}), look_in=look_in)
    assert not multiprocessing.active_children()


def test_reading_ends_after_a_while_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "answer", time.sleep)
    monkeypatch.setattr(workbooks, "MOST_SECONDS", 0.5)
    monkeypatch.setattr(workbooks, "uncompressed", lambda *_: b"")
    monkeypatch.setattr(multiprocessing.get_context("spawn"), "Process", _Sleeper)
    assert refusal(make_workbook({"Liste": [["a"]]}))


class _Sleeper(multiprocessing.get_context("spawn").Process):  # type: ignore[misc,name-defined]
    def __init__(self, target: Any, args: Any, daemon: bool) -> None:
        super().__init__(target=time.sleep, args=(60,), daemon=daemon)


def read_here(data: bytes) -> Workbook | None:
    """As the child would, in this process; None for a refusal."""
    try:
        workbooks.refuse_others(data)
        plain = workbooks.uncompressed(data, None)
    except ExchangeError:
        return None
    try:
        return Workbook(tuple(workbooks._sheet(values) for values in workbook_child.read_sheets(plain)))
    except Exception:
        return None  # what the child makes a sentence of


def test_a_thousand_damaged_workbooks_are_read_or_refused() -> None:
    rows = [["Nom", "Sigle", "Depuis"], *[[f"Organisme {n}", f"O{n}", datetime.date(2017, 6, n + 1)] for n in range(8)]]
    sound = make_workbook({"Liste": rows, "Notes": [["x", 1.5]]})
    read = 0
    for seed in range(1000):
        book = read_here(mutated(sound, seed))
        if book is not None:
            read += 1
            assert all(isinstance(cell, str) for sheet in book.sheets for row in sheet.rows for cell in row)
    assert 100 < read < 900


def test_two_members_of_one_name_are_read_once() -> None:
    out = io.BytesIO()
    parts = parts_of(make_workbook({"Liste": [["a"]]}))
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", b"<x/>")
    read_here(out.getvalue())
