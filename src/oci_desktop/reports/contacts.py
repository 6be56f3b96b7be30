"""Who answers for what: for every organisation, the people in its functions, and the functions without anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop import formats
from oci_desktop.dates import IN_FORCE, format_date
from oci_desktop.i18n import N_, _, ngettext
from oci_desktop.model.codes import REGIONS, ROLE_FLAGS
from oci_desktop.queries.definitions import categories, get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.reports.frame import Choices, Option, Printing, Reads, Report

if TYPE_CHECKING:
    from oci_desktop.reports.kit.sheet import Sheet


@dataclass(frozen=True)
class Holder:
    """Somebody in a function, with what the role says."""

    name: str
    title: str
    email: str
    phone: str


@dataclass(frozen=True)
class Functions:
    """One organisation: for each function asked for, who holds it; nobody is an empty tuple."""

    organisation: str
    holders: tuple[tuple[str, tuple[Holder, ...]], ...]

    @property
    def missing(self) -> int:
        return sum(1 for _flag, holders in self.holders if not holders)


@dataclass(frozen=True)
class Contacts:
    as_of: str
    organisations: tuple[Functions, ...]
    flags: tuple[str, ...]
    region: str = ""

    @property
    def missing(self) -> int:
        return sum(one.missing for one in self.organisations)


_ROLES = (
    "SELECT r.organisation_id, p.given_name, p.family_name, r.title, mail.value, COALESCE(phone.value, mobile.value),"  # noqa: S608
    " r.main_contact, r.delegate, r.substitute, r.security_contact, r.signatory"
    " FROM role r JOIN person p ON p.id = r.person_id"
    " LEFT JOIN contact_point mail ON mail.role_id = r.id AND mail.kind = 'email' AND mail.position = 0"
    " LEFT JOIN contact_point phone ON phone.role_id = r.id AND phone.kind = 'phone' AND phone.position = 0"
    " LEFT JOIN contact_point mobile ON mobile.role_id = r.id AND mobile.kind = 'mobile' AND mobile.position = 0"
    " WHERE " + IN_FORCE.format("r") + " ORDER BY r.organisation_id, r.position, p.sort_key, r.id"
)
_FLAG_ORDER = ("main_contact", "delegate", "substitute", "security_contact", "signatory")


def collect(reader: Reads, as_of: str, options: Mapping[str, str]) -> Contacts:
    flags = tuple(flag for flag in _FLAG_ORDER if options.get("function") in ("", None, flag))
    query = Query(as_of)
    which = options.get("which") or "members"
    if which == "members":
        definition = get_list(reader, "members")
        if options.get("category"):
            query = query.filtered("category", options["category"])
    else:
        definition = get_list(reader, "organisations")
        query = query.filtered("archived", 0).filtered("is_self", 0)
    if options.get("region"):
        query = query.filtered("region", options["region"])
    holders = _holders(reader, as_of)
    organisations = []
    for organisation_id, name in list_table(reader, definition, query, ("id", "name")).rows:
        held = holders.get(organisation_id, {})
        one = Functions(name, tuple((flag, tuple(held.get(flag, ()))) for flag in flags))
        if one.missing or not options.get("missing"):
            organisations.append(one)
    return Contacts(as_of, tuple(organisations), flags, options.get("region", ""))


def _holders(reader: Reads, as_of: str) -> dict[int, dict[str, list[Holder]]]:
    found: dict[int, dict[str, list[Holder]]] = {}
    for organisation_id, given, family, title, email, phone, *held in reader.rows(_ROLES, {"day": as_of}):
        holder = Holder(
            " ".join(part for part in (given, family) if part),
            title or "",
            email or "",
            formats.phone(phone) if phone else "",
        )
        for flag, holds in zip(_FLAG_ORDER, held, strict=True):
            if holds:
                found.setdefault(organisation_id, {}).setdefault(flag, []).append(holder)
    return found


def render(data: Contacts, printing: Printing) -> Sheet:
    from oci_desktop.reports.kit.fonts import Style
    from oci_desktop.reports.kit.pieces import para
    from oci_desktop.reports.kit.table import Group, Missing, PaperColumn, grouped_table, table, turned

    date = format_date(data.as_of)
    to_name = Missing(_("to be named"))

    def cells(first: str, holders: tuple[Holder, ...]) -> list[list[str]]:
        if not holders:
            return [[first, to_name, "", "", ""]]
        return [
            [first if not number else "", one.name, one.title, one.email, one.phone]
            for number, one in enumerate(holders)
        ]

    single = len(data.flags) == 1
    columns = [
        PaperColumn(_("Organisation") if single else _("Function")),
        PaperColumn(_("Person")),
        PaperColumn(_("Title")),
        PaperColumn(_("E-mail")),
        PaperColumn(_("Telephone")),
    ]
    groups = [
        Group(
            one.organisation,
            [row for flag, holders in one.holders for row in cells(_(ROLE_FLAGS[flag]), holders)],
            _("{title} (continued)").format(title=one.organisation),
        )
        for one in data.organisations
    ]
    if single:
        rows = [row for one in data.organisations for row in cells(one.organisation, one.holders[0][1])]
    else:
        rows = [list(row) for group in groups for row in group.rows]
    sheet = printing.sheet(
        _("Who answers for what"),
        _subtitle(data, date),
        _("who answers for what as of {date}").format(date=date),
        landscape=turned(columns, rows, *printing.widths, printing.landscape),
    )
    if not data.organisations:
        nobody = _("There is no organisation to list.")
        sheet.add([para(nobody, width=sheet.width, style=Style("italic", 10, 14, "#5B6166"))])
    elif single:
        sheet.add(table(columns, rows, sheet.width))
    else:
        sheet.add(grouped_table(columns, groups, sheet.width))
    return sheet


def _subtitle(data: Contacts, date: str) -> str:
    count = len(data.organisations)
    parts = [
        _("As of {date}").format(date=date),
        ngettext("{n} organisation", "{n} organisations", count).format(n=formats.number(count)),
    ]
    if len(data.flags) == 1:
        parts.append(_(ROLE_FLAGS[data.flags[0]]))
    if data.region:
        parts.append(_("region of {name}").format(name=REGIONS.get(data.region, data.region)))
    if data.missing:
        missing = ngettext("{n} function to be filled", "{n} functions to be filled", data.missing)
        parts.append(missing.format(n=formats.number(data.missing)))
    return " · ".join(parts)


def _categories(reader: Reads) -> Choices:
    return {"": N_("All categories"), **categories(reader)}


REPORT = Report(
    name="contacts",
    title=N_("Who answers for what"),
    description=N_("Main contact, delegate, substitute, security focal point and signatories of each organisation."),
    collect=collect,
    render=render,
    options=(
        Option(
            "which",
            N_("Organisations"),
            "choice",
            {"members": N_("Members"), "all": N_("All organisations")},
            default="members",
        ),
        Option("category", N_("Category"), "choice", _categories),
        Option("region", N_("Region"), "choice", {"": N_("All regions"), **REGIONS}),
        Option("function", N_("Function"), "choice", {"": N_("All functions"), **ROLE_FLAGS}),
        Option("missing", N_("Only where somebody is missing"), "boolean"),
    ),
)
