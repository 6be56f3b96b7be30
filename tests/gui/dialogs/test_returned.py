"""Forms that come back, in the window: dropped, read, decided row by row, accepted in one action, taken back."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from oci_desktop.errors import UserError
from oci_desktop.exchange.arrivals import sort_out
from oci_desktop.exchange.form_child import read_data
from oci_desktop.exchange.returned_documents import keep_returned
from oci_desktop.gui import messages
from oci_desktop.gui.dialogs.campaigns.attestation import AttestationDialog, enter_attestation
from oci_desktop.gui.dialogs.campaigns.returned import file_name
from oci_desktop.gui.dialogs.records.gesture import GestureDialog
from oci_desktop.gui.dialogs.returned import ReturnedDialog, open_returned
from oci_desktop.gui.main_window import MainWindow
from oci_desktop.model.campaign import AttestationDraft
from oci_desktop.model.questionnaire import Signatory
from oci_desktop.queries.answers import answers_of
from oci_desktop.queries.campaigns import attestation_of, steps_of
from oci_desktop.store.database import Database
from tests.assessment_factories import add_campaign, add_version, address, answer, consent
from tests.bytes import places_that_hold
from tests.gui.conftest import kit_context, kit_theme, members, open_window
from tests.gui.pages.conftest import Boxes
from tests.returned import SIGNED, come_back, made_forms, printed, scanned

__all__ = ["kit_context", "kit_theme", "members", "open_window"]

Opens = Callable[..., MainWindow]


class World:
    """Five members in a campaign under way, their forms, and the folder of what came by mail."""

    def __init__(self, database: Database, folder: Path, level: str) -> None:
        self.database, self.folder = database, folder
        with database.read() as reader:
            found = reader.rows("SELECT organisation_id FROM membership ORDER BY id")
        self.organisations = [row[0] for row in found]
        titles = (Signatory("Direction", "Management"), Signatory("Conseil", "Board"))
        self.campaign = add_campaign(
            database, "2026", self.organisations, add_version(database, signatories=titles), level=level,
            due_on="2026-10-11",
        )  # fmt: skip
        self.ids = [address(database, self.campaign, one) for one in self.organisations]

    def form(self, document: str, place: int = 0, form: str = "pdf") -> Any:
        return made_forms(self.database, self.campaign, document, [self.ids[place]], form)[0]

    def attestations(self, number: int, **values: str) -> list[Path]:
        return [
            come_back(self.folder, self.form("attestation", place), {**SIGNED, **values}) for place in range(number)
        ]

    def step(self, place: int = 0) -> str:
        with self.database.read() as reader:
            steps = steps_of(reader, self.ids[place])
        return steps[-1].step if steps else ""

    def held(self, place: int = 0) -> Any:
        with self.database.read() as reader:
            return attestation_of(reader, self.ids[place])

    def answers(self, place: int = 0) -> dict[int, Any]:
        with self.database.read() as reader:
            return answers_of(reader, self.ids[place])


@pytest.fixture(autouse=True)
def in_november_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oci_desktop.dates.today", lambda: "2026-11-21")


@pytest.fixture
def world(members: Database, tmp_path: Path) -> World:
    return World(members, tmp_path / "courrier", "A")


@pytest.fixture
def shared(members: Database, tmp_path: Path) -> World:
    return World(members, tmp_path / "courrier", "B")


def opened(qtbot: QtBot, window: MainWindow, paths: list[Path]) -> ReturnedDialog:
    dialog = open_returned(window.context, window, paths)
    assert dialog is not None
    quiet(qtbot, dialog)
    return dialog


def quiet(qtbot: QtBot, dialog: ReturnedDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=30_000)


def statuses(dialog: ReturnedDialog) -> list[str]:
    return [dialog.status_of(one) for one in dialog.reviewed]


def drop(window: Any, *paths: Path) -> bool:
    """Drop files as a file manager does; whether they were welcome."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), *keys)
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(QDropEvent(QPointF(9, 9), *keys))
    return enter.isAccepted()


# What arrives.


