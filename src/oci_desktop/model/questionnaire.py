"""Questionnaires as data: principles, items, scale, profiles, signatories. Nothing here knows how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oci_desktop.i18n import Bilingual

DRAFT, PUBLISHED = "draft", "published"


@dataclass(frozen=True)
class ScaleChoice:
    """An answer that can be chosen. `weight` in hundredths; None leaves the denominator ("not applicable")."""

    code: str
    label_fr: str
    label_en: str | None = None
    weight: int | None = 0
    reason_required: int = 0
    id: int | None = None

    @property
    def label(self) -> Bilingual:
        return Bilingual(self.label_fr, self.label_en or self.label_fr)


@dataclass(frozen=True)
class Profile:
    """A kind of member that some items are for ("sends people abroad")."""

    code: str
    name_fr: str
    name_en: str | None = None
    id: int | None = None


@dataclass(frozen=True)
class Signatory:
    """Who must sign: a title, not a person."""

    title_fr: str
    title_en: str | None = None
    id: int | None = None


@dataclass(frozen=True)
class Item:
    """One question. `code` is its identifier for ever; `profile` the code of the profile it applies to, or None."""

    code: str
    text_fr: str
    text_en: str | None = None
    help_fr: str | None = None
    help_en: str | None = None
    evidence_fr: str | None = None
    evidence_en: str | None = None
    weight: int = 1
    profile: str | None = None
    id: int | None = None

    @property
    def text(self) -> Bilingual:
        return Bilingual(self.text_fr, self.text_en or self.text_fr)


@dataclass(frozen=True)
class Principle:
    """A chapter of the questionnaire with its items in order."""

    code: str
    title_fr: str
    title_en: str | None = None
    help_fr: str | None = None
    help_en: str | None = None
    items: tuple[Item, ...] = ()
    id: int | None = None

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_fr, self.title_en or self.title_fr)


@dataclass(frozen=True)
class VersionDraft:
    """One version of a questionnaire, whole. A published one is frozen: the next starts from it."""

    questionnaire_id: int | None = None
    code: str = ""
    """The questionnaire's own code and titles, shared by its versions."""
    title_fr: str = ""
    title_en: str | None = None
    number: str = "1.0"
    state: str = DRAFT
    published_on: str | None = None
    based_on_id: int | None = None
    level: str = "A"
    introduction_fr: str | None = None
    introduction_en: str | None = None
    attestation_fr: str | None = None
    attestation_en: str | None = None
    meaning_fr: str | None = None
    meaning_en: str | None = None
    index_shown: int = 0
    scale: tuple[ScaleChoice, ...] = ()
    profiles: tuple[Profile, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    principles: tuple[Principle, ...] = ()
    id: int | None = None
    ref: str | None = None
    version: int = 0

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_fr, self.title_en or self.title_fr)

    @property
    def is_frozen(self) -> bool:
        return self.state == PUBLISHED

    def items(self) -> Iterator[Item]:
        """Every item, in order."""
        for principle in self.principles:
            yield from principle.items

    def choice(self, code: str | None) -> ScaleChoice | None:
        return next((choice for choice in self.scale if choice.code == code), None)
