"""The same surroundings as for pages."""

from tests.gui.pages.conftest import boxes, context, settings, theme

__all__ = ["boxes", "context", "settings", "theme"]
