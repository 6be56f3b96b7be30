"""The tab « Réponses » of a member's record in a campaign: consent and progress, never the answers themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from oci_desktop.gui.pages.answers.dialog import consent_words, open_answers
from oci_desktop.gui.pages.records.reading import Sheet
from oci_desktop.gui.widgets import Button, Label, Strip
from oci_desktop.i18n import _, ngettext
from oci_desktop.queries.answer_entry import AnswerEntry, answer_entry

if TYPE_CHECKING:
    from oci_desktop.gui.pages.campaigns.panel import CampaignPanel


def answers_sheet(panel: CampaignPanel) -> Sheet:
    """At level A, why there is nothing here."""
    context, record = panel.context, panel.record
    with context.database.read() as reader:
        entry = answer_entry(reader, record)
    sheet = Sheet(context)
    sheet.section(_("Answers"))
    sheet.text(consent_words(entry), "" if entry.consents else "secondary")
    if entry.level != "B":
        return sheet
    if not context.read_only:
        words = _("Type the answers…") if entry.consents else _("Record the consent…")

        def begin() -> None:
            from oci_desktop.gui.pages.answers.consent import record_consent

            if entry.consents:
                open_answers(context, panel.window(), record)
            else:
                record_consent(context, panel.window(), entry)

        _buttons(sheet, Button(words, begin, icon="pencil"))
    if entry.consents:
        _progress(sheet, entry)
        if not context.read_only:
            from oci_desktop.gui.pages.answers.consent import withdraw

            button = Button(_("Withdraw the consent…"), lambda: withdraw(context, panel.window(), entry), look="danger")
            _buttons(sheet, button)
    return sheet


def _progress(sheet: Sheet, entry: AnswerEntry) -> None:
    to_confirm = sum(one.to_confirm for one in entry.progress)
    if to_confirm:
        words = ngettext(
            "{n} answer carried over waits to be confirmed.",
            "{n} answers carried over wait to be confirmed.",
            to_confirm,
        )
        sheet.add(Strip(words.format(n=to_confirm), "pending", closable=False), 8)
    sheet.section(_("How far it is"))
    for one in entry.progress:
        if entry.items(one.principle_id):
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 6)
            column.setSpacing(3)
            head = QHBoxLayout()
            head.addWidget(Label(str(one.title), wrap=True), 1)
            said = _("{answered} of {total}").format(answered=one.answered, total=one.applicable)
            head.addWidget(Label(said if one.applicable else "—", "secondary"))
            column.addLayout(head)
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setFixedHeight(4)
            bar.setRange(0, max(1, one.applicable))
            bar.setValue(one.answered)
            bar.setAccessibleName(f"{one.title}: {said}")
            column.addWidget(bar)
            sheet.add(box)


def _buttons(sheet: Sheet, button: Button) -> None:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch()
    sheet.add(box, 12)
