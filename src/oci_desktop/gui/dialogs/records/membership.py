"""The gestures of membership: admit, change category, end, correct a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import day_after, day_before, format_date, format_period, today
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import ChoiceField, DateField, LineField, NoteField, side_by_side
from oci_desktop.gui.widgets import Strip
from oci_desktop.i18n import N_, _, message
from oci_desktop.model.campaign import ExemptionDraft
from oci_desktop.model.codes import LEAVING_REASONS
from oci_desktop.model.membership import MembershipDraft

_WHEN = N_("A date is needed.")
_WHICH = N_("A category is needed.")
_OVER = N_("The dispense would end before the membership begins.")
_DISPENSED_BY = N_("Say which body decided the dispense; without one, it cannot be admitted.")


def category_labels(context: Context) -> dict[str, str]:
    """code → name of the association's own categories, in the language in force."""
    from oci_desktop.queries.definitions import categories

    with context.database.read() as reader:
        return {code: str(label) for code, label in categories(reader).items()}


@dataclass(frozen=True)
class _Admission(MembershipDraft):
    """A membership to be, with the dispense that lets it begin where the condition is not met."""

    dispensed_by: str | None = None
    dispensed_on: str | None = None
    dispensed_until: str | None = None
    dispense_reason: str | None = None

    def membership(self) -> MembershipDraft:
        return MembershipDraft(**{field.name: getattr(self, field.name) for field in fields(MembershipDraft)})


def admit(context: Context, parent: QWidget | None, organisation_id: int, name: str) -> GestureDialog:
    """Make an organisation a member: in which category, decided when and by whom, in force from when.

    What stands against it is said before, and the dispense that lifts it is recorded in the same action.
    """
    labels = category_labels(context)
    obstacle = _Obstacle(context, organisation_id)

    def check(draft: _Admission) -> Sequence[Problem]:
        problems = required("category", draft.category, _WHICH) + required("starts_on", draft.starts_on, _WHEN)
        if not problems and obstacle.reason(draft):
            problems = required("dispensed_by", draft.dispensed_by, _DISPENSED_BY)
            if draft.dispensed_until and draft.dispensed_until + "~" < (draft.starts_on or ""):
                problems.append(Problem("dispensed_until", message(_OVER)))
        return problems

    def sentence(draft: _Admission) -> str:
        words = (
            _("{name} will be a member ({category}) from {date}.")
            if (draft.starts_on or "") > today()
            else _("{name} is a member ({category}) from {date}.")
        )
        said = words.format(
            name=name, category=labels.get(draft.category, "").lower(), date=format_date(draft.starts_on)
        )
        return f"{said} {_dispense_sentence(draft)}" if obstacle.reason(draft) else said

    def act(draft: _Admission) -> Any:
        from oci_desktop.services.memberships import admit as service

        label = message(N_("Admission of {name}"), name=name)
        dispense = obstacle.dispense(draft) if obstacle.reason(draft) else None
        return operations.run(context, label, lambda write: service(write, draft.membership(), dispense), raising=True)

    dialog = GestureDialog(parent, _("Admit as a member"), name, _("Admit"), check=check, sentence=sentence, act=act)
    dialog.row(dialog.bind("category", ChoiceField(_("Category"), labels, required=True, empty=None)))
    dialog.row(
        dialog.bind("adopted_on", DateField(_("Adopted on"))),
        dialog.bind("starts_on", DateField(_("Entry into force"), required=True)),
    )
    dialog.row(dialog.bind("decided_by", LineField(_("Deciding body"), example=_("For example: Board of directors"))))
    draft = _Admission(organisation_id, next(iter(labels), ""), starts_on=today(), dispensed_on=today())
    if obstacle.may_come():
        _add_dispense(dialog, obstacle)
    dialog.row(dialog.bind("notes", NoteField(_("Notes"))))
    return dialog.start(draft)


class _Obstacle:
    """Why the organisation cannot be admitted on a day as it stands; each day is asked of the file once."""

    def __init__(self, context: Context, organisation_id: int) -> None:
        self._context, self._organisation_id = context, organisation_id
        self._known: dict[str, str] = {}

    def may_come(self) -> bool:
        """Whether the association ever asked for a self-assessment."""
        from oci_desktop.queries.campaigns import list_campaigns

        with self._context.database.read() as reader:
            return bool(list_campaigns(reader))

    def reason(self, draft: _Admission) -> str:
        """The condition that is not met, in words; empty where nothing stands against it."""
        from oci_desktop.services.memberships import admission_obstacle

        starts_on = draft.starts_on or ""
        if starts_on not in self._known:
            with self._context.database.read() as reader:
                found = admission_obstacle(reader, draft)
            self._known[starts_on] = str(found.reason) if found else ""
        return self._known[starts_on]

    def dispense(self, draft: _Admission) -> ExemptionDraft:
        """What is recorded with the admission; in force from the day of the decision, or of the admission."""
        from oci_desktop.services.memberships import admission_day

        day = admission_day(draft)
        return ExemptionDraft(
            self._organisation_id,
            decided_by=draft.dispensed_by or "",
            decided_on=draft.dispensed_on,
            starts_on=min(draft.dispensed_on or day, day),
            ends_on=draft.dispensed_until,
            reason=draft.dispense_reason,
        )


def _add_dispense(dialog: GestureDialog, obstacle: _Obstacle) -> None:
    """The fields of the dispense, with the reason why one is needed above them; shown only where it is."""
    why = Strip("", "pending", closable=False)
    by = dialog.bind("dispensed_by", LineField(_("Dispense decided by"), required=True))
    days = side_by_side(
        dialog.bind("dispensed_on", DateField(_("Decided on"))),
        dialog.bind("dispensed_until", DateField(_("Dispense until"), hint=_("Empty: until further notice"))),
    )
    reason = dialog.bind("dispense_reason", LineField(_("Reason of the dispense")))
    parts: tuple[QWidget, ...] = (why, by, days, reason)
    for part in parts:
        dialog.row(part)

    def follow() -> None:
        draft, _found = dialog.binder.read()
        said = obstacle.reason(draft) if draft.starts_on else ""
        if said:
            why.words.setText(
                _("{reason}. Without a valid attestation, it is admitted with a dispense only.").format(reason=said)
            )
        for part in parts:
            part.setVisible(bool(said))

    dialog.binder.changed.connect(follow)


def _dispense_sentence(draft: _Admission) -> str:
    if draft.dispensed_until:
        return _("A dispense is recorded, until {date}.").format(date=format_date(draft.dispensed_until))
    return _("A dispense is recorded, until further notice.")


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
