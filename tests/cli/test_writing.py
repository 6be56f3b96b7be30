"""demo, import, undo, redo, backup, restore, report: done whole, or one sentence and nothing changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from oci_desktop.cli.writing import IMPORT_NAMES
from oci_desktop.exchange.importers import IMPORTERS
from oci_desktop.store.database import Database
from tests.cli.conftest import Run
from tests.exchange.workbooks import make_workbook


def test_demo_makes_a_file_and_never_overwrites_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "démo à Noël.ocidb"
    assert run("demo", path).code == 0
    assert len(run("--db", path, "list", "members", "--format", "json").json) == 67
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    ran = run("demo", path)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_every_importer_can_be_named() -> None:
    assert tuple(importer.name for importer in IMPORTERS) == IMPORT_NAMES


@pytest.mark.parametrize("name", IMPORT_NAMES)
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_of_a_list_is_accepted_by_its_import_and_changes_nothing(
    demo: Path, run: Run, tmp_path: Path, name: str, lang: str, form: str
) -> None:
    run("--lang", lang, "list", name, "--format", form, "--out", tmp_path / f"export.{form}")
    ran = run("import", name, tmp_path / f"export.{form}", "--format", "json")
    result = ran.json
    assert (ran.code, result["created"], result["changed"], result["refused"], result["warnings"]) == (0, 0, 0, [], [])
    assert result["unchanged"] > 60


def test_columns_and_the_sheet_of_a_workbook_are_named(demo: Path, run: Run, tmp_path: Path) -> None:
    rows = [["Désignation", "Couleur"], ["Nouvel organisme", "bleu"]]
    (tmp_path / "o.xlsx").write_bytes(make_workbook({"Notes": [["x"]], "Liste": rows}))
    words = ("import", "organisations", tmp_path / "o.xlsx", "--sheet", "Liste", "--map", "Désignation=name")
    assert run(*words, "--map", "Couleur=", "--dry-run").code == 0
    assert run(*words, "--map", "Couleur=inconnue").code == 1
    assert run(*words, "--map", "Forme=notes").code == 1
    assert run("import", "organisations", tmp_path / "o.xlsx", "--sheet", "Feuil9").code == 1
    result = run(*words, "--map", "Couleur=legal-name", "--format", "json").json
    assert (result["created"], result["warnings"]) == (1, [])


def test_a_workbook_that_is_damaged_is_one_sentence(demo: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "o.xlsx").write_bytes(make_workbook({"Liste": [["Nom"], ["X"]]})[:-30])
    ran = run("import", "organisations", tmp_path / "o.xlsx")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)


def test_import_says_created_changed_unchanged_and_undo_takes_it_back(demo: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text(
        "Nom;Région\nNouvel organisme;Laval\nOxfam-Québec;06\nMer et Monde;\n", encoding="cp1252"
    )
    words = ("import", "organisations", tmp_path / "o.csv", "--format", "json")
    expected = {"created": 1, "changed": 1, "unchanged": 1, "refused": [], "warnings": []}
    assert run(*words, "--dry-run").json == expected
    assert run("search", "nouvel organisme", "--format", "json").json == []
    assert run(*words).json == expected
    assert len(run("search", "nouvel organisme", "--format", "json").json) == 1
    assert "o.csv" in run("undo").out
    assert run("search", "nouvel organisme", "--format", "json").json == []
    assert run("redo").code == 0
    assert len(run("search", "nouvel organisme", "--format", "json").json) == 1
    assert run("redo").code == 1


def test_refused_rows_are_told_with_line_column_and_reason_and_nothing_is_changed(
    demo: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "o.csv").write_text("name,email,acronym\nBon,,\nMauvais,pas un courriel,\n,,CSI\nBon,,\n")
    before = run("list", "organisations", "--format", "json").out
    ran = run("import", "organisations", tmp_path / "o.csv", "--format", "json")
    assert [(refusal["line"], refusal["column"]) for refusal in ran.json["refused"]] == [
        (3, "email"), (4, "acronym"), (5, "name"),
    ]  # fmt: skip
    assert all(refusal["reason"] for refusal in ran.json["refused"])
    assert (ran.code, ran.err.count("\n"), ran.json["created"]) == (1, 1, 0)
    assert run("list", "organisations", "--format", "json").out == before
    text = run("import", "organisations", tmp_path / "o.csv")
    assert text.code == 1
    assert "Ligne 3" in text.out


def test_strict_refuses_a_look_alike_that_is_otherwise_created_with_a_warning(
    demo: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "o.csv").write_text("name\nOxfam Quebec\n")
    assert run("import", "organisations", tmp_path / "o.csv", "--strict").code == 1
    result = run("import", "organisations", tmp_path / "o.csv", "--format", "json").json
    assert (result["created"], len(result["warnings"])) == (1, 1)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b'name\n"', b"PK\x03\x04"])
def test_a_broken_file_is_one_sentence_without_a_traceback(
    demo: Path, run: Run, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "o.csv").write_bytes(content)
    ran = run("import", "organisations", tmp_path / "o.csv")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "Traceback" not in ran.err


def test_writing_while_a_window_is_open_names_the_holder_and_changes_nothing(
    demo: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "o.csv").write_text("name\nNouveau\n")
    with Database.open(demo, user="Dominique Fictif"):
        for words in (
            ("import", "organisations", tmp_path / "o.csv"),
            ("undo",),
            ("redo",),
            ("restore", tmp_path / "o.csv"),
        ):
            ran = run(*words)
            assert (ran.code, ran.out) == (1, "")
            assert "Dominique Fictif" in ran.err
        assert run("import", "organisations", tmp_path / "o.csv", "--dry-run").code == 0
        assert run("backup").code == 0


def test_backup_and_restore_bring_back_what_was(demo: Path, run: Run, tmp_path: Path, own_folders: Path) -> None:
    assert run("backup", "--to", tmp_path / "copie.ocidb").code == 0
    assert run("backup", "--to", tmp_path / "copie.ocidb").code == 1
    (tmp_path / "o.csv").write_text("name\nNouveau\n")
    run("import", "organisations", tmp_path / "o.csv")
    assert run("restore", tmp_path / "copie.ocidb").code == 0
    assert run("search", "nouveau", "--format", "json").json == []
    assert run("restore", tmp_path / "o.csv").code == 1


def test_a_damaged_or_missing_file_is_restored_from_a_backup(demo: Path, run: Run, tmp_path: Path) -> None:
    run("backup", "--to", tmp_path / "copie.ocidb")
    data = bytearray(demo.read_bytes())
    data[5_000:60_000] = bytes(55_000)
    demo.write_bytes(bytes(data))
    assert run("check").code == 1
    demo.unlink()
    assert run("list", "members").code == 1
    assert run("restore", tmp_path / "copie.ocidb").code == 0
    assert len(run("list", "members", "--format", "json").json) == 67


def test_report_alone_lists_the_reports_and_their_options(demo: Path, run: Run) -> None:
    ran = run("report")
    assert ran.code == 0
    assert all(name in ran.out for name in ("member-list", "organisation", "contacts", "--set"))


def test_a_report_is_a_pdf_in_the_language_of_the_command(demo: Path, run: Run, tmp_path: Path) -> None:
    from pypdf import PdfReader

    for lang, words in (("fr", "Membres réguliers"), ("en", "Regular members")):
        path = tmp_path / f"{lang}.pdf"
        assert run("--lang", lang, "report", "member-list", "--out", path, "--as-of", "2018-03-31").code == 0
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
        assert words.casefold() in text.casefold()
        assert "Oxfam-Québec" in text
    assert run("report", "member-list", "--out", tmp_path / "x.pdf", "--set", "category=licorne").code == 1
    assert not (tmp_path / "x.pdf").exists()


def test_an_option_of_a_report_takes_one_value(demo: Path, run: Run, tmp_path: Path) -> None:
    for again in ("region=14", "region="):
        ran = run("report", "member-list", "--out", tmp_path / "x.pdf", "--set", "region=06", "--set", again)
        assert ran.code == 2
        assert not (tmp_path / "x.pdf").exists()


def test_a_backup_that_fails_is_one_sentence_and_the_change_stays(
    demo: Path, run: Run, tmp_path: Path, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pas un dossier").write_text("")
    (tmp_path / "o.csv").write_text("name\nNouveau\n")
    monkeypatch.setattr("oci_desktop.store.backups.folder_of", lambda _: tmp_path / "pas un dossier" / "x")
    done = run("import", "organisations", tmp_path / "o.csv")
    assert (done.code, done.err.count("\n"), "Traceback" in done.err) == (0, 1, False)
    assert "copie de sécurité" in done.err
    assert len(run("search", "nouveau", "--format", "json").json) == 1


def test_damage_that_a_write_meets_is_said_to_be_damage(demo: Path, run: Run) -> None:
    size = demo.stat().st_size
    with Database.open(demo) as database, database.write("rien"):
        pass
    data = bytearray(demo.read_bytes())
    data[5_000 : size // 2] = b"\xff" * (size // 2 - 5_000)
    demo.write_bytes(bytes(data))
    for words in (("undo",), ("redo",)):
        ran = run(*words)
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
        assert "endommagé" in ran.err


@pytest.mark.parametrize(("begin", "length"), [(5_000, 55_000), (200_000, 1_000), (250_000, 150_000)])
def test_damage_that_shows_late_does_not_keep_a_file_from_being_restored(
    demo: Path, run: Run, tmp_path: Path, begin: int, length: int
) -> None:
    assert run("backup", "--to", tmp_path / "copie.ocidb").code == 0
    data = bytearray(demo.read_bytes())
    data[begin : begin + length] = b"\xff" * length
    demo.write_bytes(bytes(data))
    assert run("check").code == 1
    assert run("restore", tmp_path / "copie.ocidb").code == 0
    assert run("check").code == 0
    assert len(run("list", "members", "--format", "json").json) == 67
