"""The record of a person: how to write to them, their roles, their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.forms import Form
from oci_desktop.gui.pages.records.history_tab import history_sheet
from oci_desktop.gui.pages.records.labels import change_label
from oci_desktop.gui.pages.records.panel import MenuLine, RecordPanel
from oci_desktop.gui.pages.records.person_form import check, person_form
from oci_desktop.gui.pages.records.reading import Pills, Sheet, email_line, name_link
from oci_desktop.gui.pages.records.roles_tab import FLAG_ICONS, roles_sheet
from oci_desktop.gui.widgets import Button, Label, Pill
from oci_desktop.i18n import N_, _, message
from oci_desktop.model.codes import ADDRESS_KINDS, CIVILITIES, CONTACT_KINDS, EMAIL, LANGUAGES_SPOKEN, ROLE_FLAGS
from oci_desktop.model.person import PersonDraft, RoleDraft
from oci_desktop.queries.relations import RoleRow


@dataclass(frozen=True)
class PersonData:
    """What the panel shows."""

    draft: PersonDraft
    roles: Sequence[RoleRow]
    day: str

    @property
    def held(self) -> list[RoleRow]:
        return [role for role in self.roles if role.in_force]


class PersonPanel(RecordPanel):
    """Reads, edits and does the gestures of one person."""

    kind = "person"
    data: PersonData

    def load(self, reader: Any, record: int) -> PersonData:
        from oci_desktop.queries.records import get_person
        from oci_desktop.queries.relations import list_roles

        day = self.context.as_of
        return PersonData(get_person(reader, record), list_roles(reader, day, person_id=record), day)

    def name(self) -> str:
        return self.data.draft.name

    def under(self) -> str:
        held = self.data.held
        if not held:
            return ""
        return ", ".join(filter(None, (held[0].title, held[0].organisation)))

    def draft(self) -> PersonDraft:
        return self.data.draft

    def archived_on(self) -> str | None:
        return self.data.draft.archived_on

    def empty_icon(self) -> str:
        return "user"

    def empty_title(self) -> str:
        return _("Nobody chosen")

    def tabs(self) -> Sequence[tuple[str, str]]:
        return (("sheet", _("Record")), ("roles", _("Roles")), ("history", _("History")))

    def tab(self, key: str) -> QWidget:
        if key == "sheet":
            return person_sheet(self)
        if key == "roles":
            return roles_sheet(self.context, self.data.roles, self.data.day, "person", self.add_role)
        return history_sheet(self.context, "person", self.record)

    def pills(self) -> Sequence[Pill]:
        flags = dict.fromkeys(flag for role in self.data.held for flag in role.flags)
        found = [Pill(_(ROLE_FLAGS[flag]), "accent", FLAG_ICONS[flag]) for flag in flags]
        if not self.data.held:
            found.append(Pill(_("No role now") if self.context.is_today else _("No role on this day"), "neutral"))
        if self.data.draft.archived_on:
            found.append(Pill(_("Archived"), "neutral", "archive"))
        return found

    # Gestures.

    def gestures(self) -> Sequence[MenuLine]:
        if self.data is None or self.context.read_only:
            return ()
        found = [MenuLine("add-role", _("Add a role…"), "user-plus", self.add_role)]
        if self.data.draft.archived_on:
            found.append(
                MenuLine("restore", _("Restore from the archive"), "restore", self.restore_archived, separated=True)
            )
        else:
            found.append(MenuLine("archive", _("Archive"), "archive", self.archive, separated=True))
        return found

    def add_role(self) -> object:
        from oci_desktop.gui.dialogs.records.role import NOBODY, edit_role

        role = RoleDraft(person_id=self.record, organisation_id=NOBODY)
        return edit_role(self.context, self.window(), role, fixed="person", subject=self.name())

    def archive(self) -> bool:
        from oci_desktop.gui.dialogs.records.organisation import archive_record

        return archive_record(self.context, self.window(), self.kind, self.record, self.name())

    def restore_archived(self) -> None:
        from oci_desktop.gui.dialogs.records.organisation import restore_record

        restore_record(self.context, self.window(), self.kind, self.record, self.name())

    # The form.

    def make_form(self, draft: Any | None) -> tuple[Form, Any]:
        opened = draft or PersonDraft()
        title = _("Edit {name}").format(name=opened.name) if draft else _("New person")
        checked = check if draft else self._check_new
        return person_form(title, self._save, self.keep, f"person-{opened.id or 'new'}", checked), opened

    def _check_new(self, draft: PersonDraft) -> Sequence[Problem]:
        """What is wrong, and whether somebody of that name is there already: that does not stop the save."""
        from oci_desktop.queries.relations import find_people

        both = draft.name if draft.given_name and draft.family_name else None
        alike = self.alike(both, find_people)
        if not alike:
            return check(draft)
        warning = Problem("family_name", message(N_("Already in the file: {names}"), names=alike), "warning")
        return [*check(draft), warning]

    def _save(self, draft: PersonDraft) -> int:
        from oci_desktop.services.people import save_person

        before = self.form.binder.draft if self.form is not None else draft
        label = change_label(before, draft, draft.name)
        saved = operations.run(self.context, label, lambda write: save_person(write, draft), parent=self, raising=True)
        assert saved is not None
        return saved


def person_sheet(panel: PersonPanel) -> Sheet:
    """The roles held, how to reach the person at work, how to write to them, what is private."""
    sheet = Sheet(panel.context)
    data, context = panel.data, panel.context
    see_all = Button(_("See all"), lambda: panel.tabs_widget.show_tab("roles"), look="link")
    sheet.section(_("At work"), see_all if data.roles else None)
    for number, role in enumerate(data.held):
        go = partial(context.go, "organisations", "organisation", role.organisation_id)
        sheet.add(name_link(role.organisation, go), 16 if number else 2)
        sheet.add(_spaced_above())
        sheet.value(_("Title"), role.title)
        for address, state in role.emails:
            sheet.value(_("E-mail"), email_line(context, address, state))
        sheet.value(_("Telephone"), formats.phone(role.phone) if role.phone else None)
        if role.flags:
            pills = Pills([Pill(_(ROLE_FLAGS[flag]), "accent", FLAG_ICONS[flag]) for flag in role.flags])
            sheet.value(_("Answers for"), pills)
    if not data.held:
        sheet.text(_("No role on this day."), "secondary")
    draft = data.draft
    sheet.section(_("To write to them"))
    sheet.value(_("Civility"), _(CIVILITIES.get(draft.civility, draft.civility)) if draft.civility else None)
    sheet.value(_("Form of address"), draft.form_of_address)
    sheet.value(_("Pronouns"), draft.pronouns)
    sheet.value(_("Language"), _(LANGUAGES_SPOKEN.get(draft.language, draft.language)) if draft.language else None)
    sheet.value(_("Filed under"), draft.sort_as or ", ".join(filter(None, (draft.family_name, draft.given_name))))
    sheet.value(_("Archived on"), format_date(draft.archived_on))
    if draft.contacts:
        sheet.section(_("Private"))
        for point in draft.contacts:
            name = _(CONTACT_KINDS[point.kind])
            if point.kind in ADDRESS_KINDS:
                lines = formats.address_lines(
                    point.street, point.city, point.province, point.postal_code, point.country
                )
                sheet.value(name, "\n".join(lines))
            elif point.kind == EMAIL:
                sheet.value(name, email_line(context, point.value or "", point.state, point.state_on))
            else:
                sheet.value(name, formats.phone(point.value or ""))
    if draft.notes:
        sheet.section(_("Notes"))
        sheet.text(draft.notes)
    return sheet


def _spaced_above() -> QWidget:
    space = Label("")
    space.setFixedHeight(3)
    return space
