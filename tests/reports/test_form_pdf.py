"""A form as a PDF: filled in by common readers, read by anybody, quick for sixty-seven members."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pypdf import PdfReader, PdfWriter

from oci_desktop.errors import Cancelled
from oci_desktop.exchange.form_pdf_reading import read_pdf
from oci_desktop.model.form import FormField, FormIdentity, FormRow, FormSection
from oci_desktop.reports.frame import Printing
from oci_desktop.reports.kit.acroform import form_pdf, form_pdfs
from oci_desktop.reports.kit.sheet import Letterhead
from tests.form_examples import FILLED, PRINTING, example
from tests.reports.paper import fonts, outline, pages, words
from tests.reports.test_sheet import HOSTILE


def ink(pdf: bytes, page: int, box: tuple[float, float, float, float], *, with_fields: bool = True) -> int:
    """How many dark points a viewer shows in a part of a page (left, bottom, right, top in points)."""
    document = pypdfium2.PdfDocument(pdf)
    if with_fields:
        document.init_forms()
    loaded = document[page]
    height = loaded.get_size()[1]
    image = loaded.render(scale=2, may_draw_forms=with_fields).to_pil().convert("L")
    loaded.close()
    document.close()
    left, bottom, right, top = box
    part = image.crop(
        (int(2 * left + 4), int(2 * (height - top) + 4), int(2 * right - 3), int(2 * (height - bottom) - 3))
    )
    return sum(count for value, count in enumerate(part.histogram()) if value < 150)


def widgets(pdf: bytes) -> dict[str, list[tuple[int, Any]]]:
    """Field → its page and dictionary, one for every circle."""
    found: dict[str, list[tuple[int, Any]]] = {}
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        for reference in page.get("/Annots", ()):
            widget = reference.get_object()
            parts, above = [], widget
            while above is not None:
                if "/T" in above:
                    parts.append(above["/T"])
                above = above["/Parent"].get_object() if "/Parent" in above else None
            found.setdefault(".".join(reversed(parts)), []).append((number, widget))
    return found


def box_of(widget: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = map(float, widget["/Rect"])
    return left, bottom, right, top


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_field_of_the_form_is_there_with_its_name_and_words(lang: str) -> None:
    spec = example(lang=lang)
    pdf = form_pdf(spec, PRINTING)
    fields = PdfReader(io.BytesIO(pdf)).get_fields() or {}
    assert set(spec.fields) <= set(fields)
    found = widgets(pdf)
    assert len(found["item.3.4.answer"]) == 5
    tips = [widget["/TU"] for _page, widget in found["item.3.4.answer"]]
    assert "3.4" in tips[0]
    assert tips[0].endswith("En place" if lang == "fr" else "In place")
    assert "Commentaire" in fields["item.1.1.comment"]["/TU"] or lang == "en"
    assert int(fields["item.1.1.comment"]["/Ff"]) & 1 << 12
    assert len(pdf) < 400_000


def test_the_keyboard_goes_through_the_fields_as_one_reads() -> None:
    for page in PdfReader(io.BytesIO(form_pdf(example(), PRINTING))).pages:
        tops = [float(one.get_object()["/Rect"][3]) for one in page.get("/Annots", ())]
        assert tops
        for number, top in enumerate(tops[1:], start=1):
            assert top <= tops[number - 1] + 1


def test_title_language_and_outline_are_set() -> None:
    pdf = form_pdf(example(lang="en"), PRINTING)
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Trial self-assessment – Coopérative de l’Œuvre légère"
    assert reader.root_object["/Lang"] == "en-CA"
    assert outline(pdf)[0] == "1. Principe 1 / en"
    assert all(fonts(pdf).values())
    assert "/NeedAppearances" not in reader.root_object["/AcroForm"]


def test_the_identifier_is_hidden_in_the_file_and_printed_on_every_page() -> None:
    spec = example()
    pdf = form_pdf(spec, PRINTING)
    assert read_pdf(pdf).identity == spec.identity
    for page in pages(pdf):
        assert spec.identity.printed in page
        assert "Coopérative de l’Œuvre légère" in page


def test_no_question_is_cut_over_two_pages() -> None:
    pdf = form_pdf(example(), PRINTING)
    for name, places in widgets(pdf).items():
        if name.endswith(".comment"):
            answer = widgets_of(pdf, name.replace("comment", "answer"))
            assert {page for page, _widget in [*answer, *places]} == {places[0][0]}
            code = name.removeprefix("item.").removesuffix(".comment")
            assert f"numéro {code} " in pages(pdf)[places[0][0]].replace("\n", " ")
            break
    by_page: dict[str, set[int]] = {}
    for name, places in widgets(pdf).items():
        by_page.setdefault(name.rpartition(".")[0], set()).update(page for page, _widget in places)
    assert all(len(found) == 1 for found in by_page.values())


def widgets_of(pdf: bytes, name: str) -> list[tuple[int, Any]]:
    return widgets(pdf)[name]


def test_values_that_went_out_show_in_any_reader() -> None:
    """Ligatures, curly apostrophes, U+202F and letters of other alphabets, without asking the reader to draw them."""
    spec = example(values=FILLED)
    pdf, blank = form_pdf(spec, PRINTING), form_pdf(example(), PRINTING)
    assert dict(read_pdf(pdf).values).items() >= FILLED.items()
    for name in FILLED:
        for (page, widget), (_page, _empty) in zip(widgets_of(pdf, name), widgets_of(blank, name), strict=True):
            box = box_of(widget)
            chosen = widget.get("/AS", "/Off") != "/Off" if "/AS" in widget else True
            assert (ink(pdf, page, box) > ink(blank, page, box)) == chosen, name
    assert all(fonts(pdf).values())


def test_the_text_of_a_value_can_be_copied_from_the_page() -> None:
    document = pypdfium2.PdfDocument(form_pdf(example(values=FILLED), PRINTING))
    document.init_forms()
    document[0].flatten()
    output = io.BytesIO()
    document.save(output)
    document.close()
    text = words(output.getvalue())
    assert "L’œuvre est « en cours »\N{NARROW NO-BREAK SPACE}: à l’été." in text
    assert "(Nguyễn)" in text


def test_circles_and_boxes_are_on_the_paper_itself() -> None:
    """A viewer that knows no forms, and a printer, show where to write."""
    pdf = form_pdf(example(), PRINTING)
    for name in ("item.1.1.answer", "item.1.1.comment"):
        page, widget = widgets_of(pdf, name)[0]
        left, bottom, right, top = box_of(widget)
        assert ink(pdf, page, (left - 3, bottom - 3, right + 3, top + 3), with_fields=False) > 10


def typed_into(pdf: bytes, clicks: list[tuple[str, int, str]]) -> bytes:
    """The form filled in by the engine of a browser: click in the middle of a field (or its nth circle), then type."""
    found = widgets(pdf)
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    raw = document.formenv.raw
    loaded = {number: document[number] for number in {found[name][place][0] for name, place, _text in clicks}}
    for name, number, text in clicks:
        page_number, widget = found[name][number]
        page = loaded[page_number]
        left, bottom, right, top = box_of(widget)
        x, y = (left + right) / 2, (bottom + top) / 2
        pdfium.FORM_OnMouseMove(raw, page.raw, 0, x, y)
        pdfium.FORM_OnLButtonDown(raw, page.raw, 0, x, y)
        pdfium.FORM_OnLButtonUp(raw, page.raw, 0, x, y)
        for char in text:
            pdfium.FORM_OnChar(raw, page.raw, ord(char), 0)
        pdfium.FORM_ForceToKillFocus(raw)
    output = io.BytesIO()
    document.save(output)
    document.close()
    return output.getvalue()


def test_a_browser_fills_it_in() -> None:
    pdf = form_pdf(example(), PRINTING)
    typed = "L’œuvre « à l’été », 3 %"
    filled = typed_into(
        pdf,
        [("item.1.1.answer", 1, ""), ("item.1.1.comment", 0, typed), ("item.1.2.answer", 4, ""), ("consent", 0, "")],
    )
    values = read_pdf(filled).values
    assert values["item.1.1.answer"] == "partly"
    assert values["item.1.2.answer"] == "not_applicable"
    assert values["item.1.1.comment"] == typed
    assert values["consent"] == "yes"
    page, widget = widgets_of(filled, "item.1.1.comment")[0]
    assert ink(filled, page, box_of(widget)) > 100
    assert not read_pdf(filled).remarks


def test_pypdf_fills_it_in() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(form_pdf(example(sections=1, items=3), PRINTING))))
    writer.update_page_form_field_values(
        None, {"item.1.1.answer": "/planned", "item.1.1.action": "Écrire"}, auto_regenerate=False
    )
    output = io.BytesIO()
    writer.write(output)
    values = read_pdf(output.getvalue()).values
    assert values["item.1.1.answer"] == "planned"
    assert values["item.1.1.action"] == "Écrire"


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs poppler's tools")
def test_poppler_finds_no_fault(tmp_path: Path) -> None:
    place = tmp_path / "form.pdf"
    place.write_bytes(form_pdf(example(values=FILLED), PRINTING))
    for command in (["pdftoppm", "-r", "40", str(place), str(tmp_path / "page")], ["pdftotext", str(place), "-"]):
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        assert not ended.stderr
    assert "2026 · " in ended.stdout


def test_nothing_of_one_member_is_in_the_form_of_another() -> None:
    form_pdf(example("Premier organisme", values={"item.1.1.comment": "SECRETUN"}), PRINTING)
    second = form_pdf(example("Second organisme"), PRINTING)
    assert "Premier" not in words(second)
    assert not any(value for value in read_pdf(second).values.values())
    reader = PdfReader(io.BytesIO(second))
    assert b"SECRETUN" not in b"".join(
        str(reader.get_object(number)).encode()
        for number in range(1, reader.trailer["/Size"])
        if number in _known(reader)
    )


def _known(reader: PdfReader) -> set[int]:
    return set(reader.xref.get(0, {})) | set(reader.xref_objStm)


def test_the_same_form_gives_the_same_bytes() -> None:
    assert form_pdf(example(values=FILLED), PRINTING) == form_pdf(example(values=FILLED), PRINTING)


def test_making_many_forms_counts_them_and_can_be_stopped() -> None:
    specs = [example(f"Membre {number}") for number in range(5)]
    seen: list[tuple[int, int]] = []
    made = list(form_pdfs(specs, PRINTING, lambda done, total: seen.append((done, total))))
    assert [read_pdf(pdf).identity for pdf in made] == [spec.identity for spec in specs]
    assert seen == [(number, 5) for number in range(1, 6)]

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    stopped = form_pdfs(specs, PRINTING, cancel)
    next(stopped)
    with pytest.raises(Cancelled):
        next(stopped)


def test_large_print_is_larger() -> None:
    plain, large = form_pdf(example(), PRINTING), form_pdf(example(), PRINTING, 14)
    assert len(PdfReader(io.BytesIO(large)).pages) > len(PdfReader(io.BytesIO(plain)).pages)
    assert set(widgets(large)) == set(widgets(plain))


def test_hostile_text_prints_whole_and_every_field_stays_on_its_page() -> None:
    rows = tuple(
        FormRow(f"{place}", text[:1500], text[:200], (FormField(f"f{place}", "note", text[:300], value=text),))
        for place, text in enumerate(HOSTILE)
        if "\x00" not in text
    )
    spec = replace(
        example("Dupont <b>Fils</b> & Cie 😀 (\\) " + "x" * 300),
        sections=(FormSection("1", HOSTILE[0], HOSTILE[4], rows),),
        intro=HOSTILE[5],
        identity=FormIdentity("k(", "c)\\", "m\\", "v", "d"),
    )
    pdf = form_pdf(spec, Printing(Letterhead(), "2026-09-01"))
    assert "Dupont <b>Fils</b> & Cie [U+1F600] (\\)" in words(pdf)
    reading = read_pdf(pdf)
    assert reading.identity == spec.identity
    assert set(reading.values) == set(spec.fields)
    for places in widgets(pdf).values():
        for _page, widget in places:
            left, bottom, right, top = box_of(widget)
            assert 0 <= left < right <= 612
            assert 0 <= bottom < top <= 792


def test_other_papers_and_answers_that_need_more_room() -> None:
    many = tuple(
        replace(choice, label=f"{choice.label} et " * 12) for choice in example().sections[0].rows[0].fields[0].choices
    )
    rows = tuple(
        replace(row, fields=(replace(row.fields[0], choices=many), *row.fields[1:]))
        for row in example().sections[0].rows
    )
    spec = replace(example(), sections=(FormSection("1", "Un", "", rows), *example().sections[1:]))
    for paper in ("letter", "a4"):
        pdf = form_pdf(spec, replace(PRINTING, paper=paper))
        assert set(read_pdf(pdf).values) == set(spec.fields)
        assert "En place et En place et" in words(pdf)
        assert len(widgets_of(pdf, "item.1.1.answer")) == 5
