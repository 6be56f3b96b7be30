"""Erasing the answers of a member for good: the question, the work, then what is gone and what still has it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop.errors import OciError
from oci_desktop.formats import datetime_text, with_colon
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.widgets import Button, Label, Strip, line
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.exchange.returned_documents import Doubtful
    from oci_desktop.store.backups import Backup
    from oci_desktop.store.erasure import Erased

_QUESTION, _WORK = 0, 1


class ErasingDialog(QDialog):
    """`erase` does it in a worker. Nothing happens before the button, and nothing of it can be undone after."""

    def __init__(
        self, context: Context, parent: QWidget | None, title: str, subject: str, verb: str,
        goes: Sequence[str], stays: Sequence[str], erase: Callable[[], Erased], more: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`more` is asked below the question."""
        super().__init__(parent)
        self.context = context
        self._erase = erase
        self.erased: Erased | None = None
        self.backups: OlderBackups | None = None
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(560)
        self._busy = False
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(10)
        column.addWidget(Label(title, "record", wrap=True))
        column.addWidget(Label(subject, "secondary", wrap=True))
        self._stack = QStackedWidget()
        self._stack.addWidget(_question(goes, stays, more))
        self._stack.addWidget(_working())
        column.addWidget(self._stack)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.addStretch()
        self.leave_button = Button(_("Cancel"), self.reject)
        self.verb = Button(verb, self.erase, look="danger")
        foot.addWidget(self.leave_button)
        foot.addWidget(self.verb)
        column.addLayout(foot)
        self.leave_button.setFocus()

    def erase(self) -> None:
        """Do it, in a worker; the result takes the place of the question."""
        if self._busy or self.erased is not None:
            return
        self._busy = True
        self._stack.setCurrentIndex(_WORK)
        self.verb.hide()
        self.leave_button.setEnabled(False)
        work = self._erase
        self.context.tasks.start(
            _("Erasing the answers"), lambda _progress: work(), self._done, self._refused, cancellable=False
        )

    def _done(self, erased: Erased) -> None:
        self._busy = False
        self.erased = erased
        # Alone in the stack: the question, longer, would keep its height.
        for old in (self._stack.widget(_WORK), self._stack.widget(_QUESTION)):
            if old is not None:
                self._stack.removeWidget(old)
        self._stack.addWidget(self._result(erased))
        self.leave_button.setEnabled(True)
        self.leave_button.set_text(_("Close"))
        self.leave_button.setFocus()
        self.context.tell(_("The answers are erased."))
        self.adjustSize()

    def _refused(self, problem: BaseException) -> None:
        self._busy = False
        self._stack.setCurrentIndex(_QUESTION)
        self.verb.show()
        self.leave_button.setEnabled(True)
        if not isinstance(problem, OciError):
            raise problem
        messages.error(self, _("Nothing was changed"), str(problem))

    def _result(self, erased: Erased) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        n = erased.rows
        words = ngettext(
            "{n} answer or action is erased, from the history too.",
            "{n} answers and actions are erased, from the history too.",
            n,
        ).format(n=n)
        column.addWidget(Strip(words, "good", closable=False))
        if erased.documents:
            m = len(erased.documents)
            column.addWidget(
                Label(ngettext("{n} document went too.", "{n} documents went too.", m).format(n=m), wrap=True)
            )
        if not erased.finished:
            said = _(
                "Another window is still reading this file: the last traces go when it is closed and this file is"
                " closed, or opened again."
            )
            column.addWidget(Strip(said, "pending", closable=False))
        if erased.backup is not None:
            moment = datetime_text(erased.backup.at)
            said = _("Fresh backup, without the answers: {moment}").format(moment=moment)
            column.addWidget(Label(said, wrap=True))
        else:
            failure = self.context.database.backup_failure()
            if failure is not None:
                said = f"{with_colon(_('No fresh backup could be made'))} {failure.reason}"
                column.addWidget(Strip(said, "late", closable=False))
        if erased.older_backups:
            self.backups = OlderBackups(self.context, erased.older_backups)
            column.addWidget(self.backups)
        else:
            column.addWidget(Label(_("No older backup holds them."), wrap=True))
        column.addStretch()
        return box

    def reject(self) -> None:
        if not self._busy:
            super().reject()


