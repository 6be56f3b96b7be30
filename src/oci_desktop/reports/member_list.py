"""The membership list: two columns, by category, in the printed order, with counts.

It is the page of the annual report: the names are the printed ones of the day, in French and English alike. On
demand it says beside each name where the member stands with its self-assessment, as the list on the screen does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.i18n import N_, _, language, ngettext
from oci_desktop.model.codes import REGIONS
from oci_desktop.model.standing import LATE, STATES
from oci_desktop.queries.definitions import categories, get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.queries.standing import STATE
from oci_desktop.reports.frame import Choices, Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.kit.pieces import Piece
    from oci_desktop.reports.kit.sheet import Sheet


@dataclass(frozen=True)
class Block:
    """The members of one category: its plural in both languages, and the names in the printed order."""

    code: str
    plural_fr: str
    plural_en: str
    names: tuple[str, ...]
    states: tuple[str, ...] = ()
    """Where each of them stands with its self-assessment (codes of `standing.STATES`); empty when not asked for."""

    @property
    def title(self) -> str:
        return (self.plural_en or self.plural_fr) if language() == "en" else (self.plural_fr or self.plural_en)

    @property
    def counted(self) -> str:
        """« 63 réguliers », "63 regular": the plural without the word for members."""
        words = [word for word in self.title.split() if word.casefold() not in {"membres", "members"}]
        return f"{formats.number(len(self.names))} {' '.join(words).casefold() or self.title}"


@dataclass(frozen=True)
class MemberList:
    """What the list prints; `region` is the code that was asked for, or empty."""

    as_of: str
    blocks: tuple[Block, ...]
    region: str = ""
    columns: int = 0

    @property
    def count(self) -> int:
        return sum(len(block.names) for block in self.blocks)


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> MemberList:
    query = Query(as_of)
    for key in ("category", "region"):
        if options.get(key):
            query = query.filtered(key, options[key])
    asked = bool(options.get("self_assessment"))
    keys = ("category", "name", "self_assessment") if asked else ("category", "name")
    names: dict[str, list[str]] = {}
    states: dict[str, list[str]] = {}
    for category, name, *state in list_table(reader, get_list(reader, "members"), query, keys).rows:
        names.setdefault(category, []).append(name)
        states.setdefault(category, []).extend(STATE.json(one) for one in state)
    blocks = tuple(
        Block(code, plural_fr, plural_en, tuple(names[code]), tuple(states[code]))
        for code, plural_fr, plural_en in reader.rows(
            "SELECT code, plural_fr, plural_en FROM category ORDER BY position, id", {}
        )
        if code in names
    )
    return MemberList(as_of, blocks, options.get("region", ""), int(options.get("columns") or 0))


def render(data: MemberList, printing: Printing) -> Sheet:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.lines import wrap
    from oci_desktop.reports.kit.pieces import LIST, Heading, TextLines, para

    date = format_date(data.as_of)
    sheet = printing.sheet(
        _("Membership list"), _subtitle(data, date), _("membership list as of {date}").format(date=date)
    )
    columns = data.columns or (3 if printing.landscape else 2)
    width = sheet.column_width(columns)
    face, size = LIST.face, LIST.size
    pieces: list[Piece] = []
    for block in data.blocks:
        pieces.append(Heading(block.title, width, note=formats.number(len(block.names)), space=11.5))
        again = Heading(_("{title} (continued)").format(title=block.title), width, level=None)
        if block.states:
            pieces.extend(
                _with_state(name, state, width, again) for name, state in zip(block.names, block.states, strict=True)
            )
            continue
        pieces.extend(
            TextLines(wrap(name, face, size, width, 10), LIST, hang=10, space=2.6, header=again) for name in block.names
        )
    if not data.blocks:
        nobody = _("There is no member to list on that day.")
        pieces.append(para(nobody, width=width, style=Style("italic", 10, 14, "#5B6166")))
    sheet.add(pieces, columns)
    return sheet


def word(data: MemberList, printing: Printing) -> bytes:
    """The same names in one column, under real headings."""
    from oci_desktop.reports.word import WordDocument

    document = WordDocument(_("Membership list"), printing.letterhead, printing.paper)
    document.paragraph(_("Membership list"), "Title")
    document.paragraph(_subtitle(data, format_date(data.as_of)), "Subtitle")
    for block in data.blocks:
        document.paragraph(f"{block.title} ({formats.number(len(block.names))})", "Heading 1")
        states = [f" ({_lower(_(STATES[state]))})" for state in block.states] or [""] * len(block.names)
        for name, state in zip(block.names, states, strict=True):
            document.paragraph(f"{name}{state}", "List")
    if not data.blocks:
        document.paragraph(_("There is no member to list on that day."))
    return document.finish()


def _with_state(name: str, state: str, width: float, header: Piece) -> Piece:
    """A name, and at its right where the member stands; who is late stands out without colour too."""
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pen import LATE as RED
    from oci_desktop.reports.kit.pen import SECONDARY
    from oci_desktop.reports.kit.pieces import LIST, Noted

    style = Style("bold", 7.8, 11.5, RED) if state == LATE else Style(size=7.8, leading=11.5, color=SECONDARY)
    return Noted(name, _(STATES[state]), width, style=LIST, note_style=style, space=1.3, header=header)


def _subtitle(data: MemberList, date: str) -> str:
    parts = [_("As of {date}").format(date=date)]
    count = ngettext("{n} member", "{n} members", data.count).format(n=formats.number(data.count))
    if len(data.blocks) > 1:
        shares = formats.join_list([block.counted for block in data.blocks])
        count = _("{count}, of which {shares}").format(count=count, shares=shares)
    elif data.blocks:
        title = data.blocks[0].title
        count = f"{formats.number(data.count)} {title[:1].lower()}{title[1:]}" if data.count > 1 else count
    parts.append(count)
    if data.region:
        parts.append(_("region of {name}").format(name=REGIONS.get(data.region, data.region)))
    counted = Counter(state for block in data.blocks for state in block.states)
    if counted:
        states = [
            f"{_lower(_(STATES[state]))}{formats.NBSP}{formats.number(counted[state])}"
            for state in STATES
            if counted[state]
        ]
        parts.append(_("self-assessment: {states}").format(states=", ".join(states)))
    return " · ".join(parts)


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _categories(reader: Reads) -> Choices:
    return {"": N_("All categories"), **categories(reader)}


REPORT = Report(
    name="member-list",
    title=N_("Membership list"),
    description=N_("The members by category, in the printed order, in columns, with counts."),
    collect=collect,
    render=render,
    word=word,
    options=(
        Option("category", N_("Category"), "choice", _categories),
        Option("region", N_("Region"), "choice", {"": N_("All regions"), **REGIONS}),
        Option(
            "columns",
            N_("Columns"),
            "choice",
            {"": N_("As the page allows"), "1": "1", "2": "2", "3": "3"},
        ),
        Option("self_assessment", N_("With the state of the self-assessment"), "boolean"),
    ),
)
