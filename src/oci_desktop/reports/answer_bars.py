"""Answers as parts of a bar: each choice of a scale in its own fill, the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oci_desktop import formats
from oci_desktop.i18n import _
from oci_desktop.model.bars import ASIDE_FILLS, NOTHING_FILL, SCALE_FILLS, Part
from oci_desktop.model.questionnaire import ScaleChoice
from oci_desktop.queries.results import NO_ANSWER


def fills(scale: Sequence[ScaleChoice]) -> dict[str, str]:
    """choice code → fill: those that count from dark to light, those that do not apply in grey."""
    found: dict[str, str] = {NO_ANSWER: NOTHING_FILL}
    counting = [choice for choice in scale if choice.weight is not None]
    for place, choice in enumerate(counting):
        # A long scale uses the last fill more than once; its legend and figures still tell the parts apart.
        found[choice.code] = SCALE_FILLS[min(place, len(SCALE_FILLS) - 1)]
    aside = [choice for choice in scale if choice.weight is None]
    for place, choice in enumerate(aside):
        found[choice.code] = ASIDE_FILLS[min(place, len(ASIDE_FILLS) - 1)]
    return found


def labels(scale: Sequence[ScaleChoice]) -> dict[str, str]:
    """choice code → its label, "no answer" among them."""
    return {**{choice.code: str(choice.label) for choice in scale}, NO_ANSWER: _("No answer")}


def parts(scale: Sequence[ScaleChoice], counts: Mapping[str, int | None], hidden: int = 0) -> list[Part]:
    """The bar of these counts; hidden cells are one part of their own, at the end."""
    named, filled = labels(scale), fills(scale)
    found = [Part(named[code], count, filled[code]) for code, count in counts.items() if count]
    if hidden:
        found.append(Part(_("hidden (groups of fewer than five)"), hidden, "lines", f"({formats.number(hidden)})"))
    return found


def whole_legend(scale: Sequence[ScaleChoice], *, hidden: bool = False) -> list[Part]:
    """Every choice once, to explain the fills of many bars."""
    named, filled = labels(scale), fills(scale)
    found = [Part(named[code], 0, filled[code]) for code in [*(choice.code for choice in scale), NO_ANSWER]]
    if hidden:
        found.append(Part(_("hidden (groups of fewer than five)"), 0, "lines"))
    return found
