"""What is this person's on this computer: name in the history, theme, density. Effects are immediate."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import LineField
from oci_desktop.gui.widgets import Label, SectionLabel
from oci_desktop.i18n import _


class PersonPanel(QWidget):
    """Every choice takes effect at once and is remembered; there is nothing to save."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 18)
        column.setSpacing(8)
        column.addWidget(Label(_("This computer"), "record"))
        column.addWidget(Label(_("These choices are yours. They take effect at once."), "small", wrap=True))
        column.addSpacing(8)
        self.name = LineField(
            _("Your name, as the history shows it"), example=_("What you change from now on bears this name.")
        )
        self.name.set_value(context.database.user)
        self.name.setMaximumWidth(380)
        self.name.left.connect(lambda _field: self.keep_name())
        self.name.edit.returnPressed.connect(self.keep_name)
        column.addWidget(self.name)
        self.theme = choice(
            self,
            column,
            _("Theme"),
            {"automatic": _("That of the system"), "light": _("Light"), "dark": _("Dark")},
            context.theme.mode,
            self.set_theme,
        )
        self.density = choice(
            self,
            column,
            _("Rows of the lists"),
            {"comfortable": _("Comfortable"), "compact": _("Compact")},
            context.theme.density,
            self.set_density,
        )
        column.addStretch()

    def keep_name(self) -> None:
        """Use this name from the next action on; an empty one goes back to the system's."""
        from oci_desktop.store.database import default_user

        name, error = self.name.readable()
        if error is not None:
            self.name.say(str(error), "error")
            return
        self._context.remember("person.name", name)
        self._context.settings.save()
        self._context.database.user = name or default_user()
        self.name.set_value(self._context.database.user)

    def set_theme(self, mode: str) -> None:
        self._context.remember("look.theme", mode)
        self._context.theme.set_mode(mode)

    def set_density(self, density: str) -> None:
        self._context.remember("look.density", density)
        self._context.theme.set_density(density)


def choice(
    panel: QWidget,
    column: QVBoxLayout,
    title: str,
    choices: Mapping[str, str],
    chosen: str,
    act: Callable[[str], None],
) -> dict[str, QRadioButton]:
    """A heading and one button per choice, put at the end of `column`; each takes effect when it is chosen."""
    column.addSpacing(10)
    column.addWidget(SectionLabel(title))
    row = QHBoxLayout()
    row.setSpacing(24)
    group = QButtonGroup(panel)
    buttons: dict[str, QRadioButton] = {}
    for code, words in choices.items():
        button = QRadioButton(words)
        button.setAccessibleName(f"{title}, {words}")
        button.setChecked(code == chosen)
        button.clicked.connect(lambda _on=False, code=code: act(code))
        group.addButton(button)
        row.addWidget(button)
        buttons[code] = button
    row.addStretch()
    column.addLayout(row)
    return buttons
