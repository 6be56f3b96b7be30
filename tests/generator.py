"""Made-up organisations and people in any number, the same for the same seed, as CSV files or in a database.

    python -m tests.generator FOLDER [--rows N]     the four CSV files, ready to import

Names are those that the secretariat of a Quebec association could meet, with their accents, ligatures, particles,
hyphens, long names and shared acronyms; telephones are 555-01xx and e-mails end in example.org.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from oci_desktop.model.codes import EMAIL, OFFICE_ADDRESS, PHONE
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.model.person import PersonDraft, RoleDraft
from oci_desktop.store.database import Database
from oci_desktop.text import search_norm

SEED = 2018

_HEADS = (
    "Association", "Carrefour", "Centre", "Coalition", "Collectif", "Comité", "Coopérative", "Entraide", "Fondation",
    "Fonds", "Groupe", "Institut", "L’Alliance", "L’Atelier", "L’Œuvre", "La Maison", "Le Regroupement", "Les Amis",
    "Les Partenaires", "Mission", "Mouvement", "Projet", "Réseau", "Solidarité", "Sœurs", "Table", "Union",
)  # fmt: skip
_PURPOSES = (
    "d’aide à l’enfance", "d’éducation à la citoyenneté mondiale", "d’éducation populaire",
    "d’entraide et de fraternité",
    "d’études et de coopération", "d’ingénierie solidaire", "de commerce équitable", "de coopération internationale",
    "de développement et paix", "de formation agricole", "de jumelage et d’échanges", "de justice climatique",
    "de la jeunesse solidaire", "de recherche et de plaidoyer", "de santé communautaire",
    "de solidarité internationale",
    "de solidarité ouvrière", "des femmes d’ici et d’ailleurs", "des ingénieures et ingénieurs sans frontières",
    "des peuples autochtones", "du théâtre engagé", "pour l’accès à l’eau", "pour l’égalité des genres",
    "pour la défense des droits humains", "pour la paix", "pour la souveraineté alimentaire", "pour le microcrédit",
    "pour le travail décent", "pour les personnes handicapées", "pour un cœur en santé",
)  # fmt: skip
_TOWNS = (
    ("Rimouski", "01", "G5L"), ("Rivière-du-Loup", "01", "G5R"), ("Saguenay", "02", "G7H"), ("Alma", "02", "G8B"),
    ("Québec", "03", "G1K"), ("Baie-Saint-Paul", "03", "G3Z"), ("Trois-Rivières", "04", "G9A"),
    ("Shawinigan", "04", "G9N"), ("Sherbrooke", "05", "J1H"), ("Lac-Mégantic", "05", "G6B"), ("Montréal", "06", "H2L"),
    ("Pointe-Claire", "06", "H9R"), ("Gatineau", "07", "J8X"), ("Rouyn-Noranda", "08", "J9X"),
    ("Val-d’Or", "08", "J9P"),
    ("Sept-Îles", "09", "G4R"), ("Baie-Comeau", "09", "G4Z"), ("Chibougamau", "10", "G8P"), ("Gaspé", "11", "G4X"),
    ("Les Îles-de-la-Madeleine", "11", "G4T"), ("Lévis", "12", "G6V"), ("Thetford Mines", "12", "G6G"),
    ("Laval", "13", "H7N"), ("Joliette", "14", "J6E"), ("L’Assomption", "14", "J5W"), ("Saint-Jérôme", "15", "J7Z"),
    ("Mont-Tremblant", "15", "J8E"), ("Longueuil", "16", "J4K"), ("Saint-Hyacinthe", "16", "J2S"),
    ("Salaberry-de-Valleyfield", "16", "J6T"), ("Drummondville", "17", "J2B"), ("Victoriaville", "17", "G6P"),
)  # fmt: skip
_COUNTRIES = (
    "au Bénin", "au Burkina Faso", "au Cameroun", "au Guatemala", "au Honduras", "au Mali", "au Népal", "au Nicaragua",
    "au Pérou", "au Rwanda", "au Sénégal", "au Viêt Nam", "aux Philippines", "en Bolivie", "en Côte d’Ivoire",
    "en Équateur", "en Guinée", "en Haïti", "en Inde", "en Palestine", "en République démocratique du Congo",
)  # fmt: skip
_STREETS = (
    "avenue du Parc", "boulevard Saint-Laurent", "boulevard René-Lévesque Ouest", "chemin du Vieux-Quai",
    "côte de la Montagne", "rang Saint-François", "rue de l’Église", "rue Notre-Dame Est", "rue Principale",
    "rue Saint-Hubert", "rue Sherbrooke Est", "rue du Sacré-Cœur",
)  # fmt: skip
_GIVEN = (
    "Abderrahman", "Adèle", "Aïcha", "Alexis", "Amélie", "Anaïs", "Andrée-Anne", "Antoine", "Béatrice", "Benoît",
    "Camille", "Catherine", "Cédric", "Chloé", "Claude", "Danaé", "Denis", "Dominique", "Éléonore", "Élise", "Émile",
    "Esteban", "Étienne", "Fabiola", "Fatou", "Félix", "François", "Françoise", "Frédérique", "Gaëlle", "Geneviève",
    "Gérald", "Ginette", "Hélène", "Hugo", "Inès", "Isaïe", "Jacynthe", "Jean-François", "Jérôme", "Joëlle", "José",
    "Julie", "Karim", "Katia", "Laurence", "Léa", "Loïc", "Louis-Philippe", "Lucía", "Maëlle", "Marc-André",
    "Marie-Ève", "Martín", "Maude", "Michèle", "Moïse", "Myriam", "Nadège", "Naïma", "Noël", "Océane", "Odette",
    "Ousmane", "Pascale", "Paul-Émile", "Philippe", "Rachel", "Réjean", "Renée", "Rosalie", "Salomé", "Samuel",
    "Sébastien", "Simone", "Solène", "Sylvie", "Thaïs", "Thérèse", "Ursule", "Valérie", "Véronique", "Wilfrid",
    "Xavier", "Yaël", "Yves", "Zacharie", "Zoé",
)  # fmt: skip
_FAMILY = (
    "Abdallah", "Asselin", "Beauchêne", "Beaulieu", "Bédard", "Bélanger", "Bérubé", "Boisvert", "Bouchard",
    "Brodeur-Gélinas", "Charest", "Côté", "Da Silva", "Dallaire", "De la Durantaye", "Des Granges", "Desrosiers",
    "Diallo", "Diop", "Dubé", "Dufour", "Dumais", "D’Amours", "El Khoury", "Fortin", "Gagné", "Garneau", "Gauthier",
    "Gobeil", "Grégoire", "Guérin", "Hébert", "Hernández", "Jean-Baptiste", "Joseph", "Kaboré", "Labbé", "Lachaîne",
    "Lafrenière", "Lamoureux", "Langlois", "Lavoie", "Le Bœuf", "Lefebvre", "Lévesque", "L’Heureux", "L’Écuyer",
    "Maïga", "Marcotte", "Martineau", "McDonald", "Ménard", "Morissette", "Nadeau", "Nguyễn", "O’Neil", "Ouédraogo",
    "Ouellet", "Paquette", "Pelletier", "Pérez", "Pierre", "Portocarrero", "Proulx", "Quirion", "Racine", "Rousseau",
    "Roy", "Saint-Pierre", "Sanogo", "Savoie", "Séguin", "Simard", "St-Onge", "Théberge", "Toussaint", "Traoré",
    "Tremblay", "Turcotte", "Vachon", "Vaillancourt", "Villeneuve", "Wagué", "Yergeau", "Zúñiga",
)  # fmt: skip
_TITLES = (
    "direction générale", "codirection", "présidence", "trésorerie", "secrétariat", "coordination",
    "responsable des communications", "chargée de programmes", "chargé de projets", "agente de liaison",
    "responsable de la sécurité", "stagiaire, égalité femmes-hommes",
)  # fmt: skip
_TAGS = ("eau", "jeunesse", "paix", "migrations", "souveraineté alimentaire", "santé", "travail décent", "culture")


@dataclass(frozen=True)
class World:
    """Everything made at once; memberships and roles name organisations and people by their place, from 0."""

    organisations: list[OrganisationDraft]
    memberships: list[MembershipDraft]
    people: list[PersonDraft]
    roles: list[RoleDraft]


def generate(rows: int, seed: int = SEED) -> World:
    """`rows` organisations of different names, four in five of them members, and about as many people with a role."""
    chance = random.Random(seed)
    organisations = [_organisation(chance, name, town) for name, town in _names(chance, rows)]
    people = list(_people(chance, rows))
    memberships = [
        period for place, draft in enumerate(organisations) for period in _periods(chance, place, draft.archived_on)
    ]
    roles = [role for place in range(rows) for role in _roles(chance, place, rows, people)]
    return World(organisations, memberships, people, roles)


def _names(chance: random.Random, rows: int) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Different names, with a town for each; places are added to the name until it is one of its own."""
    seen: set[str] = set()
    while len(seen) < rows:
        town = chance.choice(_TOWNS)
        name = f"{chance.choice(_HEADS)} {chance.choice(_PURPOSES)}"
        if name in seen or chance.random() < 0.5:
            name = f"{name} {chance.choice(_COUNTRIES)}"
        if name in seen or chance.random() < 0.3:
            name = f"{name} – {town[0]}"
        if name in seen:
            name = f"{name} ({chance.choice(_GIVEN)}-{chance.choice(_FAMILY)})"
        if name not in seen:
            seen.add(name)
            yield name, town


