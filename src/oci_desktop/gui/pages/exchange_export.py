"""Every list of the program, to a file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oci_desktop import formats
from oci_desktop.dates import format_date
from oci_desktop.gui import icons, theme
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.export import ExportDialog, Selection
from oci_desktop.gui.widgets import Button, Card, Label, line
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.queries.definitions import LISTS, get_list
from oci_desktop.queries.lists import Query, count

_SAID = {
    "members": ("building-community", N_("Members on the day, with their category, region and e-mail.")),
    "memberships": ("history", N_("Every membership period, past, present and future.")),
    "organisations": ("building", N_("Every organisation of every kind, with all its fields.")),
    "people": ("users", N_("People, with their names and civility.")),
    "roles": ("id", N_("Who does what where, from when to when.")),
    "campaign": ("shield-check", N_("Where each organisation is in the campaign, and since when.")),
    "attestations": ("certificate", N_("The attestations received, with their number and their end of validity.")),
    "dispenses": ("calendar-off", N_("Who is exempt, until when, and who decided it.")),
    "actions": ("list-check", N_("What organisations that share their answers plan to do.")),
}


class ExportPanel(QWidget):
    """One line per list: what it holds, how many rows it has, and its button."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(22, 14, 22, 16)
        card = Card(_("Lists"))
        card.setMaximumWidth(760)
        self._day = Label("", "small", wrap=True)
        card.body.addWidget(self._day)
        card.body.addSpacing(4)
        self._counts: dict[str, Label] = {}
        self.buttons: dict[str, Button] = {}
        for number, definition in enumerate(LISTS):
            if number:
                card.body.addWidget(line())
            card.body.addLayout(self._row(definition.name, _(definition.title)))
        column.addWidget(card)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.refresh()

    def _row(self, name: str, title: str) -> QHBoxLayout:
        icon, words = _SAID.get(name, ("list", ""))
        row = QHBoxLayout()
        row.setSpacing(12)
        sign = Label()
        sign.setPixmap(icons.pixmap(icon, theme.colour("secondary"), 20, self.devicePixelRatioF()))
        row.addWidget(sign)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(Label(title, "strong"))
        if words:
            text.addWidget(Label(_(words), "small", wrap=True))
        row.addLayout(text, 1)
        self._counts[name] = Label("", "secondary")
        self._counts[name].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._counts[name])
        self.buttons[name] = Button(_("Export…"), lambda: self.export(name), icon="download")
        self.buttons[name].setAccessibleName(f"{_('Export…')} {title}")
        row.addWidget(self.buttons[name])
        return row

    def refresh(self) -> None:
        """Count again, for the day shown."""
        self._day.setText(_("As of {day}").format(day=format_date(self._context.as_of)))
        with self._context.database.read() as reader:
            for definition in LISTS:
                rows = count(reader, definition, Query(self._context.as_of))
                self._counts[definition.name].setText(
                    ngettext("{count} row", "{count} rows", rows).format(count=formats.number(rows))
                )

    def export(self, name: str) -> ExportDialog:
        """Ask how to export the whole list."""
        with self._context.database.read() as reader:
            definition = get_list(reader, name)
        dialog = ExportDialog(self._context, Selection(definition, Query(self._context.as_of)), self.window())
        dialog.open()
        return dialog
