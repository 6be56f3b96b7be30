"""Letters on paper: one PDF with every letter, or one Word document that offices rework."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from oci_desktop.dates import today
from oci_desktop.model.letter import Letter

if TYPE_CHECKING:
    from oci_desktop.reports.frame import Printing
    from oci_desktop.reports.kit.letters import LetterSheet


def letter_sheet(letters: Sequence[Letter], printing: Printing, title: str) -> LetterSheet:
    """Every letter on pages of its own, ready to finish; `title` is the document's."""
    from oci_desktop.reports.kit.letters import LetterSheet

    return LetterSheet(
        letters, title=title, letterhead=printing.letterhead, paper=printing.paper, printed_on=printing.printed_on,
        invariant=printing.invariant,
    )  # fmt: skip


def letters_pdf(
    database: Any,
    letters: Sequence[Letter],
    title: str,
    *,
    paper: str = "letter",
    progress: Callable[[int, int], None] | None = None,
    printed_on: str | None = None,
    invariant: bool = False,
) -> bytes:
    """One PDF with all the letters, on the association's letterhead."""
    from oci_desktop.reports import read_printing

    with database.read() as reader:
        printing = read_printing(database, reader, paper, None, printed_on, invariant)
    return letter_sheet(letters, printing, title).finish(progress)


def letters_docx(database: Any, letters: Sequence[Letter], title: str, *, paper: str = "letter") -> bytes:
    """The same letters as one Word document, a section for each."""
    from oci_desktop.reports.letterhead import read_letterhead
    from oci_desktop.reports.word import letters_document

    with database.read() as reader:
        letterhead = read_letterhead(reader, today(), database.path)
    return letters_document(letters, title, letterhead, paper)
