"""What differs between two versions of a questionnaire, in words: for the screen, the command line, and programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oci_desktop.formats import number
from oci_desktop.i18n import N_, Message, _, language, message, plural_message
from oci_desktop.model.questionnaire import DRAFT, PUBLISHED
from oci_desktop.queries.questionnaires import CHANGED, NEW, REMOVED, Change, Difference, FieldChange
from oci_desktop.tables import BOOLEAN, Choice

STATE = Choice({DRAFT: N_("Draft"), PUBLISHED: N_("Published")}, tones={DRAFT: "pending", PUBLISHED: "good"})
CHANGE = Choice(
    {NEW: N_("Added"), CHANGED: N_("Modified"), REMOVED: N_("Removed")},
    tones={NEW: "good", CHANGED: "pending", REMOVED: "neutral"},
)

PARTS: Mapping[str, str] = {
    "principles": N_("Principle"),
    "items": N_("Item"),
    "scale": N_("Answer"),
    "profiles": N_("Profile"),
    "signatories": N_("Signatory"),
}

_LABELS: Mapping[str, str] = {
    "title": N_("Title"), "text": N_("Text"), "help": N_("Help"), "evidence": N_("Typical evidence"),
    "label": N_("Label"), "name": N_("Name"), "introduction": N_("Introduction"),
    "attestation": N_("Text of the attestation"), "meaning": N_("What the signature means"), "level": N_("Level"),
    "index_shown": N_("Index shown"), "weight": N_("Weight"), "profile": N_("Profile"),
    "reason_required": N_("Reason required"),
}  # fmt: skip

_FLAGS = ("index_shown", "reason_required")


def field_label(field: str) -> str:
    """« Texte (anglais) »."""
    base, _line, lang = field.rpartition("_")
    if lang == "fr" and base in _LABELS:
        return _("{what} (French)").format(what=_(_LABELS[base]))
    if lang == "en" and base in _LABELS:
        return _("{what} (English)").format(what=_(_LABELS[base]))
    return _(_LABELS.get(field, field))


def field_value(part: str, field: str, value: Any) -> str:
    """The value as a person reads it; a dash where there is none."""
    if field in _FLAGS:
        return BOOLEAN.format(value)
    if part == "scale" and field == "weight":
        return choice_weight(value)
    if value is None or value == "":
        return _("nothing") if field != "profile" else _("all members")
    return str(value)


def choice_weight(weight: int | None) -> str:
    """How much an answer counts: « 0,5 »; or that it leaves the count."""
    if weight is None:
        return _("not counted")
    whole, rest = divmod(weight, 100)
    if not rest:
        return number(whole)
    point = "," if language() == "fr" else "."
    return f"{whole}{point}{rest:02}".rstrip("0")


def name_of(change: Change) -> str:
    """What the thing is called: its text, its title, its label."""
    thing = change.after if change.after is not None else change.before
    for attribute in ("text", "title", "label"):
        words = getattr(thing, attribute, None)
        if words is not None:
            return str(words)
    named = (getattr(thing, key, None) for key in ("name_fr", "title_fr"))
    return next((str(words) for words in named if words), "")


def summary(difference: Difference) -> Message:
    """« 2 nouveaux, 3 modifiés, 1 retiré », of the items."""
    return message(
        N_("{new}, {changed}, {removed}"),
        new=plural_message("{n} new item", "{n} new items", difference.count(NEW)),
        changed=plural_message("{n} changed", "{n} changed", difference.count(CHANGED)),
        removed=plural_message("{n} removed", "{n} removed", difference.count(REMOVED)),
    )


def parts_of(difference: Difference) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The parts in which something differs, items first."""
    for part in ("items", "principles", "scale", "profiles", "signatories"):
        changes = getattr(difference, part)
        if changes:
            yield part, changes


def field_lines(part: str, fields: tuple[FieldChange, ...]) -> Iterator[str]:
    for field in fields:
        yield _("{what}: {before} → {after}").format(
            what=field_label(field.field),
            before=field_value(part, field.field, field.before),
            after=field_value(part, field.field, field.after),
        )


def difference_lines(difference: Difference) -> list[str]:
    """The whole difference as lines of text."""
    lines = []
    for part, changes in parts_of(difference):
        for change in changes:
            lines.append(
                _("{kind}: {part} {code} {name}")
                .format(
                    kind=CHANGE.format(change.kind), part=_(PARTS[part]).lower(), code=change.code, name=name_of(change)
                )
                .rstrip()
            )
            if change.moved:
                lines.append(f"    {moved_words(change.moved)}")
            if change.kind == CHANGED:
                lines.extend(f"    {line}" for line in field_lines(part, change.fields))
    lines.extend(field_lines("", difference.texts))
    lines.extend(_("Principle {code}: the items stand in another order.").format(code=c) for c in difference.reordered)
    return lines or [_("Nothing differs.")]


def moved_words(moved: tuple[str, str]) -> str:
    return _("Moved from principle {before} to principle {after}").format(before=moved[0], after=moved[1])


def difference_json(difference: Difference) -> dict[str, Any]:
    """The same for programs: English keys, codes."""
    found: dict[str, Any] = {
        "old": {"code": difference.old.code, "number": difference.old.number},
        "new": {"code": difference.new.code, "number": difference.new.number},
        "texts": [_field_json(field) for field in difference.texts],
    }
    for part in PARTS:
        found[part] = [_change_json(change) for change in getattr(difference, part)]
    found["reordered"] = list(difference.reordered)
    return found


def _change_json(change: Change) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": change.kind, "code": change.code}
    for key, thing in (("before", change.before), ("after", change.after)):
        if thing is not None and change.kind != CHANGED:
            plain[key] = {
                name: getattr(thing, name)
                for name in thing.__dataclass_fields__
                if name not in ("id", "ref", "version", "items", "code")
            }
    if change.fields:
        plain["fields"] = [_field_json(field) for field in change.fields]
    if change.moved:
        plain["moved"] = {"from": change.moved[0], "to": change.moved[1]}
    return plain


def _field_json(field: FieldChange) -> dict[str, Any]:
    return {"field": field.field, "before": field.before, "after": field.after}
