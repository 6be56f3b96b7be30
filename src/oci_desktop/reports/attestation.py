"""The attestation of record, printed: what was attested, what the signature means, who signed and when.

It is in the recipient's language unless another is asked for. The fingerprint of the returned document is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from oci_desktop.dates import format_date
from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import DEFAULT_LANGUAGE, N_, _, language
from oci_desktop.model.campaign import AttestationDraft, CampaignDraft
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.model.standing import VALID
from oci_desktop.queries.answers import answers_digest
from oci_desktop.queries.campaigns import attestation_of, get_campaign, get_self_assessment, steps_of
from oci_desktop.queries.mailings import recipients
from oci_desktop.queries.questionnaires import get_version
from oci_desktop.queries.results import name_of
from oci_desktop.reports.campaign_options import CAMPAIGN_OPTION, chosen_campaign
from oci_desktop.reports.frame import Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.kit.bundle import Bundle
    from oci_desktop.reports.kit.pieces import Piece
    from oci_desktop.reports.kit.sheet import Sheet


@dataclass(frozen=True)
class AttestationPaper:
    """One attestation as it is printed, in its own language."""

    as_of: str
    lang: str
    member: str
    draft: AttestationDraft
    campaign: CampaignDraft
    version: VersionDraft
    is_valid: bool
    """Whether it was found complete by the day."""
    changed: bool
    """Whether shared answers changed since it was signed."""


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> tuple[AttestationPaper, ...]:
    found = _wanted(reader, as_of, options)
    owners = {one: get_self_assessment(reader, one) for one in found}
    ids = [owner.organisation_id for owner in owners.values()]
    languages = {one.organisation_id: one.language for one in recipients(reader, ids, as_of)}
    papers = []
    versions: dict[int, VersionDraft] = {}
    for one, owner in owners.items():
        draft = attestation_of(reader, one)
        assert draft is not None
        lang = options.get("language") or languages.get(owner.organisation_id) or DEFAULT_LANGUAGE
        of_version = draft.questionnaire_version_id
        versions.setdefault(of_version, get_version(reader, of_version))
        steps = [step for step in steps_of(reader, one) if step.happened_on <= as_of]
        papers.append(
            AttestationPaper(
                as_of,
                lang,
                name_of(reader, owner.organisation_id, as_of),
                draft,
                get_campaign(reader, owner.campaign_id),
                versions[of_version],
                bool(steps) and steps[-1].step == VALID,
                draft.answers_digest is not None and draft.answers_digest != answers_digest(reader, one),
            )
        )
    return tuple(papers)


def _wanted(reader: Reads, as_of: str, options: Mapping[str, str]) -> list[int]:
    """The self-assessments whose attestation is asked for: by number, by organisation, or all of a campaign.

    Raises: NotFoundError; AmbiguousError.
    """
    if number := options.get("number"):
        rows = reader.rows("SELECT self_assessment_id FROM attestation WHERE number = :number", {"number": number})
        if not rows:
            raise NotFoundError(N_("There is no attestation of the number “{number}”."), number=number)
        return [rows[0][0]]
    if options.get("organisation"):
        from oci_desktop.reports.self_assessment_result import chosen_self_assessment

        one = chosen_self_assessment(reader, as_of, options)
        if attestation_of(reader, one) is None:
            raise NotFoundError(N_("No attestation of this organisation is recorded in this campaign."))
        return [one]
    campaign = chosen_campaign(reader, as_of, options)
    rows = reader.rows(
        "SELECT a.self_assessment_id FROM attestation a JOIN self_assessment sa ON sa.id = a.self_assessment_id"
        " WHERE sa.campaign_id = :campaign AND (a.received_on IS NULL OR a.received_on <= :day) ORDER BY a.number",
        {"campaign": campaign.id, "day": as_of},
    )
    if not rows:
        raise NotFoundError(N_("No attestation is recorded in the campaign {code}."), code=campaign.code)
    return [row[0] for row in rows]


def render(data: Sequence[AttestationPaper], printing: Printing) -> Bundle:
    from oci_desktop.reports.kit.bundle import Bundle

    documents = [
        (f"{one.draft.number or '—'} · {one.member}", one.lang, partial(_sheet, one, printing)) for one in data
    ]
    return Bundle(documents, _("Attestations of self-assessment"))


def _sheet(data: AttestationPaper, printing: Printing) -> Sheet:
    from oci_desktop.reports.kit.facts import facts
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import Heading, Space, para

    draft, campaign = data.draft, data.campaign
    sheet = printing.sheet(
        _("Attestation of self-assessment"),
        str(campaign.title),
        # Its name would be cut there, and stands above.
        _("attestation {number}").format(number=draft.number or "—"),
    )
    width = sheet.width
    pieces: list[Piece] = [para(data.member, width=width, style=Style("bold", 14, 18), keep=True)]
    questionnaire = _("{title}, version {number}").format(title=data.version.title, number=data.version.number)
    pairs = [
        (_("Number"), draft.number or "—"),
        (_("Campaign"), campaign.code),
        (_("Questionnaire"), questionnaire),
        (_("Discussed by the board on"), format_date(draft.discussed_on) or "—"),
        (_("Received on"), format_date(draft.received_on) or "—"),
        (_("Valid until"), format_date(campaign.valid_until) if data.is_valid else ""),
    ]
    pieces += [Space(6), *facts(pairs, width)]
    if not data.is_valid:
        note = _("This attestation was received; it is not yet recorded as complete.")
        pieces.append(para(note, width=width, style=Style("italic", 9, 13), space=5))
    elif campaign.valid_until < data.as_of:
        note = _("On {date}, this attestation had expired.").format(date=format_date(data.as_of))
        pieces.append(para(note, width=width, style=Style("bold", 9, 13), space=5))
    if data.changed:
        note = _("Changed since signed: answers that were shared were changed after this attestation.")
        pieces.append(para(note, width=width, style=Style("bold", 9, 13), space=5))
    pieces += [
        Heading(_("Statement of the organisation"), width, space=16, level=None),
        *_paragraphs(_in(data.version.attestation_fr, data.version.attestation_en), width, 3),
    ]
    if draft.explanation:
        title = _("What is not in place, and why (“comply or explain”)")
        pieces.append(Heading(title, width, space=16, level=None))
        pieces += _paragraphs(draft.explanation, width, 2)
    pieces.append(Heading(_("Signatures"), width, space=18, level=None))
    meaning = _in(data.version.meaning_fr, data.version.meaning_en)
    pieces += [para(text, width=width, style=Style("italic", 9.2, 13), space=3, keep=True) for text in _lines(meaning)]
    sheet.add(pieces)
    sheet.add(_signatures(data, width))
    return sheet


def _in(fr: str | None, en: str | None) -> str:
    """The text in the language in force, or in the other one where it was not translated."""
    return ((en or fr) if language() == "en" else (fr or en)) or ""


def _lines(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]


def _paragraphs(text: str, width: float, space: float) -> list[Piece]:
    from oci_desktop.reports.kit.pieces import BODY, para

    return [para(part, width=width, style=BODY, space=space) for part in _lines(text)]


def _signatures(data: AttestationPaper, width: float) -> list[Piece]:
    """Each signature on a line of its own, with name, title and date; lines to fill in where nobody signed yet."""
    from oci_desktop.reports.kit.signatures import Signature, signatures

    signed = [
        Signature(
            one.name,
            one.title or "",
            _("signed on {date}").format(date=format_date(one.signed_on))
            if one.signed_on
            else _("date to be recorded"),
        )
        for one in data.draft.signatories
    ]
    if not signed:
        signed = [Signature("", _in(one.title_fr, one.title_en), _("to be signed")) for one in data.version.signatories]
    return signatures(signed, width)


REPORT = Report(
    name="attestation",
    title=N_("Attestation of self-assessment"),
    description=N_("One attestation of record, or all of a campaign, each in its recipient’s language."),
    collect=collect,
    render=render,
    options=(
        CAMPAIGN_OPTION,
        Option("organisation", N_("Organisation"), "organisation"),
        Option("number", N_("Number of the attestation")),
        Option(
            "language",
            N_("Language of the attestation"),
            "choice",
            {"": N_("The recipient’s"), "fr": N_("French"), "en": N_("English")},
        ),
    ),
)
