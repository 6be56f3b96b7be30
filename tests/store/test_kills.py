"""Killed at random moments of saving, importing, backing up, migrating and erasing (see `kills`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from oci_desktop import paths
from tests.store.kills import run


def test_fifty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    tally = run(50, tmp_path)
    assert tally.kills == 50
    assert set(tally.kinds) == {"save", "import", "backup", "migration", "erase"}
