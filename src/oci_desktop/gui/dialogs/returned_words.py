"""What the list of forms that came back says of each, and of all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from oci_desktop.exchange.returned_review import Reviewed


def remark_of(one: Reviewed, status: str) -> str:
    """In a word or two, what there is to know before ticking it."""
    form = one.form
    if status in ("scan", "refused", "same", "accepted", "attached"):
        return ""
    parts = []
    errors = len(one.faults) + sum(problem.severity == "error" for problem in form.problems)
    if errors:
        parts.append(ngettext("{n} error", "{n} errors", errors).format(n=errors))
    if form.missing:
        n = len(form.missing)
        parts.append(ngettext("{n} thing missing", "{n} things missing", n).format(n=n))
    if any(difference.replaces for difference in form.differences):
        parts.append(_("changes what is on file"))
    if one.changes:
        n = len(one.changes)
        parts.append(ngettext("{n} answer changes", "{n} answers change", n).format(n=n))
    return " · ".join(parts) or ("" if status == "incomplete" else _("complete"))


def _said(status: str, n: int) -> str:
    if status == "new":
        text = ngettext("{n} new return", "{n} new returns", n)
    elif status == "changed":
        text = ngettext("{n} addition", "{n} additions", n)
    elif status == "same":
        text = ngettext("{n} with nothing new", "{n} with nothing new", n)
    elif status == "older":
        text = ngettext("{n} older", "{n} older", n)
    elif status == "scan":
        text = ngettext("{n} scan to attach", "{n} scans to attach", n)
    elif status == "refused":
        text = ngettext("{n} not taken", "{n} not taken", n)
    elif status == "accepted":
        text = ngettext("{n} accepted", "{n} accepted", n)
    elif status == "incomplete":
        text = ngettext("{n} accepted, to complete", "{n} accepted, to complete", n)
    else:
        text = ngettext("{n} attached", "{n} attached", n)
    return text.format(n=formats.number(n))


def summary(reviewed: Sequence[Reviewed], statuses: Sequence[str]) -> tuple[str, str]:
    """The counts, which add up, and what becomes of answers."""
    if not reviewed:
        return "", ""
    total = ngettext("{n} file", "{n} files", len(reviewed)).format(n=formats.number(len(reviewed)))
    counts = Counter(statuses)
    if set(counts) == {"same"}:
        said = _("{files}: nothing new, all of it is on file already.").format(files=total)
    else:
        order = ("new", "changed", "scan", "older", "same", "refused", "accepted", "incomplete", "attached")
        parts = ", ".join(_said(status, counts[status]) for status in order if counts[status])
        said = _("{files}: {parts}.").format(files=total, parts=parts)
    levels = {one.form.level for one in reviewed if one.form.self_assessment_id is not None}
    privacy = ""
    if "B" not in levels:
        privacy = _("Attestation only: no answer is read, kept or attached.")
    elif "A" in levels:
        privacy = _(
            "Answers are kept only of members that share them and have consented;"
            " of the others, no answer is read, kept or attached."
        )
    else:
        privacy = _("Answers are kept only where the member has consented.")
    return said, privacy
