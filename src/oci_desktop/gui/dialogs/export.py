"""Export of any list to a file: Excel or CSV for working on it and importing it again, or PDF, with the day shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.errors import OciError
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.paper import LANGUAGE_NAMES
from oci_desktop.gui.forms import ChoiceField
from oci_desktop.gui.widgets import Button, Label, SectionLabel
from oci_desktop.i18n import LANGUAGES, _, in_language, language, ngettext
from oci_desktop.mailings.messages import safe_name
from oci_desktop.queries.lists import ListDefinition, Query, count, list_table

if TYPE_CHECKING:
    from oci_desktop.gui.tables import ListPanel
    from oci_desktop.gui.tasks import Progress

XLSX, CSV, PDF = "xlsx", "csv", "pdf"
_FILES = {XLSX: "Excel (*.xlsx)", CSV: "CSV (*.csv)", PDF: "PDF (*.pdf)"}
SHOWN, ALL = "shown", "all"


@dataclass(frozen=True)
class Selection:
    """What is exported: a list, what was asked of it, the columns shown, the rows chosen among it."""

    definition: ListDefinition
    query: Query
    keys: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()
    filtered: str = ""
    """What was filtered, in words."""

    @property
    def full_query(self) -> Query:
        return self.query.filtered("id", *self.ids) if self.ids else self.query


def export_list(context: Context, panel: ListPanel, parent: QWidget | None = None) -> ExportDialog:
    """Ask how to export a list as it stands on a page: its filters, its columns, its chosen rows."""
    chosen = panel.selected()
    selection = Selection(
        panel.definition,
        panel.query,
        tuple(panel.view.column_keys()),
        tuple(chosen) if len(chosen) > 1 else (),
        panel.filter_words(),
    )
    dialog = ExportDialog(context, selection, parent)
    dialog.open()
    return dialog


class ExportDialog(QDialog):
    """The format, the columns, the language; then where. Choices are remembered per list."""

    def __init__(self, context: Context, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._selection = context, selection
        self._key = f"export.{selection.definition.name}"
        title = _(selection.definition.title)
        self.setWindowTitle(_("Export"))
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(8)
        column.addWidget(Label(_("Export: {list}").format(list=title), "record", wrap=True))
        column.addWidget(Label(self._what(), "secondary", wrap=True))
        column.addSpacing(6)
        self.format = _Choices(
            column,
            _("Format"),
            {
                XLSX: _("Excel (.xlsx), to work on or to import again"),
                CSV: _("CSV, for any other program"),
                PDF: _("PDF, to read and print"),
            },
            self._remembered("format", XLSX),
        )
        self.columns = _Choices(
            column,
            _("Columns"),
            {SHOWN: _("Those of the list, as shown"), ALL: _("All of them")},
            self._remembered("columns", SHOWN) if selection.keys else ALL,
        )
        if not selection.keys:
            self.columns.hide()
        column.addSpacing(6)
        names = {code: LANGUAGE_NAMES[code] for code in LANGUAGES}
        self.lang = ChoiceField(_("Language of the headings"), names, empty=None)
        self.lang.set_value(self._remembered("language", language()))
        self.lang.setMaximumWidth(220)
        column.addWidget(self.lang)
        column.addSpacing(8)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(Button(_("Cancel"), self.reject))
        self.export_button = Button(_("Export…"), self.export, icon="download", look="primary")
        foot.addWidget(self.export_button)
        column.addLayout(foot)
        self.export_button.setDefault(True)
        self.format.focus()

    def _remembered(self, name: str, default: str) -> str:
        return str(self._context.settings.get(f"{self._key}.{name}") or default)

    def _what(self) -> str:
        """« 63 lignes · au 31 mars 2018 · Catégorie : Régulier »."""
        selection = self._selection
        with self._context.database.read() as reader:
            rows = count(reader, selection.definition, selection.full_query)
        parts = [ngettext("{count} row", "{count} rows", rows).format(count=formats.number(rows))]
        parts.append(_("as of {day}").format(day=format_date(selection.query.as_of)))
        if selection.ids:
            parts.append(_("the selected ones"))
        if selection.filtered:
            parts.append(selection.filtered)
        return " · ".join(parts)

    def export(self) -> None:
        """Ask where, then write the file in a worker."""
        selection, kind, lang = self._selection, self.format.value(), str(self.lang.value())
        for name, value in (("format", kind), ("columns", self.columns.value()), ("language", lang)):
            self._context.remember(f"{self._key}.{name}", value)
        folder = Path(self._context.settings.get("export.folder") or Path.home())
        with in_language(lang):
            name = safe_name(f"{_(selection.definition.title)} {selection.query.as_of}")
        chosen = messages.choose_save_file(self, _("Export"), str(folder / f"{name}.{kind}"), _FILES[kind])
        if chosen is None:
            return
        path = chosen if chosen.suffix.lower() == f".{kind}" else chosen.with_name(f"{chosen.name}.{kind}")
        self._context.remember("export.folder", str(path.parent))
        keys = selection.keys if self.columns.value() == SHOWN and selection.keys else None
        context = self._context

        def refused(problem: BaseException) -> None:
            if not isinstance(problem, OciError):
                raise problem
            messages.error(self.parentWidget(), _("Not exported"), str(problem))

        context.tasks.start(
            _("Export: {list}").format(list=_(selection.definition.title)),
            lambda progress: write_export(context.database, selection, keys, kind, lang, path, progress),
            lambda _result: context.tell(_("Exported: {file}").format(file=path)),
            refused,
        )
        self.accept()


def write_export(
    database: Any,
    selection: Selection,
    keys: Sequence[str] | None,
    kind: str,
    lang: str,
    path: Path,
    progress: Progress | None = None,
) -> None:
    """Write the selection at `path`, whole or not at all.

    Raises: StorageError, ExchangeError, Cancelled.
    """
    from oci_desktop.exchange.export import write_csv, write_xlsx
    from oci_desktop.exchange.files import write_file

    with in_language(lang), database.read() as reader:
        table = list_table(reader, selection.definition, selection.full_query, keys)
    if kind == CSV:
        write_csv(table, path, lang)
        return
    table = replace(table, subtitle=selection.filtered)
    if kind == XLSX:
        write_xlsx(table, path, lang, as_of=selection.query.as_of)
        return
    from oci_desktop.reports import render_table

    write_file(path, render_table(database, table, selection.query.as_of, lang, progress=progress))


class _Choices(QWidget):
    """One of a few, all in sight."""

    def __init__(self, column: QVBoxLayout, title: str, choices: dict[str, str], chosen: str) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(SectionLabel(title))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        for code, words in choices.items():
            button = QRadioButton(words)
            button.setAccessibleName(f"{title}, {words}")
            self._group.addButton(button)
            self.buttons[code] = button
            inside.addWidget(button)
        self.buttons.get(chosen, next(iter(self.buttons.values()))).setChecked(True)
        column.addWidget(self)

    def value(self) -> str:
        return next(code for code, button in self.buttons.items() if button.isChecked())

    def focus(self) -> None:
        self.buttons[self.value()].setFocus()
