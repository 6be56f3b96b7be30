"""The list of a campaign as the screen shows it: lateness with its date or its days in one pill, regions by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from oci_desktop.dates import days_between, format_date
from oci_desktop.i18n import _, ngettext
from oci_desktop.model.standing import GRACE, LATE, LATENESS
from oci_desktop.queries.definitions import REGION
from oci_desktop.queries.lists import ListDefinition
from oci_desktop.tables import Choice


class LatenessKind(Choice):
    """A code with the end of grace and the day: « Délai de grâce · 31 déc. 2026 », « En retard · 12 jours »."""

    def format(self, value: Any) -> str:
        if value is None:
            return ""
        code, until, day = [*str(value).split("|"), "", ""][:3]
        label = super().format(code)
        if code == GRACE and until:
            return _("{state} · {date}").format(state=label, date=format_date(until, "medium"))
        if code == LATE and until and day:
            n = days_between(until, day)
            return ngettext("{state} · {n} day", "{state} · {n} days", n).format(state=label, n=n)
        return "" if code == "none" and until else label

    def json(self, value: Any) -> Any:
        return None if value is None else str(value).partition("|")[0]

    def tone(self, value: Any) -> str:
        return super().tone(str(value).partition("|")[0])


LATENESS_PILL = LatenessKind(LATENESS, tones={GRACE: "pending", LATE: "late"})


def for_the_screen(definition: ListDefinition) -> ListDefinition:
    """The same list, row by row and filter by filter; only what two of its columns say is fuller."""
    lateness, until = definition.column("lateness"), definition.column("grace_until")
    shown = {
        "lateness": replace(
            lateness,
            kind=LATENESS_PILL,
            width=236,
            sql=f"{lateness.sql} || '|' || ({until.sql}) || '|' || :day",
            code=lateness.compared,
            sort=lateness.sort or lateness.sql,
        ),
        "region": replace(definition.column("region"), kind=REGION),
    }
    return replace(definition, columns=tuple(shown.get(column.key, column) for column in definition.columns))
