"""Pages: a letterhead, a title, what was asked for, columns of pieces, and a footer that counts the pages.

Everything is laid out before anything is drawn, so that every page knows how many there are.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from oci_desktop.dates import format_date
from oci_desktop.i18n import _, language
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import ACCENT, SECONDARY, Pen, open_canvas, picture_or_none
from oci_desktop.reports.kit.pieces import SMALL, Piece, TextLines

PAPERS = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}
MARGIN = 54.0
GUTTER = 22.0
_TOP, _BOTTOM, _FOOTER = 35.0, 62.0, 46.0
_RUNNING_TOP = 66.0

Progress = Callable[[int, int], None]
"""Called with pages done and pages in all; what it raises (Cancelled) stops the report."""

_ACRONYM = Style("bold", 10.5, 13)
_GREY = Style(size=7.5, leading=10, color=SECONDARY)
_SUBTITLE = Style(size=9.5, leading=13.5, color=SECONDARY)
_TITLES = (Style("bold", 19, 24), Style("bold", 14, 18), Style("bold", 10, 13.5), Style("bold", 8.6, 11.5))
_TITLE_ROOM, _LETTERHEAD_LINES = 130.0, 9

# ReportLab reads a font file through one shared position when it makes the subset.
drawing = threading.Lock()


@dataclass(frozen=True)
class Letterhead:
    """The association as it stands at the top of its papers."""

    name: str = ""
    acronym: str = ""
    lines: tuple[str, ...] = ()
    """Address, then telephone and e-mail: set at the right. Line breaks become commas where there is room."""
    logo: bytes | None = None


@dataclass
class Placed:
    piece: Piece
    x: float
    top: float


class Sheet:
    """One document being made: add pieces, then `finish()` gives the bytes of the PDF.

    It speaks the language that is in force when it is made and finished.
    """

    def __init__(
        self,
        *,
        title: str,
        subtitle: str = "",
        footer: str = "",
        letterhead: Letterhead | None = None,
        paper: str = "letter",
        landscape: bool = False,
        printed_on: str,
        invariant: bool = False,
    ) -> None:
        """`footer` says what and as of when; `printed_on` is an ISO date; with `invariant`, equal data gives
        equal bytes."""
        width, height = PAPERS[paper]
        self.size = (height, width) if landscape else (width, height)
        self.title, self.footer, self.printed_on, self.invariant = title, footer, printed_on, invariant
        self.letterhead = letterhead or Letterhead()
        self.width = self.size[0] - 2 * MARGIN
        self.bottom = self.size[1] - _BOTTOM
        self.pages: list[list[Placed]] = [[]]
        self._head = _LetterheadBox(self.letterhead, self.width)
        self._top = _TOP + self._head.height
        self.add(self._head.overflow)
        self._title(title, subtitle)

    def _title(self, title: str, subtitle: str) -> None:
        for style in _TITLES:
            lines = wrap(title, style.face, style.size, self.width)
            if len(lines) * style.leading <= _TITLE_ROOM:
                break
        pieces: list[Piece] = [TextLines(lines, style, space=21.5, keep=bool(subtitle))]
        if subtitle:
            lines = wrap(subtitle, _SUBTITLE.face, _SUBTITLE.size, self.width)
            pieces.append(TextLines(lines, _SUBTITLE, keep=False))
        self.add(pieces)
        self._top += 18.4

    def column_width(self, columns: int) -> float:
        return (self.width - (columns - 1) * GUTTER) / columns

    def add(self, pieces: Iterable[Piece], columns: int = 1) -> None:
        """Pour the pieces into that many columns, from where the last ones ended, over as many pages as needed.

        Columns are filled one after the other, so that reading order is the order of the pieces.
        """
        flow = _Flow(self, columns)
        flow.pour(list(pieces))
        self._top = flow.lowest

    def room(self) -> float:
        """What is left on the current page."""
        return self.bottom - self._top

    def finish(self, progress: Progress | None = None) -> bytes:
        """The bytes of the PDF."""
        output = io.BytesIO()
        with drawing:
            canvas = open_canvas(
                output,
                self.size,
                title=self.title,
                author=self.letterhead.name or self.letterhead.acronym,
                subject=self.footer,
                language=language(),
                invariant=1 if self.invariant else 0,
            )
            pen = Pen(canvas, self.size[1])
            for number, page in enumerate(self.pages, start=1):
                if number == 1:
                    self._head.draw(pen)
                else:
                    self._running_head(pen)
                for placed in page:
                    placed.piece.draw(pen, placed.x, placed.top)
                self._foot(pen, number)
                pen.new_page()
                if progress:
                    progress(number, len(self.pages))
            canvas.save()
        return output.getvalue()

    def _running_head(self, pen: Pen) -> None:
        name = self.letterhead.acronym or self.letterhead.name
        text = f"{name} · {self.title}" if name else self.title
        pen.line(MARGIN, _TOP + 3, shortened(text, _GREY, self.width), _GREY)
        pen.rule(MARGIN, _TOP + 17, self.width)

    def _foot(self, pen: Pen, number: int) -> None:
        top = self.size[1] - _FOOTER
        pages = _("Page {page} of {pages}").format(page=number, pages=len(self.pages))
        text = _("Printed on {date}").format(date=format_date(self.printed_on))
        if self.footer:
            text = f"{text} · {self.footer}"
        pen.rule(MARGIN, top, self.width)
        pen.line(MARGIN, top + 4, shortened(text, _GREY, self.width - _GREY.width(pages) - 14), _GREY)
        pen.line_right(MARGIN + self.width, top + 4, pages, _GREY)


def shortened(text: str, style: Style, width: float) -> str:
    """The text on one line, its end replaced by … when it is longer: only for what is printed whole elsewhere."""
    first = wrap(" ".join(text.split()), style.face, style.size, width)
    if len(first) == 1:
        return first[0]
    return wrap(" ".join(text.split()), style.face, style.size, width - style.width("…"))[0] + "…"


class _LetterheadBox:
    """The letterhead, measured; what is too long for it is left to print under it."""

    def __init__(self, letterhead: Letterhead, width: float) -> None:
        self.width = width
        self.logo = picture_or_none(letterhead.logo, 110, 34)
        self.indent = 10.0 + (self.logo.width + 10 if self.logo else 0)
        small = letterhead.name if letterhead.acronym else ""
        left_room = width * 0.6 - self.indent
        lines = [", ".join(text.split("\n")) for text in letterhead.lines]
        right_room = max((_GREY.width(line) for line in lines), default=0.0) + 0.1
        if max(_ACRONYM.width(letterhead.acronym), _GREY.width(small)) + self.indent + 12 + right_room <= width:
            left_room = width - right_room - self.indent - 12
        else:
            lines, right_room = list(letterhead.lines), width * 0.38
        self.left: list[tuple[str, Style]] = [
            (line, _ACRONYM)
            for line in wrap(letterhead.acronym or letterhead.name, _ACRONYM.face, _ACRONYM.size, left_room)
        ]
        self.left += [(line, _GREY) for line in wrap(small, _GREY.face, _GREY.size, left_room) if small]
        self.right = [line for text in lines for line in wrap(text, _GREY.face, _GREY.size, right_room)]
        self.overflow: list[Piece] = []
        if len(self.left) > _LETTERHEAD_LINES or len(self.right) > _LETTERHEAD_LINES:
            for text in (letterhead.acronym, letterhead.name, *letterhead.lines):
                self.overflow.append(TextLines(wrap(text, SMALL.face, SMALL.size, width), SMALL, space=4))
            self.left, self.right = [], []
        left_height = sum(style.leading for _line, style in self.left)
        self.height = max(left_height, len(self.right) * _GREY.leading, self.logo.height if self.logo else 0)
        self.left_top = max(0.0, (self.height - left_height) / 2)
        self.right_top = max(0.0, self.height - len(self.right) * _GREY.leading)

    def draw(self, pen: Pen) -> None:
        if not self.height:
            return
        pen.bar(MARGIN, _TOP, 3, self.height, ACCENT)
        if self.logo:
            pen.picture(self.logo, MARGIN + 10, _TOP + (self.height - self.logo.height) / 2)
        top = _TOP + self.left_top
        for line, style in self.left:
            pen.line(MARGIN + self.indent, top, line, style)
            top += style.leading
        top = _TOP + self.right_top
        for line in self.right:
            pen.line_right(MARGIN + self.width, top, line, _GREY)
            top += _GREY.leading


class _Flow:
    """Pieces finding their places, column after column, page after page."""

    def __init__(self, sheet: Sheet, columns: int) -> None:
        self.sheet, self.columns = sheet, columns
        self.step = sheet.column_width(columns) + GUTTER
        self.column, self.first_top = 0, sheet._top
        self.top = self.lowest = sheet._top
        self.fresh = not sheet.pages[-1] and len(sheet.pages) > 1
        self.page = sheet.pages[-1]
        self.bottom = sheet.bottom + 0.01

    def _next_column(self) -> None:
        self.lowest = max(self.lowest, self.top)
        self.column += 1
        if self.column >= self.columns:
            self.column, self.first_top = 0, _RUNNING_TOP
            self.sheet.pages.append([])
            self.page = self.sheet.pages[-1]
            self.lowest = _RUNNING_TOP
        self.top, self.fresh = self.first_top, True

    def _place(self, piece: Piece) -> None:
        if not self.fresh:
            self.top += piece.space
        self.page.append(Placed(piece, MARGIN + self.column * self.step, self.top))
        self.top += piece.height
        self.fresh = False

    def pour(self, pieces: list[Piece]) -> None:
        if self.columns > 1:
            self.fresh = True
        index, count = 0, len(pieces)
        while index < count:
            end = index
            while pieces[end].keep and end + 1 < count:
                end += 1
            first = pieces[index]
            needed = sum(piece.height + piece.space for piece in pieces[index : end + 1])
            header = None
            if self.fresh:
                needed -= first.space
                header = self._repeated(first)
                needed += header.height if header else 0.0
            if self.top + needed <= self.bottom:
                if header:
                    self._place(header)
                for piece in pieces[index : end + 1]:
                    self._place(piece)
                index = end + 1
            elif self._better_elsewhere(needed, alone=end == index):
                self._next_column()
            else:
                at_top = self.fresh
                if header:
                    self._place(header)
                index += self._place_tall(pieces, index, at_top)
        self.lowest = max(self.lowest, self.top)

    def _repeated(self, piece: Piece) -> Piece | None:
        """The heading to print again above the piece at the top of a page; none that would fill it by itself."""
        header = piece.header if self.column == 0 else None
        return header if header and header.height < (self.bottom - _RUNNING_TOP) / 3 else None

    def _better_elsewhere(self, needed: float, alone: bool) -> bool:
        whole = self.bottom - _RUNNING_TOP
        if needed <= whole:
            return not self.fresh or self.top > _RUNNING_TOP
        # Taller than any page: begin here, unless next to nothing is left.
        return not self.fresh and (not alone or self.bottom - self.top < whole / 3)

    def _place_tall(self, pieces: list[Piece], index: int, at_top: bool) -> int:
        """Place a piece of what no page can hold, cut where it may be; how many pieces are done."""
        room = self.bottom - self.top - (0 if self.fresh else pieces[index].space)
        parts = pieces[index].split(room) if pieces[index].height > room else None
        if parts is None:
            if pieces[index].height > room and not at_top:
                self._next_column()
                return 0
            self._place(pieces[index])
            return 1
        self._place(parts[0])
        pieces[index] = parts[1]
        self._next_column()
        return 0
