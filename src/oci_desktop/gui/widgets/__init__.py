"""Small pieces that every page is made of."""

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
