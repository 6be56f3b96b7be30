"""Writes what is answered: one gesture, one action that can be undone, none of whose labels tells an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.i18n import N_, Message, message, plural_message
from oci_desktop.model.campaign import AnswerDraft
from oci_desktop.model.planned_action import ActionDraft


class Pen:
    """For one member at a time: `record` is its self-assessment, `name` its name. `owner` is the notices' initiator."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context, self._owner = context, owner
        self.record = 0
        self.name = ""

    def answer(self, code: str, draft: AnswerDraft) -> None:
        """Keep the answer to the question of that code. Raises: UserError."""
        from oci_desktop.services.answers import save_answer

        fresh = replace(draft, answered_on=None, answered_by=None)
        label = message(N_("Answer {code} of {name}"), code=code, name=self.name)
        self._run(label, lambda write: save_answer(write, self.record, fresh))

    def action(self, code: str, item_id: int, known: ActionDraft | None, values: dict[str, Any]) -> None:
        """Keep what is planned about a question; nothing typed takes it away. Raises: UserError."""
        from oci_desktop.services.answers import delete_action, save_action

        label = message(N_("Action on {code} of {name}"), code=code, name=self.name)
        if any(values.values()):
            draft = replace(known or ActionDraft(self.record, questionnaire_item_id=item_id), **values)
            self._run(label, lambda write: save_action(write, self.record, draft))
        elif known is not None and known.id is not None:
            gone = known.id
            self._run(label, lambda write: delete_action(write, gone))

    def confirm(self, items: Sequence[int]) -> None:
        """What was carried over for these questions still holds: one action; a refusal is shown."""
        from oci_desktop.services.answers import confirm_answer

        def work(write: Any) -> None:
            for item_id in items:
                confirm_answer(write, self.record, item_id)

        label = plural_message(
            "{n} answer of {name} confirmed", "{n} answers of {name} confirmed", len(items), name=self.name
        )
        operations.run(self._context, label, work, parent=self._owner, initiator=self._owner)

    def _run(self, label: Message, work: Any) -> None:
        operations.run(self._context, label, work, parent=self._owner, initiator=self._owner, raising=True)
