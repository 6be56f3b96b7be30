"""From the start of the process to its end: which file is open, in which window, in which language."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from oci_desktop import i18n, paths
from oci_desktop.errors import OciError
from oci_desktop.gui.context import Context
from oci_desktop.gui.main_window import MainWindow
from oci_desktop.gui.qt_texts import QtTexts
from oci_desktop.gui.theme import Theme
from oci_desktop.i18n import _
from oci_desktop.queries.association import file_language
from oci_desktop.settings import PersonSettings
from oci_desktop.store.database import Database

if TYPE_CHECKING:
    from oci_desktop.gui.dialogs.files import Demo
    from oci_desktop.store.backups import Backup

_log = logging.getLogger(__name__)

BACKUP_LOOK_MS = 60_000
_LATER = ("sqlalchemy", "oci_desktop.model.schema", "oci_desktop.queries.records", "oci_desktop.services.organisations")
"""Loaded by a thread once the rows stand there, so that the first record opens at once."""


def make_application() -> QApplication:
    """The one QApplication, in Fusion, sharp at every scale."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, False)
    # By argument: `setStyle` gives the style back, and Python would build its enumerations, 4 ms.
    app = QApplication(["oci-desktop", "-style", "Fusion"])
    app.setApplicationName("oci-desktop")
    return app


