"""Small pieces that every page is made of; each module is loaded when one of its pieces is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oci_desktop.gui.widgets.buttons import Button, icon_button, link, primary
    from oci_desktop.gui.widgets.fields import SearchField
    from oci_desktop.gui.widgets.frames import Card, EmptyState, Popover, Strip, line
    from oci_desktop.gui.widgets.labels import CopyLabel, ElidedLabel, Label, SectionLabel, plain_tip
    from oci_desktop.gui.widgets.pill import Pill
    from oci_desktop.gui.widgets.tabs import Tabs
    from oci_desktop.gui.widgets.timeline import Moment, Timeline

__all__ = [
    "Button",
    "Card",
    "CopyLabel",
    "ElidedLabel",
    "EmptyState",
    "Label",
    "Moment",
    "Pill",
    "Popover",
    "SearchField",
    "SectionLabel",
    "Strip",
    "Tabs",
    "Timeline",
    "icon_button",
    "line",
    "link",
    "plain_tip",
    "primary",
]

_MODULES = {
    "buttons": ("Button", "icon_button", "link", "primary"),
    "fields": ("SearchField",),
    "frames": ("Card", "EmptyState", "Popover", "Strip", "line"),
    "labels": ("CopyLabel", "ElidedLabel", "Label", "SectionLabel", "plain_tip"),
    "pill": ("Pill",),
    "tabs": ("Tabs",),
    "timeline": ("Moment", "Timeline"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
