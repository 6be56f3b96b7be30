"""The log: a file that rolls over, for the person who helps. It never holds what is in the records."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from oci_desktop import paths


def log_file() -> Path:
    return paths.log_dir() / "oci-desktop.log"


def start_log(level: int = logging.INFO) -> None:
    """Write the log of this process to `log_file()`; a folder that refuses is no reason to stop."""
    root = logging.getLogger("oci_desktop")
    if root.handlers:
        return
    root.setLevel(level)
    root.propagate = True
    try:
        paths.log_dir().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            log_file(), maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
