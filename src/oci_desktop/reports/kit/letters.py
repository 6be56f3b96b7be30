"""Letters in one document: each begins on a page of its own, with the letterhead, and speaks its own language.

The address stands where the window of an envelope shows it, once the page is folded in three: Canadian No 10
envelopes and DL ones alike.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from oci_desktop.dates import format_date
from oci_desktop.i18n import _, in_language, language
from oci_desktop.model.letter import Letter
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import strong, wrap
from oci_desktop.reports.kit.pen import SECONDARY, Pen, open_canvas
from oci_desktop.reports.kit.pieces import Piece, Space, TextLines, para
from oci_desktop.reports.kit.sheet import MARGIN, PAPERS, Letterhead, Placed, Progress, Sheet, drawing, shortened

WINDOW_MIDDLE = 203.0
"""Points from the top of the page to the middle of the address: 2.82 inches, the middle of the window."""
WINDOW_LEFT = 72.0
_WINDOW_WIDTH, _WINDOW_HEIGHT = 250.0, 92.0
_DATE_TOP, _BODY_TOP = 112.0, 282.0
_SIGNING_ROOM = 34.0
_ADDRESS = (Style(size=10, leading=13), Style(size=8.6, leading=10.6), Style(size=7.5, leading=9))
_GREY = Style(size=7.5, leading=10, color=SECONDARY)


@dataclass
class _Page:
    letter: int
    number: int
    pages: int = 1


class LetterSheet(Sheet):
    """`Sheet` for letters: no title, no common footer, pages counted letter by letter."""

    def __init__(
        self, letters: Sequence[Letter], *, title: str, letterhead: Letterhead, paper: str, printed_on: str,
        invariant: bool = False,
    ) -> None:  # fmt: skip
        self.letters = tuple(letters)
        super().__init__(title=title, letterhead=letterhead, paper=paper, printed_on=printed_on, invariant=invariant)
        self.size = PAPERS[paper]
        self._first = self._top
        self._leaves: list[_Page] = []
        self.pages = []
        for number, letter in enumerate(self.letters):
            with in_language(letter.language):
                self._lay_out(number, letter)
        if not self.letters:
            self.pages = [[]]
            self._top = self._first
            self.add([para(_("There is no letter to print."), width=self.width)])

    def _title(self, title: str, subtitle: str) -> None:
        """A letter has a subject, not a title."""

    def _lay_out(self, number: int, letter: Letter) -> None:
        begins = len(self.pages)
        self.pages.append([])
        self._top = max(self._first + 8, _DATE_TOP)
        day = format_date(letter.date)
        where = _("{place}, {date}").format(place=letter.place, date=day) if letter.place else day
        self.add([para(where, width=self.width)])
        self._top = max(self._top, WINDOW_MIDDLE - _WINDOW_HEIGHT / 2)
        self._address(letter)
        self._top = max(self._top, _BODY_TOP)
        pieces: list[Piece] = []
        if letter.subject:
            subject = _("Subject: {subject}").format(subject=letter.subject)
            pieces.append(para(strong(subject), width=self.width, keep=True))
            pieces.append(Space(6))
        paragraphs = letter.paragraphs
        for place, text in enumerate(paragraphs):
            last = place == len(paragraphs) - 1
            pieces += [
                para(line, width=self.width, space=8 if at == 0 else 0, keep=last)
                for at, line in enumerate(text.split("\n"))
            ]
        if letter.signature:
            pieces.append(Space(_SIGNING_ROOM))
            name, *rest = letter.signature
            pieces.append(para(strong(name), width=self.width, keep=bool(rest)))
            pieces += [para(line, width=self.width, keep=line is not rest[-1]) for line in rest]
        self.add(pieces)
        count = len(self.pages) - begins
        self._leaves += [_Page(number, page + 1, count) for page in range(count)]

    def _address(self, letter: Letter) -> None:
        """The address in the middle of the window; a long one in smaller letters, never cut."""
        lines = letter.recipient.postal or tuple(
            line for line in (letter.recipient.name, letter.recipient.organisation) if line
        )
        for style in _ADDRESS:
            wrapped = [one for line in lines for one in wrap(line, style.face, style.size, _WINDOW_WIDTH, 10)]
            if len(wrapped) * style.leading <= _WINDOW_HEIGHT:
                break
        height = len(wrapped) * style.leading
        top = max(self._top, WINDOW_MIDDLE - height / 2)
        piece = TextLines(wrapped, style)
        self.pages[-1].append(Placed(piece, WINDOW_LEFT, top))
        self._top = top + height + 14

    def finish(self, progress: Progress | None = None) -> bytes:
        output = io.BytesIO()
        with drawing:
            canvas = open_canvas(
                output, self.size, title=self.title, author=self.letterhead.name or self.letterhead.acronym,
                subject=self.title, language=self.letters[0].language if self.letters else language(),
                invariant=1 if self.invariant else 0,
            )  # fmt: skip
            pen = Pen(canvas, self.size[1])
            for at, page in enumerate(self.pages):
                leaf = self._leaves[at] if at < len(self._leaves) else _Page(-1, 1)
                letter = self.letters[leaf.letter] if leaf.letter >= 0 else None
                with in_language(letter.language if letter else language()):
                    if leaf.number == 1:
                        self._head.draw(pen)
                        if letter:
                            pen.bookmark(letter.recipient.organisation, 0)
                    elif letter:
                        pen.line(MARGIN, 38, shortened(letter.recipient.organisation, _GREY, self.width), _GREY)
                        pen.rule(MARGIN, 52, self.width)
                    for placed in page:
                        placed.piece.draw(pen, placed.x, placed.top)
                    if leaf.pages > 1:
                        words = _("Page {page} of {pages}").format(page=leaf.number, pages=leaf.pages)
                        pen.line_right(MARGIN + self.width, self.size[1] - 42, words, _GREY)
                pen.new_page()
                if progress:
                    progress(at + 1, len(self.pages))
            canvas.save()
        return output.getvalue()
