"""What can go wrong for a person, as types; anything else that is raised is a bug.

`str(error)` is the sentence to show, in the language in force at that moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from oci_desktop.i18n import N_, Message, message


class OciError(Exception):
    """The root of every error that this program raises on purpose."""


class UserError(OciError):
    """Something that a person can understand and do something about."""

    def __init__(self, sentence: Message | str, **values: Any) -> None:
        self.message = sentence if isinstance(sentence, Message) else message(sentence, **values)
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Problem:
    """One remark on one field: an error stops the save, a warning does not."""

    field: str
    message: Message
    severity: Literal["error", "warning"] = "error"


class ValidationError(UserError):
    """A draft that cannot be saved, with a sentence per field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems[0].message)

    @property
    def fields(self) -> Mapping[str, Message]:
        return {problem.field: problem.message for problem in reversed(self.problems)}

    def __str__(self) -> str:
        return " ".join(dict.fromkeys(str(problem.message) for problem in self.problems))


class NotFoundError(UserError):
    """No record answers to what was asked for."""


class AmbiguousError(UserError):
    """Several records answer to what was asked for; `candidates` are their names."""

    def __init__(self, asked: str, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(
            N_("“{asked}” fits several records: {candidates}."),
            asked=asked,
            candidates="; ".join(self.candidates),
        )


class ConflictError(UserError):
    """The record was changed elsewhere since it was read; `theirs` is what is stored now, `mine` the draft."""

    def __init__(self, theirs: Any, mine: Any) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(
            N_(
                "This record was changed elsewhere in the meantime."
                " Nothing of yours was saved yet: choose what to keep."
            )
        )


class ExchangeError(UserError):
    """A file that cannot be read; `line` counts from 1, `column` is the heading."""

    def __init__(
        self, sentence: Message | str, line: int | None = None, column: str | None = None, **values: Any
    ) -> None:
        self.line, self.column = line, column
        super().__init__(sentence, **{"line": line, "column": column, **values})


class StorageError(UserError):
    """The disk, the folder or the file refuses."""


class NewerFileError(StorageError):
    """The file was made by a newer version of the program."""


class Cancelled(OciError):  # noqa: N818 - it is a person's choice, not an error
    """The person pressed Cancel; nothing was changed."""
