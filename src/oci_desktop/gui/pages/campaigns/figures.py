"""The counts of a campaign, each told once: together they make everybody that it addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oci_desktop import formats
from oci_desktop.i18n import ngettext
from oci_desktop.model.standing import (
    ANSWERS,
    EXEMPT,
    GRACE,
    LATE,
    NONE,
    RECEIVED,
    REFUSED,
    SENT,
    TO_COMPLETE,
    TO_SEND,
    VALID,
)

if TYPE_CHECKING:
    from oci_desktop.queries.campaigns import CampaignSummary
    from oci_desktop.queries.lists import Reads

Filters = tuple[tuple[str, tuple[str, ...]], ...]

UNDER_WAY = "under_way"
"""On time, sent and not yet settled."""


class Figure(NamedTuple):
    """One count: its words, what of the list it counts, and its ground in the bar."""

    code: str
    n: int
    words: str
    filters: Filters


def _words(code: str, n: int) -> str:
    if code == VALID:
        return ngettext("{n} valid", "{n} valid", n)
    if code == UNDER_WAY:
        return ngettext("{n} under way", "{n} under way", n)
    if code == TO_SEND:
        return ngettext("{n} to send", "{n} to send", n)
    if code == GRACE:
        return ngettext("{n} in grace", "{n} in grace", n)
    if code == LATE:
        return ngettext("{n} late", "{n} late", n)
    if code == EXEMPT:
        return ngettext("{n} exempt", "{n} exempt", n)
    return ngettext("{n} refusal", "{n} refusals", n)


FILTERS: dict[str, Filters] = {
    VALID: (("step", (VALID,)),),
    UNDER_WAY: (("lateness", (NONE,)), ("step", (SENT, ANSWERS, RECEIVED, TO_COMPLETE))),
    TO_SEND: (("lateness", (NONE,)), ("step", (TO_SEND,))),
    GRACE: (("lateness", (GRACE,)),),
    LATE: (("lateness", (LATE,)),),
    EXEMPT: (("step", (EXEMPT,)),),
    REFUSED: (("step", (REFUSED,)),),
}


def figures(reader: Reads, campaign_id: int, code: str, as_of: str) -> tuple[list[Figure], CampaignSummary]:
    """The counts on the day, those of nobody left out, and the summary that they come from."""
    from oci_desktop.queries.campaigns import campaign_summary, get_campaign
    from oci_desktop.queries.definitions import get_list
    from oci_desktop.queries.lists import Query, count

    summary = campaign_summary(reader, campaign_id, as_of)
    query = Query(as_of, (("campaign", (code,)), *FILTERS[TO_SEND]))
    to_send = count(reader, get_list(reader, "campaign"), query) if summary.pending else 0
    counts = {
        VALID: summary.valid,
        UNDER_WAY: summary.pending - to_send,
        TO_SEND: to_send,
        GRACE: summary.grace,
        LATE: summary.late,
        EXEMPT: summary.exempt,
        REFUSED: summary.refused,
    }
    words = {key: _words(key, n) for key, n in counts.items()}
    if as_of > get_campaign(reader, campaign_id).valid_until:
        words[VALID] = ngettext("{n} expired", "{n} expired", summary.valid)
    return [
        Figure(key, n, words[key].format(n=formats.number(n)), FILTERS[key]) for key, n in counts.items() if n
    ], summary
