"""Sending through a real server on this computer: what it takes, what it refuses, what breaks in the middle."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from oci_desktop.errors import Cancelled
from oci_desktop.mailings.account import PLAIN, STARTTLS, TLS, MailAccount
from oci_desktop.mailings.smtp import SendingError, send_letters, try_account
from oci_desktop.model.letter import Attachment, Letter, Recipient


class Post:
    """Takes messages, refuses those to `refused`, and hangs up at the one to `drops`."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.refused: set[str] = set()
        self.drops = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refused:
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.drops in envelope.rcpt_tos:
            self.drops = ""
            server.transport.close()
            await asyncio.sleep(0)
            return "451 gone"
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def serve(post: Post) -> Iterator[Callable[..., MailAccount]]:
    """Starts a server; the account that reaches it."""
    running: list[Controller] = []

    def start(**how: Any) -> MailAccount:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        made = Controller(post, hostname="127.0.0.1", port=port, **how)
        made.start()
        running.append(made)
        return MailAccount("127.0.0.1", port, PLAIN, sender_name="Alix Exemple", sender="alix@example.org")

    yield start
    for made in running:
        made.stop()


def letter(number: int, address: str | None = "") -> Letter:
    to = f"membre{number}@example.org" if address == "" else address
    person = Recipient(number, f"Organisme {number}", "fr", given_name="Sœur", family_name="Élan", email=to)
    return Letter(person, f"Rappel {number} : œuvre", "Madame Élan,\n\nL’été « viendra ».", ("Alix Exemple",))


def test_every_letter_goes_with_its_accents_and_its_form(post: Post, serve: Callable[..., MailAccount]) -> None:
    account = replace(serve(), reply_to="secretariat@example.org")
    form = Attachment("Questionnaire – œuvre.pdf", b"%PDF-1.7")
    outcomes = send_letters(
        account, None, [letter(1), letter(2)], lambda one: [form] if one.organisation_id == 1 else []
    )
    assert [outcome.sent for outcome in outcomes] == [True, True]
    first, second = post.taken
    assert first["Subject"] == "Rappel 1 : œuvre"
    assert first["From"] == "Alix Exemple <alix@example.org>"
    assert first["To"] == "Sœur Élan <membre1@example.org>"
    assert first["Reply-To"] == "secretariat@example.org"
    assert first["Message-ID"].endswith("@example.org>")
    assert "L’été « viendra »." in first.get_body().get_content()
    assert [part.get_filename() for part in first.iter_attachments()] == ["Questionnaire – œuvre.pdf"]
    assert list(second.iter_attachments()) == []
    assert "X-Unsent" not in first


def test_what_the_server_refuses_is_listed_with_its_words_and_the_others_go(
    post: Post, serve: Callable[..., MailAccount]
) -> None:
    post.refused = {"membre2@example.org"}
    outcomes = send_letters(serve(), None, [letter(1), letter(2), letter(3), letter(4, None)])
    assert [outcome.sent for outcome in outcomes] == [True, False, True, False]
    assert "550 No such user here" in str(outcomes[1].failure)
    assert "Sœur Élan" in str(outcomes[3].failure)
    assert len(post.taken) == 2


def test_a_connection_that_drops_in_the_middle_tells_exactly_what_went(
    post: Post, serve: Callable[..., MailAccount]
) -> None:
    post.drops = "membre2@example.org"
    outcomes = send_letters(serve(), None, [letter(1), letter(2), letter(3)])
    assert [outcome.sent for outcome in outcomes] == [True, False, True]
    assert [str(taken["To"]) for taken in post.taken] == [
        "Sœur Élan <membre1@example.org>", "Sœur Élan <membre3@example.org>",
    ]  # fmt: skip


def test_what_failed_can_be_tried_again_and_nothing_goes_twice(post: Post, serve: Callable[..., MailAccount]) -> None:
    account = serve()

    def attach(one: Letter) -> list[Attachment]:
        if one.organisation_id == 2:
            post.drops = "membre2@example.org"
        return []

    outcomes = send_letters(account, None, [letter(1), letter(2)], attach)
    assert [outcome.sent for outcome in outcomes] == [True, False]
    again = send_letters(account, None, [outcome.letter for outcome in outcomes if not outcome.sent])
    assert [outcome.sent for outcome in again] == [True]
    assert len(post.taken) == 2


def test_cancelling_sends_nothing_more_and_says_what_went(post: Post, serve: Callable[..., MailAccount]) -> None:
    def progress(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    outcomes = send_letters(serve(), None, [letter(n) for n in range(1, 5)], progress=progress)
    assert [outcome.sent for outcome in outcomes] == [True, True, False, False]
    assert len(post.taken) == 2


# The server's library warns its own operators.
@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_a_user_is_signed_in_and_a_wrong_password_sends_nothing(post: Post, serve: Callable[..., MailAccount]) -> None:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == "é-secret".encode(), handled=False)

    account = replace(serve(authenticator=check, auth_required=True, auth_require_tls=False), user="alix")
    try_account(account, "é-secret")
    assert send_letters(account, "é-secret", [letter(1)])[0].sent
    with pytest.raises(SendingError, match="535"):
        send_letters(account, "faux", [letter(2)])
    assert len(post.taken) == 1


def test_without_starttls_nothing_travels_in_clear(post: Post, serve: Callable[..., MailAccount]) -> None:
    account = replace(serve(), security=STARTTLS)
    with pytest.raises(SendingError, match="STARTTLS"):
        send_letters(account, None, [letter(1)])
    with pytest.raises(SendingError):
        try_account(replace(account, security=TLS), None, timeout=1)
    assert post.taken == []


def test_a_server_that_cannot_be_reached_is_said(unused_port: int) -> None:
    account = MailAccount("127.0.0.1", unused_port, PLAIN, sender="alix@example.org")
    with pytest.raises(SendingError, match=str(unused_port)):
        try_account(account, None)


def test_a_server_that_does_not_answer_is_given_up(post: Post) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        account = MailAccount("127.0.0.1", deaf.getsockname()[1], PLAIN, sender="alix@example.org")
        with pytest.raises(SendingError):
            try_account(account, None, timeout=0.3)


def test_a_password_never_goes_in_clear_over_a_network() -> None:
    from oci_desktop.mailings.smtp import _secure

    class Server:
        def ehlo_or_helo_if_needed(self) -> None: ...

    account = MailAccount("smtp.example.org", 25, PLAIN, user="alix", sender="alix@example.org")
    with pytest.raises(SendingError):
        _secure(Server(), account, "smtp.example.org:25")  # type: ignore[arg-type]


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
