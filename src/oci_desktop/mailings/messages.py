"""E-mail messages: drafts that a mail program opens (`.eml`), and addresses to copy."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from oci_desktop.dates import Day
from oci_desktop.errors import StorageError, UserError
from oci_desktop.exchange.files import write_file
from oci_desktop.i18n import N_
from oci_desktop.model.letter import Attachment, Letter
from oci_desktop.text import clean_line

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_DAY = (1980, 1, 1, 0, 0, 0)
"""The same drafts give the same archive."""


def safe_name(name: str) -> str:
    """A name that every file system takes, accents kept."""
    return _UNSAFE.sub("-", name).strip(" .-")[:120] or "document"


def mail_draft(subject: str, content: bytes, attachment: str) -> bytes:
    """A message not sent yet (`X-Unsent` makes Outlook open it as a draft), with one PDF attached."""
    return _draft(_message(subject, "\n", [Attachment(attachment, content)])).as_bytes()


def letter_message(
    letter: Letter, attachments: Sequence[Attachment] = (), sender: Address | None = None
) -> EmailMessage:
    """The letter as a message to its recipient, in its language.

    Raises: UserError when nothing can go to it by e-mail, or when its address is none.
    """
    if not letter.address:
        raise UserError(N_("{name}: no e-mail address."), name=letter.recipient.addressed_to)
    made = _message(letter.subject, letter.message_text, attachments)
    made["To"] = _address(letter.recipient.name, letter.address)
    made["Content-Language"] = {"fr": "fr-CA", "en": "en-CA"}[letter.language]
    if sender is not None:
        made["From"] = sender
    return made


def drafts(prepared: Iterable[tuple[Letter, Sequence[Attachment]]]) -> list[tuple[str, bytes]]:
    """(file name, bytes) of a draft for each letter that can go by e-mail; the names all differ."""
    made: list[tuple[str, bytes]] = []
    taken: set[str] = set()
    for letter, attachments in prepared:
        if not letter.address:
            continue
        name = stem = safe_name(letter.recipient.organisation)
        again = 1
        while name.casefold() in taken:
            again += 1
            name = f"{stem} ({again})"
        taken.add(name.casefold())
        made.append((f"{name}.eml", _draft(letter_message(letter, attachments)).as_bytes()))
    return made


def write_folder(files: Sequence[tuple[str, bytes]], inside: Path, title: str, day: str) -> Path:
    """Put every draft into a new folder, « Rappels 2026-11-21 », there; the folder. Raises: StorageError."""
    name = safe_name(f"{title} {Day(day).iso}")
    again = 1
    while (folder := inside / (name if again == 1 else f"{name} ({again})")).exists():
        again += 1
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        sentence = N_("“{path}” cannot be written: {reason}.")
        raise StorageError(sentence, path=str(folder), reason=error.strerror or str(error)) from None
    for one, content in files:
        write_file(folder / one, content)
    return folder


def drafts_zip(files: Sequence[tuple[str, bytes]]) -> bytes:
    """All the drafts in one archive."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return output.getvalue()


def addresses(letters: Iterable[Letter]) -> list[str]:
    """The addresses to copy, each once whatever the number of hats; case does not tell two apart."""
    found: dict[str, str] = {}
    for letter in letters:
        if letter.address:
            found.setdefault(letter.address.casefold(), letter.address)
    return list(found.values())


def addresses_text(letters: Iterable[Letter]) -> str:
    """The addresses as mail programs take them, for one field."""
    return "; ".join(addresses(letters))


def _message(subject: str, text: str, attachments: Sequence[Attachment]) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["Subject"] = clean_line(subject)
    made.set_content(text)
    for one in attachments:
        main, _slash, sub = one.type.partition("/")
        made.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return made


def _draft(made: EmailMessage) -> EmailMessage:
    made["X-Unsent"] = "1"
    return made


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=clean_line(name), addr_spec=address)
    except (ValueError, IndexError):
        # The header's own grammar refuses it; an address with accents or spaces is a mistake to correct.
        raise UserError(N_("“{address}” is not an e-mail address that can be written to."), address=address) from None
