"""A questionnaire as an Excel workbook: its sheets and columns, both languages side by side, and writing them.

Every sheet begins with a hidden row of stable keys, then the headings in the language of the person.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oci_desktop.errors import ExchangeError
from oci_desktop.i18n import LANGUAGES, N_, _, in_language
from oci_desktop.model.questionnaire import ScaleChoice, VersionDraft
from oci_desktop.tables import BOOLEAN
from oci_desktop.text import search_norm

MOST_CHARACTERS = 32_767
"""In one cell of a workbook."""

NOT_COUNTED = "–"


@dataclass(frozen=True)
class Part:
    """One sheet: its name, and its columns by key; those with a width are long texts."""

    name: str
    columns: Mapping[str, str]
    needed: tuple[str, ...]
    long: tuple[str, ...] = ()


_FRENCH, _ENGLISH = N_("French"), N_("English")
_CODE = N_("Identifier")

PARTS: Mapping[str, Part] = {
    "questionnaire": Part(
        N_("Questionnaire"),
        {"key": N_("Key"), "what": N_("What"), "fr": _FRENCH, "en": _ENGLISH},
        ("fr",),
        ("fr", "en"),
    ),
    "principles": Part(
        N_("Principles"),
        {
            "code": _CODE, "title_fr": N_("Title (French)"), "title_en": N_("Title (English)"),
            "help_fr": N_("Help (French)"), "help_en": N_("Help (English)"),
        },
        ("code", "title_fr"),
        ("title_fr", "title_en", "help_fr", "help_en"),
    ),
    "items": Part(
        N_("Items"),
        {
            "principle": N_("Principle"), "code": _CODE, "text_fr": N_("Text (French)"),
            "text_en": N_("Text (English)"), "help_fr": N_("Help (French)"), "help_en": N_("Help (English)"),
            "evidence_fr": N_("Typical evidence (French)"), "evidence_en": N_("Typical evidence (English)"),
            "weight": N_("Weight"), "profile": N_("Profile"),
        },
        ("principle", "code", "text_fr"),
        ("text_fr", "text_en", "help_fr", "help_en", "evidence_fr", "evidence_en"),
    ),
    "scale": Part(
        N_("Scale"),
        {
            "code": _CODE, "label_fr": N_("Label (French)"), "label_en": N_("Label (English)"),
            "weight": N_("Counts as"), "reason_required": N_("Reason required"),
        },
        ("code", "label_fr", "weight"),
        ("label_fr", "label_en"),
    ),
    "profiles": Part(
        N_("Profiles"),
        {"code": _CODE, "name_fr": N_("Name (French)"), "name_en": N_("Name (English)")},
        ("code", "name_fr"),
        ("name_fr", "name_en"),
    ),
    "signatories": Part(
        N_("Signatories"),
        {"title_fr": N_("Title (French)"), "title_en": N_("Title (English)")},
        ("title_fr",),
        ("title_fr", "title_en"),
    ),
}  # fmt: skip

FACTS: Mapping[str, tuple[str, bool]] = {
    # what stands on the first sheet: its words, and whether it is written in both languages
    "code": (_CODE, False),
    "number": (N_("Version"), False),
    "level": (N_("Level (A or B)"), False),
    "index_shown": (N_("Index shown"), False),
    "title": (N_("Title"), True),
    "introduction": (N_("Introduction"), True),
    "meaning": (N_("What the signature means"), True),
    "attestation": (N_("Text of the attestation"), True),
}


# --- out


def xlsx_bytes(version: VersionDraft) -> bytes:
    """The version as a workbook, its headings in the language in force; every cell is text.

    Raises: ExchangeError for a text longer than a cell can hold.
    """
    from xlsxwriter import Workbook as NewWorkbook

    out = io.BytesIO()
    book = NewWorkbook(out, {"in_memory": True})
    book.set_properties({"title": str(version.title), "subject": version.number})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    for name, part in PARTS.items():
        sheet = book.add_worksheet(_(part.name))
        for place, (key, heading) in enumerate(part.columns.items()):
            sheet.write_string(0, place, key)
            sheet.write_string(1, place, _(heading), head)
            sheet.set_column(place, place, 44 if key in part.long else 16, text)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        if name == "questionnaire":
            sheet.set_column(0, 0, None, text, {"hidden": True})
        for row, values in enumerate(rows_of(name, version), start=2):
            for place, value in enumerate(values):
                if len(value) > MOST_CHARACTERS:
                    raise ExchangeError(
                        N_("This text is too long for a cell of a workbook: {n} characters, {most} at most."),
                        n=len(value),
                        most=MOST_CHARACTERS,
                    )
                if value:
                    sheet.write_string(row, place, value, text)
    book.close()
    return out.getvalue()


def rows_of(name: str, version: VersionDraft) -> list[list[str]]:
    """The rows of one sheet, below its headings."""
    if name == "questionnaire":
        return [_fact_row(key, version) for key in FACTS]
    if name == "items":
        keys = list(PARTS["items"].columns)[1:]
        return [
            [principle.code, *(_cell(getattr(item, key)) for key in keys)]
            for principle in version.principles
            for item in principle.items
        ]
    return [
        [_scale_cell(key, thing) if name == "scale" else _cell(getattr(thing, key)) for key in PARTS[name].columns]
        for thing in getattr(version, name)
    ]


def _fact_row(key: str, version: VersionDraft) -> list[str]:
    what, both = FACTS[key]
    if both:
        return [key, _(what), *(_cell(getattr(version, f"{key}_{lang}")) for lang in LANGUAGES)]
    value = BOOLEAN.format(version.index_shown) if key == "index_shown" else str(getattr(version, key))
    return [key, _(what), value, ""]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _scale_cell(key: str, choice: ScaleChoice) -> str:
    if key == "weight":
        return NOT_COUNTED if choice.weight is None else f"{choice.weight / 100:g}"
    if key == "reason_required":
        return BOOLEAN.format(choice.reason_required)
    return _cell(getattr(choice, key))


def spellings(key: str, title: str) -> set[str]:
    """How people may write it: the key, and the words in each language."""
    found = {search_norm(key)}
    for lang in LANGUAGES:
        with in_language(lang):
            found.add(search_norm(_(title)))
    return found
