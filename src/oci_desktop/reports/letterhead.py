"""The association's letterhead, as it stands on the day of printing."""

from __future__ import annotations

from pathlib import Path

from oci_desktop import formats
from oci_desktop.errors import UserError
from oci_desktop.queries.association import get_association
from oci_desktop.reports.frame import Reads
from oci_desktop.reports.kit.sheet import Letterhead
from oci_desktop.store.documents import Documents


def read_letterhead(reader: Reads, day: str, database_path: Path) -> Letterhead:
    """Name, acronym, address, telephone, e-mail and logo; an empty letterhead while the file has none.

    The logo is one of the documents beside the file.
    """
    own = get_association(reader, day)
    address = "\n".join(formats.address_lines(own.street, own.city, own.province, own.postal_code, own.country))
    reach = [formats.phone(own.phone) if own.phone else "", own.email or ""]
    reach = [part for part in reach if part] or [own.web or ""]
    lines = tuple(line for line in (address, " · ".join(reach)) if line)
    return Letterhead(own.name or "", own.acronym or "", lines, _logo(database_path, own.logo))


def _logo(database_path: Path, name: str | None) -> bytes | None:
    """The picture's bytes; a logo that is missing or damaged never stops a report."""
    if not name:
        return None
    try:
        return Documents(database_path).read(name)
    except UserError:
        return None
