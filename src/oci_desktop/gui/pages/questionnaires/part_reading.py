"""One part of a published version, to read: both languages side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from oci_desktop.gui.forms.scroll import SteadyScroll
from oci_desktop.gui.pages.questionnaires import nodes
from oci_desktop.gui.pages.questionnaires.nodes import Node
from oci_desktop.gui.pages.questionnaires.part_form import LANGUAGES, TEXTS, part_title
from oci_desktop.gui.widgets import CopyLabel, Label, SectionLabel
from oci_desktop.i18n import _
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.model.standing import LEVELS
from oci_desktop.queries.questionnaire_words import choice_weight


class PartReading(SteadyScroll):
    """What the form of this part would hold, without fields."""

    def __init__(self, node: Node, version: VersionDraft, side: int = 22) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(side, 16, side, 18)
        column.setSpacing(10)
        super().__init__(inside, side)
        thing = nodes.thing_of(version, node)
        column.addWidget(Label(part_title(node, version), "record"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        row = 0
        for name, label, _lines in TEXTS[node.kind]:
            texts = [getattr(thing, f"{name}_{code}") or "" for code, _words in LANGUAGES]
            if not any(texts):
                continue
            for place, (_code, words) in enumerate(LANGUAGES):
                title = _("{what}, in {language}").format(what=_(label), language=_(words).lower())
                grid.addWidget(SectionLabel(title), row, place)
                grid.addWidget(CopyLabel(texts[place] or "—"), row + 1, place, Qt.AlignmentFlag.AlignTop)
            grid.setRowMinimumHeight(row + 2, 8)
            row += 3
        column.addLayout(grid)
        for label, value in _facts(node, version, thing):
            column.addWidget(SectionLabel(label))
            column.addWidget(CopyLabel(value))
        column.addStretch()


def _facts(node: Node, version: VersionDraft, thing: Any) -> list[tuple[str, str]]:
    """What is not a text in two languages."""
    if node.kind == nodes.ABOUT:
        return [
            (_("Identifier"), thing.code),
            (_("Level that campaigns begin with"), f"{thing.level} · {_(LEVELS[thing.level])}"),
            (_("Index beside the counts"), _("shown") if thing.index_shown else _("not shown")),
        ]
    if node.kind == nodes.ITEM:
        profile = next((one for one in version.profiles if one.code == thing.profile), None)
        whom = _("all members") if profile is None else str(nodes.profile_name(profile))
        return [(_("For"), whom), (_("Weight"), str(thing.weight))]
    if node.kind == nodes.CHOICE:
        facts = [(_("Counts as"), choice_weight(thing.weight))]
        if thing.reason_required:
            facts.append((_("Comment"), _("a reason is required")))
        return facts
    return []
