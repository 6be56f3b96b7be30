"""One form that came back: what was read of it, what is missing or contradicts, and the answers it would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.formats import with_colon
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.returned_list import ACCEPTED, ATTACHED, INCOMPLETE, STATUSES, TONES
from oci_desktop.gui.forms.scroll import SteadyScroll
from oci_desktop.gui.pages.records.reading import SIDE, Beside, Sheet
from oci_desktop.gui.widgets import Button, ElidedLabel, Label, Pill
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.exchange.returned_review import Change, Reviewed

Key = tuple[str, int]

_BLANK = "Nothing is filled in here."
"""What a form says of each field that was left blank."""


class Detail(QWidget):
    """Shows what `show_form` is given. `leave_out(key, out)` is told what of the changes the person refuses."""

    def __init__(
        self, context: Context, attach: Callable[[], object], look: Callable[[], object],
        leave_out: Callable[[Key, bool], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._attach, self._look, self._leave_out = attach, look, leave_out
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 0, 0, 0)
        self.boxes: dict[Key, QCheckBox] = {}

    def show_form(self, one: Reviewed | None, status: str = "", left_out: set[Key] | None = None) -> None:
        """One file; None empties the panel."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.boxes = {}
        if one is not None:
            made = SteadyScroll(self._sheet(one, status, left_out or set()), SIDE)
            self._column.addWidget(made)
            made.show()

    def _sheet(self, one: Reviewed, status: str, left_out: set[Key]) -> Sheet:
        form = one.form
        sheet = Sheet(self._context)
        sheet.add(Label(form.member or form.path.name, "record", wrap=True), 10)
        if form.member:
            under = " · ".join(part for part in (form.campaign, form.path.name) if part)
            sheet.add(ElidedLabel(under, "small"), 2)
        pills = QWidget()
        row = QHBoxLayout(pills)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Pill(_(STATUSES[status]), TONES[status]))
        row.addStretch()
        sheet.add(pills, 8)
        settled = status in (ACCEPTED, INCOMPLETE, ATTACHED)
        if form.reason is not None and not settled:
            sheet.add(Label(str(form.reason), wrap=True), 10)
        if status == "scan":
            self._scan(sheet)
            return sheet
        if form.attestation is not None:
            _read(sheet, one)
            if not settled:
                _changed(sheet, one)
            if not settled or status == INCOMPLETE:
                _wrong(sheet, one)
            if not settled and one.changes:
                self._changes(sheet, one, left_out)
            if one.can_be_accepted:
                _kept(sheet, one)
        return sheet

    def _scan(self, sheet: Sheet) -> None:
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if not self._context.read_only:
            row.addWidget(Button(_("Attach…"), self._attach, icon="paperclip"))
        row.addWidget(Button(_("Look at the file"), self._look, icon="external-link"))
        row.addStretch()
        sheet.add(buttons, 12)
        sheet.add(
            Label(
                _("Nobody can read a scan by machine here: its dates and names are typed. The scan itself is kept."),
                "small", wrap=True,
            ),
            10,
        )  # fmt: skip

    def _changes(self, sheet: Sheet, one: Reviewed, left_out: set[Key]) -> None:
        sheet.section(_("Answers that would change"))
        for number, change in enumerate(one.changes):
            sheet.add(self._change(change, change.key not in left_out), 8 if number else 2)

    def _change(self, change: Change, taken: bool) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        tick = QCheckBox(_("{code}: take the new answer").format(code=change.code))
        tick.setChecked(taken)
        tick.setAccessibleDescription(f"{change.question}. {change.before} → {change.after}")
        tick.toggled.connect(lambda on, key=change.key: self._leave_out(key, not on))
        self.boxes[change.key] = tick
        column.addWidget(tick)
        column.addWidget(_inset(Label(change.question, "small", wrap=True)))
        column.addWidget(_inset(Label(f"{with_colon(_('On file'))} {change.before or _('nothing')}", wrap=True)))
        column.addWidget(_inset(Label(f"{with_colon(_('In the form'))} {change.after}", "strong", wrap=True)))
        return box


def _read(sheet: Sheet, one: Reviewed) -> None:
    form = one.form
    held = form.attestation
    assert held is not None
    sheet.section(_("On file once accepted") if one.can_be_accepted else _("What was read"))
    sheet.value(_("Discussed by the board on"), format_date(held.discussed_on) or None)
    for signatory in held.signatories:
        said = Beside()
        said.column.addWidget(Label(signatory.name, wrap=True))
        said.column.addWidget(Label(format_date(signatory.signed_on) or _("date not said"), "small", wrap=True))
        sheet.value(signatory.title or _("Signed by"), said)
    if not held.signatories:
        sheet.text(_("No signature."), "secondary")
    if held.explanation:
        sheet.value(_("Comply or explain"), held.explanation)
    if form.answers:
        n, m = len(form.answers), len(form.actions)
        words = ngettext("{n} answer", "{n} answers", n).format(n=n)
        if m:
            words = f"{words} · {ngettext('{n} action', '{n} actions', m).format(n=m)}"
        sheet.value(_("Answers"), words)


def _changed(sheet: Sheet, one: Reviewed) -> None:
    """What the form says otherwise than the attestation on file, from what to what."""
    said = one.form.differences
    if not said or not one.can_be_accepted:
        return
    replaces = any(difference.replaces for difference in said)
    sheet.section(_("What changes in the attestation on file") if replaces else _("What it adds"))
    for difference in said:
        before, after = difference.texts()
        look = "warning" if difference.replaces else ""
        sheet.value(str(difference.label), Label(f"{before or '—'} → {after or '—'}", look, wrap=True))


def _wrong(sheet: Sheet, one: Reviewed) -> None:
    form = one.form
    if form.missing:
        sheet.section(_("What is missing"))
        for sentence in form.missing:
            sheet.add(Label(str(sentence), "warning", wrap=True), 2)
    said = [(str(fault), "error") for fault in one.faults]
    for problem in form.problems:
        if form.missing and problem.message.msgid == _BLANK:
            continue  # what is missing is said above, once
        words = f"{with_colon(problem.label)} {problem.message}" if problem.label else str(problem.message)
        said.append((words, "error" if problem.severity == "error" else "warning"))
    if said:
        sheet.section(_("To look at"))
        for words, look in dict.fromkeys(said):
            sheet.add(Label(words, look, wrap=True), 2)


def _kept(sheet: Sheet, one: Reviewed) -> None:
    """What becomes of the file and of the answers in it, in one calm line."""
    form = one.form
    if form.answers:
        words = _("The answers go into the file, where a withdrawn consent erases them; the form itself is not kept.")
    elif form.attach:
        words = _("The document is kept beside the attestation.")
    elif form.level == "A":
        words = _("No answer was read or kept; the document is not kept, since it is not the attestation alone.")
    else:
        words = _("No answer is kept, and the form is not kept either.")
    sheet.add(Label(words, "small", wrap=True), 18)


def _inset(widget: QWidget) -> QWidget:
    widget.setContentsMargins(23, 0, 0, 0)
    return widget
