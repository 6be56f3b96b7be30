"""The window in processes of its own: start, memory, switch of record and of day, against bare PySide6 windows."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure

ROUNDS = 9

_BARE_START = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(["bare"])
window = QMainWindow()
window.resize(1280, 800)
window.show()
def shown():
    print("shown", flush=True)
    app.quit()
QTimer.singleShot(0, shown)
app.exec()
"""
_BARE_TABLE = """
import sqlite3, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
app = QApplication(["bare"])
window = QMainWindow()
window.resize(1280, 800)
names = "SELECT printed, acronym, sort_key FROM organisation_name LIMIT 67"
rows = sqlite3.connect(sys.argv[1]).execute(names).fetchall()
table = QTableWidget(len(rows), 3)
for row, cells in enumerate(rows):
    for column, cell in enumerate(cells):
        table.setItem(row, column, QTableWidgetItem(cell))
window.setCentralWidget(table)
window.show()
def shown():
    print("shown", flush=True)
    app.quit()
QTimer.singleShot(0, shown)
app.exec()
"""
_OUR_START = """
import sys
from oci_desktop.app import run
def shown(session):
    print("shown", flush=True)
    session.app.quit()
run(["--db", sys.argv[1]], shown)
"""
_BARE_MEMORY = _BARE_START.replace(
    "    app.quit()", "    app.processEvents(); from tests.benchmarks.memory import peak; print(peak()); app.quit()"
)
_OUR_MEMORY = """
import sys
from PySide6.QtCore import QTimer
from oci_desktop.app import run
def shown(session):
    print("shown", flush=True)
    # By then everything that is loaded after the rows is there.
    QTimer.singleShot(3000, lambda: tell(session))
def tell(session):
    from tests.benchmarks.memory import peak
    print(peak(), flush=True)
    session.app.quit()
run(["--db", sys.argv[1]], shown)
"""
_GESTURES = "from tests.benchmarks.gestures import main; main()"


def _environment(home: Path) -> dict[str, str]:
    """As on an office PC: compiled modules are kept from one start to the next."""
    own = {
        "OCI_DESKTOP_HOME": str(home),
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | own


def _until_shown(code: str, arguments: list[str], home: Path) -> float:
    """Milliseconds from the start of a process to the rows on its screen."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(home),
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    took = (time.perf_counter() - start) * 1000
    process.communicate(timeout=60)
    assert line.strip() == b"shown", line
    return took


def _said(code: str, arguments: list[str], home: Path) -> str:
    """The last line that a process says."""
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, env=_environment(home), timeout=600,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip().splitlines()[-1]


def measure(demo: Path, large: Path, folder: Path) -> list[Figure]:
    """`demo` is the file that a secretariat would have, `large` the one of the benchmarks."""
    home = folder / "home"
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text('[window]\npage = "members"\n', encoding="utf-8")
    files = {"67 members": demo, "a large file": large}
    times: dict[str, list[float]] = {name: [] for name in ("bare", "bare table", *files)}
    for _ in range(ROUNDS + 1):  # taking turns, so that what else the machine does falls on all alike
        times["bare"].append(_until_shown(_BARE_START, [], home))
        times["bare table"].append(_until_shown(_BARE_TABLE, [str(demo)], home))
        for name, path in files.items():
            times[name].append(_until_shown(_OUR_START, [str(path)], home))
    median = {name: statistics.median(taken[1:]) for name, taken in times.items()}
    memory = float(_said(_BARE_MEMORY, [], home))
    figures = [
        Figure(f"start to rows shown, {name}", median[name], median["bare"], most_ratio=2,
               floor_is="an empty QMainWindow, until it is shown")
        for name in files
    ]  # fmt: skip
    figures.append(
        Figure("start to rows shown, 67 members", median["67 members"], median["bare table"],
               floor_is="a QMainWindow with as many rows in a QTableWidget")
    )  # fmt: skip
    figures += [
        Figure(f"memory of the open window (most ever), {name}", float(_said(_OUR_MEMORY, [str(path)], home)), memory,
               "MB", most=120, floor_is="an empty QMainWindow")
        for name, path in files.items()
    ]  # fmt: skip
    gestures: dict[str, Any] = json.loads(_said(_GESTURES, [str(large)], home))
    figures += [
        Figure("switch of record, panel painted", gestures["record"], gestures["bare record"], most=100,
               floor_is="20 QLabels with new words"),
        Figure("switch of day, list painted", gestures["day"], gestures["bare day"], most=100,
               floor_is="a plain model reset"),
        Figure("turn to another page and back", gestures["page"], None, most=100),
    ]  # fmt: skip
    return figures
