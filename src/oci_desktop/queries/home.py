"""What the first page says, computed for the day in the window: things to do, what is coming, key figures.

Three registries of plain functions `(reader, as_of) -> items`. A later subject adds a function to one of
them and nothing else: the page shows whatever they return. Nothing here is typed by hand or remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oci_desktop.model.association import FiscalYearDraft
from oci_desktop.queries.association import fiscal_year_of
from oci_desktop.queries.home_assessments import campaigns_ahead, self_assessments_to_do, valid_self_assessments
from oci_desktop.queries.home_figures import members, organisations, people, regions
from oci_desktop.queries.home_lines import Figure, Share, Target, ToDo, Upcoming
from oci_desktop.queries.home_todo import (
    backup_that_failed,
    members_without_delegate,
    members_without_main_contact,
    roles_ending,
)
from oci_desktop.queries.home_upcoming import memberships_ahead, roles_ahead
from oci_desktop.text import sort_key

if TYPE_CHECKING:
    from oci_desktop.store.reader import Reader

__all__ = [
    "COMING_UP", "KEY_FIGURES", "THINGS_TO_DO", "Figure", "Home", "Share", "Target", "ToDo", "Upcoming",
    "count_things_to_do", "get_home",
]  # fmt: skip

THINGS_TO_DO: tuple[Callable[[Reader, str], Sequence[ToDo]], ...] = (
    backup_that_failed,
    self_assessments_to_do,
    members_without_delegate,
    members_without_main_contact,
    roles_ending,
)
COMING_UP: tuple[Callable[[Reader, str], Sequence[Upcoming]], ...] = (
    campaigns_ahead,
    memberships_ahead,
    roles_ahead,
)
KEY_FIGURES: tuple[Callable[[Reader, str], Sequence[Figure]], ...] = (
    members,
    organisations,
    people,
    regions,
    valid_self_assessments,
)


@dataclass(frozen=True)
class Home:
    """Everything that the page shows, from one consistent reading."""

    as_of: str
    fiscal_year: FiscalYearDraft
    to_do: tuple[ToDo, ...]
    upcoming: tuple[Upcoming, ...]
    figures: tuple[Figure, ...]

    @property
    def late(self) -> int:
        return sum(item.tone == "late" for item in self.to_do)


def get_home(reader: Reader, as_of: str) -> Home:
    """The page for the day `as_of`: what is late first, then in the order of the registries."""
    rank = {"late": 0, "pending": 1, "neutral": 2}
    to_do = [item for collect in THINGS_TO_DO for item in collect(reader, as_of)]
    upcoming = [item for collect in COMING_UP for item in collect(reader, as_of)]
    return Home(
        as_of,
        fiscal_year_of(reader, as_of),
        tuple(sorted(to_do, key=lambda item: rank[item.tone])),
        tuple(sorted(upcoming, key=lambda item: (item.day, sort_key(item.title)))),
        tuple(item for collect in KEY_FIGURES for item in collect(reader, as_of)),
    )


def count_things_to_do(reader: Reader, as_of: str) -> int:
    """How many lines « À faire » has on the day: the number in the side bar."""
    return sum(len(collect(reader, as_of)) for collect in THINGS_TO_DO)
