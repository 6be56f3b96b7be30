"""The day that everything shows: a button that says it, loudly when it is not today."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from oci_desktop import dates
from oci_desktop.gui import icons, theme
from oci_desktop.gui.context import Context
from oci_desktop.gui.widgets import Button, Strip
from oci_desktop.i18n import _


class AsOfButton(Button):
    """« Au 21 novembre 2026 »."""

    def __init__(self, context: Context) -> None:
        super().__init__(icon="calendar-event")
        self._context = context
        self.clicked.connect(lambda _checked=False: self.open_panel())
        self.show_day()

    def show_day(self) -> None:
        """Say the day in force; ochre when it is not today."""
        context = self._context
        self.set_text(_("As of {day}").format(day=dates.format_date(context.as_of)))
        self.setToolTip(_("Everything is shown as it is, was or will be on this day. Click to choose another."))
        other_day = "false" if context.is_today else "true"
        changed = self.property("other-day") not in (None, other_day)
        self.setProperty("other-day", other_day)
        ink = theme.colour("text" if context.is_today else "pending")
        self.setIcon(icons.icon("calendar-event" if context.is_today else "calendar-time", ink, 16))
        if changed:
            self.style().unpolish(self)
            self.style().polish(self)

    def open_panel(self) -> None:
        from oci_desktop.gui.as_of_panel import AsOfPanel

        AsOfPanel(self, self._context).open_under(self, align_right=True)


class OtherDayStrip(QWidget):
    """Above every page while another day is shown: nobody should take the past for the present."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 22, 8)
        self._strip = Strip("", "pending", [(_("Come back to today"), lambda: context.set_as_of(None))], closable=False)
        row.addWidget(self._strip)
        self.show_day()

    def show_day(self) -> None:
        words = _("You are looking at {day}: names, categories, regions and order are those of that day.")
        self._strip.words.setText(words.format(day=dates.format_date(self._context.as_of)))
        self._strip.setAccessibleName(self._strip.words.text())
        self.setVisible(not self._context.is_today)
