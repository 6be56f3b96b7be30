"""The gestures: each says what will happen, does it as one action, and refuses in words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records import lot, membership, organisation, role
from oci_desktop.model.person import RoleDraft
from oci_desktop.queries.records import get_organisation, get_role, links_of, memberships_of, roles_of
from tests import factories
from tests.gui.forms.conftest import bound, leave, type_in

NBSP = "\N{NO-BREAK SPACE}"


def fill(field: Any, text: str) -> None:
    field.edit.clear()
    type_in(field.edit, text)
    leave(field)


def read(context: Context, query: Any, *args: Any, **named: Any) -> Any:
    with context.database.read() as reader:
        return query(reader, *args, **named)


def test_admit_says_what_will_happen_and_does_it(
    qtbot: QtBot, window: QWidget, context: Context, news: list[str]
) -> None:
    record = factories.add_organisation(context.database, "Alternatives")
    dialog = membership.admit(context, window, record, "Alternatives")
    bound(dialog, "category").choose("sympathiser")
    fill(bound(dialog, "starts_on"), "1er avril 2027")
    fill(bound(dialog, "adopted_on"), "2026-11-20")
    type_in(bound(dialog, "decided_by").edit, "Conseil d’administration")
    assert dialog.said() == f"Alternatives sera membre (sympathisant). Entrée en vigueur{NBSP}: 1er avril 2027."
    assert dialog.do_it()
    (period,) = read(context, memberships_of, record)
    assert (period.category, period.starts_on, period.adopted_on, period.decided_by) == (
        "sympathiser", "2027-04-01", "2026-11-20", "Conseil d’administration",
    )  # fmt: skip
    assert str(context.database.undoable().label) == f"Admission{NBSP}: Alternatives"
    assert len(news) == 1


def test_the_lines_of_a_gesture_stand_at_one_distance(qtbot: QtBot, window: QWidget, context: Context) -> None:
    from oci_desktop.gui.forms.compound import ROW_GAP

    record = factories.add_organisation(context.database, "Alternatives")
    dialog = membership.admit(context, window, record, "Alternatives")
    column = dialog.area.widget().layout()
    assert column is not None
    lines = [column.itemAt(n).widget().geometry() for n in range(column.count())]
    assert {below.top() - above.bottom() - 1 for above, below in pairwise(lines)} == {ROW_GAP}
    dates = bound(dialog, "starts_on")
    assert dates.height() == dates.parentWidget().height(), "no room is kept under the dates"


def test_admit_without_a_date_says_so_beside_it(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_organisation(context.database, "Alternatives")
    dialog = membership.admit(context, window, record, "Alternatives")
    fill(bound(dialog, "starts_on"), "")
    assert dialog.do_it() is False
    assert bound(dialog, "starts_on").said() == "Une date est nécessaire."
    assert read(context, memberships_of, record) == []


def test_an_overlap_is_refused_beside_its_date(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives", "1994")
    dialog = membership.admit(context, window, record, "Alternatives")
    assert dialog.do_it() is False
    assert bound(dialog, "starts_on").said() != ""
    assert len(read(context, memberships_of, record)) == 1


def test_a_change_of_category_closes_one_period_and_opens_the_next(
    qtbot: QtBot, window: QWidget, context: Context
) -> None:
    record = factories.add_member(context.database, "Alternatives", "1994")
    (current,) = read(context, memberships_of, record)
    dialog = membership.change_category(context, window, record, "Alternatives", current)
    fill(bound(dialog, "from_day"), "9 juin 2017")
    assert "8 juin 2017" in dialog.said()
    assert dialog.do_it()
    assert [(m.category, m.starts_on, m.ends_on) for m in read(context, memberships_of, record)] == [
        ("regular", "1994", "2017-06-08"),
        ("sympathiser", "2017-06-09", None),
    ]
    context.database.undo()
    assert read(context, memberships_of, record)[0].ends_on is None


def test_the_end_of_a_membership_keeps_its_reason(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives", "1994")
    (current,) = read(context, memberships_of, record)
    dialog = membership.end_membership(context, window, record, "Alternatives", current)
    fill(bound(dialog, "ends_on"), "31 mars 2018")
    fill(bound(dialog, "notice_on"), "janvier 2018")
    bound(dialog, "reason").choose("resignation")
    assert "1er avril 2018" in dialog.said()
    assert dialog.do_it()
    (period,) = read(context, memberships_of, record)
    assert (period.ends_on, period.notice_on, period.reason) == ("2018-03-31", "2018-01", "resignation")


def test_a_period_is_corrected(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_member(context.database, "Alternatives", "1994")
    (current,) = read(context, memberships_of, record)
    dialog = membership.correct_period(context, window, "Alternatives", current)
    fill(bound(dialog, "ends_on"), "1990")
    assert dialog.do_it() is False
    assert bound(dialog, "ends_on").said() != ""
    fill(bound(dialog, "ends_on"), "")
    fill(bound(dialog, "starts_on"), "mars 1995")
    assert dialog.do_it()
    assert read(context, memberships_of, record)[0].starts_on == "1995-03"


def test_a_new_name_from_a_date_keeps_the_old_one_before(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_organisation(context.database, "CUSO", acronym="CUSO")
    draft = read(context, get_organisation, record)
    dialog = organisation.rename(context, window, draft)
    fill(bound(dialog, "starts_on"), "1er mai 2011")
    fill(bound(dialog, "printed"), "Cuso International")
    assert "30 avril 2011" in dialog.said()
    assert dialog.do_it()
    after = read(context, get_organisation, record)
    assert after.name_on("2011-04-30").printed == "CUSO"
    assert after.name_on("2011-05-01").printed == "Cuso International"


def test_a_link_is_picked_with_a_misspelled_accent(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_organisation(context.database, "Solidarité Modèle")
    other = factories.add_organisation(context.database, "Coopération Équité")
    dialog = organisation.link(context, window, read(context, get_organisation, record))
    dialog.activateWindow()
    field = bound(dialog, "other")
    field.edit.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    type_in(field.edit, "equite")
    qtbot.waitUntil(lambda: field.list.count() == 1)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    fill(bound(dialog, "happened_on"), "mars 2009")
    assert "Coopération Équité" in dialog.said()
    assert dialog.do_it()
    (link,) = read(context, links_of, record)
    assert (link.successor_id, link.kind, link.happened_on) == (other, "merged", "2009-03")


def test_a_role_is_added_with_a_person_made_on_the_way(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_organisation(context.database, "Alternatives")
    draft = RoleDraft(person_id=role.NOBODY, organisation_id=record, delegate=1)
    dialog = role.edit_role(context, window, draft, fixed="organisation", subject="Alternatives")
    assert dialog.do_it() is False
    assert bound(dialog, "person_id").said() == "Choisissez une personne."
    bound(dialog, "person_id")._choose("Camille Des Granges", "Camille Des Granges")
    type_in(bound(dialog, "title").edit, "direction générale")
    contacts = bound(dialog, "contacts")
    type_in(contacts.parts()[0].edit, "514 555-0100")
    bound(dialog, "flags").boxes["main_contact"].click()
    assert dialog.do_it()
    (made,) = read(context, roles_of, organisation_id=record)
    assert (made.title, made.main_contact, made.delegate) == ("direction générale", 1, 1)
    assert made.contacts[0].value == "514 555-0100"
    context.database.undo()  # the person and the role go together
    assert read(context, roles_of, organisation_id=record) == []
    assert context.database.undoable().id < 3


def test_a_role_ends_and_a_successor_keeps_its_contact_points(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_organisation(context.database, "Alternatives")
    first = factories.add_person(context.database, "Camille", "Exemple")
    second = factories.add_person(context.database, "Dominique", "Fictif")
    held = factories.add_role(
        context.database, first, record, "direction", main_contact=1, starts_on="2010", email="direction@example.org"
    )
    dialog = role.succeed_role(context, window, held, "Camille Exemple", "Alternatives", "direction")
    field = bound(dialog, "person")
    fill(field, "dominique fictif")
    assert field.value() == second
    fill(bound(dialog, "from_day"), "1er avril 2026")
    assert "31 mars 2026" in dialog.said()
    assert dialog.do_it()
    roles = {r.person_id: r for r in read(context, roles_of, organisation_id=record)}
    assert roles[first].ends_on == "2026-03-31"
    assert (roles[second].starts_on, roles[second].main_contact) == ("2026-04-01", 1)
    assert [point.value for point in roles[second].contacts] == ["direction@example.org"]
    ending = role.end_role(context, window, roles[second].id, "Dominique Fictif", "Alternatives")
    fill(bound(ending, "ends_on"), "2026-05-01")
    assert ending.do_it()
    assert read(context, get_role, roles[second].id).ends_on == "2026-05-01"


def test_a_lot_is_changed_in_one_action(qtbot: QtBot, window: QWidget, context: Context) -> None:
    ids = [factories.add_organisation(context.database, f"Organisme {n}") for n in range(3)]
    dialog = lot.change_lot(context, window, ids)
    assert dialog.do_it() is False
    assert bound(dialog, "region").said() == "Choisissez au moins un changement."
    bound(dialog, "region").choose("16")
    type_in(bound(dialog, "add_tags").edit, "eau")
    assert dialog.said() == "3 organismes" + NBSP + ": région Montérégie, avec les mots-clés eau."
    assert dialog.do_it()
    for record in ids:
        draft = read(context, get_organisation, record)
        assert (draft.region_on(context.today), draft.tags) == ("16", ("eau",))
    context.database.undo()
    assert read(context, get_organisation, ids[0]).tags == ()


def test_a_large_lot_does_not_hold_the_window(
    qtbot: QtBot, window: QWidget, context: Context, news: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lot, "_AT_ONCE", 2)
    ids = [factories.add_organisation(context.database, f"Organisme {n}") for n in range(4)]
    dialog = lot.change_lot(context, window, ids)
    bound(dialog, "kind").choose("partner")
    assert dialog.do_it()
    qtbot.waitUntil(lambda: news != [])
    assert {read(context, get_organisation, record).kind for record in ids} == {"partner"}
    context.database.undo()
    assert {read(context, get_organisation, record).kind for record in ids} == {"ngo"}


def test_a_dialog_that_is_cancelled_changes_nothing(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_organisation(context.database, "Alternatives")
    before = context.database.undoable().id
    dialog = membership.admit(context, window, record, "Alternatives")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert context.database.undoable().id == before


def test_escape_asks_before_what_was_typed_goes(
    qtbot: QtBot, window: QWidget, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = ["cancel", "save"]

    def ask(_parent: Any, what: str) -> str:
        asked.append(what)
        return answers.pop(0)

    monkeypatch.setattr(messages, "ask_save_discard_cancel", ask)
    record = factories.add_organisation(context.database, "Alternatives")
    dialog = membership.admit(context, window, record, "Alternatives")
    type_in(bound(dialog, "decided_by").edit, "Conseil")
    dialog.reject()
    assert dialog.isVisible()
    dialog.reject()
    assert [period.decided_by for period in read(context, memberships_of, record)] == ["Conseil"]
    assert len(asked) == 2


def test_the_refusal_of_the_file_stays_in_the_dialog(
    qtbot: QtBot, window: QWidget, context: Context, monkeypatch: Any
) -> None:
    record = factories.add_organisation(context.database, "Alternatives")
    dialog = membership.admit(context, window, record, "Alternatives")
    monkeypatch.setattr(type(context), "read_only", property(lambda _self: True))
    assert dialog.do_it() is False
    assert dialog.refusal() != ""


def test_ctrl_s_does_the_gesture_as_it_saves_a_form(qtbot: QtBot, window: QWidget, context: Context) -> None:
    record = factories.add_organisation(context.database, "Alternatives")
    dialog = membership.admit(context, window, record, "Alternatives")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(read(context, memberships_of, record)) == 1


def test_a_role_is_edited_from_its_title_for_its_person_is_settled(
    qtbot: QtBot, window: QWidget, context: Context
) -> None:
    place = factories.add_organisation(context.database, "Alternatives")
    someone = factories.add_person(context.database, family_name="Gabarit")
    held = factories.add_role(context.database, someone, place)
    draft = read(context, get_role, held)
    dialog = role.edit_role(context, window, draft, fixed="organisation", subject="Alternatives")
    assert dialog.focusWidget() is bound(dialog, "title").edit
