"""A page of records: the list at the left, the record at the right, the same gestures everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.page import Page
from oci_desktop.gui.tables import ListPanel, ListSetup
from oci_desktop.gui.widgets import EmptyState
from oci_desktop.gui.widgets.split import RecordSplit
from oci_desktop.i18n import _

if TYPE_CHECKING:
    from oci_desktop.gui.pages.records.panel import RecordPanel


class RecordPage(Page):
    """Joins a list and a record panel. A page says its name, its list and its panel."""

    id = ""
    tables: Sequence[str] = ()
    """A commit that touches one of these changes what the list shows."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = ListPanel(context, self.setup())
        self._panel: RecordPanel | None = None
        self._stale = False
        self._filters = self.list.query.filters
        """What the list was filtered by when its record was last chosen."""
        self._side = self._make_side()
        self.split = RecordSplit(self.list, self._side)
        settings = context.settings
        self.split.set_widths(
            int(settings.get("record.width", 372) or 372), int(settings.get("record.editing_width", 470) or 470)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.list.opened.connect(self._opened)
        self.list.activated.connect(self._activated)
        self.list.view.clicked.connect(lambda _index: self._ask_for(self.list.current()))
        self.list.new_asked.connect(self.new)
        self.list.print_asked.connect(self.print_list)
        self.list.export_asked.connect(self.export_list)
        self.list.archive_asked.connect(self.archive)
        self.list.counted.connect(self.header_changed)
        self.list.counted.connect(self._follow_filters)
        self._first = QTimer(self)
        self._first.setInterval(_FIRST_MS)
        self._first.timeout.connect(self._show_first)
        self._looks = 0
        self.split.width_changed.connect(self._keep_width)
        self.split.side_shown.connect(lambda _shown: self._show_cross())

    def _make_side(self) -> QWidget:
        """The place of the record; forms and tabs are imported with the first record, after the first rows."""
        side = QWidget()
        side.setObjectName("record")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(1, 0, 0, 0)
        self._nothing = EmptyState(*self.nothing())
        column.addWidget(self._nothing)
        return side

    @property
    def panel(self) -> RecordPanel:
        """The record panel, made when it is first needed."""
        if self._panel is None:
            panel = self._panel = self.make_panel()
            panel.editing_changed.connect(self._editing)
            panel.gestures_changed.connect(self.actions_changed)
            panel.saved.connect(self._saved)
            panel.close_asked.connect(self._close_side)
            column = self._side.layout()
            assert column is not None
            column.removeWidget(self._nothing)
            self._nothing.hide()
            self._nothing.deleteLater()
            column.addWidget(panel)
            self._show_cross()
        return self._panel

    # What a page says.

    def setup(self) -> ListSetup:
        raise NotImplementedError

    def make_panel(self) -> RecordPanel:
        raise NotImplementedError

    def nothing(self) -> tuple[str, str, str]:
        """Icon, title and text of the place of the record while none is chosen."""
        raise NotImplementedError

    # The window's part.

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        found = dict(self.list.handlers())
        if self._panel is None:
            return found
        if self.panel.form is not None:
            found["save"] = self.panel.form.save
            return found
        if self.panel.data is not None:
            found["edit"] = self.edit
            found |= {line.action: line.act for line in self.panel.gestures() if line.action in _DECLARED}
        return found

    def place(self) -> Place | None:
        record = self._panel.record if self._panel is not None else 0
        return Place(self.id, self.panel.kind, record) if record else Place(self.id)

    def go(self, place: Place) -> None:
        """Open a record, in its list when it is there; or show the list filtered."""
        if not self.may_leave():
            return
        if place.filters:
            self.list.set_filters(place.filters)
        if place.record:
            self._show_line(place.record)
            self.split.show_side(True)
            self.panel.show_record(place.record, place.tab)
            self.place_changed.emit()

    def may_leave(self) -> bool:
        return self._panel is None or self._panel.may_leave()

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = {"list": self.list.state()}
        if self._panel is not None:
            found["panel"] = self._panel.state()
        return found

    def restore(self, state: dict[str, Any]) -> None:
        with QSignalBlocker(self.list):
            self.list.restore(state.get("list", {}))
        self._filters = self.list.query.filters
        if state.get("panel"):
            self.panel.restore(state["panel"])

    def on_changes(self, changes: Any) -> None:
        if changes.touch(*self.tables):
            self.list.reload()
            self._follow()
            self._reload_record()

    def on_as_of(self) -> None:
        self.list.on_as_of()
        self._follow()
        self._reload_record()

    def _follow(self) -> None:
        """The record shown has just come into the list (admitted, another day): its line is marked."""
        record = self._panel.record if self._panel is not None else 0
        if record and not self.panel.editing and not self.list.selected() and self.isVisible():
            with QSignalBlocker(self.list):
                found = self.list.view.select_record(record)
            if found and self._side.isAncestorOf(self.focusWidget() or self):
                self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)  # the gesture is done: back to the list

    def _show_line(self, record: int) -> bool:
        """Mark the line of a record; where the list does not hold it, no line is marked, for none is shown."""
        with QSignalBlocker(self.list):
            shown = self.list.open(record)
            if not shown:
                self.list.view.clearSelection()
                self.list.view.setCurrentIndex(QModelIndex())
        self._filters = self.list.query.filters
        return shown

    def _follow_filters(self) -> None:
        """Other filters, another list: the record beside is one of its lines, unless it is being edited."""
        filters, panel = self.list.query.filters, self._panel
        if filters == self._filters or panel is None or panel.editing:
            return
        self._filters = filters
        ids = self.list.model.ids
        if panel.record in ids:
            return
        kept = self.list.selected()
        if kept or not ids:
            panel.show_record(kept[0] if kept else 0)
            self.place_changed.emit()
        else:
            self.list.view.select_record(ids[0])

    def _reload_record(self) -> None:
        """Read the record again, or when it is next seen."""
        if self._panel is None:
            return
        if self.isVisible():
            self._panel.reload()
        else:
            self._stale = True

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale and self._panel is not None:
            self._stale = False
            self._panel.reload()
        self._follow()
        if not self._looks:
            self._first.start()

    def _show_first(self) -> None:
        """Once the rows stand there and what reads a record is loaded: the first one, where none is chosen yet."""
        self._looks += 1
        list_, panel = self.list, self._panel
        chosen = bool(list_.selected() or (panel is not None and (panel.record or panel.editing)))
        if chosen or self._looks > _LOOKS or list_.query.search:
            self._first.stop()
        elif self.isVisible() and list_.model.ids and self.split.side_visible() and _can_read():
            self._first.stop()
            list_.view.select_record(list_.model.ids[0])

    # Between the list and the record.

    def _opened(self, record: int) -> None:
        if not record:
            return  # the line left the list (archived, filtered, another day): its record stays in sight
        if record == self.panel.record and self.panel.data is not None:
            return
        if self.panel.editing and not self.panel.may_leave():
            with QSignalBlocker(self.list):
                self.list.view.select_record(self.panel.record)
            return
        self.panel.show_record(record)
        self.place_changed.emit()

    def _ask_for(self, record: int) -> None:
        """A click says that one wants to read: over a narrow list too, and where the record was closed."""
        hidden = self.split.overlaid or not self.split.side_visible()
        if record and hidden and len(self.list.selected()) < 2:
            self.split.show_side(True)

    def _activated(self, record: int) -> None:
        self._opened(record)
        self.edit()

    def edit(self) -> None:
        self.panel.edit()

    def archive(self) -> None:
        """Archive the record shown, where that can be done; never several by one key."""
        if len(self.list.selected()) > 1:
            self.context.tell(_("Choose a single record to archive it."), "pending")
            return
        for line in self.panel.gestures() if self._panel is not None else ():
            if line.action == "archive":
                line.act()

    def new(self) -> None:
        """Open the form of a new record in the panel."""
        self.split.show_side(True)
        self.panel.new()

    def _editing(self, editing: bool) -> None:
        self.split.set_editing(editing)
        self.actions_changed.emit()
        if not editing:
            self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, record: int) -> None:
        with QSignalBlocker(self.list):
            self.list.reload()
        shown = self._show_line(record)
        if not shown:
            self.panel.take_focus()
        self._said_elsewhere(shown)
        self.place_changed.emit()

    def _said_elsewhere(self, shown: bool) -> None:
        """A page may say that a record saved here is in another list."""

    def _close_side(self) -> None:
        """The record goes from over the list; a window with room for both shows it again."""
        self.split.show_side(True, asked=False)
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_width(self, width: int, editing: bool) -> None:
        self.context.remember("record.editing_width" if editing else "record.width", width)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._show_cross()

    def _show_cross(self) -> None:
        if self._panel is not None:
            self._panel.set_overlaid(self.split.overlaid)

    # Paper and files.

    def print_list(self) -> None:
        """The list as it stands, before it is printed."""
        from oci_desktop.gui.dialogs.documents import table_document
        from oci_desktop.gui.dialogs.preview import preview

        title = self.list.definition_title()
        preview(
            self.context, table_document(self.context, self.id, title, self.list.table),
            self.list.filter_words(), self.window(),
        )  # fmt: skip

    def export_list(self) -> None:
        """The list as it stands, to a CSV or PDF file."""
        from oci_desktop.gui.dialogs.export import export_list

        export_list(self.context, self.list, self.window())


_FIRST_MS, _LOOKS = 150, 100


def _can_read() -> bool:
    """Whether what reads and writes records is loaded: the window loads it in the background after the rows."""
    return hasattr(sys.modules.get("oci_desktop.services.organisations"), "save_organisation")


_DECLARED = ("admit", "change-category", "end-membership", "rename", "add-role", "archive", "restore")
