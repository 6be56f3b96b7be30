"""Opening a file when something stands in the way: what happened, what is safe, and the ways on."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from oci_desktop.gui.dialogs.opening import move_file, note_recent, open_or_explain, recent_files
from oci_desktop.settings import PersonSettings
from oci_desktop.store.database import Database
from tests.factories import add_organisation
from tests.gui.pages.conftest import Boxes


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "bureau" / "membres.ocidb"
    path.parent.mkdir()
    shutil.copy(template, path)
    return path


def opened(path: Path, settings: PersonSettings) -> Database | None:
    return open_or_explain(path, settings, user="Alix Exemple")


def test_a_sound_file_opens_without_a_word_and_is_remembered(
    file: Path, settings: PersonSettings, boxes: Boxes
) -> None:
    database = opened(file, settings)
    assert database is not None
    assert not database.read_only
    assert not boxes.said
    assert recent_files(PersonSettings()) == [file]
    database.close()


def test_a_file_in_use_names_its_holder_and_opens_read_only(file: Path, settings: PersonSettings, boxes: Boxes) -> None:
    holder = Database.open(file, user="Dominique Fictif")
    boxes.choice = 0
    database = opened(file, settings)
    assert database is not None
    assert database.read_only
    title, text = boxes.said[0]
    assert title == "Le fichier est ouvert ailleurs"
    assert "Dominique Fictif" in text
    assert "Rien n’a été changé" in text
    assert boxes.asked == [("Ouvrir en lecture seule", "Réessayer")]
    add_organisation(holder, "Vu de l’autre fenêtre")
    assert database.poll() is not None
    database.close()
    holder.close()


def test_trying_again_opens_once_the_other_has_let_go(
    file: Path, settings: PersonSettings, boxes: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = Database.open(file, user="Dominique Fictif")
    boxes.choice = [1, 1, None]
    answers = boxes.choose

    def choose(*asked: object) -> int | None:
        if len(boxes.said) == 1:
            holder.close()
        return answers(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr("oci_desktop.gui.messages.choose", choose)
    database = opened(file, settings)
    assert database is not None
    assert not database.read_only
    assert len(boxes.said) == 2
    database.close()


def test_giving_up_opens_nothing(file: Path, settings: PersonSettings, boxes: Boxes) -> None:
    holder = Database.open(file, user="Dominique Fictif")
    assert opened(file, settings) is None
    assert recent_files(settings) == []
    holder.close()


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(4096, min(len(content), 60_000)):
        content[place] = 0x5A
    path.write_bytes(content)


def test_a_damaged_file_is_kept_and_its_newest_backup_taken_up(
    file: Path, settings: PersonSettings, boxes: Boxes
) -> None:
    with Database.open(file, user="Alix Exemple") as database:
        add_organisation(database, "Sauvé")
        database.backup()
        add_organisation(database, "Perdu")
        database.automatic_backups = False
    damage(file)
    file.with_name(file.name + ".holder").write_text(
        json.dumps({"who": "x", "host": "y", "since": "2026-11-21T10:00:00Z", "pid": 1}), encoding="utf-8"
    )
    boxes.choice = 0
    recovered = opened(file, settings)
    assert recovered is not None
    assert boxes.said[0][0] == "Le fichier est endommagé"
    assert boxes.asked[0][0].startswith("Reprendre la copie du ")
    with recovered.read() as reader:
        assert reader.rows("SELECT printed FROM organisation_name") == [("Sauvé",)]
    assert [kept.name for kept in file.parent.glob("*damaged*.ocidb")]
    recovered.close()


def test_a_damaged_file_without_backup_offers_another(file: Path, settings: PersonSettings, boxes: Boxes) -> None:
    before = b"SQLite format 3\x00" + os.urandom(20_000)
    file.write_bytes(before)
    assert opened(file, settings) is None
    assert boxes.said[0][0] == "Le fichier est endommagé"
    assert boxes.asked == [("Ouvrir un autre fichier…",)]
    assert file.read_bytes() == before


def test_a_newer_file_is_refused_with_its_version(file: Path, settings: PersonSettings, boxes: Boxes) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA user_version = 999")
        raw.execute("UPDATE setting SET value = '9.8.7' WHERE key = 'program_version'")
    raw.close()
    assert opened(file, settings) is None
    assert boxes.said[0][0] == "Le fichier vient d’une version plus récente"
    assert "9.8.7" in boxes.said[0][1]


def test_a_missing_file_never_becomes_an_empty_one(tmp_path: Path, settings: PersonSettings, boxes: Boxes) -> None:
    place = tmp_path / "parti.ocidb"
    assert opened(place, settings) is None
    assert boxes.said[0][0] == "Le fichier n’est pas là"
    assert not place.exists()


def test_a_missing_file_comes_back_from_its_backup(file: Path, settings: PersonSettings, boxes: Boxes) -> None:
    with Database.open(file, user="Alix Exemple") as database:
        add_organisation(database, "Sauvé")
        database.backup()
    file.unlink()
    boxes.choice = 0
    database = opened(file, settings)
    assert database is not None
    with database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM organisation") == 1
    database.close()


def test_what_is_not_ours_is_left_alone(tmp_path: Path, settings: PersonSettings, boxes: Boxes) -> None:
    place = tmp_path / "notes.ocidb"
    place.write_text("bonjour", encoding="utf-8")
    assert opened(place, settings) is None
    assert boxes.said[0][0] == "Ce n’est pas un fichier de ce programme"
    assert place.read_text(encoding="utf-8") == "bonjour"


@pytest.mark.skipif(sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="root writes all")
def test_a_folder_that_cannot_be_written_opens_read_only(file: Path, settings: PersonSettings, boxes: Boxes) -> None:
    file.parent.chmod(0o555)
    boxes.choice = 0
    try:
        database = opened(file, settings)
        assert database is not None
        assert database.read_only
        database.close()
    finally:
        file.parent.chmod(0o755)


@pytest.fixture
def synchronised(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "OneDrive - Bureau" / "membres.ocidb"
    path.parent.mkdir()
    shutil.copy(template, path)
    return path


def test_a_synchronised_folder_is_said_before_anything_is_opened(
    synchronised: Path, settings: PersonSettings, boxes: Boxes
) -> None:
    boxes.choice = 1
    database = opened(synchronised, settings)
    assert database is not None
    assert database.read_only
    assert boxes.asked == [("Déplacer…", "Ouvrir en lecture seule")]
    assert "deux copies pourraient diverger" in boxes.said[0][1]
    database.close()


def test_moving_takes_the_documents_along_and_keeps_the_old_file(
    synchronised: Path, settings: PersonSettings, boxes: Boxes, tmp_path: Path
) -> None:
    with Database.open(synchronised, user="Alix Exemple") as database:
        add_organisation(database, "Déplacé")
        document = database.documents.add(b"contenu")
    boxes.choice = 0
    boxes.save_file = tmp_path / "ici" / "membres"
    moved = opened(synchronised, settings)
    assert moved is not None
    assert moved.path == tmp_path / "ici" / "membres.ocidb"
    assert moved.documents.read(document) == b"contenu"
    with moved.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM organisation") == 1
    assert not synchronised.exists()
    assert synchronised.with_name("membres.ocidb.moved").exists()
    moved.close()


def test_a_move_onto_a_file_that_exists_changes_nothing(
    synchronised: Path, settings: PersonSettings, boxes: Boxes, tmp_path: Path
) -> None:
    target = tmp_path / "occupe.ocidb"
    target.write_bytes(b"autre chose")
    boxes.choice = 0
    boxes.save_file = target
    assert opened(synchronised, settings) is None
    assert synchronised.exists()
    assert target.read_bytes() == b"autre chose"
    assert len(boxes.said) == 2


def test_a_move_leaves_no_sum_beside_the_file(file: Path, tmp_path: Path) -> None:
    place = move_file(file, tmp_path / "ailleurs" / "x.ocidb", user="Alix Exemple")
    assert sorted(found.name for found in place.parent.iterdir() if found.suffix not in (".lock",)) == ["x.ocidb"]


def test_a_second_move_keeps_what_the_first_one_left(file: Path, tmp_path: Path) -> None:
    earlier = [file.with_name(f"{file.name}.moved"), file.with_name(f"{file.name}.moved-2")]
    for kept in earlier:
        kept.write_bytes(b"kept before")
    content = file.read_bytes()
    move_file(file, tmp_path / "ailleurs" / "x.ocidb", user="Alix Exemple")
    assert [kept.read_bytes() for kept in earlier] == [b"kept before"] * 2
    assert file.with_name(f"{file.name}.moved-3").read_bytes()[:100] == content[:100]


def test_recent_files_are_few_and_exist(tmp_path: Path, settings: PersonSettings) -> None:
    for number in range(12):
        place = tmp_path / f"{number}.ocidb"
        place.touch()
        note_recent(settings, place)
    (tmp_path / "11.ocidb").unlink()
    found = recent_files(settings)
    assert len(found) == 7
    assert found[0].name == "10.ocidb"
