"""The same change for several organisations at once: one action, one undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import format_date
from oci_desktop.errors import OciError, Problem
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records.gesture import GestureDialog
from oci_desktop.gui.forms import ChipsField, ChoiceField, DateField, RegionField
from oci_desktop.gui.tasks import Progress
from oci_desktop.i18n import N_, Message, _, message, ngettext, plural_message
from oci_desktop.model.codes import ORGANISATION_KINDS, REGIONS

_AT_ONCE = 200
"""Organisations that are changed within the 100 ms that a window may stand still."""


@dataclass(frozen=True)
class Lot:
    """What changes for all; what is empty is left as each record has it."""

    region: str | None = None
    from_day: str | None = None
    kind: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


def change_lot(context: Context, parent: QWidget | None, ids: Sequence[int]) -> GestureDialog:
    """Ask what to change for these organisations, and do it in one action."""
    n = len(ids)

    def known() -> Sequence[str]:
        from oci_desktop.queries.relations import known_tags

        with context.database.read() as reader:
            return known_tags(reader)

    def check(draft: Lot) -> Sequence[Problem]:
        blank = Lot(from_day=draft.from_day)
        return [Problem("region", message(N_("Choose at least one change.")))] if draft == blank else []

    def sentence(draft: Lot) -> str:
        parts = []
        if draft.region:
            since = _("from {day}").format(day=format_date(draft.from_day)) if draft.from_day else ""
            parts.append(" ".join(filter(None, (_("region {name}").format(name=REGIONS[draft.region]), since))))
        if draft.kind:
            parts.append(_("kind “{name}”").format(name=_(ORGANISATION_KINDS[draft.kind])))
        if draft.add_tags:
            parts.append(_("with the tags {tags}").format(tags=", ".join(draft.add_tags)))
        if draft.remove_tags:
            parts.append(_("without the tags {tags}").format(tags=", ".join(draft.remove_tags)))
        words = ngettext("{n} organisation: {changes}.", "{n} organisations: {changes}.", n)
        return words.format(n=n, changes=", ".join(parts))

    def act(draft: Lot) -> Any:
        label = plural_message("Change of {n} organisation", "Change of {n} organisations", n)
        if n <= _AT_ONCE:
            return operations.run(context, label, lambda write: _change(write, ids, draft), raising=True)
        return _change_in_background(context, parent, label, ids, draft)

    subject = ngettext("{n} organisation chosen", "{n} organisations chosen", n).format(n=n)
    dialog = GestureDialog(
        parent, _("Change them all"), subject, _("Change them all"), check=check, sentence=sentence, act=act, width=520
    )
    leave = _("leave as it is")
    region = RegionField(_("Administrative region"), REGIONS)
    region.combo.setItemText(0, leave)
    dialog.row(
        dialog.bind("region", region),
        dialog.bind("from_day", DateField(_("Since"), hint=_("Empty: always so"), full_day=True)),
    )
    kinds = {code: _(words) for code, words in ORGANISATION_KINDS.items()}
    dialog.row(dialog.bind("kind", ChoiceField(_("Kind"), kinds, empty=leave)))
    dialog.row(dialog.bind("add_tags", ChipsField(_("Tags to add"), known=known)))
    dialog.row(dialog.bind("remove_tags", ChipsField(_("Tags to remove"), known=known)))
    return dialog.start(Lot())


def _change(write: Any, ids: Sequence[int], draft: Lot) -> int:
    from oci_desktop.services.organisations import change_organisations

    return change_organisations(
        write,
        ids,
        region=draft.region,
        from_day=draft.from_day,
        kind=draft.kind,
        add_tags=draft.add_tags,
        remove_tags=draft.remove_tags,
    )


def _change_in_background(
    context: Context, parent: QWidget | None, label: Message, ids: Sequence[int], draft: Lot
) -> None:
    """A large lot, with progress and a cancel that changes nothing: still one action, one undo."""
    from oci_desktop.queries.lists import chunks

    def work(progress: Progress) -> int:
        changed = 0
        with context.database.write(label) as write:
            for done, chunk in enumerate(chunks(ids)):
                progress.step(done * len(chunk), len(ids))
                changed += _change(write, chunk, draft)
        return changed

    def failed(problem: BaseException) -> None:
        if not isinstance(problem, OciError):
            raise problem
        messages.error(parent, _("Nothing was changed"), str(problem))

    context.tasks.start(str(label), work, lambda _n: context.tell(str(label), undo=True), failed)
