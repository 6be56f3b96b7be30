"""The tabs of a member's record in a campaign. To add one: a line in TABS; its module is imported when first seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from oci_desktop.i18n import N_

if TYPE_CHECKING:
    from oci_desktop.gui.pages.campaigns.data import MemberData
    from oci_desktop.gui.pages.campaigns.panel import CampaignPanel


class TabEntry(NamedTuple):
    """One tab: `make(panel)` gives its content, `applies(data)` says whether this member has it."""

    key: str
    title: str
    make: Callable[[CampaignPanel], QWidget]
    applies: Callable[[MemberData], bool] = lambda _data: True


def _follow_up(panel: CampaignPanel) -> QWidget:
    from oci_desktop.gui.pages.campaigns.sheet import follow_up_sheet

    return follow_up_sheet(panel)


def _attestation(panel: CampaignPanel) -> QWidget:
    from oci_desktop.gui.pages.campaigns.attestation_sheet import attestation_sheet

    return attestation_sheet(panel)


def _answers(panel: CampaignPanel) -> QWidget:
    from oci_desktop.gui.pages.answers.sheet import answers_sheet

    return answers_sheet(panel)


def _history(panel: CampaignPanel) -> QWidget:
    from oci_desktop.gui.pages.records.history_tab import history_sheet

    return history_sheet(panel.context, "self_assessment", panel.record)


TABS: tuple[TabEntry, ...] = (
    TabEntry("follow-up", N_("Follow-up"), _follow_up),
    TabEntry("attestation", N_("Attestation"), _attestation),
    TabEntry("answers", N_("Answers"), _answers),
    TabEntry("history", N_("History"), _history),
)
