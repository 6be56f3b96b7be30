"""Autoévaluations: one campaign, member by member, and the member chosen beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QMenu, QVBoxLayout

from oci_desktop import formats
from oci_desktop.gui import icons
from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.pages.campaigns.figures import Figure, Filters, figures
from oci_desktop.gui.pages.campaigns.head import CampaignHead
from oci_desktop.gui.pages.records.members import YES_NO
from oci_desktop.gui.pages.records.page import RecordPage
from oci_desktop.gui.tables import ListSetup
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import RECEIVED, REFUSED, VALID
from oci_desktop.queries.campaign_screen import for_the_screen

if TYPE_CHECKING:
    from oci_desktop.gui.pages.campaigns.panel import CampaignPanel
    from oci_desktop.gui.widgets import EmptyState
    from oci_desktop.queries.campaigns import CampaignSummary

TABLES = (
    "campaign", "self_assessment", "self_assessment_step", "exemption", "attestation", "attestation_signatory",
    "mailing", "mailing_recipient", "membership", "organisation", "organisation_name", "organisation_region",
    "category", "role", "person", "contact_point", "answer", "planned_action", "questionnaire_version",
)  # fmt: skip


class CampaignsPage(RecordPage):
    id = "campaigns"
    tables = TABLES

    def __init__(self, context: Context) -> None:
        self.campaign: CampaignDraft | None = None
        self._asked: str | None = None
        """The campaign that the person chose; None follows the day."""
        self._parts: list[Figure] = []
        self._summary: CampaignSummary | None = None
        self.empty: EmptyState | None = None
        super().__init__(context)
        if context.read_only:
            self.head = CampaignHead(self.campaign_menu)
        else:
            self.head = CampaignHead(self.campaign_menu, self.new, self._common())
        self.head.campaign_asked.connect(self.choose)
        self.head.figure_asked.connect(self.show_figure)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.setSpacing(0)
        column.insertWidget(0, self.head)
        self.list.counted.connect(self._follow_list)
        self.read_campaign()

    def setup(self) -> ListSetup:
        return ListSetup(
            "campaign",
            chips=("step", "lateness", "category", "region"),
            columns=("member", "step", "lateness", "last_reminder", "focal_point"),
            adapt=for_the_screen,
            extra_filters=(
                ("focal_point", N_("Focal point"), {"": N_("nobody")}),
                ("applicant", N_("Applicant"), YES_NO),
            ),
            empty_icon="shield-check",
            empty_title=_("Nobody is in this campaign on this day"),
            empty_text=_("Add members to the campaign, or look at another day."),
            empty_buttons=((_("Add members…"), self.add_members),),
            selection=(
                (_("Send the forms…"), self.send_forms),
                (_("Send a reminder…"), self.remind),
                (_("Note the reception…"), partial(self.note, RECEIVED)),
                (_("Mark as valid…"), partial(self.note, VALID)),
                (_("Exempt…"), self.exempt),
                (_("Note a refusal…"), partial(self.note, REFUSED)),
                (_("Export…"), lambda _ids: self.export_list()),
            ),
            selection_first=True,
            emails=False,
        )

    @property
    def panel(self) -> CampaignPanel:
        return cast("CampaignPanel", super().panel)

    def make_panel(self) -> CampaignPanel:
        from oci_desktop.gui.pages.campaigns.panel import CampaignPanel

        return CampaignPanel(self.context, self.awaiting)

    def nothing(self) -> tuple[str, str, str]:
        return "shield-check", _("No member chosen"), _("Choose a line of the list to see where the member is.")

    def heading(self) -> tuple[str, str]:
        summary = self._summary
        if summary is None:
            return _("Self-assessments"), ""
        parts = [ngettext("{n} addressed", "{n} addressed", summary.total).format(n=formats.number(summary.total))]
        if summary.applicants:
            words = ngettext("of whom {n} is an applicant", "of whom {n} are applicants", summary.applicants)
            parts.append(words.format(n=formats.number(summary.applicants)))
        if summary.left:
            words = ngettext("{n} left since", "{n} left since", summary.left)
            parts.append(words.format(n=formats.number(summary.left)))
        return _("Self-assessments"), " · ".join(parts)

    # Which campaign.

    def read_campaign(self) -> None:
        """The campaign chosen, else the current one of the day, with its counts; the list shows that one."""
        from oci_desktop.queries.campaigns import current_campaign, list_campaigns

        with self.context.database.read() as reader:
            campaigns = list_campaigns(reader)
            found = next((one for one in campaigns if one.code == self._asked), None)
            if found is None:
                self._asked = None
                found = current_campaign(reader, self.context.as_of)
            self._summary, self._parts = None, []
            if found is not None and found.id is not None:
                self._parts, self._summary = figures(reader, found.id, found.code, self.context.as_of)
        self.campaign = found
        self.head.setVisible(found is not None)
        self._say_empty(found is None, campaigns)
        self.split.setVisible(found is not None)
        if found is not None:
            self.head.show_campaign(found, campaigns, self._parts, self.context.as_of)
        bare = (("campaign", (found.code,)),) if found is not None else ()
        if bare != tuple(self.list.setup.default_filters):
            # The same question holds on another day; of a campaign that was chosen, everybody is shown, unless the
            # filters are already about it (a saved list).
            query = self.list.query
            same = self._asked is None or set(bare) <= set(query.filters)
            kept = tuple(one for one in query.filters if one[0] != "campaign") if same else ()
            self.list.setup = self.list.setup._replace(default_filters=bare)
            self.list.set_filters((*bare, *kept) if bare else (), query.search if same else "")
        self.header_changed.emit()
        self.actions_changed.emit()

    def _say_empty(self, empty: bool, campaigns: Sequence[CampaignDraft]) -> None:
        """What to do takes the place of the list while there is nothing to list."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        if self.empty is not None:
            column.removeWidget(self.empty)
            self.empty.deleteLater()
            self.empty = None
        in_list = self.list.view.hasFocus()
        if empty:
            from oci_desktop.gui.pages.campaigns.empty import no_campaign

            self.empty = no_campaign(self.context, campaigns, self.new, self.choose)
            column.addWidget(self.empty)
            if in_list:
                self.take_focus()

    def choose(self, code: str) -> None:
        """Show another campaign, and one of its own members beside."""
        if not self.may_leave():
            return
        self._asked = code
        if self.campaign is None or code != self.campaign.code:
            self.read_campaign()

    def show_figure(self, filters: Filters) -> None:
        """Show the members that a figure counts; once more: everybody."""
        bare = tuple(self.list.setup.default_filters)
        wanted = (*bare, *filters)
        self.list.set_filters(bare if set(self.list.query.filters) == set(wanted) else wanted)

    def _follow_list(self) -> None:
        shown = dict(self.list.query.filters).get("campaign", ())
        if self.campaign is not None and shown and shown != (self.campaign.code,):
            self.choose(str(shown[0]))  # a saved list of another campaign
        own = tuple(one for one in self.list.query.filters if one[0] != "campaign")
        self.head.mark(own)

    # The window's part.

    def take_focus(self) -> None:
        """The keys go to the list; while there is none, to what is to be done first."""
        if self.empty is not None and self.empty.buttons:
            self.empty.buttons[0].setFocus()
        else:
            super().take_focus()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        found = dict(super().handlers())
        found["new"] = self.new
        found["new-campaign"] = self.new
        if self.campaign is not None:
            found |= {
                "edit-campaign": self.edit_campaign,
                "add-to-campaign": self.add_members,
                "send-forms": lambda: self.send_forms(self._meant()),
                "remind": lambda: self.remind(self._meant()),
            }
        ids = self._meant()
        if ids and self.campaign is not None:
            found |= {
                "note-received": partial(self.note, RECEIVED, ids),
                "mark-valid": partial(self.note, VALID, ids),
                "exempt": lambda: self.exempt(ids),
                "note-refusal": partial(self.note, REFUSED, ids),
            }
        if self._panel is not None and self.panel.data is not None:
            found["enter-attestation"] = self.panel.enter_attestation
        return found

    def _meant(self) -> list[int]:
        """The members that a gesture is about: those selected, else the one shown."""
        chosen = self.list.selected()
        if chosen:
            return chosen
        return [self._panel.record] if self._panel is not None and self._panel.record else []

    def go(self, place: Place) -> None:
        """Open a campaign, one member in its campaign, or the list filtered."""
        if place.kind == "campaign" or place.record:
            code = self._code_of(place)
            if code is not None:
                self._asked = code
                self.read_campaign()
        if place.kind == "campaign":
            place = place._replace(record=0)
        if place.filters:
            named = dict(place.filters)
            if "campaign" in named:
                self._asked = str(named.pop("campaign")[0])
                self.read_campaign()
            bare = tuple(self.list.setup.default_filters)
            place = place._replace(filters=(*bare, *named.items()))
        super().go(place)

    def _code_of(self, place: Place) -> str | None:
        from oci_desktop.errors import NotFoundError
        from oci_desktop.queries.campaigns import get_campaign, get_self_assessment

        with self.context.database.read() as reader:
            try:
                number = place.record
                if place.kind != "campaign":
                    number = get_self_assessment(reader, number).campaign_id
                return get_campaign(reader, number).code
            except NotFoundError:
                return None

    def on_changes(self, changes: Any) -> None:
        if changes.touch(*self.tables):
            self.read_campaign()
        super().on_changes(changes)

    def on_as_of(self) -> None:
        self.read_campaign()
        super().on_as_of()

    def state(self) -> dict[str, Any]:
        return {**super().state(), "campaign": self._asked}

    def restore(self, state: dict[str, Any]) -> None:
        self._asked = state.get("campaign")
        self.read_campaign()
        super().restore(state)

    # Gestures of the campaign.

    def _common(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        return (
            (_("Receive forms…"), "inbox", lambda: self.context.perform.emit("receive-forms")),
            (_("Make the forms…"), "forms", self.make_forms),
        )

    def campaign_menu(self) -> QMenu:
        made = QMenu(self)
        campaign = self.campaign
        writable = not self.context.read_only
        for words, icon, act in (
            (_("Dates and title…"), "calendar-event", self.edit_campaign),
            *self._common(),
            (_("Add members…"), "user-plus", self.add_members),
            (_("New campaign…"), "plus", self.new),
        ):
            action = made.addAction(icons.icon(icon), words)
            action.setEnabled(writable)
            action.triggered.connect(lambda _c=False, do=act: do())
        made.addSeparator()
        paper = made.addAction(icons.icon("printer"), _("Page for the board…"))
        paper.setEnabled(campaign is not None)
        paper.triggered.connect(lambda _c=False: self.print_status())
        if campaign is not None and campaign.level == "B":
            portrait = made.addAction(icons.icon("chart-bar"), _("Portrait of the network…"))
            portrait.triggered.connect(lambda _c=False: self.show_portrait())
        return made

    def new(self) -> None:
        from oci_desktop.gui.dialogs.campaigns.campaign import new_campaign

        if self.context.read_only:
            return
        dialog = new_campaign(self.context, self.window())
        if dialog is not None:
            dialog.done_with.connect(self._made)

    def _made(self, campaign_id: object) -> None:
        if isinstance(campaign_id, int):
            self.go(Place(self.id, "campaign", campaign_id))
            self.list.clear_filters()  # the commit may have brought it under the filters of the one before

    def edit_campaign(self) -> None:
        from oci_desktop.gui.dialogs.campaigns.campaign import edit_campaign

        if self.campaign is not None:
            edit_campaign(self.context, self.window(), self.campaign)

    def add_members(self) -> None:
        from oci_desktop.gui.dialogs.campaigns.campaign import add_members

        if self.campaign is not None:
            add_members(self.context, self.window(), self.campaign)

    def make_forms(self) -> None:
        """The forms as files: of the members chosen in the list, of those awaited, or of all."""
        from oci_desktop.gui.dialogs.campaigns.forms_out import make_forms

        if self.campaign is not None:
            several = self.list.selected()
            make_forms(self.context, self.window(), self.campaign, several if len(several) > 1 else ())

    def print_status(self) -> None:
        """The page of the board, before it is printed."""
        from oci_desktop.gui.dialogs.documents import report_document
        from oci_desktop.gui.dialogs.preview import preview

        if self.campaign is not None:
            title = _("Status of the campaign")
            options = {"campaign": self.campaign.code}
            document = report_document(
                self.context, "campaign-status", title, self.context.as_of, options, self.campaign.code
            )
            preview(self.context, document, parent=self.window())

    def show_portrait(self) -> None:
        from oci_desktop.gui.dialogs.campaigns.results import show_portrait

        if self.campaign is not None and self.campaign.id is not None:
            show_portrait(self.context, self.window(), self.campaign.id)

    # Gestures of members.

    def send_forms(self, ids: list[int]) -> None:
        self._write_to("forms", ids)

    def remind(self, ids: list[int]) -> None:
        self._write_to("reminder", ids)

    def _write_to(self, kind: str, ids: list[int]) -> None:
        from oci_desktop.gui.dialogs.campaigns.chosen import chosen
        from oci_desktop.gui.dialogs.mailing import write_to

        if self.campaign is not None and ids:
            members = chosen(self.context, ids)
            write_to(self.context, self.window(), kind, list(members.organisation_ids), self.campaign.id)

    def note(self, step: str, ids: list[int]) -> None:
        from oci_desktop.gui.dialogs.campaigns.chosen import chosen
        from oci_desktop.gui.dialogs.campaigns.steps import note_step

        if not self.context.read_only:
            note_step(self.context, self.window(), step, chosen(self.context, ids))

    def exempt(self, ids: list[int]) -> None:
        from oci_desktop.gui.dialogs.campaigns.chosen import chosen
        from oci_desktop.gui.dialogs.campaigns.dispense import exempt

        if not self.context.read_only:
            exempt(self.context, self.window(), chosen(self.context, ids), self.campaign)

    def awaiting(self) -> list[int]:
        """The members whose attestation is awaited, in the order shown, from the one chosen on."""
        from oci_desktop.queries.definitions import get_list
        from oci_desktop.queries.lists import list_ids

        awaited = ("sent", "answers", "received", "to_complete")
        query = self.list.query.filtered("step", *awaited)
        with self.context.database.read() as reader:
            ids = list_ids(reader, get_list(reader, "campaign"), query)
        here = self._panel.record if self._panel is not None else 0
        place = ids.index(here) + 1 if here in ids else 0
        return ids[place:] + ids[:place]


def make_page(context: Context) -> CampaignsPage:
    return CampaignsPage(context)
