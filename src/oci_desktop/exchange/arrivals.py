"""What files that are dropped on the window are: forms that came back, or lists to import. Told from their bytes."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from oci_desktop.exchange.document_kinds import HEAD, is_pdf, picture_suffix

_MOST_WORKBOOK = 1 << 20
"""Of the list of sheets: a few kilobytes in any workbook of people."""


@dataclass(frozen=True)
class Arrivals:
    """Dropped files, sorted out, each in the order given."""

    forms: tuple[Path, ...] = ()
    lists: tuple[Path, ...] = ()


def sort_out(paths: Iterable[Path]) -> Arrivals:
    """Forms and lists; a folder stands for the files in it. What cannot be read goes with the forms, which say why,
    when there are any."""
    forms: list[Path] = []
    lists: list[Path] = []
    unclear: list[Path] = []
    for path in _files(paths):
        kind = is_form(path)
        (unclear if kind is None else forms if kind else lists).append(path)
    (forms if forms else lists).extend(unclear)
    return Arrivals(tuple(forms), tuple(lists))


def is_form(path: Path) -> bool | None:
    """Whether a file may be a form that came back (a PDF, a picture, a workbook of ours); None when it cannot be read
    or is a workbook that nobody can open. Nothing is believed of its name."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return None
    if is_pdf(head) or picture_suffix(head):
        return True
    if not head.startswith(b"PK"):
        return None if not head else False
    return _is_our_workbook(path)


def _is_our_workbook(path: Path) -> bool | None:
    """A form has a hidden sheet that says what its cells are; a list that somebody exported has none."""
    from oci_desktop.exchange.form_xlsx import MAP_SHEET

    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as sheets:
            return f'name="{MAP_SHEET}"'.encode() in sheets.read(_MOST_WORKBOOK)
    except KeyError:
        return False
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return None


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(place for place in path.iterdir() if place.is_file() and not place.name.startswith("."))
        else:
            yield path
