"""What a version of a questionnaire must be to be kept, and to be published: the rules, one sentence each.

Fields are named by their place in the draft: `principles.0.items.2.text_en`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from oci_desktop.errors import Problem
from oci_desktop.i18n import N_, Message, message, plural_message
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, Signatory, VersionDraft
from oci_desktop.model.standing import LEVELS
from oci_desktop.queries.assessment_forms import ITEM_PARTS
from oci_desktop.services.drafts import Cleaner

_CODE = re.compile(r"\w+(?:[.-]\w+)*", re.ASCII)
_LONGEST = {"questionnaire": 60, "number": 20, "principle": 20, "item": 20, "choice": 40, "profile": 40}
_NO_ANSWER = "Off"
"""The state of a PDF's buttons of which none is pressed."""

MOST_ITEMS = 500
MOST_WEIGHT = 100

_VERSION_TEXTS = ("introduction", "attestation", "meaning")


def check_version(draft: VersionDraft) -> list[Problem]:
    """Everything that stops the version from being published (errors), and the missing translations (warnings)."""
    clean, problems = clean_version(draft)
    return [*problems, *_incomplete(clean), *_untranslated(clean)]


def missing_translations(draft: VersionDraft) -> list[str]:
    """The fields that are written in one language only, in the order of the page: the empty one of each pair."""
    return [field for field, _french, _english in _one_sided(draft)]


# --- to be kept


def clean_version(draft: VersionDraft) -> tuple[VersionDraft, list[Problem]]:
    """The draft as it would be kept, and what stops it from being: a half-written one is kept as it is."""
    cleaner = Cleaner()
    code, number = draft.code.strip(), draft.number.strip()
    _check_code(cleaner, "code", code, "questionnaire")
    _check_code(cleaner, "number", number, "number")
    if not draft.title_fr.strip():
        cleaner.error("title_fr", message(N_("The questionnaire needs a French title.")))
    cleaner.choice("level", draft.level, LEVELS)
    texts: dict[str, Any] = {
        f"{name}_{lang}": cleaner.note(f"{name}_{lang}", getattr(draft, f"{name}_{lang}"))
        for name in _VERSION_TEXTS
        for lang in ("fr", "en")
    }
    principles = tuple(_principle(cleaner, place, one) for place, one in enumerate(draft.principles))
    clean = replace(
        draft,
        code=code,
        number=number,
        **_pair(cleaner, "", draft, "title"),
        **texts,
        index_shown=int(bool(draft.index_shown)),
        scale=tuple(_choice(cleaner, f"scale.{place}", one) for place, one in enumerate(draft.scale)),
        profiles=tuple(_profile(cleaner, f"profiles.{place}", one) for place, one in enumerate(draft.profiles)),
        signatories=tuple(
            _signatory(cleaner, f"signatories.{place}", one) for place, one in enumerate(draft.signatories)
        ),
        principles=principles,
    )
    if sum(len(principle.items) for principle in principles) > MOST_ITEMS:
        cleaner.error("principles", message(N_("A questionnaire has {most} items at most."), most=MOST_ITEMS))
    _refuse_doubles(cleaner, clean)
    _refuse_clashes(cleaner, clean)
    _check_profiles(cleaner, clean)
    return clean, cleaner.problems


def _pair(cleaner: Cleaner, field: str, thing: Any, name: str) -> dict[str, Any]:
    """A one-line text in both languages; the French one is never None."""
    prefix = f"{field}." if field else ""
    french, english = f"{name}_fr", f"{name}_en"
    return {
        french: cleaner.line(prefix + french, getattr(thing, french)) or "",
        english: cleaner.line(prefix + english, getattr(thing, english)),
    }


def _notes(cleaner: Cleaner, field: str, thing: Any, *names: str) -> dict[str, Any]:
    return {
        f"{name}_{lang}": cleaner.note(f"{field}.{name}_{lang}", getattr(thing, f"{name}_{lang}"))
        for name in names
        for lang in ("fr", "en")
    }


def _check_code(cleaner: Cleaner, field: str, code: str, what: str) -> None:
    if not code:
        cleaner.error(field, message(N_("An identifier is needed.")))
    elif not _CODE.fullmatch(code):
        cleaner.error(
            field,
            message(
                N_(
                    "“{code}” cannot be an identifier:"
                    " only letters without accents and digits, with . - _ between them."
                ),
                code=code,
            ),
        )
    elif len(code) > _LONGEST[what]:
        cleaner.error(
            field, message(N_("“{code}” is too long: {most} characters at most."), code=code, most=_LONGEST[what])
        )


