"""Admission: an applicant without a valid self-assessment cannot be admitted unless a dispense is recorded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oci_desktop.errors import ValidationError
from oci_desktop.i18n import in_language, message
from oci_desktop.model.campaign import ExemptionDraft
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.queries.records import memberships_of
from oci_desktop.services.memberships import admit, change_category, save_membership
from oci_desktop.store.database import Database
from tests.assessment_factories import add_attestation, add_campaign, address, exempt, step
from tests.factories import add_member, add_organisation


@pytest.fixture(autouse=True)
def in_november_2019(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oci_desktop.dates.today", lambda: "2019-11-20")


def admitted(database: Database, organisation_id: int, starts_on: str | None, **more: ExemptionDraft) -> bool:
    with database.write(message("Admit")) as write:
        admit(write, MembershipDraft(organisation_id, "regular", starts_on), **more)
    with database.read() as reader:
        return bool(memberships_of(reader, organisation_id))


def refusal(database: Database, organisation_id: int, starts_on: str) -> str:
    with pytest.raises(ValidationError) as refused, in_language("en"):
        admitted(database, organisation_id, starts_on)
    with database.read() as reader:
        assert memberships_of(reader, organisation_id) == []
    assert list(refused.value.fields) == ["starts_on"]
    with in_language("en"):
        return str(refused.value)


def test_before_any_campaign_nothing_is_asked(database: Database) -> None:
    assert admitted(database, add_organisation(database), "2019-11-20")


def test_an_applicant_that_was_not_asked_cannot_be_admitted(database: Database) -> None:
    applicant = add_organisation(database)
    add_campaign(database)
    said = refusal(database, applicant, "2019-11-20")
    assert said.startswith("No self-assessment was asked of it.")
    assert said.endswith("Record its attestation in the campaign, or a dispense with the body that decided it.")


def test_the_refusal_gives_the_reason_of_the_condition(database: Database) -> None:
    applicant = add_organisation(database)
    campaign_id = add_campaign(database)
    step(database, address(database, campaign_id, applicant, "2019-10-01"), "sent", "2019-10-02")
    assert refusal(database, applicant, "2019-12-01").startswith("Self-assessment 2019: grace until December 31, 2019.")
    assert "late for 1 day" in refusal(database, applicant, "2020-01-01")


def test_a_valid_attestation_admits(database: Database) -> None:
    applicant = add_organisation(database)
    add_attestation(database, address(database, add_campaign(database), applicant))
    assert admitted(database, applicant, "2019-12-01")


def test_the_validity_must_last_until_the_first_day(database: Database) -> None:
    applicant = add_organisation(database)
    add_attestation(database, address(database, add_campaign(database), applicant))
    assert "valid until March 31, 2020, now past" in refusal(database, applicant, "2020-04-01")


def test_a_dispense_recorded_before_admits(database: Database) -> None:
    applicant = add_organisation(database)
    add_campaign(database)
    exempt(database, applicant)
    assert admitted(database, applicant, "2019-12-01")
    other = add_organisation(database, "Autre Exemple")
    exempt(database, other, ends_on="2019-11-30")
    assert refusal(database, other, "2019-12-01")


def test_a_dispense_is_recorded_in_the_same_action(database: Database) -> None:
    applicant = add_organisation(database)
    add_campaign(database)
    dispense = ExemptionDraft(applicant, decided_by="Conseil d’administration", starts_on="2019-11-20")
    assert admitted(database, applicant, "2019-12-01", dispense=dispense)
    database.undo()
    with database.read() as reader:
        assert memberships_of(reader, applicant) == []
        assert reader.value("SELECT COUNT(*) FROM exemption") == 0


def test_a_dispense_for_nothing_leaves_nothing_behind(database: Database) -> None:
    """One that ends before the first day does not admit, and is not kept either."""
    applicant = add_organisation(database)
    add_campaign(database)
    dispense = ExemptionDraft(applicant, decided_by="CA", starts_on="2019-11-01", ends_on="2019-11-10")
    with pytest.raises(ValidationError):
        admitted(database, applicant, "2019-11-20", dispense=dispense)
    with database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM exemption") == 0


def test_memberships_of_before_are_recorded_freely(database: Database) -> None:
    add_campaign(database)
    for number, starts_on in enumerate((None, "1976", "2017-07-01", "2019-08-31")):
        assert admitted(database, add_organisation(database, f"Ancien {number}"), starts_on)


def test_what_was_put_in_order_since_a_day_past_counts(database: Database) -> None:
    """Admitted from 1 October, recorded on 20 November: the attestation came in between."""
    applicant = add_organisation(database)
    add_attestation(database, address(database, add_campaign(database), applicant), on="2019-11-05")
    assert admitted(database, applicant, "2019-10-01")


def test_a_period_that_begins_today_or_later_is_an_admission_too(database: Database) -> None:
    applicant = add_organisation(database)
    campaign_id = add_campaign(database)
    for starts_on in ("2019-11-20", "2019-12", "2020-01-01"):
        with pytest.raises(ValidationError) as refused, database.write(message("Period")) as write:
            save_membership(write, MembershipDraft(applicant, "regular", starts_on))
        assert list(refused.value.fields) == ["starts_on"]
    add_attestation(database, address(database, campaign_id, applicant))
    with database.write(message("Period")) as write:
        save_membership(write, MembershipDraft(applicant, "regular", "2019-12-01"))


def test_what_was_typed_about_a_member_is_corrected_whatever_its_self_assessment(database: Database) -> None:
    member = add_member(database, starts_on="2001-01-01")
    add_campaign(database)
    with database.write(message("Category")) as write:
        change_category(write, member, "sympathiser", "2019-12-01")
    with database.read() as reader:
        _before, after = sorted(memberships_of(reader, member), key=lambda one: one.starts_on or "")
    with database.write(message("Period")) as write:
        save_membership(write, replace(after, notes="Décidé en réunion."))


def test_a_file_that_admits_without_an_attestation_is_warned_of_line_by_line(
    database: Database, tmp_path: Path
) -> None:
    from oci_desktop.exchange.frame import import_file
    from oci_desktop.exchange.importers import get_importer

    add_organisation(database, "Candidat")
    valid = add_organisation(database, "Prêt")
    member = add_member(database, "Membre", starts_on="2001-01-01", ends_on="2019-11-30")
    add_attestation(database, address(database, add_campaign(database), valid))
    assert member
    place = tmp_path / "adhesions.csv"
    rows = "Candidat;regular;2019-12-01\nPrêt;regular;2019-12-01\nMembre;regular;2019-12-01\nCandidat;regular;2001;2002"
    place.write_text(f"organisation;category;starts_on;ends_on\n{rows}\n".replace("01\n", "01;\n"), encoding="utf-8")
    result = import_file(database, get_importer("memberships"), place, dry_run=True)
    assert [remark.line for remark in result.warnings] == [2]
    assert not result.refused
    with in_language("en"):
        assert "No self-assessment was asked of it" in str(result.warnings[0].reason)
