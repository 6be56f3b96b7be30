"""The open file: where it is, how large, its backups, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.formats import datetime_text
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.files import back_up_now, check_file
from oci_desktop.gui.pages.backups import size_text
from oci_desktop.gui.widgets import Button, CopyLabel, Label, link
from oci_desktop.i18n import _, ngettext


class FilePanel(QWidget):
    """Facts at the top, gestures below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 18)
        column.setSpacing(8)
        column.addWidget(Label(_("File"), "record"))
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(18)
        self._facts.setVerticalSpacing(9)
        self._facts.setColumnStretch(1, 1)
        column.addLayout(self._facts)
        self._values: dict[str, CopyLabel] = {}
        for key, words in (
            ("place", _("Place")),
            ("size", _("Size")),
            ("records", _("Holds")),
            ("backup", _("Last backup")),
            ("state", _("Open for")),
        ):
            row = self._facts.rowCount()
            self._facts.addWidget(Label(words, "secondary"), row, 0)
            self._values[key] = CopyLabel("")
            self._values[key].setAccessibleName(words)
            self._facts.addWidget(self._values[key], row, 1)
        column.addSpacing(14)
        row1 = QHBoxLayout()
        row1.setSpacing(8)
        for words, act, icon in (
            (_("Back up now"), lambda: back_up_now(context, self, then=self.refresh), "copy-plus"),
            (_("Check the file"), lambda: check_file(context, self), "stethoscope"),
            (_("Open its folder"), self.open_folder, "folder-open"),
        ):
            button = Button(words, act, icon=icon)
            row1.addWidget(button)
        row1.addStretch()
        column.addLayout(row1)
        row2 = QHBoxLayout()
        row2.setSpacing(18)
        for words, act in (
            (_("All the backups"), lambda: context.go("backups")),
            (_("History of the file"), lambda: context.go("history")),
            (_("New file…"), lambda: context.perform.emit("new-file")),
            (_("Open another file…"), lambda: context.perform.emit("open-file")),
            (_("About"), lambda: context.perform.emit("about")),
        ):
            row2.addWidget(link(words, act))
        row2.addStretch()
        column.addLayout(row2)
        column.addStretch()
        self.refresh()

    def refresh(self) -> None:
        """Say again what can have changed."""
        database = self._context.database
        backups = database.backups()
        with database.read() as reader:
            organisations = reader.value("SELECT COUNT(*) FROM organisation WHERE is_self = 0")
            people = reader.value("SELECT COUNT(*) FROM person")
            actions = reader.value("SELECT COUNT(*) FROM journal_action")
        said = {
            "place": str(database.path),
            "size": size_text(_size(database.path)),
            "records": " · ".join(
                (
                    ngettext("{count} organisation", "{count} organisations", organisations).format(
                        count=formats.number(organisations)
                    ),
                    ngettext("{count} person", "{count} people", people).format(count=formats.number(people)),
                    ngettext("{count} action in the history", "{count} actions in the history", actions).format(
                        count=formats.number(actions)
                    ),
                )
            ),
            "backup": datetime_text(backups[0].at) if backups else _("none yet"),
            "state": _("reading only") if database.read_only else _("reading and writing"),
        }
        for key, text in said.items():
            self._values[key].setText(text)

    def open_folder(self) -> None:
        messages.open_with_program(self._context.database.path.parent)


def _size(path: Path) -> int:
    """The file with what is not merged into it yet."""
    beside = (path, path.with_name(path.name + "-wal"))
    return sum(place.stat().st_size for place in beside if place.exists())
