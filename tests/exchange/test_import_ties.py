"""Memberships, people and roles from files."""

from __future__ import annotations

from oci_desktop.store.database import Database
from tests.exchange.conftest import Import, Rows, actions, reasons
from tests.factories import add_member, add_organisation, add_person, add_role


def test_memberships_name_their_organisation_by_name_acronym_or_reference(
    database: Database, load: Import, listed: Rows
) -> None:
    add_organisation(database, "Alpha", acronym="AL")
    add_organisation(database, "Bêta")
    result = load(
        "memberships", "Organisme;Catégorie;Entrée en vigueur\nAL;Régulier;1er avril 2017\nbeta;sympathiser;\n"
    )
    assert result.created == 2
    assert listed("memberships", "organisation", "category", "starts_on") == [
        {"organisation": "Alpha", "category": "regular", "starts_on": "2017-04-01"},
        {"organisation": "Bêta", "category": "sympathiser", "starts_on": None},
    ]
    assert [row["member_since"] for row in listed("members", "member_since")] == ["2017-04-01", None]


def test_memberships_that_overlap_are_refused_those_of_the_file_included(database: Database, load: Import) -> None:
    add_member(database, "Alpha", "2015-01-01", ends_on="2016-12-31")
    add_organisation(database, "Bêta")
    text = (
        "organisation,category,starts_on,ends_on\n"
        "Alpha,regular,2016-06-01,\n"
        "Bêta,regular,2010,2012\n"
        "Bêta,sympathiser,2011-05-01,\n"
        "Bêta,regular,2020,2019\n"
    )
    result = load("memberships", text)
    assert [(line, column) for line, column, _ in reasons(result)] == [
        (2, "starts_on"),
        (4, "starts_on"),
        (5, "ends_on"),
    ]


def test_gaps_and_rejoining_are_kept(database: Database, load: Import, listed: Rows) -> None:
    add_organisation(database, "Alpha")
    load(
        "memberships",
        "organisation,category,starts_on,ends_on,reason\n"
        "Alpha,regular,2001-04-01,2005-03-31,resignation\nAlpha,regular,2010-04-01,,\n",
    )
    assert [row["starts_on"] for row in listed("memberships", "starts_on")] == ["2001-04-01", "2010-04-01"]
    assert listed("members", "member_since") == [{"member_since": "2010-04-01"}]


def test_a_membership_is_known_again_by_its_organisation_and_its_start(database: Database, load: Import) -> None:
    add_member(database, "Alpha", "2015-01-01")
    result = load("memberships", "organisation,category,starts_on,adopted_on\nAlpha,regular,2015-01-01,2014-12-05\n")
    assert [(row.status, row.changes) for row in result] == [("changed", ("adopted_on",))]
    assert load("memberships", "organisation,category\nAlpha,regular\n").unchanged == 1
    twice = load("memberships", "organisation,starts_on\nAlpha,2015-01-01\nALPHA,2015-01-01\n")
    assert [line for line, _, _ in reasons(twice)] == [3]


def test_rows_that_name_nobody_or_too_many_are_refused(database: Database, load: Import) -> None:
    add_organisation(database, "Collaboration Santé Internationale (CSI)", acronym="CSI")
    add_organisation(database, "Carrefour de solidarité internationale (CSI) Sherbrooke", acronym="CSI")
    load("organisations", "name,is_self\nL’association,oui\n")
    text = "organisation,category\nCSI,regular\nInconnu,regular\n,regular\nL’association,regular\n"
    assert [line for line, _, _ in reasons(load("memberships", text))] == [2, 3, 4, 5]
    assert [column for _, column, _ in reasons(load("memberships", "organisation\nCarrefour de solidarité "
                                                    "internationale (CSI) Sherbrooke\n"))] == [None]  # fmt: skip


def test_people_are_matched_by_their_full_name_and_by_email_among_namesakes(
    database: Database, load: Import, listed: Rows
) -> None:
    load("people", "Prénom;Nom de famille;Courriel\nCamille;Exemple;un@example.org\nCamille;Exemple;deux@example.org\n")
    assert [row["email"] for row in listed("people", "email")] == ["un@example.org", "deux@example.org"]
    result = load("people", "given_name,family_name,email,pronouns\nCamille,Exemple,deux@example.org,iel\n")
    assert (result.changed, [row["pronouns"] for row in listed("people", "pronouns")]) == (1, [None, "iel"])
    ((line, _, reason),) = reasons(load("people", "name,pronouns\nCamille Exemple,elle\n"))
    assert line == 2
    assert "id 1" in reason
    assert "id 2" in reason


def test_a_name_in_one_cell_is_split_only_where_it_cannot_be_wrong(load: Import, listed: Rows) -> None:
    result = load("people", 'name\nCamille Exemple\n"Des Granges, Annick"\nPlaton\nAnnick Des Modèles\n')
    assert [(line, column) for line, column, _ in reasons(result)] == [(5, "name")]
    assert load("people", 'name\nCamille Exemple\n"Des Granges, Annick"\nPlaton\n').created == 3
    assert [(row["given_name"], row["family_name"]) for row in listed("people")] == [
        ("Annick", "Des Granges"),
        ("Camille", "Exemple"),
        (None, "Platon"),
    ]
    assert load("people", 'name\nCamille Exemple\n"Des Granges, Annick"\nPlaton\n').unchanged == 3