class Session(QObject):
    """Opens files into windows, one at a time, and lets them go."""

    def __init__(self, app: QApplication, settings: PersonSettings, language: str | None = None) -> None:
        super().__init__(app)
        self.app, self.settings = app, settings
        self.window: MainWindow | None = None
        self.context: Context | None = None
        self.after_rows: Callable[[Session], object] | None = None
        self._asked_language = language
        self._first: QMainWindow | None = None
        self._demo: Demo | None = None
        self._texts = QtTexts(app)
        self.theme = Theme(
            app, str(settings.get("look.theme", "automatic")), str(settings.get("look.density", "comfortable"))
        )
        sys.excepthook = self._bug
        app.aboutToQuit.connect(self.let_go)

    # --- which file

    def start(self, path: Path | None = None, *, demo: bool = False) -> None:
        """Open what was asked for, else the last file, else say how to begin."""
        if demo:
            self._open_demo()
            return
        place = path or self._last_file()
        if place is None:
            self.show_first_run()
            return
        try:
            # The quick way; what stands in the way is explained by a module that is loaded only then.
            database: Database | None = self._open_quickly(place)
        except OciError:
            from oci_desktop.gui.dialogs.opening import open_or_explain

            self._texts.follow()
            database = open_or_explain(place, self.settings)
        if database is None:
            self.show_first_run(place)
        else:
            self.show(database)

    def _open_quickly(self, place: Path) -> Database:
        from oci_desktop.store.places import synchronised_by

        if synchronised_by(place):
            raise OciError  # there is something to say first
        return Database.open(place)

    def _last_file(self) -> Path | None:
        recent = self.settings.get("files.recent", [])
        for name in recent if isinstance(recent, list) else ():
            if isinstance(name, str) and Path(name).is_file():
                return Path(name)
        usual = paths.default_database()
        return usual if usual.is_file() else None

    def show(self, database: Database, demo: Demo | None = None) -> MainWindow:
        """Open the window on a file, instead of the one before."""
        self.let_go()
        self._demo = demo
        if self._asked_language is None and demo is None:
            with database.read() as reader:
                i18n.use_language(file_language(reader))
        self._texts.follow()
        self.context = Context(database, self.settings, self.theme)
        self.context.is_demo = demo is not None
        self.context.language_changed.connect(self._texts.follow)
        # The translations of Qt come before the window is rebuilt, so that its new widgets have them.
        self.window = MainWindow(self.context)
        self.window.file_asked.connect(self._file_asked)
        self.window.closed.connect(self._closed)
        if demo is not None:
            from oci_desktop.gui.dialogs.files import demo_strip

            self.window.set_strip(lambda: demo_strip(self._need_context(), self.window))
        self.window.chrome.painted.connect(self._rows_shown)
        self.window.show()
        if self._first is not None:
            self._first.close()
            self._first = None
        return self.window

    def show_first_run(self, missing: Path | None = None) -> None:
        """No file yet: new, sample data, another one."""
        from oci_desktop.gui.pages.first_run import FirstRunPage

        self._texts.follow()
        page = FirstRunPage(self.settings, missing)
        page.opened.connect(self.show)
        page.language_asked.connect(lambda code: self._first_run_language(code, missing))
        if self._first is None:
            self._first = QMainWindow()
            self._first.setObjectName("window")
            self._first.resize(1024, 700)
        self._first.setWindowTitle("oci-desktop")
        self._first.setCentralWidget(page)
        self._first.show()

    def _first_run_language(self, code: str, missing: Path | None) -> None:
        """For this page, the file that it makes and the sample data; a file that exists opens in its own language."""
        i18n.use_language(code)
        self.show_first_run(missing)

    def _open_demo(self) -> None:
        from oci_desktop.gui.dialogs.files import Demo

        try:
            demo = Demo()
        except OciError as refused:
            from oci_desktop.gui import messages

            # In a box: on Windows the program for the window has nowhere to write.
            messages.error(None, _("The file cannot be opened"), str(refused))
            QTimer.singleShot(0, self, lambda: self.app.exit(1))
            return
        self.show(demo.database, demo)

    def _file_asked(self, what: str) -> None:
        from oci_desktop.gui.dialogs import files

        context = self._need_context()
        if what == "back-up":
            files.back_up_now(context, self.window, self._show_backup)
        elif what == "check-file":
            files.check_file(context, self.window)
        elif self.window is not None and self.window.may_leave():
            ask = files.new_file if what == "new-file" else files.open_another
            database = ask(self.settings, self.window)
            if database is not None:
                self.show(database)

    # --- after the rows

    def _rows_shown(self) -> None:
        if self.window is None:
            return
        if self.after_rows is not None:
            self.after_rows(self)
        gc.enable()
        threading.Thread(target=_load_later, name="load later", daemon=True).start()
        self.window.start()
        QTimer.singleShot(400, self.window, self._settle)

    def _settle(self) -> None:
        """The log, the drafts of before, the list of recent files, the watch for backups: not before the rows."""
        from oci_desktop.exchange.files import sweep_drafts
        from oci_desktop.log import start_log

        start_log()
        sweep_drafts()
        context = self.context
        if context is None or self.window is None:
            return
        if self._demo is None:
            from oci_desktop.gui.dialogs.opening import note_recent

            note_recent(self.settings, context.database.path)
        self._show_backup()
        if not context.read_only and self._demo is None:
            timer = QTimer(self.window)
            timer.timeout.connect(self._backup_if_due)
            timer.start(BACKUP_LOOK_MS)

    def _backup_if_due(self) -> None:
        context = self._need_context()

        def done(made: Backup | None) -> None:
            if made is not None:
                self._show_backup()

        context.tasks.start(
            _("Backing up"), lambda _progress: context.database.backup_if_due(), done, cancellable=False
        )

    def _show_backup(self) -> None:
        """The time of the newest backup, beside the file's name."""
        context, window = self.context, self.window
        if context is None or window is None or self._demo is not None:
            return
        from oci_desktop.formats import datetime_text, local_time, time_text

        made = context.database.backups()
        if not made:
            return
        moment = local_time(made[0].at)
        if moment.date().isoformat() == context.today:
            window.set_backup(_("backup at {time}").format(time=time_text(moment)))
        else:
            window.set_backup(_("backup of {moment}").format(moment=datetime_text(made[0].at)))

    # --- the end

    def _closed(self) -> None:
        self.let_go()
        self.app.quit()

    def let_go(self) -> None:
        """Close the window and its file; the store makes its backup then if something changed."""
        window, self.window = self.window, None
        context, self.context = self.context, None
        if window is not None:
            window.file_asked.disconnect(self._file_asked)
            window.closed.disconnect(self._closed)
            window.close()
            window.deleteLater()
        if context is not None:
            context.tasks.cancel_all()
            context.close()
            context.database.close()
        demo, self._demo = self._demo, None
        if demo is not None:
            demo.discard()

    def _need_context(self) -> Context:
        assert self.context is not None
        return self.context

    def _bug(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> Any:
        """Anything that was not foreseen: into the log, and one window with details that can be copied."""
        if issubclass(kind, KeyboardInterrupt):
            self.app.quit()
            return
        from oci_desktop.gui import messages
        from oci_desktop.log import log_file, start_log

        start_log()
        _log.critical("unexpected", exc_info=(kind, problem, trace))
        if isinstance(problem, OciError):
            messages.error(self.window, _("It was not done"), str(problem))
        else:
            messages.bug(self.window, problem, str(log_file()))


def _load_later() -> None:
    import importlib
    import linecache

    for name in _LATER:
        if find_spec(name.partition(".")[0]) is not None:
            importlib.import_module(name)
    # PySide reads the source of every module imported after it, and the line cache would keep it: 13 MB.
    linecache.clearcache()
