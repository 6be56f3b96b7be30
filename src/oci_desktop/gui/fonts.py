"""Lato, the same letters on every PC: four static weights, loaded once from the `fontpkg-lato` package."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Lato"
WEIGHTS = ("Regular", "Italic", "SemiBold", "Bold")
TEXT_PX = 14


def _folder() -> Path | None:
    """The font files, found without running the package's own code."""
    spec = find_spec("fontpkg_lato")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "files" if places else None


@cache
def load() -> bool:
    """Load the four weights; False when they are missing, and the system's font is used instead."""
    folder = _folder()
    if folder is None:
        return False
    loaded = [QFontDatabase.addApplicationFont(str(folder / f"{FAMILY}-{weight}.ttf")) for weight in WEIGHTS]
    return all(number >= 0 for number in loaded)


def font(px: int = TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The screen font, in pixels of a 100 % screen."""
    found = QFont(FAMILY) if load() else QFont()
    found.setPixelSize(px)
    found.setWeight(weight)
    return found
