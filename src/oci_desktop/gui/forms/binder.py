"""What ties fields to a frozen draft: values in, values out, problems to their place, changes counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from oci_desktop.errors import Problem, UserError
from oci_desktop.gui.forms.chips import ChipsField
from oci_desktop.gui.forms.compound import Compound
from oci_desktop.gui.forms.field import Field


@dataclass(frozen=True)
class Bound:
    """One field and the part of the draft that it holds."""

    name: str
    """The attribute of the draft; `key` tells apart two fields that share one."""
    key: str
    field: Field
    read: Callable[[Any], Any]
    write: Callable[[Any, Any], Any]
    locate: Callable[[Any, str], str | None]
    """What a problem named `name.rest` is called inside the field; None when it is another field's."""


def _same(_draft: Any, rest: str) -> str | None:
    return rest


class Binder(QObject):
    """Declares fields against a draft (`dataclasses.replace` writes them back) and answers for all of them.

    Remarks come only for fields that were left, or for all once a save was tried; while one types, a remark
    may go but none may come.
    """

    changed = Signal()
    rebuilt = Signal()  # widgets came or went inside a field

    def __init__(self, check: Callable[[Any], Sequence[Problem]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self.bounds: list[Bound] = []
        self.draft: Any = None
        self._left: set[Field] = set()
        self._refused: list[Problem] = []
        self._showing = False

    def bind(
        self,
        name: str,
        field: Field,
        *,
        key: str = "",
        read: Callable[[Any], Any] | None = None,
        write: Callable[[Any, Any], Any] | None = None,
        locate: Callable[[Any, str], str | None] | None = None,
    ) -> Field:
        """Tie `field` to the draft's attribute `name`; `read` and `write` say how when it is only a part of it."""
        bound = Bound(
            name,
            key or name,
            field,
            read or (lambda draft: getattr(draft, name)),
            write or (lambda draft, value: replace(draft, **{name: value})),
            locate or _same,
        )
        self.bounds.append(bound)
        field.changed.connect(self._typed)
        field.left.connect(self._was_left)
        if isinstance(field, Compound):
            field.rebuilt.connect(self.rebuilt)
        elif isinstance(field, ChipsField):
            field.changed.connect(self.rebuilt)
        return field

    def show(self, draft: Any) -> None:
        """Show a draft as it is stored: nothing is changed from here on."""
        self.draft = draft
        self._showing = True
        self._left.clear()
        self._refused = []
        for bound in self.bounds:
            bound.field.set_value(bound.read(draft))
            bound.field.mark()
        self._showing = False
        self._remark()
        self.changed.emit()

    # What was typed.

    def changes(self) -> int:
        """How many values differ from what is stored."""
        return sum(bound.field.changes() for bound in self.bounds)

    def read(self) -> tuple[Any, list[tuple[Field, Problem]]]:
        """The draft as typed, and every problem beside the field that it belongs to.

        What cannot be read stays, in the draft, as it was stored.
        """
        draft = self.draft
        found: list[tuple[Field, Problem]] = []
        for bound in self.bounds:
            value, error = bound.field.readable()
            if error is None:
                draft = bound.write(draft, value)
                continue
            unread = ((part, part.readable()[1]) for part in bound.field.parts())
            found += [(part, Problem(bound.name, why.message)) for part, why in unread if why is not None]
        said = (*self._check(draft), *self._refused)
        found += [(self._place(draft, problem) or self.bounds[0].field, problem) for problem in said]
        return draft, found

    def _place(self, draft: Any, problem: Problem) -> Field | None:
        """The field that a problem named "contacts.2.postal_code" belongs to."""
        name, _dot, rest = problem.field.partition(".")
        for bound in self.bounds:
            if bound.name == name:
                inside = bound.locate(draft, rest)
                if inside is not None:
                    return bound.field.owns(inside)
        return None

    # Remarks.

    def refuse(self, problems: Sequence[Problem]) -> Field | None:
        """What the save itself found wrong: shown until something is typed. The field to go to."""
        self._refused = list(problems)
        return self.first_error()

    def first_error(self) -> Field | None:
        """Show every remark there is; the first field with an error, in the order of the form."""
        self._left.update(part for bound in self.bounds for part in bound.field.parts())
        self._left.update(bound.field for bound in self.bounds)
        self._remark()
        _draft, found = self.read()
        wrong = {field for field, problem in found if problem.severity == "error"}
        return next((part for part in self._in_order() if part in wrong), None)

    def _in_order(self) -> list[Field]:
        ordered: list[Field] = []
        for bound in self.bounds:
            ordered.extend(part for part in (*bound.field.parts(), bound.field) if part not in ordered)
        return ordered

    def _was_left(self, field: Field) -> None:
        if self._showing:
            return
        if field.changes() or field in self._left or field.problems():
            self._left.add(field)
        self._remark()

    def _typed(self) -> None:
        if self._showing:
            return
        self._refused = []
        self._remark(only_remove=True)
        self.changed.emit()

    def _remark(self, *, only_remove: bool = False) -> None:
        if self.draft is None:
            return
        parts = self._in_order()
        if only_remove and not any(part.problems() for part in parts):
            return
        _draft, found = self.read()
        for part in parts:
            mine = [problem for field, problem in found if field is part] if part in self._left else []
            if only_remove:
                kept = [problem for problem in part.problems() if problem in mine]
                if len(kept) != len(part.problems()):
                    part.show_problems(kept)
            elif tuple(mine) != part.problems():
                part.show_problems(mine)

    # Over a crash.

    def state(self) -> dict[str, Any]:
        """The keystrokes of every field that differs from what is stored."""
        return {bound.key: bound.field.state() for bound in self.bounds if bound.field.changes()}

    def restore(self, state: dict[str, Any]) -> None:
        """Show what `state()` kept over what is stored."""
        self._showing = True
        for bound in self.bounds:
            if bound.key in state:
                try:
                    bound.field.restore(state[bound.key])
                except (KeyError, TypeError, ValueError, AttributeError, UserError):
                    continue  # an older program kept it otherwise
        self._showing = False
        self.changed.emit()
