"""Compiles the catalogues (`.po` -> `.mo`); run by the build, for wheels and editable installs alike.

By hand: `python resources/locale/build.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent


def compile_catalogues(folder: Path = HERE) -> list[Path]:
    """Write a `.mo` beside every `.po` that is newer, and return all the `.mo` files."""
    compiled = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parent.parent.name)
            with target.open("wb") as file:
                write_mo(file, catalogue)
        compiled.append(target)
    return compiled


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # outside a build, only `compile_catalogues` is wanted
    pass
else:

    class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
        """The hook that `[tool.hatch.build.hooks.custom]` names."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            compile_catalogues(Path(self.root) / "resources" / "locale")


if __name__ == "__main__":
    compile_catalogues()
