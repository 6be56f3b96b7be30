"""What a report is: a name, a title, options declared as data, `collect()` then `render()`.

The parameter form of the window, `--set key=value` of the command line and the documentation all follow from
the options. `collect` reads and returns frozen data that tests look at; `render` only draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol

from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, Bilingual, _
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.reports.kit.sheet import Letterhead, Sheet


class Reads(Protocol):
    """What a report needs of the store's reader."""

    def rows(self, sql: str, parameters: Mapping[str, Any] = ..., /) -> list[tuple[Any, ...]]: ...
    def execute(self, statement: Any, /) -> Any: ...


class Paper(Protocol):
    """A document that is ready to be made: a sheet, or a form."""

    def finish(self, progress: Callable[[int, int], None] | None = None, /) -> bytes: ...


Choices = Mapping[str, "str | Bilingual"]


@dataclass(frozen=True)
class Option:
    """One thing to choose before a report is made; `label` and the choices' labels are English msgids."""

    name: str
    label: str
    kind: Literal["choice", "boolean", "organisation", "text"] = "text"
    choices: Choices | Callable[[Reads], Choices] = field(default_factory=dict)
    """code → label, for a choice; a function when they are the association's own data."""
    default: str = ""
    required: bool = False

    @property
    def title(self) -> str:
        return _(self.label)

    def labels(self, reader: Reads) -> dict[str, str]:
        """Every choice, code → label in the language in force."""
        found = self.choices(reader) if callable(self.choices) else self.choices
        return {code: str(label) if isinstance(label, Bilingual) else _(label) for code, label in found.items()}

    def parse(self, reader: Reads, text: str) -> str:
        """The code of what was chosen or typed: a code or its label; "1" or "" for yes or no.

        Raises: UserError with what would be right.
        """
        given = text.strip()
        if not given and self.required:
            raise UserError(N_("This report needs the option “{option}”."), option=self.name)
        if self.kind == "boolean":
            answer = {"": "", "0": "", "no": "", "non": "", "false": "", "1": "1", "yes": "1", "oui": "1", "true": "1"}
            if given.casefold() not in answer:
                raise UserError(N_("“{text}”: yes or no is expected."), text=given)
            return answer[given.casefold()]
        if self.kind != "choice" or not given:
            return given
        labels = self.labels(reader)
        wanted = search_norm(given)
        for code, label in labels.items():
            if given == code or wanted in (search_norm(code), search_norm(label)):
                return code
        raise UserError(
            N_("The option “{option}” cannot be “{text}”. It can be: {choices}."),
            option=self.name,
            text=given,
            choices=", ".join(code if code == label else f"{code} ({label})" for code, label in labels.items() if code),
        )


@dataclass(frozen=True)
class Printing:
    """How the paper is to be: what every `render` passes on to its sheet."""

    letterhead: Letterhead
    printed_on: str
    paper: str = "letter"
    landscape: bool | None = None
    """None: as the content needs."""
    invariant: bool = False

    @property
    def widths(self) -> tuple[float, float]:
        """The room between the margins, upright and turned."""
        from oci_desktop.reports.kit.sheet import MARGIN, PAPERS

        narrow, wide = PAPERS[self.paper]
        return narrow - 2 * MARGIN, wide - 2 * MARGIN

    def sheet(self, title: str, subtitle: str = "", footer: str = "", *, landscape: bool | None = None) -> Sheet:
        """An empty document with its letterhead, title, as-of line and footer."""
        from oci_desktop.reports.kit.sheet import Sheet

        return Sheet(
            title=title,
            subtitle=subtitle,
            footer=footer,
            letterhead=self.letterhead,
            paper=self.paper,
            landscape=bool(self.landscape if landscape is None else landscape),
            printed_on=self.printed_on,
            invariant=self.invariant,
        )


@dataclass(frozen=True)
class Report:
    """One report. `collect(reader, as_of, options)` gives frozen data; `render(data, printing)` a sheet."""

    name: str
    title: str
    description: str
    collect: Callable[[Reads, str, Mapping[str, str]], Any]
    render: Callable[[Any, Printing], Paper]
    options: Sequence[Option] = ()
    word: Callable[[Any, Printing], bytes] | None = None
    """The same data as a Word document, where the report has one."""

    def chosen(self, reader: Reads, options: Mapping[str, str]) -> dict[str, str]:
        """Every option with a value that fits, given or by default.

        Raises: UserError for a name that the report does not have, or a value that does not fit.
        """
        given = {name.replace("-", "_"): value for name, value in options.items()}
        known = {option.name for option in self.options}
        for name in given:
            if name not in known:
                raise UserError(
                    N_("The report “{report}” has no option “{option}”. It has: {options}."),
                    report=self.name,
                    option=name,
                    options=", ".join(sorted(known)),
                )
        return {option.name: option.parse(reader, given.get(option.name, option.default)) for option in self.options}


@dataclass(frozen=True)
class ReportEntry:
    """A line of the registry: enough for a menu, without loading the report."""

    name: str
    title: str
    module: str
    group: str
    """What it is about, as an English msgid: menus show those of one group together."""

    def load(self) -> Report:
        report: Report = import_module(f"oci_desktop.reports.{self.module}").REPORT
        return report
