"""What a form that comes back says beside the attestation on file."""

from __future__ import annotations

from dataclasses import replace

from oci_desktop.exchange.returned_attestation import differences_of, is_older, with_form
from oci_desktop.model.campaign import AttestationDraft, AttestationSignatory
from tests.assessment_factories import version

VERSION = version()
BLANK = AttestationDraft(1, 1, 1)
STORED = replace(
    BLANK,
    discussed_on="2019-09-20",
    signatories=(
        AttestationSignatory("Camille Exemple", "Direction", "2019-09-21"),
        AttestationSignatory("Dominique Fictif", "Conseil", "2019-09-22"),
    ),
)


def signed(number: int, name: str, day: str = "2019-09-25", title: str = "") -> dict[str, str]:
    at = f"signatory.{number}"
    return {f"{at}.name": name, f"{at}.date": day, f"{at}.title": title}


def people(draft: AttestationDraft) -> list[tuple[str, str | None]]:
    return [(one.name, one.title) for one in draft.signatories]


def test_one_person_who_signs_under_two_titles_stays_two() -> None:
    both = {**signed(0, "Camille Exemple"), **signed(1, "Camille Exemple")}
    made = with_form(BLANK, VERSION, both, "fr")
    assert people(made) == [("Camille Exemple", "Direction"), ("Camille Exemple", "Conseil")]
    assert with_form(made, VERSION, both, "fr") == made
    titled = {**signed(0, "Camille Exemple", title="Coordination générale"), **signed(1, "Camille Exemple")}
    made = with_form(BLANK, VERSION, titled, "fr")
    assert people(made) == [("Camille Exemple", "Coordination générale"), ("Camille Exemple", "Conseil")]
    one_each = with_form(
        with_form(BLANK, VERSION, signed(0, "Camille Exemple"), "fr"), VERSION, signed(1, "Camille Exemple"), "fr"
    )
    assert people(one_each) == [("Camille Exemple", "Direction"), ("Camille Exemple", "Conseil")]


def test_a_signature_takes_the_place_of_the_same_title_in_any_language() -> None:
    made = with_form(STORED, VERSION, signed(0, "Noé Modèle", title="Direction générale"), "en")
    assert people(made) == [("Noé Modèle", "Direction générale"), ("Dominique Fictif", "Conseil")]
    in_english = replace(BLANK, signatories=(AttestationSignatory("Camille Exemple", "Management", "2019-09-21"),))
    made = with_form(in_english, VERSION, signed(0, "Noé Modèle"), "fr")
    assert people(made) == [("Noé Modèle", "Management")]


def test_by_name_they_meet_only_where_no_title_is_on_file_that_is_asked_for() -> None:
    for title in (None, "Présidence"):
        typed = replace(BLANK, signatories=(AttestationSignatory("Camille Exemple", title),))
        made = with_form(typed, VERSION, signed(1, "Camille  Exemple".replace("  ", " ")), "fr")
        assert people(made) == [("Camille Exemple", title or "Conseil")]


def test_what_would_change_is_said_from_what_to_what() -> None:
    values = {**signed(0, "Noé Modèle", "2019-09-30"), "discussed_on": "2019-09-28"}
    found = differences_of(STORED, with_form(STORED, VERSION, values, "fr"))
    assert [(one.field, one.before, one.after) for one in found] == [
        ("discussed_on", "2019-09-20", "2019-09-28"),
        ("signatories.0.name", "Camille Exemple", "Noé Modèle"),
        ("signatories.0.signed_on", "2019-09-21", "2019-09-30"),
    ]
    assert all(one.replaces for one in found)
    assert found[0].texts() == ("20 septembre 2019", "28 septembre 2019")


def test_an_earlier_day_than_the_one_on_file_is_older_and_a_second_signature_is_not() -> None:
    assert is_older(STORED, with_form(STORED, VERSION, {"discussed_on": "2019-09-11"}, "fr"))
    assert is_older(STORED, with_form(STORED, VERSION, {"discussed_on": "2019-08"}, "fr"))
    assert not is_older(STORED, with_form(STORED, VERSION, {"discussed_on": "2019-09"}, "fr"))
    assert is_older(STORED, with_form(STORED, VERSION, signed(0, "Noé Modèle", "2019-09-01"), "fr"))
    one = replace(STORED, signatories=STORED.signatories[1:])
    assert not is_older(one, with_form(one, VERSION, signed(0, "Camille Exemple", "2019-09-19"), "fr"))
