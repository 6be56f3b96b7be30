"""An attestation that came back: attach it, type two dates and the names, next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QWidget

from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.campaigns.fields import DocumentField, SignatoriesField
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import ChoiceField, DateField, NoteField
from oci_desktop.gui.widgets import Button
from oci_desktop.i18n import N_, _, language, message
from oci_desktop.model.campaign import AttestationDraft, AttestationSignatory
from oci_desktop.model.standing import RECEIVED, TO_COMPLETE, VALID

_FIELD_NAMES = ("signatories", "discussed_on", "received_on", "explanation")


@dataclass(frozen=True)
class Entry:
    """What the dialog holds."""

    file: Path | None = None
    received_on: str | None = None
    discussed_on: str | None = None
    signatories: tuple[AttestationSignatory, ...] = ()
    explanation: str | None = None
    step: str = VALID
    missing: str | None = None


@dataclass(frozen=True)
class Asked:
    """What is known of a member before its attestation is typed."""

    self_assessment_id: int
    name: str
    campaign: str
    level: str
    stored: AttestationDraft
    proposed: tuple[AttestationSignatory, ...]
    step: str
    noted_on: str | None = None
    """The day of the last reception noted, where one was."""


class AttestationDialog(GestureDialog):
    """With one more button, that saves and goes to the next member awaited."""

    def __init__(self, context: Context, parent: QWidget | None, asked: Asked, awaiting: Sequence[int]) -> None:
        self.context, self.asked = context, asked
        self._parent = parent
        self._awaiting = tuple(one for one in awaiting if one != asked.self_assessment_id)
        more = bool(self._awaiting)
        super().__init__(
            parent,
            _("Attestation of {name}").format(name=asked.name),
            asked.campaign,
            _("Save and next") if more else _("Save"),
            check=_check,
            sentence=self._said,
            act=self._save,
            width=680,
        )
        if more:
            self.only_save = Button(_("Save"), self._save_alone)
            row = _row_of(self, self.verb)
            row.insertWidget(row.indexOf(self.verb), self.only_save)
        self._next = more
        self.document = DocumentField(_("Signed attestation (PDF or scan)"), asked.stored.document_name or "")
        self.row(self.bind("file", self.document))
        self.received_on = self.bind("received_on", DateField(_("Received on"), required=True, full_day=True))
        self.row(
            self.received_on,
            self.bind("discussed_on", DateField(_("Discussed by the board on"))),
        )
        self.row(self.bind("signatories", SignatoriesField()))
        self.row(self.bind("explanation", NoteField(_("“Comply or explain”: what the member wrote"))))
        steps = {
            VALID: _("Complete: the self-assessment is valid"),
            TO_COMPLETE: _("Something is missing: to complete"),
            RECEIVED: _("Received: to be checked later"),
        }
        self.row(self.bind("step", ChoiceField(_("And now"), steps, required=True, empty=None)))
        self.missing = NoteField(_("What is missing"))
        self.row(self.bind("missing", self.missing))
        self.binder.changed.connect(self._follow)
        self.accepted.connect(self._go_on)

    def open_on(self) -> AttestationDialog:
        stored = self.asked.stored
        self.start(
            Entry(
                None,
                stored.received_on or self.asked.noted_on or self.context.today,
                stored.discussed_on,
                _with_missing(stored.signatories, self.asked.proposed),
                stored.explanation,
                self.asked.step,
            )
        )
        self._follow()
        self.received_on.focus()  # a file is dropped, or chosen one Shift+Tab away; the dates are typed
        return self

    def _follow(self) -> None:
        draft, _found = self.binder.read()
        wanted = draft is not None and draft.step == TO_COMPLETE
        if wanted == self.missing.isHidden():
            self.missing.setVisible(wanted)
            self.area.updateGeometry()

    def _draft(self, entry: Entry) -> AttestationDraft:
        return replace(
            self.asked.stored,
            received_on=entry.received_on,
            discussed_on=entry.discussed_on,
            explanation=entry.explanation,
            signatories=entry.signatories,
        )

    def _lacking(self, entry: Entry) -> list[str]:
        from oci_desktop.services.attestations import what_is_missing

        with self.context.database.read() as reader:
            return [str(problem.message) for problem in what_is_missing(reader, self._draft(entry))]

    def _said(self, entry: Entry) -> str:
        parts = []
        if entry.step == VALID:
            lacking = self._lacking(entry)
            if lacking:
                parts.append(" ".join((_("It will be “to complete”."), *lacking)))
        if self.asked.level == "A":
            parts.append(_("The answers stay with the member: attach the attestation alone, never the questionnaire."))
        return " ".join(parts)

    def _save(self, entry: Entry) -> Any:
        from oci_desktop.exchange.returned_documents import only_if_written
        from oci_desktop.services.attestations import record_attestation

        draft = self._draft(entry)
        received = entry.received_on or self.context.today
        day = received if entry.step == RECEIVED else self.context.today
        reason = entry.missing if entry.step == TO_COMPLETE else None

        def work(write: Any) -> int:
            return record_attestation(write, draft, entry.step, day, reason)

        label = message(N_("Attestation of {name}"), name=self.asked.name)
        with only_if_written(self.context.database) as documents:
            if entry.file is not None:
                name = keep_file(self.context, self.asked.self_assessment_id, entry.file)
                documents.add(name)
                draft = replace(draft, document=name, document_name=entry.file.name)
            return operations.run(self.context, label, work, parent=self._parent, raising=True)

    def _go_on(self) -> None:
        """Once this one is closed: a dialog that opens under another one does not get the keys."""
        if self._next:
            enter_attestation(self.context, self._parent, self._awaiting[0], self._awaiting[1:])

    def _save_alone(self) -> None:
        self._next = False
        if not self.do_it():
            self._next = True


def enter_attestation(
    context: Context, parent: QWidget | None, self_assessment_id: int, awaiting: Sequence[int] = ()
) -> AttestationDialog:
    """Ask for the attestation of one member; `awaiting` are those that « Save and next » goes on to."""
    return AttestationDialog(context, parent, look_up(context, self_assessment_id), awaiting).open_on()


def look_up(context: Context, self_assessment_id: int) -> Asked:
    """The member, the attestation it has already, and the signatories that its roles of the day propose."""
    from oci_desktop.queries.campaigns import attestation_of, get_campaign, get_self_assessment, steps_of
    from oci_desktop.queries.definitions import get_list
    from oci_desktop.queries.lists import Query, list_rows
    from oci_desktop.queries.questionnaires import get_version
    from oci_desktop.queries.relations import list_roles

    with context.database.read() as reader:
        draft = get_self_assessment(reader, self_assessment_id)
        campaign = get_campaign(reader, draft.campaign_id)
        version_id = campaign.questionnaire_version_id
        assert version_id is not None
        rows = list_rows(reader, get_list(reader, "campaign"), Query(context.as_of), [self_assessment_id], ("member",))
        stored = attestation_of(reader, self_assessment_id)
        received = [one.happened_on for one in steps_of(reader, self_assessment_id) if one.step == RECEIVED]
        wanted = get_version(reader, version_id).signatories
        roles = list_roles(reader, context.today, organisation_id=draft.organisation_id)
    signing = [role for role in roles if role.in_force and "signatory" in role.flags]
    proposed = []
    for number in range(max(len(wanted), len(signing), 1)):
        role = signing[number] if number < len(signing) else None
        title = role.title if role is not None else None
        if number < len(wanted):
            asked = wanted[number]
            title = (asked.title_en or asked.title_fr) if language() == "en" else asked.title_fr
        proposed.append(
            AttestationSignatory(role.person if role else "", title, None, role.person_id if role else None)
        )
    return Asked(
        self_assessment_id,
        rows[0][0] if rows else "",
        str(campaign.title),
        draft.level or campaign.level,
        stored or AttestationDraft(self_assessment_id, draft.organisation_id, version_id),
        tuple(proposed),
        VALID,
        max(received, default=None),
    )


def _with_missing(
    signed: tuple[AttestationSignatory, ...], asked: tuple[AttestationSignatory, ...]
) -> tuple[AttestationSignatory, ...]:
    """Those who signed, then a row ready for each title that is asked for and did not sign yet.

    Once somebody signed, no name is proposed for the others: saving as it stands must add nobody.
    """
    if not signed:
        return asked
    titles = {(one.title or "").casefold() for one in signed}
    missing = [AttestationSignatory("", one.title) for one in asked if (one.title or "").casefold() not in titles]
    return signed + tuple(missing[: max(0, len(asked) - len(signed))])


def keep_file(context: Context, self_assessment_id: int, path: Path) -> str:
    """Keep the file among the documents; its name there.

    Raises: UserError for what cannot be read, is too large, or may hold answers: nothing of it is then kept.
    """
    from oci_desktop.exchange.files import read_file
    from oci_desktop.exchange.returned_documents import MOST_BYTES, keep_returned

    return keep_returned(context.database, self_assessment_id, read_file(path, MOST_BYTES), path.name)


def _check(entry: Entry) -> Sequence[Problem]:
    from oci_desktop.services.attestations import check_attestation

    draft = AttestationDraft(0, 0, 0, entry.received_on, entry.discussed_on, entry.explanation, entry.signatories)
    found = [problem for problem in check_attestation(draft) if problem.field.partition(".")[0] in _FIELD_NAMES]
    found += required("received_on", entry.received_on, N_("A date is needed."))
    if entry.step == TO_COMPLETE:
        found += required("missing", entry.missing, N_("Say what is missing."))
    return found


def _row_of(dialog: QWidget, button: QWidget) -> QBoxLayout:
    """The row of buttons that holds this one."""
    column = dialog.layout()
    assert column is not None
    for place in range(column.count()):
        item = column.itemAt(place)
        row = item.layout() if item is not None else None
        if isinstance(row, QBoxLayout) and row.indexOf(button) >= 0:
            return row
    raise LookupError
