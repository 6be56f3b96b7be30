"""The texts of letters: the program's own, or the association's edited copies; and letters composed from them.

Composing knows nothing of what a letter is about: fields and recipients are given to it. What a mailing is about is
an `Occasion`; each subject has its own line in `OCCASIONS`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import Any

from oci_desktop import formats, paths
from oci_desktop.dates import Day
from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_, Bilingual, Message, _, in_language, message
from oci_desktop.model.letter import (
    COMMON_FIELDS,
    Letter,
    Recipient,
    TemplateDraft,
    civility_and_name,
    fill,
    missing_remark,
    salutation,
)
from oci_desktop.queries.association import get_association
from oci_desktop.queries.lists import Reads

_COLUMNS = "code, name_fr, name_en, subject_fr, subject_en, body_fr, body_en, id, ref, version"


@dataclass(frozen=True)
class Case:
    """What one organisation's letter is made of: the code of its text, and the values of its fields."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    needless: Message | None = None
    """Why this letter has no more reason to go, where it has none."""
    remark: Message | None = None
    """What is odd about it, where it goes all the same."""


@dataclass(frozen=True)
class Occasion:
    """What a mailing is about. `cases` is "module:function", called with (reader, campaign_id, ids, as_of)."""

    kind: str
    title: str
    """English msgid: of the window that shows the letters."""
    texts: tuple[str, ...]
    cases: str = ""
    attaches: bool = False
    """Whether something goes with the messages (see `mailings.attachments`)."""

    def cases_for(self, reader: Reads, campaign_id: int | None, ids: Sequence[int], as_of: str) -> Mapping[int, Case]:
        if not self.cases:
            return {organisation_id: Case(self.texts[0]) for organisation_id in ids}
        module, _colon, name = self.cases.partition(":")
        found: Callable[..., Mapping[int, Case]] = getattr(import_module(module), name)
        return found(reader, campaign_id, ids, as_of)


_CAMPAIGN = "oci_desktop.queries.campaign_letters:"

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(
        "forms",
        N_("Send the forms"),
        ("self-assessment-forms", "self-assessment-forms-grace", "self-assessment-forms-late"),
        _CAMPAIGN + "forms",
        attaches=True,
    ),
    Occasion(
        "reminder",
        N_("Send a reminder"),
        (
            "self-assessment-reminder",
            "self-assessment-reminder-grace",
            "self-assessment-reminder-late",
            "self-assessment-reminder-prior",
            "self-assessment-reminder-to-complete",
        ),
        _CAMPAIGN + "reminders",
    ),
    Occasion(
        "acknowledgement",
        N_("Acknowledge the attestations"),
        ("self-assessment-acknowledgement",),
        _CAMPAIGN + "acknowledgements",
    ),
    Occasion("other", N_("Write a letter"), ("letter",)),
)
"""What can be written about; dues, bodies and trainings will each be a line here."""


def occasion_of(kind: str) -> Occasion:
    """Raises: NotFoundError naming those that exist."""
    for occasion in OCCASIONS:
        if occasion.kind == kind:
            return occasion
    kinds = ", ".join(occasion.kind for occasion in OCCASIONS)
    raise NotFoundError(N_("There is no mailing “{kind}”. There are: {kinds}."), kind=kind, kinds=kinds)


@cache
def default_template(code: str) -> TemplateDraft:
    """The program's own text.

    Raises: NotFoundError.
    """
    place = paths.resources_dir() / "letters" / f"{code}.toml"
    if not code.replace("-", "").isalnum() or not place.is_file():
        raise NotFoundError(N_("There is no text “{code}”."), code=code)
    read = tomllib.loads(place.read_text(encoding="utf-8"))
    return TemplateDraft(
        code, read["name_fr"], read["name_en"], read["subject_fr"].strip(), read["subject_en"].strip(),
        read["body_fr"].strip(), read["body_en"].strip(), (*COMMON_FIELDS, *read["fields"]),
    )  # fmt: skip


