"""Backups in the window: made, verified, gone back to, and a failure that cannot be missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.backups import DAMAGED, SOUND, WAITING, BackupsPage, size_text
from oci_desktop.gui.widgets import Strip
from oci_desktop.store import backups
from oci_desktop.store.database import Database
from tests.factories import add_organisation
from tests.gui.pages.conftest import Boxes


@pytest.fixture
def page(qtbot: QtBot, context: Context, boxes: Boxes) -> BackupsPage:
    made = BackupsPage(context)
    qtbot.addWidget(made)
    context.changed.connect(made.on_changes)
    return made


def states(page: BackupsPage) -> list[str]:
    return [row[3] for row in page.view.rows_model.rows]


def quiet(qtbot: QtBot, page: BackupsPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.running, timeout=15_000)


def test_an_empty_list_says_when_copies_are_made(page: BackupsPage) -> None:
    assert page._stack.currentIndex() == 1
    assert not page.restore_button.isEnabled()


def test_a_copy_made_now_is_listed_and_verified(qtbot: QtBot, page: BackupsPage) -> None:
    page.back_up()
    qtbot.waitUntil(lambda: states(page) == [SOUND], timeout=15_000)
    row = page.view.rows_model.rows[0]
    assert row[1] == "asked"
    assert row[2] > 0
    assert page.heading()[1].endswith(row[0])


def test_a_damaged_copy_is_marked_and_cannot_be_gone_back_to(
    qtbot: QtBot, page: BackupsPage, database: Database
) -> None:
    made = database.backup()
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    made.path.write_bytes(content)
    page.read()
    qtbot.waitUntil(lambda: states(page) == [DAMAGED], timeout=15_000)
    assert not page.restore_button.isEnabled()


def test_going_back_says_what_will_happen_and_makes_a_copy_first(
    qtbot: QtBot, page: BackupsPage, database: Database, boxes: Boxes
) -> None:
    add_organisation(database, "Avant")
    database.backup()
    add_organisation(database, "Après")
    page.read()
    qtbot.waitUntil(lambda: states(page) == [SOUND], timeout=15_000)
    page.go_back()
    quiet(qtbot, page)
    assert "1 action faite depuis" in boxes.said[0][1]
    with database.read() as reader:
        assert reader.rows("SELECT printed FROM organisation_name") == [("Avant",)]
    qtbot.waitUntil(lambda: len(states(page)) == 2)
    assert "before-restore" in {row[1] for row in page.view.rows_model.rows}


def test_whoever_gives_up_changes_nothing(qtbot: QtBot, page: BackupsPage, database: Database, boxes: Boxes) -> None:
    database.backup()
    add_organisation(database, "Après")
    page.read()
    qtbot.waitUntil(lambda: states(page) == [SOUND], timeout=15_000)
    boxes.agree = False
    page.go_back()
    assert not page.context.tasks.running
    with database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM organisation") == 1


def test_a_failure_is_said_above_the_list(page: BackupsPage, database: Database) -> None:
    backups.record_failure(database.backup_folder, backups.Failure("2026-11-21T15:00:00Z", "Le disque est plein."))
    page.read()
    strip = page.findChildren(Strip)[-1]
    assert "Le disque est plein." in strip.words.text()


@pytest.mark.parametrize(("count", "shown"), [(120, "1 Ko"), (481_000, "481 Ko"), (3_449_000, "3,4 Mo")])
def test_sizes_are_shown_in_words(count: int, shown: str) -> None:
    assert size_text(count).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_a_copy_kept_elsewhere_can_be_gone_back_to(
    qtbot: QtBot, page: BackupsPage, database: Database, boxes: Boxes, tmp_path: Path
) -> None:
    add_organisation(database, "Avant")
    boxes.open_file = database.backup_to(tmp_path / "clé USB" / "copie.ocidb")
    add_organisation(database, "Après")
    page.go_back_to_file()
    quiet(qtbot, page)
    assert "copie.ocidb" in boxes.said[0][0]
    with database.read() as reader:
        assert reader.rows("SELECT printed FROM organisation_name") == [("Avant",)]


def test_the_copy_of_another_file_is_refused(
    qtbot: QtBot, page: BackupsPage, database: Database, boxes: Boxes,
    tmp_path: Path,
) -> None:  # fmt: skip
    with Database.create(tmp_path / "autre.ocidb", user="Alix Exemple") as other:
        boxes.open_file = other.backup_to(tmp_path / "copie.ocidb")
    add_organisation(database, "Gardé")
    page.go_back_to_file()
    qtbot.waitUntil(lambda: len(boxes.said) == 2, timeout=15_000)
    assert boxes.said[1][0] == "Rien n’a été changé"
    with database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM organisation") == 1


def test_backups_that_still_hold_what_was_erased_are_told_of_and_going_back_warns(
    qtbot: QtBot, page: BackupsPage, database: Database, boxes: Boxes
) -> None:
    from oci_desktop.gui.dialogs.erasing import OlderBackups, show_older_backups
    from oci_desktop.model import schema

    organisation = add_organisation(database, "Retirée")
    database.backup()
    page.read()
    assert page._erased is None
    database.erase("Essai", {schema.organisation_name: [], schema.organisation: []})
    page.read()
    assert page._erased is not None
    assert "1" in page._erased.words.text()
    qtbot.waitUntil(lambda: WAITING not in states(page), timeout=15_000)
    rows = [row[1] for row in page.view.rows_model.rows]
    assert rows == ["erased", "asked"]
    boxes.agree = False
    page.view.choose(0)
    page.go_back()
    page.view.choose(1)
    page.go_back()
    fresh, old = (text for _title, text in boxes.said)
    assert len(old) > len(fresh), "the older one brings back what was erased"
    dialog = show_older_backups(page.context, page)
    listed = dialog.findChild(OlderBackups)
    assert isinstance(listed, OlderBackups)
    listed.boxes[0][0].setChecked(False)
    assert not listed.delete_button.isEnabled()
    listed.boxes[0][0].setChecked(True)
    listed.delete()
    dialog.accept()
    page.read()
    assert page._erased is None
    assert organisation
