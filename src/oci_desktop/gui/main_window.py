"""The window: side bar, heading, pages, status bar, and the way between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from oci_desktop.gui import operations
from oci_desktop.gui.actions import Actions
from oci_desktop.gui.chrome import Chrome
from oci_desktop.gui.context import Context, News, Place
from oci_desktop.gui.page import Page
from oci_desktop.gui.pages import PAGES, page_entry
from oci_desktop.gui.theme import MODES
from oci_desktop.gui.trail import Trail

if TYPE_CHECKING:
    from oci_desktop.gui.palette import Palette
    from oci_desktop.store.journal import Changes

_POLL_MS = 2000
_SWEEP_MS = 6000
"""Long after the first rows: nobody waits for it."""


class MainWindow(QMainWindow):
    """One open file. It is rebuilt on a change of language or look; pages are made when first shown."""

    closed = Signal()
    file_asked = Signal(str)  # new-file, open-file, back-up, check-file: whoever opened the window answers

    def __init__(self, context: Context, page: str = "") -> None:
        super().__init__()
        self.setObjectName("window")
        self.context = context
        self.actions_ = Actions(self, writable=not context.read_only)
        self._pages: dict[str, Page] = {}
        self._states: dict[str, dict[str, Any]] = {}
        self._trail = Trail()
        self._shown = ""
        self._backup = ""
        self._strip: Callable[[], QWidget] | None = None
        self._started = False
        self._wire()
        self.setMinimumSize(900, 600)
        self.setAcceptDrops(True)
        self._build()
        self._restore_geometry()
        first = page or str(context.settings.get("window.page", "members"))
        self.show_page(first if any(entry.id == first for entry in PAGES) else "members")

    # --- going about

    @property
    def page(self) -> Page:
        """The page shown."""
        return self._pages[self._shown]

    @property
    def page_id(self) -> str:
        return self._shown

    def show_page(self, name: str) -> bool:
        """Turn to a page; False when the one shown has something to finish first."""
        if name == self._shown and name in self._pages:
            self.chrome.sidebar.mark(name)
            return True
        if self._shown in self._pages and not self.page.may_leave():
            self.chrome.sidebar.mark(self._shown)
            return False
        made = name not in self._pages
        page = self._pages.get(name) or self._make(name)
        self._shown = name
        self._stack.setCurrentWidget(page)
        page.take_focus()
        if made and name in self._states:
            page.restore(self._states.pop(name))
        self.chrome.sidebar.mark(name)
        self._header_changed()
        self._actions_changed()
        self._trail.note(page.place() or Place(name))
        return True

    def go(self, place: Place) -> None:
        """Turn to a page and open what `place` names there."""
        if self.show_page(place.page):
            if place.record or place.tab or place.filters:
                self.page.go(place)
            self._trail.note(self.page.place() or place)

    def rebuild(self) -> None:
        """Make everything anew in the language and the look in force; each page gets its state back."""
        for name, page in self._pages.items():
            self._states[name] = page.state()
        self._pages.clear()
        shown, self._shown = self._shown, ""
        self.actions_.retitle()
        self._build()
        self.show_page(shown)
        self._refresh()

    def start(self) -> None:
        """What can wait until the first rows are painted: counts, undo words, what others save."""
        if self._started:
            return
        self._started = True
        self.actions_.install()
        self._refresh()
        if self.context.read_only:
            timer = QTimer(self)
            timer.timeout.connect(self.context.database.poll)
            timer.start(_POLL_MS)
        QTimer.singleShot(_SWEEP_MS, self, self._sweep)

    def _sweep(self) -> None:
        """Take away what a demonstration that was killed left behind; it says nothing and may fail."""
        from oci_desktop.gui.dialogs.files import sweep_demos

        self.context.tasks.start("", lambda _progress: sweep_demos(), None, lambda _problem: None, cancellable=False)

    def set_backup(self, words: str) -> None:
        """« copie de sécurité à 10 h 42 », beside the file's name."""
        self._backup = words
        self._refresh()

    def set_strip(self, make: Callable[[], QWidget]) -> None:
        """A strip above every page (sample data); made again with the rest."""
        self._strip = make
        self.chrome.add_strip(make())

    def may_leave(self) -> bool:
        """Ask every page whether something is left to finish."""
        return all(page.may_leave() for page in self._pages.values())

    def open_palette(self) -> Palette:
        from oci_desktop.gui.palette import Finder, Palette

        palette = Palette(self, Finder(self.context, PAGES, self.actions_))
        palette.open()
        return palette

    # --- building

    def _wire(self) -> None:
        context, handle = self.context, self.actions_.handle
        context.changed.connect(self._changed)
        context.as_of_changed.connect(self._as_of_changed)
        context.language_changed.connect(lambda _code: self.rebuild())
        context.look_changed.connect(self.rebuild)
        context.told.connect(self._tell)
        context.go_to.connect(self.go)
        context.perform.connect(self.actions_.perform)
        handle("undo", lambda: operations.undo(context, self))
        handle("redo", lambda: operations.redo(context, self))
        handle("find", self.open_palette)
        handle("back", lambda: self._walk(self._trail.back()))
        handle("forward", lambda: self._walk(self._trail.forward()))
        handle("as-of", lambda: self.chrome.header.as_of.open_panel())
        handle("today", lambda: context.set_as_of(None))
        handle("import", lambda: context.go("exchange"))
        handle("receive-forms", self._receive_forms)
        handle("restore-backup", lambda: context.go("backups"))
        handle("shortcuts", self._show_shortcuts)
        handle("about", self._show_about)
        handle("language", lambda: context.set_language("en" if context.language == "fr" else "fr"))
        handle("density", self._set_density)
        for mode in MODES:
            handle(f"theme-{mode}", partial(self._set_theme, mode))
        for name in ("new-file", "open-file", "back-up", "check-file"):
            handle(name, partial(self.file_asked.emit, name))
        handle("sample-data", self._open_sample_data)
        handle("quit", self.close)

    def _build(self) -> None:
        self.chrome = Chrome(self.context, PAGES, self.actions_)
        self.chrome.sidebar.asked.connect(lambda name: self.go(Place(name)))
        self.chrome.header.search.clicked.connect(lambda _checked=False: self.open_palette())
        self._stack = self.chrome.stack
        self.setCentralWidget(self.chrome)
        if self._strip is not None:
            self.chrome.add_strip(self._strip())
        self._show_title()

    def _make(self, name: str) -> Page:
        page = page_entry(name).factory(self.context)
        page.header_changed.connect(self._header_changed)
        page.actions_changed.connect(self._actions_changed)
        page.place_changed.connect(self._place_changed)
        self._pages[name] = page
        self._stack.addWidget(page)
        return page

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.chrome.show_association()} · {self.context.database.path.name}")

    # --- news

    def _changed(self, changes: Changes) -> None:
        for page in self._pages.values():
            page.on_changes(changes)
        self._header_changed()
        self._refresh()
        if changes.touch("setting", "organisation", "organisation_name"):
            self._show_title()

    def _as_of_changed(self, _day: str) -> None:
        self.chrome.show_day()
        for page in self._pages.values():
            page.on_as_of()
        self._header_changed()
        self._refresh()

    def _tell(self, news: News) -> None:
        self.chrome.status.tell(news)

    def _header_changed(self) -> None:
        if self._shown in self._pages:
            self.chrome.header.show_heading(*self.page.heading())

    def _actions_changed(self) -> None:
        if self._shown in self._pages:
            self.actions_.show_page(dict(self.page.handlers()))

    def _place_changed(self) -> None:
        self._trail.note(self.page.place() or Place(self._shown))

    def _refresh(self) -> None:
        if self._started:
            self.chrome.show_status(self._backup)
            self.chrome.show_counts()

    # --- gestures

    def _walk(self, place: Place | None) -> None:
        if place is not None and self.show_page(place.page) and (place.record or place.tab or place.filters):
            self.page.go(place)

    def _set_theme(self, mode: str) -> None:
        self.context.remember("look.theme", mode)
        self.context.theme.set_mode(mode)

    def _set_density(self) -> None:
        density = "comfortable" if self.context.theme.density == "compact" else "compact"
        self.context.remember("look.density", density)
        self.context.theme.set_density(density)

    def _open_sample_data(self) -> None:
        from oci_desktop.gui.dialogs.files import open_sample_data

        open_sample_data(self.context, self)

    def _receive_forms(self) -> None:
        from oci_desktop.gui.dialogs.returned import choose_returned

        choose_returned(self.context, self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from oci_desktop.gui.arrivals import dropped_files

        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from oci_desktop.gui.arrivals import dropped_files, take_in

        paths = dropped_files(event.mimeData())
        event.acceptProposedAction()
        # Once the drag is over: the program that it comes from waits for the answer.
        QTimer.singleShot(0, self, lambda: take_in(self, paths))

    def _show_shortcuts(self) -> None:
        from oci_desktop.gui.shortcuts import ShortcutsSheet

        ShortcutsSheet(self, self.actions_).open()

    def _show_about(self) -> None:
        from oci_desktop.gui.dialogs.about import AboutDialog

        AboutDialog(self).open()

    # --- opening and closing

    def _restore_geometry(self) -> None:
        saved = self.context.settings.get("window.geometry")
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))
        if isinstance(saved, str):
            self.restoreGeometry(QByteArray.fromBase64(saved.encode()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        settings = self.context.settings
        settings.set("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        settings.set("window.page", self._shown)
        settings.save()
        self.context.tasks.cancel_all()
        self.context.close()
        event.accept()
        self.closed.emit()
