"""The pages of a blank questionnaire: questions that are never cut in two, boxes to tick, lines to write on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oci_desktop.formats import with_colon
from oci_desktop.i18n import Bilingual, _
from oci_desktop.model.questionnaire import Item, ScaleChoice, VersionDraft
from oci_desktop.reports.frame import Printing
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import ACCENT, INK, SECONDARY, Pen, baseline
from oci_desktop.reports.kit.pieces import Heading, Piece, para
from oci_desktop.reports.kit.sheet import Sheet

_LINES_FOR_COMMENT = 2
_LINES_FOR_EXPLANATION = 3


@dataclass(frozen=True)
class _Styles:
    """Every style of the document, from the size of its text."""

    size: float

    @property
    def text(self) -> Style:
        return Style(size=self.size, leading=self.size * 1.36)

    @property
    def strong(self) -> Style:
        return Style("bold", self.size, self.size * 1.36)

    @property
    def code(self) -> Style:
        return Style("bold", self.size, self.size * 1.36, ACCENT)

    @property
    def quiet(self) -> Style:
        return Style(size=self.size, leading=self.size * 1.36, color=SECONDARY)

    @property
    def heading(self) -> Style:
        return Style("bold", self.size + 3, self.size * 1.6, ACCENT)

    @property
    def ruled(self) -> float:
        """From one line to write on to the next."""
        return self.size * 1.9


def render(version: VersionDraft, size: int, printing: Printing) -> Sheet:
    """The whole questionnaire, then its attestation on a page of its own."""
    styles = _Styles(float(size))
    number = _("Version {number}").format(number=version.number)
    sheet = printing.sheet(
        str(version.title),
        number if version.is_frozen else f"{number} · {_('draft')}",
        f"{version.title}, {number.lower()}",
        landscape=bool(printing.landscape),
    )
    introduction = _both(version.introduction_fr, version.introduction_en)
    if introduction:
        sheet.add(_paragraphs(introduction, styles.text, sheet.width))
    for principle in version.principles:
        title = f"{principle.code}. {principle.title}" if principle.code else str(principle.title)
        pieces: list[Piece] = [Heading(title, sheet.width, style=styles.heading, space=styles.size * 1.8)]
        if help_text := _both(principle.help_fr, principle.help_en):
            pieces.append(para(help_text, width=sheet.width, style=styles.quiet, space=4, keep=True))
        pieces += [_Question(item, version, styles, sheet.width) for item in principle.items]
        sheet.add(pieces)
    sheet.add([_Rest(sheet.room())])
    sheet.add(_attestation(version, styles, sheet.width))
    return sheet


def _attestation(version: VersionDraft, styles: _Styles, width: float) -> Iterator[Piece]:
    yield Heading(_("Attestation"), width, style=styles.heading)
    questionnaire = _("{title}, version {number}").format(title=version.title, number=version.number)
    yield para(questionnaire, width=width, style=styles.text, space=styles.size * 0.5)
    yield _Answer(_("Campaign"), styles, width)
    yield _Answer(_("Organisation"), styles, width)
    if statement := _both(version.attestation_fr, version.attestation_en):
        yield from _paragraphs(statement, styles.text, width)
    yield _Answer(_("Date on which the board discussed it"), styles, width)
    yield _Answer(_("What is missing, and why (“comply or explain”)"), styles, width, lines=_LINES_FOR_EXPLANATION)
    if meaning := _both(version.meaning_fr, version.meaning_en):
        yield para(_("What the signature means"), width=width, style=styles.strong, space=styles.size, keep=True)
        yield from _paragraphs(meaning, styles.text, width, keep=bool(version.signatories))
    for signatory in version.signatories:
        yield _Signature(_both(signatory.title_fr, signatory.title_en), styles, width)


def _paragraphs(text: str, style: Style, width: float, *, keep: bool = False) -> list[Piece]:
    return [
        para(part, width=width, style=style, space=style.size * 0.5, keep=keep)
        for part in text.split("\n")
        if part.strip()
    ]


def _both(fr: str | None, en: str | None) -> str:
    return str(Bilingual(fr or "", en or ""))


class _Rest(Piece):
    """The rest of the page: what follows begins another."""

    __slots__ = ()

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Nothing to draw."""


class _Question(Piece):
    """One item: its text, whom it is for, what would show it, a box for each answer, lines for a comment."""

    __slots__ = ("boxes", "code", "indent", "lines", "ruled", "styles", "width")

    def __init__(self, item: Item, version: VersionDraft, styles: _Styles, width: float) -> None:
        self.styles, self.width, self.code = styles, width, item.code
        self.indent = max(styles.code.width(item.code) + 8, styles.size * 2.4)
        room = width - self.indent
        self.lines = [(line, styles.text) for line in _wrapped(str(item.text), styles.text, room)]
        for note in _notes(item, version):
            self.lines += [(line, styles.quiet) for line in _wrapped(note, styles.quiet, room)]
        self.boxes = _Boxes(version.scale, styles, room)
        needs_reason = any(choice.reason_required for choice in version.scale)
        self.ruled = _Ruled(_("Comment, or reason") if needs_reason else _("Comment"), _LINES_FOR_COMMENT, styles, room)
        height = sum(style.leading for _line, style in self.lines) + 5 + self.boxes.height + self.ruled.height
        super().__init__(height, space=styles.size * 1.2)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.line(x, top, self.code, self.styles.code)
        left, at = x + self.indent, top
        for line, style in self.lines:
            pen.line(left, at, line, style)
            at += style.leading
        self.boxes.draw(pen, left, at + 5)
        self.ruled.draw(pen, left, at + 5 + self.boxes.height)


