"""Imports run one way, and what is slow to load waits until it is used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from oci_desktop.store.database import Database

ROOT = Path(__file__).parent.parent
SLOW = ("sqlalchemy", "alembic", "babel", "reportlab", "pypdf", "pypdfium2", "phonenumbers", "email_validator",
        "stdnum", "rapidfuzz", "tomlkit")  # fmt: skip


def modules_after(code: str) -> set[str]:
    """The packages that a fresh process has loaded once it has run `code`."""
    code = f"{code}\nimport json, sys\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    return set(json.loads(ended.stdout.splitlines()[-1]))


def test_the_layers_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    "module",
    [
        "oci_desktop.text", "oci_desktop.dates", "oci_desktop.formats", "oci_desktop.tables", "oci_desktop.i18n",
        "oci_desktop.settings", "oci_desktop.store.database", "oci_desktop.queries.definitions",
        "oci_desktop.queries.search", "oci_desktop.queries.relations", "oci_desktop.queries.home",
    ],
)  # fmt: skip
def test_what_the_first_rows_need_loads_nothing_slow(module: str) -> None:
    assert not modules_after(f"import {module}").intersection((*SLOW, "click", "PySide6"))


def test_a_reading_command_loads_neither_qt_nor_what_it_does_not_use(database: Database) -> None:
    arguments = ["--db", str(database.path), "list", "members", "--format", "json"]
    loaded = modules_after(f"from oci_desktop.__main__ import main\nassert main({arguments!r}) == 0")
    assert "click" in loaded
    assert not loaded.intersection(("PySide6", "sqlalchemy", "alembic", "reportlab", "pypdf", "pypdfium2"))
