"""Which organisation a row means, and what becomes of it."""

from __future__ import annotations

from oci_desktop.model.codes import EMAIL
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.queries.records import get_organisation
from oci_desktop.services.organisations import save_organisation
from oci_desktop.store.database import Database
from tests.exchange.conftest import Import, Rows, actions, reasons
from tests.factories import add_member, add_organisation


def ref_of(database: Database, organisation_id: int) -> str:
    with database.read() as reader:
        return str(reader.value("SELECT ref FROM organisation WHERE id = :id", {"id": organisation_id}))


def test_a_row_is_matched_by_its_reference_first_and_may_rename(database: Database, load: Import, listed: Rows) -> None:
    ref = ref_of(database, add_organisation(database, "Ancien nom"))
    result = load("organisations", f"ref,name\n{ref},Nouveau nom\n")
    assert (result.changed, listed("organisations", "name")) == (1, [{"name": "Nouveau nom"}])


def test_a_row_found_under_another_of_its_names_does_not_rename_the_record(
    database: Database, load: Import, listed: Rows
) -> None:
    add_organisation(database, "SUCO (Solidarité - Union - Coopération)", acronym="SUCO", aliases=("SUÇO",))
    for name in ("SUÇO", "SUCO"):
        result = load("organisations", f"name,web\n{name},www.example.org\n")
        assert (result.created, len(result.warnings)) == (0, 1)
    assert listed("organisations", "name", "web") == [
        {"name": "SUCO (Solidarité - Union - Coopération)", "web": "www.example.org"}
    ]


def test_an_acronym_that_fits_two_records_is_refused_with_the_candidates(database: Database, load: Import) -> None:
    add_organisation(database, "Carrefour de solidarité internationale (CSI) Sherbrooke", acronym="CSI")
    add_organisation(database, "Collaboration Santé Internationale (CSI)", acronym="CSI")
    for text in ("name\nCSI\n", "acronym,web\nCSI,www.example.org\n", "name,acronym\nCentre solidaire ici,CSI\n"):
        ((line, _, reason),) = reasons(load("organisations", text))
        assert line == 2
        assert "Sherbrooke; Collaboration Santé Internationale (CSI)" in reason


def test_an_acronym_alone_finds_the_only_record_that_has_it(database: Database, load: Import, listed: Rows) -> None:
    add_organisation(database, "Ingénieurs Sans Frontières Québec (ISFQ)", acronym="ISFQ")
    assert load("organisations", "acronym,region\nISFQ,06\n").changed == 1
    assert listed("organisations", "region") == [{"region": "06"}]
    assert [column for _, column, _ in reasons(load("organisations", "acronym\nZZZ\n"))] == ["acronym"]


def test_a_row_twice_in_the_file_is_refused(database: Database, load: Import) -> None:
    add_organisation(database, "Alpha", acronym="ALPHA")
    result = load("organisations", "name\nAlpha\nBêta\nBêta\nALPHA\n")
    assert [(line, "ligne" in reason) for line, _, reason in reasons(result)] == [(4, True), (5, True)]


def test_a_look_alike_is_created_with_a_warning_and_strict_refuses(database: Database, load: Import) -> None:
    add_organisation(database, "Oxfam-Québec")
    for name in ("Oxfam Quebec", "Oxfamm-Québec"):
        strict = load("organisations", f"name\n{name}\n", strict=True)
        assert [(line, column) for line, column, _ in reasons(strict)] == [(2, "name")]
        result = load("organisations", f"name\n{name}\n", dry_run=True)
        assert (result.created, len(result.warnings)) == (1, 1)
        assert "Oxfam-Québec" in str(result.warnings[0])
    assert load("organisations", "name\nOxfam Quebec\n").created == 1


def test_names_that_only_share_words_or_differ_by_a_figure_are_no_look_alikes(database: Database, load: Import) -> None:
    add_organisation(database, "Carrefour International")
    add_organisation(database, "Organisme 1001")
    result = load("organisations", "name\nCarrefour jeunesse emploi de l'Outaouais\nOrganisme 1002\n")
    assert (result.created, result.warnings) == (2, [])


def test_only_todays_name_and_region_are_touched_the_dated_ones_stay(database: Database, load: Import) -> None:
    with database.write("test") as write:
        i = save_organisation(
            write,
            OrganisationDraft(
                names=(
                    NamePeriod("Handicap International"),
                    NamePeriod("Humanité et inclusion", starts_on="2018-01-24"),
                ),
                regions=(RegionPeriod("03"), RegionPeriod("06", "2015")),
            ),
        )
    load("organisations", "name,acronym,region\nHumanité et inclusion,HI,16\n")
    with database.read() as reader:
        draft = get_organisation(reader, i)
    assert [(name.printed, name.acronym) for name in draft.names] == [
        ("Handicap International", None),
        ("Humanité et inclusion", "HI"),
    ]
    assert [(region.region, region.starts_on) for region in draft.regions] == [("03", None), ("16", "2015")]
    assert load("organisations", "name,kind\nHandicap International,ngo\n").created == 0  # known under its old name


