"""The French is complete and well set, and the tool that says so does."""

from __future__ import annotations

import pytest

from oci_desktop import i18n
from tests import translations


def test_the_french_is_complete_and_well_set() -> None:
    wrong = translations.check()
    assert not wrong, "\n".join(wrong)


def test_english_comes_from_the_source() -> None:
    assert not [entry.id for entry in translations._read(translations.ENGLISH) if entry.id]


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("l'organisme", "apostrophe"),
        ("Nom :", "before :"),
        ("Nom:", "before :"),
        ("40 %", "before %"),
        ("40%", "before %"),
        ("12 $", "before \\$"),
        ("« cité »", "after «"),
        ("Vraiment ?", "before ; \\? or !"),
        ("un ; deux", "before ; \\? or !"),
        ("un\u202f; deux", "before ; \\? or !"),
        ("attendez...", "three dots"),
        ("“cité”", "quotation"),
    ],
)
def test_wrong_typography_is_found(text: str, remark: str) -> None:
    assert [found for found in translations.typography(text) if remark.replace("\\", "") in found]


@pytest.mark.parametrize(
    "text", ["«\u00a0{nom}\u00a0» (10:42)", "40\u00a0%\u00a0: oui; non?", "https://example.org", "{n}\u00a0$"]
)
def test_right_typography_is_left_alone(text: str) -> None:
    assert not list(translations.typography(text))


def test_a_lost_placeholder_is_found() -> None:
    assert list(translations._remarks("Change of {name}", "Changement de {nom}"))
    assert list(translations._remarks(("{n} row", "{n} rows"), ("{n} ligne", "des lignes")))
    assert not list(translations._remarks(("{n} row", "{n} rows"), ("une ligne", "{n} lignes")))


def test_every_text_of_the_source_shows_in_french() -> None:
    """What the file says is what the program shows: the catalogue is compiled from it."""
    entries = [entry for entry in translations._read(translations.FRENCH) if isinstance(entry.id, str) and entry.id]
    assert len(entries) > 100
    for entry in entries:
        shown = i18n.pgettext(entry.context, entry.id) if entry.context else i18n._(entry.id)
        assert shown == (entry.string or entry.id)
