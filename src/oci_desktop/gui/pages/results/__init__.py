"""Results, as far as consent goes: one member's, and the network's portrait."""

from oci_desktop.gui.pages.results.member import ResultsView
from oci_desktop.gui.pages.results.network import PortraitView

__all__ = ["PortraitView", "ResultsView"]
