"""Letters: a text with fields in two languages, who gets it, and what each one reads. Pure rules, no file.

A field stands in braces, `{échéance}` or `{due}`: its name in either language, or its code. What is not known, or a
brace without its fellow, is told in a sentence; a value that is missing gives a neutral wording and is told too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from oci_desktop.errors import UserError
from oci_desktop.formats import NBSP
from oci_desktop.i18n import N_, Bilingual, Message, _, in_language, language, message
from oci_desktop.text import search_norm

_BRACES = re.compile(r"\{([^{}]*)\}")
_DOUBLE_STOP = re.compile(r"(\.)\.(?!\.)")


@dataclass(frozen=True)
class LetterField:
    """What a text may ask for. `neutral` stands where nobody knows the value."""

    code: str
    name: Bilingual
    neutral: Bilingual
    label: str
    """English msgid: what it is, for the menu of fields and for the remark that it is missing."""


FIELDS: Mapping[str, LetterField] = {
    field.code: field
    for field in (
        LetterField("organisation", Bilingual("organisme", "organisation"),
                    Bilingual("votre organisme", "your organisation"), N_("The organisation’s name")),
        LetterField("salutation", Bilingual("formule d’appel", "salutation"),
                    Bilingual("Madame, Monsieur", "Dear Sir or Madam"), N_("How the letter begins: civility and name")),
        LetterField("civility_and_name", Bilingual("civilité et nom", "civility and name"),
                    Bilingual("Madame, Monsieur", "Sir or Madam"), N_("Civility and name")),
        LetterField("name", Bilingual("nom", "name"), Bilingual("la direction", "the management"), N_("Name")),
        LetterField("association", Bilingual("association", "association"),
                    Bilingual("notre association", "our association"), N_("The association’s name")),
        LetterField("association_email", Bilingual("courriel de l’association", "association’s e-mail"),
                    Bilingual("notre adresse habituelle", "our usual address"), N_("The association’s e-mail")),
        LetterField("association_phone", Bilingual("téléphone de l’association", "association’s telephone"),
                    Bilingual("notre numéro habituel", "our usual number"), N_("The association’s telephone")),
        LetterField("sender", Bilingual("signature", "signature"), Bilingual("Le secrétariat", "The secretariat"),
                    N_("Who signs")),
        LetterField("date", Bilingual("date", "date"), Bilingual("ce jour", "today"), N_("The day of the letter")),
        LetterField("campaign", Bilingual("campagne", "campaign"),
                    Bilingual("l’autoévaluation", "the self-assessment"), N_("The campaign’s title")),
        LetterField("due", Bilingual("échéance", "due date"), Bilingual("la date convenue", "the agreed date"),
                    N_("The due date")),
        LetterField("grace_until", Bilingual("délai de grâce", "end of grace"),
                    Bilingual("la fin du délai de grâce", "the end of the grace period"), N_("The end of grace")),
        LetterField("valid_until", Bilingual("fin de validité", "valid until"),
                    Bilingual("la fin de la période de validité", "the end of the period of validity"),
                    N_("The end of validity")),
        LetterField("focal_point", Bilingual("point focal", "focal point"),
                    Bilingual("votre point focal pour la sécurité", "your security focal point"),
                    N_("The security focal point")),
        LetterField("reason", Bilingual("motif", "reason"),
                    Bilingual("elle n’est pas encore complète", "it is not complete yet"),
                    N_("Where the organisation stands, in a sentence")),
        LetterField("missing", Bilingual("ce qui manque", "what is missing"),
                    Bilingual("un élément que nous vous préciserons", "something that we will tell you"),
                    N_("What is missing in the attestation")),
    )
}  # fmt: skip
"""Every field, in the order of the menu. A subject that needs another adds a line here."""

COMMON_FIELDS = (
    "organisation", "salutation", "civility_and_name", "name", "association", "association_email",
    "association_phone", "sender", "date",
)  # fmt: skip
"""Those that every letter has; the others come from what the letter is about."""


def _by_name() -> dict[str, str]:
    names = {search_norm(code): code for code in FIELDS}
    for field in FIELDS.values():
        names |= {search_norm(field.name.fr): field.code, search_norm(field.name.en): field.code}
    return names


_NAMES = _by_name()


@dataclass(frozen=True)
class TemplateDraft:
    """A text for many recipients, in both languages; `id` is None while it is the program's own."""

    code: str
    name_fr: str = ""
    name_en: str | None = None
    subject_fr: str | None = None
    subject_en: str | None = None
    body_fr: str | None = None
    body_en: str | None = None
    fields: tuple[str, ...] = COMMON_FIELDS
    """The codes that this text may use."""
    id: int | None = None
    ref: str | None = None
    version: int = 0

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_fr, self.name_en or self.name_fr)

    def text(self, lang: str) -> tuple[str, str]:
        """Subject and body in that language; the other one's where this one is empty."""
        own = (self.subject_en, self.body_en) if lang == "en" else (self.subject_fr, self.body_fr)
        other = (self.subject_fr, self.body_fr) if lang == "en" else (self.subject_en, self.body_en)
        return own[0] or other[0] or "", own[1] or other[1] or ""

    def with_text(self, lang: str, subject: str, body: str) -> TemplateDraft:
        if lang == "en":
            return replace(self, subject_en=subject, body_en=body)
        return replace(self, subject_fr=subject, body_fr=body)


