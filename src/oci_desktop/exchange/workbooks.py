"""Reading a workbook (.xlsx, .xlsm) that somebody sent: its values as text, whatever the file is made of.

Every member is inflated through a counter first, since the sizes that a zip declares may lie; what is read goes on,
uncompressed, to a process of its own that may run out of memory or crash without taking the program along.
Formulas count for the value they had when the workbook was saved; macros, pictures and links are never looked at.
"""

from __future__ import annotations

import io
import json
import lzma
import multiprocessing
import os
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oci_desktop.errors import ExchangeError
from oci_desktop.exchange.files import read_file
from oci_desktop.exchange.workbook_child import answer
from oci_desktop.i18n import N_

MOST_BYTES = 64 * 1024 * 1024
"""Of the file itself."""
MOST_INFLATED = 256 * 1024 * 1024
"""Of all that is read of it, uncompressed: a hundred thousand full records fit in half."""
MOST_MEMBERS = 5_000
MOST_SECONDS = 60.0

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1024 * 1024
_POLL = 0.05
_MOST_ANSWER = 1024 * 1024 * 1024
_READ = (".xml", ".rels")
_NOT_READ = ("xl/drawings/", "xl/charts/", "xl/media/", "xl/theme/", "xl/externallinks/", "xl/pivotcache/")

LookIn = Callable[[], object]
"""Called every now and then while one waits; it may raise Cancelled, and then nothing was read."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: the rows as a person counts them, from the first, without the blank cells at their ends."""

    name: str
    rows: list[list[str]]
    visible: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Cells shown as one: first row and column, last row and column, from 0; only the first has a value."""
    errors: tuple[tuple[str, str], ...] = ()
    """Cells that hold an error instead of a value, with the error: ("B3", "#REF!")."""
    unknown: tuple[str, ...] = ()
    """Cells whose formula was never computed: the value they should have is not in the file."""


@dataclass(frozen=True)
class Workbook:
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name. Raises: ExchangeError naming those that there are."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise ExchangeError(
            N_("The workbook has no sheet “{name}”. It has: {names}."),
            name=name,
            names=", ".join(sheet.name for sheet in self.sheets if sheet.visible),
        )


def is_workbook(data: bytes) -> bool:
    """Whether a file that begins so is read here: a workbook, or something that was meant to be one."""
    return data.startswith((_ZIP, b"PK\x05\x06", _OLE))


def read_workbook(
    source: str | os.PathLike[str], *, most_bytes: int = MOST_BYTES, look_in: LookIn | None = None
) -> Workbook:
    """The sheets of a workbook. Raises: ExchangeError with what is wrong, and whatever `look_in` raises."""
    return read_workbook_bytes(read_file(Path(source), most_bytes), look_in=look_in)


def read_workbook_bytes(data: bytes, *, look_in: LookIn | None = None) -> Workbook:
    """The same for a file that is already in memory."""
    refuse_others(data)
    spawn = multiprocessing.get_context("spawn")
    receive, send = spawn.Pipe()
    process = spawn.Process(target=answer, args=(send,), daemon=True)  # it starts while this one inflates
    process.start()
    send.close()
    watch = threading.Timer(MOST_SECONDS, process.kill)
    watch.daemon = True
    watch.start()
    try:
        receive.send_bytes(uncompressed(data, look_in))
        while not receive.poll(_POLL):
            if look_in is not None:
                look_in()
        found: dict[str, Any] = json.loads(receive.recv_bytes(_MOST_ANSWER))
    except (EOFError, OSError, ValueError):
        # It died, of hunger for memory or of time: what it raises it would have told.
        raise ExchangeError(N_("This workbook cannot be read: it is damaged, or far too large.")) from None
    finally:
        watch.cancel()
        process.kill()
        process.join()
        process.close()
        receive.close()
    if "fault" in found:
        raise fault_error(found["fault"])
    sheets = tuple(_sheet(values) for values in found["sheets"])
    if not sheets:
        raise ExchangeError(N_("The workbook has no sheet with cells."))
    return Workbook(sheets)


def refuse_others(data: bytes) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise fault_error("password")
        raise ExchangeError(N_("This is an old Excel workbook (.xls). Save it as .xlsx first."))
    if not data:
        raise ExchangeError(N_("The file is empty."))
    if not data.startswith(_ZIP):
        raise ExchangeError(N_("This is not an Excel workbook (.xlsx), or it is damaged."))


def fault_error(fault: str) -> ExchangeError:
    if fault == "password":
        return ExchangeError(N_("The workbook is protected by a password. Save a copy without one, then import that."))
    if fault == "large":
        return ExchangeError(N_("The workbook is too large once it is opened. Keep only the list to import in it."))
    return ExchangeError(N_("The workbook is damaged or incomplete. Download or save it again as .xlsx."))


def uncompressed(data: bytes, look_in: LookIn | None) -> bytes:
    """A zip with the same members, stored as they are: what was counted here is exactly what is read there.

    Raises: ExchangeError.
    """
    out = io.BytesIO()
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as plain:
            members = archive.infolist()
            _refuse_kinds({member.filename.casefold() for member in members})
            if len(members) > MOST_MEMBERS:
                raise fault_error("large")
            for member in members:
                name = member.filename.casefold()
                if not name.endswith(_READ) or name.startswith(_NOT_READ):
                    continue
                if member.flag_bits & 0x1:
                    raise fault_error("password")
                parts = []
                with archive.open(member) as file:
                    while part := file.read(_CHUNK):
                        total += len(part)
                        if total > MOST_INFLATED:
                            raise fault_error("large")
                        parts.append(part)
                        if look_in is not None:
                            look_in()
                if member.filename not in plain.NameToInfo:
                    plain.writestr(member.filename, b"".join(parts))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, OSError, ValueError, IndexError,
            OverflowError, NotImplementedError, RuntimeError):  # fmt: skip
        raise fault_error("damaged") from None
    return out.getvalue()


def _refuse_kinds(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise ExchangeError(N_("This is a binary Excel workbook (.xlsb). Save it as .xlsx first."))
    if "content.xml" in names:
        raise ExchangeError(N_("This is an OpenDocument file. Save it as .xlsx first."))
    if "word/document.xml" in names:
        raise ExchangeError(N_("This is a Word document. An Excel workbook (.xlsx) is expected."))
    if "[content_types].xml" in names:
        raise fault_error("damaged")
    raise ExchangeError(N_("This is a compressed folder (.zip). Take the workbook out of it first."))


def _sheet(values: dict[str, Any]) -> Sheet:
    return Sheet(
        values["name"],
        values["rows"],
        values["visible"],
        tuple(tuple(place) for place in values["merged"]),
        tuple((place, error) for place, error in values["errors"]),
        tuple(values["unknown"]),
    )
