"""The history of a member tells its self-assessments in words, and never what it answered."""

from __future__ import annotations

from oci_desktop.queries.history import action_changes, recent_actions, record_history
from oci_desktop.queries.history_words import HistoryWords
from oci_desktop.store.database import Database
from tests.assessment_factories import add_attestation, add_campaign, address, answer, consent, exempt, step
from tests.factories import add_member


def told(database: Database, organisation_id: int) -> str:
    words = HistoryWords(database.read, "2019-11-20")
    with database.read() as reader:
        entries = record_history(reader, "organisation", organisation_id)
    record = ("organisation", organisation_id)
    return "\n".join(line for entry in entries for change in entry.changes for line in words.lines(change, record))


def test_steps_attestations_and_dispenses_are_told_in_words(database: Database) -> None:
    member = add_member(database)
    one = address(database, add_campaign(database), member)
    step(database, one, "refused", "2019-09-10", "Lettre de la présidence")
    add_attestation(database, one)
    exempt(database, member)
    said = told(database, member)
    for words in ("Refusée", "10 septembre 2019", "Lettre de la présidence", "2019-001", "Camille Exemple",
                  "Conseil d’administration", "30 juin 2020"):  # fmt: skip
        assert words in said, said
    assert "_" not in said, said


def test_no_history_tells_what_was_answered(database: Database) -> None:
    member = add_member(database)
    one = address(database, add_campaign(database, level="B"), member)
    consent(database, one)
    answer(database, one, "A.1", "na", comment="SECRET", evidence="SECRET")
    answer(database, one, "A.1", "partly", comment="AUTRE-SECRET")
    answer(database, one, "A.1", None)
    words = HistoryWords(database.read, "2019-11-20")
    with database.read() as reader:
        changes = [change for action in recent_actions(reader) for change in action_changes(reader, action.action_id)]
    assert "SECRET" not in str(changes)
    assert "partly" not in str([change.fields for change in changes if change.table == "answer"])
    assert "SECRET" not in str([words.lines(change, ("", 0)) for change in changes])
