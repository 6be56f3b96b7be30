"""Killing the program at random moments: `python -m tests.store.kills --times 500` (50 of them in the test suite).

A child saves, imports, backs up, migrates or erases, and says what it was told is saved; it is killed without warning;
the file is opened again. Every acknowledged save must be there, no action may be there by half, the file must be sound,
and of what was erased not one byte may be left once the file was opened again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from oci_desktop import paths
from oci_desktop.model import schema
from oci_desktop.store import backups, documents, erasure
from oci_desktop.store.database import Database
from oci_desktop.store.fileformat import SCHEMA_VERSION
from oci_desktop.store.migrations import bring_up_to_date
from tests.bytes import places_that_hold
from tests.store.assessments import ITEMS, SECRET, fill, member_with_answers
from tests.store.rows import add_organisation, add_person, add_role
from tests.store.synthetic import NEXT, folder_with

# How long the work of each kind takes, in seconds: the kill falls somewhere in it.
WORK = {"save": 0.06, "import": 0.35, "backup": 0.15, "migration": 0.2, "erase": 0.02}
IMPORTED = 1_500
SAVED = 3
_WITH_ANSWERS = (schema.answer, schema.planned_action)


# The child


def child(kind: str, path: Path, migrations: Path) -> None:
    """Wait for "go", then work without end, saying on each line what is acknowledged."""
    if kind == "migration":
        import alembic.command  # noqa: F401
    say("ready")
    sys.stdin.readline()
    if kind == "migration":
        bring_up_to_date(path, path.with_suffix(".work"), migrations)
        say("migrated")
        return
    with Database.open(path, user="Enfant") as database:
        if kind == "erase":
            erase(database)
            say("erased")
            return
        while True:
            if kind == "backup":
                database.backup("work")
                continue
            with database.write(kind) as write:
                for number in range(IMPORTED if kind == "import" else SAVED):
                    organisation = add_organisation(write, f"n{number}", notes=kind)
                    if kind == "save":
                        add_role(write, organisation, add_person(write))
            with database.read() as reader:
                say(str(reader.value("SELECT max(id) FROM journal_action")))


def erase(database: Database) -> None:
    """All the answers, and the document that holds them too."""
    with database.read() as reader:
        rows = {table: erasure.rows_ever(reader, table, "self_assessment_id", 1) for table in _WITH_ANSWERS}
        document = reader.value("SELECT document FROM attestation")

    def also(write: erasure.Eraser) -> None:
        write.update(schema.attestation, 1, {"document": None})

    database.erase("Withdrawal", rows, documents=[document], also=also)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Child:
    """One child, loaded and waiting."""

    def __init__(self, kind: str, path: Path, migrations: Path) -> None:
        self.kind, self.path = kind, path
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.kills", "--child", kind, str(path), str(migrations)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent.parent,
            env=os.environ | {"PYTHONUTF8": "1"},
        )

    def run_and_kill(self, after: float) -> None:
        """Let it work for `after` seconds, then end it as a power cut would."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        listener = threading.Thread(target=self._listen)
        listener.start()
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(after)
        process.kill()
        listener.join()
        process.wait()
        assert process.stderr is not None
        complaint = process.stderr.read()
        for stream in (process.stdin, process.stdout, process.stderr):
            with contextlib.suppress(OSError):
                stream.close()
        if complaint:
            raise AssertionError(complaint)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        self.said.extend(line.strip() for line in self._process.stdout if line.endswith("\n"))

    def dismiss(self) -> None:
        """Not needed any more."""
        self._process.kill()
        self._process.communicate()


# The judge


@dataclass
class Tally:
    """What the kills hit."""

    kills: int = 0
    acknowledged: int = 0
    migrated: int = 0
    erased: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


def judge(path: Path, said: list[str], tally: Tally) -> None:
    """Raises: AssertionError when something acknowledged is lost, is there by half, or the file is not whole."""
    with Database.open(path, user="Juge") as database:
        database.automatic_backups = False
        assert database.check() == []
        with database.read() as reader:
            actions = {row[0] for row in reader.rows("SELECT id FROM journal_action")}
            for line in said:
                assert int(line) in actions, f"acknowledged action {line} is lost"
            halves = reader.rows(
                "SELECT a.id FROM journal_action a LEFT JOIN journal_change c ON c.action_id = a.id"
                " GROUP BY a.id HAVING count(c.id) <> a.count"
            )
            assert halves == [], f"half actions {halves}"
            for work, size in (("save", SAVED), ("import", IMPORTED)):
                rows = reader.value("SELECT count(*) FROM organisation WHERE notes = :work", {"work": work})
                assert rows % size == 0, f"{rows} rows of {work}"
            counts = [
                reader.value(f"SELECT count(*) FROM {source}")
                for source in (
                    "organisation",
                    "organisation_name",
                    "journal_change WHERE table_name = 'organisation'",
                )
            ]
            assert len(set(counts)) == 1, f"organisations, names, journal: {counts}"
            assert reader.value("SELECT count(*) FROM role") == reader.value("SELECT count(*) FROM person")
        for backup in database.backups():
            backups.verify(backup.path)
            assert backup.action_id == _last_action(backup.path)
        for backup in database.backups()[5:]:
            backup.path.unlink()
        tally.acknowledged += len(said)


