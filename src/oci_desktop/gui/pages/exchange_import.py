"""Import: a file, what it holds, what every row would do, then all of it as one action or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.errors import OciError
from oci_desktop.gui import messages, operations, theme
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.paper import LANGUAGE_NAMES
from oci_desktop.gui.dialogs.rows import RowsView
from oci_desktop.gui.forms.choices import Combo
from oci_desktop.gui.pages.exchange_rows import (
    COLUMNS,
    REFUSED,
    WARNED,
    WIDEST,
    chip_words,
    counts_of,
    in_words,
    rows_of,
)
from oci_desktop.gui.widgets import Button, EmptyState, Label, Strip, line, plain_tip
from oci_desktop.i18n import LANGUAGES, _, language, ngettext

if TYPE_CHECKING:
    from oci_desktop.exchange.results import ImportResult
    from oci_desktop.gui.pages.exchange_file import ReadFile, Recognised
    from oci_desktop.gui.tasks import Task

_START, _FILE = 0, 1


class ImportPanel(QWidget):
    """Two faces: waiting for a file, and a file with its rows judged."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._file: ReadFile | None = None
        self._result: ImportResult | None = None
        self._task: Task | None = None
        self._only = ""
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start())
        self._stack.addWidget(self._judged())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    # --- waiting for a file

    def _start(self) -> QWidget:
        if self._context.read_only:
            return EmptyState(
                "lock", _("This file is open for reading only"), _("Open it for writing to import something into it.")
            )
        waiting = EmptyState(
            "file-import",
            _("Drop a CSV file here"),
            _(
                "Organisations, memberships, people or roles. What the file holds is recognised from its headings,"
                " in French or in English; every export of this program can be imported again."
            ),
            ((_("Choose a file…"), self.choose_file),),
            primary=True,
        )
        place = _DropPlace(waiting)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(22, 14, 22, 16)
        column.addWidget(place, 3)
        column.addStretch(2)
        return box

    def takes(self, data: QMimeData) -> Path | None:
        """The file that is being dropped, when it is one."""
        if self._context.read_only or not data.hasUrls():
            return None
        places = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        return Path(places[0]) if len(places) == 1 and Path(places[0]).is_file() else None

    def choose_file(self) -> None:
        """Ask for a file."""
        folder = str(self._context.settings.get("import.folder") or Path.home())
        chosen = messages.choose_open_file(
            self, _("Choose a file"), folder, f"CSV (*.csv *.txt *.tsv);;{_('All files')} (*)"
        )
        if chosen is not None:
            self._context.remember("import.folder", str(chosen.parent))
            self.open_file(chosen)

    def open_file(self, path: Path) -> None:
        """Read the file, and judge its rows as what it seems to hold."""
        from oci_desktop.gui.pages.exchange_file import read_file

        self._stop()
        self._context.tasks.start(
            _("Reading {file}").format(file=path.name),
            lambda _progress: read_file(self._context.database, path),
            self._opened,
            self._refused,
        )

    def _opened(self, file: ReadFile) -> None:
        self._file = file
        self._kind.blockSignals(True)
        self._kind.clear()
        for guess in file.guesses:
            self._kind.addItem(_(guess.importer.title), guess.importer.name)
        self._kind.setCurrentIndex(0)
        self._kind.blockSignals(False)
        self._name.setText(file.path.name)
        self._name.setToolTip(plain_tip(str(file.path)))
        self._stack.setCurrentIndex(_FILE)
        self.judge()

    def _refused(self, problem: BaseException) -> None:
        self._busy(False)
        if not isinstance(problem, OciError):
            raise problem
        if self._file is None:
            self._stack.setCurrentIndex(_START)
            messages.error(self, _("The file cannot be imported"), str(problem))
        else:
            self._result = None
            self.view.show_rows(())
            self._say(str(problem), "late")
            self._show_foot()

    # --- a file, judged

    def _judged(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tools())
        self._strips = QVBoxLayout()
        self._strips.setContentsMargins(22, 0, 22, 0)
        self._strips.setSpacing(8)
        column.addLayout(self._strips)
        self._chips_row = QHBoxLayout()
        self._chips_row.setContentsMargins(22, 8, 22, 10)
        self._chips_row.setSpacing(8)
        column.addLayout(self._chips_row)
        column.addWidget(line())
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(3)
        self._bar.setAccessibleName(_("Progress of the import"))
        self._bar.hide()
        column.addWidget(self._bar)
        self.view = RowsView(COLUMNS, _("Rows of the file"), self._context.theme.row_height, widest=WIDEST)
        column.addWidget(self.view, 1)
        column.addWidget(line())
        column.addWidget(self._foot())
        return box

    def _tools(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(22, 10, 22, 8)
        row.setSpacing(10)
        self._name = Label("", "card")
        row.addWidget(self._name)
        row.addWidget(Label(_("holds"), "secondary"))
        self._kind = Combo()
        self._kind.setMinimumWidth(170)
        self._kind.setAccessibleName(_("What the file holds"))
        self._kind.currentIndexChanged.connect(lambda _index: self.judge())
        row.addWidget(self._kind)
        row.addWidget(Label(_("dates written in"), "secondary"))
        self._dates = Combo()
        self._dates.setMinimumWidth(120)
        self._dates.setAccessibleName(_("Language of the dates"))
        for code in LANGUAGES:
            self._dates.addItem(LANGUAGE_NAMES[code], code)
        self._dates.setCurrentIndex(LANGUAGES.index(language()))
        self._dates.setToolTip(_("02/03/2024 is 2 March in French, February 3 in English."))
        self._dates.currentIndexChanged.connect(lambda _index: self.judge())
        row.addWidget(self._dates)
        row.addStretch()
        self.other_button = Button(_("Another file…"), self.choose_file, icon="folder-open")
        row.addWidget(self.other_button)
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
        self.import_button = Button(_("Import"), self.import_now, look="primary")
        row.addWidget(self.cancel_button)
        row.addWidget(self.import_button)
        return box

    @property
    def guess(self) -> Recognised | None:
        """What the file is taken for."""
        if self._file is None:
            return None
        name = self._kind.currentData()
        return next((guess for guess in self._file.guesses if guess.importer.name == name), None)

    @property
    def result(self) -> ImportResult | None:
        """What every row would do, or did."""
        return self._result

    def judge(self) -> None:
        """Say what every row would do; nothing is written."""
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
        lang, database = self._dates.currentData(), self._context.database
        label = _("Checking {file}") if dry_run else _("Importing {file}")
        self._task = self._context.tasks.start(
            label.format(file=file.path.name),
            lambda progress: import_file(
                database, guess.importer, file.path, lang=lang, dry_run=dry_run, progress=progress, initiator=self
            ),
            self._show_result,
            self._refused,
        )
        self._task.progressed.connect(self._progressed)
        self._task.finished.connect(self._rest)

    def _stop(self) -> None:
        if self._task is not None and self._task.running:
            self._task.cancel()
        self._task = None

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._bar.setRange(0, 0)
        self.cancel_button.set_text(_("Stop") if busy else _("Give up"))
        if busy:
            self.import_button.setEnabled(False)

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
            return
        self._file = self._result = None
        self.view.show_rows(())
        self._stack.setCurrentIndex(_START)

    # --- what is shown of the result

    def _show_result(self, result: ImportResult) -> None:
        self._result = result
        self.agree.setChecked(False)
        self._only = REFUSED if result.refused else WARNED if result.warnings else ""
        self._say_headings()
        if result.applied:
            self._say(
                str(result.sentence()), "good", ((_("Undo the import"), lambda: operations.undo(self._context, self)),)
            )
            self._context.tell(str(result.sentence()), undo=True)
        self._show_rows()
        self._show_chips()
        self._show_foot()

    def _say(self, text: str, tone: str, actions: tuple[Any, ...] = ()) -> None:
        while (item := self._strips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if text:
            self._strips.addWidget(Strip(text, tone, actions, closable=False))

    def _say_headings(self) -> None:
        """How the headings were understood; those that are left out are said."""
        guess = self.guess
        if guess is None:
            return
        renamed = [f"{heading} → {title}" for heading, title in guess.matched if heading != title]
        shown = ngettext("{count} column recognised", "{count} columns recognised", len(guess.matched)).format(
            count=len(guess.matched)
        )
        parts = [f"{shown} ({', '.join(renamed)})" if renamed else shown]
        if guess.unknown:
            parts.append(_("left out: {headings}").format(headings=", ".join(guess.unknown)))
        self._say(" · ".join(parts), "pending" if guess.unknown else "good")

    def _titles(self) -> dict[str, str]:
        from oci_desktop.queries.definitions import get_list

        guess = self.guess
        if guess is None:
            return {}
        with self._context.database.read() as reader:
            return {column.key: column.title for column in get_list(reader, guess.importer.name).columns}

    def _show_rows(self) -> None:
        rows = rows_of(self._result, self._titles()) if self._result is not None else []
        self.view.show_rows([row for row in rows if not self._only or row[2] == self._only])

    def _show_chips(self) -> None:
        while (item := self._chips_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        result = self._result
        if result is None:
            return
        for kind, number in counts_of(result).items():
            if number or not kind:
                chip = Button(f"{chip_words(kind)}  {formats.number(number)}", look="chip")
                chip.setProperty("active", "true" if kind == self._only else "false")
                chip.clicked.connect(lambda _on=False, kind=kind: self._filter(kind))
                self._chips_row.addWidget(chip)
        self._chips_row.addStretch()

    def _filter(self, kind: str) -> None:
        self._only = kind
        self._show_rows()
        self._show_chips()

    def _show_foot(self) -> None:
        result = self._result
        warnings = len(result.warnings) if result is not None and not result.applied else 0
        wanted = 0 if result is None or result.refused or result.applied else result.created + result.changed
        self.agree.setVisible(bool(warnings and wanted))
        self.agree.setText(
            ngettext("I have read the warning", "I have read the {count} warnings", warnings).format(count=warnings)
        )
        self.import_button.setEnabled(bool(wanted) and (not warnings or self.agree.isChecked()))
        self.import_button.set_text(
            ngettext("Import {count} row", "Import {count} rows", wanted).format(count=formats.number(wanted))
            if wanted
            else _("Import")
        )
        self._sentence.setText(in_words(result) if result is not None else "")

    # --- for the page

    def on_changes(self, changes: Any) -> None:
        """What somebody saves meanwhile may change what the file would do."""
        if self._file is not None and not self.is_busy() and changes.initiator is not self:
            self.judge()

    def state(self) -> dict[str, Any] | None:
        return {"path": str(self._file.path), "kind": self._kind.currentData()} if self._file else None

    def restore(self, state: Any) -> None:
        if state and Path(state["path"]).is_file():
            self.open_file(Path(state["path"]))


class _DropPlace(QWidget):
    """A dashed frame, as wide as a sentence reads well: a file can be dropped there, or anywhere on the page."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setMaximumWidth(760)
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 10, 60, 10)
        column.addWidget(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("field_border"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
