"""Files written for the person: whole or not at all, readable by colleagues; what is handed to others is swept away."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from oci_desktop import paths
from oci_desktop.errors import StorageError
from oci_desktop.exchange.files import drafts_folder, sweep_drafts, write_file
from oci_desktop.gui import messages
from oci_desktop.gui.dialogs.printing import mail_pdf, save_pdf

PDF = b"%PDF-1.7 fictional"


@pytest.fixture
def context() -> Any:
    """What saving and mailing ask of the window: the last folder, and a place for the news."""
    return SimpleNamespace(settings={}, remember=lambda *_: None, tell=lambda *_: None)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are another matter on Windows")
def test_a_saved_document_is_as_readable_as_any_new_file(
    context: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "choose_save_file", lambda *_: tmp_path / "liste")
    usual = tmp_path / "usual"
    usual.write_bytes(b"")
    saved = save_pdf(context, SimpleNamespace(), PDF, "liste")  # type: ignore[arg-type]
    assert saved == tmp_path / "liste.pdf"
    assert (saved.read_bytes(), mode(saved)) == (PDF, mode(usual))


def test_a_folder_that_refuses_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write_file(tmp_path / "x.pdf", b"before")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        write_file(place, b"after")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir() if file.is_file()] == [("x.pdf", b"before")]


def test_a_draft_for_the_mail_program_is_the_persons_own_and_goes_at_a_later_start(
    context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "open_with_program", lambda _place: True)
    draft = mail_pdf(context, PDF, "Liste des membres", "Liste: membres")
    assert draft.parent == drafts_folder() == paths.cache_dir() / "drafts"
    if sys.platform != "win32":
        assert mode(draft.parent) == 0o700
    sweep_drafts()
    assert draft.exists()
    os.utime(draft, (1, 1))
    sweep_drafts()
    assert not draft.exists()


def test_there_is_nothing_to_sweep_at_the_first_start() -> None:
    sweep_drafts()
    assert not paths.cache_dir().exists()
