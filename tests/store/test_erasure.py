"""Erasing for good: rows, journal, documents, bytes; the actions stay readable, and nothing brings the values back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oci_desktop.errors import NotFoundError, StorageError, UserError
from oci_desktop.i18n import use_language
from oci_desktop.model import schema
from oci_desktop.queries.history import action_changes, recent_actions, record_history
from oci_desktop.store import backups, erasure
from oci_desktop.store.database import Database
from oci_desktop.store.problems import UndoError
from tests.bytes import places_that_hold
from tests.store.assessments import SECRET, Member, answers_of, fill, member_with_answers
from tests.store.rows import count, notes_of, saved_organisation


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def member(database: Database) -> Member:
    """A member whose answers all hold the secret; changed, deleted and undone before."""
    return member_with_answers(database)


def withdraw(database: Database, member: Member, **options: Any) -> erasure.Erased:
    """What the service of a withdrawal does."""
    with database.read() as reader:
        rows = {
            table: erasure.rows_ever(reader, table, "self_assessment_id", member.assessment)
            for table in (schema.answer, schema.planned_action)
        }
    return database.erase("Withdrawal", rows, **options)


def last_action(database: Database) -> int:
    with database.read() as reader:
        found: int = reader.value("SELECT max(id) FROM journal_action")
        return found


def test_not_one_byte_of_an_answer_is_left_in_the_file_nor_in_the_fresh_backup(
    database: Database, member: Member, own_folders: Path
) -> None:
    assert places_that_hold(SECRET, database, own_folders)
    erased = withdraw(database, member)
    assert erased.finished
    assert erased.rows == member.answers
    assert count(database, "answer") == count(database, "planned_action") == 0
    assert places_that_hold(SECRET, database, own_folders) == []
    assert erased.backup is not None
    assert (erased.backup.reason, erased.backup.action_id) == ("erased", erased.action_id)
    assert erased.older_backups == ()
    assert database.check() == []
    database.close()
    assert places_that_hold(SECRET, database, own_folders) == []


def test_even_where_sqlite_leaves_what_it_deletes_and_the_file_was_closed_between(
    database: Database, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every SQLite zeroes what it deletes: this one is told not to."""
    settings = "PRAGMA foreign_keys=ON; PRAGMA secure_delete=OFF; PRAGMA temp_store=MEMORY"
    monkeypatch.setattr("oci_desktop.store.connection._SETTINGS", settings)
    database.close()
    with Database.open(database.path) as opened:
        member = member_with_answers(opened)
    with Database.open(database.path) as opened:
        opened.automatic_backups = False
        with opened.write("deleted as usual") as write:
            for answer in answers_of(opened, member):
                write.delete(schema.answer, answer)
        assert withdraw(opened, member).finished
        assert [found for found in places_that_hold(SECRET, opened, own_folders) if "backups" not in found] == []


def test_the_history_still_says_who_did_what_and_when(database: Database, member: Member) -> None:
    with database.read() as reader:
        before = recent_actions(reader)
        rows = len(action_changes(reader, member.saved))
    erased = withdraw(database, member)
    with database.read() as reader:
        after = recent_actions(reader)
        assert [(entry.action_id, entry.label, entry.count) for entry in after[1:]] == [
            (entry.action_id, entry.label, entry.count) for entry in before
        ]
        assert (after[0].action_id, str(after[0].label), after[0].kind) == (erased.action_id, "Withdrawal", "erase")
        changes = action_changes(reader, member.saved)
        assert len(changes) == rows
        assert {(change.kind, change.fields) for change in changes if change.table == "answer"} == {("added", ())}
        assert all(change.fields == () for change in action_changes(reader, erased.action_id))
        assert record_history(reader, "self_assessment", member.assessment)


def test_those_actions_and_the_erasing_itself_are_read_and_never_undone(database: Database, member: Member) -> None:
    erased = withdraw(database, member)
    for action in (member.saved, member.changed, member.deleted, erased.action_id):
        with pytest.raises(UndoError, match="held personal data that was erased: it can be read, not undone"):
            database.undo(action)
        with pytest.raises(UndoError):
            database.redo(action)
    with pytest.raises(UndoError, match="“Withdrawal” held personal data"):
        database.undo()
    assert database.undoable() is None
    assert database.redoable() is None


