"""Any encoding, any separator; and a clear sentence where the file is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oci_desktop.errors import ExchangeError
from oci_desktop.exchange.sources import Source, read_bytes

TEXT = "Nom;Sigle\r\nÉquipe de l’œuvre – Montréal;ÉQ\r\n"


def read(data: bytes | str) -> Source:
    given_bytes = data.encode("utf-8") if isinstance(data, str) else data
    return read_bytes(given_bytes, lambda heading: heading.strip().casefold() in {"nom", "sigle", "name"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_recognised(encoding: str) -> None:
    source = read(TEXT.encode(encoding))
    assert source.headings == ["Nom", "Sigle"]
    assert source.rows == [["Équipe de l’œuvre – Montréal", "ÉQ"]]
    assert source.warnings == []


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_are_recognised_by_the_headings_that_are_known(separator: str) -> None:
    source = read(f"Nom{separator}Sigle\nA{separator}B\n")
    assert (source.separator, source.rows) == (separator, [["A", "B"]])


def test_a_comma_in_a_heading_does_not_hide_the_semicolons() -> None:
    assert read("Nom;Autre, ville, rue\nA;B\n").separator == ";"


def test_the_line_that_excel_writes_to_name_the_separator_is_obeyed() -> None:
    source = read("sep=,\nNom,Sigle\nA,B\n")
    assert (source.headings, source.lines) == (["Nom", "Sigle"], [3])


def test_a_row_is_known_by_the_line_where_it_begins_whatever_its_cells_hold() -> None:
    source = read('\n\nNom;Sigle\n"deux\nlignes";A\n;\n   ;\nB;C\n')
    assert source.header_line == 3
    assert list(zip(source.lines, source.rows, strict=True)) == [(4, ["deux\nlignes", "A"]), (8, ["B", "C"])]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b"  \r\n \n", "vide"),
        (b"Nom;Sigle\nA;B\x00C\n", "ligne 2"),
        (b'Nom;Sigle\nA;B\n"C;D\nE;F\n', "ligne 3"),
        (b'Nom;Sigle\n"A"B;C\n', "ligne 2"),
        (b"PK\x03\x04rest", "classeur"),
        (b"%PDF-1.7", "PDF"),
        (b"SQLite format 3\x00", "base de données"),
        ("Nom;Sigle\nMontréal;é\n".encode()[:-2], "ligne 2"),
        ("Nom;Sigle\nMontréal;é\n".encode() + "Québec;È\n".encode("cp1252") + "Été;é\n".encode(), "ligne 3"),
        (b"Nom;Sigle\n" + b"x" * 200_000 + b";y\n", "ligne 2"),
    ],
)  # fmt: skip
def test_a_broken_file_is_a_sentence_that_says_where(data: bytes, words: str) -> None:
    with pytest.raises(ExchangeError) as error:
        read(data)
    assert words.casefold() in str(error.value).casefold()


def test_an_oversized_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oci_desktop.exchange.sources.MOST_BYTES", 1 << 20)
    with pytest.raises(ExchangeError, match="1"):
        read(b"Nom\n" + b"a\n" * (1 << 20))


def test_accents_that_went_through_the_wrong_program_once_are_pointed_out() -> None:
    source = read("Nom;Sigle\nMontrÃ©al;A\n")
    assert [line for line, _ in source.warnings] == [2]


def test_a_lost_character_is_pointed_out() -> None:
    assert [line for line, _ in read("Nom;Sigle\nMontr\ufffdal;A\n").warnings] == [2]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_and_never_anything_else(data: bytes) -> None:
    try:
        source = read(data)
    except ExchangeError:
        return
    assert len(source.rows) == len(source.lines)
