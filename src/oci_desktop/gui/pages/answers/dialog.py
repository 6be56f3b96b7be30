"""The window in which the answers of one member are typed: its consent above, the keys below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.answers.nothing_kept import why_not
from oci_desktop.gui.pages.answers.view import AnswersView
from oci_desktop.gui.widgets import Button, Label, line
from oci_desktop.i18n import N_, _, message, ngettext
from oci_desktop.queries.answer_entry import AnswerEntry


def open_answers(context: Context, parent: QWidget | None, self_assessment_id: int) -> AnswersDialog:
    """Type the answers of one member; each is saved as soon as it is given."""
    dialog = AnswersDialog(context, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.view.show(self_assessment_id)
    dialog.view.setFocus()
    return dialog


class AnswersDialog(QDialog):
    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(_("Answers"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(22, 16, 22, 12)
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._title = Label("", "record", wrap=True)
        self._consent = Label("", "secondary", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._consent)
        head.addLayout(words, 1)
        self.carry_button = Button("", self.carry_over, icon="history")
        self.consent_button = Button(_("Record the consent…"), self.record_consent, look="primary")
        self.withdraw_button = Button(_("Withdraw the consent…"), self.withdraw, look="danger")
        for button in (self.carry_button, self.consent_button, self.withdraw_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(line())
        self.view = AnswersView(context)
        self.view.shown.connect(self._show)
        column.addWidget(self.view, 1)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(22, 10, 22, 12)
        self._keys = Label("", "small", wrap=True)
        foot.addWidget(self._keys, 1)
        foot.addStretch()
        self.close_button = Button(_("Close"), self.reject)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo)):
            QShortcut(QKeySequence(keys), self, activated=act)  # type: ignore[call-overload]
        window = parent.window() if parent else self
        # Inside the window, which it belongs to; a small one is outgrown rather than anything cut.
        self.resize(min(1060, max(860, window.width() - 40)), min(760, max(560, window.height() - 40)))

    @property
    def entry(self) -> AnswerEntry:
        assert self.view.entry is not None
        return self.view.entry

    def _show(self) -> None:
        entry = self.entry
        writable = not self.context.read_only
        self._title.setText(f"{entry.member} · {entry.campaign.title}")
        self._consent.setText(consent_words(entry))
        self.consent_button.setVisible(writable and entry.level == "B" and not entry.consents)
        self.withdraw_button.setVisible(writable and entry.consents)
        carry = writable and entry.consents and entry.earlier is not None and entry.carried_from is None
        self.carry_button.setVisible(carry)
        if entry.earlier is not None:
            self.carry_button.set_text(_("Take over the answers of {campaign}").format(campaign=entry.earlier.code))
        keys = [key for key, _choice in entry.shortcuts() if key != "N"]
        self._keys.setVisible(entry.consents and writable)
        self._keys.setText(
            _(
                "{first}–{last} choose and go on · N not applicable · Enter or ↓ next · ↑ previous"
                " · C comment, A action: on the answer just given, otherwise on the one shown"
                " · Backspace clears · Ctrl+Z undoes. Every answer is saved at once."
            ).format(first=keys[0] if keys else "1", last=keys[-1] if keys else "1")
        )

    # Gestures.

    def undo(self) -> None:
        before = self.entry
        operations.undo(self.context, self)
        self._go_to_change(before)

    def redo(self) -> None:
        before = self.entry
        operations.redo(self.context, self)
        self._go_to_change(before)

    def _go_to_change(self, before: AnswerEntry) -> None:
        """Read again, and go to the question that an undo or a redo changed: the next key is about it."""
        self.view.reload()
        now = self.entry
        changed = {
            *(one for one in {*before.answers, *now.answers} if before.answers.get(one) != now.answers.get(one)),
            *(one for one in {*before.actions, *now.actions} if before.actions.get(one) != now.actions.get(one)),
        }
        if now.consents and len(changed) == 1 and self.view.editor is None:
            self.view.go(changed.pop())

    def record_consent(self) -> None:
        from oci_desktop.gui.pages.answers.consent import record_consent

        record_consent(self.context, self, self.entry).done_with.connect(lambda _done: self._go_on())

    def withdraw(self) -> None:
        from oci_desktop.gui.pages.answers.consent import withdraw

        withdraw(self.context, self, self.entry)

    def carry_over(self) -> None:
        """Take the answers of the last campaign over; none counts before it is confirmed."""
        from oci_desktop.services.answers import carry_over

        entry = self.entry
        record, earlier = entry.owner.id, entry.earlier_id
        if record is None or earlier is None or entry.earlier is None:
            return
        label = message(
            N_("Answers of {name} taken over from {campaign}"), name=entry.member, campaign=entry.earlier.code
        )
        carried = operations.run(self.context, label, lambda write: carry_over(write, record, earlier), parent=self)
        if carried is not None:
            n = carried.answers
            words = ngettext("{n} answer was taken over, to confirm.", "{n} answers were taken over, to confirm.", n)
            said = words.format(n=n)
            if carried.changed:
                more = ngettext(
                    "{n} question changed: it is set apart.",
                    "{n} questions changed: they are set apart.",
                    carried.changed,
                )
                said = f"{said} {more.format(n=carried.changed)}"
            self.context.tell(said, undo=True)
            self.view.item = 0
        self._go_on()

    def _go_on(self) -> None:
        self.view.reload()
        self.view.setFocus()

    def reject(self) -> None:
        """Closing: a comment that is being typed is kept first."""
        if self.view.editor is not None:
            self.view.editor.keep()
            if self.view.editor is not None:
                return
        super().reject()


def consent_words(entry: AnswerEntry) -> str:
    """« Consentement donné le 12 septembre 2026 par Camille Exemple »."""
    if not entry.consents:
        return why_not(entry)
    day = format_date(entry.owner.consent_on)
    if not entry.owner.consent_by:
        return _("Consent given on {date}.").format(date=day)
    return _("Consent given on {date} by {name}.").format(date=day, name=entry.owner.consent_by)
