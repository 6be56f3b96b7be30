"""How the record of one organisation stands on paper."""

from __future__ import annotations

from collections.abc import Sequence

from oci_desktop import formats
from oci_desktop.dates import covers, day_before, format_date, format_period
from oci_desktop.i18n import _, language
from oci_desktop.model.codes import (
    ADDRESS_KINDS,
    CONTACT_KINDS,
    EMAIL_STATES,
    LANGUAGES_SPOKEN,
    LEAVING_REASONS,
    LINK_KINDS,
    ORGANISATION_KINDS,
    PHONE_KINDS,
    REGIONS,
    ROLE_FLAGS,
)
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.organisation import OrganisationDraft
from oci_desktop.reports.frame import Printing
from oci_desktop.reports.kit.facts import Period, facts, timeline
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.pieces import BODY, Heading, Piece, para
from oci_desktop.reports.kit.sheet import Sheet
from oci_desktop.reports.kit.table import PaperColumn, table
from oci_desktop.reports.organisation import OrganisationRecord


def render(data: OrganisationRecord, printing: Printing) -> Sheet:

    draft, date = data.draft, format_date(data.as_of)
    name = draft.name_on(data.as_of).printed
    footer = _("record of {name} as of {date}").format(name=name, date=date)
    sheet = printing.sheet(name, _subtitle(data, date), footer)
    width = sheet.width
    pieces: list[Piece] = []

    def section(title: str, body: Sequence[Piece]) -> None:
        if body:
            pieces.append(Heading(title, width, space=18 if pieces else 0))
            pieces.extend(body)

    description = draft.description_en if language() == "en" else draft.description_fr
    description = description or draft.description_fr or draft.description_en
    if description:
        pieces.append(para(description, width=width, style=BODY))
    section(_("Identity"), facts(_identity(data), width))
    section(_("How to reach it"), facts(_reach(draft), width))
    section(_("Membership"), timeline(_memberships(data), width))
    if data.roles:
        section(_("People"), table(_people_columns(), _people(data), width))
    else:
        nobody = para(_("to be named"), width=width, style=Style("italic", 9, 13, "#5B6166"))
        section(_("People"), [nobody])
    if len(draft.names) > 1:
        section(_("Names through time"), timeline(_names(data), width))
    if len(draft.regions) > 1:
        section(_("Regions through time"), timeline(_regions(data), width))
    section(_("What it came from and became"), timeline(_links(data), width))
    if data.with_notes and draft.notes:
        section(_("Notes"), [para(draft.notes, width=width, style=Style(size=9, leading=13))])
    sheet.add(pieces)
    return sheet


def _subtitle(data: OrganisationRecord, date: str) -> str:
    parts = [_("As of {date}").format(date=date)]
    parts += [
        _("member ({category})").format(category=_category(data, period.category).lower())
        for period in data.memberships
        if covers(period.starts_on, period.ends_on, data.as_of)
    ]
    if data.draft.archived_on:
        parts.append(_("archived on {date}").format(date=format_date(data.draft.archived_on)))
    return " · ".join(parts)


def _category(data: OrganisationRecord, code: str) -> str:
    return str(data.categories.get(code, code))


def _identity(data: OrganisationRecord) -> list[tuple[str, str]]:
    draft = data.draft
    name = draft.name_on(data.as_of)
    region = draft.region_on(data.as_of)
    consent = "" if draft.media_consent is None else _("yes") if draft.media_consent else _("no")
    return [
        (_("Acronym"), name.acronym or ""),
        (_("Legal name"), name.legal or ""),
        (_("Usual name"), name.usual or ""),
        (_("Name in English"), name.english or ""),
        (_("Other names"), "; ".join(draft.aliases)),
        (_("Kind"), _(ORGANISATION_KINDS.get(draft.kind, draft.kind))),
        (_("Region"), f"{REGIONS.get(region, region)} ({region})" if region else ""),
        (_("NEQ"), draft.neq or ""),
        (_("Charity registration (CRA)"), draft.charity_number or ""),
        (_("Founded"), format_date(draft.founded)),
        (_("Languages"), ", ".join(_(LANGUAGES_SPOKEN.get(code, code)) for code in draft.languages)),
        (_("Tags"), "; ".join(draft.tags)),
        (_("May be named to the media"), consent),
    ]


