"""Below the forms that came back: the day they came in, how they are noted, and the ways on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import ChoiceField, DateField
from oci_desktop.gui.widgets import Button
from oci_desktop.i18n import N_, _, message, ngettext
from oci_desktop.model.standing import RECEIVED, VALID


class Foot(QWidget):
    """`day()` and `step()` are what the person says of all the forms at once."""

    def __init__(
        self, context: Context, accept: Callable[[], object], attach: Callable[[], object], close: Callable[[], object]
    ) -> None:
        super().__init__()
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 10, 22, 12)
        row.setSpacing(10)
        self.received = DateField(_("Received on"), full_day=True)
        self.received.set_value(context.today)
        self.received.setFixedWidth(190)
        self.received.left.connect(lambda _field: self.day())
        row.addWidget(self.received, 0, Qt.AlignmentFlag.AlignTop)
        steps = {VALID: _("Valid if complete"), RECEIVED: _("Received, to be checked")}
        self.noted = ChoiceField(_("Note them as"), steps, empty=None)
        self.noted.set_value(VALID)
        self.noted.setFixedWidth(230)
        row.addWidget(self.noted, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch()
        self.close_button = Button(_("Cancel"), close)
        self.scans_button = Button("", attach, icon="paperclip")
        self.accept_button = Button("", accept, look="primary")
        for button in (self.close_button, self.scans_button, self.accept_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)

    def day(self) -> str | None:
        """The day of receipt; None, with a sentence under the field, when it is none yet."""
        from oci_desktop.errors import Problem

        value, error = self.received.readable()
        sentence = None
        if error is not None:
            sentence = error.message
        elif not value:
            sentence = message(N_("A date is needed."))
        elif value > self._context.today:
            sentence = message(N_("This day is still to come."))
        self.received.show_problems([Problem("received_on", sentence)] if sentence is not None else [])
        return None if sentence is not None else str(value)

    def step(self) -> str:
        """What a complete form is noted as."""
        return str(self.noted.value() or VALID)

    def show_counts(self, chosen: int, scans: int, acceptable: bool) -> None:
        """How many forms are ticked, how many scans wait, and whether anything can be accepted at all."""
        words = ngettext("Accept {n} form", "Accept {n} forms", chosen).format(n=formats.number(chosen))
        self.accept_button.set_text(words if chosen else _("Accept"))
        self.accept_button.setVisible(acceptable)
        self.accept_button.setEnabled(bool(chosen))
        self.scans_button.setVisible(bool(scans))
        self.scans_button.set_text(
            ngettext("Attach the scan…", "Attach the {n} scans…", scans).format(n=formats.number(scans))
        )
        for field in (self.received, self.noted):
            field.setVisible(acceptable)
        self.close_button.set_text(_("Cancel") if acceptable and chosen else _("Close"))

    def say_busy(self, *, may_stop: bool) -> None:
        """While something runs, only stopping is possible, where that changes nothing."""
        for widget in (self.received, self.noted, self.scans_button, self.accept_button):
            widget.setEnabled(False)
        self.close_button.setEnabled(may_stop)
        self.close_button.set_text(_("Stop") if may_stop else _("Cancel"))

    def say_free(self) -> None:
        """All is possible again that `show_counts` shows."""
        for widget in (self.received, self.noted, self.scans_button, self.close_button):
            widget.setEnabled(True)
