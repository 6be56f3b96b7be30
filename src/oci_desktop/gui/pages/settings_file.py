"""The open file: where it is, how large, its backups, its language, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.formats import datetime_text
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.files import back_up_now, check_file
from oci_desktop.gui.dialogs.paper import LANGUAGE_NAMES
from oci_desktop.gui.pages.backups import size_text
from oci_desktop.gui.pages.settings_person import choice
from oci_desktop.gui.widgets import Button, CopyLabel, Label, link
from oci_desktop.i18n import LANGUAGES, N_, _, message, ngettext
from oci_desktop.queries.association import file_language


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
        self._language(column)
        column.addStretch()
        self.refresh()

    def _language(self, column: QVBoxLayout) -> None:
        """The one setting of language: the file's, so that everybody who opens it reads and prints the same."""
        self.language = choice(
            self, column, _("Language"), {code: LANGUAGE_NAMES[code] for code in LANGUAGES}, "", self.set_language
        )
        for button in self.language.values():
            button.setEnabled(not self._context.read_only)
        said = _("The language of the window and of what is printed, for everybody who opens this file.")
        column.addWidget(Label(said, "small", wrap=True))

    def refresh(self) -> None:
        """Say again what can have changed."""
        database = self._context.database
        backups = database.backups()
        with database.read() as reader:
            organisations = reader.value("SELECT COUNT(*) FROM organisation WHERE is_self = 0")
            people = reader.value("SELECT COUNT(*) FROM person")
            actions = reader.value("SELECT COUNT(*) FROM journal_action")
            code = file_language(reader)
        self.language[code].setChecked(True)
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

    def set_language(self, code: str) -> None:
        """Keep the language in the file, and turn the window to it at once."""
        from oci_desktop.services.association import save_setting

        operations.run(
            self._context,
            message(N_("Language of the file")),
            lambda write: save_setting(write, "language", code),
            parent=self,
        )
        self._context.set_language(code)

    def open_folder(self) -> None:
        messages.open_with_program(self._context.database.path.parent)


def _size(path: Path) -> int:
    """The file with what is not merged into it yet."""
    beside = (path, path.with_name(path.name + "-wal"))
    return sum(place.stat().st_size for place in beside if place.exists())
