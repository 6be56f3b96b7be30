"""Word documents: real paragraphs and styles under the association's letterhead, for offices that rework them."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import format_date
from oci_desktop.i18n import _, in_language, language
from oci_desktop.model.letter import Letter
from oci_desktop.reports.kit.pen import ACCENT, SECONDARY

if TYPE_CHECKING:
    from oci_desktop.reports.kit.sheet import Letterhead

_SIZES = {"letter": (8.5, 11.0), "a4": (8.268, 11.693)}
_LOCALES = {"fr": "fr-CA", "en": "en-CA"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FONT = "Calibri"


class WordDocument:
    """A document being made: add paragraphs by style, then `finish()` gives the bytes of the .docx.

    Styles: "Title", "Subtitle", "Heading 1", "Normal", "List", and those of letters (see `letters_document`).
    """

    def __init__(self, title: str, letterhead: Letterhead, paper: str = "letter") -> None:
        import docx

        self._made = docx.Document()
        self.letterhead = letterhead
        self._paper = _SIZES[paper]
        properties = self._made.core_properties
        properties.title, properties.author = _xml(title), _xml(letterhead.name or letterhead.acronym)
        properties.language = _LOCALES[language()]
        properties.comments = ""
        # The same data gives the same bytes.
        properties.created = properties.modified = datetime.datetime(2000, 1, 1)
        self._styles()
        self._section(self._made.sections[0])
        self._head(self._made.sections[0])

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt, RGBColor

        styles = self._made.styles
        for name, size, bold, before, after in (
            ("Normal", 11, False, 0, 8), ("Title", 20, True, 6, 2), ("Subtitle", 10.5, False, 0, 10),
            ("Heading 1", 12, True, 12, 4), ("List", 10, False, 0, 2),
            ("Letterhead", 10.5, True, 0, 0), ("Letterhead lines", 8, False, 0, 0), ("Letter place", 11, False, 12, 30),
            ("Letter address", 11, False, 0, 0), ("Letter subject", 11, True, 30, 10), ("Letter text", 11, False, 0, 9),
            ("Letter signature", 11, False, 0, 0),
        ):  # fmt: skip
            known = [style.name for style in styles]
            style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            if name not in known:
                style.base_style = styles["Normal"]
            style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
            style.font.italic = False
            colour = ACCENT if name == "Heading 1" else SECONDARY if name in ("Subtitle", "Letterhead lines") else None
            if colour is not None or name == "Title":
                style.font.color.rgb = RGBColor.from_string((colour or "#1F2428")[1:])
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            style.paragraph_format.keep_with_next = name in ("Heading 1", "Letter subject")
            _own_fonts(style)

    def _section(self, section: Any) -> None:
        from docx.shared import Inches

        width, height = self._paper
        section.page_width, section.page_height = Inches(width), Inches(height)
        section.left_margin = section.right_margin = Inches(0.9)
        section.top_margin, section.bottom_margin = Inches(0.6), Inches(0.8)
        section.header_distance = Inches(0.45)
        # The letterhead stands on the first page of a section only.
        section.different_first_page_header_footer = True

    def _head(self, section: Any) -> None:
        """The letterhead, at the head of the section's first page: sections that follow take it over."""
        from docx.shared import Inches

        head = section.first_page_header
        first = head.paragraphs[0]
        first.style = "Letterhead"
        if self.letterhead.logo:
            try:
                first.add_run().add_picture(io.BytesIO(self.letterhead.logo), height=Inches(0.45))
                first = head.add_paragraph(style="Letterhead")
            except Exception:  # a picture that Word cannot hold must not stop a letter
                first.clear()
        first.add_run(_xml(self.letterhead.acronym or self.letterhead.name))
        small = [self.letterhead.name] if self.letterhead.acronym else []
        for text in (*small, *self.letterhead.lines):
            head.add_paragraph(_xml(", ".join(text.split("\n"))), style="Letterhead lines")

    def new_section(self) -> None:
        """What follows begins on a new page that has the letterhead again."""
        from docx.enum.section import WD_SECTION

        self._section(self._made.add_section(WD_SECTION.NEW_PAGE))

    def paragraph(self, text: str, style: str = "Normal", *, space_before: float | None = None) -> None:
        """One paragraph of plain text in the language in force; line breaks stay line breaks."""
        from docx.shared import Pt

        made = self._made.add_paragraph(style=style)
        lines = _xml(text).split("\n")
        for number, line in enumerate(lines):
            run = made.add_run(line)
            _speak(run, _LOCALES[language()])
            if number < len(lines) - 1:
                run.add_break()
        if space_before is not None:
            made.paragraph_format.space_before = Pt(space_before)

    def finish(self) -> bytes:
        output = io.BytesIO()
        self._made.save(output)
        return output.getvalue()


def letters_document(letters: Sequence[Letter], title: str, letterhead: Letterhead, paper: str = "letter") -> bytes:
    """One section per letter, with its letterhead, place and date, address, subject, text and signature."""
    document = WordDocument(title, letterhead, paper)
    for number, letter in enumerate(letters):
        if number:
            document.new_section()
        with in_language(letter.language):
            _write_letter(document, letter)
    if not letters:
        document.paragraph(_("There is no letter to print."))
    return document.finish()


def _write_letter(document: WordDocument, letter: Letter) -> None:
    day = format_date(letter.date)
    place = _("{place}, {date}").format(place=letter.place, date=day) if letter.place else day
    document.paragraph(place, "Letter place")
    recipient = letter.recipient
    for line in recipient.postal or tuple(part for part in (recipient.name, recipient.organisation) if part):
        document.paragraph(line, "Letter address")
    if letter.subject:
        document.paragraph(_("Subject: {subject}").format(subject=letter.subject), "Letter subject")
    for at, text in enumerate(letter.paragraphs):
        document.paragraph(text, "Letter text", space_before=24 if at == 0 and not letter.subject else None)
    for at, line in enumerate(letter.signature):
        document.paragraph(line, "Letter signature", space_before=40 if at == 0 else None)


def _xml(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _own_fonts(style: Any) -> None:
    """The style's own font for every script: the template's theme would win otherwise."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), _FONT)


def _speak(run: Any, locale: str) -> None:
    """Tell Word the language, for its spelling."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:lang")
    made.set(qn("w:val"), locale)
    run._element.get_or_add_rPr().append(made)
