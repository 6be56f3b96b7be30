"""Icons: the SVG files of Tabler, read as data, recoloured, drawn once per colour, size and screen density."""

from __future__ import annotations

import struct
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, qRegisterResourceData
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from oci_desktop.gui import theme

SIZE = 18


@cache
def _folder() -> Path | None:
    spec = find_spec("pytablericons")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "icons" / "outline" if places else None


@cache
def _source(name: str) -> bytes:
    """The SVG of an icon, with a slightly finer line than Tabler's 2, as the pictures have it.

    Raises: KeyError for an icon that does not exist.
    """
    folder = _folder()
    try:
        found = (folder / f"{name}.svg").read_bytes() if folder else b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    except OSError as missing:
        raise KeyError(name) from missing
    return found.replace(b'stroke-width="2"', b'stroke-width="1.75"')


def coloured(name: str, colour: str) -> bytes:
    """The SVG of an icon in one colour ("#rrggbb")."""
    return _source(name).replace(b"currentColor", colour.encode())


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    side = max(1, round(size * ratio))
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(coloured(name, colour))).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def pixmap(name: str, colour: QColor | str | None = None, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """An icon ready to paint; `ratio` is the density of the screen it is painted on."""
    return _pixmap(name, _hex(colour), size, ratio)


def icon(name: str, colour: QColor | str | None = None, size: int = SIZE) -> QIcon:
    """An icon for a button or a menu, in the text colour unless told."""
    return QIcon(_icon(name, _hex(colour), size, _ratios()))


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, size: int, ratios: tuple[float, ...]) -> QIcon:
    made = QIcon()
    for ratio in ratios:
        made.addPixmap(_pixmap(name, colour, size, ratio))
    return made


def icon_size(size: int = SIZE) -> QSize:
    return QSize(size, size)


def _ratios() -> tuple[float, ...]:
    """The density of every screen, so that a window moved to another one stays sharp."""
    return tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})) or (1.0,)


def _hex(colour: QColor | str | None) -> str:
    if colour is None:
        return theme.tokens().text
    return colour.name() if isinstance(colour, QColor) else colour


# A style sheet can only name files. These few (arrows, ticks) are given to Qt as a resource made in memory:
# nothing is written to the person's disk.

_registered: dict[str, tuple[bytes, bytes, bytes]] = {}


def register(folder: str, files: dict[str, bytes]) -> None:
    """Make `files` readable by Qt as `:/folder/name`; once per folder."""
    if folder in _registered:
        return
    names, offsets = b"", {}
    for text in (folder, *files):
        offsets[text] = len(names)
        names += struct.pack(">HI", len(text), _hash(text)) + text.encode("utf-16-be")
    data, places = b"", {}
    for name, content in files.items():
        places[name] = len(data)
        data += struct.pack(">I", len(content)) + content
    tree = struct.pack(">IHII", 0, 2, 1, 1) + struct.pack(">IHII", offsets[folder], 2, len(files), 2)
    for name in sorted(files, key=_hash):
        tree += struct.pack(">IHHHI", offsets[name], 0, 0, 1, places[name])  # in no language but C
    _registered[folder] = (tree, names, data)  # Qt reads these bytes for as long as the process lives
    qRegisterResourceData(1, tree, names, data)


def _hash(text: str) -> int:
    """Qt's own hash of a resource name (`qt_hash`)."""
    total = 0
    for letter in text:
        total = (total << 4) + ord(letter)
        total ^= (total & 0xF0000000) >> 23
        total &= 0x0FFFFFFF
    return total
