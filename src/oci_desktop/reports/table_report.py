"""Any list on paper: the widths follow the content, and the page turns when the columns need it.

Where even a turned page is too narrow for all columns, every row prints as a small record instead, so that
nothing is ever cut off.
"""

from __future__ import annotations

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.i18n import _
from oci_desktop.reports.frame import Printing
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import Span, strong
from oci_desktop.reports.kit.pieces import LIST, Piece, para
from oci_desktop.reports.kit.sheet import Sheet
from oci_desktop.reports.kit.table import PaperColumn, comfort, table, turned
from oci_desktop.tables import Table

_TOO_MANY_LINES = 5.0


def render(source: Table, as_of: str, printing: Printing) -> Sheet:
    """The list as a sheet: `source.title` stands above, `source.subtitle` says what was filtered."""
    rows = source.formatted()
    columns = [PaperColumn(column.title, column.kind.align == "right") for column in source.columns]
    narrow, wide = printing.widths
    landscape = turned(columns, rows, narrow, wide, printing.landscape)
    side_by_side = comfort(columns, rows, wide if landscape else narrow) <= _TOO_MANY_LINES
    if not side_by_side and printing.landscape is None:
        landscape = False
    date = format_date(as_of)
    title = source.title or _("List")
    count = _("{n} in all").format(n=formats.number(len(rows)))
    parts = [_("As of {date}").format(date=date), count, source.subtitle]
    footer = _("{title} as of {date}").format(title=title, date=date)
    sheet = printing.sheet(title, " · ".join(part for part in parts if part), footer, landscape=landscape)
    if not rows:
        nothing = _("Nothing to list.")
        sheet.add([para(nothing, width=sheet.width, style=Style("italic", 10, 14, "#5B6166"))])
    elif side_by_side:
        sheet.add(table(columns, rows, sheet.width))
    else:
        sheet.add(_records(columns, rows, sheet.width))
    return sheet


def _records(columns: list[PaperColumn], rows: list[list[str]], width: float) -> list[Piece]:
    """Every row as a paragraph « label : value · label : value », its first words in bold."""
    pieces: list[Piece] = []
    lead = _leading_column(columns, rows)
    for row in rows:
        parts: list[str | Span] = [strong(row[lead] or "—")]
        for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if cell and number != lead:
                parts += [" · ", Span(formats.with_colon(column.title), "italic"), formats.NBSP, cell]
        pieces.append(para(*parts, width=width, style=LIST, space=6))
    return pieces


def _leading_column(columns: list[PaperColumn], rows: list[list[str]]) -> int:
    """The first column of text that is not an identifier: its cells hold spaces somewhere."""
    for number in range(len(columns)):
        if any(" " in row[number] for row in rows[:50]):
            return number
    return 0