def test_the_other_actions_are_undone_and_done_again_as_before(
    database: Database, member: Member, own_folders: Path
) -> None:
    other = saved_organisation(database, "Autre", notes="a")
    with database.write("notes") as write:
        write.update(schema.organisation, other, {"notes": "b"})
    older = last_action(database)
    withdraw(database, member)
    with database.write("after") as write:
        write.update(schema.organisation, other, {"web": "https://example.org"})
    assert str(database.undo().label) == "after"
    assert str(database.redo().label) == "after"
    database.undo(older)
    assert notes_of(database, other) == "a"
    database.redo(older)
    assert notes_of(database, other) == "b"
    # Whatever is undone that can be, the values do not come back.
    for action in range(last_action(database), 0, -1):
        try:
            database.undo(action)
        except StorageError:
            continue
    assert count(database, "answer") == 0
    assert places_that_hold(SECRET, database, own_folders) == []


def test_answers_of_the_others_stay_and_their_actions_can_be_undone(database: Database, own_folders: Path) -> None:
    mine = member_with_answers(database)
    theirs = member_with_answers(database, name="Voisine", text="Réponse-gardée-1234")
    erased = withdraw(database, mine)
    assert erased.rows == mine.answers
    assert len(answers_of(database, theirs)) == theirs.answers - 1
    assert places_that_hold("Réponse-gardée-1234", database, own_folders)
    database.undo(theirs.changed)


def test_what_else_is_written_is_in_the_same_action(database: Database, member: Member) -> None:
    def consent(write: erasure.Eraser) -> None:
        write.update(schema.self_assessment, member.assessment, {"consent_withdrawn_on": "2026-11-21"})

    erased = withdraw(database, member, also=consent)
    with database.read() as reader:
        assert reader.value("SELECT consent_withdrawn_on FROM self_assessment") == "2026-11-21"
        fields = [
            field
            for change in action_changes(reader, erased.action_id)
            for field in change.fields
            if change.table == "self_assessment"
        ]
    assert [(field.column, field.before, field.after) for field in fields] == [
        ("consent_withdrawn_on", None, "2026-11-21")
    ]


def test_one_column_of_a_row_that_stays_is_erased_too(database: Database, member: Member, own_folders: Path) -> None:
    with database.write("attestation") as write:
        row = fill(
            write,
            schema.attestation,
            self_assessment_id=member.assessment,
            organisation_id=member.organisation,
            questionnaire_version_id=member.version,
            number="2026-1",
            answers_digest="ab" * 32,
            explanation="Gardée",
        )
    saved = last_action(database)
    withdraw(database, member, also=lambda write: write.blank(schema.attestation, row, "answers_digest"))
    with database.read() as reader:
        assert reader.row("SELECT answers_digest, explanation, number FROM attestation") == (None, "Gardée", "2026-1")
        (change,) = action_changes(reader, saved)
    assert {field.column for field in change.fields} >= {"explanation", "number"}
    assert "answers_digest" not in {field.column for field in change.fields}
    assert places_that_hold("ab" * 32, database, own_folders) == []
    with pytest.raises(UndoError, match="erased"):
        database.undo(saved)


def test_answers_that_are_in_the_journal_only_are_erased_too(
    database: Database, member: Member, own_folders: Path
) -> None:
    with database.write("deleted before") as write:
        for table in (schema.answer, schema.planned_action):
            for (row_id,) in write.rows(f"SELECT id FROM {table.name}"):
                write.delete(table, row_id)
    erased = withdraw(database, member)
    assert erased.rows == 0
    assert places_that_hold(SECRET, database, own_folders) == []
    with database.read() as reader:
        assert recent_actions(reader)[0].kind == "erase"


def test_nothing_is_erased_when_something_fails(database: Database, member: Member) -> None:
    def fails(write: erasure.Eraser) -> None:
        raise UserError("no")

    before = last_action(database)
    with pytest.raises(UserError):
        withdraw(database, member, also=fails)
    with pytest.raises(RuntimeError, match="rehearsed"):
        withdraw(database, member, also=lambda write: write.discard())
    with pytest.raises(sqlite3.IntegrityError):
        database.erase("too much", {schema.self_assessment: [member.assessment]})
    assert last_action(database) == before
    assert len(answers_of(database, member)) == member.answers - 1
    assert str(database.undo(member.changed).label) == "changed"


def test_the_listeners_are_told(database: Database, member: Member) -> None:
    heard = []
    database.subscribe(heard.append)
    erased = withdraw(database, member, initiator="me")
    assert [(changes.action_id, changes.initiator) for changes in heard] == [(erased.action_id, "me")]
    assert heard[0].touch("answer")
    assert heard[0].records["self_assessment"] == {member.assessment}


# Documents


def attach(database: Database, member: Member, content: bytes, number: str = "2026-1") -> tuple[int, str]:
    name = database.documents.add(content)
    with database.write("attach") as write:
        row = fill(
            write,
            schema.attestation,
            self_assessment_id=member.assessment,
            organisation_id=member.organisation,
            questionnaire_version_id=member.version,
            number=number,
            document=name,
        )
    return row, name


