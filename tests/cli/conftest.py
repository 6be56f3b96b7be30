"""The real command line, on a copy of the real demonstration file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oci_desktop import cli
from oci_desktop.exchange.demo import make_demo


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.ocidb"
    make_demo(path, user="Alix Exemple").close()
    return path


@pytest.fixture
def demo(demo_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration file of this test's own, which the commands work on when they name no other."""
    path = tmp_path / "demo.ocidb"
    shutil.copy(demo_template, path)
    monkeypatch.setenv("OCI_DESKTOP_DB", str(path))
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command in this process; the window would be a mistake."""

    def no_window(options: Sequence[str]) -> int:
        raise AssertionError(f"the window was asked for: {options}")

    def command(*words: object) -> Ran:
        capsys.readouterr()
        code = cli.main([str(word) for word in words], no_window)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return command
