"""Changes made from the window: one gesture = one write = one journal action that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QWidget

from oci_desktop.errors import OciError, UserError
from oci_desktop.gui.context import Context
from oci_desktop.i18n import Message, _

if TYPE_CHECKING:
    from oci_desktop.store.journal import Action
    from oci_desktop.store.writer import Writer

T = TypeVar("T")


def run(
    context: Context,
    label: Message,
    work: Callable[[Writer], T],
    *,
    parent: QWidget | None = None,
    news: str = "",
    initiator: object = None,
    raising: bool = False,
) -> T | None:
    """Do `work(writer)` as one undoable action and tell it in the status bar.

    A refusal is shown as a sentence and gives None: nothing was changed. With `raising`, a form catches the
    `UserError` itself to put the sentences beside the fields. Anything else is a bug and goes up.
    """
    if context.read_only:
        from oci_desktop.gui import messages

        sentence = _("This file is open for reading only. Nothing was changed.")
        if raising:
            raise UserError(sentence)
        messages.error(parent, _("Not saved"), sentence)
        return None
    try:
        with context.database.write(label, initiator) as writer:
            result = work(writer)
    except OciError as refused:
        if raising:
            raise
        from oci_desktop.gui import messages

        messages.error(parent, _("Nothing was changed"), str(refused))
        return None
    context.tell(news or str(label), undo=True)
    return result


def undo(context: Context, parent: QWidget | None = None, action_id: int | None = None) -> Action | None:
    """Take back the last action, or the one given; says what, or why not."""
    return _step(context, parent, lambda: context.database.undo(action_id), _("Undone: {label}"))


def redo(context: Context, parent: QWidget | None = None) -> Action | None:
    """Do again what was last undone."""
    return _step(context, parent, lambda: context.database.redo(), _("Redone: {label}"))


def _step(context: Context, parent: QWidget | None, step: Callable[[], Any], sentence: str) -> Action | None:
    try:
        action: Action = step()
    except OciError as refused:
        from oci_desktop.gui import messages

        messages.error(parent, _("Nothing was changed"), str(refused))
        return None
    context.tell(sentence.format(label=action.label))
    return action
