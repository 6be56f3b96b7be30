"""The association with its letterhead and the 67 printed members, in a real file."""

from __future__ import annotations

from pathlib import Path

import pytest

from oci_desktop.i18n import message
from oci_desktop.model.association import AssociationDraft
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.services.association import save_association
from oci_desktop.services.memberships import admit
from oci_desktop.services.organisations import save_organisation
from oci_desktop.store.database import Database
from tests.factories import organisation

PRINTED = Path(__file__).parents[1] / "data" / "printed_members.txt"


def printed_members() -> tuple[list[str], list[str]]:
    """The names of the annual report of 2017-2018: regular members, then sympathisers, in the printed order."""
    blocks: list[list[str]] = []
    for line in PRINTED.read_text(encoding="utf-8").splitlines():
        if line.startswith("MEMBRES "):
            blocks.append([])
        elif line.strip():
            blocks[-1].append(line)
    regular, sympathisers = blocks
    return regular, sympathisers


@pytest.fixture
def association(database: Database) -> Database:
    """A file with the association's letterhead only."""
    with database.write(message("Set up")) as write:
        save_association(
            write,
            AssociationDraft(
                name="Association québécoise des organismes de coopération internationale",
                acronym="AQOCI",
                street="1001, rue Sherbrooke Est, bureau 540",
                city="Montréal",
                province="QC",
                postal_code="H2L 1L3",
                phone="514 871-1086",
                email="aqoci@aqoci.qc.ca",
            ),
        )
    return database


@pytest.fixture
def printed(association: Database) -> Database:
    """The same, with the 67 members of the annual report in the printed order."""
    with association.write(message("Add the members")) as write:
        for category, names in zip(("regular", "sympathiser"), printed_members(), strict=True):
            for place, name in enumerate(names):
                draft = organisation(name, sort_as=f"{place:04}", region="06" if place % 2 else "03")
                admit(write, MembershipDraft(save_organisation(write, draft), category))
    return association
