"""One model and one view for every list."""

from oci_desktop.gui.tables.model import ListModel
from oci_desktop.gui.tables.panel import ListPanel, ListSetup
from oci_desktop.gui.tables.view import ListView

__all__ = ["ListModel", "ListPanel", "ListSetup", "ListView"]
