"""Buttons: one primary per view, quiet ones for the rest, links inside cards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from oci_desktop.gui import icons, theme


class Button(QPushButton):
    """A button in one of the looks: normal, primary, danger, link, plain (icon only), chip, nav.

    Its text is plain: an ampersand in a name stays an ampersand.
    """

    def __init__(
        self,
        text: str = "",
        on_click: Callable[[], object] | None = None,
        *,
        icon: str = "",
        look: str = "normal",
        name: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", look)
        self._icon = icon
        self.set_text(text)
        if icon:
            self.setIcon(icons.icon(icon, _ink(look), 16 if look != "nav" else 18))
            self.setIconSize(icons.icon_size(16 if look != "nav" else 18))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if look == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if name or (text and self.text() != text):
            self.setAccessibleName(name or text)
        if tip or (name and not text):
            self.setToolTip(tip or name)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def set_text(self, text: str) -> None:
        self.setText(text.replace("&", "&&"))

    def set_icon(self, icon: str) -> None:
        """Change the icon, in the colour of the button's look."""
        self.setIcon(icons.icon(icon, _ink(self.property("look")), 16))


def _ink(look: str) -> str:
    t = theme.tokens()
    return {"primary": t.on_accent, "link": t.accent, "danger": t.late, "plain": t.secondary}.get(look, t.text)


def primary(text: str, on_click: Callable[[], object] | None = None, *, icon: str = "") -> Button:
    """The one filled button of a view."""
    return Button(text, on_click, icon=icon, look="primary")


def link(text: str, on_click: Callable[[], object] | None = None) -> Button:
    """A quiet action inside a card or a sentence."""
    return Button(text, on_click, look="link")


def icon_button(icon: str, name: str, on_click: Callable[[], object] | None = None) -> Button:
    """An icon alone; `name` is its tip and what a screen reader says."""
    return Button("", on_click, icon=icon, look="plain", name=name)
