"""Rows of self-assessments for the tests of the store: one questionnaire, one campaign, members with answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from oci_desktop.model import schema
from oci_desktop.store.database import Database
from oci_desktop.store.writer import Writer
from tests.store.rows import add_organisation

SECRET = "Réponse-œuvrée-7391"
ITEMS = 12


@dataclass(frozen=True)
class Member:
    """One member's answers, and the actions that saved, changed and deleted some."""

    organisation: int
    version: int
    campaign: int
    assessment: int
    answers: int
    saved: int
    changed: int
    deleted: int


def fill(write: Writer, table: Table, **values: Any) -> int:
    """A row of `table` with something fictional in what must not be empty."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.name in ("id", "version") or column.nullable or column.server_default is not None:
            continue
        row[column.name] = (
            str(uuid.uuid4()) if column.name == "ref" else 1 if column.type.python_type is int else f"{column.name}"
        )
    return write.insert(table, row | values)


def questionnaire(write: Writer, items: int = ITEMS) -> tuple[int, list[int]]:
    """A published version, and its items."""
    found = write.row("SELECT min(id) FROM questionnaire_version")
    if found is not None and found[0] is not None:
        return found[0], [row[0] for row in write.rows("SELECT id FROM questionnaire_item ORDER BY id")]
    parent = fill(write, schema.questionnaire, code="example")
    version = fill(
        write,
        schema.questionnaire_version,
        questionnaire_id=parent,
        number="1.0",
        state="published",
        published_on="2026-01-01",
    )
    principle = fill(write, schema.principle, questionnaire_version_id=version, code="P1")
    return version, [
        fill(
            write,
            schema.questionnaire_item,
            questionnaire_version_id=version,
            principle_id=principle,
            code=f"P1.{number}",
            position=number,
        )
        for number in range(items)
    ]


def campaign(write: Writer, version: int, code: str = "2026") -> int:
    found = write.row("SELECT id FROM campaign WHERE code = :code", {"code": code})
    if found is not None:
        return int(found[0])
    return fill(
        write,
        schema.campaign,
        code=code,
        questionnaire_version_id=version,
        opens_on="2026-01-15",
        due_on="2026-03-31",
        grace_until="2026-12-31",
        valid_until="2027-03-31",
    )


def member_with_answers(database: Database, name: str = "Amitié fictive", text: str = SECRET) -> Member:
    """Saved in one action, changed in a second, one deleted in a third, and one undone."""
    with database.write("begin") as write:
        organisation = add_organisation(write, name)
        version, items = questionnaire(write)
        of = campaign(write, version)
        assessment = fill(
            write, schema.self_assessment, campaign_id=of, organisation_id=organisation, consent_on="2026-02-01"
        )
    with database.write("saved") as write:
        rows = [
            fill(
                write,
                schema.answer,
                self_assessment_id=assessment,
                questionnaire_item_id=item,
                choice="partly",
                comment=f"{text} {'x' * (70 * position)}",
            )
            for position, item in enumerate(items)
        ]
        action = fill(write, schema.planned_action, self_assessment_id=assessment, text=f"Corriger {text}")
    saved = _last(database)
    with database.write("changed") as write:
        write.update(schema.answer, rows[0], {"evidence": f"Preuve {text}"})
        write.update(schema.planned_action, action, {"owner": text})
    changed = _last(database)
    with database.write("deleted") as write:
        write.delete(schema.answer, rows[-1])
    deleted = _last(database)
    with database.write("undone") as write:
        write.update(schema.answer, rows[1], {"comment": f"autre {text}"})
    database.undo()
    return Member(organisation, version, of, assessment, len(rows), saved, changed, deleted)


def answers_of(database: Database, member: Member) -> list[int]:
    with database.read() as reader:
        return [
            row[0]
            for row in reader.rows("SELECT id FROM answer WHERE self_assessment_id = :id", {"id": member.assessment})
        ]


def _last(database: Database) -> int:
    with database.read() as reader:
        found: int = reader.value("SELECT max(id) FROM journal_action")
        return found
