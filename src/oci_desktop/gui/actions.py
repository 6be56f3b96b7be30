"""Every action of the window, declared once: menus, buttons, the Ctrl+K palette and the Ctrl+/ sheet read this."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from oci_desktop.gui import icons
from oci_desktop.i18n import N_, _

GROUPS = (
    ("file", N_("File")),
    ("edit", N_("Edit")),
    ("record", N_("Record")),
    ("go", N_("Go")),
    ("view", N_("View")),
    ("help", N_("Help")),
)


class ActionEntry(NamedTuple):
    """One line of ACTIONS; `needs` is "page" (the shown page must handle it), "write" (page, and a file that
    can be written) or "window" (always there)."""

    id: str
    text: str
    icon: str = ""
    shortcut: str = ""
    needs: str = "page"
    group: str = "record"
    more: tuple[str, ...] = ()
    """Other shortcuts."""
    first: str = ""
    """What to open before it can be done, for whoever looks for it elsewhere; "" where that would help nobody."""
    also: str = ""
    """Other words by which Ctrl+K finds it, of both languages whichever is in force; never shown."""

    @property
    def label(self) -> str:
        return _(self.text)


_RECORD = N_("open a record first")
_ORGANISATION = N_("open an organisation first")
_MEMBER = N_("open a member first")
_LIST = N_("open a list first")
_CAMPAIGN = N_("open a campaign first")
_ADDRESSED = N_("choose members of a campaign first")

ACTIONS: tuple[ActionEntry, ...] = (
    ActionEntry("new", N_("New…"), "plus", "Ctrl+N", "write", first=_LIST),
    ActionEntry("edit", N_("Edit"), "pencil", "Ctrl+Return", "write", first=_RECORD),
    ActionEntry("save", N_("Save"), "device-floppy", "Ctrl+S", "write"),
    ActionEntry(
        "archive", N_("Archive"), "archive", "", "write", first=_RECORD, also="supprimer effacer delete remove"
    ),
    ActionEntry(
        "restore", N_("Restore from the archive"), "restore", "", "write", first=N_("open an archived record first")
    ),
    ActionEntry(
        "admit", N_("Admit…"), "circle-plus", "", "write", first=N_("open an organisation that is not a member first")
    ),
    ActionEntry("change-category", N_("Change the category…"), "switch-horizontal", "", "write", first=_MEMBER),
    ActionEntry("end-membership", N_("End the membership…"), "door-exit", "", "write", first=_MEMBER),
    ActionEntry("rename", N_("Change the name from a date…"), "cursor-text", "F2", "write", first=_ORGANISATION),
    ActionEntry("add-role", N_("Add a role…"), "user-plus", "", "write", first=_RECORD),
    ActionEntry("new-campaign", N_("New campaign…"), "shield-plus", "", "write", first=_CAMPAIGN),
    ActionEntry(
        "edit-campaign", N_("Dates and title of the campaign…"), "calendar-event", "", "write", first=_CAMPAIGN
    ),
    ActionEntry("add-to-campaign", N_("Add members to the campaign…"), "user-plus", "", "write", first=_CAMPAIGN),
    ActionEntry("send-forms", N_("Send the forms…"), "send", "", "write", first=_ADDRESSED),
    ActionEntry("remind", N_("Send a reminder…"), "mail", "", "write", first=_ADDRESSED, also="relancer relance"),
    ActionEntry("enter-attestation", N_("Enter the attestation…"), "paperclip", "", "write", first=_ADDRESSED),
    ActionEntry("note-received", N_("Note the reception…"), "inbox", "", "write", first=_ADDRESSED),
    ActionEntry("mark-valid", N_("Mark as valid…"), "circle-check", "", "write", first=_ADDRESSED),
    ActionEntry("exempt", N_("Exempt…"), "shield-off", "", "write", first=_ADDRESSED, also="exempter exemption"),
    ActionEntry("note-refusal", N_("Note a refusal…"), "ban", "", "write", first=_ADDRESSED),
    ActionEntry("print", N_("Print…"), "printer", "Ctrl+P", group="file", first=_LIST),
    ActionEntry("export", N_("Export…"), "download", "Ctrl+E", group="file", first=_LIST),
    ActionEntry("import", N_("Import…"), "file-import", "Ctrl+I", "window", "file"),
    ActionEntry("receive-forms", N_("Receive forms…"), "inbox", "", "write", "file"),
    ActionEntry("new-file", N_("New file…"), "file-plus", "", "window", "file"),
    ActionEntry("open-file", N_("Open a file…"), "folder-open", "Ctrl+O", "window", "file"),
    ActionEntry("sample-data", N_("Open the sample data"), "flask", "", "window", "file"),
    ActionEntry("back-up", N_("Back up now"), "copy-plus", "", "window", "file", also="copie backup"),
    ActionEntry("restore-backup", N_("Restore a backup…"), "history", "", "window", "file"),
    ActionEntry("check-file", N_("Check the file…"), "shield-check", "", "window", "file"),
    ActionEntry("quit", N_("Quit"), "logout", "Ctrl+Q", "window", "file"),
    ActionEntry("undo", N_("Undo the last action"), "arrow-back-up", "Ctrl+Z", "window", "edit"),
    ActionEntry("redo", N_("Redo"), "arrow-forward-up", "Ctrl+Shift+Z", "window", "edit", ("Ctrl+Y",)),
    ActionEntry(
        "copy-emails", N_("Copy the e-mail addresses (Bcc)"), "mail", "Ctrl+Shift+C", group="edit", first=_LIST
    ),
    ActionEntry("select-all", N_("Select everything"), "select-all", "", group="edit"),
    ActionEntry("find", N_("Search everywhere"), "search", "Ctrl+K", "window", "go"),
    ActionEntry("filter", N_("Filter this list"), "filter", "Ctrl+F", group="go"),
    ActionEntry("clear-filters", N_("Clear the filters"), "filter-off", "", group="go"),
    ActionEntry("back", N_("Back"), "arrow-left", "Alt+Left", "window", "go"),
    ActionEntry("forward", N_("Forward"), "arrow-right", "Alt+Right", "window", "go"),
    ActionEntry("next-record", N_("Next record"), "chevron-down", "Ctrl+Down", group="go"),
    ActionEntry("previous-record", N_("Previous record"), "chevron-up", "Ctrl+Up", group="go"),
    ActionEntry("as-of", N_("Show another day…"), "calendar-event", "Ctrl+D", "window", "view"),
    ActionEntry("today", N_("Come back to today"), "calendar", "", "window", "view"),
    ActionEntry("columns", N_("Choose the columns…"), "columns", "", group="view", first=_LIST),
    ActionEntry("theme-light", N_("Light theme"), "sun", "", "window", "view"),
    ActionEntry("theme-dark", N_("Dark theme"), "moon", "", "window", "view"),
    ActionEntry("theme-automatic", N_("Theme of the system"), "sun-moon", "", "window", "view"),
    ActionEntry(
        "language",
        N_("English / Français"),
        "language",
        "Ctrl+Shift+L",
        "window",
        "view",
        also="langue language français french anglais",
    ),
    ActionEntry("density", N_("Compact rows"), "baseline-density-small", "", "window", "view"),
    ActionEntry(
        "shortcuts", N_("Keyboard shortcuts"), "keyboard", "Ctrl+/", "window", "help", ("F1",), also="aide help touches"
    ),
    ActionEntry("about", N_("About"), "info-circle", "", "window", "help"),
)


class Actions(QObject):
    """The live actions of one window: what each does now, and whether it can be done."""

    changed = Signal()

    def __init__(self, window: QWidget, writable: bool = True) -> None:
        super().__init__(window)
        self._writable = writable
        self._window: dict[str, Callable[[], object]] = {}
        self._page: dict[str, Callable[[], object]] = {}
        self._entries = {entry.id: entry for entry in ACTIONS}
        self._actions: dict[str, QAction] = {}

    def install(self) -> None:
        """Make the shortcuts work; once, after the first rows are painted."""
        window = self.parent()
        assert isinstance(window, QWidget)
        if self._actions:
            return
        for entry in ACTIONS:
            action = QAction(window)
            action.setObjectName(entry.id)
            action.setShortcuts([QKeySequence(keys) for keys in (entry.shortcut, *entry.more) if keys])
            action.triggered.connect(lambda _checked=False, name=entry.id: self.perform(name))
            window.addAction(action)
            self._actions[entry.id] = action
            self._refresh(entry.id)
        self.retitle()

    def __getitem__(self, name: str) -> QAction:
        self.install()
        return self._actions[name]

    def retitle(self) -> None:
        """Texts in the language in force."""
        for name, action in self._actions.items():
            action.setText(self._entries[name].label)

    def with_icon(self, name: str) -> QAction:
        """An action for a menu: its icon is drawn now, in the colour of the theme."""
        entry, action = self._entries[name], self[name]
        if entry.icon:
            action.setIcon(icons.icon(entry.icon))
        return action

    def handle(self, name: str, act: Callable[[], object]) -> None:
        """What the window itself does for an action."""
        if name not in self._entries:
            raise KeyError(name)
        self._window[name] = act
        self._refresh(name)

    def show_page(self, handlers: dict[str, Callable[[], object]]) -> None:
        """What the page now shown does; it comes before the window's own."""
        unknown = set(handlers) - set(self._entries)
        if unknown:
            raise KeyError(f"not declared in ACTIONS: {', '.join(sorted(unknown))}")
        self._page = dict(handlers)
        for name in self._actions:
            self._refresh(name)
        self.changed.emit()

    def set_writable(self, writable: bool) -> None:
        self._writable = writable
        for name in self._actions:
            self._refresh(name)

    def can(self, name: str) -> bool:
        entry = self._entries[name]
        if entry.needs == "write" and not self._writable:
            return False
        return name in self._page or name in self._window

    def missing(self, name: str) -> str:
        """What to do before an action that cannot be done now, in words; "" when it can, or when nothing helps."""
        entry = self._entries[name]
        if self.can(name) or not entry.first:
            return ""
        if entry.needs == "write" and not self._writable:
            return _("this file is open for reading only")
        return _(entry.first)

    def perform(self, name: str) -> None:
        """Do it, if it can be done now."""
        act = self._page.get(name) or self._window.get(name)
        if act is not None and self.can(name):
            act()

    def _refresh(self, name: str) -> None:
        if name in self._actions:
            self._actions[name].setEnabled(self.can(name))
