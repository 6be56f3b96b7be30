"""The page of a campaign over a real file: figures that add up, gestures on one and on many, each with one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oci_desktop.gui import messages
from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.pages.campaigns.page import CampaignsPage
from oci_desktop.gui.widgets import Label
from oci_desktop.model.campaign import AttestationSignatory
from oci_desktop.queries.campaigns import attestation_of, exemptions_of, list_campaigns
from oci_desktop.store.database import Database
from tests import factories
from tests.assessment_factories import add_attestation, add_version, address, attestation, step
from tests.gui.dialogs.records.test_gestures import fill, read
from tests.gui.forms.conftest import bound, type_in
from tests.gui.pages.campaigns.conftest import World

NBSP = "\N{NO-BREAK SPACE}"


def said(widget: Any) -> str:
    QApplication.processEvents()
    words = [label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget)]
    return "\n".join(words).replace(NBSP, " ")


def shown(page: CampaignsPage) -> list[str]:
    table = page.list.view.table()
    place = [column.key for column in table.columns].index("member")
    return [row[place] for row in table.rows]


def select(page: CampaignsPage, world: World, *names: str) -> list[int]:
    ids = [world.ids[name] for name in names]
    page.list.view.restore_place({"current": ids[0], "selected": ids})
    assert set(page.list.selected()) == set(ids)
    return page.list.selected()


def test_the_figures_add_up_and_each_filters_the_list(page: CampaignsPage) -> None:
    words = {code: button.text() for code, button in page.head.buttons.items()}
    assert words == {
        "valid": "1 valide", "grace": "4 en délai de grâce", "late": "1 en retard", "exempt": "1 dispense",
        "refused": "1 refus",
    }  # fmt: skip
    for code, button in page.head.buttons.items():
        button.click()
        assert len(page.list.model.ids) == int(button.text().split()[0]), code
        assert button.property("active") == "true"
        button.click()  # once more: everybody
        assert page.list.shown == 8
        assert button.property("active") == "false"


def test_the_most_urgent_come_first_with_their_date(page: CampaignsPage) -> None:
    assert shown(page)[0] == "Cyclo Exemple"
    model = page.list.model
    keys = [column.key for column in model.columns]
    lateness = [model.cell(row, keys.index("lateness"))[2] for row in range(3)]
    assert lateness == ["En retard · 324 jours", "Délai de grâce · 31 déc. 2019", "Délai de grâce · 31 déc. 2019"]


def test_another_day_tells_another_story(page: CampaignsPage, context: Context) -> None:
    context.set_as_of("2020-01-12")
    assert page.head.buttons["late"].text() == "5 en retard"
    context.set_as_of("2018-11-02")
    assert page.campaign is not None
    assert page.campaign.code == "2018"
    context.set_as_of("2017-01-01")
    assert page.campaign is None
    assert page.head.isHidden()
    assert "Aucune campagne" in said(page)
    assert "Autoévaluation 2018" in said(page)
    page.empty.buttons[0].click()  # type: ignore[union-attr]
    assert page.campaign.code == "2018"  # type: ignore[union-attr]
    assert not page.split.isHidden()


def test_without_a_campaign_the_page_says_what_to_do_first(
    qtbot: QtBot, database: Database, context: Context, dialog_of: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = CampaignsPage(context)
    qtbot.addWidget(page)
    context.changed.connect(page.on_changes)
    page.show()
    went: list[str] = []
    monkeypatch.setattr(context, "go", lambda *where: went.append(where[0]))
    assert page.empty is not None
    page.take_focus()
    assert page.focusWidget() is page.empty.buttons[0]
    page.empty.buttons[0].click()
    assert went == ["questionnaires"], "a campaign takes a published questionnaire"
    factories.add_member(database, "Membre", "2001-01-01")
    add_version(database)
    qtbot.waitUntil(lambda: page.empty is not None and "…" in page.empty.buttons[0].text())
    assert page.empty.buttons[0].property("look") == "primary"
    page.empty.buttons[0].click()
    assert dialog_of(page).do_it()
    assert page.empty is None
    assert not page.split.isHidden()


def test_once_its_grace_is_over_the_next_campaign_is_offered(page: CampaignsPage, context: Context) -> None:
    assert page.head.new_button.isHidden()
    context.set_as_of("2020-01-01")
    assert not page.head.new_button.isHidden()
    assert page.head.new_button.property("look") == "primary"
    page.choose("2018")
    assert page.head.new_button.isHidden(), "there is a later one"


def test_a_record_closed_in_a_narrow_window_comes_back_in_a_wide_one(
    qtbot: QtBot, page: CampaignsPage, world: World
) -> None:
    page.go(Place("campaigns", "self_assessment", world.ids["Baobab"]))
    page.resize(1024, 700)
    QApplication.processEvents()
    page.panel.close_button.click()
    assert not page.split.side_visible()
    page.resize(1280, 720)
    qtbot.waitUntil(page.split.side_visible)
    assert page.panel.name() == "Baobab"


def test_under_other_filters_the_record_beside_is_one_of_the_list(page: CampaignsPage, world: World) -> None:
    page.go(Place("campaigns", "self_assessment", world.ids["Alternatives"]))
    page.head.buttons["grace"].click()
    assert page.panel.record == page.list.current() == page.list.model.ids[0]
    page.list.view.select_record(world.ids["Baobab"])
    page.go(Place("campaigns", filters=(("step", ("sent",)),)))
    assert page.panel.name() == "Baobab", "it is still in the list"


def test_a_new_campaign_is_shown_whole_with_one_of_its_own_beside(
    page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any]
) -> None:
    page.go(Place("campaigns", "self_assessment", world.ids["Alternatives"]))
    page.head.buttons["grace"].click()
    page.new()
    assert dialog_of(page).do_it()
    assert page.campaign is not None
    assert page.campaign.code == "2020"
    assert page.list.shown == 8
    assert page.panel.record in page.list.model.ids
    assert page.panel.data.campaign.code == "2020"


def test_a_campaign_chosen_is_shown_without_the_filters_of_the_one_before(page: CampaignsPage, world: World) -> None:
    page.go(Place("campaigns", "self_assessment", world.ids["Alternatives"]))
    page.head.buttons["grace"].click()
    page.choose("2018")
    assert page.list.shown == 8
    assert page.panel.data.campaign.code == "2018"


def test_what_people_look_for_is_in_sight_where_there_is_room(page: CampaignsPage) -> None:
    words = ["Recevoir des formulaires…", "Faire les formulaires…"]
    assert [button.text() for button in page.head.common if button.isVisible()] == words
    assert page.head.more.text() == "Campagne"
    page.resize(700, 700)
    QApplication.processEvents()
    assert page.width() == 700
    assert not any(button.isVisible() for button in page.head.common)
    assert set(words) <= {action.text() for action in page.campaign_menu().actions()}


def test_a_campaign_seen_before_it_opens_says_so(page: CampaignsPage, context: Context) -> None:
    page.choose("2019")
    context.set_as_of("2019-08-01")
    assert page.head.days.text().replace(NBSP, " ").startswith("n’ouvre que le 1er sept. 2019")


def test_a_campaign_chosen_stays_whatever_the_day(page: CampaignsPage, context: Context) -> None:
    page.choose("2018")
    assert page.head.buttons["valid"].text() == "7 échues"
    context.set_as_of("2019-12-01")
    assert page.campaign is not None
    assert page.campaign.code == "2018"
    checked = [action.text() for action in page.head.menu().actions() if action.isChecked()]
    assert checked == ["Autoévaluation 2018 (échéance le 11 oct. 2018)"]


def test_fourteen_receptions_are_one_action(
    page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any], news: list[str]
) -> None:
    ids = select(page, world, "Baobab", "Cyclo Exemple", "Horizon")
    page.note("received", ids)
    dialog = dialog_of(page)
    assert dialog.said().startswith("3 attestations reçues le 20 novembre 2019")
    fill(bound(dialog, "on"), "2019-11-18")
    assert dialog.do_it()
    assert [world.step_of(name) for name in ("Baobab", "Cyclo Exemple", "Horizon")] == ["received"] * 3
    assert news[-1] == "Attestations de 3 organismes reçues"
    context.database.undo()
    assert [world.step_of(name) for name in ("Baobab", "Horizon")] == ["sent", "to_send"]


def test_a_refusal_needs_its_reason_and_a_step_of_tomorrow_is_refused(
    page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any]
) -> None:
    page.note("refused", select(page, world, "Baobab"))
    dialog = dialog_of(page)
    assert dialog.do_it() is False
    type_in(bound(dialog, "reason").edit, "La présidence, par téléphone.")
    fill(bound(dialog, "on"), "2019-11-21")
    assert dialog.do_it() is False
    assert world.step_of("Baobab") == "sent"
    fill(bound(dialog, "on"), "2019-11-19")
    assert dialog.do_it()
    assert world.step_of("Baobab") == "refused"


def test_a_dispense_for_two_is_one_action(
    page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any]
) -> None:
    page.exempt(select(page, world, "Baobab", "Horizon"))
    dialog = dialog_of(page)
    assert dialog.do_it() is False, "a body decides"
    type_in(bound(dialog, "decided_by").edit, "Conseil d’administration")
    assert dialog.said() == "2 organismes dispensés jusqu’au 31 mars 2020."
    assert dialog.do_it()
    assert [world.step_of(name) for name in ("Baobab", "Horizon")] == ["exempt"] * 2
    context.database.undo()
    assert read(context, exemptions_of, world.organisations["Baobab"]) == []


def held(world: World, *names: str) -> None:
    """A complete attestation was entered for these; it remains to be checked."""
    from oci_desktop.i18n import message
    from oci_desktop.services.attestations import save_attestation

    with world.database.write(message("Attestations")) as write:
        for name in names:
            save_attestation(write, attestation(world.database, world.ids[name]))


def test_marked_valid_by_the_lot_where_the_attestation_is_complete(
    page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any]
) -> None:
    held(world, "Dune Modèle", "Érable")
    page.note("valid", select(page, world, "Dune Modèle", "Érable", "Baobab", "Fleuve"))
    dialog = dialog_of(page)
    assert dialog.said().startswith("2 autoévaluations valides")
    assert "Baobab" in dialog.said()
    assert dialog.do_it()
    steps = [world.step_of(name) for name in ("Dune Modèle", "Érable", "Baobab", "Fleuve")]
    assert steps == ["valid", "valid", "sent", "refused"]


def test_a_sending_noted_for_everybody_leaves_those_further_on(
    page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any], news: list[str]
) -> None:
    before = {name: world.step_of(name) for name in world.ids}
    page.note("sent", list(world.ids.values()))
    assert dialog_of(page).said().startswith("1 formulaire")
    assert dialog_of(page).do_it()
    assert {name: world.step_of(name) for name in world.ids} == {**before, "Horizon": "sent"}
    page.note("sent", select(page, world, "Alternatives", "Dune Modèle"))
    dialog = dialog_of(page)
    assert dialog.do_it() is False
    assert dialog.refusal()


def test_one_member_goes_backwards_only_when_it_is_said(
    page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = [False, True]
    monkeypatch.setattr(
        messages, "confirm", lambda _parent, _title, text, *_more, **_how: bool(asked.append(text)) or answers.pop(0)
    )
    page.note("received", [world.ids["Alternatives"]])
    dialog = dialog_of(page)
    assert dialog.do_it() is False
    assert world.step_of("Alternatives") == "valid"
    assert dialog.do_it()
    assert world.step_of("Alternatives") == "received"
    assert "Alternatives" in asked[0]


def test_valid_without_a_complete_attestation_leads_to_entering_it(
    page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any]
) -> None:
    from oci_desktop.gui.dialogs.campaigns.attestation import AttestationDialog

    page.list.open(world.ids["Dune Modèle"])
    page.panel.note("valid")
    assert isinstance(dialog_of(page), AttestationDialog)


def test_what_a_gesture_changes_is_seen_at_once(
    qtbot: QtBot, page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any]
) -> None:
    held(world, "Dune Modèle")
    page.note("valid", select(page, world, "Dune Modèle"))
    dialog_of(page).do_it()
    qtbot.waitUntil(lambda: page.head.buttons["valid"].text() == "2 valides")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Horizon", "Envoyer les formulaires…"),
        ("Baobab", "Noter la réception…"),
        ("Dune Modèle", "Marquer valide…"),
        ("Érable", "Compléter…"),
        ("Alternatives", ""),
        ("Grève", ""),
        ("Fleuve", ""),
    ],
)
def test_one_next_step_for_each(page: CampaignsPage, world: World, name: str, words: str) -> None:
    page.list.open(world.ids[name])
    panel = page.panel
    assert panel.name() == name
    assert (panel.next_button.text() if panel.next_button.isVisibleTo(panel) else "") == words
    assert not panel.edit_button.isVisibleTo(panel)


def test_the_record_says_why_and_tells_the_steps(page: CampaignsPage, world: World) -> None:
    page.list.open(world.ids["Érable"])
    words = said(page.panel)
    assert "Autoévaluation 2019 : délai de grâce jusqu’au 31 décembre 2019" in words
    assert "La signature du conseil manque." in words
    assert "25 octobre 2019 · par" in words
    page.list.open(world.ids["Cyclo Exemple"])
    assert "Autoévaluation 2018 : en retard depuis 324 jours" in said(page.panel)


def test_a_step_is_taken_back_and_comes_again(page: CampaignsPage, world: World, context: Context) -> None:
    from oci_desktop.queries.campaigns import steps_of

    page.list.open(world.ids["Dune Modèle"])
    last = read(context, steps_of, world.ids["Dune Modèle"])[-1]
    page.panel.take_back(last.id, last.step)
    assert world.step_of("Dune Modèle") == "sent"
    context.database.undo()
    assert world.step_of("Dune Modèle") == "received"


def test_a_change_of_signatory_since_the_sending_is_seen(page: CampaignsPage, world: World, context: Context) -> None:
    database, baobab = context.database, world.organisations["Baobab"]
    before = factories.add_person(database, "Camille", "Exemple")
    after = factories.add_person(database, "Sacha", "Modèle")
    factories.add_role(database, before, baobab, "direction", signatory=1, ends_on="2019-10-31")
    factories.add_role(database, after, baobab, "direction", signatory=1, starts_on="2019-11-01")
    page.list.open(world.ids["Baobab"])
    words = said(page.panel)
    assert "Changement depuis l’envoi des formulaires, le 5 septembre 2019 (avant : Camille Exemple)." in words


def test_a_bounced_address_of_the_focal_point_is_seen(page: CampaignsPage, world: World, context: Context) -> None:
    from oci_desktop.gui.widgets import Pill
    from oci_desktop.i18n import _
    from oci_desktop.model.codes import BOUNCED, EMAIL, EMAIL_STATES
    from oci_desktop.model.contact import ContactPoint

    person = factories.add_person(context.database, "Camille", "Exemple")
    point = ContactPoint(EMAIL, "camille@example.org", state=BOUNCED)
    factories.add_role(
        context.database, person, world.organisations["Baobab"], "sécurité", security_contact=1, contacts=(point,)
    )
    page.list.open(world.ids["Baobab"])
    pills = [pill.text for pill in page.panel.findChildren(Pill)]
    assert any(words.startswith(_(EMAIL_STATES[BOUNCED])) for words in pills), pills
    page.list.set_filters((*page.list.setup.default_filters, ("email_state", (BOUNCED,))))
    assert shown(page) == ["Baobab"]
    page.list.set_filters((*page.list.setup.default_filters, ("focal_point", ("",))))
    assert "Baobab" not in shown(page)
    assert len(shown(page)) == 7


class TestAttestation:
    """Attach it, type two dates and the names, next."""

    def opened(self, page: CampaignsPage, world: World, name: str, dialog_of: Any) -> Any:
        page.list.open(world.ids[name])
        page.panel.enter_attestation()
        return dialog_of(page)

    def test_a_whole_one_is_valid_and_the_next_one_comes(
        self, page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any], tmp_path: Path
    ) -> None:
        scan = tmp_path / "attestation signée.png"
        scan.write_bytes(b"\x89PNG\r\n\x1a\n a scan")
        dialog = self.opened(page, world, "Baobab", dialog_of)
        dialog.document.take(scan)
        fill(bound(dialog, "discussed_on"), "2019-11-01")
        lines = bound(dialog, "signatories")._lines
        assert [line.fields["title"].value() for line in lines] == ["Direction", "Conseil"]
        for line, name in zip(lines, ("Camille Exemple", "Sacha Modèle"), strict=True):
            fill(line.fields["name"], name)
            fill(line.fields["signed_on"], "2019-11-02")
        assert "à compléter" not in dialog.said()
        assert dialog.verb.text() == "Enregistrer et suivant"
        assert dialog.do_it()
        held = read(context, attestation_of, world.ids["Baobab"])
        assert (held.number, held.document_name, held.discussed_on) == ("2019-002", scan.name, "2019-11-01")
        assert [one.name for one in held.signatories] == ["Camille Exemple", "Sacha Modèle"]
        assert context.database.documents.read(held.document) == scan.read_bytes()
        assert world.step_of("Baobab") == "valid"
        following = dialog_of(page)
        assert following.asked.name != "Baobab", "the next one that is awaited"
        first_date = bound(following, "received_on")
        assert following.focusWidget() in first_date.editors()
        context.database.undo()
        assert read(context, attestation_of, world.ids["Baobab"]) is None
        assert world.step_of("Baobab") == "sent"

    def test_the_day_of_the_reception_noted_is_proposed(
        self, page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any]
    ) -> None:
        dialog = self.opened(page, world, "Dune Modèle", dialog_of)
        assert bound(dialog, "received_on").value() == "2019-10-20"

    def test_a_row_is_ready_for_the_signature_that_is_missing(
        self, page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any]
    ) -> None:
        one = AttestationSignatory("Camille Exemple", "Direction", "2019-09-21")
        add_attestation(context.database, world.ids["Baobab"], "to_complete", "2019-10-02", signatories=(one,))
        dialog = self.opened(page, world, "Baobab", dialog_of)
        lines = bound(dialog, "signatories")._lines
        assert [line.fields["title"].value() for line in lines] == ["Direction", "Conseil"]
        assert [line.fields["name"].value() or "" for line in lines] == ["Camille Exemple", ""]
        assert dialog.binder.changes() == 0

    def test_an_incomplete_one_says_so_before_and_is_to_complete(
        self, page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any]
    ) -> None:
        dialog = self.opened(page, world, "Baobab", dialog_of)
        assert dialog.said().startswith(f"Elle sera «{NBSP}à compléter{NBSP}»")
        dialog.only_save.click()
        assert world.step_of("Baobab") == "to_complete"

    def test_what_is_missing_can_be_said(
        self, page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any]
    ) -> None:
        from oci_desktop.queries.campaigns import steps_of

        dialog = self.opened(page, world, "Baobab", dialog_of)
        assert dialog.missing.isHidden()
        bound(dialog, "step").choose("to_complete")
        assert not dialog.missing.isHidden()
        assert dialog.do_it() is False
        type_in(dialog.missing.edit, "La page 2.")
        dialog.only_save.click()
        assert read(context, steps_of, world.ids["Baobab"])[-1].reason == "La page 2."

    def test_a_file_with_answers_is_refused_and_nothing_is_kept(
        self, page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any], tmp_path: Path
    ) -> None:
        form = tmp_path / "questionnaire.xlsx"
        form.write_bytes(b"PK\x03\x04 a workbook")
        dialog = self.opened(page, world, "Baobab", dialog_of)
        dialog.document.take(form)
        assert dialog.do_it() is False
        assert dialog.refusal()
        assert not list(context.database.documents.folder.glob("??/*"))
        assert world.step_of("Baobab") == "sent"

    def test_the_record_shows_it_and_opens_the_document(
        self, page: CampaignsPage, world: World, context: Context, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        from dataclasses import replace

        from oci_desktop.i18n import message
        from oci_desktop.services.attestations import save_attestation

        held = read(context, attestation_of, world.ids["Alternatives"])
        name = context.database.documents.add(b"%PDF-1.4 scan", "scan.pdf")
        with context.database.write(message("Document")) as write:
            save_attestation(write, replace(held, document=name, document_name="scan.pdf"))
        opened: list[Path] = []
        monkeypatch.setattr(messages, "open_with_program", lambda place: bool(opened.append(place)) or True)
        monkeypatch.setattr(messages, "choose_save_file", lambda *_args: tmp_path / "copie.pdf")
        page.list.open(world.ids["Alternatives"])
        page.panel.tabs_widget.show_tab("attestation")
        words = said(page.panel)
        assert "2019-001" in words
        assert "Camille Exemple" in words
        page.panel.open_document()
        page.panel.save_document()
        assert opened[0].read_bytes() == (tmp_path / "copie.pdf").read_bytes() == b"%PDF-1.4 scan"
        assert opened[0].name == "2019-001 scan.pdf"


def test_a_new_campaign_takes_last_years_a_year_later(
    page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any]
) -> None:
    page.new()
    dialog = dialog_of(page)
    draft, _problems = dialog.binder.read()
    assert (draft.code, draft.title_fr, draft.opens_on, draft.valid_until) == (
        "2020", "Autoévaluation 2020", "2020-09-01", "2021-03-31",
    )  # fmt: skip
    assert dialog.said() == "8 organismes sont sollicités. Rien n’est encore envoyé."
    assert dialog.do_it()
    assert [one.code for one in read(context, list_campaigns)] == ["2020", "2019", "2018"]
    assert page.campaign is not None
    assert page.campaign.code == "2020"
    context.database.undo()
    assert [one.code for one in read(context, list_campaigns)] == ["2019", "2018"]


def test_the_questionnaire_proposed_is_that_of_last_year_in_its_newest_version(
    page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any]
) -> None:
    add_version(context.database, "2019-06-01", code="autre", title_fr="Un autre questionnaire")
    page.new()
    draft, _problems = dialog_of(page).binder.read()
    assert draft.version == str(world.version)


def test_the_first_campaign_has_dates_that_leave_time(
    qtbot: QtBot, context: Context, dialog_of: Callable[[Any], Any]
) -> None:
    add_version(context.database)
    page = CampaignsPage(context)
    qtbot.addWidget(page)
    page.new()
    draft, _problems = dialog_of(page).binder.read()
    assert (draft.code, draft.title_fr, draft.title_en) == ("2019", "Autoévaluation 2019", "Self-assessment 2019")
    assert (draft.opens_on, draft.due_on, draft.grace_until, draft.valid_until) == (
        "2019-11-20", "2020-01-19", "2020-02-18", "2021-03-31",
    )  # fmt: skip
    assert dialog_of(page).do_it() is False, "nobody is a member"


def test_a_category_and_a_saved_list_can_be_addressed(
    page: CampaignsPage, context: Context, dialog_of: Callable[[Any], Any]
) -> None:
    from oci_desktop.gui.tables.saved import SavedLists

    factories.add_member(context.database, "Sympathisant Exemple", "2010", "sympathiser")
    saved = {"search": "", "filters": [["category", ["sympathiser"]]], "sort": [], "columns": []}
    SavedLists(context.settings, "members").add("Les sympathisants", saved)
    page.new()
    dialog = dialog_of(page)
    assert dialog.said().startswith("9 organismes")
    bound(dialog, "whom").choose("category:regular")
    assert dialog.said().startswith("8 organismes")
    bound(dialog, "whom").choose("list:Les sympathisants")
    assert dialog.said().startswith("1 organisme ")
    fill(bound(dialog, "as_of"), "2005-01-01")
    assert dialog.do_it() is False


def test_without_a_published_questionnaire_it_says_what_to_do(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "error", lambda _parent, _title, text: told.append(text))
    page = CampaignsPage(context)
    qtbot.addWidget(page)
    page.new()
    assert "Publiez-en d’abord un" in told[0]


def test_the_dates_move_and_who_is_late_with_them(
    qtbot: QtBot, page: CampaignsPage, dialog_of: Callable[[Any], Any]
) -> None:
    page.edit_campaign()
    dialog = dialog_of(page)
    fill(bound(dialog, "grace_until"), "2019-11-01")
    assert dialog.said() == "Les retards et les délais de grâce suivront les nouvelles dates."
    assert dialog.do_it()
    qtbot.waitUntil(lambda: page.head.buttons["late"].text() == "5 en retard")


def test_members_are_added_later_and_taken_out_as_long_as_nothing_happened(
    qtbot: QtBot, page: CampaignsPage, world: World, context: Context, dialog_of: Callable[[Any], Any]
) -> None:
    new = factories.add_organisation(context.database, "Nouvelle Exemple")  # an applicant
    page.add_members()
    dialog = dialog_of(page)
    assert dialog.said() == "Tous font déjà partie de la campagne."
    bound(dialog, "whom").choose("one")
    assert dialog.do_it() is False
    bound(dialog, "organisation").set_value(new)
    dialog.binder.changed.emit()
    assert dialog.said() == "1 organisme s’ajoute."
    assert dialog.do_it()
    qtbot.waitUntil(lambda: "Nouvelle Exemple" in shown(page))
    assert page.heading()[1] == "9 organismes sollicités · dont 1 candidat"
    page.list.open(address(context.database, world.campaign, new))
    assert "take-out" in [line.action for line in page.panel.gestures()]
    page.panel.take_out()
    qtbot.waitUntil(lambda: "Nouvelle Exemple" not in shown(page))
    page.list.open(world.ids["Baobab"])
    assert "take-out" not in [line.action for line in page.panel.gestures()]


def test_letters_are_asked_for_the_organisations_chosen(
    page: CampaignsPage, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oci_desktop.gui.dialogs import mailing

    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(mailing, "write_to", lambda _context, _parent, *what: asked.append(what))
    page.remind(select(page, world, "Baobab", "Érable"))
    page.list.open(world.ids["Horizon"])
    page.panel.next_step()
    wanted = {world.organisations["Baobab"], world.organisations["Érable"]}
    assert (asked[0][0], set(asked[0][1]), asked[0][2]) == ("reminder", wanted, world.campaign)
    assert asked[1] == ("forms", [world.organisations["Horizon"]], world.campaign)


def test_the_actions_follow_what_is_chosen(page: CampaignsPage, world: World) -> None:
    select(page, world, "Baobab")
    handled = set(page.handlers())
    assert {"new-campaign", "note-received", "mark-valid", "exempt", "note-refusal", "remind", "send-forms"} <= handled


def test_another_page_leads_here(page: CampaignsPage, world: World) -> None:
    page.go(Place("campaigns", filters=(("campaign", ("2018",)), ("step", ("valid",)))))
    assert page.campaign is not None
    assert page.campaign.code == "2018"
    assert page.list.shown == 7
    page.go(Place("campaigns", "self_assessment", world.ids["Érable"]))
    assert page.campaign.code == "2019"
    assert page.panel.name() == "Érable"
    page.go(Place("campaigns", "campaign", world.campaign))
    assert page.campaign.code == "2019"


def test_the_state_comes_back_in_a_page_built_anew(
    qtbot: QtBot, page: CampaignsPage, world: World, context: Context
) -> None:
    page.choose("2018")
    page.list.open(page.list.model.ids[2])
    record = page.panel.record
    fresh = CampaignsPage(context)
    qtbot.addWidget(fresh)
    fresh.restore(page.state())
    assert fresh.campaign is not None
    assert fresh.campaign.code == "2018"
    assert fresh.panel.record == record


def test_a_file_open_for_reading_only_offers_nothing_to_change(
    page: CampaignsPage, world: World, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(context), "read_only", property(lambda _self: True))
    page.list.open(world.ids["Baobab"])
    page.panel.reload()
    assert not page.panel.next_button.isVisibleTo(page.panel)
    assert page.panel.gestures() == ()
    page.note("valid", [world.ids["Baobab"]])
    page.new()
    assert world.step_of("Baobab") == "sent"


def test_the_list_agrees_with_the_members_filtered_on_the_condition(page: CampaignsPage, context: Context) -> None:
    from oci_desktop.queries.definitions import get_list
    from oci_desktop.queries.lists import Query, list_table

    step_of = dict(zip(shown(page), (row[0] for row in _column(page, "lateness")), strict=True))
    with context.database.read() as reader:
        late = list_table(
            reader, get_list(reader, "members"), Query(context.as_of, (("self_assessment", ("late",)),)), ["name"]
        ).rows
    assert [row[0] for row in late] == [name for name, value in step_of.items() if value.startswith("late")]


def _column(page: CampaignsPage, key: str) -> list[tuple[Any, ...]]:
    table = page.list.view.table()
    place = [column.key for column in table.columns].index(key)
    return [(row[place],) for row in table.rows]


def test_steps_noted_elsewhere_are_seen(qtbot: QtBot, page: CampaignsPage, world: World, context: Context) -> None:
    step(context.database, world.ids["Horizon"], "sent", "2019-11-10")
    qtbot.waitUntil(lambda: ("sent",) in _column(page, "step"))


def test_another_questionnaire_brings_its_own_titles_and_is_no_condition(
    page: CampaignsPage, world: World, dialog_of: Callable[[Any], Any]
) -> None:
    other = add_version(
        world.database, code="other", title_fr="Prévention du harcèlement", title_en="Preventing harassment"
    )
    page.new()
    dialog = dialog_of(page)
    assert bound(dialog, "counts").value() == "1"
    before = bound(dialog, "title_fr").value()
    bound(dialog, "version").choose(str(other))
    assert bound(dialog, "title_fr").value() == "Prévention du harcèlement 2020"
    assert bound(dialog, "title_en").value() == "Preventing harassment 2020"
    assert bound(dialog, "counts").value() == "0"
    bound(dialog, "version").choose(str(world.version))
    assert (bound(dialog, "title_fr").value(), bound(dialog, "counts").value()) == (before, "1")


def test_after_the_end_of_validity_the_figures_say_expired(page: CampaignsPage, context: Context) -> None:
    assert page.head.buttons["valid"].text() == "1 valide"
    context.set_as_of("2020-04-01")
    assert page.head.buttons["valid"].text() == "1 échue"
