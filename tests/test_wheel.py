"""What people install: the wheel, in a fresh environment, away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UV = os.environ.get("UV") or shutil.which("uv")


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """The output of a command that must succeed."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment | {"PYTHONUTF8": "1"} | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=600,
    )
    assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    if UV:
        run(UV, "build", "--wheel", "--out-dir", folder, ROOT, cwd=folder)
    else:
        run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, installed from the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("fresh") / "Hélène Côté (bureau)"
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    if UV:
        run(UV, "venv", "--python", sys.executable, folder, cwd=wheel.parent)
        python = scripts / ("python.exe" if os.name == "nt" else "python")
        run(UV, "pip", "install", "--python", python, wheel, cwd=wheel.parent)
    else:
        run(sys.executable, "-m", "venv", folder, cwd=wheel.parent)
        run(scripts / "python", "-m", "pip", "install", wheel, cwd=wheel.parent)
    return scripts / ("oci-desktop.exe" if os.name == "nt" else "oci-desktop")


def test_everything_travels_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {
        f"oci_desktop/{path.relative_to(ROOT).as_posix()}"
        for folder in ("resources", "db")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sources <= names
    assert "oci_desktop/resources/locale/fr/LC_MESSAGES/oci_desktop.mo" in names
    assert "oci_desktop/db/migrations/versions/0001_first_tables.py" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]


def test_the_installed_program_lists_the_members_of_the_demonstration(program: Path, tmp_path: Path) -> None:
    home = {"OCI_DESKTOP_HOME": str(tmp_path / "home")}
    file = tmp_path / "démonstration.ocidb"
    said = run(program, "demo", file, cwd=tmp_path, **home)
    assert "démonstration" in said
    members = json.loads(run(program, "--db", file, "list", "members", "--format", "json", cwd=tmp_path, **home))
    assert len(members) == 67
    assert [member["category"] for member in members].count("sympathiser") == 4
    assert "Catégorie" in run(program, "--db", file, "list", "members", cwd=tmp_path, **home)


def test_the_installed_program_prints(program: Path, tmp_path: Path) -> None:
    home = {"OCI_DESKTOP_HOME": str(tmp_path / "home")}
    file, paper = tmp_path / "demo.ocidb", tmp_path / "membres.pdf"
    run(program, "demo", file, cwd=tmp_path, **home)
    run(program, "--db", file, "report", "member-list", "--out", paper, cwd=tmp_path, **home)
    assert paper.read_bytes().startswith(b"%PDF-")