def test_a_person_twice_in_the_file_is_refused_and_a_look_alike_warned_of(database: Database, load: Import) -> None:
    add_person(database, "Dominique", "Fictif")
    twice = load("people", "given_name,family_name\nSacha,Modèle\nSacha,Modèle\n")
    assert [line for line, _, _ in reasons(twice)] == [3]
    near = load("people", "given_name,family_name\nDominique,Fictiff\n", dry_run=True)
    assert (near.created, len(near.warnings)) == (1, 1)
    assert load("people", "given_name,family_name\nDominique,Fictiff\n", strict=True).refused


def test_a_person_with_an_open_role_cannot_be_archived(database: Database, load: Import) -> None:
    add_role(database, add_person(database, "Camille", "Exemple"), add_organisation(database, "Alpha"), "direction")
    assert [column for _, column, _ in reasons(load("people", "name,archived\nCamille Exemple,x\n"))] == ["archived"]


def test_roles_name_their_person_and_organisation(database: Database, load: Import, listed: Rows) -> None:
    add_person(database, "Camille", "Exemple")
    add_organisation(database, "Alpha", acronym="AL")
    text = (
        "Personne;Organisme;Titre;Début;Courriel;Contact principal;Personne déléguée\n"
        '"Exemple, Camille";AL;direction générale;avril 2021;camille@example.org;oui;non\n'
    )
    assert load("roles", text).created == 1
    (row,) = listed("roles")
    assert (row["person"], row["organisation"], row["title"], row["starts_on"]) == (
        "Camille Exemple", "Alpha", "direction générale", "2021-04",
    )  # fmt: skip
    assert (row["email"], row["main_contact"], row["delegate"]) == ("camille@example.org", True, False)
    before = actions(database)
    assert (load("roles", text).unchanged, actions(database)) == (1, before)


def test_a_role_is_known_again_by_its_title_and_start_and_another_start_is_another_role(
    database: Database, load: Import, listed: Rows
) -> None:
    person, organisation = add_person(database, "Camille", "Exemple"), add_organisation(database, "Alpha")
    add_role(database, person, organisation, "direction", starts_on="2015", ends_on="2018")
    head = "person,organisation,title,starts_on,ends_on\n"
    assert load("roles", head + "Camille Exemple,Alpha,direction,2015,2019\n").changed == 1
    assert load("roles", head + "Camille Exemple,Alpha,direction,2022,\n").created == 1
    assert [row["ends_on"] for row in listed("roles", "ends_on")].count("2019") == 1
    ((line, _, _),) = reasons(load("roles", "person,organisation,title\nCamille Exemple,Alpha,direction\n"))
    assert line == 2


def test_roles_of_nobody_are_refused(database: Database, load: Import) -> None:
    add_person(database, "Camille", "Exemple")
    add_person(database, "Camille", "Exemple")
    add_organisation(database, "Alpha")
    text = (
        "person,organisation,title\nInconnu,Alpha,x\nCamille Exemple,Alpha,x\nCamille Exemple,Nulle part,x\n,Alpha,x\n"
    )
    assert sorted({line for line, _, _ in reasons(load("roles", text))}) == [2, 3, 4, 5]
    none = load("roles", "person_ref,organisation,title\nabc,Alpha,x\n")
    assert [column for _, column, _ in reasons(none)] == ["person_ref"]


def test_nom_beside_prenom_is_the_family_name_and_never_lost(database: Database, load: Import, listed: Rows) -> None:
    add_person(database, "Michèle", "Asselin")
    text = (
        "Prénom;Nom;Langue\nJean;Dupont-Ici;fr\nLi;Li;\n;Madonna;\nMichèle;Asselin;fr\nAnne;Anne Roy;\nLuc;Côté, Luc;\n"
    )
    result = load("people", text)
    assert (result.created, result.changed, result.refused) == (5, 1, [])
    assert [(row["given_name"], row["family_name"]) for row in listed("people", "given_name", "family_name")] == [
        ("Michèle", "Asselin"),
        ("Luc", "Côté"),
        ("Jean", "Dupont-Ici"),
        ("Li", "Li"),
        (None, "Madonna"),
        ("Anne", "Roy"),
    ]
    assert load("people", text).unchanged == 6
    ref = next(row["ref"] for row in listed("people", "ref", "name") if row["name"] == "Jean Dupont-Ici")
    load("people", f"Référence;Prénom;Nom\n{ref};Jean;Tremblay\n")
    assert "Jean Tremblay" in [row["name"] for row in listed("people", "name")]


def test_a_whole_name_that_was_changed_in_the_file_is_said_to_change_nothing(
    database: Database, load: Import, listed: Rows
) -> None:
    add_person(database, "Michèle", "Asselin")
    (ref,) = [row["ref"] for row in listed("people", "ref")]
    for text, warnings, name in (
        (f"ref,name\n{ref},Michèle Asselin\n", 0, "Michèle Asselin"),
        (f'ref,name\n{ref},"Asselin, Michèle"\n', 0, "Michèle Asselin"),
        (f"ref,name\n{ref},Michèle Tremblay\n", 1, "Michèle Asselin"),
        (f"ref,name,given_name,family_name\n{ref},Michèle Tremblay,Michèle,Asselin\n", 1, "Michèle Asselin"),
        (f"ref,name,given_name,family_name\n{ref},Michèle Asselin,Michèle,Roy\n", 0, "Michèle Roy"),
    ):
        result = load("people", text)
        assert (len(result.warnings), result.refused) == (warnings, []), text
        assert [row["name"] for row in listed("people", "name")] == [name]
