"""The process that opens a workbook for `workbooks`: what goes wrong in here never reaches the program.

It gets a zip whose members are stored plain and counted, and answers with text only. Nothing of the program is
imported: it has to start in the blink of an eye, and has nothing to lose.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any
from xml.etree import ElementTree

MOST_CELLS = 10_000_000
"""A hundred thousand rows of a hundred columns: the reader lays a sheet out in full, blank cells included."""
MOST_TEXT = 256 * 1024 * 1024
"""Characters of all cells together: a text that is kept once may be shown by every cell."""
MOST_MEMORY = 3 * 1024 * 1024 * 1024

_PLACE = re.compile(rb"""[\s"']r\s*=\s*["']([A-Za-z]*)([0-9]+)""")
_SHARED = re.compile(rb"""[\s"']t\s*=\s*["']s["'][^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?\s*<v>\s*([0-9]+)""")
CELL = re.compile(rb"<c\s([^>]*?)(?:/>|>(.*?)</c\s*>)", re.DOTALL)
CELL_PLACE = re.compile(rb"""(?:^|[\s"'])r\s*=\s*["']([A-Za-z]+[0-9]+)""")
_ERROR_CELL = re.compile(rb"""(?:^|[\s"'])t\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<v[^>]*>\s*([^<]+)")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_REMARKS = 200


class TooLarge(Exception):  # noqa: N818 - it stays in this process
    """The workbook would fill the memory."""


def answer(pipe: Connection) -> None:
    """Read the workbook that comes through the pipe, and send back what it says, or which fault it has."""
    data = pipe.recv_bytes()
    limit_memory()
    found: dict[str, Any]
    try:
        found = {"sheets": read_sheets(data)}
    except (TooLarge, MemoryError):
        found = {"fault": "large"}
    except BaseException as problem:  # a panic of the reader is no Exception
        found = {"fault": "password" if type(problem).__name__ == "PasswordError" else "damaged"}
    pipe.send_bytes(json.dumps(found, ensure_ascii=False).encode("utf-8", errors="replace"))


def limit_memory() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def read_sheets(data: bytes) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        places = sheet_parts(archive)
        remarks = dict(_looked_over(archive))
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = []
    for number, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(number)
        errors, unknown = remarks.get(places.get(about.name, ""), ([], []))
        found.append(
            {
                "name": about.name,
                "visible": about.visible == SheetVisibleEnum.Visible,
                "rows": [_texts(row) for row in sheet.to_python(skip_empty_area=False)],
                "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
                "errors": errors,
                "unknown": unknown,
            }
        )
    return found


# --- before it is opened


def _looked_over(archive: zipfile.ZipFile) -> Iterator[tuple[str, tuple[list[list[str]], list[str]]]]:
    """part → its cells that hold an error, and those whose formula was never computed.

    Raises: TooLarge for a sheet that would not fit, before anything lays it out.
    """
    text = 0
    lengths: list[int] = []
    for name in archive.namelist():
        if name.casefold().endswith("sharedstrings.xml"):
            lengths = [len(part) for part in archive.read(name).split(b"<si")[1:]]
    longest = max(lengths, default=0)
    for name in archive.namelist():
        if not name.endswith(".xml") or name.casefold().endswith("sharedstrings.xml"):
            continue
        xml = archive.read(name)
        if b"sheetData" not in xml:
            continue
        places = _PLACE.findall(xml)
        last_row = max((int(row) if len(row) < 9 else MOST_CELLS for _, row in places), default=1)
        last_column = max(map(_column_number, {letters for letters, _ in places}), default=1)
        if last_row * max(last_column, 1) > MOST_CELLS:
            raise TooLarge
        if longest * len(places) > MOST_TEXT:
            text += sum(lengths[at] for found in _SHARED.findall(xml) if (at := int(found)) < len(lengths))
            if text > MOST_TEXT:
                raise TooLarge
        yield name, _remarks(xml)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number


def _remarks(xml: bytes) -> tuple[list[list[str]], list[str]]:
    errors: list[list[str]] = []
    unknown: list[str] = []
    if b'"e"' not in xml and b"'e'" not in xml and b"<f" not in xml:
        return errors, unknown
    for found in CELL.finditer(xml):
        attributes, inside = found[1], found[2] or b""
        is_error = _ERROR_CELL.search(attributes)
        if not is_error and b"<f" not in inside:
            continue
        at = CELL_PLACE.search(attributes)
        place = at[1].decode("ascii") if at else "?"
        value = _VALUE.search(inside)
        if is_error:
            errors.append([place, value[1].decode("utf-8", "replace").strip() if value else "#?"])
        elif value is None and b't="str"' not in attributes:
            unknown.append(place)
        if len(errors) + len(unknown) >= _MOST_REMARKS:
            break
    return errors, unknown


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet → the part of the archive that holds it, as far as they are told plainly."""
    try:
        relations = {
            relation.get("Id"): relation.get("Target", "")
            for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    except (KeyError, ElementTree.ParseError):
        return {}
    parts = {}
    for element in book.iter():
        target = relations.get(element.get(_RELATION)) if element.tag.endswith("}sheet") else None
        if target:
            parts[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


# --- values as a person sees them


def _texts(row: list[Any]) -> list[str]:
    texts = [value if type(value) is str else _WORDS[type(value)](value) for value in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _number(value: float) -> str:
    whole = value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else repr(value)


def _moment(value: datetime.datetime) -> str:
    if value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(" ", "minutes" if not value.second else "seconds")


def _duration(value: datetime.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if seconds else f"{hours}:{minutes:02}"


_WORDS: dict[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    float: _number,
    bool: lambda value: "TRUE" if value else "FALSE",
    datetime.date: datetime.date.isoformat,
    datetime.datetime: _moment,
    datetime.time: lambda value: value.isoformat("minutes" if not value.second else "seconds"),
    datetime.timedelta: _duration,
}
