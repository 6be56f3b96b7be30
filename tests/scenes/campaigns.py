"""Scenes of the campaigns: the page, the record of a member, every dialog, and where standing shows elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from oci_desktop.i18n import message
from oci_desktop.store.database import Database


def furnish(database: Database) -> None:
    """Two campaigns with every step, where the demonstration data has none."""
    from oci_desktop.model.campaign import AttestationDraft, AttestationSignatory, ExemptionDraft
    from oci_desktop.queries.campaigns import list_campaigns, members_to_address
    from oci_desktop.services.attestations import save_attestation
    from oci_desktop.services.campaigns import address, record_step
    from oci_desktop.services.exemptions import save_exemption
    from tests.assessments import add_campaign, published

    with database.read() as reader:
        if list_campaigns(reader):
            return
        members = members_to_address(reader, "2026-02-02")
    with database.write(message("Campaigns")) as write:
        version = published(write)
        for year in (2025, 2026):
            campaign = add_campaign(write, year, version)
            ids = address(write, campaign, members)
            record_step(write, ids[2:], "sent", f"{year}-09-08")
            valid = ids[14:-4] if year == 2026 else ids[1:-4]
            record_step(write, valid, "received", f"{year}-10-01")
            record_step(write, valid, "valid", f"{year}-10-05")
            if year == 2026:
                record_step(write, ids[4:6], "received", f"{year}-10-20")
                record_step(write, [ids[5]], "to_complete", f"{year}-10-22", "La signature du CA manque.")
                record_step(write, [ids[8]], "refused", f"{year}-10-22", "Le CA a dit non, lettre du 20 octobre.")
                signed = (AttestationSignatory("Camille Exemple", "Direction générale", "2026-09-28"),)
                save_attestation(
                    write, AttestationDraft(ids[14], members[14], version, "2026-10-01", "2026-09-25", None, signed)
                )
        for member in members[-4:]:
            save_exemption(
                write,
                ExemptionDraft(member, decided_by="Conseil d’administration", decided_on="2026-01-15",
                               starts_on="2025-02-02", ends_on="2027-03-31"),
            )  # fmt: skip


def campaigns(window: Any) -> QWidget | None:
    window.show_page("campaigns")
    QApplication.processEvents()
    return None


def _step(window: Any, *steps: str) -> None:
    """The record of the first member at one of these steps."""
    campaigns(window)
    window.page.list.set_filters((*window.page.list.setup.default_filters, ("step", steps)))
    record = window.page.list.model.ids[0]
    window.page.list.clear_filters()
    window.page.list.open(record)
    window.page.split.show_side(True)
    QApplication.processEvents()


def campaign_to_complete(window: Any) -> QWidget | None:
    _step(window, "to_complete")
    return None


def campaign_attestation(window: Any) -> QWidget | None:
    campaigns(window)
    window.page.list.set_filters((*window.page.list.setup.default_filters, ("step", ("valid",))))
    window.page.list.view.select_record(window.page.list.model.ids[0])
    window.page.split.show_side(True)
    window.page.panel.tabs_widget.show_tab("attestation")
    return None


def campaign_selected(window: Any) -> QWidget | None:
    campaigns(window)
    window.page.show_figure((("lateness", ("grace",)),))
    window.page.list.view.selectAll()
    return None


def campaign_other_day(window: Any) -> QWidget | None:
    campaigns(window)
    window.context.set_as_of("2027-01-12")
    return None


def campaign_none(window: Any) -> QWidget | None:
    campaigns(window)
    window.context.set_as_of("2015-01-12")
    return None


def campaign_over(window: Any) -> QWidget | None:
    campaigns(window)
    window.context.set_as_of("2027-05-12")
    return None


def campaign_valid(window: Any) -> QWidget | None:
    """Marked as valid by the lot: those whose attestation is not complete are left."""
    campaigns(window)
    window.page.note("valid", list(window.page.list.model.ids[:20]))
    return None


def campaign_new(window: Any) -> QWidget | None:
    campaigns(window)
    window.page.new()
    return None


def campaign_add(window: Any) -> QWidget | None:
    campaigns(window)
    window.page.add_members()
    return None


def campaign_received(window: Any) -> QWidget | None:
    campaigns(window)
    window.page.note("received", list(window.page.list.model.ids[:14]))
    return None


def campaign_exempt(window: Any) -> QWidget | None:
    campaigns(window)
    window.page.exempt(list(window.page.list.model.ids[:2]))
    return None


def campaign_enter_attestation(window: Any) -> QWidget | None:
    _step(window, "sent")
    window.page.panel.enter_attestation()
    return None


def organisation_standing(window: Any) -> QWidget | None:
    window.show_page("members")
    window.page.list.view.select_record(window.page.list.model.ids[14])
    window.page.split.show_side(True)
    window.page.panel.tabs_widget.show_tab("standing")
    return None


SCENES: dict[str, Callable[[Any], QWidget | None]] = {
    "campaigns": campaigns,
    "campaign-to-complete": campaign_to_complete,
    "campaign-attestation": campaign_attestation,
    "campaign-selected": campaign_selected,
    "campaign-other-day": campaign_other_day,
    "campaign-none": campaign_none,
    "campaign-over": campaign_over,
    "campaign-valid": campaign_valid,
    "campaign-new": campaign_new,
    "campaign-add": campaign_add,
    "campaign-received": campaign_received,
    "campaign-exempt": campaign_exempt,
    "campaign-enter-attestation": campaign_enter_attestation,
    "organisation-standing": organisation_standing,
}
