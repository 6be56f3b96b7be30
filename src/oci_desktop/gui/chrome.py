"""What stands around the pages: side bar, heading, the strip of another day, status bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.gui.actions import Actions
from oci_desktop.gui.as_of import OtherDayStrip
from oci_desktop.gui.context import Context
from oci_desktop.gui.page import PageEntry
from oci_desktop.gui.page_header import PageHeader
from oci_desktop.gui.sidebar import Sidebar
from oci_desktop.gui.status_bar import StatusBar
from oci_desktop.i18n import _, within_quotes


class Chrome(QWidget):
    """Made anew on a change of language or look; the pages go into `stack`."""

    painted = Signal()  # once: everything stands on the screen for the first time

    def __init__(self, context: Context, pages: Sequence[PageEntry], actions: Actions) -> None:
        super().__init__()
        self.setObjectName("window")
        self._context, self._pages = context, pages
        self._seen = False
        self.sidebar = Sidebar(pages, actions)
        self.header = PageHeader(context)
        self.other_day = OtherDayStrip(context)
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self.status.undo_asked.connect(lambda: actions.perform("undo"))
        context.tasks.started.connect(self.status.follow)
        self._lay_out()
        self.show_association()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        self._strips = QVBoxLayout()
        self._strips.setContentsMargins(22, 0, 22, 0)
        right.addLayout(self._strips)
        right.addWidget(self.other_day)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.status)

    def add_strip(self, strip: QWidget) -> None:
        """A strip of news above every page."""
        self._strips.addWidget(strip)
        self._strips.setContentsMargins(22, 0, 22, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            # What lies inside is painted in the same turn; a timer comes after it.
            QTimer.singleShot(0, self, self.painted.emit)

    def show_association(self) -> str:
        """Whose file it is, on top of the side bar; returns the acronym or the name."""
        from oci_desktop.queries.association import get_association

        context = self._context
        with context.database.read() as reader:
            association = get_association(reader, context.as_of)
        short = association.acronym or association.name or context.database.path.stem
        self.sidebar.set_association(short, association.name or "")
        return short

    def show_day(self) -> None:
        self.header.as_of.show_day()
        self.other_day.show_day()
        self.show_association()

    def show_status(self, backup: str) -> None:
        """The file, whether it can be written, its last backup, and what Ctrl+Z would take back."""
        context = self._context
        state = _("read only") if context.read_only else _("saved")
        self.status.set_file(" · ".join(part for part in (context.database.path.name, state, backup) if part))
        undoable = None if context.read_only else context.database.undoable()
        words = ""
        if undoable is not None:
            words = _("Undo the last action: {action} (Ctrl+Z)").format(
                action=formats.quote(within_quotes(str(undoable.label)))
            )
        self.status.set_undo(words)

    def show_counts(self) -> None:
        """What waits on each page, counted in the background."""
        for entry in self._pages:
            if entry.badge is not None:
                self._count(entry)

    def _count(self, entry: PageEntry) -> None:
        badge = entry.badge
        assert badge is not None
        self._context.tasks.start(
            "",
            lambda _progress: badge(self._context),
            lambda n: self.sidebar.set_count(entry.id, n),
            lambda _problem: None,
            cancellable=False,
        )
