"""Which organisation is meant: by number, reference, acronym, or any name that it has or had."""

from __future__ import annotations

from collections.abc import Callable

from oci_desktop.dates import covers
from oci_desktop.errors import AmbiguousError, NotFoundError
from oci_desktop.i18n import N_
from oci_desktop.reports.frame import Reads
from oci_desktop.tables import split_list
from oci_desktop.text import search_norm

_NAMES = (
    "SELECT n.organisation_id, n.starts_on, n.ends_on, n.printed, n.legal, n.usual, n.english, n.acronym, o.aliases"
    " FROM organisation_name n JOIN organisation o ON o.id = n.organisation_id ORDER BY n.sort_key, n.organisation_id"
)


def find_organisation(reader: Reads, text: str, day: str) -> int:
    """The id of the one organisation that answers to `text`.

    The name that lists show on `day` comes before every other name, and what is written exactly so before what
    differs by accents, capitals or punctuation.
    Raises: NotFoundError; AmbiguousError with the candidates when several fit (an acronym is no key).
    """
    given = text.strip()
    found = reader.rows(
        "SELECT id FROM organisation WHERE ref = :ref OR id = :id", {"ref": given, "id": _number(given)}
    )
    if found:
        return int(found[0][0])
    shown: dict[int, str] = {}
    current: list[tuple[int, str]] = []
    every: list[tuple[int, str]] = []
    for organisation_id, starts_on, ends_on, printed, *others, aliases in reader.rows(_NAMES, {}):
        names = [name for name in (printed, *others, *split_list(aliases)) if name]
        every += [(organisation_id, name) for name in names]
        if covers(starts_on, ends_on, day):
            current.append((organisation_id, printed))
            shown[organisation_id] = printed
        shown.setdefault(organisation_id, printed)
    for names, fold in ((current, str), (every, str), (current, search_norm), (every, search_norm)):
        fitting = _fitting(names, given, fold)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise AmbiguousError(given, [_told_apart(i, fitting, shown) for i in fitting])
    raise NotFoundError(N_("No organisation answers to “{text}”."), text=given)


def _fitting(names: list[tuple[int, str]], given: str, fold: Callable[[str], str]) -> list[int]:
    wanted = fold(given)
    return list(dict.fromkeys(i for i, name in names if wanted and fold(name) == wanted))


def _told_apart(organisation_id: int, fitting: list[int], shown: dict[int, str]) -> str:
    name = shown[organisation_id]
    namesakes = [i for i in fitting if shown[i] == name]
    return f"{name} (id {organisation_id})" if len(namesakes) > 1 else name


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
