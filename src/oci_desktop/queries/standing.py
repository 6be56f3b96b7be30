"""Where an organisation stands on a day: steps, lateness, and the conditions of membership with their reasons.

The pieces of SQL are shared by every list, page and report, so that all of them agree to the name. They are joins
by alias, which the list engine adds only where a column mentions them; `:day` is a full ISO date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oci_desktop import dates
from oci_desktop.dates import IN_FORCE, format_date
from oci_desktop.i18n import N_, Bilingual, Message, _, message, pgettext, plural_message
from oci_desktop.model.standing import (
    EXEMPT,
    EXPIRED,
    GRACE,
    LATE,
    LATENESS,
    MET,
    NONE,
    PENDING,
    RECEIVED,
    REFUSED,
    SELF_ASSESSMENT,
    STATE_TONES,
    STATES,
    STEPS,
    VALID,
)
from oci_desktop.queries.lists import Reads, chunks
from oci_desktop.tables import Choice

_SETTLED = "('valid', 'refused')"

_LAST_STEP = (
    "(SELECT s.{what} FROM self_assessment_step s WHERE s.self_assessment_id = {of}.id"
    " AND s.happened_on <= {day} ORDER BY s.happened_on DESC, s.id DESC LIMIT 1)"
)

LAST = "LEFT JOIN self_assessment_step last ON last.id = " + _LAST_STEP.format(what="id", of="sa", day=":day")
"""The last step of `sa` on the day."""


_OF_MEMBERSHIP = (
    f"x.organisation_id = o.id AND x.condition = '{SELF_ASSESSMENT}'"
    " AND (x.campaign_id IS NULL OR x.campaign_id IN (SELECT xc.id FROM campaign xc WHERE xc.counts = 1))"
)
"""A dispense `x` of `o` from what membership asks for."""


def _settles(campaign: str) -> str:
    """The dispense `x` settles that campaign: it is in force on the day, or was after the due date, in its life."""
    return (
        f"(({IN_FORCE.format('x')}) OR ((x.starts_on IS NULL OR (x.starts_on <= :day"
        f" AND x.starts_on <= {campaign}.valid_until))"
        f" AND (x.ends_on IS NULL OR x.ends_on || '~' > {campaign}.due_on || '~')))"
    )


_LASTS_LONGEST = "ORDER BY CASE WHEN x.ends_on IS NULL THEN 0 ELSE 1 END, x.ends_on DESC, x.id LIMIT 1"

EXEMPTION = (
    "LEFT JOIN exemption ex ON ex.id = CASE WHEN cp.counts = 1 THEN"
    f" (SELECT x.id FROM exemption x WHERE {_OF_MEMBERSHIP} AND {_settles('cp')} {_LASTS_LONGEST})"
    # Of a campaign that is no condition of membership, only a dispense from that very campaign counts.
    " ELSE (SELECT x.id FROM exemption x WHERE x.organisation_id = o.id AND x.campaign_id = cp.id"
    f" AND {_settles('cp')} {_LASTS_LONGEST}) END"
)
"""The dispense of `o` that settles `cp` on the day; of several, the one that lasts longest."""

_LATER_ADDITION = 30
"""Days that a member added later has, at least, before it is in grace or late."""


def _own(column: str) -> str:
    """The campaign's date, or a later one for a member that was added when it was near or past."""
    return (
        f"CASE WHEN sa.added_on IS NULL THEN cp.{column}"
        f" ELSE MAX(cp.{column}, date(sa.added_on, '+{_LATER_ADDITION} days')) END"
    )


DUE, GRACE_END = _own("due_on"), _own("grace_until")


def _before(campaign: str) -> str:
    """That campaign came before `cp`, and asks for the same: what membership asks for, or the same questionnaire."""
    return (
        f"{campaign}.opens_on < cp.opens_on AND {campaign}.counts = cp.counts AND (cp.counts = 1"
        f" OR {campaign}.questionnaire_version_id IN (SELECT v.id FROM questionnaire_version v"
        " JOIN questionnaire_version mine ON mine.questionnaire_id = v.questionnaire_id"
        " WHERE mine.id = cp.questionnaire_version_id))"
    )


def _settled_in(campaign: str, asked: str) -> str:
    step = _LAST_STEP.format(what="step", of=asked, day=":day")
    return (
        f"(COALESCE({step}, 'to_send') IN {_SETTLED}"
        f" OR EXISTS (SELECT 1 FROM exemption x WHERE {_OF_MEMBERSHIP} AND {_settles(campaign)}))"
    )


