"""The form of one member in a campaign, to fill in on the screen or on paper: the questionnaire or the attestation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, language
from oci_desktop.model.form import FormSpec
from oci_desktop.queries.assessment_forms import (
    ATTESTATION,
    QUESTIONNAIRE,
    WHOLE,
    addressed_members,
    build_form,
    form_campaign,
)
from oci_desktop.queries.campaigns import find_self_assessment
from oci_desktop.queries.naming import find_organisation
from oci_desktop.reports.campaign_options import CAMPAIGN_OPTION, chosen_campaign
from oci_desktop.reports.frame import Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.frame import Paper


@dataclass(frozen=True)
class _Form:
    """A form ready to be drawn."""

    spec: FormSpec
    printing: Printing

    def finish(self, progress: Callable[[int, int], None] | None = None, /) -> bytes:
        from oci_desktop.reports.kit.acroform import form_pdf

        data = form_pdf(self.spec, self.printing)
        if progress:
            progress(1, 1)
        return data


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> FormSpec:
    campaign = chosen_campaign(reader, as_of, options)
    organisation_id = find_organisation(reader, options["organisation"], as_of)
    assert campaign.id is not None
    asked = find_self_assessment(reader, campaign.id, organisation_id)
    members = addressed_members(reader, campaign.id, as_of, [asked.id] if asked is not None and asked.id else [])
    if not members:
        raise UserError(N_("The campaign {campaign} does not address this organisation."), campaign=campaign.code)
    member = members[0]
    document = options.get("document") or QUESTIONNAIRE
    if member.level == "B" and document == QUESTIONNAIRE:
        document = WHOLE
    return build_form(form_campaign(reader, campaign.id), member, document, language())


def render(spec: FormSpec, printing: Printing) -> Paper:
    return _Form(spec, printing)


REPORT = Report(
    name="self-assessment-form",
    title=N_("Self-assessment form of a member"),
    description=N_("The questionnaire or the attestation of one member, as a PDF to fill in."),
    collect=collect,
    render=render,
    options=(
        Option("organisation", N_("Organisation"), "organisation", required=True),
        CAMPAIGN_OPTION,
        Option(
            "document",
            N_("Document"),
            "choice",
            {QUESTIONNAIRE: N_("Questionnaire, to keep"), ATTESTATION: N_("Attestation, to return")},
            default=QUESTIONNAIRE,
        ),
    ),
)
