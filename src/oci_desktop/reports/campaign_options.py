"""What the reports of self-assessments let choose: a campaign of the file, by default the current one."""

from __future__ import annotations

from collections.abc import Mapping

from oci_desktop.dates import Day
from oci_desktop.errors import UserError
from oci_desktop.i18n import N_
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.queries.campaigns import find_campaign, list_campaigns
from oci_desktop.reports.frame import Choices, Option, Reads


def _campaigns(reader: Reads) -> Choices:
    return {"": N_("The current one"), **{one.code: one.code for one in list_campaigns(reader)}}


CAMPAIGN_OPTION = Option("campaign", N_("Campaign"), "choice", _campaigns)


def chosen_campaign(reader: Reads, as_of: str, options: Mapping[str, str]) -> CampaignDraft:
    """The campaign that was chosen, or the current one of the day.

    Raises: NotFoundError when there is none.
    """
    return find_campaign(reader, options.get("campaign") or None, as_of)


def begun_campaign(reader: Reads, as_of: str, options: Mapping[str, str]) -> CampaignDraft:
    """The same, for what can only be told of a campaign that has begun.

    Raises: NotFoundError when there is none; UserError for a day before its opening.
    """
    campaign = chosen_campaign(reader, as_of, options)
    if as_of < campaign.opens_on:
        raise UserError(
            N_("The campaign {code} had not begun on {day}: it opens on {opens}."),
            code=campaign.code,
            day=Day(as_of),
            opens=Day(campaign.opens_on),
        )
    return campaign
