"""The record of one organisation, who answers for what, and any list as a table."""

from __future__ import annotations

import pytest

from oci_desktop.errors import AmbiguousError, NotFoundError, UserError
from oci_desktop.i18n import in_language, message
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.reports import REPORTS, get_report, render_report, render_table
from oci_desktop.reports.preview import Preview
from oci_desktop.services.memberships import save_membership
from oci_desktop.services.organisations import link_organisations, save_organisation
from oci_desktop.store.database import Database
from oci_desktop.tables import Column, Table
from tests.factories import add_member, add_organisation, add_person, add_role
from tests.reports.paper import fonts, pages, words

DAY = "2018-03-31"


@pytest.fixture
def carrefour(association: Database) -> Database:
    """A fictional member with a past, people and everything that a record can hold."""
    former = add_organisation(association, "Jeunes en mission")
    with association.write(message("Add")) as write:
        draft = OrganisationDraft(
            names=(
                NamePeriod("Carrefour ancien", acronym="CA"),
                NamePeriod("Carrefour <Nord> & Sud", legal="Carrefour inc.", acronym="CNS", starts_on="2006-04-01"),
            ),
            regions=(RegionPeriod("03"), RegionPeriod("06", starts_on="2010")),
            aliases=("CCI", "Crossroads"),
            neq="1141234567",
            founded="1958",
            web="https://example.org",
            description_fr="Un organisme fictif, avec un fonds de 3\u00a0000\u00a0$.",
            description_en="A fictional organisation.",
            notes="Note de l’équipe <b>seulement</b>",
            contacts=(
                ContactPoint("office_address", street="1, rue Fictive", city="Montréal", province="QC"),
                ContactPoint("phone", "5145550199"),
                ContactPoint("email", "info@example.org"),
                ContactPoint("email", "ancien@example.org", state="bounced", state_on="2017-03-01"),
            ),
        )
        organisation_id = save_organisation(write, draft)
        save_membership(write, MembershipDraft(organisation_id, "sympathiser", "1976", "2009-06-08"))
        save_membership(
            write, MembershipDraft(organisation_id, "regular", "2009-06-09", decided_by="Assemblée générale annuelle")
        )
        link_organisations(write, former, organisation_id, "merged", "2006-04-01")
    person = add_person(association, "Claude", "Exemple")
    add_role(
        association, person, organisation_id, "Directrice générale",
        starts_on="2015", main_contact=1, signatory=1, email="claude@example.org",
    )  # fmt: skip
    gone = add_person(association, "Dominique", "Fictif")
    add_role(association, gone, organisation_id, "Direction", starts_on="2001", ends_on="2014", main_contact=1)
    return association


def record(database: Database, lang: str = "fr", day: str = DAY, **options: str) -> str:
    return words(render_report(database, "organisation", day, lang, {"organisation": "CNS", **options}))


def test_the_record_in_french(carrefour: Database) -> None:
    text = record(carrefour)
    for expected in (
        "Carrefour <Nord> & Sud Au 31 mars 2018 · membre régulier",
        "Un organisme fictif, avec un fonds de 3\u00a0000\u00a0$.",
        "Identité Sigle CNS Nom légal Carrefour inc. Autres noms CCI; Crossroads",
        "Région Montréal (06)",
        "NEQ 1141234567",
        "Fondation 1958",
        "1, rue Fictive Montréal (Québec)",
        "514\u00a0555-0199",
        "ancien@example.org (",
        "Régulier décision\u00a0: Assemblée générale annuelle",
        "Sympathisant",
        "Claude Exemple Directrice générale",
        "claude@example.org",
        "Noms au fil du temps",
        "Carrefour ancien",
        "Capitale-Nationale (03)",
        "Jeunes en mission",
    ):
        assert expected in text, expected
    assert "Dominique Fictif" not in text
    assert "Note de l’équipe" not in text


def test_the_record_in_english_and_with_notes(carrefour: Database) -> None:
    text = record(carrefour, "en", notes="yes")
    assert "As of March 31, 2018 · member (regular)" in text
    assert "A fictional organisation." in text
    assert "Note de l’équipe <b>seulement</b>" in text
    assert "Printed on" in text


def test_the_record_of_another_day_has_that_day_s_name_region_and_people(carrefour: Database) -> None:
    text = words(render_report(carrefour, "organisation", "2005-01-01", "fr", {"organisation": "CNS"}))
    assert "Carrefour ancien Au 1er janvier 2005 · membre sympathisant" in text
    assert "Région Capitale-Nationale (03)" in text
    assert "Dominique Fictif" in text
    assert "Claude Exemple" not in text


