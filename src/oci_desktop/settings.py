"""The person's own settings on this PC: theme, columns, the window's place, recent files.

What belongs to the association (its name, logo, language, fiscal years) lives in the database instead.
"""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oci_desktop import paths

_log = logging.getLogger(__name__)


class PersonSettings:
    """Named values kept in a TOML file; `get("list.members.widths")` walks its tables.

    A damaged file is kept beside (`.damaged`) and the defaults serve: settings are never a reason to stop.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.config_dir() / "settings.toml"
        self._values: dict[str, Any] = self._load()

    def _load(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            _log.warning("settings cannot be read; defaults are used", exc_info=True)
            try:
                os.replace(self.path, self.path.with_suffix(".damaged"))
            except OSError:
                _log.warning("damaged settings cannot be set aside", exc_info=True)
            return {}

    def get(self, name: str, default: Any = None) -> Any:
        """The value called `name` (tables separated by dots), or `default`."""
        found: Any = self._values
        for part in name.split("."):
            if not isinstance(found, Mapping) or part not in found:
                return default
            found = found[part]
        return found

    def set(self, name: str, value: Any) -> None:
        """Keep `value` under `name`; None forgets it. Nothing reaches the disk before `save()`."""
        *tables, last = name.split(".")
        found = self._values
        for part in tables:
            inner = found.get(part)
            if not isinstance(inner, dict):
                inner = found[part] = {}
            found = inner
        if value is None:
            found.pop(last, None)
        else:
            found[last] = value

    def save(self) -> None:
        """Write the file in one move: it is whole, or it is the one before."""
        import tomlkit

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = self.path.with_suffix(".new")
            # A path may hold bytes that are no text: better a path with "?" than no settings at all.
            draft.write_text(tomlkit.dumps(self._values), encoding="utf-8", errors="replace")
            os.replace(draft, self.path)
        except OSError:
            _log.warning("settings cannot be written", exc_info=True)
