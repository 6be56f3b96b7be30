"""What a form says beside the attestation on file: each signature where it belongs, and every difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from oci_desktop.dates import first_day, is_date, last_day
from oci_desktop.exchange.returned import Difference
from oci_desktop.i18n import N_, Message, message
from oci_desktop.model.campaign import AttestationDraft, AttestationSignatory
from oci_desktop.model.questionnaire import Signatory, VersionDraft
from oci_desktop.text import search_norm


def with_form(draft: AttestationDraft, version: VersionDraft, values: Mapping[str, str], lang: str) -> AttestationDraft:
    """What is on file with what the form adds: what was left blank in it takes nothing away."""
    signatories = list(draft.signatories)
    placed: set[int] = set()
    for number, asked in enumerate(version.signatories):
        name = values.get(f"signatory.{number}.name", "")
        if not name:
            continue
        written = values.get(f"signatory.{number}.title", "")
        place = _place_of(signatories, placed, version.signatories, number, written, name)
        known = AttestationSignatory("") if place is None else signatories[place]
        own = known.name == name
        one = replace(
            known,
            name=name,
            title=written or known.title or _title(asked, lang),
            signed_on=values.get(f"signatory.{number}.date") or (known.signed_on if own else None),
            person_id=known.person_id if own else None,
        )
        if place is None:
            placed.add(len(signatories))
            signatories.append(one)
        else:
            placed.add(place)
            signatories[place] = one
    return replace(
        draft,
        discussed_on=values.get("discussed_on") or draft.discussed_on,
        explanation=values.get("explanation") or draft.explanation,
        signatories=tuple(signatories),
    )


def is_older(stored: AttestationDraft, draft: AttestationDraft) -> bool:
    """Whether a day on file would be replaced by an earlier one: of the discussion, or of a signature."""
    days = [(stored.discussed_on, draft.discussed_on)]
    days += [
        (before.signed_on, after.signed_on)
        for before, after in zip(stored.signatories, draft.signatories, strict=False)
    ]
    return any(_before(after, before) for before, after in days)


def differences_of(stored: AttestationDraft | None, draft: AttestationDraft) -> tuple[Difference, ...]:
    """Everything in which the draft made `with_form` is not what is on file; nothing where there is none yet."""
    return tuple(_differences(stored, draft)) if stored is not None else ()


def _differences(stored: AttestationDraft, draft: AttestationDraft) -> Iterator[Difference]:
    yield from _difference("discussed_on", message(N_("Discussed on")), stored.discussed_on, draft.discussed_on)
    yield from _difference("explanation", message(N_("Explanation")), stored.explanation, draft.explanation)
    nobody = AttestationSignatory("")
    for place, after in enumerate(draft.signatories):
        before = stored.signatories[place] if place < len(stored.signatories) else nobody
        title = before.title or after.title or ""
        field = f"signatories.{place}"
        yield from _difference(f"{field}.name", message(N_("{title}: name"), title=title), before.name, after.name)
        if before is not nobody:
            label = message(N_("{title}: title"), title=title)
            yield from _difference(f"{field}.title", label, before.title, after.title)
        label = message(N_("{title}: signed on"), title=title)
        yield from _difference(f"{field}.signed_on", label, before.signed_on, after.signed_on)


def _difference(field: str, label: Message, before: str | None, after: str | None) -> Iterator[Difference]:
    if (before or "") != (after or ""):
        yield Difference(field, label, before or "", after or "")


def _before(day: str | None, other: str | None) -> bool:
    """Whether the one is certainly earlier: of a month, its last day counts."""
    if not (day and other and is_date(day) and is_date(other)):
        return False
    return last_day(day) < first_day(other)


def _place_of(
    signatories: Sequence[AttestationSignatory],
    placed: set[int],
    asked: Sequence[Signatory],
    number: int,
    written: str,
    name: str,
) -> int | None:
    """Where this signature stands already. Two copies may each bear one: they meet by title, never by their place.

    One person may sign under two titles: by name they meet only where the one on file has none that is asked for.
    """
    own = _titles(asked[number]) | ({search_norm(written)} if written else set())
    free = [place for place in range(len(signatories)) if place not in placed]
    said = {place: search_norm(signatories[place].title or "") for place in free}
    by_title = next((place for place in free if said[place] and said[place] in own), None)
    if by_title is not None:
        return by_title
    every = set().union(*map(_titles, asked))
    return next(
        (
            place
            for place in free
            if said[place] not in every and search_norm(signatories[place].name) == search_norm(name)
        ),
        None,
    )


def _titles(asked: Signatory) -> set[str]:
    return {search_norm(title) for title in (asked.title_fr, asked.title_en) if title}


def _title(asked: Signatory, lang: str) -> str:
    return (asked.title_en if lang == "en" else None) or asked.title_fr