PRIOR = (
    # Only where it is asked what came before: `ex` and `last` stand before it.
    "LEFT JOIN campaign prior ON ex.id IS NULL AND COALESCE(last.step, '') NOT IN ('valid', 'refused')"
    " AND prior.id = (SELECT pc.id FROM campaign pc CROSS JOIN self_assessment ps"
    f" ON ps.campaign_id = pc.id AND ps.organisation_id = o.id WHERE {_before('pc')}"
    " AND pc.grace_until < :day AND (ps.added_on IS NULL OR ps.added_on <= pc.due_on)"
    f" AND NOT {_settled_in('pc', 'ps')}"
    # Who was no member when the grace ended (left, and came back) is late for nothing of then.
    " AND EXISTS (SELECT 1 FROM membership held WHERE held.organisation_id = o.id"
    " AND (held.starts_on IS NULL OR held.starts_on <= pc.grace_until)"
    " AND (held.last_day IS NULL OR held.last_day >= pc.grace_until))"
    # What was settled since closes what came before it.
    " AND NOT EXISTS (SELECT 1 FROM campaign lc CROSS JOIN self_assessment ls ON ls.campaign_id = lc.id"
    f" AND ls.organisation_id = o.id WHERE {_before('lc')} AND lc.opens_on > pc.opens_on"
    f" AND {_settled_in('lc', 'ls')}) ORDER BY pc.opens_on, pc.id LIMIT 1)"
)
"""The first of the campaigns before `cp` that `o` has not settled since: a new campaign's grace forgives nothing."""

STEP_SQL = (
    "CASE WHEN last.step = 'valid' THEN 'valid' WHEN ex.id IS NOT NULL THEN 'exempt'"
    " ELSE COALESCE(last.step, 'to_send') END"
)

_IS_SETTLED = "(ex.id IS NOT NULL OR COALESCE(last.step, '') IN ('valid', 'refused'))"

LATENESS_SQL = (
    f"CASE WHEN {_IS_SETTLED} THEN 'none' WHEN prior.id IS NOT NULL OR :day > {GRACE_END} THEN 'late'"
    f" WHEN :day > {DUE} THEN 'grace' ELSE 'none' END"
)


def since_prior(column: str) -> str:
    """The campaign's own date, or that of the earlier one that the member is late for."""
    return f"CASE WHEN {_IS_SETTLED} OR prior.id IS NULL THEN {_own(column)} ELSE prior.{column} END"


GOOD = (
    # The few campaigns that are still valid first, then the one row of the organisation in each.
    "LEFT JOIN campaign good ON good.id = (SELECT vc.id FROM campaign vc CROSS JOIN self_assessment vs"
    " ON vs.campaign_id = vc.id AND vs.organisation_id = o.id WHERE vc.counts = 1 AND vc.valid_until >= :day"
    f" AND {_LAST_STEP.format(what='step', of='vs', day=':day')} = 'valid'"
    " ORDER BY vc.valid_until DESC, vc.opens_on DESC LIMIT 1)"
)
"""The campaign whose attestation `o` has, still valid on the day; of several, the one that lasts longest."""

LATEST = (
    "LEFT JOIN self_assessment sa ON sa.id = (SELECT z.id FROM campaign zc CROSS JOIN self_assessment z"
    " ON z.campaign_id = zc.id AND z.organisation_id = o.id WHERE zc.counts = 1 AND zc.opens_on <= :day"
    " AND (z.added_on IS NULL OR z.added_on <= :day) ORDER BY zc.opens_on DESC, zc.id DESC LIMIT 1)"
)
"""The latest campaign opened by the day that addresses `o`."""

STATE_JOINS: Mapping[str, str] = {
    "good": GOOD,
    "ex": (
        f"LEFT JOIN exemption ex ON ex.id = (SELECT x.id FROM exemption x WHERE {_OF_MEMBERSHIP}"
        f" AND {IN_FORCE.format('x')} {_LASTS_LONGEST})"
    ),
    "sa": LATEST,
    "cp": "LEFT JOIN campaign cp ON cp.id = sa.campaign_id",
    # A dispense that is over, and settled the campaign while it lasted.
    "was": (
        "LEFT JOIN exemption was ON :day > cp.due_on AND good.id IS NULL AND ex.id IS NULL"
        f" AND was.id = (SELECT x.id FROM exemption x WHERE {_OF_MEMBERSHIP} AND {_settles('cp')} {_LASTS_LONGEST})"
    ),
    "last": LAST,
    # Nobody asks what came before where the condition is met.
    "prior": PRIOR.replace(" ON ", " ON good.id IS NULL AND was.id IS NULL AND ", 1),
}
"""What `STATE_SQL` needs beside `o`; in this order, each may use those before it."""

