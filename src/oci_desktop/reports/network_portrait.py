"""The network's anonymised portrait: where members are, and what those that share answers have in place, with n."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.formats import NBSP
from oci_desktop.i18n import N_, Bilingual, _, ngettext
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.codes import REGIONS
from oci_desktop.queries.portrait import (
    LEAST,
    Gap,
    Portrait,
    Progress,
    Shown,
    network_portrait,
    progress_by,
    progress_over_years,
)
from oci_desktop.reports.answer_bars import parts, whole_legend
from oci_desktop.reports.campaign_options import CAMPAIGN_OPTION, begun_campaign
from oci_desktop.reports.frame import Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.model.bars import Part
    from oci_desktop.reports.kit.pieces import Piece
    from oci_desktop.reports.kit.sheet import Sheet


@dataclass(frozen=True)
class PortraitPaper:
    as_of: str
    campaign: CampaignDraft
    portrait: Portrait
    years: tuple[tuple[CampaignDraft, Progress], ...]
    by_category: tuple[Progress, ...]
    by_region: tuple[Progress, ...]
    categories: Mapping[str, Bilingual]


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> PortraitPaper:
    """Who is where is as of the day; the answers are as they are known now (`queries.portrait` says why).

    Raises: NotFoundError; UserError for a day before the campaign began.
    """
    from oci_desktop.queries.definitions import categories

    campaign = begun_campaign(reader, as_of, options)
    assert campaign.id is not None
    return PortraitPaper(
        as_of,
        campaign,
        network_portrait(reader, campaign.id),
        tuple(progress_over_years(reader, as_of)),
        tuple(progress_by(reader, campaign, as_of, "category")),
        tuple(progress_by(reader, campaign, as_of, "region")),
        categories(reader),
    )


def render(data: PortraitPaper, printing: Printing) -> Sheet:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import Heading, para

    portrait = data.portrait
    sheet = printing.sheet(
        _("Portrait of the network"),
        str(data.campaign.title),
        _("portrait of the network, campaign {code}").format(code=data.campaign.code),
    )
    width = sheet.width
    quiet = Style("italic", 8.2, 11.5, "#5B6166")
    pieces: list[Piece] = [Heading(progress_title(data.as_of), width, space=0), *_progress(data, width)]
    pieces.append(Heading(answers_title(printing.printed_on), width, space=16))
    pieces += [para(text, width=width, style=quiet, space=2) for text in portrait_words(portrait)]
    if portrait.too_few:
        sheet.add(pieces)
        return sheet
    pieces += _principles(data, width)
    pieces += _gaps(portrait.gaps, width)
    sheet.add([*pieces, *_items(data, width)])
    return sheet


def progress_title(as_of: str) -> str:
    return _("Who is where on {date}").format(date=format_date(as_of))


def answers_title(known_on: str) -> str:
    """What the day asked for does not hold for: answers have no past."""
    return _("What organisations have in place (answers known on {date})").format(date=format_date(known_on))


def portrait_words(portrait: Portrait) -> list[str]:
    """How many share their answers, what is hidden, and what must not be done with it; or that they are too few."""
    if portrait.too_few:
        text = _("Fewer than {n} organisations share their answers in this campaign: there is no portrait of them.")
        return [text.format(n=LEAST)]
    text = ngettext(
        "{n} organisation shares its answers for this portrait, in which none is named.",
        "{n} organisations share their answers for this portrait, in which none is named.",
        portrait.members,
    )
    rule = _(
        "An answer given by fewer than {least} organisations is hidden, with enough of the others that it cannot be"
        " found by subtraction. The figures of a principle are added up from what is shown. Nothing is graded."
    )
    never = _(
        "Never publish it beside another portrait of this campaign, made before an organisation joined or withdrew:"
        " their difference would tell its answers."
    )
    return [f"{text.format(n=formats.number(portrait.members))} {rule.format(least=LEAST)}", never]


def progress_legend(data: PortraitPaper) -> list[Part]:
    """The fills of the states that appear at all."""
    from oci_desktop.reports.campaign_status import state_bar

    every = [*(one for _campaign, one in data.years), *data.by_category, *data.by_region]
    return state_bar({state: 1 for one in every for state, count in one.states.items() if count})


def years_title() -> str:
    return _("Over the years (each at the end of its grace at the latest)")


def _progress(data: PortraitPaper, width: float) -> list[Piece]:
    from oci_desktop.reports.campaign_status import state_bar
    from oci_desktop.reports.kit.bars import BarLayout, BarRow, legend_of
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.lines import strong, wrap
    from oci_desktop.reports.kit.pieces import para

    style, title = Style(size=8.6, leading=11), Style(size=8.6, leading=12)
    layout = BarLayout(width, text=width * 0.34, note=24, pad=1.8)
    found: list[Piece] = [legend_of(progress_legend(data), width)]

    def block(name: str, rows: Sequence[tuple[str, Progress]]) -> None:
        found.append(para(strong(name), width=width, style=title, space=7, keep=True))
        for number, (label, progress) in enumerate(rows):
            lines = [(line, style) for line in wrap(label, style.face, style.size, layout.text)]
            bars = [("", state_bar(progress.states), formats.number(progress.total))]
            found.append(BarRow(lines, bars, layout, keep=number == 0, rule=False))

    years = [(str(campaign.title), progress) for campaign, progress in data.years]
    block(years_title(), years)
    block(_("By category"), [(category_name(data, one.key), one) for one in data.by_category])
    block(_("By region"), [(region_name(one.key), one) for one in data.by_region])
    return found


def category_name(data: PortraitPaper, code: str | None) -> str:
    """The category's name; a dash for what has none."""
    return str(data.categories.get(code or "", code or "—"))


