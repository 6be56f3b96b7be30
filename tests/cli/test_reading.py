"""list, search, history, check: what a program or a person reads without the window."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from oci_desktop.cli.reading import LIST_NAMES
from oci_desktop.exchange.workbooks import read_workbook
from oci_desktop.store.database import Database
from tests.cli.conftest import Run
from tests.exchange.test_demo import printed

MEMBER_KEYS = ["id", "ref", "name", "acronym", "category", "region", "self_assessment", "email", "member_since"]
MEMBERSHIP_KEYS = [
    "id", "ref", "organisation", "organisation_ref", "category", "starts_on", "ends_on", "adopted_on", "decided_by",
    "reason",
]  # fmt: skip
ORGANISATION_KEYS = [
    "id", "ref", "name", "name_en", "acronym", "aliases", "kind", "email", "phone", "web", "region", "founded", "neq",
    "charity_number", "archived",
]  # fmt: skip


def test_the_members_are_67_in_the_printed_order(demo: Path, run: Run) -> None:
    rows = run("list", "members", "--format", "json").json
    regular, sympathisers = printed()
    assert [row["name"] for row in rows] == regular + sympathisers
    assert [row["category"] for row in rows] == ["regular"] * 63 + ["sympathiser"] * 4
    assert list(rows[0]) == MEMBER_KEYS


@pytest.mark.parametrize(
    ("name", "keys"),
    [("memberships", MEMBERSHIP_KEYS), ("organisations", ORGANISATION_KEYS), ("people", []), ("roles", [])],
)
def test_json_keys_are_those_that_programs_are_promised(demo: Path, run: Run, name: str, keys: list[str]) -> None:
    rows = run("list", name, "--format", "json").json
    assert rows
    assert set(keys) <= set(rows[0])
    assert isinstance(run("--lang", "en", "list", "organisations", "--format", "json").json[0]["aliases"], list)


def test_the_same_key_again_means_or_another_key_and_and_hyphens_are_underscores(demo: Path, run: Run) -> None:
    def names(*filters: str) -> list[str]:
        words = [word for each in filters for word in ("--filter", each)]
        return [row["name"] for row in run("list", "members", "--format", "json", *words).json]

    assert names("region=14", "region=Laurentides") == [
        "Association Ben-Ba Lanaudière",
        "Comité régional d'éducation pour le développement international de Lanaudière (CRÉDIL)",
        "Solidarité Laurentides Amérique centrale (SLAM)",
    ]
    assert names("region=03", "category=regular") == []
    assert names("region=03", "category=Sympathisant") == ["Abri International-Bureau de Québec"]
    assert len(names("member-since=")) == len(names("member_since=")) == 67


def test_searching_ignores_accents_and_asks_for_every_word(demo: Path, run: Run) -> None:
    rows = run("list", "members", "--search", "L OEUVRE leger", "--format", "json").json
    assert [row["name"] for row in rows] == ["L'ŒUVRE LÉGER"]


def test_a_record_is_named_by_id_reference_acronym_or_exact_name(demo: Path, run: Run) -> None:
    organisation = run("list", "organisations", "--filter", "acronym=CECI", "--format", "json").json[0]
    for named in (organisation["id"], organisation["ref"], "CECI", organisation["name"]):
        rows = run("list", "memberships", "--filter", f"organisation={named}", "--format", "json").json
        assert [row["organisation_ref"] for row in rows] == [organisation["ref"]]


def test_where_several_fit_the_candidates_are_named_and_the_exit_code_is_1(demo: Path, run: Run) -> None:
    ran = run("list", "memberships", "--filter", "organisation=CSI")
    assert (ran.code, ran.out) == (1, "")
    assert "Sherbrooke" in ran.err
    assert "Collaboration Santé Internationale (CSI)" in ran.err
    assert run("list", "memberships", "--filter", "organisation=Personne").code == 1


def test_as_of_a_day_shows_what_was_in_force_that_day(demo: Path, run: Run) -> None:
    def ends(*words: str) -> set[str | None]:
        return {row["ends_on"] for row in run("list", "roles", "--format", "json", *words).json}

    assert "2021-03-31" in ends()
    assert "2021-03-31" in ends("--as-of", "2020-06-01")
    assert "2021-03-31" not in ends("--as-of", "1er avril 2021")


@pytest.mark.parametrize("day", ["31/02/2024", "2024-02-31", "hier", "mars 2009"])
def test_a_day_that_does_not_exist_is_a_usage_error_that_names_the_option(demo: Path, run: Run, day: str) -> None:
    ran = run("list", "members", "--as-of", day)
    assert ran.code == 2
    assert "--as-of" in ran.err


def test_csv_is_in_the_language_of_the_command(demo: Path, run: Run) -> None:
    french, english = (
        run("list", "members", "--format", "csv").out,
        run("--lang", "en", "list", "members", "--format", "csv").out,
    )
    assert french.startswith("\ufeff")
    assert next(csv.reader(io.StringIO(french.lstrip("\ufeff")), delimiter=";"))[2:5] == ["Nom", "Sigle", "Catégorie"]
    assert next(csv.reader(io.StringIO(english.lstrip("\ufeff"))))[2:5] == ["Name", "Acronym", "Category"]


def test_a_file_is_written_whole_and_its_name_says_the_format(demo: Path, run: Run, tmp_path: Path) -> None:
    ran = run("list", "members", "--out", tmp_path / "membres.csv")
    assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / "membres.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("list", "members", "--format", "json", "--out", tmp_path / "absent" / "m.json").code == 1


def test_a_table_is_aligned_for_the_eye(demo: Path, run: Run) -> None:
    lines = run("list", "members").out.splitlines()
    assert lines[0].startswith("Nom ")
    assert len(lines) == 69
    assert lines[0].index("Catégorie") == lines[2].index("Régulier")
    assert any("ONG-AIPEO/Section Canada" in line for line in lines)


def test_search_finds_organisations_and_people(demo: Path, run: Run) -> None:
    (hit,) = run("search", "suco", "--format", "json").json
    assert (hit["kind"], hit["name"]) == ("organisation", "SUCO (Solidarité - Union - Coopération)")
    assert "Annick Des Granges" in run("search", "des granges").out
    assert run("search", "xyzzy").code == 0


def test_history_tells_who_changed_what_in_the_file_and_in_one_record(demo: Path, run: Run) -> None:
    entries = run("history", "--format", "json").json
    assert [entry["who"] for entry in entries] == ["Alix Exemple"] * 7
    assert entries[-1]["label"].startswith("Importation")
    (*_, first) = run("history", "--record", "AQOCI", "--format", "json").json
    names = [change for change in first["changes"] if change["table"] == "organisation_name"]
    assert names[0]["fields"]["printed"] == [
        None,
        "Association québécoise des organismes de coopération internationale",
    ]
    assert "Alix Exemple" in run("history", "--record", "Camille Exemple").out
    assert run("history", "--record", "CSI").code == 1
    assert run("history", "--record", "person:1").code == 0


def test_check_finds_the_file_whole(demo: Path, run: Run) -> None:
    assert run("check").code == 0


def test_reading_works_while_a_window_has_the_file_open(demo: Path, run: Run) -> None:
    with Database.open(demo, user="Dominique Fictif"):
        assert len(run("list", "members", "--format", "json").json) == 67
        assert run("search", "ceci").code == run("history").code == run("check").code == 0


def test_reading_makes_no_backup(demo: Path, run: Run, own_folders: Path) -> None:
    run("list", "members")
    run("search", "ceci")
    assert not list(own_folders.rglob("*.ocidb"))


@pytest.mark.parametrize("words", [("list", "members"), ("search", "x"), ("history",), ("check",), ("undo",)])
def test_a_file_that_is_not_there_is_one_sentence_and_nothing_is_created(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    ran = run("--db", tmp_path / "absent.ocidb", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert not (tmp_path / "absent.ocidb").exists()


def test_a_file_of_another_kind_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lettre.txt").write_text("Bonjour")
    ran = run("--db", tmp_path / "lettre.txt", "list", "members")
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def test_yes_or_no_and_a_kind_are_said_in_either_language_and_a_wrong_one_is_an_error(demo: Path, run: Run) -> None:
    def count(name: str, condition: str) -> int:
        return len(run("list", name, "--filter", condition, "--format", "json").json)

    assert count("members", "delegate=oui") == count("members", "delegate=yes") > 0
    assert count("members", "main-contact=non") == count("members", "main_contact=false") > 0
    assert count("organisations", "member=oui") == 67
    assert count("members", "kind=Réseau") == 0
    assert count("organisations", "kind=Réseau") == count("organisations", "kind=network") > 0
    for name, condition in (("members", "delegate=peut-être"), ("organisations", "member=bof"), ("members", "kind=x")):
        ran = run("list", name, "--filter", condition)
        assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("name", LIST_NAMES)
def test_every_list_goes_to_a_workbook(demo: Path, run: Run, tmp_path: Path, name: str) -> None:
    assert run("list", name, "--format", "xlsx", "--out", tmp_path / "liste").code == 0
    assert run("list", name, "--out", tmp_path / "liste.xlsx").code == 0
    for place in (tmp_path / "liste", tmp_path / "liste.xlsx"):
        rows = read_workbook(place).sheets[0].rows
        assert len(rows) == len(run("list", name, "--format", "json").json) + 1


def test_a_workbook_needs_a_file_to_go_to(demo: Path, run: Run) -> None:
    ran = run("list", "members", "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "--out" in ran.err


def test_the_name_of_a_file_may_not_promise_what_a_list_is_not(demo: Path, run: Run, tmp_path: Path) -> None:
    for name in ("membres.pdf", "membres.xls"):
        assert run("list", "members", "--out", tmp_path / name).code == 2
        assert not (tmp_path / name).exists()
    assert run("list", "members", "--out", tmp_path / "membres.dat", "--format", "csv").code == 0
    assert run("list", "members", "--out", tmp_path / "membres").code == 0


def test_history_tells_of_a_membership_and_of_a_role_what_is_their_own(demo: Path, run: Run) -> None:
    role = run("list", "roles", "--filter", "person=Camille Exemple", "--format", "json").json[0]
    membership = run("list", "memberships", "--filter", "organisation=CECI", "--format", "json").json[0]
    for table, row in (("role", role), ("membership", membership)):
        for named in (row["ref"], f"{table}:{row['id']}"):
            (entry,) = run("history", "--record", named, "--format", "json").json
            assert [(c["table"], c["id"]) for c in entry["changes"] if c["table"] == table] == [(table, row["id"])]
            assert {c["table"] for c in entry["changes"]} <= {table, "contact_point"}
    tables = [c["table"] for c in run("history", "--record", role["ref"], "--format", "json").json[0]["changes"]]
    assert tables.count("contact_point") == 2
