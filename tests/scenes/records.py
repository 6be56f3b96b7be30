"""Scenes of the record pages, panels, forms and dialogs: each puts the window in one state to look at.

`SCENES` gives name → a function that takes the main window and returns the widget to photograph (None: the
window). `furnish` adds what the demonstration data does not have: fictional people, details and a past.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.i18n import message
from oci_desktop.model.codes import BOUNCED, EMAIL, OFFICE_ADDRESS, PHONE
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.model.person import PersonDraft, RoleDraft
from oci_desktop.store.database import Database

MAIN = "Coopération Exemple Laurentides"
FORMER = "Solidarité Modèle"


def furnish(database: Database) -> None:
    """Two fictional organisations with everything that a record can hold."""
    from oci_desktop.services.memberships import admit, change_category
    from oci_desktop.services.organisations import link_organisations, rename_organisation, save_organisation
    from oci_desktop.services.people import save_person, save_role

    with database.write(message("New record: {name}", name=MAIN)) as write:
        contacts = (
            ContactPoint(
                OFFICE_ADDRESS, street="100, rue de l’Exemple, bureau 200", city="Saint-Jérôme", province="QC",
                postal_code="J7Z 1A1",
            ),
            ContactPoint(PHONE, "450 555-0114", label="accueil"),
            ContactPoint(EMAIL, "info@cooperation-exemple.example.org"),
            ContactPoint(EMAIL, "projets@cooperation-exemple.example.org", state=BOUNCED, state_on="2026-11-03"),
        )  # fmt: skip
        main = save_organisation(
            write,
            OrganisationDraft(
                names=(NamePeriod("Aide Exemple Laurentides", acronym="AEL"),), regions=(RegionPeriod("15"),),
                contacts=contacts, aliases=("Aide-Exemple", "AEL-Québec"), tags=("jeunesse", "eau"),
                languages=("fr", "en"), neq="1142345678", charity_number="123026635RR0001", founded="1976",
                web="www.cooperation-exemple.example.org", media_consent=1,
                description_fr="Accompagne des coopératives agricoles et des groupes de jeunes (organisme fictif).",
                notes="Organisme fictif, pour les images et les essais.",
            ),
        )  # fmt: skip
    with database.write(message("New record: {name}", name=FORMER)) as write:
        former = save_organisation(
            write, OrganisationDraft(names=(NamePeriod(FORMER),), regions=(RegionPeriod("05"),), kind="partner")
        )
        admit(write, MembershipDraft(former, "sympathiser", "2001", "2009-03", reason="merger"))
    with database.write(message("Admission of {name}", name=MAIN)) as write:
        admit(write, MembershipDraft(main, "regular", "1976", "1998-06-09", reason="resignation"))
        admit(
            write,
            MembershipDraft(
                main, "sympathiser", "2003-04-01", adopted_on="2003-03-18", decided_by="Conseil d’administration"
            ),
        )
    with database.write(message("Category of {name}", name=MAIN)) as write:
        change_category(
            write, main, "regular", "2017-06-09", adopted_on="2017-06-09", decided_by="Assemblée générale annuelle"
        )
        english = "Example Cooperation Laurentides"
        rename_organisation(write, main, NamePeriod(MAIN, starts_on="2009-06-12", acronym="CEL", english=english))
        link_organisations(write, former, main, "merged", "2009-03")
    with database.write(message("Changes to {name}", name=MAIN)) as write:
        people = [("Camille", "Exemple"), ("Dominique", "Fictif"), ("Sacha", "Des Modèles")]
        ids = [save_person(write, PersonDraft(given, family, pronouns="iel")) for given, family in people]
        roles = (
            RoleDraft(ids[0], main, "direction générale", "2021-04", main_contact=1, delegate=1, signatory=1,
                      contacts=(ContactPoint(EMAIL, "direction@cooperation-exemple.example.org"),
                                ContactPoint(PHONE, "450 555-0114 x23"))),
            RoleDraft(ids[1], main, "chargée de projets", "2023-04-01", substitute=1,
                      contacts=(ContactPoint(EMAIL, "dominique.fictif@example.org", state="away"),)),
            RoleDraft(ids[2], main, "présidence du conseil d’administration", "2012", "2019-06"),
        )  # fmt: skip
        for role in roles:
            save_role(write, role)


def _find(window: Any, name: str) -> int:
    from oci_desktop.queries.relations import find_organisations, find_people

    with window.context.database.read() as reader:
        found = [*find_organisations(reader, name, window.context.as_of)] or [
            *find_people(reader, name, window.context.as_of)
        ]
    return found[0].id


def _record(window: Any, page: str, kind: str, name: str, tab: str = "") -> Any:
    window.show_page(page)
    window.context.go(page, kind, _find(window, name), tab)
    return window.page.panel


def members(window: Any) -> QWidget | None:
    _record(window, "members", "organisation", MAIN, "sheet")
    return None


def membership(window: Any) -> QWidget | None:
    _record(window, "members", "organisation", MAIN, "membership")
    return None


def people_tab(window: Any) -> QWidget | None:
    _record(window, "members", "organisation", MAIN, "people")
    return None


def history(window: Any) -> QWidget | None:
    _record(window, "members", "organisation", MAIN, "history")
    return None


def former(window: Any) -> QWidget | None:
    _record(window, "organisations", "organisation", FORMER, "membership")
    return None


def organisations(window: Any) -> QWidget | None:
    _record(window, "organisations", "organisation", "AQOCI", "sheet")
    return None


def person(window: Any) -> QWidget | None:
    _record(window, "people", "person", "Camille Exemple", "sheet")
    return None


def person_roles(window: Any) -> QWidget | None:
    _record(window, "people", "person", "Sacha Des Modèles", "roles")
    return None


def edit(window: Any) -> QWidget | None:
    panel = _record(window, "members", "organisation", MAIN, "sheet")
    panel.edit()
    panel.form.say_nothing()
    fields = {bound.key: bound.field for bound in panel.form.binder.bounds}
    _type(fields["neq"], "1142 345")
    code = next(part for part in fields["addresses"].parts() if "postal" in part.title.casefold())
    _type(code, "K1A 0B1")
    street = fields["addresses"].parts()[0]
    street.edit.setPlainText("100, rue de l’Exemple, bureau 210")
    panel.form._go_to(street)
    return None


def edit_end(window: Any) -> QWidget | None:
    edit(window)
    window.page.panel.form.binder.bounds[-1].field.focus()
    return None


def new_organisation(window: Any) -> QWidget | None:
    window.show_page("organisations")
    window.page.new()
    return None


def new_person(window: Any) -> QWidget | None:
    window.show_page("people")
    window.page.new()
    return None


def _type(field: Any, text: str) -> None:
    field.edit.setText(text)
    field.changed.emit()
    field.left.emit(field)


def _dialog(window: Any, gesture: str, name: str = MAIN) -> QWidget:
    panel = _record(window, "organisations", "organisation", name, "sheet")
    dialog: QWidget = getattr(panel, gesture)()
    return dialog


def admit(window: Any) -> QWidget:
    return _dialog(window, "admit", FORMER)


def change_category(window: Any) -> QWidget:
    return _dialog(window, "change_category")


def end_membership(window: Any) -> QWidget:
    return _dialog(window, "end_membership")


def rename(window: Any) -> QWidget:
    return _dialog(window, "rename")


def link(window: Any) -> QWidget:
    return _dialog(window, "link", FORMER)


def add_role(window: Any) -> QWidget:
    return _dialog(window, "add_role")


def succeed(window: Any) -> QWidget:
    from oci_desktop.gui.dialogs.records.role import succeed_role

    panel = _record(window, "members", "organisation", MAIN, "people")
    role = panel.data.roles[0]
    return succeed_role(panel.context, window, role.id, role.person, role.organisation, role.title or "")


def lot(window: Any) -> QWidget:
    from oci_desktop.gui.dialogs.records.lot import change_lot

    window.show_page("organisations")
    return change_lot(window.context, window, [1, 2, 3])


def conflict(window: Any) -> QWidget:
    from oci_desktop.gui.dialogs.records.conflict import ConflictDialog, differences

    panel = _record(window, "members", "organisation", MAIN, "sheet")
    panel.edit()
    draft = panel.data.draft
    theirs = replace(draft, web="www.exemple.example.org", regions=(RegionPeriod("14"),))
    mine = replace(draft, web="exemple.example.org", tags=("eau", "paix"))
    dialog = ConflictDialog(window, panel.name(), differences(panel.form.binder, draft, theirs, mine))
    dialog.open()
    return dialog


def other_day(window: Any) -> QWidget | None:
    _record(window, "members", "organisation", MAIN, "sheet")
    window.context.set_as_of("2008-01-01")
    return None


def archived(window: Any) -> QWidget | None:
    panel = _record(window, "organisations", "organisation", FORMER, "sheet")
    panel.archive()
    return None


def several(window: Any) -> QWidget | None:
    window.show_page("members")
    window.page.list.view.selectAll()
    return None


def kept_form(window: Any) -> QWidget | None:
    panel = _record(window, "members", "organisation", MAIN, "sheet")
    panel.edit()
    _type(next(bound.field for bound in panel.form.binder.bounds if bound.key == "web"), "www.exemple.example.org")
    panel.form.keep_now()
    panel._close_form()
    panel.edit()
    panel.form.forget_kept()  # it stays on the picture, not on the disk of the next one
    return None


SCENES: dict[str, Callable[[Any], QWidget | None]] = {
    "members": members,
    "organisations": organisations,
    "people": person,
    "record-membership": membership,
    "record-people": people_tab,
    "record-history": history,
    "record-former": former,
    "person-roles": person_roles,
    "record-other-day": other_day,
    "record-archived": archived,
    "members-several": several,
    "edit-kept": kept_form,
    "edit": edit,
    "edit-end": edit_end,
    "new-organisation": new_organisation,
    "new-person": new_person,
    "dialog-admit": admit,
    "dialog-change-category": change_category,
    "dialog-end-membership": end_membership,
    "dialog-rename": rename,
    "dialog-link": link,
    "dialog-add-role": add_role,
    "dialog-succeed": succeed,
    "dialog-lot": lot,
    "dialog-conflict": conflict,
}
