"""The form: remarks at their moment, changes counted, nothing typed is ever lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oci_desktop.errors import ConflictError, Problem, StorageError, ValidationError
from oci_desktop.gui import messages
from oci_desktop.gui.forms import DateField, Form, LineField
from oci_desktop.gui.forms.autosave import KeptForms
from oci_desktop.i18n import N_, message
from tests.gui.forms.conftest import bound, leave, type_in


@dataclass(frozen=True)
class Draft:
    name: str | None = None
    code: str | None = None
    founded: str | None = None
    version: int = 1


def check(draft: Draft) -> list[Problem]:
    found = []
    if not draft.name:
        found.append(Problem("name", message(N_("A name is needed."))))
    if draft.code and len(draft.code) != 3:
        found.append(Problem("code", message("Three letters.")))
    if draft.code == "ABC":
        found.append(Problem("code", message("Unusual."), "warning"))
    return found


class Desk:
    """A form over one draft, and what it saved."""

    def __init__(self, qtbot: QtBot, keep: KeptForms | None = None, stored: Draft | None = None) -> None:
        self.saved: list[Draft] = []
        self.refusal: Exception | None = None
        self.form = Form("Modifier X", check, self.save, keep=keep, key="x-1")
        self.form.row(self.form.bind("name", LineField("Nom", required=True)))
        self.form.row(self.form.bind("code", LineField("Code")), self.form.bind("founded", DateField("Fondation")))
        self.form.open(stored or Draft("Alternatives"))
        qtbot.addWidget(self.form)
        with qtbot.waitExposed(self.form):
            self.form.show()

    def save(self, draft: Draft) -> int:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(draft)
        return 1

    def __getattr__(self, name: str) -> Any:
        return bound(self.form, name)


def answer(monkeypatch: pytest.MonkeyPatch, given: str) -> list[str]:
    """Answer the three-button question so; what it was asked about is gathered."""
    asked: list[str] = []

    def ask(_parent: Any, what: str) -> str:
        asked.append(what)
        return given

    monkeypatch.setattr(messages, "ask_save_discard_cancel", ask)
    return asked


def test_changes_are_counted_in_words(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert desk.form._count.text() == ""
    type_in(desk.code.edit, "XYZ")
    type_in(desk.founded.edit, "1994")
    assert desk.form.binder.changes() == 2
    assert "2" in desk.form._count.text()
    desk.code.edit.clear()
    desk.code.changed.emit()
    assert desk.form.binder.changes() == 1


def test_a_remark_comes_after_leaving_never_while_typing_and_goes_once_mended(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    type_in(desk.code.edit, "XY")
    assert desk.code.said() == ""
    leave(desk.code)
    assert desk.code.said() == "Three letters."
    type_in(desk.code.edit, "Z")
    assert desk.code.said() == ""


def test_a_field_that_was_only_passed_is_not_remarked_on(qtbot: QtBot) -> None:
    desk = Desk(qtbot, stored=Draft(None))
    leave(desk.name)
    assert desk.name.said() == ""


def test_saving_goes_to_the_first_wrong_field_and_saves_nothing(qtbot: QtBot) -> None:
    desk = Desk(qtbot, stored=Draft(None))
    desk.form.activateWindow()
    type_in(desk.code.edit, "toolong")
    assert desk.form.save() is False
    assert desk.saved == []
    assert desk.name.said() != ""
    assert desk.code.said() == "Three letters."
    qtbot.waitUntil(desk.name.edit.hasFocus)


def test_a_warning_does_not_stop_the_save(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    type_in(desk.code.edit, "ABC")
    leave(desk.code)
    assert desk.code.said() == "Unusual."
    assert desk.form.save()
    assert desk.saved == [Draft("Alternatives", "ABC")]


def test_ctrl_s_saves_what_is_typed(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    type_in(desk.founded.edit, "mars 2009")
    with qtbot.waitSignal(desk.form.saved):
        qtbot.keyClick(desk.founded.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.saved == [Draft("Alternatives", None, "2009-03")]


def test_a_date_that_cannot_be_read_stops_the_save(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    type_in(desk.founded.edit, "31/02/2024")
    assert desk.form.save() is False
    assert "31/02/2024" in desk.founded.said()


def test_escape_asks_nothing_when_nothing_was_typed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(qtbot)
    asked = answer(monkeypatch, "cancel")
    with qtbot.waitSignal(desk.form.closed):
        qtbot.keyClick(desk.name.edit, Qt.Key.Key_Escape)
    assert asked == []


@pytest.mark.parametrize(("given", "leaves", "saves"), [("save", True, 1), ("discard", True, 0), ("cancel", False, 0)])
def test_escape_asks_with_three_buttons_when_something_was_typed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, given: str, leaves: bool, saves: int
) -> None:
    desk = Desk(qtbot)
    asked = answer(monkeypatch, given)
    type_in(desk.code.edit, "XYZ")
    assert desk.form.leave() is leaves
    assert asked == ["Modifier X"]
    assert len(desk.saved) == saves


def test_what_was_typed_stays_when_saving_fails(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.refusal = StorageError(message("The disk is full."))
    type_in(desk.code.edit, "XYZ")
    assert desk.form.save() is False
    assert "The disk is full." in desk.form.said()
    assert desk.code.edit.text() == "XYZ"
    desk.refusal = None
    assert desk.form.save()
    assert desk.form.said() == ""


def test_what_only_the_save_can_see_stands_beside_its_field(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.refusal = ValidationError([Problem("code", message("Taken."))])
    type_in(desk.code.edit, "XYZ")
    assert desk.form.save() is False
    assert desk.code.said() == "Taken."
    type_in(desk.code.edit, "W")
    assert desk.code.said() == ""


def test_a_half_filled_form_survives_a_crash(qtbot: QtBot) -> None:
    keep = KeptForms("file-1")
    desk = Desk(qtbot, keep)
    type_in(desk.code.edit, "XYZ")
    type_in(desk.founded.edit, "le 9 ju")  # not even a date yet
    desk.form.keep_now()
    again = Desk(qtbot, keep)  # the program was killed and opened again
    assert again.form.said() != ""
    assert again.code.edit.text() == ""
    again.form._strip.findChildren(type(again.form.save_button))[0].click()  # « La reprendre »
    assert again.code.edit.text() == "XYZ"
    assert again.founded.edit.text() == "le 9 ju"
    again.founded.edit.setText("1994")
    again.founded.changed.emit()
    assert again.form.save()
    assert keep.find("x-1") is None


def test_what_is_taken_back_does_not_overwrite_what_somebody_saved_since(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oci_desktop.gui.dialogs.records import conflict

    keep = KeptForms("file-1")
    desk = Desk(qtbot, keep)
    type_in(desk.code.edit, "XYZ")
    desk.form.keep_now()
    theirs = Draft("Alternatives", "BBB", version=2)
    again = Desk(qtbot, keep, theirs)
    again.form._strip.findChildren(type(again.form.save_button))[0].click()

    def save(draft: Draft) -> int:
        if draft.version != 2:
            raise ConflictError(theirs, draft)
        again.saved.append(draft)
        return 1

    seen: list[tuple[str, str]] = []

    def choose(_parent: Any, _title: str, rows: Any) -> dict[str, bool]:
        seen.extend((row.theirs, row.mine) for row in rows)
        return {row.key: False for row in rows}

    again.form._save = save
    monkeypatch.setattr(conflict, "choose_values", choose)
    assert again.form.save()
    assert seen == [("BBB", "XYZ")]
    assert again.saved == [theirs]


def test_it_is_kept_a_moment_after_the_last_key_and_forgotten_once_saved(qtbot: QtBot) -> None:
    keep = KeptForms("file-1")
    desk = Desk(qtbot, keep)
    type_in(desk.code.edit, "XYZ")
    qtbot.waitUntil(lambda: keep.find("x-1") is not None, timeout=3000)
    assert desk.form.save()
    assert keep.find("x-1") is None


def test_a_damaged_kept_form_counts_as_nothing(qtbot: QtBot) -> None:
    keep = KeptForms("file-1")
    keep.folder.mkdir(parents=True)
    (keep.folder / "x-1.json").write_text('{"at": "2026', encoding="utf-8")
    assert keep.find("x-1") is None
    assert Desk(qtbot, keep).form.said() == ""


def test_a_conflict_lets_the_person_choose_value_by_value(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from oci_desktop.gui.dialogs.records import conflict

    desk = Desk(qtbot, stored=Draft("Alternatives", "AAA", "1994"))
    desk.code.edit.selectAll()
    type_in(desk.code.edit, "ZZZ")
    theirs = Draft("Alternatives Montréal", "BBB", "1994", version=2)
    rows: list[conflict.Difference] = []
    tries: list[Draft] = []

    def save(draft: Draft) -> int:
        tries.append(draft)
        if draft.version != 2:
            raise ConflictError(theirs, draft)
        desk.saved.append(draft)
        return 1

    def choose(_parent: Any, _title: str, given: Any) -> dict[str, bool]:
        rows.extend(given)
        return {row.key: row.mine_wins for row in given}

    desk.form._save = save
    monkeypatch.setattr(conflict, "choose_values", choose)
    assert desk.form.save()
    assert [(row.key, row.theirs, row.mine, row.mine_wins) for row in rows] == [
        ("name", "Alternatives Montréal", "Alternatives", False),
        ("code", "BBB", "ZZZ", True),
    ]
    assert desk.saved == [replace(theirs, code="ZZZ")]


def test_giving_up_the_choice_of_a_conflict_keeps_what_was_typed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from oci_desktop.gui.dialogs.records import conflict

    desk = Desk(qtbot)
    type_in(desk.code.edit, "XYZ")
    desk.refusal = ConflictError(Draft("Autre", version=2), Draft("Alternatives", "XYZ"))
    monkeypatch.setattr(conflict, "choose_values", lambda *_: None)
    assert desk.form.save() is False
    assert desk.code.edit.text() == "XYZ"
    assert desk.saved == []


def test_labels_are_above_and_named_for_screen_readers(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    for field, name in ((desk.name, "Nom"), (desk.code, "Code"), (desk.founded, "Fondation")):
        assert field.edit.accessibleName() == name
        assert field.edit.placeholderText() == ""
        assert field._label.mapTo(field, field._label.rect().bottomLeft()).y() < field.edit.y() + field.edit.height()
    assert desk.name._label.text() == "Nom *"


def test_tab_goes_through_the_fields_in_order(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.form.activateWindow()
    desk.name.edit.setFocus()
    qtbot.waitUntil(desk.name.edit.hasFocus)
    for following in (desk.code.edit, desk.founded.edit, desk.form.close_button, desk.form.save_button):
        qtbot.keyClick(desk.form.focusWidget(), Qt.Key.Key_Tab)
        assert following.hasFocus()
