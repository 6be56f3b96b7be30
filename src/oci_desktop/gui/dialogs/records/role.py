"""The gestures of a role: add, edit, end, hand over to a successor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import day_before, format_date, format_period, today
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.dialogs.records.organisation import organisation_field
from oci_desktop.gui.forms import ContactsField, DateField, LineField, NoteField, TicksField
from oci_desktop.gui.forms.picker import PickField
from oci_desktop.i18n import N_, _, message
from oci_desktop.model.codes import EMAIL, MOBILE, PHONE, ROLE_FLAGS
from oci_desktop.model.person import PersonDraft, RoleDraft

NOBODY = 0
"""Stands for the person or the organisation that is not chosen yet."""


def person_field(context: Context, label: str, *, required: bool = False) -> PickField:
    """A field that picks a person as one types, or makes a new one of the name typed."""
    from oci_desktop.queries.relations import find_people

    def find(text: str) -> Any:
        with context.database.read() as reader:
            return find_people(reader, text, today())

    def name_of(record: int) -> str:
        from oci_desktop.queries.records import get_person

        with context.database.read() as reader:
            return get_person(reader, record).name

    return PickField(label, find, name_of=name_of, create=_("New person: {name}"), required=required)


def new_person(name: str) -> PersonDraft:
    """The first word is the given name, the rest the family name: « Camille Des Granges »."""
    given, _space, family = name.partition(" ")
    return PersonDraft(given_name=given if family else None, family_name=family or given)


def edit_role(
    context: Context, parent: QWidget | None, role: RoleDraft, *, fixed: str = "person", subject: str = ""
) -> GestureDialog:
    """Add a role (`role.id` is None) or edit one; `fixed` is the end that the record open already says."""
    picks: dict[str, PickField] = {
        "person": person_field(context, _("Person"), required=True),
        "organisation": organisation_field(
            context, _("Organisation"), required=True, create=_("New organisation: {name}")
        ),
    }

    def check(draft: RoleDraft) -> Sequence[Problem]:
        from oci_desktop.services.people import check_role

        return [
            *required("person_id", draft.person_id, N_("Choose a person.")),
            *required("organisation_id", draft.organisation_id, N_("Choose an organisation.")),
            *check_role(draft),
        ]

    def sentence(draft: RoleDraft) -> str:
        return _("{person} · {title} · {organisation}, {period}.").format(
            person=picks["person"].words(draft.person_id),
            title=draft.title or ", ".join(_(words) for flag, words in ROLE_FLAGS.items() if getattr(draft, flag)),
            organisation=picks["organisation"].words(draft.organisation_id),
            period=format_period(draft.starts_on, draft.ends_on),
        )

    def act(draft: RoleDraft) -> Any:
        from oci_desktop.services.people import save_role

        label = message(
            N_("Role of {person} at {organisation}"),
            person=picks["person"].words(draft.person_id),
            organisation=picks["organisation"].words(draft.organisation_id),
        )
        return operations.run(context, label, lambda write: save_role(write, _with_new(write, draft)), raising=True)

    title = _("Edit the role") if role.id else _("Add a role")
    dialog = GestureDialog(
        parent, title, subject, _("Save") if role.id else _("Add"), check=check, sentence=sentence, act=act, width=540
    )
    for end, field in picks.items():
        dialog.bind(f"{end}_id", field)
        field.edit.setReadOnly(end == fixed or role.id is not None)
        if end != fixed:
            dialog.row(field)
        else:
            field.hide()
    dialog.row(dialog.bind("title", LineField(_("Title, as the person wants it printed"))))
    dialog.row(
        dialog.bind("starts_on", DateField(_("Since"))),
        dialog.bind("ends_on", DateField(_("Until"), hint=_("Empty: still held"))),
    )
    flags = {code: _(words) for code, words in ROLE_FLAGS.items()}
    dialog.row(
        dialog.bind("main_contact", TicksField("", flags, columns=2), key="flags", read=_flags, write=_with_flags)
    )
    dialog.row(dialog.bind("contacts", ContactsField((PHONE, MOBILE, EMAIL), (PHONE, EMAIL), labelled=False)))
    dialog.row(dialog.bind("notes", NoteField(_("Notes"), least=1)))
    return dialog.start(role)


def _flags(draft: RoleDraft) -> tuple[str, ...]:
    return tuple(flag for flag in ROLE_FLAGS if getattr(draft, flag))


def _with_flags(draft: RoleDraft, flags: Sequence[str]) -> RoleDraft:
    values: dict[str, Any] = {flag: int(flag in flags) for flag in ROLE_FLAGS}
    return replace(draft, **values)


def _with_new(write: Any, draft: RoleDraft) -> RoleDraft:
    """Make, in the same action, the person or the organisation that was typed and not found."""
    from oci_desktop.model.organisation import NamePeriod, OrganisationDraft
    from oci_desktop.services.organisations import save_organisation
    from oci_desktop.services.people import save_person

    person: Any = draft.person_id
    if isinstance(person, str):
        draft = replace(draft, person_id=save_person(write, new_person(person)))
    organisation: Any = draft.organisation_id
    if isinstance(organisation, str):
        made = save_organisation(write, OrganisationDraft(names=(NamePeriod(organisation),)))
        draft = replace(draft, organisation_id=made)
    return draft


@dataclass(frozen=True)
class _End:
    ends_on: str | None = None


def end_role(context: Context, parent: QWidget | None, role_id: int, person: str, organisation: str) -> GestureDialog:
    """The last day of a role; the record keeps it among the former ones."""

    def check(draft: _End) -> Sequence[Problem]:
        return required("ends_on", draft.ends_on, N_("A date is needed."))

    def sentence(draft: _End) -> str:
        return _(
            "{person} holds this role at {organisation} until {last}, inclusive. Nobody replaces them yet."
        ).format(person=person, organisation=organisation, last=format_date(draft.ends_on))

    def act(draft: _End) -> Any:
        from oci_desktop.services.people import end_role as service

        assert draft.ends_on
        last = draft.ends_on
        label = message(N_("End of the role of {person} at {organisation}"), person=person, organisation=organisation)
        return operations.run(context, label, lambda write: service(write, role_id, last), raising=True)

    subject = f"{person} · {organisation}"
    dialog = GestureDialog(
        parent, _("End the role"), subject, _("End the role"), check=check, sentence=sentence, act=act
    )
    dialog.row(dialog.bind("ends_on", DateField(_("Last day"), required=True)))
    return dialog.start(_End(today()))


@dataclass(frozen=True)
class _Successor:
    person: int | str | None = None
    from_day: str | None = None


def succeed_role(
    context: Context, parent: QWidget | None, role_id: int, person: str, organisation: str, title: str
) -> GestureDialog:
    """Somebody else takes the role over, with its title, its flags and its work telephone and e-mail."""
    field = person_field(context, _("Successor"), required=True)

    def check(draft: _Successor) -> Sequence[Problem]:
        return required("person", draft.person, N_("Choose a person.")) + required(
            "from_day", draft.from_day, N_("A date is needed.")
        )

    def sentence(draft: _Successor) -> str:
        assert draft.from_day
        return _(
            "{new} takes over from {date}, with the same title, telephone and e-mail at work. "
            "{old} holds the role until {eve}."
        ).format(
            new=field.words(draft.person),
            old=person,
            date=format_date(draft.from_day),
            eve=format_date(day_before(draft.from_day)),
        )

    def act(draft: _Successor) -> Any:
        from oci_desktop.services.people import save_person
        from oci_desktop.services.people import succeed_role as service

        assert draft.from_day
        day, chosen = draft.from_day, draft.person

        def work(write: Any) -> int:
            successor = save_person(write, new_person(chosen)) if isinstance(chosen, str) else chosen
            assert successor is not None
            return service(write, role_id, successor, day)

        label = message(
            N_("{new} succeeds {old} at {organisation}"),
            new=field.words(chosen),
            old=person,
            organisation=organisation,
        )
        return operations.run(context, label, work, raising=True)

    subject = " · ".join(filter(None, (title, organisation)))
    dialog = GestureDialog(
        parent, _("Hand over to a successor"), subject, _("Hand over"), check=check, sentence=sentence, act=act
    )
    dialog.row(dialog.bind("person", field))
    dialog.row(dialog.bind("from_day", DateField(_("From"), required=True, full_day=True)))
    return dialog.start(_Successor(from_day=today()))


def delete_role(context: Context, parent: QWidget | None, role_id: int, person: str, organisation: str) -> None:
    """Take away a role that was entered by mistake; the status bar offers to undo."""
    from oci_desktop.services.people import delete_role as service

    label = message(N_("Removal of a role of {person} at {organisation}"), person=person, organisation=organisation)
    operations.run(context, label, lambda write: service(write, role_id), parent=parent)
