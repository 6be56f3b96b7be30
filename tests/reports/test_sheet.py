"""Pages: no orphan heading, no row cut in two, headings repeated, whatever the text."""

from __future__ import annotations

import ast
import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oci_desktop
from oci_desktop.errors import Cancelled
from oci_desktop.reports.kit.facts import Period, facts, timeline
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pieces import LIST, Heading, Piece, TextLines, para
from oci_desktop.reports.kit.sheet import Letterhead, Sheet
from oci_desktop.reports.kit.table import Density, Group, Missing, PaperColumn, grouped_table, table
from tests.reports.paper import fonts, outline, pages, right_edges, words

HOSTILE = (
    "Dupont <b>Fils</b> & Cie <img src='/etc/passwd'> &amp;",
    "=cmd|' /C calc'!A0",
    "Marques \u200fde droite à gauche\u202e \u05e9\u05dc\u05d5\u05dd",
    "Émoji 😀",
    "A" * 300,
    "mot " * 1250,
    "B" * 5000,
    "tabulation\tet\nligne",
    "\x00\x07\ud800",
    "",
)


def sheet(**values: object) -> Sheet:
    return Sheet(**{"title": "Essai", "printed_on": "2026-11-21", "invariant": True, **values})  # type: ignore[arg-type]


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    for before in range(30, 60):
        made = sheet()
        lines: list[Piece] = [TextLines([f"ligne {number}"], LIST) for number in range(before)]
        made.add([*lines, Heading("Titre seul", made.width), TextLines(["suite du titre"], LIST)])
        found = [page for page in pages(made.finish()) if "Titre seul" in page]
        assert len(found) == 1
        assert "suite du titre" in found[0]


def test_no_row_is_cut_in_two_and_the_heading_row_comes_back() -> None:
    made = sheet()
    rows = [[f"début{number} " + "mot " * 60 + f"fin{number}", str(number)] for number in range(40)]
    made.add(table([PaperColumn("Texte"), PaperColumn("Nombre", right=True)], rows, made.width))
    found = pages(made.finish())
    assert len(found) > 2
    for page in found:
        assert "Texte Nombre" in page.replace("\n", " ")
        for number in range(40):
            assert (f"début{number} " in page) == (f"fin{number}\n" in page or f"fin{number} " in page)


def test_rows_of_a_group_stay_together_where_they_can() -> None:
    made = sheet()
    groups = [Group(f"Organisme {n}", [[f"rôle {n}.{k}", f"personne {n}.{k}"] for k in range(5)]) for n in range(20)]
    made.add(grouped_table([PaperColumn("Rôle"), PaperColumn("Personne")], groups, made.width))
    for page in pages(made.finish()):
        for n in range(20):
            if f"Organisme {n}\n" in page:
                assert all(f"rôle {n}.{k}" in page for k in range(5))


def test_what_is_missing_is_said_in_italics() -> None:
    made = sheet()
    made.add(table([PaperColumn("Qui")], [[Missing("à désigner")]], made.width))
    pdf = made.finish()
    assert "à désigner" in words(pdf)
    assert any("Italic" in name for name in fonts(pdf))


def test_hostile_text_prints_whole_everywhere() -> None:
    made = sheet(
        title=HOSTILE[6],
        subtitle=HOSTILE[0],
        footer=HOSTILE[5],
        letterhead=Letterhead(HOSTILE[5], "<b>", (HOSTILE[4], HOSTILE[6]), b"no picture"),
    )
    width = made.width
    for text in HOSTILE:
        made.add([Heading(text, width, note="3"), para(text, width=width)])
    made.add(facts([(text, text) for text in HOSTILE], width))
    made.add(timeline([Period(text, text, [text], current=True) for text in HOSTILE], width))
    made.add(table([PaperColumn(HOSTILE[0]), PaperColumn("N", True)], [[text, "1"] for text in HOSTILE], width))
    made.add(grouped_table([PaperColumn("a")], [Group(text, [[text], ["b"]]) for text in HOSTILE], width))
    narrow = made.column_width(2)
    made.add([TextLines(wrap(text, LIST.face, LIST.size, narrow, 10), LIST, hang=10) for text in HOSTILE], 2)
    pdf = made.finish()
    text = "".join(pages(pdf))
    assert text.count("B") >= 5000 * 10
    assert text.count("mot") >= 1250 * 10
    assert text.count("A") >= 300 * 10
    assert words(pdf).count("Dupont <b>Fils</b> & Cie <img src='/etc/passwd'> &amp;") >= 6
    assert text.count("[U+1F600]") >= 9
    assert text.count("[U+0000][U+0007][U+D800]") >= 9
    for left, bottom, right, top in right_edges(pdf):
        assert left >= 53
        assert right <= 612 - 53
        assert bottom >= 30
        assert top <= 792 - 30


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 120), st.booleans()), max_size=60), st.integers(1, 3))
def test_any_pieces_find_a_place_once_and_in_order(heights: list[tuple[int, bool]], columns: int) -> None:
    made = sheet()
    pieces = [
        TextLines([f"p{number}l{line}." for line in range(height)], LIST, keep=keep)
        for number, (height, keep) in enumerate(heights)
    ]
    made.add(pieces, columns)
    text = words(made.finish())
    at = 0
    for number, (height, _keep) in enumerate(heights):
        for line in range(height):
            found = text.find(f"p{number}l{line}.", at)
            assert found >= 0
            at = found + 1
    for page in made.pages:
        for placed in page:
            assert placed.top + placed.piece.height <= made.bottom + 0.1


def test_progress_counts_the_pages_and_may_cancel() -> None:
    made = sheet()
    made.add([TextLines([str(number)], LIST) for number in range(200)])
    seen: list[tuple[int, int]] = []
    made.finish(lambda done, total: seen.append((done, total)))
    assert seen == [(number, len(made.pages)) for number in range(1, len(made.pages) + 1)]

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        made.finish(cancel)


def test_headings_make_the_outline() -> None:
    made = sheet()
    for title in ("Un <b>", "Deux & trois", "Émoji 😀"):
        made.add([Heading(title, made.width), TextLines(["x"], LIST)])
    assert outline(made.finish()) == ["Un <b>", "Deux & trois", "Émoji 😀"]


def test_a_logo_is_drawn_and_a_broken_one_is_left_out() -> None:
    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    with_logo = sheet(letterhead=Letterhead("Association", "A", logo=dot)).finish()
    without = sheet(letterhead=Letterhead("Association", "A", logo=dot[:20])).finish()
    assert b"/Image" in with_logo
    assert b"/Subtype /Image" not in without


def test_no_markup_is_read_anywhere_in_the_program() -> None:
    """ReportLab's Paragraph eats `<b>` and embeds local files: `para` is the one door for running text."""
    root = Path(oci_desktop.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                module = getattr(node, "module", "") or ""
                names = {alias.name for alias in node.names}
                assert not module.startswith("reportlab.platypus"), path
                assert not any(name.startswith("reportlab.platypus") for name in names), path
                assert "Paragraph" not in names, path


def test_a_group_longer_than_a_page_fills_its_pages() -> None:
    columns = [PaperColumn("Organisme"), PaperColumn("Étape")]
    rows = [[f"Organisme exemple {number:03}", "Envoyée"] for number in range(120)]
    for density in (Density(), Density(grouped_pad=0.3)):
        made = sheet()
        made.add(grouped_table(columns, [Group("Tous", rows)], made.width, density))
        assert len(made.pages) <= 4
        text = words(made.finish())
        assert [text.count(row[0]) for row in rows] == [1] * 120
