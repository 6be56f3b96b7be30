"""Where things are: the resources that travel with the program, and the person's own folders."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

HOME_VARIABLE = "OCI_DESKTOP_HOME"
"""When set, every folder of the person is inside it (tests, a USB key, a shared PC)."""

_PACKAGE = Path(__file__).parent


def _travelling(name: str) -> Path:
    """A folder that the wheel carries inside the package, and a checkout at its top."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent.parent / name


@cache
def resources_dir() -> Path:
    return _travelling("resources")


@cache
def migrations_dir() -> Path:
    return _travelling("db") / "migrations"


def data_dir() -> Path:
    """The default place of the database and of its backups."""
    return _own("data")


def config_dir() -> Path:
    """The person's settings: theme, columns, the window's place."""
    return _own("config")


def log_dir() -> Path:
    return _own("log")


def cache_dir() -> Path:
    return _own("cache")


def default_database() -> Path:
    return data_dir() / "membres.ocidb"


def _own(kind: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / kind
    import platformdirs

    places = platformdirs.PlatformDirs("oci-desktop", appauthor=False)
    return {
        "data": places.user_data_path,
        "config": places.user_config_path,
        "log": places.user_log_path,
        "cache": places.user_cache_path,
    }[kind]
