"""The gestures of membership: admit, change category, end, correct a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import day_after, day_before, format_date, format_period, today
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import ChoiceField, DateField, LineField, NoteField
from oci_desktop.i18n import N_, _, message
from oci_desktop.model.codes import LEAVING_REASONS
from oci_desktop.model.membership import MembershipDraft

_WHEN = N_("A date is needed.")
_WHICH = N_("A category is needed.")


def category_labels(context: Context) -> dict[str, str]:
    """code → name of the association's own categories, in the language in force."""
    from oci_desktop.queries.definitions import categories

    with context.database.read() as reader:
        return {code: str(label) for code, label in categories(reader).items()}


def admit(context: Context, parent: QWidget | None, organisation_id: int, name: str) -> GestureDialog:
    """Make an organisation a member: in which category, decided when and by whom, in force from when."""
    labels = category_labels(context)

    def check(draft: MembershipDraft) -> Sequence[Problem]:
        return required("category", draft.category, _WHICH) + required("starts_on", draft.starts_on, _WHEN)

    def sentence(draft: MembershipDraft) -> str:
        words = (
            _("{name} will be a member ({category}) from {date}.")
            if (draft.starts_on or "") > today()
            else _("{name} is a member ({category}) from {date}.")
        )
        return words.format(
            name=name, category=labels.get(draft.category, "").lower(), date=format_date(draft.starts_on)
        )

    def act(draft: MembershipDraft) -> Any:
        from oci_desktop.services.memberships import admit as service

        label = message(N_("Admission of {name}"), name=name)
        return operations.run(context, label, lambda write: service(write, draft), raising=True)

    dialog = GestureDialog(parent, _("Admit as a member"), name, _("Admit"), check=check, sentence=sentence, act=act)
    dialog.row(dialog.bind("category", ChoiceField(_("Category"), labels, required=True, empty=None)))
    dialog.row(
        dialog.bind("adopted_on", DateField(_("Adopted on"))),
        dialog.bind("starts_on", DateField(_("Entry into force"), required=True)),
    )
    dialog.row(dialog.bind("decided_by", LineField(_("Deciding body"), example=_("For example: Board of directors"))))
    dialog.row(dialog.bind("notes", NoteField(_("Notes"))))
    return dialog.start(MembershipDraft(organisation_id, next(iter(labels), ""), starts_on=today()))


@dataclass(frozen=True)
class _NewCategory:
    category: str | None = None
    from_day: str | None = None
    adopted_on: str | None = None
    decided_by: str | None = None


def change_category(
    context: Context, parent: QWidget | None, organisation_id: int, name: str, current: MembershipDraft
) -> GestureDialog:
    """Another category from a day on: the period in force ends the day before, the next one begins."""
    labels = category_labels(context)

    def check(draft: _NewCategory) -> Sequence[Problem]:
        return required("category", draft.category, _WHICH) + required("from_day", draft.from_day, _WHEN)

    def sentence(draft: _NewCategory) -> str:
        assert draft.from_day
        return _(
            "From {day}, {name} is in the category “{new}”. The period “{old}” ends on {eve} and stays in the record."
        ).format(
            name=name,
            new=labels.get(draft.category or "", ""),
            old=labels.get(current.category, current.category),
            day=format_date(draft.from_day),
            eve=format_date(day_before(draft.from_day)),
        )

    def act(draft: _NewCategory) -> Any:
        from oci_desktop.services.memberships import change_category as service

        assert draft.category
        assert draft.from_day
        category, day = draft.category, draft.from_day
        label = message(N_("Category of {name}"), name=name)
        return operations.run(
            context,
            label,
            lambda write: service(
                write, organisation_id, category, day, adopted_on=draft.adopted_on, decided_by=draft.decided_by
            ),
            raising=True,
        )

    dialog = GestureDialog(
        parent, _("Change the category"), name, _("Change the category"), check=check, sentence=sentence, act=act
    )
    others = {code: words for code, words in labels.items() if code != current.category}
    dialog.row(
        dialog.bind("category", ChoiceField(_("New category"), others, required=True, empty=None)),
        dialog.bind("from_day", DateField(_("From"), required=True, full_day=True)),
    )
    dialog.row(
        dialog.bind("adopted_on", DateField(_("Adopted on"))),
        dialog.bind("decided_by", LineField(_("Deciding body"))),
    )
    return dialog.start(_NewCategory(next(iter(others), None), today()))


