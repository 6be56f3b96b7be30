"""Attestations of record: numbers in order, who must sign, and the one door for the document that came back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oci_desktop.errors import UserError, ValidationError
from oci_desktop.i18n import message
from oci_desktop.model.campaign import AttestationSignatory
from oci_desktop.queries.campaigns import attestation_of, steps_of
from oci_desktop.services import attestations
from oci_desktop.store.database import Database
from tests.assessment_factories import add_attestation, add_campaign, add_version, address, attestation
from tests.factories import add_member


def record(database: Database, code: str = "2019", name: str = "Organisme Exemple", version_id: int = 0) -> int:
    return address(database, add_campaign(database, code, version_id=version_id), add_member(database, name))


def stored(database: Database, one: int) -> tuple[str | None, list[str], list[str]]:
    with database.read() as reader:
        found = attestation_of(reader, one)
        steps = [step.step for step in steps_of(reader, one)]
    assert found is not None
    return found.number, [person.name for person in found.signatories], steps


def test_numbers_follow_each_other_within_the_campaign(database: Database) -> None:
    version_id = add_version(database)
    campaign_id = add_campaign(database, version_id=version_id)
    numbers = []
    for n in range(3):
        one = address(database, campaign_id, add_member(database, f"Membre {n}"))
        add_attestation(database, one, number="2019-007" if n == 1 else None)
        numbers.append(stored(database, one)[0])
    assert numbers == ["2019-001", "2019-007", "2019-008"]
    other = record(database, "2020", "Autre", version_id)
    add_attestation(database, other)
    assert stored(database, other)[0] == "2020-001"


def test_a_number_is_given_once(database: Database) -> None:
    campaign_id = add_campaign(database)
    for n in range(2):
        one = address(database, campaign_id, add_member(database, f"Membre {n}"))
        if n == 0:
            add_attestation(database, one, number="X-1")
            continue
        with pytest.raises(ValidationError) as refused:
            add_attestation(database, one, number="X-1")
        assert list(refused.value.fields) == ["number"]


def test_a_complete_attestation_makes_the_member_valid(database: Database) -> None:
    one = record(database)
    add_attestation(database, one)
    assert stored(database, one) == ("2019-001", ["Camille Exemple", "Dominique Fictif"], ["valid"])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"signatories": (AttestationSignatory("Camille Exemple", "Direction", "2019-09-21"),)}, "Conseil"),
        ({"signatories": (AttestationSignatory("Camille Exemple", "Conseil", "2019-09-21"),)}, "Direction"),
        ({"signatories": ()}, "Direction"),
        ({"discussed_on": None}, ""),
    ],
)
def test_what_is_missing_makes_it_to_complete_and_says_what(
    database: Database, values: dict[str, object], said: str
) -> None:
    one = record(database)
    add_attestation(database, one, **values)
    with database.read() as reader:
        (last,) = steps_of(reader, one)
    assert last.step == "to_complete"
    assert said in (last.reason or "")


def test_titles_of_their_own_count_in_order(database: Database) -> None:
    one = record(database)
    signatories = (
        AttestationSignatory("Camille Exemple", "directrice générale", "2019-09-21"),
        AttestationSignatory("Dominique Fictif", "trésorier", "2019-09-21"),
    )
    add_attestation(database, one, signatories=signatories)
    assert stored(database, one)[2] == ["valid"]


def test_completing_it_later_changes_the_same_attestation(database: Database) -> None:
    one = record(database)
    add_attestation(database, one, signatories=(AttestationSignatory("Camille Exemple", "Direction", "2019-09-21"),))
    with database.read() as reader:
        found = attestation_of(reader, one)
    assert found is not None
    second = AttestationSignatory("Dominique Fictif", "Conseil", "2019-10-05")
    with database.write(message("Complete")) as write:
        whole = replace(found, signatories=(*found.signatories, second))
        attestations.record_attestation(write, whole, "valid", "2019-10-06")
    assert stored(database, one) == (
        "2019-001", ["Camille Exemple", "Dominique Fictif"], ["to_complete", "valid"],
    )  # fmt: skip


def test_a_second_attestation_of_one_member_is_refused(database: Database) -> None:
    one = record(database)
    add_attestation(database, one)
    with pytest.raises(ValidationError, match="2019-001"):
        add_attestation(database, one)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_on": "2019-08-31"}, "received_on"),
        ({"received_on": "2019-10"}, "received_on"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"discussed_on": "2999"}, "discussed_on"),
        ({"signatories": (AttestationSignatory("", "Direction", "2019-09-21"),)}, "signatories.0.name"),
        ({"signatories": (AttestationSignatory("Camille", "Direction", "hier"),)}, "signatories.0.signed_on"),
        ({"document": "0" * 64}, "document"),
    ],
)
def test_what_cannot_be_is_refused_by_field(database: Database, values: dict[str, object], field: str) -> None:
    one = record(database)
    with pytest.raises(ValidationError) as refused:
        add_attestation(database, one, on="2019-10-01", **values)
    assert list(refused.value.fields) == [field]
    with database.read() as reader:
        assert attestation_of(reader, one) is None
        assert steps_of(reader, one) == []


def test_an_attestation_stays_with_its_organisation(database: Database) -> None:
    one = record(database)
    with pytest.raises(ValidationError):
        add_attestation(database, one, organisation_id=add_member(database, "Autre"))


def test_a_document_with_answers_never_touches_the_disk(database: Database) -> None:
    one = record(database)
    before = set(database.path.parent.rglob("*"))
    with pytest.raises(UserError, match=r"formulaire\.pdf"):
        attestations.keep_document(database, one, b"/AcroForm", "formulaire.pdf", holds_answers=lambda _bytes: True)
    assert set(database.path.parent.rglob("*")) == before
    kept = attestations.keep_document(database, one, b"scan", "scan.pdf", holds_answers=lambda _bytes: False)
    add_attestation(database, one, document=kept, document_name="scan.pdf")
    with database.read() as reader:
        found = attestation_of(reader, one)
    assert found is not None
    assert database.documents.read(found.document or "") == b"scan"


def test_taken_away_it_can_be_brought_back(database: Database) -> None:
    one = record(database)
    saved = add_attestation(database, one)
    with database.write(message("Delete")) as write:
        attestations.delete_attestation(write, saved)
    with database.read() as reader:
        assert attestation_of(reader, one) is None
    database.undo()
    assert stored(database, one)[1] == ["Camille Exemple", "Dominique Fictif"]


def test_a_draft_says_what_it_lacks_before_it_is_saved(database: Database) -> None:
    one = record(database)
    draft = attestation(database, one, signatories=(), discussed_on=None)
    with database.read() as reader:
        missing = attestations.what_is_missing(reader, draft)
    assert [problem.field for problem in missing] == ["signatories", "signatories", "discussed_on"]
    assert {problem.severity for problem in missing} == {"warning"}