def _organisation(chance: random.Random, name: str, town: tuple[str, str, str]) -> OrganisationDraft:
    city, region, postal = town
    words = [word for word in search_norm(name).split() if len(word) > 3]
    acronym = "".join(word[0] for word in words)[:6].upper() if chance.random() < 0.7 else None
    mailbox = ".".join(words[:3])[:40].strip(".") or "info"
    contacts = [
        ContactPoint(EMAIL, f"{chance.choice(('info', 'direction', mailbox))}@{mailbox.replace('.', '-')}.example.org"),
        ContactPoint(PHONE, f"{chance.choice((418, 438, 450, 514, 819))} 555-01{chance.randrange(100):02}"),
    ]
    if chance.random() < 0.8:
        code = f"{postal} {chance.randrange(1, 10)}{chance.choice('ABCEGHJKLMNPRSTVWXYZ')}{chance.randrange(1, 10)}"
        street = f"{chance.randrange(1, 9999)}, {chance.choice(_STREETS)}"
        contacts.append(
            ContactPoint(OFFICE_ADDRESS, street=street, city=city, province="QC", postal_code=code, country="CA")
        )
    return OrganisationDraft(
        names=(NamePeriod(name, acronym=acronym),),
        kind="ngo"
        if chance.random() < 0.85
        else chance.choice(("partner", "funder", "network", "public_body", "other")),
        regions=(RegionPeriod(region),),
        contacts=tuple(contacts),
        aliases=(f"{acronym} {city}",) if acronym and chance.random() < 0.2 else (),
        tags=tuple(sorted(chance.sample(_TAGS, chance.randrange(3)))),
        languages=("fr", "en") if chance.random() < 0.3 else ("fr",),
        neq=f"11{chance.randrange(10**8):08}" if chance.random() < 0.6 else None,
        founded=str(chance.randrange(1945, 2016)) if chance.random() < 0.8 else None,
        web=f"www.{mailbox.replace('.', '-')}.example.org",
        description_fr=f"Travaille {chance.choice(_COUNTRIES)} et à {city}." if chance.random() < 0.3 else None,
        archived_on="2015-06-30" if chance.random() < 0.03 else None,
    )


