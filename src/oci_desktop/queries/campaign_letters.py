"""What the letters of a self-assessment campaign say to each organisation: which text, and its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oci_desktop.dates import IN_FORCE, Day, days_between
from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import N_, Bilingual, Message, message, plural_message
from oci_desktop.model.standing import EXEMPT, GRACE, LATE, NONE, REFUSED, VALID
from oci_desktop.queries.letters import Case
from oci_desktop.queries.lists import Reads, chunks
from oci_desktop.queries.standing import EXEMPTION, LAST, LATENESS_SQL, PRIOR, STEP_SQL

REMINDERS = {
    NONE: "self-assessment-reminder",
    GRACE: "self-assessment-reminder-grace",
    LATE: "self-assessment-reminder-late",
}

SETTLED_REMARKS = {
    VALID: N_("Nothing more is awaited: the attestation is valid."),
    EXEMPT: N_("Nothing is awaited: it is exempt."),
    REFUSED: N_("Nothing is awaited: it refused."),
}


def forms(reader: Reads, campaign_id: int | None, ids: Sequence[int], as_of: str) -> Mapping[int, Case]:
    """The form goes out, but to one that is done, exempt or refused."""
    return {
        organisation_id: Case("self-assessment-forms", of.values, of.settled)
        for organisation_id, of in campaign_values(reader, campaign_id, ids, as_of).items()
    }


def reminders(reader: Reads, campaign_id: int | None, ids: Sequence[int], as_of: str) -> Mapping[int, Case]:
    """The text follows the day: before the due date, during the grace period, after it. One that is done, exempt or
    refused needs none."""
    return {
        organisation_id: Case(REMINDERS[of.lateness], of.values, of.settled)
        for organisation_id, of in campaign_values(reader, campaign_id, ids, as_of).items()
    }


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
    values: Mapping[str, Any]
    settled: Message | None = None


def campaign_values(reader: Reads, campaign_id: int | None, ids: Sequence[int], as_of: str) -> dict[int, Standing]:
    """organisation id → its place in the campaign on the day.

    One that is late since an earlier campaign is written to about that one. Without a campaign: the current one.
    Raises: NotFoundError when there is none.
    """
    campaign = campaign_id if campaign_id is not None else current_campaign_id(reader, as_of)
    found: dict[int, Standing] = {}
    for chunk in chunks(ids):
        numbers = ", ".join(str(int(i)) for i in chunk)
        rows = reader.rows(
            f"""SELECT o.id, {LATENESS_SQL}, {STEP_SQL},
                       cp.title_fr, cp.title_en, cp.due_on, cp.grace_until, cp.valid_until,
                       prior.title_fr, prior.title_en, prior.due_on, prior.grace_until, prior.valid_until
                FROM organisation o JOIN campaign cp ON cp.id = :campaign
                LEFT JOIN self_assessment sa ON sa.campaign_id = cp.id AND sa.organisation_id = o.id
                {LAST} {EXEMPTION} {PRIOR} WHERE o.id IN ({numbers})""",
            {"day": as_of, "campaign": campaign},
        )
        names = _focal_points(reader, numbers, as_of)
        for organisation_id, lateness, step, *dates in rows:
            since_prior = lateness == LATE and dates[5] is not None
            title_fr, title_en, due_on, grace_until, valid_until = dates[5:10] if since_prior else dates[0:5]
            title = Bilingual(title_fr, title_en or title_fr)
            found[organisation_id] = Standing(
                lateness,
                {
                    "campaign": title,
                    "due": Day(due_on),
                    "grace_until": Day(grace_until),
                    "valid_until": Day(valid_until),
                    "focal_point": names.get(organisation_id),
                    "reason": _reason(lateness, title, due_on, grace_until, as_of),
                },
                message(SETTLED_REMARKS[step]) if step in SETTLED_REMARKS else None,
            )
    return found


def current_campaign_id(reader: Reads, as_of: str) -> int:
    """The campaign that opened last by the day.

    Raises: NotFoundError.
    """
    rows = reader.rows(
        "SELECT id FROM campaign WHERE opens_on <= :day ORDER BY opens_on DESC, id DESC LIMIT 1", {"day": as_of}
    )
    if not rows:
        raise NotFoundError(N_("No campaign was open on {date}."), date=Day(as_of))
    return int(rows[0][0])


def _focal_points(reader: Reads, numbers: str, as_of: str) -> dict[int, str]:
    rows = reader.rows(
        f"""SELECT r.organisation_id, TRIM(COALESCE(p.given_name, '') || ' ' || COALESCE(p.family_name, ''))
            FROM role r JOIN person p ON p.id = r.person_id
            WHERE r.organisation_id IN ({numbers}) AND r.security_contact = 1 AND {IN_FORCE.format("r")}
            ORDER BY r.position DESC, r.id DESC""",
        {"day": as_of},
    )
    return dict(rows)


def _reason(lateness: str, title: Bilingual, due_on: str, grace_until: str, as_of: str) -> Message:
    """The same sentences as the condition's (`queries.standing`), on this very campaign."""
    if lateness == LATE:
        days = days_between(grace_until, as_of)
        return plural_message("{campaign}: late for {n} day", "{campaign}: late for {n} days", days, campaign=title)
    if lateness == GRACE:
        return message(N_("{campaign}: grace until {date}"), campaign=title, date=Day(grace_until))
    return message(N_("{campaign}: due on {date}"), campaign=title, date=Day(due_on))
