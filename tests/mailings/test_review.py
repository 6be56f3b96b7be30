"""From the review to what is recorded: what leaves, what stays, and what the file keeps of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from email import message_from_bytes, policy

import docx
import pytest

from oci_desktop.errors import UserError
from oci_desktop.i18n import message
from oci_desktop.mailings.attachments import attacher
from oci_desktop.mailings.messages import addresses, addresses_text, drafts, drafts_zip, letter_message
from oci_desktop.mailings.review import ADDRESSES, DRAFTS, LETTERS, MAIL, Review
from oci_desktop.model.letter import Attachment, Letter
from oci_desktop.queries.letters import occasion_of
from oci_desktop.queries.mailings import last_reminder, mailings_in, mailings_of
from oci_desktop.reports import render_report, render_word
from oci_desktop.reports.letters import letters_docx, letters_pdf
from oci_desktop.services.campaigns import delete_step
from oci_desktop.services.mailings import SentTo, record_mailing
from tests.mailings.conftest import World
from tests.reports.paper import fonts, outline, pages

DAY = "2026-11-21"


@pytest.fixture
def review(world: World) -> Review:
    return Review(world.database, "reminder", world.all, world.campaign, DAY)


def test_who_has_no_address_stays_for_a_letter(world: World, review: Review) -> None:
    assert [one.organisation_id for one in review.left_out(DRAFTS)] == [world.bounced]
    assert len(review.going(LETTERS)) == 4
    going = review.going(ADDRESSES)
    review.record(ADDRESSES, going)
    review.sent(letter.organisation_id for letter in going)
    assert [letter.organisation_id for letter in review.letters] == [world.bounced]


def test_a_text_changed_for_one_changes_no_other_and_outlives_the_text_for_all(world: World, review: Review) -> None:
    others = [letter.body for letter in review.letters[1:]]
    review.change(world.focal, "Un mot", "Bonjour,\n\nÀ bientôt.")
    review.sender = ("Camille Exemple",)
    review.compose()
    first = review.letter(world.focal)
    assert first is not None
    assert (first.subject, first.paragraphs) == ("Un mot", ["Bonjour,", "À bientôt."])
    assert [letter.body for letter in review.letters[1:]] == others
    review.change_back(world.focal)
    assert review.letters[0].subject != "Un mot"


def test_a_reminder_is_recorded_as_one_action_that_can_be_undone(world: World, review: Review) -> None:
    review.record(MAIL, review.going(MAIL), {world.english: "550 No such user"})
    with world.database.read() as reader:
        sent = last_reminder(reader, world.focal, world.campaign)
        assert sent is not None
        assert (sent.kind, sent.channel, sent.sent_on, sent.address) == ("reminder", "smtp", DAY, "helene@example.org")
        assert last_reminder(reader, world.english) is None
        (failed,) = mailings_of(reader, world.english)
        assert (failed.state, failed.failure) == ("failed", "550 No such user")
        assert len(mailings_in(reader, world.campaign)) == 3
        texts = [row for table in ("mailing", "mailing_recipient") for row in reader.rows(f"SELECT * FROM {table}")]
        assert not any("Sauf erreur" in str(row) for row in texts)
    world.database.undo()
    with world.database.read() as reader:
        assert mailings_in(reader, world.campaign) == []


def take_back_the_steps(world: World) -> None:
    """As if no form had gone out yet."""
    with world.database.write(message("Not sent")) as write:
        for (step,) in write.rows("SELECT id FROM self_assessment_step"):
            delete_step(write, step)


def test_forms_that_went_make_the_step_sent_once(world: World) -> None:
    take_back_the_steps(world)

    def steps() -> list[tuple[object, ...]]:
        with world.database.read() as reader:
            return reader.rows("SELECT organisation_id, step FROM self_assessment_step ORDER BY organisation_id")

    review = Review(world.database, "forms", world.all, world.campaign, DAY)
    review.record(DRAFTS, review.going(DRAFTS), {world.nobody: "refused"})
    assert steps() == [(world.focal, "sent"), (world.english, "sent")]
    review.record(DRAFTS, review.going(DRAFTS))
    assert steps() == [(world.focal, "sent"), (world.english, "sent"), (world.nobody, "sent")]
    world.database.undo()
    world.database.undo()
    assert steps() == []


def test_what_went_is_recorded_even_before_the_campaign_opens(world: World) -> None:
    take_back_the_steps(world)
    with world.database.write(message("Sent")) as write:
        record_mailing(write, "forms", "letters", world.campaign, "Avant", "2026-01-05", [SentTo(world.focal)])
    with world.database.read() as reader:
        assert len(mailings_in(reader, world.campaign)) == 1
        assert reader.rows("SELECT * FROM self_assessment_step") == []


def test_nobody_is_no_mailing(world: World) -> None:
    with pytest.raises(UserError), world.database.write(message("Sent")) as write:
        record_mailing(write, "reminder", "letters", None, "", DAY, [])


def test_drafts_open_unsent_in_each_language_with_the_form(review: Review) -> None:
    form = Attachment("Formulaire – Œuvre.pdf", b"%PDF-1.7 x")
    files = drafts([(letter, [form]) for letter in review.letters])
    assert len(files) == 3
    with zipfile.ZipFile(io.BytesIO(drafts_zip(files))) as archive:
        mails = [message_from_bytes(archive.read(name), policy=policy.default) for name in archive.namelist()]
    assert {mail["X-Unsent"] for mail in mails} == {"1"}
    assert mails[0]["To"] == "Sœur Hélène Des Granges <helene@example.org>"
    assert "Madame Des Granges," in mails[0].get_body().get_content()  # type: ignore[union-attr]
    assert mails[1]["Content-Language"] == "en-CA"
    assert [part.get_filename() for part in mails[0].iter_attachments()] == ["Formulaire – Œuvre.pdf"]  # type: ignore[attr-defined]


def test_a_subject_cannot_smuggle_a_header(review: Review) -> None:
    made = letter_message(replace(review.letters[0], subject="Rappel\r\nBcc: x@example.org"))
    assert made["Bcc"] is None


def test_one_copy_per_address_whatever_the_number_of_hats(review: Review) -> None:
    first = review.letters[0]
    twice = [first, replace(first, recipient=replace(first.recipient, email="HELENE@example.org"))]
    assert addresses(twice) == ["helene@example.org"]
    assert addresses_text(review.letters) == "helene@example.org; chris@example.org; zone@example.org"


def test_the_forms_of_the_campaign_are_attached_in_the_language_of_the_letter(world: World) -> None:
    review = Review(world.database, "forms", [world.english], world.campaign, DAY)
    make = attacher(world.database, occasion_of("forms"), world.campaign, DAY)
    attached = make(review.letters[0])
    assert len(attached) == 2  # level A: the questionnaire to keep, the attestation to return
    assert all(one.content.startswith(b"%PDF") for one in attached)
    assert attacher(world.database, occasion_of("reminder"), world.campaign, DAY)(review.letters[0]) == ()


# On paper.


def test_each_letter_begins_on_its_own_page_in_its_own_language(review: Review) -> None:
    pdf = letters_pdf(review.database, review.letters, "Rappels", printed_on=DAY, invariant=True)
    text = pages(pdf)
    assert len(text) == 4
    assert "Montréal, November 21, 2026" in text[1]
    assert "Subject: " in text[1]
    assert "1, rue Modèle" in text[0]
    assert "10, rue Exemple, bureau 3" in text[0]
    assert outline(pdf) == ["Action Exemple", "Coopération Modèle", "L’Œuvre fictive", "Zone Essai"]
    assert all(fonts(pdf).values())
    assert pdf == letters_pdf(review.database, review.letters, "Rappels", printed_on=DAY, invariant=True)


def test_the_address_stands_in_the_window_of_the_envelope(review: Review) -> None:
    import pypdfium2

    for letter in (review.letters[0], _long(review.letters[0])):
        pdf = letters_pdf(review.database, [letter], "Rappels", printed_on=DAY)
        document = pypdfium2.PdfDocument(pdf)
        page = document[0]
        text = page.get_textpage()
        found = text.search("10, rue Exemple")
        index, count = found.get_next()  # type: ignore[misc]
        boxes = [text.get_charbox(at) for at in range(index, index + count)]
        top, bottom = 792 - max(box[3] for box in boxes), 792 - min(box[1] for box in boxes)
        assert 2.1 * 72 <= top <= bottom <= 3.5 * 72
        assert min(box[0] for box in boxes) >= 63
        found.close()
        text.close()
        page.close()
        document.close()


def _long(letter: Letter) -> Letter:
    postal = letter.recipient.postal
    return replace(
        letter, recipient=replace(letter.recipient, postal=(*postal[:3], "Service " + "des " * 30, *postal[3:]))
    )


def test_bad_data_prints_whole(review: Review) -> None:
    nasty = "<b>&amp; {0} \N{GRINNING FACE} " + "mot " * 900
    letter = replace(review.letters[0], subject="Objet <i>", body=nasty + "\n\nFin.")
    text = " ".join(pages(letters_pdf(review.database, [letter], "Rappels", printed_on=DAY)))
    assert "<b>&amp; {0} [U+1F600]" in " ".join(text.split())
    assert "Page 1 de" in text or "Page 1 of" in text
    document = docx.Document(io.BytesIO(letters_docx(review.database, [letter], "Rappels")))
    assert any(paragraph.text.startswith("<b>&amp; {0} \N{GRINNING FACE}") for paragraph in document.paragraphs)


def test_word_has_a_section_and_styles_for_each_letter(review: Review) -> None:
    document = docx.Document(io.BytesIO(letters_docx(review.database, review.letters, "Rappels")))
    assert len(document.sections) == 4
    head = [paragraph.text for paragraph in document.sections[0].first_page_header.paragraphs]
    assert head[0] == "AE"
    assert all(section.first_page_header.is_linked_to_previous for section in list(document.sections)[1:])
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.text]
    assert styles.count("Letter subject") == 4
    assert document.core_properties.title == "Rappels"


# The report.


def test_the_report_writes_to_those_that_are_late_on_that_day(world: World) -> None:
    from oci_desktop.services.campaigns import record_step

    with world.database.write(message("Valid")) as write:
        row = write.row("SELECT id FROM self_assessment WHERE organisation_id = :id", {"id": world.focal})
        assert row is not None
        record_step(write, [row[0]], "valid", "2026-05-01")
    assert len(pages(render_report(world.database, "reminder-letters", "2027-01-12", "fr"))) == 3
    (nobody,) = pages(render_report(world.database, "reminder-letters", DAY, "fr"))
    assert len(nobody) < 200
    grace = {"who": "grace", "sender": "Alix Exemple; Direction"}
    text = pages(render_report(world.database, "reminder-letters", DAY, "fr", grace))
    assert len(text) == 3
    assert "Alix Exemple" in text[0]
    made = docx.Document(io.BytesIO(render_word(world.database, "reminder-letters", DAY, "fr", grace)))
    assert len(made.sections) == 3


def test_the_member_list_comes_as_word_too_and_other_reports_say_that_they_do_not(world: World) -> None:
    made = docx.Document(io.BytesIO(render_word(world.database, "member-list", DAY, "fr")))
    names = [paragraph.text for paragraph in made.paragraphs]
    assert "Action Exemple" in names
    with pytest.raises(UserError, match="member-list"):
        render_word(world.database, "contacts", DAY, "fr")


def test_the_history_of_an_organisation_says_what_was_sent_to_it(world: World, review: Review) -> None:
    from oci_desktop.queries.history import record_history
    from oci_desktop.queries.history_words import HistoryWords

    review.record(MAIL, review.going(MAIL), {world.english: "550 No such user"})
    words = HistoryWords(world.database.read, DAY)
    said = {}
    for one in (world.focal, world.english):
        with world.database.read() as reader:
            entry = record_history(reader, "organisation", one)[0]
        said[one] = " ".join(line for change in entry.changes for line in words.lines(change, ("organisation", one)))
    assert "Sœur Hélène Des Granges, helene@example.org" in said[world.focal]
    assert "550 No such user" in said[world.english]
