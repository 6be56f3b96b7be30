"""The program's two languages: what `_()` returns, and texts that are translated only when shown.

French is the default. The operating system's locale decides nothing. A report or a letter has its own
language: `with in_language("en"):` covers everything rendered inside it, in that thread only.
"""

from __future__ import annotations

import gettext as _gettext
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from oci_desktop import paths

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
DOMAIN = "oci_desktop"

_NAMED = re.compile(r"\{(\w+)\}")

_process_language = DEFAULT_LANGUAGE
_block_language: ContextVar[str | None] = ContextVar("block_language", default=None)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> _gettext.NullTranslations:
    try:
        return _gettext.translation(DOMAIN, paths.resources_dir() / "locale", languages=[code])
    except FileNotFoundError:
        return _gettext.NullTranslations()


def language() -> str:
    """The language in force here and now: "fr" or "en"."""
    return _block_language.get() or _process_language


def use_language(code: str) -> None:
    """Make `code` the language of the whole process, from now on."""
    global _process_language
    _process_language = known_language(code)


def known_language(code: str) -> str:
    """`code` itself when the program speaks it.

    Raises: ValueError.
    """
    if code not in LANGUAGES:
        raise ValueError(f"unknown language: {code!r}")
    return code


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Everything rendered in the block is in `code`, whatever the window's language is."""
    token = _block_language.set(known_language(code))
    try:
        yield
    finally:
        _block_language.reset(token)


def _(msgid: str) -> str:
    """`msgid`, an English source string, in the language in force."""
    return _catalogue(language()).gettext(msgid) if msgid else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the source string that fits `n`, in the language in force."""
    return _catalogue(language()).ngettext(singular, plural, n)


def pgettext(context: str, msgid: str) -> str:
    """`msgid` in the language in force, where one English word has several French ones."""
    return _catalogue(language()).pgettext(context, msgid)


def N_(msgid: str) -> str:
    """Mark a constant for translation; `_()` is called where it is shown."""
    return msgid


def within_quotes(text: str) -> str:
    """A sentence of ours as it stands between quotation marks: its own become those of the second rank."""
    if language() == "fr":
        return re.sub("«\N{NO-BREAK SPACE}?", "“", re.sub("\N{NO-BREAK SPACE}?»", "”", text))
    return text.replace("“", "‘").replace("”", "’")


@dataclass(frozen=True)
class Message:
    """A sentence with its values, translated at the moment it is shown.

    Values are named in braces: `Message("Change of {name}", values={"name": "Oxfam-Québec"})`;
    a value may be a Message too. With `plural` and `n`, the form follows the number.
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    n: int | None = None

    def __str__(self) -> str:
        if self.plural is not None and self.n is not None:
            text = ngettext(self.msgid, self.plural, self.n)
        else:
            text = _(self.msgid)
        if not self.values and self.n is None:
            return text
        shown = {"n": str(self.n), **{name: str(value) for name, value in self.values.items()}}

        def filled(found: re.Match[str]) -> str:
            name = found[1]
            quoted = text[: found.start()].rstrip().endswith(("«", "“"))
            if quoted and isinstance(self.values.get(name), Message):
                return within_quotes(shown[name])
            return shown.get(name, found[0])

        # Not `format`: a sentence read from a file could ask it for attributes, or for a width of a thousand million.
        return _NAMED.sub(filled, text)

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, self.n))

    def to_json(self) -> str:
        """The message as text for the journal, in no language yet."""
        return json.dumps(self._plain(), ensure_ascii=False, separators=(",", ":"))

    def _plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"id": self.msgid}
        if self.plural is not None:
            plain |= {"plural": self.plural, "n": self.n}
        if self.values:
            plain["values"] = {
                name: value._plain() if isinstance(value, Message) else value for name, value in self.values.items()
            }
        return plain

    @classmethod
    def from_json(cls, text: str) -> Message:
        """The message that `to_json` wrote; any other text becomes a message that says just that."""
        try:
            plain = json.loads(text)
        except ValueError:
            return cls("{text}", {"text": text})
        return cls._from_plain(plain) if _is_plain(plain) else cls("{text}", {"text": text})

    @classmethod
    def _from_plain(cls, plain: Mapping[str, Any]) -> Message:
        values = {
            name: cls._from_plain(value) if _is_plain(value) else value
            for name, value in plain.get("values", {}).items()
        }
        return cls(plain["id"], values, plain.get("plural"), plain.get("n"))


def _is_plain(value: Any) -> bool:
    """Whether this is what `Message._plain` makes."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("id"), str)
        and isinstance(value.get("values", {}), dict)
        and isinstance(value.get("plural"), str | None)
        and isinstance(value.get("n"), int | None)
    )


def message(msgid: str, **values: Any) -> Message:
    """Short for `Message(msgid, values)`."""
    return Message(msgid, values)


def plural_message(singular: str, plural: str, n: int, **values: Any) -> Message:
    """Short for a `Message` whose form follows `n`; `{n}` is filled in."""
    return Message(singular, values, plural, n)


@dataclass(frozen=True)
class Bilingual:
    """A text that is the association's own data, kept in both languages; shown in the one in force."""

    fr: str
    en: str

    def __str__(self) -> str:
        return (self.en or self.fr) if language() == "en" else (self.fr or self.en)
