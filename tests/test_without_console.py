"""The program started without a console, as `oci-desktop-window` is on Windows: no stream at all."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from oci_desktop import app
from oci_desktop.__main__ import main
from oci_desktop.store.database import Database


@contextmanager
def no_console() -> Iterator[None]:
    """No stream at all inside the block (a fixture would come too early: pytest sets them again for each test)."""
    names = ("stdin", "stdout", "stderr")
    kept = [getattr(sys, name) for name in names]
    for name in names:
        setattr(sys, name, None)
    try:
        yield
    finally:
        given = [getattr(sys, name) for name in names]
        for name, stream in zip(names, kept, strict=True):
            setattr(sys, name, stream)
        for stream in given:
            if stream is not None:
                stream.close()


def test_a_command_does_its_work_where_nobody_can_read_it(database: Database, tmp_path: Path) -> None:
    database.close()
    copy = tmp_path / "copie.ocidb"
    with no_console():
        assert main(["--db", str(database.path), "backup", "--to", str(copy)]) == 0
        assert main(["--db", str(database.path), "list", "organisations"]) == 1  # a list that nobody got
    assert copy.exists()


def test_without_a_display_either_the_program_ends_and_says_so_by_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "has_display", lambda: False)
    with no_console():
        assert main([]) == 1
    gc.enable()
