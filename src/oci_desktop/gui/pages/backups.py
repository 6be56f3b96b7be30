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
from oci_desktop.gui.dialogs.rows import RowsView, Shown
from oci_desktop.gui.page import Page
from oci_desktop.gui.widgets import Button, EmptyState, Label, Strip, line, plain_tip
from oci_desktop.i18n import N_, _, language, ngettext
from oci_desktop.tables import NAME, Choice, Column

if TYPE_CHECKING:
    from oci_desktop.store.backups import Backup

REASONS = {
    "asked": N_("On request"),
    "work": N_("During work"),
    "close": N_("On closing"),
    "before-import": N_("Before an import"),
    "before-migration": N_("Before an update of the file"),
    "before-restore": N_("Before going back"),
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
    """Copies are verified again each time the page is shown, in a worker."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._backups: list[Backup] = []
        self._states: dict[Path, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._strip: Strip | None = None
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
        row.addStretch()
        self.folder_button = Button(_("Open the folder"), self.open_folder, icon="folder-open")
        self.check_button = Button(_("Check the file"), lambda: check_file(self.context, self), icon="stethoscope")
        self.restore_button = Button(_("Go back to this copy…"), self.go_back, icon="history")
        self.backup_button = Button(_("Back up now"), self.back_up, icon="copy-plus", look="primary")
        for button in (self.folder_button, self.check_button, self.restore_button, self.backup_button):
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
        self.folder_button.setToolTip(plain_tip(str(self.context.database.backup_folder)))
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

    def _enable(self) -> None:
        chosen = self.chosen()
        writable = not self.context.read_only
        self.restore_button.setEnabled(writable and chosen is not None and self._states.get(chosen.path) != DAMAGED)
        self.backup_button.setEnabled(writable)

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
        if backup is None or not self.restore_button.isEnabled():
            return
        if not messages.confirm(
            self,
            _("Go back to the copy of {moment}?").format(moment=datetime_text(backup.at)),
            self._what_will_happen(backup),
            _("Go back"),
            danger=True,
        ):
            return
        self.context.tasks.start(
            _("Going back to a backup"),
            lambda _progress: self.context.database.restore(backup.path),
            lambda _result: self._restored(backup),
            self._refused,
            cancellable=False,
        )

    def _what_will_happen(self, backup: Backup) -> str:
        with self.context.database.read() as reader:
            since = reader.value(
                "SELECT COUNT(*) FROM journal_action WHERE id > :last AND kind = 'do' AND undone_by_id IS NULL",
                {"last": backup.action_id},
            )
        if since:
            lost = ngettext(
                "{count} action done since then will no longer be in the file.",
                "{count} actions done since then will no longer be in the file.",
                since,
            ).format(count=formats.number(since))
        else:
            lost = _("Nothing was done since then.")
        return f"{lost} " + _(
            "A copy of the file as it is now is made first: you can come back to it, from this same list."
        )

    def _restored(self, backup: Backup) -> None:
        self.context.tell(_("The file is as it was on {moment}.").format(moment=datetime_text(backup.at)))
        self.read()

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
