"""Import: a file, which of its columns are which, what every row would do, then all of it as one action or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.errors import OciError
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.exchange_alike import LookAlikes
from oci_desktop.gui.pages.exchange_columns import ColumnsView, keep_mapping, kept_mapping
from oci_desktop.gui.pages.exchange_judged import JudgedRows
from oci_desktop.gui.pages.exchange_rows import in_words, warnings_of
from oci_desktop.gui.pages.exchange_start import FILES, reading_only, waiting
from oci_desktop.gui.pages.exchange_tools import FileTools
from oci_desktop.gui.widgets import Button, Label, Strip, line
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.exchange.recognise import ReadFile, Recognised
    from oci_desktop.exchange.results import ImportResult
    from oci_desktop.gui.tasks import Task

_START, _FILE = 0, 1
_COLUMNS, _ROWS = 0, 1


class ImportPanel(QWidget):
    """Three faces: waiting for a file, its columns, its rows judged. What was said is kept until it is imported."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._file: ReadFile | None = None
        self._result: ImportResult | None = None
        self._task: Task | None = None
        self._wanted: dict[str, Any] = {}
        self.alike = LookAlikes()
        self._stack = QStackedWidget()
        self._stack.addWidget(reading_only() if context.read_only else waiting(self.choose_file, self._receive))
        self._stack.addWidget(self._faces())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _faces(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tools = FileTools(self.show_columns, self.choose_file)
        self.tools.kind_chosen.connect(self._take_kind)
        self.tools.sheet_chosen.connect(self._take_sheet)
        self.tools.dates_chosen.connect(self._take_dates)
        column.addWidget(self.tools)
        self._strips = QVBoxLayout()
        self._strips.setContentsMargins(22, 0, 22, 8)
        self._strips.setSpacing(8)
        column.addLayout(self._strips)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(3)
        self._bar.setAccessibleName(_("Progress of the import"))
        self._bar.hide()
        self.columns = ColumnsView()
        self.columns.changed.connect(self._say_columns)
        self.rows = JudgedRows(self._context.theme.row_height, self._decide)
        self._face = QStackedWidget()
        self._face.addWidget(self.columns)
        self._face.addWidget(self.rows)
        column.addWidget(line())
        column.addWidget(self._bar)
        column.addWidget(self._face, 1)
        column.addWidget(line())
        column.addWidget(self._foot())
        return box

    def _foot(self) -> QWidget:
        box = QWidget()
        box.setObjectName("panel")
        row = QHBoxLayout(box)
        row.setContentsMargins(22, 10, 22, 10)
        row.setSpacing(8)
        self._sentence = Label("", "secondary", wrap=True)
        row.addWidget(self._sentence, 1)
        self.agree = QCheckBox()
        self.agree.clicked.connect(lambda _on: self._show_foot())
        row.addWidget(self.agree)
        self.cancel_button = Button(_("Give up"), self.give_up)
        self.check_button = Button(_("Check the rows"), self.judge, look="primary")
        self.import_button = Button(_("Import"), self.import_now, look="primary")
        for button in (self.cancel_button, self.check_button, self.import_button):
            row.addWidget(button)
        return box

    # --- a file

    def choose_file(self) -> None:
        """Ask for a file."""
        folder = str(self._context.settings.get("import.folder") or Path.home())
        words = f"Excel, CSV ({FILES});;{_('All files')} (*)"
        chosen = messages.choose_open_file(self, _("Choose a file"), folder, words)
        if chosen is not None:
            self._context.remember("import.folder", str(chosen.parent))
            self.open_file(chosen)

    def _receive(self) -> None:
        self._context.perform.emit("receive-forms")

    def open_file(self, path: Path) -> None:
        """Read the file, and judge its rows as what it seems to hold; columns that mean nothing are asked about."""
        from oci_desktop.exchange.recognise import read_file

        database, sheet = self._context.database, self._wanted.get("sheet") or None
        self._read(path.name, lambda progress: read_file(database, path, sheet=sheet, look_in=progress))

    def _take_sheet(self, name: str) -> None:
        from oci_desktop.exchange.recognise import other_sheet

        file, database = self._file, self._context.database
        if file is not None:
            self._read(file.path.name, lambda _progress: other_sheet(database, file, name))

    def _read(self, name: str, work: Any) -> None:
        self._stop()
        self._task = self._context.tasks.start(
            _("Reading {file}").format(file=name), work, self._opened, self._not_opened
        )

    def _opened(self, file: ReadFile) -> None:
        wanted, self._wanted = self._wanted, {}
        self._file = file
        self.tools.show_file(file)
        if wanted.get("kind"):
            self.tools.choose_kind(wanted["kind"])
        self._stack.setCurrentIndex(_FILE)
        mapping = wanted.get("mapping", {})
        self._begin(mapping if set(mapping) <= set(file.source.labels) else {}, wanted.get("decisions", ()))

    def _not_opened(self, problem: BaseException) -> None:
        if not isinstance(problem, OciError):
            raise problem
        self._wanted = {}
        if self._file is None:
            self._stack.setCurrentIndex(_START)
        messages.error(self, _("The file cannot be imported"), str(problem))

    # --- its columns

    @property
    def guess(self) -> Recognised | None:
        """What the file is taken for."""
        if self._file is None:
            return None
        name = self.tools.kind.currentData()
        return next((guess for guess in self._file.guesses if guess.importer.name == name), None)

    @property
    def result(self) -> ImportResult | None:
        """What every row would do, or did."""
        return self._result

    def _take_kind(self) -> None:
        self._begin({}, ())

    def _begin(self, mapping: Mapping[str, str | None], decisions: Sequence[Sequence[Any]]) -> None:
        """Take the columns as they were said, else as they were for such a file before, else by their headings."""
        guess, file = self.guess, self._file
        if guess is None or file is None:
            return
        self._stop()
        self._result = None
        self.alike.restore(decisions)
        said = mapping or kept_mapping(self._context, guess.importer.name, file.source)
        self.columns.show_columns(file.source, guess, said or guess.mapping)
        if said or (guess.fits and not guess.unknown):
            self.judge()
        else:
            self.show_columns()

    def show_columns(self) -> None:
        """The columns of the file, to say what they are."""
        self._stop()
        self._face.setCurrentIndex(_COLUMNS)
        self._say_columns()
        self._show_foot()

    def _say_columns(self) -> None:
        guess = self.guess
        if guess is None:
            return
        found = sum(key is not None for key in self.columns.mapping().values())
        said = ngettext("{count} column recognised", "{count} columns recognised", found).format(count=found)
        left_out = self.columns.left_out()
        if left_out and found:
            said = f"{said} · {_('left out: {headings}').format(headings=', '.join(left_out))}"
        if not found:
            said = _("No heading of this file is known. Say what its columns are.")
        self._say(said, "pending" if left_out else "good")

    # --- its rows

    def _take_dates(self) -> None:
        if self._face.currentIndex() == _ROWS:
            self.judge()

    def judge(self) -> None:
        """Say what every row would do; nothing is written."""
        guess, file = self.guess, self._file
        if guess is not None and file is not None:
            keep_mapping(self._context, guess.importer.name, file.source, self.columns.mapping())
            self._run(dry_run=True)

    def import_now(self) -> None:
        """Import all of it, as one action."""
        if self.import_button.isEnabled():
            self._run(dry_run=False)

    def _run(self, *, dry_run: bool) -> None:
        from oci_desktop.exchange.frame import import_file

        guess, file = self.guess, self._file
        if guess is None or file is None:
            return
        self._stop()
        self._busy(True)
        lang, database, mapping = self.tools.dates.currentData(), self._context.database, self.columns.mapping()
        decisions = dict(self.alike.decisions)
        label = _("Checking {file}") if dry_run else _("Importing {file}")
        self._task = self._context.tasks.start(
            label.format(file=file.path.name),
            lambda progress: import_file(
                database, guess.importer, file.path, source=file.source, mapping=mapping, decisions=decisions,
                lang=lang, dry_run=dry_run, progress=progress, initiator=self,
            ),
            self._show_result,
            self._refused,
        )  # fmt: skip
        self._task.progressed.connect(self._progressed)
        self._task.finished.connect(self._rest)

    def _decide(self, lines: list[int], what: str) -> None:
        """What the person says of rows that look like a record: all is judged again with it."""
        if self._result is not None and not self._result.applied and self.alike.say(lines, what):
            self.judge()

    def _refused(self, problem: BaseException) -> None:
        """The file cannot be judged so: what was said of its columns stays, to be mended."""
        self._busy(False)
        if not isinstance(problem, OciError):
            raise problem
        self._result = None
        self._face.setCurrentIndex(_COLUMNS)
        self._say(str(problem), "late")
        self._show_foot()

    def _show_result(self, result: ImportResult) -> None:
        guess = self.guess
        if guess is None:
            return
        self._result = result
        self.alike.take(result)
        self.agree.setChecked(False)
        self._face.setCurrentIndex(_ROWS)
        self._say_columns()
        if result.applied:
            undo = (_("Undo the import"), lambda: operations.undo(self._context, self))
            self._say(str(result.sentence()), "good", (undo,))
            self._context.tell(str(result.sentence()), undo=True)
        self.rows.show_result(result, guess.columns, self.alike.suspects)
        self._show_foot()

    # --- around them

    def _say(self, text: str, tone: str, actions: tuple[Any, ...] = ()) -> None:
        while (item := self._strips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if text:
            self._strips.addWidget(Strip(text, tone, actions, closable=False))

    def _show_foot(self) -> None:
        on_rows = self._face.currentIndex() == _ROWS
        result = self._result if on_rows else None
        waiting = result is not None and not result.applied
        warnings = len(warnings_of(result)) if result is not None and waiting else 0
        wanted = result.created + result.changed if result is not None and waiting and not result.refused else 0
        self.check_button.setVisible(not on_rows)
        self.import_button.setVisible(on_rows and (result is None or waiting))
        self.tools.columns_button.setVisible(on_rows)
        if not self.is_busy():
            self.cancel_button.set_text(self._leaving())
        undecided = self.alike.undecided if waiting else 0
        self.agree.setVisible(bool(warnings and wanted and not undecided))
        self.agree.setText(
            ngettext("I have read the warning", "I have read the {count} warnings", warnings).format(count=warnings)
        )
        self.import_button.setEnabled(bool(wanted) and not undecided and (not warnings or self.agree.isChecked()))
        self.import_button.set_text(
            ngettext("Import {count} row", "Import {count} rows", wanted).format(count=formats.number(wanted))
            if wanted
            else _("Import")
        )
        if result is not None:
            self._sentence.setText(in_words(result, undecided))
        else:
            self._sentence.setText("" if on_rows else _("What you say here is kept for files with the same headings."))

    def _stop(self) -> None:
        if self._task is not None and self._task.running:
            self._task.cancel()
        self._task = None

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._bar.setRange(0, 0)
        self.cancel_button.set_text(_("Stop") if busy else self._leaving())
        self.check_button.setEnabled(not busy)
        if busy:
            self.import_button.setEnabled(False)

    def _leaving(self) -> str:
        """What leaving the file is called: once it is imported there is nothing left to give up."""
        return _("Finish") if self._result is not None and self._result.applied else _("Give up")

    def _rest(self) -> None:
        # A method, not a lambda: Qt forgets the connection when the panel is gone before the task ends.
        self._busy(False)

    def is_busy(self) -> bool:
        return self._task is not None and self._task.running

    def _progressed(self, share: float, _text: str) -> None:
        if share >= 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(share * 1000))

    def give_up(self) -> None:
        """Stop what runs, which changes nothing; else forget the file."""
        if self.is_busy():
            self._stop()
            self._busy(False)
            self._show_foot()
            return
        self._file = self._result = None
        self.alike.forget()
        self._stack.setCurrentIndex(_START)

    # --- for the page

    def on_changes(self, changes: Any) -> None:
        """What somebody saves meanwhile may change what the file would do."""
        on_rows = self._file is not None and self._face.currentIndex() == _ROWS
        if on_rows and not self.is_busy() and changes.initiator is not self:
            self.judge()

    def state(self) -> dict[str, Any] | None:
        if self._file is None:
            return None
        return {
            "path": str(self._file.path),
            "kind": self.tools.kind.currentData(),
            "sheet": self._file.source.sheet,
            "mapping": self.columns.mapping(),
            "decisions": self.alike.state(),
        }

    def restore(self, state: Any) -> None:
        if state and Path(state["path"]).is_file():
            self._wanted = dict(state)
            self.open_file(Path(state["path"]))
