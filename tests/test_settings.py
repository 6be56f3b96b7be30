"""The person's settings: kept in one move, never a reason to stop; the folders and the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from oci_desktop import log, paths
from oci_desktop.settings import PersonSettings


def test_values_come_back(own_folders: Path) -> None:
    settings = PersonSettings()
    settings.set("theme", "dark")
    settings.set("list.members.widths", {"name": 340})
    settings.set("files.recent", ["C:\\Utilisateurs\\Hélène Côté\\membres.ocidb", "un « nom » ~ 'long'"])
    assert PersonSettings().get("theme") is None
    settings.save()
    again = PersonSettings()
    assert again.get("theme") == "dark"
    assert again.get("list.members.widths.name") == 340
    assert again.get("files.recent")[0].endswith("Hélène Côté\\membres.ocidb")
    assert again.get("list.members.order", "none") == "none"
    assert own_folders in again.path.parents
    assert [path.name for path in again.path.parent.iterdir()] == ["settings.toml"]


def test_none_forgets_a_value() -> None:
    settings = PersonSettings()
    settings.set("theme", "dark")
    settings.set("theme", None)
    settings.set("never.was", None)
    settings.save()
    assert PersonSettings().get("theme", "light") == "light"


def test_a_value_gives_way_to_a_table() -> None:
    settings = PersonSettings()
    settings.set("list", 1)
    settings.set("list.members", 2)
    assert settings.get("list.members") == 2
    assert settings.get("list.members.widths", "none") == "none"


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe\x00", b"\x00" * 100, b"theme = 'dark'\ntheme = 'light'"])
def test_damaged_settings_are_set_aside_and_the_defaults_serve(content: bytes) -> None:
    path = paths.config_dir() / "settings.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    settings = PersonSettings()
    assert settings.get("theme", "light") == "light"
    settings.set("theme", "dark")
    settings.save()
    assert path.with_suffix(".damaged").read_bytes() == content
    assert PersonSettings().get("theme") == "dark"


def test_a_path_that_is_no_text_does_not_lose_the_rest() -> None:
    settings = PersonSettings()
    settings.set("theme", "dark")
    settings.set("files.recent", ["/tmp/\udcff.ocidb"])
    settings.save()
    assert PersonSettings().get("theme") == "dark"


def test_a_folder_that_refuses_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    settings = PersonSettings(tmp_path / "file" / "settings.toml")
    settings.set("theme", "dark")
    settings.save()
    assert settings.get("theme") == "dark"


def test_every_folder_of_the_person_is_inside_the_one_that_is_named(own_folders: Path) -> None:
    for folder in (paths.data_dir(), paths.config_dir(), paths.log_dir(), paths.cache_dir()):
        assert folder.parent == own_folders
    assert paths.default_database().parent == paths.data_dir()


def test_the_folders_of_the_platform_are_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert "oci-desktop" in str(paths.data_dir())
    assert "oci-desktop" in str(paths.log_dir())


def test_what_travels_with_the_program_is_there() -> None:
    assert (paths.resources_dir() / "locale" / "fr" / "LC_MESSAGES" / "oci_desktop.mo").is_file()
    assert (paths.resources_dir() / "demo" / "organisations.csv").is_file()
    assert (paths.migrations_dir() / "versions").is_dir()


@pytest.fixture
def quiet_log() -> Iterator[logging.Logger]:
    logger = logging.getLogger("oci_desktop")
    before, logger.handlers = logger.handlers, []
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers = before


def test_the_log_is_a_file_of_the_person(quiet_log: logging.Logger) -> None:
    log.start_log()
    log.start_log()
    assert len(quiet_log.handlers) == 1
    logging.getLogger("oci_desktop.test").warning("Où suis-je?")
    assert "Où suis-je?" in log.log_file().read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_no_reason_to_stop(quiet_log: logging.Logger, own_folders: Path) -> None:
    own_folders.write_text("a file where the folder should be")
    log.start_log()
    quiet_log.warning("nowhere to go")
