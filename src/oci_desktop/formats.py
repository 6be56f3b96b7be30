"""Quebec typography for figures, telephones, addresses and punctuation, in the language in force.

Babel does the grouping of figures; this module adds the usages: a no-break space before : % $ and inside
« », none before ; ? !, whole dollars without cents, « 14 h 30 », two spaces before the postal code.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from oci_desktop.dates import format_date
from oci_desktop.i18n import _, language

NBSP = "\N{NO-BREAK SPACE}"
_LOCALES = {"fr": "fr_CA", "en": "en_CA"}
_NANP = re.compile(r"(?:\+?1)?([2-9]\d\d)([2-9]\d\d)(\d{4})(?:(?:x|ext|poste|p)(\d{1,6}))?")
_CANADIAN_POSTAL = re.compile(r"([A-Za-z]\d[A-Za-z])\s*-?\s*(\d[A-Za-z]\d)")


def number(value: int) -> str:
    """« 3 753 745 », "3,753,745"."""
    if -1000 < value < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=_LOCALES[language()]))


def money(cents: int) -> str:
    """« 3 753 745 $ », "$3,753,745"; cents only when there are some."""
    from babel.numbers import format_decimal

    pattern = "#,##0" if cents % 100 == 0 else "#,##0.00"
    from decimal import Decimal

    figure = format_decimal(Decimal(cents) / 100, pattern, locale=_LOCALES[language()])
    if language() == "fr":
        return f"{figure}{NBSP}$"
    return f"-${figure[1:]}" if figure.startswith("-") else f"${figure}"


def percent(value: float, decimals: int = 0) -> str:
    """`40.05` per hundred → « 40,05 % », "40.05%"."""
    from babel.numbers import format_decimal

    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    figure = format_decimal(value, pattern, locale=_LOCALES[language()])
    return f"{figure}{NBSP}%" if language() == "fr" else f"{figure}%"


def phone(text: str) -> str:
    """« 514 871-1086 », « 514 871-1086, poste 23 »; other countries as they were written."""
    found = _NANP.fullmatch(re.sub(r"[\s.()\-–,]+", "", text.casefold()))
    if not found:
        return text
    area, exchange, line, extension = found.groups()
    shown = f"{area}{NBSP}{exchange}-{line}"
    return _("{phone}, ext. {extension}").format(phone=shown, extension=extension) if extension else shown


def postal_code(text: str) -> str:
    """« H2L 1L3 »; what is not Canadian stays as it was written."""
    found = _CANADIAN_POSTAL.fullmatch(text.strip())
    return f"{found[1].upper()} {found[2].upper()}" if found else text


def address_lines(
    street: str | None, city: str | None, province: str | None, code: str | None, country: str | None = None
) -> list[str]:
    """The lines of an address: `1001, rue Sherbrooke Est` / `Montréal (Québec)  H2L 1L3`."""
    place = city or ""
    if province:
        name = province_name(province)
        place = f"{place} ({name})" if place else name
    if code:
        place = f"{place}  {postal_code(code)}" if place else postal_code(code)
    lines = [*(street.split("\n") if street else []), place]
    if country and country.upper() not in {"CA", "CANADA"}:
        lines.append(country_name(country))
    return [line for line in lines if line.strip()]


def province_name(code: str) -> str:
    """« Québec » for "QC"; a name stays a name."""
    if code.upper() == "QC":
        return "Québec"
    if code.upper() == "ON":
        return "Ontario"
    return code


def country_name(code: str) -> str:
    """« Burkina Faso » for "BF", by Babel; a name stays a name."""
    if len(code) != 2:
        return code
    from babel import Locale

    return str(Locale(language()).territories.get(code.upper(), code))


def quote(text: str) -> str:
    """« text » in French, “text” in English."""
    return f"«{NBSP}{text}{NBSP}»" if language() == "fr" else f"“{text}”"


def with_colon(label: str) -> str:
    """« Nom : » in French, "Name:" in English."""
    return f"{label}{NBSP}:" if language() == "fr" else f"{label}:"


def join_list(items: Sequence[str]) -> str:
    """« a, b et c », "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return _("{items} and {last}").format(items=", ".join(items[:-1]), last=items[-1])


def local_time(utc: str) -> datetime.datetime:
    """The local time of a stored UTC timestamp ("2026-11-21T15:42:00Z")."""
    return datetime.datetime.fromisoformat(utc).astimezone()


def time_text(moment: datetime.datetime | datetime.time) -> str:
    """« 14 h », « 14 h 30 »; "2 p.m.", "2:30 p.m."."""
    hour, minute = moment.hour, moment.minute
    if language() == "fr":
        return f"{hour}{NBSP}h{NBSP}{minute:02}" if minute else f"{hour}{NBSP}h"
    half = "a.m." if hour < 12 else "p.m."
    shown = (hour % 12) or 12
    return f"{shown}:{minute:02}{NBSP}{half}" if minute else f"{shown}{NBSP}{half}"


def datetime_text(utc: str) -> str:
    """« 9 juin 2017 à 14 h 30 », "June 9, 2017, 2:30 p.m.", in local time."""
    moment = local_time(utc)
    return _("{date}, {time}").format(date=format_date(moment.date().isoformat()), time=time_text(moment))