def end_membership(
    context: Context, parent: QWidget | None, organisation_id: int, name: str, current: MembershipDraft
) -> GestureDialog:
    """The last day as a member, the notice given, the reason."""

    def check(draft: MembershipDraft) -> Sequence[Problem]:
        return required("ends_on", draft.ends_on, _WHEN)

    def sentence(draft: MembershipDraft) -> str:
        assert draft.ends_on
        return _(
            "{name} is a member until {last}, inclusive. From {next} it is no longer in the lists of members."
        ).format(name=name, last=format_date(draft.ends_on), next=format_date(day_after(draft.ends_on)))

    def act(draft: MembershipDraft) -> Any:
        from oci_desktop.services.memberships import end_membership as service

        assert draft.ends_on
        last = draft.ends_on
        label = message(N_("End of the membership of {name}"), name=name)
        return operations.run(
            context,
            label,
            lambda write: service(
                write,
                organisation_id,
                last,
                notice_on=draft.notice_on,
                reason=draft.reason,
                decided_by=draft.decided_by,
            ),
            raising=True,
        )

    dialog = GestureDialog(
        parent, _("End the membership"), name, _("End the membership"), check=check, sentence=sentence, act=act
    )
    dialog.row(
        dialog.bind("ends_on", DateField(_("Last day as a member"), required=True)),
        dialog.bind("notice_on", DateField(_("Notice given on"))),
    )
    dialog.row(dialog.bind("reason", ChoiceField(_("Reason"), _reasons())))
    dialog.row(dialog.bind("decided_by", LineField(_("Deciding body"))))
    return dialog.start(replace(current, ends_on=today(), decided_by=None))


def correct_period(context: Context, parent: QWidget | None, name: str, period: MembershipDraft) -> GestureDialog:
    """Correct what was typed about one period; the others are left as they are."""
    labels = category_labels(context)

    def check(draft: MembershipDraft) -> Sequence[Problem]:
        from oci_desktop.services.memberships import check_membership

        return check_membership(draft)

    def sentence(draft: MembershipDraft) -> str:
        category = labels.get(draft.category, draft.category)
        return f"{category}, {format_period(draft.starts_on, draft.ends_on)}."

    def act(draft: MembershipDraft) -> Any:
        from oci_desktop.services.memberships import save_membership

        label = message(N_("Membership of {name}"), name=name)
        return operations.run(context, label, lambda write: save_membership(write, draft), raising=True)

    dialog = GestureDialog(
        parent, _("Correct this membership"), name, _("Save"), check=check, sentence=sentence, act=act, width=520
    )
    dialog.row(dialog.bind("category", ChoiceField(_("Category"), labels, required=True, empty=None)))
    always = _("Empty: since always")
    dialog.row(
        dialog.bind("starts_on", DateField(_("Entry into force"), hint=always)),
        dialog.bind("ends_on", DateField(_("Last day as a member"), hint=_("Empty: still a member"))),
    )
    dialog.row(
        dialog.bind("adopted_on", DateField(_("Adopted on"))),
        dialog.bind("notice_on", DateField(_("Notice given on"))),
    )
    dialog.row(
        dialog.bind("decided_by", LineField(_("Deciding body"))),
        dialog.bind("reason", ChoiceField(_("Reason for leaving"), _reasons())),
    )
    dialog.row(dialog.bind("notes", NoteField(_("Notes"))))
    return dialog.start(period)


def _reasons() -> Mapping[str, str]:
    return {code: _(words) for code, words in LEAVING_REASONS.items()}
