"""Of self-assessments: what is published stays, answers are kept with consent only, days follow one another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from oci_desktop.i18n import N_
from oci_desktop.store.invariants import Fault, Touched, chunks
from oci_desktop.store.plans import Plan, Row

CONSENT = N_("answers would be kept that the member does not share")
FROZEN = N_("a published questionnaire would change")
UNPUBLISHED = N_("a campaign would have a questionnaire that is not published")
LATER_VERSION = N_("a later version of the questionnaire starts from the one that would become a draft again")
TWO_DRAFTS = N_("a questionnaire would have two drafts")
OTHER_VERSION = N_("answers would be to the questions of another questionnaire")
DAYS = N_("the days of a campaign would not follow one another")

REASONS = (CONSENT, UNPUBLISHED, FROZEN, LATER_VERSION, TWO_DRAFTS, OTHER_VERSION, DAYS)

PARTS_OF_A_VERSION = (
    "principle",
    "questionnaire_item",
    "scale_choice",
    "questionnaire_profile",
    "required_signatory",
)
"""The tables whose rows are frozen with the version that they belong to."""

_PRINTED = ("code", "title_fr", "title_en")
"""What every version of a questionnaire prints of it."""


def faults(raw: sqlite3.Connection, touched: Touched) -> Iterator[Fault]:
    """What is wrong in the versions, the campaigns and the self-assessments touched."""
    for chunk, marks in chunks(touched.get("questionnaire_version", ())):
        yield from _of_versions(raw, chunk, marks)
    for chunk, marks in chunks(touched.get("campaign", ())):
        yield from _of_campaigns(raw, chunk, marks)
        yield from _of_answers(raw, chunk, f"s.campaign_id IN ({marks})")
    for chunk, marks in chunks(touched.get("self_assessment", ())):
        yield from _of_answers(raw, chunk, f"s.id IN ({marks})")


def changed_versions(raw: sqlite3.Connection, changed: Iterable[tuple[Plan, int, Row | None, Row | None]]) -> set[int]:
    """The versions that print differently once these rows are changed; asked before they are."""
    found: set[int] = set()
    for plan, row_id, before, after in changed:
        rows = [row for row in (before, after) if row is not None]
        if plan.name == "questionnaire_version":
            found.add(row_id)
        elif plan.name in PARTS_OF_A_VERSION:
            found.update(row[plan.at["questionnaire_version_id"]] for row in rows)
        elif plan.name == "questionnaire" and len({tuple(row[plan.at[name]] for name in _PRINTED) for row in rows}) > 1:
            named = raw.execute("SELECT id FROM questionnaire_version WHERE questionnaire_id = ?", (row_id,))
            found.update(row[0] for row in named)
    return found


def published(raw: sqlite3.Connection, versions: set[int]) -> set[int]:
    """Those that are published: what is so before a step and after it may not change by it."""
    found: set[int] = set()
    for chunk, marks in chunks(versions):
        sql = f"SELECT id FROM questionnaire_version WHERE state = 'published' AND id IN ({marks})"
        found.update(row[0] for row in raw.execute(sql, chunk))
    return found


def _of_versions(raw: sqlite3.Connection, ids: list[int], marks: str) -> Iterator[Fault]:
    for version_id, campaign_id in raw.execute(
        "SELECT v.id, c.id FROM questionnaire_version v JOIN campaign c ON c.questionnaire_version_id = v.id"
        f" WHERE v.state <> 'published' AND v.id IN ({marks})",
        ids,
    ):
        yield Fault(UNPUBLISHED, (("campaign", campaign_id), ("questionnaire_version", version_id)))
    for version_id, later_id in raw.execute(
        "SELECT v.id, n.id FROM questionnaire_version v JOIN questionnaire_version n ON n.based_on_id = v.id"
        f" WHERE v.state <> 'published' AND v.id IN ({marks})",
        ids,
    ):
        yield Fault(LATER_VERSION, (("questionnaire_version", later_id), ("questionnaire_version", version_id)))
    for version_id, other_id in raw.execute(
        "SELECT v.id, o.id FROM questionnaire_version v"
        " JOIN questionnaire_version o ON o.questionnaire_id = v.questionnaire_id AND o.id <> v.id"
        f" WHERE v.state <> 'published' AND o.state <> 'published' AND v.id IN ({marks})",
        ids,
    ):
        yield Fault(TWO_DRAFTS, (("questionnaire_version", other_id), ("questionnaire_version", version_id)))


def _of_campaigns(raw: sqlite3.Connection, ids: list[int], marks: str) -> Iterator[Fault]:
    for (campaign_id,) in raw.execute(
        "SELECT id FROM campaign WHERE NOT (opens_on <= due_on AND due_on <= grace_until"
        f" AND grace_until <= valid_until) AND id IN ({marks})",
        ids,
    ):
        yield Fault(DAYS, (("campaign", campaign_id),))
    for campaign_id, version_id in raw.execute(
        "SELECT c.id, v.id FROM campaign c JOIN questionnaire_version v ON v.id = c.questionnaire_version_id"
        f" WHERE v.state <> 'published' AND c.id IN ({marks})",
        ids,
    ):
        yield Fault(UNPUBLISHED, (("campaign", campaign_id), ("questionnaire_version", version_id)))
    for campaign_id, answer_id in raw.execute(
        "SELECT c.id, max(a.id) FROM campaign c JOIN self_assessment s ON s.campaign_id = c.id"
        " JOIN answer a ON a.self_assessment_id = s.id JOIN questionnaire_item i ON i.id = a.questionnaire_item_id"
        f" WHERE i.questionnaire_version_id <> c.questionnaire_version_id AND c.id IN ({marks}) GROUP BY c.id",
        ids,
    ):
        yield Fault(OTHER_VERSION, (("answer", answer_id), ("campaign", campaign_id)))


def _of_answers(raw: sqlite3.Connection, ids: list[int], condition: str) -> Iterator[Fault]:
    """Answers and planned actions are there only where the level is B and the consent given, and not withdrawn."""
    for table in ("answer", "planned_action"):
        for assessment_id, row_id in raw.execute(
            f"SELECT s.id, max(a.id) FROM {table} a JOIN self_assessment s ON s.id = a.self_assessment_id"
            " JOIN campaign c ON c.id = s.campaign_id"
            " WHERE (coalesce(s.level, c.level) <> 'B' OR c.level <> 'B' OR s.consent_on IS NULL"
            f" OR s.consent_withdrawn_on IS NOT NULL) AND {condition} GROUP BY s.id",
            ids,
        ):
            yield Fault(CONSENT, ((table, row_id), ("self_assessment", assessment_id)))
