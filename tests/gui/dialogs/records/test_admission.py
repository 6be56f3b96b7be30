"""Admitting in the window: what stands against it is said first, and the dispense is recorded in the same gesture."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records import membership
from oci_desktop.gui.widgets import Strip
from oci_desktop.queries.campaigns import exemptions_of
from oci_desktop.queries.records import memberships_of
from tests import factories
from tests.assessment_factories import add_attestation, add_campaign, address
from tests.gui.dialogs.records.test_gestures import bound, fill, read, type_in


@pytest.fixture(autouse=True)
def in_november_2019(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oci_desktop.dates.today", lambda: "2019-11-20")
    monkeypatch.setattr(membership, "today", lambda: "2019-11-20")


def why(dialog: QWidget) -> str:
    return next(
        (s.words.text() for s in dialog.findChildren(Strip) if s.isVisible() and s.property("tone") == "pending"), ""
    )


def test_the_reason_is_said_before_and_without_a_dispense_nothing_happens(
    qtbot: QtBot, window: QWidget, context: Context
) -> None:
    applicant = factories.add_organisation(context.database, "Alternatives")
    add_campaign(context.database)
    dialog = membership.admit(context, window, applicant, "Alternatives")
    assert why(dialog)
    assert dialog.do_it() is False
    assert bound(dialog, "dispensed_by").said()
    assert read(context, memberships_of, applicant) == []


def test_the_dispense_goes_with_the_admission_as_one_action(qtbot: QtBot, window: QWidget, context: Context) -> None:
    applicant = factories.add_organisation(context.database, "Alternatives")
    add_campaign(context.database)
    dialog = membership.admit(context, window, applicant, "Alternatives")
    type_in(bound(dialog, "dispensed_by").edit, "Conseil d’administration")
    fill(bound(dialog, "dispensed_on"), "2019-11-18")
    fill(bound(dialog, "dispensed_until"), "30 juin 2020")
    type_in(bound(dialog, "dispense_reason").edit, "Adhésion en cours d’année")
    assert dialog.do_it()
    (dispense,) = read(context, exemptions_of, applicant)
    assert (dispense.decided_by, dispense.decided_on, dispense.starts_on, dispense.ends_on, dispense.reason) == (
        "Conseil d’administration", "2019-11-18", "2019-11-18", "2020-06-30", "Adhésion en cours d’année",
    )  # fmt: skip
    assert len(read(context, memberships_of, applicant)) == 1
    context.database.undo()
    assert read(context, memberships_of, applicant) == []
    assert read(context, exemptions_of, applicant) == []


def test_a_valid_attestation_asks_for_nothing_more(qtbot: QtBot, window: QWidget, context: Context) -> None:
    applicant = factories.add_organisation(context.database, "Alternatives")
    add_attestation(context.database, address(context.database, add_campaign(context.database), applicant))
    dialog = membership.admit(context, window, applicant, "Alternatives")
    assert why(dialog) == ""
    assert not bound(dialog, "dispensed_by").isVisible()
    assert dialog.do_it()
    assert read(context, exemptions_of, applicant) == []


def test_the_fields_follow_the_day(qtbot: QtBot, window: QWidget, context: Context) -> None:
    applicant = factories.add_organisation(context.database, "Alternatives")
    add_campaign(context.database)
    dialog = membership.admit(context, window, applicant, "Alternatives")
    fill(bound(dialog, "starts_on"), "2017-07-01")
    assert why(dialog) == ""
    assert dialog.do_it()
    assert read(context, exemptions_of, applicant) == []


def test_a_dispense_that_ends_too_early_is_refused_beside_its_day(
    qtbot: QtBot, window: QWidget, context: Context
) -> None:
    applicant = factories.add_organisation(context.database, "Alternatives")
    add_campaign(context.database)
    dialog = membership.admit(context, window, applicant, "Alternatives")
    type_in(bound(dialog, "dispensed_by").edit, "CA")
    fill(bound(dialog, "dispensed_until"), "2019-11-01")
    assert dialog.do_it() is False
    assert bound(dialog, "dispensed_until").said()
    assert read(context, exemptions_of, applicant) == []