STATE_SQL = (
    "CASE WHEN good.id IS NOT NULL THEN 'valid' WHEN ex.id IS NOT NULL THEN 'exempt' WHEN sa.id IS NULL THEN 'none'"
    " WHEN last.step = 'valid' OR was.id IS NOT NULL THEN 'expired' WHEN last.step = 'refused' THEN 'refused'"
    f" WHEN prior.id IS NOT NULL OR :day > {GRACE_END} THEN 'late' WHEN :day > {DUE} THEN 'grace'"
    " ELSE 'pending' END"
)

DETAIL_SQL = (
    "CASE WHEN good.id IS NOT NULL THEN good.valid_until WHEN ex.id IS NOT NULL THEN COALESCE(ex.ends_on, '')"
    " WHEN was.id IS NOT NULL THEN was.ends_on WHEN last.step IN ('valid', 'refused') THEN cp.valid_until"
    f" WHEN prior.id IS NOT NULL THEN prior.grace_until WHEN :day > {GRACE_END} THEN {GRACE_END}"
    " ELSE COALESCE(last.step, 'to_send') END"
)
"""What the pill says after the state: the end of validity or of the dispense, the step, the end of grace."""

PILL_SQL = f"{STATE_SQL} || '|' || COALESCE({DETAIL_SQL}, '')"

STATE_RANK_SQL = (
    f"CASE {STATE_SQL} WHEN 'late' THEN 0 WHEN 'refused' THEN 1 WHEN 'grace' THEN 2 WHEN 'expired' THEN 3"
    " WHEN 'pending' THEN 4 WHEN 'none' THEN 5 WHEN 'exempt' THEN 6 ELSE 7 END"
)


class StateKind(Choice):
    """A state with its detail, "valid|2027-03-31": shown as « Valide · 31 mars 2027 », exported as its code."""

    def format(self, value: Any) -> str:
        if value is None:
            return ""
        code, _bar, detail = str(value).partition("|")
        label = super().format(code)
        if code == LATE and detail:
            return _("Late since {date}").format(date=format_date(dates.day_after(detail)[:7], "medium"))
        if code in (VALID, EXEMPT) and detail:
            return _("{state} · {date}").format(state=label, date=format_date(detail, "medium"))
        if code in (GRACE, PENDING) and detail in STEPS:
            step = pgettext("step, in short", "received") if detail == RECEIVED else _(STEPS[detail])
            return _("{state} · {step}").format(state=label, step=f"{step[:1].lower()}{step[1:]}")
        return label

    def json(self, value: Any) -> Any:
        return None if value is None else str(value).partition("|")[0]

    def tone(self, value: Any) -> str:
        return super().tone(str(value).partition("|")[0])


STATE = StateKind(STATES, tones=STATE_TONES)
STEP = Choice(
    STEPS,
    tones={
        "to_send": "neutral", "sent": "pending", "answers": "pending", "received": "pending", "to_complete": "pending",
        "valid": "good", "exempt": "neutral", "refused": "late",
    },
)  # fmt: skip
LATENESS_KIND = Choice(LATENESS, tones={GRACE: "pending", LATE: "late"})


@dataclass(frozen=True)
class Fact:
    """A condition on a day: met or not, with its reason in the language in which it is shown.

    `until` is the last day of what holds now (validity, dispense, grace), where there is one.
    """

    code: str
    title: str
    """English msgid."""
    met: bool
    state: str
    tone: str
    reason: Message
    until: str | None = None
    campaign_id: int | None = None
    self_assessment_id: int | None = None


@dataclass(frozen=True)
class Condition:
    """One condition of membership: its facts for many organisations on a day, in one reading."""

    code: str
    title: str
    facts: Callable[[Reads, str, Sequence[int] | None], dict[int, Fact]]
    applies: Callable[[Reads, str], bool] = field(default=lambda _reader, _day: True)
    """False where the association has not begun to ask for it by that day: nobody then lacks it."""


def self_assessment_facts(reader: Reads, as_of: str, ids: Sequence[int] | None = None) -> dict[int, Fact]:
    """organisation id → the fact "valid attestation or dispense"; of all members on the day when no ids are given."""
    joins = " ".join(STATE_JOINS.values())
    what = (
        f"SELECT o.id, {STATE_SQL}, {DETAIL_SQL}, COALESCE(good.title_fr, prior.title_fr, cp.title_fr),"
        f" COALESCE(good.title_en, prior.title_en, cp.title_en), {DUE}, {GRACE_END}, ex.decided_by,"
        " last.happened_on, COALESCE(good.id, prior.id, cp.id), sa.id, cp.title_fr, cp.title_en, was.id"
    )
    rows: list[tuple[Any, ...]] = []
    if ids is None:
        rows = reader.rows(
            f"{what} FROM membership m JOIN organisation o ON o.id = m.organisation_id {joins}"
            f" WHERE {dates.LASTS.format('m')} AND o.is_self = 0",
            {"day": as_of},
        )
    else:
        for chunk in chunks(ids):
            numbers = ", ".join(str(int(i)) for i in chunk)
            rows += reader.rows(f"{what} FROM organisation o {joins} WHERE o.id IN ({numbers})", {"day": as_of})
    return _facts(rows, as_of)


