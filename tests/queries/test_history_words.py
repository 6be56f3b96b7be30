"""Whatever changes, the history says it in words: no table, no column, no code of the program is ever read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import Table

from oci_desktop.formats import NBSP
from oci_desktop.i18n import in_language
from oci_desktop.model.schema import metadata
from oci_desktop.queries import history_labels as labels
from oci_desktop.queries.history import FieldChange, RowChange, action_changes, recent_actions, record_history
from oci_desktop.queries.history_words import HistoryWords
from oci_desktop.services.answers import withdraw_consent
from oci_desktop.store.database import Database
from oci_desktop.tables import Choice
from tests.assessment_factories import add_attestation, add_campaign, address, answer, consent, exempt, step
from tests.factories import add_member

DAY = "2019-11-20"
TABLES = [table for table in metadata.sorted_tables if not table.name.startswith("journal_")]
TOLD = [(t.name, c.name) for t in TABLES for c in t.columns if not labels.is_untold(t.name, c.name)]
RAW = re.compile(r"\b(?!example\b)[a-z]+_[a-z_]+\b")


def told(database: Database, table: str, record: int) -> list[str]:
    words = HistoryWords(database.read, DAY)
    with database.read() as reader:
        entries = record_history(reader, table, record)
    lines = [line for entry in entries for change in entry.changes for line in words.lines(change, (table, record))]
    return [line.replace(NBSP, " ") for line in lines]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_has_its_words(table: Table) -> None:
    assert table.name in labels.SUBJECTS
    for column in table.columns:
        if not labels.is_untold(table.name, column.name):
            assert labels.own(column.name, table.name, labels.LABELS) in labels.LABELS, column.name


def test_the_words_are_about_tables_and_columns_that_exist() -> None:
    names = {column.name for table in TABLES for column in table.columns}
    full = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}
    for words in (labels.LABELS, labels.KINDS, labels.UNTOLD):
        assert set(words) <= names | full
    for listed in (labels.ALONE, labels.UNSAID_AT_FIRST):
        assert {f"{table}.{column}" for table, columns in listed.items() for column in columns} <= full
    assert set(labels.SUBJECTS) == {table.name for table in TABLES}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(("table", "column"), TOLD)
def test_a_change_of_any_column_is_read_in_words(database: Database, table: str, column: str, lang: str) -> None:
    before, after = example(table, column)
    change = RowChange(table, 1, "changed", (FieldChange(column, before, after),))
    added = RowChange(table, 1, "added", (FieldChange(column, None, after),))
    with in_language(lang):
        words = HistoryWords(database.read, DAY)
        for line in (*words.lines(change, ("-", 0)), *words.lines(added, ("-", 0))):
            assert not RAW.search(line), line
            assert "2019-" not in line, line
            assert not any(f"{code} " in f"{line} " for code in ("to_do", "smtp", "to_complete")), line


def example(table: str, column: str) -> tuple[Any, Any]:
    kind = labels.kind_of(table, column)
    if isinstance(kind, Choice):
        codes = list(kind.choices)
        return codes[0], codes[-1]
    if column in labels.DATES:
        return "2019-09-01", "2019-09-30"
    if column.endswith("_id") or "weight" in column or labels.KINDS.get(column) is labels.BOOLEAN:
        return 0, 1
    return "Avant", "Après"


def test_the_history_of_a_member_says_steps_dispenses_and_attestations_with_their_dates(database: Database) -> None:
    member = add_member(database)
    one = address(database, add_campaign(database), member)
    step(database, one, "sent", "2019-09-02")
    step(database, one, "refused", "2019-09-10", "Lettre de la présidence")
    add_attestation(database, one)
    exempt(database, member)
    said = told(database, "organisation", member)
    assert "+ Étape 2019 : Envoyée, le 2 septembre 2019" in said
    assert "+ Étape 2019 : Refusée, le 10 septembre 2019, motif « Lettre de la présidence »" in said
    assert any(line.startswith("+ Attestation : 2019-001, ") for line in said), said
    assert any(line.startswith("+ Dispense : Autoévaluation, ") and "30 juin 2020" in line for line in said), said


def test_answers_are_told_where_the_self_assessment_is_open_and_nowhere_else(database: Database) -> None:
    member = add_member(database)
    campaign = add_campaign(database, level="B")
    one = address(database, campaign, member)
    consent(database, one)
    answer(database, one, "A.1", "na", comment="Pas chez nous")
    answer(database, one, "A.1", "partly")
    own = told(database, "self_assessment", one)
    assert "+ Réponse : A.1, Sans objet, commentaire « Pas chez nous »" in own
    assert "Réponse A.1 : Sans objet → En partie" in own
    for table, record in (("organisation", member), ("campaign", campaign)):
        said = "\n".join(told(database, table, record))
        assert not [words for words in ("Sans objet", "En partie", "Pas chez nous") if words in said], said
    words = HistoryWords(database.read, DAY)
    with database.read() as reader:
        changes = [change for action in recent_actions(reader) for change in action_changes(reader, action.action_id)]
    everything = [line.replace(NBSP, " ") for change in changes for line in words.lines(change, ("-", 0))]
    assert "+ Réponse : A.1" in everything
    assert "Réponse A.1 : modifiée" in everything
    assert not [line for line in everything if "En partie" in line and "Réponse" in line]


def test_what_was_erased_is_called_so(database: Database) -> None:
    one = address(database, add_campaign(database, level="B"), add_member(database))
    consent(database, one)
    answer(database, one, "A.1", "na", comment="Pas chez nous")
    withdraw_consent(database, one, "2019-11-19")
    said = told(database, "self_assessment", one)
    assert "+ Réponse : (effacé)" in said
    assert "− Réponse : (effacé)" in said
    assert "Pas chez nous" not in str(said)


def test_long_texts_are_shortened_and_fingerprints_are_not_shown(database: Database) -> None:
    words = HistoryWords(database.read, DAY)
    long = RowChange("campaign", 1, "changed", (FieldChange("notes", "Un mot. " * 100, None),))
    (line,) = words.lines(long, ("campaign", 1))
    assert len(line) < 250
    assert "…" in line
    fingerprint = RowChange("attestation", 1, "changed", (FieldChange("document", "ab" * 32, "cd" * 32),))
    assert words.lines(fingerprint, ("organisation", 1)) == []
