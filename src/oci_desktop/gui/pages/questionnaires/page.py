"""Questionnaires: the list of versions, and the one that is open to write, translate, compare and publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from oci_desktop.errors import NotFoundError
from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.page import Page
from oci_desktop.gui.pages.questionnaires.catalogue import Catalogue
from oci_desktop.gui.pages.questionnaires.gestures import Gestures
from oci_desktop.gui.pages.questionnaires.head import VersionHead
from oci_desktop.gui.pages.questionnaires.nodes import Node
from oci_desktop.i18n import _, ngettext
from oci_desktop.queries.questionnaires import draft_of

if TYPE_CHECKING:
    from oci_desktop.gui.pages.questionnaires.editor import VersionEditor

KIND = "questionnaire"


class QuestionnairesPage(Page):
    """Two faces: the list, and one version."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.gestures = Gestures(self)
        acts = self.gestures
        self.catalogue = Catalogue(
            context, {"new": acts.new, "import": acts.import_file, "example": acts.begin_with_example}
        )
        self.catalogue.opened.connect(self.open)
        self.head = VersionHead(
            {
                "list": self.show_list, "next": lambda: self.editor.next_to_translate(),
                "preview-form": lambda: acts.preview("form"), "preview-large": lambda: acts.preview("large"),
                "preview-attestation": lambda: acts.preview("attestation"), "differences": acts.compare,
                "publish": acts.publish, "start": acts.start_next, "export": acts.export, "thaw": acts.thaw,
                "delete": acts.delete,
            }
        )  # fmt: skip
        self._editor: VersionEditor | None = None
        self._version_face = QWidget()
        self._face = QVBoxLayout(self._version_face)
        self._face.setContentsMargins(0, 0, 0, 0)
        self._face.setSpacing(0)
        self._face.addWidget(self.head)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.catalogue)
        self.stack.addWidget(self._version_face)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    @property
    def editor(self) -> VersionEditor:
        """Made when a version is first opened."""
        if self._editor is None:
            from oci_desktop.gui.pages.questionnaires.editor import VersionEditor

            self._editor = VersionEditor(self.context)
            self._editor.changed.connect(self._follow)
            self._editor.gone.connect(lambda: self.stack.setCurrentIndex(0))
            self._face.addWidget(self._editor, 1)
        return self._editor

    @property
    def is_open(self) -> bool:
        """A version is shown, not the list."""
        return self.stack.currentIndex() == 1

    def open(self, version_id: int, node: Node | None = None) -> None:
        """Show one version."""
        try:
            self.editor.show_version(version_id, node)
        except NotFoundError:
            self.catalogue.refresh()
            return
        self.stack.setCurrentIndex(1)
        self._follow()
        self.editor.outline.setFocus()
        self.place_changed.emit()

    def show_list(self) -> bool:
        """Come back to the list; False when the person stays to finish what is typed."""
        if self.is_open and not self.may_leave():
            return False
        self.stack.setCurrentIndex(0)
        self.catalogue.refresh()
        self.take_focus()
        self.place_changed.emit()
        self.header_changed.emit()
        self.actions_changed.emit()
        return True

    def _follow(self) -> None:
        """The version that is open, or its counts, changed."""
        if self._editor is None or self._editor.version.id is None:
            return
        version = self._editor.version
        assert version.questionnaire_id is not None
        with self.context.database.read() as reader:
            started = draft_of(reader, version.questionnaire_id) is not None
        self.head.show_version(
            version, self._editor.to_translate(), writable=not self.context.read_only, started=started
        )
        self.header_changed.emit()
        self.actions_changed.emit()

    # What the window asks.

    def heading(self) -> tuple[str, str]:
        if not self.is_open or self._editor is None:
            n = len(self.catalogue.rows)
            return _("Questionnaires"), ngettext("{n} version", "{n} versions", n).format(n=n) if n else ""
        version = self._editor.version
        items = sum(1 for _item in version.items())
        parts = [
            _("Version {number}").format(number=version.number),
            ngettext("{n} principle", "{n} principles", len(version.principles)).format(n=len(version.principles)),
            ngettext("{n} item", "{n} items", items).format(n=items),
        ]
        return str(version.title), " · ".join(parts)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        acts: dict[str, Callable[[], object]] = {"import": self.gestures.import_file}
        if not self.is_open:
            acts["new"] = self.gestures.new
            if self.catalogue.rows:
                acts["edit"] = self.catalogue.open_chosen
            return acts
        acts["print"] = lambda: self.gestures.preview("large")
        acts["export"] = self.gestures.export
        if self.editor.editable:
            acts["save"] = self.editor.save
            acts["new"] = lambda: self.editor.add("item")
        return acts

    def take_focus(self) -> None:
        (self.editor.outline if self.is_open else self.catalogue.view).setFocus()

    def place(self) -> Place | None:
        if self.is_open and self._editor is not None and self._editor.version.id is not None:
            return Place("questionnaires", KIND, self._editor.version.id)
        return Place("questionnaires")

    def go(self, place: Place) -> None:
        if place.kind == KIND and place.record:
            if not self.is_open or self.editor.version.id != place.record:
                self.open(place.record)
        elif self.is_open:
            self.show_list()

    def may_leave(self) -> bool:
        return self._editor is None or not self.is_open or self._editor.may_leave()

    def state(self) -> dict[str, Any]:
        return self.editor.state() if self.is_open else {}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("version"):
            self.open(int(state["version"]), Node(*state["node"]))
            self.editor.restore_typed(state)

    def on_changes(self, changes: Any) -> None:
        if changes.touch("questionnaire", "questionnaire_version", "campaign"):
            self.catalogue.refresh()
            if self.is_open and self._editor is not None:
                self._editor.refresh()
            self.header_changed.emit()
            self.actions_changed.emit()


def make_page(context: Context) -> Page:
    return QuestionnairesPage(context)
