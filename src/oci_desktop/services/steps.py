"""Noting a step of one member or many: nobody is moved backwards without a word, nobody is valid without a complete
attestation of record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, Message, _, message, plural_message
from oci_desktop.model.standing import ANSWERS, RECEIVED, RECORDED_STEPS, SENT, SETTLED, STEPS, VALID
from oci_desktop.queries.campaign_facts import Stood, stood_on
from oci_desktop.queries.campaigns import attestation_of
from oci_desktop.services.attestations import what_is_missing
from oci_desktop.services.campaigns import record_step

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader
    from oci_desktop.store.writer import Writer

_ONCE = (SENT, ANSWERS, RECEIVED)
"""Steps that say nothing new when they are noted again for many."""

_NAMED = 3
"""How many members are named of those that lack something."""


@dataclass(frozen=True)
class Left:
    """A member that a step leaves as it is: for where it stood on the day, or for what its attestation lacks."""

    stood: Stood
    missing: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What a step does to some members on a day: those that take it, and those that are left as they are."""

    takes: tuple[int, ...]
    left: tuple[Left, ...] = ()

    def said(self) -> str:
        """« 3 membres restent où ils en sont : valide (2), refus (1). », a line a sentence; empty for nobody."""
        return "\n".join(str(sentence) for sentence in (*self._further(), *self._lacking()))

    def _further(self) -> list[Message]:
        steps = [one.stood.step for one in self.left if not one.missing]
        if not steps:
            return []
        states = [f"{_(STEPS[step]).lower()} ({steps.count(step)})" for step in STEPS if step in steps]
        return [
            plural_message(
                "{n} member is left where it is: {states}.",
                "{n} members are left where they are: {states}.",
                len(steps),
                states=", ".join(states),
            )
        ]

    def _lacking(self) -> list[Message]:
        lacking = [one for one in self.left if one.missing]
        if not lacking:
            return []
        named = [
            message(N_("{name}: {missing}"), name=one.stood.name, missing=" ".join(str(what) for what in one.missing))
            for one in lacking[:_NAMED]
        ]
        rest = len(lacking) - len(named)
        more = [plural_message("And {n} other.", "And {n} others.", rest)] if rest else []
        counted = plural_message(
            "{n} member has no complete attestation and is left.",
            "{n} members have no complete attestation and are left.",
            len(lacking),
        )
        return [counted, *named, *more]


def judge_step(reader: Reader, self_assessment_ids: Sequence[int], step: str, on: str) -> Judged:
    """Who would take the step on that day. Left: those further on or settled then, of several those that are there
    already, and for "valid" those whose attestation of record is not complete."""
    ids = list(dict.fromkeys(self_assessment_ids))
    stood = stood_on(reader, ids, on)
    takes, left = [], []
    for one in ids:
        if one not in stood:
            takes.append(one)  # what does not exist is refused with its own sentence
        elif _is_further(stood[one].step, step) or (len(ids) > 1 and stood[one].step == step in _ONCE):
            left.append(Left(stood[one]))
        elif step == VALID and (missing := what_lacks(reader, one)):
            left.append(Left(stood[one], missing))
        else:
            takes.append(one)
    return Judged(tuple(takes), tuple(left))


def what_lacks(reader: Reader, self_assessment_id: int) -> tuple[Message, ...]:
    """What a member's attestation of record lacks to be valid; empty for a complete one."""
    held = attestation_of(reader, self_assessment_id)
    if held is None:
        return (message(N_("No attestation was entered.")),)
    return tuple(problem.message for problem in what_is_missing(reader, held))


def note_step(
    write: Writer, self_assessment_ids: Sequence[int], step: str, on: str, reason: str | None = None
) -> Judged:
    """Record a step of those that take it (see `judge_step`); who was left is in the answer.

    Raises: ValidationError, NotFoundError; UserError when all of them are left.
    """
    judged = judge_step(write, self_assessment_ids, step, on)
    if not judged.takes:
        raise UserError(N_("Nothing was noted. {left}"), left=judged.said())
    record_step(write, judged.takes, step, on, reason)
    return judged


def note_step_back(
    write: Writer, self_assessment_ids: Sequence[int], step: str, on: str, reason: str | None = None
) -> Judged:
    """As `note_step`, for those too that were further on: somebody was asked, and meant it.

    Nobody is valid without a complete attestation this way either.
    """
    ids = list(dict.fromkeys(self_assessment_ids))
    lacking = [Left(stood, missing) for stood, missing in _lacking(write, ids, on)] if step == VALID else []
    left = {one.stood.id for one in lacking}
    judged = Judged(tuple(one for one in ids if one not in left), tuple(lacking))
    if not judged.takes:
        raise UserError(N_("Nothing was noted. {left}"), left=judged.said())
    record_step(write, judged.takes, step, on, reason)
    return judged


def _lacking(reader: Reader, ids: Sequence[int], on: str) -> list[tuple[Stood, tuple[Message, ...]]]:
    found = [(stood, what_lacks(reader, one)) for one, stood in stood_on(reader, ids, on).items()]
    return [(stood, missing) for stood, missing in found if missing]


def _is_further(stood: str, step: str) -> bool:
    """Whether a member at `stood` would go backwards with `step`, or is settled."""
    if stood in SETTLED:
        return True
    order = list(RECORDED_STEPS)
    return stood in order and step in order and order.index(stood) > order.index(step)
