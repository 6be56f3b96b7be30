"""The names to follow up on the board's page, by urgency, as airy as one page allows.

First a table of everybody; when that is too long, those that matter least today stand in two columns under their
step and last reminder, then all of them, then in running text; only what no page holds flows over several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.formats import NBSP
from oci_desktop.i18n import _
from oci_desktop.model.standing import EXPIRED, GRACE, LATE, PENDING, REFUSED, STATES, STEPS
from oci_desktop.queries.campaigns import CampaignRow
from oci_desktop.queries.portrait import LAPSED

if TYPE_CHECKING:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import Piece
    from oci_desktop.reports.kit.table import Density

APPLICANTS = "applicants"

NOBODY = "°"
"""After a name in columns: nobody answers for it."""


@dataclass(frozen=True)
class Named:
    """Members in the same situation, by urgency."""

    state: str
    what: str
    rows: tuple[CampaignRow, ...]

    @property
    def title(self) -> str:
        return f"{self.what} ({formats.number(len(self.rows))})"


def names(groups: Sequence[Named], width: float, room: float) -> list[Piece]:
    """The groups in the first of the ways that fits in the room; else as a table over several pages."""
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.table import Density

    settings = [
        (Density(), Style(size=8.6, leading=11.2)),
        (Density(Style(size=8.6, leading=11), 2.4, 1.8), Style(size=8.6, leading=11.2)),
        (Density(Style(size=8.4, leading=10.6), 2.0, 1.5), Style(size=8.3, leading=10.6)),
        (Density(Style(size=8.2, leading=10.2), 1.6, 1.2), Style(size=8.0, leading=10.0)),
        (Density(Style(size=8.0, leading=9.6), 1.4, 1.0), Style(size=7.8, leading=9.6)),
    ]
    least = (settings[-1][0], Style(size=7.4, leading=9.1))
    present = {group.state for group in groups}
    tried: set[tuple[frozenset[str], frozenset[str]]] = set()
    for columns, text in ((a & present, b & present) for a, b in _WAYS):
        if (columns, text) in tried:
            continue
        tried.add((columns, text))
        for density, style in [*settings, least] if columns or text else settings:
            pieces = _set(groups, columns, text, width, density, style)
            if sum(piece.height + piece.space for piece in pieces) <= room:
                return pieces
    return _set(groups, _NONE, _NONE, width, *settings[1])


_NONE: frozenset[str] = frozenset()
_CALM = frozenset({EXPIRED, LAPSED, PENDING})
_GRACE = frozenset({GRACE})
_URGENT = frozenset({LATE, REFUSED, APPLICANTS})

_WAYS = (
    (_NONE, _NONE), (_CALM, _NONE), (_CALM | _GRACE, _NONE), (_CALM | _GRACE | _URGENT, _NONE), (_NONE, _CALM),
    (_GRACE, _CALM), (_GRACE | _URGENT, _CALM), (_URGENT, _CALM | _GRACE), (_NONE, _CALM | _GRACE | _URGENT),
)  # fmt: skip
"""The states in columns, and those in running text; what is in neither stands in the table."""


def _set(
    groups: Sequence[Named],
    columns: frozenset[str],
    text: frozenset[str],
    width: float,
    density: Density,
    style: Style,
) -> list[Piece]:
    """One table of the groups that are neither in columns nor in running text, then those."""
    pieces = _table([group for group in groups if group.state not in columns | text], width, density)
    for group in groups:
        if group.state in columns:
            pieces += _in_columns(group, width, style)
        elif group.state in text:
            pieces += _in_text(group, width, style)
    return pieces + _key([group for group in groups if group.state in columns | text], width)


def _table(groups: Sequence[Named], width: float, density: Density) -> list[Piece]:
    from oci_desktop.reports.kit.table import Group, PaperColumn, grouped_table

    if not groups:
        return []
    titles = [_("Organisation"), _("Step"), _("Since"), _("Last reminder"), _("Focal point")]
    cells = [[_cells(group, row) for row in group.rows] for group in groups]
    # A column without any value only takes the room of the names.
    kept = [at for at in range(len(titles)) if any(row[at] for rows in cells for row in rows)]
    shown = [
        Group(
            group.title, [[row[at] for at in kept] for row in rows], _("{title} (continued)").format(title=group.title)
        )
        for group, rows in zip(groups, cells, strict=True)
    ]
    return grouped_table([PaperColumn(titles[at]) for at in kept], shown, width, density)


def _key(groups: Sequence[Named], width: float) -> list[Piece]:
    """What the mark after a name means, where there is one."""
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pen import SECONDARY
    from oci_desktop.reports.kit.pieces import para

    if all(row.focal_point for group in groups for row in group.rows):
        return []
    key = _("{mark} focal point to be named").format(mark=NOBODY)
    return [para(key, width=width, style=Style("italic", 7.6, 10, SECONDARY), space=3)]


def _cells(group: Named, row: CampaignRow) -> list[str]:
    from oci_desktop.reports.kit.table import Alert, Missing

    step = _step(group, row)
    return [
        row.member,
        Alert(step) if group.state == LATE else step,
        format_date(row.step_on, "medium") if row.step_on else "",
        format_date(row.last_reminder, "medium") if row.last_reminder else "",
        row.focal_point or Missing(_("to be named")),
    ]


def _step(group: Named, row: CampaignRow) -> str:
    return _(STATES[EXPIRED]) if group.state in (EXPIRED, LAPSED) else _(STEPS[row.step])


def _title_style(group: Named) -> Style:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pen import LATE as RED

    return Style("bold", 9.4, 12, RED) if group.state == LATE else Style("bold", 9.4, 12)


def _by_step(group: Named) -> list[tuple[str, list[CampaignRow]]]:
    """The members at the same step with the same last reminder, under what says so; "" where the title says it all."""
    if group.state in (EXPIRED, LAPSED, REFUSED):
        return [("", list(group.rows))]
    ordered = sorted(group.rows, key=lambda row: (list(STEPS).index(row.step), row.last_reminder or ""))
    found = []
    for (_code, reminded), same in groupby(ordered, key=lambda row: (row.step, row.last_reminder)):
        rows = list(same)
        words = _step(group, rows[0])
        if reminded:
            words = _("{step}, last reminder {date}").format(step=words, date=format_date(reminded, "medium"))
        found.append((words, rows))
    if len(found) > 1:
        found = [(f"{words} ({formats.number(len(rows))})", rows) for words, rows in found]
    return found


def _in_columns(group: Named, width: float, style: Style) -> Iterator[Piece]:
    """A group in two columns: by step and last reminder, with a mark where nobody answers for a member."""
    from oci_desktop.reports.kit.columns import InColumns
    from oci_desktop.reports.kit.fonts import Style as Face
    from oci_desktop.reports.kit.pen import SECONDARY
    from oci_desktop.reports.kit.pieces import Heading, para

    yield Heading(group.title, width, style=_title_style(group), level=None, space=8)
    for number, (words, rows) in enumerate(_by_step(group)):
        if words:
            quiet = Face("bold", style.size, style.leading, SECONDARY)
            yield para(words, width=width, style=quiet, space=3 if number else 0, keep=True)
        yield InColumns([[_marked(row)] for row in rows], width, style)


def _in_text(group: Named, width: float, style: Style) -> Iterator[Piece]:
    """The same in running text, for more names and steps than two columns hold."""
    from oci_desktop.reports.kit.lines import Span, strong
    from oci_desktop.reports.kit.pieces import para

    yield para(group.title, width=width, style=_title_style(group), space=6, keep=True)
    parts: list[str | Span] = []
    for words, rows in _by_step(group):
        parts += [strong(formats.with_colon(words)), NBSP] if words else []
        parts.append(f"{'; '.join(_marked(row) for row in rows)}. ")
    yield para(*parts, width=width, style=style, space=1.5)


def _marked(row: CampaignRow) -> str:
    return row.member if row.focal_point else f"{row.member}{NBSP}{NOBODY}"
