"""Noting steps: nobody goes backwards without a word, and nobody is valid without a complete attestation of record."""

from __future__ import annotations

import pytest

from oci_desktop.errors import UserError
from oci_desktop.i18n import in_language, message
from oci_desktop.model.campaign import AttestationSignatory
from oci_desktop.queries.campaigns import attestation_of, campaign_rows, steps_of
from oci_desktop.services import attestations
from oci_desktop.services.steps import Judged, judge_step, note_step, note_step_back
from oci_desktop.store.database import Database
from tests.assessment_factories import (
    add_attestation,
    add_campaign,
    address,
    answer,
    attestation,
    consent,
    exempt,
    step,
)
from tests.factories import add_member

NAMES = ("À expédier", "Expédiée", "Reçue", "À compléter", "Valide", "Refus", "Dispensé")


@pytest.fixture(autouse=True)
def in_november_2019(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oci_desktop.dates.today", lambda: "2019-11-20")


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    """One member at every step, as of November 2019."""
    members = {name: add_member(database, name) for name in NAMES}
    campaign_id = add_campaign(database, organisation_ids=list(members.values()))
    found = {name: address(database, campaign_id, one) for name, one in members.items()}
    step(database, found["Expédiée"], "sent", "2019-09-02")
    step(database, found["Reçue"], "received", "2019-10-01")
    add_attestation(database, found["À compléter"], signatories=())
    add_attestation(database, found["Valide"])
    step(database, found["Refus"], "refused", "2019-10-01", "Lettre")
    exempt(database, members["Dispensé"])
    return found


def noted(database: Database, ids: list[int], name: str, on: str = "2019-11-20", reason: str | None = None) -> Judged:
    with database.write(message("Step")) as write:
        return note_step(write, ids, name, on, reason)


def where(database: Database, day: str = "2019-11-20") -> dict[str, str]:
    with database.read() as reader:
        return {row.member: row.step for row in campaign_rows(reader, 1, day)}


def test_a_sending_noted_for_everybody_moves_nobody_backwards(database: Database, ids: dict[str, int]) -> None:
    before = where(database)
    judged = noted(database, list(ids.values()), "sent")
    assert where(database) == {**before, "À expédier": "sent"}
    assert [one.stood.name for one in judged.left] == list(NAMES[1:])
    with in_language("en"):
        assert judged.said() == (
            "6 members are left where they are:"
            " sent (1), attestation received (1), to complete (1), valid (1), exempt (1), refused (1)."
        )


def test_what_happened_before_the_other_steps_can_still_be_noted(database: Database, ids: dict[str, int]) -> None:
    noted(database, [ids["Reçue"], ids["Valide"]], "sent", "2019-09-02")
    assert where(database)["Reçue"] == "received"
    assert where(database)["Valide"] == "valid"
    assert where(database, "2019-09-15")["Valide"] == "sent"


def test_nothing_is_noted_where_all_of_them_are_left(database: Database, ids: dict[str, int]) -> None:
    with pytest.raises(UserError, match="valide"):
        noted(database, [ids["Valide"]], "received")
    with database.write(message("Back")) as write:
        note_step_back(write, [ids["Valide"]], "received", "2019-11-20")
    assert where(database)["Valide"] == "received"


def test_only_a_complete_attestation_makes_valid_and_what_lacks_is_said(
    database: Database, ids: dict[str, int]
) -> None:
    with database.write(message("Attestation")) as write:
        attestations.save_attestation(write, attestation(database, ids["Reçue"]))
    judged = noted(database, [ids["Expédiée"], ids["Reçue"], ids["À compléter"]], "valid")
    assert judged.takes == (ids["Reçue"],)
    with in_language("en"):
        said = judged.said()
    assert said.startswith(
        "2 members have no complete attestation and are left.\nExpédiée: No attestation was entered."
    )
    assert "À compléter: A signature is missing: Management." in said
    for note in (note_step, note_step_back):
        with pytest.raises(UserError), database.write(message("Valid")) as write:
            note(write, [ids["À expédier"]], "valid", "2019-11-20")


def test_an_attestation_taken_apart_or_away_leaves_nobody_valid(database: Database, ids: dict[str, int]) -> None:
    with database.read() as reader:
        held = attestation_of(reader, ids["Valide"])
    assert held is not None
    with database.write(message("Attestation")) as write:
        attestations.save_attestation(write, attestation(database, ids["Valide"], id=held.id, version=held.version,
                                                         number=held.number, discussed_on=None))  # fmt: skip
    assert where(database)["Valide"] == "to_complete"
    database.undo()
    assert where(database)["Valide"] == "valid"
    with database.write(message("Delete")) as write:
        attestations.delete_attestation(write, held.id or 0)
    assert where(database)["Valide"] == "to_complete"
    with database.read() as reader:
        assert (held.number or "?") in (steps_of(reader, ids["Valide"])[-1].reason or "")
    database.undo()
    assert where(database)["Valide"] == "valid"


def test_what_is_typed_later_was_received_on_its_day(database: Database, ids: dict[str, int]) -> None:
    with database.write(message("Attestation")) as write:
        draft = attestation(database, ids["Expédiée"], received_on="2019-10-05")
        attestations.record_attestation(write, draft, "valid", "2019-11-20")
    with database.read() as reader:
        found = [(one.step, one.happened_on) for one in steps_of(reader, ids["Expédiée"])]
    assert found == [("sent", "2019-09-02"), ("received", "2019-10-05"), ("valid", "2019-11-20")]
    assert where(database, "2019-10-20")["Expédiée"] == "received"


def test_a_reception_that_was_noted_is_not_noted_twice(database: Database, ids: dict[str, int]) -> None:
    with database.write(message("Attestation")) as write:
        draft = attestation(database, ids["Reçue"], received_on="2019-10-10")
        attestations.record_attestation(write, draft, "valid", "2019-11-20")
    with database.read() as reader:
        assert [one.step for one in steps_of(reader, ids["Reçue"])] == ["received", "valid"]


def test_answers_that_came_unsigned_are_received_as_answers(database: Database) -> None:
    one = address(database, add_campaign(database, level="B"), add_member(database))
    consent(database, one)
    answer(database, one, "A.1", "yes")
    add_attestation(database, one, signatories=(), discussed_on=None, on="2019-11-20")
    with database.read() as reader:
        (last,) = steps_of(reader, one)
        held = attestation_of(reader, one)
    assert last.step == "answers"
    assert "Direction" in (last.reason or "")
    assert held is not None
    with database.write(message("Signed")) as write:
        signed = (AttestationSignatory("Camille Exemple", "Direction", "2019-11-19"),)
        draft = attestation(database, one, id=held.id, version=held.version, number=held.number, signatories=signed)
        attestations.record_attestation(write, draft, "valid", "2019-11-20")
    with database.read() as reader:
        assert steps_of(reader, one)[-1].step == "to_complete"


def test_five_thousand_would_be_judged_in_few_questions(database: Database, ids: dict[str, int]) -> None:
    asked: list[str] = []
    with database.read() as reader:
        whole = reader.rows
        reader.rows = lambda sql, *more: asked.append(sql) or whole(sql, *more)  # type: ignore[method-assign,func-returns-value]
        assert len(judge_step(reader, list(ids.values()), "sent", "2019-11-20").left) == 6
    assert len(asked) == 1
