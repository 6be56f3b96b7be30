"""Text as people type it: cleaned when it comes in, folded for searching and for sorting."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from unicodedata import is_normalized

from oci_desktop.errors import UserError
from oci_desktop.i18n import N_

LONGEST_TEXT = 100_000
"""Characters in one field; more is surely a mistake of pasting."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_NOT_WORD = re.compile(r"[\W_]+")
_SPACES = re.compile(r"[ \t\u2028\u2029\x85\v\f\r\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029|\v|\f")
# Articles that French and English alphabetical order skips; the apostrophe may be straight or curly.
_ARTICLE = re.compile(r"^(?:(?:les|le|la|the)\s+|l['’]\s*)(?=\w)", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def search_norm(text: str) -> str:
    """What searching compares: accents, case, ligatures and punctuation do not count.

    "L’ŒUVRE LÉGER" → "l oeuvre leger". The same for every language and every database.
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.casefold()).strip()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LIGATURES)
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    return _NOT_WORD.sub(" ", folded).strip()


def sort_key(text: str) -> str:
    """What alphabetical order compares: the leading article is skipped, accents are folded.

    "L’AMIE - Aide internationale" → "amie aide internationale".
    """
    return search_norm(_ARTICLE.sub("", text.strip()))


def clean_line(text: str) -> str:
    """One line of text as pasted from anywhere: NFC, no line ends, single spaces, ends trimmed.

    No-break spaces are kept: they are typography.
    Raises: UserError on control characters, which some databases refuse and which hide text.
    """
    if text.isprintable() and "  " not in text and len(text) <= LONGEST_TEXT and is_normalized("NFC", text):
        return text.strip(" ")  # nearly every text that is typed: an import of 10 000 rows comes here 200 000 times
    return _SPACES.sub(" ", _checked(text)).strip(" ")


def clean_text(text: str) -> str:
    """Several lines of text as pasted from anywhere: NFC, `\\n` line ends, ends trimmed.

    Raises: UserError on control characters.
    """
    lines = _LINE_ENDS.sub("\n", _checked(text)).split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines).strip()


def _checked(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UserError(N_("This text is too long: {n} characters, {most} at most."), n=len(text), most=LONGEST_TEXT)
    if text.isascii():
        found = None if text.isprintable() else _CONTROL.search(text)
    else:
        found = _CONTROL.search(text)
        text = unicodedata.normalize("NFC", text) if not found else text
    if found:
        raise UserError(
            N_("This text holds an invisible control character ({code}). Type it again rather than paste it."),
            code=f"U+{ord(found.group()):04X}",
        )
    return text
