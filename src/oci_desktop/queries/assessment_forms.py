"""The forms of a campaign for one member, as `FormSpec`s: what goes out, prefilled with what the file knows.

At level A two documents go out: the questionnaire, to keep, and the attestation, to return. At level B one form
holds both, with the consent above the answers, and the attestation goes out beside it once more: signed on paper, it
comes back alone, since a scan that shows answers is never kept. Nothing here knows how many principles there are, nor
their subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from oci_desktop.dates import format_date
from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_, _, in_language, language
from oci_desktop.model.form import (
    FormChoice,
    FormField,
    FormIdentity,
    FormRow,
    FormSection,
    FormSpec,
    printed_code,
)
from oci_desktop.model.questionnaire import Item, Principle, VersionDraft
from oci_desktop.queries.lists import Reads, chunks
from oci_desktop.tables import split_list

KIND = "self-assessment"

QUESTIONNAIRE, ATTESTATION, WHOLE = "questionnaire", "attestation", "form"
"""The documents: the questionnaire to keep and the attestation to return (level A); both in one, and the attestation
alone (level B)."""

ANSWER_FIELDS = "item."
"""How the names of the fields that hold answers begin."""

ITEM_PARTS = ("answer", "comment", "action", "owner", "due")
"""How they end, after the identifier of the item."""

CONSENT = "consent"
"""The field by which a member agrees that its answers are kept."""


@dataclass(frozen=True)
class Addressed:
    """One member of a campaign as its forms need it: names of the day, level, language, refs."""

    self_assessment_id: int
    organisation_id: int
    organisation_ref: str
    name: str
    acronym: str | None
    level: str
    profiles: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class FormCampaign:
    """The campaign as its forms print it, with its version."""

    id: int
    ref: str
    code: str
    title_fr: str
    title_en: str | None
    due_on: str
    valid_until: str
    version: VersionDraft
    opens_on: str = ""
    grace_until: str = ""
    made_on: str = ""
    """The day of the forms: none asks to be returned by a day that is past."""

    @property
    def in_grace(self) -> bool:
        return self.due_on < self.made_on <= self.grace_until

    @property
    def is_over(self) -> bool:
        return self.made_on > max(self.due_on, self.grace_until)

    @property
    def title(self) -> str:
        return _in_force(self.title_fr, self.title_en)


def form_campaign(reader: Reads, campaign_id: int) -> FormCampaign:
    """Raises: NotFoundError."""
    from oci_desktop.queries.questionnaires import get_version

    rows = reader.rows(
        "SELECT ref, code, title_fr, title_en, due_on, valid_until, questionnaire_version_id, opens_on,"
        " grace_until FROM campaign WHERE id = :id",
        {"id": campaign_id},
    )
    if not rows:
        raise NotFoundError(N_("This campaign no longer exists."))
    ref, code, title_fr, title_en, due_on, valid_until, version_id, opens_on, grace = rows[0]
    version = get_version(reader, version_id)
    return FormCampaign(campaign_id, ref, code, title_fr, title_en, due_on, valid_until, version, opens_on, grace)


def addressed_members(reader: Reads, campaign_id: int, as_of: str, ids: Sequence[int] | None = None) -> list[Addressed]:
    """Those that a campaign addresses on the day, in the printed order; `ids` are self-assessments.

    The language is that of its letters: see `mailings.languages`.
    """
    from oci_desktop.queries.assessment_lists import CAMPAIGN
    from oci_desktop.queries.mailings import languages

    found: list[Addressed] = []
    for chunk in chunks(ids) if ids is not None else [None]:
        only = "" if chunk is None else f" AND sa.id IN ({', '.join(str(int(i)) for i in chunk)})"
        rows = reader.rows(
            f"""SELECT sa.id, o.id, o.ref, n.printed, n.acronym, COALESCE(sa.level, cp.level), sa.profiles
                {CAMPAIGN.source} WHERE cp.id = :campaign AND {CAMPAIGN.where}{only} ORDER BY n.sort_key, sa.id""",
            {"campaign": campaign_id, "day": as_of},
        )
        spoken = languages(reader, [row[1] for row in rows], as_of)
        for assessment_id, organisation_id, ref, name, acronym, level, profiles in rows:
            kinds = tuple(split_list(profiles))
            language = spoken[organisation_id]
            found.append(Addressed(assessment_id, organisation_id, ref, name, acronym, level, kinds, language))
    return found


def documents_of(level: str) -> tuple[str, ...]:
    """What goes out at that level, in the order in which it is read."""
    return (QUESTIONNAIRE, ATTESTATION) if level == "A" else (WHOLE, ATTESTATION)


def identity(campaign: FormCampaign, member_ref: str, document: str) -> FormIdentity:
    return FormIdentity(KIND, campaign.ref, member_ref, campaign.version.ref or "", document, label=campaign.code)


def identities_by_code(reader: Reads) -> dict[str, FormIdentity]:
    """Every document that ever went out, by the identifier printed on it: of all campaigns, of those that left too."""
    found = {}
    for campaign_ref, code, version_ref, member_ref in reader.rows(
        "SELECT cp.ref, cp.code, v.ref, o.ref FROM self_assessment sa JOIN campaign cp ON cp.id = sa.campaign_id"
        " JOIN questionnaire_version v ON v.id = cp.questionnaire_version_id"
        " JOIN organisation o ON o.id = sa.organisation_id"
    ):
        for document in (QUESTIONNAIRE, ATTESTATION, WHOLE):
            one = FormIdentity(KIND, campaign_ref, member_ref, version_ref, document, label=code)
            found[printed_code(one.printed) or ""] = one
    return found


def build_form(
    campaign: FormCampaign,
    member: Addressed,
    document: str,
    lang: str | None = None,
    values: Mapping[str, str] | None = None,
) -> FormSpec:
    """One document for one member, in its own language unless `lang` says otherwise.

    `values` (by field name) are printed into it; for instance the answers of last year, to confirm.
    """
    spoken = lang or member.language
    with in_language(spoken):
        version = campaign.version
        sections: list[FormSection] = []
        if document in (QUESTIONNAIRE, WHOLE):
            if document == WHOLE:
                sections.append(_consent())
            sections += [_section(version, principle, member.profiles) for principle in version.principles]
        if document in (ATTESTATION, WHOLE):
            sections.append(_attestation(version))
        spec = FormSpec(
            kind=KIND,
            title=_titles(campaign, document),
            subtitle=_subtitle(campaign, member.name),
            lang=spoken,
            identity=identity(campaign, member.organisation_ref, document),
            intro=_introduction(campaign, document, member.level),
            sections=tuple(section for section in sections if section.rows),
            closing=_closing(document),
            footer=campaign.title,
        )
    return _filled(spec, values or {})


def item_field(code: str, part: str) -> str:
    """The name of a field of an item: `part` is one of ITEM_PARTS."""
    return f"{ANSWER_FIELDS}{code}.{part}"


def items_for(version: VersionDraft, profiles: Sequence[str]) -> Iterator[Item]:
    """The items that concern a member of these profiles (none said: all of them)."""
    return (item for item in version.items() if not (profiles and item.profile and item.profile not in profiles))


def _filled(spec: FormSpec, values: Mapping[str, str]) -> FormSpec:
    if not values:
        return spec
    return replace(
        spec,
        sections=tuple(
            replace(
                section,
                rows=tuple(
                    replace(
                        row, fields=tuple(replace(one, value=values.get(one.name, one.value)) for one in row.fields)
                    )
                    for row in section.rows
                ),
            )
            for section in spec.sections
        ),
    )


def _titles(campaign: FormCampaign, document: str) -> str:
    if document == ATTESTATION:
        return _("{campaign}: attestation").format(campaign=campaign.title)
    return campaign.title


def _subtitle(campaign: FormCampaign, name: str) -> str:
    if campaign.is_over:
        return _("{organisation} · to return as soon as you can").format(organisation=name)
    if campaign.in_grace:
        words = _("{organisation} · grace period until {date}")
        return words.format(organisation=name, date=format_date(campaign.grace_until))
    return _("{organisation} · due on {date}").format(organisation=name, date=format_date(campaign.due_on))


def _introduction(campaign: FormCampaign, document: str, level: str) -> str:
    version = campaign.version
    own = _in_force(version.introduction_fr, version.introduction_en)
    until = format_date(campaign.grace_until if campaign.in_grace else campaign.due_on)
    if document == QUESTIONNAIRE:
        what = _(
            "This questionnaire stays with you: do not return it. Only the attestation, a separate document, "
            "comes back to the association."
        )
    elif campaign.is_over:
        own = own if document == WHOLE else ""
        what = _introduction_when_over(document, level)
    elif document == ATTESTATION and level == "B":
        what = _(
            "To sign on paper: sign this page, and return it or a scan of it by {date}. Your answers come back by the "
            "form filled in on the computer, which is a separate document; on paper or in a scan they are not kept."
        ).format(date=until)
        own = ""
    elif document == ATTESTATION:
        what = _(
            "Please return this attestation only, signed, by {date}: this form filled in, or a scan of it. "
            "Your answers to the questionnaire stay with you."
        ).format(date=until)
        own = ""
    else:
        what = _(
            "Please return this form by {date}, filled in on the computer. Nothing in it is graded. To sign on paper, "
            "use the attestation, a separate page: a print or a scan of this form is not kept."
        ).format(date=until)
    if document != QUESTIONNAIRE:
        valid = _("A complete attestation is valid until {date}.").format(date=format_date(campaign.valid_until))
        what = f"{what} {valid}"
    return "\n\n".join(part for part in (own, what) if part)


def _introduction_when_over(document: str, level: str) -> str:
    """The same once the grace period is past: no day is named."""
    if document == ATTESTATION and level == "B":
        return _(
            "To sign on paper: sign this page, and return it or a scan of it as soon as you can. Your answers come "
            "back by the form filled in on the computer, which is a separate document; on paper or in a scan they are "
            "not kept."
        )
    if document == ATTESTATION:
        return _(
            "Please return this attestation only, signed, as soon as you can: this form filled in, or a scan of it. "
            "Your answers to the questionnaire stay with you."
        )
    return _(
        "Please return this form as soon as you can, filled in on the computer. Nothing in it is graded. To sign on "
        "paper, use the attestation, a separate page: a print or a scan of this form is not kept."
    )


def _closing(document: str) -> str:
    if document != QUESTIONNAIRE:
        return ""
    return _("The association evaluates nothing: each organisation attests that it carried out its own review.")


def _consent() -> FormSection:
    text = _(
        "We agree that the association keeps these answers for an anonymised portrait of the network. "
        "We may withdraw this consent at any time: the answers are then erased, and the attestation remains."
    )
    row = FormRow("", text, fields=(FormField(CONSENT, "check", _("We agree")),))
    return FormSection("", _("Consent"), rows=(row,))


def _section(version: VersionDraft, principle: Principle, profiles: Sequence[str]) -> FormSection:
    concerned = {item.code for item in items_for(version, profiles)}
    choices = _choices(version)
    reasons = tuple(choice.code for choice in version.scale if choice.reason_required)
    rows = tuple(
        FormRow(
            item.code,
            str(item.text),
            "\n".join(
                part
                for part in (
                    _in_force(item.help_fr, item.help_en),
                    _evidence(_in_force(item.evidence_fr, item.evidence_en)),
                )
                if part
            ),
            (
                FormField(item_field(item.code, "answer"), "choice", _("Answer"), choices=choices),
                FormField(item_field(item.code, "comment"), "note", _("Comment"), reason_for=reasons),
                FormField(item_field(item.code, "action"), "line", _("Action")),
                FormField(item_field(item.code, "owner"), "line", _("Who")),
                FormField(item_field(item.code, "due"), "date", _("By when")),
            ),
        )
        for item in principle.items
        if item.code in concerned
    )
    return FormSection(principle.code, str(principle.title), _in_force(principle.help_fr, principle.help_en), rows)


def _choices(version: VersionDraft) -> tuple[FormChoice, ...]:
    """Numbered from 1; what leaves the denominator has the letter N, as on the keyboard."""
    found = []
    number = 0
    for choice in version.scale:
        if choice.weight is None:
            short = "N"
        else:
            number += 1
            short = str(number)
        found.append(FormChoice(choice.code, str(choice.label), short))
    return tuple(found)


def _evidence(text: str) -> str:
    return _("For example: {evidence}").format(evidence=text) if text else ""


def _attestation(version: VersionDraft) -> FormSection:
    statement = _in_force(version.attestation_fr, version.attestation_en)
    meaning = _in_force(version.meaning_fr, version.meaning_en)
    rows = [FormRow("", statement)] if statement else []
    rows += [
        FormRow(
            "",
            _("When our board discussed the self-assessment"),
            fields=(FormField("discussed_on", "date", _("Date"), required=True),),
        ),
        FormRow(
            "",
            _("What we want to add: what is missing, and why (“comply or explain”)"),
            fields=(FormField("explanation", "note", _("Explanation")),),
        ),
    ]
    if meaning:  # what the signature means stands above it
        rows.append(FormRow("", meaning))
    for number, signatory in enumerate(version.signatories):
        rows.append(
            FormRow(
                "",
                _in_force(signatory.title_fr, signatory.title_en),
                fields=(
                    FormField(f"signatory.{number}.name", "line", _("Name"), required=True),
                    FormField(f"signatory.{number}.title", "line", _("Title")),
                    FormField(f"signatory.{number}.date", "date", _("Date"), required=True),
                    FormField(f"signatory.{number}.signature", "signature", _("Signature")),
                ),
            )
        )
    return FormSection("", _("Attestation"), rows=tuple(rows))


def _in_force(fr: Any, en: Any) -> str:
    return ((en or fr) if language() == "en" else (fr or en)) or ""
