"""`python -m tests.benchmarks [--rows N] [--growth N] [--only GROUP…]`: one table, each figure beside its floor."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

GROUPS = ("window", "lists", "growth", "import", "export", "spreadsheets", "paper", "forms", "campaigns", "portrait")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="organisations in the file (10 000)")
    parser.add_argument("--growth", type=int, default=100_000, help="organisations of the growth figures (100 000)")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=GROUPS, metavar="GROUP", help=", ".join(GROUPS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="oci-benchmarks-", ignore_cleanup_errors=True) as folder:
        os.environ["OCI_DESKTOP_HOME"] = str(Path(folder) / "own")
        run(Path(folder), given.rows, given.growth, given.only)


def run(folder: Path, rows: int, growth: int, only: list[str]) -> None:
    from tests.benchmarks import campaigns, data, figures, files, forms, lists, paper, portrait, spreadsheets, window

    measured: list[figures.Figure] = []

    def group(name: str, work: Callable[[], list[figures.Figure]]) -> None:
        if name in only:
            print(f"… {name}", file=sys.stderr, flush=True)
            measured.extend(work())

    print(f"… making {rows} organisations", file=sys.stderr, flush=True)
    large = folder / "large.ocidb"
    data.make(large, rows).close()

    def windows() -> list[figures.Figure]:
        from oci_desktop.exchange.demo import make_demo

        make_demo(folder / "demo.ocidb").close()
        return window.measure(folder / "demo.ocidb", large, folder)

    def listing() -> list[figures.Figure]:
        with data.Database.open(large, read_only=True) as database:
            return lists.measure(database, large, rows, search_most=20, page_most=20)

    def growing() -> list[figures.Figure]:
        place = folder / "growth.ocidb"
        with data.make(place, growth) as database:
            return lists.measure(database, place, growth, search_most=50, page_most=None)

    def exporting() -> list[figures.Figure]:
        with data.Database.open(large, read_only=True) as database:
            return files.measure_export(database, folder, rows)

    group("window", windows)
    group("lists", listing)
    group("import", lambda: files.measure_import(folder, rows))
    group("export", exporting)
    group("spreadsheets", lambda: spreadsheets.measure(folder, rows))
    group("paper", lambda: paper.measure(folder))
    group("forms", lambda: forms.measure(folder))
    group("campaigns", lambda: campaigns.measure(folder))
    group("portrait", lambda: portrait.measure(folder))
    group("growth", growing)
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {platform.system()} {platform.machine()}, {os.cpu_count()} cores; medians"
    )
    print(figures.table(measured))
    missed = [figure.work for figure in measured if figure.reached is False]
    print(f"{len(missed)} of {len(measured)} figures miss their target" + "".join(f"\n  {work}" for work in missed))


if __name__ == "__main__":
    main()
