"""What README.md names is there, and what it says can be run runs: files, registries, commands, system libraries."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from oci_desktop import cli
from oci_desktop.exchange.demo import make_demo
from tests.filled_forms import fill_pdf

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PLACES = (ROOT, ROOT / "src" / "oci_desktop")


def exists(name: str) -> bool:
    return any((place / name).exists() for place in PLACES)


def test_every_file_and_folder_that_is_named_exists() -> None:
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|\w+\.(?:py|toml|md))`", README)) - {
        "backups/", "x.ocidb-files/", "settings.toml", "reports/x.py", "tests/reports/test_x.py", "exchange/x.py",
    }  # fmt: skip
    assert len(named) > 15
    assert [name for name in sorted(named) if not exists(name)] == []


def test_the_map_is_true() -> None:
    drawn = README.split("## The map of the code")[1].split("```")[1]
    words = {word for line in drawn.splitlines() for word in line.split("  ")[0:3] for word in word.split()}
    named = {word for word in words if re.fullmatch(r"[\w./]+(?:/|\.py|\.toml)", word)}
    folder = ROOT / "src" / "oci_desktop"
    wrong = [name for name in sorted(named) if not (exists(name) or (folder / "gui" / name).exists())]
    assert wrong == []
    packages = {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
    assert packages <= set(drawn.split())


def test_every_registry_that_is_named_stands_where_it_is_said() -> None:
    said = re.findall(r"`([A-Z_]{4,})`(?:, `[A-Z_]+` or `[A-Z_]+`)? in `([\w/]+\.py)`", README)
    assert len(said) >= 6
    for name, file in said:
        path = next(place / file for place in PLACES if (place / file).exists())
        assert re.search(rf"^{name}\b", path.read_text(encoding="utf-8"), re.MULTILINE), (name, file)


def test_the_checks_install_no_other_library_than_the_readme_names() -> None:
    (line,) = re.findall(r"^libraries=\((.*)\)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert f"apt-get install {line}\n" in README
    assert line in (ROOT / ".github" / "workflows" / "checks.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", sorted(set(re.findall(r"python -m (tests\.[\w.]+)", README))))
def test_every_tool_that_is_named_is_there(module: str) -> None:
    assert importlib.util.find_spec(module) is not None
    file = ROOT.joinpath(*module.split("."))
    assert (file / "__main__.py").exists() or "__main__" in file.with_suffix(".py").read_text(encoding="utf-8")


def test_the_commands_without_a_window_run_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    make_demo(tmp_path / "own.ocidb").close()
    run("--db own.ocidb list people --format xlsx --out people.xlsx")
    block = README.split("## Without a window")[1].split("```")[1]
    lines = [line.split("#")[0].strip() for line in block.splitlines()[1:]]
    ran = 0
    for line in filter(None, lines):
        if line.startswith("export "):
            name, _equals, value = line.removeprefix("export ").partition("=")
            monkeypatch.setenv(name, value)
            continue
        if "returned/" in line and not Path("returned").exists():
            (one, *_others) = sorted(Path("forms").glob("*attestation*.pdf"))
            Path("returned").mkdir()
            Path("returned", one.name).write_bytes(fill_pdf(one.read_bytes(), {"discussed_on": "2026-10-02"}))
        assert line.startswith("oci-desktop "), line
        assert run(line.removeprefix("oci-desktop ")) == 0, (line, capsys.readouterr().err)
        ran += 1
    assert ran > 12
    assert len(list((tmp_path / "forms").iterdir())) == 134
    assert {"montreal.xlsx", "members.pdf", "board.pdf", "questionnaire.xlsx"} <= {p.name for p in tmp_path.iterdir()}


def run(line: str) -> int:
    """A command as a shell hands it over: `*` is replaced by the files that there are."""
    words = [
        str(found) for word in shlex.split(line) for found in (sorted(Path().glob(word)) if "*" in word else [word])
    ]
    return cli.main(words, lambda _options: 99)
