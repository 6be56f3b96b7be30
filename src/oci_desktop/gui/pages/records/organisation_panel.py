"""The record of an organisation: its sheet, its membership, its people, its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import covers, format_date, until
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.forms import Form
from oci_desktop.gui.forms.wording import since
from oci_desktop.gui.pages.records.history_tab import history_sheet
from oci_desktop.gui.pages.records.labels import change_label
from oci_desktop.gui.pages.records.membership_tab import membership_sheet
from oci_desktop.gui.pages.records.organisation_form import check, organisation_form
from oci_desktop.gui.pages.records.organisation_sheet import organisation_sheet
from oci_desktop.gui.pages.records.panel import MenuLine, RecordPanel
from oci_desktop.gui.pages.records.roles_tab import roles_sheet
from oci_desktop.gui.pages.records.standing_tab import standing_pills, standing_sheet
from oci_desktop.gui.widgets import Pill
from oci_desktop.i18n import N_, _, message
from oci_desktop.model.codes import ORGANISATION_KINDS
from oci_desktop.model.membership import MembershipDraft, membership_on
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft
from oci_desktop.model.person import RoleDraft
from oci_desktop.queries.relations import LinkRow, RoleRow
from oci_desktop.queries.standing import Fact


@dataclass(frozen=True)
class OrganisationData:
    """What the panel shows; the draft is the present one, the rest is of the day shown."""

    draft: OrganisationDraft
    memberships: Sequence[MembershipDraft]
    roles: Sequence[RoleRow]
    links: Sequence[LinkRow]
    categories: dict[str, str]
    member_since: str | None
    day: str
    facts: Sequence[Fact] = ()
    """The conditions of membership asked for by the day, each with its reason."""

    @property
    def name(self) -> str:
        return self.draft.name_on(self.day).printed

    @property
    def current(self) -> MembershipDraft | None:
        """The membership in force on the day shown."""
        return self.on(self.day)

    def on(self, day: str) -> MembershipDraft | None:
        return membership_on(self.memberships, day)


def load_organisation(reader: Any, record: int, day: str) -> OrganisationData:
    """Raises: NotFoundError."""
    from oci_desktop.model.membership import runs
    from oci_desktop.queries.definitions import categories
    from oci_desktop.queries.records import get_organisation, memberships_of
    from oci_desktop.queries.relations import list_links, list_roles
    from oci_desktop.queries.standing import conditions_of

    draft = get_organisation(reader, record)
    memberships = memberships_of(reader, record)
    member_since = None
    starts = runs([(m.starts_on, m.ends_on) for m in memberships])
    for period, start in zip(memberships, starts, strict=True):
        if covers(period.starts_on, period.ends_on, day):
            member_since = start
    return OrganisationData(
        draft,
        memberships,
        list_roles(reader, day, organisation_id=record),
        list_links(reader, record, day),
        {code: str(label) for code, label in categories(reader).items()},
        member_since,
        day,
        conditions_of(reader, record, day),
    )


class OrganisationPanel(RecordPanel):
    """Reads, edits and does the gestures of one organisation."""

    kind = "organisation"
    data: OrganisationData

    def load(self, reader: Any, record: int) -> OrganisationData:
        return load_organisation(reader, record, self.context.as_of)

    def name(self) -> str:
        return self.data.name

    def draft(self) -> OrganisationDraft:
        return self.data.draft

    def archived_on(self) -> str | None:
        return self.data.draft.archived_on

    def empty_icon(self) -> str:
        return "building-community"

    def empty_title(self) -> str:
        return _("No organisation chosen")

    def tabs(self) -> Sequence[tuple[str, str]]:
        return (
            ("sheet", _("Record")),
            ("membership", _("Membership")),
            ("people", _("People")),
            ("standing", _("Standing")),
            ("history", _("History")),
        )

    def tab(self, key: str) -> QWidget:
        if key == "sheet":
            return organisation_sheet(self)
        if key == "membership":
            return membership_sheet(self)
        if key == "people":
            return roles_sheet(self.context, self.data.roles, self.data.day, "organisation", self.add_role)
        if key == "standing":
            return standing_sheet(self)
        return history_sheet(self.context, "organisation", self.record)

    def pills(self) -> Sequence[Pill]:
        data = self.data
        found = []
        current = data.current
        if data.draft.is_self:
            found.append(Pill(_("The association itself"), "accent", "home"))
        elif current is not None:
            found.append(Pill(data.categories.get(current.category, current.category), "good"))
            if data.member_since:
                found.append(Pill(since(data.member_since), "neutral", "history"))
            if current.ends_on:
                found.append(Pill(until(current.ends_on), "pending", "door-exit"))
            found += standing_pills(data.facts)
        else:
            found.append(self._not_a_member())
        if data.draft.kind != "ngo" and not data.draft.is_self:
            found.append(Pill(_(ORGANISATION_KINDS.get(data.draft.kind, data.draft.kind)), "neutral", "building"))
        if data.draft.archived_on:
            found.append(Pill(_("Archived"), "neutral", "archive"))
        return found

    def _not_a_member(self) -> Pill:
        later = [m for m in self.data.memberships if m.starts_on and m.starts_on > self.data.day]
        if later:
            words = _("Member to be: {date}").format(date=format_date(later[0].starts_on))
            return Pill(words, "pending", "calendar-plus")
        if self.data.memberships:
            return Pill(_("Former member"), "neutral", "door-exit")
        return Pill(_("Not a member"), "neutral")

    def following(self) -> tuple[str, str, Callable[[], object]] | None:
        data, today = self.data, self.context.today
        known = any(m.ends_on is None or m.ends_on >= today for m in data.memberships)
        if known or data.draft.kind != "ngo" or data.draft.is_self:
            return None
        return _("This organisation is not a member."), _("Admit…"), self.admit

    # Gestures.

    def gestures(self) -> Sequence[MenuLine]:
        if self.data is None or self.context.read_only:
            return ()
        found = []
        member = self.data.on(self.context.today)
        if not self.data.draft.is_self:
            if member is None or member.ends_on:
                found.append(MenuLine("admit", _("Admit…"), "circle-plus", self.admit))
            if member is not None:
                found.append(
                    MenuLine("change-category", _("Change the category…"), "switch-horizontal", self.change_category)
                )
                found.append(MenuLine("end-membership", _("End the membership…"), "door-exit", self.end_membership))
            if self.data.facts:
                found.append(MenuLine("exempt", _("Exempt…"), "shield-off", self.exempt))
                words = _("Address it in the campaign…")
                found.append(MenuLine("address", words, "shield-plus", self.address_it))
        found.append(MenuLine("add-role", _("Add a role…"), "user-plus", self.add_role, separated=bool(found)))
        found.append(MenuLine("rename", _("Change the name from a date…"), "cursor-text", self.rename))
        found.append(MenuLine("link", _("Link with what it became…"), "link", self.link))
        found.append(MenuLine("pdf", _("Record as PDF…"), "file-type-pdf", self.print_record, separated=True))
        if self.data.draft.archived_on:
            found.append(MenuLine("restore", _("Restore from the archive"), "restore", self.restore_archived))
        elif not self.data.draft.is_self:
            found.append(MenuLine("archive", _("Archive"), "archive", self.archive))
        return found

    def admit(self) -> object:
        from oci_desktop.gui.dialogs.records.membership import admit

        return admit(self.context, self.window(), self.record, self.name())

    def change_category(self) -> object:
        from oci_desktop.gui.dialogs.records.membership import change_category

        current = self.data.on(self.context.today)
        return current and change_category(self.context, self.window(), self.record, self.name(), current)

    def end_membership(self) -> object:
        from oci_desktop.gui.dialogs.records.membership import end_membership

        current = self.data.on(self.context.today)
        return current and end_membership(self.context, self.window(), self.record, self.name(), current)

    def remove_period(self, period: MembershipDraft) -> object:
        """Take away a period that was entered by mistake; the bar offers to undo."""
        from oci_desktop.gui import operations
        from oci_desktop.services.memberships import delete_membership

        period_id = period.id
        assert period_id is not None
        label = message(N_("Membership of {name} taken away"), name=self.name())
        return operations.run(
            self.context, label, lambda write: delete_membership(write, period_id), parent=self.window()
        )

    def correct_period(self, period: MembershipDraft) -> object:
        from oci_desktop.gui.dialogs.records.membership import correct_period

        return correct_period(self.context, self.window(), self.name(), period)

    def add_role(self, flag: str = "") -> object:
        from oci_desktop.gui.dialogs.records.role import NOBODY, edit_role

        role = RoleDraft(person_id=NOBODY, organisation_id=self.record)
        if flag:
            flags: dict[str, Any] = {flag: 1}
            role = replace(role, **flags)
        return edit_role(self.context, self.window(), role, fixed="organisation", subject=self.name())

    def rename(self) -> object:
        from oci_desktop.gui.dialogs.records.organisation import rename

        return rename(self.context, self.window(), self.data.draft)

    def link(self) -> object:
        from oci_desktop.gui.dialogs.records.organisation import link

        return link(self.context, self.window(), self.data.draft)

    def unlink(self, link_id: int) -> None:
        from oci_desktop.gui.dialogs.records.organisation import unlink

        unlink(self.context, self.window(), link_id, self.name())

    def archive(self) -> bool:
        from oci_desktop.gui.dialogs.records.organisation import archive_record

        return archive_record(self.context, self.window(), self.kind, self.record, self.name())

    def restore_archived(self) -> None:
        from oci_desktop.gui.dialogs.records.organisation import restore_record

        restore_record(self.context, self.window(), self.kind, self.record, self.name())

    def exempt(self) -> object:
        """Record a dispense for this organisation, whatever the campaign."""
        from oci_desktop.gui.dialogs.campaigns.chosen import Chosen
        from oci_desktop.gui.dialogs.campaigns.dispense import exempt

        return exempt(self.context, self.window(), Chosen((0,), (self.record,), (self.name(),)))

    def address_it(self) -> object:
        """Put the organisation in the campaign of today: an applicant, or a member that came later."""
        from oci_desktop.gui.dialogs.campaigns.campaign import add_members
        from oci_desktop.queries.campaigns import current_campaign

        with self.context.database.read() as reader:
            campaign = current_campaign(reader, self.context.today)
        return campaign and add_members(self.context, self.window(), campaign, [self.record])

    def print_record(self) -> None:
        from oci_desktop.gui.dialogs.documents import record_document
        from oci_desktop.gui.dialogs.preview import preview

        preview(self.context, record_document(self.context, self.record, self.name()), parent=self.window())

    # The form.

    def make_form(self, draft: Any | None) -> tuple[Form, Any]:
        opened = draft or OrganisationDraft(names=(NamePeriod(""),), kind=self.new_kind())
        name = opened.name_on(self.context.today).printed
        title = _("Edit {name}").format(name=name) if draft else _("New organisation")
        key = f"organisation-{opened.id or 'new'}"
        checked = check if draft else self._check_new
        return organisation_form(title, self._save, self.keep, key, self._known_tags, checked), opened

    def _check_new(self, draft: OrganisationDraft) -> Sequence[Problem]:
        """What is wrong, and whether the organisation seems to be there already: that does not stop the save."""
        from oci_desktop.queries.relations import find_organisations

        alike = self.alike(draft.names[0].printed if draft.names else None, find_organisations)
        if not alike:
            return check(draft)
        warning = Problem("names.0.printed", message(N_("Already in the file: {names}"), names=alike), "warning")
        return [*check(draft), warning]

    def new_kind(self) -> str:
        return "ngo"

    def _known_tags(self) -> Sequence[str]:
        from oci_desktop.queries.relations import known_tags

        with self.context.database.read() as reader:
            return known_tags(reader)

    def _save(self, draft: OrganisationDraft) -> int:
        from oci_desktop.services.organisations import save_organisation

        before = self.form.binder.draft if self.form is not None else draft
        label = change_label(before, draft, draft.name_on(self.context.today).printed)
        saved = operations.run(
            self.context, label, lambda write: save_organisation(write, draft), parent=self, raising=True
        )
        assert saved is not None
        return saved
