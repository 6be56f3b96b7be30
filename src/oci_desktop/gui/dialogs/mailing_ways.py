"""The ways out of a mailing: letters to post, drafts, addresses to copy, or sent by the person's mail server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QProgressBar, QRadioButton, QVBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.errors import OciError, UserError
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.paper import Document, Paper
from oci_desktop.gui.widgets import Button, Label
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.mailings.account import MailAccount, read_account
from oci_desktop.mailings.review import ADDRESSES, DRAFTS, LETTERS, MAIL, Review
from oci_desktop.model.letter import Letter

if TYPE_CHECKING:
    from oci_desktop.gui.tasks import Progress, Task
    from oci_desktop.mailings.smtp import Outcome

CHANNELS = {
    LETTERS: N_("Letters to post"),
    DRAFTS: N_("Drafts for the mail program"),
    ADDRESSES: N_("Addresses to copy"),
    MAIL: N_("Send by e-mail"),
}


class Ways(QWidget):
    """One channel is chosen; its buttons say what they do. `done` comes once it was recorded."""

    done = Signal(int, str, str)  # the mailing's id, a sentence, its tone
    chosen = Signal()  # another way

    def __init__(self, context: Context, review: Review, parent: QWidget) -> None:
        super().__init__(parent)
        self.context, self.review = context, review
        self._task: Task | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 10, 22, 12)
        column.setSpacing(6)
        column.addLayout(self._choices())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.remark = Label("", "small", wrap=True)
        foot.addWidget(self.remark, 1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName(_("Sending"))
        self.bar.hide()
        foot.addWidget(self.bar)
        self.close_button = Button(_("Close"), parent.reject)  # type: ignore[attr-defined]
        self.word_button = Button(_("Word document…"), self.save_word, icon="download")
        self.zip_button = Button(_("In one ZIP archive…"), self.save_zip, icon="download")
        self.settings_button = Button(_("Set up sending…"), self.open_settings, icon="settings")
        self.go_button = Button("", self.go, look="primary")
        for button in (self.close_button, self.word_button, self.zip_button, self.settings_button, self.go_button):
            foot.addWidget(button)
        column.addLayout(foot)
        kept = str(context.settings.get("mail.channel") or "")
        self.buttons[kept if kept in CHANNELS else review.usual()].setChecked(True)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(22)
        group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        for code, words in CHANNELS.items():
            button = QRadioButton(_(words))
            button.clicked.connect(lambda _on=False, code=code: self.choose(code))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[code] = button
        row.addStretch()
        return row

    # What is chosen.

    @property
    def channel(self) -> str:
        return next(code for code, button in self.buttons.items() if button.isChecked())

    def choose(self, code: str) -> None:
        """Go that way, this time and the next."""
        self.buttons[code].setChecked(True)
        self.context.remember("mail.channel", code)
        self.refresh()
        self.chosen.emit()

    def account(self) -> MailAccount:
        return read_account(self.context.settings)

    def refresh(self) -> None:
        """Say again what each button would do, and who is left out."""
        channel = self.channel
        n = len(self.review.going(channel))
        words = {
            LETTERS: ngettext("Preview and print {n} letter…", "Preview and print {n} letters…", n),
            DRAFTS: ngettext("Save {n} draft in a folder…", "Save {n} drafts in a folder…", n),
            ADDRESSES: ngettext("Copy {n} address", "Copy {n} addresses", n),
            MAIL: ngettext("Send {n} message…", "Send {n} messages…", n),
        }
        ready = channel != MAIL or self.account().is_set
        self.go_button.set_text(words[channel].format(n=n))
        self.go_button.setEnabled(n > 0 and ready and not self.is_busy())
        self.word_button.setVisible(channel == LETTERS)
        self.word_button.setEnabled(n > 0)
        self.zip_button.setVisible(channel == DRAFTS)
        self.zip_button.setEnabled(n > 0 and not self.is_busy())
        self.settings_button.setVisible(channel == MAIL and not ready)
        self.remark.setText(self._remark(channel, ready))

    def _remark(self, channel: str, ready: bool) -> str:
        parts = []
        if channel == MAIL and not ready:
            parts.append(_("No mail server is set on this computer. Letters, drafts and addresses need none."))
        elif channel == MAIL:
            parts.append(
                _("From {address}, by {server}.").format(address=self.account().sender, server=self.account().host)
            )
        out = len(self.review.left_out(channel))
        if out:
            parts.append(
                ngettext("{n} cannot be written to by e-mail: it stays here for a letter.",
                         "{n} cannot be written to by e-mail: they stay here for letters.", out).format(n=out)
            )  # fmt: skip
        if channel in (DRAFTS, MAIL) and self.review.occasion.attaches:
            parts.append(_("The form of each one is attached."))
        if channel == LETTERS and self.review.occasion.attaches:
            parts.append(_("The forms are printed apart."))
        if channel == LETTERS:
            without = len([letter for letter in self.review.ticked() if not letter.recipient.postal])
            if without:
                parts.append(
                    ngettext("{n} has no postal address.", "{n} have no postal address.", without).format(n=without)
                )
        return " ".join(parts)

    def is_busy(self) -> bool:
        return self._task is not None and self._task.running

    def cancel(self) -> None:
        """Send nothing more; what went is recorded."""
        if self._task is not None:
            self._task.cancel()

    def go(self) -> None:
        """Do what the filled button says."""
        if not self.go_button.isEnabled():
            return
        {LETTERS: self.preview, DRAFTS: self.save_drafts, ADDRESSES: self.copy, MAIL: self.send}[self.channel]()

    def open_settings(self) -> None:
        self.window().reject()  # type: ignore[attr-defined]
        self.context.go("settings", tab="mail")

    # On paper.

    def preview(self) -> None:
        """The letters as they will be printed; printing or saving them records them."""
        from oci_desktop.gui.dialogs.preview import PreviewDialog

        letters = self.review.going(LETTERS)
        title = _(self.review.occasion.title)

        def make(paper: Paper, progress: Progress) -> bytes:
            from oci_desktop.reports.letters import letters_pdf

            return letters_pdf(self.context.database, letters, title, paper=paper.paper, progress=progress)

        document = Document("letters", title, f"{title} {self.review.day}", make)
        count = ngettext("{n} letter", "{n} letters", len(letters)).format(n=len(letters))
        dialog = PreviewDialog(self.context, document, count, self)
        taken: list[bool] = []
        dialog.workbench.left.connect(lambda: taken.append(True))
        dialog.finished.connect(lambda _code: self._record(LETTERS, letters) if taken else None)
        dialog.open()

    def save_word(self) -> None:
        """The letters as one Word document, to rework."""
        letters = self.review.going(LETTERS)
        place = self._ask_place(".docx", "Word (*.docx)")
        if place is None:
            return

        def work(_progress: Progress) -> Path:
            from oci_desktop.exchange.files import write_file
            from oci_desktop.reports.letters import letters_docx

            title = _(self.review.occasion.title)
            return write_file(place, letters_docx(self.context.database, letters, title))

        self._start(_("Saving the letters"), work, lambda _path: self._record(LETTERS, letters))

    # By the person's own mail program.

    def save_drafts(self) -> None:
        """A folder of drafts, each with what goes with it: a mail program opens one at a double click."""
        folder = Path(self.context.settings.get("paper.folder") or Path.home())
        chosen = messages.choose_folder(self, _("Folder for the drafts"), str(folder))
        if chosen is None:
            return
        self.context.remember("paper.folder", str(chosen))
        title, day = _(self.review.occasion.title), self.review.day
        from oci_desktop.mailings.messages import write_folder

        self._save(lambda files: write_folder(files, chosen, title, day))

    def save_zip(self) -> None:
        """The same drafts in one archive, to send on or to keep."""
        place = self._ask_place(".zip", "ZIP (*.zip)")
        if place is None:
            return
        from oci_desktop.exchange.files import write_file
        from oci_desktop.mailings.messages import drafts_zip

        self._save(lambda files: write_file(place, drafts_zip(files)))

    def _save(self, keep: Callable[[Sequence[tuple[str, bytes]]], Path]) -> None:
        letters = self.review.going(DRAFTS)
        attach = self._attach()

        def work(progress: Progress) -> Path:
            from oci_desktop.mailings.messages import drafts

            prepared = []
            for done, letter in enumerate(letters):
                progress(done, len(letters))
                prepared.append((letter, attach()(letter)))
            return keep(drafts(prepared))

        self._start(_("Saving the drafts"), work, lambda _path: self._record(DRAFTS, letters))

    def copy(self) -> None:
        """The addresses, each once, for the field Bcc."""
        from oci_desktop.mailings.messages import addresses_text

        letters = self.review.going(ADDRESSES)
        QGuiApplication.clipboard().setText(addresses_text(letters))
        self._record(ADDRESSES, letters)

    def _ask_place(self, ending: str, filters: str) -> Path | None:
        from oci_desktop.mailings.messages import safe_name

        folder = Path(self.context.settings.get("paper.folder") or Path.home())
        name = safe_name(f"{_(self.review.occasion.title)} {self.review.day}")
        chosen = messages.choose_save_file(self, _("Save"), str(folder / f"{name}{ending}"), filters)
        if chosen is None:
            return None
        self.context.remember("paper.folder", str(chosen.parent))
        return chosen if chosen.suffix.lower() == ending else chosen.with_name(chosen.name + ending)

    def _attach(self) -> Callable[[], Any]:
        """What makes the attachments, asked for in the worker, once."""
        from oci_desktop.mailings.attachments import attacher

        review = self.review
        kept: list[Any] = []

        def made() -> Any:
            if not kept:
                kept.append(attacher(self.context.database, review.occasion, review.campaign_id, review.day))
            return kept[0]

        return made

    # By a mail server.

    def send(self) -> None:
        """Ask once more, then send in a worker; what went is recorded there, whatever happens next."""
        if self.context.read_only:
            messages.error(self, _("Nothing was sent"), _("This file is open for reading only. Nothing was changed."))
            return
        letters, account = self.review.going(MAIL), self.account()
        password = self._password(account)
        if account.user and password is None:
            return
        n = len(letters)
        question = ngettext("Send {n} message now?", "Send {n} messages now?", n).format(n=n)
        said = _("From {address}, by {server}.").format(address=account.sender, server=account.host)
        if not messages.confirm(self, question, said, _("Send")):
            return
        attach = self._attach()

        def work(progress: Progress) -> tuple[int, list[Outcome], str]:
            from oci_desktop.mailings.smtp import send_letters

            outcomes = send_letters(account, password, letters, attach(), progress=progress)
            failures = {one.letter.organisation_id: str(one.failure) for one in outcomes if one.failure is not None}
            if all(one.failure is not None for one in outcomes):
                return 0, outcomes, ""
            try:
                return self.review.record(MAIL, letters, failures), outcomes, ""
            except OciError as refused:  # they went all the same: that must be said
                return 0, outcomes, str(refused)

        self._start(_("Sending"), work, self._sent)

    def _password(self, account: MailAccount) -> str | None:
        if not account.user:
            return None
        from oci_desktop.mailings.account import read_password

        try:
            kept = read_password(account)
        except UserError:
            kept = None
        label = _("Password of {user} at {server}").format(user=account.user, server=account.host)
        return kept or messages.ask_password(self, _("Send"), label, _("Go on"))

    def _sent(self, result: tuple[int, Sequence[Outcome], str]) -> None:
        mailing_id, outcomes, unrecorded = result
        went = [outcome.letter.organisation_id for outcome in outcomes if outcome.sent]
        failed = len(outcomes) - len(went)
        self.review.sent(went)
        self.review.failed(outcomes)
        text = self._noted(len(went)) if went and not unrecorded else ""
        if failed:
            text += " " + ngettext(
                "{n} was not sent: the reason is beside it, and it can be sent again.",
                "{n} were not sent: the reason is beside each, and they can be sent again.", failed,
            ).format(n=failed)  # fmt: skip
        if unrecorded:
            said = _("The messages went, but this could not be recorded: {reason}").format(reason=unrecorded)
            messages.error(self, _("Not recorded"), said)
        elif went:
            self.context.tell(self._noted(len(went)), undo=True)
        self.done.emit(mailing_id, text.strip(), "late" if failed else "good")

    # What all have in common.

    def _start(self, label: str, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        def refused(problem: BaseException) -> None:
            self._rest()
            if not isinstance(problem, OciError):
                raise problem
            messages.error(self, _("Nothing was sent"), str(problem))

        def finished(result: Any) -> None:
            self._rest()
            done(result)

        self._task = self.context.tasks.start(label, work, finished, refused)
        self._task.progressed.connect(self._progressed)
        self._task.finished.connect(self._rest)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.go_button.setEnabled(False)
        self.close_button.set_text(_("Cancel"))

    def _progressed(self, share: float, _text: str) -> None:
        if share >= 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(share * 1000))

    def _rest(self) -> None:
        self.bar.hide()
        self.close_button.set_text(_("Close"))
        self.refresh()

    def _record(self, channel: str, letters: Sequence[Letter]) -> None:
        try:
            if self.context.read_only:
                raise UserError(N_("This file is open for reading only. Nothing was changed."))
            mailing_id = self.review.record(channel, letters)
        except OciError as refused:
            messages.error(self, _("Not recorded"), str(refused))
            return
        self.review.sent(letter.organisation_id for letter in letters)
        noted = self._noted(len(letters))
        self.context.tell(noted, undo=True)
        left = len(self.review.ticked())
        if left:
            noted += " " + ngettext("{n} is left.", "{n} are left.", left).format(n=left)
        self.done.emit(mailing_id, noted, "good")

    def _noted(self, n: int) -> str:
        """« 14 rappels notés, le 21 novembre 2026 »."""
        sentences = {
            "forms": ngettext("{n} form recorded as sent, {date}", "{n} forms recorded as sent, {date}", n),
            "reminder": ngettext("{n} reminder recorded, {date}", "{n} reminders recorded, {date}", n),
            "acknowledgement": ngettext(
                "{n} acknowledgement recorded, {date}", "{n} acknowledgements recorded, {date}", n
            ),
            "other": ngettext("{n} letter recorded, {date}", "{n} letters recorded, {date}", n),
        }
        return sentences[self.review.occasion.kind].format(n=n, date=format_date(self.review.day)) + "."
