"""`import self-assessments`: many forms at once, each judged on its own; what is refused stops none of the others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop.cli.output import deliver, say
from oci_desktop.cli.session import Session
from oci_desktop.dates import today
from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, Message, message, plural_message

if TYPE_CHECKING:
    from oci_desktop.exchange.returned import Returned
    from oci_desktop.exchange.returned_review import Reviewed

NAME = "self-assessments"


def import_self_assessments(
    session: Session, files: Sequence[Path], *, on: str | None, step: str, dry_run: bool, form: str, accept_older: bool
) -> None:
    """Judge the files and keep what the window would propose, unless it is a dry run.

    Raises: UserError when none could be taken and some were refused.
    """
    from oci_desktop.exchange.returned_forms import accept_forms
    from oci_desktop.exchange.returned_review import review_forms

    day = on or today()
    with session.reading() if dry_run else session.writing() as database:
        reviewed = review_forms(database, files, as_of=day, on=day)
        taken = [one for one in reviewed if one.is_proposed or (accept_older and one.form.is_sound)]
        if not dry_run:
            accept_forms(database, [one.form for one in taken], on=day, step_when_complete=step)
    if form == "json":
        report = {
            "importer": NAME,
            "dry_run": dry_run,
            "applied": bool(taken) and not dry_run,
            "accepted": len(taken),
            "files": [_plain(one, one in taken) for one in reviewed],
        }
        deliver((json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), None)
    else:
        for one in reviewed:
            for line in _lines(one, one in taken):
                say(line)
        say(_sentence(len(taken), len(reviewed), dry_run))
    if not taken and any(one.form.status != "same" for one in reviewed):
        raise UserError(N_("None of these files could be taken. Nothing was changed."))


def _plain(one: Reviewed, taken: bool) -> dict[str, Any]:
    form = one.form
    return {
        "file": form.path.name,
        "status": form.status,
        "accepted": taken,
        "member": form.member or None,
        "campaign": form.campaign or None,
        "reason": str(form.reason) if form.reason else None,
        "complete": form.is_complete if form.can_be_accepted else None,
        "missing": [str(sentence) for sentence in form.missing],
        "faults": [str(sentence) for sentence in form.faults],
        "problems": [
            {"field": problem.name or None, "severity": problem.severity, "message": str(problem.message)}
            for problem in form.problems
        ],
        "changes": [
            {"field": said.field, "label": str(said.label), "before": said.before or None, "after": said.after or None}
            for said in form.differences
        ],
        "answers": len(form.answers),
        "answers_changed": len(one.changes),
        "attached": form.attach,
    }


def _lines(one: Reviewed, taken: bool) -> Iterator[Message]:
    """What a person reads of one file: whose it is, what it changes, then each remark."""
    form = one.form
    named = {"file": form.path.name, "member": form.member, "campaign": form.campaign}
    if form.status in ("scan", "refused"):
        yield message(N_("{file}: {reason}"), file=form.path.name, reason=form.reason or "")
    else:
        yield message(_words(form), **named)
    for said in form.differences:
        before, after = said.texts()
        yield message(
            N_("{file}: {label}: {before} → {after}"),
            file=form.path.name, label=said.label, before=before or "—", after=after or "—",
        )  # fmt: skip
    if one.changes:
        yield _remark(form, plural_message("{n} answer changes", "{n} answers change", len(one.changes)))
    if form.can_be_accepted:
        for part in form.missing:
            yield message(N_("{file}: to complete: {reason}"), file=form.path.name, reason=part)
    for fault in form.faults:
        yield _remark(form, fault)
    for problem in form.problems:
        reason = problem.message
        if problem.label:
            reason = message(N_("{label}: {reason}"), label=problem.label, reason=problem.message)
        yield _remark(form, reason)
    if taken and not form.attach:
        yield _remark(form, message(N_("What it says is taken; the file itself is not kept.")))
    elif not taken and form.status in ("new", "changed", "older"):
        why = N_("Not taken: add --accept-older to take it.")
        if not form.is_sound:
            why = N_("Not taken: it must be corrected first, or accepted in the window.")
        yield _remark(form, message(why))


def _words(form: Returned) -> str:
    if form.status == "changed" and any(said.replaces for said in form.differences):
        return N_("{file}: {member}, campaign {campaign}: changes what is on file.")
    if form.status == "changed" and [said.field for said in form.differences] == ["document"] and not form.answers:
        return N_("{file}: {member}, campaign {campaign}: completes what is on file: adds the document.")
    return {
        "new": N_("{file}: {member}, campaign {campaign}."),
        "changed": N_("{file}: {member}, campaign {campaign}: completes what is on file."),
        "older": N_("{file}: {member}, campaign {campaign}: older than what is on file."),
        "same": N_("{file}: {member}, campaign {campaign}: nothing new."),
    }[form.status]


def _remark(form: Returned, reason: Message) -> Message:
    return message(N_("{file}: {reason}"), file=form.path.name, reason=reason)


def _sentence(taken: int, total: int, dry_run: bool) -> Message:
    if dry_run:
        return plural_message(
            "{n} form would be taken of {total}.", "{n} forms would be taken of {total}.", taken, total=total
        )
    return plural_message("{n} form taken of {total}.", "{n} forms taken of {total}.", taken, total=total)
