"""The members that a gesture is about: who they are, and how a dialog and the history name them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from oci_desktop.gui.context import Context
from oci_desktop.i18n import Message, message, ngettext

_NAMED = 3


@dataclass(frozen=True)
class Chosen:
    """Some self-assessments of one campaign, with their organisations, in the order shown."""

    ids: tuple[int, ...]
    organisation_ids: tuple[int, ...]
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, ids: Sequence[int]) -> Chosen:
        """Those of them with these numbers."""
        rows = [row for row in zip(self.ids, self.organisation_ids, self.names, strict=True) if row[0] in ids]
        return Chosen(tuple(row[0] for row in rows), tuple(row[1] for row in rows), tuple(row[2] for row in rows))

    @property
    def subject(self) -> str:
        """« Oxfam-Québec », « A, B, C et 11 autres »."""
        shown, rest = self.names[:_NAMED], len(self) - _NAMED
        if rest <= 0:
            return ", ".join(shown)
        words = ngettext("{names} and {n} other", "{names} and {n} others", rest)
        return words.format(names=", ".join(shown), n=rest)

    def label(self, one: str, several: Callable[[int], Message]) -> Message:
        """What undo and history call it: `one` (an English msgid) names the member, `several` counts them."""
        return message(one, name=self.names[0]) if len(self) == 1 else several(len(self))


def chosen(context: Context, ids: Sequence[int]) -> Chosen:
    """The rows of the list of a campaign with these numbers."""
    from oci_desktop.queries.definitions import get_list
    from oci_desktop.queries.lists import Query, list_rows

    with context.database.read() as reader:
        definition = get_list(reader, "campaign")
        rows: list[tuple[Any, ...]] = list_rows(
            reader, definition, Query(context.as_of), ids, ("id", "organisation_id", "member")
        )
    return Chosen(tuple(row[0] for row in rows), tuple(row[1] for row in rows), tuple(row[2] for row in rows))
