"""« Faire les formulaires… »: for whom, in which format, in which folder; nothing is noted as sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.campaigns.page import CampaignsPage
from tests.gui.forms.conftest import bound
from tests.gui.pages.campaigns.conftest import World


@pytest.mark.parametrize(("form", "endings"), [("pdf", {".pdf"}), ("both", {".pdf", ".xlsx"})])
def test_the_forms_of_those_awaited_are_written_in_a_folder(
    qtbot: QtBot, context: Context, world: World, page: CampaignsPage, dialog_of: Callable[[Any], Any],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, endings: set[str],
) -> None:  # fmt: skip
    folder = tmp_path / "formulaires"
    folder.mkdir()
    monkeypatch.setattr(messages, "choose_folder", lambda *_how: folder)
    page.make_forms()
    dialog = dialog_of(page)
    bound(dialog, "form").choose(form)
    assert dialog.do_it()
    qtbot.waitUntil(lambda: not context.tasks.running, timeout=20_000)
    files = list(folder.iterdir())
    # Alternatives is valid, Fleuve refused and Grève is exempt: five are awaited, two documents each.
    assert len(files) == 10 * len(endings)
    assert {path.suffix for path in files} == endings
    assert not any("Alternatives" in path.name for path in files)
    assert world.step_of("Horizon") == "to_send"


def test_without_a_folder_the_dialog_stays(
    page: CampaignsPage, dialog_of: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "choose_folder", lambda *_how: None)
    page.make_forms()
    dialog = dialog_of(page)
    assert not dialog.do_it()
    assert dialog.refusal() == "Aucun dossier n’a été choisi."
