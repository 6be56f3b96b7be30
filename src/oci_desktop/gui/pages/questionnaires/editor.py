"""One version of a questionnaire: its parts at the left, the one that is chosen at the right.

Every change is an action of its own that can be undone. Turning to another part saves what was typed in this one.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from oci_desktop.errors import NotFoundError, Problem, UserError, ValidationError
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms.autosave import KeptForms
from oci_desktop.gui.pages.questionnaires import nodes
from oci_desktop.gui.pages.questionnaires.nodes import Node
from oci_desktop.gui.pages.questionnaires.outline import Outline, name_of
from oci_desktop.gui.pages.questionnaires.part_form import PartForm
from oci_desktop.gui.pages.questionnaires.part_reading import PartReading
from oci_desktop.gui.widgets import Button, EmptyState, icon_button, line
from oci_desktop.i18n import N_, Message, _, message
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.queries.questionnaires import get_version
from oci_desktop.services.questionnaire_rules import (
    check_version,
    clean_version,
    missing_translations,
    shortened,
)

_GROUPS = {
    nodes.CHOICE: (N_("No answer to choose from yet"), N_("Add an answer")),
    nodes.PROFILE: (N_("Without a profile, every item is for all members"), N_("Add a profile")),
    nodes.SIGNATORY: (N_("Nobody is to sign yet"), N_("Add a signatory")),
}


class VersionEditor(QWidget):
    """Shows the version; `changed` when its counts or its title may have, `gone` when it is no more."""

    changed = Signal()
    gone = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.version = VersionDraft()
        self.node = Node(nodes.ABOUT)
        self.keep = KeptForms(context.database.database_id)
        self.form: PartForm | None = None
        self._add_actions: dict[str, QAction] = {}
        self.outline = Outline()
        self.outline.chosen.connect(self._turn_to)
        self.outline.dropped.connect(self._drop)
        left = QWidget()
        left.setObjectName("panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tools())
        column.addWidget(line())
        column.addWidget(self.outline, 1)
        self._side = QWidget()
        self._side.setObjectName("panel")
        self._room = QVBoxLayout(self._side)
        self._room.setContentsMargins(0, 0, 0, 0)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self._side)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([380, 620])
        left.setMinimumWidth(290)
        self._side.setMinimumWidth(400)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _tools(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(6)
        self.add_button = Button(_("Add"), icon="plus")
        menu = QMenu(self.add_button)
        for kind in (nodes.PRINCIPLE, nodes.ITEM, nodes.CHOICE, nodes.PROFILE, nodes.SIGNATORY):
            act = menu.addAction(_(nodes.TITLES[kind]))
            act.triggered.connect(lambda _checked=False, kind=kind: self.add(kind))
            self._add_actions[kind] = act
        self.add_button.setMenu(menu)
        self.up = icon_button("chevron-up", _("Move up"), lambda: self.shift(-1))
        self.down = icon_button("chevron-down", _("Move down"), lambda: self.shift(1))
        self.remove = icon_button("trash", _("Take away"), self.take_away)
        row.addWidget(self.add_button)
        row.addStretch()
        for button in (self.up, self.down, self.remove):
            row.addWidget(button)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._toolbox = box
        return box

    # Showing.

    @property
    def editable(self) -> bool:
        return not self.version.is_frozen and not self.context.read_only

    def show_version(self, version_id: int, node: Node | None = None) -> None:
        """Open a version at one of its parts. Raises: NotFoundError."""
        with self.context.database.read() as reader:
            self.version = get_version(reader, version_id)
        self._show(node or Node(nodes.ABOUT))

    def refresh(self) -> None:
        """Something was saved: read the version again; what is being typed stays."""
        if self.version.id is None:
            return
        before = self.version
        try:
            with self.context.database.read() as reader:
                self.version = get_version(reader, self.version.id)
        except NotFoundError:
            self.form = None
            self.version = VersionDraft()
            self.gone.emit()
            return
        if self._form_stays(before):
            self._show_outline()
        else:
            self._show(self.node)

    def _form_stays(self, before: VersionDraft) -> bool:
        """What is being typed, and the place of the cursor, are not lost to news of something else."""
        thing = nodes.thing_of(self.version, self.node)
        if self.form is None or self.form.node != self.node or thing is None or not self.editable:
            return False
        if before.profiles != self.version.profiles:
            return False
        shown = nodes.part_of(self.node, self.form.binder.draft)
        return self.form.is_dirty() or nodes.part_of(self.node, thing) == shown

    def _show(self, node: Node) -> None:
        if node.row != -1 and nodes.thing_of(self.version, node) is None:
            node = Node(nodes.ABOUT)
        self.node = node
        self._show_outline()
        self._show_part()
        self.changed.emit()

    def _show_outline(self) -> None:
        self.outline.show_version(self.version, self.node)
        self._toolbox.setVisible(self.editable)
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        kind = self.node.kind
        real = self.node.row > 0 and (kind == nodes.ITEM or kind in nodes.LISTS)
        self._add_actions[nodes.ITEM].setEnabled(bool(self.version.principles))
        self.up.setEnabled(real and nodes.moved(self.version, self.node, -1) is not None)
        self.down.setEnabled(real and nodes.moved(self.version, self.node, 1) is not None)
        self.remove.setEnabled(real)

    def _show_part(self) -> None:
        self.form = None
        while (taken := self._room.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._room.addWidget(self._part())

    def _part(self) -> QWidget:
        node = self.node
        if node.row == -1:
            title, verb = _GROUPS[node.kind]
            things = getattr(self.version, nodes.LISTS[node.kind])
            heading = _(title) if not things else _("Choose one at the left, or add one")
            buttons = ((_(verb), lambda: self.add(node.kind)),) if self.editable else ()
            return EmptyState("list-details", heading, "", buttons)
        if not self.editable:
            return PartReading(node, self.version)
        form = self.form = PartForm(
            node,
            self.version,
            lambda thing: self._check(node, thing),
            lambda thing: self._save(node, thing),
            self.keep,
            f"questionnaire-{self.version.id}-{node.kind}-{node.row}",
        )
        form.open(nodes.thing_of(self.version, node))
        form.saved.connect(lambda _id: self._saved())
        form.closed.connect(self._give_up)
        form.changed.connect(self.changed)
        return form

    def _saved(self) -> None:
        """What is typed is what is stored now: the form goes on from there, the cursor where it is."""
        form = self.form
        self.refresh()
        thing = nodes.thing_of(self.version, self.node)
        if form is not None and form is self.form and thing is not None:
            form.binder.draft = thing
            for bound in form.binder.bounds:
                bound.field.mark()
            form.binder.changed.emit()
            self.changed.emit()

    def _give_up(self) -> None:
        self._show_part()
        self.outline.setFocus()
        self.changed.emit()

    # Typing.

    def _check(self, node: Node, thing: Any) -> list[Problem]:
        """What the rules say of this part, with the names of its own fields."""
        version = nodes.put(self.version, node, thing)
        own = nodes.place_of(version, node)
        _clean, stopping = clean_version(version)
        found = [
            # What is needed only to publish stops no save: it is remarked in ochre.
            Problem(
                problem.field.removeprefix(own),
                problem.message,
                problem.severity if problem in stopping else "warning",
            )
            for problem in check_version(version)
            if nodes.node_at_or_none(version, problem.field) == node
        ]
        if node.kind == nodes.ITEM and any(
            item.code.casefold() == thing.code.strip().casefold()
            for item in self.version.items()
            if item.id != node.row
        ):
            # The rules tell of the second one of the two: this may be the first.
            sentence = N_("The identifier “{code}” is used twice: each has its own.")
            found.append(Problem("code", message(sentence, code=thing.code)))
        return found

    def _save(self, node: Node, thing: Any) -> int:
        """Raises: ValidationError with the part's own fields, UserError."""
        from oci_desktop.services.questionnaires import save_version

        version = nodes.put(self.version, node, thing)
        own = nodes.place_of(version, node)
        try:
            operations.run(
                self.context,
                self._label(N_("Change of {what} in {questionnaire}"), node, thing),
                lambda write: save_version(write, version),
                parent=self,
                raising=True,
            )
        except ValidationError as refused:
            mine = [
                Problem(problem.field.removeprefix(own), problem.message, problem.severity)
                for problem in refused.problems
                if nodes.node_at_or_none(version, problem.field) == node
            ]
            raise ValidationError(mine) if mine else UserError(refused.message) from None
        return node.row

    def _label(self, sentence: str, node: Node, thing: Any) -> Message:
        return nodes.action_label(self.version, sentence, node, thing)

    def save(self) -> bool:
        """Keep what is typed; False when it cannot be."""
        return self.form is None or not self.form.is_dirty() or self.form.save()

    def may_leave(self) -> bool:
        return self.form is None or self.form.may_leave()

    def _turn_to(self, node: Node) -> None:
        """Another part was chosen: this one is saved first."""
        if node == self.node:
            return
        if not self.save():
            self.outline.choose(self.node)
            return
        self.node = node
        self.outline.choose(node)
        self._enable()
        self._show_part()
        self.changed.emit()

    # Adding, ordering, taking away.

    def _change(self, version: VersionDraft, label: Message) -> bool:
        from oci_desktop.services.questionnaires import save_version

        return operations.run(self.context, label, lambda write: save_version(write, version), parent=self) is not None

    def add(self, kind: str) -> None:
        """A new part after the one that is shown, ready to be written."""
        if not self.editable or not self.save() or (kind == nodes.ITEM and not self.version.principles):
            return
        version, place = nodes.added(self.version, kind, self.node)
        if self._change(version, self._label(N_("New in {questionnaire}: {what}"), Node(kind), None)):
            assert self.version.id is not None
            with self.context.database.read() as reader:
                self.version = get_version(reader, self.version.id)
            self._show(nodes.nth(self.version, kind, place))
            if self.form is not None:
                self.form.focus_on(
                    {nodes.ITEM: "text_fr", nodes.CHOICE: "label_fr", nodes.PROFILE: "name_fr"}.get(kind, "title_fr")
                )

    def shift(self, step: int) -> None:
        """The part that is shown, one place up or down."""
        if not self.editable or not self.save():
            return
        version = nodes.moved(self.version, self.node, step)
        if version is not None:
            self._reorder(version)

    def _drop(self, node: Node, principle: int, place: int) -> None:
        if not self.editable or not self.save():
            return
        if node.kind == nodes.ITEM:
            version = nodes.moved_item(self.version, node, principle, place)
        else:
            version = nodes.moved_to(self.version, node, place)
        self.node = node
        self._reorder(version)

    def _reorder(self, version: VersionDraft) -> None:
        thing = nodes.thing_of(version, self.node)
        if self._change(version, self._label(N_("Order of {what} in {questionnaire}"), self.node, thing)):
            self.refresh()

    def take_away(self) -> None:
        """The part that is shown goes; with its items, after a question, when it is a principle that has some."""
        node, thing = self.node, nodes.thing_of(self.version, self.node)
        if not self.editable or thing is None or node.kind in (nodes.ABOUT, nodes.ATTESTATION):
            return
        items = len(getattr(thing, "items", ()))
        if items and not messages.confirm(
            self,
            _("Take this principle away?"),
            str(
                message(
                    N_("“{name}” goes with its {n} items. It can be undone."), name=shortened(name_of(thing)), n=items
                )
            ),
            _("Take away"),
        ):
            return
        order = list(nodes.nodes(self.version))
        left = [one for one in order if nodes.thing_of(nodes.removed(self.version, node), one) is not None]
        at = order.index(node)
        following = next((one for one in order[at + 1 :] if one in left), left[-1])
        before = next((one for one in reversed(order[:at]) if one in left), left[0])
        if self.form is not None:
            self.form.forget_kept()
            self.form = None
        if self._change(
            nodes.removed(self.version, node), self._label(N_("{what} taken out of {questionnaire}"), node, thing)
        ):
            self.node = following if following.kind == node.kind else before
            self.refresh()

    # Translating.

    def to_translate(self) -> int:
        return len(missing_translations(self.version))

    def next_to_translate(self) -> None:
        """Go to the next text that is missing in one language, after the part that is shown."""
        if not self.save():
            return
        found = [nodes.node_at(self.version, field) for field in missing_translations(self.version)]
        order = list(nodes.nodes(self.version))
        here = order.index(self.node) if self.node in order else -1
        ahead = [one for one in found if order.index(one[0]) > here]
        if not found:
            return
        self.go_to(*(ahead or found)[0])

    def go_to(self, node: Node, field: str = "") -> None:
        """Show a part, and put the cursor in one of its fields."""
        if node != self.node:
            self._turn_to(node)
            self.outline.choose(self.node)
        if self.node == node and self.form is not None and field:
            self.form.focus_on(field)

    # What a window built anew gets back.

    def state(self) -> dict[str, Any]:
        typed = self.form.binder.state() if self.form is not None and self.form.is_dirty() else None
        return {"version": self.version.id, "node": list(self.node), "typed": typed}

    def restore_typed(self, state: dict[str, Any]) -> None:
        if state.get("typed") and self.form is not None:
            self.form.binder.restore(state["typed"])
