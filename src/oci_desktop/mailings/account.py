"""The person's mail account on this computer: server and sender in the settings, the password in the system's keyring.

They are the person's, not the association's: the file is copied and handed over, an account is not.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from email.headerregistry import Address
from typing import TYPE_CHECKING, Any

from oci_desktop.errors import Problem, UserError
from oci_desktop.i18n import N_, message

if TYPE_CHECKING:
    from oci_desktop.settings import PersonSettings

STARTTLS, TLS, PLAIN = "starttls", "tls", "none"

SECURITY = {
    STARTTLS: N_("STARTTLS (usual, port 587)"),
    TLS: N_("TLS from the start (port 465)"),
    PLAIN: N_("None (a server on this computer or this network only)"),
}

PORTS = {STARTTLS: 587, TLS: 465, PLAIN: 25}

SERVICE = "oci-desktop"
"""What the keyring files the password under."""


@dataclass(frozen=True)
class MailAccount:
    """How messages are sent; without a host, nothing is."""

    host: str = ""
    port: int = 587
    security: str = STARTTLS
    user: str = ""
    sender_name: str = ""
    sender: str = ""
    reply_to: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.host and self.sender)

    @property
    def from_address(self) -> Address:
        return address_of(self.sender_name, self.sender)


def address_of(name: str, address: str) -> Address:
    """Raises: UserError when it is none."""
    try:
        return Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError):
        raise UserError(N_("“{address}” is not an e-mail address that can be written to."), address=address) from None


def read_account(settings: PersonSettings) -> MailAccount:
    """What the person set; what is damaged counts as not set."""
    kept = settings.get("mail", {})
    kept = kept if isinstance(kept, dict) else {}
    known: dict[str, Any] = {}
    for field in fields(MailAccount):
        value = kept.get(field.name)
        if isinstance(value, type(field.default)) and not isinstance(value, bool):
            known[field.name] = value
    if known.get("security", STARTTLS) not in SECURITY:
        known["security"] = STARTTLS
    return MailAccount(**known)


def keep_account(settings: PersonSettings, account: MailAccount) -> None:
    """Write it down; never the password."""
    for name, value in asdict(account).items():
        settings.set(f"mail.{name}", value)
    settings.save()


def check_account(account: MailAccount) -> list[Problem]:
    """What is missing or wrong, by field."""
    problems = []
    if not account.host:
        problems.append(Problem("host", message(N_("The name of the server is needed."))))
    if not 0 < account.port < 65_536:
        problems.append(Problem("port", message(N_("A port is a number from 1 to 65535."))))
    if not account.sender:
        problems.append(Problem("sender", message(N_("The sender’s address is needed."))))
    for name in ("sender", "reply_to"):
        value = getattr(account, name)
        if value:
            try:
                address_of("", value)
            except UserError as error:
                problems.append(Problem(name, error.message))
    return problems


def read_password(account: MailAccount) -> str | None:
    """The password in the system's keyring; None when there is none for this account.

    Raises: UserError where the system has no keyring.
    """
    if not account.user:
        return None
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(SERVICE, _entry(account))
    except keyring.errors.KeyringError as error:
        raise _no_keyring() from error


def keep_password(account: MailAccount, password: str) -> None:
    """Put the password into the system's keyring; an empty one takes it out.

    Raises: UserError where the system has no keyring.
    """
    import keyring
    import keyring.errors

    try:
        if password:
            keyring.set_password(SERVICE, _entry(account), password)
        elif keyring.get_password(SERVICE, _entry(account)) is not None:
            keyring.delete_password(SERVICE, _entry(account))
    except keyring.errors.KeyringError as error:
        raise _no_keyring() from error


def has_keyring() -> bool:
    """Whether this system can keep a password."""
    import keyring

    try:
        return bool(keyring.get_keyring().priority > 0)
    except Exception:  # a backend that cannot even say so is none
        return False


def _entry(account: MailAccount) -> str:
    return f"{account.user}@{account.host}:{account.port}"


def _no_keyring() -> UserError:
    return UserError(
        N_(
            "This system has no keyring that can keep the password, or it stays locked. The password was not kept: it"
            " is asked for at each sending. Letters and drafts need none."
        )
    )
