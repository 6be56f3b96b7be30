"""Text is cleaned when it comes in, and folded for searching and for sorting."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.errors import UserError
from oci_desktop.text import LONGEST_TEXT, clean_line, clean_text, search_norm, sort_key

CONTROL = [chr(code) for code in (0, 1, 7, 8, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x9F)]
typed = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=200)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’ŒUVRE LÉGER", "l oeuvre leger"),
        ("l'oeuvre  leger", "l oeuvre leger"),
        ("Trois-Rivières", "trois rivieres"),
        ("SUÇO", "suco"),
        ("CS/TR", "cs tr"),
        ("Ægir Straße", "aegir strasse"),
        ("Nguyễn Đức", "nguyen duc"),
        ("İstanbul ıstanbul", "istanbul istanbul"),
        ("ﬁnances", "finances"),
        ("Ｏｘｆａｍ", "oxfam"),
        ("a_b", "a b"),
        ("e\u0301te\u0301", "ete"),
        ("No\u00a012", "no 12"),
        ("«\u00a0 — …\u00a0»", ""),
        ("😀 fête", "fete"),
        ("", ""),
    ],
)
def test_search_is_blind_to_accents_case_ligatures_and_punctuation(text: str, folded: str) -> None:
    assert search_norm(text) == folded


@given(typed)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert search_norm(search_norm(text)) == search_norm(text)


@given(typed)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert search_norm(unicodedata.normalize("NFD", text)) == search_norm(unicodedata.normalize("NFC", text))


@given(typed)
def test_capitals_fold_like_small_letters(text: str) -> None:
    # Characters without a small form of their own (Greek iota below, for one) are not what people type here.
    latin = "".join(character for character in text if "LATIN" in unicodedata.name(character, ""))
    assert search_norm(latin.lower()) == search_norm(latin)


@given(typed)
def test_folded_text_has_single_spaces_only(text: str) -> None:
    folded = search_norm(text)
    assert folded == " ".join(folded.split(" ")).strip()
    assert "  " not in folded


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("L’AMIE - Aide internationale", "amie aide internationale"),
        ("L'AMIE - Aide internationale", "amie aide internationale"),
        ("L' Entraide", "entraide"),
        ("Les YMCA du Québec", "ymca du quebec"),
        ("La Maison", "maison"),
        ("Le Regroupement", "regroupement"),
        ("The Cooperative", "cooperative"),
        ("Œuvre Léger", "oeuvre leger"),
        ("Lavallois solidaires", "lavallois solidaires"),
        ("Les", "les"),
        ("Theatre", "theatre"),
    ],
)
def test_the_leading_article_does_not_count_in_the_order(text: str, key: str) -> None:
    assert sort_key(text) == key


def test_pasted_lines_are_cleaned() -> None:
    assert clean_line("  Oxfam\t-\r\n Que\u0301bec ") == "Oxfam - Québec"
    assert clean_line("No\u00a012 :\u202fici") == "No\u00a012 :\u202fici"


def test_pasted_paragraphs_keep_their_lines() -> None:
    assert clean_text("\r\n un \r\ndeux\rtrois\u2028quatre\n\n") == "un\ndeux\ntrois\nquatre"


@pytest.mark.parametrize("character", CONTROL)
def test_control_characters_are_refused_and_named(character: str) -> None:
    for clean in (clean_line, clean_text):
        with pytest.raises(UserError, match=f"U\\+{ord(character):04X}"):
            clean(f"é{character}")


@pytest.mark.parametrize("text", ["\ud800", "\uffff", "a\x00b", "\ufffe"])
def test_what_no_file_can_hold_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        clean_line(text)


def test_a_text_that_is_surely_a_mistake_is_refused() -> None:
    with pytest.raises(UserError, match="100000"):
        clean_text("x" * (LONGEST_TEXT + 1))


@given(st.text(max_size=200))
def test_cleaned_text_is_clean(text: str) -> None:
    for clean in (clean_line, clean_text):
        try:
            once = clean(text)
        except UserError:
            continue
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert once.encode("utf-8").decode("utf-8") == once


@given(typed)
def test_cleaning_loses_no_visible_character(text: str) -> None:
    def visible(shown: str) -> str:
        return "".join(character for character in unicodedata.normalize("NFC", shown) if not character.isspace())

    assert visible(clean_line(text)) == visible(text)
    assert visible(clean_text(text)) == visible(text)
