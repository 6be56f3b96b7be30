"""What the letters of a self-assessment campaign say to each organisation: which text, and its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oci_desktop.dates import Day, days_between
from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_, Bilingual, Message, message, plural_message
from oci_desktop.model.standing import EXEMPT, GRACE, LATE, NONE, RECEIVED, REFUSED, TO_COMPLETE, TO_SEND, VALID
from oci_desktop.queries.letters import Case
from oci_desktop.queries.lists import Reads, chunks
from oci_desktop.queries.mailings import focal_points
from oci_desktop.queries.standing import DUE, EXEMPTION, GRACE_END, LAST, LATENESS_SQL, PRIOR, STEP_SQL

PRIOR_LATE = "late since an earlier campaign"
"""Late already, while this campaign can still be settled in time."""

REMINDERS = {
    NONE: "self-assessment-reminder",
    GRACE: "self-assessment-reminder-grace",
    LATE: "self-assessment-reminder-late",
    PRIOR_LATE: "self-assessment-reminder-prior",
}

TO_COMPLETE_REMINDER = "self-assessment-reminder-to-complete"
"""Its attestation came in, and something is missing: the step's reason says what."""

SETTLED_REMARKS = {
    VALID: N_("Nothing more is awaited: the attestation is valid."),
    EXEMPT: N_("Nothing is awaited: it is exempt."),
    REFUSED: N_("Nothing is awaited: it refused."),
}


def forms(reader: Reads, campaign_id: int | None, ids: Sequence[int], as_of: str) -> Mapping[int, Case]:
    """The form goes out, but to one that is done, exempt or refused; never to be returned by a day that is past."""
    found = {}
    for organisation_id, of in campaign_values(reader, campaign_id, ids, as_of).items():
        template, remark = "self-assessment-forms", None
        if as_of > of.values["grace_until"].iso:
            template, remark = "self-assessment-forms-late", message(N_("The due date and the grace period are past."))
        elif as_of > of.values["due"].iso:
            template, remark = "self-assessment-forms-grace", message(N_("The due date is past."))
        found[organisation_id] = Case(template, of.values, of.settled, remark)
    return found


def reminders(reader: Reads, campaign_id: int | None, ids: Sequence[int], as_of: str) -> Mapping[int, Case]:
    """The text follows the day: before the due date, during the grace period, after it; or it is late since an earlier
    campaign; or something is left to complete. One that is done, exempt or refused needs none, nor one of which
    nothing is awaited but by the secretariat: its attestation is to be checked, or its form was never sent."""
    found = {}
    for organisation_id, of in campaign_values(reader, campaign_id, ids, as_of).items():
        values = of.values
        if of.lateness == PRIOR_LATE and as_of > values["due"].iso:
            values = {**values, "due": values["grace_until"]}  # the day until which it is still in time
        template = TO_COMPLETE_REMINDER if of.step == TO_COMPLETE else REMINDERS[of.lateness]
        needless, remark = of.settled, None
        if of.step == RECEIVED:
            needless = message(N_("Its attestation was received, and is to be checked."))
        elif of.step == TO_SEND and of.lateness == PRIOR_LATE:  # it is late all the same
            remark = message(N_("The form of this campaign was never sent."))
        elif of.step == TO_SEND:
            needless = message(N_("Its form was never sent."))
        found[organisation_id] = Case(template, values, needless, remark)
    return found


def acknowledgements(reader: Reads, campaign_id: int | None, ids: Sequence[int], as_of: str) -> Mapping[int, Case]:
    """The attestation came back."""
    return {
        organisation_id: Case("self-assessment-acknowledgement", of.values)
        for organisation_id, of in campaign_values(reader, campaign_id, ids, as_of).items()
    }


@dataclass(frozen=True)
class Standing:
    """Where one organisation is in a campaign, and the fields of its letter; `settled` says why nothing is awaited."""

    lateness: str
    step: str
    values: Mapping[str, Any]
    settled: Message | None = None


def campaign_values(reader: Reads, campaign_id: int | None, ids: Sequence[int], as_of: str) -> dict[int, Standing]:
    """organisation id → its place in the campaign on the day; its dates are those of this campaign.

    Of one that is late since an earlier campaign, only the reason speaks of that one: its form is of no use any more.
    Without a campaign: the current one. Raises: NotFoundError when there is none.
    """
    campaign = campaign_id if campaign_id is not None else current_campaign_id(reader, as_of)
    found: dict[int, Standing] = {}
    for chunk in chunks(ids):
        numbers = ", ".join(str(int(i)) for i in chunk)
        rows = reader.rows(
            f"""SELECT o.id, {LATENESS_SQL}, {STEP_SQL}, cp.title_fr, cp.title_en, {DUE}, {GRACE_END}, cp.valid_until,
                       last.reason, prior.title_fr, prior.title_en, prior.grace_until
                FROM organisation o JOIN campaign cp ON cp.id = :campaign
                LEFT JOIN self_assessment sa ON sa.campaign_id = cp.id AND sa.organisation_id = o.id
                {LAST} {EXEMPTION} {PRIOR} WHERE o.id IN ({numbers})""",
            {"day": as_of, "campaign": campaign},
        )
        names = focal_points(reader, [row[0] for row in rows], as_of)
        for row in rows:
            organisation_id, lateness, step, title_fr, title_en, due_on, grace_until, valid_until, missing, *prior = row
            title = Bilingual(title_fr, title_en or title_fr)
            since = title
            late_since = grace_until
            if lateness == LATE and prior[2] is not None:
                since, late_since = Bilingual(prior[0], prior[1] or prior[0]), prior[2]
                if as_of <= grace_until:
                    lateness = PRIOR_LATE
            found[organisation_id] = Standing(
                lateness,
                step,
                {
                    "campaign": title,
                    "due": Day(due_on),
                    "grace_until": Day(grace_until),
                    "valid_until": Day(valid_until),
                    "focal_point": names.get(organisation_id),
                    "reason": _reason(lateness, since, due_on, late_since, as_of),
                    "missing": (missing or "").strip().rstrip(".") or None if step == TO_COMPLETE else None,
                },
                message(SETTLED_REMARKS[step]) if step in SETTLED_REMARKS else None,
            )
    return found


def current_campaign_id(reader: Reads, as_of: str) -> int:
    """The current campaign of the day: that of the list.

    Raises: NotFoundError.
    """
    from oci_desktop.queries.assessment_lists import current_campaign_code

    code = current_campaign_code(reader, as_of)
    if code is None:
        raise NotFoundError(N_("No campaign was open on {date}."), date=Day(as_of))
    return int(reader.rows("SELECT id FROM campaign WHERE code = :code", {"code": code})[0][0])


def _reason(lateness: str, title: Bilingual, due_on: str, grace_until: str, as_of: str) -> Message:
    """The same sentences as the condition's (`queries.standing`)."""
    if lateness in (LATE, PRIOR_LATE):
        days = days_between(grace_until, as_of)
        return plural_message("{campaign}: late for {n} day", "{campaign}: late for {n} days", days, campaign=title)
    if lateness == GRACE:
        return message(N_("{campaign}: grace until {date}"), campaign=title, date=Day(grace_until))
    return message(N_("{campaign}: due on {date}"), campaign=title, date=Day(due_on))