def _notes(item: Item, version: VersionDraft) -> Iterator[str]:
    if item.profile:
        profile = next((one for one in version.profiles if one.code == item.profile), None)
        if profile is not None:
            yield _("Only for: {profile}").format(profile=_both(profile.name_fr, profile.name_en))
    if help_text := _both(item.help_fr, item.help_en):
        yield help_text
    if evidence := _both(item.evidence_fr, item.evidence_en):
        yield _("For example: {evidence}").format(evidence=evidence)


class _Boxes:
    """A square for each answer with its label, as many beside each other as there is room for."""

    def __init__(self, scale: Sequence[ScaleChoice], styles: _Styles, width: float) -> None:
        self.styles, self.side = styles, styles.size * 0.95
        self.row = styles.size * 1.75
        self.places: list[tuple[float, float, str, bool]] = []
        """x, y, a line of a label, and whether its square stands before it."""
        x = y = 0.0
        for choice in scale:
            lines = _wrapped(str(choice.label), styles.text, width - self.side - 6)
            needed = self.side + 6 + max(map(styles.text.width, lines))
            if x and x + needed > width:
                x, y = 0.0, y + self.row
            for number, line in enumerate(lines):
                y += styles.text.leading if number else 0
                self.places.append((x, y, line, not number))
            x += needed + styles.size * 0.85
        self.height = y + self.row

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style = self.styles.text
        for left, down, label, begins in self.places:
            if begins:
                # The square stands on the line of its label.
                under = top + down + baseline(style) + self.side * 0.12
                _square(pen, x + left, under - self.side, self.side)
            pen.line(x + left + self.side + 6, top + down, label, style)


def _square(pen: Pen, x: float, top: float, side: float) -> None:
    stroke = 0.9
    pen.bar(x, top, side, stroke, INK)
    pen.bar(x, top + side - stroke, side, stroke, INK)
    pen.bar(x, top, stroke, side, INK)
    pen.bar(x + side - stroke, top, stroke, side, INK)


class _Ruled:
    """Lines to write on; the first begins after its label."""

    def __init__(self, label: str, count: int, styles: _Styles, width: float) -> None:
        self.styles, self.width, self.count = styles, width, count
        self.labels = _wrapped(with_colon(label), styles.quiet, width)
        # A label that fills its line leaves no room to write beside it.
        self.beside = styles.quiet.width(self.labels[-1]) + 6
        if self.beside > width * 0.6:
            self.beside = 0.0
        before = len(self.labels) - (1 if self.beside else 0)
        self.first = before * styles.quiet.leading
        self.height = self.first + count * styles.ruled + 2

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style = self.styles.quiet
        for number, label in enumerate(self.labels):
            last = self.beside and number == len(self.labels) - 1
            shift = self.styles.ruled - style.leading if last else 0
            pen.line(x, top + number * style.leading + shift, label, style)
        at = top + self.first
        for number in range(self.count):
            at += self.styles.ruled
            indent = self.beside if number == 0 else 0.0
            pen.rule(x + indent, at - style.size * 0.2, self.width - indent, SECONDARY, 0.6)


class _Answer(Piece):
    """Something to write, with its label."""

    __slots__ = ("ruled",)

    def __init__(self, label: str, styles: _Styles, width: float, *, lines: int = 1) -> None:
        self.ruled = _Ruled(label, lines, styles, width)
        super().__init__(self.ruled.height, space=styles.size * 0.9)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        self.ruled.draw(pen, x, top)


class _Signature(Piece):
    """Who signs: name, signature and date."""

    __slots__ = ("date", "date_at", "name", "signature", "styles", "title")

    def __init__(self, title: str, styles: _Styles, width: float) -> None:
        self.styles = styles
        self.title = _wrapped(title, styles.strong, width)
        gap = styles.size
        self.date_at = width * 0.6 + gap
        self.name = _Ruled(_("Name"), 1, styles, width)
        self.signature = _Ruled(_("Signature"), 1, styles, width * 0.6)
        self.date = _Ruled(_("Date"), 1, styles, width - self.date_at)
        height = len(self.title) * styles.strong.leading + self.name.height
        super().__init__(height + max(self.signature.height, self.date.height), space=styles.size * 1.2)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for line in self.title:
            pen.line(x, top, line, self.styles.strong)
            top += self.styles.strong.leading
        self.name.draw(pen, x, top)
        self.signature.draw(pen, x, top + self.name.height)
        self.date.draw(pen, x + self.date_at, top + self.name.height)


def _wrapped(text: str, style: Style, width: float) -> list[str]:
    return wrap(text, style.face, style.size, width)
