"""The panel that chooses another day: a typed date, a calendar, and the days that are asked for most."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QToolButton, QWidget

from oci_desktop import dates
from oci_desktop.errors import UserError
from oci_desktop.gui import icons, theme
from oci_desktop.gui.context import Context
from oci_desktop.gui.qt_texts import locale
from oci_desktop.gui.widgets import Button, Label, Popover
from oci_desktop.i18n import _


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
