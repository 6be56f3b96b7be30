"""A form that goes out and comes back: what it asks, whose it is, what was read, and what that would change.

It knows nothing of what it is about. A room that wants a form builds a `FormSpec`; paper and spreadsheet are drawn
from it, and what comes back is a `FormReading`, whatever the file was.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from urllib.parse import quote, unquote

from oci_desktop.dates import parse_date
from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, Message, message
from oci_desktop.text import clean_line, clean_text, search_norm

CHECKED = "yes"
"""The value of a box that is ticked; one that is not has the value ""."""

IDENTITY_FIELD, NAMES_FIELD = "oci.identity", "oci.names"
"""Two hidden fields of a PDF: whose form it is, and a check of the names that it went out with."""
PROPERTY, PAGES_PROPERTY = "OciForm", "OciPages"
"""The identity once more, and how many pages the form has, among the properties of a document."""

FILES_INSIDE = N_("Files are attached inside this document; they were left aside.")
"""The remark on a document that carries others: it is never kept as it is."""

MOST_TEXT_PAGES = 200
"""How many are looked at for identifiers, of a scan or of a form with more pages than it went out with."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and figures that nobody takes for each other: no I, L, O, U."""
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_PRINTED = re.compile(r"(?<![0-9A-Za-z])([0-9A-Za-z]{4})[-–‑ ]?([0-9A-Za-z]{4})[-–‑ ]?([0-9A-Za-z]{4})(?![0-9A-Za-z])")
_LONGEST_CAMPAIGN = 16


@dataclass(frozen=True)
class FormIdentity:
    """Whose form it is: what kind, which campaign, member and version, and which document of it (refs and codes).

    `label` is what people call the campaign ("2026"); it stands before the printed identifier and identifies nothing.
    """

    kind: str
    campaign: str
    member: str
    version: str = ""
    document: str = ""
    label: str = field(default="", compare=False)

    def encode(self) -> str:
        """The identity in one word, with a check that an altered letter does not pass."""
        body = "|".join(quote(part, safe="") for part in ("oci1", *self._parts()))
        return f"{body}|{_digest(body)[:6]}"

    @classmethod
    def decode(cls, text: str) -> FormIdentity:
        """The identity that `encode` wrote.

        Raises: UserError when the text is altered, cut, or something else.
        """
        body, _bar, check = text.strip().rpartition("|")
        parts = body.split("|")
        if len(parts) != 6 or parts[0] != "oci1" or check != _digest(body)[:6]:
            raise UserError(N_("The identifier inside this form is damaged or was changed."))
        return cls(*(unquote(part) for part in parts[1:]))

    @classmethod
    def first(cls, texts: Iterable[str]) -> tuple[FormIdentity | None, Message | None]:
        """The first of these that `encode` wrote; else none, and what is wrong with the last that says anything."""
        wrong: Message | None = None
        for text in texts:
            if text:
                try:
                    return cls.decode(text), None
                except UserError as error:
                    wrong = error.message
        return None, wrong

    @property
    def printed(self) -> str:
        """The identifier as it is printed, and typed again from a scan: « 2026 · 7K3M-9QXD-2PWA »."""
        code = _with_check(_digest("|".join(quote(part, safe="") for part in self._parts()))[:11])
        label = self.label or (self.campaign if len(self.campaign) <= _LONGEST_CAMPAIGN else "")
        grouped = "-".join((code[:4], code[4:8], code[8:]))
        return f"{label} · {grouped}" if label else grouped

    def _parts(self) -> tuple[str, ...]:
        return (self.kind, self.campaign, self.member, self.version, self.document)


def _digest(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:10], "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(16))


def _with_check(code: str) -> str:
    """The code and one more letter: one mistyped letter, or two that changed places, no longer fit."""
    total = 0
    for char in code:
        total ^= _ALPHABET.index(char)
        total = total << 1 ^ (0x25 if total & 16 else 0)
    return code + _ALPHABET[total]


