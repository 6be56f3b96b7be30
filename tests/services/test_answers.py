"""Answers: only where they are shared, one at a time, carried over to be confirmed, erased for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from oci_desktop.errors import UserError, ValidationError
from oci_desktop.i18n import message
from oci_desktop.model.campaign import AnswerDraft, SelfAssessmentDraft
from oci_desktop.model.planned_action import ActionDraft
from oci_desktop.model.questionnaire import Item, Principle
from oci_desktop.queries.answers import (
    actions_of,
    answers_of,
    changed_items,
    changed_since_signed,
    progress_of,
)
from oci_desktop.queries.campaigns import attestation_of, get_campaign, get_self_assessment, level_of, steps_of
from oci_desktop.services import answers, campaigns
from oci_desktop.services.questionnaires import publish, save_version, start_version
from oci_desktop.store.database import Database
from tests.assessment_factories import (
    add_attestation,
    add_campaign,
    add_version,
    address,
    answer,
    consent,
    item_id,
    version,
)
from tests.bytes import places_that_hold
from tests.factories import add_member


def shared(database: Database, code: str = "2019", version_id: int = 0, member: int = 0) -> int:
    """A self-assessment at level B whose member agreed to share its answers."""
    campaign_id = add_campaign(database, code, version_id=version_id, level="B")
    one = address(database, campaign_id, member or add_member(database))
    consent(database, one, f"{code}-09-02")
    return one


def choices(database: Database, one: int) -> dict[str, tuple[str | None, int]]:
    with database.read() as reader:
        codes = dict(reader.rows("SELECT id, code FROM questionnaire_item"))
        return {codes[item]: (kept.choice, kept.to_confirm) for item, kept in answers_of(reader, one).items()}


def progress(database: Database, one: int) -> list[tuple[int, int]]:
    with database.read() as reader:
        return [(principle.answered, principle.applicable) for principle in progress_of(reader, one)]


def test_at_level_a_no_answer_is_ever_stored(database: Database) -> None:
    one = address(database, add_campaign(database), add_member(database))
    with pytest.raises(UserError):
        answer(database, one, "A.1", "yes")
    with pytest.raises(UserError), database.write(message("Action")) as write:
        answers.save_action(write, one, ActionDraft(one, "Écrire un plan"))
    with pytest.raises(UserError):
        consent(database, one)
    assert choices(database, one) == {}


def test_without_consent_no_answer_is_stored(database: Database) -> None:
    one = address(database, add_campaign(database, level="B"), add_member(database))
    with pytest.raises(UserError):
        answer(database, one, "A.1", "yes")
    consent(database, one)
    answer(database, one, "A.1", "yes")
    assert choices(database, one) == {"A.1": ("yes", 0)}


def test_consent_says_who_and_when(database: Database) -> None:
    one = address(database, add_campaign(database, level="B"), add_member(database))
    for on, by in (("2019-09-02", " "), ("2019-08-31", "Camille"), ("2999-01-01", "Camille"), ("2019", "Camille")):
        with pytest.raises(ValidationError):
            consent(database, one, on, by)


def test_not_applicable_needs_a_reason(database: Database) -> None:
    one = shared(database)
    with pytest.raises(ValidationError) as refused:
        answer(database, one, "A.1", "na")
    assert list(refused.value.fields) == ["comment"]
    answer(database, one, "A.1", "na", comment="Aucun bureau.")
    assert choices(database, one) == {"A.1": ("na", 0)}


def test_an_unknown_choice_and_another_questionnaires_item_are_refused(database: Database) -> None:
    one = shared(database)
    with pytest.raises(ValidationError):
        answer(database, one, "A.1", "maybe")
    with pytest.raises(ValidationError), database.write(message("Answer")) as write:
        answers.save_answer(write, one, AnswerDraft(999_999, "yes"))


def test_progress_leaves_out_what_is_not_applicable(database: Database) -> None:
    one = shared(database)
    assert progress(database, one) == [(0, 2), (0, 3)]
    answer(database, one, "A.1", "yes")
    answer(database, one, "A.2", "na", comment="Aucun bureau.")
    answer(database, one, "B.1", None, comment="Une remarque n’est pas une réponse.")
    assert progress(database, one) == [(1, 1), (0, 3)]


def test_items_of_a_profile_that_the_member_does_not_have_do_not_count(database: Database) -> None:
    one = shared(database)
    with database.read() as reader:
        stored = get_self_assessment(reader, one)
    with database.write(message("Profile")) as write:
        campaigns.save_self_assessment(write, SelfAssessmentDraft(**{**stored.__dict__, "profiles": ("youth",)}))
    assert progress(database, one) == [(0, 2), (0, 2)]
    with pytest.raises(ValidationError, match=r"B\.3"):
        answer(database, one, "B.3", "yes")


def test_an_answer_taken_back_leaves_no_row(database: Database) -> None:
    one = shared(database)
    answer(database, one, "A.1", "yes")
    assert answer(database, one, "A.1", None) is None
    assert choices(database, one) == {}


def test_many_answers_are_kept_or_refused_together(database: Database) -> None:
    one = shared(database)
    good = AnswerDraft(item_id(database, one, "A.1"), "yes")
    bad = AnswerDraft(item_id(database, one, "A.2"), "na")
    with pytest.raises(ValidationError) as refused, database.write(message("Answers")) as write:
        answers.save_answers(write, one, [good, bad])
    assert list(refused.value.fields) == ["1.comment"]
    assert choices(database, one) == {}
    with database.write(message("Answers")) as write:
        answers.save_answers(write, one, [good])
    assert choices(database, one) == {"A.1": ("yes", 0)}


def next_version(database: Database, texts: Sequence[Principle]) -> int:
    with database.write(message("Next version")) as write:
        first = write.value("SELECT id FROM questionnaire_version")
        second = start_version(write, first, "2.0")
        from dataclasses import replace

        from oci_desktop.queries.questionnaires import get_version

        save_version(write, replace(get_version(write, second), principles=tuple(texts)))
        publish(write, second, "2020-06-01")
    return second


def test_answers_are_carried_over_by_identifier_to_be_confirmed(database: Database) -> None:
    member = add_member(database)
    before = shared(database, "2019", add_version(database), member)
    for code, choice in (("A.1", "yes"), ("A.2", "no"), ("B.1", "partly")):
        answer(database, before, code, choice)
    with database.write(message("Action")) as write:
        answers.save_action(write, before, ActionDraft(before, "Écrire un plan", item_id(database, before, "A.2")))
        answers.save_action(write, before, ActionDraft(before, "Déjà fait", state="done"))
    _first, second = version().principles
    changed = Principle("A", "Premier", items=(Item("A.1", "Un"), Item("A.2", "Deux, autrement"), Item("A.9", "Neuf")))
    now = shared(database, "2020", next_version(database, [changed, second]), member)
    with database.write(message("Carry over")) as write:
        done = answers.carry_over(write, now, before)
    assert (done.answers, done.actions, done.changed, done.new, done.removed) == (2, 1, 1, 1, 0)
    assert choices(database, now) == {"A.1": ("yes", 1), "B.1": ("partly", 1)}
    assert progress(database, now) == [(0, 3), (0, 3)], "nothing carried counts as answered"
    with database.read() as reader:
        (item,) = changed_items(reader, now)
        assert (item.code, item.before.fr, item.now.fr, item.answer.choice) == ("A.2", "Deux", "Deux, autrement", "no")
        (action,) = actions_of(reader, now)
        assert (action.text, action.to_confirm) == ("Écrire un plan", 1)
    with database.write(message("Confirm")) as write:
        answers.confirm_answer(write, now, item_id(database, now, "A.1"))
    assert progress(database, now) == [(1, 3), (0, 3)]
    assert choices(database, now)["A.1"] == ("yes", 0)


def test_nothing_is_carried_over_from_another_member_or_over_an_answer(database: Database) -> None:
    version_id = add_version(database)
    before = shared(database, "2019", version_id, add_member(database))
    answer(database, before, "A.1", "yes")
    other = shared(database, "2020", version_id, add_member(database, "Autre Exemple"))
    with pytest.raises(UserError), database.write(message("Carry over")) as write:
        answers.carry_over(write, other, before)


def test_answers_that_changed_since_the_signature_are_seen(database: Database) -> None:
    one = shared(database)
    answer(database, one, "A.1", "yes")
    add_attestation(database, one)
    with database.read() as reader:
        assert not changed_since_signed(reader, one)
    answer(database, one, "A.1", "partly")
    with database.read() as reader:
        assert changed_since_signed(reader, one)
    answer(database, one, "A.1", "yes")
    with database.read() as reader:
        assert not changed_since_signed(reader, one)


def test_withdrawing_consent_erases_the_answers_and_keeps_the_attestation(database: Database) -> None:
    one = shared(database)
    answer(database, one, "A.1", "na", comment="SECRET-COMMENTAIRE")
    with database.write(message("Action")) as write:
        answers.save_action(write, one, ActionDraft(one, "SECRET-ACTION"))
    answer(database, one, "A.2", "yes", comment="SECRET-REPRIS")
    answer(database, one, "A.2", None)  # its values are in the journal only
    add_attestation(database, one)
    erased = answers.withdraw_consent(database, one, "2019-11-20")
    assert erased.finished
    with database.read() as reader:
        assert answers_of(reader, one) == {}
        assert actions_of(reader, one) == []
        kept = attestation_of(reader, one)
        assert kept is not None
        assert (kept.number, kept.answers_digest) == ("2019-001", None)
        assert get_self_assessment(reader, one).consent_withdrawn_on == "2019-11-20"
        assert [step.step for step in steps_of(reader, one)] == ["valid"]
        journal = str(reader.rows("SELECT before, after FROM journal_change"))
    assert "SECRET" not in journal
    assert b"SECRET" not in database.path.read_bytes()
    with pytest.raises(UserError):
        answer(database, one, "A.1", "yes")


def test_what_waits_to_be_confirmed_elsewhere_is_erased_with_it(database: Database) -> None:
    member, version_id = add_member(database), add_version(database)
    before = shared(database, "2019", version_id, member)
    answer(database, before, "A.1", "yes")
    answer(database, before, "A.2", "no")
    now = shared(database, "2020", version_id, member)
    with database.write(message("Carry over")) as write:
        answers.carry_over(write, now, before)
    with database.write(message("Confirm")) as write:
        answers.confirm_answer(write, now, item_id(database, now, "A.1"))
    answers.withdraw_consent(database, before, "2020-11-20")
    assert choices(database, now) == {"A.1": ("yes", 0)}, "what was confirmed was answered in the new campaign"


def test_lowering_the_level_erases_too(database: Database) -> None:
    one = shared(database)
    answer(database, one, "A.1", "yes")
    with pytest.raises(UserError), database.write(message("Level")) as write:
        campaigns.set_level(write, one, "A")
    answers.lower_level(database, one)
    assert choices(database, one) == {}
    with database.read() as reader:
        assert level_of(reader, one) == "A"


def test_a_document_that_holds_answers_goes_with_them(database: Database) -> None:
    one = shared(database)
    content = b"signed"
    document = database.documents.add(content, "attestation.pdf")
    add_attestation(database, one, document=document, document_name="attestation.pdf")
    answers.withdraw_consent(database, one, "2019-11-20", holds_answers=lambda content: content == b"signed")
    with database.read() as reader:
        kept = attestation_of(reader, one)
    assert kept is not None
    assert (kept.document, kept.document_name, kept.number) == (None, None, "2019-001")
    with pytest.raises(UserError):
        database.documents.read(document)


@pytest.mark.parametrize("how", ["cleared", "undone"])
def test_an_answer_taken_back_is_erased_before_a_member_or_a_campaign_is_at_level_a(
    database: Database, how: str
) -> None:
    one = shared(database)
    answer(database, one, "A.1", "no", comment="SECRET-REPRIS")
    if how == "cleared":
        answer(database, one, "A.1", None)
    else:
        database.undo()
    with database.read() as reader:
        campaign = get_campaign(reader, get_self_assessment(reader, one).campaign_id)
    with pytest.raises(UserError, match="histor"), database.write(message("Level")) as write:
        campaigns.set_level(write, one, "A")
    with pytest.raises(ValidationError, match="histor"), database.write(message("Level")) as write:
        campaigns.save_campaign(write, replace(campaign, level="A"))
    with pytest.raises(UserError), database.write(message("Take out")) as write:
        campaigns.withdraw_from(write, one)
    answers.lower_level(database, one)
    assert places_that_hold("SECRET-REPRIS", database) == []
    with database.write(message("Level")) as write:
        campaigns.save_campaign(write, replace(campaign, level="A"))
    with database.read() as reader:
        assert level_of(reader, one) == "A"


def test_planned_actions_alone_are_erased_too(database: Database) -> None:
    one = shared(database)
    with database.write(message("Action")) as write:
        answers.save_action(write, one, ActionDraft(one, "SECRET-ACTION"))
    with pytest.raises(UserError), database.write(message("Level")) as write:
        campaigns.set_level(write, one, "A")
    answers.lower_level(database, one)
    assert places_that_hold("SECRET-ACTION", database) == []


def test_a_campaign_that_asks_for_attestations_only_erases_the_answers_of_all(database: Database) -> None:
    campaign_id = add_campaign(database, level="B")
    for number in range(3):
        one = address(database, campaign_id, add_member(database, f"Membre {number}"))
        consent(database, one)
        answer(database, one, "A.1", "no", comment=f"SECRET-{number}")
        add_attestation(database, one)
    with database.read() as reader:
        stored = get_campaign(reader, campaign_id)
    erased = answers.lower_campaign(database, replace(stored, level="A", title_fr="Attestations"))
    assert (erased.finished, erased.rows) == (True, 3)
    assert places_that_hold("SECRET-", database) == []
    with database.read() as reader:
        assert get_campaign(reader, campaign_id).title_fr == "Attestations"
        assert (level_of(reader, one), attestation_of(reader, one) is not None) == ("A", True)
        assert get_self_assessment(reader, one).consent_withdrawn_on


@pytest.mark.parametrize("how", ["undone", "taken away", "confirmed and taken away"])
def test_copies_that_are_gone_from_a_later_campaign_are_erased_with_their_source(database: Database, how: str) -> None:
    member, version_id = add_member(database), add_version(database)
    before = shared(database, "2019", version_id, member)
    answer(database, before, "A.1", "no", comment="SECRET-COPIE")
    with database.write(message("Action")) as write:
        answers.save_action(write, before, ActionDraft(before, "SECRET-COPIE-ACTION"))
    now = shared(database, "2020", version_id, member)
    with database.write(message("Carry over")) as write:
        answers.carry_over(write, now, before)
    if how == "undone":
        database.undo()
    else:
        if how.startswith("confirmed"):
            with database.write(message("Confirm")) as write:
                answers.confirm_answer(write, now, item_id(database, now, "A.1"))
        answer(database, now, "A.1", None)
        with database.read() as reader:
            (copied,) = actions_of(reader, now)
        with database.write(message("Delete")) as write:
            answers.delete_action(write, copied.id or 0)
    answers.withdraw_consent(database, before, "2020-11-20")
    assert places_that_hold("SECRET-COPIE", database) == []
