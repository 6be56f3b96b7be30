"""The file of a form: what all members share is packed once; each copy adds its own few objects behind it.

One revision, no remains of somebody else's copy: the shared part never held a value.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oci_desktop.reports.kit.form_font import literal

_PER_STREAM = 200
_ENTRY = struct.Struct(">BIH")


def read_objects(pdf: bytes) -> tuple[dict[int, bytes], int, int]:
    """The objects of a PDF that ReportLab has just made, and the numbers of its catalogue and of its properties."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    lines = pdf[start:].split(b"\n")
    count = int(lines[1].split()[1])
    offsets = {number: int(lines[2 + number][:10]) for number in range(1, count)}
    ends = [*sorted(offsets.values()), start]
    objects = {}
    for number, offset in offsets.items():
        end = ends[ends.index(offset) + 1]
        body = pdf[offset:end]
        objects[number] = body[body.index(b"obj") + 3 : body.rindex(b"endobj")].strip()
    trailer = pdf[start:]
    root, info = (re.search(rb"/%s (\d+) 0 R" % name, trailer) for name in (b"Root", b"Info"))
    assert root is not None
    assert info is not None
    return objects, int(root[1]), int(info[1])


def text_string(text: str) -> bytes:
    """A text as dictionaries hold it: plain letters as they are, everything else as UTF-16."""
    if text.isascii():
        return literal(text.encode())
    return literal(b"\xfe\xff" + text.encode("utf-16-be", "replace"))


def name_object(text: str) -> str:
    """A name with every letter that is not plain written as its number."""
    return "/" + "".join(
        chr(byte) if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "_-.") else f"#{byte:02X}"
        for byte in text.encode()
    )


class Parts:
    """Objects being collected; `add` gives the number of each."""

    def __init__(self, first: int) -> None:
        self.objects: dict[int, bytes] = {}
        self._next = first

    def reserve(self) -> int:
        self._next += 1
        return self._next - 1

    def add(self, body: bytes) -> int:
        number = self.reserve()
        self.objects[number] = body
        return number

    @property
    def size(self) -> int:
        return self._next


@dataclass(frozen=True)
class Shared:
    """The part of the file that is the same for everybody, as bytes, and where each object stands in it."""

    head: bytes
    entries: bytes
    size: int
    root: int

    def finish(self, own: Mapping[int, bytes], size: int, info: int, identity: bytes) -> bytes:
        """A whole file: the shared part, then the objects of one copy (some take the place of shared ones)."""
        table = bytearray(self.entries.ljust(_ENTRY.size * (size + 1), b"\0"))
        parts, at = [self.head], len(self.head)
        for number, body in own.items():
            _ENTRY.pack_into(table, number * _ENTRY.size, 1, at, 0)
            piece = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            parts.append(piece)
            at += len(piece)
        _ENTRY.pack_into(table, size * _ENTRY.size, 1, at, 0)
        packed = zlib.compress(bytes(table))
        parts.append(
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]/Filter/FlateDecode"
            b"/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (size, size + 1, self.root, info, identity, identity, len(packed), packed, at)
        )
        return b"".join(parts)


def pack(groups: Iterable[Mapping[int, bytes]], root: int, size: int) -> Shared:
    """Pack objects: streams as they are, all others together by group, so that readers open what they need."""
    parts, at = [b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"], 15
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}

    def write(number: int, body: bytes) -> None:
        nonlocal at
        entries[number] = (1, at, 0)
        piece = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        parts.append(piece)
        at += len(piece)

    for group in groups:
        small = [(number, body) for number, body in group.items() if not body.endswith(b"endstream")]
        for number, body in group.items():
            if body.endswith(b"endstream"):
                write(number, body)
        for first in range(0, len(small), _PER_STREAM):
            some = small[first : first + _PER_STREAM]
            places, bodies, offset = [], [], 0
            for index, (number, body) in enumerate(some):
                entries[number] = (2, size, index)
                places.append(f"{number} {offset}")
                bodies.append(body)
                offset += len(body) + 1
            head = " ".join(places).encode() + b"\n"
            packed = zlib.compress(head + b"\n".join(bodies), 9)
            write(
                size,
                b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
                % (len(some), len(head), len(packed), packed),
            )
            size += 1
    table = b"".join(_ENTRY.pack(*entries.get(number, (0, 0, 65535))) for number in range(size))
    return Shared(b"".join(parts), table, size, root)
