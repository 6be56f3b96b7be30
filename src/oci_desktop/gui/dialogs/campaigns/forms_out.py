"""The forms of a campaign as files, to print or to send by another way: whose, in which format, in which folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.errors import Cancelled, Problem, UserError
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.records.gesture import GestureDialog
from oci_desktop.gui.forms import ChoiceField
from oci_desktop.i18n import N_, _, message, ngettext
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import SETTLED

_AWAITED, _ALL, _CHOSEN = "awaited", "all", "chosen"


@dataclass(frozen=True)
class _FormsOut:
    whom: str = _AWAITED
    form: str = "pdf"

    @property
    def formats(self) -> tuple[str, ...]:
        return ("pdf", "xlsx") if self.form == "both" else (self.form,)


def make_forms(
    context: Context, parent: QWidget | None, campaign: CampaignDraft, chosen: Sequence[int] = ()
) -> GestureDialog:
    """Ask whose forms are made and how, then where; nothing is noted as sent: that is another gesture."""
    assert campaign.id is not None
    campaign_id = campaign.id
    awaited, everybody = _addressed(context, campaign_id)
    groups = {_AWAITED: awaited, _ALL: everybody, _CHOSEN: list(chosen)}

    def sentence(draft: _FormsOut) -> str:
        n = len(groups[draft.whom])
        words = ngettext(
            "The forms of {n} member, in its language. Nothing is noted as sent.",
            "The forms of {n} members, each in its language. Nothing is noted as sent.",
            n,
        )
        return words.format(n=n)

    def check(draft: _FormsOut) -> Sequence[Problem]:
        return [] if groups[draft.whom] else [Problem("whom", message(N_("Nobody is in it on that day.")))]

    def act(draft: _FormsOut) -> Path:
        folder = messages.choose_folder(parent, _("Folder for the forms"))
        if folder is None:
            raise UserError(N_("No folder was chosen."))
        _start(context, parent, campaign_id, folder, groups[draft.whom], draft.formats)
        return folder

    dialog = GestureDialog(
        parent, _("Make the forms"), str(campaign.title), _("Choose the folder…"), check=check, sentence=sentence,
        act=act,
    )  # fmt: skip
    whom = {_AWAITED: _("Those who have not finished"), _ALL: _("All the members addressed")}
    if chosen:
        whom = {_CHOSEN: _("The members chosen in the list"), **whom}
    formats = {"pdf": _("PDF to fill in"), "xlsx": _("Excel workbook"), "both": _("Both")}
    dialog.row(
        dialog.bind("whom", ChoiceField(_("For whom"), whom, required=True, empty=None)),
        dialog.bind("form", ChoiceField(_("Format"), formats, required=True, empty=None)),
    )
    return dialog.start(_FormsOut(_CHOSEN if chosen else _AWAITED))


def _start(
    context: Context, parent: QWidget | None, campaign_id: int, folder: Path, ids: Sequence[int], formats: Sequence[str]
) -> None:
    """Write them in a worker, with progress and cancel; cancelled, the folder is as it was."""
    day = context.as_of

    def work(progress: Any) -> int:
        from oci_desktop.mailings.campaign_forms import make_forms as write_forms

        made = write_forms(
            context.database, campaign_id, folder, as_of=day, ids=ids, formats=formats, progress=progress
        )
        return len(made)

    def done(n: int) -> None:
        words = ngettext("{n} file written in {folder}.", "{n} files written in {folder}.", n)
        context.tell(words.format(n=n, folder=folder))

    def failed(problem: BaseException) -> None:
        if isinstance(problem, Cancelled):
            context.tell(_("Cancelled: the folder is as it was."), "neutral")
        elif isinstance(problem, UserError):
            messages.error(parent, _("The forms were not made"), str(problem))
        else:
            raise problem

    context.tasks.start(_("Making the forms…"), work, done, failed)


def _addressed(context: Context, campaign_id: int) -> tuple[list[int], list[int]]:
    """Whoever is still awaited, and everybody, in the order of the list."""
    from oci_desktop.queries.campaigns import campaign_rows

    with context.database.read() as reader:
        rows = campaign_rows(reader, campaign_id, context.as_of)
    return [row.id for row in rows if row.step not in SETTLED], [row.id for row in rows]
