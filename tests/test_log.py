"""The log tells what went wrong and where, never what is in the records."""

from __future__ import annotations

import logging

import pytest

from oci_desktop.errors import UserError
from oci_desktop.i18n import N_
from oci_desktop.log import log_file
from oci_desktop.model import schema
from oci_desktop.store.database import Database

SECRET = "Tremblay-Secrète, 514 555-0199"
_log = logging.getLogger("oci_desktop.test")


def fails_with(problem: Exception) -> None:
    raise problem


def test_a_refusal_is_logged_without_the_values_of_its_sentence(log: logging.Logger) -> None:
    try:
        try:
            fails_with(ValueError(SECRET))
        except ValueError as cause:
            raise UserError(N_("It is not a member on {date}."), date=SECRET) from cause
    except UserError:
        log.exception("unexpected")
    text = log_file().read_text(encoding="utf-8")
    assert "UserError: It is not a member on {date}." in text
    assert "builtins.ValueError" in text
    assert "in fails_with" in text
    assert SECRET not in text


def test_what_the_database_refuses_is_logged_without_its_values(log: logging.Logger, database: Database) -> None:
    from sqlalchemy import select

    try:
        with database.read() as reader:
            reader.execute(select(schema.person.c.id).where(schema.person.c.family_name.op("no_such_operator")(SECRET)))
    except Exception:
        log.exception("unexpected")
    text = log_file().read_text(encoding="utf-8")
    assert "no_such_operator" in text
    assert "Secrète" not in text


def test_a_value_of_the_wrong_type_is_named_by_its_column_only(database: Database) -> None:
    with pytest.raises(TypeError, match=r"person\.notes: bytes") as mistake, database.write("x") as write:
        write.insert(schema.person, {"ref": "1", "family_name": "x", "notes": SECRET.encode()})
    assert "Secr" not in str(mistake.value)
