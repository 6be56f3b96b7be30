"""Fields: what a person types, and what the draft gets."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from oci_desktop.errors import Problem, UserError
from oci_desktop.gui.forms import (
    ChipsField,
    ChoiceField,
    ContactsField,
    DateField,
    Field,
    FlowLayout,
    LineField,
    NamesField,
    NoteField,
    PhoneField,
    PostalCodeField,
    RegionField,
    RegionsField,
    TicksField,
    YesNoField,
    side_by_side,
)
from oci_desktop.gui.forms.picker import PickField
from oci_desktop.i18n import message
from oci_desktop.model.codes import BOUNCED, EMAIL, OFFICE_ADDRESS, PHONE, REGIONS
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.organisation import NamePeriod, RegionPeriod
from oci_desktop.queries.relations import Found
from tests.gui.forms.conftest import leave, part, type_in


def shown(qtbot: QtBot, field: Any) -> Any:
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    return field


def test_a_line_gives_what_was_typed_without_its_spaces(qtbot: QtBot) -> None:
    field = shown(qtbot, LineField("Sigle"))
    type_in(field.edit, "  CSI   Québec ")
    assert field.value() == "CSI Québec"
    field.edit.clear()
    assert field.value() is None


def test_pasted_lines_come_in_as_one_clean_line(qtbot: QtBot) -> None:
    field = shown(qtbot, LineField("Nom"))
    QGuiApplication.clipboard().setText("Solidarité\t rurale\r\nde l’Estrie  ")
    field.edit.paste_clean()
    assert field.value() == "Solidarité rurale de l’Estrie"
    assert field.changes() == 1


def test_a_control_character_is_refused_in_words(qtbot: QtBot) -> None:
    field = shown(qtbot, LineField("Nom"))
    field.edit.setText("a\x07b")
    with pytest.raises(UserError, match=r"U\+0007"):
        field.value()


@pytest.mark.parametrize("text", ["<b>gras</b> & Cie", "=SOMME(A1)", "🙂 ‮droite", "x" * 5000])
def test_any_text_is_kept_as_typed(qtbot: QtBot, text: str) -> None:
    for field in (LineField("Nom"), NoteField("Notes")):
        shown(qtbot, field).set_value(text)
        assert field.value() == text


@pytest.mark.parametrize(
    ("typed", "kept", "echo"),
    [
        ("9 juin 2026", "2026-06-09", "9 juin 2026"),
        ("2026-06-09", "2026-06-09", "9 juin 2026"),
        ("09/06/2026", "2026-06-09", "9 juin 2026"),
        ("mars 2009", "2009-03", "mars 2009"),
        ("1976", "1976", "1976"),
        ("1/4/2017", "2017-04-01", "1er avril 2017"),
    ],
)
def test_dates_are_read_as_people_write_them_and_echoed_in_full(qtbot: QtBot, typed: str, kept: str, echo: str) -> None:
    field = shown(qtbot, DateField("Fondation"))
    type_in(field.edit, typed)
    assert field.said() == ("" if typed == echo else echo)
    leave(field)
    assert field.edit.text() == echo
    assert field.value() == kept


def test_a_day_that_does_not_exist_is_an_error_and_stays_as_typed(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField("Fin"))
    type_in(field.edit, "31/02/2024")
    leave(field)
    with pytest.raises(UserError, match="31"):
        field.value()
    assert field.edit.text() == "31/02/2024"


def test_a_month_is_not_enough_where_a_day_is_needed(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField("À partir du", full_day=True))
    type_in(field.edit, "mars 2009")
    with pytest.raises(UserError):
        field.value()


def test_the_wheel_does_not_change_an_unfocused_choice(qtbot: QtBot) -> None:
    field = shown(qtbot, ChoiceField("Type", {"a": "A", "b": "B"}))
    field.set_value("a")
    field.combo.clearFocus()
    middle = QPointF(field.combo.rect().center())
    wheel = QWheelEvent(
        middle, field.combo.mapToGlobal(middle), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field.combo, wheel)
    assert field.value() == "a"


def test_a_code_that_is_not_offered_is_kept(qtbot: QtBot) -> None:
    field = shown(qtbot, ChoiceField("Type", {"a": "A"}))
    field.set_value("later")
    assert field.value() == "later"


def test_regions_show_their_number(qtbot: QtBot) -> None:
    field = shown(qtbot, RegionField("Région", REGIONS))
    field.set_value("06")
    assert field.combo.currentText() == "06 Montréal"


def test_yes_no_and_unknown_are_three_answers(qtbot: QtBot) -> None:
    field = shown(qtbot, YesNoField("Nommé aux médias"))
    for value in (1, 0, None):
        field.set_value(value)
        assert field.value() == value


def test_ticks_keep_the_codes_they_do_not_offer(qtbot: QtBot) -> None:
    field = shown(qtbot, TicksField("Langues", {"fr": "français", "en": "anglais"}, columns=0))
    field.set_value(("fr", "iu"))
    field.boxes["en"].click()
    assert field.value() == ("fr", "en", "iu")


def test_telephones_and_postal_codes_are_tidied_when_left(qtbot: QtBot) -> None:
    phone, code = shown(qtbot, PhoneField("Téléphone")), shown(qtbot, PostalCodeField("Code postal"))
    type_in(phone.edit, "(514) 871-1086 poste 23")
    type_in(code.edit, "h2l1l3")
    leave(phone)
    leave(code)
    assert phone.edit.text().replace("\N{NO-BREAK SPACE}", " ") == "514 871-1086, poste 23"
    assert code.edit.text() == "H2L 1L3"


def test_chips_end_with_enter_or_a_semicolon_and_go_with_backspace(qtbot: QtBot) -> None:
    field = shown(qtbot, ChipsField("Autres noms"))
    type_in(field.edit, "SUCO")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    type_in(field.edit, "SUÇO;IISF")
    assert field.value() == ("SUCO", "SUÇO", "IISF")  # what is still being typed counts too
    field.take_typed()
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.value() == ("SUCO", "SUÇO")
    field.remove("SUCO")
    assert field.value() == ("SUÇO",)


def test_contacts_keep_their_ids_add_others_and_drop_the_blank_ones(qtbot: QtBot) -> None:
    field = shown(qtbot, ContactsField((PHONE, EMAIL), (PHONE, EMAIL)))
    field.set_value((ContactPoint(PHONE, "514 555-0100", id=7),))
    field.mark()
    assert field.value() == (ContactPoint(PHONE, "514 555-0100", id=7),)
    assert field.changes() == 0
    field.add(EMAIL).fields["value"].edit.setText("info@example.org")
    assert field.value()[1:] == (ContactPoint(EMAIL, "info@example.org"),)
    assert field.changes() == 1
    part(field, "Téléphone").edit.clear()
    assert [point.kind for point in field.value()] == [EMAIL]


def test_an_email_that_bounces_says_since_when(qtbot: QtBot) -> None:
    field = shown(qtbot, ContactsField((EMAIL,), (EMAIL,)))
    field.set_value((ContactPoint(EMAIL, "info@example.org", id=3),))
    editor = field._editors[0]
    editor.fields["state"].choose(BOUNCED)
    assert editor.fields["state_on"].isVisibleTo(field)
    editor.fields["state_on"].edit.setText("3 novembre 2026")
    assert field.value() == (ContactPoint(EMAIL, "info@example.org", state=BOUNCED, state_on="2026-11-03", id=3),)
    editor.fields["state"].choose(None)
    assert field.value() == (ContactPoint(EMAIL, "info@example.org", id=3),)


def test_an_address_of_several_lines_and_abroad_comes_back_whole(qtbot: QtBot) -> None:
    point = ContactPoint(OFFICE_ADDRESS, street="12, rue X\nbureau 3", city="Paris", postal_code="75011", country="FR")
    field = shown(qtbot, ContactsField((OFFICE_ADDRESS,), (OFFICE_ADDRESS,)))
    field.set_value((point,))
    assert field.value() == (point,)
    assert field.owns("0.postal_code") is field._editors[0].fields["postal_code"]


def test_names_show_today_s_first_and_the_others_on_demand(qtbot: QtBot) -> None:
    names = (NamePeriod("CUSO", id=1), NamePeriod("Cuso International", starts_on="2011", id=2))
    field = shown(qtbot, NamesField())
    field.set_value(names)
    field.mark()
    assert field.value() == names
    first = field.parts()[0]
    assert first.edit.text() == "Cuso International"
    first.edit.setText("CUSO International")
    assert field.changes() == 1
    field.remove(next(editor for editor in field._editors if not editor.first))
    assert field.value() == (names[0],)


def test_a_region_that_changed_on_a_day_is_a_second_period(qtbot: QtBot) -> None:
    field = shown(qtbot, RegionsField())
    field.set_value((RegionPeriod("06", id=4),))
    field.mark()
    editor = field.add("2026-05-01", region="16")
    assert field.value() == (RegionPeriod("06", id=4), RegionPeriod("16", "2026-05-01"))
    field.remove(editor)
    assert field.value() == (RegionPeriod("06", id=4),)


def test_no_break_spaces_survive_notes_and_copies(qtbot: QtBot) -> None:
    field = shown(qtbot, NoteField("Notes"))
    text = "3\N{NO-BREAK SPACE}753\N{NO-BREAK SPACE}745\N{NO-BREAK SPACE}$\nfin"
    field.set_value(text)
    assert field.value() == text
    field.edit.selectAll()
    field.edit.copy()
    assert QGuiApplication.clipboard().text() == text


def test_remarks_stand_under_the_field_and_are_heard(qtbot: QtBot) -> None:
    field = shown(qtbot, LineField("NEQ"))
    field.show_problems([Problem("neq", message("Dix chiffres attendus."))])
    assert field.said() == "Dix chiffres attendus."
    assert field.edit.property("state") == "error"
    assert field.edit.accessibleDescription() == "Dix chiffres attendus."
    field.show_problems([])
    assert field.said() == ""
    assert field.edit.property("state") == ""


def test_a_form_already_seen_takes_the_focus_at_once(qtbot: QtBot) -> None:
    field = shown(qtbot, NamesField())
    field.set_value((NamePeriod("Alternatives"), NamePeriod("Autre nom", starts_on="2001")))
    first = field.parts()[0]
    assert first.isVisible(), "not at the next turn of the loop: the first focus goes there now"
    field.focus()
    assert field.window().focusWidget() is first.edit


def test_no_part_of_a_field_is_ever_a_window(qtbot: QtBot, qapp: QApplication) -> None:
    class Watch(QObject):
        seen: ClassVar[list[str]] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.seen.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    made = (LineField("Nom"), DateField("Depuis"), NamesField(), ContactsField(("phone",)), ChipsField("Mots-clés"))
    qapp.removeEventFilter(watch)
    for field in made:
        qtbot.addWidget(field)
    assert Watch.seen == []


def test_what_flows_takes_no_more_height_than_its_lines(qtbot: QtBot) -> None:
    box, flowing = QWidget(), QWidget()
    flow = FlowLayout(flowing, 6)
    for width in (120, 140, 90):
        part_ = QWidget()
        part_.setFixedSize(width, 22)
        flow.addWidget(part_)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(flowing)
    column.addStretch()
    qtbot.addWidget(box)
    box.resize(300, 400)
    box.show()
    assert flowing.height() == 22 + 6 + 22
    box.resize(400, 400)
    assert flowing.height() == 22


def test_a_field_beside_a_higher_one_keeps_its_own_height(qtbot: QtBot) -> None:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    row = side_by_side(DateField("Depuis"), LineField("Instance", example="Par exemple : conseil d’administration"))
    column.addWidget(row)
    qtbot.addWidget(box)
    box.resize(300, 10)
    box.show()
    fields = row.findChildren(Field)
    assert fields[0].height() < fields[1].height() <= row.height()


def test_a_long_remark_has_the_room_of_its_lines(qtbot: QtBot) -> None:
    box = QWidget()
    column = QVBoxLayout(box)
    fields = LineField("NEQ"), LineField("Autre")
    column.addWidget(side_by_side(*fields))
    column.addStretch()
    box.resize(340, 300)
    shown(qtbot, box)
    alone = fields[0].height()
    fields[0].show_problems(
        [Problem("neq", message("Dix chiffres attendus, sept lus, et une phrase bien plus longue."))]
    )
    QApplication.processEvents()
    remark = fields[0]._message
    assert remark.height() >= remark.heightForWidth(remark.width()) > remark.fontMetrics().height()
    assert fields[0].height() >= alone + remark.heightForWidth(remark.width())
    assert fields[1].height() == alone


def test_a_record_is_picked_by_a_part_of_its_name_or_made(qtbot: QtBot) -> None:
    known = [Found(1, "Équiterre"), Found(2, "Équitas", "Montréal")]
    field = shown(
        qtbot,
        PickField(
            "Organisme", lambda text: [f for f in known if text in "equi"], name_of=str, create="Nouveau : {name}"
        ),
    )
    field.edit.setFocus()
    qtbot.waitUntil(field.edit.hasFocus)
    type_in(field.edit, "equi")
    with pytest.raises(UserError):
        field.value()
    qtbot.waitUntil(lambda: not field.list.isHidden())
    assert field.list.count() == 3
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.value() == 2
    assert field.edit.text() == "Équitas"
    field.edit.clear()
    type_in(field.edit, "Rien de tel")
    qtbot.waitUntil(lambda: field.list.count() == 1)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.value() == "Rien de tel"
