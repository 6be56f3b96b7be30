"""Before anything goes out: every letter as it will read, in its recipient's language; then by which way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from oci_desktop.errors import UserError
from oci_desktop.gui import icons, messages, theme
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.mailing_ways import Ways
from oci_desktop.gui.dialogs.paper import LANGUAGE_NAMES
from oci_desktop.gui.forms import LineField
from oci_desktop.gui.forms.lines import NoteEdit
from oci_desktop.gui.widgets import Button, ElidedLabel, Label, SectionLabel, Strip, line, link, plain_tip
from oci_desktop.i18n import _, ngettext
from oci_desktop.mailings.review import Review
from oci_desktop.model.letter import Letter

_ID = int(Qt.ItemDataRole.UserRole)
_LIST = 300


def write_to(
    context: Context,
    parent: QWidget | None,
    kind: str,
    organisation_ids: Sequence[int],
    campaign_id: int | None = None,
) -> MailingDialog | None:
    """Show the letters to these organisations before anything goes; None, with a sentence, when there are none."""
    try:
        review = Review(context.database, kind, organisation_ids, campaign_id, context.today)
    except UserError as refused:
        messages.error(parent, _("Nothing was sent"), str(refused))
        return None
    dialog = MailingDialog(context, review, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class MailingDialog(QDialog):
    """At the left who gets a letter, with what is odd; at the right the text; below the ways out."""

    recorded = Signal(int)  # the mailing's id

    def __init__(self, context: Context, review: Review, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.review = context, review
        self._filling = False
        self._strip: Strip | None = None
        self.setWindowTitle(_(review.occasion.title))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading())
        self._news = QVBoxLayout()
        self._news.setContentsMargins(22, 0, 22, 6)
        column.addLayout(self._news)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._left())
        middle.addWidget(self._right(), 1)
        column.addLayout(middle, 1)
        column.addWidget(line())
        self.ways = Ways(context, review, self)
        self.ways.done.connect(self._went)
        self.ways.chosen.connect(self.show_letters)
        column.addWidget(self.ways)
        room = (parent.window() if parent else self).screen().availableGeometry()
        self.resize(min(1060, room.width() - 40), min(760, room.height() - 40))
        for keys, act in (("Ctrl+Return", self.ways.go), ("Ctrl+PgDown", self._next), ("Ctrl+PgUp", self._previous)):
            QShortcut(QKeySequence(keys), self, activated=act)  # type: ignore[call-overload]
        self.show_letters()
        self.list.setFocus()

    # Building.

    def _heading(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(22, 16, 22, 10)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(_(self.review.occasion.title), "record"))
        self._said = Label("", "secondary")
        words.addWidget(self._said)
        row.addLayout(words, 1)
        self.edit_button = Button(_("Change the text for all…"), self.edit_templates, icon="pencil")
        row.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignBottom)
        return box

    def _left(self) -> QWidget:
        box = QWidget()
        box.setFixedWidth(_LIST)
        column = QVBoxLayout(box)
        column.setContentsMargins(22, 0, 12, 14)
        column.setSpacing(6)
        self.list = QListWidget()
        self.list.setProperty("look", "framed")
        self.list.setAccessibleName(_("Recipients"))
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_current())
        self.list.itemChanged.connect(self._ticked)
        column.addWidget(self.list, 1)
        column.addWidget(SectionLabel(_("Who signs")))
        self.signature = NoteEdit(2, 3)
        self.signature.setAccessibleName(_("Who signs, line by line"))
        self.signature.setPlainText(self._remembered_signature())
        self.signature.textChanged.connect(self._signed)
        column.addWidget(self.signature)
        self.review.sender = self._signature_lines()
        self.review.compose()
        return box

    def _right(self) -> QWidget:
        panel = QFrame()
        panel.setObjectName("record")
        column = QVBoxLayout(panel)
        column.setContentsMargins(18, 12, 22, 14)
        column.setSpacing(6)
        self._to = ElidedLabel("", "card")
        self._by = ElidedLabel("", "small")
        column.addWidget(self._to)
        column.addWidget(self._by)
        self._warnings = Label("", "warning", wrap=True)
        column.addWidget(self._warnings)
        self.subject = LineField(_("Subject"))
        self.subject.changed.connect(self._typed)
        column.addWidget(self.subject)
        self.body = QPlainTextEdit()
        self.body.setAccessibleName(_("Text of the letter"))
        self.body.setTabChangesFocus(True)
        self.body.textChanged.connect(self._typed)
        column.addWidget(self.body, 1)
        foot = QHBoxLayout()
        self._own = Label("", "small")
        foot.addWidget(self._own)
        self.back_link = link(_("Take the text for all again"), self._change_back)
        foot.addWidget(self.back_link)
        foot.addStretch()
        column.addLayout(foot)
        return panel

    # Who signs.

    def _remembered_signature(self) -> str:
        kept = self.context.settings.get("mail.signature")
        if isinstance(kept, str) and kept.strip():
            return kept
        return str(self.context.settings.get("mail.sender_name") or self.context.database.user)

    def _signature_lines(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.signature.typed().split("\n") if part.strip())

    def _signed(self) -> None:
        self.review.sender = self._signature_lines()
        self.context.remember("mail.signature", "\n".join(self.review.sender))
        self._compose()

    # What is shown.

    def show_letters(self) -> None:
        """Fill the list; the one that was current stays so."""
        before = self.current_id()
        self._filling = True
        self.list.clear()
        for letter in self.review.letters:
            item = QListWidgetItem(letter.recipient.organisation)
            item.setData(_ID, letter.organisation_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            out = letter.organisation_id in self.review.excluded
            item.setCheckState(Qt.CheckState.Unchecked if out else Qt.CheckState.Checked)
            said = self._remarks(letter)
            tone = "late" if letter.organisation_id in self.review.failures else "pending"
            if said:
                item.setIcon(icons.icon("alert-triangle", theme.tokens().tone(tone)[0], 16))
            whole = "\n".join((letter.recipient.organisation, letter.recipient.name, *said))
            item.setToolTip(plain_tip(whole))
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), whole.replace("\n", ", "))
            self.list.addItem(item)
        self._filling = False
        rows = [letter.organisation_id for letter in self.review.letters]
        self.list.setCurrentRow(rows.index(before) if before in rows else 0)
        self._show_current()
        self._count()

    def _count(self) -> None:
        letters = self.review.ticked()
        spoken = [code for code in LANGUAGE_NAMES if any(letter.language == code for letter in letters)]
        parts = [ngettext("{n} letter", "{n} letters", len(letters)).format(n=len(letters))]
        if len(spoken) > 1:
            parts += [
                f"{LANGUAGE_NAMES[code]} {len([one for one in letters if one.language == code])}" for code in spoken
            ]
        odd = len([letter for letter in letters if self._remarks(letter)])
        if odd:
            parts.append(ngettext("{n} to look at", "{n} to look at", odd).format(n=odd))
        self._said.setText(" · ".join(parts))
        self.ways.refresh()

    def _remarks(self, letter: Letter) -> list[str]:
        failure = self.review.failures.get(letter.organisation_id)
        return [*([failure] if failure else []), *map(str, self.review.remarks(letter, self.ways.channel))]

    def current_id(self) -> int:
        item = self.list.currentItem()
        return int(item.data(_ID)) if item is not None else 0

    def _show_current(self) -> None:
        if self._filling:
            return
        letter = self.review.letter(self.current_id())
        self._filling = True
        for widget in (self.subject, self.body):
            widget.setEnabled(letter is not None)
        if letter is not None:
            recipient = letter.recipient
            self._to.setText(" · ".join(part for part in (recipient.name, recipient.organisation) if part))
            self._by.setText(
                " · ".join(part for part in (LANGUAGE_NAMES[letter.language], recipient.title, recipient.email) if part)
            )
            self.subject.set_value(letter.subject)
            self.body.setPlainText(letter.body)
            said = self._remarks(letter)
            self._warnings.setText("\n".join(said))
            self._warnings.setVisible(bool(said))
        self._filling = False
        self._tell_own()

    def _tell_own(self) -> None:
        own = self.current_id() in self.review.own
        self._own.setText(
            _("This text was changed for this letter only.")
            if own
            else _("What is typed here changes this letter only.")
        )
        self.back_link.setVisible(own)

    def _typed(self) -> None:
        if self._filling or not self.current_id():
            return
        body = self.body.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
        self.review.change(self.current_id(), self.subject.edit.text(), body)
        self._tell_own()

    def _change_back(self) -> None:
        self.review.own.pop(self.current_id(), None)
        self._compose()

    def _ticked(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        one = int(item.data(_ID))
        if item.checkState() == Qt.CheckState.Checked:
            self.review.excluded.discard(one)
        else:
            self.review.excluded.add(one)
        self._count()

    def _next(self) -> None:
        self.list.setCurrentRow(min(self.list.count() - 1, self.list.currentRow() + 1))

    def _previous(self) -> None:
        self.list.setCurrentRow(max(0, self.list.currentRow() - 1))

    def _compose(self) -> None:
        try:
            self.review.compose()
        except UserError as refused:
            self.say(str(refused), "late")
            return
        self.show_letters()

    def edit_templates(self) -> None:
        """Change the texts that these letters are made of, now and for the next times."""
        from oci_desktop.gui.dialogs.mailing_template import TemplateDialog

        dialog = TemplateDialog(self.context, self.review.templates(), self)
        dialog.accepted.connect(self._compose)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # After a way out.

    def say(self, text: str, tone: str = "good") -> None:
        """A sentence above the letters."""
        if self._strip is not None:
            self._news.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
        self._strip = Strip(text, tone)
        self._news.addWidget(self._strip)

    def _went(self, mailing_id: int, text: str, tone: str) -> None:
        """Something went out and was recorded; what is left stays here."""
        if mailing_id:
            self.recorded.emit(mailing_id)
        if not self.review.ticked():
            self.accept()
            return
        self.show_letters()
        self.say(text, tone)

    def reject(self) -> None:
        if self.ways.is_busy():
            self.ways.cancel()
            return
        super().reject()

    def closeEvent(self, event: Any) -> None:
        if self.ways.is_busy():
            self.ways.cancel()
            event.ignore()
            return
        super().closeEvent(event)
