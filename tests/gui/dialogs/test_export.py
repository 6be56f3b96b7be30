"""Export of a list: its columns, its filters, its day, as a workbook, CSV or PDF, whole or not at all."""

from __future__ import annotations

import csv
from pathlib import Path

import pypdf
import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.exchange.workbooks import read_workbook
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.export import ALL, CSV, PDF, SHOWN, XLSX, ExportDialog, Selection
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query
from oci_desktop.store.database import Database
from tests.factories import add_member
from tests.gui.pages.conftest import Boxes


@pytest.fixture
def members(database: Database) -> list[int]:
    return [
        add_member(database, "Alternatives Exemple", acronym="AE"),
        add_member(database, "=cmd|Formule"),
        add_member(database, "Zone Exemple", category="sympathiser"),
        add_member(database, "Futur Exemple", "2030-01-01"),
    ]


def dialog_of(qtbot: QtBot, context: Context, **values: object) -> ExportDialog:
    with context.database.read() as reader:
        definition = get_list(reader, "members")
    selection = Selection(definition, Query(context.as_of), ("name", "category"), **values)  # type: ignore[arg-type]
    dialog = ExportDialog(context, selection)
    qtbot.addWidget(dialog)
    return dialog


def export(qtbot: QtBot, context: Context, dialog: ExportDialog) -> None:
    with qtbot.waitSignal(context.told, timeout=15_000):
        dialog.export()


def rows_of(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def test_excel_comes_first_and_the_columns_shown_go_to_a_workbook(
    qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path, members: list[int]
) -> None:
    boxes.save_file = tmp_path / "membres"
    dialog = dialog_of(qtbot, context)
    assert (next(iter(dialog.format.buttons)), dialog.format.value()) == (XLSX, XLSX)
    export(qtbot, context, dialog)
    sheet = read_workbook(tmp_path / "membres.xlsx").sheets[0]
    assert sheet.name == "Membres"
    assert sheet.rows[0] == ["Nom", "Catégorie"]
    assert sorted(row[0] for row in sheet.rows[1:]) == ["=cmd|Formule", "Alternatives Exemple", "Zone Exemple"]


def test_the_columns_shown_go_to_csv(
    qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path, members: list[int]
) -> None:
    boxes.save_file = tmp_path / "membres"
    dialog = dialog_of(qtbot, context)
    dialog.format.buttons[CSV].click()
    export(qtbot, context, dialog)
    rows = rows_of(tmp_path / "membres.csv")
    assert rows[0] == ["Nom", "Catégorie"]
    assert sorted(row[0] for row in rows[1:]) == ["'=cmd|Formule", "Alternatives Exemple", "Zone Exemple"]


def test_all_the_columns_and_only_the_chosen_rows(
    qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path, members: list[int]
) -> None:
    boxes.save_file = tmp_path / "choisis.csv"
    dialog = dialog_of(qtbot, context, ids=(members[0],))
    dialog.format.buttons[CSV].click()
    dialog.columns.buttons[ALL].click()
    export(qtbot, context, dialog)
    rows = rows_of(tmp_path / "choisis.csv")
    assert len(rows) == 2
    assert "AE" in rows[1]


def test_the_day_shown_counts(qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path, members: list[int]) -> None:
    context.set_as_of("2030-06-01")
    suggested: list[str] = []

    def save(name: str) -> Path:
        suggested.append(name)
        return tmp_path / "futur.csv"

    boxes.save_file = save
    dialog = dialog_of(qtbot, context)
    dialog.format.buttons[CSV].click()
    export(qtbot, context, dialog)
    assert len(rows_of(tmp_path / "futur.csv")) == 5
    assert Path(suggested[0]).name == "Membres 2030-06-01.csv"


def test_pdf_has_the_language_that_was_chosen(
    qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path, members: list[int]
) -> None:
    boxes.save_file = tmp_path / "members.pdf"
    dialog = dialog_of(qtbot, context, filtered="Catégorie : Régulier")
    dialog.format.buttons[PDF].click()
    dialog.lang.set_value("en")
    export(qtbot, context, dialog)
    text = pypdf.PdfReader(tmp_path / "members.pdf").pages[0].extract_text()
    assert "Members" in text
    assert "Category" in text
    assert "=cmd|Formule" in text


def test_choices_are_remembered(
    qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path, members: list[int]
) -> None:
    boxes.save_file = tmp_path / "a.pdf"
    dialog = dialog_of(qtbot, context)
    assert (dialog.format.value(), dialog.columns.value()) == (XLSX, SHOWN)
    dialog.format.buttons[PDF].click()
    dialog.columns.buttons[ALL].click()
    export(qtbot, context, dialog)
    again = dialog_of(qtbot, context)
    assert (again.format.value(), again.columns.value()) == (PDF, ALL)


def test_a_folder_that_refuses_is_said(
    qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path, members: list[int]
) -> None:
    boxes.save_file = tmp_path / "nulle-part" / "a.csv"
    dialog_of(qtbot, context).export()
    qtbot.waitUntil(lambda: bool(boxes.said), timeout=15_000)
    assert "nulle-part" in boxes.said[0][1]


def test_giving_up_writes_nothing(qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path) -> None:
    dialog_of(qtbot, context).export()
    assert not context.tasks.running
