"""What a file to import holds, told from its headings; no window is needed to say it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oci_desktop.i18n import LANGUAGES, in_language
from oci_desktop.text import search_norm

if TYPE_CHECKING:
    from oci_desktop.exchange.frame import Importer
    from oci_desktop.queries.lists import ListDefinition
    from oci_desktop.store.database import Database


@dataclass(frozen=True)
class Recognised:
    """How well a file fits one importer: heading → title of the column that it means, and what is left out."""

    importer: Importer
    matched: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    unknown: tuple[str, ...]
    fits: bool
    """Whether a column is there that tells which record a row means."""


@dataclass(frozen=True)
class ReadFile:
    """A file that could be read: its rows are counted, its importers come best first."""

    path: Path
    rows: int
    encoding: str
    separator: str
    guesses: tuple[Recognised, ...]


def read_file(database: Database, path: Path) -> ReadFile:
    """Look at a file without judging its rows.

    Raises: ExchangeError when it cannot be read at all.
    """
    from oci_desktop.exchange.importers import IMPORTERS
    from oci_desktop.exchange.sources import read_source
    from oci_desktop.queries.definitions import get_list

    with database.read() as reader:
        known = {importer.name: _headings(importer, get_list(reader, importer.name)) for importer in IMPORTERS}
        titles = {
            importer.name: {column.key: column.title for column in get_list(reader, importer.name).columns}
            for importer in IMPORTERS
        }
    source = read_source(path, lambda heading: any(search_norm(heading) in keys for keys in known.values()))
    headings = [heading.strip() for heading in source.headings if heading.strip()]
    guesses = []
    for importer in IMPORTERS:
        keys = known[importer.name]
        matched = tuple((h, keys[search_norm(h)]) for h in headings if search_norm(h) in keys)
        guesses.append(
            Recognised(
                importer,
                tuple((heading, titles[importer.name].get(key, key)) for heading, key in matched),
                tuple(key for _heading, key in matched),
                tuple(h for h in headings if search_norm(h) not in keys),
                any(key in importer.keys for _heading, key in matched),
            )
        )
    # The first of equals wins: importers are in the order in which files that belong together are imported.
    guesses.sort(key=lambda guess: (not guess.fits, -_weight(guess)))
    return ReadFile(path, len(source.rows), source.encoding, source.separator, tuple(guesses))


def _weight(guess: Recognised) -> int:
    """Matched headings that the importer writes count most: a membership file has an organisation's name too."""
    written = set(guess.importer.written)
    return 2 * len(guess.keys) - 3 * len(guess.unknown) + sum(key in written for key in guess.keys)


def _headings(importer: Importer, definition: ListDefinition) -> dict[str, str]:
    keys = {search_norm(column.key): column.key for column in definition.columns}
    for code in LANGUAGES:
        with in_language(code):
            for column in definition.columns:
                keys.setdefault(search_norm(column.title), column.key)
    for key, headings in importer.synonyms.items():
        for heading in headings:
            keys.setdefault(heading, key)
    return keys
