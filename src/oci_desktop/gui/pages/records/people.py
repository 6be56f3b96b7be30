"""Personnes: everybody, with the main role of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.records.page import RecordPage
from oci_desktop.gui.tables import ListSetup
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.gui.pages.records.person_panel import PersonPanel


class PeoplePage(RecordPage):
    id = "people"
    tables = ("person", "role", "contact_point", "organisation_name", "organisation")

    def setup(self) -> ListSetup:
        def new() -> None:
            self.new()

        return ListSetup(
            "people",
            chips=("language", "archived"),
            default_filters=(("archived", (0,)),),
            new=_("New person"),
            empty_icon="users",
            empty_title=_("Nobody yet"),
            empty_text=_("People are kept here with their roles in the organisations."),
            empty_buttons=(
                (_("New person"), new),
                (_("Import…"), lambda: self.context.go("exchange")),
            ),
        )

    def make_panel(self) -> PersonPanel:
        from oci_desktop.gui.pages.records.person_panel import PersonPanel

        return PersonPanel(self.context)

    def nothing(self) -> tuple[str, str, str]:
        return "user", _("Nobody chosen"), _("Choose a line of the list to read its record here.")

    def heading(self) -> tuple[str, str]:
        n = self.list.total
        words = ngettext("{n} person", "{n} people", n).format(n=formats.number(n))
        return _("People"), words if n else ""


def make_page(context: Context) -> PeoplePage:
    return PeoplePage(context)
