"""Eight members in a campaign of 2019, seen in November: every step, one in grace, one that never settled 2018."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.gui.pages.campaigns.page import CampaignsPage
from oci_desktop.store.database import Database
from tests import factories
from tests.assessment_factories import add_attestation, add_campaign, add_version, address, exempt, step
from tests.gui.forms.conftest import context, news

__all__ = ["context", "news"]

NAMES = ("Alternatives", "Baobab", "Cyclo Exemple", "Dune Modèle", "Érable", "Fleuve", "Grève", "Horizon")


@pytest.fixture(autouse=True)
def in_november_2019(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oci_desktop.dates.today", lambda: "2019-11-20")


class World:
    """The campaign's id, and member → (organisation, self-assessment)."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.version = add_version(database)
        self.organisations = {name: factories.add_member(database, name, "2001-01-01") for name in NAMES}
        everybody = list(self.organisations.values())
        earlier = add_campaign(database, "2018", everybody, self.version)
        for name in NAMES:
            if name != "Cyclo Exemple":
                step(database, address(database, earlier, self.organisations[name]), "valid", "2018-10-01")
        self.campaign = add_campaign(database, "2019", everybody, self.version)
        self.ids = {name: address(database, self.campaign, self.organisations[name]) for name in NAMES}
        for name in ("Alternatives", "Baobab", "Cyclo Exemple", "Dune Modèle", "Érable", "Fleuve"):
            step(database, self.ids[name], "sent", "2019-09-05")
        add_attestation(database, self.ids["Alternatives"])
        step(database, self.ids["Dune Modèle"], "received", "2019-10-20")
        step(database, self.ids["Érable"], "to_complete", "2019-10-25", "La signature du conseil manque.")
        step(database, self.ids["Fleuve"], "refused", "2019-10-26", "Lettre de la présidence.")
        exempt(database, self.organisations["Grève"])

    def step_of(self, name: str) -> str:
        from oci_desktop.queries.campaigns import self_assessments_of

        with self.database.read() as reader:
            return self_assessments_of(reader, self.organisations[name], "2019-11-20")[0].step


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def page(opened: Callable[[Any], Any], world: World) -> CampaignsPage:
    shown: CampaignsPage = opened(CampaignsPage)
    return shown


@pytest.fixture
def dialog_of(qtbot: QtBot) -> Callable[[Any], Any]:
    """The dialog that lies over a window now."""
    from oci_desktop.gui.dialogs.records.gesture import GestureDialog

    def find(page: Any) -> Any:
        found = [one for one in page.window().findChildren(GestureDialog) if one.isVisible()]
        return found[-1]

    return find