def printed_codes(text: str) -> tuple[str, ...]:
    """Every printed identifier in a text (whole pages, or what was typed), as « 7K3M-9QXD-2PWA », each once.

    Small letters, O for 0 and a missing hyphen do not matter; a wrong letter does.
    """
    found: dict[str, None] = {}
    for match in _PRINTED.finditer(text):
        code = "".join(match.groups()).upper().translate(_LOOK_ALIKES)
        if all(char in _ALPHABET for char in code) and _with_check(code[:11]) == code:
            found["-".join((code[:4], code[4:8], code[8:]))] = None
    return tuple(found)


def printed_code(text: str) -> str | None:
    """The first printed identifier in a text; None without one."""
    return next(iter(printed_codes(text)), None)


def find_printed(text: str, candidates: Iterable[FormIdentity]) -> FormIdentity | None:
    """The one of the candidates whose printed identifier stands in the text."""
    code = printed_code(text)
    return next((one for one in candidates if code and one.printed.endswith(code)), None)


def names_check(names: Iterable[str]) -> str:
    """A check of the fields that a form went out with: one added or taken away is noticed when it comes back."""
    return hashlib.sha256("\n".join(sorted(names)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class FormChoice:
    """One answer that can be chosen; `short` is its figure or letter ("3", "N")."""

    code: str
    label: str
    short: str = ""


FieldKind = Literal["choice", "line", "note", "date", "check", "signature"]


@dataclass(frozen=True)
class FormField:
    """One thing to fill in.

    `name` is a stable dotted id ("item.1.1.comment"). "choice" holds the code of a choice, "date" an ISO date, "check"
    `CHECKED` or "", "note" several lines; "signature" is a line for the hand and holds nothing. `reason_for` are the
    answers of the same row that need this field.
    """

    name: str
    kind: FieldKind
    label: str
    help: str = ""
    choices: tuple[FormChoice, ...] = ()
    value: str | None = None
    code: str = ""
    required: bool = False
    reason_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormRow:
    """One question with its fields: the answers beside it, what else is asked under it."""

    code: str
    text: str
    help: str = ""
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True)
class FormSection:
    """Questions under a title; on a spreadsheet, a sheet."""

    code: str
    title: str
    intro: str = ""
    rows: tuple[FormRow, ...] = ()


@dataclass(frozen=True)
class FormSpec:
    """One form of one member, in one language, every text ready to print.

    What differs from member to member belongs in `subtitle`, `identity` and the fields' values: everything else is
    drawn once for all of them. An empty line begins a paragraph in `intro` and `closing`.
    """

    kind: str
    title: str
    subtitle: str
    lang: str
    identity: FormIdentity
    intro: str = ""
    sections: tuple[FormSection, ...] = ()
    closing: str = ""
    footer: str = ""

    def rows(self) -> Iterator[FormRow]:
        for section in self.sections:
            yield from section.rows

    @cached_property
    def fields(self) -> Mapping[str, FormField]:
        """Every field that holds something, by name, in order.

        Raises: ValueError for a name that stands twice, or is the beginning of another.
        """
        found: dict[str, FormField] = {}
        for row in self.rows():
            for one in row.fields:
                if one.name in found:
                    raise ValueError(f"two fields are named {one.name!r}")
                if one.kind != "signature":
                    found[one.name] = one
        for name in found:
            parts = name.split(".")
            if not all(parts) or any(".".join(parts[:end]) in found for end in range(1, len(parts))):
                raise ValueError(f"{name!r} cannot name a field")
        return found


@dataclass(frozen=True)
class FormReading:
    """What a file held: values by field name, as typed; of a scan, at best the printed identifier."""

    source: Literal["pdf", "xlsx", "scan"]
    identity: FormIdentity | None = None
    printed: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Message, ...] = ()
    pages: int = 0
    went_out: int = 0
    """How many pages it went out with; 0 where it no longer says."""
    codes: tuple[str, ...] = ()
    """Every identifier printed on its pages, where they were looked at: see `MOST_TEXT_PAGES`."""


