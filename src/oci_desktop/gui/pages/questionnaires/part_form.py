"""The form of one part of a questionnaire: French at the left, English at the right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.errors import Problem, UserError
from oci_desktop.gui.forms import ChoiceField, Form, LineField, NoteField, TickField
from oci_desktop.gui.forms.autosave import KeptForms
from oci_desktop.gui.pages.questionnaires import nodes
from oci_desktop.gui.pages.questionnaires.nodes import Node
from oci_desktop.i18n import N_, _
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.model.standing import LEVELS
from oci_desktop.queries.questionnaire_words import choice_weight

TEXTS: dict[str, tuple[tuple[str, str, int], ...]] = {
    # kind → its texts in two languages: name, words, lines (0: one line that does not grow)
    nodes.ABOUT: (("title", N_("Title"), 0), ("introduction", N_("Introduction"), 4)),
    nodes.PRINCIPLE: (("title", N_("Title"), 0), ("help", N_("Help"), 2)),
    nodes.ITEM: (("text", N_("Text"), 2), ("help", N_("Help"), 2), ("evidence", N_("Typical evidence"), 1)),
    nodes.CHOICE: (("label", N_("Label"), 0),),
    nodes.PROFILE: (("name", N_("Name"), 0),),
    nodes.SIGNATORY: (("title", N_("Title"), 0),),
    nodes.ATTESTATION: (
        ("meaning", N_("What the signature means"), 4),
        ("attestation", N_("Text of the attestation"), 5),
    ),
}

LANGUAGES = (("fr", N_("French")), ("en", N_("English")))


def part_title(node: Node, version: VersionDraft) -> str:
    """« Énoncé 1.1 »."""
    code = getattr(nodes.thing_of(version, node), "code", "") if node.kind in (nodes.ITEM, nodes.PRINCIPLE) else ""
    return f"{_(nodes.TITLES[node.kind])} {code}".rstrip()


class PartForm(Form):
    """Edits one part; the focus stays in the tree until the person comes here."""

    def __init__(
        self,
        node: Node,
        version: VersionDraft,
        check: Callable[[Any], Sequence[Problem]],
        save: Callable[[Any], int],
        keep: KeptForms | None,
        key: str,
    ) -> None:
        super().__init__(part_title(node, version), check, save, keep=keep, key=key)
        self.node = node
        self.close_button.set_text(_("Give up the changes"))
        self.close_button.setEnabled(False)
        self.save_button.setEnabled(False)
        self.changed.connect(self._enable)
        self._codes(node, version)
        for name, label, lines in TEXTS[node.kind]:
            self.row(*(self._text(f"{name}_{code}", label, words, lines) for code, words in LANGUAGES))
        self._rest(node, version)

    def _enable(self) -> None:
        dirty = self.is_dirty()
        self.close_button.setEnabled(dirty)
        self.save_button.setEnabled(dirty)

    def _codes(self, node: Node, version: VersionDraft) -> None:
        if node.kind == nodes.ABOUT:
            code = LineField(_("Identifier"), required=True, example=_("The same in every version"))
            self.row(self.bind("code", code), self.bind("number", LineField(_("Version"), required=True)))
        elif node.kind == nodes.ITEM:
            code = LineField(_("Identifier"), required=True, example=_("It never changes: years are compared by it"))
            profiles = {one.code: str(nodes.profile_name(one)) for one in version.profiles}
            self.row(
                self.bind("code", code),
                self.bind("profile", ChoiceField(_("For"), profiles, empty=_("all members"))),
            )
        elif node.kind != nodes.ATTESTATION and node.kind != nodes.SIGNATORY:
            self.row(self.bind("code", LineField(_("Identifier"), required=True)))

    def _text(self, name: str, label: str, language: str, lines: int) -> Any:
        words = _("{what}, in {language}").format(what=_(label), language=_(language).lower())
        field = NoteField(words, least=lines, most=14) if lines else LineField(words)
        if name in ("text_fr", "title_fr", "label_fr", "name_fr"):  # never empty in the file: "" stands for nothing
            return self.bind(name, field, read=lambda d: getattr(d, name) or None, write=_text_or_blank(name))
        return self.bind(name, field)

    def _rest(self, node: Node, version: VersionDraft) -> None:
        if node.kind == nodes.ABOUT:
            self.section(_("Campaigns"))
            levels = {code: f"{code} · {_(words)}" for code, words in LEVELS.items()}
            self.row(self.bind("level", ChoiceField(_("Level that campaigns begin with"), levels, empty=None)))
            self._tick("index_shown", _("Show an index beside the counts"))
        elif node.kind == nodes.ITEM:
            weight = LineField(_("Weight"), show=str, read=_whole, example=_("1 for most items"))
            self.row(
                self.bind(
                    "weight", weight, read=lambda d: str(d.weight), write=lambda d, v: replace(d, weight=int(v or 1))
                ),
                QWidget(),
            )
        elif node.kind == nodes.CHOICE:
            counts = LineField(
                _("Counts as"), read=_share, example=_("From 0 to 1; empty: it leaves the count (“not applicable”)")
            )
            self.row(self.bind("weight", counts, read=_share_words, write=_hundredths), QWidget())
            self._tick("reason_required", _("A reason is required with this answer"))

    def _tick(self, name: str, words: str) -> None:
        self.row(
            self.bind(
                name,
                TickField(words),
                read=lambda d: bool(getattr(d, name)),
                write=lambda d, value: replace(d, **{name: int(bool(value))}),
            )
        )

    def _first_focus(self) -> None:
        """Nothing: the arrows go on through the tree."""

    def focus_on(self, name: str) -> None:
        """Go to one field, by its name."""
        for bound in self.binder.bounds:
            if bound.name == name:
                bound.field.focus()


def _text_or_blank(name: str) -> Callable[[Any, Any], Any]:
    return lambda draft, value: replace(draft, **{name: value or ""})


def _whole(text: str) -> str:
    """Raises: UserError."""
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise UserError(N_("“{text}” is not a whole number."), text=text)
    return text


def _share(text: str) -> str:
    """Raises: UserError."""
    plain = text.replace(",", ".")
    if not re.fullmatch(r"0|1|0?\.[0-9]{1,2}|[01]\.[0-9]{1,2}", plain) or float(plain) > 1:
        raise UserError(N_("A number from 0 to 1 is expected, with two decimals at most."))
    return plain


def _share_words(choice: Any) -> str | None:
    return None if choice.weight is None else choice_weight(choice.weight)


def _hundredths(choice: Any, value: Any) -> Any:
    return replace(choice, weight=None if value is None else round(float(str(value).replace(",", ".")) * 100))
