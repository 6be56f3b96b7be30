"""The record beside a list: its heading, its tabs, and its form when it is edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.errors import NotFoundError
from oci_desktop.gui import icons
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import Form
from oci_desktop.gui.forms.autosave import KeptForms
from oci_desktop.gui.forms.scroll import SteadyScroll
from oci_desktop.gui.pages.records.reading import SIDE, Pills
from oci_desktop.gui.pages.records.strips import StripPlace
from oci_desktop.gui.widgets import Button, EmptyState, Label, Pill, Strip, Tabs, icon_button
from oci_desktop.i18n import _

_SIGN = 32
"""A button with an icon alone, as high as the one beside it."""


@dataclass(frozen=True)
class MenuLine:
    """One gesture of the record: the id of its action in ACTIONS, its words, its icon, what it does."""

    action: str
    words: str
    icon: str
    act: Callable[[], object]
    separated: bool = False


class RecordPanel(QWidget):
    """The base of the panels of an organisation and of a person.

    `show_record(id)` reads it; `edit()` and `new()` open the form; `may_leave()` asks when something was typed.
    A subclass says what is read (`load`), the heading, the tabs, the form and the gestures.
    """

    editing_changed = Signal(bool)
    gestures_changed = Signal()
    saved = Signal(int)
    close_asked = Signal()

    kind = ""
    """The table of the record: organisation or person."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = context
        self.keep = KeptForms(str(context.database.database_id))
        self.record = 0
        self.data: Any = None
        self.form: Form | None = None
        self._form_for = 0
        self._alike: dict[str, str] = {}
        self._stale: set[str] = set()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._nothing = EmptyState(self.empty_icon(), self.empty_title(), self.empty_text())
        self._reader = self._make_reader()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._reader)

    # What a subclass says.

    def load(self, reader: Any, record: int) -> Any:
        """Everything that the panel shows of the record.

        Raises: NotFoundError.
        """
        raise NotImplementedError

    def name(self) -> str:
        """The record's name on the day shown."""
        raise NotImplementedError

    def under(self) -> str:
        """A line under the name, in secondary text."""
        return ""

    def pills(self) -> Sequence[Pill]:
        return ()

    def tabs(self) -> Sequence[tuple[str, str]]:
        """(key, title) of each tab."""
        raise NotImplementedError

    def tab(self, key: str) -> QWidget:
        """The content of a tab, made when it is first seen."""
        raise NotImplementedError

    def make_form(self, draft: Any | None) -> tuple[Form, Any]:
        """The form of the record (None: a new one), and the draft that it opens with."""
        raise NotImplementedError

    def gestures(self) -> Sequence[MenuLine]:
        """What can be done with the record now, beside editing it."""
        return ()

    def following(self) -> tuple[str, str, Callable[[], object]] | None:
        """What a record is still waiting for: how it stands, the words of the next gesture, and what that does."""
        return None

    def archived_on(self) -> str | None:
        return None

    def restore_archived(self) -> object:
        """Take the record out of the archive."""

    def empty_icon(self) -> str:
        return "id"

    def empty_title(self) -> str:
        return _("No record chosen")

    def empty_text(self) -> str:
        return _("Choose a line of the list to read its record here.")

    # Building.

    def _make_reader(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(8)
        self._title = Label("", "record", wrap=True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.edit_button = Button(_("Edit"), self.edit, icon="pencil")
        self.more_button = icon_button("dots", _("More gestures"), self._open_menu)
        self.close_button = icon_button("x", _("Close the record"), self.close_asked.emit)
        self.close_button.hide()
        for button in (self.more_button, self.close_button):
            button.setFixedSize(_SIGN, _SIGN)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.edit_button)
        row.addWidget(self.more_button)
        row.addStretch()
        row.addWidget(self.close_button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(SIDE, 0, SIDE - 8, 0)  # the icons themselves end where the text below does
        self._head.setSpacing(8)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(buttons, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._head)
        self._under = Label("", "small", wrap=True)
        self._under.setContentsMargins(SIDE, 0, SIDE, 0)
        column.addWidget(self._under)
        self._pills = Pills()
        self._pills.setContentsMargins(0, 0, 0, 0)
        pills = QHBoxLayout()
        pills.setContentsMargins(SIDE, 0, SIDE, 0)
        pills.addWidget(self._pills)
        column.addLayout(pills)
        self._strips = StripPlace()
        column.addLayout(self._strips)
        self.tabs_widget = Tabs(_("Parts of the record"))
        tabs = QHBoxLayout()
        tabs.setContentsMargins(0, 2, 0, 0)
        tabs.addWidget(self.tabs_widget)
        self.tabs_widget.bar.setContentsMargins(0, 0, 0, 0)
        self._holders: dict[str, QVBoxLayout] = {}
        for key, title in self.tabs():
            holder = QWidget()
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, 0, 0, 0)
            self._holders[key] = inner
            self.tabs_widget.add(key, title, holder)
        self.tabs_widget.changed.connect(lambda _key: self._fill())
        self._indent_tabs()
        column.addLayout(tabs, 1)
        return box

    def set_overlaid(self, overlaid: bool) -> None:
        """Over a narrow list the record has a cross, and its buttons stand above the title, which needs the line."""
        self.close_button.setVisible(overlaid)
        across = QBoxLayout.Direction.LeftToRight
        self._head.setDirection(QBoxLayout.Direction.BottomToTop if overlaid else across)

    def _indent_tabs(self) -> None:
        """The tabs begin under the title; the panels below them have their own margins."""
        column = self.tabs_widget.layout()
        if isinstance(column, QVBoxLayout):
            column.removeWidget(self.tabs_widget.bar)
            row = QHBoxLayout()
            row.setContentsMargins(SIDE - 3, 0, 8, 0)
            row.addWidget(self.tabs_widget.bar, 1)
            column.insertLayout(0, row)

    # Reading.

    def show_record(self, record: int, tab: str = "") -> None:
        """Read a record and show it; 0 shows none. A form that is open is closed: ask `may_leave` first."""
        self._close_form()
        self.record = record
        self.reload()
        if tab:
            self.tabs_widget.show_tab(tab)

    def reload(self) -> None:
        """Read the record again: something was saved, or another day is shown."""
        if self.form is not None:
            return  # the form keeps what it was opened with; saving says when somebody else was faster
        self.data = None
        if self.record:
            try:
                with self.context.database.read() as reader:
                    self.data = self.load(reader, self.record)
            except NotFoundError:
                self.record = 0
        if self.data is None:
            self._stack.setCurrentWidget(self._nothing)
        else:
            held = self.isAncestorOf(self.window().focusWidget() or self)
            self._show_heading()
            self._stale = set(self._holders)
            self._fill()
            self._stack.setCurrentWidget(self._reader)
            if held and not self.isAncestorOf(self.window().focusWidget() or self):
                self.take_focus()  # its button went with what it did: the keys stay in the record
        self.gestures_changed.emit()

    def _show_heading(self) -> None:
        self._title.setText(self.name())
        self._under.setText(self.under())
        self._under.setVisible(bool(self.under()))
        pills = list(self.pills())
        if not self.context.is_today:
            day = _("As of {date}").format(date=format_date(self.context.as_of))
            pills.append(Pill(day, "pending", "calendar-event"))
        self._pills.show_pills(pills)
        self.edit_button.setEnabled(not self.context.read_only)
        self._strips.show_strip(self._strip())

    def _strip(self) -> Strip | None:
        """Where the record is archived, since when; else what it is still waiting for."""
        archived, gestures = self.archived_on(), not self.context.read_only
        if archived:
            words = _("Archived on {date}.").format(date=format_date(archived))
            restore = ((_("Restore from the archive"), self.restore_archived),)
            return Strip(words, "neutral", restore if gestures else (), closable=False)
        following = self.following()
        if following is None or not gestures:
            return None
        words, action, act = following
        return Strip(words, "accent", ((action, act),), closable=False)

    def take_focus(self) -> None:
        """The keys go to what comes next: the button of the strip, else the one that edits."""
        (self._strips.button() or self.edit_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        key = self.tabs_widget.current()
        if self.data is None or key not in self._stale:
            return
        self._stale.discard(key)
        holder = self._holders[key]
        fresh = SteadyScroll(self.tab(key), SIDE)
        while (item := holder.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        holder.addWidget(fresh)
        fresh.show()  # now, not at the next turn of the loop: nothing flickers

    # Gestures.

    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 4)))

    def make_menu(self) -> QMenu:
        """The gestures of the record, as the button « … » shows them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for line in self.gestures():
            if line.separated:
                menu.addSeparator()
            action = menu.addAction(icons.icon(line.icon), line.words.replace("&", "&&"))
            action.setObjectName(line.action)
            action.triggered.connect(lambda _checked=False, act=line.act: act())
        return menu

    # The form.

    @property
    def editing(self) -> bool:
        return self.form is not None

    def edit(self) -> None:
        """Open the form of the record shown."""
        if self.form is None and self.data is not None and not self.context.read_only:
            self._open_form(self.draft(), self.record)

    def new(self) -> None:
        """Open the form of a new record."""
        if not self.context.read_only and (self.form is None or self.may_leave()):
            self._close_form()
            self._open_form(None, 0)

    def alike(self, name: str | None, find: Callable[[Any, str, str, int], Sequence[Any]]) -> str:
        """Records already in the file that every word of a new name fits: asked once per name typed."""
        if not name or len(name) < 4:
            return ""
        if name not in self._alike:
            with self.context.database.read() as reader:
                found = find(reader, name, self.context.today, 3)
            self._alike = {name: ", ".join(record.name for record in found)}
        return self._alike[name]

    def draft(self) -> Any:
        """The draft that the form edits: what is stored now, whatever day is shown."""
        raise NotImplementedError

    def _open_form(self, draft: Any | None, record: int) -> None:
        form, opened = self.make_form(draft)
        self.form, self._form_for = form, record
        form.saved.connect(self._saved)
        form.closed.connect(self._left)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        form.open(opened)
        if record and not self.context.is_today and not form.said():
            day = format_date(self.context.as_of)
            form.say(_("You are editing the record of today, not the one of {date}.").format(date=day), "pending")
        self.editing_changed.emit(True)
        self.gestures_changed.emit()

    def _close_form(self) -> None:
        if self.form is None:
            return
        form, self.form = self.form, None
        self._stack.removeWidget(form)
        form.hide()
        form.deleteLater()
        self.editing_changed.emit(False)

    def _saved(self, record: int) -> None:
        self._close_form()
        self.record = record
        self.reload()
        self.saved.emit(record)

    def _left(self) -> None:
        self._close_form()
        self.reload()

    def may_leave(self) -> bool:
        """Whether what is typed may go away: asks when something was typed. The form is closed when it may."""
        if self.form is None:
            return True
        if not self.form.may_leave():
            return False
        self._close_form()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.form is None and not self.close_button.isHidden():
            self.close_asked.emit()
        else:
            super().keyPressEvent(event)

    # For a page built anew (language, theme) while a form is open.

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = {"record": self.record, "tab": self.tabs_widget.current()}
        if self.form is not None:
            found["form"] = {"record": self._form_for, "typed": self.form.binder.state()}
        return found

    def restore(self, state: dict[str, Any]) -> None:
        self.tabs_widget.show_tab(str(state.get("tab", "")))
        if state.get("record"):
            self.show_record(int(state["record"]))
        form = state.get("form")
        if form:
            self._open_form(self.draft() if form["record"] and self.data is not None else None, int(form["record"]))
            if self.form is not None:
                self.form.say_nothing()
                self.form.binder.restore(form["typed"])
