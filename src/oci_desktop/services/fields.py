"""The rules of single fields: each takes what was typed and gives what is kept, or says what is wrong.

Sources: DOMAIN "Formats and typography"; NEQ: ten digits, no published check digit; charity registration:
nine digits with a Luhn check digit, then RR, then four digits.
"""

from __future__ import annotations

import re
from functools import lru_cache

from oci_desktop.errors import UserError
from oci_desktop.formats import postal_code as tidy_postal_code
from oci_desktop.i18n import N_, Message, message, plural_message
from oci_desktop.text import clean_line

_NOT_DIGIT = re.compile(r"[\s\-.\u2009\u202f]+")
_NANP = re.compile(
    r"(?:\+?1[\s.\-]*)?\(?([2-9]\d\d)\)?[\s.\-]*([2-9]\d\d)[\s.\-]*(\d{4})(?:,?\s*(?:x|ext\.?|poste|p\.)\s*(\d{1,6}))?"
)
_CANADIAN = re.compile(r"[A-Z]\d[A-Z] \d[A-Z]\d")
_CHARITY = re.compile(r"(\d{9})(RR)(\d{4})")
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9][a-z0-9_+\-]*(?:\.[a-z0-9_+\-]+)*@[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?)*\.[a-z]{2,24}"
)

_WEB = re.compile(r"(?:https?://)?[^\s/?#@:]+\.[^\s/?#@:]{2,}(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)


def neq(text: str) -> str | None:
    """A Quebec enterprise number, ten digits, without spaces.

    Raises: UserError.
    """
    digits = _NOT_DIGIT.sub("", text)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) == 10):
        n = sum(character.isdigit() for character in digits)
        raise UserError(
            plural_message("Ten digits are expected, {n} was read.", "Ten digits are expected, {n} were read.", n)
        )
    return digits


def charity_number(text: str) -> str | None:
    """A charity registration number as "123456782RR0001".

    Raises: UserError.
    """
    given = _NOT_DIGIT.sub("", text).upper()
    if not given:
        return None
    found = _CHARITY.fullmatch(given) if given.isascii() else None
    if not found:
        raise UserError(N_("Nine digits, RR, then four digits are expected, like 12345 6782 RR0001."))
    from stdnum import luhn

    if not luhn.is_valid(found[1]):
        raise UserError(N_("One of the nine digits is wrong: the check digit does not agree."))
    return given


@lru_cache(maxsize=4096)
def email(text: str) -> str | None:
    """An e-mail address; its domain in lower case. No network is asked.

    Raises: UserError.
    """
    given = clean_line(text)
    if not given:
        return None
    if _PLAIN_EMAIL.fullmatch(given):
        return given
    from email_validator import EmailNotValidError, validate_email

    try:
        return str(validate_email(given, check_deliverability=False, test_environment=True).normalized)
    except EmailNotValidError:
        raise UserError(N_("“{text}” is not an e-mail address."), text=given) from None


@lru_cache(maxsize=4096)
def phone(text: str) -> tuple[str | None, Message | None]:
    """A telephone as it is kept, and a warning when it does not look like one.

    North America: "514 871-1086", "514 871-1086, poste 23" is kept as "514 871-1086 x23".
    Elsewhere: in international form. What cannot be recognised is kept as it was typed.
    """
    given = clean_line(text)
    if not given:
        return None, None
    plain = given.replace("\N{NO-BREAK SPACE}", " ").replace("–", "-").replace("\N{NON-BREAKING HYPHEN}", "-")
    if found := _NANP.fullmatch(plain.casefold()):
        area, exchange, line, extension = found.groups()
        return f"{area} {exchange}-{line}" + (f" x{extension}" if extension else ""), None
    import phonenumbers

    try:
        number = phonenumbers.parse(plain, "CA")
    except phonenumbers.NumberParseException:
        return given, message(N_("This does not look like a telephone number; it is kept as typed."))
    if not phonenumbers.is_possible_number(number):
        return given, message(N_("This does not look like a telephone number; it is kept as typed."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL), None


def postal_code(
    text: str, province: str | None = None, country: str | None = None
) -> tuple[str | None, Message | None]:
    """A postal code as "H2L 1L3", and a warning when it is not one of Quebec's.

    D F I O Q U never appear; W and Z are never first; in Quebec the first letter is G, H or J.
    """
    given = clean_line(text)
    if not given:
        return None, None
    if country and country.casefold() not in {"ca", "canada"}:
        return given, None
    tidy = tidy_postal_code(given)
    if not _CANADIAN.fullmatch(tidy):
        return given, message(N_("A Canadian postal code looks like H2L 1L3."))
    if set(tidy) & set("DFIOQU") or tidy[0] in "WZ":
        return tidy, message(N_("No Canadian postal code has these letters."))
    if tidy[0] not in "GHJ" and (not province or province.casefold() in {"qc", "québec", "quebec"}):
        return tidy, message(N_("Outside Quebec? In Quebec it begins with G, H or J."))
    return tidy, None


def web(text: str) -> str | None:
    """A web address as people write it: "www.example.org", "https://example.org/fr".

    Raises: UserError.
    """
    given = clean_line(text)
    if not given:
        return None
    if not _WEB.fullmatch(given):
        raise UserError(N_("“{text}” is not a web address."), text=given)
    return given
