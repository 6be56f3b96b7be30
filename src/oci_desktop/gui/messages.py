"""The only place that opens message boxes and file dialogs; tests replace these functions.

A box is opened only for a question, or for an error that stops what was asked. News goes elsewhere:
to the status bar (`context.tell`) or to a strip above a list.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QProcess, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLabel, QLineEdit, QMessageBox, QWidget

from oci_desktop.i18n import _

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

Answer = Literal["save", "discard", "cancel"]


def ask_save_discard_cancel(parent: QWidget | None, what: str) -> Answer:
    """Something was typed and not saved: save it, close without saving, or go on typing."""
    box = _box(parent, QMessageBox.Icon.Question, _("Save the changes?"), what)
    save = box.addButton(_("Save"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(_("Close without saving"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(_("Keep editing"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    if box.clickedButton() is save:
        return "save"
    return "discard" if box.clickedButton() is discard else "cancel"


def confirm(parent: QWidget | None, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
    """A question whose answers say what they do: `yes` is a verb, the other is Cancel."""
    box = _box(parent, QMessageBox.Icon.Warning if danger else QMessageBox.Icon.Question, title, text)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel if danger else agreed)
    box.setEscapeButton(cancel)
    box.exec()
    return box.clickedButton() is agreed


def choose(parent: QWidget | None, title: str, text: str, choices: Sequence[str]) -> int | None:
    """One of several ways on; the index of the chosen one, None for Cancel."""
    box = _box(parent, QMessageBox.Icon.Question, title, text)
    buttons = [box.addButton(choice, QMessageBox.ButtonRole.ActionRole) for choice in choices]
    cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    return next((number for number, button in enumerate(buttons) if button is clicked), None)


def error(parent: QWidget | None, title: str, text: str) -> None:
    """What was asked could not be done: what happened, what is safe, what to do."""
    box = _box(parent, QMessageBox.Icon.Warning, title, text)
    box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
    box.exec()


def bug(parent: QWidget | None, problem: BaseException, log_place: str) -> None:
    """A fault of the program: what is safe, the log's place, and details that can be copied."""
    details = "".join(traceback.format_exception(problem))
    box = _box(
        parent,
        QMessageBox.Icon.Critical,
        _("Something in the program went wrong"),
        _("What was saved is safe. The details below help the person who mends the program; the log is here:")
        + "\n"
        + log_place,
    )
    box.setDetailedText(details)
    copy = box.addButton(_("Copy the details"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is copy:
        QApplication.clipboard().setText(details)


def ask_text(parent: QWidget | None, title: str, label: str, text: str = "") -> str | None:
    """One line of text; None for Cancel."""
    dialog = _line(parent, title, label, _("Save"))
    dialog.setTextValue(text)
    given = dialog.textValue().strip() if dialog.exec() else ""
    return given or None


def ask_password(parent: QWidget | None, title: str, label: str, yes: str) -> str | None:
    """A password, which is not shown; None for Cancel."""
    dialog = _line(parent, title, label, yes)
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    return dialog.textValue() or None if dialog.exec() else None


def _line(parent: QWidget | None, title: str, label: str, yes: str) -> QInputDialog:
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
    dialog.setOkButtonText(yes)
    dialog.setCancelButtonText(_("Cancel"))
    dialog.setMinimumWidth(380)
    return dialog


def choose_open_file(parent: QWidget | None, title: str, folder: str = "", filters: str = "") -> Path | None:
    """An existing file; `filters` as Qt writes them: "CSV (*.csv);;All (*)"."""
    name, _filter = QFileDialog.getOpenFileName(parent, title, folder, filters)
    return Path(name) if name else None


def choose_open_files(parent: QWidget | None, title: str, folder: str = "", filters: str = "") -> list[Path]:
    """Existing files, as many as one likes; none for Cancel."""
    names, _filter = QFileDialog.getOpenFileNames(parent, title, folder, filters)
    return [Path(name) for name in names]


def choose_save_file(parent: QWidget | None, title: str, suggested: str = "", filters: str = "") -> Path | None:
    """A place to write to; the dialog asks before an existing file is replaced."""
    name, _filter = QFileDialog.getSaveFileName(parent, title, suggested, filters)
    return Path(name) if name else None


def choose_folder(parent: QWidget | None, title: str, folder: str = "") -> Path | None:
    """A folder to write into; the dialog can make one. None for Cancel."""
    name = QFileDialog.getExistingDirectory(parent, title, folder)
    return Path(name) if name else None


def choose_printer(parent: QWidget | None, printer: QPrinter) -> bool:
    """The system's print dialog; `printer` holds the choice when it is accepted."""
    from PySide6.QtPrintSupport import QPrintDialog

    return QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted


def open_with_program(place: str | Path) -> bool:
    """Open a file, a folder, a web or a mail address with the program that the system has for it."""
    url = QUrl.fromLocalFile(str(place)) if isinstance(place, Path) else QUrl(place)
    return QDesktopServices.openUrl(url)


def start_program(program: str, arguments: Sequence[str]) -> bool:
    """Start a program beside this one, which goes on without it."""
    started = QProcess.startDetached(program, list(arguments))
    return bool(started[0] if isinstance(started, tuple) else started)


def _box(parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(title)
    box.setInformativeText(text)
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
    return box
