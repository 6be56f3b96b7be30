"""Import in the window: recognised, judged, shown row by row, then one action that can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from oci_desktop.exchange.importers import IMPORTERS
from oci_desktop.exchange.recognise import read_file
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.exchange import ExchangePage
from oci_desktop.gui.pages.exchange_rows import ALIKE, REFUSED
from oci_desktop.gui.widgets import Button, Strip
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.store.database import Database
from tests.exchange.workbooks import make_workbook
from tests.factories import add_member, add_organisation, add_person, add_role
from tests.gui.pages.conftest import Boxes


@pytest.fixture
def page(qtbot: QtBot, context: Context, boxes: Boxes) -> ExchangePage:
    made = ExchangePage(context)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    context.changed.connect(made.on_changes)
    return made


def write(place: Path, text: str) -> Path:
    place.write_text(text, encoding="utf-8")
    return place


def open_file(qtbot: QtBot, page: ExchangePage, path: Path) -> None:
    page.imports.open_file(path)
    qtbot.waitUntil(lambda: not page.context.tasks.running and page.imports._file is not None, timeout=15_000)
    qtbot.wait(20)  # what was added to the page is shown in the next turn


def rows(page: ExchangePage) -> list[tuple[object, ...]]:
    return [tuple(row) for row in page.imports.rows.view.rows_model.rows]


def names(database: Database) -> list[str]:
    with database.read() as reader:
        return [row[0] for row in reader.rows("SELECT printed FROM organisation_name ORDER BY printed")]


def test_a_file_is_judged_and_imported_as_one_action(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    add_organisation(database, "Alternatives Exemple")
    open_file(qtbot, page, write(tmp_path / "o.csv", "Nom;Sigle\nAlternatives Exemple;AE\nNouveau Exemple;NE\n"))
    assert [(row[0], row[1], row[2]) for row in rows(page)] == [
        (2, "Alternatives Exemple", "changed"),
        (3, "Nouveau Exemple", "created"),
    ]
    assert names(database) == ["Alternatives Exemple"]
    assert page.imports.import_button.text() == "Importer 2 lignes"
    page.imports.import_button.click()
    qtbot.waitUntil(lambda: names(database) == ["Alternatives Exemple", "Nouveau Exemple"], timeout=15_000)
    qtbot.waitUntil(lambda: not page.context.tasks.running)
    qtbot.wait(20)
    assert page.imports.import_button.isHidden()
    assert page.imports.cancel_button.text() not in ("Abandonner", "Arrêter"), "nothing is left to give up"
    next(b for b in page.findChildren(Button) if b.text() == "Annuler l’importation" and b.isVisible()).click()
    assert names(database) == ["Alternatives Exemple"]


def test_refused_rows_come_with_line_column_and_reason_and_stop_everything(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    text = "Nom;NEQ;Fondation\nBon Exemple;;1976\nMauvais;123;31/02/2020\n"
    open_file(qtbot, page, write(tmp_path / "o.csv", text))
    assert page.imports.rows.only == REFUSED
    assert [(row[0], row[1], row[3]) for row in rows(page)] == [(3, "Mauvais", "NEQ"), (3, "Mauvais", "Fondation")]
    assert all(row[4] for row in rows(page))
    assert not page.imports.import_button.isEnabled()
    assert "1 ligne est refusée" in page.imports._sentence.text()
    page.imports.import_now()
    assert names(database) == []


def test_what_is_wrong_has_the_most_room_and_the_chips_speak_of_rows(
    qtbot: QtBot, page: ExchangePage, tmp_path: Path
) -> None:
    open_file(qtbot, page, write(tmp_path / "o.csv", "Nom;Région\nBon Exemple;06\nMauvais;99\n"))
    view = page.imports.rows.view
    widths = {column.key: view.columnWidth(n) for n, column in enumerate(view.rows_model.columns)}
    assert max(widths, key=lambda key: widths[key]) == "detail"
    assert str(rows(page)[0][4]).startswith("«\xa099\xa0» n’est ni un numéro de 01 à 17")
    chips = [b.text() for b in page.imports.findChildren(Button) if b.property("look") == "chip" and b.isVisible()]
    assert chips == ["Toutes  2", "Nouvelles  1", "Refusées  1"]


def test_a_page_that_goes_away_while_a_file_is_judged_is_not_missed(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    made = ExchangePage(context)
    qtbot.addWidget(made)
    open_file(qtbot, made, write(tmp_path / "o.csv", "Nom\nBon Exemple\n"))
    made.imports.judge()
    delete(made.imports)
    qtbot.waitUntil(lambda: not context.tasks.running)


def test_warnings_are_read_before_importing(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    open_file(qtbot, page, write(tmp_path / "o.csv", "Nom;Sigle\nMontrÃ©al Exemple;ME\n"))
    assert not page.imports.import_button.isEnabled()
    page.imports.agree.click()
    assert page.imports.import_button.isEnabled()


def test_what_is_already_there_changes_nothing(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    add_organisation(database, "Alternatives Exemple", acronym="AE")
    open_file(qtbot, page, write(tmp_path / "o.csv", "Nom;Sigle\nAlternatives Exemple;AE\n"))
    assert "rien ne changerait" in page.imports._sentence.text()
    assert not page.imports.import_button.isEnabled()


@pytest.mark.parametrize("importer", [importer.name for importer in IMPORTERS])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_an_export_holds_is_recognised(
    database: Database, tmp_path: Path, importer: str, lang: str, suffix: str
) -> None:
    from oci_desktop.exchange.export import write_csv, write_xlsx

    member = add_member(database)
    add_role(database, add_person(database), member)
    with database.read() as reader:
        table = list_table(reader, get_list(reader, importer), Query("2026-11-21"))
    path = (write_csv if suffix == "csv" else write_xlsx)(table, tmp_path / f"x.{suffix}", lang)
    found = read_file(database, path)
    assert found.guesses[0].importer.name == importer
    assert found.guesses[0].unknown == ()
    assert len(found.source.rows) == 1


def test_what_the_file_holds_can_be_corrected(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    open_file(qtbot, page, write(tmp_path / "p.csv", "Prénom;Nom de famille\nCamille;Exemple\n"))
    assert page.imports.guess is not None
    assert page.imports.guess.importer.name == "people"
    page.imports.tools.kind.setCurrentIndex(page.imports.tools.kind.findData("organisations"))
    qtbot.waitUntil(lambda: not page.context.tasks.running, timeout=15_000)
    assert page.imports.guess.importer.name == "organisations"
    assert page.imports.result is None
    assert not page.imports.import_button.isEnabled()


def test_a_file_that_cannot_be_read_is_said(qtbot: QtBot, page: ExchangePage, boxes: Boxes, tmp_path: Path) -> None:
    place = tmp_path / "x.csv"
    place.write_bytes(b"PK\x03\x04" + b"\0" * 40)
    page.imports.open_file(place)
    qtbot.waitUntil(lambda: bool(boxes.said), timeout=15_000)
    assert "classeur" in boxes.said[0][1]
    assert page.imports._stack.currentIndex() == 0


def test_the_language_of_the_dates_is_chosen_never_guessed(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    add_organisation(database, "Alternatives Exemple")
    open_file(qtbot, page, write(tmp_path / "o.csv", "Nom;Fondation\nAlternatives Exemple;02/13/2020\n"))
    assert page.imports.result is not None
    assert page.imports.result.refused
    page.imports.tools.dates.setCurrentIndex(page.imports.tools.dates.findData("en"))
    qtbot.waitUntil(lambda: not page.context.tasks.running, timeout=15_000)
    assert not page.imports.result.refused


def test_giving_up_forgets_the_file(qtbot: QtBot, page: ExchangePage, tmp_path: Path) -> None:
    open_file(qtbot, page, write(tmp_path / "o.csv", "Nom\nX\n"))
    page.imports.give_up()
    assert page.imports._stack.currentIndex() == 0
    assert page.imports.guess is None


def test_a_list_is_exported_from_here(qtbot: QtBot, page: ExchangePage, database: Database) -> None:
    add_member(database)
    qtbot.waitUntil(lambda: page.exports._counts["members"].text() == "1 ligne")
    dialog = page.exports.export("members")
    assert "1 ligne" in dialog._what()
    dialog.reject()


# --- workbooks, columns, look-alikes


def settle(qtbot: QtBot, page: ExchangePage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.running, timeout=15_000)
    qtbot.wait(20)


def said(page: ExchangePage) -> str:
    return " ".join(strip.words.text() for strip in page.findChildren(Strip) if strip.isVisible())


def take(page: ExchangePage, heading: str, key: str | None) -> None:
    combo = page.imports.columns.combos[heading]
    combo.setCurrentIndex(combo.findData(key) if key else 0)


def test_a_workbook_is_imported_from_the_sheet_that_is_chosen(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "o.xlsx"
    path.write_bytes(make_workbook({"Un": [["Nom"], ["Alpha"]], "Deux": [["Liste"], [], ["Nom"], ["Bêta"]]}))
    open_file(qtbot, page, path)
    assert page.imports.tools.sheet.isVisible()
    assert [row[:3] for row in rows(page)] == [(2, "Alpha", "created")]
    page.imports.tools.sheet.setCurrentIndex(1)
    settle(qtbot, page)
    page.imports.rows.show_only("")
    assert (4, "Bêta", "created") in [row[:3] for row in rows(page)]
    page.imports.agree.click()
    page.imports.import_button.click()
    qtbot.waitUntil(lambda: names(database) == ["Bêta"], timeout=15_000)
    settle(qtbot, page)


def test_columns_that_mean_nothing_are_asked_about_and_the_answer_is_kept(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    text = "Nom;Dénomination usuelle;Couleur\nAlpha Exemple;Alpha;bleu\n"
    open_file(qtbot, page, write(tmp_path / "o.csv", text))
    assert page.imports.columns.isVisible()
    assert page.imports.check_button.isVisible()
    assert "Couleur" in said(page)
    take(page, "Dénomination usuelle", "usual_name")
    page.imports.check_button.click()
    settle(qtbot, page)
    assert [row[2] for row in rows(page)] == ["created"]
    page.imports.give_up()
    open_file(qtbot, page, write(tmp_path / "o2.csv", text.replace("Alpha", "Bêta")))
    assert page.imports.rows.isVisible()
    assert page.imports.columns.mapping() == {"Nom": "name", "Dénomination usuelle": "usual_name", "Couleur": None}
    page.imports.import_button.click()
    qtbot.waitUntil(lambda: names(database) == ["Bêta Exemple"], timeout=15_000)
    settle(qtbot, page)


def test_an_error_never_loses_what_was_said_of_the_columns(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    path = write(tmp_path / "o.csv", "Un;Deux;Trois\nAlpha;A;pas une date\n")
    open_file(qtbot, page, path)
    take(page, "Deux", "acronym")
    take(page, "Trois", "founded")
    page.imports.check_button.click()
    settle(qtbot, page)
    assert page.imports.result is not None
    assert page.imports.rows.only == REFUSED
    page.imports.tools.columns_button.click()
    assert page.imports.columns.mapping() == {"Un": None, "Deux": "acronym", "Trois": "founded"}
    take(page, "Deux", "name")
    take(page, "Un", "name")
    assert page.imports.columns.mapping()["Deux"] is None
    page.imports.open_file(path)
    settle(qtbot, page)
    assert page.imports.columns.mapping()["Trois"] == "founded"


def test_a_mapping_that_tells_no_record_is_said_where_it_is_mended(
    qtbot: QtBot, page: ExchangePage, tmp_path: Path
) -> None:
    open_file(qtbot, page, write(tmp_path / "o.csv", "Un;Deux\nAlpha;A\n"))
    take(page, "Deux", "notes")
    page.imports.check_button.click()
    settle(qtbot, page)
    assert page.imports.columns.isVisible()
    assert "Il en faut une" in said(page)
    assert page.imports.columns.mapping() == {"Un": None, "Deux": "notes"}


def test_look_alikes_are_decided_row_by_row_before_importing(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    add_organisation(database, "Alternatives Exemple du Québec")
    add_organisation(database, "Bibliothèques Exemple")
    add_organisation(database, "Coopération Exemple")
    text = "Nom;Sigle\nAlternative Exemple du Québec;AEQ\nBibliothèque Exemple;BE\nCooperations Exemple;CE\nZ;Z\n"
    open_file(qtbot, page, write(tmp_path / "o.csv", text))
    imports = page.imports
    assert imports.rows.only == ALIKE
    assert [row[:3] for row in rows(page)] == [
        (2, "Alternative Exemple du Québec", "undecided"),
        (3, "Bibliothèque Exemple", "undecided"),
        (4, "Cooperations Exemple", "undecided"),
    ]
    assert not imports.import_button.isEnabled()
    assert imports.rows.bar.isVisible()
    for what in ("same", "new", "skip"):
        imports.rows.bar.buttons[what].click()
        settle(qtbot, page)
    assert [row[2] for row in rows(page)] == ["said-same", "said-new", "said-skip"]
    assert imports.result is not None
    assert (imports.result.changed, imports.result.created, imports.result.skipped) == (1, 2, 1)
    assert "ressemble" in str(rows(page)[2][4])
    imports.rows.view.choose(2)
    imports.rows.bar.buttons["same"].click()
    settle(qtbot, page)
    assert (imports.result.changed, imports.result.created, imports.result.skipped) == (2, 2, 0)
    if imports.agree.isVisible():
        imports.agree.click()
    imports.import_button.click()
    qtbot.waitUntil(lambda: len(names(database)) == 5, timeout=15_000)
    settle(qtbot, page)
    database.undo()
    assert len(names(database)) == 3
    settle(qtbot, page)


def test_several_look_alikes_are_answered_at_once(
    qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path
) -> None:
    add_organisation(database, "Alternatives Exemple du Québec")
    add_organisation(database, "Bibliothèques Exemple")
    text = "Nom\nAlternative Exemple du Québec\nBibliothèque Exemple\n"
    open_file(qtbot, page, write(tmp_path / "o.csv", text))
    page.imports.rows.view.setFocus()
    page.imports.rows.view.selectAll()
    qtbot.keyClick(page.imports.rows.view, Qt.Key.Key_2)
    settle(qtbot, page)
    assert page.imports.alike.undecided == 0
    assert page.imports.import_button.isEnabled()


def test_what_was_said_outlives_the_page(qtbot: QtBot, page: ExchangePage, database: Database, tmp_path: Path) -> None:
    add_organisation(database, "Alternatives Exemple du Québec")
    open_file(qtbot, page, write(tmp_path / "o.csv", "Nom\nAlternative Exemple du Québec\n"))
    page.imports.rows.bar.buttons["skip"].click()
    settle(qtbot, page)
    state = page.state()
    again = ExchangePage(page.context)
    qtbot.addWidget(again)
    again.restore(state)
    settle(qtbot, again)
    assert again.imports.alike.state() == [[2, "skip", None]]
    assert again.imports.result is not None
    assert again.imports.result.skipped == 1
