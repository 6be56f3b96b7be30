"""Reports: what can be printed, what to choose, and the very pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout

from oci_desktop.gui import theme
from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.dialogs.documents import report_document
from oci_desktop.gui.dialogs.workbench import Workbench
from oci_desktop.gui.pages.deferred import DeferredPage
from oci_desktop.gui.pages.report_options import OptionsForm
from oci_desktop.gui.widgets import Label, SectionLabel
from oci_desktop.i18n import _


class ReportsPage(DeferredPage):
    """The list of REPORTS with a sentence each; the chosen one with its options, its paper and its preview."""

    def __init__(self, context: Context) -> None:
        from oci_desktop.reports import REPORTS

        super().__init__(context)
        self._reports = {entry.name: entry.load() for entry in REPORTS}
        self.workbench = Workbench(context, width=310)
        self._options: OptionsForm | None = None
        self._form_place = QVBoxLayout()
        self._buttons: dict[str, _Choice] = {}
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.workbench)
        remembered = context.settings.get("report.last")
        self.show_report(remembered if remembered in self._reports else next(iter(self._reports)))

    def heading(self) -> tuple[str, str]:
        return _("Reports"), _("What you see is what is printed.")

    def _build(self) -> None:
        group = QButtonGroup(self)
        choices = QVBoxLayout()
        choices.setSpacing(2)
        for name, report in self._reports.items():
            button = _Choice(_(report.title), _(report.description))
            button.clicked.connect(lambda _on=False, name=name: self.show_report(name))
            group.addButton(button)
            choices.addWidget(button)
            self._buttons[name] = button
        self.workbench.own.addLayout(choices)
        self.workbench.own.addWidget(SectionLabel(_("Options")))
        self.workbench.own.addLayout(self._form_place)

    # The chosen report.

    def show_report(self, name: str) -> None:
        """Choose a report as a click does."""
        self.report = self._reports[name]
        self._buttons[name].setChecked(True)
        self.context.remember("report.last", name)
        if self._options is not None:
            self._form_place.removeWidget(self._options)
            self._options.hide()
            self._options.deleteLater()
        self._options = OptionsForm(self.context, self.report)
        self._options.changed.connect(self._prepare)
        self._form_place.addWidget(self._options)
        self._prepare()

    @property
    def options(self) -> OptionsForm:
        assert self._options is not None
        return self._options

    def _prepare(self) -> None:
        options = self.options
        as_of, missing = options.as_of(), options.missing()
        title = _(self.report.title)
        if missing is not None:
            self.workbench.wait_for(
                _("Choose: {what}").format(what=missing.title), _("The document will be shown here.")
            )
        elif as_of is not None:
            self.workbench.set_document(
                report_document(self.context, self.report.name, title, as_of, options.values(), options.about())
            )

    def go(self, place: Place) -> None:
        """From the search, `tab` is a report's name; from a record, the record that a report is about."""
        if place.kind == "organisation" and place.record:
            self.show_report("organisation")
            self.options.choose("organisation", str(place.record))
        elif place.tab in self._reports:
            self.show_report(place.tab)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {"print": self.workbench.print, "export": self.workbench.save}

    def refresh(self) -> None:
        self.workbench.later()

    def on_as_of(self) -> None:
        self.options.day.set_value(self.context.as_of)
        self._prepare()

    def state(self) -> dict[str, Any]:
        return {"report": self.report.name, "day": self.options.day.state()}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("report") in self._reports:
            self.show_report(state["report"])


class _Choice(QPushButton):
    """One report to choose: its title, and the sentence that says what it is."""

    def __init__(self, title: str, description: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(description)
        self.setProperty("look", "bare")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 10, 8)
        column.setSpacing(1)
        for label in (Label(title, "strong", wrap=True), Label(description, "small", wrap=True)):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.heightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(theme.colour("tint"))
        elif self.underMouse():
            painter.setBrush(theme.colour("neutral_tint"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