def _principle(cleaner: Cleaner, place: int, principle: Principle) -> Principle:
    field = f"principles.{place}"
    code = principle.code.strip()
    _check_code(cleaner, f"{field}.code", code, "principle")
    return replace(
        principle,
        code=code,
        **_pair(cleaner, field, principle, "title"),
        **_notes(cleaner, field, principle, "help"),
        items=tuple(_item(cleaner, f"{field}.items.{at}", item) for at, item in enumerate(principle.items)),
    )


def _item(cleaner: Cleaner, field: str, item: Item) -> Item:
    code = item.code.strip()
    _check_code(cleaner, f"{field}.code", code, "item")
    if not 0 <= item.weight <= MOST_WEIGHT:
        cleaner.error(f"{field}.weight", message(N_("A weight is a whole number from 0 to {most}."), most=MOST_WEIGHT))
    return replace(
        item,
        code=code,
        profile=(item.profile or "").strip() or None,
        **_pair(cleaner, field, item, "text"),
        **_notes(cleaner, field, item, "help", "evidence"),
    )


def _choice(cleaner: Cleaner, field: str, choice: ScaleChoice) -> ScaleChoice:
    code = choice.code.strip()
    _check_code(cleaner, f"{field}.code", code, "choice")
    if code == _NO_ANSWER:
        cleaner.error(
            f"{field}.code", message(N_("“{code}” is what forms call no answer: choose another identifier."), code=code)
        )
    if choice.weight is not None and not 0 <= choice.weight <= 100:
        cleaner.error(f"{field}.weight", message(N_("An answer counts from 0 to 1, or leaves the count.")))
    return replace(
        choice, code=code, reason_required=int(bool(choice.reason_required)), **_pair(cleaner, field, choice, "label")
    )


def _profile(cleaner: Cleaner, field: str, profile: Profile) -> Profile:
    code = profile.code.strip()
    _check_code(cleaner, f"{field}.code", code, "profile")
    return replace(profile, code=code, **_pair(cleaner, field, profile, "name"))


def _signatory(cleaner: Cleaner, field: str, signatory: Signatory) -> Signatory:
    return replace(signatory, **_pair(cleaner, field, signatory, "title"))


def _refuse_doubles(cleaner: Cleaner, draft: VersionDraft) -> None:
    """Each identifier once: among principles, among all items, among answers, among profiles."""
    _twice(cleaner, ((f"principles.{at}", one.code) for at, one in enumerate(draft.principles)))
    _twice(cleaner, ((field, item.code) for field, item in placed_items(draft)))
    _twice(cleaner, ((f"scale.{at}", one.code) for at, one in enumerate(draft.scale)))
    _twice(cleaner, ((f"profiles.{at}", one.code) for at, one in enumerate(draft.profiles)))


