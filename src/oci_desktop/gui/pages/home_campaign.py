"""The card of the campaign on the first page: how many are valid, and the others by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.gui import icons, theme
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.campaigns.figures import UNDER_WAY, Figure, figures
from oci_desktop.gui.pages.home_parts import Ring, Row
from oci_desktop.gui.style import blend
from oci_desktop.gui.widgets import Card, Label
from oci_desktop.i18n import _, ngettext
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import EXEMPT, GRACE, LATE, REFUSED, TO_SEND, VALID
from oci_desktop.queries.home import Share

if TYPE_CHECKING:
    from oci_desktop.queries.lists import Reads

_SIGNS = {
    VALID: ("circle-check", "good"),
    UNDER_WAY: ("send", "accent"),
    TO_SEND: ("mail", "neutral"),
    GRACE: ("clock", "pending"),
    LATE: ("alert-triangle", "late"),
    EXEMPT: ("shield", "neutral"),
    REFUSED: ("ban", "late"),
}


@dataclass(frozen=True)
class CampaignNow:
    """The current campaign on a day, with its counts."""

    campaign: CampaignDraft
    total: int
    valid: int
    parts: tuple[Figure, ...]


def campaign_now(reader: Reads, as_of: str) -> CampaignNow | None:
    """The campaign opened last by that day, as long as what it gave is valid; None when there is none."""
    from oci_desktop.queries.campaigns import current_campaign

    campaign = current_campaign(reader, as_of)
    if campaign is None or campaign.id is None or campaign.valid_until < as_of:
        return None
    parts, summary = figures(reader, campaign.id, campaign.code, as_of)
    return CampaignNow(campaign, summary.total, summary.valid, tuple(parts))


def campaign_card(context: Context, now: CampaignNow) -> Card:
    """The ring, and a line for each part that opens those members."""
    campaign = now.campaign

    def open_it(part: Figure | None = None) -> None:
        filters = (("campaign", (campaign.code,)), *(part.filters if part is not None else ()))
        context.go("campaigns", filters=filters)

    card = Card(str(campaign.title), _("Campaign"), open_it)
    row = QHBoxLayout()
    row.setSpacing(20)
    shares = [Share(part.words, part.n) for part in now.parts]
    word = _("of {total}").format(total=formats.number(now.total))
    row.addWidget(Ring(now.valid, word, shares, [_ink(part.code) for part in now.parts]))
    legend = QVBoxLayout()
    legend.setSpacing(0)
    legend.addStretch()
    for part in now.parts:
        line = _Line(part, campaign)
        line.clicked.connect(partial(open_it, part))
        legend.addWidget(line)
    legend.addStretch()
    row.addLayout(legend, 1)
    card.body.addLayout(row)
    return card


class _Line(Row):
    """« ✓ 49 valides jusqu’au 31 mars 2027 »."""

    def __init__(self, part: Figure, campaign: CampaignDraft) -> None:
        super().__init__()
        icon, tone = _SIGNS[part.code]
        ink = theme.colour("accent") if tone == "accent" else QColor(theme.tokens().tone(tone)[0])
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 3, 4, 3)
        row.setSpacing(8)
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon, ink, 16, self.devicePixelRatioF()))
        row.addWidget(sign)
        words = _words(part, campaign)
        row.addWidget(Label(words, wrap=True), 1)
        self.setAccessibleName(words)


def _words(part: Figure, campaign: CampaignDraft) -> str:
    if part.code != VALID:
        return part.words
    words = ngettext("{n} valid until {date}", "{n} valid until {date}", part.n)
    return words.format(n=formats.number(part.n), date=format_date(campaign.valid_until))


def _ink(code: str) -> QColor:
    t = theme.tokens()
    if code == UNDER_WAY:
        return QColor(blend(t.panel, t.accent, 0.45))
    if code in (TO_SEND, EXEMPT):
        return QColor(blend(t.panel, t.secondary, 0.25 if code == TO_SEND else 0.5))
    if code == REFUSED:
        return QColor(blend(t.panel, t.late, 0.5))
    if code == GRACE:
        return QColor(blend(t.panel, t.pending, 0.72))
    return QColor(t.good if code == VALID else t.late)
