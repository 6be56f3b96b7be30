"""Lists leave as workbooks and come back: text stays text, nothing runs, and nothing changes on the way."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from oci_desktop.errors import ExchangeError, UserError
from oci_desktop.exchange import workbook_child, workbooks
from oci_desktop.exchange.cells import cell_name, cell_parser
from oci_desktop.exchange.export import write_xlsx, xlsx_bytes
from oci_desktop.exchange.frame import import_file
from oci_desktop.exchange.importers import IMPORTERS, get_importer
from oci_desktop.exchange.results import Decision, ImportResult
from oci_desktop.i18n import LANGUAGES, in_language
from oci_desktop.model.codes import OFFICE_ADDRESS, PHONE
from oci_desktop.model.contact import ContactPoint
from oci_desktop.queries.definitions import LISTS
from oci_desktop.store.database import Database
from oci_desktop.tables import DATE, TEXT, Column, Table
from tests.exchange.conftest import actions, reasons, table_of
from tests.exchange.test_export import COLUMNS, ROW, VALUES
from tests.exchange.workbooks import make_workbook, mutated, parts_of
from tests.factories import add_member, add_organisation, add_person, add_role

LoadRows = Callable[..., ImportResult]


@pytest.fixture
def load_rows(database: Database, tmp_path: Path) -> LoadRows:
    """Import rows as a workbook: `load_rows("people", [["Nom"], ["X"]])`."""

    def run(name: str, rows: list[list[Any]], more: Any = None, **how: Any) -> ImportResult:
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(make_workbook({"Liste": rows}, more=more))
        return import_file(database, get_importer(name), path, **how)

    return run


def cells(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


# --- out


def test_text_is_text_dates_are_dates_and_numbers_are_numbers() -> None:
    table = Table((*COLUMNS, Column("day", "Start", DATE)), [(*ROW, "2017-06-09")], title="Organismes")
    headings, row = cells(xlsx_bytes(table, "fr"))
    assert headings[:3] == ["Numéro", "Nom", "Catégorie"]
    assert row[:5] == [1.0, "L’Œuvre", "Régulier", "+33 1 42 00 00 00", "2009-03"]
    assert row[5:] == ["non", "A; B", "deux\nlignes", datetime.date(2017, 6, 9)]


def test_no_cell_is_a_formula_or_a_link() -> None:
    texts = ["=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "http://example.org", "{=1}", "00123", "1e5"]
    data = xlsx_bytes(Table((Column("t", "Nom", TEXT),), [(text,) for text in texts]))
    parts = parts_of(data)
    assert b"<f" not in parts["xl/worksheets/sheet1.xml"].replace(b"<fo", b"")
    assert not [name for name in parts if "hyperlink" in name.casefold() or name.endswith("sheet1.xml.rels")]
    assert [row[0] for row in cells(data)[1:]] == texts


def test_headings_stay_in_sight_and_the_document_says_what_it_is() -> None:
    table = Table(COLUMNS, [ROW], title="Organismes [membres] : 2018/03, un titre bien trop long")
    parts = parts_of(xlsx_bytes(table, "fr", as_of="2018-03-31"))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:H2"/>' in sheet
    assert '<dimension ref="A1:H2"/>' in sheet
    assert "31 mars 2018" in parts["docProps/core.xml"].decode()
    assert 'name="Organismes  membres   2018 03, "' not in parts["xl/workbook.xml"].decode()
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(table))).sheet_names[0]) <= 31


def test_dates_that_workbooks_do_not_know_stay_text() -> None:
    table = Table((Column("d", "Start", DATE),), [(text,) for text in ("1899-12-31", "1900-02-28", "1976", "2009-03")])
    assert [row[0] for row in cells(xlsx_bytes(table))[1:]] == ["1899-12-31", "1900-02-28", "1976", "2009-03"]


def test_every_column_of_dates_has_dates() -> None:
    table = Table(tuple(Column(f"d{n}", "Start", DATE) for n in range(4)), [("2017-06-09",) * 4])
    assert cells(xlsx_bytes(table))[1] == [datetime.date(2017, 6, 9)] * 4


def test_a_text_longer_than_a_cell_is_said_not_cut() -> None:
    with pytest.raises(ExchangeError, match="2"):
        xlsx_bytes(Table((Column("n", "Notes", TEXT),), [("x" * 32_768,)]))


def test_an_empty_list_is_a_workbook_with_its_headings() -> None:
    assert cells(xlsx_bytes(Table(COLUMNS[:2], []), "fr")) == [["Numéro", "Nom"]]


def test_every_list_goes_to_a_workbook_in_both_languages(database: Database, tmp_path: Path) -> None:
    add_role(database, add_person(database), add_member(database))
    for definition in LISTS:
        for lang in LANGUAGES:
            path = write_xlsx(table_of(database, definition.name), tmp_path / "x.xlsx", lang)
            assert cells(path.read_bytes())


@given(st.lists(st.tuples(*(values for _, values in VALUES)), max_size=5), st.sampled_from(["fr", "en"]))
def test_every_value_of_every_kind_comes_back_from_a_workbook(rows: list[tuple[Any, ...]], lang: str) -> None:
    columns = tuple(Column(f"c{number}", f"C{number}", kind) for number, (kind, _) in enumerate(VALUES))
    data = workbooks.uncompressed(xlsx_bytes(Table(columns, rows), lang), None)
    with in_language(lang):
        readers = [cell_parser(column.kind, plain=str) for column in columns]
        back = [
            tuple(read(cell) for read, cell in zip(readers, [*row, *[""] * (len(columns) - len(row))], strict=True))
            for row in workbook_child.read_sheets(data)[0]["rows"][1:]
        ]
    blank = (None,) * len(columns)
    assert [*back, *[blank] * (len(rows) - len(back))] == rows


# --- and back


def test_our_own_export_changes_nothing(database: Database, tmp_path: Path) -> None:
    contacts = (
        ContactPoint(PHONE, "+33 1 42 00 00 00"),
        ContactPoint(OFFICE_ADDRESS, street="12, rue Exemple", city="Laval", postal_code="H2L 1L3"),
    )
    member = add_member(
        database, "=cmd|Formule", acronym="'=AE", email="ae@example.org", contacts=contacts, region="06",
        description_fr="deux\nlignes", neq="1141234567", founded="2009-03", aliases=("un; deux", "trois"), tags=("007",)
    )  # fmt: skip
    add_role(database, add_person(database), member)
    before = actions(database)
    for importer in IMPORTERS:
        for lang in LANGUAGES:
            with in_language(lang):
                table = table_of(database, importer.name)
                path = write_xlsx(table, tmp_path / f"{importer.name}.xlsx", lang)
                result = import_file(database, importer, path, lang=lang)
            assert (result.unchanged, result.refused, result.warnings) == (len(table), [], []), importer.name
    assert actions(database) == before


def test_figures_that_excel_made_numbers_of_are_read_as_they_were_meant(
    database: Database, load_rows: LoadRows
) -> None:
    rows = [["Nom", "NEQ", "Région", "Téléphone", "Fondation", "Code postal"],
            ["Nouveau Exemple", 1141234567, 6, 5148711086, 1976, "H2L 1L3"]]  # fmt: skip
    result = load_rows("organisations", rows)
    assert reasons(result) == []
    row = table_of(database, "organisations").only(("neq", "region", "phone", "founded", "postal_code")).rows[0]
    assert row == ("1141234567", "06", "514 871-1086", "1976", "H2L 1L3")


def test_headings_are_found_below_a_title_and_lines_are_those_of_the_sheet(
    database: Database, load_rows: LoadRows
) -> None:
    rows = [["Organismes"], [], ["au 31 mars"], ["Nom", "NEQ"], ["Bon Exemple", None], [], ["Mauvais", "123"]]
    result = load_rows("organisations", rows)
    assert [remark[:2] for remark in reasons(result)] == [(7, "NEQ")]
    assert "Organismes au 31 mars" in str(result.warnings[0].reason)
    assert not database.automatic_backups or actions(database) == 0


def test_merged_cells_count_for_each_line_and_that_is_said(database: Database, load_rows: LoadRows) -> None:
    def merge(book: Any) -> None:
        sheet = book.worksheets()[0]
        sheet.merge_range(1, 1, 2, 1, "Estrie")
        sheet.merge_range(4, 0, 4, 1, "Quatre")

    rows: list[list[Any]] = [["Nom", "Région"], ["Un"], ["Deux"], ["Trois", "Laval"], []]
    result = load_rows("organisations", rows, merge)
    assert result.applied
    found = dict(table_of(database, "organisations").only(("name", "region")).rows)
    assert found == {"Un": "05", "Deux": "05", "Trois": "13", "Quatre": None}
    assert [remark.line for remark in result.warnings] == [2, 5]


def test_an_error_cell_refuses_its_row_with_sheet_and_cell(database: Database, load_rows: LoadRows) -> None:
    def fault(book: Any) -> None:
        sheet = book.worksheets()[0]
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B3", '="a"&"b"', None, "AB")

    result = load_rows("organisations", [["Nom", "Sigle", "Couleur"], ["Un"], ["Deux"]], fault)
    assert [remark[:2] for remark in reasons(result)] == [(2, "Sigle")]
    assert "B2" in str(result.refused[0].reason)
    assert "Liste" in str(result.refused[0].reason)
    assert not actions(database)


def test_another_sheet_is_read_by_its_name(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(make_workbook({"Vide": [], "Un": [["Nom"], ["Alpha"]], "Deux": [["Nom"], ["Bêta"]]}))
    first = import_file(database, get_importer("organisations"), path, dry_run=True)
    assert [row.name for row in first] == ["Alpha"]
    assert "Deux" in str(first.warnings[0])
    other = import_file(database, get_importer("organisations"), path, sheet="Deux", dry_run=True)
    assert ([row.name for row in other], other.warnings) == (["Bêta"], [])
    with pytest.raises(ExchangeError, match="Un, Deux"):
        import_file(database, get_importer("organisations"), path, sheet="Trois")


def test_a_damaged_workbook_stores_nothing(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(make_workbook({"Un": [["Nom"], ["Alpha"]]})[:-40])
    with pytest.raises(ExchangeError):
        import_file(database, get_importer("organisations"), path)
    assert not actions(database)


def test_damaged_workbooks_are_imported_whole_or_not_at_all(database: Database, tmp_path: Path) -> None:
    sound = make_workbook({"Liste": [["Nom", "Sigle"], *[[f"Organisme {n}", f"O{n}"] for n in range(5)]]})
    path = tmp_path / "x.xlsx"
    for seed in range(2000, 2030):
        path.write_bytes(mutated(sound, seed))
        before = actions(database)
        try:
            result = import_file(database, get_importer("organisations"), path)
        except UserError:
            assert actions(database) == before
        else:
            assert actions(database) == before + (result.applied and result.created + result.changed > 0)


# --- what the person says of the columns


def test_columns_are_taken_for_what_the_person_says(database: Database, load_rows: LoadRows) -> None:
    rows = [["Dénomination", "Nom", "Couleur"], ["Alpha", "à laisser", "bleu"]]
    result = load_rows("organisations", rows, mapping={"Dénomination": "name", "Nom": None, "couleur": "notes"})
    assert (result.applied, result.warnings) == (True, [])
    assert table_of(database, "organisations").only(("name", "notes")).rows == [("Alpha", "bleu")]


def test_a_mapping_that_does_not_fit_is_said(load_rows: LoadRows) -> None:
    rows = [["Nom", "Sigle"], ["Alpha", "A"]]
    with pytest.raises(ExchangeError, match="Couleur"):
        load_rows("organisations", rows, mapping={"Couleur": "notes"})
    with pytest.raises(UserError, match="inconnue"):
        load_rows("organisations", rows, mapping={"Sigle": "inconnue"})
    with pytest.raises(ExchangeError, match="Sigle"):
        load_rows("organisations", rows, mapping={"Sigle": "name"})


# --- look-alikes, row by row


def test_a_look_alike_is_the_record_a_new_one_or_left_out(database: Database, load_rows: LoadRows) -> None:
    alpha = add_organisation(database, "Alternatives Exemple du Québec")
    rows = [["Nom", "Sigle"], ["Alternative Exemple du Québec", "AEQ"], ["Tout autre", None]]
    judged = load_rows("organisations", rows, dry_run=True)
    assert [(s.remark.line, s.record_id, s.other) for s in judged.undecided] == [
        (2, alpha, "Alternatives Exemple du Québec")
    ]
    same = load_rows("organisations", rows, dry_run=True, decisions={2: Decision("same", alpha)})
    assert next((row.status, row.name) for row in same) == ("changed", "Alternatives Exemple du Québec")
    assert (same.undecided, [s.decision for s in same.suspects]) == ([], [Decision("same", alpha)])
    new = load_rows("organisations", rows, dry_run=True, strict=True, decisions={2: Decision("new")})
    assert ([row.status for row in new], new.refused) == (["created", "created"], [])
    skipped = load_rows("organisations", rows, decisions={2: Decision("skip")})
    assert [row.status for row in skipped] == ["skipped", "created"]
    assert skipped.applied
    assert len(table_of(database, "organisations")) == 2
    merged = load_rows("organisations", rows[:2], decisions={2: Decision("same", alpha)})
    assert merged.changed == 1
    found = dict(table_of(database, "organisations").only(("name", "acronym")).rows)
    assert found == {"Alternatives Exemple du Québec": "AEQ", "Tout autre": None}
    database.undo()
    assert dict(table_of(database, "organisations").only(("name", "acronym")).rows)["Tout autre"] is None


def test_people_who_look_alike_are_decided_too(database: Database, load_rows: LoadRows) -> None:
    camille = add_person(database, given_name="Camille", family_name="Exemplaire")
    rows = [["Prénom", "Nom de famille", "Courriel"], ["Camile", "Exemplaire", "c@example.org"]]
    assert load_rows("people", rows, dry_run=True).undecided[0].record_id == camille
    result = load_rows("people", rows, decisions={2: Decision("same", camille)})
    assert (result.changed, result.created) == (1, 0)
    row = table_of(database, "people").only(("given_name", "email")).rows
    assert row == [("Camile", "c@example.org")]


def test_a_record_that_is_gone_is_no_longer_the_same(load_rows: LoadRows) -> None:
    result = load_rows("organisations", [["Nom"], ["Alpha"]], decisions={2: Decision("same", 999)})
    assert [remark[0] for remark in reasons(result)] == [2]


def test_two_lines_that_look_alike_are_said_with_the_line(load_rows: LoadRows) -> None:
    rows = [["Nom"], ["Alpha Exemple"], ["ALPHA exemple"]]
    (suspect,) = load_rows("organisations", rows, dry_run=True).undecided
    assert (suspect.remark.line, suspect.record_id) == (3, None)


def test_cells_have_the_names_of_spreadsheets() -> None:
    assert [cell_name(0, n) for n in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


def test_a_heading_two_rows_high_is_one(database: Database, load_rows: LoadRows) -> None:
    def merge(book: Any) -> None:
        book.worksheets()[0].merge_range(0, 0, 1, 0, "Nom")
        book.worksheets()[0].merge_range(0, 1, 1, 1, "Sigle")

    result = load_rows("organisations", [[], [], ["Alpha", "A"]], merge)
    assert [(row.line, row.name, row.status) for row in result] == [(3, "Alpha", "created")]