CONDITIONS: tuple[Condition, ...] = (
    Condition(
        SELF_ASSESSMENT,
        N_("Self-assessment: valid attestation or dispense"),
        self_assessment_facts,
        lambda reader, day: bool(
            reader.rows("SELECT 1 FROM campaign WHERE counts = 1 AND opens_on <= :day LIMIT 1", {"day": day})
        ),
    ),
)
"""What a member must meet; dues and the code of conduct will each be a line here."""


def conditions_of(reader: Reads, organisation_id: int, as_of: str) -> list[Fact]:
    """Every condition asked for by that day, met or not, for one organisation."""
    return conditions_for(reader, as_of, [organisation_id]).get(organisation_id, [])


def conditions_for(reader: Reads, as_of: str, ids: Sequence[int] | None = None) -> dict[int, list[Fact]]:
    """organisation id → every condition asked for by that day; of all members on the day when no ids are given."""
    found: dict[int, list[Fact]] = {}
    for condition in CONDITIONS:
        if condition.applies(reader, as_of):
            for organisation_id, fact in condition.facts(reader, as_of, ids).items():
                found.setdefault(organisation_id, []).append(fact)
    return found


def _facts(rows: Sequence[tuple[Any, ...]], day: str) -> dict[int, Fact]:
    """The facts of these rows. Most members are told the same reason, which is put together once."""
    title = CONDITIONS[0].title
    reasons: dict[tuple[Any, ...], Message] = {}
    found = {}
    for organisation_id, state, detail, *rest in rows:
        titles, (due_on, grace_until, decided_by, happened_on, campaign_id, assessment_id) = rest[:2], rest[2:8]
        of_campaign = titles if state in (VALID, LATE) else rest[8:10]
        refused_on = happened_on if state == REFUSED else None
        dispensed = rest[10] is not None
        key = (state, detail, *of_campaign, due_on, grace_until, decided_by, refused_on, dispensed)
        reason = reasons.get(key)
        if reason is None and state == EXPIRED and dispensed:
            reason = reasons[key] = message(N_("Exempt until {date}, now past"), date=dates.Day(detail))
        elif reason is None:
            reason = reasons[key] = _reason(
                state, detail, _title(*of_campaign), due_on, grace_until, decided_by, happened_on, day
            )
        until = {VALID: detail, EXEMPT: detail, GRACE: grace_until, PENDING: due_on}.get(state) or None
        found[organisation_id] = Fact(
            SELF_ASSESSMENT, title, state in MET, state, STATE_TONES[state], reason, until, campaign_id, assessment_id
        )
    return found


def _title(title_fr: str | None, title_en: str | None) -> Bilingual:
    """The campaign's title, which follows the language as the sentence around it does."""
    return Bilingual(title_fr or "", title_en or title_fr or "")


def _reason(
    state: str, detail: str | None, campaign: Any, due_on: str | None, grace_until: str | None,
    decided_by: str | None, happened_on: str | None, day: str,
) -> Message:  # fmt: skip
    if state == VALID:
        return message(N_("{campaign} valid until {date}"), campaign=campaign, date=dates.Day(detail))
    if state == EXEMPT and detail:
        return message(N_("Exempt until {date} (decided by: {body})"), date=dates.Day(detail), body=decided_by or "—")
    if state == EXEMPT:
        return message(N_("Exempt until further notice (decided by: {body})"), body=decided_by or "—")
    if state == NONE:
        return message(N_("No self-assessment was asked of it"))
    if state == REFUSED:
        return message(N_("{campaign}: refused on {date}"), campaign=campaign, date=dates.Day(happened_on))
    if state == EXPIRED:
        return message(N_("{campaign}: valid until {date}, now past"), campaign=campaign, date=dates.Day(detail))
    if state == LATE:
        days = dates.days_between(detail or day, day)
        return plural_message("{campaign}: late for {n} day", "{campaign}: late for {n} days", days, campaign=campaign)
    if state == GRACE:
        return message(N_("{campaign}: grace until {date}"), campaign=campaign, date=dates.Day(grace_until))
    return message(N_("{campaign}: due on {date}"), campaign=campaign, date=dates.Day(due_on))