def test_an_organisation_is_named_by_number_reference_acronym_or_any_name(carrefour: Database) -> None:
    with carrefour.read() as reader:
        number, ref = reader.rows("SELECT o.id, o.ref FROM organisation o WHERE o.aliases IS NOT NULL")[0]
    for wanted in (
        str(number),
        ref,
        "CNS",
        "cns",
        "Carrefour <Nord> & Sud",
        "carrefour inc",
        "Carrefour ancien",
        "CCI",
    ):
        assert "Carrefour <Nord> & Sud" in words(
            render_report(carrefour, "organisation", DAY, "fr", {"organisation": wanted})
        )
    with pytest.raises(NotFoundError, match="nulle part"):
        render_report(carrefour, "organisation", DAY, "fr", {"organisation": "nulle part"})
    with pytest.raises(UserError, match="organisation"):
        render_report(carrefour, "organisation", DAY, "fr")


def test_an_acronym_that_two_have_is_answered_with_both(carrefour: Database) -> None:
    add_organisation(carrefour, "Collaboration Santé Internationale", acronym="CSI")
    add_organisation(carrefour, "Carrefour de solidarité internationale", acronym="CSI")
    with pytest.raises(AmbiguousError) as error:
        render_report(carrefour, "organisation", DAY, "fr", {"organisation": "CSI"})
    assert error.value.candidates == (
        "Carrefour de solidarité internationale",
        "Collaboration Santé Internationale",
    )


def test_who_answers_for_what_names_people_and_what_is_missing(carrefour: Database) -> None:
    add_member(carrefour, "Alternatives")
    pdf = render_report(carrefour, "contacts", DAY, "fr")
    text = words(pdf)
    assert "Au 31 mars 2018 · 2 organismes · 8 responsabilités à pourvoir" in text
    assert text.count("à désigner") == 8
    assert text.count("Claude Exemple Directrice générale claude@example.org") == 2
    assert any("Italic" in name for name in fonts(pdf))
    english = words(render_report(carrefour, "contacts", DAY, "en"))
    assert english.count("to be named") == 8


def test_one_function_makes_one_table_and_only_what_is_missing_may_be_asked(carrefour: Database) -> None:
    add_member(carrefour, "Alternatives")
    text = words(render_report(carrefour, "contacts", DAY, "fr", {"function": "main_contact"}))
    assert "Alternatives à désigner" in text
    assert "Carrefour <Nord> & Sud Claude Exemple" in text
    missing = words(render_report(carrefour, "contacts", DAY, "fr", {"function": "main_contact", "missing": "oui"}))
    assert "Alternatives" in missing
    assert "Carrefour <Nord>" not in missing


def test_a_list_prints_as_a_table_that_turns_when_it_must(carrefour: Database) -> None:
    for number in range(60):
        add_member(
            carrefour, f"Organisme numéro {number} pour la solidarité", "2017-04-01", email=f"n{number}@example.org"
        )
    with carrefour.read() as reader:
        members = list_table(reader, get_list(reader, "members"), Query(DAY), ("name", "category", "member_since"))
        roles = get_list(reader, "roles")
        people = list_table(reader, roles, Query(DAY), [column.key for column in roles.columns if column.shown])
        organisations = list_table(reader, get_list(reader, "organisations"), Query(DAY))
    found = pages(render_table(carrefour, members, DAY, "fr"))
    assert len(found) == 2
    assert all("Nom Catégorie Membre depuis" in page.replace("\n", " ") for page in found)
    assert "1er avril 2017" in found[1]
    with in_language("en"):
        assert "April 1, 2017" in words(render_table(carrefour, members, DAY, "en"))
    assert "Claude Exemple" in words(render_table(carrefour, people, DAY, "fr"))
    everything = words(render_table(carrefour, organisations, DAY, "fr", landscape=False))
    for number in range(60):
        assert f"Organisme numéro {number} pour la solidarité" in everything
    assert "n59@example.org" in everything
    assert "Note de l’équipe <b>seulement</b>" in everything


def test_the_page_turns_only_when_the_columns_need_it(association: Database) -> None:
    def size(columns: int, **values: bool) -> tuple[float, float]:
        made = tuple(Column(f"c{number}", "Name") for number in range(columns))
        rows = [tuple("trois mots ici" for _column in made) for _row in range(5)]
        with Preview(render_table(association, Table(made, rows), DAY, "fr", **values)) as preview:
            return preview.page_size(0)

    assert size(3) == (612, 792)
    assert size(9) == (792, 612)
    assert size(9, landscape=False) == (612, 792)
    assert size(3, landscape=True) == (792, 612)


def test_the_registry_loads_every_report_and_its_options(carrefour: Database) -> None:
    for entry in REPORTS:
        report = get_report(entry.name)
        assert (report.name, report.title) == (entry.name, entry.title)
        with carrefour.read() as reader:
            for option in report.options:
                assert option.title
                assert (option.kind == "choice") == bool(option.labels(reader))
                if option.kind == "choice":
                    assert option.default in option.labels(reader)
