"""What a person does around a campaign: choose members, drop what came back, type an attestation, see a preview."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from oci_desktop.gui.dialogs.mailing import MailingDialog
from oci_desktop.gui.dialogs.preview import PreviewDialog
from oci_desktop.gui.dialogs.returned import ReturnedDialog
from tests.journeys.person import Person, plain

PAGE = "Autoévaluations"


def select(person: Person, *names: str) -> None:
    """Click the first, Ctrl+click the others."""
    person.click_line(names[0])
    for name in names[1:]:
        person.click_line(name, Qt.KeyboardModifier.ControlModifier)
    assert len(person.window.page.list.selected()) == len(names)


def with_selected(person: Person, words: str) -> None:
    """A gesture of the bar under the list; those that find no room there are under « Plus… »."""
    bar = person.window.page.list._selection_bar
    if any(button.isVisible() and plain(button.text()) == words for button in bar.buttons):
        person.click_button(words, bar)
    else:
        person.click_button("Plus…", bar)
        person.choose(words)
    person.wait(lambda: person.top is not person.window and not isinstance(person.top, QMenu))


def say_and(person: Person, verb: str, fields: Mapping[str, str]) -> None:
    """Fill in the dialog that is open, then press its verb."""
    for label, text in fields.items():
        person.fill(label, text)
    person.click_button(verb)
    person.settle()


def drop_forms(person: Person, paths: Sequence[Path]) -> ReturnedDialog:
    """One drop on the window; the list once all of them are read."""
    person.drop(paths)
    person.wait(lambda: isinstance(person.top, ReturnedDialog))
    dialog: Any = person.top
    person.wait(lambda: not dialog.is_busy() and len(dialog.reviewed) == len(paths), 30_000)
    person.settle()
    return dialog


def what_they_are(dialog: ReturnedDialog) -> dict[str, str]:
    """file → what the list says that it is."""
    return {one.form.path.name: dialog.status_of(one) for one in dialog.reviewed}


def accept(person: Person, dialog: ReturnedDialog) -> None:
    """The filled button, and wait until they are kept."""
    person.click(dialog.foot.accept_button)
    person.wait(lambda: not dialog.is_busy(), 30_000)
    person.settle()


def put_away(person: Person, dialog: ReturnedDialog) -> None:
    person.click(dialog.foot.close_button)
    person.settle()
    assert person.top is person.window, person.words()


def letters(person: Person) -> MailingDialog:
    """The review of all texts that is open."""
    person.wait(lambda: isinstance(person.top, MailingDialog))
    dialog: Any = person.top
    return dialog


def texts(person: Person, dialog: MailingDialog) -> dict[str, str]:
    """Go down the list with the arrow key and read every letter: recipient's organisation → text."""
    person.click(dialog.list.viewport(), dialog.list.visualItemRect(dialog.list.item(0)).center())
    person.press("Home")
    read = {}
    for row in range(dialog.list.count()):
        assert dialog.list.currentRow() == row
        read[plain(dialog.list.item(row).text())] = plain(dialog.body.toPlainText())
        person.press("Down")
    return read


def save_drafts(person: Person, dialog: MailingDialog) -> None:
    """Drafts for the mail program, in one archive; what is asked for the place is answered already."""
    person.click(dialog.ways.buttons["drafts"])
    person.click(dialog.ways.zip_button)
    person.wait(lambda: not dialog.ways.is_busy(), 30_000)
    person.settle()


def preview(person: Person) -> PreviewDialog:
    """The preview that is open, once its pages are drawn."""
    person.wait(lambda: isinstance(person.top, PreviewDialog))
    dialog: Any = person.top
    person.wait(lambda: dialog.workbench.is_settled() and dialog.workbench.pane.content, 30_000)
    person.wait(dialog.workbench.pane.view.is_drawn)
    return dialog


# The board's page.


def names_in(text: str, members: Collection[str]) -> set[str]:
    """The members that a text names; a name within a longer one is not there for that."""
    found = set()
    for name in sorted(members, key=len, reverse=True):
        if plain(name) in text:
            found.add(name)
            text = text.replace(plain(name), "●")
    return found


HEADINGS = {
    "fr": (r"En retard depuis le [^(]+ \(\d+\)", r"Délai de grâce jusqu’au [^(]+ \(\d+\)", r"Refusée \(\d+\)",
           r"Dispenses échues depuis [^(]+ \(\d+\)", r"Dans les délais : [^(]+ \(\d+\)", "Projet de résolution"),
    "en": (r"Late since [^(]+ \(\d+\)", r"Grace until [^(]+ \(\d+\)", r"Refused \(\d+\)",
           r"Dispenses expired since [^(]+ \(\d+\)", r"On time[^(]+ \(\d+\)", "Draft resolution"),
}  # fmt: skip


def page_names(text: str, lang: str, members: Collection[str]) -> tuple[set[str], set[str]]:
    """The names under « En retard » and under « Délai de grâce », as the page prints them; every count is right.

    A group that goes on overleaf has its heading again, « (suite) ».
    """
    places = sorted(
        (found.start(), kind, found.group())
        for kind, pattern in enumerate(HEADINGS[lang])
        for found in re.finditer(pattern, text)
    )
    groups: dict[tuple[int, str], set[str]] = {}
    for (start, kind, heading), (end, _kind, _text) in pairwise(places):
        groups.setdefault((kind, heading), set()).update(names_in(text[start + len(heading) : end], members))
    found: tuple[set[str], set[str]] = set(), set()
    for (kind, heading), names in groups.items():
        assert heading.endswith(f"({len(names)})"), (heading, sorted(names))
        if kind < 2:
            found[kind].update(names)
    return found