def test_what_a_file_is_is_told_from_its_bytes(world: World, tmp_path: Path) -> None:
    (attestation,) = world.attestations(1)
    workbook = come_back(world.folder, world.form("attestation", 1, "xlsx"))
    disguised = tmp_path / "liste.csv"
    disguised.write_bytes(attestation.read_bytes())
    listed = tmp_path / "membres.pdf"
    listed.write_text("Nom;Région\nX;06\n")
    export = tmp_path / "membres.xlsx"
    from oci_desktop.exchange.export import xlsx_bytes
    from oci_desktop.tables import NAME, Column, Table

    export.write_bytes(xlsx_bytes(Table((Column("name", "Name", NAME, 100),), [("X",)], title="Membres")))
    found = sort_out([attestation, workbook, disguised, listed, export])
    assert found.forms == (attestation, workbook, disguised)
    assert found.lists == (listed, export)
    broken = tmp_path / "abîmé.xlsx"
    broken.write_bytes(workbook.read_bytes()[:900])
    assert sort_out([broken]).lists == (broken,), "alone, the import page says what is wrong with it"
    assert broken in sort_out([attestation, broken]).forms
    assert sort_out([world.folder]).forms == tuple(sorted((attestation, workbook)))


def test_dropped_forms_open_their_screen_and_a_list_its_page(
    qtbot: QtBot, world: World, open_window: Opens, tmp_path: Path
) -> None:
    window = open_window("members")
    paths = world.attestations(2)
    assert drop(window, *paths)
    qtbot.waitUntil(lambda: bool(window.findChild(ReturnedDialog)))
    dialog = window.findChild(ReturnedDialog)
    assert isinstance(dialog, ReturnedDialog)
    quiet(qtbot, dialog)
    assert statuses(dialog) == ["new", "new"]
    dialog.reject()
    listed = tmp_path / "o.csv"
    listed.write_text("Nom\nNouvel organisme\n", encoding="utf-8")
    assert drop(window, listed)
    qtbot.waitUntil(lambda: window.page_id == "exchange")
    qtbot.waitUntil(lambda: window.page.imports.result is not None, timeout=15_000)


def test_nothing_is_received_into_a_file_that_is_only_read(
    qtbot: QtBot, world: World, open_window: Opens, boxes: Boxes
) -> None:
    window = open_window("members")
    window.context.database.read_only = True
    try:
        assert open_returned(window.context, window, world.attestations(1)) is None
    finally:
        window.context.database.read_only = False
    assert "lecture" in boxes.said[0][1]


