"""Where standing shows outside the campaign's page: the members, their record, the first page, Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.pages.campaigns.page import CampaignsPage
from oci_desktop.gui.pages.home import HomePage
from oci_desktop.gui.pages.home_parts import Row
from oci_desktop.gui.pages.records.members import MembersPage
from oci_desktop.gui.widgets import Button, Pill
from oci_desktop.queries.campaigns import exemptions_of
from tests.assessment_factories import add_campaign, address, answer, consent
from tests.gui.dialogs.records.test_gestures import read
from tests.gui.forms.conftest import bound, type_in
from tests.gui.pages.campaigns.conftest import World
from tests.gui.pages.campaigns.test_campaigns_page import said


@pytest.fixture
def members(opened: Callable[[Any], Any], world: World) -> MembersPage:
    page: MembersPage = opened(MembersPage)
    return page


def test_the_list_shows_a_pill_and_the_heading_counts_the_valid(qtbot: QtBot, members: MembersPage) -> None:
    keys = [column.key for column in members.list.model.columns]
    assert "self_assessment" in keys
    texts = [members.list.model.cell(row, keys.index("self_assessment"))[2] for row in range(3)]
    assert texts == ["Valide · 31 mars 2020", "Délai de grâce · envoyée", "En retard depuis janv. 2019"]
    qtbot.waitUntil(lambda: members.heading()[1] == "8 membres · 8 réguliers · 1 autoévaluation valide")


def test_the_named_lists_that_every_file_has(members: MembersPage) -> None:
    menu = members.list._saved_menu(members)
    actions = {action.text(): action for action in menu.actions()}
    actions["En retard d’autoévaluation"].trigger()
    assert members.list.shown == 1
    actions["Conditions non remplies"].trigger()
    assert members.list.shown == 6


def test_the_record_says_whether_the_conditions_are_met_and_why(members: MembersPage, world: World) -> None:
    members.go(Place("members", "organisation", world.organisations["Alternatives"]))
    assert "Conditions remplies" in [pill.text for pill in members.panel.pills()]
    members.go(Place("members", "organisation", world.organisations["Baobab"]))
    assert [pill.text for pill in members.panel.pills()][-1] == "Autoévaluation\N{NO-BREAK SPACE}: délai de grâce"
    members.panel.tabs_widget.show_tab("standing")
    words = said(members.panel)
    assert "Autoévaluation 2019 : délai de grâce jusqu’au 31 décembre 2019" in words
    links = [button.text() for button in members.panel.findChildren(Button) if button.property("look") == "link"]
    assert {"Autoévaluation 2019", "Autoévaluation 2018"} <= set(links)


def test_a_dispense_from_the_record(
    qtbot: QtBot, members: MembersPage, world: World, context: Context, dialog_of: Callable[[Any], Any]
) -> None:
    baobab = world.organisations["Baobab"]
    members.go(Place("members", "organisation", baobab))
    members.panel.tabs_widget.show_tab("standing")
    members.panel.exempt()
    dialog = dialog_of(members)
    type_in(bound(dialog, "decided_by").edit, "Conseil d’administration")
    assert dialog.do_it()
    qtbot.waitUntil(lambda: "Décidée par : Conseil d’administration" in said(members.panel))
    assert "Conditions remplies" in [pill.text for pill in members.panel.findChildren(Pill)]
    context.database.undo()
    assert read(context, exemptions_of, baobab) == []


def test_chosen_members_are_put_in_the_campaign(
    members: MembersPage, world: World, dialog_of: Callable[[Any], Any]
) -> None:
    members.address_them([world.organisations["Baobab"]])
    assert dialog_of(members).said() == "Tous font déjà partie de la campagne."


def test_the_card_of_the_first_page_leads_to_those_it_counts(qtbot: QtBot, world: World, context: Context) -> None:
    went: list[Place] = []
    context.go_to.connect(went.append)
    home = HomePage(context)
    qtbot.addWidget(home)
    lines = {row.accessibleName(): row for row in home.findChildren(Row)}
    assert "1 valide jusqu’au 31 mars 2020" in lines
    lines["4 en délai de grâce"].clicked.emit()
    assert went[-1] == Place("campaigns", filters=(("campaign", ("2019",)), ("lateness", ("grace",))))
    context.set_as_of("2017-01-01")
    home.refresh()
    assert home._campaign is None, "no campaign had begun"


def test_ctrl_k_finds_a_campaign(world: World, context: Context) -> None:
    from oci_desktop.queries.search import search

    hits = read(context, search, "autoevaluation 2018", "2019-11-20")
    assert [(hit.kind, hit.name) for hit in hits] == [("campaign", "Autoévaluation 2018")]


def test_a_member_keeps_its_answers_after_all(qtbot: QtBot, world: World, context: Context) -> None:
    from oci_desktop.gui.dialogs.erasing import ErasingDialog
    from oci_desktop.queries.answers import answers_of
    from oci_desktop.queries.campaigns import level_of

    shared = add_campaign(context.database, "2019B", [world.organisations["Baobab"]], world.version, level="B",
                          opens_on="2019-09-02")  # fmt: skip
    record = address(context.database, shared, world.organisations["Baobab"])
    consent(context.database, record)
    answer(context.database, record, "A.1", "yes")
    page = CampaignsPage(context)
    qtbot.addWidget(page)
    context.changed.connect(page.on_changes)
    page.go(Place("campaigns", "self_assessment", record))
    page.panel.lower_level()
    dialog = page.findChild(ErasingDialog)
    assert isinstance(dialog, ErasingDialog)
    dialog.reject()  # it was only a question
    assert read(context, answers_of, record)
    page.panel.lower_level()
    dialog = page.findChildren(ErasingDialog)[-1]
    dialog.erase()
    qtbot.waitUntil(lambda: not context.tasks.running)
    assert not read(context, answers_of, record)
    assert read(context, level_of, record) == "A"


def test_answers_undone_since_are_still_erased_and_asked_for(
    qtbot: QtBot, world: World, context: Context, dialog_of: Callable[[Any], Any]
) -> None:
    from oci_desktop.gui.dialogs.erasing import ErasingDialog
    from oci_desktop.queries.campaigns import get_campaign
    from tests.bytes import places_that_hold

    shared = add_campaign(context.database, "2019B", [world.organisations["Baobab"]], world.version, level="B",
                          opens_on="2019-09-02")  # fmt: skip
    record = address(context.database, shared, world.organisations["Baobab"])
    consent(context.database, record)
    answer(context.database, record, "A.1", "yes", comment="SECRET-DÉFAIT")
    context.database.undo()
    context.database.undo()  # the consent too
    page = CampaignsPage(context)
    qtbot.addWidget(page)
    context.changed.connect(page.on_changes)
    page.go(Place("campaigns", "self_assessment", record))
    page.panel.lower_level()
    dialog = page.findChildren(ErasingDialog)[-1]
    dialog.reject()  # the whole campaign will do it
    page.edit_campaign()
    form = dialog_of(page)
    bound(form, "level").choose("A")
    assert "effacées pour de bon" in form.said() or "erased for good" in form.said()
    assert form.do_it()
    page.findChildren(ErasingDialog)[-1].erase()
    qtbot.waitUntil(lambda: not context.tasks.running)
    assert read(context, get_campaign, shared).level == "A"
    assert places_that_hold("SECRET-DÉFAIT", context.database) == []
