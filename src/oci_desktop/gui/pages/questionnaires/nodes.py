"""The parts of a questionnaire that the editor lists and changes one by one. No widget here.

A node names a part: its kind and the row that keeps it; the parts that are the version itself have row 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from oci_desktop.i18n import N_, Bilingual, Message, message
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, Signatory, VersionDraft

ABOUT, PRINCIPLE, ITEM, CHOICE, PROFILE, SIGNATORY, ATTESTATION = (
    "about", "principle", "item", "choice", "profile", "signatory", "attestation",
)  # fmt: skip

TITLES = {
    ABOUT: N_("Presentation"),
    PRINCIPLE: N_("Principle"),
    ITEM: N_("Item"),
    CHOICE: N_("Answer"),
    PROFILE: N_("Profile"),
    SIGNATORY: N_("Signatory"),
    ATTESTATION: N_("Attestation"),
}

LISTS = {PRINCIPLE: "principles", CHOICE: "scale", PROFILE: "profiles", SIGNATORY: "signatories"}
"""Kind → the attribute of the version that lists such parts; items are listed by their principle."""

_ATTESTATION_TEXTS = ("meaning", "attestation")


class Node(NamedTuple):
    kind: str
    row: int = 0


def nodes(version: VersionDraft) -> Iterator[Node]:
    """Every part, in the order of the editor."""
    yield Node(ABOUT)
    for principle in version.principles:
        yield Node(PRINCIPLE, principle.id or 0)
        yield from (Node(ITEM, item.id or 0) for item in principle.items)
    for kind in (CHOICE, PROFILE, SIGNATORY):
        yield from (Node(kind, one.id or 0) for one in getattr(version, LISTS[kind]))
    yield Node(ATTESTATION)


def thing_of(version: VersionDraft, node: Node) -> Any:
    """The part itself; None when it is gone."""
    if node.kind in (ABOUT, ATTESTATION):
        return version
    pool: Iterable[Any] = version.items() if node.kind == ITEM else getattr(version, LISTS[node.kind])
    return next((one for one in pool if one.id == node.row), None)


def place_of(version: VersionDraft, node: Node) -> str:
    """How problems name the part: « principles.0.items.2. »; "" for the version itself."""
    if node.kind == ITEM:
        for at, principle in enumerate(version.principles):
            for place, item in enumerate(principle.items):
                if item.id == node.row:
                    return f"principles.{at}.items.{place}."
    elif node.kind in LISTS:
        for at, one in enumerate(getattr(version, LISTS[node.kind])):
            if one.id == node.row:
                return f"{LISTS[node.kind]}.{at}."
    return ""


def node_at(version: VersionDraft, field: str) -> tuple[Node, str]:
    """The part that a problem's field belongs to, and the field's own name."""
    if found := re.match(r"principles\.(\d+)\.items\.(\d+)\.(\w+)", field):
        return Node(ITEM, version.principles[int(found[1])].items[int(found[2])].id or 0), found[3]
    if found := re.match(r"(\w+)\.(\d+)\.(\w+)", field):
        kind = next(kind for kind, name in LISTS.items() if name == found[1])
        return Node(kind, getattr(version, found[1])[int(found[2])].id or 0), found[3]
    base = field.rpartition("_")[0]
    return Node(ATTESTATION if base in _ATTESTATION_TEXTS else ABOUT), field


def put(version: VersionDraft, node: Node, thing: Any) -> VersionDraft:
    """The version with this part instead; the version itself gets the texts that the node is about only."""
    if node.kind == ABOUT:
        about = ("code", "number", "title_fr", "title_en", "level", "index_shown", "introduction_fr", "introduction_en")
        return _taking(version, thing, about)
    if node.kind == ATTESTATION:
        return _taking(version, thing, [f"{base}_{lang}" for base in _ATTESTATION_TEXTS for lang in ("fr", "en")])
    if node.kind == PRINCIPLE:  # its items are changed one by one
        current = thing_of(version, node)
        thing = replace(thing, items=current.items if current else thing.items)
    if node.kind == ITEM:
        return _with_principles(
            version, [replace(one, items=_swapped(one.items, node, thing)) for one in version.principles]
        )
    name = LISTS[node.kind]
    return _with(version, name, _swapped(getattr(version, name), node, thing))


def part_of(node: Node, thing: Any) -> Any:
    """What the node is about, and nothing else of the version: to tell whether it is the same."""
    if node.kind in (ABOUT, ATTESTATION):
        return put(VersionDraft(), node, thing)
    return replace(thing, items=()) if node.kind == PRINCIPLE else thing


def _swapped(things: Sequence[Any], node: Node, thing: Any) -> tuple[Any, ...]:
    return tuple(thing if one.id == node.row else one for one in things)


def _taking(version: VersionDraft, thing: Any, names: Sequence[str]) -> VersionDraft:
    taken: dict[str, Any] = {name: getattr(thing, name) for name in names}
    return replace(version, **taken)


def _with(version: VersionDraft, name: str, things: tuple[Any, ...]) -> VersionDraft:
    changed: dict[str, Any] = {name: things}
    return replace(version, **changed)


def _with_principles(version: VersionDraft, principles: Sequence[Principle]) -> VersionDraft:
    return replace(version, principles=tuple(principles))


def profile_name(profile: Profile) -> Bilingual:
    return Bilingual(profile.name_fr or profile.code, profile.name_en or "")


# --- adding, taking away, ordering


def added(version: VersionDraft, kind: str, beside: Node) -> tuple[VersionDraft, int]:
    """The version with a new, blank part after the one that is shown, and where it stands among its like.

    An item goes to the principle that is shown, or to that of the item that is shown, else to the last one.
    """
    if kind == ITEM:
        at, place = _item_place(version, beside)
        principle = version.principles[at]
        taken = [item.code for item in version.items()]
        blank: Any = Item(_free_code(f"{principle.code}.", taken, len(principle.items) + 1), "")
        items = (*principle.items[:place], blank, *principle.items[place:])
        principles = list(version.principles)
        principles[at] = replace(principle, items=items)
        before = sum(len(one.items) for one in version.principles[:at])
        return _with_principles(version, principles), before + place
    things = getattr(version, LISTS[kind])
    blank = _blank(kind, [getattr(one, "code", "") for one in things])
    at = next((at + 1 for at, one in enumerate(things) if Node(kind, one.id or 0) == beside), len(things))
    if kind == PRINCIPLE and beside.kind == ITEM:
        at = _item_place(version, beside)[0] + 1
    return _with(version, LISTS[kind], (*things[:at], blank, *things[at:])), at


def _blank(kind: str, taken: Sequence[str]) -> Any:
    count = len(taken) + 1
    if kind == PRINCIPLE:
        return Principle(_free_code("", taken, count), "")
    if kind == CHOICE:
        return ScaleChoice(_free_code("answer_", taken, count), "")
    if kind == PROFILE:
        return Profile(_free_code("profile_", taken, count), "")
    return Signatory("")


def _free_code(prefix: str, taken: Sequence[str], number: int) -> str:
    known = {code.casefold() for code in taken}
    while f"{prefix}{number}".casefold() in known:
        number += 1
    return f"{prefix}{number}"


def _item_place(version: VersionDraft, beside: Node) -> tuple[int, int]:
    """The principle, and the place in it, where a new item goes."""
    for at, principle in enumerate(version.principles):
        if beside == Node(PRINCIPLE, principle.id or 0):
            return at, len(principle.items)
        for place, item in enumerate(principle.items):
            if beside == Node(ITEM, item.id or 0):
                return at, place + 1
    return len(version.principles) - 1, len(version.principles[-1].items)


def nth(version: VersionDraft, kind: str, place: int) -> Node:
    """The node at that place among its like, as `added` counts them."""
    things = list(version.items()) if kind == ITEM else list(getattr(version, LISTS[kind]))
    return Node(kind, things[place].id or 0)


def removed(version: VersionDraft, node: Node) -> VersionDraft:
    """The version without this part; a principle goes with its items."""
    if node.kind == ITEM:
        return _with_principles(
            version,
            [replace(one, items=tuple(i for i in one.items if i.id != node.row)) for one in version.principles],
        )
    name = LISTS[node.kind]
    return _with(version, name, tuple(one for one in getattr(version, name) if one.id != node.row))


def moved(version: VersionDraft, node: Node, step: int) -> VersionDraft | None:
    """The version with this part one place up (-1) or down (1); an item passes into the next principle at the edge.

    None when there is nowhere to go.
    """
    if node.kind == ITEM:
        for at, principle in enumerate(version.principles):
            place = next((n for n, item in enumerate(principle.items) if item.id == node.row), None)
            if place is None:
                continue
            if 0 <= place + step < len(principle.items):
                return moved_item(version, node, at, place + step)
            if 0 <= at + step < len(version.principles):
                return moved_item(version, node, at + step, len(version.principles[at + step].items) if step < 0 else 0)
        return None
    if node.kind not in LISTS:
        return None
    things = list(getattr(version, LISTS[node.kind]))
    place = next((n for n, one in enumerate(things) if one.id == node.row), -1)
    if place < 0 or not 0 <= place + step < len(things):
        return None
    things.insert(place + step, things.pop(place))
    return _with(version, LISTS[node.kind], tuple(things))


def moved_item(version: VersionDraft, node: Node, principle: int, place: int) -> VersionDraft:
    """The version with this item at that place of that principle, counted without the item itself."""
    item = thing_of(version, node)
    principles = list(removed(version, node).principles)
    items = list(principles[principle].items)
    items.insert(place, item)
    principles[principle] = replace(principles[principle], items=tuple(items))
    return _with_principles(version, principles)


def moved_to(version: VersionDraft, node: Node, place: int) -> VersionDraft:
    """The version with this principle, answer, profile or signatory at that place, counted without itself."""
    name = LISTS[node.kind]
    things = [one for one in getattr(version, name) if one.id != node.row]
    things.insert(place, thing_of(version, node))
    return _with(version, name, tuple(things))


def node_at_or_none(version: VersionDraft, field: str) -> Node | None:
    """The part that a problem is about; None for one about a whole list ("scale", "principles.0.items")."""
    last = field.rpartition(".")[2]
    return None if last in (*LISTS.values(), "items") else node_at(version, field)[0]


def action_label(version: VersionDraft, sentence: str, node: Node, thing: Any) -> Message:
    """What undo and history call a change of this part: `sentence` names {what} and {questionnaire}."""
    code = getattr(thing, "code", "") if node.kind in (ITEM, PRINCIPLE) else ""
    kind = message(TITLES[node.kind])
    what = message(N_("{kind} {code}"), kind=kind, code=code) if code else kind
    return message(sentence, what=what, questionnaire=f"{version.title_fr}, {version.number}")