def test_a_new_address_forgets_what_was_known_of_the_old_one(database: Database, load: Import) -> None:
    points = (ContactPoint(EMAIL, "un@example.org", state="bounced"), ContactPoint(EMAIL, "deux@example.org"))
    i = add_organisation(database, "Alpha", contacts=points)
    load("organisations", "name,email\nAlpha,trois@example.org\n")
    with database.read() as reader:
        emails = [(point.value, point.state) for point in get_organisation(reader, i).contacts]
    assert emails == [("trois@example.org", None), ("deux@example.org", None)]


def test_telephones_and_postal_codes_are_compared_as_they_are_kept(database: Database, load: Import) -> None:
    load("organisations", "name,phone,city,postal_code\nAlpha,514 871-1086,Montréal,H2L 1L3\n")
    before = actions(database)
    result = load("organisations", "name,phone,city,postal_code\nAlpha,(514) 871.1086,Montréal,h2l1l3\n")
    assert (result.unchanged, actions(database)) == (1, before)


def test_a_postal_code_outside_quebec_is_a_warning_with_its_line_and_column(load: Import) -> None:
    result = load("organisations", "Nom;Code postal\nAlpha;K1A 0A9\n")
    assert (result.created, [(remark.line, remark.column) for remark in result.warnings]) == (1, [(2, "Code postal")])


def test_a_member_cannot_be_archived_by_an_import(database: Database, load: Import, listed: Rows) -> None:
    add_member(database, "Alpha")
    add_organisation(database, "Bêta")
    result = load("organisations", "name,archived\nAlpha,oui\nBêta,oui\n")
    assert [(line, column) for line, column, _ in reasons(result)] == [(2, "archived")]
    assert load("organisations", "name,archived\nBêta,oui\n").changed == 1
    assert load("organisations", "name,archived\nBêta,\n").unchanged == 1
    assert load("organisations", "name,archived\nBêta,non\n").changed == 1


def test_there_is_one_association_itself(load: Import) -> None:
    load("organisations", "name,is_self\nL’association,1\n")
    assert [column for _, column, _ in reasons(load("organisations", "name,is_self\nUne autre,1\n"))] == ["is_self"]


def test_a_reference_keeps_its_record_when_it_comes_from_another_file(load: Import, listed: Rows) -> None:
    ref = "0b6f1f1e-6d0a-4a54-9c43-0d3a2f3b7c11"
    load("organisations", f"ref,name\n{ref},Alpha\n")
    assert listed("organisations", "ref") == [{"ref": ref}]
    assert [column for _, column, _ in reasons(load("organisations", "ref,name\n12,Bêta\n"))] == ["ref"]


def test_a_name_that_two_rows_spell_differently_is_created_with_a_warning(database: Database, load: Import) -> None:
    for name, text in (
        ("organisations", "name\nÉcole verte\nAutre chose\nECOLE  VERTE\n"),
        ("people", "given_name,family_name\nÉlise,Roy\nAutre,Nom\nELISE,ROY\n"),
    ):
        result = load(name, text, strict=True)
        assert [(line, str(reason).split()[-1]) for line, _column, reason in reasons(result)] == [(4, "2.")]
        result = load(name, text)
        assert (result.created, [remark.line for remark in result.warnings]) == (3, [4])


def test_a_new_organisation_with_the_acronym_of_another_is_created_with_a_warning(
    database: Database, load: Import
) -> None:
    add_organisation(database, "Centre d'étude", acronym="CECI")
    text = "name,acronym\nTout autre nom,CECI\n"
    assert [column for _line, column, _reason in reasons(load("organisations", text, strict=True))] == ["acronym"]
    result = load("organisations", text)
    assert (result.created, [remark.column for remark in result.warnings]) == (1, ["acronym"])


def test_a_reason_is_given_once_and_names_the_column_that_is_wrong(
    database: Database, load: Import, listed: Rows
) -> None:
    add_organisation(database, "Alpha")
    (ref,) = [row["ref"] for row in listed("organisations", "ref")]
    assert [(line, column) for line, column, _ in reasons(load("organisations", f"ref,name\n{ref},\n"))] == [
        (2, "name")
    ]
    for name in ("organisations", "memberships", "people", "roles"):
        assert [(line, column) for line, column, _ in reasons(load(name, "ref,notes\nzz,x\n"))] == [(2, "ref")]
