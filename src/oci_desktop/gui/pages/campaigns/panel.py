"""The record of a member in a campaign: where it stands, what happened, and the one next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.dates import days_between, format_date
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import Form
from oci_desktop.gui.pages.campaigns.data import MemberData, load_member
from oci_desktop.gui.pages.campaigns.tabs import TABS, TabEntry
from oci_desktop.gui.pages.records.panel import MenuLine, RecordPanel
from oci_desktop.gui.pages.records.reading import SIDE
from oci_desktop.gui.widgets import Button, Pill
from oci_desktop.i18n import N_, _, message, ngettext
from oci_desktop.model.standing import (
    ANSWERS,
    GRACE,
    LATE,
    RECEIVED,
    REFUSED,
    SENT,
    TO_COMPLETE,
    TO_SEND,
    VALID,
)
from oci_desktop.queries.standing import STEP

_NEXT = {
    TO_SEND: (N_("Send the forms…"), "send"),
    SENT: (N_("Note the reception…"), "inbox"),
    ANSWERS: (N_("Note the reception…"), "inbox"),
    RECEIVED: (N_("Mark as valid…"), "circle-check"),
    TO_COMPLETE: (N_("Complete…"), "pencil"),
}


class CampaignPanel(RecordPanel):
    """`awaiting` gives the members that « Save and next » goes on to."""

    kind = "self_assessment"
    data: MemberData

    def __init__(self, context: Context, awaiting: Callable[[], list[int]]) -> None:
        self._awaiting = awaiting
        self._entries: dict[str, TabEntry] = {entry.key: entry for entry in TABS}
        super().__init__(context)

    def load(self, reader: Any, record: int) -> MemberData:
        return load_member(reader, record, self.context.as_of)

    def name(self) -> str:
        return self.data.name

    def under(self) -> str:
        return str(self.data.campaign.title)

    def empty_icon(self) -> str:
        return "shield-check"

    def empty_title(self) -> str:
        return _("No member chosen")

    def empty_text(self) -> str:
        return _("Choose a line of the list to see where the member is.")

    def tabs(self) -> Sequence[tuple[str, str]]:
        return [(entry.key, _(entry.title)) for entry in TABS]

    def tab(self, key: str) -> QWidget:
        return self._entries[key].make(self)

    def pills(self) -> Sequence[Pill]:
        row = self.data.row
        found = [Pill(STEP.format(row.step), STEP.tone(row.step) or "neutral")]
        if row.lateness == GRACE:
            words = _("Grace until {date}").format(date=format_date(row.grace_until, "medium"))
            found.append(Pill(words, "pending", "hourglass"))
        elif row.lateness == LATE:
            n = days_between(row.grace_until, self.data.day)
            found.append(Pill(ngettext("Late for {n} day", "Late for {n} days", n).format(n=n), "late"))
        if self.data.level != self.data.campaign.level:
            found.append(Pill(_("Attestation only"), "neutral", "lock"))
        return found

    # The one next step.

    def _make_reader(self) -> QWidget:
        box = super()._make_reader()
        self.edit_button.hide()
        self.next_button = Button("", self.next_step, look="primary")
        self.remind_button = Button(_("Send a reminder…"), self.remind, icon="mail")
        self._step_row = QWidget()
        row = QHBoxLayout(self._step_row)
        row.setContentsMargins(SIDE, 2, SIDE, 0)
        row.setSpacing(8)
        row.addWidget(self.next_button)
        row.addWidget(self.remind_button)
        row.addStretch()
        column = box.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.count() - 1, self._step_row)
        return box

    def _show_heading(self) -> None:
        super()._show_heading()
        self.edit_button.hide()
        row = self.data.row
        following = _NEXT.get(row.step)
        writable = not self.context.read_only
        self.next_button.setVisible(following is not None and writable)
        if following is not None:
            self.next_button.set_text(_(following[0]))
            self.next_button.set_icon(following[1])
        self.remind_button.setVisible(writable and row.step in (SENT, ANSWERS, TO_COMPLETE))
        self._step_row.setVisible(following is not None and writable)
        for number, entry in enumerate(TABS):
            self.tabs_widget.bar.setTabVisible(number, entry.applies(self.data))

    def take_focus(self) -> None:
        """The keys go to the next step, else to the gestures."""
        button = self.next_button if self.next_button.isVisibleTo(self) else self.more_button
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_step(self) -> None:
        """What the member is waiting for."""
        if self.data is None or self.context.read_only:
            return
        step = self.data.row.step
        if step == TO_SEND:
            self._write_to("forms")
        elif step == RECEIVED and self._is_complete():
            self.note(VALID)
        elif step in _NEXT:
            self.enter_attestation()

    def edit(self) -> None:
        """Enter and a double click do the next step: there is no form to fill in here."""
        self.next_step()

    def draft(self) -> Any:
        return None

    def make_form(self, draft: Any | None) -> tuple[Form, Any]:
        raise NotImplementedError

    def _is_complete(self) -> bool:
        from oci_desktop.services.attestations import what_is_missing

        if self.data.attestation is None:
            return False
        with self.context.database.read() as reader:
            return not what_is_missing(reader, self.data.attestation)

    # Gestures.

    def gestures(self) -> Sequence[MenuLine]:
        if self.data is None or self.context.read_only:
            return ()
        step = self.data.row.step
        found = [
            MenuLine("enter-attestation", _("Enter the attestation…"), "paperclip", self.enter_attestation),
            MenuLine("send-forms", _("Send the forms…"), "send", partial(self._write_to, "forms")),
            MenuLine("remind", _("Send a reminder…"), "mail", self.remind),
            MenuLine("note-sent", _("Note that the forms were sent…"), "calendar-plus", partial(self.note, SENT), True),
            MenuLine("note-received", _("Note the reception…"), "inbox", partial(self.note, RECEIVED)),
            MenuLine("note-to-complete", _("Ask to complete…"), "pencil", partial(self.note, TO_COMPLETE)),
        ]
        if self.data.level == "B":
            note = partial(self.note, ANSWERS)
            found.insert(4, MenuLine("note-answers", _("Note that the answers came in…"), "message-circle", note))
        if step != VALID:
            found.append(MenuLine("mark-valid", _("Mark as valid…"), "circle-check", partial(self.note, VALID)))
        found.append(MenuLine("exempt", _("Exempt…"), "shield-off", self.exempt))
        found.append(MenuLine("note-refusal", _("Note a refusal…"), "ban", partial(self.note, REFUSED)))
        found.append(
            MenuLine("open-member", _("Open the record of the organisation"), "building", self.open_member, True)
        )
        if self.data.level == "B":
            found.append(MenuLine("results", _("Results…"), "chart-bar", self.show_results))
            found.append(MenuLine("lower-level", _("Keep the attestation only…"), "lock", self.lower_level))
        if not self.data.steps and self.data.attestation is None:
            found.append(MenuLine("take-out", _("Take out of the campaign"), "user-minus", self.take_out))
        return found

    def show_results(self) -> object:
        from oci_desktop.gui.dialogs.campaigns.results import show_result

        return show_result(self.context, self.window(), self.record)

    def _chosen(self) -> Any:
        from oci_desktop.gui.dialogs.campaigns.chosen import Chosen

        return Chosen((self.record,), (self.data.draft.organisation_id,), (self.name(),))

    def note(self, step: str) -> object:
        """Note a step; without a complete attestation nobody is valid: it is then entered."""
        from oci_desktop.gui.dialogs.campaigns.steps import note_step

        if step == VALID and not self._is_complete():
            return self.enter_attestation()
        return note_step(self.context, self.window(), step, self._chosen())

    def take_back(self, step_id: int, step: str) -> None:
        from oci_desktop.gui.dialogs.campaigns.steps import take_back

        take_back(self.context, self.window(), step_id, self.name(), step)

    def exempt(self) -> object:
        from oci_desktop.gui.dialogs.campaigns.dispense import exempt

        return exempt(self.context, self.window(), self._chosen(), self.data.campaign)

    def enter_attestation(self) -> object:
        from oci_desktop.gui.dialogs.campaigns.attestation import enter_attestation

        return enter_attestation(self.context, self.window(), self.record, self._awaiting())

    def remind(self) -> None:
        self._write_to("reminder")

    def _write_to(self, kind: str) -> None:
        from oci_desktop.gui.dialogs.mailing import write_to

        draft = self.data.draft
        write_to(self.context, self.window(), kind, [draft.organisation_id], draft.campaign_id)

    def open_member(self) -> None:
        self.context.go("organisations", "organisation", self.data.draft.organisation_id)

    def take_out(self) -> None:
        """Address the member no more; only as long as nothing happened."""
        from oci_desktop.services.campaigns import withdraw_from

        label = message(N_("{name} taken out of the campaign"), name=self.name())
        record = self.record
        operations.run(self.context, label, lambda write: withdraw_from(write, record), parent=self.window())

    def lower_level(self) -> None:
        """The answers go back to the member: they are erased for good, so it is asked first."""
        from oci_desktop.gui.pages.answers.consent import keep_attestation_only
        from oci_desktop.queries.answer_entry import answer_entry
        from oci_desktop.queries.campaign_facts import has_answers
        from oci_desktop.services.campaigns import set_level

        record, label = self.record, message(N_("Attestation only for {name}"), name=self.name())
        with self.context.database.read() as reader:
            asked = has_answers(reader, record) or self.data.draft.consent_on is not None
            entry = answer_entry(reader, record) if asked else None
        if entry is None:
            operations.run(self.context, label, lambda write: set_level(write, record, "A"), parent=self.window())
        else:
            keep_attestation_only(self.context, self.window(), entry)

    # The document.

    def open_document(self) -> None:
        """Show the returned document with the program that the system has for it."""
        from oci_desktop.gui.dialogs.campaigns.returned import open_document

        if self.data.attestation is not None:
            open_document(self.context, self.window(), self.data.attestation)

    def save_document(self) -> None:
        from oci_desktop.gui.dialogs.campaigns.returned import save_document

        if self.data.attestation is not None:
            save_document(self.context, self.window(), self.data.attestation)