def judge_migration(path: Path, migrations: Path, said: list[str], tally: Tally, rows: int) -> None:
    """Raises: AssertionError unless the file is all of the old, or all of the new, and can go on from there."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        new = raw.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'colour'").fetchone()[0]
        assert (version, new) in ((SCHEMA_VERSION, 0), (NEXT, 1)), f"version {version} with {new} new tables"
        assert version == NEXT or not said
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("organisation", "organisation_name"):
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,)
    tally.migrated += version == NEXT
    if version == SCHEMA_VERSION:
        bring_up_to_date(path, path.with_suffix(".work"), migrations)


def judge_erasing(path: Path, home: Path, said: list[str], tally: Tally) -> None:
    """Raises: AssertionError unless all the answers are there, or none is anywhere in the bytes after an opening."""
    with Database.open(path, user="Juge") as database:
        database.automatic_backups = False
        assert database.check() == []
        assert database.finish_erasing()
        with database.read() as reader:
            action = reader.value("SELECT id FROM journal_action WHERE kind = 'erase'")
            answers = reader.value("SELECT count(*) FROM answer")
        held = places_that_hold(SECRET, database, home / "config")
        backups_that_hold = {
            backup.action_id for backup in database.backups() if SECRET.encode() in backup.path.read_bytes()
        }
        if action is None:
            assert not said
            assert answers == ITEMS - 1
            assert any(str(database.documents.folder) in place for place in held)
            database.undo(3)
        else:
            tally.erased += 1
            assert answers == 0
            assert [place for place in held if str(home) not in place] == []
            assert all(number < action for number in backups_that_hold), backups_that_hold


def _last_action(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        found: int = raw.execute("SELECT coalesce(max(id), 0) FROM journal_action").fetchone()[0]
        return found


def run(times: int, folder: Path, seed: int | None = None) -> Tally:
    """Kill `times` times, in turn a save, an import, a backup, a migration and an erasing."""
    chance = random.Random(seed)
    os.environ[paths.HOME_VARIABLE] = str(folder / "home")
    migrations = folder_with(folder / "migrations")
    rows = 400
    old = folder / "old.ocidb"
    _new_file(old, rows)
    secret = folder / "secret.ocidb"
    _new_file(secret, 0)
    _add_secrets(secret)
    kinds = [list(WORK)[number % len(WORK)] for number in range(times)]
    tally = Tally()
    waiting: Child | None = None
    try:
        for number, kind in enumerate(kinds):
            now = waiting or Child(kind, _place(kind, number, folder), migrations)
            # The next one loads while this one works.
            waiting = None
            if number + 1 < times:
                waiting = Child(kinds[number + 1], _place(kinds[number + 1], number + 1, folder), migrations)
            if kind == "migration":
                shutil.copy(old, now.path)
            if kind == "erase":
                shutil.copy(secret, now.path)
                shutil.copytree(documents.folder_of(secret), documents.folder_of(now.path))
            now.run_and_kill(chance.uniform(0, WORK[kind]))
            if kind == "migration":
                judge_migration(now.path, migrations, now.said, tally, rows)
                for file in folder.glob(now.path.stem + ".*"):
                    file.unlink()
            elif kind == "erase":
                judge_erasing(now.path, folder / "home", now.said, tally)
                shutil.rmtree(documents.folder_of(now.path))
                for file in folder.glob(now.path.stem + ".*"):
                    file.unlink()
            else:
                judge(now.path, now.said, tally)
            tally.kills += 1
            tally.kinds[kind] = tally.kinds.get(kind, 0) + 1
    finally:
        if waiting is not None:
            waiting.dismiss()
    return tally


def _place(kind: str, number: int, folder: Path) -> Path:
    """A migration and an erasing have a fresh file each time; the others go on with the same one, until it is too big
    to judge fast."""
    if kind in ("migration", "erase"):
        return folder / f"{kind}{number}.ocidb"
    path = folder / f"work{number // 40}.ocidb"
    if not path.exists():
        _new_file(path, 0)
    return path


def _new_file(path: Path, rows: int) -> None:
    with Database.create(path, user="Juge") as database:
        database.automatic_backups = False
        with database.write("rows") as write:
            for number in range(rows):
                add_organisation(write, f"n{number}")


def _add_secrets(path: Path) -> None:
    """Answers, changed and deleted before, in a file of a SQLite that leaves in the pages what it deletes."""
    with Database.open(path, user="Juge") as database:
        database.automatic_backups = False
        link = database._links.take()
        link.raw.execute("PRAGMA secure_delete=OFF")
        database._links.give_back(link)
        member = member_with_answers(database)
        document = database.documents.add(SECRET.encode())
        with database.write("attestation") as write:
            fill(
                write,
                schema.attestation,
                self_assessment_id=member.assessment,
                organisation_id=member.organisation,
                questionnaire_version_id=member.version,
                document=document,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill the program at random moments and judge what is left.")
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--child", nargs=3, metavar=("KIND", "FILE", "MIGRATIONS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        kind, path, migrations = options.child
        child(kind, Path(path), Path(migrations))
        return
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(options.times, Path(folder), options.seed)
    sys.stdout.write(
        f"{tally} in {time.monotonic() - begun:.0f} s: nothing acknowledged was lost, nothing is there by half.\n"
    )


if __name__ == "__main__":
    main()
