"""The network's portrait, from the answers of those that share them, in which no member can be recognised.

**The rule.** For each item the answers of all sharing members make one row of cells: one per choice of the scale, one
for "no answer". Beside it stands n, how many members were asked. A cell with fewer than five members is hidden, zero
included (DOMAIN, "Self-assessments"). What is hidden together must not be told by subtracting what is shown from n,
not even by somebody who knows this rule: so cells are hidden on, from the end of the row ("no answer" first), until

- at least two cells are hidden, and together they hold at least five members; and
- if all of them are small ones, they are not all nearly full (at most 4 x their number - 2 members).

Then every hidden cell could still be any of at least three counts, and any of two for a member who takes her own
answer away; a test tries all rows of up to six cells. The order of further hiding does not depend on the counts:
hiding the smallest of the others would tell how large it is. (The threshold with secondary suppression is the usual
rule of statistical offices; see Hundepool et al., Statistical Disclosure Control, chapter 4.)

**No second table.** A principle's figures are added up from what is shown of its items, the gaps are ranked by what is
shown, and there is no index: none of it can tell more than the items do. There is no portrait of a category or a
region, since a part and the whole would be subtracted from one another; who is *where* in a campaign, which is no
answer, is counted by category and region without hiding anything (`progress_by`). Two campaigns are two portraits,
side by side; under five members there is none.

**What it cannot do.** Two portraits of the same campaign, printed before and after one known member began or ceased to
share its answers, can be subtracted from one another: hand out the one made when the campaign is over. For the same
reason there is no portrait as of a past day (a portrait for each day would give every member away), and a member that
leaves the association stays in it: answers count as they are known when it is made, which the paper says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oci_desktop.dates import day_after
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.questionnaire import Item, Principle, ScaleChoice, VersionDraft
from oci_desktop.model.standing import EXEMPT, EXPIRED, NONE, PENDING, SETTLED, VALID
from oci_desktop.queries.answers import applies
from oci_desktop.queries.campaigns import get_campaign, list_campaigns
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, Reads, list_table
from oci_desktop.queries.questionnaires import get_version
from oci_desktop.queries.results import NO_ANSWER, SHARED
from oci_desktop.tables import split_list

LEAST = 5
"""Fewer members than that are not shown."""

GAPS = 10


@dataclass(frozen=True)
class Shown:
    """One row as it may be seen: code → count, None where it is hidden. `hidden` is what the hidden cells add up to.

    Where `n` is under five nothing is shown: n is 0 then.
    """

    cells: Mapping[str, int | None]
    n: int
    hidden: int

    @property
    def is_empty(self) -> bool:
        return self.n == 0


@dataclass(frozen=True)
class ItemPortrait:
    item: Item
    shown: Shown


@dataclass(frozen=True)
class PrinciplePortrait:
    """`shown` adds up what is shown of the items: answers, not members."""

    principle: Principle
    items: tuple[ItemPortrait, ...]
    shown: Shown


@dataclass(frozen=True)
class Gap:
    """An item that many have not fully in place: at least `members` of those `n` to whom it applies for sure."""

    item: Item
    members: int
    n: int
    exact: bool
    """False when hidden answers may add to it."""


@dataclass(frozen=True)
class Portrait:
    """The portrait of one campaign. Without enough members that share, `principles` is empty."""

    campaign: CampaignDraft
    version: VersionDraft
    members: int
    """How many share their answers; 0 when they are too few to be shown."""
    too_few: bool
    principles: tuple[PrinciplePortrait, ...]
    gaps: tuple[Gap, ...]


def protect(counts: Mapping[str, int]) -> Shown:
    """What may be shown of a row of counts: see the rule above. The order of `counts` is that of the row."""
    total = sum(counts.values())
    if total < LEAST:
        return Shown(dict.fromkeys(counts), 0, 0)
    hidden = [code for code, count in counts.items() if count < LEAST]
    if not hidden:
        return Shown(dict(counts), total, 0)
    small = len(hidden)
    rest = [code for code in counts if code not in hidden]
    pool = sum(counts[code] for code in hidden)
    most = (LEAST - 1) * small - 2
    while rest and (len(hidden) < 2 or pool < LEAST or (len(hidden) == small and pool > most)):
        further = rest.pop()
        hidden.append(further)
        pool += counts[further]
    return Shown({code: None if code in hidden else count for code, count in counts.items()}, total, pool)


def network_portrait(reader: Reads, campaign_id: int) -> Portrait:
    """The portrait of a campaign: only level B with a consent in force counts.

    Raises: NotFoundError.
    """
    campaign = get_campaign(reader, campaign_id)
    assert campaign.questionnaire_version_id is not None
    version = get_version(reader, campaign.questionnaire_version_id)
    sharing, asked = _asked(reader, campaign_id, version)
    if sharing < LEAST:
        return Portrait(campaign, version, 0, True, (), ())
    counts = _counts(reader, campaign_id, version)
    principles = []
    for principle in version.principles:
        items = tuple(
            ItemPortrait(item, protect(_row(version.scale, counts.get(item.id, {}), asked[item.profile])))
            for item in principle.items
        )
        principles.append(PrinciplePortrait(principle, items, _added(version.scale, [one.shown for one in items])))
    return Portrait(campaign, version, sharing, False, tuple(principles), _gaps(version, principles))


def portraits(reader: Reads, as_of: str, most: int = 5) -> list[Portrait]:
    """The portraits of the last campaigns opened by the day, the latest first; those at level A have none."""
    opened = [one for one in list_campaigns(reader) if one.opens_on <= as_of and one.id is not None]
    found = (network_portrait(reader, one.id) for one in opened[:most] if one.id is not None)
    return [one for one in found if not one.too_few]


def _asked(reader: Reads, campaign_id: int, version: VersionDraft) -> tuple[int, dict[str | None, int]]:
    """How many members share their answers, and to how many of them the items of each profile were put."""
    profiles: dict[str | None, int] = {None: 0, **{profile.code: 0 for profile in version.profiles}}
    sharing = 0
    for held, count in reader.rows(
        "SELECT COALESCE(sa.profiles, ''), COUNT(*) FROM self_assessment sa JOIN campaign c ON c.id = sa.campaign_id"
        f" WHERE c.id = :campaign AND {SHARED} AND {_ANSWERED} GROUP BY 1",
        {"campaign": campaign_id},
    ):
        sharing += count
        for code in profiles:
            if applies(code, split_list(held)):
                profiles[code] += count
    return sharing, profiles


_ANSWERED = "EXISTS (SELECT 1 FROM answer x WHERE x.self_assessment_id = sa.id)"
"""Who agreed and has not answered anything yet is not part of the portrait."""


def _counts(reader: Reads, campaign_id: int, version: VersionDraft) -> dict[int | None, dict[str, int]]:
    """item id → choice → how many members gave it; what waits to be confirmed is no answer.

    The members of a campaign were addressed together: their rows follow one another. So every answer between the
    first and the last is counted inside the index `ix_answer_portrait`, and those that are not to be counted (of who
    does not share, and hence has hardly ever any; of another campaign in between) are taken away.
    """
    first, last = reader.rows(
        "SELECT MIN(id), MAX(id) FROM self_assessment WHERE campaign_id = :campaign", {"campaign": campaign_id}
    )[0]
    between = {"first": first, "last": last, "version": version.id}
    counts: dict[int | None, dict[str, int]] = {}
    for item_id, choice, count in reader.rows(
        "SELECT i.id, s.code, (SELECT COUNT(*) FROM answer a WHERE a.questionnaire_item_id = i.id"
        " AND a.choice = s.code AND a.to_confirm = 0 AND a.self_assessment_id BETWEEN :first AND :last)"
        " FROM questionnaire_item i JOIN scale_choice s ON s.questionnaire_version_id = i.questionnaire_version_id"
        " WHERE i.questionnaire_version_id = :version",
        between,
    ):
        counts.setdefault(item_id, {})[choice] = count
    for item_id, choice, count in reader.rows(
        "SELECT a.questionnaire_item_id, a.choice, COUNT(*) FROM self_assessment sa"
        " JOIN campaign c ON c.id = sa.campaign_id CROSS JOIN answer a ON a.self_assessment_id = sa.id"
        f" WHERE sa.id BETWEEN :first AND :last AND NOT (c.id = :campaign AND {SHARED})"
        " AND a.choice IS NOT NULL AND a.to_confirm = 0 GROUP BY 1, 2",
        {**between, "campaign": campaign_id},
    ):
        if choice in counts.get(item_id, {}):
            counts[item_id][choice] -= count
    return counts


def _row(scale: Sequence[ScaleChoice], counts: Mapping[str, int], asked: int) -> dict[str, int]:
    row = {choice.code: counts.get(choice.code, 0) for choice in scale}
    # Who answered an item of a profile that it gave up since was asked it all the same.
    row[NO_ANSWER] = max(0, asked - sum(row.values()))
    return row


def _added(scale: Sequence[ScaleChoice], rows: Sequence[Shown]) -> Shown:
    """The sum of what is shown of several rows."""
    codes = [*(choice.code for choice in scale), NO_ANSWER]
    cells: dict[str, int | None] = {}
    for code in codes:
        seen = [count for row in rows if (count := row.cells[code]) is not None]
        cells[code] = sum(seen) if seen else None
    return Shown(cells, sum(row.n for row in rows), sum(row.hidden for row in rows))


def _gaps(version: VersionDraft, principles: Sequence[PrinciplePortrait]) -> tuple[Gap, ...]:
    """The items that most members, for sure, have not fully in place; computed from what is shown alone."""
    best = max((choice.weight for choice in version.scale if choice.weight is not None), default=0)
    short = [choice.code for choice in version.scale if choice.weight is not None and choice.weight < best]
    aside = [choice.code for choice in version.scale if choice.weight is None] + [NO_ANSWER]
    found = []
    for principle in principles:
        for one in principle.items:
            cells = one.shown.cells
            members = sum(cells[code] or 0 for code in short)
            exact = all(cells[code] is not None for code in short)
            applicable = one.shown.n - sum(cells[code] or 0 for code in aside)
            if members and applicable:
                found.append(Gap(one.item, members, applicable, exact))
    found.sort(key=lambda gap: (-gap.members / gap.n, -gap.members))
    return tuple(found[:GAPS])


@dataclass(frozen=True)
class Progress:
    """Who is where: one category, region or campaign, with how many are in each state."""

    key: str | None
    states: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.states.values())


LAPSED = "lapsed"
"""Of a member that a dispense settled the campaign for, and the dispense is over. (In `standing`, expired as well.)"""


def state_of(step: str, lateness: str, valid_until: str | None, day: str) -> str:
    """Where a member stands in a campaign, as one word: settled (valid, exempt, refused) or no longer, or how late."""
    if valid_until and f"{valid_until}~" < day:
        if step == VALID:
            return EXPIRED
        if step == EXEMPT:
            return LAPSED
    if step in SETTLED:
        return step
    return PENDING if lateness == NONE else lateness


def progress_by(reader: Reads, campaign: CampaignDraft, as_of: str, field: str) -> list[Progress]:
    """The members of a campaign on the day counted by `category` or `region`; what has none comes last."""
    found: dict[str | None, Counter[str]] = {}
    for key, state in _standing(reader, campaign, as_of, field):
        found.setdefault(key, Counter())[state] += 1
    keys = sorted(found, key=lambda key: (key is None, key or ""))
    return [Progress(key, dict(found[key])) for key in keys]


def _standing(reader: Reads, campaign: CampaignDraft, day: str, field: str) -> list[tuple[str | None, str]]:
    """The field and the state of every member; applicants are left out."""
    query = Query(day).filtered("campaign", campaign.code).filtered("applicant", "no")
    rows = list_table(reader, get_list(reader, "campaign"), query, [field, "step", "lateness", "valid_until"]).rows
    return [(key, state_of(step, lateness, valid_until, day)) for key, step, lateness, valid_until in rows]


def progress_over_years(reader: Reads, as_of: str, most: int = 5) -> list[tuple[CampaignDraft, Progress]]:
    """The last campaigns opened by the day, the latest first: the current one on the day, those before as they were
    when their grace had ended. Applicants are not counted."""
    opened = [one for one in list_campaigns(reader) if one.opens_on <= as_of][:most]
    found = []
    for campaign in opened:
        day = min(as_of, day_after(campaign.grace_until))
        states = Counter(state for _, state in _standing(reader, campaign, day, "campaign"))
        found.append((campaign, Progress(campaign.code, dict(states))))
    return found
