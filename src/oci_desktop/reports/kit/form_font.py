"""The font of what is filled in: embedded, and known to every reader by its letters.

ReportLab's own subsets hold only what was drawn, under numbers of its own: a reader could type nothing with them.
This one has the 220 letters of Windows-1252 under their usual codes, U+202F and U+2011 beside them; what a value
needs beyond that comes from fonts made for that one document.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontMaker

from oci_desktop.reports.kit.fonts import face, visible_code

NAME = "NotoSans"
"""The font's name in the form's own resources: `/NotoSans 9 Tf`."""

_BESIDE = {0x81: (0x202F, "uni202F"), 0x8D: (0x2011, "uni2011")}
"""Codes that Windows-1252 leaves free."""


def _letters() -> dict[int, int]:
    """Code → character."""
    found = {}
    for code in range(0x20, 0x100):
        try:
            found[code] = ord(bytes([code]).decode("cp1252"))
        except UnicodeDecodeError:
            continue
    del found[0x7F]
    return found | {code: char for code, (char, _name) in _BESIDE.items()}


_LETTERS = _letters()
_CODES = {chr(char): code for code, char in _LETTERS.items()}

Add = Callable[[bytes], int]
"""Keeps one object of the file and gives its number."""


def stream(dictionary: str, content: bytes) -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content)
    return f"<<{dictionary}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def literal(codes: bytes) -> bytes:
    """The codes between parentheses, as a string of a page or of a dictionary."""
    safe = codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"(" + safe.replace(b"\r", b"\\r").replace(b"\n", b"\\n") + b")"


def _subset(font: Any, chars: Sequence[int]) -> tuple[bytes, list[int]]:
    """The font file with only these characters, and the glyph of each."""
    data: bytes = font.makeSubset(list(chars))
    count = struct.unpack(">H", data[4:6])[0]
    for place in range(12, 12 + 16 * count, 16):
        tag, _check, at, length = struct.unpack(">4sLLL", data[place : place + 16])
        if tag == b"cmap":
            return data, list(struct.unpack(f">{len(chars)}H", data[at + 22 : at + length]))
    raise ValueError("a font without cmap")


def _with_unicode(data: bytes, chars: Sequence[int], glyphs: Sequence[int]) -> bytes:
    """The same font file, its glyphs found by Unicode: what readers look for in a font with an encoding."""
    maker = TTFontMaker()
    count = struct.unpack(">H", data[4:6])[0]
    for place in range(12, 12 + 16 * count, 16):
        tag, _check, at, length = struct.unpack(">4sLLL", data[place : place + 16])
        if tag != b"cmap":
            maker.add(tag.decode(), data[at : at + length])
    pairs = [*sorted(zip(chars, glyphs, strict=True)), (0xFFFF, 0)]
    segments = len(pairs)
    power = 1 << (segments.bit_length() - 1)
    ends = [char for char, _glyph in pairs]
    deltas = [(glyph - char) & 0xFFFF for char, glyph in pairs[:-1]] + [1]
    words = [
        *(2 * segments, 2 * power, power.bit_length() - 1, 2 * segments - 2 * power),
        *(*ends, 0, *ends, *deltas, *([0] * segments)),
    ]
    table = struct.pack(f">3H{len(words)}H", 4, 6 + 2 * len(words), 0, *words)
    maker.add("cmap", struct.pack(">4HL", 0, 1, 3, 1, 12) + table)
    made: bytes = maker.makeStream()
    return made


def _to_unicode(letters: dict[int, int]) -> bytes:
    lines = [f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in letters.items()]
    blocks = "".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
        for part in (lines[at : at + 100] for at in range(0, len(lines), 100))
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{blocks}"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _font_objects(font: Any, data: bytes, letters: dict[int, int], *, tag: str, encoding: str, add: Add) -> int:
    """The number of the font's dictionary, everything that it needs being kept."""
    own = font.face
    file = add(stream(f"/Length1 {len(data)}", data))
    name = f"{tag}+{own.name.decode() if isinstance(own.name, bytes) else own.name}".replace(" ", "-")
    box = " ".join(f"{side:g}" for side in own.bbox)
    descriptor = add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags {32 if encoding else 4}/FontBBox[{box}]/ItalicAngle 0"
        f"/Ascent {own.ascent:g}/Descent {own.descent:g}/CapHeight {own.capHeight:g}/StemV 87"
        f"/FontFile2 {file} 0 R>>".encode()
    )
    unicode = add(stream("", _to_unicode(letters)))
    first, last = min(letters), max(letters)
    widths = " ".join(
        f"{own.charWidths.get(letters[code], own.defaultWidth) if code in letters else 0:g}"
        for code in range(first, last + 1)
    )
    return add(
        f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar {first}/LastChar {last}/Widths[{widths}]"
        f"/FontDescriptor {descriptor} 0 R/ToUnicode {unicode} 0 R{encoding}>>".encode()
    )


