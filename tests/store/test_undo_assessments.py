"""Undoing an older action keeps what every save keeps of questionnaires, campaigns and answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from oci_desktop.i18n import use_language
from oci_desktop.model import schema
from oci_desktop.store.database import Database
from oci_desktop.store.problems import UndoError
from oci_desktop.store.writer import Writer
from tests.store.assessments import Member, campaign, fill, member_with_answers, questionnaire
from tests.store.rows import add_organisation, picture


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def done(database: Database, label: str, what: Callable[[Writer], Any]) -> int:
    """One action; its number."""
    with database.write(label) as write:
        what(write)
    action = database.undoable()
    assert action is not None
    return action.id


def refused(database: Database, sentence: str, take: Callable[[int], object], action: int) -> None:
    before = picture(database, versions=True)
    with pytest.raises(UndoError, match=sentence):
        take(action)
    assert picture(database, versions=True) == before
    assert database.check() == []


def change(table: Any, row_id: int, **values: Any) -> Callable[[Writer], Any]:
    return lambda write: write.update(table, row_id, values)


PUBLISHED: dict[str, Any] = {"state": "published", "published_on": "2026-01-01"}


@pytest.fixture
def draft(database: Database) -> Database:
    """A file with a questionnaire whose version 1 is a draft."""
    with database.write("begin") as write:
        version, _items = questionnaire(write, 3)
        write.update(schema.questionnaire_version, version, {"state": "draft", "published_on": None})
    return database


def test_a_published_questionnaire_is_not_changed_by_undoing_what_was_done_to_its_draft(draft: Database) -> None:
    edits = [
        done(draft, "a question", change(schema.questionnaire_item, 1, text_fr="Autre question")),
        done(draft, "its introduction", change(schema.questionnaire_version, 1, introduction_fr="Bonjour")),
        done(draft, "its title", change(schema.questionnaire, 1, title_fr="Autre titre")),
        done(
            draft,
            "a choice",
            lambda write: fill(write, schema.scale_choice, questionnaire_version_id=1, code="yes"),
        ),
    ]
    done(draft, "publication", change(schema.questionnaire_version, 1, **PUBLISHED))
    for edit in edits:
        sentence = "cannot be undone: a published questionnaire would change, because of “publication”"
        refused(draft, sentence, draft.undo, edit)
    draft.undo()
    assert draft.undo(edits[0]).id == edits[0]
    draft.redo(edits[0] + 4)
    refused(draft, "cannot be redone: a published questionnaire would change", draft.redo, edits[0])


def test_what_may_still_be_changed_of_a_published_one_is_taken_back(draft: Database) -> None:
    done(draft, "publication", change(schema.questionnaire_version, 1, **PUBLISHED))
    filled = done(draft, "its English title", change(schema.questionnaire, 1, title_en="Security"))
    noted = done(draft, "notes", change(schema.questionnaire, 1, notes="x"))
    assert draft.undo(filled).id == filled
    assert draft.undo(noted).id == noted


def test_a_questionnaire_that_a_campaign_uses_stays_published(draft: Database) -> None:
    publication = done(draft, "publication", change(schema.questionnaire_version, 1, **PUBLISHED))
    done(draft, "campaign 2026", lambda write: campaign(write, 1))
    refused(draft, "a questionnaire that is not published, because of “campaign 2026”", draft.undo, publication)
    draft.undo()
    assert draft.undo().id == publication


def test_a_questionnaire_stays_published_once_the_next_version_is_begun(draft: Database) -> None:
    publication = done(draft, "publication", change(schema.questionnaire_version, 1, **PUBLISHED))
    following = {"questionnaire_id": 1, "number": "2.0", "based_on_id": 1}
    done(draft, "version 2", lambda write: fill(write, schema.questionnaire_version, **following))
    refused(draft, "a later version .* because of “version 2”", draft.undo, publication)


def test_a_questionnaire_has_one_draft_at_a_time(draft: Database) -> None:
    publication = done(draft, "publication", change(schema.questionnaire_version, 1, **PUBLISHED))
    following = {"questionnaire_id": 1, "number": "2.0"}
    done(draft, "another", lambda write: fill(write, schema.questionnaire_version, **following))
    refused(draft, "two drafts, because of “another”", draft.undo, publication)


def test_a_campaign_is_not_taken_away_from_the_members_it_addresses(draft: Database) -> None:
    done(draft, "publication", change(schema.questionnaire_version, 1, **PUBLISHED))
    opened = done(draft, "campaign 2026", lambda write: campaign(write, 1))

    def address(write: Writer) -> None:
        fill(write, schema.self_assessment, campaign_id=1, organisation_id=add_organisation(write))

    addressed = done(draft, "members addressed", address)
    step = {"self_assessment_id": 1, "organisation_id": 1, "step": "sent", "happened_on": "2026-02-01"}
    done(draft, "forms sent", lambda write: fill(write, schema.self_assessment_step, **step))
    refused(draft, "“campaign 2026” cannot be undone: “members addressed”", draft.undo, opened)
    refused(draft, "“members addressed” cannot be undone: “forms sent”", draft.undo, addressed)
    # One by one, from the newest, everything goes.
    assert [str(draft.undo().label) for _ in range(3)] == ["forms sent", "members addressed", "campaign 2026"]


def test_the_same_campaign_is_not_made_twice_by_doing_again(draft: Database) -> None:
    done(draft, "publication", change(schema.questionnaire_version, 1, **PUBLISHED))
    first = done(draft, "campaign 2026", lambda write: campaign(write, 1))
    draft.undo()
    done(draft, "another campaign 2026", lambda write: campaign(write, 1))
    refused(draft, "“campaign 2026” cannot be redone: “another campaign 2026”", draft.redo, first)


def test_the_days_of_a_campaign_follow_one_another(draft: Database) -> None:
    done(draft, "publication", change(schema.questionnaire_version, 1, **PUBLISHED))
    done(draft, "campaign", lambda write: campaign(write, 1))
    later = done(draft, "due later", change(schema.campaign, 1, due_on="2026-06-30"))
    done(draft, "opened later", change(schema.campaign, 1, opens_on="2026-05-01"))
    refused(draft, "days of a campaign would not follow one another, because of “opened later”", draft.undo, later)


@pytest.fixture
def member(database: Database) -> Member:
    """A member without answers yet, in a campaign at level A."""
    with database.write("begin") as write:
        organisation = add_organisation(write)
        version, _items = questionnaire(write)
        of = campaign(write, version)
        assessment = fill(write, schema.self_assessment, campaign_id=of, organisation_id=organisation)
    return replace(_NOBODY, organisation=organisation, version=version, campaign=of, assessment=assessment)


_NOBODY = Member(0, 0, 0, 0, 0, 0, 0, 0)


def answered(write: Writer) -> None:
    fill(write, schema.answer, self_assessment_id=1, questionnaire_item_id=1, choice="yes")


def planned(write: Writer) -> None:
    fill(write, schema.planned_action, self_assessment_id=1, text="x")


@pytest.mark.parametrize("typed", [answered, planned])
def test_answers_never_stay_without_the_level_and_the_consent_that_allowed_them(
    database: Database, member: Member, typed: Callable[[Writer], None]
) -> None:
    shared = done(database, "level B", change(schema.campaign, member.campaign, level="B"))
    consent = done(
        database, "consent", change(schema.self_assessment, member.assessment, consent_on="2026-02-01", consent_by="x")
    )
    done(database, "typed", typed)
    sentence = "cannot be undone: answers would be kept that the member does not share, because of “typed”"
    refused(database, sentence, database.undo, shared)
    refused(database, sentence, database.undo, consent)
    database.undo()
    assert database.undo(consent).id == consent


def test_a_member_that_lowered_its_level_and_raised_it_again_is_not_lowered_under_its_answers(
    database: Database, member: Member
) -> None:
    done(database, "level B", change(schema.campaign, member.campaign, level="B"))
    done(database, "consent", change(schema.self_assessment, member.assessment, consent_on="2026-02-01"))
    done(database, "lowered", change(schema.self_assessment, member.assessment, level="A"))
    raised = done(database, "raised", change(schema.self_assessment, member.assessment, level=None))
    done(database, "typed", answered)
    refused(database, "does not share, because of “typed”", database.undo, raised)


def test_answers_stay_with_the_questionnaire_that_they_answer(database: Database) -> None:
    member = member_with_answers(database)
    with database.write("raised") as write:
        write.update(schema.campaign, member.campaign, {"level": "B"})
        other = fill(write, schema.questionnaire_version, questionnaire_id=1, number="2.0", **PUBLISHED)
    exchanged = done(database, "exchanged", change(schema.campaign, member.campaign, questionnaire_version_id=other))
    database.undo()
    with database.write("more") as write:
        write.update(schema.answer, 1, {"choice": "no"})
    refused(database, "the questions of another questionnaire", database.redo, exchanged)


def test_what_contradicted_itself_before_is_no_reason_to_refuse(database: Database) -> None:
    """The answers of the tests are at level A, which no save allows: undoing something else does not see it."""
    member = member_with_answers(database)
    noted = done(database, "notes", change(schema.self_assessment, member.assessment, notes="x"))
    assert database.undo(noted).id == noted


def test_an_erased_answer_stands_in_nobodys_way(database: Database, member: Member) -> None:
    shared = done(database, "level B", change(schema.campaign, member.campaign, level="B"))
    done(database, "consent", change(schema.self_assessment, member.assessment, consent_on="2026-02-01"))
    done(database, "typed", answered)
    database.erase("withdrawal", {schema.answer: [1]})
    assert database.undo(shared).id == shared