def _twice(cleaner: Cleaner, codes: Iterable[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for field, code in codes:
        if code and code.casefold() in seen:
            cleaner.error(
                f"{field}.code", message(N_("The identifier “{code}” is used twice: each has its own."), code=code)
            )
        seen.add(code.casefold())


def _refuse_clashes(cleaner: Cleaner, draft: VersionDraft) -> None:
    """In a form, the fields of “1” are called “1.answer”, “1.comment”…: no item may be called so too."""
    codes = {item.code for item in draft.items()}
    for field, item in placed_items(draft):
        parts = item.code.split(".")
        for end in range(1, len(parts)):
            other = ".".join(parts[:end])
            if parts[end] in ITEM_PARTS and other in codes:
                cleaner.error(
                    f"{field}.code",
                    message(
                        N_("“{code}” is what forms call a field of item “{other}”: choose another identifier."),
                        code=item.code,
                        other=other,
                    ),
                )


def _check_profiles(cleaner: Cleaner, draft: VersionDraft) -> None:
    known = {profile.code for profile in draft.profiles}
    for field, item in placed_items(draft):
        if item.profile and item.profile not in known:
            cleaner.error(
                f"{field}.profile",
                message(N_("Item {code}: there is no profile “{profile}”."), code=item.code, profile=item.profile),
            )


def placed_items(draft: VersionDraft) -> Iterator[tuple[str, Item]]:
    """Every item with the place of its field in the draft."""
    for at, principle in enumerate(draft.principles):
        for place, item in enumerate(principle.items):
            yield f"principles.{at}.items.{place}", item


# --- to be published


def _incomplete(draft: VersionDraft) -> Iterator[Problem]:
    """What a half-written draft still lacks."""
    if not draft.principles:
        yield Problem("principles", message(N_("There is no principle yet: add at least one.")))
    for at, principle in enumerate(draft.principles):
        if not principle.title_fr and not principle.title_en:
            yield _blank(f"principles.{at}.title_fr", N_("Principle {code} has no title."), principle.code)
        if not principle.items:
            yield _blank(f"principles.{at}.items", N_("Principle {code} has no item: add one, or take it away."),
                         principle.code)  # fmt: skip
    for field, item in placed_items(draft):
        if not item.text_fr and not item.text_en:
            yield _blank(f"{field}.text_fr", N_("Item {code} has no text."), item.code)
    if len(draft.scale) < 2:
        yield Problem("scale", message(N_("The scale has fewer than two answers to choose from.")))
    for at, choice in enumerate(draft.scale):
        if not choice.label_fr and not choice.label_en:
            yield _blank(f"scale.{at}.label_fr", N_("The answer “{code}” has no label."), choice.code)
    for at, profile in enumerate(draft.profiles):
        if not profile.name_fr and not profile.name_en:
            yield _blank(f"profiles.{at}.name_fr", N_("The profile “{code}” has no name."), profile.code)
    for at, signatory in enumerate(draft.signatories):
        if not signatory.title_fr and not signatory.title_en:
            yield Problem(f"signatories.{at}.title_fr", message(N_("A signatory has no title.")))
    if not draft.signatories:
        yield Problem("signatories", message(N_("Nobody is to sign: add at least one signatory.")))
    if not (draft.attestation_fr or draft.attestation_en):
        yield Problem("attestation_fr", message(N_("The text of the attestation is missing.")))


def _blank(field: str, sentence: str, code: str) -> Problem:
    return Problem(field, message(sentence, code=code))


_LANGUAGE_MISSING: Mapping[str, str] = {
    "fr": N_("{what}: the French text is missing."),
    "en": N_("{what}: the English text is missing."),
}


def _untranslated(draft: VersionDraft) -> Iterator[Problem]:
    """A warning for each text that exists in one language only."""
    for field, french, english in _one_sided(draft):
        yield Problem(
            field,
            message(_LANGUAGE_MISSING[field[-2:]], what=shortened(french or english)),
            "warning",
        )


def shortened(text: str, most: int = 48) -> str:
    """The beginning of a text, to name it in a sentence."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def _one_sided(draft: VersionDraft) -> Iterator[tuple[str, str, str]]:
    for prefix, thing, names in _bilingual(draft):
        for name in names:
            french, english = (getattr(thing, f"{name}_{lang}") or "" for lang in ("fr", "en"))
            if bool(french.strip()) != bool(english.strip()):
                yield f"{prefix}{name}_{'en' if french.strip() else 'fr'}", french, english


def _bilingual(draft: VersionDraft) -> Iterator[tuple[str, Any, Sequence[str]]]:
    """Everything that is written in two languages: the place, the thing, the names of its texts."""
    yield "", draft, ("title", "introduction")
    for at, principle in enumerate(draft.principles):
        yield f"principles.{at}.", principle, ("title", "help")
        for place, item in enumerate(principle.items):
            yield f"principles.{at}.items.{place}.", item, ("text", "help", "evidence")
    for at, choice in enumerate(draft.scale):
        yield f"scale.{at}.", choice, ("label",)
    for at, profile in enumerate(draft.profiles):
        yield f"profiles.{at}.", profile, ("name",)
    for at, signatory in enumerate(draft.signatories):
        yield f"signatories.{at}.", signatory, ("title",)
    yield "", draft, ("meaning", "attestation")


def texts_to_translate(draft: VersionDraft) -> Message:
    """« 3 textes à traduire »."""
    return plural_message("{n} text to translate", "{n} texts to translate", len(missing_translations(draft)))
