"""What is wrong with the file of a questionnaire: each thing at its place, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oci_desktop.errors import ExchangeError, Problem
from oci_desktop.i18n import N_, Message, message
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.services.questionnaire_rules import clean_version


@dataclass(frozen=True)
class FileProblem:
    """One thing that is wrong: where (a sheet, or a place of the text; a row from 1; a column's heading), and what."""

    reason: Message
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def json(self) -> dict[str, object]:
        return {"sheet": self.sheet or None, "row": self.row, "column": self.column or None, "reason": str(self.reason)}

    def __str__(self) -> str:
        return str(self.sentence())

    def sentence(self) -> Message:
        values = {"sheet": self.sheet, "row": self.row, "column": self.column, "reason": self.reason}
        if self.row is not None and self.column:
            return message(N_("Sheet “{sheet}”, row {row}, column “{column}”: {reason}"), **values)
        if self.row is not None:
            return message(N_("Sheet “{sheet}”, row {row}: {reason}"), **values)
        if self.column:
            return message(N_("{sheet}, “{column}”: {reason}"), **values)
        return message(N_("{sheet}: {reason}"), **values) if self.sheet else self.reason


class QuestionnaireFileError(ExchangeError):
    """Nothing of the file was taken: `problems` are all that is wrong with it."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems[0].sentence())

    def __str__(self) -> str:
        return "\n".join(dict.fromkeys(str(problem) for problem in self.problems))


Locate = Callable[[Problem], FileProblem]
"""Where in the file the field of a draft stands."""


def checked(draft: VersionDraft, found: Sequence[FileProblem], locate: Locate) -> VersionDraft:
    """The clean draft. Raises: QuestionnaireFileError with what was found before and what the rules say."""
    clean, problems = clean_version(draft)
    wrong = [*found, *(locate(problem) for problem in problems if problem.severity == "error")]
    if wrong:
        raise QuestionnaireFileError(wrong)
    return clean
