"""One model and one view for every list."""

from oci_desktop.gui.tables.model import ListModel
from oci_desktop.gui.tables.panel import ListPanel
from oci_desktop.gui.tables.setup import ListSetup
from oci_desktop.gui.tables.view import ListView

__all__ = ["ListModel", "ListPanel", "ListSetup", "ListView"]
