"""Membres: the organisations whose membership is in force on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from oci_desktop import formats
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.records.page import RecordPage
from oci_desktop.gui.tables import ListSetup
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.model.standing import VALID
from oci_desktop.queries.counts import member_counts
from oci_desktop.queries.lists import Query, count

if TYPE_CHECKING:
    from oci_desktop.gui.pages.records.organisation_panel import OrganisationPanel

_AFTER_ROWS_MS = 120
YES_NO = {"yes": N_("yes"), "no": N_("no")}


class MembersPage(RecordPage):
    id = "members"
    tables = ("membership", "organisation", "organisation_name", "organisation_region", "contact_point", "category",
              "role", "person", "organisation_link", "campaign", "self_assessment", "self_assessment_step", "exemption",
          "attestation")  # fmt: skip

    def setup(self) -> ListSetup:
        def new() -> None:
            self.new()

        return ListSetup(
            "members",
            chips=("category", "region", "self_assessment"),
            columns=("name", "category", "region", "self_assessment"),
            extra_filters=(
                ("in_good_standing", N_("Conditions met"), YES_NO),
                ("main_contact", N_("Has a main contact"), YES_NO),
                ("delegate", N_("Has a delegate"), YES_NO),
            ),
            new=_("New organisation"),
            empty_icon="building-community",
            empty_title=_("No members on this day"),
            empty_text=_("An organisation is created first, then admitted as a member."),
            empty_buttons=(
                (_("New organisation"), new),
                (_("Import…"), lambda: self.context.go("exchange")),
            ),
            selection=(
                (_("Change them all…"), self.change_lot),
                (_("Write to them…"), self.write_to_them),
                (_("Address them in a campaign…"), self.address_them),
            ),
            built_in=(
                (_("Late with the self-assessment"), (("self_assessment", ("late",)),)),
                (_("Conditions not met"), (("in_good_standing", ("no",)),)),
            ),
        )

    def make_panel(self) -> OrganisationPanel:
        from oci_desktop.gui.pages.records.organisation_panel import OrganisationPanel

        return OrganisationPanel(self.context)

    def nothing(self) -> tuple[str, str, str]:
        return (
            "building-community",
            _("No organisation chosen"),
            _("Choose a line of the list to read its record here."),
        )

    _counted = ""
    _valid = ""

    def heading(self) -> tuple[str, str]:
        # The heading is asked for several times before the first rows: the members are counted once.
        self._counted = self._counted or self._counts()
        return _("Members"), " · ".join(part for part in (self._counted, self._valid) if part)

    def on_changes(self, changes: Any) -> None:
        self._count_again()
        super().on_changes(changes)

    def on_as_of(self) -> None:
        self._count_again()
        super().on_as_of()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        QTimer.singleShot(_AFTER_ROWS_MS, self, self._count_valid)

    def _count_again(self) -> None:
        self._counted = ""
        QTimer.singleShot(_AFTER_ROWS_MS, self, self._count_valid)

    def _count_valid(self) -> None:
        """« 49 autoévaluations valides »: it looks at every member, so it comes after the first rows."""
        if not self.isVisible():
            return
        with self.context.database.read() as reader:
            n = count(reader, self.list.definition, Query(self.context.as_of, (("self_assessment", (VALID,)),)))
        words = ngettext("{n} valid self-assessment", "{n} valid self-assessments", n) if n else ""
        if words.format(n=formats.number(n)) != self._valid:
            self._valid = words.format(n=formats.number(n))
            self.header_changed.emit()

    def _counts(self) -> str:
        """« 67 · 63 réguliers · 4 sympathisants », for the day shown, whatever is filtered."""
        from oci_desktop.model.codes import REGULAR, SYMPATHISER
        from oci_desktop.queries.definitions import categories

        with self.context.database.read() as reader:
            counts = member_counts(reader, self.context.as_of)
            labels = categories(reader)
        parts = []
        for code, n in counts.items():
            if code == REGULAR:
                words = ngettext("{n} regular", "{n} regular", n)
            elif code == SYMPATHISER:
                words = ngettext("{n} sympathiser", "{n} sympathisers", n)
            else:
                words = "{n} " + str(labels[code]).lower()
            if n:
                parts.append(words.format(n=formats.number(n)))
        total = sum(counts.values())
        whole = ngettext("{n} member", "{n} members", total).format(n=formats.number(total))
        return " · ".join([whole, *parts])

    def change_lot(self, ids: list[int]) -> None:
        from oci_desktop.gui.dialogs.records.lot import change_lot

        change_lot(self.context, self.window(), ids)

    def write_to_them(self, ids: list[int]) -> None:
        """A letter to each, in its language, shown before it goes."""
        from oci_desktop.gui.dialogs.mailing import write_to

        write_to(self.context, self.window(), "other", ids)

    def address_them(self, ids: list[int]) -> None:
        """Put the chosen members in the campaign of the day; where there is none, begin one with them."""
        from oci_desktop.gui.dialogs.campaigns.campaign import add_members, new_campaign
        from oci_desktop.queries.campaigns import current_campaign

        if self.context.read_only:
            return
        with self.context.database.read() as reader:
            campaign = current_campaign(reader, self.context.today)
        if campaign is None:
            new_campaign(self.context, self.window(), ids)
        else:
            add_members(self.context, self.window(), campaign, ids)

    def _said_elsewhere(self, shown: bool) -> None:
        if not shown:
            self.context.tell(
                _("Saved. It is under Organisations; admit it to see it among the members."), "neutral", undo=True
            )


def make_page(context: Context) -> MembersPage:
    return MembersPage(context)
