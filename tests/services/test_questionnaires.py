"""Questionnaires as data: drafts are written freely, a published version is frozen, the next starts from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from oci_desktop import i18n
from oci_desktop.errors import ConflictError, NotFoundError, UserError, ValidationError
from oci_desktop.model import schema_assessments as tables
from oci_desktop.model.form import FormField, FormRow, FormSection
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, VersionDraft
from oci_desktop.queries.assessment_forms import ITEM_PARTS, item_field
from oci_desktop.queries.questionnaires import (
    CHANGED,
    NEW,
    REMOVED,
    difference,
    find_version,
    get_version,
    list_versions,
)
from oci_desktop.services.questionnaires import (
    back_to_draft,
    check_version,
    copied,
    delete_version,
    missing_translations,
    publish,
    save_version,
    start_version,
)
from oci_desktop.store.database import Database
from tests.form_examples import example
from tests.services.questionnaire_drafts import add_published, add_version, harassment


@pytest.fixture(autouse=True)
def english(french: None) -> None:
    """Sentences are compared as the source has them."""
    i18n.use_language("en")


def read(database: Database, version_id: int) -> VersionDraft:
    with database.read() as reader:
        return get_version(reader, version_id)


def change(database: Database, version_id: int, edit: Callable[[VersionDraft], VersionDraft]) -> VersionDraft:
    with database.write("Change") as write:
        save_version(write, edit(get_version(write, version_id)))
    return read(database, version_id)


def with_items(draft: VersionDraft, at: int, *items: Item) -> VersionDraft:
    principles = list(draft.principles)
    principles[at] = replace(principles[at], items=items)
    return replace(draft, principles=tuple(principles))


def use_in_campaign(database: Database, version_id: int) -> None:
    with database.write("Campaign") as write:
        write.insert(
            tables.campaign,
            {
                "ref": "c", "code": "2026", "title_fr": "Campagne 2026", "questionnaire_version_id": version_id,
                "level": "A", "opens_on": "2026-02-01", "due_on": "2026-06-30", "grace_until": "2026-12-31",
                "valid_until": "2027-03-31",
            },
        )  # fmt: skip


# --- what is written is what is read


def test_a_version_is_read_as_it_was_written(database: Database) -> None:
    stored = read(database, add_version(database, harassment()))
    assert copied(stored) == harassment()
    assert [item.code for item in stored.items()] == ["P1", "P2", "S1", "F1"]
    assert (stored.state, stored.number, stored.level, stored.version) == ("draft", "1.0", "A", 1)


def test_saving_the_same_again_changes_nothing(database: Database) -> None:
    version_id = add_version(database, harassment())
    before = database.undoable()
    assert change(database, version_id, lambda draft: draft).version == 1
    assert database.undoable() == before


def test_items_keep_their_row_when_they_move_to_another_principle_and_place(database: Database) -> None:
    version_id = add_version(database, harassment())
    before = {item.code: item.id for item in read(database, version_id).items()}
    first, second, third = read(database, version_id).principles
    moved = (
        replace(third, items=(*third.items, first.items[1])),
        second,
        replace(first, items=(first.items[0],)),
    )
    after = change(database, version_id, lambda draft: replace(draft, principles=moved))
    assert [principle.code for principle in after.principles] == ["F", "S", "P"]
    assert {item.code: item.id for item in after.items()} == before
    assert [item.code for item in after.principles[0].items] == ["F1", "P2"]


def test_identifiers_can_change_places_and_undo_brings_them_back(database: Database) -> None:
    version_id = add_version(database, harassment())
    before = read(database, version_id)
    one, two = before.principles[0].items
    after = change(
        database, version_id, lambda draft: with_items(draft, 0, replace(one, code="P2"), replace(two, code="P1"))
    )
    assert [(item.code, item.text_fr) for item in after.principles[0].items] == [
        ("P2", one.text_fr),
        ("P1", two.text_fr),
    ]
    database.undo()
    assert copied(read(database, version_id)) == copied(before)


def test_a_principle_taken_away_takes_its_items_and_undo_brings_all_back(database: Database) -> None:
    version_id = add_version(database, harassment())
    after = change(database, version_id, lambda draft: replace(draft, principles=draft.principles[1:]))
    assert [item.code for item in after.items()] == ["S1", "F1"]
    database.undo()
    assert copied(read(database, version_id)) == harassment()


def test_half_written_items_are_kept_in_a_draft(database: Database) -> None:
    draft = with_items(harassment(), 0, Item("P1", ""))
    assert read(database, add_version(database, draft)).principles[0].items[0].text_fr == ""


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (harassment(code=""), "code"),
        (harassment(code="é è"), "code"),
        (harassment(number="1 0"), "number"),
        (harassment(title_fr=" "), "title_fr"),
        (with_items(harassment(), 1, Item("p1", "Deux fois")), "principles.1.items.0.code"),
        (with_items(harassment(), 1, Item("S" * 21, "Trop long")), "principles.1.items.0.code"),
        (with_items(harassment(), 1, Item("S 1", "Une espace")), "principles.1.items.0.code"),
        (with_items(harassment(), 1, Item("S..1", "Une partie vide")), "principles.1.items.0.code"),
        (with_items(harassment(), 1, Item("P1.answer", "Un champ")), "principles.1.items.0.code"),
        (with_items(harassment(), 1, Item("P1.due.2", "Sous un champ")), "principles.1.items.0.code"),
        (with_items(harassment(), 1, Item("S1", "Poids", weight=-1)), "principles.1.items.0.weight"),
        (with_items(harassment(), 1, Item("S1", "Profil", profile="?")), "principles.1.items.0.profile"),
        (harassment(scale=(ScaleChoice("yes", "Oui"), ScaleChoice("yes", "Oui"))), "scale.1.code"),
        (harassment(scale=(ScaleChoice("yes", "Oui", weight=250),)), "scale.0.weight"),
        (harassment(scale=(ScaleChoice("Off", "Non"),)), "scale.0.code"),
        (harassment(profiles=(Profile("", "Sans code"), Profile("employer", "x"))), "profiles.0.code"),
        (harassment(level="C"), "level"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_place(database: Database, draft: VersionDraft, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add_version(database, draft)
    assert field in refused.value.fields
    with database.read() as reader:
        assert list_versions(reader) == []


def test_identifiers_that_are_kept_name_the_fields_of_a_form(database: Database) -> None:
    """What the rules let through, `FormSpec` takes: every field has a name of its own, and none begins another."""
    draft = with_items(harassment(), 1, Item("P1.1", "Un"), Item("P1.1.answers", "Deux"), Item("answer", "Trois"))
    version = read(database, add_version(database, draft))
    names = [item_field(item.code, part) for item in version.items() for part in ITEM_PARTS]
    fields = tuple(FormField(name, "line", name) for name in names)
    spec = replace(example(), sections=(FormSection("x", "X", rows=(FormRow("1", "Un", fields=fields),)),))
    assert len(spec.fields) == len(fields)


def test_a_draft_saved_elsewhere_meanwhile_is_not_written_over(database: Database) -> None:
    version_id = add_version(database, harassment())
    mine = read(database, version_id)
    change(database, version_id, lambda draft: with_items(draft, 1, Item("S1", "Autre texte")))
    with pytest.raises(ConflictError), database.write("Change") as write:
        save_version(write, replace(mine, number="1.1"))


# --- published is frozen


def test_an_incomplete_draft_is_not_published_and_all_that_is_missing_is_said(database: Database) -> None:
    empty = VersionDraft(code="empty", title_fr="Vide", principles=(Principle("1", "", items=(Item("1.1", ""),)),))
    version_id = add_version(database, empty)
    with pytest.raises(ValidationError) as refused, database.write("Publish") as write:
        publish(write, version_id, "2026-01-15")
    assert {"principles.0.title_fr", "principles.0.items.0.text_fr", "scale", "signatories", "attestation_fr"} <= set(
        refused.value.fields
    )
    assert read(database, version_id).state == "draft"


def test_missing_translations_are_counted_but_stop_nothing(database: Database) -> None:
    draft = with_items(harassment(title_en=None), 1, Item("S1", "Sans anglais"))
    assert missing_translations(draft) == ["title_en", "principles.1.items.0.text_en"]
    assert {problem.severity for problem in check_version(draft)} == {"warning"}
    assert read(database, add_published(database, draft)).is_frozen


def test_a_text_missing_in_french_is_to_translate_too() -> None:
    assert missing_translations(with_items(harassment(), 1, Item("S1", "", "Only English"))) == [
        "principles.1.items.0.text_fr"
    ]


def test_a_published_version_is_frozen(database: Database) -> None:
    version_id = add_published(database)
    for edit in (
        lambda draft: replace(draft, number="2.0"),
        lambda draft: with_items(draft, 0, Item("P1", "Autre")),
        lambda draft: draft,
    ):
        with pytest.raises(UserError, match="is published"):
            change(database, version_id, edit)
    assert copied(read(database, version_id)) == harassment()
    with pytest.raises(UserError, match="published already"), database.write("Publish") as write:
        publish(write, version_id, "2026-01-16")


def test_the_next_version_starts_from_the_published_one_with_the_same_identifiers(database: Database) -> None:
    first = add_published(database)
    with database.write("Next") as write:
        second = start_version(write, first, "2.0")
    draft = read(database, second)
    assert (draft.state, draft.number, draft.based_on_id, draft.published_on) == ("draft", "2.0", first, None)
    assert replace(copied(draft), number="1.0") == harassment()
    assert not difference(read(database, first), draft)
    assert {item.id for item in draft.items()}.isdisjoint({item.id for item in read(database, first).items()})


def test_one_draft_at_a_time(database: Database) -> None:
    first = add_published(database)
    with database.write("Next") as write:
        second = start_version(write, first, "2.0")
    for start in (first, second):
        with pytest.raises(UserError, match=r"2\.0"), database.write("Next") as write:
            start_version(write, start, "3.0")


def test_a_number_is_taken_once(database: Database) -> None:
    first = add_published(database)
    with pytest.raises(ValidationError, match=r"1\.0"), database.write("Next") as write:
        start_version(write, first, "1.0")


def test_a_code_belongs_to_one_questionnaire(database: Database) -> None:
    add_version(database, harassment())
    with pytest.raises(ValidationError, match="harassment"):
        add_version(database, harassment(title_fr="Autre"))


def test_the_printed_name_of_a_published_questionnaire_is_settled_but_can_be_translated(database: Database) -> None:
    first = add_published(database, harassment(title_en=None))
    with database.write("Next") as write:
        second = start_version(write, first, "2.0")
    assert change(database, second, lambda draft: replace(draft, title_en="Prevention")).title_en == "Prevention"
    with pytest.raises(ValidationError, match="Prévention du harcèlement"):
        change(database, second, lambda draft: replace(draft, title_fr="Autre nom"))


def test_a_version_that_a_campaign_uses_never_goes_back_and_is_never_deleted(database: Database) -> None:
    version_id = add_published(database)
    use_in_campaign(database, version_id)
    for gesture in (back_to_draft, delete_version):
        with pytest.raises(UserError, match="2026"), database.write("Back") as write:
            gesture(write, version_id)
    assert read(database, version_id).is_frozen


def test_one_published_too_early_goes_back_to_a_draft_while_nobody_uses_it(database: Database) -> None:
    version_id = add_published(database)
    with pytest.raises(UserError, match="is published"), database.write("Delete") as write:
        delete_version(write, version_id)
    with database.write("Back") as write:
        back_to_draft(write, version_id)
    assert (read(database, version_id).state, read(database, version_id).published_on) == ("draft", None)


def test_a_draft_is_deleted_with_its_questionnaire_when_it_is_the_only_one(database: Database) -> None:
    first = add_published(database)
    with database.write("Next") as write:
        second = start_version(write, first, "2.0")
    with database.write("Delete") as write:
        delete_version(write, second)
    with database.read() as reader:
        assert [row.number for row in list_versions(reader)] == ["1.0"]
    other = add_version(database, harassment(code="other"))
    with database.write("Delete") as write:
        delete_version(write, other)
    with database.read() as reader:
        assert [row.code for row in list_versions(reader)] == ["harassment"]
        assert reader.value("SELECT count(*) FROM questionnaire") == 1
    database.undo()
    assert copied(read(database, other)) == harassment(code="other")


# --- finding one


def test_a_version_is_found_by_code_and_number(database: Database) -> None:
    first = add_published(database)
    with database.write("Next") as write:
        second = start_version(write, first, "2.0")
    with database.read() as reader:
        assert find_version(reader, "harassment") == first
        assert find_version(reader, "Harassment", "2.0") == second
        with pytest.raises(NotFoundError, match=r"2\.0, 1\.0"):
            find_version(reader, "harassment", "9")
        with pytest.raises(NotFoundError, match="harassment"):
            find_version(reader, "security")
        row = list_versions(reader)[1]
        assert (row.principles, row.items, row.campaigns, row.is_frozen) == (3, 4, 0, True)


# --- what differs


def test_the_difference_shows_new_changed_removed_and_moved_items() -> None:
    old = harassment()
    policy, support, training = old.principles
    new = replace(
        old,
        principles=(
            replace(policy, items=(replace(policy.items[0], text_fr="Une politique écrite", weight=3),)),
            replace(support, items=(*support.items, policy.items[1])),
            replace(training, items=(Item("F2", "Nouvel énoncé"),)),
        ),
        scale=(*old.scale[:2], replace(old.scale[2], weight=0), ScaleChoice("later", "Plus tard")),
        signatories=(replace(old.signatories[0], title_fr="Coprésidence"),),
        meaning_fr="Autre sens",
    )
    found = difference(old, new)
    assert found.codes(NEW) == {"F2"}
    assert found.codes(REMOVED) == {"F1"}
    assert found.codes(CHANGED) == {"P1", "P2"}
    changed = {change.code: change for change in found.items}
    assert [(field.field, field.before, field.after) for field in changed["P1"].fields] == [
        ("text_fr", "Une politique est adoptée", "Une politique écrite"),
        ("weight", 1, 3),
    ]
    assert changed["P2"].moved == ("P", "S")
    assert changed["P2"].fields == ()
    assert [(change.kind, change.code) for change in found.scale] == [(CHANGED, "na"), (NEW, "later")]
    assert [(field.before, field.after) for field in found.scale[0].fields] == [(None, 0)]
    assert [change.kind for change in found.signatories] == [CHANGED]
    assert [field.field for field in found.texts] == ["meaning_fr"]
    assert found.principles == ()


def test_another_order_within_a_principle_is_told_and_an_item_put_between_is_not() -> None:
    old = harassment()
    one, two = old.principles[0].items
    assert difference(old, with_items(old, 0, two, one)).reordered == ("P",)
    assert difference(old, with_items(old, 0, one, Item("P3", "Entre deux"), two)).reordered == ()
    assert not difference(old, old)
