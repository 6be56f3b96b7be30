"""The association's letterhead, as it stands on the day of printing."""

from __future__ import annotations

import base64
import binascii

from oci_desktop import formats
from oci_desktop.dates import IN_FORCE
from oci_desktop.reports.frame import Reads
from oci_desktop.reports.kit.sheet import Letterhead

LOGO_SETTING = "logo"
"""The key of the setting that holds the logo, a PNG or JPEG file in base64."""

_NAME = (
    "SELECT o.id, n.printed, n.acronym, o.web FROM organisation o"  # noqa: S608 - constants only
    " JOIN organisation_name n ON n.organisation_id = o.id AND "
    + IN_FORCE.format("n")
    + " WHERE o.is_self = 1 ORDER BY o.id"
)
_CONTACTS = (
    "SELECT kind, value, street, city, province, postal_code, country FROM contact_point"
    " WHERE organisation_id = :id ORDER BY position, id"
)


def read_letterhead(reader: Reads, day: str) -> Letterhead:
    """Name, acronym, address, telephone, e-mail and logo; an empty letterhead while the file has none."""
    found = reader.rows(_NAME, {"day": day})
    if not found:
        return Letterhead(logo=_logo(reader))
    organisation_id, name, acronym, web = found[0]
    address, reach = "", []
    by_kind: dict[str, tuple[str | None, ...]] = {}
    for kind, *point in reader.rows(_CONTACTS, {"id": organisation_id}):
        by_kind.setdefault(kind, tuple(point))
    place = by_kind.get("office_address") or by_kind.get("mail_address")
    if place:
        address = _one_line(formats.address_lines(*place[1:]))
    if "phone" in by_kind:
        reach.append(formats.phone(by_kind["phone"][0] or ""))
    if "email" in by_kind:
        reach.append(by_kind["email"][0] or "")
    if web and not reach:
        reach.append(web)
    lines = tuple(line for line in (address, " · ".join(part for part in reach if part)) if line)
    return Letterhead(name or "", acronym or "", lines, _logo(reader))


def _one_line(lines: list[str]) -> str:
    return ", ".join(lines)


def _logo(reader: Reads) -> bytes | None:
    found = reader.rows("SELECT value FROM setting WHERE key = :key", {"key": LOGO_SETTING})
    if not found or not found[0][0]:
        return None
    try:
        return base64.b64decode(found[0][0], validate=True)
    except (binascii.Error, ValueError):
        return None
