"""Whom a campaign addresses: all the members of a day, a category, a saved list, or those chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from oci_desktop.gui.context import Context
from oci_desktop.gui.tables.saved import SavedLists
from oci_desktop.i18n import _, ngettext

ALL, CATEGORY, SAVED, CHOSEN = "all", "category:", "list:", "chosen"


def ways(context: Context, chosen: Sequence[int] = ()) -> dict[str, str]:
    """code → words of every way there is now to say whom; those chosen come first."""
    from oci_desktop.queries.definitions import categories

    found: dict[str, str] = {}
    if chosen:
        n = len(chosen)
        found[CHOSEN] = ngettext("The organisation chosen", "The {n} organisations chosen", n).format(n=n)
    found[ALL] = _("All the members")
    with context.database.read() as reader:
        for code, label in categories(reader).items():
            found[f"{CATEGORY}{code}"] = _("The category “{name}”").format(name=label)
    for entry in _saved(context):
        found[f"{SAVED}{entry['name']}"] = _("The saved list “{name}”").format(name=entry["name"])
    return found


def resolve(context: Context, way: str, day: str, chosen: Sequence[int] = ()) -> list[int]:
    """The organisations meant, among the members of that day; those chosen are taken as they are."""
    from oci_desktop.queries.definitions import get_list
    from oci_desktop.queries.lists import Query, list_ids

    if way == CHOSEN:
        return list(chosen)
    query = Query(day)
    if way.startswith(CATEGORY):
        query = query.filtered("category", way.removeprefix(CATEGORY))
    elif way.startswith(SAVED):
        state = next((entry for entry in _saved(context) if entry["name"] == way.removeprefix(SAVED)), {})
        query = _query(day, state)
    with context.database.read() as reader:
        return list_ids(reader, get_list(reader, "members"), query)


def _query(day: str, state: Mapping[str, Any]) -> Any:
    from oci_desktop.queries.lists import Query

    filters = tuple((str(key), tuple(values)) for key, values in state.get("filters", ()))
    return Query(day, filters, str(state.get("search", "")))


def _saved(context: Context) -> list[dict[str, Any]]:
    return SavedLists(context.settings, "members").all()
