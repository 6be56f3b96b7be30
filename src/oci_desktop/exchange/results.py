"""What an import says: for every row what became of it, and for every refusal the line, the column and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from oci_desktop.i18n import N_, Message, message, plural_message

Status = Literal["created", "changed", "unchanged", "refused", "skipped"]


@dataclass(frozen=True)
class Decision:
    """What the person says of a row that looks like a record: it is that one, it is a new one, or leave it out."""

    what: Literal["same", "new", "skip"]
    record_id: int | None = None
    """The record that it is the same as."""


@dataclass(frozen=True)
class Remark:
    """A reason, with the line of the file (from 1) and the heading of the column, where they are known."""

    line: int | None
    column: str | None
    reason: Message

    def json(self) -> dict[str, Any]:
        return {"line": self.line, "column": self.column, "reason": str(self.reason)}

    def __str__(self) -> str:
        if self.line is None:
            return str(self.reason)
        if self.column is None:
            return str(message(N_("Line {line}: {reason}"), line=self.line, reason=self.reason))
        where = N_("Line {line}, column “{column}”: {reason}")
        return str(message(where, line=self.line, column=self.column, reason=self.reason))


@dataclass(frozen=True)
class Suspect:
    """A row that looks like a record on file (`record_id`, called `other`), or like an earlier line of the file.

    `decision` is what was said of it; while nothing is, its remark stands among the warnings, or the refusals.
    """

    remark: Remark
    name: str
    other: str
    record_id: int | None
    decision: Decision | None = None


@dataclass(frozen=True)
class RowResult:
    """What becomes of one row: `changes` are the keys of the columns that differ from what is stored."""

    line: int
    status: Status
    name: str
    changes: tuple[str, ...] = ()


@dataclass
class ImportResult:
    """The whole import. `applied` says whether it was written; refused rows mean that nothing was."""

    importer: str
    applied: bool = False
    rows: list[RowResult] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    dry_run: bool = False

    def count(self, status: Status) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def created(self) -> int:
        """Rows that were created; in a dry run, that would be."""
        return self.count("created") if self.applied or self.dry_run else 0

    @property
    def changed(self) -> int:
        """Rows that were changed; in a dry run, that would be."""
        return self.count("changed") if self.applied or self.dry_run else 0

    @property
    def unchanged(self) -> int:
        return self.count("unchanged")

    @property
    def skipped(self) -> int:
        return self.count("skipped")

    @property
    def undecided(self) -> list[Suspect]:
        """The look-alikes of which nobody said what they are."""
        return [suspect for suspect in self.suspects if suspect.decision is None]

    def json(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": [remark.json() for remark in self.refused],
            "warnings": [remark.json() for remark in self.warnings],
        }

    def sentence(self) -> Message:
        """One sentence for the person: what happened, or why nothing did."""
        if self.refused:
            lines = len({remark.line for remark in self.refused})
            return plural_message(
                "{n} row is refused, so nothing was imported: {first}",
                "{n} rows are refused, so nothing was imported: {first}",
                lines,
                first=_Shown(self.refused[0]),
            )
        counted = {"created": self.created, "changed": self.changed, "unchanged": self.unchanged}
        if self.dry_run:
            return message(
                N_("Nothing was written. {created} would be created, {changed} changed, {unchanged} unchanged."),
                **counted,
            )
        return message(N_("{created} created, {changed} changed, {unchanged} unchanged."), **counted)

    def __iter__(self) -> Iterator[RowResult]:
        return iter(self.rows)


@dataclass(frozen=True)
class _Shown:
    """A remark as a value of a message: put in words when the message is."""

    remark: Remark

    def __str__(self) -> str:
        return str(self.remark)
