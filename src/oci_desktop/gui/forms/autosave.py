"""Half-filled forms, kept in the person's own folder so that a crash or a power cut loses nothing typed."""

from __future__ import annotations

import json
import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oci_desktop import paths

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What was typed in a form and not saved: `fields` by name, and when (UTC)."""

    at: str
    version: int
    fields: dict[str, Any]

    @property
    def moment(self) -> str:
        """When it was typed, as a person says it."""
        from oci_desktop.formats import datetime_text

        return datetime_text(self.at)


class KeptForms:
    """The half-filled forms of one database; each form has a key ("organisation-12", "person-new")."""

    def __init__(self, database_id: str, folder: Path | None = None) -> None:
        safe = re.sub(r"[^A-Za-z0-9-]", "_", database_id)
        self.folder = folder or paths.data_dir() / "unsaved" / safe

    def _path(self, key: str) -> Path:
        return self.folder / (re.sub(r"[^A-Za-z0-9-]", "_", key) + ".json")

    def keep(self, key: str, version: int, fields: dict[str, Any]) -> None:
        """Write what is typed now, in one move; a full disk is logged and never stops the typing."""
        import datetime

        at = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        path = self._path(key)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".new")
            plain = {"at": at, "version": version, "fields": fields}
            draft.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")
            os.replace(draft, path)
        except (OSError, ValueError, TypeError):
            _log.warning("a half-filled form cannot be kept", exc_info=True)

    def find(self, key: str) -> Kept | None:
        """What was kept under that key; a damaged file counts as nothing."""
        try:
            plain = json.loads(self._path(key).read_text(encoding="utf-8", errors="surrogatepass"))
            return Kept(str(plain["at"]), int(plain["version"]), dict(plain["fields"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            _log.warning("a kept form cannot be read", exc_info=True)
            return None

    def forget(self, key: str) -> None:
        """The form was saved, or closed without saving."""
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError:
            _log.warning("a kept form cannot be removed", exc_info=True)