@dataclass(frozen=True)
class FormProblem:
    """A remark on one field of what came back; `name` is "" when it is on the whole form."""

    name: str
    label: str
    message: Message
    severity: Literal["error", "warning"] = "warning"


@dataclass(frozen=True)
class CheckedForm:
    """A reading held against its form: values as they can be stored (codes, ISO dates), and what is wrong."""

    values: Mapping[str, str]
    problems: tuple[FormProblem, ...]


@dataclass(frozen=True)
class FormDifference:
    """One value that came back different; codes and ISO dates, `label` says which field in words."""

    name: str
    label: str
    before: str
    after: str


def field_label(row: FormRow, one: FormField) -> str:
    """The field in words: « 1.1 · Commentaire »."""
    head = one.code or row.code or row.text
    return " · ".join(part for part in (head, one.label) if part)


def check_reading(spec: FormSpec, reading: FormReading) -> CheckedForm:
    """What came back as it can be stored, with every unknown, missing or contradicting thing said once.

    A value that cannot be understood is left out of `values`.
    """
    problems: list[FormProblem] = []
    if reading.identity is not None and reading.identity != spec.identity:
        problems.append(
            FormProblem("", "", message(N_("This form is another one: another member, version or document.")), "error")
        )
    values: dict[str, str] = {}
    for row in spec.rows():
        for one in row.fields:
            if one.name in reading.values and one.kind != "signature":
                try:
                    values[one.name] = _understood(one, reading.values[one.name], spec.lang)
                except UserError as error:
                    problems.append(FormProblem(one.name, field_label(row, one), error.message, "error"))
        said = {problem.name for problem in problems}
        problems += (problem for problem in _missing(row, values) if problem.name not in said)
    unknown = [name for name in reading.values if name not in spec.fields]
    if unknown:
        sentence = N_("The form holds fields that are not its own; they are left aside: {names}.")
        shown = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
        problems.append(FormProblem("", "", message(sentence, names=shown)))
    return CheckedForm(values, tuple(problems))


def _missing(row: FormRow, values: Mapping[str, str]) -> Iterator[FormProblem]:
    answers = {values.get(one.name, ""): one for one in row.fields if one.kind == "choice"}
    for one in row.fields:
        if values.get(one.name):
            continue
        label = field_label(row, one)
        given = next((code for code in one.reason_for if code in answers), None)
        if given is not None:
            chosen = next((choice.label for choice in answers[given].choices if choice.code == given), given)
            yield FormProblem(one.name, label, message(N_("“{answer}” needs a reason."), answer=chosen), "error")
        elif one.required and one.kind != "signature":
            yield FormProblem(one.name, label, message(N_("Nothing is filled in here.")))


def _understood(one: FormField, text: str, lang: str) -> str:
    """Raises: UserError."""
    given = clean_text(text) if one.kind == "note" else clean_line(text)
    if one.kind == "choice" and given:
        for choice in one.choices:
            if given == choice.code or given == choice.short:
                return choice.code
        folded = search_norm(given)
        for choice in one.choices:
            if folded and folded == search_norm(choice.label):
                return choice.code
        raise UserError(N_("“{text}” is not one of the answers."), text=given[:80])
    if one.kind == "date":
        return parse_date(given, lang)
    if one.kind == "check":
        return CHECKED if given and search_norm(given) not in ("no", "non", "off", "0", "false", "faux") else ""
    return given


def differences(spec: FormSpec, reading: FormReading) -> tuple[FormDifference, ...]:
    """What the reading would change of the values that went out, to accept one by one; fields not read are none."""
    values = check_reading(spec, reading).values
    found = []
    for row in spec.rows():
        for one in row.fields:
            before = one.value or ""
            after = values.get(one.name)
            if after is not None and _plain(after) != _plain(before):
                found.append(FormDifference(one.name, field_label(row, one), before, after))
    return tuple(found)


def _plain(text: str) -> str:
    """What two texts are compared by: readers change line ends, and the kind of spaces, by themselves."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\N{NARROW NO-BREAK SPACE}", " ").split())
