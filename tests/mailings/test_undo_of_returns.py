"""Undoing what a campaign has gone through since: refused with a sentence that names what came later, or taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oci_desktop.formats import NBSP
from oci_desktop.i18n import message
from oci_desktop.model.campaign import AnswerDraft
from oci_desktop.queries.answers import answers_of
from oci_desktop.queries.campaigns import attestation_of, steps_of
from oci_desktop.services.answers import save_answer
from oci_desktop.services.attestations import save_attestation
from oci_desktop.services.campaigns import record_step
from oci_desktop.services.questionnaires import publish, save_version
from oci_desktop.store.database import Database
from oci_desktop.store.problems import UndoError
from tests.assessment_factories import add_campaign, address, item_id, version
from tests.factories import add_member
from tests.mailings.test_campaign_forms import ANSWERED, SIGNED, accepted, filled, sent
from tests.store.rows import picture


def newest(database: Database) -> int:
    action = database.undoable()
    assert action is not None
    return action.id


def refused(database: Database, action: int) -> str:
    before = picture(database, versions=True)
    with pytest.raises(UndoError) as error:
        database.undo(action)
    assert picture(database, versions=True) == before
    assert database.check() == []
    return str(error.value).replace(NBSP, " ")


def returned(database: Database, folder: Path, level: str) -> tuple[int, int]:
    """A form that came back: its self-assessment, and the action that took it in."""
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member], level=level)
    whole = level == "B"
    path = sent(database, campaign, folder / "out")[member, "form" if whole else "attestation"]
    assert accepted(database, filled(path, ANSWERED if whole else SIGNED)) == 1
    return address(database, campaign, member), newest(database)


def test_forms_taken_in_are_not_taken_out_under_an_attestation_corrected_since(
    database: Database, tmp_path: Path
) -> None:
    one, imported = returned(database, tmp_path, "A")
    with database.write(message("Attestation of {name}", name="Membre")) as write:
        draft = attestation_of(write, one)
        assert draft is not None
        save_attestation(write, replace(draft, explanation="Corrigé"))
    said = refused(database, imported)
    assert said.startswith("« Retour de 1 autoévaluation »"), said
    assert "« Attestation : Membre »" in said, said
    assert said.endswith("Rien n’a été changé."), said


def test_forms_taken_in_are_not_taken_out_under_an_answer_given_since(database: Database, tmp_path: Path) -> None:
    one, imported = returned(database, tmp_path, "B")
    item = item_id(database, one, "A.2")
    with database.write(message("Answer of {name}", name="Membre")) as write:
        save_answer(write, one, AnswerDraft(item, "yes"))
    said = refused(database, imported)
    assert "ne partage pas" in said, said
    database.undo()
    database.undo(imported)
    with database.read() as reader:
        assert answers_of(reader, one) == {}
        assert attestation_of(reader, one) is None


def test_a_later_step_stays_when_forms_are_taken_out(database: Database, tmp_path: Path) -> None:
    one, imported = returned(database, tmp_path, "A")
    with database.write(message("Refusal")) as write:
        record_step(write, [one], "refused", "2019-10-20", "Lettre")
    database.undo(imported)
    with database.read() as reader:
        assert [step.step for step in steps_of(reader, one)] == ["refused"]


def test_a_campaign_is_not_taken_away_once_something_happened_in_it(database: Database) -> None:
    with database.write(message("Questionnaire")) as write:
        draft = save_version(write, version())
    with database.write(message("Publication of “{title}”", title="Essai")) as write:
        publish(write, draft, "2019-01-01")
    publication = newest(database)
    member = add_member(database)
    campaign = add_campaign(database, "2019", version_id=draft)
    made = newest(database)
    one = address(database, campaign, member)
    with database.write(message("Refusal")) as write:
        record_step(write, [one], "refused", "2019-10-20", "Lettre")
    for action in (publication, made):
        said = refused(database, action)
        assert said.endswith("Rien n’a été changé."), said