def _periods(chance: random.Random, place: int, archived_on: str | None) -> Iterator[MembershipDraft]:
    """No period for one organisation in five; a change of category, a gap or an end for some of the others."""
    if chance.random() < 0.2:
        return
    start = chance.choice((None, f"{chance.randrange(1976, 2014)}-{chance.randrange(1, 13):02}-01"))
    first = MembershipDraft(place, "sympathiser" if chance.random() < 0.15 else "regular", start)
    if archived_on:
        yield replace(first, ends_on="2014-12-31", reason="dissolution")
    elif chance.random() < 0.1:
        yield replace(first, ends_on="2015-03-31", reason="category_change")
        category = "regular" if first.category == "sympathiser" else "sympathiser"
        yield replace(first, category=category, starts_on="2015-04-01")
    elif chance.random() < 0.05:
        yield replace(first, ends_on="2014-03-31", reason="resignation")
        yield replace(first, starts_on="2016-09-15")
    else:
        yield first


def _people(chance: random.Random, rows: int) -> Iterator[PersonDraft]:
    """People of different names: a file cannot say which of two namesakes a role is for."""
    seen: set[tuple[str, str]] = set()
    while len(seen) < rows:
        given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
        if (given, family) in seen:
            family = f"{family}-{chance.choice(_FAMILY)}"
        if (given, family) in seen:
            given = f"{given} {chance.choice(_GIVEN)[0]}."
        if (given, family) not in seen:
            seen.add((given, family))
            yield PersonDraft(
                given_name=given,
                family_name=family,
                civility=chance.choice((None, "mme", "m", "mx")),
                language="en" if chance.random() < 0.1 else "fr",
            )


