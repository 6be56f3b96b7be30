"""The first tab of an organisation: what one looks it up for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.gui.pages.records.organisation_form import spaced_charity_number
from oci_desktop.gui.pages.records.reading import AddressLabel, Beside, Sheet, email_line, name_link
from oci_desktop.gui.widgets import Button, Label
from oci_desktop.i18n import _
from oci_desktop.model.codes import (
    ADDRESS_KINDS,
    CONTACT_KINDS,
    EMAIL,
    LANGUAGES_SPOKEN,
    LINK_KINDS,
    MAIL_ADDRESS,
    ORGANISATION_KINDS,
    REGIONS,
    ROLE_FLAGS,
)
from oci_desktop.tables import BOOLEAN

if TYPE_CHECKING:
    from oci_desktop.gui.pages.records.organisation_panel import OrganisationPanel
    from oci_desktop.queries.relations import LinkRow, RoleRow

WANTED_OF_MEMBERS = ("main_contact", "delegate", "security_contact")
"""Flags that a member ought to have given to somebody."""


def organisation_sheet(panel: OrganisationPanel) -> Sheet:
    """Where it is and how to reach it, who answers for what, what it is."""
    sheet = Sheet(panel.context)
    _reach(sheet, panel)
    _people(sheet, panel)
    _identity(sheet, panel)
    _links(sheet, panel)
    draft = panel.data.draft
    for title, text in (
        (_("Description in French"), draft.description_fr),
        (_("Description in English"), draft.description_en),
        (_("Notes"), draft.notes),
    ):
        if text:
            sheet.section(title)
            sheet.text(text)
    return sheet


def _reach(sheet: Sheet, panel: OrganisationPanel) -> None:
    draft, day = panel.data.draft, panel.data.day
    sheet.section(_("Contact details"))
    region = draft.region_on(day)
    sheet.value(_("Region"), f"{region} {REGIONS.get(region, '')}" if region else None)
    blank = not region
    for point in draft.contacts:
        if point.is_blank:
            continue
        blank = False
        name = _(CONTACT_KINDS[point.kind])
        if point.kind in ADDRESS_KINDS:
            name = name if point.kind == MAIL_ADDRESS else _("Address")
            lines = formats.address_lines(point.street, point.city, point.province, point.postal_code, point.country)
            sheet.value(name, "\n".join(lines))
        elif point.kind == EMAIL:
            sheet.value(name, email_line(panel.context, point.value or "", point.state, point.state_on))
        else:
            number = formats.phone(point.value or "")
            sheet.value(name, f"{number} ({point.label})" if point.label else number)
    sheet.value(_("Web site"), AddressLabel(draft.web) if draft.web else None)
    sheet.value(_("Languages"), ", ".join(_(LANGUAGES_SPOKEN.get(code, code)) for code in draft.languages))
    if blank and not draft.web:
        sheet.text(_("Nothing entered yet."), "secondary")


def _people(sheet: Sheet, panel: OrganisationPanel) -> None:
    data = panel.data
    held = [role for role in data.roles if role.in_force]
    # What is missing is said of today only: a past day cannot be mended.
    member = data.current is not None and panel.context.is_today
    if not held and not member:
        return
    see_all = Button(_("See all"), lambda: panel.tabs_widget.show_tab("people"), look="link")
    sheet.section(_("People"), see_all if held else None)
    titled: set[int] = set()
    for flag, words in ROLE_FLAGS.items():
        holders = [role for role in held if flag in role.flags]
        if holders:
            sheet.value(_(words), _names(panel, holders, titled))
        elif member and flag in WANTED_OF_MEMBERS:
            sheet.value(_(words), _vacant(panel, flag))
    others = [role for role in held if not role.flags]
    if others:
        sheet.value(_("Others") if titled else _("Roles"), _names(panel, others[:5], titled))


def _names(panel: OrganisationPanel, roles: Sequence[RoleRow], titled: set[int]) -> QWidget:
    """Who holds it; a title is said once, the first time its holder is named."""
    box = Beside()
    for role in roles:
        go: Callable[[], object] = partial(panel.context.go, "people", "person", role.person_id)
        box.column.addWidget(name_link(role.person, go), 0, Qt.AlignmentFlag.AlignLeft)
        if role.title and role.id not in titled:
            titled.add(role.id)
            box.column.addWidget(Label(role.title, "small", wrap=True))
    return box


def _vacant(panel: OrganisationPanel, flag: str) -> QWidget:
    box = Beside()
    row = QHBoxLayout()
    box.column.addLayout(row)
    row.setSpacing(6)
    row.addWidget(Label(_("to be named"), "warning"))
    if not panel.context.read_only:
        row.addWidget(Button(_("Name somebody…"), partial(panel.add_role, flag), look="link"))
    row.addStretch()
    return box


def _identity(sheet: Sheet, panel: OrganisationPanel) -> None:
    draft = panel.data.draft
    name = draft.name_on(panel.data.day)
    sheet.section(_("Identity"))
    sheet.value(_("Acronym"), name.acronym)
    sheet.value(_("Kind"), _(ORGANISATION_KINDS.get(draft.kind, draft.kind)))
    sheet.value(_("In English"), name.english)
    sheet.value(_("Legal name"), name.legal)
    sheet.value(_("Usual name"), name.usual)
    sheet.value(_("Other names"), ", ".join(draft.aliases))
    sheet.value(_("Founded"), format_date(draft.founded))
    sheet.value(_("NEQ"), draft.neq)
    sheet.value(_("Charity No."), spaced_charity_number(draft.charity_number) if draft.charity_number else None)
    sheet.value(_("Tags"), ", ".join(draft.tags))
    consent = BOOLEAN.format(draft.media_consent)
    sheet.value(_("Named to the media"), consent)
    sheet.value(_("Filed under"), name.sort_as)


def _links(sheet: Sheet, panel: OrganisationPanel) -> None:
    if not panel.data.links:
        return
    sheet.section(_("What it came from, what it became"))
    for link in panel.data.links:
        sheet.add(_link(panel, link), 4)


def _link(panel: OrganisationPanel, link: LinkRow) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    words = _(LINK_KINDS.get(link.kind, link.kind)) if link.other_is_successor else _("came from")
    when = f" ({format_date(link.happened_on)})" if link.happened_on else ""
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addWidget(Label(f"{words}{when}", "small", wrap=True))
    go: Callable[[], object] = partial(panel.context.go, "organisations", "organisation", link.other_id)
    column.addWidget(name_link(link.other, go), 0, Qt.AlignmentFlag.AlignLeft)
    row.addLayout(column, 1)
    if not panel.context.read_only:
        row.addWidget(Button(_("Unlink"), partial(panel.unlink, link.id), look="link"), 0, Qt.AlignmentFlag.AlignTop)
    return box
