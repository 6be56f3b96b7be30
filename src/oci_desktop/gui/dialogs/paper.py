"""What is chosen before a document is made: language, paper, orientation; remembered per document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from oci_desktop.gui.context import Context
from oci_desktop.gui.forms.choices import ChoiceField
from oci_desktop.gui.forms.compound import side_by_side
from oci_desktop.i18n import LANGUAGES, N_, _, language

if TYPE_CHECKING:
    from oci_desktop.gui.tasks import Progress

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
ORIENTATIONS = {"portrait": N_("Portrait"), "landscape": N_("Landscape")}
AUTOMATIC = "automatic"


@dataclass(frozen=True)
class Paper:
    """How a document goes on paper; without a choice of `landscape`, the page turns when the columns need it."""

    lang: str = "fr"
    paper: str = "letter"
    landscape: bool | None = False


@dataclass(frozen=True)
class Document:
    """Something that can be put on paper: `make(paper, progress)` gives the PDF, in a worker.

    `key` is what its choices are remembered under, `file_name` what a saved copy is called (without `.pdf`).
    """

    key: str
    title: str
    file_name: str
    make: Callable[[Paper, Progress], bytes]
    may_turn: bool = False
    """Whether the page may turn by itself when the columns need it."""
    word: Callable[[Paper, Progress], bytes] | None = None
    """Gives the same as a Word document, where there is one."""


class PaperForm(QWidget):
    """The three choices; `changed` when one of them is made, which is remembered under the document's key."""

    changed = Signal()

    def __init__(self, context: Context, key: str, *, may_turn: bool = False) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        from oci_desktop.reports import PAPERS

        self._context, self._key = context, ""
        self._lang = ChoiceField(_("Language"), {code: LANGUAGE_NAMES[code] for code in LANGUAGES}, empty=None)
        self._paper = ChoiceField(_("Paper"), {code: _(name) for code, name in PAPERS.items()}, empty=None)
        turns = {AUTOMATIC: _("As the columns need")} if may_turn else {}
        self._turn = ChoiceField(
            _("Orientation"), turns | {code: _(name) for code, name in ORIENTATIONS.items()}, empty=None
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(side_by_side(self._lang, self._paper))
        column.addWidget(self._turn)
        for field in (self._lang, self._paper, self._turn):
            field.changed.connect(self._chosen)
        self.use(key)

    def use(self, key: str) -> None:
        """Show what was last chosen for the document called `key`."""
        self._key = key
        get = self._context.settings.get
        self._lang.set_value(get(f"paper.{key}.language") or language())
        self._paper.set_value(get(f"paper.{key}.paper") or get("paper.size") or "letter")
        self._turn.set_value(get(f"paper.{key}.orientation"))

    def paper(self) -> Paper:
        turn = self._turn.value()
        landscape = None if turn == AUTOMATIC else turn == "landscape"
        return Paper(self._lang.value(), self._paper.value(), landscape)

    def _chosen(self) -> None:
        for name, field in (("language", self._lang), ("paper", self._paper), ("orientation", self._turn)):
            self._context.remember(f"paper.{self._key}.{name}", field.value())
        self.changed.emit()
