"""Backups: the verified copies of this file, one more now, and the way back to any of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.errors import OciError
from oci_desktop.formats import datetime_text
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.files import back_up_now, check_file
from oci_desktop.gui.dialogs.opening import FILE_FILTER
from oci_desktop.gui.dialogs.rows import RowsView, Shown
from oci_desktop.gui.page import Page
from oci_desktop.gui.widgets import Button, EmptyState, Label, Strip, icon_button, line
from oci_desktop.i18n import N_, _, language, ngettext
from oci_desktop.tables import NAME, Choice, Column

if TYPE_CHECKING:
    from oci_desktop.store.backups import Backup

REASONS = {
    "asked": N_("On request"),
    "work": N_("During work"),
    "close": N_("On closing"),
    "before-import": N_("Before an import"),
    "before-update": N_("Before an update of the file"),
    "before-restore": N_("Before going back"),
    "erased": N_("After an erasing"),
    "damaged": N_("Set aside as damaged"),
}
WAITING, SOUND, DAMAGED = "waiting", "sound", "damaged"
STATES = {WAITING: N_("Being verified"), SOUND: N_("Verified"), DAMAGED: N_("Damaged")}


def size_text(count: int) -> str:
    """« 412 Ko », « 3,4 Mo »."""
    if count < 1_000_000:
        return _("{size} KB").format(size=formats.number(max(1, round(count / 1000))))
    figure = f"{count / 1_000_000:.1f}"
    return _("{size} MB").format(size=figure.replace(".", ",") if language() == "fr" else figure)


COLUMNS = (
    Column("at", N_("Made on"), NAME, 280),
    Column("reason", N_("Why"), Choice(REASONS), 210),
    Column("size", N_("Size"), Shown(size_text, "right"), 90),
    Column("state", N_("State"), Choice(STATES, {WAITING: "neutral", SOUND: "good", DAMAGED: "late"}), 170),
)


class BackupsPage(Page):
    """Every copy is verified in a worker when it is first listed here."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._backups: list[Backup] = []
        self._states: dict[Path, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._strip: Strip | None = None
        self._erased: Strip | None = None
        self._strips = QVBoxLayout()
        self._strips.setContentsMargins(22, 0, 22, 0)
        self._column.addLayout(self._strips)
        self.view = RowsView(COLUMNS, _("Backups"), context.theme.row_height)
        self.view.chosen.connect(lambda _row: self._enable())
        self.view.activated_row.connect(lambda _row: self.go_back())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        empty = EmptyState(
            "database",
            _("No backup yet"),
            _("One is made when you close the file, every half hour of work, and before anything risky."),
            ((_("Back up now"), self.back_up),) if not context.read_only else (),
        )
        empty.setObjectName("panel")
        self._stack.addWidget(empty)
        self._column.addWidget(line())
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(line())
        self._column.addWidget(self._foot())
        self.read()

    def heading(self) -> tuple[str, str]:
        count = len(self._backups)
        if not count:
            return _("Backups"), _("Whole copies, verified")
        last = _("Last: {moment}").format(moment=datetime_text(self._backups[0].at))
        return _("Backups"), last

    def _foot(self) -> QWidget:
        box = QWidget()
        box.setObjectName("panel")
        row = QHBoxLayout(box)
        row.setContentsMargins(22, 10, 22, 10)
        row.setSpacing(8)
        self._count = Label("", "secondary")
        row.addWidget(self._count)
        self.folder_button = icon_button("folder-open", _("Open the folder"), self.open_folder)
        row.addWidget(self.folder_button)
        row.addStretch()
        self.check_button = Button(_("Check the file"), lambda: check_file(self.context, self), icon="stethoscope")
        self.restore_button = Button(_("Go back to this copy…"), self.go_back, icon="history")
        self.backup_button = Button(_("New backup"), self.back_up, icon="copy-plus", look="primary")
        self.other_button = Button(_("From another place…"), self.go_back_to_file, icon="folder-open")
        for button in (self.check_button, self.other_button, self.restore_button, self.backup_button):
            row.addWidget(button)
        return box

    # Reading.

    def read(self) -> None:
        """List the copies again, and verify those that were not yet."""
        self._backups = self.context.database.backups()
        self._show()
        self._warn()
        self.header_changed.emit()
        unknown = [backup.path for backup in self._backups if backup.path not in self._states]
        if unknown:
            self.context.tasks.start(
                _("Verifying the backups"),
                lambda progress: _verified(unknown, progress),
                self._verified,
                lambda _e: None,
            )

    def _verified(self, states: dict[Path, str]) -> None:
        self._states |= states
        self._show()

    def _show(self) -> None:
        rows = [
            (
                datetime_text(backup.at),
                backup.reason,
                backup.path.stat().st_size if backup.path.exists() else None,
                self._states.get(backup.path, WAITING),
            )
            for backup in self._backups
        ]
        self.view.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        count = ngettext("{count} copy", "{count} copies", len(rows)).format(count=formats.number(len(rows)))
        self._count.setText(count if rows else "")
        self._enable()

    def _warn(self) -> None:
        failure = self.context.database.backup_failure()
        if self._strip is not None:
            self._strips.removeWidget(self._strip)
            self._strip.deleteLater()
            self._strip = None
        if failure is not None:
            self._strip = Strip(
                _("The last backup failed, {moment}: {reason}").format(
                    moment=datetime_text(failure.at), reason=failure.reason
                ),
                "late",
                closable=False,
            )
            self._strips.addWidget(self._strip)
        self._warn_of_erased()

    def _warn_of_erased(self) -> None:
        """Backups from before an erasing still hold what was erased: a line leads to them."""
        if self._erased is not None:
            self._strips.removeWidget(self._erased)
            self._erased.hide()
            self._erased.deleteLater()
            self._erased = None
        older = self.context.database.backups_before_erasing()
        if older:
            n = len(older)
            words = ngettext(
                "{count} backup still holds answers that were erased.",
                "{count} backups still hold answers that were erased.",
                n,
            ).format(count=formats.number(n))
            look = ((_("See them…"), self.show_erased),) if not self.context.read_only else ()
            self._erased = Strip(words, "pending", look, closable=False)
            self._strips.addWidget(self._erased)

    def show_erased(self) -> None:
        """The backups from before an erasing, ticked to delete."""
        from oci_desktop.gui.dialogs.erasing import show_older_backups

        show_older_backups(self.context, self.window()).finished.connect(lambda _code: self.read())

    def _enable(self) -> None:
        chosen = self.chosen()
        writable = not self.context.read_only
        self.restore_button.setEnabled(writable and chosen is not None and self._states.get(chosen.path) != DAMAGED)
        self.backup_button.setEnabled(writable)
        self.other_button.setEnabled(writable)

    def chosen(self) -> Backup | None:
        """The copy under the cursor."""
        row = self.view.row()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    # Gestures.

    def back_up(self) -> None:
        back_up_now(self.context, self, then=self.read)

    def open_folder(self) -> None:
        messages.open_with_program(self.context.database.backup_folder)

    def go_back(self) -> None:
        """Go back to the copy under the cursor, once the person has read what that means."""
        backup = self.chosen()
        if backup is not None and self.restore_button.isEnabled():
            moment = datetime_text(backup.at)
            self._go_back(
                backup.path,
                _("Go back to the copy of {moment}?").format(moment=moment),
                f"{self._brings_back(backup)}{self._lost(backup)} ",
                _("The file is as it was on {moment}.").format(moment=moment),
            )

    def go_back_to_file(self) -> None:
        """Go back to a copy that was kept elsewhere: on a key, on another disk."""
        chosen = messages.choose_open_file(
            self, _("Choose a copy of this file"), str(Path.home()), f"{_('Member files')} {FILE_FILTER}"
        )
        if chosen is not None:
            self._go_back(
                chosen,
                _("Go back to the copy {file}?").format(file=chosen.name),
                _("What was done since that copy will no longer be in the file.") + " ",
                _("The file is as it was in {file}.").format(file=chosen.name),
            )

    def _go_back(self, path: Path, question: str, lost: str, news: str) -> None:
        safe = _("A copy of the file as it is now is made first: you can come back to it, from this same list.")
        if not messages.confirm(self, question, lost + safe, _("Go back"), danger=True):
            return

        def done(_result: object) -> None:
            self.context.tell(news)
            self.read()

        self.context.tasks.start(
            _("Going back to a backup"),
            lambda _progress: self.context.database.restore(path),
            done,
            self._refused,
            cancellable=False,
        )

    def _brings_back(self, backup: Backup) -> str:
        """A warning where the copy holds what was erased since."""
        erased = {one.path for one in self.context.database.backups_before_erasing()}
        if backup.path not in erased:
            return ""
        return _("Answers that were erased since then would come back with it.") + " "

    def _lost(self, backup: Backup) -> str:
        """What going back to it takes away."""
        with self.context.database.read() as reader:
            since = reader.value(
                "SELECT COUNT(*) FROM journal_action WHERE id > :last AND kind = 'do' AND undone_by_id IS NULL",
                {"last": backup.action_id},
            )
        if not since:
            return _("Nothing was done since then.")
        return ngettext(
            "{count} action done since then will no longer be in the file.",
            "{count} actions done since then will no longer be in the file.",
            since,
        ).format(count=formats.number(since))

    def _refused(self, problem: BaseException) -> None:
        if not isinstance(problem, OciError):
            raise problem
        messages.error(self, _("Nothing was changed"), str(problem))

    def on_changes(self, changes: Any) -> None:
        if changes.all:
            self.read()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if [backup.path for backup in self.context.database.backups()] != [backup.path for backup in self._backups]:
            self.read()


def _verified(paths: list[Path], progress: Any) -> dict[Path, str]:
    from oci_desktop.store import backups

    states: dict[Path, str] = {}
    for number, path in enumerate(paths):
        progress(number, len(paths))
        try:
            backups.verify(path)
            states[path] = SOUND
        except OciError:
            states[path] = DAMAGED
    return states
