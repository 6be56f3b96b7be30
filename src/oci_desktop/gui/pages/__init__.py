"""Every page of the window, in the order of the side bar.

To add one: its module, and one line here. A page is made the first time it is shown; its module is imported then.
"""

from __future__ import annotations

from oci_desktop.gui.context import Context
from oci_desktop.gui.page import BOTTOM, TOOLS, Page, PageEntry
from oci_desktop.i18n import N_


def _home(context: Context) -> Page:
    from oci_desktop.gui.pages.home import HomePage

    return HomePage(context)


def _members(context: Context) -> Page:
    from oci_desktop.gui.pages.records.members import make_page

    return make_page(context)


def _organisations(context: Context) -> Page:
    from oci_desktop.gui.pages.records.organisations import make_page

    return make_page(context)


def _people(context: Context) -> Page:
    from oci_desktop.gui.pages.records.people import make_page

    return make_page(context)


def _campaigns(context: Context) -> Page:
    from oci_desktop.gui.pages.campaigns.page import make_page

    return make_page(context)


def _questionnaires(context: Context) -> Page:
    from oci_desktop.gui.pages.questionnaires.page import make_page

    return make_page(context)


def _reports(context: Context) -> Page:
    from oci_desktop.gui.pages.reports import ReportsPage

    return ReportsPage(context)


def _exchange(context: Context) -> Page:
    from oci_desktop.gui.pages.exchange import ExchangePage

    return ExchangePage(context)


def _history(context: Context) -> Page:
    from oci_desktop.gui.pages.history import HistoryPage

    return HistoryPage(context)


def _backups(context: Context) -> Page:
    from oci_desktop.gui.pages.backups import BackupsPage

    return BackupsPage(context)


def _settings(context: Context) -> Page:
    from oci_desktop.gui.pages.settings import SettingsPage

    return SettingsPage(context)


def _things_to_do(context: Context) -> int:
    from oci_desktop.queries.home import count_things_to_do

    with context.database.read() as reader:
        return count_things_to_do(reader, context.as_of)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("home", N_("Home"), "home", _home, badge=_things_to_do),
    PageEntry("members", N_("Members"), "building-community", _members),
    PageEntry("organisations", N_("Organisations"), "building", _organisations),
    PageEntry("people", N_("People"), "users", _people),
    PageEntry("campaigns", N_("Self-assessments"), "shield-check", _campaigns),
    PageEntry("questionnaires", N_("Questionnaires"), "list-check", _questionnaires, TOOLS),
    PageEntry("reports", N_("Reports"), "printer", _reports, TOOLS),
    PageEntry("exchange", N_("Import/Export"), "arrows-exchange", _exchange, TOOLS),
    PageEntry("history", N_("History"), "history", _history, TOOLS),
    PageEntry("backups", N_("Backups"), "database", _backups, TOOLS),
    PageEntry("settings", N_("Settings"), "settings", _settings, BOTTOM),
)


def page_entry(name: str) -> PageEntry:
    """The page of that name.

    Raises: KeyError.
    """
    for entry in PAGES:
        if entry.id == name:
            return entry
    raise KeyError(name)