def region_name(code: str | None) -> str:
    """« Montréal (06) »; what has no region says so."""
    return f"{REGIONS.get(code, code)} ({code})" if code else _("No region")


def _principles(data: PortraitPaper, width: float) -> list[Piece]:
    from oci_desktop.reports.kit.bars import BarLayout, BarRow, legend_of, widest
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.lines import wrap

    portrait, style = data.portrait, Style(size=8.6, leading=11)
    notes = [principle_note(one.shown) for one in portrait.principles]
    layout = BarLayout(width, text=width * 0.34, note=widest(notes))
    found: list[Piece] = [legend_of(whole_legend(portrait.version.scale, hidden=True), width)]
    for one, note in zip(portrait.principles, notes, strict=True):
        name = f"{one.principle.code}. {one.principle.title}"
        lines = [(line, style) for line in wrap(name, style.face, style.size, layout.text)]
        found.append(
            BarRow(lines, [("", parts(portrait.version.scale, one.shown.cells, one.shown.hidden), note)], layout)
        )
    return found


def principle_note(shown: Shown) -> str:
    """« 342 réponses »: how many answers a principle's bar stands for."""
    text = ngettext("{n} answer", "{n} answers", shown.n)
    return "—" if shown.is_empty else text.format(n=formats.number(shown.n))


def gaps_title(gaps: Sequence[Gap]) -> str:
    return ngettext("The most frequent gap", "The {n} most frequent gaps", len(gaps)).format(n=len(gaps))


def _gaps(gaps: Sequence[Gap], width: float) -> list[Piece]:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import Heading, para
    from oci_desktop.reports.kit.table import Density, PaperColumn, table

    if not gaps:
        return []
    columns = [
        PaperColumn(_("No.")),
        PaperColumn(_("Statement")),
        PaperColumn(_("Not fully in place"), right=True),
        PaperColumn(_("Of"), right=True),
    ]
    rows = [[gap.item.code, str(gap.item.text), gap_figure(gap), formats.number(gap.n)] for gap in gaps]
    note = para(
        _("To plan trainings from: what most organisations to which it applies do not have fully in place yet."),
        width=width, style=Style("italic", 8.2, 11.5, "#5B6166"), keep=True,
    )  # fmt: skip
    pieces = table(columns, rows, width, Density(pad=2.0))
    for piece in pieces[:-1]:
        piece.keep = True
    return [Heading(gaps_title(gaps), width, space=16), note, *pieces]


def gap_figure(gap: Gap) -> str:
    """« 21 », « au moins 21 » where hidden answers may add to it."""
    figure = formats.number(gap.members)
    return figure if gap.exact else _("at least {n}").format(n=figure)


def _items(data: PortraitPaper, width: float) -> list[Piece]:
    from oci_desktop.reports.kit.bars import BarLayout, BarRow
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.lines import wrap
    from oci_desktop.reports.kit.pieces import Heading

    style = Style(size=8.2, leading=10.4)
    layout = BarLayout(width, text=width * 0.42, note=36, pad=2.4)
    found: list[Piece] = []
    for one in data.portrait.principles:
        title = f"{one.principle.code}. {one.principle.title}"
        found.append(Heading(title, width, space=16))
        again = Heading(_("{title} (continued)").format(title=title), width, level=None)
        for number, item in enumerate(one.items):
            code = f"{item.item.code}{NBSP}{NBSP}"
            hang = style.width(code)
            cut = wrap(f"{code}{item.item.text}", style.face, style.size, layout.text, hang)
            lines = [(line, style) for line in cut]
            note = "—" if item.shown.is_empty else f"n = {formats.number(item.shown.n)}"
            bars = [("", parts(data.portrait.version.scale, item.shown.cells, item.shown.hidden), note)]
            found.append(BarRow(lines, bars, layout, header=again, keep=number == 0 and len(one.items) > 1, hang=hang))
    return found


REPORT = Report(
    name="network-portrait",
    title=N_("Portrait of the network"),
    description=N_(
        "Who is where by category, region and year; shared answers by principle and item, none recognisable."
    ),
    collect=collect,
    render=render,
    options=(CAMPAIGN_OPTION,),
)
