"""Qt's own words: buttons of boxes, calendars, file dialogs, in the language in force."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from oci_desktop import i18n


def locale() -> QLocale:
    """Month and day names of Qt's own widgets, in the language in force."""
    french = i18n.language() == "fr"
    return QLocale(QLocale.Language.French if french else QLocale.Language.English, QLocale.Country.Canada)


class QtTexts(QObject):
    """Qt's own buttons, calendars and file dialogs in the language in force."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._french: QTranslator | None = None

    def follow(self) -> None:
        """Take over the language in force now."""
        QLocale.setDefault(locale())
        if i18n.language() == "fr" and self._french is None:
            self._french = QTranslator(self)
            place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._french.load("qtbase_fr", place):
                self._app.installTranslator(self._french)
        elif i18n.language() != "fr" and self._french is not None:
            self._app.removeTranslator(self._french)
            self._french = None
