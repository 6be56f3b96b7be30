"""A form on paper, before anybody fills it: questions with their answers beside them, boxes under them.

Everything is drawn on the page itself, circles and boxes too: printed blank, or in a viewer that knows no forms, it
is still a form. Where each field stands is noted while drawing, for the interactive part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.i18n import _
from oci_desktop.model.form import FormChoice, FormField, FormRow, FormSection, FormSpec
from oci_desktop.reports.frame import Printing
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.form_marks import (
    MOST_CIRCLES,
    Box,
    Mark,
    Place,
    Sizes,
    draw_marks,
    field_marks,
    radio_marks,
)
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import HAIRLINE, Pen
from oci_desktop.reports.kit.pieces import Heading, Piece, Space, TextLines, para
from oci_desktop.reports.kit.sheet import Sheet, shortened

SUBTITLE, IDENTITY = "oci-subtitle", "oci-identity"
"""Names of the parts of a page that differ from member to member."""
_SUBTITLE_AFTER = 4.0
_IDENTITY_TOP = 31.0


class _Stamp(Piece):
    """Room for lines that are filled in for each member."""

    __slots__ = ("sheet",)

    def __init__(self, sheet: FormSheet, height: float) -> None:
        super().__init__(height)
        self.sheet = sheet

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.flush()
        self.sheet.subtitle_top = top
        pen.canvas.doForm(SUBTITLE)


class FormSheet(Sheet):
    """The pages of a form without what belongs to one member; `places` are known once it is finished."""

    def __init__(self, spec: FormSpec, printing: Printing, subtitle_lines: int, sizes: Sizes) -> None:
        self.places: list[Place] = []
        self.subtitle_top = 0.0
        self.sizes, self._subtitle_lines, self._defined = sizes, subtitle_lines, False
        super().__init__(
            title=spec.title,
            footer=spec.footer,
            letterhead=printing.letterhead,
            paper=printing.paper,
            landscape=bool(printing.landscape),
            printed_on=printing.printed_on,
            invariant=printing.invariant,
        )
        self._texts(spec.intro)
        for section in spec.sections:
            self._section(section)
        self._texts(spec.closing)

    def _title(self, title: str, subtitle: str) -> None:
        super()._title(title, subtitle)
        if self._subtitle_lines:
            self._top -= 18.4
            self.add([_Stamp(self, self._subtitle_lines * self.sizes.subtitle.leading + _SUBTITLE_AFTER)])
            self._top += 10

    @property
    def identity_top(self) -> float:
        return self.size[1] - _IDENTITY_TOP

    def _foot(self, pen: Pen, number: int) -> None:
        super()._foot(pen, number)
        pen.flush()
        if not self._defined:
            self._defined = True
            for name in (IDENTITY, SUBTITLE) if self._subtitle_lines else (IDENTITY,):
                pen.canvas.beginForm(name, 0, 0, *self.size)
                pen.canvas.endForm()
        pen.canvas.doForm(IDENTITY)

    def _texts(self, text: str) -> None:
        style = self.sizes.body
        pieces = [para(part.strip(), width=self.width, style=style, space=6) for part in text.split("\n\n") if part]
        self.add(pieces)

    def _section(self, section: FormSection) -> None:
        sizes = self.sizes
        pieces: list[Piece] = []
        if section.title:
            title = f"{section.code}. {section.title}" if section.code else section.title
            style = Style("bold", sizes.text.size * 1.2, sizes.text.leading * 1.12, sizes.heading)
            pieces.append(Heading(title, self.width, style=style, space=16 * sizes.scale))
        if section.intro:
            pieces.append(para(section.intro, width=self.width, style=sizes.help, space=1, keep=True))
            pieces.append(Space(4))
        columns = _columns(section, self.width, sizes)
        if columns:
            pieces.append(_ColumnHeads(columns, "", self.width, sizes))
        again = _ColumnHeads(columns, section.title, self.width, sizes) if columns else None
        rows = [_Row(self, row, columns, again) for row in section.rows]
        if any(one.kind == "signature" for row in section.rows for one in row.fields):
            for piece in rows[:-1]:
                piece.keep = True  # what is signed stands on one page with its signatures
        pieces += rows
        self.add(pieces)


@dataclass(frozen=True)
class _Columns:
    """The answers of a section side by side, at the right."""

    choices: tuple[FormChoice, ...]
    heads: tuple[tuple[str, ...], ...]
    width: float

    @property
    def all(self) -> float:
        return self.width * len(self.choices)


def _beside(row: FormRow) -> FormField | None:
    """The field whose answers stand beside the question."""
    first = row.fields[0] if row.fields else None
    return first if first and first.kind == "choice" and 1 < len(first.choices) <= MOST_CIRCLES else None


def _columns(section: FormSection, width: float, sizes: Sizes) -> _Columns | None:
    """The columns when every question of the section has the same few answers; None otherwise."""
    found = {field.choices for field in map(_beside, section.rows) if field is not None}
    if len(found) != 1:
        return None
    choices = found.pop()
    style = sizes.head
    words = [word for choice in choices for word in choice.label.split(" ")]
    column = max(33.0 * sizes.scale, *(style.width(word) + 5 for word in words))
    heads = tuple(tuple(wrap(choice.label, style.face, style.size, column - 4)) for choice in choices)
    if column * len(choices) > width * 0.52 or max(map(len, heads)) > 4:
        return None
    return _Columns(choices, heads, column)


class _ColumnHeads(Piece):
    """The words of the answers over their columns, at the foot of their box."""

    __slots__ = ("columns", "sizes", "title", "width")

    def __init__(self, columns: _Columns, title: str, width: float, sizes: Sizes) -> None:
        self.columns, self.title, self.width, self.sizes = columns, title, width, sizes
        super().__init__(max(map(len, columns.heads)) * sizes.head.leading + 4, space=4, keep=True)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style, columns = self.sizes.head, self.columns
        foot = top + self.height - 4
        left = x + self.width - columns.all
        for place, lines in enumerate(columns.heads):
            at = foot - len(lines) * style.leading
            for line in lines:
                pen.line(left + (place + 0.5) * columns.width - style.width(line) / 2, at, line, style)
                at += style.leading
        if self.title:
            room = self.width - columns.all - 10
            pen.line(x, foot - style.leading, shortened(self.title, style, room), style)


class _Row(Piece):
    """One question: code and text, its answers beside it, the other fields under it. Never cut over two pages."""

    __slots__ = ("code", "help", "left", "marks", "sheet", "text")

    def __init__(self, sheet: FormSheet, row: FormRow, columns: _Columns | None, header: Piece | None) -> None:
        sizes = sheet.sizes
        self.sheet, self.code = sheet, row.code
        self.left = max(24 * sizes.scale, sizes.code.width(row.code) + 7) if row.code else 0.0
        width = sheet.width
        first = _beside(row)
        columns = columns if first else None
        box = self._beside_text(row, columns, width, sizes)
        text_width = (box.x - 12 if box else width - columns.all - 10 if columns else width) - self.left
        self.text = wrap(row.text, sizes.text.face, sizes.text.size, text_width) if row.text else []
        self.help = wrap(row.help, sizes.help.face, sizes.help.size, text_width) if row.help else []
        height = len(self.text) * sizes.text.leading + len(self.help) * sizes.help.leading
        marks: list[Mark] = []
        if columns and first:
            marks += radio_marks(row, first, columns.choices, width - columns.all, columns.width, sizes)
            height = max(height, sizes.radio + 3)
        under = [one for one in row.fields if not columns or one is not first]
        if box:
            more, used = field_marks(row, under, box.x, 0, box.width, sizes)
            height = max(height + 1, used)
        else:
            more, used = field_marks(row, under, self.left, height + (3 if height else 0), width - self.left, sizes)
            height = max(height, used)
        self.marks = marks + more
        super().__init__(height + 2 * sizes.pad, header=header)

    def _beside_text(self, row: FormRow, columns: _Columns | None, width: float, sizes: Sizes) -> Box | None:
        """Where the fields stand when a short question is the label at their left."""
        if columns or not row.text or not row.fields:
            return None
        room = 0.29 * width
        lines = wrap(row.text, sizes.text.face, sizes.text.size, room - self.left - 12)
        helps = wrap(row.help, sizes.help.face, sizes.help.size, room - self.left - 12) if row.help else []
        return Box(room, 0, width - room, 0) if len(lines) <= 3 and len(helps) <= 4 else None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        sizes = self.sheet.sizes
        pen.rule(x, top, self.sheet.width, HAIRLINE, 0.5)
        at = top + sizes.pad
        if self.code:
            pen.line(x, at, self.code, sizes.code)
        for lines, style in ((self.text, sizes.text), (self.help, sizes.help)):
            for line in lines:
                pen.line(x + self.left, at, line, style)
                at += style.leading
        page = pen.canvas.getPageNumber()
        self.sheet.places += draw_marks(pen, self.marks, x, top + sizes.pad, page)

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        """A question longer than a page begins as plain text; its fields stay together under it."""
        style = self.sheet.sizes.text
        count = int(room / style.leading)
        if self.height <= room or not 0 < count < len(self.text):
            return None
        head = TextLines(self.text[:count], style)
        rest = object.__new__(_Row)
        rest.sheet, rest.code, rest.left, rest.help, rest.text = self.sheet, "", self.left, self.help, self.text[count:]
        shift = count * style.leading
        rest.marks = [mark.moved(-shift) for mark in self.marks] if len(self.text) > 3 else self.marks
        Piece.__init__(rest, self.height - shift, header=self.header)
        return head, rest


def subtitle_lines(text: str, width: float, sizes: Sizes) -> Sequence[str]:
    """The lines of what stands under the title."""
    return wrap(text, sizes.subtitle.face, sizes.subtitle.size, width) if text else []


def identity_line(printed: str, subtitle: str, width: float, sizes: Sizes) -> str:
    """What identifies every page, in one line of its foot."""
    text = _("Identifier: {identifier}").format(identifier=printed)
    rest = " ".join(subtitle.split())
    style = sizes.identity
    if not rest or style.width(text) > width * 0.7:
        return text
    return f"{text} · {shortened(rest, style, width - style.width(f'{text} · '))}"
