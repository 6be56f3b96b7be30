"""`import self-assessments`: many forms at once, each judged on its own; what is refused stops none of the others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oci_desktop.cli.output import deliver, say
from oci_desktop.cli.session import Session
from oci_desktop.dates import today
from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, Message, message, plural_message

if TYPE_CHECKING:
    from oci_desktop.exchange.returned import Returned

NAME = "self-assessments"


def import_self_assessments(
    session: Session, files: Sequence[Path], *, on: str | None, step: str, dry_run: bool, form: str
) -> None:
    """Judge the files and keep what they hold, unless it is a dry run.

    Raises: UserError when every file was refused.
    """
    from oci_desktop.exchange.returned_forms import accept_forms, judge_forms

    day = on or today()
    with session.reading() if dry_run else session.writing() as database:
        returned = judge_forms(database, files, as_of=day)
        kept = 0 if dry_run else accept_forms(database, returned, on=day, step_when_complete=step)
    if form == "json":
        report = {
            "importer": NAME,
            "dry_run": dry_run,
            "applied": bool(kept),
            "accepted": sum(one.can_be_accepted for one in returned),
            "files": [_plain(one) for one in returned],
        }
        deliver((json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), None)
    else:
        for one in returned:
            for line in _lines(one):
                say(line)
        say(_sentence(returned, dry_run))
    if returned and all(one.status == "refused" for one in returned):
        raise UserError(N_("None of these files could be taken. Nothing was changed."))


def _plain(one: Returned) -> dict[str, Any]:
    return {
        "file": one.path.name,
        "status": one.status,
        "member": one.member or None,
        "campaign": one.campaign or None,
        "reason": str(one.reason) if one.reason else None,
        "complete": one.is_complete if one.can_be_accepted else None,
        "missing": [str(sentence) for sentence in one.missing],
        "problems": [
            {"field": problem.name or None, "severity": problem.severity, "message": str(problem.message)}
            for problem in one.problems
        ],
        "answers": len(one.answers),
        "attached": one.attach,
    }


def _lines(one: Returned) -> list[Message]:
    """What a person reads of one file: whose it is, then each remark."""
    words = {
        "new": N_("{file}: {member}, campaign {campaign}."),
        "changed": N_("{file}: {member}, campaign {campaign}: completes what is on file."),
        "older": N_("{file}: {member}, campaign {campaign}: older than what is on file."),
        "same": N_("{file}: {member}, campaign {campaign}: nothing new."),
    }
    if one.status in words:
        lines = [message(words[one.status], file=one.path.name, member=one.member, campaign=one.campaign)]
    else:
        lines = [message(N_("{file}: {reason}"), file=one.path.name, reason=one.reason or "")]
    if one.can_be_accepted:
        lines += [message(N_("{file}: to complete: {reason}"), file=one.path.name, reason=part) for part in one.missing]
    for problem in one.problems:
        reason = problem.message
        if problem.label:
            reason = message(N_("{label}: {reason}"), label=problem.label, reason=problem.message)
        lines.append(message(N_("{file}: {reason}"), file=one.path.name, reason=reason))
    return lines


def _sentence(returned: Sequence[Returned], dry_run: bool) -> Message:
    taken = sum(one.can_be_accepted for one in returned)
    if dry_run:
        return plural_message(
            "{n} form would be taken of {total}.", "{n} forms would be taken of {total}.", taken, total=len(returned)
        )
    return plural_message("{n} form taken of {total}.", "{n} forms taken of {total}.", taken, total=len(returned))