@cache
def _main_file() -> bytes:
    chars = sorted(set(_LETTERS.values()))
    data, glyphs = _subset(face().main.face, chars)
    return _with_unicode(data, chars, glyphs)


def add_main_font(add: Add) -> int:
    """Keep the font that readers type with; the number of its dictionary."""
    beside = " ".join(f"{code}/{name}" for code, (_char, name) in _BESIDE.items())
    encoding = f"/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[{beside}]>>"
    return _font_objects(face().main, _main_file(), _LETTERS, tag="OCIAAA", encoding=encoding, add=add)


@dataclass(frozen=True)
class Run:
    """Codes to show in one font, by its name in the resources."""

    font: str
    codes: bytes


class ValueFonts:
    """The letters of one document's values: the main font, and others for what it lacks."""

    def __init__(self) -> None:
        self._others: dict[str, tuple[Any, dict[str, int]]] = {}
        self._names: dict[int, list[str]] = {}

    def runs(self, text: str) -> list[Run]:
        """The text cut by font; nothing is ever dropped: a letter that no font has shows as its number."""
        if all(map(_CODES.__contains__, text)):
            return [Run(NAME, bytes(map(_CODES.__getitem__, text)))] if text else []
        found: list[Run] = []
        for char in text:
            for name, code in self._codes(char):
                if found and found[-1].font == name:
                    found[-1] = Run(name, found[-1].codes + bytes([code]))
                else:
                    found.append(Run(name, bytes([code])))
        return found

    def _codes(self, char: str) -> list[tuple[str, int]]:
        if char in _CODES:
            return [(NAME, _CODES[char])]
        font = face().font_for(char)
        if font is None:
            return [(NAME, _CODES[one]) for one in ("    " if char == "\t" else visible_code(char))]
        names = self._names.setdefault(id(font), [])
        if not names or (char not in self._others[names[-1]][1] and len(self._others[names[-1]][1]) >= 200):
            names.append(f"Oci{len(self._others)}")
            self._others[names[-1]] = (font, {})
        for name in names:
            if char in self._others[name][1]:
                return [(name, self._others[name][1][char])]
        codes = self._others[names[-1]][1]
        codes[char] = 33 + len(codes)
        return [(names[-1], codes[char])]

    def add(self, add: Add) -> dict[str, int]:
        """Keep the fonts that were needed beyond the main one; name → number."""
        numbers = {}
        for place, (name, (font, codes)) in enumerate(self._others.items()):
            letters = {code: ord(char) for char, code in codes.items()}
            # The subset's own table counts from 0: the codes under 33 stay empty.
            data, _glyphs = _subset(font.face, [*([32] * 33), *letters.values()])
            tag = "OCIB" + chr(65 + place // 26) + chr(65 + place % 26)
            numbers[name] = _font_objects(font, data, letters, tag=tag, encoding="", add=add)
        return numbers
