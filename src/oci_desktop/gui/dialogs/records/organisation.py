"""The gestures of an organisation: rename from a date, link with what it became, archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import day_before, format_date, today
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import ChoiceField, DateField, LineField, NoteField
from oci_desktop.gui.forms.picker import PickField
from oci_desktop.i18n import N_, _, message
from oci_desktop.model.codes import LINK_KINDS
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft


def organisation_field(context: Context, label: str, *, required: bool = False, create: str = "") -> PickField:
    """A field that picks an organisation as one types."""
    from oci_desktop.queries.relations import find_organisations

    def find(text: str) -> Any:
        with context.database.read() as reader:
            return find_organisations(reader, text, today())

    def name_of(record: int) -> str:
        from oci_desktop.queries.records import get_organisation

        with context.database.read() as reader:
            return get_organisation(reader, record).name_on(today()).printed

    return PickField(label, find, name_of=name_of, required=required, create=create)


def rename(context: Context, parent: QWidget | None, organisation: OrganisationDraft) -> GestureDialog:
    """Another name from a day on; lists of earlier days keep the earlier name."""
    current = organisation.name_on(today())

    def check(draft: NamePeriod) -> Sequence[Problem]:
        return required("printed", draft.printed, N_("A name is needed.")) + required(
            "starts_on", draft.starts_on, N_("A date is needed.")
        )

    def sentence(draft: NamePeriod) -> str:
        assert draft.starts_on
        if draft.printed == current.printed:
            return ""
        return _("From {day} it is called “{new}”. Until {eve} lists and reports keep “{old}”.").format(
            day=format_date(draft.starts_on),
            new=draft.printed,
            eve=format_date(day_before(draft.starts_on)),
            old=current.printed,
        )

    def act(draft: NamePeriod) -> Any:
        from oci_desktop.services.organisations import rename_organisation

        assert organisation.id is not None
        record = organisation.id
        label = message(N_("New name of {name}"), name=current.printed)
        operations.run(context, label, lambda write: rename_organisation(write, record, draft), raising=True)
        return record

    def text(draft: NamePeriod, value: str | None) -> NamePeriod:
        return replace(draft, printed=value or "")

    dialog = GestureDialog(
        parent, _("Change the name from a date"), current.printed, _("Change the name"),
        check=check, sentence=sentence, act=act, width=520,
    )  # fmt: skip
    dialog.row(dialog.bind("starts_on", DateField(_("From"), required=True, full_day=True)))
    dialog.row(dialog.bind("printed", LineField(_("New name, as printed"), required=True), write=text))
    dialog.row(dialog.bind("acronym", LineField(_("Acronym"))), dialog.bind("english", LineField(_("Name in English"))))
    dialog.row(dialog.bind("legal", LineField(_("Legal name"))), dialog.bind("usual", LineField(_("Usual name"))))
    return dialog.start(replace(current, id=None, starts_on=today(), sort_as=None, legal=None, usual=None))


@dataclass(frozen=True)
class _Link:
    kind: str = "merged"
    other: int | None = None
    happened_on: str | None = None
    notes: str | None = None


def link(context: Context, parent: QWidget | None, organisation: OrganisationDraft) -> GestureDialog:
    """Say what the organisation became: by a merger, a split or a change of name."""
    name = organisation.name_on(today()).printed
    field = organisation_field(context, _("Organisation that it became"), required=True)

    def check(draft: _Link) -> Sequence[Problem]:
        return required("other", draft.other, N_("Choose an organisation."))

    def sentence(draft: _Link) -> str:
        words = f"{name} {_(LINK_KINDS[draft.kind])} {field.words(draft.other)}"
        return f"{words} ({format_date(draft.happened_on)})." if draft.happened_on else f"{words}."

    def act(draft: _Link) -> Any:
        from oci_desktop.services.organisations import link_organisations

        record, other = organisation.id, draft.other
        assert record is not None
        assert other is not None
        label = message(N_("What {name} became"), name=name)
        return operations.run(
            context,
            label,
            lambda write: link_organisations(write, record, other, draft.kind, draft.happened_on, draft.notes),
            raising=True,
        )

    dialog = GestureDialog(
        parent, _("Link with another organisation"), name, _("Link"), check=check, sentence=sentence, act=act, width=520
    )
    kinds = {code: f"… {_(words)}…" for code, words in LINK_KINDS.items()}
    dialog.row(dialog.bind("kind", ChoiceField(_("What happened"), kinds, required=True, empty=None)))
    dialog.row(dialog.bind("other", field))
    dialog.row(dialog.bind("happened_on", DateField(_("When"))))
    dialog.row(dialog.bind("notes", NoteField(_("Notes"))))
    return dialog.start(_Link())


def unlink(context: Context, parent: QWidget | None, link_id: int, name: str) -> None:
    """Take a link away; it can be undone."""
    from oci_desktop.services.organisations import unlink_organisations

    label = message(N_("What {name} became"), name=name)
    operations.run(context, label, lambda write: unlink_organisations(write, link_id), parent=parent)


def archive_record(context: Context, parent: QWidget | None, kind: str, record: int, name: str) -> bool:
    """Put a record away, or say why it cannot be; the status bar offers to undo."""
    from oci_desktop.services.organisations import archive_organisation
    from oci_desktop.services.people import archive_person

    service = archive_organisation if kind == "organisation" else archive_person
    label = message(N_("Archiving of {name}"), name=name)
    done: list[bool] = []

    def work(write: Any) -> None:
        service(write, record)
        done.append(True)

    operations.run(context, label, work, parent=parent, news=_("{name} is in the archive.").format(name=name))
    return bool(done)


def restore_record(context: Context, parent: QWidget | None, kind: str, record: int, name: str) -> None:
    """Take a record out of the archive."""
    from oci_desktop.services.organisations import restore_organisation
    from oci_desktop.services.people import restore_person

    service = restore_organisation if kind == "organisation" else restore_person
    label = message(N_("{name} out of the archive"), name=name)
    operations.run(context, label, lambda write: service(write, record), parent=parent)
