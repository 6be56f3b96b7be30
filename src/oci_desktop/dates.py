"""Dates with a precision, written as ISO text: "1976", "2009-03", "2017-06-09".

The length tells the precision, text order is time order, and every database stores it alike.
Strict: 31/02 is an error. `02/03/2024` is day first in French and month first in English, always.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from oci_desktop.errors import UserError
from oci_desktop.i18n import N_, _, in_language, language
from oci_desktop.text import search_norm

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
SHORT_MONTHS = (
    N_("Jan."),
    N_("Feb."),
    N_("Mar."),
    N_("Apr."),
    N_("May"),
    N_("Jun."),
    N_("Jul."),
    N_("Aug."),
    N_("Sep."),
    N_("Oct."),
    N_("Nov."),
    N_("Dec."),
)
FIRST_YEAR, LAST_YEAR = 1000, 2999

IN_FORCE = "({0}.starts_on IS NULL OR {0}.starts_on <= :day) AND ({0}.ends_on IS NULL OR {0}.ends_on || '~' >= :day)"
"""Portable SQL, for `.format(alias)`: the period of that row covers `:day`, a full ISO date.

An empty start means since always, an empty end still. "2017" as a start begins on its first day; as an
end it lasts until its last: '~' sorts after every digit and hyphen.
"""

# ASCII: figures of other scripts would be kept as they are, and would not sort.
LASTS = "({0}.starts_on IS NULL OR {0}.starts_on <= :day) AND ({0}.last_day IS NULL OR {0}.last_day >= :day)"
"""The same for memberships, whose `last_day` is the full date until which the period counts."""

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})", re.ASCII)
_DAY_MONTH_YEAR = re.compile(r"(?:le |the )?(\d{1,2})(?:er|re|st|nd|rd|th)? (?:of |de )?([a-z]+) (\d{4})", re.ASCII)
_MONTH_DAY_YEAR = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})", re.ASCII)
_WORD_YEAR = re.compile(r"([a-z]+) (?:de )?(\d{4})", re.ASCII)


def today() -> str:
    return datetime.date.today().isoformat()


def parse_date(text: str, lang: str | None = None) -> str:
    """The ISO text of a date as people write it, with the precision that they gave.

    « 9 juin 2017 », "June 9, 2017", "2017-06-09", "09/06/2017" (day first in French, month first in
    English), « mars 2009 », "2009-03", "1976". Empty text gives "".
    Raises: UserError with what is wrong and examples.
    """
    given = text.strip()
    if not given:
        return ""
    lang = lang or language()
    if found := _ISO.fullmatch(given):
        return _checked(given, found[1], found[2], found[3])
    if found := _NUMERIC.fullmatch(given):
        first, second, year = found.groups()
        day, month = (first, second) if lang == "fr" else (second, first)
        return _checked(given, year, month, day)
    if found := _MONTH_YEAR.fullmatch(given):
        return _checked(given, found[2], found[1], None)
    words = search_norm(given)
    if found := _DAY_MONTH_YEAR.fullmatch(words):
        return _checked(given, found[3], _month_number(found[2], given), found[1])
    if found := _MONTH_DAY_YEAR.fullmatch(words):
        return _checked(given, found[3], _month_number(found[1], given), found[2])
    if found := _WORD_YEAR.fullmatch(words):
        return _checked(given, found[2], _month_number(found[1], given), None)
    raise _not_understood(given)


def is_date(iso: str) -> bool:
    """Whether the text is a date as it is kept: "1976", "2009-03", "2017-06-09", and one that exists."""
    if len(iso) not in (4, 7, 10):
        return False
    try:
        return parse_date(iso) == iso
    except UserError:
        return False


def parse_day(text: str, lang: str | None = None) -> str:
    """Like `parse_date`, for places where only a full day will do.

    Raises: UserError.
    """
    iso = parse_date(text, lang)
    if iso and len(iso) < 10:
        raise UserError(N_("“{text}”: a full date is needed here, with its day."), text=text.strip())
    return iso


def _not_understood(given: str) -> UserError:
    return UserError(
        N_("“{text}” is not a date that can be read. Write it like {example}, 2017-06-09, March 2009 or 1976."),
        text=given,
        example=format_date("2017-06-09"),
    )


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for code in ("fr", "en"):
        with in_language(code):
            for group in (MONTHS, SHORT_MONTHS):
                for number, name in enumerate(group, start=1):
                    names[search_norm(_(name))] = number
    return names | {"sept": 9}


def _month_number(word: str, given: str) -> str:
    number = _month_names().get(word)
    if number is None:
        raise _not_understood(given)
    return str(number)


def _checked(given: str, year: str, month: str | None, day: str | None) -> str:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise UserError(N_("“{text}”: the year {year} is out of range."), text=given, year=year)
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        raise UserError(N_("“{text}”: there is no month {month}."), text=given, month=int(month))
    if day is None:
        return f"{year}-{int(month):02}"
    if not 1 <= int(day) <= _days_in(int(year), int(month)):
        raise UserError(
            N_("“{text}”: {month} {year} has no day {day}."),
            text=given,
            day=int(day),
            month=_(MONTHS[int(month) - 1]),
            year=year,
        )
    return f"{year}-{int(month):02}-{int(day):02}"


def _days_in(year: int, month: int) -> int:
    import calendar  # not before the first rows of the window: 0.7 ms

    return calendar.monthrange(year, month)[1]


def first_day(iso: str) -> datetime.date:
    """The first day that `iso` covers."""
    return datetime.date(int(iso[:4]), int(iso[5:7] or 1), int(iso[8:10] or 1))


def last_day(iso: str) -> datetime.date:
    """The last day that `iso` covers."""
    year, month = int(iso[:4]), int(iso[5:7] or 12)
    return datetime.date(year, month, int(iso[8:10] or _days_in(year, month)))


def day_before(iso: str) -> str:
    return (first_day(iso) - datetime.timedelta(days=1)).isoformat()


def day_after(iso: str) -> str:
    return (last_day(iso) + datetime.timedelta(days=1)).isoformat()


def covers(starts_on: str | None, ends_on: str | None, day: str) -> bool:
    """Whether the period is in force on `day`: both ends are inclusive, empty means without limit."""
    return (not starts_on or starts_on <= day) and (not ends_on or ends_on + "~" >= day)


def overlap(first: tuple[str | None, str | None], second: tuple[str | None, str | None]) -> bool:
    """Whether two periods share a day that is certain.

    Precision is honoured: one that ends in "2017" and one that starts in "2017" may follow each other.
    """
    return _starts_before_end(first[0], second[1]) and _starts_before_end(second[0], first[1])


def _starts_before_end(starts_on: str | None, ends_on: str | None) -> bool:
    if not starts_on or not ends_on:
        return True
    precision = min(len(starts_on), len(ends_on))
    if precision < 10 and starts_on[:precision] == ends_on[:precision]:
        return False
    return first_day(starts_on) <= last_day(ends_on)


def format_date(iso: str | None, style: str = "long") -> str:
    """The date in words in the language in force, with the precision that it has.

    long « 9 juin 2017 », "June 9, 2017"; medium « 9 juin 2017 » with the month cut short; short: ISO.
    """
    if not iso:
        return ""
    if style == "short" or len(iso) == 4:
        return iso
    year, month = iso[:4], int(iso[5:7]) - 1
    names = MONTHS if style == "long" else SHORT_MONTHS
    name = _(names[month])
    if len(iso) == 7:
        return _("{month} {year}").format(month=name, year=year)
    day = int(iso[8:10])
    if language() == "fr":
        return f"{'1er' if day == 1 else day} {name} {year}"
    return f"{name} {day}, {year}"


@dataclass(frozen=True)
class Day:
    """A date inside a sentence: written out in the language in which the sentence is shown."""

    iso: str | None

    def __str__(self) -> str:
        return format_date(self.iso)


def days_between(earlier: str, later: str) -> int:
    """How many days after the last day of `earlier` the first day of `later` is; negative when before."""
    return (first_day(later) - last_day(earlier)).days


def format_period(starts_on: str | None, ends_on: str | None) -> str:
    """« du 1er avril 2017 au 31 mars 2018 », « 2010 à 2014 », « depuis 1976 », « jusqu’au 9 juin 2017 »."""
    if starts_on and ends_on:
        days = len(starts_on) == len(ends_on) == 10
        words = _("{start} – {end}") if days else _("{start} to {end}")
        return words.format(start=format_date(starts_on), end=format_date(ends_on))
    if starts_on:
        return since(starts_on)
    if ends_on:
        return until(ends_on)
    return _("at all times")


def since(iso: str) -> str:
    """« depuis le 9 juin 2017 », « depuis 1976 »."""
    if len(iso) == 10:
        return _("since {day}").format(day=format_date(iso))
    return _("since {month}").format(month=format_date(iso))


def until(iso: str) -> str:
    """« jusqu’au 9 juin 2017 », « jusqu’en 2017 »."""
    if len(iso) == 10:
        return _("until {day}").format(day=format_date(iso))
    return _("until the end of {month}").format(month=format_date(iso))
