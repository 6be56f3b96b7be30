"""The field for a date: as people write it, with the precision that they know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget

from oci_desktop import dates
from oci_desktop.errors import UserError
from oci_desktop.gui import icons, theme
from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.forms.lines import LineEdit
from oci_desktop.gui.widgets import Popover
from oci_desktop.i18n import _, language


class DateField(Field):
    """« 9 juin 2017 », "2017-06-09", « mars 2009 », "1976": ISO text with its precision, or None.

    While one types, what was understood is echoed in full under the field; once the field is left it
    stands in the field itself. With `full_day`, a month or a year alone is refused.
    """

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        full_day: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, required=required, parent=parent)
        self._full_day, self._hint = full_day, hint
        self.edit = LineEdit()
        self.edit.textEdited.connect(self._typed)
        opener = self.edit.addAction(
            icons.icon("calendar", theme.colour("secondary"), 16), QLineEdit.ActionPosition.TrailingPosition
        )
        opener.setToolTip(_("Choose in a calendar (Alt+Down)"))
        opener.triggered.connect(self.open_calendar)
        self.placed(self.edit)
        self.say("")

    def editors(self) -> Sequence[QWidget]:
        return (self.edit,) if hasattr(self, "edit") else ()

    def value(self) -> Any:
        read = dates.parse_day if self._full_day else dates.parse_date
        return read(self.edit.text().strip()) or None

    def set_value(self, value: Any) -> None:
        self.edit.setText(dates.format_date(value) if value else "")
        self.edit.setCursorPosition(0)

    def state(self) -> Any:
        return self.edit.text()

    def restore(self, state: Any) -> None:
        self.edit.setText(str(state or ""))

    def words(self, value: Any) -> str:
        return dates.format_date(value)

    def tidy(self) -> None:
        value, error = self.readable()
        if error is None:
            self.edit.setText(dates.format_date(value) if value else "")
            if not self.problems():
                self.say("")

    def say(self, text: str, severity: str = "") -> None:
        super().say(text or self._hint, severity if text else "")

    def _typed(self, text: str) -> None:
        if not self.problems():
            self.say(self._echo(text))
        self.changed.emit()

    def _echo(self, text: str) -> str:
        """The date in full, when that says more than what was typed."""
        try:
            iso = dates.parse_date(text, language())
        except UserError:
            return ""
        full = dates.format_date(iso)
        return full if full and full != text.strip() else ""

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt_down or event.key() == Qt.Key.Key_F4:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def open_calendar(self) -> None:
        """A month to choose from, under the field; it opens on the date typed, or on today."""
        popover = Popover(self)
        popover.body.setContentsMargins(8, 8, 8, 8)
        calendar = month_view()
        value, _error = self.readable()
        if value:
            first = dates.first_day(value)
            calendar.setSelectedDate(QDate(first.year, first.month, first.day))

        def chosen(day: QDate) -> None:
            popover.close()
            self.edit.setText(dates.format_date(day.toString("yyyy-MM-dd")))
            self.say("")
            self.changed.emit()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

        calendar.clicked.connect(chosen)
        calendar.activated.connect(chosen)
        popover.body.addWidget(calendar)
        popover.open_under(self.edit)
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)


def month_view() -> QCalendarWidget:
    """A calendar in the program's language; its weeks begin on Sunday, as printed calendars here do."""
    calendar = QCalendarWidget()
    country = QLocale.Country.Canada
    calendar.setLocale(QLocale(QLocale.Language.French if language() == "fr" else QLocale.Language.English, country))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setGridVisible(False)
    calendar.setMinimumSize(280, 220)
    plain, quiet = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(theme.colour("text"))
    quiet.setForeground(theme.colour("secondary"))
    for day in Qt.DayOfWeek:
        calendar.setWeekdayTextFormat(day, plain)  # Saturdays and Sundays are no errors: not in red
    calendar.setHeaderTextFormat(quiet)
    for name, icon, words in (
        ("qt_calendar_prevmonth", "chevron-left", _("Previous month")),
        ("qt_calendar_nextmonth", "chevron-right", _("Next month")),
    ):
        button = calendar.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(icons.icon(icon, None, 16))
            button.setToolTip(words)
            button.setAccessibleName(words)
    return calendar
