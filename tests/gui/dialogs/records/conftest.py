"""The same context as the forms have."""

from tests.gui.forms.conftest import context, news

__all__ = ["context", "news"]
