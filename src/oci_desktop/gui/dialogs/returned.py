"""Forms that came back: dropped, read, looked at, accepted in one action. Before that, nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop.errors import OciError
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.returned_detail import Detail, Key
from oci_desktop.gui.dialogs.returned_foot import Foot
from oci_desktop.gui.dialogs.returned_list import ACCEPTED, ATTACHED, INCOMPLETE, ReturnedList
from oci_desktop.gui.dialogs.returned_reading import ReadingPane
from oci_desktop.gui.dialogs.returned_words import remark_of, summary
from oci_desktop.gui.widgets import EmptyState, Label, Strip, line
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.exchange.returned_review import Reviewed
    from oci_desktop.gui.tasks import Task
    from oci_desktop.store.journal import Action

FILES = "*.pdf *.xlsx *.png *.jpg *.jpeg *.tif *.tiff *.heic *.webp"
_READING, _LIST = 0, 1
_DETAIL = 362


def open_returned(context: Context, parent: QWidget | None, paths: Sequence[Path]) -> ReturnedDialog | None:
    """Read these files and show what they are; None, with a sentence, where nothing can be written."""
    if context.read_only:
        messages.error(parent, _("Nothing was read"), _("This file is open for reading only. Nothing was changed."))
        return None
    dialog = ReturnedDialog(context, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.read(paths)
    return dialog


def choose_returned(context: Context, parent: QWidget | None) -> ReturnedDialog | None:
    """Ask for the files, then as `open_returned`."""
    folder = str(context.settings.get("import.folder") or Path.home())
    words = f"{_('Forms and scans')} ({FILES});;{_('All files')} (*)"
    paths = messages.choose_open_files(parent, _("Choose the forms that came back"), folder, words)
    if not paths:
        return None
    context.remember("import.folder", str(paths[0].parent))
    return open_returned(context, parent, paths)


class ReturnedDialog(QDialog):
    """At the left every file with what it is, at the right the one chosen, below how they are noted."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.paths: list[Path] = []
        self.reviewed: list[Reviewed] = []
        self.left_out: dict[Path, set[Key]] = {}
        """By file, the changes that the person refuses."""
        self.settled: dict[Path, str] = {}
        """By file, that it was accepted or attached here."""
        self._whose: dict[Path, str] = {}
        """By file, the member that the person said a scan is of."""
        self._task: Task | None = None
        self._strip: Strip | None = None
        self._action: Action | None = None
        self._scans: list[Path] = []
        self._ticks: dict[Path, bool] = {}
        self.setWindowTitle(_("Forms that came back"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading())
        self._news = QVBoxLayout()
        self._news.setContentsMargins(22, 0, 22, 10)
        column.addLayout(self._news)
        self._stack = QStackedWidget()
        self.reading = ReadingPane()
        self._stack.addWidget(self.reading)
        self._stack.addWidget(self._middle())
        column.addWidget(line())
        column.addWidget(self._stack, 1)
        column.addWidget(line())
        self.foot = Foot(context, self.accept_forms, self.attach_scans, self.reject)
        column.addWidget(self.foot)
        window = parent.window() if parent else self
        # Inside the window, which it belongs to; a small one is outgrown rather than anything cut.
        self.resize(min(1220, max(860, window.width() - 40)), min(760, max(560, window.height() - 40)))
        for keys, act in (("Ctrl+Return", self.accept_forms), ("Ctrl+Z", self.undo)):
            QShortcut(QKeySequence(keys), self, activated=act)  # type: ignore[call-overload]
        context.changed.connect(self._changed)
        self._show()

    # Building.

    def _heading(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(22, 16, 22, 10)
        column.setSpacing(1)
        column.addWidget(Label(_("Forms that came back"), "record"))
        self._said = Label("", "secondary", wrap=True)
        column.addWidget(self._said)
        self._privacy = Label("", "small", wrap=True)
        column.addWidget(self._privacy)
        return box

    def _middle(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.list = ReturnedList(self.context.theme.row_height)
        self.list.chosen.connect(self._show_current)
        self.list.ticked.connect(self._count)
        self.list.activated_row.connect(lambda _row: self._activated())
        self._empty = EmptyState("inbox", _("No file to read"), _("Drop forms or scans here."))
        self._empty.setObjectName("panel")
        self._lists = QStackedWidget()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self._empty)
        row.addWidget(self._lists, 1)
        side = QWidget()
        side.setObjectName("record")
        side.setFixedWidth(_DETAIL)
        inner = QVBoxLayout(side)
        inner.setContentsMargins(0, 0, 0, 0)
        self.detail = Detail(self.context, self._attach_current, self._look, self._leave_out)
        inner.addWidget(self.detail)
        row.addWidget(side)
        return box

    # Reading.

    def read(self, paths: Sequence[Path]) -> None:
        """Read these files beside those that are here already; what was said of those stays."""
        self.paths = list(dict.fromkeys([*self.paths, *paths]))
        self._read_all()

    def _read_all(self) -> None:
        from oci_desktop.exchange.returned_review import review_forms

        self._stop()
        paths = [path for path in self.paths if path not in self.settled]
        database, day = self.context.database, self.context.today
        self.reading.begin(len(paths))
        self._stack.setCurrentIndex(_READING)
        self._task = self.context.tasks.start(
            _("Reading the forms"),
            lambda progress: review_forms(database, paths, as_of=day, progress=progress.step),
            self._read,
            self._not_read,
        )
        self._task.progressed.connect(self.reading.progressed)
        self.foot.say_busy(may_stop=True)

    def _read(self, found: list[Reviewed]) -> None:
        kept = [one for one in self.reviewed if one.form.path in self.settled]
        places = {path: number for number, path in enumerate(self.paths)}
        self.reviewed = sorted([*kept, *found], key=lambda one: places[one.form.path])
        self._show()
        self.list.setFocus()

    def _not_read(self, problem: BaseException) -> None:
        self._show()
        if not isinstance(problem, OciError):
            raise problem
        self.say(str(problem), "late")

    def _show(self) -> None:
        """The list as it stands now; the ticks that the person set stay where they can."""
        ticks = {}
        rows = []
        for number, one in enumerate(self.reviewed):
            form = one.form
            status = self.status_of(one)
            if status == form.status and one.can_be_accepted:
                ticks[number] = self._ticks.get(form.path, one.is_proposed)
            member = form.member or self._whose.get(form.path) or _("Not recognised")
            rows.append(("", member, form.path.name, form.campaign, status, remark_of(one, status)))
        self.list.show_forms(rows, ticks)
        self._lists.setCurrentIndex(0 if rows else 1)
        self._stack.setCurrentIndex(_LIST)
        self.foot.say_free()
        self._show_current(self.list.row())
        self._count()

    def status_of(self, one: Reviewed) -> str:
        """What the list says of a file now."""
        return self.settled.get(one.form.path, one.form.status)

    def _count(self) -> None:
        self._ticks = {
            self.reviewed[row].form.path: ticked
            for row, ticked in self.list.rows_model.ticks.items()
            if row < len(self.reviewed)
        }
        said, privacy = summary(self.reviewed, [self.status_of(one) for one in self.reviewed])
        self._said.setText(said)
        self._privacy.setText(privacy)
        self._privacy.setVisible(bool(privacy))
        scans = [one for one in self.reviewed if self.status_of(one) == "scan"]
        self.foot.show_counts(len(self.chosen()), len(scans), bool(self.list.rows_model.ticks))

    def chosen(self) -> list[Reviewed]:
        """The forms that are ticked."""
        return [self.reviewed[row] for row in self.list.chosen_rows]

    # The one chosen.

    def current(self) -> Reviewed | None:
        row = self.list.row()
        return self.reviewed[row] if 0 <= row < len(self.reviewed) else None

    def _show_current(self, _row: int) -> None:
        one = self.current()
        if one is None:
            self.detail.show_form(None)
        else:
            self.detail.show_form(one, self.status_of(one), self.left_out.get(one.form.path))

    def _leave_out(self, key: Key, out: bool) -> None:
        one = self.current()
        if one is not None:
            kept = self.left_out.setdefault(one.form.path, set())
            (kept.add if out else kept.discard)(key)

    def _activated(self) -> None:
        one = self.current()
        if one is not None and self.status_of(one) == "scan":
            self._attach_current()

    def _look(self) -> None:
        from oci_desktop.exchange.document_kinds import is_named_as_it_is

        one = self.current()
        if one is None:
            return
        try:
            harmless = is_named_as_it_is(one.form.path)
        except OSError:
            harmless = False
        if not harmless:
            self.say(_("This file is not what its name says: it is not opened."), "late")
        elif not messages.open_with_program(one.form.path):
            self.say(_("No program of this computer opens this file."), "late")

    # Accepting.

    def accept_forms(self) -> None:
        """Keep what the ticked forms hold, as one action."""
        chosen = self.chosen()
        day = self.foot.day()
        if not chosen or day is None or self.is_busy():
            return
        from oci_desktop.exchange.returned_forms import accept_forms

        forms = [one.without(self.left_out.get(one.form.path, ())) for one in chosen]
        database, step = self.context.database, self.foot.step()
        self.foot.say_busy(may_stop=False)

        def work(_progress: object) -> tuple[int, Action | None]:
            n = accept_forms(database, forms, on=day, step_when_complete=step, initiator=self)
            return n, database.undoable()

        states = {one.form.path: ACCEPTED if one.form.is_complete else INCOMPLETE for one in chosen}
        self._task = self.context.tasks.start(
            _("Keeping the forms"), work, lambda done: self._accepted(states, *done), self._refused,
            cancellable=False,
        )  # fmt: skip

    def _accepted(self, states: dict[Path, str], n: int, action: Action | None) -> None:
        self._action = action
        self.settled |= states
        self._show()
        words = ngettext("{n} form was accepted.", "{n} forms were accepted.", n).format(n=n)
        if left := list(states.values()).count(INCOMPLETE):
            words += " " + ngettext("{n} is to complete.", "{n} are to complete.", left).format(n=left)
        self.context.tell(words, undo=True)
        self.say(words, "good", ((_("Take the reception back"), self.undo),))
        self.foot.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, problem: BaseException) -> None:
        self._show()
        if not isinstance(problem, OciError):
            raise problem
        self.say(_("Nothing was kept: {reason}").format(reason=problem), "late")

    def undo(self) -> None:
        """Take back what was accepted last here; the forms are there to accept again."""
        if self._action is None or self.is_busy():
            return
        if operations.undo(self.context, self, self._action.id) is not None:
            self._action = None
            self.settled = {path: what for path, what in self.settled.items() if what == ATTACHED}
            self.say("")
            self._read_all()

    # Scans.

    def attach_scans(self) -> None:
        """Every scan, one after the other, from the one chosen on."""
        waiting = [one.form.path for one in self.reviewed if self.status_of(one) == "scan"]
        one = self.current()
        if one is not None and one.form.path in waiting:
            place = waiting.index(one.form.path)
            waiting = waiting[place:] + waiting[:place]
        self._scans = waiting
        self._next_scan()

    def _next_scan(self) -> None:
        if self._scans:
            path = self._scans.pop(0)
            places = [one.form.path for one in self.reviewed]
            self.list.choose(places.index(path))
            self._attach_current()

    def _attach_current(self) -> None:
        from oci_desktop.gui.dialogs.returned_scans import attach_scan

        one = self.current()
        if one is not None and self.status_of(one) == "scan" and not self.is_busy():
            path = one.form.path
            attach_scan(
                self.context,
                self,
                one.form,
                bool(self._scans),
                lambda member: self._attached(path, member),
                self._stopped,
            )

    def _attached(self, path: Path, member: str) -> None:
        self.settled[path] = ATTACHED
        self._whose[path] = member
        self._show()
        self._next_scan()

    def _stopped(self) -> None:
        self._scans = []

    # News.

    def say(self, text: str, tone: str = "good", actions: Sequence[Any] = ()) -> None:
        """A sentence above the list; none for ""."""
        if self._strip is not None:
            self._news.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
        if text:
            self._strip = Strip(text, tone, actions)
            self._news.addWidget(self._strip)
            self._strip.show()  # now, not at the next turn of the loop

    def said(self) -> str:
        """The sentence above the list now."""
        return self._strip.words.text() if self._strip is not None and not self._strip.isHidden() else ""

    def _changed(self, changes: Any) -> None:
        """What is saved elsewhere may change what the forms would do."""
        own = changes.initiator is self or self.is_busy()
        if self.reviewed and not own and changes.touch("campaign", "self_assessment", "answer", "exemption"):
            self._read_all()

    # Coming and going.

    def is_busy(self) -> bool:
        return self._task is not None and self._task.running

    def _stop(self) -> None:
        if self._task is not None and self._task.running and self._task.cancellable:
            self._task.cancel()
        self._task = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.is_busy() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from oci_desktop.exchange.arrivals import sort_out

        event.acceptProposedAction()
        arrived = sort_out(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        self.read([*arrived.forms, *arrived.lists])

    def reject(self) -> None:
        """Escape, or the button: stops the reading, which changed nothing."""
        if self.is_busy() and self._task is not None and not self._task.cancellable:
            return
        self._stop()
        super().reject()
