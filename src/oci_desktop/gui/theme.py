"""The look: colour tokens for light and dark, the palette and the one style sheet made from them.

Widgets that paint by themselves ask `tokens()` each time they paint; nothing keeps a colour.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from oci_desktop.gui import fonts
from oci_desktop.gui.style import style_sheet

MODES = ("automatic", "light", "dark")


class Tokens(NamedTuple):
    """The colours of one theme, by what they are for."""

    window: str
    panel: str
    side: str
    line: str
    text: str
    secondary: str
    accent: str
    on_accent: str
    tint: str
    selected: str
    hover: str
    field_border: str
    good: str
    good_tint: str
    pending: str
    pending_tint: str
    late: str
    late_tint: str
    neutral: str
    neutral_tint: str

    def tone(self, name: str) -> tuple[QColor, QColor]:
        """Ink and background of a status: good, pending, late, neutral, or accent."""
        if name == "accent":
            return QColor(self.accent), QColor(self.tint)
        return QColor(getattr(self, name)), QColor(getattr(self, name + "_tint"))


LIGHT = Tokens(
    window="#F6F5F2",
    panel="#FFFFFF",
    side="#EFEDE8",
    line="#E2DFD8",
    text="#1F2428",
    secondary="#656B70",
    accent="#0F6B6B",
    on_accent="#FFFFFF",
    tint="#DDEEEC",
    selected="#E3F1EF",
    hover="#F6F5F2",
    field_border="#8A9096",
    good="#1E7A46",
    good_tint="#E2F3E8",
    pending="#8A5A00",
    pending_tint="#FBEFD5",
    late="#A8322A",
    late_tint="#FBE4E1",
    neutral="#5E656B",
    neutral_tint="#ECEBE7",
)
DARK = Tokens(
    window="#1B1E20",
    panel="#232729",
    side="#17191B",
    line="#353A3D",
    text="#E8EAEA",
    secondary="#A4ABAF",
    accent="#5CC4BE",
    on_accent="#12211F",
    tint="#1E3D3C",
    selected="#1F3B3B",
    hover="#2A2F31",
    field_border="#737A7F",
    good="#7FD3A0",
    good_tint="#1E3A2A",
    pending="#E9BE6A",
    pending_tint="#3E321A",
    late="#F09A92",
    late_tint="#452522",
    neutral="#A4ABAF",
    neutral_tint="#2F3437",
)

_current = LIGHT


def tokens() -> Tokens:
    """The colours in force now."""
    return _current


def is_dark() -> bool:
    return _current is DARK


def colour(name: str) -> QColor:
    """One token, as a colour: `colour("secondary")`. Do not change it: it is shared."""
    return _colour(getattr(_current, name))


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


class Theme(QObject):
    """Applies light, dark or automatic to the whole application, and says when it changed."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "automatic", density: str = "comfortable") -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode if mode in MODES else "automatic"
        self._density = density
        fonts.load()
        app.setFont(fonts.font())
        self._apply()
        # Queued: the system's own palette change is finished before ours is laid over it.
        app.styleHints().colorSchemeChanged.connect(self._system_changed, Qt.ConnectionType.QueuedConnection)

    @property
    def mode(self) -> str:
        return self._mode

    @property
    def density(self) -> str:
        return self._density

    @property
    def row_height(self) -> int:
        return 28 if self._density == "compact" else 34

    def set_mode(self, mode: str) -> None:
        """Switch at once; `automatic` follows the system from now on."""
        if mode not in MODES:
            raise ValueError(mode)
        self._mode = mode
        self._apply()
        self.changed.emit()

    def set_density(self, density: str) -> None:
        self._density = density
        self.changed.emit()

    def _system_changed(self) -> None:
        if self._mode == "automatic" and _wanted(self._mode) is not _current:
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        global _current
        hints = self._app.styleHints()
        if self._mode == "automatic":
            if hasattr(hints, "unsetColorScheme"):
                hints.unsetColorScheme()
        elif hasattr(hints, "setColorScheme"):
            dark = self._mode == "dark"
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        _current = _wanted(self._mode)
        self._app.setPalette(palette(_current))
        self._app.setStyleSheet(style_sheet("dark" if _current is DARK else "light", _current._asdict()))


def _wanted(mode: str) -> Tokens:
    if mode == "automatic":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    else:
        dark = mode == "dark"
    return DARK if dark else LIGHT


def palette(t: Tokens) -> QPalette:
    """The same colours for whatever the style sheet leaves to Fusion: menus, boxes, check marks."""
    made = QPalette()
    role = QPalette.ColorRole
    for where, name in (
        (role.Window, t.window),
        (role.WindowText, t.text),
        (role.Base, t.panel),
        (role.AlternateBase, t.window),
        (role.Text, t.text),
        (role.Button, t.panel),
        (role.ButtonText, t.text),
        (role.Highlight, t.accent),
        (role.HighlightedText, t.on_accent),
        (role.ToolTipBase, t.panel),
        (role.ToolTipText, t.text),
        (role.PlaceholderText, t.secondary),
        (role.Link, t.accent),
        (role.LinkVisited, t.accent),
        (role.Accent, t.accent),
        (role.Mid, t.line),
        (role.Midlight, t.line),
        (role.Dark, t.field_border),
        (role.Light, t.panel),
        (role.BrightText, t.late),
    ):
        made.setColor(where, QColor(name))
    for where in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(t.secondary)
        faded.setAlpha(150)
        made.setColor(QPalette.ColorGroup.Disabled, where, faded)
    return made
