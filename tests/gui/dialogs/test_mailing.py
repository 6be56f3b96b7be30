"""« Envoyer un rappel »: every text first, then a way out, then what was done, which can be undone."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from oci_desktop.errors import StorageError
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.mailing import MailingDialog, write_to
from oci_desktop.gui.dialogs.mailing_template import TemplateDialog
from oci_desktop.gui.pages.settings_mail import MailPanel
from oci_desktop.mailings.account import PLAIN, MailAccount, keep_account, read_account
from oci_desktop.mailings.review import ADDRESSES, DRAFTS, LETTERS, MAIL
from oci_desktop.queries.mailings import mailings_in
from tests.gui.pages.conftest import Boxes
from tests.mailings.conftest import World, world
from tests.mailings.test_smtp import Post, post, serve

__all__ = ["post", "serve", "world"]


@pytest.fixture
def dialog(qtbot: QtBot, context: Context, boxes: Boxes, world: World) -> MailingDialog:
    made = write_to(context, None, "reminder", world.all, world.campaign)
    assert made is not None
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    return made


def recorded(context: Context, world: World) -> list[tuple[str, str]]:
    with context.database.read() as reader:
        return [(sent.channel, sent.state) for sent in mailings_in(reader, world.campaign)]


def test_the_texts_are_shown_each_in_its_language_with_what_is_odd(dialog: MailingDialog, world: World) -> None:
    assert dialog.list.count() == 4
    dialog.list.setCurrentRow(1)
    assert dialog.body.toPlainText().startswith("Dear Mr.")
    dialog.list.setCurrentRow(2)
    assert "luc@example.org" in dialog._warnings.text()
    assert "luc@example.org" in dialog.list.item(2).data(Qt.ItemDataRole.AccessibleTextRole)


def test_only_what_matters_to_the_chosen_way_is_odd(dialog: MailingDialog, world: World) -> None:
    def odd() -> list[bool]:
        return [not dialog.list.item(row).icon().isNull() for row in range(dialog.list.count())]

    assert dialog.ways.channel == DRAFTS  # three have an e-mail
    dialog.list.setCurrentRow(3)
    assert odd() == [False, False, True, True]  # who has nobody in charge is odd by every way
    assert "adresse postale" not in dialog._warnings.text()
    dialog.ways.choose(LETTERS)
    assert odd() == [False, False, False, True]
    assert "adresse postale" in dialog._warnings.text()


def test_typing_changes_this_letter_alone_and_can_be_taken_back(dialog: MailingDialog, world: World) -> None:
    before = dialog.body.toPlainText()
    dialog.body.setPlainText("Bonjour,\n\nUn mot à nous.")
    dialog.list.setCurrentRow(1)
    dialog.list.setCurrentRow(0)
    assert dialog.body.toPlainText() == "Bonjour,\n\nUn mot à nous."
    assert list(dialog.review.own) == [world.focal]
    dialog.back_link.click()
    assert dialog.body.toPlainText() == before


def test_addresses_are_copied_and_recorded_and_who_has_none_stays(
    context: Context, dialog: MailingDialog, world: World
) -> None:
    dialog.ways.choose(ADDRESSES)
    dialog.ways.go_button.click()
    assert QGuiApplication.clipboard().text() == "helene@example.org; chris@example.org; zone@example.org"
    assert recorded(context, world) == [("addresses", "sent")] * 3
    assert [letter.organisation_id for letter in dialog.review.letters] == [world.bounced]
    context.database.undo()
    assert recorded(context, world) == []


def test_who_is_not_ticked_gets_nothing(context: Context, dialog: MailingDialog, world: World) -> None:
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.ways.choose(ADDRESSES)
    dialog.ways.go()
    assert "helene@example.org" not in QGuiApplication.clipboard().text()
    assert len(recorded(context, world)) == 2


def test_drafts_go_into_a_folder_of_their_own(
    qtbot: QtBot, boxes: Boxes, dialog: MailingDialog, tmp_path: Path
) -> None:
    boxes.folder = tmp_path
    dialog.ways.choose(DRAFTS)
    with qtbot.waitSignal(dialog.recorded, timeout=10_000):
        dialog.ways.go()
    (made,) = tmp_path.glob(f"*{dialog.review.day}")
    assert len(list(made.glob("*.eml"))) == 3


def test_word_and_drafts_are_saved_then_recorded(
    qtbot: QtBot, context: Context, boxes: Boxes, dialog: MailingDialog, world: World, tmp_path: Path
) -> None:
    boxes.save_file = tmp_path / "rappels"
    dialog.ways.choose(DRAFTS)
    with qtbot.waitSignal(dialog.recorded, timeout=10_000):
        dialog.ways.zip_button.click()
    assert len(zipfile.ZipFile(tmp_path / "rappels.zip").namelist()) == 3
    dialog.ways.choose(LETTERS)
    with qtbot.waitSignal(dialog.recorded, timeout=10_000):
        dialog.ways.word_button.click()
    assert len(docx.Document(str(tmp_path / "rappels.docx")).sections) == 1
    assert recorded(context, world) == [("letters", "sent")] + [("drafts", "sent")] * 3
    assert not dialog.isVisible()


def test_giving_up_the_place_records_nothing(context: Context, dialog: MailingDialog, world: World) -> None:
    dialog.ways.choose(DRAFTS)
    dialog.ways.go()
    assert recorded(context, world) == []
    assert not context.tasks.running


def test_without_a_server_sending_is_not_offered(dialog: MailingDialog) -> None:
    dialog.ways.choose(MAIL)
    assert not dialog.ways.go_button.isEnabled()
    assert not dialog.ways.settings_button.isHidden()


def test_what_the_server_refused_stays_with_the_reason_and_can_be_sent_again(
    qtbot: QtBot, context: Context, boxes: Boxes, dialog: MailingDialog, world: World, post: Post, serve: Any
) -> None:
    keep_account(context.settings, serve())
    post.refused = {"chris@example.org"}
    dialog.ways.choose(MAIL)
    with qtbot.waitSignal(dialog.ways.done, timeout=10_000):
        dialog.ways.go_button.click()
    assert sorted(recorded(context, world)) == [("smtp", "failed"), ("smtp", "sent"), ("smtp", "sent")]
    assert [letter.organisation_id for letter in dialog.review.letters] == [world.english, world.bounced]
    dialog.list.setCurrentRow(0)
    assert "550 No such user" in dialog._warnings.text()
    post.refused = set()
    with qtbot.waitSignal(dialog.ways.done, timeout=10_000):
        dialog.ways.go_button.click()
    assert len(post.taken) == 3
    assert [letter.organisation_id for letter in dialog.review.letters] == [world.bounced]


def test_what_went_but_could_not_be_recorded_is_said(
    qtbot: QtBot, context: Context, boxes: Boxes, dialog: MailingDialog, world: World, post: Post, serve: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def full(*_args: Any) -> int:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(dialog.review, "record", full)
    keep_account(context.settings, serve())
    dialog.ways.choose(MAIL)
    with qtbot.waitSignal(dialog.ways.done, timeout=10_000):
        dialog.ways.go_button.click()
    assert len(post.taken) == 3
    assert "The disk is full." in boxes.said[-1][1]


def test_a_server_that_is_away_says_so_and_nothing_is_recorded(
    qtbot: QtBot, context: Context, boxes: Boxes, dialog: MailingDialog, world: World
) -> None:
    keep_account(context.settings, MailAccount("127.0.0.1", 9, PLAIN, sender="alix@example.org"))
    dialog.ways.choose(MAIL)
    dialog.ways.go_button.click()
    qtbot.waitUntil(lambda: len(boxes.said) > 1, timeout=10_000)
    assert "127.0.0.1:9" in boxes.said[-1][1]
    assert recorded(context, world) == []
    assert len(dialog.review.letters) == 4


def test_the_text_for_all_says_what_is_wrong_and_keeps_what_is_right(
    qtbot: QtBot, context: Context, boxes: Boxes, dialog: MailingDialog, world: World
) -> None:
    editor = TemplateDialog(context, dialog.review.templates(), dialog)
    code = editor.drafts[0].code
    panel = editor.panels[code, "fr"]
    panel.subject.edit.setText("Objet {date limite}")
    editor.save()
    assert "date limite" in panel.remark.text()
    panel.subject.edit.setText("Objet nouveau")
    editor.save()
    dialog._compose()
    assert dialog.review.letters[0].subject == "Objet nouveau"
    context.database.undo()
    dialog._compose()
    assert dialog.review.letters[0].subject != "Objet nouveau"


def test_without_a_campaign_a_sentence_says_so(context: Context, boxes: Boxes) -> None:
    assert write_to(context, None, "reminder", [1]) is None
    assert len(boxes.said) == 1


def test_a_server_is_set_up_and_tried(qtbot: QtBot, context: Context, boxes: Boxes, serve: Any) -> None:
    account = serve()
    panel = MailPanel(context)
    qtbot.addWidget(panel)
    panel.show()
    panel.host.edit.setText(account.host)
    panel.port.edit.setText("quatre")
    panel.address.edit.setText("pas une adresse")
    panel.save()
    assert panel.port.said()
    assert panel.address.said()
    panel.security.set_value(PLAIN)
    panel.port.edit.setText(str(account.port))
    panel.address.edit.setText("alix@example.org")
    panel.save()
    assert read_account(context.settings) == MailAccount(account.host, account.port, PLAIN, sender="alix@example.org")
    panel.try_it()
    qtbot.waitUntil(lambda: panel.try_button.isEnabled(), timeout=10_000)
    assert panel.outcome.property("look") == "good"


def test_the_password_goes_to_the_keyring_only(
    qtbot: QtBot, context: Context, boxes: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr(keyring, "set_password", lambda service, user, word: kept.update({(service, user): word}))
    panel = MailPanel(context)
    qtbot.addWidget(panel)
    panel.host.edit.setText("smtp.example.org")
    panel.address.edit.setText("alix@example.org")
    panel.user.edit.setText("alix")
    panel.password.edit.setText("très secret")
    panel.save()
    assert list(kept.values()) == ["très secret"]
    assert panel.password.edit.text() == ""
    assert "secret" not in context.settings.path.read_text(encoding="utf-8")


def test_without_a_keyring_the_password_is_asked_for(
    qtbot: QtBot, context: Context, boxes: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring
    from keyring.backends import fail

    monkeypatch.setattr(keyring, "get_password", fail.Keyring().get_password)
    monkeypatch.setattr(keyring, "set_password", fail.Keyring().set_password)
    asked: list[str] = []
    monkeypatch.setattr(messages, "ask_password", lambda _parent, _title, label, _yes: asked.append(label))
    panel = MailPanel(context)
    qtbot.addWidget(panel)
    panel.host.edit.setText("smtp.example.org")
    panel.address.edit.setText("alix@example.org")
    panel.user.edit.setText("alix")
    panel.password.edit.setText("secret")
    panel.save()
    assert panel.outcome.property("look") == "warning"
    panel.password.edit.clear()
    account = panel.account()
    assert account is not None
    assert panel._password(account) is None
    assert len(asked) == 1
