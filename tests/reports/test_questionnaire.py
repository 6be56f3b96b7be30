"""The blank questionnaire in large print: every question, its boxes, the attestation; any number of principles."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.exchange.questionnaire_files import example_path, read_questionnaire_file
from oci_desktop.model.questionnaire import Item, Principle, ScaleChoice
from oci_desktop.reports import render_report
from oci_desktop.store.database import Database
from tests.reports.paper import fonts, outline, pages, right_edges, words
from tests.services.questionnaire_drafts import add_published, add_version, harassment

DAY = "2026-03-31"


def render(database: Database, lang: str = "fr", **options: str) -> bytes:
    return render_report(database, "questionnaire", DAY, lang, options, printed_on="2026-11-21", invariant=True)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_question_of_the_example_is_printed_with_its_answers(association: Database, lang: str) -> None:
    example = read_questionnaire_file(example_path())
    add_published(association, example)
    pdf = render(association, lang)
    text = words(pdf)
    for item in example.items():
        assert f"{item.code} {item.text_en if lang == 'en' else item.text_fr}" in text
    label = "Pas en place" if lang == "fr" else "Not in place"
    assert text.count(label) == 45
    assert len(outline(pdf)) == 6
    assert all(fonts(pdf).values())
    for left, _bottom, right, _top in right_edges(pdf):
        assert left >= 53
        assert right <= 612 - 53


def test_the_text_is_large(association: Database) -> None:
    add_published(association)
    reader = PdfReader(io.BytesIO(render(association, "fr", size="16")))
    sizes: set[float] = set()

    def visit(text: str, cm: object, tm: object, font: object, size: float) -> None:
        if "Une politique est adoptée" in text or "Sans objet" in text:
            sizes.add(size)

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    assert sizes == {16.0}


def test_another_subject_with_three_principles_and_another_scale_prints_alike(association: Database) -> None:
    add_published(association)
    text = words(render(association))
    assert "P. Politique" in text
    assert "S. Soutien" in text
    assert "F. Formation" in text
    assert len(re.findall(r"Oui Non Sans objet", text)) == 4
    assert "sécurité" not in text
    assert "Présidence" in text


def test_the_attestation_has_a_page_of_its_own_and_the_meaning_stands_above_the_signatures(
    association: Database,
) -> None:
    add_published(association)
    last = pages(render(association, "en"))[-1]
    assert "Attestation" in last
    assert last.index("The signature states") < last.index("Chair") < last.index("Signature")
    assert "Training takes place" not in last
    # The statement speaks of the questionnaire and of the campaign "named above".
    assert last.index("version 1.0") < last.index("Campaign:") < last.index("Organisation:")


def test_the_version_is_chosen_and_a_draft_says_so(association: Database) -> None:
    add_published(association)
    add_version(association, harassment(code="other", title_fr="Autre questionnaire"))
    assert "Prévention du harcèlement" in words(render(association))
    text = words(render(association, version="other@1.0"))
    assert "Autre questionnaire" in text
    with pytest.raises(UserError, match="other@9"):
        render(association, version="other@9")


def test_an_empty_file_says_that_there_is_no_questionnaire(association: Database) -> None:
    with pytest.raises(NotFoundError):
        render(association)


def test_long_and_awkward_texts_print_whole(association: Database) -> None:
    long = "mot " * 120
    draft = harassment(
        scale=(
            ScaleChoice("a", "Une étiquette beaucoup trop longue pour une seule ligne " * 2),
            ScaleChoice("b", "<b>&"),
        ),
        principles=(Principle("1", "Titre très long " * 12, items=(Item("1.1.1.1", long), Item("X" * 20, "œ’ 😀"))),),
        profiles=(),
    )
    add_published(association, draft)
    pdf = render(association, size="18")
    text = words(pdf)
    assert text.count("mot") == 120
    assert "<b>&" in text
    assert "[U+1F600]" in text
    for left, _bottom, right, _top in right_edges(pdf):
        assert left >= 53
        assert right <= 612 - 53
