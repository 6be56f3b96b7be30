"""What a form is: whose it is, checked letter by letter, and what came back different."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.errors import UserError
from oci_desktop.model.form import (
    FormField,
    FormIdentity,
    FormReading,
    FormRow,
    FormSection,
    check_reading,
    differences,
    find_printed,
    printed_code,
)
from tests.form_examples import example

IDENTITY = FormIdentity("self-assessment", "0b9f-ref", "member|é œ", "1.0", "attestation", label="2026")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=5, max_size=5))
def test_an_identity_comes_back_whole(parts: list[str]) -> None:
    identity = FormIdentity(*parts)
    assert FormIdentity.decode(identity.encode()) == identity
    assert identity.encode().isascii()


def test_an_altered_identity_is_noticed() -> None:
    encoded = IDENTITY.encode()
    for place in range(len(encoded)):
        for char in "aZ9|%":
            if char != encoded[place]:
                with pytest.raises(UserError):
                    FormIdentity.decode(encoded[:place] + char + encoded[place + 1 :])
        with pytest.raises(UserError):
            FormIdentity.decode(encoded[:place])


def test_the_printed_identifier_is_short_and_leads_back_to_the_identity() -> None:
    others = [replace(IDENTITY, member=str(number)) for number in range(500)]
    assert IDENTITY.printed.startswith("2026 · ")
    assert len(IDENTITY.printed) == len("2026 · 7K3M-9QXD-2PWA")
    assert find_printed(IDENTITY.printed, [*others, IDENTITY]) == IDENTITY
    page = f"Page 1 de 7\nIdentifiant : {IDENTITY.printed} · Oxfam-Québec\n1234-5678-9012"
    assert find_printed(page, [*others, IDENTITY]) == IDENTITY
    assert find_printed(IDENTITY.printed, others) is None
    assert find_printed("", [IDENTITY]) is None


def test_it_is_typed_again_with_small_letters_and_without_hyphens() -> None:
    code = IDENTITY.printed.split(" · ")[1]
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("0", "O").replace("1", "l"),
    ):
        assert printed_code(typed) == code


def test_one_wrong_letter_or_two_exchanged_are_noticed() -> None:
    code = IDENTITY.printed.split(" · ")[1].replace("-", "")
    for place, char in itertools.product(range(len(code)), "0123456789ABCDEFGHJKMNPQRSTVWXYZ"):
        if char != code[place]:
            assert printed_code(code[:place] + char + code[place + 1 :]) is None
    for place in range(len(code) - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or printed_code(swapped) is None


def test_answers_come_back_by_code_by_letter_or_by_their_words() -> None:
    spec = example()
    for typed in ("not_applicable", "N", "Sans objet", "SANS  OBJET"):
        checked = check_reading(spec, FormReading("xlsx", values={"item.1.1.answer": typed, "item.1.1.comment": "x"}))
        assert checked.values["item.1.1.answer"] == "not_applicable"


def problems(values: dict[str, str]) -> dict[str, str]:
    return {one.name: str(one.message) for one in check_reading(example(), FormReading("pdf", values=values)).problems}


def test_what_contradicts_or_misses_is_said_at_its_field() -> None:
    found = problems({"item.1.1.answer": "not_applicable", "item.1.2.answer": "perhaps", "board.date": "31/02/2026"})
    assert "Sans objet" in found["item.1.1.comment"]
    assert "perhaps" in found["item.1.2.answer"]
    assert "board.date" in found
    assert "item.1.3.answer" in found
    assert "item.1.3.comment" not in found
    assert "" in problems({"item.9.9.answer": "x"})
    other = replace(example().identity, member="other")
    assert check_reading(example(), FormReading("pdf", other)).problems[0].severity == "error"


def test_dates_and_boxes_come_back_as_they_are_stored() -> None:
    checked = check_reading(example(), FormReading("xlsx", values={"board.date": "9 juin 2026", "consent": "Oui"}))
    assert checked.values == {"board.date": "2026-06-09", "consent": "yes"}
    assert check_reading(example(), FormReading("xlsx", values={"consent": "Non"})).values == {"consent": ""}


def test_only_what_changed_is_a_difference() -> None:
    spec = example(values={"item.1.1.comment": "L’été : deux\nlignes", "item.1.1.action": "a", "item.1.2.action": "b"})
    came = {
        "item.1.1.comment": "L’été\N{NARROW NO-BREAK SPACE}: deux\r\nlignes ",
        "item.1.1.action": "c",
        "item.1.2.action": "",
        "item.1.1.answer": "partly",
    }
    found = differences(spec, FormReading("pdf", spec.identity, None, came))
    assert [(one.name, one.before, one.after) for one in found] == [
        ("item.1.1.answer", "", "partly"),
        ("item.1.1.action", "a", "c"),
        ("item.1.2.action", "b", ""),
    ]
    assert found[1].label == "1.1 · Action prévue"


def test_two_fields_of_one_name_are_a_mistake_of_the_program() -> None:
    field = FormField("a.b", "line", "")
    for fields in ((field, field), (field, FormField("a.b.c", "line", "")), (FormField("a..b", "line", ""),)):
        with pytest.raises(ValueError, match="name"):
            assert replace(example(), sections=(FormSection("", "", "", (FormRow("", "", "", fields),)),)).fields
