"""Who gets a letter, in which language, and how it reads on the day."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.errors import NotFoundError, UserError, ValidationError
from oci_desktop.i18n import Bilingual, message
from oci_desktop.model.letter import (
    COMMON_FIELDS,
    Letter,
    Recipient,
    TemplateDraft,
    check_text,
    fill,
    missing_remark,
)
from oci_desktop.queries.assessment_forms import addressed_members, build_form, form_campaign
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.letters import OCCASIONS, compose, compose_for, default_template, get_template, occasion_of
from oci_desktop.queries.lists import Query, list_ids, list_rows
from oci_desktop.queries.mailings import recipients
from oci_desktop.services.campaigns import address
from oci_desktop.services.mailings import check_template, restore_template, save_template
from tests.assessments import add_campaign
from tests.mailings.conftest import World

BEFORE, GRACE, LATE = "2026-10-11", "2026-11-21", "2027-01-12"


def letters(world: World, day: str, kind: str = "reminder") -> dict[int, Letter]:
    with world.database.read() as reader:
        made = compose_for(
            reader, occasion_of(kind), recipients(reader, world.all, day), day, campaign_id=world.campaign,
            sender=("Alix Exemple", "Direction"),
        )  # fmt: skip
    return {letter.organisation_id: letter for letter in made}


def test_the_security_contact_then_the_main_contact_then_the_organisation(world: World) -> None:
    with world.database.read() as reader:
        found = recipients(reader, world.all, GRACE)
    assert [one.name for one in found] == ["Sœur Hélène Des Granges", "Chris Example", "Luc Fictif", ""]
    assert [one.email for one in found] == ["helene@example.org", "chris@example.org", None, "zone@example.org"]
    assert [one.language for one in found] == ["fr", "en", "fr", "en"]
    assert found[0].postal == (
        "Madame Sœur Hélène Des Granges", "Coordination", "Action Exemple", "10, rue Exemple, bureau 3",
        "Montréal (Québec)  H2L 1L3",
    )  # fmt: skip
    assert found[3].postal == ()


def test_a_bounced_address_is_left_out_and_said(world: World) -> None:
    with world.database.read() as reader:
        (one,) = recipients(reader, [world.bounced], GRACE)
    assert one.email is None
    assert any("luc@example.org" in str(said) for said in one.mail_remarks)


def test_who_held_the_role_on_the_day_gets_it(world: World) -> None:
    from tests.factories import add_person, add_role

    new = add_person(world.database, "Noa", "Relève")
    add_role(world.database, new, world.english, starts_on="2026-12-01", security_contact=1, email="noa@example.org")
    with world.database.read() as reader:
        assert recipients(reader, [world.english], GRACE)[0].name == "Chris Example"
        assert recipients(reader, [world.english], "2026-12-01")[0].name == "Noa Relève"


def test_a_reminder_says_what_is_true_on_that_day(world: World) -> None:
    before, grace, late = (letters(world, day)[world.focal] for day in (BEFORE, GRACE, LATE))
    assert "au plus tard le 11 octobre 2026" in before.body
    assert "Vous avez jusqu’au 31 décembre 2026" in grace.body
    assert "le délai de grâce a pris fin le 31 décembre 2026" in late.body
    for letter in (before, grace, late):
        assert letter.body.startswith("Madame Des Granges,")
        assert "Action Exemple" in letter.body
        assert letter.signature == ("Alix Exemple", "Direction")
        assert "{" not in letter.body + letter.subject


def test_each_one_reads_its_own_language_whatever_the_window_speaks(world: World) -> None:
    made = letters(world, LATE)
    english = made[world.english]
    assert english.body.startswith("Dear Mr.\N{NO-BREAK SPACE}Example,")
    assert "October 11, 2026" in english.body
    assert "Security self-assessment 2026: late for 12 days" in english.body
    assert made[world.nobody].body.startswith("Dear Sir or Madam,")
    assert made[world.bounced].body.startswith("Cher Luc,")


def test_a_missing_value_has_a_neutral_wording_and_is_told(world: World) -> None:
    person = Recipient(1, "Organisme", "fr", given_name="Camille", family_name="Exemple")
    text = TemplateDraft("letter", subject_fr="Objet", body_fr="{formule d’appel}, retour le {échéance}.")
    letter = compose(text, person, {}, GRACE)
    assert letter.body == "Bonjour Camille Exemple, retour le la date convenue."
    assert len(letter.warnings) == 1


def test_an_organisation_that_is_done_gets_no_reminder_by_itself(world: World) -> None:
    from oci_desktop.services.campaigns import record_step

    with world.database.write(message("Valid")) as write:
        row = write.row("SELECT id FROM self_assessment WHERE organisation_id = :id", {"id": world.focal})
        assert row is not None
        record_step(write, [row[0]], "valid", "2026-05-01")
    made = letters(world, GRACE)
    assert [letter.awaited for letter in made.values()] == [False, True, True, True]


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda one: one.kind)
def test_every_text_of_the_program_is_whole_in_both_languages(occasion: object) -> None:
    for code in occasion.texts:  # type: ignore[attr-defined]
        draft = default_template(code)
        assert check_template(draft) == []
        for lang in ("fr", "en"):
            subject, body = draft.text(lang)
            assert body
            if lang == "fr":
                whole = re.sub(r"\{[^{}]*\}", "X", subject + body)
                assert not re.search(r"(?<!\N{NO-BREAK SPACE}):|[ \N{NO-BREAK SPACE}][;?!]|'|« | »", whole)


@pytest.mark.parametrize("name", ["échéance", "Echeance", "due", "due date", "DUE_DATE", "formule d'appel"])
def test_fields_are_known_by_their_names_in_both_languages(name: str) -> None:
    assert check_text("{" + name + "}") == []


@pytest.mark.parametrize("text", ["{date limite}", "{", "}", "{due", "due}", "{{due}}", "{}", "{due}{"])
def test_what_is_wrong_in_a_text_is_said_and_nothing_crashes(text: str) -> None:
    (said, *_rest) = check_text(text)
    assert str(said)
    with pytest.raises(UserError):
        fill(text, {}, "fr")


def test_a_field_that_belongs_to_another_subject_is_refused() -> None:
    assert check_text("{due}", COMMON_FIELDS)
    assert not check_text("{name}", COMMON_FIELDS)


@given(st.text(alphabet="{}adue éx\n", max_size=60))
def test_any_text_is_filled_or_refused(text: str) -> None:
    try:
        said, _missing = fill(text, {"due": "1"}, "en")
    except UserError:
        assert check_text(text)
    else:
        assert "{" not in said


def test_a_value_is_never_read_as_a_field() -> None:
    assert fill("{name}", {"name": "{due} {0.__class__}"}, "fr")[0] == "{due} {0.__class__}"


def test_an_edited_text_is_kept_used_and_given_up(world: World) -> None:
    with world.database.read() as reader:
        draft = get_template(reader, "self-assessment-reminder")
    changed = draft.with_text("fr", "Objet changé", "Bonjour {nom}.")
    with world.database.write(message("Text")) as write:
        save_template(write, changed)
    assert letters(world, BEFORE)[world.focal].subject == "Objet changé"
    assert "Unless we are mistaken" in letters(world, BEFORE)[world.english].body
    world.database.undo()
    assert letters(world, BEFORE)[world.focal].subject != "Objet changé"
    world.database.redo()
    with world.database.write(message("Text")) as write:
        restore_template(write, "self-assessment-reminder")
    assert letters(world, BEFORE)[world.focal].subject != "Objet changé"


def test_a_wrong_text_is_not_kept(world: World) -> None:
    draft = default_template("self-assessment-reminder")
    with pytest.raises(ValidationError) as refused, world.database.write(message("Text")) as write:
        save_template(write, replace(draft, body_fr="Bonjour {nom"))
    assert list(refused.value.fields) == ["body_fr"]
    with world.database.read() as reader:
        assert get_template(reader, draft.code).id is None


def test_without_a_campaign_there_is_nothing_to_write_about(world: World) -> None:
    with world.database.read() as reader, pytest.raises(NotFoundError):
        compose_for(reader, occasion_of("reminder"), recipients(reader, world.all, "2020-01-01"), "2020-01-01")


def test_a_bilingual_value_follows_the_letter() -> None:
    value = {"campaign": Bilingual("Autoévaluation", "Self-assessment")}
    assert fill("{campaign}", value, "fr")[0] == "Autoévaluation"
    assert fill("{campagne}", value, "en")[0] == "Self-assessment"


def test_one_that_is_late_since_an_earlier_campaign_is_asked_for_the_form_of_this_one(world: World) -> None:
    with world.database.write(message("Earlier")) as write:
        version = write.value("SELECT questionnaire_version_id FROM campaign")
        earlier = add_campaign(write, 2025, version, title_fr="Autoévaluation 2025")
        address(write, earlier, [world.focal])
    for day, until in ((BEFORE, "11 octobre 2026"), (GRACE, "31 décembre 2026")):
        reminder = letters(world, day)[world.focal]
        assert reminder.template == "self-assessment-reminder-prior"
        assert reminder.subject.startswith("Autoévaluation 2026")
        assert until in reminder.subject
        assert "Autoévaluation 2025\N{NO-BREAK SPACE}: en retard depuis" in reminder.body
        form = letters(world, day, "forms")[world.focal]
        assert form.subject.startswith("Autoévaluation 2026 : votre formulaire, ")
        assert until in form.subject
        assert "2025" not in form.body
    late = letters(world, LATE)[world.focal]
    assert late.template == "self-assessment-reminder-late"
    assert "Autoévaluation 2025\N{NO-BREAK SPACE}: en retard depuis" in late.body
    assert "était attendue le 11 octobre 2026" in late.body


def test_letters_forms_and_the_list_agree_on_who_answers_and_in_which_language(world: World) -> None:
    from tests.factories import add_person, add_role

    gone = add_person(world.database, "Autre", "Personne", language="en", archived_on="2026-01-01")
    add_role(world.database, gone, world.focal, security_contact=1, position=0)
    with world.database.read() as reader:
        written = {one.organisation_id: one.language for one in recipients(reader, world.all, GRACE)}
        forms = {one.organisation_id: one.language for one in addressed_members(reader, world.campaign, GRACE)}
        definition = get_list(reader, "campaign")
        query = Query(GRACE)
        rows = list_rows(
            reader, definition, query, list_ids(reader, definition, query),
            ("organisation_id", "language", "focal_point"),
        )  # fmt: skip
    assert written == forms == {row[0]: row[1] for row in rows}
    assert written[world.english] == "en"
    assert {row[0]: row[2] for row in rows}[world.focal] == "Sœur Hélène Des Granges"


def test_a_form_that_goes_out_late_is_never_asked_back_by_a_day_that_is_past(world: World) -> None:
    before, grace, late = (letters(world, day, "forms")[world.focal] for day in (BEFORE, GRACE, LATE))
    assert before.subject.endswith("à retourner au plus tard le 11 octobre 2026")
    assert grace.subject.endswith("délai de grâce jusqu’au 31 décembre 2026")
    assert late.subject.endswith("à retourner dès que possible")
    for letter in (grace, late):
        assert "octobre" not in letter.body
        assert "past" in letter.warnings[0].msgid
    assert "31 décembre 2026" in grace.body
    assert "délai de grâce" not in late.body
    assert not before.warnings


def test_a_reminder_goes_to_who_has_something_to_do_and_says_what_is_missing(world: World) -> None:
    from oci_desktop.services.campaigns import record_step
    from tests.factories import add_member

    new = add_member(world.database, "Jamais Envoyé")
    with world.database.write(message("Steps")) as write:
        address(write, world.campaign, [new])
        for member, step, reason in (
            (world.focal, "received", None),
            (world.english, "to_complete", "Signature of the board member."),
            (world.bounced, "to_complete", None),
        ):
            row = write.row("SELECT id FROM self_assessment WHERE organisation_id = :id", {"id": member})
            assert row is not None
            record_step(write, [row[0]], step, "2026-11-02", reason)
    with world.database.read() as reader:
        people = recipients(reader, [*world.all, new], GRACE)
        made = compose_for(reader, occasion_of("reminder"), people, GRACE, campaign_id=world.campaign)
    received, to_complete, unsaid, _sent, never = made
    assert [letter.awaited for letter in made] == [False, True, True, True, False]
    assert received.warnings[0].msgid == "Its attestation was received, and is to be checked."
    assert never.warnings[0].msgid == "Its form was never sent."
    assert "This is what is left to complete: “Signature of the board member”." in to_complete.body
    assert "grace until December 31, 2026" in to_complete.body
    assert "un élément que nous vous préciserons" in unsaid.body
    assert str(missing_remark("missing")) in map(str, unsaid.warnings)


def test_the_form_itself_names_no_day_that_is_past(world: World) -> None:
    with world.database.read() as reader:
        campaign = form_campaign(reader, world.campaign)
        (member,) = [one for one in addressed_members(reader, world.campaign, GRACE) if one.name == "Action Exemple"]
    said = {}
    for day in (BEFORE, GRACE, LATE):
        for document in ("attestation", "form"):
            form = build_form(replace(campaign, made_on=day), member, document, "en")
            said[day, document] = f"{form.subtitle} {form.intro}"
    for document in ("attestation", "form"):
        assert "due on October 11, 2026" in said[BEFORE, document]
        assert "by October 11, 2026" in said[BEFORE, document]
        assert "grace period until December 31, 2026" in said[GRACE, document]
        assert "by December 31, 2026" in said[GRACE, document]
        assert "October" not in said[GRACE, document] + said[LATE, document]
        assert "December" not in said[LATE, document]
        assert said[LATE, document].count("as soon as you can") == 2
