"""Reports: which there are, what to choose for one, and the very pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout

from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.dialogs.documents import report_document
from oci_desktop.gui.dialogs.workbench import Workbench
from oci_desktop.gui.pages.deferred import DeferredPage
from oci_desktop.gui.pages.report_list import FoldedList, ReportList
from oci_desktop.gui.pages.report_options import OptionsForm
from oci_desktop.gui.widgets import Label
from oci_desktop.i18n import _

_CHOICES = 290
_ROOM = 980
"""Under this width of the page the list folds into one line above the choices: the pages keep their room."""


class ReportsPage(DeferredPage):
    """The list of REPORTS by group; the chosen one with its options and its paper; its preview."""

    def __init__(self, context: Context) -> None:
        from oci_desktop.reports import REPORTS

        super().__init__(context)
        self._reports = {entry.name: entry.load() for entry in REPORTS}
        groups: dict[str, dict[str, str]] = {}
        for entry in REPORTS:
            groups.setdefault(_(entry.group), {})[entry.name] = _(self._reports[entry.name].title)
        self.list = ReportList(groups)
        self.folded = FoldedList(groups)
        for chooser in (self.list, self.folded):
            chooser.chosen.connect(self.show_report)
        self.workbench = Workbench(context, width=_CHOICES)
        self._title = Label("", "record", wrap=True)
        self._about = Label("", "secondary", wrap=True)
        self._options: OptionsForm | None = None
        self._form_place = QVBoxLayout()
        for widget in (self.folded, self._title, self._about):
            self.workbench.own.addWidget(widget)
        self.workbench.own.addLayout(self._form_place)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.list)
        row.addWidget(self.workbench, 1)
        remembered = context.settings.get("report.last")
        self.show_report(remembered if remembered in self._reports else next(iter(self._reports)))

    def heading(self) -> tuple[str, str]:
        return _("Reports"), _("What you see is what is printed.")

    def minimumSizeHint(self) -> QSize:
        """As if the list were folded: it is what gives way."""
        return self.workbench.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        roomy = self.width() >= _ROOM
        self.list.setVisible(roomy)
        self._title.setVisible(roomy)
        self.folded.setVisible(not roomy)
        super().resizeEvent(event)

    # The chosen report.

    def show_report(self, name: str) -> None:
        """Choose a report as a click does."""
        self.report = self._reports[name]
        self.list.show_chosen(name)
        self.folded.show_chosen(name)
        self._title.setText(_(self.report.title))
        self._about.setText(_(self.report.description))
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
