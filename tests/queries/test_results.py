"""One member's result: "no answer" is not "no", what does not apply leaves the denominator, nothing else counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oci_desktop.errors import UserError
from oci_desktop.i18n import message
from oci_desktop.model import schema
from oci_desktop.queries.portrait import network_portrait
from oci_desktop.queries.questionnaires import get_version
from oci_desktop.queries.results import CHANGED, NEW, NO_ANSWER, SAME, MemberResult, member_result
from oci_desktop.services.campaigns import address
from oci_desktop.services.questionnaires import publish, save_version, start_version
from oci_desktop.store.database import Database
from tests.assessments import add_campaign, item_ids, published, share, version
from tests.factories import add_member

DAY = "2026-11-21"


@pytest.fixture
def member(database: Database) -> int:
    return add_member(database, "Coopération Modèle")


def answered(database: Database, member: int, answers: dict[str, str | None], **values: object) -> int:
    """A self-assessment at level B of 2025 with these answers; its id."""
    with database.write(message("Set up")) as write:
        of = published(write)
        items = item_ids(write, of)
        (one,) = address(write, add_campaign(write, 2025, of, "B"), [member])
        share(write, one, {items[code]: choice for code, choice in answers.items()}, **values)
    return one


def result(database: Database, one: int) -> MemberResult:
    with database.read() as reader:
        return member_result(reader, one, DAY)


def test_no_answer_is_not_no(database: Database, member: int) -> None:
    one = answered(database, member, {"1.1": "in_place", "1.2": "partly", "1.3": None})
    score = result(database, one).principles[0].score
    assert score.counts == {
        "in_place": 1, "partly": 1, "planned": 0, "not_in_place": 0, "not_applicable": 0, NO_ANSWER: 1,
    }  # fmt: skip
    assert (score.answered, score.applicable, score.coverage) == (2, 3, 67)
    assert score.index == 75  # over what was answered


def test_not_applicable_leaves_the_denominator_and_zero_applicable_shows_a_dash(
    database: Database, member: int
) -> None:
    one = answered(database, member, dict.fromkeys(("1.1", "1.2", "1.3"), "not_applicable"))
    score = result(database, one).principles[0].score
    assert (score.answered, score.applicable, score.coverage, score.index) == (0, 0, None, None)


def test_what_waits_to_be_confirmed_does_not_count(database: Database, member: int) -> None:
    one = answered(database, member, {"1.1": "in_place"}, to_confirm=1)
    found = result(database, one)
    assert found.principles[0].score.answered == 0
    assert found.principles[0].score.counts[NO_ANSWER] == 3
    assert found.principles[0].items[0].to_confirm


def test_an_item_for_another_profile_is_not_asked(database: Database, member: int) -> None:
    one = answered(database, member, {"3.1": "in_place"})
    assert result(database, one).principles[2].score.applicable == 3
    with database.write(message("Profile")) as write:
        write.update(schema.self_assessment, one, {"profiles": "other"})
    assert result(database, one).principles[2].score.applicable == 2


def test_weights_count_in_the_index_alone(database: Database, member: int) -> None:
    draft = version()
    first = draft.principles[0]
    heavy = replace(first, items=(replace(first.items[0], weight=3), *first.items[1:]))
    with database.write(message("Set up")) as write:
        of = published(write, replace(draft, principles=(heavy, *draft.principles[1:])))
        items = item_ids(write, of)
        (one,) = address(write, add_campaign(write, 2025, of, "B"), [member])
        share(write, one, {items["1.1"]: "in_place", items["1.2"]: "not_in_place"})
    score = result(database, one).principles[0].score
    assert score.index == 75
    assert score.answered == 2


def test_this_campaign_stands_beside_the_last_with_new_and_removed_items_apart(database: Database, member: int) -> None:
    one = answered(database, member, {"1.1": "planned", "1.2": "in_place", "1.3": "partly"})
    with database.write(message("Next")) as write:
        (old,) = [row[0] for row in write.rows("SELECT id FROM questionnaire_version")]
        next_id = start_version(write, old, "2.0")
        draft = get_version(write, next_id)
        first = draft.principles[0]
        added = replace(first.items[2], id=None, code="1.9", text_fr="Énoncé tout neuf", text_en="Brand new")
        reworded = replace(first.items[1], text_fr="Énoncé reformulé", text_en="Reworded")
        changed = replace(first, items=(first.items[0], reworded, added))
        save_version(write, replace(draft, principles=(changed, *draft.principles[1:])))
        publish(write, next_id, "2026-01-05")
        items = item_ids(write, next_id)
        (two,) = address(write, add_campaign(write, 2026, next_id, "B"), [member])
        share(write, two, {items["1.1"]: "in_place", items["1.2"]: "in_place", items["1.9"]: "partly"})
    assert result(database, one).previous is None
    found = result(database, two)
    assert found.previous is not None
    assert found.previous.code == "2025"
    first_principle = found.principles[0]
    assert [item.change for item in first_principle.items] == [CHANGED, SAME, NEW]
    assert first_principle.items[0].before == "planned"
    assert first_principle.items[1].reworded
    assert [(item.code, answer) for item, answer in found.removed] == [("1.3", "partly")]
    assert first_principle.before is not None
    assert first_principle.before.applicable == 2  # the same items only


@pytest.mark.parametrize(
    "change", [{"level": "A"}, {"consent_on": None}, {"consent_withdrawn_on": "2025-06-01"}], ids=str
)
def test_without_consent_there_is_no_result(database: Database, member: int, change: dict[str, str | None]) -> None:
    one = answered(database, member, {"1.1": "in_place"})
    with database.write(message("Change")) as write:
        write.update(schema.self_assessment, one, change)
    with pytest.raises(UserError, match="restent"):
        result(database, one)


def test_a_questionnaire_of_one_principle_and_another_scale_works_alike(database: Database, member: int) -> None:
    from oci_desktop.model.questionnaire import ScaleChoice

    scale = (ScaleChoice("yes", "Oui", "Yes", 100), ScaleChoice("no", "Non", "No", 0))
    with database.write(message("Set up")) as write:
        of = published(write, version("prevention", 1, 2, scale=scale))
        items = item_ids(write, of)
        campaign = add_campaign(write, 2025, of, "B")
        (one,) = address(write, campaign, [member])
        share(write, one, {items["1.1"]: "yes"})
    found = result(database, one)
    assert found.total.counts == {"yes": 1, "no": 0, NO_ANSWER: 1}
    assert found.total.index == 100
    with database.read() as reader:
        assert network_portrait(reader, campaign).too_few
