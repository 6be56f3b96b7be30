"""Sending by a mail server: one message after the other, and for each one whether it went, or why not.

What the server took is told even when the connection drops, or the person cancels, in the middle: nothing is lost,
and nothing is sent twice by trying again what failed.
"""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from oci_desktop.errors import Cancelled, UserError
from oci_desktop.i18n import N_, Message, _, message
from oci_desktop.mailings.account import PLAIN, STARTTLS, TLS, MailAccount, address_of
from oci_desktop.mailings.messages import letter_message
from oci_desktop.model.letter import Attachment, Letter

_log = logging.getLogger(__name__)

TIMEOUT = 20.0
"""Seconds that a server may take to answer."""

Progress = Callable[[int, int], None]
"""Messages done, messages in all; what it raises (Cancelled) stops before the next one."""


@dataclass(frozen=True)
class Outcome:
    """What became of one letter; `failure` is None when the server took it."""

    letter: Letter
    failure: Message | None = None

    @property
    def sent(self) -> bool:
        return self.failure is None


class SendingError(UserError):
    """The server cannot be reached, refuses the account, or is not secure: nothing was sent."""


def try_account(account: MailAccount, password: str | None, *, timeout: float = TIMEOUT) -> None:
    """Connect and sign in as sending would, and send nothing.

    Raises: SendingError with what is wrong.
    """
    server = _connect(account, password, timeout)
    _leave(server)


def send_letters(
    account: MailAccount,
    password: str | None,
    letters: Sequence[Letter],
    attach: Callable[[Letter], Sequence[Attachment]] = lambda _letter: (),
    *,
    progress: Progress | None = None,
    timeout: float = TIMEOUT,
) -> list[Outcome]:
    """Send each letter to its address; an outcome for every one, in the same order.

    Raises: SendingError when not even the first connection succeeds: nothing was sent.
    """
    sending = _Sending(account, password, timeout)
    outcomes: list[Outcome] = []
    cancelled = False
    try:
        for done, letter in enumerate(letters):
            if not cancelled and progress:
                try:
                    progress(done, len(letters))
                except Cancelled:
                    cancelled = True
            if cancelled:
                outcomes.append(Outcome(letter, message(N_("Not sent: the sending was cancelled before it."))))
            else:
                outcomes.append(Outcome(letter, sending.send(letter, attach)))
    finally:
        sending.close()
    return outcomes


class _Sending:
    """One connection, made at once and made again once after each time that it drops."""

    def __init__(self, account: MailAccount, password: str | None, timeout: float) -> None:
        self._account, self._password, self._timeout = account, password, timeout
        self._sender = account.from_address
        self._server: smtplib.SMTP | None = _connect(account, password, timeout)

    def send(self, letter: Letter, attach: Callable[[Letter], Sequence[Attachment]]) -> Message | None:
        """None when the server took it, else why it did not."""
        try:
            made = letter_message(letter, attach(letter), self._sender)
            self._finish(made)
        except UserError as error:
            return error.message
        except Exception:
            # Whatever went wrong with this one, what went before it must still be told and recorded.
            _log.exception("a message could not be prepared")
            return message(N_("Not sent: the program could not prepare this message. The log says why."))
        if self._server is None:
            try:
                self._server = _connect(self._account, self._password, self._timeout)
            except SendingError as error:
                return message(N_("Not sent: {reason}"), reason=error.message)
        return self._hand_over(made)

    def _hand_over(self, made: EmailMessage) -> Message | None:
        assert self._server is not None
        try:
            self._server.send_message(made)
        except smtplib.SMTPRecipientsRefused as refused:
            self._reset()
            code, said = next(iter(refused.recipients.values()), (0, b""))
            return message(N_("The server refuses this address: {reason}"), reason=_said(code, said))
        except smtplib.SMTPSenderRefused as refused_sender:
            self._reset()
            return message(
                N_("The server refuses the sender {address}: {reason}"),
                address=self._account.sender,
                reason=_said(refused_sender.smtp_code, refused_sender.smtp_error),
            )
        except smtplib.SMTPDataError as refused_text:
            self._reset()
            return message(
                N_("The server refuses this message: {reason}"),
                reason=_said(refused_text.smtp_code, refused_text.smtp_error),
            )
        except smtplib.SMTPNotSupportedError:
            self._reset()
            return message(N_("The server does not take addresses with accents."))
        except (smtplib.SMTPException, OSError):
            self._drop()
            return message(
                N_(
                    "The connection dropped while this message was going: it may have arrived."
                    " Ask before sending again."
                )
            )
        return None

    def _finish(self, made: EmailMessage) -> None:
        made["Date"] = formatdate(localtime=True)
        made["Message-ID"] = make_msgid(domain=self._sender.domain or "localhost")
        if self._account.reply_to:
            made["Reply-To"] = address_of("", self._account.reply_to)

    def _reset(self) -> None:
        """After a refusal the next message begins afresh; a server that left is noticed here."""
        if self._server is None:
            return
        try:
            self._server.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def close(self) -> None:
        if self._server is not None:
            _leave(self._server)


