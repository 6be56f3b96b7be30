"""Who letters go to, and what was sent to whom. No SQLAlchemy: a window asks for it with its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from oci_desktop import formats
from oci_desktop.dates import IN_FORCE, Day
from oci_desktop.i18n import LANGUAGES, N_, Message, in_language, message
from oci_desktop.model.codes import AWAY, BOUNCED, UNSUBSCRIBED
from oci_desktop.model.letter import Recipient, envelope_name
from oci_desktop.queries.association import file_language
from oci_desktop.queries.lists import Reads, chunks
from oci_desktop.tables import split_list

FIRST = "{0}.position, {0}.starts_on DESC, {0}.id"
"""Of several people in one role, who answers: the order of `ORDER BY`. One that is archived answers for nothing."""

Point = tuple[str | None, str | None, str | None]
"""An e-mail address, its state, and since when."""


@dataclass(frozen=True)
class Sent:
    """One mailing as one organisation received it, or did not: `state` is "sent" or "failed"."""

    mailing_id: int
    kind: str
    channel: str
    subject: str | None
    sent_on: str
    who: str
    name: str | None
    address: str | None
    language: str | None
    state: str
    failure: str | None
    campaign_id: int | None = None


def recipients(reader: Reads, ids: Sequence[int], as_of: str) -> list[Recipient]:
    """The person who answers for security in each organisation on the day, else its main contact, else the
    organisation itself; in the order of `ids`, each organisation once.

    The language is the person's, else the first of the organisation's that the program writes, else the file's.
    An address that bounced or asked for no more mail is left out, and a remark says so.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[int, Recipient] = {}
    own_language = file_language(reader)
    for chunk in chunks(wanted):
        numbers = ", ".join(str(int(i)) for i in chunk)
        mail = _emails(reader, numbers)
        postal = _postal(reader, numbers)
        people = _in_charge(reader, numbers, as_of)
        for organisation_id, name, spoken in reader.rows(
            f"""SELECT o.id, n.printed, o.languages FROM organisation o
                JOIN organisation_name n ON n.organisation_id = o.id AND {IN_FORCE.format("n")}
                WHERE o.id IN ({numbers})""",
            {"day": as_of},
        ):
            found[organisation_id] = _recipient(
                Recipient(organisation_id, name, _language(None, spoken, own_language)),
                people.get(organisation_id),
                mail,
                postal.get(organisation_id),
            )
    return [found[i] for i in wanted if i in found]


def languages(reader: Reads, ids: Sequence[int], as_of: str) -> dict[int, str]:
    """organisation id → the language in which it is written to on the day: that of `recipients`, for forms too."""
    found: dict[int, str] = {}
    usual = file_language(reader)
    for chunk in chunks(list(dict.fromkeys(ids))):
        numbers = ", ".join(str(int(i)) for i in chunk)
        people = _in_charge(reader, numbers, as_of)
        for organisation_id, spoken in reader.rows(f"SELECT id, languages FROM organisation WHERE id IN ({numbers})"):
            person = people.get(organisation_id)
            found[organisation_id] = _language(person[6] if person else None, spoken, usual)
    return found


def focal_points(reader: Reads, ids: Sequence[int], as_of: str) -> dict[int, str]:
    """organisation id → the name of who answers for security there, where somebody does."""
    numbers = ", ".join(str(int(i)) for i in ids)
    return {
        organisation_id: f"{person[2] or ''} {person[3] or ''}".strip()
        for organisation_id, person in _in_charge(reader, numbers, as_of, "r.security_contact = 1").items()
    }


def language_sql(*people: str) -> str:
    """The same in SQL: that of the first of these people (columns), else of the organisation `o`, else the file's."""
    known = ", ".join(f"'{code}'" for code in LANGUAGES)
    first = "NULL"
    for code in reversed(LANGUAGES):
        # Whichever stands first in the list of the organisation.
        others = [f"instr(o.languages, '{other}')" for other in LANGUAGES if other != code]
        earlier = " AND ".join(f"({one} = 0 OR {one} > instr(o.languages, '{code}'))" for one in others) or "1"
        first = f"CASE WHEN instr(o.languages, '{code}') > 0 AND {earlier} THEN '{code}' ELSE {first} END"
    usual = f"(SELECT s.value FROM setting s WHERE s.key = 'language' AND s.value IN ({known}))"
    own = [f"CASE WHEN {one} IN ({known}) THEN {one} END" for one in people]
    return f"COALESCE({', '.join([*own, first, usual])}, '{LANGUAGES[0]}')"


def _language(of_person: str | None, of_organisation: str | None, usual: str) -> str:
    return next(code for code in [of_person, *split_list(of_organisation), usual, LANGUAGES[0]] if code in LANGUAGES)


def mailings_of(reader: Reads, organisation_id: int) -> list[Sent]:
    """What was sent to an organisation, latest first."""
    return _sent(reader, "r.organisation_id = :id", organisation_id)


def mailings_in(reader: Reads, campaign_id: int) -> list[Sent]:
    """What was sent for a campaign, latest first, a line for each recipient."""
    return _sent(reader, "m.campaign_id = :id", campaign_id)


def last_reminder(
    reader: Reads, organisation_id: int, campaign_id: int | None = None, as_of: str | None = None
) -> Sent | None:
    """The latest reminder that went out to an organisation (of that campaign, by that day), or None."""
    for sent in mailings_of(reader, organisation_id):
        if (
            sent.kind == "reminder"
            and sent.state == "sent"
            and (campaign_id is None or sent.campaign_id == campaign_id)
            and (as_of is None or sent.sent_on <= as_of)
        ):
            return sent
    return None


