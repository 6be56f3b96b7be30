"""The record pages over a real file: type, save, look in the database."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oci_desktop.gui import messages
from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.pages.records.members import MembersPage
from oci_desktop.gui.pages.records.organisations import OrganisationsPage
from oci_desktop.gui.pages.records.people import PeoplePage
from oci_desktop.gui.widgets import Button, Label
from oci_desktop.queries.records import get_organisation, get_person, memberships_of
from tests import factories
from tests.gui.forms.conftest import bound, leave, part, type_in


def said(widget: Any) -> str:
    """Every word that is in sight in a part of the record; no-break spaces as spaces."""
    QApplication.processEvents()
    words = [label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget)]
    return "\n".join(words).replace("\N{NO-BREAK SPACE}", " ")


def test_members_are_counted_and_listed_in_their_order(opened: Any, context: Context) -> None:
    factories.add_member(context.database, "Oxfam-Québec")
    factories.add_member(context.database, "L’AMIE")
    factories.add_member(context.database, "Ami du village", category="sympathiser")
    factories.add_organisation(context.database, "Un bailleur", kind="funder")
    page = opened(MembersPage)
    assert page.list.shown == 3
    assert page.heading() == ("Membres", "3 membres · 2 réguliers · 1 sympathisant")


def test_a_record_is_read_beside_its_list(opened: Any, context: Context) -> None:
    record = factories.add_member(
        context.database, "Alternatives", "1994", email="info@example.org", region="06", acronym="ALT"
    )
    person = factories.add_person(context.database, "Camille", "Exemple")
    factories.add_role(context.database, person, record, "direction générale", delegate=1, email="dg@example.org")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    assert page.panel.name() == "Alternatives"
    assert [pill.text for pill in page.panel.pills()] == ["Régulier", "Depuis 1994"]
    text = said(page.panel)
    for words in ("06 Montréal", "info", "ALT"):
        assert words in text
    page.panel.tabs_widget.show_tab("people")
    assert "direction générale" in said(page.panel)
    assert "dg@example.org" in said(page.panel).replace("\N{ZERO WIDTH SPACE}", "")


def test_an_organisation_is_typed_saved_and_in_the_file(qtbot: QtBot, opened: Any, context: Context) -> None:
    page = opened(OrganisationsPage)
    page.new()
    form = page.panel.form
    names, contacts = bound(form, "names"), bound(form, "contacts")
    type_in(names.parts()[0].edit, "  Équipe d’essai ")
    type_in(part(names, "Sigle").edit, "ÉE")
    type_in(part(contacts, "Courriel").edit, "info@example.org")
    type_in(part(bound(form, "addresses"), "Code postal").edit, "h2l1l3")
    type_in(part(bound(form, "addresses"), "Municipalité").edit, "Montréal")
    bound(form, "regions").parts()[0].choose("06")
    type_in(bound(form, "tags").edit, "eau;paix")
    with qtbot.waitSignal(page.panel.saved) as saved:
        assert form.save()
    record = saved.args[0]
    with context.database.read() as reader:
        draft = get_organisation(reader, record)
    assert (draft.names[0].printed, draft.names[0].acronym) == ("Équipe d’essai", "ÉE")
    assert draft.region_on(context.today) == "06"
    assert draft.tags == ("eau", "paix")
    assert {point.kind: point.value or point.postal_code for point in draft.contacts} == {
        "email": "info@example.org",
        "office_address": "H2L 1L3",
    }
    qtbot.waitUntil(lambda: page.list.shown == 1)
    assert page.list.current() == record
    assert page.panel.form is None
    assert str(context.database.undoable().label) == "Nouvelle fiche\N{NO-BREAK SPACE}: Équipe d’essai"


def test_only_what_was_typed_changes_and_undo_takes_it_back(qtbot: QtBot, opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "AFS Interculture", region="06", email="info@example.org")
    with context.database.read() as reader:
        before = get_organisation(reader, record)
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    page.edit()
    form = page.panel.form
    bound(form, "regions").parts()[0].choose("05")
    assert form.binder.changes() == 1
    assert form.save()
    with context.database.read() as reader:
        after = get_organisation(reader, record)
    assert after.region_on(context.today) == "05"
    assert after.contacts == before.contacts
    assert after.names == before.names
    assert str(context.database.undoable().label) == "Région – AFS Interculture"
    context.database.undo()
    with context.database.read() as reader:
        assert get_organisation(reader, record).regions == before.regions


def test_the_neq_says_what_is_wrong_and_a_code_outside_quebec_only_warns(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Oxfam-Québec")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    page.edit()
    form = page.panel.form
    neq, code = bound(form, "neq"), part(bound(form, "addresses"), "Code postal")
    type_in(neq.edit, "1142 345")
    leave(neq)
    assert neq.said() == "Dix chiffres attendus, 7 lus."
    assert neq.edit.property("state") == "error"
    type_in(code.edit, "k1a 0b1")
    leave(code)
    assert code.edit.property("state") == "warning"
    assert form.save() is False
    neq.edit.setText("1142345678")
    neq.changed.emit()
    assert form.save()


def test_another_record_asks_about_what_was_typed(
    opened: Any, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = factories.add_member(context.database, "Alternatives")
    second = factories.add_member(context.database, "Oxfam-Québec")
    page = opened(MembersPage)
    page.list.open(first)
    page.panel.show_record(first)
    page.edit()
    type_in(bound(page.panel.form, "web").edit, "www.example.org")
    monkeypatch.setattr(messages, "ask_save_discard_cancel", lambda *_: "cancel")
    page._opened(second)
    assert page.panel.record == first
    assert page.panel.form is not None
    assert page.may_leave() is False
    monkeypatch.setattr(messages, "ask_save_discard_cancel", lambda *_: "save")
    page._opened(second)
    assert page.panel.record == second
    with context.database.read() as reader:
        assert get_organisation(reader, first).web == "www.example.org"


def test_a_language_switch_keeps_a_half_filled_form(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    page.edit()
    type_in(bound(page.panel.form, "web").edit, "www.example.org")
    state = page.state()
    again = opened(MembersPage)
    again.restore(state)
    assert again.panel.record == record
    assert bound(again.panel.form, "web").edit.text() == "www.example.org"
    assert again.panel.form.is_dirty()


def test_two_people_saved_the_same_record(opened: Any, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from oci_desktop.gui.dialogs.records import conflict
    from oci_desktop.i18n import message
    from oci_desktop.services.organisations import save_organisation

    record = factories.add_member(context.database, "Alternatives", region="06")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    page.edit()
    with context.database.write(message("ailleurs")) as write:
        stored = get_organisation(write, record)
        save_organisation(write, replace(stored, web="www.theirs.example.org", notes="d’eux"))
    type_in(bound(page.panel.form, "web").edit, "www.mine.example.org")
    monkeypatch.setattr(conflict, "choose_values", lambda _p, _t, rows: {row.key: row.mine_wins for row in rows})
    assert page.panel.form.save()
    with context.database.read() as reader:
        draft = get_organisation(reader, record)
    assert (draft.web, draft.notes) == ("www.mine.example.org", "d’eux")


def test_as_of_another_day_the_record_has_the_names_of_that_day(opened: Any, context: Context) -> None:
    from oci_desktop.i18n import message
    from oci_desktop.model.organisation import NamePeriod
    from oci_desktop.services.organisations import rename_organisation

    record = factories.add_member(context.database, "CUSO", "1961", region="06")
    with context.database.write(message("x")) as write:
        rename_organisation(write, record, NamePeriod("Cuso International", starts_on="2011-05-01"))
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    assert page.panel.name() == "Cuso International"
    context.set_as_of("2005-01-01")
    assert page.panel.name() == "CUSO"
    page.edit()  # editing edits the present
    assert bound(page.panel.form, "names").parts()[0].edit.text() == "Cuso International"


def test_gaps_of_membership_are_in_sight(opened: Any, context: Context) -> None:
    from oci_desktop.i18n import message
    from oci_desktop.model.membership import MembershipDraft
    from oci_desktop.services.memberships import admit

    record = factories.add_member(context.database, "Alternatives", "1994", ends_on="1998-06-09")
    with context.database.write(message("x")) as write:
        admit(write, MembershipDraft(record, "sympathiser", "2003-04-01"))
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record, "membership"))
    text = said(page.panel)
    assert "Non-membre" in text
    assert "10 juin 1998" in text
    assert "31 mars 2003" in text
    assert [pill.text for pill in page.panel.pills()] == ["Sympathisant", "Depuis le 1er avril 2003"]


def test_a_period_entered_by_mistake_is_taken_away_and_comes_back(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives", "1994", ends_on="2001-03-31")
    page = opened(OrganisationsPage)
    page.go(Place("organisations", "organisation", record, "membership"))
    (button,) = [one for one in page.panel.findChildren(Button) if one.text() == "Retirer"]
    button.click()
    with context.database.read() as reader:
        assert memberships_of(reader, record) == []
    context.database.undo()
    with context.database.read() as reader:
        assert [period.starts_on for period in memberships_of(reader, record)] == ["1994"]


def test_history_says_from_what_to_what_and_takes_back(opened: Any, context: Context, qtbot: QtBot) -> None:
    record = factories.add_member(context.database, "Alternatives", region="06")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    page.edit()
    type_in(bound(page.panel.form, "web").edit, "www.example.org")
    assert page.panel.form.save()
    page.panel.tabs_widget.show_tab("history")
    assert "Site Web : rien → www.example.org" in said(page.panel)
    restore = next(
        button
        for button in page.panel.findChildren(type(page.panel.edit_button))
        if button.text() == "Annuler cette action"
    )
    restore.click()
    with context.database.read() as reader:
        assert get_organisation(reader, record).web is None
    qtbot.waitUntil(lambda: "Annulée" in [pill.text for pill in page.panel.findChildren(_pill())])


def _pill() -> Any:
    from oci_desktop.gui.widgets import Pill

    return Pill


def test_an_archive_is_refused_with_its_reason_then_done_and_undone(
    opened: Any, context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(messages, "error", lambda _parent, _title, text: shown.append(text))
    member = factories.add_member(context.database, "Alternatives")
    other = factories.add_organisation(context.database, "Ancien partenaire", kind="partner")
    page = opened(OrganisationsPage)
    page.go(Place("organisations", "organisation", member))
    page.archive()
    assert len(shown) == 1
    assert "Alternatives" in shown[0]
    page.go(Place("organisations", "organisation", other))
    page.archive()
    with context.database.read() as reader:
        assert get_organisation(reader, other).archived_on == context.today
    qtbot.waitUntil(lambda: page.list.shown == 1)
    assert "Archivé" in "".join(pill.text for pill in page.panel.pills())
    page.panel.restore_archived()
    with context.database.read() as reader:
        assert get_organisation(reader, other).archived_on is None


def test_a_person_is_typed_saved_and_in_the_file(qtbot: QtBot, opened: Any, context: Context) -> None:
    page = opened(PeoplePage)
    page.new()
    form = page.panel.form
    type_in(bound(form, "given_name").edit, "Camille")
    type_in(bound(form, "family_name").edit, "Des Granges")
    bound(form, "civility").choose("mme")
    type_in(bound(form, "pronouns").edit, "elle")
    with qtbot.waitSignal(page.panel.saved) as saved:
        assert form.save()
    with context.database.read() as reader:
        draft = get_person(reader, saved.args[0])
    assert (draft.given_name, draft.family_name, draft.civility, draft.pronouns) == (
        "Camille", "Des Granges", "mme", "elle",
    )  # fmt: skip
    assert page.heading() == ("Personnes", "1 personne")


def test_a_person_without_a_name_is_refused(opened: Any) -> None:
    page = opened(PeoplePage)
    page.new()
    assert page.panel.form.save() is False
    assert bound(page.panel.form, "family_name").said() == "Un nom est nécessaire."


def test_related_records_are_one_click_away(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives")
    person = factories.add_person(context.database, "Camille", "Exemple")
    factories.add_role(context.database, person, record, main_contact=1)
    gone: list[Place] = []
    context.go_to.connect(gone.append)
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    link = next(b for b in page.panel.findChildren(type(page.panel.edit_button)) if b.text() == "Camille Exemple")
    link.click()
    assert gone == [Place("people", "person", person)]


def test_enter_edits_and_escape_comes_back_to_the_list(qtbot: QtBot, opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives")
    page = opened(MembersPage)
    page.list.open(record)
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return)
    assert page.panel.form is not None
    assert page.split.editing
    qtbot.keyClick(bound(page.panel.form, "names").parts()[0].edit, Qt.Key.Key_Escape)
    assert page.panel.form is None
    assert not page.split.editing


def test_hostile_text_is_shown_as_typed(opened: Any, context: Context) -> None:
    name = "<b>Gras</b> & =SOMME(A1) 🙂"
    record = factories.add_organisation(context.database, name, notes="<img src=x> & ‮")
    page = opened(OrganisationsPage)
    page.go(Place("organisations", "organisation", record))
    assert page.panel._title.text() == name
    assert page.panel._title.textFormat() == Qt.TextFormat.PlainText
    assert "<img src=x> & ‮" in said(page.panel)
    for key, _title in page.panel.tabs():
        page.panel.tabs_widget.show_tab(key)
    page.edit()
    assert page.panel.form.binder.changes() == 0


def test_reading_only_offers_no_gesture(opened: Any, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    record = factories.add_member(context.database, "Alternatives")
    monkeypatch.setattr(type(context), "read_only", property(lambda _self: True))
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    assert page.panel.gestures() == ()
    assert not page.panel.edit_button.isEnabled()
    page.edit()
    assert page.panel.form is None


def test_a_saved_organisation_keeps_its_membership(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives", "1994")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    page.edit()
    type_in(bound(page.panel.form, "notes").edit, "à revoir")
    assert page.panel.form.save()
    with context.database.read() as reader:
        assert [m.starts_on for m in memberships_of(reader, record)] == ["1994"]


def test_a_look_alike_is_said_and_does_not_stop_the_save(opened: Any, context: Context) -> None:
    factories.add_organisation(context.database, "Équipe d’essai (Québec)")
    page = opened(OrganisationsPage)
    page.new()
    name = bound(page.panel.form, "names").parts()[0]
    type_in(name.edit, "equipe d'essai")
    leave(name)
    assert "Équipe d’essai (Québec)" in name.said()
    assert name.edit.property("state") == "warning"
    assert page.panel.form.save()


def test_an_address_is_copied_without_its_breaks(opened: Any, context: Context) -> None:
    from PySide6.QtGui import QGuiApplication

    from oci_desktop.gui.pages.records.reading import AddressLabel

    address = "une.adresse-plutot-longue@organisme-exemple.example.org"
    record = factories.add_member(context.database, "Alternatives", email=address)
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    (label,) = page.panel.findChildren(AddressLabel)
    label.setSelection(0, len(label.text()))
    label.copy()
    assert QGuiApplication.clipboard().text() == address
    button = next(b for b in page.panel.findChildren(type(page.panel.edit_button)) if address in b.accessibleName())
    QGuiApplication.clipboard().clear()
    button.click()
    assert QGuiApplication.clipboard().text() == address


def test_tab_follows_the_eye_through_the_whole_form_and_comes_back(qtbot: QtBot, opened: Any, context: Context) -> None:
    from oci_desktop.gui.forms.tabbing import focusable

    record = factories.add_member(context.database, "Alternatives", email="info@example.org")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    page.edit()
    form = page.panel.form
    bound(form, "contacts").add("phone").fields["value"].edit.setText("514 555-0100")
    QApplication.processEvents()
    stops = [widget for widget in focusable(form) if widget.isVisibleTo(form)]
    assert stops[0] is bound(form, "names").parts()[0].edit
    assert stops[-1] is form.save_button
    page.activateWindow()
    stops[0].setFocus()
    qtbot.waitUntil(stops[0].hasFocus)
    passed = [page.focusWidget()]
    for _ in range(len(stops) + 60):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        passed.append(page.focusWidget())
        if passed[-1] is stops[0]:
            break
    assert [widget for widget in passed[:-1] if widget in stops] == [widget for widget in stops if widget in passed]
    assert passed[-1] is stops[0]
    radios = [widget for widget in stops if widget not in passed]
    assert all(type(widget).__name__ == "QRadioButton" for widget in radios)  # Tab goes to the chosen one only


def test_editing_on_another_day_says_that_today_s_record_is_edited(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    context.set_as_of("2010-01-01")
    page.edit()
    assert "1er janvier 2010" in page.panel.form.said()


def test_one_key_never_archives_several(opened: Any, context: Context, news: list[str]) -> None:
    for n in range(3):
        factories.add_organisation(context.database, f"Organisme {n}")
    page = opened(OrganisationsPage)
    page.list.view.selectAll()
    before = context.database.undoable().id
    page.archive()
    assert context.database.undoable().id == before
    assert len(news) == 1


def test_a_filter_that_hides_the_line_shows_one_of_the_list_unless_it_is_edited(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives", region="06")
    other = factories.add_member(context.database, "Oxfam-Québec", region="16")
    page = opened(MembersPage)
    page.list.open(record)
    page.go(Place("members", "organisation", record))
    page.list.set_filters((("region", ("16",)),))
    assert page.list.shown == 1
    assert page.panel.record == page.list.current() == other
    page.edit()
    page.list.set_filters((("region", ("06",)),))
    assert page.panel.record == other
    assert page.panel.editing


def test_an_undone_creation_empties_the_panel(opened: Any, context: Context, qtbot: QtBot) -> None:
    record = factories.add_organisation(context.database, "Erreur de saisie")
    page = opened(OrganisationsPage)
    page.go(Place("organisations", "organisation", record))
    context.database.undo()
    qtbot.waitUntil(lambda: page.panel.data is None)
    assert page.list.shown == 0


def buttons(widget: Any) -> list[str]:
    from oci_desktop.gui.widgets import Button

    return [button.text() for button in widget.findChildren(Button) if button.isVisibleTo(widget)]


def test_a_new_organisation_shows_the_next_step_and_its_line_once_admitted(
    qtbot: QtBot, opened: Any, context: Context
) -> None:
    from oci_desktop.gui.dialogs.records.gesture import GestureDialog

    first = factories.add_member(context.database, "Action Exemple")
    for n in range(40):
        factories.add_member(context.database, f"Organisme {n:02}")
    page = opened(MembersPage)
    page.list.open(first)
    page.new()
    type_in(bound(page.panel.form, "names").parts()[0].edit, "Zone nouvelle")
    assert page.panel.form.save()
    record = page.panel.record
    assert not page.list.selected(), "no line is marked: the record shown is not in the list"
    assert "Cet organisme n’est pas membre." in said(page.panel)
    assert "Admettre…" in buttons(page.panel)
    assert page.focusWidget().text() == "Admettre…"
    page.panel.admit()
    dialog = page.findChild(GestureDialog)
    assert dialog.do_it()
    qtbot.waitUntil(lambda: page.list.selected() == [record])
    view = page.list.view
    assert page.focusWidget() is view
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
    assert "Admettre…" not in buttons(page.panel)


def test_who_is_admitted_from_a_later_day_is_not_admitted_twice(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Action Exemple", "2031-04-01")
    page = opened(OrganisationsPage)
    page.go(Place("organisations", "organisation", record))
    page.panel.tabs_widget.show_tab("membership")
    assert "Admettre…" not in buttons(page.panel)


def test_the_keys_stay_in_a_record_whose_button_went(opened: Any, context: Context) -> None:
    from oci_desktop.gui.widgets import Button

    record = factories.add_member(context.database, "Action Exemple")
    page = opened(MembersPage)
    page.list.open(record)
    page.panel.tabs_widget.show_tab("membership")
    (change,) = [made for made in page.panel.findChildren(Button) if made.text() == "Changer de catégorie…"]
    change.setFocus()
    page.panel.reload()
    assert page.panel.isAncestorOf(page.focusWidget())


def test_a_funder_is_not_offered_admission(opened: Any, context: Context) -> None:
    record = factories.add_organisation(context.database, "Un bailleur", kind="funder")
    page = opened(OrganisationsPage)
    page.go(Place("organisations", "organisation", record))
    assert "Admettre…" not in buttons(page.panel)


def test_the_first_record_is_read_by_itself_and_only_where_none_is_chosen(
    qtbot: QtBot, opened: Any, context: Context
) -> None:
    first = factories.add_member(context.database, "Alternatives")
    second = factories.add_member(context.database, "Oxfam-Québec")
    page = opened(MembersPage)
    assert page._panel is None, "the rows come first"
    qtbot.waitUntil(lambda: page.list.selected() == [first])
    assert page.panel.name() == "Alternatives"
    other = opened(OrganisationsPage)
    other.list.open(second)
    qtbot.wait(400)
    assert other.list.selected() == [second]


def test_over_a_narrow_list_no_record_opens_by_itself(qtbot: QtBot, opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Organisme au nom assez long pour deux lignes ou davantage")
    page = opened(MembersPage)
    page.resize(1024, 700)
    qtbot.wait(400)
    assert page._panel is None
    page.go(Place("members", "organisation", record))
    panel = page.panel
    QApplication.processEvents()
    assert panel.close_button.isVisible()
    assert panel._title.width() > 300, "the title has the whole line: the buttons stand above it"
    assert panel.edit_button.mapTo(panel, panel.edit_button.rect().bottomLeft()).y() < panel._title.y()


def test_the_buttons_of_a_record_have_one_height(opened: Any, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    panel = page.panel
    QApplication.processEvents()
    assert panel.more_button.height() == panel.edit_button.height()
    assert panel.more_button.y() == panel.edit_button.y()


def test_nothing_gapes_under_a_timeline(opened: Any, context: Context) -> None:
    from oci_desktop.gui.widgets import Timeline

    record = factories.add_member(context.database, "Alternatives", "1994")
    page = opened(MembersPage)
    page.go(Place("members", "organisation", record))
    page.panel.tabs_widget.show_tab("membership")
    QApplication.processEvents()
    for timeline in page.panel.findChildren(Timeline):
        assert timeline.height() <= timeline.heightForWidth(timeline.width())


def test_at_1280_a_member_shows_its_category_region_and_self_assessment(opened: Any, context: Context) -> None:
    factories.add_member(context.database, "Alternatives", region="06")
    page = opened(MembersPage)
    page.resize(1280 - 196, 720)
    QApplication.processEvents()
    view = page.list.view
    keys = view.column_keys()
    widths = {key: view.columnWidth(number) for number, key in enumerate(keys)}
    assert keys == ["name", "category", "region", "self_assessment"]
    assert not any(view.isColumnHidden(number) for number in range(4))
    assert widths["name"] >= 280
    assert widths["region"] >= 130, "the name of the region, not its number"


def test_the_kind_is_short_in_a_list_and_whole_elsewhere() -> None:
    from oci_desktop.i18n import in_language
    from oci_desktop.model.codes import ORGANISATION_KINDS
    from oci_desktop.queries.definitions import KIND

    assert KIND.short is not None
    assert (KIND.short("ngo"), KIND.format("ngo")) == ("OCI", "Organisme de coopération internationale")
    with in_language("en"):
        assert KIND.short("ngo") == "NGO"
    assert all(KIND.short(code) != code for code in ORGANISATION_KINDS)
