"""The day that everything shows: a button that says it, loudly when it is not today, and a panel to choose it."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QToolButton, QWidget

from oci_desktop import dates
from oci_desktop.errors import UserError
from oci_desktop.gui import icons, theme
from oci_desktop.gui.context import Context
from oci_desktop.gui.widgets import Button, Label, Popover, Strip
from oci_desktop.i18n import _, language


def locale() -> QLocale:
    """Month and day names of Qt's own widgets, in the language in force."""
    french = language() == "fr"
    return QLocale(QLocale.Language.French if french else QLocale.Language.English, QLocale.Country.Canada)


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
        self.setProperty("other-day", "false" if context.is_today else "true")
        ink = theme.colour("text" if context.is_today else "pending")
        self.setIcon(icons.icon("calendar-event" if context.is_today else "calendar-time", ink, 16))
        self.style().unpolish(self)
        self.style().polish(self)

    def open_panel(self) -> None:
        AsOfPanel(self, self._context).open_under(self, align_right=True)


class AsOfPanel(Popover):
    """A typed date, a calendar, and the days that are asked for most."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self._context = context
        title = Label(_("Show everything as of"), "card")
        self.body.addWidget(title)
        row = QHBoxLayout()
        self._typed = QLineEdit(dates.format_date(context.as_of))
        self._typed.setAccessibleName(_("Date"))
        self._typed.selectAll()
        self._typed.returnPressed.connect(self._take_typed)
        row.addWidget(self._typed, 1)
        row.addWidget(Button(_("Show"), self._take_typed))
        self.body.addLayout(row)
        self._problem = Label("", "error", wrap=True)
        self._problem.hide()
        self.body.addWidget(self._problem)
        self._calendar = calendar(context.as_of)
        self._calendar.clicked.connect(lambda day: self._choose(day.toString(Qt.DateFormat.ISODate)))
        self.body.addWidget(self._calendar)
        quick = QHBoxLayout()
        quick.addWidget(Button(_("Today"), lambda: self._choose(None), look="link"))
        quick.addStretch()
        closed = last_year_end(context)
        words = _("End of last fiscal year ({day})").format(day=dates.format_date(closed, "medium"))
        quick.addWidget(Button(words, lambda: self._choose(closed), look="link"))
        self.body.addLayout(quick)
        self.setTabOrder(self._typed, self._calendar)
        self._typed.setFocus()

    def _take_typed(self) -> None:
        try:
            day = dates.parse_day(self._typed.text())
        except UserError as wrong:
            self._problem.setText(str(wrong))
            self._problem.show()
            self.adjustSize()
            return
        self._choose(day or None)

    def _choose(self, day: str | None) -> None:
        self.close()
        self._context.set_as_of(day)


def calendar(day: str) -> QCalendarWidget:
    """A month to choose a day from, in the look of the rest."""
    made = QCalendarWidget()
    made.setLocale(locale())
    made.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    made.setGridVisible(False)
    made.setMinimumSize(300, 230)
    made.setSelectedDate(QDate.fromString(day, Qt.DateFormat.ISODate))
    plain = QTextCharFormat()
    plain.setForeground(theme.colour("text"))
    quiet = QTextCharFormat()
    quiet.setForeground(theme.colour("secondary"))
    for number in Qt.DayOfWeek:
        made.setWeekdayTextFormat(number, plain)
    made.setHeaderTextFormat(quiet)
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        button = made.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icons.icon(icon, size=16))
    return made


def last_year_end(context: Context) -> str:
    """The last day of the fiscal year before the one we are in."""
    from oci_desktop.queries.association import fiscal_year_of

    with context.database.read() as reader:
        return dates.day_before(fiscal_year_of(reader, context.today).starts_on)


class OtherDayStrip(QWidget):
    """Above every page while another day is shown: nobody should take the past for the present."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 16, 8)
        self._strip = Strip(
            "", "pending", [(_("Come back to today"), lambda: context.set_as_of(None))], closable=False
        )
        row.addWidget(self._strip)
        self.show_day()

    def show_day(self) -> None:
        words = _("You are looking at {day}: names, categories, regions and order are those of that day.")
        self._strip.words.setText(words.format(day=dates.format_date(self._context.as_of)))
        self._strip.setAccessibleName(self._strip.words.text())
        self.setVisible(not self._context.is_today)
