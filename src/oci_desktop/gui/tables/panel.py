"""A whole list: filter field, chips, saved lists, the rows, what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.gui.context import Context
from oci_desktop.gui.tables.bar import FilterBar
from oci_desktop.gui.tables.filters import CHOSEN, Filter, FilterPopover, filters_of, named, options
from oci_desktop.gui.tables.foot import ListFoot
from oci_desktop.gui.tables.model import ListModel
from oci_desktop.gui.tables.saved import SavedLists
from oci_desktop.gui.tables.selection import SelectionBar
from oci_desktop.gui.tables.setup import Filters, ListSetup
from oci_desktop.gui.tables.view import ListView
from oci_desktop.gui.widgets import EmptyState, line
from oci_desktop.i18n import _, ngettext, plural_message
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, count
from oci_desktop.tables import Table


class ListPanel(QWidget):
    """One list on a page. The page connects the signals and merges `handlers()` into its own."""

    opened = Signal(int)  # the record under the cursor, 0 for none
    activated = Signal(int)  # Enter or double click
    new_asked = Signal()
    print_asked = Signal()
    export_asked = Signal()
    archive_asked = Signal()  # Del in the list
    counted = Signal()  # n of N changed

    def __init__(self, context: Context, setup: ListSetup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.setup = context, setup
        with context.database.read() as reader:
            found = get_list(reader, setup.name)
        self.definition = setup.adapt(found) if setup.adapt is not None else found
        query = Query(as_of=context.as_of, filters=tuple(setup.default_filters))
        self.model = ListModel(self.definition, context.database.read, query)
        self.view = ListView(self.model, context.settings, context.theme.row_height, setup.columns)
        self.saved = SavedLists(context.settings, setup.name)
        self._filters = {f.key: f for f in filters_of(self.definition, setup.extra_filters)}
        self._stale = True
        self.total = 0
        self._build()
        self.view.opened.connect(self.opened)
        self.view.activated_record.connect(self.activated)
        self.view.selection_counted.connect(self._selected)
        self.view.archive_asked.connect(self.archive_asked)
        self.view.columns_asked.connect(self.choose_columns)
        self.model.modelReset.connect(self._show_count)

    # --- for the page

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What a list does, by action id; the page adds its own."""
        found: dict[str, Callable[[], object]] = {
            "filter": self.focus_filter,
            "columns": self.choose_columns,
            "next-record": lambda: self.view.step(1),
            "previous-record": lambda: self.view.step(-1),
            "select-all": self.view.selectAll,
            "clear-filters": self.clear_filters,
            "print": self.print_asked.emit,
            "export": self.export_asked.emit,
        }
        if self.setup.emails:
            found["copy-emails"] = self.copy_emails
        if self.setup.new:
            found["new"] = self.new_asked.emit
        return found

    @property
    def query(self) -> Query:
        return self.model.query

    @property
    def shown(self) -> int:
        return len(self.model.ids)

    def current(self) -> int:
        return self.view.current_record()

    def selected(self) -> list[int]:
        return self.view.selected_records()

    def open(self, record: int) -> bool:
        """Put the cursor on a record; a record that the filters hide is shown by taking them off."""
        self._fresh()
        if self.view.select_record(record):
            return True
        if self.query.filters != tuple(self.setup.default_filters) or self.query.search:
            self.clear_filters()
            return self.view.select_record(record)
        return False

    def table(self) -> Table:
        """What to print or export: the selected rows when there are several, else all that is shown."""
        several = len(self.selected()) > 1
        found = self.view.table(selected=several)
        return replace(found, title=self.definition_title(), subtitle=self.filter_words())

    def definition_title(self) -> str:
        return _(self.definition.title)

    def filter_words(self) -> str:
        """What was filtered, in words, for the head of a printed list."""
        parts = [formats.quote(self.query.search)] if self.query.search else []
        for key, values in self.query.filters:
            wanted = self._filters.get(key)
            if wanted is not None and wanted.several is not None:
                parts.append(wanted.several(len(values)))
            elif wanted is not None:
                parts.append(f"{formats.with_colon(wanted.title)} {', '.join(wanted.words(v) for v in values)}")
        return " · ".join(parts)

    def add_strip(self, strip: QWidget) -> None:
        """Show a quiet strip of news above the list."""
        self._strips.addWidget(strip)

    def reload(self) -> None:
        """Read again now, or when the list is next seen."""
        self._stale = True
        if self.isVisible():
            self._fresh()

    def on_as_of(self) -> None:
        self.model.set_day(self.context.as_of)
        self.reload()

    def set_filters(self, filters: Filters, search: str = "") -> None:
        """Show what fits these filters, whatever was filtered before."""
        self.bar.field.set_quietly(search)
        self._ask(replace(self.query, filters=tuple(filters), search=search))

    def clear_filters(self) -> None:
        self.set_filters(tuple(self.setup.default_filters))

    def focus_filter(self) -> None:
        self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.field.selectAll()

    def state(self) -> dict[str, Any]:
        """Search, filters, order, cursor and scroll, for a page built anew."""
        return {**self._list_state(), "place": self.view.place()}

    def restore(self, state: dict[str, Any]) -> None:
        self._apply_state(state, columns=False)
        self._fresh()
        if "place" in state:
            self.view.restore_place(state["place"])

    def set_covered(self, width: int) -> None:
        """So much at the right lies under a record: no button is half in sight there."""
        self.bar.set_covered(width)
        self._selection_bar.set_covered(width)
        self.foot.set_covered(width)

    # --- building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = FilterBar(self._filters, self.setup.chips, self._saved_menu)
        self.bar.searched.connect(self._search)
        self.bar.to_list.connect(self._to_list)
        self.bar.values_asked.connect(self._pick)
        self.bar.filter_cleared.connect(lambda key: self._set_filter(key, ()))
        self.bar.all_cleared.connect(self.clear_filters)
        self.bar.columns_asked.connect(self.choose_columns)
        column.addWidget(self.bar)
        column.addWidget(line())
        strips = QWidget()
        self._strips = QVBoxLayout(strips)
        self._strips.setContentsMargins(0, 0, 0, 0)
        column.addWidget(strips)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        column.addWidget(self._stack, 1)
        self._selection_bar = self._make_selection_bar()
        column.addWidget(self._selection_bar)
        self.foot = self._make_foot()
        column.addWidget(self.foot)

    def _make_selection_bar(self) -> SelectionBar:
        bound = [(words, partial(self._with_selected, act)) for words, act in self.setup.selection]
        copying: list[tuple[str, Callable[[], object]]] = [(_("Copy the table"), self.view.copy)]
        if self.setup.emails:
            copying.insert(0, (_("Copy the e-mail addresses (Bcc)"), self.copy_emails))
        bar = SelectionBar([*bound, *copying] if self.setup.selection_first else [*copying, *bound], self._select_one)
        bar.hide()
        return bar

    def _make_foot(self) -> ListFoot:
        foot = ListFoot(self.setup.new)
        foot.clear.clicked.connect(lambda: self.clear_filters())
        foot.print.clicked.connect(lambda: self.print_asked.emit())
        foot.export.clicked.connect(lambda: self.export_asked.emit())
        foot.new.clicked.connect(lambda: self.new_asked.emit())
        foot.new.setEnabled(not self.context.read_only)
        return foot

    # --- reading

    def _fresh(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self.view.reload()
        self._show_count()

    def _ask(self, query: Query) -> None:
        place = self.view.place()
        self._stale = False
        self.model.set_query(query)
        self.view.restore_place(place, scroll=False)
        self.bar.show_filters(dict(self.query.filters), dict(self.setup.default_filters))
        self._show_count()

    def _search(self, text: str) -> None:
        self._ask(replace(self.query, search=text))

    def _to_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.view.current_record() and self.model.ids:
            self.view.select_record(self.model.ids[0])

    def _set_filter(self, key: str, values: tuple[Any, ...]) -> None:
        self._ask(self.query.filtered(key, *values))

    def _show_count(self) -> None:
        filtered = bool(self.query.search) or self.query.filters != tuple(self.setup.default_filters)
        n = self.shown
        if filtered:
            with self.context.database.read() as reader:
                bare = Query(self.query.as_of, tuple(self.setup.default_filters))
                self.total = count(reader, self.definition, bare)
        else:
            self.total = n
        self.foot.say(_("{n} of {total}").format(n=formats.number(n), total=formats.number(self.total)))
        self.foot.clear.setVisible(filtered)
        self._show_empty(n == 0, filtered)
        self.counted.emit()

    def _show_empty(self, empty: bool, filtered: bool) -> None:
        old = self._stack.widget(1)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        if not empty or self._stale:
            self._stack.setCurrentIndex(0)
            return
        if filtered:
            made = EmptyState(
                "search-off",
                _("Nothing fits"),
                _("No line of this list fits what is searched and filtered."),
                [(_("Clear the filters"), self.clear_filters)],
            )
        else:
            setup = self.setup
            made = EmptyState(
                setup.empty_icon, setup.empty_title or _("This list is empty"), setup.empty_text, self._ways_to_fill()
            )
        made.setProperty("look", "panel")
        in_list = self.view.hasFocus()
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack.addWidget(made)
        self._stack.setCurrentIndex(1)
        if in_list:
            self.bar.field.setFocus()

    def _ways_to_fill(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """The page's own ways, and a look at what a full file is like."""
        if not self.setup.empty_buttons or self.context.is_demo:
            return self.setup.empty_buttons
        look = (_("See the sample data"), lambda: self.context.perform.emit("sample-data"))
        return (*self.setup.empty_buttons, look)

    def _selected(self, n: int) -> None:
        self._selection_bar.setVisible(n > 1)
        if n > 1:
            self._selection_bar.say(ngettext("{n} selected", "{n} selected", n).format(n=formats.number(n)))

    def _select_one(self) -> None:
        current = self.current()
        self.view.clearSelection()
        if current:
            self.view.select_record(current)

    # --- gestures

    def copy_emails(self) -> None:
        """One copy of every address of the selected records (all of them when fewer than two are selected)."""
        from oci_desktop.queries.relations import mailing

        ids = self.selected() if len(self.selected()) > 1 else list(self.model.ids)
        with self.context.database.read() as reader:
            found = mailing(reader, self.setup.name, ids, self.context.as_of)
        n = len(found.addresses)
        if not n:
            self.context.tell(_("None of these records has an e-mail address: nothing was copied."), "pending")
            return
        QGuiApplication.clipboard().setText("; ".join(found.addresses))
        parts = [ngettext("{n} address copied, for Bcc.", "{n} addresses copied, for Bcc.", n).format(n=n)]
        bounced, unsubscribed = len(found.bounced), len(found.unsubscribed)
        left_out = (
            plural_message("{n} record has none.", "{n} records have none.", found.without),
            plural_message("{n} that bounced was left out.", "{n} that bounced were left out.", bounced),
            plural_message("{n} unsubscribed was left out.", "{n} unsubscribed were left out.", unsubscribed),
        )
        parts += [str(said) for said in left_out if said.n]
        self.context.tell(" ".join(parts))

    def _with_selected(self, act: Callable[[list[int]], object]) -> None:
        act(self.selected())

    def choose_columns(self) -> None:
        from oci_desktop.gui.tables.columns import ColumnChooser

        ColumnChooser(self, self.view, self.definition).open_under(self.bar.columns, align_right=True)

    def _pick(self, wanted: Filter, under: QWidget) -> None:
        with self.context.database.read() as reader:
            if wanted.key == CHOSEN:
                wanted = named(reader, self.definition, self.query, wanted)
            choices = options(reader, self.definition, self.query, wanted)
        chosen = dict(self.query.filters).get(wanted.key, ())
        FilterPopover(self, wanted, choices, chosen, lambda values: self._set_filter(wanted.key, values)).open_under(
            under
        )

    def _saved_menu(self, parent: QWidget) -> QMenu:
        return self.saved.menu(
            parent,
            self._list_state,
            lambda state: self._apply_state(state, columns=True),
            [(name, partial(self.set_filters, filters)) for name, filters in self.setup.built_in],
        )

    def _list_state(self) -> dict[str, Any]:
        # TOML knows no null and no tuples: "" stands for "nothing there", lists for tuples.
        query = self.query
        return {
            "search": query.search,
            "filters": [[key, ["" if value is None else value for value in values]] for key, values in query.filters],
            "sort": [query.sort[0], query.sort[1]] if query.sort else [],
            "columns": self.view.column_keys(),
        }

    def _apply_state(self, state: Mapping[str, Any], *, columns: bool) -> None:
        known = {column.key for column in self.definition.columns}
        allowed = known | set(self.definition.filters)
        filters = tuple((key, tuple(values)) for key, values in state.get("filters", ()) if key in allowed)
        sort = state.get("sort") or None
        order = (str(sort[0]), bool(sort[1])) if sort and sort[0] in known else None
        if columns and state.get("columns"):
            self.view.set_columns([key for key in state["columns"] if key in known])
        self.bar.field.set_quietly(str(state.get("search", "")))
        self._ask(replace(self.query, filters=filters, search=str(state.get("search", "")), sort=order))
        self.view.show_sort()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fresh()

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 300)