@dataclass(frozen=True)
class Recipient:
    """Who gets the letter of an organisation, in which language, and where.

    `email` is empty where nothing may go by e-mail; `mail_remarks` say why, `remarks` whatever is odd by any way.
    """

    organisation_id: int
    organisation: str
    language: str
    person_id: int | None = None
    given_name: str = ""
    family_name: str = ""
    title: str = ""
    civility: str | None = None
    form_of_address: str | None = None
    email: str | None = None
    postal: tuple[str, ...] = ()
    """The address as it stands in the window of the envelope, in the recipient's language; empty: none is known."""
    remarks: tuple[Message, ...] = ()
    mail_remarks: tuple[Message, ...] = ()
    """What matters only to what goes by e-mail."""
    postal_remarks: tuple[Message, ...] = ()
    """What matters only to what goes by post."""

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @property
    def addressed_to(self) -> str:
        """The person where there is one, else the organisation."""
        return self.name or self.organisation


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message: its name, its bytes, and what it is ("application/pdf")."""

    name: str
    content: bytes
    type: str = "application/pdf"


@dataclass(frozen=True)
class Letter:
    """One letter as it will read, in the recipient's language. Paragraphs of the body stand a blank line apart."""

    recipient: Recipient
    subject: str
    body: str
    signature: tuple[str, ...] = ()
    date: str = ""
    """The ISO day that it bears."""
    place: str = ""
    template: str = ""
    warnings: tuple[Message, ...] = ()
    awaited: bool = True
    """False where the letter has no more reason to go: it is not ticked at first."""

    @property
    def organisation_id(self) -> int:
        return self.recipient.organisation_id

    @property
    def language(self) -> str:
        return self.recipient.language

    @property
    def address(self) -> str | None:
        return self.recipient.email

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", self.body.strip()) if part.strip()]

    @property
    def message_text(self) -> str:
        """The text of the e-mail: the body, then who signs."""
        return "\n\n".join([*self.paragraphs, "\n".join(self.signature)]).strip() + "\n"


def field_code(name: str) -> str | None:
    """The code of a field by its code or its name in either language; accents, case and apostrophes do not count."""
    return _NAMES.get(search_norm(name))


def check_text(text: str, allowed: tuple[str, ...] = tuple(FIELDS)) -> list[Message]:
    """What is wrong with a text: fields that do not exist (or do not belong here), braces without their fellow."""
    problems = []
    for found in _BRACES.finditer(text):
        code = field_code(found[1])
        if code is None or code not in allowed:
            problems.append(
                message(
                    N_("“{field}” is not a field of this text. The fields are: {fields}."),
                    field="{" + found[1].strip()[:40] + "}",
                    fields=", ".join("{" + str(FIELDS[known].name) + "}" for known in allowed if known in FIELDS),
                )
            )
    if (stray := re.search(r"[{}]", _BRACES.sub("", text))) is not None:
        rest = _BRACES.sub(lambda found: "_" * len(found[0]), text)
        at = re.search(r"[{}]", rest)
        assert at is not None
        around = text[max(0, at.start() - 12) : at.start() + 18].replace("\n", " ").strip()
        sentence = (
            N_("A brace is opened and never closed, near “{text}”.")
            if stray[0] == "{"
            else N_("A brace is closed that was never opened, near “{text}”.")
        )
        problems.append(message(sentence, text=around))
    return problems


def fill(text: str, values: Mapping[str, Any], lang: str) -> tuple[str, list[str]]:
    """The text with its fields filled in that language, and the codes of those whose value is missing.

    A value is text, or says itself in the language in force (a Message, a Bilingual, a day).
    Raises: UserError when the text is wrong (see `check_text`).
    """
    problems = check_text(text)
    if problems:
        raise UserError(problems[0])
    missing: list[str] = []

    def filled(found: re.Match[str]) -> str:
        code = field_code(found[1])
        assert code is not None
        value = values.get(code)
        shown = "" if value is None else str(value)
        if not shown:
            missing.append(code)
            shown = str(FIELDS[code].neutral)
        return shown

    with in_language(lang):
        said = _BRACES.sub(filled, text)
    # An abbreviation at the end of a sentence has one full stop.
    return _DOUBLE_STOP.sub(r"\1", said), list(dict.fromkeys(missing))


def salutation(recipient: Recipient) -> str:
    """How a letter begins, in the language in force and without its comma; empty for nobody in particular."""
    if recipient.form_of_address:
        return recipient.form_of_address
    if not recipient.name:
        return ""
    if language() == "en":
        return f"Dear {civility_and_name(recipient)}"
    word = {"mme": "Madame", "m": "Monsieur"}.get(recipient.civility or "")
    return f"{word} {recipient.family_name}" if word and recipient.family_name else f"Bonjour {recipient.name}"


def civility_and_name(recipient: Recipient) -> str:
    """« Madame Exemple », "Ms. Exemple"; the full name where no civility is known, or none that says it in French."""
    words = (
        {"mme": "Ms.", "m": "Mr.", "mx": "Mx.", "dr": "Dr."}
        if language() == "en"
        else {"mme": "Madame", "m": "Monsieur"}
    )
    word = words.get(recipient.civility or "")
    return f"{word}{NBSP}{recipient.family_name}" if word and recipient.family_name else recipient.name


def envelope_name(recipient: Recipient) -> str:
    """« Madame Camille Exemple » at the top of the address, in the language in force."""
    words = {"mme": "Ms.", "m": "Mr."} if language() == "en" else {"mme": "Madame", "m": "Monsieur"}
    word = words.get(recipient.civility or "")
    return f"{word} {recipient.name}" if word and recipient.name else recipient.name


def missing_remark(code: str) -> Message:
    """Told before sending: this value is not known, and what stands in its place."""
    return message(N_("Missing: {what}. The text says “{neutral}”."), what=_Label(code), neutral=FIELDS[code].neutral)


@dataclass(frozen=True)
class _Label:
    code: str

    def __str__(self) -> str:
        label = _(FIELDS[self.code].label)
        return f"{label[:1].lower()}{label[1:]}"