def test_a_document_goes_when_nothing_refers_to_it_any_more(
    database: Database, member: Member, own_folders: Path
) -> None:
    row, name = attach(database, member, b"filled form " + SECRET.encode())
    attached = last_action(database)
    erased = withdraw(
        database,
        member,
        documents=[name],
        also=lambda write: write.update(schema.attestation, row, {"document": None}),
    )
    assert erased.documents == (name,)
    assert places_that_hold(SECRET, database, own_folders) == []
    # Nothing can point to it again.
    with pytest.raises(UndoError, match="erased"):
        database.undo(attached)


def test_what_cannot_be_a_document_erases_nothing(database: Database, member: Member) -> None:
    before = last_action(database)
    with pytest.raises(NotFoundError):
        withdraw(database, member, documents=["../membres.ocidb"])
    assert last_action(database) == before
    assert withdraw(database, member, documents=["ab" * 32]).documents == ("ab" * 32,)


def test_a_document_that_another_row_or_the_letterhead_has_stays(database: Database, member: Member) -> None:
    _row, name = attach(database, member, b"the attestation")
    assert withdraw(database, member, documents=[name]).documents == ()
    logo = database.documents.add(b"logo")
    with database.write("logo") as write:
        write.insert(schema.setting, {"key": "logo", "value": logo})
    assert database.erase("again", {}, documents=[logo, name]).documents == ()
    assert database.documents.read(name) == b"the attestation"
    assert database.documents.read(logo) == b"logo"


def test_what_was_erased_does_not_come_back_with_the_fresh_backup(database: Database, member: Member) -> None:
    row, name = attach(database, member, b"filled form")
    _row, kept = attach(database, member_with_answers(database, name="Voisine"), b"attestation", "2026-2")
    database.backup()
    erased = withdraw(database, member, documents=[name], also=lambda write: write.delete(schema.attestation, row))
    place = database.documents.folder / name[:2] / name
    assert not place.exists()
    assert erased.backup is not None
    database.restore(erased.backup.path)
    assert not place.exists()
    # An older one brings it back, as it was: the person was told.
    database.restore(erased.older_backups[0].path)
    assert database.documents.read(name) == b"filled form"
    assert database.documents.read(kept) == b"attestation"


def test_the_same_document_may_be_added_again(database: Database, member: Member) -> None:
    row, name = attach(database, member, b"form")
    erased = withdraw(database, member, documents=[name], also=lambda write: write.delete(schema.attestation, row))
    _row, again = attach(database, member, b"form", "2026-3")
    assert again == name
    database.delete_backups(erased.older_backups)
    backup = database.backup()
    database.close()
    (database.documents.folder / name[:2] / name).unlink()
    with Database.open(database.path) as opened:
        opened.restore(backup.path)
        assert opened.documents.read(name) == b"form"


def test_every_column_that_names_a_document_is_called_one() -> None:
    """`documents.used_by` finds them by their name: any other would be taken for useless."""
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            length = getattr(column.type, "length", None)
            if length == 64 and column.name != "answers_digest":
                assert column.name == "document" or column.name.endswith("_document"), f"{table.name}.{column.name}"


# Older backups


def test_the_older_backups_are_listed_and_deleted_when_the_person_confirms(
    database: Database, member: Member, own_folders: Path
) -> None:
    row, name = attach(database, member, SECRET.encode())
    kept = database.documents.add(b"kept")
    database.backup()
    database.backup("work")
    damaged = database.path.with_name("membres-damaged-20260101T000000.ocidb")
    damaged.write_bytes(database.path.read_bytes())
    erased = withdraw(database, member, documents=[name], also=lambda write: write.delete(schema.attestation, row))
    assert [backup.reason for backup in erased.older_backups] == ["work", "asked", "damaged"]
    assert database.backups_before_erasing() == erased.older_backups
    assert places_that_hold(SECRET, database, own_folders)
    # One stays: what it needs stays too.
    first, *others = erased.older_backups
    assert database.delete_backups(others) == tuple(others)
    assert (database.backup_folder / "files" / name[:2] / name).exists()
    assert database.backups_before_erasing() == (first,)
    database.delete_backups([first])
    assert places_that_hold(SECRET, database, own_folders) == []
    assert not (database.backup_folder / "files" / name[:2] / name).exists()
    assert (database.backup_folder / "files" / kept[:2] / kept).exists()
    assert sorted(place.suffix for place in database.backup_folder.iterdir() if place.is_file()) == [
        ".json",
        ".ocidb",
        ".sha256",
    ]
    assert [backup.path for backup in database.backups()] == [erased.backup.path if erased.backup else None]
    backups.verify(database.backups()[0].path)


