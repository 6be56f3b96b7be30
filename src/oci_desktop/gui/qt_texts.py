"""Qt's own words: buttons of boxes, calendars, file dialogs, in the language in force."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from oci_desktop import i18n


def locale() -> QLocale:
    """Month and day names of Qt's own widgets, in the language in force."""
    french = i18n.language() == "fr"
    return QLocale(QLocale.Language.French if french else QLocale.Language.English, QLocale.Country.Canada)


# What Qt's own French lacks: the file dialog of a desktop that has none of its own.
_LACKING = {"Look in:": "&Dossier\N{NO-BREAK SPACE}:", "Files of type:": "&Type\N{NO-BREAK SPACE}:"}


class _Rest(QTranslator):
    """The few French words of the file dialog that Qt leaves in English."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> Any:
        # None, not "": an empty text would be shown.
        return _LACKING.get(text.replace("&", ""))


class QtTexts(QObject):
    """Qt's own buttons, calendars and file dialogs in the language in force."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._french: QTranslator | None = None
        self._rest = _Rest(self)

    def follow(self) -> None:
        """Take over the language in force now."""
        QLocale.setDefault(locale())
        if i18n.language() == "fr" and self._french is None:
            self._french = QTranslator(self)
            place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._french.load("qtbase_fr", place):
                self._app.installTranslator(self._french)
            self._app.installTranslator(self._rest)
        elif i18n.language() != "fr" and self._french is not None:
            self._app.removeTranslator(self._french)
            self._app.removeTranslator(self._rest)
            self._french = None
