"""What every import promises: all rows judged, all or nothing, one action, and an export that changes nothing."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oci_desktop.errors import Cancelled, ExchangeError, NotFoundError
from oci_desktop.exchange.demo import make_demo
from oci_desktop.exchange.export import write_csv
from oci_desktop.exchange.frame import import_file
from oci_desktop.exchange.importers import IMPORTERS, get_importer
from oci_desktop.i18n import in_language, message
from oci_desktop.model.organisation import NamePeriod
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.services import organisations
from oci_desktop.store.database import Database
from tests.exchange.conftest import Import, Rows, actions, reasons, table_of
from tests.factories import add_member, add_organisation, add_person, add_role

HOSTILE = (
    "<b>Dupont</b> & Fils",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "\u202eenvers\u202c et ½ ﬁn",
    "🕊️ Paix 🇭🇹",
    'Le « grand "guillemet" »',
    "a;b,c\td",
    "é" * 5_000,
    "DROP TABLE organisation; --",
    "{name} %s %(x)s",
)


def test_importers_stand_in_the_order_in_which_files_are_imported() -> None:
    assert [importer.name for importer in IMPORTERS] == ["organisations", "memberships", "people", "roles"]
    with pytest.raises(NotFoundError, match="organisations, memberships, people, roles"):
        get_importer("gadgets")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", [importer.name for importer in IMPORTERS])
def test_an_export_imported_again_changes_nothing(tmp_path: Path, name: str, lang: str) -> None:
    with make_demo(tmp_path / "demo.ocidb", user="Alix Exemple") as database, in_language(lang):
        table = table_of(database, name)
        write_csv(table, tmp_path / "export.csv", lang)
        before = actions(database)
        result = import_file(database, get_importer(name), tmp_path / "export.csv", lang=lang)
        assert (result.json(), actions(database)) == (
            {"created": 0, "changed": 0, "unchanged": len(table), "refused": [], "warnings": []},
            before,
        )


def test_an_export_of_another_day_leaves_the_present_names_and_regions(tmp_path: Path, database: Database) -> None:
    organisation_id = add_organisation(database, "Vieux nom", acronym="VN", region="06")
    with database.write(message("Rename")) as write:
        naming = NamePeriod("Nouveau nom", acronym="NN", starts_on="2015-01-01")
        organisations.rename_organisation(write, organisation_id, naming)
        organisations.set_region(write, organisation_id, "13", "2015-01-01")
    with database.read() as reader:
        then = list_table(reader, get_list(reader, "organisations"), Query("2010-01-01"))
        now = list_table(reader, get_list(reader, "organisations"), Query("2020-01-01"))
    write_csv(then, tmp_path / "export.csv", "fr")
    result = import_file(database, get_importer("organisations"), tmp_path / "export.csv")
    assert (result.changed, result.unchanged, [warning.column for warning in result.warnings]) == (
        0,
        1,
        ["Nom", "Région"],
    )
    assert table_of(database, "organisations").rows == now.rows


def test_an_export_moves_a_whole_directory_into_another_file(tmp_path: Path, database: Database) -> None:
    with make_demo(tmp_path / "demo.ocidb", user="Alix Exemple") as demo:
        before = {importer.name: table_of(demo, importer.name) for importer in IMPORTERS}
        for importer in IMPORTERS:
            write_csv(before[importer.name], tmp_path / f"{importer.name}.csv", "fr")
            result = import_file(database, importer, tmp_path / f"{importer.name}.csv")
            assert (result.refused, result.created) == ([], len(before[importer.name]))
    for name, table in before.items():
        keys = [column.key for column in table.columns if column.key != "id"]
        assert sorted(table_of(database, name).only(keys).rows, key=str) == sorted(table.only(keys).rows, key=str)


def test_an_import_is_one_action_that_one_undo_takes_back(database: Database, load: Import, listed: Rows) -> None:
    before = actions(database)
    result = load("organisations", "name,email\nAlpha,a@example.org\nBêta,b@example.org\n")
    assert (result.created, result.applied, actions(database)) == (2, True, before + 1)
    action = database.undoable()
    assert action is not None
    assert str(action.label) == "Importation de «\N{NO-BREAK SPACE}organisations.csv\N{NO-BREAK SPACE}»"
    database.undo()
    assert listed("organisations") == []
    database.redo()
    assert [row["name"] for row in listed("organisations")] == ["Alpha", "Bêta"]


def test_one_refused_row_stops_all_and_every_row_is_told(database: Database, load: Import, listed: Rows) -> None:
    text = (
        "name,email,founded,kind,neq,charity_number,postal_code\n"
        "Bon,bon@example.org,1976,ngo,1140000000,,\n"
        "Faux courriel,pas un courriel,,,,,\n"
        "Fausse date,,31/02/2001,,,,\n"
        "Faux genre,,,licorne,,,\n"
        "Faux numéros,,,,12,118785632RR0001,\n"
        ",x@example.org,,,,,\n"
        "Bon,,,,,,\n"
        "Trop,de,cellules,ici,,,,,x\n"
    )
    for how in ({"dry_run": True}, {}):
        result = load("organisations", text, lang="fr", **how)
        assert [(line, column) for line, column, _ in reasons(result)] == [
            (3, "email"),
            (4, "founded"),
            (5, "kind"),
            (6, "neq"),
            (6, "charity_number"),
            (7, "name"),
            (8, "name"),
            (9, None),
        ]
        assert listed("organisations") == []
    assert (result.applied, result.created) == (False, 0)
    assert "février" in reasons(result)[1][2]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(database: Database, load: Import) -> None:
    add_organisation(database, "Alpha", email="a@example.org")
    add_organisation(database, "Bêta", email="b@example.org")
    before = actions(database)
    result = load("organisations", "name,email\nAlpha,a@example.org\nBêta,autre@example.org\nGamma,\n", dry_run=True)
    assert [(row.line, row.status, row.name, row.changes) for row in result] == [
        (2, "unchanged", "Alpha", ()),
        (3, "changed", "Bêta", ("email",)),
        (4, "created", "Gamma", ()),
    ]
    assert result.json() == {"created": 1, "changed": 1, "unchanged": 1, "refused": [], "warnings": []}
    assert actions(database) == before


def test_a_dry_run_works_on_a_file_that_a_window_holds(database: Database, tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("name\nAlpha\n")
    with Database.open(database.path, read_only=True) as other:
        assert import_file(other, get_importer("organisations"), tmp_path / "o.csv", dry_run=True).created == 1


def test_blank_rows_are_skipped(load: Import) -> None:
    result = load("organisations", "name;email\n\n;\nAlpha;\n   ;  \n\n")
    assert [(row.line, row.status) for row in result] == [(4, "created")]


@pytest.mark.parametrize(
    "headings",
    ["name,email,region", "Nom;Courriel;Région", "NOM;courriel;region", "Name,E-mail,Region", "nom\tCOURRIEL\trégion"],
)
def test_headings_are_labels_in_french_or_english_or_keys_whatever_their_accents(
    load: Import, listed: Rows, headings: str
) -> None:
    separator = next(character for character in ";\t," if character in headings)
    assert not load("organisations", f"{headings}\n{separator.join(('Alpha', 'a@example.org', 'Estrie'))}\n").warnings
    assert listed("organisations", "name", "email", "region") == [
        {"name": "Alpha", "email": "a@example.org", "region": "05"}
    ]


def test_a_heading_that_is_not_known_is_left_out_with_a_warning(load: Import) -> None:
    result = load("organisations", "name;Horoscope\nAlpha;Lion\n")
    assert result.created == 1
    assert [(remark.line, remark.column) for remark in result.warnings] == [(1, "Horoscope")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a;b\nc;d\n", "Nom"),
        ("email;region\na@example.org;05\n", "Nom"),
        ("Nom;name\nA;B\n", "Nom.+name"),
        ("Nom" + ";" * 1_000 + "\n", "500"),
    ],
)
def test_headings_that_cannot_do_are_a_sentence(load: Import, text: str, words: str) -> None:
    with pytest.raises(ExchangeError, match=words):
        load("organisations", text)


def test_a_column_that_the_file_lacks_is_left_as_it_is_and_a_blank_cell_is_blank(
    database: Database, load: Import, listed: Rows
) -> None:
    add_organisation(database, "Alpha", email="a@example.org", acronym="AL", tags=("eau",), web="www.example.org")
    load("organisations", "name,web\nAlpha,\n")
    (row,) = listed("organisations", "email", "acronym", "tags", "web")
    assert row == {"email": "a@example.org", "acronym": "AL", "tags": ["eau"], "web": None}


def test_dates_are_read_in_the_language_given_never_guessed_per_row(load: Import, listed: Rows) -> None:
    text = "name,founded\nAlpha,02/03/2004\nBêta,mars 2009\nGamma,1976\n"
    load("organisations", text, lang="fr")
    assert [row["founded"] for row in listed("organisations", "founded")] == ["2004-03-02", "2009-03", "1976"]
    load("organisations", text, lang="en")
    assert listed("organisations", "founded")[0] == {"founded": "2004-02-03"}
    assert load("organisations", "name,founded\nDelta,25/12/2004\n", lang="fr").created == 1
    assert [line for line, _, _ in reasons(load("organisations", "name,founded\nEta,25/12/2004\n", lang="en"))] == [2]


@pytest.mark.parametrize("name", [importer.name for importer in IMPORTERS])
def test_hostile_text_in_every_field_leaves_and_comes_back_whole(database: Database, tmp_path: Path, name: str) -> None:
    for number, text in enumerate(HOSTILE):
        organisation = add_member(
            database, f"{text} {number}", acronym=text[:90], aliases=(text.replace(";", "·"),), notes=f"{text}\n{text}",
            tags=(text,), description_fr=text,
        )  # fmt: skip
        person = add_person(database, text, f"Exemple{number}", notes=text, pronouns=text[:30])
        add_role(database, person, organisation, text, notes=text)
    before = table_of(database, name).rows
    for lang in ("fr", "en"):
        with in_language(lang):
            write_csv(table_of(database, name), tmp_path / "export.csv", lang)
        result = import_file(database, get_importer(name), tmp_path / "export.csv", lang=lang)
        assert (result.refused, result.changed, result.created) == ([], 0, 0)
    assert table_of(database, name).rows == before


def line(size: int = 60) -> Any:
    from oci_desktop.errors import UserError
    from oci_desktop.text import clean_line

    def clean(text: str) -> str:
        try:
            return clean_line(text)
        except UserError:
            return ""

    return st.text(st.characters(codec="utf-8"), max_size=size).map(clean)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.tuples(line().filter(lambda name: bool(name.strip())), line(20), line(), st.lists(line(), max_size=3)),
        min_size=1, max_size=4, unique_by=lambda row: row[0],
    )
)  # fmt: skip
def test_whatever_is_typed_an_export_imported_again_changes_nothing(
    database: Database, tmp_path: Path, rows: list[tuple[str, str, str, list[str]]]
) -> None:
    for name, acronym, notes, aliases in rows:
        add_organisation(database, name, acronym=acronym or None, notes=notes, aliases=tuple(aliases))
    table = table_of(database, "organisations")
    write_csv(table, tmp_path / "export.csv", "fr")
    result = import_file(database, get_importer("organisations"), tmp_path / "export.csv")
    assert (result.refused, result.created, result.changed, result.unchanged) == ([], 0, 0, len(table))


def test_cancelling_changes_nothing(database: Database, load: Import, listed: Rows) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        load("organisations", "name\n" + "".join(f"Organisme {n}\n" for n in range(1_200)), progress=progress)
    assert seen == [(0, 1_200), (500, 1_200)]
    assert listed("organisations") == []


def test_what_somebody_saves_while_the_file_is_read_is_looked_at_again(
    database: Database, load: Import, listed: Rows
) -> None:
    def save_meanwhile(done: int, total: int) -> None:
        if done == total and not listed("organisations"):
            thread = threading.Thread(target=add_organisation, args=(database, "Alpha"))
            thread.start()
            thread.join()

    result = load("organisations", "name,email\nAlpha,a@example.org\n", progress=save_meanwhile)
    assert (result.created, result.changed) == (0, 1)
    assert listed("organisations", "name", "email") == [{"name": "Alpha", "email": "a@example.org"}]


def test_the_file_is_backed_up_before_an_import_and_once_only(database: Database, load: Import) -> None:
    load("organisations", "name\nAlpha\n")
    assert database.backups() == []  # there was nothing to lose
    load("organisations", "name\nBêta\n")
    assert [backup.reason for backup in database.backups()] == ["before-import"]
    load("organisations", "name\nBêta\n")  # changes nothing
    assert len(database.backups()) == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'name\n"', b"name\n\x00", b"\x80\x81\x8d\n\x90"])
def test_a_broken_file_is_a_sentence_and_changes_nothing(database: Database, load: Import, content: bytes) -> None:
    before = actions(database)
    with pytest.raises(ExchangeError):
        load("organisations", content)
    assert actions(database) == before


def test_a_file_that_is_not_there_is_a_sentence(database: Database, tmp_path: Path) -> None:
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(ExchangeError, match=r"absent|dossier"):
            import_file(database, get_importer("people"), path)


def test_a_row_that_is_cut_is_refused_in_words_that_agree_with_any_number(load: Import) -> None:
    ((line, column, reason),) = reasons(load("organisations", "Nom;Sigle\nAbc\n", lang="fr"))
    assert (line, column) == (2, None)
    assert ("1;" in reason, "2)" in reason) == (True, True)
    assert "1 cell" not in reason
