"""Organismes: every organisation, whatever its kind; archived ones only when they are asked for."""

from __future__ import annotations

from oci_desktop import formats
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.records.members import YES_NO, MembersPage
from oci_desktop.gui.pages.records.page import RecordPage
from oci_desktop.gui.tables import ListSetup
from oci_desktop.i18n import N_, _, ngettext


class OrganisationsPage(MembersPage):
    id = "organisations"

    def setup(self) -> ListSetup:
        def new() -> None:
            self.new()

        return ListSetup(
            "organisations",
            chips=("kind", "region", "member", "archived"),
            extra_filters=(("member", N_("Member"), YES_NO),),
            default_filters=(("archived", (0,)),),
            new=_("New organisation"),
            empty_icon="building",
            empty_title=_("No organisations yet"),
            empty_text=_("Members, partners, funders, networks and public bodies are kept here."),
            empty_buttons=(
                (_("New organisation"), new),
                (_("Import…"), lambda: self.context.go("exchange")),
            ),
            selection=((_("Change them all…"), self.change_lot),),
        )

    def heading(self) -> tuple[str, str]:
        n = self.list.total
        words = ngettext("{n} organisation", "{n} organisations", n).format(n=formats.number(n))
        return _("Organisations"), words if n else ""

    def _count_valid(self) -> None:
        """Of the members only."""

    def _said_elsewhere(self, shown: bool) -> None:
        RecordPage._said_elsewhere(self, shown)


def make_page(context: Context) -> OrganisationsPage:
    return OrganisationsPage(context)
