"""Lists as CSV and JSON: nothing lost, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.errors import StorageError, UserError
from oci_desktop.exchange.cells import cell_parser, guard, list_value, unguard
from oci_desktop.exchange.export import csv_bytes, csv_text, json_text, write_csv
from oci_desktop.exchange.files import write_file
from oci_desktop.i18n import Bilingual, in_language
from oci_desktop.tables import (
    BOOLEAN,
    DATE,
    EMAIL,
    INTEGER,
    LIST,
    NAME,
    NOTE,
    PHONE,
    TEXT,
    URL,
    Choice,
    Column,
    Kind,
    Table,
    join_list,
)
from oci_desktop.text import clean_line, clean_text

CATEGORY = Choice(
    {"regular": Bilingual("Régulier", "Regular"), "sympathiser": Bilingual("Sympathisant", "Sympathiser")}
)
COLUMNS = (
    Column("id", "Number", INTEGER),
    Column("name", "Name", NAME),
    Column("category", "Category", CATEGORY),
    Column("phone", "Telephone", PHONE),
    Column("since", "Start", DATE),
    Column("archived", "Archived", BOOLEAN),
    Column("aliases", "Other names", LIST),
    Column("notes", "Notes", NOTE),
)
ROW = (1, "L’Œuvre", "regular", "+33 1 42 00 00 00", "2009-03", 0, "A\nB", "deux\nlignes")


def cells(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def test_french_files_have_semicolons_and_french_words_english_ones_commas_and_english_words() -> None:
    table = Table(COLUMNS, [ROW])
    headings, row = cells(csv_text(table, "fr"), ";")
    assert headings[:6] == ["Numéro", "Nom", "Catégorie", "Téléphone", "Début", "Archivé"]
    assert row == ["1", "L’Œuvre", "Régulier", "+33 1 42 00 00 00", "2009-03", "non", "A; B", "deux\nlignes"]
    assert cells(csv_text(table, "en"), ",")[1][2:6] == ["Regular", "+33 1 42 00 00 00", "2009-03", "no"]


def test_the_mark_that_spreadsheets_need_for_accents_is_there() -> None:
    assert csv_bytes(Table(COLUMNS, [ROW]), "fr").startswith(b"\xef\xbb\xbf")


def test_json_is_an_array_of_objects_with_codes_and_iso_dates() -> None:
    assert json.loads(json_text(Table(COLUMNS, [ROW]))) == [
        {
            "id": 1, "name": "L’Œuvre", "category": "regular", "phone": "+33 1 42 00 00 00", "since": "2009-03",
            "archived": False, "aliases": ["A", "B"], "notes": "deux\nlignes",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''=1", "'+", "=cmd|' /C calc'!A0"]
)
def test_what_a_spreadsheet_would_run_gets_one_apostrophe_and_loses_exactly_one(text: str) -> None:
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["'", "L'Œuvre", "''", "'abc", "a=1", "«", ""])
def test_what_no_spreadsheet_runs_stays_as_it_is(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(st.text())
def test_every_text_comes_back_as_it_left(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_command_in_a_telephone_column_is_guarded_a_foreign_telephone_is_not() -> None:
    table = Table((Column("phone", "Telephone", PHONE),), [("=cmd|' /C calc'!A0",), ("+33 1 42 00 00 00",)])
    assert cells(csv_text(table, "fr"), ";")[1:] == [["'=cmd|' /C calc'!A0"], ["+33 1 42 00 00 00"]]


def cleaned(rule: Any) -> Any:
    def clean(text: str) -> str | None:
        try:
            return rule(text) or None
        except UserError:
            return None

    return st.text(st.characters(codec="utf-8"), max_size=40).map(clean)


LINES, NOTES = cleaned(clean_line), cleaned(clean_text)
VALUES: tuple[tuple[Kind, Any], ...] = (
    (TEXT, LINES),
    (NAME, LINES),
    (NOTE, NOTES),
    (EMAIL, LINES),
    (URL, LINES),
    (PHONE, LINES),
    (LIST, st.lists(LINES.filter(bool), max_size=4).map(join_list)),
    (INTEGER, st.none() | st.integers(-(10**12), 10**12)),
    (BOOLEAN, st.sampled_from([None, 0, 1])),
    (DATE, st.sampled_from([None, "1976", "2009-03", "2017-06-09"])),
    (CATEGORY, st.sampled_from([None, "regular", "sympathiser"])),
)


@given(st.lists(st.tuples(*(values for _, values in VALUES)), max_size=5), st.sampled_from(["fr", "en"]))
def test_every_value_of_every_kind_comes_back_from_a_csv_file(rows: list[tuple[Any, ...]], lang: str) -> None:
    columns = tuple(Column(f"c{number}", f"C{number}", kind) for number, (kind, _) in enumerate(VALUES))
    text = csv_bytes(Table(columns, rows), lang).decode("utf-8-sig")
    with in_language(lang):
        readers = [cell_parser(column.kind) for column in columns]
        back = [
            tuple(read(cell) for read, cell in zip(readers, row, strict=True))
            for row in cells(text, ";" if lang == "fr" else ",")[1:]
        ]
    assert back == rows


def test_an_entry_with_a_semicolon_stays_one_entry() -> None:
    table = Table((Column("aliases", "Other names", LIST),), [("un; deux\ntrois",), ("seul; ici",)])
    assert [list_value(row[0]) for row in cells(csv_text(table, "fr"), ";")[1:]] == ["un; deux\ntrois", "seul; ici"]


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("avant")
    write_csv(Table(COLUMNS, [ROW]), path, "fr")
    assert path.read_bytes() == csv_bytes(Table(COLUMNS, [ROW]), "fr")
    assert [found.name for found in tmp_path.iterdir() if found.is_file()] == ["liste.csv"]


def test_a_folder_that_does_not_exist_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nulle"):
        write_file(tmp_path / "nulle part" / "liste.csv", b"x")


def test_a_folder_in_the_place_of_the_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        write_file(tmp_path, b"x")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_others_may_read_what_the_person_writes(tmp_path: Path) -> None:
    write_file(tmp_path / "liste.csv", b"x")
    assert stat.S_IMODE((tmp_path / "liste.csv").stat().st_mode) & 0o400
