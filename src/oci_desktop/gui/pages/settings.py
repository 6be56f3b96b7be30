"""Settings: what belongs to the association, its fiscal years, and what is this person's on this computer."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.page import Page
from oci_desktop.gui.pages.settings_association import AssociationPanel
from oci_desktop.gui.pages.settings_file import FilePanel
from oci_desktop.gui.pages.settings_mail import MailPanel
from oci_desktop.gui.pages.settings_person import PersonPanel
from oci_desktop.gui.pages.settings_years import YearsPanel
from oci_desktop.gui.widgets import Card, Tabs
from oci_desktop.i18n import _


class SettingsPage(Page):
    """Five panels: association, fiscal years, this computer, sending by e-mail, file."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.association = AssociationPanel(context)
        self.years = YearsPanel(context)
        self.person = PersonPanel(context)
        self.mail = MailPanel(context)
        self.file = FilePanel(context)
        self.tabs = Tabs(_("Settings"))
        for key, title, panel in (
            ("association", _("Association"), self.association),
            ("years", _("Fiscal years"), self.years),
            ("person", _("This computer"), self.person),
            ("mail", _("Sending by e-mail"), self.mail),
            ("file", _("File"), self.file),
        ):
            self.tabs.add(key, title, _framed(panel, tall=key in ("association", "years")))
        self.tabs.changed.connect(lambda _key: self.file.refresh())
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 0, 22, 16)
        column.setSpacing(0)
        column.addWidget(self.tabs)

    def heading(self) -> tuple[str, str]:
        return _("Settings"), _("The association’s, and yours")

    def go(self, place: Place) -> None:
        self.tabs.show_tab(place.tab)

    def may_leave(self) -> bool:
        return self.association.may_leave() and self.years.may_leave()

    def on_changes(self, changes: Any) -> None:
        self.association.on_changes(changes)
        self.years.on_changes(changes)
        self.file.refresh()

    def on_as_of(self) -> None:
        self.association.on_as_of()

    def state(self) -> dict[str, Any]:
        return {
            "tab": self.tabs.current(),
            "association": self.association.state(),
            "years": self.years.state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.tabs.show_tab(str(state.get("tab", "")))
        self.association.restore(state.get("association"))
        self.years.restore(state.get("years"))


def _framed(panel: QWidget, *, tall: bool) -> QWidget:
    """The panel as a card of a width that can be read, at the left; as high as the window where it scrolls."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 6, 0, 0)
    card = Card(padding=1)
    card.setMaximumWidth(760)
    card.body.setContentsMargins(1, 4, 1, 4)
    card.body.addWidget(panel)
    column.addWidget(card, 1 if tall else 0)
    if not tall:
        column.addStretch()
    return box
