"""Forms that came back: recognised, held against what went out, accepted or refused; one action for the lot.

At level A nothing of the answers is read further than its field names, stored or attached: a questionnaire that was
returned by mistake is refused with a sentence. A file that holds answer fields is never attached, at any level:
answers live in one table only, from which a withdrawn consent can take them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from oci_desktop.errors import ExchangeError, UserError
from oci_desktop.exchange.files import read_file
from oci_desktop.exchange.returned import Returned
from oci_desktop.exchange.returned_desk import Desk
from oci_desktop.exchange.returned_documents import MOST_BYTES, only_if_written
from oci_desktop.i18n import N_, message, plural_message
from oci_desktop.model.standing import TO_COMPLETE, VALID
from oci_desktop.queries.campaigns import steps_of

if TYPE_CHECKING:
    from oci_desktop.store.database import Database
    from oci_desktop.store.writer import Writer

Progress = Callable[[int, int], None]


def judge_forms(
    database: Database, paths: Sequence[Path], *, as_of: str, on: str | None = None, progress: Progress | None = None
) -> list[Returned]:
    """What each file is and would change; nothing is written. A file that cannot be read is refused with its sentence.

    `on` is the day of receipt, where it is known already: a form that could not come in on it is refused.
    Raises: only what `progress` raises.
    """
    from oci_desktop.exchange.form_reading import read_forms

    judged: list[Returned] = []
    with database.read() as reader:
        desk = Desk(reader, as_of, on)
        for path, reading in read_forms([Path(path) for path in paths], progress):
            if isinstance(reading, UserError):
                judged.append(Returned(Path(path), "refused", reading.message))
            else:
                judged.append(desk.judge(Path(path), reading))
    return _once_each(judged)


def accept_forms(
    database: Database,
    returned: Sequence[Returned],
    *,
    on: str,
    step_when_complete: str = VALID,
    initiator: object = None,
) -> int:
    """Keep what the accepted files hold, in one action that can be undone; how many were kept.

    A complete attestation brings its member to `step_when_complete` ("received" or "valid"), another to "to complete".
    Raises: UserError, and then nothing was kept.
    """
    from oci_desktop.services.answers import give_consent, save_actions, save_answers
    from oci_desktop.services.attestations import record_attestation

    accepted = [one for one in returned if one.can_be_accepted]
    if not accepted:
        return 0
    label = plural_message("Return of {n} self-assessment", "Return of {n} self-assessments", len(accepted))
    with only_if_written(database) as documents, database.write(label, initiator) as write:
        for one in accepted:
            if one.attestation is None or one.self_assessment_id is None:
                continue
            draft = one.attestation
            if one.attach:
                name = _kept(database, one)
                documents.add(name)
                draft = replace(draft, document=name, document_name=one.path.name)
            draft = replace(draft, received_on=draft.received_on or on)
            if one.gives_consent:
                by = draft.signatories[0].name if draft.signatories else one.member
                give_consent(write, one.self_assessment_id, on, by)
            if one.answers or one.actions:
                save_answers(write, one.self_assessment_id, one.answers)
                save_actions(write, one.self_assessment_id, one.actions)
            record_attestation(write, draft, _step(write, one, step_when_complete), on)
    return len(accepted)


def _step(write: Writer, one: Returned, step_when_complete: str) -> str:
    if not one.is_complete:
        return TO_COMPLETE
    steps = steps_of(write, one.self_assessment_id or 0)
    # What is valid already stays so: a corrected form does not take it back.
    return VALID if steps and steps[-1].step == VALID else step_when_complete


def _kept(database: Database, one: Returned) -> str:
    from oci_desktop.services.attestations import keep_document

    content = read_file(one.path, MOST_BYTES)
    if hashlib.sha256(content).hexdigest() != one.fingerprint:
        raise ExchangeError(N_("{file} changed since it was read: choose it again."), file=one.path.name)
    # These very bytes were judged: they hold no answers, or `attach` would be off.
    return keep_document(
        database, one.self_assessment_id or 0, content, one.path.name, holds_answers=lambda _content: not one.attach
    )


def _once_each(judged: list[Returned]) -> list[Returned]:
    """Of two files of one member, the later one in the list counts, of those that can be taken as they are; the other
    is refused, and says so."""
    places: dict[int | None, int] = {}
    rules: Sequence[Callable[[Returned], bool]] = (
        lambda one: one.can_be_accepted,
        lambda one: one.is_sound,
        lambda one: one.is_proposed,
    )
    for rule in rules:
        places |= {one.self_assessment_id: place for place, one in enumerate(judged) if rule(one)}
    found = []
    for place, one in enumerate(judged):
        if one.can_be_accepted and places[one.self_assessment_id] != place:
            other = judged[places[one.self_assessment_id]].path.name
            sentence = message(N_("{member} also returned {file}, which counts."), member=one.member, file=other)
            one = replace(one, status="refused", reason=sentence)
        found.append(one)
    return found
