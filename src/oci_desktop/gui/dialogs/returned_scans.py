"""A scan that came back: whose it is when no machine can tell, then its dates and names, one scan after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from oci_desktop.errors import Problem
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import ChoiceField
from oci_desktop.gui.forms.picker import PickField
from oci_desktop.i18n import N_, _
from oci_desktop.model.standing import STEPS
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.exchange.returned import Returned


def attach_scan(
    context: Context,
    parent: QWidget,
    form: Returned,
    more: bool,
    attached: Callable[[str], object],
    stopped: Callable[[], object],
) -> None:
    """Ask for the member where it is unknown, then for its attestation with the scan attached.

    `more` says that other scans wait; `attached` is called with the member’s name once it is saved,
    `stopped` when the person gives up.
    """
    if form.self_assessment_id is None:
        dialog = _ask_member(context, parent, form)
        dialog.done_with.connect(lambda found: _enter(context, parent, form, found, more, attached, stopped))
        dialog.rejected.connect(stopped)
    else:
        _enter(context, parent, form, form.self_assessment_id, more, attached, stopped)


def _enter(
    context: Context,
    parent: QWidget,
    form: Returned,
    self_assessment_id: int,
    more: bool,
    attached: Callable[[str], object],
    stopped: Callable[[], object],
) -> None:
    from oci_desktop.gui.dialogs.campaigns.attestation import enter_attestation

    dialog = enter_attestation(context, parent, self_assessment_id)
    dialog.document.set_value(form.path)
    dialog.document.mark()  # the person has typed nothing yet: Escape asks nothing
    if more:
        dialog.verb.set_text(_("Save and next"))
    dialog.done_with.connect(lambda _saved: attached(dialog.asked.name))
    dialog.rejected.connect(stopped)


@dataclass(frozen=True)
class _Whose:
    campaign: str | None = None
    member: int | None = None


@dataclass(frozen=True)
class _Candidate:
    """A member of a campaign, by its self-assessment."""

    id: int
    name: str
    detail: str


class _MemberDialog(GestureDialog):
    """Which member, of which campaign: the one under way unless another is chosen."""

    def __init__(self, context: Context, parent: QWidget, form: Returned) -> None:
        super().__init__(
            parent, _("Whose scan is this?"), form.path.name, _("Go on"), check=_check, sentence=lambda _draft: "",
            act=lambda draft: draft.member, width=460,
        )  # fmt: skip
        from oci_desktop.queries.campaigns import current_campaign, list_campaigns

        self._context = context
        with context.database.read() as reader:
            campaigns = list_campaigns(reader)
            current = current_campaign(reader, context.today)
        self._members: dict[str, Sequence[_Candidate]] = {}
        titles = {one.code: str(one.title) for one in campaigns}
        self._start = current.code if current is not None else next(iter(titles), None)
        self.campaign = ChoiceField(_("Campaign"), titles, empty=None)
        self.member = PickField(_("Member"), self._find, name_of=self._name, required=True)
        self.row(self.bind("member", self.member))
        self.row(self.bind("campaign", self.campaign))
        self.campaign.changed.connect(lambda: self.member.set_value(None))

    def open_now(self) -> _MemberDialog:
        self.start(_Whose(self._start))
        return self

    def _find(self, text: str) -> list[_Candidate]:
        words = search_norm(text).split()
        found = [one for one in self._all() if all(word in search_norm(f"{one.name}") for word in words)]
        return found if words else []

    def _name(self, self_assessment_id: int) -> str:
        return next((one.name for one in self._all() if one.id == self_assessment_id), "")

    def _all(self) -> Sequence[_Candidate]:
        from oci_desktop.queries.definitions import get_list
        from oci_desktop.queries.lists import Query, list_ids, list_rows

        code = str(self.campaign.value() or self._start or "")
        if code not in self._members:
            with self._context.database.read() as reader:
                definition = get_list(reader, "campaign")
                query = Query(self._context.today).filtered("campaign", code)
                ids = list_ids(reader, definition, query)
                rows: list[tuple[Any, ...]] = list_rows(reader, definition, query, ids, ("id", "member", "step"))
            self._members[code] = [_Candidate(row[0], row[1], _(STEPS.get(row[2], ""))) for row in rows]
        return self._members[code]


def _ask_member(context: Context, parent: QWidget, form: Returned) -> _MemberDialog:
    return _MemberDialog(context, parent, form).open_now()


def _check(draft: _Whose) -> Sequence[Problem]:
    return required("member", draft.member, N_("Choose the member whose attestation this is."))
