"""What every page shares: the open file, the person's settings, the day shown, the language, the theme.

Pages ask the context and listen to its signals; they never know the window or one another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot

from oci_desktop import dates, i18n
from oci_desktop.gui.tasks import Tasks
from oci_desktop.gui.theme import Theme

if TYPE_CHECKING:
    from oci_desktop.settings import PersonSettings
    from oci_desktop.store.database import Database
    from oci_desktop.store.journal import Changes


class News(NamedTuple):
    """One sentence for the status bar or a strip; `undo` offers to take the last action back."""

    text: str
    tone: str = "good"
    undo: bool = False


class Place(NamedTuple):
    """Somewhere to go: a page, a record in it, or its list filtered. `kind` is "organisation", "person", … or empty;
    `tab` also names what has no number (a report)."""

    page: str
    kind: str = ""
    record: int = 0
    tab: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Context(QObject):
    """Shared by all the pages of one window."""

    changed = Signal(object)  # Changes, after a commit, in the window's thread
    as_of_changed = Signal(str)
    language_changed = Signal(str)
    look_changed = Signal()  # theme or density
    told = Signal(object)  # News
    go_to = Signal(object)  # Place
    perform = Signal(str)  # id of an action of the window
    _committed = Signal(object)

    def __init__(self, database: Database, settings: PersonSettings, theme: Theme) -> None:
        super().__init__()
        self.database = database
        self.settings = settings
        self.theme = theme
        self.tasks = Tasks(self)
        self._as_of: str | None = None
        self.is_demo = False
        """A throw-away copy of the sample data."""
        # A commit may happen in a worker's thread: a queued signal brings the news here.
        self._committed.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe: Callable[[], object] = database.subscribe(self._hear)
        theme.changed.connect(self.look_changed)

    @property
    def today(self) -> str:
        return dates.today()

    @property
    def as_of(self) -> str:
        """The day that every list, report and count shows; today unless told otherwise."""
        return self._as_of or self.today

    @property
    def is_today(self) -> bool:
        return self._as_of is None

    def set_as_of(self, day: str | None) -> None:
        """Show another day everywhere; None, or today's date, comes back to today."""
        wanted = None if day is None or day == self.today else day
        if wanted != self._as_of:
            self._as_of = wanted
            self.as_of_changed.emit(self.as_of)

    @property
    def language(self) -> str:
        return i18n.language()

    def set_language(self, code: str) -> None:
        """Switch the whole window at once; the window rebuilds its pages."""
        if code != self.language:
            i18n.use_language(code)
            self.language_changed.emit(code)

    @property
    def read_only(self) -> bool:
        return bool(self.database.read_only)

    def tell(self, text: str, tone: str = "good", *, undo: bool = False) -> None:
        """News for the status bar; never a box."""
        self.told.emit(News(text, tone, undo))

    def go(
        self,
        page: str,
        kind: str = "",
        record: int = 0,
        tab: str = "",
        filters: tuple[tuple[str, tuple[str, ...]], ...] = (),
    ) -> None:
        """Go to a page, open a record there or filter its list; Alt+← comes back."""
        self.go_to.emit(Place(page, kind, record, tab, filters))

    def remember(self, name: str, value: object) -> None:
        """Keep a choice of the person; it reaches the disk with the window's next save of settings."""
        self.settings.set(name, value)

    def close(self) -> None:
        """Stop listening to the file."""
        self._unsubscribe()

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        try:
            self._committed.emit(changes)
        except RuntimeError:
            return  # the window is closing while a worker commits
