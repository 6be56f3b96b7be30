"""Whatever goes wrong while answers are written, read or erased, the log does not hold them."""

from __future__ import annotations

import contextlib
import logging
import smtplib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from oci_desktop.errors import UserError
from oci_desktop.i18n import message
from oci_desktop.log import log_file
from oci_desktop.model import schema
from oci_desktop.store import erasure
from oci_desktop.store.database import Database
from oci_desktop.store.writer import Writer
from tests.bytes import places_that_hold
from tests.store.assessments import SECRET, fill, member_with_answers

_log = logging.getLogger("oci_desktop.test")


def twice(write: Writer) -> None:
    for _ in range(2):
        fill(write, schema.answer, self_assessment_id=1, questionnaire_item_id=1, comment=SECRET)


def to_nobody(write: Writer) -> None:
    fill(write, schema.planned_action, self_assessment_id=999, text=SECRET)


def of_the_wrong_type(write: Writer) -> None:
    fill(write, schema.answer, self_assessment_id=1, questionnaire_item_id=12, comment=SECRET.encode())


def not_a_flag(write: Writer) -> None:
    fill(write, schema.answer, self_assessment_id=1, questionnaire_item_id=12, comment=SECRET, confidential=7)


def with_a_control_character(write: Writer) -> None:
    fill(write, schema.answer, self_assessment_id=1, questionnaire_item_id=12, comment=SECRET + "\x07")


def refused(write: Writer) -> None:
    raise UserError(message("“{value}” is not one of the answers.", value=SECRET))


def looked_for(write: Writer) -> None:
    from sqlalchemy import select

    write.execute(select(schema.answer.c.id).where(schema.answer.c.comment.op("nonsense")(SECRET)))


def missing_key(write: Writer) -> None:
    raise KeyError(SECRET)


def not_sent(write: Writer) -> None:
    raise smtplib.SMTPDataError(550, f"refused: {SECRET}".encode())


def nobody_to_send_to(write: Writer) -> None:
    raise smtplib.SMTPRecipientsRefused({f"{SECRET}@example.org": (550, SECRET.encode())})


@pytest.mark.parametrize(
    "what",
    [
        twice,
        to_nobody,
        of_the_wrong_type,
        not_a_flag,
        with_a_control_character,
        refused,
        looked_for,
        missing_key,
        not_sent,
        nobody_to_send_to,
    ],
    ids=lambda what: what.__name__,
)
def test_no_answer_is_in_the_log(
    log: logging.Logger, database: Database, tmp_path: Path, what: Callable[[Writer], None]
) -> None:
    member_with_answers(database, text="x")
    with pytest.raises(Exception) as failure, database.write("x") as write:  # noqa: PT011 - of every kind
        what(write)
    log.error("unexpected", exc_info=failure.value)
    assert "unexpected" in log_file().read_text(encoding="utf-8")
    empty = tmp_path / "none.ocidb"
    assert places_that_hold(SECRET, empty, log_file().parent) == []


def test_an_erasing_that_is_put_off_is_logged_without_what_it_erases(
    log: logging.Logger, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(raw: sqlite3.Connection, path: Path) -> bool:
        raise sqlite3.OperationalError("database or disk is full")

    member = member_with_answers(database)
    database.automatic_backups = False
    with monkeypatch.context() as context:
        context.setattr(erasure, "finish", fails)
        database.erase("Withdrawal", {schema.answer: range(1, member.answers + 1)})
    with contextlib.suppress(UserError):
        database.undo(member.saved)
    assert "what was erased is not gone" in log_file().read_text(encoding="utf-8")
    assert places_that_hold(SECRET, tmp_path / "none.ocidb", log_file().parent) == []
