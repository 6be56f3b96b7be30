"""Two languages, and sentences that are translated only when they are shown."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.errors import AmbiguousError, Problem, UserError, ValidationError
from oci_desktop.i18n import (
    Bilingual,
    Message,
    _,
    in_language,
    language,
    message,
    ngettext,
    plural_message,
    use_language,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
values = st.one_of(texts, st.integers(-(2**53), 2**53), st.none())
messages = st.recursive(
    st.builds(Message, texts, st.dictionaries(texts, values, max_size=3)),
    lambda inner: st.builds(Message, texts, st.dictionaries(texts, st.one_of(values, inner), max_size=3),
                            st.one_of(st.none(), texts), st.one_of(st.none(), st.integers(0, 10**6))),
)  # fmt: skip


def test_french_is_the_default_and_english_is_the_source() -> None:
    assert _("January") == "janvier"
    use_language("en")
    assert _("January") == "January"
    assert _("") == ""


def test_a_report_has_its_own_language_in_its_own_thread_only() -> None:
    seen: list[str] = []
    with in_language("en"):
        thread = threading.Thread(target=lambda: seen.append(language()))
        thread.start()
        thread.join()
        assert language() == "en"
        with in_language("fr"):
            assert language() == "fr"
        assert language() == "en"
    assert (language(), seen) == ("fr", ["fr"])


def test_a_language_that_the_program_does_not_speak_is_a_mistake() -> None:
    for wrong in ("es", "", "FR"):
        with pytest.raises(ValueError, match="language"):
            use_language(wrong)


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    one, several = "{n} thing to do", "{n} things to do"
    assert ngettext(one, several, 0) == ngettext(one, several, 1)
    assert str(plural_message(one, several, 2)) == "2 choses à faire"
    with in_language("en"):
        assert str(plural_message(one, several, 0)) == "0 things to do"


def test_a_message_follows_the_language_of_the_moment() -> None:
    said = message("until {day}", day=message("January"))
    assert str(said) == "jusqu’au janvier"
    with in_language("en"):
        assert str(said) == "until January"


@pytest.mark.parametrize(
    "typed", ["{", "}", "{}", "{n}", "{0}", "%s", "<b>gras</b>", "=cmd|' /C calc'!A0", "\u202eabc", "😀", "x" * 5000]
)
def test_what_was_typed_shows_as_it_was_typed(typed: str) -> None:
    assert str(message("until {day}", day=typed)) == f"jusqu’au {typed}"


@pytest.mark.parametrize("sentence", ["{name.__class__}", "{name:>9999999999}", "{name!r}", "{0}", "{", "{other}"])
def test_a_sentence_from_a_file_asks_for_nothing_but_its_values(sentence: str) -> None:
    assert str(Message(sentence, {"name": "Alix"})) == sentence


@given(messages)
def test_the_journal_keeps_a_message_whole(said: Message) -> None:
    kept = Message.from_json(said.to_json())
    assert str(kept) == str(said)
    assert kept.to_json() == said.to_json()


@given(texts)
def test_any_text_of_an_old_journal_is_shown(text: str) -> None:
    assert isinstance(str(Message.from_json(text)), str)


@pytest.mark.parametrize("text", ["", "Import", "{}", "[]", '{"id":5}', '{"id":"a","values":[]}', '{"id":"a","n":"b"}'])
def test_what_is_no_message_is_shown_as_it_is(text: str) -> None:
    assert str(Message.from_json(text)) == text


def test_labels_of_the_association_have_both_languages() -> None:
    label = Bilingual("Régulier", "Regular")
    assert str(label) == "Régulier"
    with in_language("en"):
        assert str(label) == "Regular"
        assert str(Bilingual("Régulier", "")) == "Régulier"


def test_errors_say_their_sentence_in_the_language_of_the_moment() -> None:
    error = UserError("until {day}", day="1976")
    assert str(error) == "jusqu’au 1976"
    with in_language("en"):
        assert str(error) == "until 1976"


def test_an_error_says_every_different_remark_once() -> None:
    first, second = message("January"), message("February")
    error = ValidationError([Problem("a", first), Problem("b", first), Problem("a", second)])
    assert str(error) == "janvier février"
    assert error.fields == {"a": first, "b": first}


def test_an_ambiguous_name_says_the_candidates() -> None:
    error = AmbiguousError("CSI", ["CSI Sherbrooke", "CSI-SLSJ"])
    assert error.candidates == ("CSI Sherbrooke", "CSI-SLSJ")
    assert "CSI Sherbrooke" in str(error)


def test_quotes_within_quotes_are_of_the_second_rank() -> None:
    use_language("fr")
    label = message("Import of “{file}”", file="a.csv")
    assert str(label) == "Importation de «\xa0a.csv\xa0»"
    assert str(message("Undo of “{action}”", action=label)) == "Annulation de «\xa0Importation de “a.csv”\xa0»"
    assert str(message("Undo of “{action}”", action="«\xa0tapé\xa0»")).endswith("«\xa0«\xa0tapé\xa0»\xa0»")
    use_language("en")
    assert str(message("Undo of “{action}”", action=label)) == "Undo of “Import of ‘a.csv’”"
