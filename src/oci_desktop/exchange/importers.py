"""Every importer, in the order in which files that belong together are imported."""

from __future__ import annotations

from oci_desktop.errors import NotFoundError
from oci_desktop.exchange.frame import Importer
from oci_desktop.exchange.memberships import MEMBERSHIPS
from oci_desktop.exchange.organisations import ORGANISATIONS
from oci_desktop.exchange.people import PEOPLE
from oci_desktop.exchange.roles import ROLES
from oci_desktop.i18n import N_

IMPORTERS: tuple[Importer, ...] = (ORGANISATIONS, MEMBERSHIPS, PEOPLE, ROLES)


def get_importer(name: str) -> Importer:
    """The importer of that name. Raises: NotFoundError naming those that exist."""
    for importer in IMPORTERS:
        if importer.name == name.replace("_", "-"):
            return importer
    raise NotFoundError(
        N_("“{name}” cannot be imported. These can: {names}."),
        name=name,
        names=", ".join(importer.name for importer in IMPORTERS),
    )
