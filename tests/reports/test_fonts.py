"""Every character stands on paper: drawn, or as a visible code."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oci_desktop.reports.kit.fonts import Style, face
from oci_desktop.reports.kit.pieces import para
from oci_desktop.reports.kit.sheet import Sheet
from tests.reports.paper import fonts, pages, words


def printed(*texts: str) -> bytes:
    sheet = Sheet(title="Essai", printed_on="2026-11-21", invariant=True)
    sheet.add([para(text, width=sheet.width, style=Style(size=9, leading=12)) for text in texts])
    return sheet.finish()


@pytest.mark.parametrize(
    "text",
    [
        "Dupont <Fils> & Cie",
        "<b>gras <img src='/etc/passwd'> &amp; &lt;",
        "=cmd|' /C calc'!A0",
        "L’ŒUVRE LÉGER, cœur, Ÿ, ½, « guillemets », – —",
        "3\u00a0753\u00a0745\u00a0$ et 12\u202f345\u00a0%",
        "Trần Thị Nguyễn, Łódź, Ὀδυσσεύς, Жук",
        "− ≥ ≤ ≠ ∞ → ← ↑ ✓ ✔ ✗ ☐ ■ ●",
        "(parenthèses) et \\ barres \\n",
        "de droite \u200fà\u200e gauche \u202eici\u202c",
        "@ # ~ ^ ` { } | °",
    ],
)
def test_text_prints_as_it_is(text: str) -> None:
    assert text in words(printed(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("😀", "[U+1F600]"),
        ("中", "[U+4E2D]"),
        ("ש", "[U+05E9]"),
        ("ع", "[U+0639]"),
        ("\x07", "[U+0007]"),
        ("\x00", "[U+0000]"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_a_character_that_no_font_has_prints_as_its_code(text: str, shown: str) -> None:
    assert f"a{shown}b" in words(printed(f"a{text}b"))


def test_only_embedded_fonts_are_named() -> None:
    found = fonts(printed("Régulier → ✓ 😀", "− ≥"))
    assert found
    assert all(found.values()), found
    assert all(name.startswith("/AAAAA") for name in found), found


def test_a_font_with_more_than_256_characters_in_use_still_prints_them() -> None:
    letters = "".join(chr(code) for code in range(0xC0, 0x250)) + "".join(chr(code) for code in range(0x400, 0x460))
    text = "\n".join(letters[at : at + 40] for at in range(0, len(letters), 40))
    pdf = printed(text)
    shown = words(pdf).replace(" ", "")
    assert all(letter in shown for letter in letters if letter not in "ŉǄǅǆǇǈǉǊǋǌǱǲǳĲĳĿŀ")
    assert all(fonts(pdf).values())


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_anything_prints_without_a_crash(text: str) -> None:
    assert pages(printed(text))


@given(st.text(st.characters(blacklist_categories=["Cc", "Zl", "Zp"]), max_size=60))
def test_widths_add_up(text: str) -> None:
    one = face()
    assert one.width(text, 10) == pytest.approx(sum(one.width(char, 10) for char in text))


def test_properties_of_the_document() -> None:
    from pypdf import PdfReader

    from oci_desktop.i18n import in_language

    with in_language("en"):
        reader = PdfReader(io.BytesIO(printed("text")))
    assert reader.metadata is not None
    assert reader.metadata.title == "Essai"
    assert reader.root_object["/Lang"] == "en-CA"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
