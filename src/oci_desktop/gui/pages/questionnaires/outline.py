"""The parts of a version as a tree: chosen with the keys, ordered by dragging, with what is left to translate."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QDropEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from oci_desktop.gui import fonts, theme
from oci_desktop.gui.pages.questionnaires import nodes
from oci_desktop.gui.pages.questionnaires.nodes import Node
from oci_desktop.i18n import _, ngettext
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.services.questionnaire_rules import missing_translations

_NODE = int(Qt.ItemDataRole.UserRole)
_ROW = 30


class _Cells(QStyledItemDelegate):
    """Rows of one height, without the dotted frame of the focus."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        option.state &= ~option.state.State_HasFocus
        super().paint(painter, option, index)


class Outline(QTreeWidget):
    """`chosen` carries the node under the cursor; `dropped` a node, its new principle (-1: none) and place."""

    chosen = Signal(object)
    dropped = Signal(object, int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Parts of the questionnaire"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setMinimumSectionSize(0)
        self.currentItemChanged.connect(self._turned)
        self._quiet = False
        self._version: VersionDraft | None = None

    def show_version(self, version: VersionDraft, node: Node) -> None:
        """Show these parts, the cursor on that one (the first when it is gone); nothing is announced."""
        closed = {self._node(item) for item in self._all() if item.childCount() and not item.isExpanded()}
        at = self.verticalScrollBar().value()
        self._quiet, self._version = True, version
        self.clear()
        editable = not version.is_frozen
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.InternalMove if editable else QAbstractItemView.DragDropMode.NoDragDrop
        )
        marks = Counter(nodes.node_at(version, field)[0] for field in missing_translations(version))
        self._add(None, Node(nodes.ABOUT), _("Presentation"), marks)
        for principle in version.principles:
            words = " ".join(part for part in (principle.code, str(principle.title)) if part)
            parent = self._add(
                None, Node(nodes.PRINCIPLE, principle.id or 0), words, marks, strong=True, moves=editable
            )
            for item in principle.items:
                words = f"{item.code}  {item.text}".strip()
                self._add(parent, Node(nodes.ITEM, item.id or 0), words, marks, moves=editable)
        for kind, title, things in (
            (nodes.CHOICE, _("Scale"), version.scale),
            (nodes.PROFILE, _("Profiles"), version.profiles),
            (nodes.SIGNATORY, _("Signatories"), version.signatories),
        ):
            parent = self._group(title, kind, things)
            for thing in things:
                self._add(parent, Node(kind, thing.id or 0), name_of(thing), marks, moves=editable)
        self._add(None, Node(nodes.ATTESTATION), _("Attestation"), marks)
        for entry in self._all():
            entry.setExpanded(self._node(entry) not in closed)
        self._quiet = False
        self.choose(node)
        self.verticalScrollBar().setValue(at)
        if (current := self.currentItem()) is not None:
            self.scrollToItem(current)

    def choose(self, node: Node) -> None:
        """Put the cursor there without announcing it."""
        self._quiet = True
        found = next((entry for entry in self._all() if self._node(entry) == node), None)
        if (wanted := found or self.topLevelItem(0)) is not None:
            self.setCurrentItem(wanted)
        self._quiet = False

    def node(self) -> Node:
        """The part under the cursor; a group stands for its first part."""
        current = self.currentItem()
        return self._node(current) if current is not None else Node(nodes.ABOUT)

    def _group(self, title: str, kind: str, things: Any) -> QTreeWidgetItem:
        entry = QTreeWidgetItem([title, ""])
        entry.setData(0, _NODE, (kind, -1))
        entry.setFont(0, fonts.font(weight=fonts.font().Weight.DemiBold))
        entry.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled)
        self.addTopLevelItem(entry)
        return entry

    def _add(
        self,
        parent: QTreeWidgetItem | None,
        node: Node,
        words: str,
        marks: Counter[Node],
        *,
        strong: bool = False,
        moves: bool = False,
    ) -> QTreeWidgetItem:
        n = marks.get(node, 0)
        left = ngettext("{n} to translate", "{n} to translate", n).format(n=n) + "\N{EN SPACE}" if n else ""
        entry = QTreeWidgetItem([" ".join(words.split("\n")) or _("(no text yet)"), left])
        entry.setData(0, _NODE, tuple(node))
        entry.setToolTip(0, "")
        if strong or parent is None:
            entry.setFont(0, fonts.font(weight=fonts.font().Weight.DemiBold))
        if n:
            entry.setForeground(1, QBrush(theme.colour("pending")))
            entry.setFont(1, fonts.font(13))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if moves:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        if node.kind == nodes.PRINCIPLE:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        entry.setFlags(flags)
        if parent is None:
            self.addTopLevelItem(entry)
        else:
            parent.addChild(entry)
        return entry

    def _all(self) -> list[QTreeWidgetItem]:
        found = []
        for at in range(self.topLevelItemCount()):
            entry = self.topLevelItem(at)
            if entry is not None:
                found += [entry, *(entry.child(place) for place in range(entry.childCount()))]
        return [entry for entry in found if entry is not None]

    def _node(self, entry: QTreeWidgetItem) -> Node:
        return Node(*entry.data(0, _NODE))

    def _turned(self, now: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if not self._quiet and now is not None:
            self.chosen.emit(self._node(now))

    # Dragging: the tree only says what is wanted; the version is changed, then shown again.

    def dropEvent(self, event: QDropEvent) -> None:
        dragged, target = self.currentItem(), self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if dragged is not None and target is not None and dragged is not target:
            self.drop_on(self._node(dragged), self._node(target), self._below())

    def _below(self) -> bool:
        return self.dropIndicatorPosition() in (
            QAbstractItemView.DropIndicatorPosition.BelowItem,
            QAbstractItemView.DropIndicatorPosition.OnItem,
        )

    def drop_on(self, node: Node, target: Node, below: bool) -> None:
        """A part was dropped above or below another one: say where it goes, when that makes sense."""
        version = self._version
        if version is None:
            return
        if node.kind == nodes.ITEM:
            for at, principle in enumerate(version.principles):
                items = [item.id for item in principle.items if item.id != node.row]
                if target == Node(nodes.PRINCIPLE, principle.id or 0):
                    self.dropped.emit(node, at, 0)
                elif target.kind == nodes.ITEM and target.row in items:
                    self.dropped.emit(node, at, items.index(target.row) + below)
        elif node.kind in nodes.LISTS:
            target = self._same_kind(version, node, target)
            others = [one.id for one in getattr(version, nodes.LISTS[node.kind]) if one.id != node.row]
            if target.kind == node.kind and target.row in others:
                self.dropped.emit(node, -1, others.index(target.row) + below)

    def _same_kind(self, version: VersionDraft, node: Node, target: Node) -> Node:
        """A principle dropped on an item goes after the item's principle."""
        if node.kind == nodes.PRINCIPLE and target.kind == nodes.ITEM:
            for principle in version.principles:
                if any(item.id == target.row for item in principle.items):
                    return Node(nodes.PRINCIPLE, principle.id or 0)
        return target


def name_of(thing: Any) -> str:
    """What a part is called in the tree."""
    for attribute in ("label", "text", "title"):
        if hasattr(thing, attribute):
            return str(getattr(thing, attribute))
    from oci_desktop.i18n import Bilingual

    names = [getattr(thing, f"{base}_{lang}", None) for base in ("name", "title") for lang in ("fr", "en")]
    french = names[0] or names[2] or ""
    return str(Bilingual(french, names[1] or names[3] or french))