def get_template(reader: Reads, code: str) -> TemplateDraft:
    """The text in use: the association's edited copy, or the program's own.

    Raises: NotFoundError.
    """
    own = default_template(code)
    rows = reader.rows(f"SELECT {_COLUMNS} FROM letter_template WHERE code = :code", {"code": code})
    if not rows:
        return own
    *texts, row_id, ref, version = rows[0]
    return replace(TemplateDraft(*texts), fields=own.fields, id=row_id, ref=ref, version=version)


def compose_for(
    reader: Reads,
    occasion: Occasion,
    recipients: Iterable[Recipient],
    as_of: str,
    *,
    campaign_id: int | None = None,
    sender: Sequence[str] = (),
    texts: Mapping[str, TemplateDraft] | None = None,
) -> list[Letter]:
    """The letters of an occasion, one per recipient, each in its own language and with the text that fits its case.

    `texts` are those being edited, by code, in place of the stored ones; `sender` is who signs, line by line.
    Raises: UserError when a text is wrong.
    """
    people = list(recipients)
    cases = occasion.cases_for(reader, campaign_id, [one.organisation_id for one in people], as_of)
    edited = texts or {}
    used = {
        code: edited.get(code) or get_template(reader, code)
        for code in dict.fromkeys(cases[one.organisation_id].template for one in people)
    }
    own = common_values(reader, as_of, sender)
    letters = []
    for one in people:
        case = cases[one.organisation_id]
        letter = compose(used[case.template], one, {**own, **case.values}, as_of)
        if case.remark is not None:
            letter = replace(letter, warnings=(case.remark, *letter.warnings))
        if case.needless is not None:
            letter = replace(letter, awaited=False, warnings=(case.needless, *letter.warnings))
        letters.append(letter)
    return letters


def compose(template: TemplateDraft, recipient: Recipient, values: Mapping[str, Any], as_of: str) -> Letter:
    """One letter; a value that is missing gets its neutral wording, and a warning says so.

    Raises: UserError when the text is wrong.
    """
    lang = recipient.language
    with in_language(lang):
        every = {
            "organisation": recipient.organisation,
            "salutation": salutation(recipient),
            "civility_and_name": civility_and_name(recipient),
            "name": recipient.name,
            "date": Day(as_of),
            **values,
        }
        given = every.get("sender")
        signature = tuple(str(line) for line in given) if isinstance(given, tuple) else (str(given),) if given else ()
        every["sender"] = signature[0] if signature else None
        if not signature:
            signature = tuple(part for part in (_("The secretariat"), str(every.get("association") or "")) if part)
    subject_text, body_text = template.text(lang)
    subject, without = fill(subject_text, every, lang)
    body, also = fill(body_text, every, lang)
    # Who is not named is told once, as a recipient without a person; a letter may be unsigned.
    told = {"salutation", "civility_and_name", "name", "sender"}
    missing = [missing_remark(code) for code in dict.fromkeys((*without, *also)) if code not in told]
    warnings = [*recipient.remarks, *recipient.mail_remarks, *recipient.postal_remarks, *missing]
    if not subject:
        warnings.append(message(N_("The subject is empty.")))
    return Letter(
        recipient, " ".join(subject.split()), body, signature, as_of, str(values.get("place") or ""), template.code,
        tuple(warnings),
    )  # fmt: skip


def common_values(reader: Reads, as_of: str, sender: Sequence[str] = ()) -> dict[str, Any]:
    """What every letter may say of the association; `sender` is who signs, line by line."""
    own = get_association(reader, as_of)
    return {
        "association": Bilingual(own.name or "", own.english or own.name or ""),
        "association_email": own.email,
        "association_phone": formats.phone(own.phone) if own.phone else None,
        "place": own.city,
        "sender": tuple(line for line in sender if line),
    }
