"""Sending by e-mail: this person's server and sender, and where the password is kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oci_desktop.errors import OciError, Problem, UserError
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import ChoiceField, LineField, side_by_side
from oci_desktop.gui.tasks import Progress
from oci_desktop.gui.widgets import Button, Label, SectionLabel
from oci_desktop.i18n import N_, _, message
from oci_desktop.mailings.account import (
    PORTS,
    SECURITY,
    MailAccount,
    check_account,
    keep_account,
    read_account,
)


class MailPanel(QWidget):
    """Optional: letters, drafts and addresses need no server. Save keeps it on this computer only."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 18)
        column.setSpacing(8)
        column.addWidget(Label(_("Sending by e-mail"), "record"))
        said = _(
            "Optional: letters, drafts and addresses to copy need no server. These settings are yours, on this"
            " computer; they are not in the file."
        )
        column.addWidget(Label(said, "small", wrap=True))
        column.addSpacing(4)
        self.host = LineField(_("Server"), example="smtp.example.org")
        self.security = ChoiceField(_("Security"), {code: _(words) for code, words in SECURITY.items()}, empty=None)
        self.port = LineField(_("Port"), read=_port)
        self.security.changed.connect(lambda: self.port.set_value(PORTS[str(self.security.value())]))
        column.addWidget(side_by_side(self.host, self.security, self.port, shares=(3, 4, 1)))
        self.user = LineField(_("User"), example=_("Empty where the server asks for none."))
        self.password = LineField(_("Password"))
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        column.addWidget(side_by_side(self.user, self.password))
        self._where = Label("", "small", wrap=True)
        column.addWidget(self._where)
        column.addSpacing(6)
        column.addWidget(SectionLabel(_("Sender")))
        self.sender_name = LineField(_("Name"))
        self.address = LineField(_("Address"))
        self.reply_to = LineField(_("Answers go to"), example=_("Empty: to the sender."))
        column.addWidget(side_by_side(self.sender_name, self.address))
        column.addWidget(self.reply_to)
        column.addSpacing(8)
        row = QWidget()
        foot = QHBoxLayout(row)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        self.save_button = Button(_("Save"), self.save, look="primary")
        self.try_button = Button(_("Try"), self.try_it, icon="plug-connected")
        foot.addWidget(self.save_button)
        foot.addWidget(self.try_button)
        self.outcome = Label("", "small", wrap=True)
        foot.addWidget(self.outcome, 1)
        column.addWidget(row)
        column.addStretch()
        self._looked = False
        self.read()

    def read(self) -> None:
        """Show what is kept."""
        account = read_account(self._context.settings)
        for name, field in self._fields().items():
            field.set_value(getattr(account, name))
        self.security.set_value(account.security)

    def _fields(self) -> dict[str, LineField]:
        return {
            "host": self.host, "port": self.port, "user": self.user, "sender_name": self.sender_name,
            "sender": self.address, "reply_to": self.reply_to,
        }  # fmt: skip

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if not self._looked:
            # The keyring is asked only once somebody looks: it may be slow to answer.
            self._looked = True
            from oci_desktop.mailings.account import has_keyring

            self._where.setText(
                _("The password is kept by the system’s keyring, never in the file or the settings. Empty: as it is.")
                if has_keyring()
                else _("This system has no keyring: the password is not kept, it is asked for at each sending.")
            )

    def account(self) -> MailAccount | None:
        """What is typed; None when something is wrong, which is then said beside its field."""
        fields = self._fields()
        values: dict[str, Any] = {"security": self.security.value()}
        problems = []
        for name, field in fields.items():
            value, error = field.readable()
            if error is not None:
                problems.append(Problem(name, error.message))
            values[name] = (value or 0) if name == "port" else (value or "")
        values["port"] = int(values["port"] or 0)
        account = MailAccount(**values)
        if account.host or account.sender:
            known = {problem.field for problem in problems}
            problems += [problem for problem in check_account(account) if problem.field not in known]
        for name, field in fields.items():
            field.show_problems([problem for problem in problems if problem.field == name])
        return None if problems else account

    def save(self) -> None:
        """Keep the settings, and the password where the system can."""
        account = self.account()
        if account is None:
            return
        keep_account(self._context.settings, account)
        self._say(_("Saved on this computer."), "good")
        typed = self.password.edit.text()
        if account.user and typed:
            from oci_desktop.mailings.account import keep_password

            try:
                keep_password(account, typed)
                self.password.edit.clear()
            except UserError as refused:
                self._say(str(refused), "warning")

    def try_it(self) -> None:
        """Connect and sign in as sending would; nothing is sent."""
        account = self.account()
        if account is None:
            return
        if not account.is_set:
            self.host.show_problems([Problem("host", message(N_("The name of the server is needed.")))])
            return
        password = self._password(account)
        self.try_button.setEnabled(False)
        self._say(_("Trying…"), "small")

        def work(_progress: Progress) -> None:
            from oci_desktop.mailings.smtp import try_account

            try_account(account, password)

        def done(_result: object) -> None:
            self.try_button.setEnabled(True)
            self._say(_("It works: {server} answers and takes this account.").format(server=account.host), "good")

        def refused(problem: BaseException) -> None:
            self.try_button.setEnabled(True)
            if not isinstance(problem, OciError):
                raise problem
            self._say(str(problem), "error")

        self._context.tasks.start(_("Trying the mail server"), work, done, refused)

    def _password(self, account: MailAccount) -> str | None:
        if not account.user or self.password.edit.text():
            return self.password.edit.text() or None
        from oci_desktop.mailings.account import read_password

        try:
            kept = read_password(account)
        except UserError:
            kept = None
        label = _("Password of {user} at {server}").format(user=account.user, server=account.host)
        return kept or messages.ask_password(self, _("Try"), label, _("Go on"))

    def _say(self, text: str, look: str) -> None:
        self.outcome.set_look(look)
        self.outcome.setText(text)


def _port(text: str) -> str:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:6]) < 65_536:
        raise UserError(N_("A port is a number from 1 to 65535."))
    return text
