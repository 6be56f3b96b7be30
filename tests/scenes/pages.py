"""Scenes of the other pages and dialogs: Home, reports, import, export, history, backups, settings, first run.

`SCENES` gives name → a function that takes the main window and returns the widget to photograph (None: the window).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QWidget

from oci_desktop.i18n import message

_PATIENCE_MS = 15_000

CSV_WITH_FAULTS = """Nom;Sigle;Région;Couleur;NEQ;Fondation
Oxfam-Québec;OXQ;06;bleu;;1976
Organisme Exemple du Nord;OEN;16;vert;123;
Equitas;;05;;;
Coopération Modèle;CM;06;;;31/02/2020
Alternatives;;;rouge;;
"""
CSV_SOUND = """Nom;Sigle;Région;Site Web
Oxfam-Québec;OXQ;06;
Organisme Exemple du Nord;OEN;16;www.exemple.example.org
Equitas;;05;
Coopération Modèle;CM;14;
"""


def until(done: Callable[[], bool]) -> None:
    """Let the window work until `done()`, or until patience ends."""
    clock = QElapsedTimer()
    clock.start()
    while not done() and clock.elapsed() < _PATIENCE_MS:
        QApplication.processEvents()


def _quiet(window: Any) -> None:
    until(lambda: not window.context.tasks.running)


def home(window: Any) -> QWidget | None:
    window.show_page("home")
    return None


def home_busy(window: Any) -> QWidget | None:
    """Roles that end, memberships ahead: what the demonstration data alone does not have."""
    from oci_desktop.model.campaign import ExemptionDraft
    from oci_desktop.model.membership import MembershipDraft
    from oci_desktop.model.organisation import NamePeriod, OrganisationDraft
    from oci_desktop.model.person import PersonDraft, RoleDraft
    from oci_desktop.services.memberships import admit
    from oci_desktop.services.organisations import save_organisation
    from oci_desktop.services.people import save_person, save_role

    with window.context.database.write(message("Changes")) as write:
        new = save_organisation(write, OrganisationDraft(names=(NamePeriod("Coopération Exemple Mauricie"),)))
        dispense = ExemptionDraft(new, decided_by="Conseil d’administration")
        admit(write, MembershipDraft(new, "sympathiser", _later(window, 40)), dispense)
        for given, family, days in (("Camille", "Exemple", 18), ("Dominique", "Fictif", 39), ("Sacha", "Modèle", 75)):
            person = save_person(write, PersonDraft(given, family))
            save_role(write, RoleDraft(person, new, "direction générale", ends_on=_later(window, days)))
    return home(window)


def _later(window: Any, days: int) -> str:
    import datetime

    return (datetime.date.fromisoformat(window.context.today) + datetime.timedelta(days=days)).isoformat()


def reports(window: Any, name: str = "member-list") -> QWidget | None:
    window.show_page("reports")
    window.page.show_report(name)
    page = window.page
    until(
        lambda: page.workbench.is_settled() and (not page.workbench.pane.content or page.workbench.pane.view.is_drawn())
    )
    return None


def reports_contacts(window: Any) -> QWidget | None:
    return reports(window, "contacts")


def reports_missing(window: Any) -> QWidget | None:
    return reports(window, "organisation")


def preview(window: Any) -> QWidget:
    """What « Imprimer » of a list opens."""
    from oci_desktop.gui.dialogs.documents import table_document
    from oci_desktop.gui.dialogs.preview import preview as open_preview

    window.show_page("members")
    panel = window.page.list
    document = table_document(window.context, "members", panel.definition_title(), panel.table)
    dialog = open_preview(window.context, document, panel.filter_words(), window)
    dialog.resize(min(1080, window.width() - 40), min(820, window.height() - 40))
    until(lambda: dialog.workbench.is_settled() and dialog.workbench.pane.view.is_drawn())
    return dialog


def export(window: Any) -> QWidget:
    from oci_desktop.gui.dialogs.export import export_list

    window.show_page("members")
    return export_list(window.context, window.page.list, window)


def exchange(window: Any) -> QWidget | None:
    window.show_page("exchange")
    return None


def exchange_export(window: Any) -> QWidget | None:
    window.show_page("exchange")
    window.page.tabs.show_tab("export")
    return None


def _import(window: Any, text: str) -> QWidget | None:
    window.show_page("exchange")
    path = Path(tempfile.mkdtemp()) / "organismes-2026.csv"
    path.write_text(text, encoding="utf-8")
    window.page.imports.open_file(path)
    until(lambda: window.page.imports.result is not None)
    _quiet(window)
    return None


def import_refused(window: Any) -> QWidget | None:
    return _import(window, CSV_WITH_FAULTS)


def import_ready(window: Any) -> QWidget | None:
    return _import(window, CSV_SOUND)


def history(window: Any) -> QWidget | None:
    window.show_page("history")
    return None


def backups(window: Any) -> QWidget | None:
    for reason in ("close", "work", "before-import", "asked"):
        window.context.database.backup(reason)
    window.show_page("backups")
    window.page.read()
    _quiet(window)
    return None


def _settings(window: Any, tab: str) -> QWidget | None:
    window.show_page("settings")
    window.page.tabs.show_tab(tab)
    return None


def settings(window: Any) -> QWidget | None:
    return _settings(window, "association")


def settings_years(window: Any) -> QWidget | None:
    return _settings(window, "years")


def settings_person(window: Any) -> QWidget | None:
    return _settings(window, "person")


def settings_file(window: Any) -> QWidget | None:
    return _settings(window, "file")


def about(window: Any) -> QWidget:
    from oci_desktop.gui.dialogs.about import AboutDialog

    dialog = AboutDialog(window)
    dialog.open()
    return dialog


def first_run(window: Any) -> QWidget:
    from oci_desktop.gui.pages.first_run import FirstRunPage

    page = FirstRunPage(window.context.settings)
    page.resize(window.size())
    page.show()
    return page


SCENES: dict[str, Callable[[Any], QWidget | None]] = {
    "home": home,
    "home-busy": home_busy,
    "reports": reports,
    "reports-contacts": reports_contacts,
    "reports-missing": reports_missing,
    "preview": preview,
    "export": export,
    "exchange": exchange,
    "exchange-export": exchange_export,
    "import-refused": import_refused,
    "import-ready": import_ready,
    "history": history,
    "backups": backups,
    "settings": settings,
    "settings-years": settings_years,
    "settings-person": settings_person,
    "settings-file": settings_file,
    "about": about,
    "first-run": first_run,
}