def _reach(draft: OrganisationDraft) -> list[tuple[str, str]]:
    found = [(_contact_label(point), _contact_text(point)) for point in draft.contacts if not point.is_blank]
    if draft.web:
        found.append((_("Web site"), draft.web))
    return found


def _contact_label(point: ContactPoint) -> str:
    label = _(CONTACT_KINDS.get(point.kind, point.kind))
    return f"{label} ({point.label})" if point.label else label


def _contact_text(point: ContactPoint) -> str:
    if point.kind in ADDRESS_KINDS:
        lines = formats.address_lines(point.street, point.city, point.province, point.postal_code, point.country)
        return "\n".join(lines)
    text = point.value or ""
    if point.kind in PHONE_KINDS:
        return formats.phone(text)
    if point.state and point.state != "good":
        state = _(EMAIL_STATES.get(point.state, point.state)).casefold()
        text = f"{text} ({state})"
    return text


def _memberships(data: OrganisationRecord) -> list[Period]:
    found = []
    for period in reversed(data.memberships):
        details = []
        if period.adopted_on:
            details.append(_("adopted on {date}").format(date=format_date(period.adopted_on)))
        if period.decided_by:
            details.append(_("decided by {body}").format(body=period.decided_by))
        if period.notice_on:
            details.append(_("notice given on {date}").format(date=format_date(period.notice_on)))
        if period.reason:
            reason = _(LEAVING_REASONS.get(period.reason, period.reason))
            details.append(f"{formats.with_colon(_('Reason for leaving'))} {reason}")
        found.append(
            Period(
                _period(period.starts_on, period.ends_on),
                _category(data, period.category),
                [" · ".join(details)] if details else [],
                covers(period.starts_on, period.ends_on, data.as_of),
            )
        )
    return found


def _period(starts_on: str | None, ends_on: str | None) -> str:
    text = format_period(starts_on, ends_on)
    return text[:1].upper() + text[1:]


def _people_columns() -> list[PaperColumn]:

    titles = (_("Person"), _("Title"), _("Functions"), _("E-mail"), _("Telephone"))
    return [PaperColumn(title) for title in titles]


def _people(data: OrganisationRecord) -> list[list[str]]:
    rows = []
    for name, role in data.roles:
        functions = [_(label) for flag, label in ROLE_FLAGS.items() if getattr(role, flag)]
        emails = [point.value or "" for point in role.contacts if point.kind == "email"]
        phones = [formats.phone(point.value or "") for point in role.contacts if point.kind in PHONE_KINDS]
        rows.append([name, role.title or "", "\n".join(functions), "\n".join(emails), "\n".join(phones)])
    return rows


def _names(data: OrganisationRecord) -> list[Period]:
    periods = data.draft.names
    current = data.draft.name_on(data.as_of)
    found = []
    for number, name in enumerate(periods):
        ends = periods[number + 1].starts_on if number + 1 < len(periods) else None
        details = [text for text in (name.legal, name.usual, name.english, name.acronym) if text]
        found.append(
            Period(
                _period(name.starts_on, day_before(ends) if ends else None),
                name.printed,
                [" · ".join(dict.fromkeys(details))] if details else [],
                name is current,
            )
        )
    return found[::-1]


def _regions(data: OrganisationRecord) -> list[Period]:
    periods = data.draft.regions
    found = []
    for number, one in enumerate(periods):
        ends = periods[number + 1].starts_on if number + 1 < len(periods) else None
        end = day_before(ends) if ends else None
        region = f"{REGIONS.get(one.region, one.region)} ({one.region})" if one.region else _("none")
        found.append(Period(_period(one.starts_on, end), region, (), covers(one.starts_on, end, data.as_of)))
    return found[::-1]


def _links(data: OrganisationRecord) -> list[Period]:
    """« A fusionné avec B », one line for each tie."""
    this = data.draft.name_on(data.as_of).printed
    found = []
    for link in data.links:
        before, after = (this, link.other) if link.onward else (link.other, this)
        kind = _(LINK_KINDS.get(link.kind, link.kind))
        found.append(Period(format_date(link.happened_on) or _("date unknown"), f"{before} {kind} {after}"))
    return found