def _sent(reader: Reads, where: str, value: int) -> list[Sent]:
    rows = reader.rows(
        f"""SELECT m.id, m.kind, m.channel, m.subject, m.sent_on, m.who, r.name, r.address, r.language, r.state,
                   r.failure, m.campaign_id
            FROM mailing_recipient r JOIN mailing m ON m.id = r.mailing_id
            WHERE {where} ORDER BY m.sent_on DESC, m.id DESC, r.id""",
        {"id": value},
    )
    return [Sent(*row) for row in rows]


_Person = tuple[int, int, str | None, str | None, str | None, str | None, str | None, str | None]


def _in_charge(
    reader: Reads, numbers: str, as_of: str, hats: str = "(r.security_contact = 1 OR r.main_contact = 1)"
) -> dict[int, _Person]:
    """organisation id → (role, person, given name, family name, civility, form of address, language, title)."""
    rows = reader.rows(
        f"""SELECT r.organisation_id, r.id, p.id, p.given_name, p.family_name, p.civility, p.form_of_address,
                   p.language, r.title
            FROM role r JOIN person p ON p.id = r.person_id
            WHERE r.organisation_id IN ({numbers}) AND {hats}
              AND p.archived_on IS NULL AND {IN_FORCE.format("r")}
            ORDER BY r.organisation_id, r.security_contact DESC, {FIRST.format("r")}""",
        {"day": as_of},
    )
    found: dict[int, _Person] = {}
    for organisation_id, *person in rows:
        found.setdefault(organisation_id, tuple(person))
    return found


def _emails(reader: Reads, numbers: str) -> dict[tuple[str, int], list[Point]]:
    """("organisation" or "role", id) → its e-mail addresses in order."""
    found: dict[tuple[str, int], list[Point]] = {}
    for organisation_id, role_id, *point in reader.rows(
        f"""SELECT c.organisation_id, c.role_id, c.value, c.state, c.state_on FROM contact_point c
            LEFT JOIN role r ON r.id = c.role_id
            WHERE c.kind = 'email' AND c.value IS NOT NULL
              AND (c.organisation_id IN ({numbers}) OR r.organisation_id IN ({numbers}))
            ORDER BY c.position, c.id"""
    ):
        key = ("role", role_id) if role_id is not None else ("organisation", organisation_id)
        found.setdefault(key, []).append((point[0], point[1], point[2]))
    return found


def _postal(reader: Reads, numbers: str) -> dict[int, tuple[str | None, ...]]:
    """organisation id → street, city, province, postal code, country: of the mailing address, else of the office."""
    found: dict[int, tuple[str | None, ...]] = {}
    for organisation_id, *address in reader.rows(
        f"""SELECT organisation_id, street, city, province, postal_code, country FROM contact_point
            WHERE organisation_id IN ({numbers}) AND kind IN ('mail_address', 'office_address')
              AND street IS NOT NULL
            ORDER BY CASE kind WHEN 'mail_address' THEN 0 ELSE 1 END, position, id"""
    ):
        found.setdefault(organisation_id, tuple(address))
    return found


def _recipient(
    made: Recipient,
    person: _Person | None,
    mail: dict[tuple[str, int], list[Point]],
    address: tuple[str | None, ...] | None,
) -> Recipient:
    remarks: list[Message] = []
    of_mail: list[Message] = []
    own = mail.get(("organisation", made.organisation_id), [])
    points = own
    if person is None:
        remarks.append(message(N_("Nobody is in charge: the letter goes to the organisation.")))
    else:
        role_id, person_id, given, family, civility, form, lang, title = person
        made = replace(
            made, person_id=person_id, given_name=given or "", family_name=family or "", civility=civility,
            form_of_address=form, language=lang if lang in LANGUAGES else made.language, title=title or "",
        )  # fmt: skip
        points = mail.get(("role", role_id), [])
        if not points and own:
            points = own
            of_mail.append(message(N_("No e-mail of this person is known: the organisation’s is used.")))
    email, said = _usable(points)
    with in_language(made.language):
        lines = formats.address_lines(*address) if address else []
        postal = [envelope_name(made), made.title[:1].upper() + made.title[1:], made.organisation, *lines]
    return replace(
        made,
        email=email,
        postal=tuple(line for line in postal if line) if lines else (),
        remarks=tuple(remarks),
        mail_remarks=(*of_mail, *said),
        postal_remarks=() if lines else (message(N_("No postal address.")),),
    )


def _usable(points: Sequence[Point]) -> tuple[str | None, list[Message]]:
    """The first address that can be written to; where there is none, why."""
    refused: list[Message] = []
    for value, state, since in points:
        if state == BOUNCED and since:
            sentence = N_("{address} bounced ({date}): not by e-mail.")
            refused.append(message(sentence, address=value, date=Day(since)))
        elif state == BOUNCED:
            refused.append(message(N_("{address} bounced: not by e-mail."), address=value))
        elif state == UNSUBSCRIBED:
            refused.append(message(N_("{address} wants no more mail: not by e-mail."), address=value))
        elif state == AWAY:
            return value, [message(N_("{address} is marked as away."), address=value)]
        else:
            return value, []
    return None, refused or [message(N_("No e-mail address."))]
