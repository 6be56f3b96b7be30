"""Words around a date: French says « depuis le 9 juin 2017 » but « depuis 1976 »."""

from __future__ import annotations

from oci_desktop.dates import format_date
from oci_desktop.i18n import _


def since(iso: str | None) -> str:
    """« Depuis 1976 », « Depuis le 9 juin 2017 »; nothing for no date."""
    if not iso:
        return ""
    if len(iso) == 10:
        return _("Since {day}").format(day=format_date(iso))
    return _("Since {date}").format(date=format_date(iso))


def starting(iso: str | None) -> str:
    """« À partir de 2009 », « À partir du 9 juin 2017 »; nothing for no date."""
    if not iso:
        return ""
    if len(iso) == 10:
        return _("From {day}").format(day=format_date(iso))
    return _("From {date}").format(date=format_date(iso))
