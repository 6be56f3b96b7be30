"""No file yet: a new one, the sample data, another one; and what the File menu does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop import paths
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.files import (
    Demo,
    back_up_now,
    check_file,
    demo_strip,
    free_place,
    new_file,
    open_sample_data,
    sweep_demos,
)
from oci_desktop.gui.pages.first_run import FirstRunPage
from oci_desktop.gui.widgets import Button
from oci_desktop.queries.association import get_association
from oci_desktop.settings import PersonSettings
from oci_desktop.store.database import Database
from tests.gui.pages.conftest import Boxes


class Opened:
    """What the page opened."""

    def __init__(self, page: FirstRunPage) -> None:
        self.database: Any = None
        self.demo: Any = None
        page.opened.connect(self._take)

    def _take(self, database: Any, demo: Any) -> None:
        self.database, self.demo = database, demo


@pytest.fixture
def page(qtbot: QtBot, settings: PersonSettings, boxes: Boxes, theme: object) -> FirstRunPage:
    made = FirstRunPage(settings)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_name_makes_a_file_in_the_usual_place(qtbot: QtBot, page: FirstRunPage) -> None:
    opened = Opened(page)
    qtbot.keyClicks(page.name.edit, "Association Exemple")
    qtbot.keyClick(page.name.edit, "\r")
    assert opened.database.path == paths.default_database()
    with opened.database.read() as reader:
        found = get_association(reader, "2026-11-21")
    assert (found.name, found.language) == ("Association Exemple", "fr")
    assert opened.database.undoable() is None, "Ctrl+Z must not take the association's name away"
    opened.database.close()


def test_without_a_name_nothing_is_made(page: FirstRunPage) -> None:
    opened = Opened(page)
    page.create_button.click()
    assert opened.database is None
    assert page.name.said() == "Écrivez d’abord le nom de l’association."
    assert not paths.default_database().exists()


def test_a_file_that_is_there_is_never_overwritten(page: FirstRunPage, settings: PersonSettings) -> None:
    paths.data_dir().mkdir(parents=True)
    paths.default_database().write_bytes(b"autre chose")
    assert free_place().name == "membres-2.ocidb"
    page.name.set_value("Association Exemple")
    opened = Opened(page)
    page.create_file()
    assert opened.database is None
    assert paths.default_database().read_bytes() == b"autre chose"


def test_the_file_can_be_elsewhere(page: FirstRunPage, boxes: Boxes, tmp_path: Path) -> None:
    boxes.save_file = tmp_path / "Été Ñandú" / "mes membres"
    page._choose_place()
    page.name.set_value("Association Exemple")
    opened = Opened(page)
    page.create_file()
    assert opened.database.path == tmp_path / "Été Ñandú" / "mes membres.ocidb"
    opened.database.close()


def test_the_sample_data_is_a_copy_that_goes_away(page: FirstRunPage) -> None:
    opened = Opened(page)
    page.demo_button.click()
    database, demo = opened.database, opened.demo
    assert isinstance(demo, Demo)
    with database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM membership") >= 67
    demo.discard()
    assert not demo.folder.exists()
    assert not list((paths.data_dir() / "backups").glob("*/*.ocidb"))


def test_another_file_is_opened_and_the_recent_ones_are_at_hand(
    qtbot: QtBot, page: FirstRunPage, boxes: Boxes, template: Path, settings: PersonSettings
) -> None:
    boxes.open_file = template
    opened = Opened(page)
    page.open_button.click()
    assert opened.database.path == template
    opened.database.close()
    again = FirstRunPage(settings)
    qtbot.addWidget(again)
    opened = Opened(again)
    next(button for button in again.findChildren(Button) if button.text() == template.name).click()
    assert opened.database.path == template
    opened.database.close()


def test_the_other_language_is_offered_in_its_own_words(qtbot: QtBot, page: FirstRunPage) -> None:
    with qtbot.waitSignal(page.language_asked) as asked:
        page.language_button.click()
    assert asked.args == ["en"]
    assert page.language_button.text() == "English"


def test_a_new_file_from_the_menu_asks_where_and_for_whom(
    settings: PersonSettings, boxes: Boxes, tmp_path: Path
) -> None:
    boxes.save_file = tmp_path / "autre"
    assert new_file(settings) is None
    boxes.text = "Association Exemple"
    database = new_file(settings)
    assert database is not None
    assert database.path.name == "autre.ocidb"
    database.close()
    assert new_file(settings) is None
    assert "existe déjà" in boxes.said[0][1]


def test_the_sample_data_can_be_kept(
    qtbot: QtBot, context: Context, boxes: Boxes, tmp_path: Path, database: Database
) -> None:
    strip = demo_strip(context)
    qtbot.addWidget(strip)
    boxes.save_file = tmp_path / "garde"
    next(button for button in strip.findChildren(Button) if button.text() == "Garder une copie…").click()
    kept = Database.open(tmp_path / "garde.ocidb", user="Alix Exemple")
    kept.close()
    assert not (tmp_path / "garde.ocidb.sha256").exists()


def test_back_up_now_says_when_it_is_done(qtbot: QtBot, context: Context, database: Database) -> None:
    with qtbot.waitSignal(context.told, timeout=15_000) as told:
        back_up_now(context)
    assert "vérifiée" in told.args[0].text
    assert len(database.backups()) == 1


def test_checking_a_sound_file_is_news_and_no_box(qtbot: QtBot, context: Context, boxes: Boxes) -> None:
    with qtbot.waitSignal(context.told, timeout=15_000) as told:
        check_file(context)
    assert "bon état" in told.args[0].text
    assert not boxes.said


def test_faults_are_said_with_what_is_safe(qtbot: QtBot, context: Context, boxes: Boxes, database: Database) -> None:
    name = database.documents.add(b"contenu")
    place = database.documents.folder / name[:2] / name
    place.chmod(0o644)
    place.write_bytes(b"autre")
    check_file(context)
    qtbot.waitUntil(lambda: bool(boxes.said), timeout=15_000)
    assert "Rien n’a été changé" in boxes.said[0][1]


def test_a_killed_demonstration_is_swept_away_and_one_in_use_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    used, killed, young = Demo(), tmp_path / "oci-desktop-demo-killed", tmp_path / "oci-desktop-demo-young"
    for folder in (killed, young):
        folder.mkdir()
        (folder / "demo.ocidb").write_bytes(b"")
    for folder in (killed, used.folder):
        os.utime(folder, (0, 0))
    assert sweep_demos() == 1
    assert not killed.exists()
    assert young.exists()
    assert used.database.path.exists()
    used.discard()


def test_the_sample_data_open_beside_the_file(monkeypatch: pytest.MonkeyPatch, context: Context, boxes: Boxes) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr("oci_desktop.gui.messages.start_program", lambda _p, words: not started.append(list(words)))
    open_sample_data(context)
    assert started == [["-m", "oci_desktop", "--demo", "--lang", "fr"]]
    assert not boxes.said