class DoubtfulDocuments(QWidget):
    """Scans and pictures that may show answers, each erased with them unless the person says that it shows none."""

    def __init__(self, documents: Sequence[Doubtful]) -> None:
        super().__init__()
        self.erased = {one.digest for one in documents}
        """Those that go; a worker reads it."""
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        column.addWidget(Label(_("Documents that may show answers"), "card"))
        words = _("Nobody can read a scan or a picture by machine here. Untick those that show no answer: they stay.")
        column.addWidget(Label(words, "small", wrap=True))
        for one in documents:
            box = QCheckBox(_("Erase “{name}” of {member}").format(name=one.name or _("Document"), member=one.member))
            box.setChecked(True)
            box.toggled.connect(lambda on, digest=one.digest: self._turn(digest, on))
            self.boxes[one.digest] = box
            column.addWidget(box)

    def _turn(self, digest: str, on: bool) -> None:
        self.erased = self.erased | {digest} if on else self.erased - {digest}

    def holds_answers(self, content: bytes) -> bool:
        """Whether a document of these bytes goes with the answers."""
        return hashlib.sha256(content).hexdigest() in self.erased


class OlderBackups(QWidget):
    """Backups that still hold what was erased, ticked to delete; nothing goes before the button."""

    def __init__(self, context: Context, backups: Sequence[Backup]) -> None:
        super().__init__()
        from oci_desktop.gui.pages.backups import REASONS

        self._context = context
        self.boxes: list[tuple[QCheckBox, Backup]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(2)
        n = len(backups)
        words = ngettext(
            "{n} older backup still holds what was erased. Going back to it would bring it back.",
            "{n} older backups still hold what was erased. Going back to one would bring it back.",
            n,
        ).format(n=n)
        self._words = Label(words, "strong", wrap=True)
        column.addWidget(self._words)
        for backup in backups:
            reason = REASONS.get(backup.reason, backup.reason)
            box = QCheckBox(f"{datetime_text(backup.at)} · {_(reason)}")
            box.setChecked(True)
            box.toggled.connect(lambda _on: self._count())
            self.boxes.append((box, backup))
            column.addWidget(box)
        column.addWidget(
            Label(_("Copies that you made elsewhere (a key, another disk) are not known here."), "small", wrap=True)
        )
        foot = QHBoxLayout()
        self.delete_button = Button("", self.delete, look="danger")
        foot.addWidget(self.delete_button)
        foot.addStretch()
        column.addSpacing(6)
        column.addLayout(foot)
        self._count()

    def _count(self) -> None:
        n = len(self.ticked())
        words = ngettext("Delete the backup ticked", "Delete the {n} backups ticked", n).format(n=n)
        self.delete_button.set_text(words)
        self.delete_button.setEnabled(bool(n))

    def ticked(self) -> list[Backup]:
        return [backup for box, backup in self.boxes if box.isChecked() and box.isEnabled()]

    def delete(self) -> None:
        """Delete those that are ticked, for good."""
        try:
            gone = self._context.database.delete_backups(self.ticked())
        except OciError as refused:
            messages.error(self, _("No backup was deleted"), str(refused))
            return
        paths = {backup.path for backup in gone}
        for box, backup in self.boxes:
            if backup.path in paths:
                box.setChecked(False)
                box.setEnabled(False)
                box.setText(_("{backup}: deleted").format(backup=box.text()))
        n = len(gone)
        self._context.tell(ngettext("{n} backup was deleted.", "{n} backups were deleted.", n).format(n=n))
        self._count()


def show_older_backups(context: Context, parent: QWidget | None) -> QDialog:
    """The same list, later."""
    dialog = QDialog(parent)
    title = _("Backups from before an erasing")
    dialog.setWindowTitle(title)
    dialog.setModal(True)
    dialog.setMinimumWidth(560)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(22, 18, 22, 16)
    column.setSpacing(10)
    column.addWidget(Label(title, "record", wrap=True))
    column.addWidget(OlderBackups(context, context.database.backups_before_erasing()))
    column.addWidget(line())
    foot = QHBoxLayout()
    foot.addStretch()
    foot.addWidget(Button(_("Close"), dialog.accept))
    column.addLayout(foot)
    dialog.open()
    return dialog


def _question(goes: Sequence[str], stays: Sequence[str], more: QWidget | None) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for title, lines in ((_("What goes, for good"), goes), (_("What stays"), stays)):
        column.addWidget(Label(title, "card"))
        for words in lines:
            column.addWidget(Label(f"–  {words}", wrap=True))
        column.addSpacing(8)
    if more is not None:
        column.addWidget(more)
    column.addStretch()
    return box


def _working() -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 10, 0, 10)
    column.addWidget(Label(_("The answers are being erased, and the file rebuilt without them…")))
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedHeight(6)
    bar.setAccessibleName(_("Erasing the answers"))
    column.addWidget(bar)
    column.addStretch()
    return box