def test_the_action_asks_for_files(
    qtbot: QtBot, world: World, open_window: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window("campaigns")
    monkeypatch.setattr(messages, "choose_open_files", lambda *_args: world.attestations(1))
    window.actions_.perform("receive-forms")
    dialog = window.findChild(ReturnedDialog)
    assert isinstance(dialog, ReturnedDialog)
    quiet(qtbot, dialog)
    assert statuses(dialog) == ["new"]


def test_a_photo_of_any_telephone_can_be_attached(world: World) -> None:
    for number, start in enumerate((b"\x00\x00\x00\x18ftypheic", b"RIFF\x00\x00\x00\x00WEBP", b"GIF89a", b"BM")):
        content = start + bytes(40 + number)
        assert read_data(content).source == "scan"
        name = keep_returned(world.database, world.ids[0], content, "photo")
        assert world.database.documents.read(name) == content


def test_what_is_called_otherwise_than_it_is_is_never_opened(
    qtbot: QtBot, world: World, open_window: Opens, boxes: Boxes, tmp_path: Path
) -> None:
    (attestation,) = world.attestations(1)
    disguised = tmp_path / "attestation.pdf.hta"
    disguised.write_bytes(attestation.read_bytes())
    dialog = opened(qtbot, open_window("campaigns"), [disguised, attestation])
    dialog.list.choose(0)
    dialog._look()
    assert not boxes.opened
    assert dialog.said()
    dialog.list.choose(1)
    dialog._look()
    assert boxes.opened == [attestation]
    dialog.list.tick([0, 1], True)
    kept = AttestationDraft(1, 1, 1, number="2026-001", document_name=disguised.name)
    assert file_name(kept, disguised.read_bytes()) == "2026-001 attestation.pdf.pdf"
    assert file_name(kept, b"<script>") == "2026-001 attestation.pdf"


def test_an_attestation_that_is_refused_leaves_no_document(
    qtbot: QtBot, world: World, open_window: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window("campaigns")
    dialog = enter_attestation(window.context, window, world.ids[0])
    dialog.document.set_value(world.attestations(1)[0])

    def refuse(*_args: object) -> int:
        raise UserError("Nothing is kept today.")

    monkeypatch.setattr("oci_desktop.services.attestations.record_attestation", refuse)
    assert not dialog.do_it()
    assert dialog._refusal.text() == "Nothing is kept today."
    assert list(world.database.documents.folder.glob("??/*")) == []
    dialog.done(0)


# Deciding and accepting.


def test_complete_forms_are_accepted_in_one_action_and_taken_back_in_one(
    qtbot: QtBot, world: World, open_window: Opens
) -> None:
    dialog = opened(qtbot, open_window("campaigns"), world.attestations(3))
    assert [row for row, _ticked in dialog.list.rows_model.ticks.items()] == [0, 1, 2]
    dialog.list.tick([2], False)
    assert "2" in dialog.foot.accept_button.text()
    assert world.held() is None, "nothing is written before"
    dialog.accept_forms()
    quiet(qtbot, dialog)
    assert statuses(dialog) == ["accepted", "accepted", "new"]
    assert [world.step(place) for place in range(3)] == ["valid", "valid", ""]
    assert world.held().received_on == "2026-11-21"
    assert world.held().document
    assert "2" in dialog.said()
    dialog.undo()
    quiet(qtbot, dialog)
    assert world.held() is None
    assert world.step() == ""
    assert statuses(dialog) == ["new", "new", "new"]


def test_the_same_forms_again_are_nothing_new(qtbot: QtBot, world: World, open_window: Opens) -> None:
    window = open_window("campaigns")
    paths = world.attestations(2)
    dialog = opened(qtbot, window, paths)
    dialog.accept_forms()
    quiet(qtbot, dialog)
    dialog.reject()
    again = opened(qtbot, window, paths)
    assert statuses(again) == ["same", "same"]
    assert again.foot.accept_button.isHidden()
    assert again.chosen() == []


def test_received_forms_may_wait_to_be_checked_from_another_day(qtbot: QtBot, world: World, open_window: Opens) -> None:
    dialog = opened(qtbot, open_window("campaigns"), world.attestations(1))
    dialog.foot.received.set_value("2026-12-24")
    dialog.accept_forms()
    assert world.held() is None, "a day to come is refused"
    assert dialog.foot.received.said()
    dialog.foot.received.set_value("2026-11-02")
    dialog.foot.noted.set_value("received")
    dialog.accept_forms()
    quiet(qtbot, dialog)
    assert world.step() == "received"
    assert world.held().received_on == "2026-11-02"


def test_an_incomplete_form_is_proposed_and_will_be_to_complete(qtbot: QtBot, world: World, open_window: Opens) -> None:
    half = {name: value for name, value in SIGNED.items() if not name.startswith("signatory.1")}
    path = come_back(world.folder, world.form("attestation"), half)
    dialog = opened(qtbot, open_window("campaigns"), [path])
    assert dialog.reviewed[0].form.missing
    dialog.accept_forms()
    quiet(qtbot, dialog)
    assert world.step() == "to_complete"
    assert statuses(dialog) == ["incomplete"]
    assert dialog.list.rows_model.rows[0][5], "what is missing is still said once it is accepted"
    dialog.undo()
    quiet(qtbot, dialog)
    assert statuses(dialog) == ["new"]


def test_errors_and_older_forms_are_not_ticked(qtbot: QtBot, world: World, open_window: Opens) -> None:
    window = open_window("campaigns")
    wrong = come_back(world.folder, world.form("attestation"), {**SIGNED, "discussed_on": "31 février 2026"})
    dialog = opened(qtbot, window, [wrong])
    assert dialog.reviewed[0].has_errors
    assert dialog.chosen() == []
    dialog.reject()
    to_come = come_back(world.folder, world.form("attestation"), {**SIGNED, "signatory.0.date": "2027-05-01"})
    dialog = opened(qtbot, window, [to_come])
    assert dialog.reviewed[0].faults
    assert not dialog.list.rows_model.ticks, "it would be refused: it cannot even be ticked"
    dialog.reject()
    later = {
        name: value.replace("2026-09", "2026-10").replace("septembre", "octobre") for name, value in SIGNED.items()
    }
    dialog = opened(qtbot, window, [come_back(world.folder, world.form("attestation"), later)])
    dialog.accept_forms()
    quiet(qtbot, dialog)
    dialog.reject()
    dialog = opened(qtbot, window, world.attestations(1))
    assert statuses(dialog) == ["older"]
    assert dialog.chosen() == []
    shown = [label.text() for label in dialog.detail.findChildren(QLabel)]
    assert "20 octobre 2026 → 20 septembre 2026" in shown
    dialog.list.tick([0], True)
    dialog.accept_forms()
    quiet(qtbot, dialog)
    assert world.held().signatories[0].signed_on == "2026-09-21"


def test_space_ticks_and_the_keys_stay_in_the_list(qtbot: QtBot, world: World, open_window: Opens) -> None:
    dialog = opened(qtbot, open_window("campaigns"), world.attestations(2))
    dialog.list.choose(0)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.list.chosen_rows == [1]
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.list.chosen_rows == [0, 1]


def test_giving_up_while_it_reads_changes_nothing(qtbot: QtBot, world: World, open_window: Opens) -> None:
    window = open_window("campaigns")
    dialog = open_returned(window.context, window, world.attestations(5))
    assert dialog is not None
    dialog.reject()
    qtbot.waitUntil(lambda: not window.context.tasks.running, timeout=15_000)
    assert world.held() is None


def test_more_files_may_be_dropped_on_the_screen(qtbot: QtBot, world: World, open_window: Opens) -> None:
    first, second = world.attestations(2)
    dialog = opened(qtbot, open_window("campaigns"), [first])
    assert drop(dialog, second)
    quiet(qtbot, dialog)
    assert len(dialog.reviewed) == 2


# Scans.


def test_scans_are_attached_one_after_the_other(qtbot: QtBot, world: World, open_window: Opens, boxes: Boxes) -> None:
    known = come_back(world.folder, world.form("attestation", 0), changed=printed)
    unknown = come_back(world.folder, world.form("attestation", 1), changed=scanned)
    dialog = opened(qtbot, open_window("campaigns"), [known, unknown])
    assert statuses(dialog) == ["scan", "scan"]
    dialog.attach_scans()
    entry = dialog.findChild(AttestationDialog)
    assert isinstance(entry, AttestationDialog)
    assert entry.asked.self_assessment_id == world.ids[0]
    fill(entry)
    assert entry.do_it()
    assert world.step(0) == "valid"
    assert world.held(0).document_name == known.name
    assert statuses(dialog) == ["attached", "scan"]
    whose = next(one for one in dialog.findChildren(GestureDialog) if not isinstance(one, AttestationDialog))
    assert not whose.do_it(), "its member is asked"
    whose.member.set_value(world.ids[1])  # type: ignore[attr-defined]
    assert whose.do_it()
    entry = dialog.findChildren(AttestationDialog)[-1]
    assert entry.asked.self_assessment_id == world.ids[1]
    entry.cancel()
    assert statuses(dialog) == ["attached", "scan"]
    assert world.held(1) is None


def test_a_scan_that_was_attached_bears_its_members_name(
    qtbot: QtBot, world: World, open_window: Opens, boxes: Boxes
) -> None:
    unknown = come_back(world.folder, world.form("attestation", 1), changed=scanned)
    dialog = opened(qtbot, open_window("campaigns"), [unknown])
    dialog.attach_scans()
    (whose,) = dialog.findChildren(GestureDialog)
    whose.member.set_value(world.ids[1])  # type: ignore[attr-defined]
    assert whose.do_it()
    (entry,) = dialog.findChildren(AttestationDialog)
    fill(entry)
    assert entry.do_it()
    row = dialog.list.rows_model.rows[0]
    assert (row[1], row[4]) == (entry.asked.name, "attached")


def fill(entry: AttestationDialog) -> None:
    from dataclasses import replace

    from oci_desktop.model.campaign import AttestationSignatory

    draft, _found = entry.binder.read()
    names = (("Camille Exemple", "Direction"), ("Dominique Fictif", "Conseil"))
    signed = tuple(AttestationSignatory(name, title, "2026-10-02") for name, title in names)
    filled = replace(draft, discussed_on="2026-10-01", signatories=signed)
    for bound in entry.binder.bounds:
        bound.field.set_value(getattr(filled, bound.name))


# Answers.


def test_at_level_b_answers_that_would_change_are_accepted_one_by_one(
    qtbot: QtBot, shared: World, open_window: Opens
) -> None:
    consent(shared.database, shared.ids[0], "2026-09-02")
    answer(shared.database, shared.ids[0], "A.1", "no", comment="Avant")
    answer(shared.database, shared.ids[0], "A.2", "no")
    values = {
        **SIGNED,
        "consent": "yes",
        "item.A.1.answer": "yes",
        "item.A.2.answer": "partly",
        "item.B.1.answer": "yes",
    }
    path = come_back(shared.folder, shared.form("form", 0, "xlsx"), values)
    dialog = opened(qtbot, open_window("campaigns"), [path])
    assert [change.code for change in dialog.reviewed[0].changes] == ["A.1", "A.2"]
    assert dialog.reviewed[0].changes[0].before == "Non · Avant"
    refused = dialog.reviewed[0].changes[1].key
    dialog.detail.boxes[refused].setChecked(False)
    dialog.accept_forms()
    quiet(qtbot, dialog)
    assert [one.choice for _item, one in sorted(shared.answers().items())] == ["yes", "no", "yes"]
    assert shared.held().document is None, "a file with answers is never attached"
    dialog.undo()
    quiet(qtbot, dialog)
    assert [one.choice for _item, one in sorted(shared.answers().items())] == ["no", "no"]


def test_at_level_a_not_one_answer_is_anywhere_after_dropping_looking_and_accepting(
    qtbot: QtBot, world: World, open_window: Opens, boxes: Boxes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Confidence Unique 9164"
    caplog.set_level(logging.DEBUG)
    scratch = tmp_path / "temporaire"
    scratch.mkdir()
    before = tempfile.tempdir
    tempfile.tempdir = str(scratch)
    try:
        window = open_window("campaigns")
        questionnaire = world.form("questionnaire")
        told = {"item.A.1.answer": "no", "item.A.1.comment": secret, "item.A.2.action": f"{secret} à faire"}
        paths = [come_back(world.folder, questionnaire, told)]
        paths.append(come_back(world.folder, world.form("questionnaire", 1, "xlsx"), {"item.A.1.comment": secret}))
        paths += world.attestations(3)
        dialog = opened(qtbot, window, paths)
        assert statuses(dialog)[:2] == ["refused", "refused"]
        assert "attestation" in dialog._privacy.text().casefold()
        for row in range(len(paths)):
            dialog.list.choose(row)
            assert secret not in repr(dialog.reviewed[row])
        dialog.accept_forms()
        quiet(qtbot, dialog)
        dialog.undo()
        quiet(qtbot, dialog)
        dialog.accept_forms()
        quiet(qtbot, dialog)
        dialog.reject()
        window.context.settings.save()
        world.database.backup()
        window.close()
    finally:
        tempfile.tempdir = before
    assert world.step(2) == "valid"
    assert places_that_hold(secret, world.database, None, scratch) == []
    assert secret not in caplog.text
    control = places_that_hold(secret, world.database, None, world.folder)
    assert control, "the search finds it where it is: in what came by mail"