def _connect(account: MailAccount, password: str | None, timeout: float) -> smtplib.SMTP:
    """A server that answered, secured as asked, signed in. Raises: SendingError."""
    where = f"{account.host}:{account.port}"
    try:
        if account.security == TLS:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(account.host, account.port, timeout=timeout, context=context)
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=timeout)
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(where, error) from None
    except ssl.SSLError:
        raise SendingError(
            N_("{server} does not speak TLS from the start on this port. Choose STARTTLS, or another port."),
            server=where,
        ) from None
    except TimeoutError:
        raise SendingError(N_("{server} does not answer. Nothing was sent."), server=where) from None
    except (smtplib.SMTPException, OSError) as error:
        raise SendingError(
            N_("{server} cannot be reached ({reason}). Nothing was sent."), server=where, reason=_reason(error)
        ) from None
    try:
        _secure(server, account, where)
        if account.user:
            _sign_in(server, account.user, password or "")
    except smtplib.SMTPAuthenticationError as error:
        _leave(server)
        raise SendingError(
            N_("{server} refuses this user or this password ({reason}). Nothing was sent."),
            server=where,
            reason=_said(error.smtp_code, error.smtp_error),
        ) from None
    except smtplib.SMTPNotSupportedError:
        _leave(server)
        raise SendingError(
            N_("{server} does not ask who sends: leave the user empty, or choose STARTTLS or TLS."), server=where
        ) from None
    except ssl.SSLCertVerificationError as error:
        server.close()
        raise _untrusted(where, error) from None
    except (smtplib.SMTPException, OSError) as error:
        server.close()
        raise SendingError(
            N_("{server} broke the connection off ({reason}). Nothing was sent."), server=where, reason=_reason(error)
        ) from None
    except BaseException:
        _leave(server)
        raise
    return server


def _secure(server: smtplib.SMTP, account: MailAccount, where: str) -> None:
    server.ehlo_or_helo_if_needed()
    if account.security == STARTTLS:
        if not server.has_extn("starttls"):
            raise SendingError(
                N_(
                    "{server} does not offer STARTTLS: the password and the messages would travel in clear."
                    " Nothing was sent. Choose TLS, or ask whoever looks after the server."
                ),
                server=where,
            )
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    elif account.security == PLAIN and account.user and not _is_here(account.host):
        raise SendingError(
            N_("Without security the password would travel in clear: choose STARTTLS or TLS. Nothing was sent.")
        )


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    if user.isascii() and password.isascii():
        server.login(user, password)
        return
    # smtplib knows no accents; AUTH PLAIN is UTF-8 (RFC 4616).
    import base64

    given = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, said = server.docmd("AUTH", f"PLAIN {given}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _is_here(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1")


def _untrusted(where: str, error: ssl.SSLCertVerificationError) -> SendingError:
    return SendingError(
        N_("{server} cannot prove who it is ({reason}). Nothing was sent."), server=where, reason=error.verify_message
    )


def _leave(server: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return _("no server has this name")
    if isinstance(error, ConnectionRefusedError):
        return _("it refuses the connection")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("it closed the connection")
    if isinstance(error, TimeoutError):
        return _("it does not answer")
    return str(getattr(error, "strerror", None) or error)[:200]


def _said(code: int, said: bytes | str) -> str:
    """The server's own words, with its code: « 550 No such user »."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())[:200]}".strip()
