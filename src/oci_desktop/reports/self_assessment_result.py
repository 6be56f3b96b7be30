"""One member's result, for itself (level B): counts and coverage by principle, answers, actions; nothing graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_, _
from oci_desktop.queries.naming import find_organisation
from oci_desktop.queries.results import NEW, ItemResult, MemberResult, Score, member_result, name_of
from oci_desktop.reports.answer_bars import labels, parts, whole_legend
from oci_desktop.reports.campaign_options import CAMPAIGN_OPTION, chosen_campaign
from oci_desktop.reports.frame import Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.kit.bars import BarLayout
    from oci_desktop.reports.kit.pieces import Piece
    from oci_desktop.reports.kit.sheet import Sheet


@dataclass(frozen=True)
class ResultPaper:
    """Answers have no past: they are as known on the day of printing."""

    result: MemberResult
    with_index: bool


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> ResultPaper:
    result = member_result(reader, chosen_self_assessment(reader, as_of, options), as_of)
    return ResultPaper(result, bool(options.get("index")) or bool(result.version.index_shown))


def chosen_self_assessment(reader: Reads, as_of: str, options: Mapping[str, str]) -> int:
    """The self-assessment of the organisation and campaign that were chosen.

    Raises: NotFoundError; AmbiguousError.
    """
    from oci_desktop.queries.campaigns import find_self_assessment

    campaign = chosen_campaign(reader, as_of, options)
    organisation_id = find_organisation(reader, options["organisation"], as_of)
    assert campaign.id is not None
    found = find_self_assessment(reader, campaign.id, organisation_id)
    if found is None or found.id is None:
        raise NotFoundError(
            N_("{name} is not addressed by the campaign {code}."),
            name=name_of(reader, organisation_id, as_of),
            code=campaign.code,
        )
    return found.id


def render(data: ResultPaper, printing: Printing) -> Sheet:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import Heading, para

    result, date = data.result, format_date(printing.printed_on)
    sheet = printing.sheet(
        result.member,
        " · ".join([str(result.campaign.title), _("Answers known on {date}").format(date=date)]),
        _("result of {name}, campaign {code}").format(name=result.member, code=result.campaign.code),
    )
    width = sheet.width
    quiet = Style("italic", 8.2, 11.5, "#5B6166")
    pieces: list[Piece] = [
        para(
            _("For the organisation itself. Nothing is graded: the counts say what was answered, and what was not."),
            width=width, style=quiet, keep=True,
        )
    ]  # fmt: skip
    pieces += [Heading(_("By principle"), width, space=10), *_overview(data, width)]
    if data.with_index:
        pieces.append(para(index_meaning(), width=width, style=quiet, space=5))
    sheet.add([*pieces, *_answers(data, width), *_removed(data, width), *_actions(data, width)])
    return sheet


def index_meaning() -> str:
    """What the index is, and what it is not."""
    return _(
        "The index weighs the answers given, from 0 (nothing in place) to 100 (everything in place); what"
        " is not answered or does not apply is left out of it. It is a landmark for the organisation from"
        " one year to the next, never a comparison with others."
    )


def _overview(data: ResultPaper, width: float) -> list[Piece]:
    from oci_desktop.reports.kit.bars import BarLayout, BarRow, legend_of, widest
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.lines import wrap

    result = data.result
    scale = result.version.scale
    title, strong = Style(size=8.6, leading=11), Style("bold", 8.6, 11)
    scores = [principle.score for principle in result.principles] + [result.total]
    befores = [principle.before for principle in result.principles] + [result.total_before]
    notes = [score_note(score, data.with_index) for score in [*scores, *[one for one in befores if one is not None]]]
    years = [result.campaign.code] + ([result.previous.code] if result.previous else [])
    word = widest(years) + 6 if result.previous else 0.0
    layout: BarLayout = BarLayout(width, text=width * 0.34, word=word, note=widest(notes))
    found: list[Piece] = [legend_of(whole_legend(scale), width)]
    names = [f"{one.principle.code}. {one.principle.title}" for one in result.principles] + [_("All principles")]
    for number, (name, score, before) in enumerate(zip(names, scores, befores, strict=True)):
        style = strong if number == len(names) - 1 else title
        bars = [(years[0] if result.previous else "", parts(scale, score.counts), score_note(score, data.with_index))]
        if before is not None and result.previous is not None:
            bars.append((years[1], parts(scale, before.counts), score_note(before, data.with_index)))
        lines = [(line, style) for line in wrap(name, style.face, style.size, layout.text)]
        found.append(BarRow(lines, bars, layout))
    return found


def score_note(score: Score, with_index: bool) -> str:
    """« 8 sur 9 répondus »; « — » where nothing applies."""
    if score.applicable == 0:
        return "—"
    text = _("{answered} of {applicable} answered").format(answered=score.answered, applicable=score.applicable)
    if with_index:
        index = "—" if score.index is None else formats.number(score.index)
        text = _("{coverage} · index {index}").format(coverage=text, index=index)
    return text


def _answers(data: ResultPaper, width: float) -> list[Piece]:
    from oci_desktop.reports.kit.pieces import Heading
    from oci_desktop.reports.kit.table import Density, Group, PaperColumn, grouped_table

    result = data.result
    named = labels(result.version.scale)
    columns = [PaperColumn(_("No.")), PaperColumn(_("Statement")), PaperColumn(_("Answer"))]
    if result.previous:
        columns.append(PaperColumn(_("In {campaign}").format(campaign=result.previous.code)))
    commented = any(item.comment or item.evidence for one in result.principles for item in one.items)
    if commented:
        columns.append(PaperColumn(_("Comment")))
    groups = [
        Group(
            f"{one.principle.code}. {one.principle.title}",
            [_answer_cells(item, named, result.previous is not None)[: len(columns)] for item in one.items],
            _("{title} (continued)").format(title=f"{one.principle.code}. {one.principle.title}"),
        )
        for one in result.principles
        if one.items
    ]
    return [Heading(_("Answers"), width, space=16), *grouped_table(columns, groups, width, Density(grouped_pad=1.7))]


def _answer_cells(one: ItemResult, named: Mapping[str, str], compared: bool) -> list[str]:
    from oci_desktop.reports.kit.table import Missing

    if one.choice is None:
        answer: str = Missing(_("no answer"))
    elif one.to_confirm:
        answer = Missing(_("to confirm"))
    else:
        answer = named.get(one.choice, one.choice)
    cells = [one.item.code, str(one.item.text), answer]
    if compared:
        if one.change == NEW:
            cells.append(Missing(_("new")))
        else:
            before = named.get(one.before, one.before) if one.before else "—"
            cells.append(f"{before} *" if one.reworded else before)
    comment = "\n".join(part for part in (one.comment, one.evidence) if part)
    return [*cells, Missing(_("confidential")) if one.confidential and comment else comment]


def _removed(data: ResultPaper, width: float) -> list[Piece]:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import Heading, para
    from oci_desktop.reports.kit.table import PaperColumn, table

    result = data.result
    found: list[Piece] = []
    if any(item.reworded for one in result.principles for item in one.items):
        text = _("* The statement was worded otherwise then.")
        found.append(para(text, width=width, style=Style(size=7.8, leading=11, color="#5B6166"), space=4))
    if result.removed and result.previous:
        code = result.previous.code
        named = labels(result.version.scale)
        columns = [
            PaperColumn(_("No.")),
            PaperColumn(_("Statement")),
            PaperColumn(_("In {campaign}").format(campaign=code)),
        ]
        rows = [[item.code, str(item.text), named.get(answer or "", answer or "")] for item, answer in result.removed]
        found += [Heading(_("Asked no more"), width, space=16), *table(columns, rows, width)]
    return found


def _actions(data: ResultPaper, width: float) -> list[Piece]:
    from oci_desktop.reports.action_plan import action_cells, action_columns
    from oci_desktop.reports.kit.pieces import Heading
    from oci_desktop.reports.kit.table import table

    if not data.result.actions:
        return []
    rows = [action_cells(action) for action in data.result.actions]
    return [Heading(_("Actions"), width, space=16), *table(action_columns(), rows, width)]


REPORT = Report(
    name="self-assessment-result",
    title=N_("Result of a self-assessment"),
    description=N_(
        "One organisation that shares its answers: counts, coverage, last campaign beside this one, actions."
    ),
    collect=collect,
    render=render,
    options=(
        CAMPAIGN_OPTION,
        Option("organisation", N_("Organisation"), "organisation", required=True),
        Option("index", N_("With the index"), "boolean"),
    ),
)
