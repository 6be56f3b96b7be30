"""The forms of a campaign go out, come back filled in, and are kept: the real PDF, the real workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from oci_desktop.errors import Cancelled, UserError
from oci_desktop.exchange.form_reading import read_form
from oci_desktop.exchange.returned import Returned
from oci_desktop.exchange.returned_documents import keep_returned
from oci_desktop.exchange.returned_forms import accept_forms, judge_forms
from oci_desktop.i18n import message
from oci_desktop.mailings.campaign_forms import each_form, forms_for, make_forms
from oci_desktop.model import schema
from oci_desktop.model.questionnaire import Item, Principle, ScaleChoice
from oci_desktop.queries.answers import actions_of, answers_of, changed_since_signed
from oci_desktop.queries.campaigns import (
    attestation_of,
    campaign_summary,
    find_self_assessment,
    get_self_assessment,
    steps_of,
)
from oci_desktop.services.answers import withdraw_consent
from oci_desktop.services.questionnaires import publish, save_version, start_version
from oci_desktop.store.database import Database
from tests.assessment_factories import add_attestation, add_campaign, add_version, address, answer, item_id, version
from tests.bytes import places_that_hold
from tests.factories import add_member, add_person, add_role
from tests.filled_forms import edit_zip, fill_pdf, fill_xlsx, flatten_pdf

DAY = "2019-10-02"

SIGNED = {
    "discussed_on": "2019-09-18",
    "explanation": "L’œuvre continue : nous n’avons pas encore tout écrit.",
    "signatory.0.name": "Camille Exemple",
    "signatory.0.title": "Direction générale",
    "signatory.0.date": "2019-09-20",
    "signatory.1.name": "Noé Modèle",
    "signatory.1.date": "2019-09-21",
}

ANSWERED = {
    **SIGNED,
    "consent": "yes",
    "item.A.1.answer": "yes",
    "item.A.1.comment": "Réponse-témoin à l’œuvre",
    "item.B.1.answer": "no",
    "item.B.1.action": "Écrire une politique",
    "item.B.1.owner": "Alix Fictif",
    "item.B.1.due": "2020-06-30",
}


def sent(database: Database, campaign_id: int, folder: Path, form: str = "pdf") -> dict[tuple[int, str], Path]:
    """The forms of everybody in a folder: (organisation, document) → file."""
    folder.mkdir(exist_ok=True)
    found = {}
    for made in each_form(database, campaign_id, as_of=DAY, formats=(form,)):
        (folder / made.name).write_bytes(made.data)
        found[made.organisation_id, made.document] = folder / made.name
    return found


def filled(path: Path, values: Mapping[str, str]) -> Path:
    """The file as a member fills it in."""
    fill: Callable[[bytes, Mapping[str, str]], bytes] = fill_pdf if path.suffix == ".pdf" else fill_xlsx
    path.write_bytes(fill(path.read_bytes(), values))
    return path


def address_id(reader: Any, campaign_id: int, organisation_id: int) -> int:
    found = find_self_assessment(reader, campaign_id, organisation_id)
    assert found is not None
    return found.id or 0


def judged(database: Database, *paths: Path) -> list[Returned]:
    return judge_forms(database, paths, as_of=DAY)


def accepted(database: Database, *paths: Path) -> int:
    return accept_forms(database, judged(database, *paths), on=DAY)


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_at_level_a_the_attestation_comes_back_alone_and_is_kept(database: Database, tmp_path: Path, form: str) -> None:
    member = add_member(database, "L’Œuvre Exemple")
    campaign = add_campaign(database, "2019", [member])
    files = sent(database, campaign, tmp_path / "out", form)
    assert {document for _member, document in files} == {"questionnaire", "attestation"}
    (one,) = judged(database, filled(files[member, "attestation"], SIGNED))
    assert (one.status, one.member, one.campaign, one.level) == ("new", "L’Œuvre Exemple", "2019", "A")
    assert one.is_complete
    assert one.problems == ()
    assert accept_forms(database, [one], on=DAY) == 1
    with database.read() as reader:
        kept = attestation_of(reader, one.self_assessment_id or 0)
        assert kept is not None
        assert (kept.discussed_on, kept.explanation, kept.number) == ("2019-09-18", SIGNED["explanation"], "2019-001")
        assert [(sign.name, sign.signed_on) for sign in kept.signatories] == [
            ("Camille Exemple", "2019-09-20"),
            ("Noé Modèle", "2019-09-21"),
        ]
        assert steps_of(reader, one.self_assessment_id or 0)[-1].step == "valid"
    if form == "pdf":
        assert kept.document is not None
        assert database.documents.read(kept.document) == one.path.read_bytes()


def test_the_same_file_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    path = filled(sent(database, campaign, tmp_path / "out")[member, "attestation"], SIGNED)
    assert accepted(database, path) == 1
    before = database.undoable()
    (again,) = judged(database, path)
    assert again.status == "same"
    assert accept_forms(database, [again], on=DAY) == 0
    assert database.undoable() == before


def test_fifty_files_are_one_action_that_can_be_undone(database: Database, tmp_path: Path) -> None:
    members = [add_member(database, f"Membre {number:02}") for number in range(50)]
    campaign = add_campaign(database, "2019", members)
    files = sent(database, campaign, tmp_path / "out")
    paths = [filled(files[member, "attestation"], SIGNED) for member in members]
    assert accepted(database, *paths) == 50
    with database.read() as reader:
        assert campaign_summary(reader, campaign, DAY).valid == 50
    database.undo()
    with database.read() as reader:
        summary = campaign_summary(reader, campaign, DAY)
        assert (summary.valid, summary.steps["to_send"]) == (0, 50)


def test_what_is_missing_is_said_and_the_member_is_to_complete(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    half = {name: value for name, value in SIGNED.items() if not name.startswith("signatory.1")}
    (one,) = judged(database, filled(sent(database, campaign, tmp_path / "out")[member, "attestation"], half))
    assert one.can_be_accepted
    assert not one.is_complete
    assert any("Conseil" in str(sentence) for sentence in one.missing)
    accept_forms(database, [one], on=DAY)
    with database.read() as reader:
        assert steps_of(reader, one.self_assessment_id or 0)[-1].step == "to_complete"


def test_a_questionnaire_returned_by_mistake_is_refused_and_nothing_of_it_is_anywhere(
    database: Database, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    outside = tmp_path_factory.mktemp("elsewhere")
    files = sent(database, campaign, outside)
    answers = {"item.A.1.answer": "yes", "item.A.1.comment": "Zzyzx-témoin"}
    (one,) = judged(database, filled(files[member, "questionnaire"], answers))
    assert one.status == "refused"
    assert "questionnaire" in str(one.reason)
    assert "Zzyzx" not in repr(one)
    assert accept_forms(database, [one], on=DAY) == 0
    database.backup()
    assert places_that_hold("Zzyzx-témoin", database, None, tmp_path) == []


def test_a_member_that_lowered_its_level_leaves_no_answer_behind(
    database: Database, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from oci_desktop.services.campaigns import set_level

    member = add_member(database)
    campaign = add_campaign(database, "2019", [member], level="B")
    asked = address(database, campaign, member)
    path = filled(sent(database, campaign, tmp_path_factory.mktemp("elsewhere"))[member, "form"], ANSWERED)
    with database.write(message("Level")) as write:
        set_level(write, asked, "A")
    (one,) = judged(database, path)
    assert one.status == "new"
    assert (one.answers, one.actions, one.attach) == ((), (), False)
    assert accept_forms(database, [one], on=DAY) == 1
    database.backup()
    for needle in ("Réponse-témoin", "Écrire une politique"):
        assert places_that_hold(needle, database, None, tmp_path) == []


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_at_level_b_answers_actions_and_consent_come_back_with_the_attestation(
    database: Database, tmp_path: Path, form: str
) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member], level="B")
    asked = address(database, campaign, member)
    path = filled(sent(database, campaign, tmp_path / "out", form)[member, "form"], ANSWERED)
    (one,) = judged(database, path)
    assert one.gives_consent
    accept_forms(database, [one], on=DAY)
    with database.read() as reader:
        kept = answers_of(reader, asked)
        assert {item: answer.choice for item, answer in kept.items()} == {
            item_id(database, asked, "A.1"): "yes",
            item_id(database, asked, "B.1"): "no",
        }
        assert kept[item_id(database, asked, "A.1")].comment == "Réponse-témoin à l’œuvre"
        (action,) = actions_of(reader, asked)
        assert (action.text, action.owner, action.due_on) == ("Écrire une politique", "Alix Fictif", "2020-06-30")
        assert get_self_assessment(reader, asked).consent_on == DAY
        kept_attestation = attestation_of(reader, asked)
    assert kept_attestation is not None
    assert kept_attestation.document is None  # a file that holds answers is never attached
    assert judged(database, path)[0].status == "same"


def test_without_consent_the_answers_are_left_aside(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member], level="B")
    asked = address(database, campaign, member)
    values = {name: value for name, value in ANSWERED.items() if name != "consent"}
    (one,) = judged(database, filled(sent(database, campaign, tmp_path / "out")[member, "form"], values))
    assert one.answers == ()
    assert any("consentement" in str(problem.message) for problem in one.problems)
    accept_forms(database, [one], on=DAY)
    with database.read() as reader:
        assert answers_of(reader, asked) == {}
        assert attestation_of(reader, asked) is not None


def test_not_applicable_without_a_reason_is_said_and_left_out(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member], level="B")
    values = {**ANSWERED, "item.A.2.answer": "na"}
    (one,) = judged(database, filled(sent(database, campaign, tmp_path / "out")[member, "form"], values))
    (problem,) = [problem for problem in one.problems if problem.severity == "error"]
    assert problem.name == "item.A.2.comment"
    assert one.can_be_accepted
    accept_forms(database, [one], on=DAY)
    with database.read() as reader:
        assert len(answers_of(reader, one.self_assessment_id or 0)) == 2


def test_an_unreadable_date_of_an_action_takes_neither_the_action_nor_the_answer_with_it(
    database: Database, tmp_path: Path
) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member], level="B")
    asked = address(database, campaign, member)
    values = {**ANSWERED, "item.B.1.due": "2020-02-30"}
    (one,) = judged(database, filled(sent(database, campaign, tmp_path / "out")[member, "form"], values))
    assert one.is_proposed
    assert [problem.name for problem in one.problems] == ["item.B.1.due"]
    accept_forms(database, [one], on=DAY)
    with database.read() as reader:
        assert answers_of(reader, asked)[item_id(database, asked, "B.1")].choice == "no"
        (action,) = actions_of(reader, asked)
    assert (action.text, action.due_on) == ("Écrire une politique", None)


def test_an_older_form_does_not_replace_what_was_signed_later(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    path = filled(sent(database, campaign, tmp_path / "out")[member, "attestation"], SIGNED)
    asked = address(database, campaign, member)
    add_attestation(database, asked, received_on="2019-10-01", on="2019-10-01")
    with database.read() as reader:
        stored = attestation_of(reader, asked)
    assert stored is not None
    assert max(one.signed_on or "" for one in stored.signatories) > "2019-09-21"
    (one,) = judged(database, path)
    assert one.status == "older"


def test_of_two_files_of_one_member_the_later_in_the_list_counts(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    first = filled(sent(database, campaign, tmp_path / "one")[member, "attestation"], SIGNED)
    second = filled(
        sent(database, campaign, tmp_path / "two")[member, "attestation"], {**SIGNED, "signatory.1.name": "Dana Autre"}
    )
    one, two = judged(database, first, second)
    assert (one.status, two.status) == ("refused", "new")
    assert second.name in str(one.reason)


def test_two_copies_each_with_one_signature_make_one_attestation(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    board = {name: value for name, value in SIGNED.items() if not name.startswith("signatory.0")}
    management = {name: value for name, value in SIGNED.items() if not name.startswith("signatory.1")}
    assert accepted(database, filled(sent(database, campaign, tmp_path / "a")[member, "attestation"], board)) == 1
    assert accepted(database, filled(sent(database, campaign, tmp_path / "b")[member, "attestation"], management)) == 1
    with database.read() as reader:
        kept = attestation_of(reader, address_id(reader, campaign, member))
    assert kept is not None
    assert {(one.name, one.title) for one in kept.signatories} == {
        ("Camille Exemple", "Direction générale"),
        ("Noé Modèle", "Conseil"),
    }


def test_a_form_in_which_nothing_is_filled_in_gives_no_attestation(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    (one,) = judged(database, sent(database, campaign, tmp_path / "out")[member, "attestation"])
    assert one.status == "refused"
    assert "rempli" in str(one.reason)


def test_a_date_to_come_is_refused_for_that_file_and_stops_no_other(database: Database, tmp_path: Path) -> None:
    members = [add_member(database, "A"), add_member(database, "B")]
    campaign = add_campaign(database, "2019", members)
    files = sent(database, campaign, tmp_path / "out")
    wrong = filled(files[members[0], "attestation"], {**SIGNED, "discussed_on": "2999-01-01"})
    good = filled(files[members[1], "attestation"], SIGNED)
    first, second = judged(database, wrong, good)
    assert first.faults
    assert not first.can_be_accepted
    assert accept_forms(database, [first, second], on=DAY) == 1


def test_a_withdrawn_consent_is_not_brought_back_by_an_old_form(
    database: Database, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    members = [add_member(database, "A"), add_member(database, "B")]
    campaign = add_campaign(database, "2019", members, level="B")
    files = sent(database, campaign, tmp_path_factory.mktemp("elsewhere"))
    paths = [filled(files[member, "form"], ANSWERED) for member in members]
    assert accepted(database, *paths) == 2
    asked = address(database, campaign, members[0])
    withdraw_consent(database, asked, "2019-10-03")
    again = filled(files[members[0], "form"], {**ANSWERED, "signatory.0.date": "2019-10-01"})
    assert accepted(database, again, paths[1]) == 1
    with database.read() as reader:
        assert answers_of(reader, asked) == {}
        assert attestation_of(reader, asked) is not None


def test_answers_signed_again_are_no_longer_changed_since_signed(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member], level="B")
    asked = address(database, campaign, member)
    assert accepted(database, filled(sent(database, campaign, tmp_path / "a")[member, "form"], ANSWERED)) == 1
    answer(database, asked, "A.1", "no")
    with database.read() as reader:
        assert changed_since_signed(reader, asked)
    later = {**ANSWERED, "item.A.1.answer": "partly", "signatory.1.date": "2019-09-30"}
    assert accepted(database, filled(sent(database, campaign, tmp_path / "b")[member, "form"], later)) == 1
    with database.read() as reader:
        assert not changed_since_signed(reader, asked)


def test_forms_of_strangers_are_refused_with_a_sentence(new_database: Callable[..., Database], tmp_path: Path) -> None:
    here, elsewhere = new_database("here"), new_database("elsewhere")
    member = add_member(elsewhere, "Ailleurs")
    path = filled(
        sent(elsewhere, add_campaign(elsewhere, "2019", [member]), tmp_path / "out")[member, "attestation"], SIGNED
    )
    add_campaign(here, "2019", [add_member(here, "Ici")])
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.4\n% nothing in it")
    found = judged(here, path, tmp_path / "notes.pdf", tmp_path / "absent.pdf")
    assert [one.status for one in found] == ["refused"] * 3
    assert all(str(one.reason) for one in found)
    assert accept_forms(here, found, on=DAY) == 0


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_hidden_identifier_of_another_member_does_not_beat_the_printed_one(
    database: Database, tmp_path: Path, form: str
) -> None:
    members = [add_member(database, "A"), add_member(database, "B")]
    campaign = add_campaign(database, "2019", members)
    files = sent(database, campaign, tmp_path / "out", form)
    own, other = (read_form(files[member, "attestation"]).identity for member in members)
    assert own is not None
    assert other is not None
    path = files[members[0], "attestation"]
    if form == "pdf":
        writer = PdfWriter(clone_from=BytesIO(fill_pdf(path.read_bytes(), SIGNED)))
        for part in writer._objects:
            if isinstance(part, DictionaryObject) and part.get("/V") == own.encode():
                part[NameObject("/V")] = TextStringObject(other.encode())
        writer.write(path)
    else:
        swapped = edit_zip(
            fill_xlsx(path.read_bytes(), SIGNED),
            lambda _name, data: data.replace(own.encode().encode(), other.encode().encode()),
        )
        path.write_bytes(swapped)
    (one,) = judged(database, path)
    assert one.status == "refused"
    assert one.reason is not None
    assert "printed" in one.reason.msgid


def test_a_form_of_another_version_is_refused(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    path = filled(sent(database, campaign, tmp_path / "out")[member, "attestation"], SIGNED)
    with database.write(message("Next")) as write:
        first = write.value("SELECT questionnaire_version_id FROM campaign")
        following = start_version(write, first, "2.0")
        publish(write, following, "2019-08-01")
        write.update(schema.campaign, campaign, {"questionnaire_version_id": following})
    (one,) = judged(database, path)
    assert one.status == "refused"
    assert "version" in str(one.reason)


def test_a_flattened_form_is_a_scan_of_a_known_member(database: Database, tmp_path: Path) -> None:
    member = add_member(database, "Membre Exemple")
    campaign = add_campaign(database, "2019", [member])
    path = filled(sent(database, campaign, tmp_path / "out")[member, "attestation"], SIGNED)
    path.write_bytes(flatten_pdf(path.read_bytes()))
    picture = tmp_path / "photo.pdf"
    picture.write_bytes(flatten_pdf(path.read_bytes(), text=False))
    known, unknown = judged(database, path, picture)
    assert (known.status, known.member) == ("scan", "Membre Exemple")
    assert (unknown.status, unknown.member) == ("scan", "")
    assert accept_forms(database, [known, unknown], on=DAY) == 0


def test_the_scan_or_the_pdf_after_what_was_typed_adds_the_document(database: Database, tmp_path: Path) -> None:
    members = [add_member(database, name) for name in "AB"]
    campaign = add_campaign(database, "2019", members)
    books, pdfs = sent(database, campaign, tmp_path / "x", "xlsx"), sent(database, campaign, tmp_path / "p")
    assert accepted(database, *(filled(books[member, "attestation"], SIGNED) for member in members)) == 2
    signed = [filled(pdfs[member, "attestation"], SIGNED) for member in members]
    signed[1].write_bytes(flatten_pdf(signed[1].read_bytes()))
    found = judged(database, *signed)
    assert [one.status for one in found] == ["changed", "changed"]
    assert [[said.field for said in one.differences] for one in found] == [["document"], ["document"]]
    assert accept_forms(database, found, on=DAY) == 2
    for member, path in zip(members, signed, strict=True):
        with database.read() as reader:
            kept = attestation_of(reader, address_id(reader, campaign, member))
        assert kept is not None
        assert database.documents.read(kept.document or "") == path.read_bytes()
    assert judged(database, signed[0])[0].status == "same"


def test_at_level_b_the_signed_attestation_comes_back_alone_and_the_whole_form_is_no_scan(
    database: Database, tmp_path: Path
) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member], level="B")
    asked = address(database, campaign, member)
    files = sent(database, campaign, tmp_path / "out")
    whole, attestation = filled(files[member, "form"], ANSWERED), filled(files[member, "attestation"], SIGNED)
    printed, alone = tmp_path / "whole.pdf", tmp_path / "alone.pdf"
    printed.write_bytes(flatten_pdf(whole.read_bytes()))
    alone.write_bytes(flatten_pdf(attestation.read_bytes()))
    refused, scan = judged(database, printed, alone)
    assert (refused.status, scan.status) == ("refused", "scan")
    assert refused.reason is not None
    assert "whole form" in refused.reason.msgid
    assert database.documents.read(keep_returned(database, asked, alone.read_bytes(), "alone.pdf"))
    assert accepted(database, whole) == 1
    (scan,) = judged(database, alone)
    assert [said.field for said in scan.differences] == ["document"]
    assert accepted(database, alone) == 1
    (typed,) = judged(database, attestation)
    assert typed.status == "same"


def test_forms_come_in_the_language_of_the_focal_point(database: Database, tmp_path: Path) -> None:
    english, french = add_member(database, "English Member"), add_member(database, "Membre français")
    person = add_person(database, "Robin", "Example", language="en")
    add_role(database, person, english, "Director", security_contact=1, starts_on="2018-01-01")
    campaign = add_campaign(database, "2019", [english, french])
    names = [path.name for path in make_forms(database, campaign, tmp_path / "out", as_of=DAY)]
    assert "2019 - English Member - attestation to return.pdf" in names
    assert "2019 - Membre français - attestation à retourner.pdf" in names
    assert len(names) == 4


def test_cancelled_on_the_way_the_folder_is_as_it_was(database: Database, tmp_path: Path) -> None:
    campaign = add_campaign(database, "2019", [add_member(database, name) for name in "ABC"])

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_forms(database, campaign, tmp_path / "out", as_of=DAY, progress=stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_two_members_of_one_name_have_two_files_and_odd_names_are_written(database: Database, tmp_path: Path) -> None:
    members = [add_member(database, "CSI"), add_member(database, "CSI"), add_member(database, "A/B: <c>?")]
    campaign = add_campaign(database, "2019", members)
    files = make_forms(database, campaign, tmp_path / "out", as_of=DAY, formats=("pdf", "xlsx"))
    assert len({path.name for path in files}) == len(files) == 12
    assert all(path.exists() for path in files)


def test_what_is_attached_to_a_message_is_the_members_own_forms(database: Database) -> None:
    members = [add_member(database, "A"), add_member(database, "B")]
    campaign = add_campaign(database, "2019", members)
    attached = forms_for(database, address(database, campaign, members[1]), as_of=DAY)
    assert [name.split(" - ")[1] for name, _data in attached] == ["B", "B"]
    with pytest.raises(UserError):
        list(each_form(database, campaign, as_of=DAY, formats=("docx",)))


def test_the_forms_of_a_second_questionnaire_are_made_alike(database: Database, tmp_path: Path) -> None:
    """Three principles and another scale: nothing in the code knows how many there are."""
    member = add_member(database)
    scale = (ScaleChoice("ok", "Oui", "Yes", 100), ScaleChoice("ko", "Non", "No", 0))
    principles = tuple(
        Principle(str(place), f"Volet {place}", items=(Item(f"{place}.1", "Une question", "A question"),))
        for place in range(1, 4)
    )
    with database.write(message("Second")) as write:
        second = save_version(write, version(code="harassment", scale=scale, principles=principles, profiles=()))
        publish(write, second, "2018-06-01")
    campaign = add_campaign(database, "2019-h", [member], version_id=second, level="B")
    values = {**SIGNED, "consent": "yes", "item.1.1.answer": "ok", "item.3.1.answer": "ko"}
    assert accepted(database, filled(sent(database, campaign, tmp_path / "out")[member, "form"], values)) == 1
    with database.read() as reader:
        asked = address(database, campaign, member)
        assert sorted(answer.choice or "" for answer in answers_of(reader, asked).values()) == ["ko", "ok"]


def test_only_a_document_without_answers_is_attached(database: Database, tmp_path: Path) -> None:
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    asked = address(database, campaign, member)
    files = sent(database, campaign, tmp_path / "out")
    questionnaire = files[member, "questionnaire"].read_bytes()
    attestation = files[member, "attestation"].read_bytes()
    kept = keep_returned(database, asked, flatten_pdf(attestation, text=False), "scan.pdf")
    assert database.documents.read(kept)
    for content, name in (
        (questionnaire, "questionnaire.pdf"),
        (flatten_pdf(questionnaire), "imprimé.pdf"),
        (b"PK\x03\x04 a workbook", "classeur.xlsx"),
        (b"%PDF-1.7 cut", "coupé.pdf"),
    ):
        with pytest.raises(UserError):
            keep_returned(database, asked, content, name)
    both = tmp_path / "both.pdf"
    joined = PdfWriter()
    for part in (attestation, questionnaire):
        joined.append(BytesIO(flatten_pdf(part)))
    joined.write(both)
    (one,) = judged(database, both)
    assert one.status == "refused"
    with pytest.raises(UserError):
        keep_returned(database, asked, both.read_bytes(), "both.pdf")
    earlier = add_campaign(database, "2018", [member], add_version(database, "2018-01-02", code="other"), level="B")
    last_year = sent(database, earlier, tmp_path / "earlier")[member, "form"].read_bytes()
    with pytest.raises(UserError):
        keep_returned(database, asked, flatten_pdf(last_year), "2018.pdf")
    assert [place.name for place in database.documents.folder.glob("??/*")] == [kept]


def test_pages_glued_to_a_filled_attestation_are_not_attached(database: Database, tmp_path: Path) -> None:
    """Its own values are read; the file is not kept, whether the pages have text or are pictures."""
    member = add_member(database)
    campaign = add_campaign(database, "2019", [member])
    files = sent(database, campaign, tmp_path / "out")
    questionnaire = files[member, "questionnaire"].read_bytes()
    for text in (True, False):
        glued = PdfWriter(clone_from=BytesIO(fill_pdf(files[member, "attestation"].read_bytes(), SIGNED)))
        glued.append(BytesIO(flatten_pdf(questionnaire, text=text)))
        glued.write(tmp_path / "glued.pdf")
        (one,) = judged(database, tmp_path / "glued.pdf")
        assert (one.status, one.attach) == ("new", False)
        with pytest.raises(UserError):
            keep_returned(database, address(database, campaign, member), (tmp_path / "glued.pdf").read_bytes(), "g.pdf")
