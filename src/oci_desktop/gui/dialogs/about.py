"""About: version, places, licences, and details that can be copied for the person who helps."""

from __future__ import annotations

import platform
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from oci_desktop import __version__, log
from oci_desktop.gui import messages
from oci_desktop.gui.widgets import Button, CopyLabel, Label, Tabs, link
from oci_desktop.i18n import _

if TYPE_CHECKING:
    from oci_desktop.gui.context import Context

LICENCES = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLAlchemy, Alembic", "MIT"),
    ("ReportLab", "BSD"),
    ("pypdfium2, PDFium", "Apache-2.0, BSD"),
    ("Babel, click", "BSD"),
    ("phonenumbers", "Apache-2.0"),
    ("email-validator", "Unlicense"),
    ("python-stdnum", "LGPL-2.1"),
    ("RapidFuzz, tomlkit, platformdirs, charset-normalizer", "MIT"),
    ("Tabler Icons", "MIT"),
    ("Lato, Noto Sans", "SIL Open Font License"),
)
_PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "reportlab", "pypdfium2", "babel")


class AboutDialog(QDialog):
    """Opened from the Help menu; everything in it can be copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._context: Context | None = getattr(parent, "context", None)
        self.setWindowTitle(_("About"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(6)
        column.addWidget(Label("OCI Desktop", "title"))
        column.addWidget(
            Label(_("The directory of an association of organisations, on your own computer."), "secondary", wrap=True)
        )
        tabs = Tabs(_("About"))
        tabs.add("program", _("Program"), self._program())
        tabs.add("licences", _("Licences"), self._licences())
        column.addSpacing(6)
        column.addWidget(tabs)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.copy_button = Button(_("Copy the details"), self.copy, icon="copy")
        foot.addWidget(self.copy_button)
        foot.addStretch()
        close = Button(_("Close"), self.accept, look="primary")
        foot.addWidget(close)
        column.addSpacing(8)
        column.addLayout(foot)
        close.setFocus()

    def _program(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, str, Path | None]] = [(_("Version"), __version__, None)]
        if self._context is not None:
            place = self._context.database.path
            rows.append((_("File"), str(place), place.parent))
        rows.append((_("Log"), str(log.log_file()), log.log_file().parent))
        rows.append((_("Licence"), "GPL-3.0-or-later", None))
        for row, (words, value, folder) in enumerate(rows):
            grid.addWidget(Label(words, "secondary"), row, 0)
            label = CopyLabel(value)
            label.setAccessibleName(words)
            grid.addWidget(label, row, 1)
            if folder is not None:
                grid.addWidget(link(_("Open the folder"), partial(messages.open_with_program, folder)), row, 2)
        grid.setRowStretch(len(rows), 1)
        return box

    def _licences(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(
            Label(
                _("Free software, under the GNU General Public License, version 3 or later. It stands on:"), wrap=True
            )
        )
        text = QPlainTextEdit("\n".join(f"{what} – {licence}" for what, licence in LICENCES))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setMinimumHeight(190)
        text.setAccessibleName(_("Licences"))
        column.addWidget(text)
        return box

    def details(self) -> str:
        """What the person who helps wants to know; nothing of what is in the records."""
        lines = [
            f"OCI Desktop {__version__}",
            f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}",
            " · ".join(f"{name} {_installed(name)}" for name in _PACKAGES),
        ]
        if self._context is not None:
            lines.append(f"{_('File')}: {self._context.database.path}")
        lines.append(f"{_('Log')}: {log.log_file()}")
        return "\n".join(lines)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details())
        self.copy_button.set_text(_("Copied"))


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
