"""The people of an organisation, or the roles of a person: the ones held on the day first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.dates import format_period
from oci_desktop.gui import icons
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.records.reading import Pills, Sheet, email_line, name_link
from oci_desktop.gui.widgets import Button, Label, Pill, icon_button, line
from oci_desktop.i18n import _
from oci_desktop.model.codes import ROLE_FLAGS
from oci_desktop.queries.relations import RoleRow

FLAG_ICONS = {
    "main_contact": "address-book",
    "delegate": "hand-stop",
    "substitute": "replace",
    "security_contact": "shield",
    "signatory": "signature",
}


def roles_sheet(
    context: Context, roles: Sequence[RoleRow], day: str, seen_from: str, add: Callable[[], object]
) -> Sheet:
    """`seen_from` is the record open: "organisation" shows the people, "person" the organisations."""
    sheet = Sheet(context)
    adder = None if context.read_only else Button(_("Add a role…"), lambda: add(), look="link")
    held = [role for role in roles if role.in_force]
    ahead = [role for role in roles if not role.in_force and role.starts_on and role.starts_on > day]
    former = [role for role in roles if not role.in_force and role not in ahead]
    sheet.section(_("People") if seen_from == "organisation" else _("Roles"), adder)
    for number, role in enumerate(held):
        if number:
            sheet.add(line(), 9)
        sheet.add(role_row(context, role, seen_from), 9 if number else 2)
    if not held:
        nobody = _("Nobody holds a role here on this day.")
        sheet.text(nobody if seen_from == "organisation" else _("No role on this day."), "secondary")
    for title, others in ((_("To come"), ahead), (_("Former roles"), former)):
        if others:
            sheet.section(title)
            for number, role in enumerate(others):
                if number:
                    sheet.add(line(), 9)
                sheet.add(role_row(context, role, seen_from), 9 if number else 2)
    return sheet


def role_row(context: Context, role: RoleRow, seen_from: str) -> QWidget:
    """One role: who or where, the title, since when, its flags, its telephone and e-mail at work."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    head = QHBoxLayout()
    head.setSpacing(4)
    if seen_from == "organisation":
        head.addWidget(name_link(role.person, partial(context.go, "people", "person", role.person_id)))
    else:
        go = partial(context.go, "organisations", "organisation", role.organisation_id)
        head.addWidget(name_link(role.organisation, go))
    head.addStretch()
    if not context.read_only:
        more = icon_button("dots", _("What can be done with the role of {person}").format(person=role.person))
        more.setFixedSize(26, 22)
        more.clicked.connect(lambda: _menu(context, role, more))
        head.addWidget(more)
    column.addLayout(head)
    if role.title:
        column.addWidget(Label(role.title, wrap=True))
    if role.starts_on or role.ends_on:
        column.addWidget(Label(format_period(role.starts_on, role.ends_on), "small", wrap=True))
    if role.flags:
        column.addSpacing(3)
        column.addWidget(Pills([Pill(_(ROLE_FLAGS[flag]), "accent", FLAG_ICONS[flag]) for flag in role.flags]))
    for address, state in role.emails:
        column.addWidget(email_line(context, address, state))
    if role.phone:
        column.addWidget(Label(formats.phone(role.phone)))
    return box


def _menu(context: Context, role: RoleRow, under: QWidget) -> None:
    menu = role_menu(context, role, under)
    menu.popup(under.mapToGlobal(QPoint(0, under.height() + 2)))


def role_menu(context: Context, role: RoleRow, parent: QWidget) -> QMenu:
    """Edit, end, hand over, or take away a role entered by mistake."""
    from oci_desktop.gui.dialogs.records import role as dialogs

    window = parent.window()

    def edit() -> None:
        from oci_desktop.queries.records import get_role

        with context.database.read() as reader:
            draft = get_role(reader, role.id)
        dialogs.edit_role(context, window, draft, fixed="", subject=f"{role.person} · {role.organisation}")

    menu = QMenu(parent)
    menu.addAction(icons.icon("pencil"), _("Edit the role…"), edit)
    if role.in_force:
        title = role.title or ""
        menu.addAction(
            icons.icon("user-share"),
            _("Hand over to a successor…"),
            lambda: dialogs.succeed_role(context, window, role.id, role.person, role.organisation, title),
        )
        menu.addAction(
            icons.icon("door-exit"),
            _("End the role…"),
            lambda: dialogs.end_role(context, window, role.id, role.person, role.organisation),
        )
    menu.addSeparator()
    menu.addAction(
        icons.icon("trash"),
        _("Remove, it was entered by mistake"),
        lambda: dialogs.delete_role(context, window, role.id, role.person, role.organisation),
    )
    return menu