def test_the_last_sound_backup_is_not_deleted(database: Database, member: Member) -> None:
    first = database.backup()
    with pytest.raises(UserError, match="No sound backup would be left"):
        database.delete_backups([first])
    second = database.backup()
    second.path.write_bytes(second.path.read_bytes()[:-1] + b"x")
    with pytest.raises(UserError, match="No sound backup"):
        database.delete_backups([first])
    assert database.delete_backups([second]) == (second,)


def test_only_backups_of_this_file_are_deleted(
    database: Database, new_database: Callable[..., Database], tmp_path: Path
) -> None:
    database.backup()
    place = tmp_path / "important.ocidb"
    place.write_bytes(b"x")
    stranger = backups.Backup(place, "2026-01-01T00:00:00Z", 1, "asked")
    other = new_database("autre")
    assert database.delete_backups([stranger, other.backup()]) == ()
    assert place.exists()
    with Database.open(database.path, read_only=True) as window, pytest.raises(StorageError, match="read-only"):
        window.delete_backups([stranger])


def test_nothing_was_ever_erased(database: Database, member: Member) -> None:
    database.backup()
    assert database.backups_before_erasing() == ()


def test_a_throw_away_file_is_erased_without_a_backup(database: Database, member: Member, own_folders: Path) -> None:
    database.automatic_backups = False
    assert withdraw(database, member).backup is None
    assert places_that_hold(SECRET, database, own_folders) == []


# Two windows, full disks, killed programs


def test_another_window_that_reads_puts_it_off_and_closing_finishes(
    database: Database, member: Member, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "_PATIENCE_MS", 50)
    with Database.open(database.path, read_only=True) as window:
        with window.read() as reader:
            before = reader.value("SELECT count(*) FROM answer")
            erased = withdraw(database, member)
            assert not erased.finished
            assert reader.value("SELECT count(*) FROM answer") == before
            # The fresh backup is already without.
            assert erased.backup is not None
            assert SECRET.encode() not in erased.backup.path.read_bytes()
            assert not database.finish_erasing()
        assert window.poll() is not None
        assert count(window, "answer") == 0
        assert database.finish_erasing()
        assert places_that_hold(SECRET, database, own_folders) == []
        assert count(window, "answer") == 0


def test_a_window_that_is_only_open_is_no_obstacle(database: Database, member: Member, own_folders: Path) -> None:
    with Database.open(database.path, read_only=True) as window:
        assert count(window, "answer") > 0
        assert withdraw(database, member).finished
        assert places_that_hold(SECRET, database, own_folders) == []
        assert count(window, "answer") == 0


def test_what_was_put_off_is_finished_when_the_file_is_closed_or_opened_again(
    database: Database, member: Member, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as context:
        context.setattr(erasure, "finish", full)
        erased = withdraw(database, member)
        assert not erased.finished
        assert count(database, "answer") == 0
        # A backup taken meanwhile has none of the old bytes.
        assert erased.backup is not None
        assert SECRET.encode() not in erased.backup.path.read_bytes()
        assert not database.finish_erasing()
        database.close()
    with Database.open(database.path) as opened:
        assert places_that_hold(SECRET, opened, own_folders) == []
        assert opened.finish_erasing()
        with opened.read() as reader:
            assert reader.value("SELECT 1 FROM setting WHERE key = 'erasing'") is None


def test_a_document_that_cannot_be_removed_now_is_removed_later(
    database: Database, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, name = attach(database, member, SECRET.encode())
    refused = {"left": 1}
    unlink = Path.unlink

    def open_elsewhere(place: Path, missing_ok: bool = False) -> None:
        if place.name == name and refused["left"]:
            refused["left"] -= 1
            raise PermissionError(13, "in use")
        unlink(place, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", open_elsewhere)
    erased = withdraw(database, member, documents=[name], also=lambda write: write.delete(schema.attestation, row))
    assert not erased.finished
    # Nor is it copied beside the fresh backup.
    assert not (database.backup_folder / "files" / name[:2] / name).exists()
    assert database.finish_erasing()
    assert not (database.documents.folder / name[:2] / name).exists()


def test_erasing_in_a_file_that_is_only_read_is_refused(database: Database, member: Member) -> None:
    with Database.open(database.path, read_only=True) as window:
        with pytest.raises(StorageError, match="read-only"):
            withdraw(window, member)
        assert window.finish_erasing()
