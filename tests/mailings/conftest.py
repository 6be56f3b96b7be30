"""An association with a campaign, and members of every kind to write to."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from oci_desktop.i18n import message
from oci_desktop.model.association import AssociationDraft
from oci_desktop.model.codes import EMAIL, OFFICE_ADDRESS
from oci_desktop.model.contact import ContactPoint
from oci_desktop.services.association import save_association
from oci_desktop.services.campaigns import address, record_step
from oci_desktop.store.database import Database
from tests.assessments import add_campaign, published
from tests.factories import add_member, add_person, add_role

STREET = ContactPoint(
    OFFICE_ADDRESS, street="10, rue Exemple, bureau 3", city="Montréal", province="QC", postal_code="H2L 1L3"
)


@dataclass
class World:
    """What the tests write about: the file, its campaign, and four members."""

    database: Database
    campaign: int
    focal: int
    """In French, with a security contact and everything else."""
    english: int
    """Its main contact wants English."""
    bounced: int
    """Its person's e-mail bounced on 2 November."""
    nobody: int
    """No person, no postal address; the organisation's own e-mail; speaks Spanish, then English."""

    @property
    def all(self) -> list[int]:
        return [self.focal, self.english, self.bounced, self.nobody]


@pytest.fixture
def world(database: Database) -> World:
    with database.write(message("Set up")) as write:
        save_association(
            write,
            AssociationDraft(
                name="Association Exemple", acronym="AE", english="Example Association", street="1, rue Modèle",
                city="Montréal", province="QC", postal_code="H2L 1L3", phone="514 555-0100",
                email="secretariat@example.org",
            ),
        )  # fmt: skip
    focal = add_member(database, "Action Exemple", contacts=(STREET,), email="info@example.org")
    english = add_member(database, "Coopération Modèle", contacts=(STREET,))
    bounced = add_member(database, "L’Œuvre fictive", contacts=(STREET,))
    nobody = add_member(database, "Zone Essai", languages=("es", "en"), email="zone@example.org")
    other = add_person(database, "Andrée", "Contact", civility="mme", language="fr")
    add_role(database, other, focal, main_contact=1, email="andree@example.org")
    sacha = add_person(database, "Sœur Hélène", "Des Granges", civility="mme", language="fr")
    add_role(database, sacha, focal, "coordination", security_contact=1, email="helene@example.org")
    chris = add_person(database, "Chris", "Example", civility="m", language="en")
    add_role(database, chris, english, "director", main_contact=1, email="chris@example.org")
    luc = add_person(database, "Luc", "Fictif", form_of_address="Cher Luc")
    point = ContactPoint(EMAIL, "luc@example.org", state="bounced", state_on="2026-11-02")
    add_role(database, luc, bounced, security_contact=1, contacts=(point,))
    with database.write(message("Campaign")) as write:
        campaign = add_campaign(write, 2026, published(write), title_fr="Autoévaluation 2026")
        asked = address(write, campaign, [focal, english, bounced, nobody])
        record_step(write, asked, "sent", "2026-02-02")
    return World(database, campaign, focal, english, bounced, nobody)
