"""Which organisation is meant: by number, reference, acronym or exact name."""

from __future__ import annotations

from oci_desktop.errors import AmbiguousError, NotFoundError
from oci_desktop.i18n import N_
from oci_desktop.reports.frame import Reads
from oci_desktop.text import search_norm


def find_organisation(reader: Reads, text: str) -> int:
    """The id of the one organisation that answers to `text`; accents and capitals do not count.

    Raises: NotFoundError; AmbiguousError with the candidates when several fit (an acronym is no key).
    """
    given = text.strip()
    found = reader.rows(
        "SELECT id FROM organisation WHERE ref = :ref OR id = :id", {"ref": given, "id": _number(given)}
    )
    if found:
        return int(found[0][0])
    wanted = search_norm(given)
    candidates: dict[int, str] = {}
    names = "SELECT organisation_id, printed, legal, usual, english, acronym FROM organisation_name ORDER BY sort_key"
    for organisation_id, *texts in reader.rows(names, {}):
        if wanted and any(one and search_norm(one) == wanted for one in texts):
            candidates.setdefault(organisation_id, texts[0])
    if not candidates:
        raise NotFoundError(N_("No organisation answers to “{text}”."), text=given)
    if len(candidates) > 1:
        raise AmbiguousError(given, list(candidates.values()))
    return next(iter(candidates))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
