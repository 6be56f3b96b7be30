"""Languages, usage, the way to the window, and the program as it is started."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from oci_desktop import cli
from oci_desktop.__main__ import asks_for_window
from oci_desktop.services.association import save_setting
from oci_desktop.store.database import Database
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    "words",
    [
        ("licorne",),
        ("list",),
        ("list", "licornes"),
        ("list", "members", "de trop"),
        ("list", "members", "--format", "xml"),
        ("list", "members", "--filter", "region"),
        ("list", "members", "--filter", "licorne=1"),
        ("--lang", "de", "list", "members"),
        ("report", "licorne"),
        ("report", "member-list"),
        ("report", "member-list", "--out", "x.pdf", "--set", "licorne=1"),
        ("import", "members", "x.csv"),
        ("import", "organisations"),
        ("--demo", "list", "members"),
        ("history", "--limit", "zéro"),
    ],
)
def test_usage_errors_exit_2(demo: Path, run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


def test_the_language_is_the_option_else_the_files_else_french_never_the_systems(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LANG", "en_CA.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en")
    assert run("list", "members").out.startswith("Nom ")
    assert run("--lang", "en", "list", "members").out.startswith("Name ")
    with Database.open(demo) as database, database.write("test") as write:
        save_setting(write, "language", "en")
    assert run("list", "members").out.startswith("Name ")
    assert run("--lang", "fr", "list", "members").out.startswith("Nom ")
    assert "n’y a pas" in run("--db", tmp_path / "absent.ocidb", "list", "members").err


@pytest.mark.parametrize(("lang", "words"), [("fr", "Afficher une liste"), ("en", "Print a list")])
def test_help_is_in_both_languages(demo: Path, run: Run, lang: str, words: str) -> None:
    ran = run("--lang", lang, "--help")
    assert (ran.code, words in ran.out) == (0, True)
    for command in (
        "demo",
        "list",
        "report",
        "import",
        "backup",
        "restore",
        "check",
        "history",
        "undo",
        "redo",
        "search",
    ):
        assert command in ran.out
        assert run("--lang", lang, command, "--help").code == 0


def test_help_needs_no_file(run: Run) -> None:
    assert run("--help").code == 0


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ([], True),
        (["--demo"], True),
        (["--db", "x.ocidb"], True),
        (["--lang=en", "--db=x.ocidb", "--demo"], True),
        (["list", "members"], False),
        (["--help"], False),
        (["--lang", "de"], False),
        (["--db"], False),
        (["--db", "x.ocidb", "check"], False),
    ],
)
def test_no_command_asks_for_the_window(words: list[str], window: bool) -> None:
    assert asks_for_window(words) is window


def test_a_bug_is_one_sentence_and_its_details_are_in_the_log(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boum")

    monkeypatch.setattr("oci_desktop.cli.reading.list_table", broken)
    ran = run("list", "members")
    assert (ran.code, ran.err.count("\n"), "Traceback" in ran.err) == (1, 1, False)
    assert "oci-desktop.log" in ran.err


def test_options_without_a_command_open_the_window(demo: Path) -> None:
    asked: list[Sequence[str]] = []

    def window(options: Sequence[str]) -> int:
        asked.append(options)
        return 7

    assert cli.main(["--lang", "en", "--demo"], window) == 7
    assert asked == [["--lang", "en", "--demo"]]


def start(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program as a person starts it, in a process of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    command = [sys.executable, "-m", "oci_desktop", *map(str, words)]
    return subprocess.run(command, capture_output=True, env=kept | environment, timeout=60, check=False)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these always have a display")
def test_without_a_display_a_sentence_names_the_command_line(demo: Path) -> None:
    for words in ((), ("--demo",)):
        done = start(*words)
        assert (done.returncode, done.stdout) == (1, b"")
        assert b"oci-desktop --help" in done.stderr
        assert b"Traceback" not in done.stderr


def test_accents_leave_the_process_as_utf8_whatever_the_console_is(demo: Path) -> None:
    done = start("list", "members", PYTHONIOENCODING="cp437", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "L'ŒUVRE LÉGER" in done.stdout.decode("utf-8")
    assert len(start("list", "members", "--format", "csv").stdout.decode("utf-8-sig").splitlines()) == 68


@pytest.mark.parametrize("words", [("list", "members"), ("search", "ceci"), ("history",), ("--help",)])
def test_reading_commands_load_neither_sqlalchemy_nor_qt(demo: Path, words: tuple[str, ...]) -> None:
    code = (
        "import sys; from oci_desktop.__main__ import main; main(sys.argv[1:]);"
        "print([name for name in ('sqlalchemy', 'alembic', 'PySide6', 'reportlab', 'phonenumbers', 'rapidfuzz')"
        " if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, timeout=60, check=False)
    assert done.stderr.strip() == b"[]"


def test_asking_for_the_window_loads_no_click() -> None:
    code = (
        "import sys; import oci_desktop.__main__ as m; m.asks_for_window(['--demo']); sys.exit('click' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no head")
def test_a_reader_that_has_had_enough_gets_no_traceback(demo: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m oci_desktop list organisations --format json | head -c 10",
        shell=True, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_an_empty_db_is_not_another_file(demo: Path, run: Run) -> None:
    for words in (("--db", "", "undo"), ("--db=", "list", "members"), ("--db", "  ", "check"), ("--db", "")):
        ran = run(*words)
        assert (ran.code, ran.out) == (2, "")


def test_what_click_says_of_a_range_is_in_french(demo: Path, run: Run) -> None:
    ran = run("history", "--limit", "0")
    assert ran.code == 2
    assert "is not in" not in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_an_output_that_is_full_or_closed_is_one_sentence(demo: Path) -> None:
    for words in ("list members", "search ceci", "history", "list members --format json"):
        for where in (">/dev/full", ">&-"):
            done = subprocess.run(
                f"{sys.executable} -m oci_desktop {words} {where}",
                shell=True, capture_output=True, timeout=60, check=False,
            )  # fmt: skip
            if where == ">&-" and not words.startswith("list"):
                assert (done.returncode, done.stderr) == (0, b"")
                continue
            assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
            assert "afficher" in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_what_is_done_is_no_failure_because_nobody_could_read_so(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("name\nNouveau\n")
    for words in (f"import organisations {tmp_path / 'o.csv'}", "undo", "redo", "backup"):
        done = subprocess.run(
            f"{sys.executable} -m oci_desktop {words} >/dev/full",
            shell=True, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
    assert start("list", "organisations", "--filter", "name=Nouveau", "--format", "json").stdout.count(b'"id"') == 1
