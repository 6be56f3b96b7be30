"""What the rules of writing need to know of a campaign: has anything happened, when did it begin for a member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.queries.lists import Reads, chunks
from oci_desktop.queries.standing import EXEMPTION, LAST, STEP_SQL

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader

_HAPPENS = ("self_assessment_step", "attestation", "answer", "planned_action")


@dataclass(frozen=True)
class Opened:
    """A self-assessment as a step needs it."""

    id: int
    begins_on: str
    """The opening, or the day on which the member was added."""
    level: str
    organisation_id: int
    name: str


@dataclass(frozen=True)
class Stood:
    """Where a member stood on a day: its step, a dispense in force included."""

    id: int
    name: str
    step: str
    since: str | None
    """The day of the step; None for a dispense, and where nothing had happened."""


def campaign_is_used(reader: Reader, campaign_id: int) -> bool:
    """Whether something happened in the campaign: a step, an attestation, an answer (taken back too), a letter."""
    named = {"id": campaign_id}
    return any(
        reader.rows(
            f"SELECT 1 FROM {table} WHERE self_assessment_id IN"
            " (SELECT id FROM self_assessment WHERE campaign_id = :id) LIMIT 1",
            named,
        )
        for table in _HAPPENS
    ) or bool(
        reader.rows("SELECT 1 FROM mailing WHERE campaign_id = :id LIMIT 1", named)
        or campaign_has_answers(reader, campaign_id)
    )


def something_happened(reader: Reader, self_assessment_id: int) -> bool:
    """Whether one member has a step or an attestation, or gave answers that are not erased, in the campaign."""
    return has_answers(reader, self_assessment_id) or any(
        reader.rows(f"SELECT 1 FROM {table} WHERE self_assessment_id = :id LIMIT 1", {"id": self_assessment_id})
        for table in _HAPPENS
    )


def has_answers(reader: Reader, self_assessment_id: int) -> bool:
    """Whether an answer or an action of one member is kept, in the journal too: cleared or undone is not erased."""
    from oci_desktop.model import schema
    from oci_desktop.store.erasure import has_values

    return any(
        has_values(reader, table, "self_assessment_id", self_assessment_id)
        for table in (schema.answer, schema.planned_action)
    )


def campaign_has_answers(reader: Reader, campaign_id: int) -> bool:
    """As `has_answers`, of any member that the campaign addresses or ever addressed."""
    return any(has_answers(reader, one) for one in ever_addressed(reader, campaign_id))


def ever_addressed(reader: Reader, campaign_id: int) -> list[int]:
    """The self-assessments of a campaign, those taken out or undone since too."""
    from oci_desktop.model import schema
    from oci_desktop.store.erasure import rows_ever

    return sorted(rows_ever(reader, schema.self_assessment, "campaign_id", campaign_id))


def opened(reader: Reads, ids: Sequence[int]) -> dict[int, Opened]:
    """The self-assessments of these ids that exist, by id."""
    found: dict[int, Opened] = {}
    for numbers in _numbers(ids):
        for row in reader.rows(
            "SELECT a.id, COALESCE(a.added_on, c.opens_on), COALESCE(a.level, c.level), a.organisation_id,"
            f" {_PRINTED.format('a')}"
            f" FROM self_assessment a JOIN campaign c ON c.id = a.campaign_id WHERE a.id IN ({numbers})"
        ):
            found[row[0]] = Opened(*row)
    return found


def stood_on(reader: Reads, ids: Sequence[int], day: str) -> dict[int, Stood]:
    """Where these self-assessments stood on that day, by id, in the order of the ids."""
    found: dict[int, Stood] = {}
    for numbers in _numbers(ids):
        rows = reader.rows(
            f"SELECT sa.id, {_PRINTED.format('sa')}, {STEP_SQL}, CASE WHEN ex.id IS NULL THEN last.happened_on END"
            " FROM self_assessment sa JOIN organisation o ON o.id = sa.organisation_id"
            f" JOIN campaign cp ON cp.id = sa.campaign_id {EXEMPTION} {LAST} WHERE sa.id IN ({numbers})",
            {"day": day},
        )
        found |= {row[0]: Stood(*row) for row in rows}
    return {one: found[one] for one in ids if one in found}


_PRINTED = (
    "(SELECT n.printed FROM organisation_name n WHERE n.organisation_id = {}.organisation_id"
    " ORDER BY n.starts_on DESC LIMIT 1)"
)


def last_steps_of_day(reader: Reads, ids: Sequence[int], day: str) -> dict[int, tuple[str, str | None]]:
    """self-assessment → the last step recorded for that very day, with its reason."""
    found: dict[int, tuple[str, str | None]] = {}
    for numbers in _numbers(ids):
        for owner, step, reason in reader.rows(
            "SELECT self_assessment_id, step, reason FROM self_assessment_step"
            f" WHERE happened_on = :day AND self_assessment_id IN ({numbers}) ORDER BY id",
            {"day": day},
        ):
            found[owner] = (step, reason)
    return found


def organisations_that_can_be_asked(reader: Reads, ids: Sequence[int]) -> set[int]:
    """Those that exist, and are not the association itself."""
    return {
        found
        for numbers in _numbers(ids)
        for (found,) in reader.rows(f"SELECT id FROM organisation WHERE is_self = 0 AND id IN ({numbers})")
    }


def profile_codes(reader: Reads, campaign_id: int) -> set[str]:
    """The profiles of the campaign's version."""
    found = reader.rows(
        "SELECT p.code FROM questionnaire_profile p JOIN campaign c"
        " ON c.questionnaire_version_id = p.questionnaire_version_id WHERE c.id = :id",
        {"id": campaign_id},
    )
    return {code for (code,) in found}


def _numbers(ids: Sequence[int]) -> list[str]:
    return [", ".join(str(int(one)) for one in chunk) for chunk in chunks(ids)]