def _roles(chance: random.Random, place: int, rows: int, people: Sequence[PersonDraft]) -> Iterator[RoleDraft]:
    """One to three roles, the first of them the main contact and the delegate of its organisation."""
    for number in range(chance.choice((1, 1, 1, 2, 3))):
        who = place if number == 0 else chance.randrange(rows)
        address = ".".join(search_norm(people[who].name).split())
        yield RoleDraft(
            person_id=who,
            organisation_id=place,
            title=chance.choice(_TITLES),
            starts_on=str(chance.randrange(2001, 2018)),
            ends_on=f"{chance.randrange(2018, 2025)}-12-31" if chance.random() < 0.15 else None,
            main_contact=int(number == 0),
            delegate=int(number == 0),
            signatory=int(number == 1),
            contacts=(
                ContactPoint(EMAIL, f"{address}.{who}@example.org"),
                ContactPoint(PHONE, f"514 555-01{chance.randrange(100):02}"),
            ),
        )


def fill(database: Database, rows: int, seed: int = SEED) -> World:
    """Write a generated world into the database through the services, as one action."""
    from oci_desktop.services.memberships import put_membership, set_runs
    from oci_desktop.services.organisations import save_organisation
    from oci_desktop.services.people import put_person, put_role

    world = generate(rows, seed)
    with database.write("generated") as write:
        categories: dict[str, int] = dict(write.rows("SELECT code, id FROM category"))
        places = [save_organisation(write, draft) for draft in world.organisations]
        people = [put_person(write, draft, None) for draft in world.people]
        runs: dict[int, list[MembershipDraft]] = {}
        for draft in world.memberships:
            period = replace(draft, organisation_id=places[draft.organisation_id])
            period = replace(period, id=put_membership(write, period, categories))
            runs.setdefault(period.organisation_id, []).append(period)
        for periods in runs.values():
            set_runs(write, periods)
        for role in world.roles:
            put_role(
                write,
                replace(role, person_id=people[role.person_id], organisation_id=places[role.organisation_id]),
                None,
            )
    return world


def write_csv(folder: Path, rows: int, seed: int = SEED) -> dict[str, Path]:
    """The four CSV files in the form of the program's own exports (JSON keys as headings): importer → file."""
    world = generate(rows, seed)
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "organisations": [_organisation_row(draft) for draft in world.organisations],
        "memberships": [_membership_row(world, draft) for draft in world.memberships],
        "people": [
            {"given_name": p.given_name, "family_name": p.family_name, "civility": p.civility, "language": p.language}
            for p in world.people
        ],
        "roles": [_role_row(world, draft) for draft in world.roles],
    }
    written = {}
    for name, table in tables.items():
        written[name] = folder / f"{name}.csv"
        with written[name].open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(table)
    return written


def _organisation_row(draft: OrganisationDraft) -> dict[str, Any]:
    naming = draft.names[0]
    points = {point.kind: point for point in draft.contacts}
    office = points.get(OFFICE_ADDRESS, ContactPoint(OFFICE_ADDRESS))
    return {
        "name": naming.printed,
        "acronym": naming.acronym,
        "aliases": "; ".join(draft.aliases),
        "kind": draft.kind,
        "email": points[EMAIL].value,
        "phone": points[PHONE].value,
        "web": draft.web,
        "region": draft.regions[0].region,
        "founded": draft.founded,
        "neq": draft.neq,
        "archived": int(bool(draft.archived_on)),
        "street": office.street,
        "city": office.city,
        "province": office.province,
        "postal_code": office.postal_code,
        "country": office.country,
        "languages": "; ".join(draft.languages),
        "tags": "; ".join(draft.tags),
        "description_fr": draft.description_fr,
    }


def _membership_row(world: World, draft: MembershipDraft) -> dict[str, Any]:
    return {
        "organisation": world.organisations[draft.organisation_id].names[0].printed,
        "category": draft.category,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "reason": draft.reason,
    }


def _role_row(world: World, draft: RoleDraft) -> dict[str, Any]:
    points = {point.kind: point for point in draft.contacts}
    return {
        "person": world.people[draft.person_id].name,
        "organisation": world.organisations[draft.organisation_id].names[0].printed,
        "title": draft.title,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "email": points[EMAIL].value,
        "phone": points[PHONE].value,
        "main_contact": draft.main_contact,
        "delegate": draft.delegate,
        "signatory": draft.signatory,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.generator")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    write_csv(given.folder, given.rows, given.seed)


if __name__ == "__main__":
    main()
