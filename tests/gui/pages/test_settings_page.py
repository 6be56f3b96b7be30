"""Settings: typed, saved, in the database; the person's own take effect at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from oci_desktop import i18n
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.settings import SettingsPage
from oci_desktop.gui.pages.settings_association import LogoField
from oci_desktop.gui.theme import is_dark
from oci_desktop.model.association import AssociationDraft, FiscalYearDraft
from oci_desktop.queries.association import get_association, list_fiscal_years
from oci_desktop.services.association import save_association, save_fiscal_years
from oci_desktop.store.database import Database
from tests.factories import add_organisation
from tests.gui.pages.conftest import Boxes


@pytest.fixture
def page(qtbot: QtBot, context: Context, database: Database, boxes: Boxes) -> SettingsPage:
    with database.write("Exercices") as write:
        save_fiscal_years(write, [FiscalYearDraft("2026-2027", "2026-04-01", "2027-03-31")])
    made = SettingsPage(context)
    qtbot.addWidget(made)
    context.changed.connect(made.on_changes)
    made.resize(900, 640)
    made.show()
    return made


def fields(page: SettingsPage):  # type: ignore[no-untyped-def]
    return {bound.key: bound.field for bound in page.association.form.binder.bounds}


def stored(database: Database) -> AssociationDraft:
    with database.read() as reader:
        return get_association(reader, "2026-11-21")


def type_in(page: SettingsPage, **values: str) -> None:
    for key, text in values.items():
        edit = fields(page)[key].edit
        if hasattr(edit, "setPlainText"):
            edit.setPlainText(text)
        else:
            edit.setText(text)
            edit.textEdited.emit(text)


def test_the_letterhead_is_saved_as_the_associations_record(page: SettingsPage, database: Database) -> None:
    type_in(
        page, name="Association Exemple", acronym="AE", street="1, rue de l’Exemple", city="Montréal",
        postal_code="h2l1l3", phone="5148711086", email="info@example.org", web="www.example.org",
    )  # fmt: skip
    assert page.association.form.save()
    found = stored(database)
    assert (found.name, found.acronym, found.city) == ("Association Exemple", "AE", "Montréal")
    assert found.postal_code == "H2L 1L3"
    assert found.email == "info@example.org"
    with database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM organisation WHERE is_self = 1") == 1
    database.undo()
    assert stored(database).name == ""


def test_what_is_wrong_is_said_beside_its_field(page: SettingsPage, database: Database) -> None:
    type_in(page, name="Association Exemple", email="pas une adresse")
    assert not page.association.form.save()
    assert fields(page)["email"].said()
    assert stored(database).name == ""


def test_the_language_is_kept_in_the_file_and_the_window_turns_to_it(
    qtbot: QtBot, page: SettingsPage, database: Database, context: Context
) -> None:
    type_in(page, name="Association Exemple")
    assert page.file.language["fr"].isChecked()
    with qtbot.waitSignal(context.language_changed):
        page.file.language["en"].click()
    assert i18n.language() == "en"
    assert stored(database).language == "en"
    assert page.association.form.save(), "a form opened before does not bring the old language back"
    assert stored(database).language == "en"
    database.undo()
    database.undo()
    qtbot.waitUntil(lambda: page.file.language["fr"].isChecked())


def test_what_another_saves_shows_unless_something_is_typed(
    qtbot: QtBot, page: SettingsPage, database: Database
) -> None:
    with database.write("Réglages") as write:
        save_association(write, AssociationDraft(name="Autre Exemple"))
    qtbot.waitUntil(lambda: fields(page)["name"].value() == "Autre Exemple")
    type_in(page, name="En cours de frappe")
    with database.write("Réglages") as write:
        save_association(write, replace(stored(database), acronym="AX"))
    qtbot.wait(30)
    assert fields(page)["name"].value() == "En cours de frappe"


def picture(place: Path) -> Path:
    image = QImage(60, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#0F6B6B"))
    image.save(str(place))
    return place


def test_the_logo_is_a_document_of_the_file(
    page: SettingsPage, database: Database, boxes: Boxes, tmp_path: Path
) -> None:
    boxes.open_file = picture(tmp_path / "logo.png")
    logo = fields(page)["logo"]
    assert isinstance(logo, LogoField)
    logo.choose()
    type_in(page, name="Association Exemple")
    assert page.association.form.save()
    name = stored(database).logo
    assert name
    assert database.documents.read(name) == boxes.open_file.read_bytes()
    logo.remove()
    assert page.association.form.save()
    assert stored(database).logo is None


@pytest.mark.parametrize("content", [b"<svg/>", b"\x89PNG\r\n\x1a\n coupe", b""])
def test_what_is_no_picture_is_refused_in_words(
    page: SettingsPage, boxes: Boxes, tmp_path: Path, content: bytes
) -> None:
    boxes.open_file = tmp_path / "logo.png"
    boxes.open_file.write_bytes(content)
    logo = fields(page)["logo"]
    logo.choose()
    assert logo.value() is None
    assert "PNG" in logo.said()


def years(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as reader:
        return [(year.label, year.starts_on, year.ends_on) for year in list_fiscal_years(reader)]


def test_the_next_year_follows_the_last_one(page: SettingsPage, database: Database) -> None:
    assert not page.years.save_button.isEnabled()
    page.years.add_next()
    assert page.years.save()
    assert years(database) == [
        ("2027-2028", "2027-04-01", "2028-03-31"),
        ("2026-2027", "2026-04-01", "2027-03-31"),
    ]
    assert not page.years.save_button.isEnabled()


def test_years_that_overlap_are_refused_beside_their_field(page: SettingsPage, database: Database) -> None:
    page.years.add_next()
    page.years._rows[0].starts_on.edit.setText("1er mars 2027")
    assert not page.years.save()
    assert any(row.starts_on.said() for row in page.years._rows)
    assert len(years(database)) == 1


def test_a_day_that_does_not_exist_is_said(page: SettingsPage, database: Database) -> None:
    page.years._rows[0].ends_on.edit.setText("31 février 2027")
    assert not page.years.save()
    assert page.years._rows[0].ends_on.said()


def test_a_year_can_be_taken_out_and_undone(page: SettingsPage, database: Database) -> None:
    page.years._rows[0].remove_button.click()
    assert page.years.save()
    assert years(database) == []
    database.undo()
    assert len(years(database)) == 1


def test_leaving_asks_only_when_something_was_typed(page: SettingsPage, boxes: Boxes) -> None:
    boxes.answer = "cancel"
    assert page.may_leave()
    page.years.add_next()
    assert not page.may_leave()
    boxes.answer = "discard"
    assert page.may_leave()
    assert len(page.years._rows) == 1


def test_the_name_is_the_one_of_the_next_action(page: SettingsPage, database: Database, context: Context) -> None:
    page.person.name.edit.setText("  Camille   Exemple ")
    page.person.keep_name()
    add_organisation(database, "Un")
    with database.read() as reader:
        assert reader.value("SELECT who FROM journal_action ORDER BY id DESC LIMIT 1") == "Camille Exemple"
    assert context.settings.get("person.name") == "Camille Exemple"


def test_theme_and_density_change_at_once(page: SettingsPage, context: Context) -> None:
    page.person.theme["dark"].click()
    assert is_dark()
    page.person.theme["light"].click()
    assert not is_dark()
    page.person.density["compact"].click()
    assert context.theme.row_height == 28


def test_what_was_typed_survives_a_change_of_language(qtbot: QtBot, page: SettingsPage, context: Context) -> None:
    type_in(page, name="En cours de frappe")
    page.years.add_next()
    page.tabs.show_tab("years")
    kept = page.state()
    fresh = SettingsPage(context)
    qtbot.addWidget(fresh)
    fresh.restore(kept)
    assert fields(fresh)["name"].value() == "En cours de frappe"
    assert fresh.tabs.current() == "years"
    assert len(fresh.years._rows) == 2


def test_the_file_says_where_it_is(page: SettingsPage, database: Database, boxes: Boxes) -> None:
    page.file.refresh()
    assert page.file._values["place"].text() == str(database.path)
    page.file.open_folder()
    assert boxes.opened == [database.path.parent]
